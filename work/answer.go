package work

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"loa/measure"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// An answer is how one unit answered what was due of it in a window, up to today.
type answer struct {
	org.Unit
	Expected int // parts due in the window
	Received int // of them, those for which evidence stands: claimed or accepted
	OnTime   int // of them, those whose first evidence came by the day
}

// missing is how many parts have nothing that stands.
func (a answer) missing() int { return a.Expected - a.Received }

// lateCount is how many parts were answered after their day.
func (a answer) lateCount() int { return a.Received - a.OnTime }

// tone is how the line of a looks: red where something is missing, yellow where all came, some of it late.
func (a answer) tone() string {
	switch {
	case a.missing() > 0:
		return "bad"
	case a.lateCount() > 0:
		return "warn"
	}
	return "good"
}

// say is a in a few words.
func (a answer) say() string {
	switch a.tone() {
	case "bad":
		return fmt.Sprintf("Thiếu %d", a.missing())
	case "warn":
		return fmt.Sprintf("Đủ, muộn %d", a.lateCount())
	}
	return "Đủ, đúng hạn"
}

// windowsOf is the window that a name asks for, the half-year of today when it asks for none, and those to choose from.
func windowsOf(ctx context.Context, tx *store.Tx, name string, today org.Day) (w measure.Window, all []measure.Window, err error) {
	span, err := dueSpan(ctx, tx, today)
	if err != nil {
		return w, nil, err
	}
	all = measure.Windows(span)
	if name == "" {
		for _, x := range all { // of those that cover the last day due, the half-years come after the years
			if x.Span.Covers(min(today, span.Through)) && len(x.Name) == len("2025-H2") && x.Name[5] == 'H' {
				return x, all, nil
			}
		}
	}
	if w, err = measure.ParseWindow(name); err != nil && name == "" {
		return all[0], all, nil
	} else if refuse.Of(err).Kind == refuse.Invalid {
		return w, all, refuse.With(refuse.NotFound, "Không có kỳ số liệu này.")
	}
	return w, all, err
}

// dueSpan is the days on which something is due, with today.
func dueSpan(ctx context.Context, tx *store.Tx, today org.Day) (org.Span, error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT due_on FROM work_task WHERE place = $1 AND is_asked AND due_on <> ''`)
	days, err := collect(rows, err, func(r *sql.Rows) (d org.Day, err error) { return d, r.Scan(&d) })
	if err != nil || len(days) == 0 {
		return org.Span{From: today, Through: today}, err
	}
	return org.Span{From: slices.Min(days), Through: slices.Max(days)}, nil
}

// answers is how each of units answered in w, the worst first. What is due after today is not expected yet.
func answers(ctx context.Context, tx *store.Tx, w measure.Window, units []org.Unit, today org.Day) ([]answer, error) {
	of := map[org.UnitID]*answer{}
	for _, u := range units {
		of[u.ID] = &answer{Unit: u}
	}
	from, until := string(w.Span.From), string(w.Until(today))
	type row struct {
		unit  org.UnitID
		on    org.Day
		count int64
	}
	scan := func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.unit, &x.on, &x.count) }
	rows, err := tx.Query(ctx, `
		SELECT p.unit, '', count(*) FROM work_part p
		WHERE p.place = $1 AND p.is_asked
			AND p.task IN (SELECT t.id FROM work_task t WHERE t.place = $1 AND t.is_asked AND NOT t.repeats AND t.due_on >= $2 AND t.due_on <= $3)
		GROUP BY p.unit`, from, until)
	expected, err := collect(rows, err, scan)
	if err != nil {
		return nil, err
	}
	for _, x := range expected {
		if a := of[x.unit]; a != nil {
			a.Expected = int(x.count)
		}
	}
	rows, err = tx.Query(ctx, `
		SELECT e.unit, t.due_on, min(e.sent_at)
		FROM work_evidence e JOIN work_task t ON t.place = e.place AND t.id = e.task JOIN work_part p ON p.place = e.place AND p.task = e.task AND p.unit = e.unit
		WHERE e.place = $1 AND e.state <> 'withdrawn' AND p.is_asked AND t.is_asked AND NOT t.repeats AND t.due_on >= $2 AND t.due_on <= $3
		GROUP BY e.unit, e.task, t.due_on HAVING count(CASE WHEN e.state IN ('claimed', 'accepted') THEN 1 END) > 0`, from, until)
	received, err := collect(rows, err, scan)
	if err != nil {
		return nil, err
	}
	for _, x := range received {
		if a := of[x.unit]; a != nil {
			a.Received++
			if org.DayOf(time.UnixMilli(x.count)) <= x.on {
				a.OnTime++
			}
		}
	}
	var out []answer
	for _, u := range units {
		if a := of[u.ID]; a.Expected > 0 {
			out = append(out, *a)
		}
	}
	slices.SortStableFunc(out, func(x, y answer) int {
		return cmp.Or(y.missing()-x.missing(), y.lateCount()-x.lateCount())
	})
	return out, nil
}

func windowOptions(ws []measure.Window) []web.Option {
	options := make([]web.Option, len(ws))
	for i, w := range ws {
		options[i] = web.Option{Value: w.Name, Text: capital(w.Title())}
	}
	return options
}
