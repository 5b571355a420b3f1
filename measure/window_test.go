package measure

import (
	"testing"

	"pgregory.net/rapid"

	"loa/org"
)

// Decree 09/2019/NĐ-CP, article 12.
func TestTheWindowsAreThoseOfTheDecree(t *testing.T) {
	for name, want := range map[string][3]string{
		"2025":                   {"2024-12-15", "2025-12-14", "năm 2025"},
		"2025-H1":                {"2024-12-15", "2025-06-14", "6 tháng đầu năm 2025"},
		"2025-H2":                {"2025-06-15", "2025-12-14", "6 tháng cuối năm 2025"},
		"2025-Q1":                {"2024-12-15", "2025-03-14", "quý I năm 2025"},
		"2025-Q3":                {"2025-06-15", "2025-09-14", "quý III năm 2025"},
		"2025-Q4":                {"2025-09-15", "2025-12-14", "quý IV năm 2025"},
		"2025-01":                {"2024-12-15", "2025-01-14", "tháng 1 năm 2025"},
		"2025-10":                {"2025-09-15", "2025-10-14", "tháng 10 năm 2025"},
		"2025-07-16..2025-12-31": {"2025-07-16", "2025-12-31", "từ 16/7/2025 đến 31/12/2025"},
	} {
		w, err := ParseWindow(name)
		if got := [3]string{string(w.Span.From), string(w.Span.Through), w.Title()}; err != nil || got != want || w.Name != name {
			t.Errorf("%s is %v, %v; want %v", name, got, err, want)
		}
	}
	for _, name := range []string{"", "25", "2025-13", "2025-00", "2025-H3", "2025-Q0", "2025-1", "2025-Q5", "0000", "2025-12-31..2025-07-16", "2025-02-30..2025-03-01", "nay"} {
		if w, err := ParseWindow(name); err == nil {
			t.Errorf("%q is taken for %v", name, w)
		}
	}
}

func TestTheSeedsOwnWindowBeginsWithItsDay(t *testing.T) {
	p := seed(t)
	if w := PlanWindow(&p.Draft); w.Span != (org.Span{From: "2025-07-16", Through: "2025-12-31"}) {
		t.Errorf("%v", w.Span)
	}
}

// TestWindowsOfAKindLieSideBySide: each day of a year belongs to one month, one quarter, one half.
func TestWindowsOfAKindLieSideBySide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := org.Day("2020-01-01").Add(rapid.IntRange(0, 5000).Draw(t, "day"))
		kinds := map[string]int{}
		for _, w := range Windows(org.Span{From: day, Through: day}) {
			if !w.Span.Covers(day) {
				t.Fatalf("%s does not cover %s", w.Name, day)
			}
			kinds[w.Name[4:min(len(w.Name), 6)]]++
		}
		sorts := map[byte]int{}
		for k, n := range kinds {
			c := byte('y')
			if k != "" {
				if c = k[1]; c != 'H' && c != 'Q' {
					c = 'm'
				}
			}
			sorts[c] += n
		}
		if sorts['y'] != 1 || sorts['H'] != 1 || sorts['Q'] != 1 || sorts['m'] != 1 {
			t.Fatalf("%s lies in %v", day, sorts)
		}
	})
}
