package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
)

// collect reads every row through scan.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) (all []T, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// taskRows are tasks with the tally of their units.
const taskRows = `
	SELECT t.id, t.plan, t.version, t.plan_code, t.plan_key, t.clause, t.address, t.first_line, t.last_line, t.body, t.proposed_on, t.due_on, t.due_by, t.is_asked, t.opened_at,
		t.repeats, t.series, t.turn, t.is_urgent, t.served_by,
		coalesce(c.units, 0), coalesce(c.returned, 0), coalesce(c.sent, 0), coalesce(c.going, 0), coalesce(c.done, 0)
	FROM work_task t LEFT JOIN (
		SELECT p.task, count(*) AS units, count(CASE WHEN p.state = 'returned' THEN 1 END) AS returned, count(CASE WHEN p.state = 'sent' THEN 1 END) AS sent,
			count(CASE WHEN p.state = 'going' THEN 1 END) AS going, count(CASE WHEN p.state = 'done' THEN 1 END) AS done
		FROM work_part p WHERE p.place = $1 AND p.is_asked GROUP BY p.task) c ON c.task = t.id
	WHERE t.place = $1 AND `

func scanTask(r *sql.Rows) (t Task, err error) {
	var at int64
	err = r.Scan(&t.ID, &t.Plan, &t.Version, &t.PlanCode, &t.Key, &t.Clause, &t.Address, &t.Lines[0], &t.Lines[1], &t.Body, &t.Proposed, &t.DueOn, &t.DueBy, &t.IsAsked, &at,
		&t.Repeats, &t.Series, &t.Turn, &t.IsUrgent, &t.ServedBy,
		&t.Units, &t.Returned, &t.Sent, &t.Going, &t.Done)
	t.OpenedAt = instant(at)
	return t, err
}

func tasks(ctx context.Context, tx *store.Tx, rest string, args ...any) ([]Task, error) {
	rows, err := tx.Query(ctx, taskRows+rest, args...)
	return collect(rows, err, scanTask)
}

func loadTask(ctx context.Context, tx *store.Tx, id TaskID) (Task, error) {
	found, err := tasks(ctx, tx, `t.id = $2`, int64(id))
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy nhiệm vụ này.")
	}
	if err != nil {
		return Task{}, err
	}
	return found[0], nil
}

// tasksOf is the tasks of a plan, also those it no longer asks for; the turns of one that comes back are not the plan's.
func tasksOf(ctx context.Context, tx *store.Tx, id plan.ID) ([]Task, error) {
	return tasks(ctx, tx, `t.plan = $2 AND t.series = 0 ORDER BY t.id`, int64(id))
}

func insertTask(ctx context.Context, tx *store.Tx, t Task) (TaskID, error) {
	id, err := tx.NextID(ctx, "work_task")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO work_task (place, id, plan, version, plan_code, plan_key, clause, address, first_line, last_line, body, folded, proposed_on, due_on, due_by, is_asked, opened_at,
			repeats, series, turn, is_urgent, served_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		id, int64(t.Plan), t.Version, t.PlanCode, t.Key, t.Clause, string(t.Address), t.Lines[0], t.Lines[1], t.Body, vi.Fold(t.Body),
		string(t.Proposed), string(t.DueOn), t.DueBy, t.IsAsked, t.OpenedAt.UnixMilli(),
		t.Repeats, int64(t.Series), t.Turn, t.IsUrgent, t.ServedBy)
	return TaskID(id), err
}

func updateTask(ctx context.Context, tx *store.Tx, t Task) error {
	_, err := tx.Exec(ctx, `
		UPDATE work_task SET version = $3, plan_code = $4, clause = $5, address = $6, first_line = $7, last_line = $8, body = $9, folded = $10,
			proposed_on = $11, due_on = $12, due_by = $13, is_asked = $14, repeats = $15, is_urgent = $16, served_by = $17
		WHERE place = $1 AND id = $2`,
		int64(t.ID), t.Version, t.PlanCode, t.Clause, string(t.Address), t.Lines[0], t.Lines[1], t.Body, vi.Fold(t.Body),
		string(t.Proposed), string(t.DueOn), t.DueBy, t.IsAsked, t.Repeats, t.IsUrgent, t.ServedBy)
	return err
}

