package plan

import (
	"context"
	"database/sql"
	"errors"

	"loa/platform/store"
)

const readingColumns = `id, paper, person, person_name, asked_at, tries, pages, pages_read`

func scanReading(row interface{ Scan(...any) error }) (Reading, error) {
	var r Reading
	var at int64
	err := row.Scan(&r.ID, &r.Paper.ID, &r.By, &r.ByName, &at, &r.Tries, &r.Pages, &r.Done)
	r.AskedAt = instant(at)
	return r, err
}

// askReading asks for a paper to be read, anew if it was asked before.
func askReading(ctx context.Context, tx *store.Tx, r Reading) (ReadingID, error) {
	id, err := tx.NextID(ctx, "plan_reading")
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM plan_reading WHERE place = $1 AND paper = $2`, int64(r.Paper.ID)); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO plan_reading (place, id, paper, person, person_name, asked_at, tries, pages, pages_read)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)`,
		id, int64(r.Paper.ID), int64(r.By), r.ByName, r.AskedAt.UnixMilli(), int64(r.Tries))
	return ReadingID(id), err
}

// loadReading is the reading id with its paper; false when it is over, or was asked for anew under another id.
func loadReading(ctx context.Context, tx *store.Tx, id ReadingID) (Reading, bool, error) {
	return withPaper(ctx, tx, tx.QueryRow(ctx, `SELECT `+readingColumns+` FROM plan_reading WHERE place = $1 AND id = $2`, int64(id)))
}

// readingOf is the reading of a paper that waits or goes on; false when there is none.
func readingOf(ctx context.Context, tx *store.Tx, id PaperID) (Reading, bool, error) {
	return withPaper(ctx, tx, tx.QueryRow(ctx, `SELECT `+readingColumns+` FROM plan_reading WHERE place = $1 AND paper = $2`, int64(id)))
}

func withPaper(ctx context.Context, tx *store.Tx, row *store.Row) (Reading, bool, error) {
	r, err := scanReading(row)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	if err != nil {
		return r, false, err
	}
	r.Paper, err = loadPaper(ctx, tx, r.Paper.ID)
	return r, err == nil, err
}

// listReadings is the papers that are being read, the last first.
func listReadings(ctx context.Context, tx *store.Tx) ([]Reading, error) {
	rows, err := tx.Query(ctx, `SELECT `+readingColumns+` FROM plan_reading WHERE place = $1 ORDER BY id DESC`)
	rs, err := collect(rows, err, func(r *sql.Rows) (Reading, error) { return scanReading(r) })
	for i := range rs {
		if err == nil {
			rs[i].Paper, err = loadPaper(ctx, tx, rs[i].Paper.ID)
		}
	}
	return rs, err
}

// beingRead is the paper with this hash that is being read; 0 when there is none.
func beingRead(ctx context.Context, tx *store.Tx, hash string) (PaperID, error) {
	var id PaperID
	err := tx.QueryRow(ctx, `
		SELECT r.paper FROM plan_reading r JOIN plan_paper p ON p.place = r.place AND p.id = r.paper
		WHERE r.place = $1 AND p.hash = $2 ORDER BY r.id LIMIT 1`, hash).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// setTries notes how often a reading was begun; false when it is over.
func setTries(ctx context.Context, tx *store.Tx, id ReadingID, tries int) (bool, error) {
	return one(tx.Exec(ctx, `UPDATE plan_reading SET tries = $3 WHERE place = $1 AND id = $2`, int64(id), int64(tries)))
}

// setPagesRead notes how far a reading is; false when it is over.
func setPagesRead(ctx context.Context, tx *store.Tx, id ReadingID, done, of int) (bool, error) {
	return one(tx.Exec(ctx, `UPDATE plan_reading SET pages = $4, pages_read = $3 WHERE place = $1 AND id = $2`, int64(id), int64(done), int64(of)))
}

// endReading takes a reading off the list; false when somebody has.
func endReading(ctx context.Context, tx *store.Tx, id ReadingID) (bool, error) {
	return one(tx.Exec(ctx, `DELETE FROM plan_reading WHERE place = $1 AND id = $2`, int64(id)))
}

// lastDraftOf is the last review of a paper; 0 when there was none.
func lastDraftOf(ctx context.Context, tx *store.Tx, id PaperID) (DraftID, error) {
	var draft DraftID
	err := tx.QueryRow(ctx, `SELECT id FROM plan_draft WHERE place = $1 AND paper = $2 ORDER BY id DESC LIMIT 1`, int64(id)).Scan(&draft)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return draft, err
}

func addPages(ctx context.Context, tx *store.Tx, id DraftID, pages []Picture) error {
	for _, p := range pages {
		_, err := tx.Exec(ctx, `INSERT INTO plan_page (place, draft, page, hash, width, height) VALUES ($1, $2, $3, $4, $5, $6)`,
			int64(id), int64(p.Page), p.Hash, int64(p.Width), int64(p.Height))
		if err != nil {
			return err
		}
	}
	return nil
}

func listPages(ctx context.Context, tx *store.Tx, id DraftID) ([]Picture, error) {
	rows, err := tx.Query(ctx, `SELECT page, hash, width, height FROM plan_page WHERE place = $1 AND draft = $2 ORDER BY page`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (p Picture, err error) { return p, r.Scan(&p.Page, &p.Hash, &p.Width, &p.Height) })
}
