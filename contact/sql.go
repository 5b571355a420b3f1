package contact

import (
	"context"
	"database/sql"
	"time"

	"loa/platform/store"
)

func contacts(ctx context.Context, tx *store.Tx, rest string, args ...any) ([]Contact, error) {
	return store.All(ctx, tx, func(r *sql.Rows, c *Contact) error {
		var at int64
		err := r.Scan(&c.ID, &c.Sort, &c.Name, &c.Post, &c.Where, &c.Hours, &c.Phone, &c.Email, &c.Consent, &c.ByName, &at)
		c.At = time.UnixMilli(at)
		return err
	}, `SELECT id, sort, name, post, at_site, hours, phone, email, consent, by_name, said_at FROM contact_contact WHERE place = $1 `+rest, args...)
}

func put(ctx context.Context, tx *store.Tx, c Contact) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO contact_contact (place, id, sort, name, post, at_site, hours, phone, email, consent, by_name, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (place, id) DO UPDATE SET sort = excluded.sort, name = excluded.name, post = excluded.post, at_site = excluded.at_site, hours = excluded.hours,
			phone = excluded.phone, email = excluded.email, consent = excluded.consent, by_name = excluded.by_name, said_at = excluded.said_at`,
		int64(c.ID), string(c.Sort), c.Name, c.Post, c.Where, c.Hours, c.Phone, c.Email, c.Consent, c.ByName, c.At.UnixMilli())
	return err
}

func drop(ctx context.Context, tx *store.Tx, id ID) error {
	_, err := tx.Exec(ctx, `DELETE FROM contact_contact WHERE place = $1 AND id = $2`, int64(id))
	return err
}
