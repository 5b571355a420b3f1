package store

import (
	"context"
	"database/sql"
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

const (
	searchDesk     = "store_search"
	reindexVersion = 4 // of the schema: the index is filled from the documents
)

func (db *DB) searchSchema() (Schema, error) {
	sub, err := fs.Sub(searchFiles, "search/"+string(db.engine))
	return Schema{Desk: searchDesk, Files: sub}, err
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
	drop := `DELETE FROM store_word WHERE place = $1 AND row = (SELECT row FROM store_doc WHERE place = $1 AND kind = $2 AND id = $3)`
	if tx.engine == SQLite {
		drop = `DELETE FROM store_word WHERE rowid = (SELECT row FROM store_doc WHERE place = $1 AND kind = $2 AND id = $3)`
	}
	if _, err := tx.Exec(ctx, drop, kind, id); err != nil {
		return fmt.Errorf("unindex %s/%s: %w", kind, id, err)
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
// the words together, which is to say each two neighbours one after the other, those that
// have them together at all, those that have them in the title, and the rest; among equals
// the one that came last. Of more than MostFound that hold the words, these are the last.
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
	answering := tx.answeringSQLite
	if tx.engine == PostgreSQL {
		if answering, err = tx.answeringPostgres(ctx); err != nil {
			return found, fmt.Errorf("search: %w", err)
		}
	}
	tiers := q.tiers()
	best, widest := tiers[:len(tiers)-1], tiers[len(tiers)-1]
	all, err := answering(ctx, widest, 0, MostFound)
	if err != nil {
		return found, fmt.Errorf("search: %w", err)
	}
	found.Total = len(all)
	if found.Total <= offset {
		return found, nil
	}
	first := int64(0)
	if found.Total == MostFound {
		first = all[MostFound-1]
	}
	last := min(offset+limit, found.Total)
	var rows []int64
	add := func(more []int64) {
		for _, row := range more {
			if len(rows) < last && !slices.Contains(rows, row) {
				rows = append(rows, row)
			}
		}
	}
	for _, t := range best {
		if len(rows) == last {
			break
		}
		some, err := answering(ctx, t, first, last)
		if err != nil {
			return found, fmt.Errorf("search: %w", err)
		}
		add(some)
	}
	add(all)
	found.Hits, err = tx.hits(ctx, q, rows[offset:last])
	return found, err
}

// rows are the numbers that query lists.
func (tx *Tx) rows(ctx context.Context, query string, args ...any) (rows []int64, err error) {
	answer, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer answer.Close()
	for answer.Next() {
		var row int64
		if err := answer.Scan(&row); err != nil {
			return nil, err
		}
		rows = append(rows, row)
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
	place := "place"
	if tx.engine == SQLite {
		place = "place || ''" // asked for its place alone it might go through every document of it
	}
	answer, err := tx.Query(ctx, `SELECT row, kind, id, title, href, body FROM store_doc WHERE `+place+` = $1 AND row IN (`+holders(2, len(args))+`)`, args...)
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

// reindex fills the index, which an upgrade has emptied, from the documents of all places.
func (db *DB) reindex(ctx context.Context, tx *sql.Tx) error {
	type key struct {
		place Place
		row   int64
	}
	var keys []key
	rows, err := tx.QueryContext(ctx, `SELECT place, row FROM store_doc ORDER BY place, row`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k key
		if err := rows.Scan(&k.place, &k.row); err != nil {
			return err
		}
		keys = append(keys, k)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, k := range keys {
		var title, body string
		if err := tx.QueryRowContext(ctx, `SELECT title, body FROM store_doc WHERE place = $1 AND row = $2`, k.place, k.row).Scan(&title, &body); err != nil {
			return err
		}
		if db.engine == SQLite {
			_, err = tx.ExecContext(ctx, `INSERT INTO store_word (rowid, terms) VALUES ($1, $2)`, k.row, listSQLite(k.place, title, body))
		} else {
			_, err = tx.ExecContext(ctx, `INSERT INTO store_word (place, row, words) VALUES ($1, $2, CAST(CAST($3 AS TEXT) AS TSVECTOR))`, k.place, k.row, listPostgres(k.place, k.row, title, body))
		}
		if err != nil {
			return fmt.Errorf("index %q of %s: %w", title, k.place, err)
		}
	}
	return nil
}
