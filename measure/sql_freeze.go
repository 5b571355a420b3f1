package measure

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"loa/org"
	"loa/platform/store"
)

// LastFact is the number of the last fact told at the place; 0 for none.
func LastFact(ctx context.Context, tx *store.Tx) (id FactID, err error) {
	err = tx.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM measure_fact WHERE place = $1`).Scan(&id)
	return id, err
}

func insertFrozen(ctx context.Context, tx *store.Tx, f *Frozen) error {
	id, err := tx.NextID(ctx, "measure_frozen")
	if err != nil {
		return err
	}
	f.ID = FrozenID(id)
	_, err = tx.Exec(ctx, `
		INSERT INTO measure_frozen (place, id, plan, version, name, from_on, through_on, counted_on, last_fact, approved_by, approver, approved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		id, int64(f.Plan), f.Version, f.Window.Name, string(f.Window.Span.From), string(f.Window.Span.Through), string(f.On), int64(f.Last),
		int64(f.By), f.Approver, f.At.UnixMilli())
	if err != nil {
		return err
	}
	for _, r := range f.Results {
		formula, err := r.Rule.Formula.text()
		if err != nil {
			return err
		}
		value, err := json.Marshal(r.Value)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO measure_frozen_value (place, frozen, target, nth, said, formula, value) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, r.Rule.Target, r.Rule.Nth, r.Rule.Said, formula, string(value)); err != nil {
			return err
		}
	}
	return nil
}

func listFrozen(ctx context.Context, tx *store.Tx, condition string, arg any) ([]Frozen, error) {
	return store.All(ctx, tx, func(r *sql.Rows, f *Frozen) error {
		var at int64
		err := r.Scan(&f.ID, &f.Plan, &f.Version, &f.Window.Name, &f.Window.Span.From, &f.Window.Span.Through, &f.On, &f.Last, &f.By, &f.Approver, &at)
		f.At = time.UnixMilli(at)
		return err
	}, `SELECT id, plan, version, name, from_on, through_on, counted_on, last_fact, approved_by, approver, approved_at FROM measure_frozen
		WHERE place = $1 AND `+condition+` ORDER BY id DESC`, arg)
}

func frozenResults(ctx context.Context, tx *store.Tx, id FrozenID) ([]Result, error) {
	return store.All(ctx, tx, func(rs *sql.Rows, r *Result) error {
		var formula, value string
		err := rs.Scan(&r.Rule.Target, &r.Rule.Nth, &r.Rule.Said, &formula, &value)
		if err != nil {
			return err
		}
		if r.Rule.Formula, err = formulaOf(formula); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(value), &r.Value); err != nil {
			return fmt.Errorf("read the approved value of target %d: %w", r.Rule.Target, err)
		}
		return nil
	}, `SELECT target, nth, said, formula, value FROM measure_frozen_value WHERE place = $1 AND frozen = $2 ORDER BY nth`, int64(id))
}

// toldSince is the facts told after f was approved that lie within, or that stand instead of one that does, for the targets f approved.
func toldSince(ctx context.Context, tx *store.Tx, f Frozen, within org.Span) ([]Fact, error) {
	return store.All(ctx, tx, scanFact, `SELECT `+factColumns+`
		LEFT JOIN measure_fact v ON v.place = f.place AND v.id = f.voids
		WHERE f.place = $1 AND f.id > $2
			AND (f.on_day >= $3 AND f.on_day <= $4 OR v.on_day >= $3 AND v.on_day <= $4)
			AND EXISTS (SELECT 1 FROM measure_rule_key k JOIN measure_frozen_value w ON w.place = k.place AND w.target = k.target
				WHERE k.place = f.place AND w.frozen = $5 AND (k.key = f.key OR k.key = v.key))
		ORDER BY f.id`, int64(f.Last), string(within.From), string(within.Through), int64(f.ID))
}
