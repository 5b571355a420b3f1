package watch

import (
	"context"
	"database/sql"
	"time"

	"loa/platform/store"
)

// A seal is a page as the last verb left it.
type seal struct {
	Page
	At time.Time
}

func seals(ctx context.Context, tx *store.Tx) ([]seal, error) {
	return store.All(ctx, tx, func(r *sql.Rows, s *seal) error {
		var at int64
		err := r.Scan(&s.Thing, &s.Title, &s.Href, &s.Hash, &at)
		s.At = store.Instant(at)
		return err
	}, `SELECT thing, title, href, hash, sealed_at FROM watch_seal WHERE place = $1 ORDER BY thing`)
}

func putSeal(ctx context.Context, tx *store.Tx, p Page, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO watch_seal (place, thing, title, href, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (place, thing) DO UPDATE SET title = excluded.title, href = excluded.href, hash = excluded.hash, sealed_at = excluded.sealed_at`,
		p.Thing, p.Title, p.Href, p.Hash, at.UnixMilli())
	return err
}

func dropSeal(ctx context.Context, tx *store.Tx, thing string) error {
	_, err := tx.Exec(ctx, `DELETE FROM watch_seal WHERE place = $1 AND thing = $2`, thing)
	return err
}

func findings(ctx context.Context, tx *store.Tx, rest string, args ...any) ([]Finding, error) {
	return store.All(ctx, tx, func(r *sql.Rows, f *Finding) error {
		var found, over int64
		err := r.Scan(&f.ID, &f.Thing, &f.Title, &f.Href, &f.What, &found, &over, &f.OverBy, &f.OverName, &f.Word)
		f.FoundAt, f.OverAt = store.Instant(found), store.Instant(over)
		return err
	}, `SELECT id, thing, title, href, what, found_at, over_at, over_by, over_name, word FROM watch_finding WHERE place = $1 `+rest, args...)
}

func putFinding(ctx context.Context, tx *store.Tx, f Finding) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO watch_finding (place, id, thing, title, href, what, found_at, over_at, over_by, over_name, word) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (place, id) DO UPDATE SET over_at = excluded.over_at, over_by = excluded.over_by, over_name = excluded.over_name, word = excluded.word`,
		f.ID, f.Thing, f.Title, f.Href, string(f.What), store.Millis(f.FoundAt), store.Millis(f.OverAt), int64(f.OverBy), f.OverName, f.Word)
	return err
}

// lastRound is when the last round of the place was made and over how many pages; the zero time when none was.
func lastRound(ctx context.Context, tx *store.Tx) (at time.Time, pages int, err error) {
	type round struct {
		at    int64
		pages int
	}
	rounds, err := store.All(ctx, tx, func(r *sql.Rows, x *round) error { return r.Scan(&x.at, &x.pages) }, `SELECT made_at, pages FROM watch_round WHERE place = $1`)
	if err != nil || len(rounds) == 0 {
		return time.Time{}, 0, err
	}
	return store.Instant(rounds[0].at), rounds[0].pages, nil
}

func hasBegun(ctx context.Context, tx *store.Tx) (bool, error) {
	at, _, err := lastRound(ctx, tx)
	return !at.IsZero(), err
}

func putRound(ctx context.Context, tx *store.Tx, at time.Time, pages int) error {
	_, err := tx.Exec(ctx, `INSERT INTO watch_round (place, made_at, pages) VALUES ($1, $2, $3)
		ON CONFLICT (place) DO UPDATE SET made_at = excluded.made_at, pages = excluded.pages`, at.UnixMilli(), pages)
	return err
}
