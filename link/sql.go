package link

import (
	"context"
	"database/sql"
	"time"

	"loa/platform/store"
)

// hosts are the hosts of the place, what waits first; with a name, that one alone.
func hosts(ctx context.Context, tx *store.Tx, name string) ([]Host, error) {
	return store.All(ctx, tx, func(r *sql.Rows, h *Host) error {
		var asked, at int64
		err := r.Scan(&h.Name, &h.State, &h.Why, &h.Asker, &h.AskerName, &asked, &h.By, &h.ByName, &at, &h.Word)
		h.AskedAt, h.At = store.Instant(asked), store.Instant(at)
		return err
	}, `SELECT name, state, why, asker, asker_name, asked_at, decider, decider_name, decided_at, word FROM link_host
		WHERE place = $1 AND ($2 = '' OR name = $2) ORDER BY CASE state WHEN 'asked' THEN 0 WHEN 'allowed' THEN 1 ELSE 2 END, name`, name)
}

func putHost(ctx context.Context, tx *store.Tx, h Host) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO link_host (place, name, state, why, asker, asker_name, asked_at, decider, decider_name, decided_at, word)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (place, name) DO UPDATE SET state = excluded.state, why = excluded.why, asker = excluded.asker, asker_name = excluded.asker_name, asked_at = excluded.asked_at,
			decider = excluded.decider, decider_name = excluded.decider_name, decided_at = excluded.decided_at, word = excluded.word`,
		h.Name, string(h.State), h.Why, int64(h.Asker), h.AskerName, store.Millis(h.AskedAt), int64(h.By), h.ByName, store.Millis(h.At), h.Word)
	return err
}

func dropUses(ctx context.Context, tx *store.Tx, thing string) error {
	_, err := tx.Exec(ctx, `DELETE FROM link_use WHERE place = $1 AND thing = $2`, thing)
	return err
}

func insertUse(ctx context.Context, tx *store.Tx, p Page, n int, href, host string) error {
	_, err := tx.Exec(ctx, `INSERT INTO link_use (place, thing, n, url, host, title, href) VALUES ($1, $2, $3, $4, $5, $6, $7)`, p.Thing, n, href, host, p.Title, p.Href)
	return err
}

func isNew(ctx context.Context, tx *store.Tx, host string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM (SELECT 1 FROM link_use WHERE place = $1 AND host = $2 LIMIT 1) found`, host).Scan(&n)
	return n == 0, err
}

const healthColumns = `h.url, h.finding, h.status, h.leads_to, h.misses, h.checked_at`

func scanHealth(r *sql.Rows, h *Health) error {
	var at int64
	err := r.Scan(&h.URL, &h.Finding, &h.Status, &h.LeadsTo, &h.Misses, &at)
	h.CheckedAt = store.Instant(at)
	return err
}

// healthOf is what was found of url last; the zero Health when it was never opened.
func healthOf(ctx context.Context, tx *store.Tx, url string) (Health, error) {
	found, err := store.All(ctx, tx, scanHealth, `SELECT `+healthColumns+` FROM link_health h WHERE h.place = $1 AND h.url = $2`, url)
	if err != nil || len(found) == 0 {
		return Health{}, err
	}
	return found[0], nil
}

func putHealth(ctx context.Context, tx *store.Tx, h Health) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO link_health (place, url, finding, status, leads_to, misses, checked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (place, url) DO UPDATE SET finding = excluded.finding, status = excluded.status, leads_to = excluded.leads_to, misses = excluded.misses, checked_at = excluded.checked_at`,
		h.URL, string(h.Finding), h.Status, h.LeadsTo, h.Misses, store.Millis(h.CheckedAt))
	return err
}

// due are the links of public pages that were not opened since t, never opened ones first.
func due(ctx context.Context, tx *store.Tx, t time.Time, most int) ([]string, error) {
	return store.All(ctx, tx, func(r *sql.Rows, s *string) error { return r.Scan(s) }, `
		SELECT u.url FROM link_use u LEFT JOIN link_health h ON h.place = u.place AND h.url = u.url
		WHERE u.place = $1 AND coalesce(h.checked_at, 0) < $2 GROUP BY u.url ORDER BY min(coalesce(h.checked_at, 0)), u.url LIMIT $3`, store.Millis(t), most)
}

// A use is a link on a public page, with what was found of it.
type use struct {
	Page, Title, Href string
	Health
}

// uses are the links of every public page, by page.
func uses(ctx context.Context, tx *store.Tx) ([]use, error) {
	return store.All(ctx, tx, func(r *sql.Rows, u *use) error {
		var at int64
		err := r.Scan(&u.Page, &u.Title, &u.Href, &u.URL, &u.Finding, &u.Status, &u.LeadsTo, &u.Misses, &at)
		u.CheckedAt = store.Instant(at)
		return err
	}, `SELECT u.thing, u.title, u.href, u.url, coalesce(h.finding, ''), coalesce(h.status, 0), coalesce(h.leads_to, ''), coalesce(h.misses, 0), coalesce(h.checked_at, 0)
		FROM link_use u LEFT JOIN link_health h ON h.place = u.place AND h.url = u.url WHERE u.place = $1 ORDER BY u.thing, u.n`)
}
