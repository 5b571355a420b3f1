// Package calendar knows on which days the offices of Viet Nam work: Monday to
// Friday, less the public holidays of article 112 of the Labour Code
// (45/2019/QH14), moved as the government announces each year: a holiday on a
// weekend is made up for on the next working day (article 111), and a working
// day between two holidays may be swapped for a Saturday.
//
// The days are data, in holidays.go, each run with what it rests on. A year that
// is not there yet has its weekends and its fixed holidays and no more: [Known]
// says so.
//
// Days are texts such as 2025-10-10, in whatever type the caller keeps them.
package calendar

import (
	"fmt"
	"slices"
	"time"
)

// A Calendar is the days of the country, but for those that a place says are otherwise. Nil is the country's own.
type Calendar[D ~string] map[D]Correction

// A Correction is what a place says of one day.
type Correction struct {
	Works  bool
	Why    string // how the day is called: Mất điện toàn phường
	Source string // the paper that says so
}

// A Holiday is a run of days off, first and last included.
type Holiday struct {
	From, Through string
	Name          string
	Announced     bool   // false: as the law has it; the year's announcement is not in yet
	Source        string // what it rests on; empty: put in from memory, nobody has checked it
}

// Off is the holiday that day falls into; ok is false on other days, weekends too.
func (c Calendar[D]) Off(day D) (h Holiday, ok bool) {
	if x, corrected := c[day]; corrected {
		return Holiday{string(day), string(day), x.Why, true, x.Source}, !x.Works
	}
	for _, h := range holidays {
		if h.From <= string(day) && string(day) <= h.Through {
			return h, true
		}
	}
	if len(day) == len(time.DateOnly) && !Known(string(day[:4])) {
		for _, f := range fixed {
			if string(day[4:]) == f.day {
				return Holiday{string(day), string(day), f.name, false, byLaw}, true
			}
		}
	}
	return Holiday{}, false
}

// IsWorking reports whether offices work on day. What is no day is none on which they do.
func (c Calendar[D]) IsWorking(day D) bool {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return false
	}
	if x, corrected := c[day]; corrected {
		return x.Works
	}
	if _, works := swapped[string(day)]; works {
		return true
	}
	if _, off := c.Off(day); off {
		return false
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

// longest is more than the longest run of days without work there has been, a place's own aside.
const longest = 30

// OnOrBefore is day itself when offices work on it, and otherwise the last day before on which they do.
func (c Calendar[D]) OnOrBefore(day D) D { return c.step(day, -1) }

// OnOrAfter is day itself when offices work on it, and otherwise the next day on which they do.
func (c Calendar[D]) OnOrAfter(day D) D { return c.step(day, +1) }

func (c Calendar[D]) step(day D, by int) D {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return day
	}
	for range longest + len(c) {
		if d := D(t.Format(time.DateOnly)); c.IsWorking(d) {
			return d
		}
		t = t.AddDate(0, 0, by)
	}
	return day
}

// Add is the n-th day after day on which offices work; with n below 0, before it. Day itself is not counted; Add of 0 is day.
func (c Calendar[D]) Add(day D, n int) D {
	by := 1
	if n < 0 {
		by = -1
	}
	for ; n != 0; n -= by {
		t, err := time.Parse(time.DateOnly, string(day))
		if err != nil {
			return day
		}
		day = c.step(D(t.AddDate(0, 0, by).Format(time.DateOnly)), by)
	}
	return day
}

// Known reports whether the holidays of year, such as 2025, are in.
func Known(year string) bool {
	for _, h := range holidays {
		if h.From[:4] == year {
			return true
		}
	}
	return false
}

// Holidays are the days off of year, such as 2025, as the country has them; of a year that is not in, the fixed ones.
func Holidays(year string) (out []Holiday) {
	for _, h := range holidays {
		if h.From[:4] == year {
			out = append(out, h)
		}
	}
	if out == nil {
		for _, f := range fixed {
			out = append(out, Holiday{year + f.day, year + f.day, f.name, false, byLaw})
		}
	}
	return out
}

// Swapped are the Saturdays of year on which offices of the whole country work.
func Swapped(year string) (days []string) {
	for day := range swapped {
		if day[:4] == year {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days
}

// Week is the Monday and the Sunday of the week that t falls into, and what the week is called: 2025-W41.
func Week(t time.Time) (from, through, name string) {
	monday := t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	year, week := monday.ISOWeek()
	return monday.Format(time.DateOnly), monday.AddDate(0, 0, 6).Format(time.DateOnly), fmt.Sprintf("%d-W%02d", year, week)
}
