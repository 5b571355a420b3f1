package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// The tables of the search differ by engine, as the index itself does: FTS5 on
// SQLite, tsvector on PostgreSQL.
//
//go:embed search
var searchFiles embed.FS

func (db *DB) searchSchema() (Schema, error) {
	sub, err := fs.Sub(searchFiles, "search/"+string(db.engine))
	return Schema{Desk: "store_search", Files: sub}, err
}

// A Doc is what the search knows of one thing that people look for: a plan, a
// clause, a legal text, a story. Kind and ID name it within its place; the desk
// that owns the thing indexes it in the transaction that changes it.
//
// Words are compared without marks and without case, so «chuyen doi so» finds
// «Chuyển đổi số»; both forms are kept, so that a query typed with marks ranks
// the exact spelling first. A word is a run of letters and digits: «57-NQ/TW»
// is three. The first 200,000 bytes of Body are indexed.
type Doc struct {
	Kind  string // plan, clause, text, story
	ID    string
	Title string
	Body  string // plain text
	Href  string // where a person reads it: /plan/3
}

// A Hit is a Doc that was found.
type Hit struct {
	Kind, ID, Title, Href string
	Snippet               Passage // of the body, with what matched
}

// Index makes d findable in the place of tx, in the stead of what was there under its kind and id.
func (tx *Tx) Index(ctx context.Context, d Doc) error {
	title, body := clean(d.Title, maxTitle), clean(d.Body, maxIndexed)
	var err error
	if tx.engine == SQLite {
		err = tx.indexSQLite(ctx, d, title, body)
	} else {
		err = tx.indexPostgres(ctx, d, title, body)
	}
	if err == nil {
		err = tx.learn(ctx, append(words(title), words(body)...))
	}
	if err != nil {
		return fmt.Errorf("index %s/%s: %w", d.Kind, d.ID, err)
	}
	return nil
}

