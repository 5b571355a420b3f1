package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/measure"
	"loa/org"
	"loa/platform/refuse"
)

// A RegimeID is a regime of a place, counted from 1.
type RegimeID int64

// Ref is how the log calls a regime.
func (id RegimeID) Ref() string { return fmt.Sprintf("report/calendar/regime/%d", id) }

// A Frequency is how often a report is due.
type Frequency string

// The frequencies.
const (
	Monthly    Frequency = "month"
	Quarterly  Frequency = "quarter"
	HalfYearly Frequency = "half"
	Yearly     Frequency = "year"
	Once       Frequency = "once" // chuyên đề, đột xuất
)

// frequencies are the choices, with their names and months.
var frequencies = []struct {
	of     Frequency
	name   string
	months int
}{{Monthly, "Hằng tháng", 1}, {Quarterly, "Hằng quý", 3}, {HalfYearly, "6 tháng", 6}, {Yearly, "Hằng năm", 12}, {Once, "Một lần (chuyên đề, đột xuất)", 0}}

func (f Frequency) name() string {
	for _, x := range frequencies {
		if x.of == f {
			return x.name
		}
	}
	return ""
}

func (f Frequency) months() int {
	for _, x := range frequencies {
		if x.of == f {
			return x.months
		}
	}
	return 0
}

// CutDay is the last day that counts, of the last month of a period: Decree 09/2019/NĐ-CP, article 12.
const CutDay = 14

// A Regime (chế độ báo cáo) is who is to have a report how often, up to which day it counts, and when it is due.
type Regime struct {
	ID        RegimeID
	Name      string
	Recipient string
	Frequency Frequency
	CutDay    int // of the last month of the period
	DueDay    int
	DueLater  int     // months after the last month of the period
	CutOn     org.Day // of a report that is due once
	DueOn     org.Day
	Since     org.Day // reports that were due before are not asked for
	Basis     string  // the paper that asks for it
	IsEnded   bool
}

// A Due is one report that a regime asks for.
type Due struct {
	Regime Regime
	Window measure.Window
	On     org.Day
}

// check refuses a regime that cannot be kept. A report is due one working day after its cut-off at the earliest
// (Decree 09/2019/NĐ-CP, article 8.5).
func (r Regime) check(cal org.Calendar) error {
	switch {
	case strings.TrimSpace(r.Name) == "":
		return refuse.Field("name", "Hãy ghi tên báo cáo.")
	case strings.TrimSpace(r.Recipient) == "":
		return refuse.Field("recipient", "Hãy ghi nơi nhận báo cáo.")
	case r.Frequency.name() == "":
		return refuse.Field("frequency", "Hãy chọn tần suất trong danh sách.")
	case r.Frequency == Once && (r.CutOn == "" || r.DueOn == ""):
		return refuse.Field("cut_on", "Báo cáo một lần cần ngày chốt số liệu và ngày phải gửi.")
	case r.Frequency == Once && r.DueOn < workingAfter(cal, r.CutOn):
		return refuse.Field("due_on", "Thời hạn gửi phải sau ngày chốt số liệu ít nhất 01 ngày làm việc (Nghị định 09/2019/NĐ-CP, Điều 8).")
	case r.Frequency == Once:
		return nil
	case r.CutDay < 1 || r.CutDay > 31:
		return refuse.Field("cut_day", "Ngày chốt số liệu phải từ 1 đến 31.")
	case r.DueDay < 1 || r.DueDay > 31:
		return refuse.Field("due_day", "Ngày phải gửi phải từ 1 đến 31.")
	case r.DueLater < 0 || r.DueLater > 3:
		return refuse.Field("due_later", "Hãy chọn tháng phải gửi trong danh sách.")
	case r.DueLater == 0 && r.DueDay <= r.CutDay:
		return refuse.Field("due_day", "Thời hạn gửi phải sau ngày chốt số liệu ít nhất 01 ngày làm việc (Nghị định 09/2019/NĐ-CP, Điều 8).")
	}
	return nil
}

// workingAfter is the first day behind day on which offices work.
func workingAfter(cal org.Calendar, day org.Day) org.Day { return cal.OnOrAfter(day.Add(1)) }

// Dues is the reports that r asks for whose windows meet span, the first first, each due on a working day of cal.
func (r Regime) Dues(cal org.Calendar, span org.Span) (out []Due) {
	if r.Frequency == Once {
		w := measure.Window{Name: string(span.From) + ".." + string(r.CutOn), Span: org.Span{From: span.From, Through: r.CutOn}}
		if r.CutOn < span.From {
			return nil
		}
		return r.since([]Due{{r, w, r.DueOn}})
	}
	from, err := time.Parse(time.DateOnly, string(span.From))
	if err != nil {
		return nil
	}
	months := r.Frequency.months()
	for at := time.Date(from.Year(), 1, 1, 0, 0, 0, 0, time.UTC); ; at = at.AddDate(0, months, 0) {
		w := r.window(at)
		if w.Span.From > span.Through {
			return r.since(out)
		}
		if w.Span.Meets(span) {
			out = append(out, Due{r, w, r.due(cal, at, w)})
		}
	}
}

// since leaves out what was due before r held.
func (r Regime) since(all []Due) []Due {
	return slices.DeleteFunc(all, func(d Due) bool { return d.On < r.Since })
}

// window is the days that the period beginning with the month of first counts.
func (r Regime) window(first time.Time) measure.Window {
	if r.CutDay == CutDay {
		if w, err := measure.ParseWindow(periodName(r.Frequency, first)); err == nil {
			return w
		}
	}
	last := first.AddDate(0, r.Frequency.months()-1, 0)
	span := org.Span{From: dayIn(first.AddDate(0, -1, 0), r.CutDay).Add(1), Through: dayIn(last, r.CutDay)}
	return measure.Window{Name: string(span.From) + ".." + string(span.Through), Span: span}
}

// periodName is the name of the window of Decree 09/2019 that begins with the month of first.
func periodName(f Frequency, first time.Time) string {
	switch f {
	case Monthly:
		return first.Format("2006-01")
	case Quarterly:
		return fmt.Sprintf("%d-Q%d", first.Year(), (int(first.Month())-1)/3+1)
	case HalfYearly:
		return fmt.Sprintf("%d-H%d", first.Year(), (int(first.Month())-1)/6+1)
	}
	return fmt.Sprint(first.Year())
}

// dayIn is the day of a month, or its last where it has no such day.
func dayIn(month time.Time, day int) org.Day {
	last := time.Date(month.Year(), month.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return org.Day(time.Date(month.Year(), month.Month(), min(day, last), 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// due is the day the report of w is due: a day on which offices work, never less than one working day after the cut-off.
func (r Regime) due(cal org.Calendar, first time.Time, w measure.Window) org.Day {
	month := first.AddDate(0, r.Frequency.months()-1+r.DueLater, 0)
	return max(cal.OnOrBefore(dayIn(month, r.DueDay)), workingAfter(cal, w.Span.Through))
}

// dues are the reports of all regimes whose windows meet span, by the day they are due.
func dues(cal org.Calendar, regimes []Regime, span org.Span) (out []Due) {
	for _, r := range regimes {
		if !r.IsEnded {
			out = append(out, r.Dues(cal, span)...)
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int { return strings.Compare(string(a.On), string(b.On)) })
	return out
}
