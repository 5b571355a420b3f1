package work

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"loa/measure"
	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

// views are the ways to look at the tasks.
var views = []web.Link{
	{Href: "/work", Text: "Danh sách"},
	{Href: "/work/board", Text: "Bảng"},
	{Href: "/work/calendar", Text: "Lịch"},
	{Href: "/work/units", Text: "Theo đơn vị"},
}

// A column of the board holds the tasks that are equally far.
type column struct {
	State State
	Tasks []Task
}

// mostCards is how many tasks a column of the board shows.
const mostCards = 30

// columns are the tasks of the list by how far they are.
func (l listing) columns() []column {
	cs := make([]column, len(states))
	for i, s := range states {
		cs[i].State = s.state
		for _, t := range l.Tasks {
			if t.State() == s.state {
				cs[i].Tasks = append(cs[i].Tasks, t)
			}
		}
	}
	return cs
}

// shown are the tasks of the column that there is room for.
func (c column) shown() []Task { return c.Tasks[:min(len(c.Tasks), mostCards)] }

func (d *Desk) boardPage(w http.ResponseWriter, r *http.Request) error {
	q := asked(r)
	q.Page = 0
	l, err := d.listing(r, "/work/board", q)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, boardScreen(l))
}

// month is the tasks of a month by the day they are due.
type month struct {
	listing
	First time.Time
	Weeks [][]square
}

// A square of the calendar is one day.
type square struct {
	Day     org.Day
	Here    bool // of this month
	Working bool
	Holiday string
	Tasks   []Task
}

// mostOnADay is how many tasks a day of the calendar shows.
const mostOnADay = 4

// on is the list of everything due on the day.
func (m month) on(s square) string {
	q := m.Question
	q.Within = org.Span{From: s.Day, Through: s.Day}
	return q.at("/work")
}

// bare reports whether there is nothing to say about the day.
func (s square) bare() bool { return len(s.Tasks) == 0 && s.Holiday == "" || !s.Here }

func (d *Desk) calendarPage(w http.ResponseWriter, r *http.Request) error {
	first, err := time.Parse("2006-01", r.FormValue("month"))
	if err != nil || first.Year() < 1945 || first.Year() > 2100 {
		today, err := time.Parse(time.DateOnly, string(d.today()))
		if err != nil {
			return err
		}
		first = today.AddDate(0, 0, 1-today.Day())
	}
	last := first.AddDate(0, 1, -1)
	q := asked(r)
	q.Page, q.Within = 0, org.Span{From: dayOf(first), Through: dayOf(last)}
	l, err := d.listing(r, "/work/calendar", q)
	if err != nil {
		return err
	}
	var cal org.Calendar
	if err := d.read(r, func(ctx context.Context, tx *store.Tx) error {
		cal, err = org.CalendarOf(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, calendarScreen(month{l, first, weeks(cal, first, last, l.Tasks)}))
}

func dayOf(t time.Time) org.Day { return org.Day(t.Format(time.DateOnly)) }

// weeks are the days from the Monday before first to the Sunday after last, with the tasks due on them.
func weeks(cal org.Calendar, first, last time.Time, tasks []Task) (ws [][]square) {
	for day := first.AddDate(0, 0, -(int(first.Weekday())+6)%7); !day.After(last); {
		var week []square
		for range 7 {
			s := square{Day: dayOf(day), Here: day.Month() == first.Month(), Working: cal.IsWorking(dayOf(day))}
			if h, ok := cal.Off(s.Day); ok {
				s.Holiday = h.Name
				if !h.Announced {
					s.Holiday += " (dự kiến)"
				}
			}
			if x := cal[s.Day]; x.Works {
				s.Holiday = "Làm việc: " + x.Why
			}
			for _, t := range tasks {
				if t.DueOn == s.Day {
					s.Tasks = append(s.Tasks, t)
				}
			}
			week, day = append(week, s), day.AddDate(0, 0, 1)
		}
		ws = append(ws, week)
	}
	return ws
}

// beside is the address of the month that many months away.
func (m month) beside(months int) string {
	v := m.query()
	v.Set("month", m.First.AddDate(0, months, 0).Format("2006-01"))
	return m.Path + "?" + v.Encode()
}

func (m month) name() string {
	return fmt.Sprintf("Tháng %d năm %d", m.First.Month(), m.First.Year())
}

// A unitRow is how far one unit is with all its parts.
type unitRow struct {
	org.Unit
	Tally Tally
	Late  int
}

// unitsView is every unit with its parts, and how it answered in a window.
type unitsView struct {
	listing
	Rows    []unitRow
	Window  measure.Window
	Windows []measure.Window
	Answers []answer
}

func (d *Desk) unitsPage(w http.ResponseWriter, r *http.Request) error {
	q := asked(r)
	var v unitsView
	var err error
	v.listing, err = d.around(r, "/work/units", q, func(ctx context.Context, tx *store.Tx, l *listing) (err error) {
		if len(l.Units) == 0 {
			any, err := anyTask(ctx, tx)
			if l.Nothing = !any; err != nil {
				return err
			}
		}
		if v.Rows, err = unitRows(ctx, tx, q, l.Units, l.Today); err != nil {
			return err
		}
		if v.Window, v.Windows, err = windowsOf(ctx, tx, r.FormValue("window"), l.Today); err != nil {
			return err
		}
		v.Answers, err = answers(ctx, tx, v.Window, l.Units, l.Today)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, unitsScreen(v))
}

// of is the address of the tasks of unit with one more condition.
func (v unitsView) of(unit org.UnitID, state State, due Due) string {
	q := v.Question
	q.Unit = unit
	if state != "" {
		q.State = state
	}
	if due != "" {
		q.Due = due
	}
	return q.at("/work")
}

// figure is n, or nothing for none, so that what is there stands out.
func figure(n int) string {
	if n == 0 {
		return "–"
	}
	return strconv.Itoa(n)
}
