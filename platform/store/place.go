package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"loa/platform/refuse"
)

// NextID counts the named ids of the place up by one and returns the new one. The first is 1.
func (tx *Tx) NextID(ctx context.Context, name string) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx, `
		INSERT INTO store_counter (place, name, last) VALUES ($1, $2, 1)
		ON CONFLICT (place, name) DO UPDATE SET last = store_counter.last + 1
		RETURNING last`, name).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("count %s up: %w", name, err)
	}
	return id, nil
}

// A Site is a place that lives in this database and the host its portal answers to.
type Site struct {
	Place Place
	Host  string // empty: whatever host no other site has
}

// Enroll says that the place of tx lives in this database and answers to host. Doing it again changes the host.
// A host that belongs to another place is refused.
func (tx *Tx) Enroll(ctx context.Context, host string) error {
	var owner Place
	err := tx.QueryRow(ctx, `SELECT place FROM store_place WHERE host = $2 AND host <> '' AND place <> $1`, host).Scan(&owner)
	if err == nil {
		return refuse.With(refuse.Conflict, fmt.Sprintf("Tên miền «%s» đã thuộc địa phương khác (mã %s); hãy chọn tên miền khác.", host, owner))
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("look for the owner of host %q: %w", host, err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO store_place (place, host) VALUES ($1, $2)
		ON CONFLICT (place) DO UPDATE SET host = excluded.host`, host)
	if err != nil {
		return fmt.Errorf("enroll place %s: %w", tx.place, err)
	}
	return nil
}

// Places lists every place that was enrolled, by code. It is the one question asked across places.
func (db *DB) Places(ctx context.Context) ([]Site, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT place, host FROM store_place ORDER BY place`)
	if err != nil {
		return nil, fmt.Errorf("list the places: %w", err)
	}
	defer rows.Close()
	var sites []Site
	for rows.Next() {
		var s Site
		if err := rows.Scan(&s.Place, &s.Host); err != nil {
			return nil, fmt.Errorf("list the places: %w", err)
		}
		sites = append(sites, s)
	}
	return sites, rows.Err()
}
