package vi

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ShortDate writes a day in figures as Decree 30/2020/NĐ-CP prints it: 16/7/2025,
// with a leading zero for days under 10 and for January and February: 03/02/2025.
func ShortDate(t time.Time) string {
	return two(t.Day()) + "/" + month(t) + "/" + strconv.Itoa(t.Year())
}

// LongDate writes a day in words as at the head of a paper: ngày 05 tháng 02 năm 2025.
func LongDate(t time.Time) string {
	return "ngày " + two(t.Day()) + " tháng " + month(t) + " năm " + strconv.Itoa(t.Year())
}

// SpokenDate writes a day the way it is read aloud: ngày mùng năm tháng hai năm hai nghìn không trăm hai mươi lăm.
func SpokenDate(t time.Time) string {
	day := Words(int64(t.Day()))
	if t.Day() <= 10 {
		day = "mùng " + day
	}
	return "ngày " + day + " tháng " + spokenMonth(t.Month()) + " năm " + Words(int64(t.Year()))
}

// spokenMonth is the month as a word: the first is giêng in the lunar calendar only, the fourth is tư in both.
func spokenMonth(m time.Month) string {
	if m == time.April {
		return "tư"
	}
	return Words(int64(m))
}

func two(n int) string { return fmt.Sprintf("%02d", n) }

// month has a leading zero for January and February, so that nobody may put a figure before it.
func month(t time.Time) string {
	if t.Month() <= time.February {
		return two(int(t.Month()))
	}
	return strconv.Itoa(int(t.Month()))
}

// ParseDate reads a day as people write it: 16/7/2025, 03-02-2025, 27.9.2019,
// 2025-07-16, «ngày 5 tháng 2 năm 2025», with or without the word ngày, marks
// and spaces. What is not a day of the calendar (31/02/2025) is an error, and so
// is a year before 1900 or after 2200.
func ParseDate(s string) (time.Time, error) {
	d, m, y, ok := dateParts(Fold(s))
	if !ok {
		return time.Time{}, fmt.Errorf("no date: %q", s)
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || t.Month() != time.Month(m) || y < 1900 || y > 2200 {
		return time.Time{}, fmt.Errorf("no day of the calendar: %q", s)
	}
	return t, nil
}

// dateParts takes a folded date apart. The signs between its figures must be alike.
func dateParts(s string) (d, m, y int, ok bool) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "ngay"))
	d, s, ok = figures(s)
	if !ok {
		return 0, 0, 0, false
	}
	sign := strings.TrimSpace(firstSign(s))
	s = cutSign(s, sign)
	if m, s, ok = figures(s); !ok {
		return 0, 0, 0, false
	}
	next := strings.TrimSpace(firstSign(s))
	if sign == "thang" && next != "nam" || sign != "thang" && (next != sign || sign == "" || !strings.Contains("/-.", sign)) {
		return 0, 0, 0, false
	}
	if y, s, ok = figures(cutSign(s, next)); !ok || strings.TrimSpace(s) != "" {
		return 0, 0, 0, false
	}
	if d > 31 && sign == "-" { // 2025-07-16
		d, y = y, d
	}
	return d, m, y, true
}

// figures reads the number s begins with.
func figures(s string) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' && i <= 4 {
		i++
	}
	if i == 0 || i > 4 {
		return 0, s, false
	}
	n, err := strconv.Atoi(s[:i])
	return n, s[i:], err == nil
}

// firstSign is what stands before the next figure of s.
func firstSign(s string) string {
	if i := strings.IndexAny(s, "0123456789"); i >= 0 {
		return s[:i]
	}
	return s
}

func cutSign(s, sign string) string {
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), sign))
}