// Unindex makes a document unfindable; one that was not there is no error.
func (tx *Tx) Unindex(ctx context.Context, kind, id string) error {
	if tx.engine == SQLite {
		_, err := tx.Exec(ctx, `DELETE FROM store_word WHERE rowid = (SELECT row FROM store_doc WHERE place = $1 AND kind = $2 AND id = $3)`, kind, id)
		if err != nil {
			return fmt.Errorf("unindex %s/%s: %w", kind, id, err)
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM store_doc WHERE place = $1 AND kind = $2 AND id = $3`, kind, id); err != nil {
		return fmt.Errorf("unindex %s/%s: %w", kind, id, err)
	}
	return nil
}

// A Found is a page of what a search found.
type Found struct {
	Hits    []Hit
	Total   int    // of all that was found, at most MostFound
	Instead string // what was looked for where nothing holds the words as they were typed; usually ""
}

// MostFound is how far a search looks: who finds more than that asks for too little.
const MostFound = 1000

// Search finds the documents of the place that hold every word of text,
// whatever its case and marks, and returns limit of them from offset on. First
// come those in the exact spelling, if text has marks, by their titles first; then those whose title has
// the words together, those that have them together at all, those that have them
// in the title, and the rest; among equals the one that was indexed last. Where more
// than MostFound hold the words, the order is one of as many of them.
//
// Where nothing holds the words, it finds what holds words near to them: one letter wrong, left out, too many, or two changed over, in a word
// of four letters and more; keys of Telex that no program took up; and the last word
// may be the beginning of one. No text is an error; one without words finds nothing.
func (tx *Tx) Search(ctx context.Context, text string, limit, offset int) (Found, error) {
	q := parseQuery(text)
	if len(q.words) == 0 || limit <= 0 || offset < 0 {
		return Found{}, nil
	}
	found, err := tx.find(ctx, q, limit, offset)
	if err != nil || found.Total > 0 {
		return found, err
	}
	wide, err := tx.widen(ctx, q)
	if err != nil || !wide.isWide() {
		return found, err
	}
	found, err = tx.find(ctx, wide, limit, offset)
	if len(found.Hits) > 0 {
		found.Instead = wide.instead(found.Hits[0])
	}
	return found, err
}

// find is the page of q. Of words that more than MostFound documents hold it ranks as many, so that it takes no longer
// to look for a common word than for a rare one.
func (tx *Tx) find(ctx context.Context, q query, limit, offset int) (found Found, err error) {
	ask := askSQLite
	if tx.engine != SQLite {
		ask = askPostgres
	}
	tiers := q.tiers()
	best, widest := tiers[:len(tiers)-1], tiers[len(tiers)-1]
	list, args := ask(tx.place, widest, 0)
	all, err := tx.more(ctx, nil, list, append(args, MostFound)...)
	found.Total = len(all)
	if err != nil || found.Total <= offset {
		return found, err
	}
	first := int64(0)
	if len(all) == MostFound {
		first = slices.Min(all)
	}
	last := min(offset+limit, found.Total)
	var rows []int64
	for _, t := range best {
		if len(rows) >= last {
			break
		}
		list, args := ask(tx.place, t, first)
		if rows, err = tx.more(ctx, rows, list, append(args, last)...); err != nil {
			return found, err
		}
	}
	for _, row := range all {
		if len(rows) >= last {
			break
		}
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	found.Hits, err = tx.hits(ctx, q, rows[offset:last])
	return found, err
}

// more adds the rows that list names to those that are there.
func (tx *Tx) more(ctx context.Context, rows []int64, list string, args ...any) ([]int64, error) {
	answer, err := tx.Query(ctx, list, args...)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer answer.Close()
	for answer.Next() {
		var row int64
		if err := answer.Scan(&row); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	return rows, answer.Err()
}

// hits are the documents of rows, in their order.
func (tx *Tx) hits(ctx context.Context, q query, rows []int64) ([]Hit, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	args := make([]any, len(rows))
	for i, row := range rows {
		args[i] = row
	}
	// Asked for its place alone an engine might go through every document of it.
	answer, err := tx.Query(ctx, `SELECT row, kind, id, title, href, body FROM store_doc WHERE place || '' = $1 AND row IN (`+holders(2, len(args))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer answer.Close()
	hits := make([]Hit, len(rows))
	for answer.Next() {
		var row int64
		var h Hit
		var body string
		if err := answer.Scan(&row, &h.Kind, &h.ID, &h.Title, &h.Href, &body); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		h.Snippet = q.passage(body)
		hits[slices.Index(rows, row)] = h
	}
	return hits, answer.Err()
}

// holders is n places for arguments, from the one numbered first on: $2, $3.
func holders(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(first+i))
	}
	return b.String()
}

// A tier is one way in which a document may answer a query. All of its words are
// in the document, each in one of its forms.
type tier struct {
	words    [][]string
	exact    bool // with its marks
	title    bool // in the title
	together bool // one after the other
}

// tiers are the ways to answer q, the best first; the last takes in all others.
func (q query) tiers() (out []tier) {
	var exact, folded, near [][]string
	for _, w := range q.words {
		exact, folded, near = append(exact, []string{w.exact}), append(folded, []string{w.folded}), append(near, append([]string{w.folded}, w.near...))
	}
	if q.isWide() {
		return []tier{{words: near, title: true}, {words: near}}
	}
	if q.marked {
		out = append(out, tier{exact, true, true, true}, tier{exact, true, false, true}, tier{exact, true, false, false})
	}
	return append(out, tier{folded, false, true, true}, tier{folded, false, false, true}, tier{folded, false, true, false}, tier{folded, false, false, false})
}

// written joins the words of t: or between forms, and between words.
func (t tier) written(quote func(string) string, or, and string) string {
	var all []string
	for _, forms := range t.words {
		var quoted []string
		for _, form := range forms {
			quoted = append(quoted, quote(form))
		}
		all = append(all, "("+strings.Join(quoted, or)+")")
	}
	return strings.Join(all, and)
}

func (tx *Tx) indexSQLite(ctx context.Context, d Doc, title, body string) error {
	var row int64
	err := tx.QueryRow(ctx, `
		INSERT INTO store_doc (place, kind, id, title, body, href) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (place, kind, id) DO UPDATE SET title = excluded.title, body = excluded.body, href = excluded.href
		RETURNING row`, d.Kind, d.ID, title, body, d.Href).Scan(&row)
	if err != nil {
		return err
	}
	titleFolded, titleExact := forms(words(title))
	bodyFolded, bodyExact := forms(words(body))
	_, err = tx.Exec(ctx, `
		INSERT OR REPLACE INTO store_word (rowid, place, title_folded, body_folded, title_exact, body_exact) VALUES ($2, $1, $3, $4, $5, $6)`,
		row, titleFolded, bodyFolded, titleExact, bodyExact)
	return err
}

// askSQLite asks for rows from first on that answer t, the last first. The words are letters and digits in quotes, so that none
// of them can be an operator of FTS5.
func askSQLite(place Place, t tier, first int64) (string, []any) {
	columns := "title_folded body_folded"
	switch {
	case t.exact && t.title:
		columns = "title_exact"
	case t.exact:
		columns = "title_exact body_exact"
	case t.title:
		columns = "title_folded"
	}
	quote := func(s string) string { return `"` + s + `"` }
	wanted := t.written(quote, " OR ", " AND ")
	if t.together {
		var phrase []string
		for _, forms := range t.words {
			phrase = append(phrase, quote(forms[0]))
		}
		wanted = strings.Join(phrase, " + ")
	}
	match := `place : "` + strings.ReplaceAll(string(place), `"`, `""`) + `" AND ({` + columns + `} : (` + wanted + `))`
	return `
		SELECT w.rowid FROM store_word w JOIN store_doc d ON d.row = w.rowid
		WHERE store_word MATCH $2 AND w.rowid >= $3 AND d.place = $1 ORDER BY w.rowid DESC LIMIT $4`, []any{match, first}
}

func (tx *Tx) indexPostgres(ctx context.Context, d Doc, title, body string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO store_doc (place, kind, id, title, body, href, words) VALUES ($1, $2, $3, $4, $5, $6, CAST(CAST($7 AS TEXT) AS TSVECTOR))
		ON CONFLICT (place, kind, id) DO UPDATE SET title = excluded.title, body = excluded.body, href = excluded.href, words = excluded.words`,
		d.Kind, d.ID, title, body, d.Href, vector(words(title), words(body)))
	return err
}

// Exact forms carry this sign before them, folded ones none: one place of a vector holds one weight.
const exactSign = "="

// vector writes a tsvector as text: each word folded and exact at its place,
// title before body with a gap so that no phrase spans both.
func vector(title, body []word) string {
	var b strings.Builder
	add := func(form, sign string, at int, weight byte) {
		b.WriteString("'" + sign + form + "':" + strconv.Itoa(min(at, 16383)))
		b.WriteByte(weight)
		b.WriteByte(' ')
	}
	for i, w := range title {
		add(w.exact, exactSign, i+1, 'A')
		add(w.folded, "", i+1, 'B')
	}
	for i, w := range body {
		add(w.exact, exactSign, len(title)+i+3, 'C')
		add(w.folded, "", len(title)+i+3, 'D')
	}
	return b.String()
}

// askPostgres asks for rows that answer t, the last first of as many as a search looks at. Where words stand
// together is in the documents, not in the index: so it is asked of those alone that hold the words.
func askPostgres(_ Place, t tier, _ int64) (string, []any) {
	sign, column := "", "words"
	if t.exact {
		sign = exactSign
	}
	if t.title {
		column = "title_words"
	}
	quote := func(s string) string { return "'" + sign + s + "'" }
	// Bound by its place alone PostgreSQL would read every document of it and leave the index of words alone.
	list := `SELECT row, ` + column + ` AS held FROM store_doc WHERE place || '' = $1 AND ` + column + ` @@ CAST(CAST($2 AS TEXT) AS TSQUERY) LIMIT ` + strconv.Itoa(MostFound)
	args := []any{t.written(quote, " | ", " & ")}
	if !t.together {
		return `SELECT row FROM (` + list + `) AS looked ORDER BY row DESC LIMIT $3`, args
	}
	var phrase []string
	for _, forms := range t.words {
		phrase = append(phrase, quote(forms[0]))
	}
	return `SELECT row FROM (` + list + `) AS looked WHERE held @@ CAST(CAST($3 AS TEXT) AS TSQUERY) ORDER BY row DESC LIMIT $4`, append(args, strings.Join(phrase, " <-> "))
}
