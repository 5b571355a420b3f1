package measure

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
)

// A Window (kỳ số liệu) is the days whose facts a value counts.
type Window struct {
	Name string // ky: the plan's own; 2025, 2025-H2, 2025-Q3, 2025-10; 2025-07-16..2025-12-31
	Span org.Span
}

// OfPlan is the name of a plan's own window.
const OfPlan = "ky"

// PlanWindow is the period of p, from the day it was issued at the earliest: nobody works on a plan that is not there.
// A plan without a period is counted from its day to the end of its year.
func PlanWindow(p *plan.Draft) Window {
	w := Window{Name: OfPlan, Span: org.Span{From: org.Day(p.Doc.Date)}}
	if year, err := time.Parse(time.DateOnly, p.Doc.Date); err == nil {
		w.Span.Through = org.Day(fmt.Sprintf("%d-12-31", year.Year()))
	}
	if period := p.Doc.Period; period != nil {
		w.Span = org.Span{From: max(w.Span.From, org.Day(period.From)), Through: org.Day(period.To)}
	}
	return w
}

var (
	windowForm = regexp.MustCompile(`^(\d{4})(?:-(H[12]|Q[1-4]|\d{2}))?$`)
	customForm = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$`)
)

// ParseWindow reads the name of a window. Years, halves, quarters and months are those of reports: Decree
// 09/2019/NĐ-CP, article 12, lets each begin on the 15th of the month before it and end on the 14th of its last month.
func ParseWindow(s string) (Window, error) {
	bad := refuse.Field("window", "Kỳ số liệu chưa đúng. Hãy ghi 2025 (năm), 2025-H2 (6 tháng cuối năm), 2025-Q3 (quý III), 2025-10 (tháng 10), hoặc từ ngày đến ngày.")
	if m := customForm.FindStringSubmatch(s); m != nil {
		from, err := org.ParseDay("from", m[1])
		if err != nil {
			return Window{}, err
		}
		through, err := org.ParseDay("through", m[2])
		if err != nil {
			return Window{}, err
		}
		return Custom(from, through)
	}
	m := windowForm.FindStringSubmatch(s)
	if m == nil {
		return Window{}, bad
	}
	year, err := strconv.Atoi(m[1])
	if err != nil || year < 1946 || year > 2099 {
		return Window{}, bad
	}
	first, last := 1, 12
	switch part := m[2]; {
	case part == "":
	case part[0] == 'H':
		first = 6*int(part[1]-'1') + 1
		last = first + 5
	case part[0] == 'Q':
		first = 3*int(part[1]-'1') + 1
		last = first + 2
	default:
		if first, err = strconv.Atoi(part); err != nil || first < 1 || first > 12 {
			return Window{}, bad
		}
		last = first
	}
	day := func(month, day int) org.Day {
		return org.Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	return Window{Name: s, Span: org.Span{From: day(first-1, 15), Through: day(last, 14)}}, nil
}

// Custom is the window from one day through another.
func Custom(from, through org.Day) (Window, error) {
	if through < from {
		return Window{}, refuse.Field("through", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
	}
	return Window{Name: string(from) + ".." + string(through), Span: org.Span{From: from, Through: through}}, nil
}

// custom is how a form asks for a window of days of its own.
const custom = "custom"

// isCustom reports whether w is such a window.
func (w Window) isCustom() bool { return customForm.MatchString(w.Name) }

// Title is what w is called: 6 tháng cuối năm 2025; quý III năm 2025.
func (w Window) Title() string {
	if w.Name == OfPlan {
		return "kỳ của kế hoạch"
	}
	m := windowForm.FindStringSubmatch(w.Name)
	if m == nil {
		return "từ " + w.Span.From.String() + " đến " + w.Span.Through.String()
	}
	year := " năm " + m[1]
	switch part := m[2]; {
	case part == "":
		return "năm " + m[1]
	case part == "H1":
		return "6 tháng đầu" + year
	case part == "H2":
		return "6 tháng cuối" + year
	case part[0] == 'Q':
		return "quý " + [...]string{"I", "II", "III", "IV"}[part[1]-'1'] + year
	default:
		month, _ := strconv.Atoi(part) // the form lets only figures through
		return "tháng " + strconv.Itoa(month) + year
	}
}

// Until is the last day of w that has come by day on: what is counted is counted up to it.
func (w Window) Until(on org.Day) org.Day { return min(w.Span.Through, on) }

// Windows is the windows of reports that meet span, the year first.
func Windows(span org.Span) []Window {
	var out []Window
	for year := yearOf(span.From); year <= yearOf(span.Through)+1; year++ {
		names := []string{fmt.Sprint(year), fmt.Sprintf("%d-H1", year), fmt.Sprintf("%d-H2", year)}
		for q := range 4 {
			names = append(names, fmt.Sprintf("%d-Q%d", year, q+1))
		}
		for m := range 12 {
			names = append(names, fmt.Sprintf("%d-%02d", year, m+1))
		}
		for _, name := range names {
			if w, err := ParseWindow(name); err == nil && w.Span.Meets(span) {
				out = append(out, w)
			}
		}
	}
	return out
}

func yearOf(d org.Day) int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return t.Year()
}

// days is how many days there are from one day through another; 0 when there are none.
func days(from, through org.Day) int {
	a, err := time.Parse(time.DateOnly, string(from))
	b, err2 := time.Parse(time.DateOnly, string(through))
	if err != nil || err2 != nil || b.Before(a) {
		return 0
	}
	return int(b.Sub(a).Hours()/24) + 1
}
