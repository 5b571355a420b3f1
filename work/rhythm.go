package work

import (
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"time"

	"loa/kit/calendar"
	"loa/kit/vi"
	"loa/org"
	"loa/platform/refuse"
)

// A Rhythm (nhịp) says when a task comes back: how often, and on which day it is due each time.
type Rhythm struct {
	Every   Every
	Month   int  // of a quarter, half-year or year, from 1; 0 = its last
	Day     int  // of the week, from Monday = 1; of the month, where 31 is its last
	Working bool // Day counts the days of the month on which offices work; from the end when it is below 0
	Shift   Shift
	Span    org.Span // the days on which a turn may be due; it may go on without an end
}

// Every is how often a task comes back.
type Every string

// How often.
const (
	Weekly     Every = "week"
	Monthly    Every = "month"
	Quarterly  Every = "quarter"
	HalfYearly Every = "half"
	Yearly     Every = "year"
)

// A Shift is where a due day goes that falls on a day on which offices do not work.
type Shift string

// The shifts.
const (
	Before Shift = "before"
	After  Shift = "after"
)

// everies is each way to come back: what it is called, how many months it takes, what its months are called, and how
// many days before it is due a turn is open at the latest.
var everies = []struct {
	every  Every
	name   string
	months int
	whole  string
	ahead  int
}{
	{Weekly, "Hằng tuần", 0, "tuần", 3},
	{Monthly, "Hằng tháng", 1, "tháng", 7},
	{Quarterly, "Hằng quý", 3, "quý", 14},
	{HalfYearly, "6 tháng một lần", 6, "kỳ 6 tháng", 30},
	{Yearly, "Hằng năm", 12, "năm", 30},
}

func (e Every) months() int {
	for _, row := range everies {
		if row.every == e {
			return row.months
		}
	}
	return 0
}

func (e Every) ahead() int {
	for _, row := range everies {
		if row.every == e {
			return row.ahead
		}
	}
	return 0
}

// around is the first day of the week, month … that t falls into, and the first of the next.
func (e Every) around(t time.Time) (first, next time.Time) {
	months := e.months()
	if months == 0 {
		first = t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		return first, first.AddDate(0, 0, 7)
	}
	month := (int(t.Month())-1)/months*months + 1
	first = time.Date(t.Year(), time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	return first, first.AddDate(0, months, 0)
}

// key names the week, month … that begins on first: 2025-W36, 2025-09, 2025-Q3, 2025-H2, 2025.
func (e Every) key(first time.Time) string {
	switch e {
	case Weekly:
		_, _, name := calendar.Week(first)
		return name
	case Monthly:
		return first.Format("2006-01")
	case Quarterly:
		return fmt.Sprintf("%d-Q%d", first.Year(), int(first.Month()-1)/3+1)
	case HalfYearly:
		return fmt.Sprintf("%d-H%d", first.Year(), int(first.Month()-1)/6+1)
	}
	return strconv.Itoa(first.Year())
}

// A Turn (kỳ) is one time that a task comes back.
type Turn struct {
	Key   string  // 2025-W36, 2025-09, 2025-Q3, 2025-H2, 2025
	Due   org.Day // a day on which offices work
	Opens org.Day // from when on it is there to be done
}

// Name is what t is called: tháng 9/2025, tuần 1/9–7/9/2025.
func (t Turn) Name() string { return turnName(t.Key) }

func turnName(key string) string {
	year, part, _ := strings.Cut(key, "-")
	switch {
	case part == "":
		return "năm " + year
	case part == "H1":
		return "6 tháng đầu năm " + year
	case part == "H2":
		return "6 tháng cuối năm " + year
	case part[0] == 'Q' && part[1] >= '1' && part[1] <= '4':
		return "quý " + [...]string{"I", "II", "III", "IV"}[part[1]-'1'] + "/" + year
	case part[0] == 'W':
		y, err := strconv.Atoi(year)
		week, err2 := strconv.Atoi(part[1:])
		if err != nil || err2 != nil {
			return key
		}
		monday := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC) // always in the first week
		monday = monday.AddDate(0, 0, -(int(monday.Weekday())+6)%7+7*(week-1))
		sunday := monday.AddDate(0, 0, 6)
		return fmt.Sprintf("tuần %s–%s", monday.Format("2/1"), sunday.Format("2/1/2006"))
	}
	return "tháng " + strings.TrimPrefix(part, "0") + "/" + year
}

// lastYear is where a rhythm without an end stops being counted.
const lastYear = 2100