func setAbouts(ctx context.Context, tx *store.Tx, id TaskID, abouts []About) error {
	if _, err := tx.Exec(ctx, `DELETE FROM work_about WHERE place = $1 AND task = $2`, int64(id)); err != nil {
		return err
	}
	for _, a := range abouts {
		_, err := tx.Exec(ctx, `INSERT INTO work_about (place, task, sort, plan_key, name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			int64(id), string(a.Sort), a.Key, a.Name)
		if err != nil {
			return err
		}
	}
	return nil
}

func aboutsOf(ctx context.Context, tx *store.Tx, id TaskID) ([]About, error) {
	rows, err := tx.Query(ctx, `SELECT sort, plan_key, name FROM work_about WHERE place = $1 AND task = $2 ORDER BY sort DESC, plan_key`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (a About, err error) { return a, r.Scan(&a.Sort, &a.Key, &a.Name) })
}

// themes are the themes that tasks serve, each once, as the plan last called it.
func themes(ctx context.Context, tx *store.Tx) ([]About, error) {
	rows, err := tx.Query(ctx, `
		SELECT a.plan_key, max(a.name) FROM work_about a JOIN work_task t ON t.place = a.place AND t.id = a.task
		WHERE a.place = $1 AND a.sort = 'theme' AND t.is_asked GROUP BY a.plan_key ORDER BY a.plan_key`)
	return collect(rows, err, func(r *sql.Rows) (a About, err error) {
		a.Sort = Theme
		return a, r.Scan(&a.Key, &a.Name)
	})
}

// putPart writes the part of a unit in a task, new or changed.
func putPart(ctx context.Context, tx *store.Tx, p Part) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO work_part (place, task, unit, role, mode, via, by_hand, state, changed_at, is_asked)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (place, task, unit) DO UPDATE SET role = excluded.role, mode = excluded.mode, via = excluded.via, by_hand = excluded.by_hand,
			state = excluded.state, changed_at = excluded.changed_at, is_asked = excluded.is_asked`,
		int64(p.Task), int64(p.Unit), string(p.Role), string(p.Mode), p.Via, p.ByHand, string(p.State), p.ChangedAt.UnixMilli(), p.IsAsked)
	return err
}

// parts are the parts that the condition names, the leads first, with the units' names of today.
func parts(ctx context.Context, tx *store.Tx, which string, args ...any) ([]Part, error) {
	rows, err := tx.Query(ctx, `SELECT task, unit, role, mode, via, by_hand, state, changed_at, is_asked FROM work_part WHERE place = $1 AND `+which+` ORDER BY task, role, unit`, args...)
	all, err := collect(rows, err, func(r *sql.Rows) (p Part, err error) {
		var at int64
		err = r.Scan(&p.Task, &p.Unit, &p.Role, &p.Mode, &p.Via, &p.ByHand, &p.State, &at, &p.IsAsked)
		p.ChangedAt = instant(at)
		return p, err
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	names, err := unitNames(ctx, tx)
	for i := range all {
		all[i].Name = names[all[i].Unit]
	}
	return all, err
}

// unitNames is what each unit is called today, or was called last.
func unitNames(ctx context.Context, tx *store.Tx) (map[org.UnitID]string, error) {
	units, err := org.Units(ctx, tx, "")
	names := make(map[org.UnitID]string, len(units))
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, err
}

func partsOf(ctx context.Context, tx *store.Tx, id TaskID) ([]Part, error) {
	return parts(ctx, tx, `task = $2`, int64(id))
}

// partOf is the part of a unit in a task.
func partOf(ctx context.Context, tx *store.Tx, id TaskID, unit org.UnitID) (Part, error) {
	found, err := parts(ctx, tx, `task = $2 AND unit = $3`, int64(id), int64(unit))
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Đơn vị này không có phần việc trong nhiệm vụ.")
	}
	if err != nil {
		return Part{}, err
	}
	return found[0], nil
}

func addEvent(ctx context.Context, tx *store.Tx, e Event) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO work_event (place, task, n, unit, at, person, person_name, say)
		VALUES ($1, $2, (SELECT coalesce(max(e.n), 0) + 1 FROM work_event e WHERE e.place = $1 AND e.task = $2), $3, $4, $5, $6, $7)`,
		int64(e.Task), int64(e.Unit), e.At.UnixMilli(), int64(e.Person), e.PersonName, e.Say)
	return err
}

// events are what happened to a task, the last first.
func events(ctx context.Context, tx *store.Tx, id TaskID) ([]Event, error) {
	rows, err := tx.Query(ctx, `SELECT task, unit, at, person, person_name, say FROM work_event WHERE place = $1 AND task = $2 ORDER BY n DESC`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (e Event, err error) {
		var at int64
		err = r.Scan(&e.Task, &e.Unit, &at, &e.Person, &e.PersonName, &e.Say)
		e.At = instant(at)
		return e, err
	})
}

// A filter is a condition in the making, with its arguments from $2 on.
type filter struct {
	where []string
	args  []any
}

// arg is the mark of one more argument.
func (f *filter) arg(v any) string {
	f.args = append(f.args, v)
	return fmt.Sprintf("$%d", len(f.args)+1)
}

func (f *filter) add(format string, marks ...any) {
	f.where = append(f.where, fmt.Sprintf(format, marks...))
}

// filtered is the condition of q on tasks.
func (q Question) filtered(today org.Day) *filter {
	f := &filter{}
	if f.add("1 = 1"); q.State == Dropped {
		f.add("NOT t.is_asked")
	} else {
		f.add("t.is_asked AND NOT t.repeats")
	}
	if q.Series != 0 {
		f.add("t.series = %s", f.arg(int64(q.Series)))
	}
	part := ""
	if q.Unit != 0 {
		part += " AND x.unit = " + f.arg(int64(q.Unit))
	}
	switch {
	case IsState(q.State):
		part += " AND x.state = " + f.arg(string(q.State))
	case q.State == Unfinished || q.Due == DueLate:
		part += " AND x.state <> 'done'"
	}
	if part != "" {
		f.add("EXISTS (SELECT 1 FROM work_part x WHERE x.place = t.place AND x.task = t.id AND x.is_asked%s)", part)
	}
	if q.Theme != 0 {
		f.add("EXISTS (SELECT 1 FROM work_about a WHERE a.place = t.place AND a.task = t.id AND a.sort = 'theme' AND a.plan_key = %s)", f.arg(q.Theme))
	}
	if q.Plan != 0 {
		f.add("t.plan = %s", f.arg(int64(q.Plan)))
	}
	for _, w := range strings.Fields(vi.Fold(q.Words)) {
		f.add("t.folded LIKE %s", f.arg("%"+w+"%"))
	}
	switch q.Due {
	case DueLate:
		f.add("t.due_on <> '' AND t.due_on < %s", f.arg(string(today)))
	case DueWeek:
		f.add("t.due_on >= %s AND t.due_on <= %s", f.arg(string(today)), f.arg(string(today.Add(7))))
	case DueMonth:
		f.add("t.due_on >= %s AND t.due_on <= %s", f.arg(string(today)), f.arg(string(today.Add(31))))
	case DueNever:
		f.add("t.due_on = ''")
	}
	if q.Within != (org.Span{}) {
		f.add("t.due_on >= %s AND t.due_on <= %s", f.arg(string(q.Within.From)), f.arg(string(q.Within.Through)))
	}
	return f
}

// list is the tasks that q asks for: late first, then by the day they are due, what is done last.
func list(ctx context.Context, tx *store.Tx, q Question, today org.Day) ([]Task, int, error) {
	f := q.filtered(today)
	where := strings.Join(f.where, " AND ")
	var total int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM work_task t WHERE t.place = $1 AND `+where, f.args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	order := fmt.Sprintf(` ORDER BY CASE WHEN coalesce(c.done, 0) = c.units THEN 2 WHEN t.due_on <> '' AND t.due_on < %s THEN 0 ELSE 1 END,
		t.is_urgent DESC, CASE WHEN t.due_on = '' THEN '9999' ELSE t.due_on END, t.id`, f.arg(string(today)))
	if q.Page > 0 {
		order += fmt.Sprintf(" LIMIT %s OFFSET %s", f.arg(PageSize), f.arg((q.Page-1)*PageSize))
	}
	found, err := tasks(ctx, tx, where+order, f.args...)
	return found, total, err
}

// anyTask reports whether the place has ever had a task.
func anyTask(ctx context.Context, tx *store.Tx) (bool, error) {
	var id int64
	err := tx.QueryRow(ctx, `SELECT id FROM work_task WHERE place = $1 LIMIT 1`).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// partsOfAll is, of the tasks with these ids, the parts that lead and those of unit.
func partsOfAll(ctx context.Context, tx *store.Tx, ids []TaskID, unit org.UnitID) ([]Part, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	f := &filter{}
	mine := f.arg(int64(unit))
	return parts(ctx, tx, `is_asked AND (role = 'lead' OR unit = `+mine+`) AND task IN (`+f.list(ids)+`)`, f.args...)
}

// unitsWithParts is the units that have, or had, a part in a task, in the order of screens.
func unitsWithParts(ctx context.Context, tx *store.Tx) ([]org.Unit, error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT unit FROM work_part WHERE place = $1`)
	ids, err := collect(rows, err, func(r *sql.Rows) (id org.UnitID, err error) { return id, r.Scan(&id) })
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	all, err := org.Units(ctx, tx, "")
	return slices.DeleteFunc(all, func(u org.Unit) bool { return !slices.Contains(ids, u.ID) }), err
}

// unitRows is how far each of units is with the parts of the tasks that q asks for, whatever unit and state it names.
func unitRows(ctx context.Context, tx *store.Tx, q Question, units []org.Unit, today org.Day) ([]unitRow, error) {
	one := q.Unit
	q.Unit, q.State = 0, ""
	f := q.filtered(today)
	now := f.arg(string(today))
	rows, err := tx.Query(ctx, `
		SELECT p.unit, count(*), count(CASE WHEN p.state = 'returned' THEN 1 END), count(CASE WHEN p.state = 'sent' THEN 1 END), count(CASE WHEN p.state = 'going' THEN 1 END),
			count(CASE WHEN p.state = 'done' THEN 1 END),
			count(CASE WHEN p.state <> 'done' AND p.task IN (SELECT l.id FROM work_task l WHERE l.place = $1 AND l.due_on <> '' AND l.due_on < `+now+`) THEN 1 END)
		FROM work_part p
		WHERE p.place = $1 AND p.is_asked AND p.task IN (SELECT t.id FROM work_task t WHERE t.place = $1 AND `+strings.Join(f.where, " AND ")+`) GROUP BY p.unit`, f.args...)
	counted, err := collect(rows, err, func(r *sql.Rows) (u unitRow, err error) {
		return u, r.Scan(&u.ID, &u.Tally.Units, &u.Tally.Returned, &u.Tally.Sent, &u.Tally.Going, &u.Tally.Done, &u.Late)
	})
	var out []unitRow
	for _, u := range units { // in the order of screens
		i := slices.IndexFunc(counted, func(c unitRow) bool { return c.ID == u.ID })
		if i >= 0 && (one == 0 || one == u.ID) {
			counted[i].Unit = u
			out = append(out, counted[i])
		}
	}
	return out, err
}

// allParts are the parts of the tasks with these ids, of unit alone unless it is 0.
func allParts(ctx context.Context, tx *store.Tx, ids []TaskID, unit org.UnitID) (map[TaskID][]Part, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	f := &filter{}
	mine := f.arg(int64(unit))
	found, err := parts(ctx, tx, `is_asked AND (`+mine+` = 0 OR unit = `+mine+`) AND task IN (`+f.list(ids)+`)`, f.args...)
	out := map[TaskID][]Part{}
	for _, p := range found {
		out[p.Task] = append(out[p.Task], p)
	}
	return out, err
}

// list is the marks of ids, parted by commas.
func (f *filter) list(ids []TaskID) string {
	marks := make([]string, len(ids))
	for i, id := range ids {
		marks[i] = f.arg(int64(id))
	}
	return strings.Join(marks, ", ")
}
