package store

import (
	"context"
	"strings"
)

func (tx *Tx) indexSQLite(ctx context.Context, d Doc, title, body string) error {
	var row int64
	err := tx.QueryRow(ctx, `
		INSERT INTO store_doc (place, kind, id, title, body, href) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (place, kind, id) DO UPDATE SET title = excluded.title, body = excluded.body, href = excluded.href
		RETURNING row`, d.Kind, d.ID, title, body, d.Href).Scan(&row)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT OR REPLACE INTO store_word (rowid, terms) SELECT row, $3 FROM store_doc WHERE place = $1 AND row = $2`, row, listSQLite(tx.place, title, body))
	return err
}

// listSQLite is the terms of a document as FTS5 takes them. Each begins with the sign of the place, which costs the index
// nothing, so that no place looks through the documents of another.
func listSQLite(p Place, title, body string) string {
	return strings.Join(terms(p.sign(), words(title), words(body)), " ")
}

// answeringSQLite are the last limit rows from first on that answer t, the last first. FTS5 goes backward through the rows and stops when it has them.
func (tx *Tx) answeringSQLite(ctx context.Context, t tier, first int64, limit int) ([]int64, error) {
	return tx.rows(ctx, `
		SELECT w.rowid FROM store_word w JOIN store_doc d ON d.row = w.rowid
		WHERE store_word MATCH $2 AND w.rowid >= $3 AND d.place = $1 ORDER BY w.rowid DESC LIMIT $4`,
		conjunction(t.wanted(tx.place.sign()), `"`, " OR ", " AND "), first, limit)
}