// turns are the turns of r by the working days of cal, the first first. A week in which offices do not work at all has none.
func (r Rhythm) turns(cal org.Calendar) iter.Seq[Turn] {
	return func(yield func(Turn) bool) {
		from, err := time.Parse(time.DateOnly, string(r.Span.From))
		if err != nil {
			return
		}
		first, next := r.Every.around(from.AddDate(0, -1, 0)) // a due day may have been moved over a holiday
		for ; first.Year() < lastYear; first, next = r.Every.around(next) {
			due := r.due(cal, first)
			if r.Span.Through != "" && due > r.Span.Through {
				return
			}
			if due < r.Span.From || cal.OnOrAfter(dayOf(first)) >= dayOf(next) {
				continue
			}
			t := Turn{Key: r.Every.key(first), Due: due, Opens: min(dayOf(first), due.Add(-r.Every.ahead()))}
			if !yield(t) {
				return
			}
		}
	}
}

// due is the day by which the turn that begins on first is due.
func (r Rhythm) due(cal org.Calendar, first time.Time) org.Day {
	day := first
	if months := r.Every.months(); months == 0 {
		day = first.AddDate(0, 0, r.Day-1)
	} else {
		month := r.Month
		if month == 0 {
			month = months
		}
		from := first.AddDate(0, month-1, 0)
		last := from.AddDate(0, 1, -1)
		switch {
		case r.Working && r.Day > 0:
			return cal.Add(dayOf(from.AddDate(0, 0, -1)), r.Day)
		case r.Working:
			return cal.Add(dayOf(last.AddDate(0, 0, 1)), r.Day)
		}
		day = from.AddDate(0, 0, min(r.Day, last.Day())-1)
	}
	if r.Shift == After {
		return cal.OnOrAfter(dayOf(day))
	}
	return cal.OnOrBefore(dayOf(day))
}

// mostWorking is how many working days every month has at least, Tết included, with room to spare.
const mostWorking = 10

