package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The index of PostgreSQL (GIN) names all documents that hold some terms, in no order, and cannot stop half-way; but it
// skips through the lists of common terms by that of the rarest. So the documents of a place are numbered, and each holds a term for the
// place and one for the block that its number falls in: a search asks for the last blocks first, and reads of the list of a
// common word little more than it shows.
const (
	blockRows  = 256
	firstAsked = 16 // blocks
	mostAsked  = 64 // blocks; to name more of them takes longer than to look in all
)

func (tx *Tx) indexPostgres(ctx context.Context, d Doc, title, body string) error {
	var row int64
	err := tx.QueryRow(ctx, `SELECT row FROM store_doc WHERE place = $1 AND kind = $2 AND id = $3`, d.Kind, d.ID).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		row, err = tx.NextID(ctx, searchDesk)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO store_doc (place, kind, id, title, body, href, row) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (place, kind, id) DO UPDATE SET title = excluded.title, body = excluded.body, href = excluded.href`,
		d.Kind, d.ID, title, body, d.Href, row)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO store_word (place, row, words) VALUES ($1, $2, CAST(CAST($3 AS TEXT) AS TSVECTOR)) ON CONFLICT (place, row) DO UPDATE SET words = excluded.words`,
		row, listPostgres(tx.place, row, title, body))
	return err
}

// listPostgres is the terms of a document as a tsvector is written.
func listPostgres(p Place, row int64, title, body string) string {
	held := append(terms("", words(title), words(body)), p.sign(), p.block(row/blockRows))
	return "'" + strings.Join(held, "' '") + "'"
}

// block is the term of the documents of p whose block is n.
func (p Place) block(n int64) string { return p.sign() + strconv.FormatInt(n, 10) }

// answeringPostgres returns a function that lists the last limit rows from first on that answer t, the last first.
func (tx *Tx) answeringPostgres(ctx context.Context) (func(ctx context.Context, t tier, first int64, limit int) ([]int64, error), error) {
	var newest int64
	if err := tx.QueryRow(ctx, `SELECT coalesce(max(row), 0) FROM store_doc WHERE place = $1`).Scan(&newest); err != nil {
		return nil, fmt.Errorf("the last document: %w", err)
	}
	return func(ctx context.Context, t tier, first int64, limit int) ([]int64, error) {
		for blocks := firstAsked; ; {
			low := max(first, (newest/blockRows-int64(blocks)+1)*blockRows)
			if blocks > mostAsked {
				low = first
			}
			where := []string{tx.place.sign()}
			if newest/blockRows-low/blockRows < mostAsked {
				where = nil
				for block := low / blockRows; block <= newest/blockRows; block++ {
					where = append(where, tx.place.block(block))
				}
			}
			// Bound by its place alone PostgreSQL would read every document of it and leave the index of words alone.
			rows, err := tx.rows(ctx, `
				SELECT row FROM store_word WHERE place || '' = $1 AND words @@ CAST(CAST($2 AS TEXT) AS TSQUERY) AND row + 0 >= $3
				ORDER BY row + 0 DESC LIMIT $4`, conjunction(append(t.wanted(""), where), "'", " | ", " & "), low, limit)
			if err != nil || len(rows) >= limit || low == first {
				return rows, err
			}
			if len(rows) == 0 {
				blocks = mostAsked + 1
			} else { // as many as should hold them, and some more; at least twice as many, for they may stand in a crowd
				blocks = max(2*blocks, blocks*limit*5/(len(rows)*4)+1)
			}
		}
	}, nil
}
