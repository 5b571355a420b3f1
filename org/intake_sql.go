package org

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"loa/platform/store"
)

const intakeColumns = `id, register, file, hash, usual, ignored, lines, brought_by, brought_at, ended_at, outcome FROM org_intake`

func scanIntake(r *sql.Rows, i *Intake) error {
	var ignored, lines string
	var brought, ended int64
	if err := r.Scan(&i.ID, &i.Register, &i.File, &i.Hash, &i.Usual, &ignored, &lines, &i.By, &brought, &ended, &i.Outcome); err != nil {
		return err
	}
	i.At = time.UnixMilli(brought)
	if ended != 0 {
		i.EndedAt = time.UnixMilli(ended)
	}
	if ignored != "" {
		i.Ignored = strings.Split(ignored, "\n")
	}
	if err := json.Unmarshal([]byte(lines), &i.Lines); err != nil {
		return fmt.Errorf("read the lines of intake %d: %w", i.ID, err)
	}
	return nil
}

// LoadIntake is intake id of register r.
func LoadIntake(ctx context.Context, tx *store.Tx, r Register, id IntakeID) (Intake, error) {
	return one(ctx, tx, "Không tìm thấy danh sách này.", scanIntake,
		`SELECT `+intakeColumns+` WHERE place = $1 AND register = $2 AND id = $3`, string(r), int64(id))
}

// Intakes is the intakes of register r, the last first; the lines of those that ended are gone.
func Intakes(ctx context.Context, tx *store.Tx, r Register) ([]Intake, error) {
	return store.All(ctx, tx, scanIntake, `SELECT `+intakeColumns+` WHERE place = $1 AND register = $2 ORDER BY id DESC`, string(r))
}

func insertIntake(ctx context.Context, tx *store.Tx, i *Intake) error {
	id, err := tx.NextID(ctx, "org_intake/"+string(i.Register))
	if err != nil {
		return err
	}
	i.ID = IntakeID(id)
	_, err = tx.Exec(ctx, `
		INSERT INTO org_intake (place, id, register, file, hash, usual, ignored, lines, brought_by, brought_at, ended_at, outcome)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '[]', $8, $9, 0, '')`,
		id, string(i.Register), i.File, i.Hash, i.Usual, strings.Join(i.Ignored, "\n"), int64(i.By), i.At.UnixMilli())
	if err != nil {
		return err
	}
	return putIntake(ctx, tx, *i)
}

// putIntake writes what changes of an intake.
func putIntake(ctx context.Context, tx *store.Tx, i Intake) error {
	lines := []byte("[]")
	if len(i.Lines) > 0 {
		var err error
		if lines, err = json.Marshal(i.Lines); err != nil {
			return err
		}
	}
	ended := int64(0)
	if !i.EndedAt.IsZero() {
		ended = i.EndedAt.UnixMilli()
	}
	_, err := tx.Exec(ctx, `UPDATE org_intake SET lines = $4, ended_at = $5, outcome = $6 WHERE place = $1 AND register = $2 AND id = $3`,
		string(i.Register), int64(i.ID), string(lines), ended, i.Outcome)
	return err
}

// loadNow reads the register as lists are held against it.
func loadNow(ctx context.Context, tx *store.Tx, today Day) (*now, error) {
	n := &now{today: today, history: map[UnitID][]Change{}, named: map[UnitID][]Name{}, units: map[UnitID]Unit{}, called: map[string]int{}, told: map[PersonID]int{}, numbers: map[PersonID]PersonID{}, near: map[string]string{}}
	us, err := Units(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	for _, u := range us {
		n.units[u.ID] = u
	}
	type row struct {
		unit UnitID
		Name
	}
	names, err := store.All(ctx, tx, func(r *sql.Rows, n *row) error {
		return r.Scan(&n.unit, &n.Sort, &n.Text, &n.Span.From, &n.Span.Through)
	}, `SELECT unit, sort, name, from_on, through_on FROM org_unit_name WHERE place = $1 ORDER BY from_on, id`)
	if err != nil {
		return nil, err
	}
	for _, row := range names {
		n.named[row.unit] = append(n.named[row.unit], row.Name)
	}
	changes, err := store.All(ctx, tx, scanChange, `SELECT unit, what, changed_on, other, note FROM org_unit_change WHERE place = $1 ORDER BY changed_on, id`)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		n.history[c.Unit] = append(n.history[c.Unit], c)
	}
	if n.people, err = People(ctx, tx, ""); err != nil {
		return nil, err
	}
	n.holdings, err = AllHoldings(ctx, tx)
	n.index()
	return n, err
}
