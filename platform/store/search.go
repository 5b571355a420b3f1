package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
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

// Search finds the documents of the place that hold every word of text,
// whatever its case and marks: those in the exact spelling first if text has
// marks, then those where the words stand together as in text, then by how often
// and how high up they stand. It returns limit of them from offset on, and how
// many there are in all. No text is an error;
// one without words finds nothing.
func (tx *Tx) Search(ctx context.Context, text string, limit, offset int) (hits []Hit, total int, err error) {
	q := parseQuery(text)
	if len(q.words) == 0 || limit <= 0 || offset < 0 {
		return nil, 0, nil
	}
	find, args := q.postgres()
	if tx.engine == SQLite {
		find, args = q.sqlite(tx.place)
	}
	if err := tx.QueryRow(ctx, find.count, args[0]).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("count what is found: %w", err)
	}
	if total <= offset {
		return nil, total, nil
	}
	rows, err := tx.Query(ctx, find.list, append(args, limit, offset)...)
	if err != nil {
		return nil, 0, fmt.Errorf("search: %w", err)
	}
	hits, err = q.hits(rows)
	return hits, total, err
}

// A finder is the two questions of a search. Both ask for $2, what is found; list orders it by $3, the exact
// spelling, by $4, the words together, and by the weight of the words.
type finder struct{ count, list string }

func (q query) hits(rows *sql.Rows) ([]Hit, error) {
	defer rows.Close()
	var hits []Hit
	for rows.Next() {
		var h Hit
		var body string
		if err := rows.Scan(&h.Kind, &h.ID, &h.Title, &h.Href, &body); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		h.Snippet = q.passage(body)
		hits = append(hits, h)
	}
	return hits, rows.Err()
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

// The weights of bm25 stand for place, title_folded, body_folded: a word of the title counts five times.
var sqliteFinder = finder{
	count: `
		SELECT count(*) FROM store_word w JOIN store_doc d ON d.row = w.rowid
		WHERE store_word MATCH $2 AND d.place = $1`,
	list: `
		SELECT d.kind, d.id, d.title, d.href, d.body FROM (
			SELECT w.rowid AS row, w.rowid IN (SELECT rowid FROM store_word WHERE store_word MATCH $3) AS exact,
				w.rowid IN (SELECT rowid FROM store_word WHERE store_word MATCH $4) AS phrase, bm25(store_word, 0, 5, 1) AS distance
			FROM store_word w JOIN store_doc p ON p.row = w.rowid
			WHERE store_word MATCH $2 AND p.place = $1
			ORDER BY exact DESC, phrase DESC, distance, row LIMIT $5 OFFSET $6
		) AS found JOIN store_doc d ON d.row = found.row
		WHERE d.place = $1 ORDER BY found.exact DESC, found.phrase DESC, found.distance, found.row`,
}

// sqlite writes q in FTS5's language. The words are letters and digits in
// quotes, so that none of them can be an operator.
func (q query) sqlite(place Place) (finder, []any) {
	folded, exact := make([]string, len(q.words)), make([]string, len(q.words))
	for i, w := range q.words {
		folded[i], exact[i] = `"`+w.folded+`"`, `"`+w.exact+`"`
	}
	here := `place : "` + strings.ReplaceAll(string(place), `"`, `""`) + `"`
	every := func(columns string, words []string) string {
		return "({" + columns + "} : (" + strings.Join(words, " AND ") + "))"
	}
	const foldedColumns, exactColumns = "title_folded body_folded", "title_exact body_exact"
	phrase := "{" + foldedColumns + "} : (" + strings.Join(folded, " + ") + ")"
	match, first := every(foldedColumns, folded), every(foldedColumns, folded)
	if q.marked {
		first = every(exactColumns, exact)
	}
	var args []any
	for _, wanted := range []string{match, first, phrase} {
		args = append(args, here+" AND ("+wanted+")")
	}
	return sqliteFinder, args
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

// The weights of ts_rank stand for D, the folded body, and B, the folded title, as those of bm25 above.
var postgresFinder = finder{
	count: `SELECT count(*) FROM store_doc WHERE place = $1 AND words @@ CAST(CAST($2 AS TEXT) AS TSQUERY)`,
	list: `
		SELECT kind, id, title, href, body FROM store_doc
		WHERE place = $1 AND words @@ CAST(CAST($2 AS TEXT) AS TSQUERY)
		ORDER BY words @@ CAST(CAST($3 AS TEXT) AS TSQUERY) DESC, words @@ CAST(CAST($4 AS TEXT) AS TSQUERY) DESC,
			ts_rank('{0.2, 0, 1, 0}', words, CAST(CAST($5 AS TEXT) AS TSQUERY)) DESC, kind, id
		LIMIT $6 OFFSET $7`,
}

// postgres writes q as a tsquery.
func (q query) postgres() (finder, []any) {
	folded, exact := make([]string, len(q.words)), make([]string, len(q.words))
	for i, w := range q.words {
		folded[i], exact[i] = "'"+w.folded+"'", "'"+exactSign+w.exact+"'"
	}
	match, phrase, weighed := strings.Join(folded, " & "), strings.Join(folded, " <-> "), strings.Join(folded, " | ")
	first := match
	if q.marked {
		first = strings.Join(exact, " & ")
	}
	return postgresFinder, []any{match, first, phrase, weighed}
}
