package work

import (
	"context"
	"database/sql"

	"loa/org"
	"loa/platform/store"
)

func putSeries(ctx context.Context, tx *store.Tx, s Series) error {
	r := s.Rhythm
	_, err := tx.Exec(ctx, `
		INSERT INTO work_series (place, task, every, month, day, is_working, shift, from_on, through_on, set_by, set_by_name, set_at, stopped_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (place, task) DO UPDATE SET every = excluded.every, month = excluded.month, day = excluded.day, is_working = excluded.is_working,
			shift = excluded.shift, from_on = excluded.from_on, through_on = excluded.through_on, set_by = excluded.set_by, set_by_name = excluded.set_by_name,
			set_at = excluded.set_at, stopped_on = excluded.stopped_on`,
		int64(s.Task), string(r.Every), r.Month, r.Day, r.Working, string(r.Shift), string(r.Span.From), string(r.Span.Through),
		int64(s.SetBy), s.SetByName, s.SetAt.UnixMilli(), string(s.StoppedOn))
	return err
}

// series are those that the condition names, in the order of their tasks.
func series(ctx context.Context, tx *store.Tx, which string, args ...any) ([]Series, error) {
	rows, err := tx.Query(ctx, `
		SELECT task, every, month, day, is_working, shift, from_on, through_on, set_by, set_by_name, set_at, stopped_on
		FROM work_series WHERE place = $1 AND `+which+` ORDER BY task`, args...)
	return collect(rows, err, func(r *sql.Rows) (s Series, err error) {
		var at int64
		err = r.Scan(&s.Task, &s.Rhythm.Every, &s.Rhythm.Month, &s.Rhythm.Day, &s.Rhythm.Working, &s.Rhythm.Shift, &s.Rhythm.Span.From, &s.Rhythm.Span.Through,
			&s.SetBy, &s.SetByName, &at, &s.StoppedOn)
		s.SetAt = instant(at)
		return s, err
	})
}

func runningAll(ctx context.Context, tx *store.Tx) ([]Series, error) {
	return series(ctx, tx, `stopped_on = ''`)
}

// seriesOf is the series of task id, if it comes back or did.
func seriesOf(ctx context.Context, tx *store.Tx, id TaskID) (Series, bool, error) {
	found, err := series(ctx, tx, `task = $2`, int64(id))
	if err != nil || len(found) == 0 {
		return Series{}, false, err
	}
	return found[0], true, nil
}

// turnsOf is the turns of task id that were opened, the last due first.
func turnsOf(ctx context.Context, tx *store.Tx, id TaskID) ([]Task, error) {
	return tasks(ctx, tx, `t.series = $2 ORDER BY t.due_on DESC, t.id DESC`, int64(id))
}

// turnKeys are the names of the turns of task id that were opened, also of those that were let be.
func turnKeys(ctx context.Context, tx *store.Tx, id TaskID) ([]string, error) {
	rows, err := tx.Query(ctx, `SELECT turn FROM work_task WHERE place = $1 AND series = $2`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (key string, err error) { return key, r.Scan(&key) })
}

// turnFor is the turn of task id that unit is to do today: the next one due, else the last that was; id itself when the
// task does not come back or unit has no turn of it.
func turnFor(ctx context.Context, tx *store.Tx, id TaskID, unit org.UnitID, today org.Day) (TaskID, error) {
	rows, err := tx.Query(ctx, `
		SELECT t.id FROM work_task t JOIN work_part p ON p.place = t.place AND p.task = t.id
		WHERE t.place = $1 AND t.series = $2 AND p.unit = $3 AND t.is_asked AND p.is_asked
		ORDER BY CASE WHEN t.due_on < $4 THEN 1 ELSE 0 END, CASE WHEN t.due_on < $4 THEN '' ELSE t.due_on END, t.due_on DESC LIMIT 1`,
		int64(id), int64(unit), string(today))
	found, err := collect(rows, err, func(r *sql.Rows) (t TaskID, err error) { return t, r.Scan(&t) })
	if err != nil || len(found) == 0 {
		return id, err
	}
	return found[0], nil
}
