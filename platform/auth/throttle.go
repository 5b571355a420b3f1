package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
)

// window is how far back failed guesses count.
const window = 15 * time.Minute

// limits are the failed guesses that fit into a window. An account has two: a
// stranger who keeps guessing from one address blocks that address, and not the
// person at another; only many addresses together block the account. A ward's
// office shares one address, hence the third.
var limits = []struct {
	most  int
	query string // the moments of the failed guesses since $4, the latest first; $2 subject, $3 address
}{
	{5, `SELECT at FROM auth_attempt WHERE place = $1 AND subject = $2 AND address = $3 AND at > $4 ORDER BY at DESC LIMIT $5`},
	{20, `SELECT at FROM auth_attempt WHERE place = $1 AND subject = $2 AND $3 <> '' AND at > $4 ORDER BY at DESC LIMIT $5`},
	{40, `SELECT at FROM auth_attempt WHERE place = $1 AND $2 <> '' AND address = $3 AND at > $4 ORDER BY at DESC LIMIT $5`},
}

// vietnam is the clock on the wall; the country has one zone and no summer time.
var vietnam = time.FixedZone("ICT", 7*60*60)

// subjectOf names what is guessed at, without keeping what was typed.
func subjectOf(kind, name string) string {
	sum := sha256.Sum256([]byte(kind + ":" + name))
	return hex.EncodeToString(sum[:])
}

// count takes a guess at subject into the count before it is tested, or refuses
// it until the oldest of the counted ones is out of the window.
func (d *Desk) count(ctx context.Context, tx *store.Tx, subject, address string) error {
	// Taking a number locks the counter on both engines: guesses at one place are counted one after the other.
	id, err := tx.NextID(ctx, "auth_attempt")
	if err != nil {
		return fmt.Errorf("auth: count a guess: %w", err)
	}
	until, err := d.blocked(ctx, tx, subject, address)
	if err != nil {
		return err
	}
	if !until.IsZero() {
		return refuse.With(refuse.TooMany, fmt.Sprintf("Đã thử sai quá nhiều lần. Mời anh/chị thử lại từ %s.", until.In(vietnam).Format("15:04")))
	}
	if _, err := tx.Exec(ctx, `INSERT INTO auth_attempt (place, id, subject, address, at) VALUES ($1, $2, $3, $4, $5)`,
		id, subject, address, d.Now().UnixMilli()); err != nil {
		return fmt.Errorf("auth: count a guess: %w", err)
	}
	return nil
}

// blocked is the moment from which subject may be guessed at again from address; zero: now.
func (d *Desk) blocked(ctx context.Context, tx *store.Tx, subject, address string) (until time.Time, err error) {
	for _, l := range limits {
		at, err := nthLatest(ctx, tx, l.query, l.most, subject, address, d.Now().Add(-window))
		if err != nil {
			return time.Time{}, err
		}
		// The minute is rounded up: whoever comes at the minute we named must not be refused again.
		if end := at.Add(window); !at.IsZero() && end.After(until) {
			until = end.Add(time.Minute - time.Millisecond).Truncate(time.Minute)
		}
	}
	return until, nil
}

// nthLatest is the moment of the nth guess that query finds since a moment; zero when there are fewer.
func nthLatest(ctx context.Context, tx *store.Tx, query string, n int, subject, address string, since time.Time) (time.Time, error) {
	rows, err := tx.Query(ctx, query, subject, address, since.UnixMilli(), n)
	if err != nil {
		return time.Time{}, fmt.Errorf("auth: count guesses: %w", err)
	}
	defer rows.Close()
	found, last := 0, int64(0)
	for rows.Next() {
		if err := rows.Scan(&last); err != nil {
			return time.Time{}, err
		}
		found++
	}
	if found < n {
		return time.Time{}, rows.Err()
	}
	return time.UnixMilli(last), rows.Err()
}

// strike takes the failed guesses at subject out of the count: it was opened.
func strike(ctx context.Context, tx *store.Tx, subject string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM auth_attempt WHERE place = $1 AND subject = $2`, subject); err != nil {
		return fmt.Errorf("auth: strike guesses: %w", err)
	}
	return nil
}

// recordFailure writes the audit entry of a wrong guess: where from, and whether
// it was the last one for now. person is 0 for a login that does not exist.
func (d *Desk) recordFailure(ctx context.Context, tx *store.Tx, verb string, person int64, subject string) error {
	v := visitOf(ctx)
	detail := fmt.Sprintf("%s, từ %s", v.device, v.address)
	until, err := d.blocked(ctx, tx, subject, v.address)
	if err != nil {
		return err
	}
	if !until.IsZero() {
		detail += ", tạm dừng đến " + until.In(vietnam).Format("15:04")
	}
	return d.record(ctx, tx, 0, verb, person, detail)
}

// Sweep removes what no longer counts: old guesses and sessions that are over.
// A daily job calls it for each place.
func (d *Desk) Sweep(ctx context.Context, tx *store.Tx) error {
	now := d.Now()
	if _, err := tx.Exec(ctx, `DELETE FROM auth_attempt WHERE place = $1 AND at < $2`, now.Add(-window).UnixMilli()); err != nil {
		return fmt.Errorf("auth: sweep guesses: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM auth_session WHERE place = $1 AND (created_at < $2 OR seen_at < $3)`,
		now.Add(-Life).UnixMilli(), now.Add(-Idle).UnixMilli()); err != nil {
		return fmt.Errorf("auth: sweep sessions: %w", err)
	}
	return nil
}
