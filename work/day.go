package work

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"loa/org"
	"loa/platform/store"
)

// A Change is a task to which something happened since somebody last looked.
type Change struct {
	Task  TaskID
	Title string
	Say   string // the last thing
	Who   string
	At    time.Time
	Count int
}

// Href is where the history of c is.
func (c Change) Href() string { return "/" + c.Task.Ref() }

// mostEvents is how far a look back goes: who was away for longer reads the tasks themselves.
const mostEvents = 500

// News is what others than a did since a time: to any task for those who verify, to their own units' parts for all
// others; the last first.
func (d *Desk) News(ctx context.Context, tx *store.Tx, a org.Actor, since time.Time) ([]Change, error) {
	f := &filter{}
	where := "e.at > " + f.arg(since.UnixMilli()) + " AND e.person <> " + f.arg(int64(a.Person))
	if !May(a, Verify) {
		units := unitsOf(a)
		if len(units) == 0 {
			return nil, nil
		}
		mine := f.units(units)
		where += fmt.Sprintf(` AND (e.unit = 0 OR e.unit IN (%s)) AND EXISTS (SELECT 1 FROM work_part p WHERE p.place = e.place AND p.task = e.task AND p.is_asked AND p.unit IN (%s))`, mine, mine)
	}
	rows, err := tx.Query(ctx, `
		SELECT e.task, t.body, e.say, e.person_name, e.at FROM work_event e JOIN work_task t ON t.place = e.place AND t.id = e.task
		WHERE e.place = $1 AND `+where+` ORDER BY e.at DESC, e.task, e.n DESC LIMIT `+f.arg(mostEvents), f.args...)
	all, err := collect(rows, err, func(r *sql.Rows) (c Change, err error) {
		var at int64
		var body string
		err = r.Scan(&c.Task, &body, &c.Say, &c.Who, &at)
		c.Title, c.At, c.Count = Task{Body: body}.Title(), instant(at), 1
		return c, err
	})
	return byTask(all), err
}

// byTask puts the changes of each task together under the last of them.
func byTask(all []Change) (out []Change) {
	for _, c := range all {
		if i := slices.IndexFunc(out, func(x Change) bool { return x.Task == c.Task }); i >= 0 {
			out[i].Count++
			continue
		}
		out = append(out, c)
	}
	return out
}

// units is the marks of ids, parted by commas.
func (f *filter) units(ids []org.UnitID) string {
	marks := ""
	for i, id := range ids {
		if i > 0 {
			marks += ", "
		}
		marks += f.arg(int64(id))
	}
	return marks
}

// A Line is one line of a glance: what, how much of it, and how it looks.
type Line struct{ Href, Text, Figures, Tone string }

// LateUnits is the units that are late with something, the worst first, for those who run the work or lead the place.
func (d *Desk) LateUnits(ctx context.Context, tx *store.Tx, a org.Actor) ([]Line, error) {
	if !May(a, Verify) {
		return nil, nil
	}
	units, err := unitsWithParts(ctx, tx)
	if err != nil {
		return nil, err
	}
	rows, err := unitRows(ctx, tx, Question{}, units, d.today())
	rows = slices.DeleteFunc(rows, func(u unitRow) bool { return u.Late == 0 })
	slices.SortStableFunc(rows, func(x, y unitRow) int { return y.Late - x.Late })
	lines := make([]Line, len(rows))
	for i, u := range rows {
		lines[i] = Line{Href: Question{Unit: u.ID, Due: DueLate}.at("/work"), Text: u.Name, Figures: fmt.Sprintf("%d/%d việc quá hạn", u.Late, u.Tally.Units), Tone: "bad"}
	}
	return lines, err
}

// OwnParts is how far the units are that a leads or works in, a line for each state that one of their parts is in.
func (d *Desk) OwnParts(ctx context.Context, tx *store.Tx, a org.Actor) (lines []Line, err error) {
	mine := unitsOf(a)
	if len(mine) == 0 {
		return nil, nil
	}
	units, err := unitsWithParts(ctx, tx)
	if err != nil {
		return nil, err
	}
	units = slices.DeleteFunc(units, func(u org.Unit) bool { return !slices.Contains(mine, u.ID) })
	rows, err := unitRows(ctx, tx, Question{}, units, d.today())
	for _, u := range rows {
		for _, s := range states {
			if n := u.Tally.of(s.state); n > 0 {
				lines = append(lines, Line{Href: Question{Unit: u.ID, State: s.state}.at("/work"), Text: s.name, Figures: fmt.Sprintf("%d việc", n), Tone: s.tone})
				if len(mine) > 1 {
					lines[len(lines)-1].Text = u.Name + ": " + lower(s.name)
				}
			}
		}
	}
	return lines, err
}

// of is how many units are in a state.
func (t Tally) of(s State) int {
	return map[State]int{Todo: t.todo(), Returned: t.Returned, Sent: t.Sent, Going: t.Going, Done: t.Done}[s]
}

// thisWeek is how many tasks of the place are due within a week, as one card, for those who run the work.
func (d *Desk) thisWeek(ctx context.Context, tx *store.Tx) ([]Waiting, error) {
	q := Question{Due: DueWeek, State: Unfinished, Page: 1}
	due, total, err := d.List(ctx, tx, q)
	if err != nil || total == 0 {
		return nil, err
	}
	return []Waiting{{Text: fmt.Sprintf("%d nhiệm vụ đến hạn trong bảy ngày tới", total), Detail: "Sớm nhất: " + due[0].Title(), Href: q.at("/work"), Due: due[0].DueOn}}, nil
}

// toRing is how many units are to be called, as one card, for those who run the work.
func toRing(ctx context.Context, tx *store.Tx) ([]Waiting, error) {
	list, err := toCall(ctx, tx, 0)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	units := byUnit(list)
	return []Waiting{{Text: fmt.Sprintf("Gọi điện nhắc %d đơn vị", len(units)), Detail: fmt.Sprintf("Thư nhắc %d phần việc không đến được.", len(list)), Href: "/work/calls"}}, nil
}