// check refuses a rhythm that cannot be.
func (r Rhythm) check(cal org.Calendar) error {
	months := r.Every.months()
	switch {
	case !isEvery(r.Every):
		return refuse.Field("every", "Hãy chọn việc lặp lại hằng tuần, hằng tháng, hằng quý, 6 tháng hay hằng năm.")
	case months == 0 && (r.Day < 1 || r.Day > 7 || r.Working):
		return refuse.Field("weekday", "Hãy chọn một ngày trong tuần.")
	case months > 0 && r.Working && (r.Day == 0 || r.Day < -mostWorking || r.Day > mostWorking),
		months > 0 && !r.Working && (r.Day < 1 || r.Day > 31):
		return refuse.Field("day", "Hãy chọn một ngày trong tháng.")
	case r.Month < 0 || r.Month > months:
		return refuse.Field("month", "Kỳ này không có tháng ấy. Hãy chọn lại tháng của kỳ.")
	case r.Shift != Before && r.Shift != After:
		return refuse.Field("shift", "Hãy chọn ngày làm việc trước hoặc sau ngày nghỉ.")
	case r.Span.From == "":
		return refuse.Field("from", "Hãy ghi ngày bắt đầu, ví dụ 1/9/2025.")
	case r.Span.IsZero():
		return refuse.Field("through", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
	}
	for range r.turns(cal) {
		return nil
	}
	return refuse.Field("through", "Từ ngày bắt đầu đến ngày kết thúc không có kỳ nào. Hãy chọn ngày kết thúc xa hơn.")
}

func isEvery(e Every) bool {
	for _, row := range everies {
		if row.every == e {
			return true
		}
	}
	return false
}

// say is r in words: Hằng tháng, hạn ngày 15; trúng ngày nghỉ thì lùi về ngày làm việc trước.
func (r Rhythm) say() string {
	name, whole := "", ""
	for _, row := range everies {
		if row.every == r.Every {
			name, whole = row.name, row.whole
		}
	}
	if r.Every == Weekly {
		return name + ", hạn " + weekdayName(r.Day) + r.shifted()
	}
	return name + ", hạn " + dayName(r) + r.monthName(whole) + r.shifted()
}

func weekdayName(day int) string {
	if day < 1 || day > len(weekdays) {
		return ""
	}
	return lowerThu(weekdays[day-1])
}

// lowerThu is the name of a weekday inside a sentence: thứ Sáu, Chủ nhật.
func lowerThu(name string) string { return strings.Replace(name, "Thứ", "thứ", 1) }

func dayName(r Rhythm) string {
	switch {
	case r.Working && r.Day == -1:
		return "ngày làm việc cuối cùng"
	case r.Working && r.Day < 0:
		return fmt.Sprintf("ngày làm việc thứ %d từ cuối lên", -r.Day)
	case r.Working && r.Day == 1:
		return "ngày làm việc đầu tiên"
	case r.Working:
		return fmt.Sprintf("ngày làm việc thứ %d", r.Day)
	case r.Day == 31:
		return "ngày cuối tháng"
	}
	return fmt.Sprintf("ngày %d", r.Day)
}

// monthName is in which month of the whole r is due.
func (r Rhythm) monthName(whole string) string {
	switch {
	case r.Every == Monthly:
		return ""
	case r.Every == Yearly && r.Month > 0:
		return fmt.Sprintf(" tháng %d", r.Month)
	case r.Every == Yearly:
		return " tháng 12"
	case r.Month == 0 || r.Month == r.Every.months():
		return " của tháng cuối " + whole
	}
	return fmt.Sprintf(" của tháng thứ %d trong %s", r.Month, whole)
}

func (r Rhythm) shifted() string {
	switch {
	case r.Working:
		return "."
	case r.Shift == After:
		return "; trúng ngày nghỉ thì dời sang ngày làm việc sau."
	}
	return "; trúng ngày nghỉ thì lùi về ngày làm việc trước."
}

// often is the words by which a duty asks to come back, without marks; what comes back sooner stands first.
var often = []struct {
	every Every
	form  *regexp.Regexp
}{
	{Weekly, regexp.MustCompile(`\b(?:hang|moi|tung) tuan\b|/ ?tuan\b|\bdinh ky (?:bao cao )?(?:theo )?tuan\b`)},
	{Monthly, regexp.MustCompile(`\b(?:hang|moi|tung) thang\b|/ ?thang\b|\bdinh ky (?:bao cao )?(?:theo )?thang\b(?: ?[^0-9 ]|$)`)},
	{Quarterly, regexp.MustCompile(`\b(?:hang|moi|tung) quy\b|/ ?quy\b|\bdinh ky (?:bao cao )?(?:theo )?quy\b`)},
	{HalfYearly, regexp.MustCompile(`\b(?:moi|dinh ky|bao cao) (?:0?6|sau) thang\b|\b(?:0?6|sau) thang (?:1|mot|01) lan\b`)},
	{Yearly, regexp.MustCompile(`\b(?:dinh ky|bao cao) (?:hang|moi) nam\b|\b(?:hang|moi) nam,? (?:to chuc|bao cao|tong ket)\b|\d (?:hang|moi) nam\b`)},
}

var (
	weekdayForm  = regexp.MustCompile(`\b(?:ngay|sang|chieu|vao) thu (hai|ba|tu|nam|sau|bay|[2-7])\b|\bthu (hai|ba|tu|nam|sau|bay|[2-7]) (?:hang|moi) tuan\b`)
	workdayForm  = regexp.MustCompile(`\bngay lam viec (?:thu (\d{1,2})|(dau)|(cuoi))`)
	monthEndForm = regexp.MustCompile(`\b(?:ngay )?cuoi (?:moi |hang )?thang\b|\bngay cuoi cung cua thang\b`)
	dayForm      = regexp.MustCompile(`\bngay (?:mung )?(\d{1,2})(?:(?:/| thang )(\d{1,2}))?(/?)`)
)

var weekdayWords = map[string]int{"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6}

// ProposeRhythm is how the words of a duty ask it to come back; ok is false when they do not. Without a day in the words
// it is due on Friday, or on the last working day of the period. Its span is for a person to say.
func ProposeRhythm(body string) (r Rhythm, ok bool) {
	for _, row := range often {
		for sentence := range strings.SplitSeq(strings.ReplaceAll(vi.Fold(body), ". ", ";"), ";") {
			if row.form.MatchString(sentence) {
				return proposed(row.every, sentence), true
			}
		}
	}
	return Rhythm{}, false
}

// proposed is the rhythm that a sentence without marks asks for, which says how often.
func proposed(every Every, sentence string) Rhythm {
	r := Rhythm{Every: every, Shift: Before, Day: -1, Working: true}
	if every == Weekly {
		r.Day, r.Working = 5, false
		if m := weekdayForm.FindStringSubmatch(sentence); m != nil {
			r.Day = weekdayWords[m[1]+m[2]]
		}
		return r
	}
	if m := workdayForm.FindStringSubmatch(sentence); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && n >= 1 && n <= mostWorking {
			r.Day = n
		} else if m[2] != "" {
			r.Day = 1
		}
		return r
	}
	if monthEndForm.MatchString(sentence) {
		r.Day, r.Working = 31, false
		return r
	}
	m := dayForm.FindStringSubmatch(sentence)
	if m == nil || m[3] != "" { // a day with its year is a day, not a rhythm
		return r
	}
	day, err := strconv.Atoi(m[1])
	if err != nil || day < 1 || day > 31 {
		return r
	}
	month, err := strconv.Atoi(m[2])
	if m[2] != "" && (err != nil || every != Yearly || month < 1 || month > 12) {
		return r
	}
	r.Day, r.Working, r.Month = day, false, month
	return r
}
