package measure

import (
	"fmt"
	"time"

	"loa/org"
)

// A period is one week, month or quarter of the calendar.
type period struct {
	name string
	span org.Span
}

// periods are the whole periods of the calendar that lie within the days: one that has begun and not ended is not held against anybody.
func periods(per string, within org.Span) []period {
	from, err := time.Parse(time.DateOnly, string(within.From))
	if err != nil {
		return nil
	}
	var out []period
	for at := beginning(per, from); ; {
		next := after(per, at)
		p := period{periodName(per, at), org.Span{From: dayOf(at), Through: dayOf(next.AddDate(0, 0, -1))}}
		if p.span.Through > within.Through {
			return out
		}
		if p.span.From >= within.From {
			out = append(out, p)
		}
		at = next
	}
}

func dayOf(t time.Time) org.Day { return org.Day(t.Format(time.DateOnly)) }

// beginning is the first day of the period that t lies in; a week begins on Monday.
func beginning(per string, t time.Time) time.Time {
	switch per {
	case "week":
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case "quarter":
		return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	case "year":
		return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

func after(per string, t time.Time) time.Time {
	switch per {
	case "week":
		return t.AddDate(0, 0, 7)
	case "quarter":
		return t.AddDate(0, 3, 0)
	case "year":
		return t.AddDate(1, 0, 0)
	}
	return t.AddDate(0, 1, 0)
}

func periodName(per string, t time.Time) string {
	switch per {
	case "week":
		return "Tuần từ " + dayOf(t).String()
	case "quarter":
		return fmt.Sprintf("Quý %s/%d", [...]string{"I", "II", "III", "IV"}[(t.Month()-1)/3], t.Year())
	case "year":
		return fmt.Sprintf("Năm %d", t.Year())
	}
	return fmt.Sprintf("Tháng %d/%d", t.Month(), t.Year())
}
