package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/platform/store"
)

// raisedBy is the difficulty that was raised by the form numbered once; 0 when there is none.
func raisedBy(ctx context.Context, tx *store.Tx, once string) (id DifficultyID, err error) {
	err = tx.QueryRow(ctx, `SELECT id FROM work_difficulty WHERE place = $1 AND once = $2`, once).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

func insertDifficulty(ctx context.Context, tx *store.Tx, x Difficulty) (DifficultyID, error) {
	id, err := tx.NextID(ctx, "work_difficulty")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO work_difficulty (place, id, once, task, unit, body, folded, since_on, asks, owner_post, owner_unit, due_on, state,
			sender, sender_name, by_link, raised_at, decision, decider, decider_name, decided_at, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', 0, '', 0, 0)`,
		id, x.Once, int64(x.Task), int64(x.Unit), x.Body, vi.Fold(x.Body+" "+x.Asks), string(x.Since), x.Asks, string(x.Owner.Post), int64(x.Owner.Unit), string(x.DueOn), string(x.State),
		int64(x.Sender.Person), x.Sender.Name, x.Sender.Link, x.RaisedAt.UnixMilli())
	return DifficultyID(id), err
}

func updateDifficulty(ctx context.Context, tx *store.Tx, x Difficulty) error {
	_, err := tx.Exec(ctx, `
		UPDATE work_difficulty SET owner_post = $3, owner_unit = $4, due_on = $5, state = $6, decision = $7, decider = $8, decider_name = $9, decided_at = $10, closed_at = $11
		WHERE place = $1 AND id = $2`,
		int64(x.ID), string(x.Owner.Post), int64(x.Owner.Unit), string(x.DueOn), string(x.State), x.Decision, int64(x.Decider), x.DeciderName, store.Millis(x.DecidedAt), store.Millis(x.ClosedAt))
	return err
}

// difficulties are those that the condition names, what waits for an answer first, by its day.
func difficulties(ctx context.Context, tx *store.Tx, which string, args ...any) ([]Difficulty, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, once, task, unit, body, since_on, asks, owner_post, owner_unit, due_on, state, sender, sender_name, by_link, raised_at,
			decision, decider, decider_name, decided_at, closed_at
		FROM work_difficulty WHERE place = $1 AND `+which+`
		ORDER BY CASE state WHEN 'open' THEN 0 WHEN 'decided' THEN 1 ELSE 2 END, due_on, id`, args...)
	all, err := collect(rows, err, func(r *sql.Rows) (x Difficulty, err error) {
		var raised, decided, closed int64
		err = r.Scan(&x.ID, &x.Once, &x.Task, &x.Unit, &x.Body, &x.Since, &x.Asks, &x.Owner.Post, &x.Owner.Unit, &x.DueOn, &x.State, &x.Sender.Person, &x.Sender.Name, &x.Sender.Link, &raised,
			&x.Decision, &x.Decider, &x.DeciderName, &decided, &closed)
		x.RaisedAt, x.DecidedAt, x.ClosedAt = instant(raised), store.Instant(decided), store.Instant(closed)
		return x, err
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	names, err := unitNames(ctx, tx)
	for i := range all {
		all[i].Name, all[i].Owner.Name = names[all[i].Unit], names[all[i].Owner.Unit]
	}
	return all, err
}

// difficultiesIn are those that the condition names and a may see.
func difficultiesIn(ctx context.Context, tx *store.Tx, a org.Actor, which string, args ...any) ([]Difficulty, error) {
	all, err := difficulties(ctx, tx, which, args...)
	return slices.DeleteFunc(all, func(x Difficulty) bool { return !maySeeDifficulty(a, x) }), err
}

func addDifficultyEvent(ctx context.Context, tx *store.Tx, id DifficultyID, e Event) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO work_difficulty_event (place, difficulty, n, at, person, person_name, say)
		VALUES ($1, $2, (SELECT coalesce(max(e.n), 0) + 1 FROM work_difficulty_event e WHERE e.place = $1 AND e.difficulty = $2), $3, $4, $5, $6)`,
		int64(id), e.At.UnixMilli(), int64(e.Person), e.PersonName, e.Say)
	return err
}

// difficultyEvents are what happened to a difficulty, the last first.
func difficultyEvents(ctx context.Context, tx *store.Tx, id DifficultyID) ([]Event, error) {
	rows, err := tx.Query(ctx, `SELECT at, person, person_name, say FROM work_difficulty_event WHERE place = $1 AND difficulty = $2 ORDER BY n DESC`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (e Event, err error) {
		var at int64
		err = r.Scan(&at, &e.Person, &e.PersonName, &e.Say)
		e.At = instant(at)
		return e, err
	})
}

// visible is the condition on the difficulties that a may see.
func (f *filter) visible(a org.Actor) {
	if oversees(a) {
		return
	}
	f.add("(%s)", strings.Join(append(f.ownedBy(a), f.ofUnits(a)...), " OR "))
}

// ownedBy are conditions on the difficulties that a has to answer, one for each post.
func (f *filter) ownedBy(a org.Actor) (some []string) {
	for _, h := range a.Held {
		some = append(some, fmt.Sprintf("(owner_post = %s AND (owner_unit = 0 OR owner_unit = %s))", f.arg(string(h.Post)), f.arg(int64(h.Unit))))
	}
	for _, p := range a.Posts {
		some = append(some, fmt.Sprintf("(owner_post = %s AND owner_unit = 0)", f.arg(string(p))))
	}
	return append(some, "1 = 0")
}

func (f *filter) ofUnits(a org.Actor) (some []string) {
	if a.Holds(org.Operator) {
		return nil
	}
	for _, unit := range append([]org.UnitID{a.Unit}, heldAt(a)...) {
		some = append(some, "unit = "+f.arg(int64(unit)))
	}
	return some
}

// listDifficulties is one page of what q asks for of what a may see, and how many there are in all.
func listDifficulties(ctx context.Context, tx *store.Tx, a org.Actor, q difficultyQuestion, today org.Day) ([]Difficulty, int, error) {
	f := &filter{}
	f.add("1 = 1")
	f.visible(a)
	switch {
	case q.State == late:
		f.add("state = 'open' AND due_on < %s", f.arg(string(today)))
	case q.State != "":
		f.add("state = %s", f.arg(string(q.State)))
	}
	if q.Unit != 0 {
		f.add("unit = %s", f.arg(int64(q.Unit)))
	}
	if q.Mine {
		f.add("(%s)", strings.Join(f.ownedBy(a), " OR "))
	}
	for _, w := range strings.Fields(vi.Fold(q.Words)) {
		f.add("folded LIKE %s", f.arg("%"+w+"%"))
	}
	where := strings.Join(f.where, " AND ")
	var total int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM work_difficulty WHERE place = $1 AND `+where, f.args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	found, err := difficulties(ctx, tx, where, f.args...)
	if from := (q.Page - 1) * PageSize; q.Page > 0 {
		found = found[min(max(from, 0), len(found)):min(max(from+PageSize, 0), len(found))]
	}
	return found, total, err
}
