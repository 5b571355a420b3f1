package store

import (
	"context"
	"errors"
	"fmt"
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

// mergedAtOnce is how many pages of the index one step of TidySearch writes, so that nobody waits long for it.
const mergedAtOnce = 500

// TidySearch puts the index of the search together, which each write leaves in one piece more: a search looks into every
// piece, and of 100,000 documents takes a third less time when there is one. PostgreSQL does so by itself.
func (db *DB) TidySearch(ctx context.Context) error {
	if db.engine != SQLite {
		return nil
	}
	for pages := -mergedAtOnce; ; pages = mergedAtOnce { // the sign says that all pieces are meant, and begins
		wrote, err := db.mergeSQLite(ctx, pages)
		if err != nil {
			return fmt.Errorf("tidy the search: %w", err)
		}
		if wrote < 2 { // FTS5 writes down at least that it was asked
			return nil
		}
	}
}

// mergeSQLite writes about as many pages of the index anew, and returns how many rows of its tables it wrote.
func (db *DB) mergeSQLite(ctx context.Context, pages int) (wrote int, err error) {
	conn, err := lend(ctx, db.write)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var before, after int
	if err := conn.QueryRowContext(ctx, `SELECT total_changes()`).Scan(&before); err != nil {
		return 0, err
	}
	if _, err := conn.ExecContext(ctx, `INSERT INTO store_word (store_word, rank) VALUES ('merge', $1)`, pages); err != nil {
		return 0, err
	}
	if err := conn.QueryRowContext(ctx, `SELECT total_changes()`).Scan(&after); err != nil {
		return 0, err
	}
	return after - before, nil
}
