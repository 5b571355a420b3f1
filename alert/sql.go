package alert

import (
	"context"
	"slices"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

const columns = `id, severity, body, from_at, until_at, drafter, drafter_name, raised_at, raiser_name, down_at, down_by_name`

// alerts are those that rest names: a condition, an order.
func alerts(ctx context.Context, tx *store.Tx, rest string, args ...any) (all []Alert, err error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM alert_alert WHERE place = $1 `+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Alert
		var from, until, raised, down int64
		if err := rows.Scan(&a.ID, &a.Severity, &a.Body, &from, &until, &a.Drafter, &a.DrafterName, &raised, &a.RaiserName, &down, &a.DownByName); err != nil {
			return nil, err
		}
		a.From, a.Until, a.RaisedAt, a.DownAt = store.Instant(from), store.Instant(until), store.Instant(raised), store.Instant(down)
		all = append(all, a)
	}
	return all, rows.Err()
}

func standing(ctx context.Context, tx *store.Tx, t time.Time) ([]Alert, error) {
	found, err := alerts(ctx, tx, `AND until_at > $2 AND from_at <= $2 AND raised_at > 0 AND down_at = 0 ORDER BY id DESC`, t.UnixMilli())
	slices.SortStableFunc(found, func(x, y Alert) int { return y.Severity.rank() - x.Severity.rank() })
	return found, err
}

// drafts are those that wait at t for somebody to put them up.
func drafts(ctx context.Context, tx *store.Tx, t time.Time) ([]Alert, error) {
	return alerts(ctx, tx, `AND until_at > $2 AND raised_at = 0 AND down_at = 0 ORDER BY id`, t.UnixMilli())
}

// shown is how many alerts the list of the desk goes back.
const shown = 50

func latest(ctx context.Context, tx *store.Tx) ([]Alert, error) {
	return alerts(ctx, tx, `ORDER BY id DESC LIMIT $2`, shown)
}

func load(ctx context.Context, tx *store.Tx, id ID) (Alert, error) {
	found, err := alerts(ctx, tx, `AND id = $2`, int64(id))
	if err != nil {
		return Alert{}, err
	}
	if len(found) == 0 {
		return Alert{}, refuse.With(refuse.NotFound, "Không tìm thấy thông báo này.")
	}
	return found[0], nil
}

func insert(ctx context.Context, tx *store.Tx, a Alert, by org.PersonID) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO alert_alert (place, id, severity, body, from_at, until_at, drafter, drafter_name, raised_at, raiser, raiser_name, down_at, down_by_name)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '')`,
		int64(a.ID), string(a.Severity), a.Body, store.Millis(a.From), store.Millis(a.Until), int64(a.Drafter), a.DrafterName, store.Millis(a.RaisedAt), int64(raiser(a, by)), a.RaiserName)
	return err
}

func update(ctx context.Context, tx *store.Tx, a Alert, by org.PersonID) error {
	_, err := tx.Exec(ctx, `
		UPDATE alert_alert SET raised_at = $3, raiser = CASE WHEN raised_at = 0 THEN $4 ELSE raiser END, raiser_name = $5, down_at = $6, down_by_name = $7
		WHERE place = $1 AND id = $2`,
		int64(a.ID), store.Millis(a.RaisedAt), int64(raiser(a, by)), a.RaiserName, store.Millis(a.DownAt), a.DownByName)
	return err
}

// raiser is who put a up: by, unless nobody did.
func raiser(a Alert, by org.PersonID) org.PersonID {
	if a.RaisedAt.IsZero() {
		return 0
	}
	return by
}
