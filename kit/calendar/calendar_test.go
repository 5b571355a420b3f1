package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestOfficesWorkOnTheDaysThatWereAnnounced(t *testing.T) {
	for day, want := range map[string]bool{
		"2025-01-24": true, "2025-01-27": false, "2025-01-31": false, "2025-02-03": true, // Tết Ất Tỵ, nine days
		"2025-04-07": false, "2025-04-26": true, "2025-05-02": false, // a Saturday worked for a Friday off
		"2025-09-01": false, "2025-09-03": true, "2025-10-10": true, "2025-10-11": false, "2025-12-31": true,
		"2026-01-02": false, "2026-01-10": true, "2026-02-13": true, "2026-02-16": false, "2026-02-20": false, "2026-02-23": true, // Tết Bính Ngọ
		"2026-04-27": false, "2026-08-22": true, "2026-08-31": false, "2027-02-10": false, "2027-02-12": true,
		"2031-09-02": false, "2031-09-03": true, "2025-02-30": false, "": false,
	} {
		if IsWorking(day) != want {
			t.Errorf("%s: working is %v", day, !want)
		}
	}
}

func TestTheNextWorkingDayIsFoundOverTết(t *testing.T) {
	for day, want := range map[string][2]string{
		"2025-01-28": {"2025-01-24", "2025-02-03"}, "2026-02-17": {"2026-02-13", "2026-02-23"}, "2025-04-27": {"2025-04-26", "2025-04-28"}, "2025-10-10": {"2025-10-10", "2025-10-10"},
	} {
		if got := [2]string{OnOrBefore(day), OnOrAfter(day)}; got != want {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "days")).Format(time.DateOnly)
		before, after := OnOrBefore(day), OnOrAfter(day)
		if !IsWorking(before) || !IsWorking(after) || before > day || after < day || IsWorking(day) && (before != day || after != day) {
			t.Errorf("%s lies between %s and %s", day, before, after)
		}
	})
}

func TestWorkingDaysAreCountedOverHolidays(t *testing.T) {
	for _, c := range []struct {
		day  string
		n    int
		want string
	}{
		{"2025-10-10", 1, "2025-10-13"}, {"2025-10-10", 5, "2025-10-17"}, {"2025-10-11", 1, "2025-10-13"}, {"2025-08-29", 1, "2025-09-03"},
		{"2025-09-03", -1, "2025-08-29"}, {"2025-11-01", -1, "2025-10-31"}, {"2026-02-13", 2, "2026-02-24"}, {"2025-10-11", 0, "2025-10-11"}, {"", 3, ""},
	} {
		if got := Add(c.day, c.n); got != c.want {
			t.Errorf("%d working days from %s: %s, want %s", c.n, c.day, got, c.want)
		}
	}
}

func TestHolidaysStandInOrderAndInTheirYears(t *testing.T) {
	last := ""
	for _, h := range holidays {
		if h.From <= last || h.Through < h.From || h.From[:4] != h.Through[:4] {
			t.Errorf("%+v stands after %s", h, last)
		}
		last = h.Through
	}
	for day := range swapped {
		if d, err := time.Parse(time.DateOnly, day); err != nil || d.Weekday() != time.Saturday {
			t.Errorf("%s is no Saturday", day)
		}
	}
	if h, ok := Off("2027-02-06"); !ok || h.Announced || h.Name != "Tết Nguyên đán Đinh Mùi" {
		t.Errorf("%+v", h)
	}
	if Known("2031") || !Known("2026") {
		t.Error("a year is taken for known that is not, or the other way round")
	}
}

// TestWhatNobodyHasCheckedIsFew keeps the list of what still needs a source.
func TestWhatNobodyHasCheckedIsFew(t *testing.T) {
	var got []string
	for _, h := range holidays {
		if h.Source == "" {
			got = append(got, h.From)
		}
	}
	for day, source := range swapped {
		if source == "" {
			got = append(got, day)
		}
	}
	slices.Sort(got)
	if want := []string{"2025-04-26", "2026-01-01", "2026-01-10"}; !slices.Equal(got, want) {
		t.Errorf("without a source: %v, want %v", got, want)
	}
}

func TestAWeekBeginsOnMonday(t *testing.T) {
	for day, want := range map[string][3]string{
		"2025-10-10": {"2025-10-06", "2025-10-12", "2025-W41"}, "2025-10-12": {"2025-10-06", "2025-10-12", "2025-W41"}, "2026-01-01": {"2025-12-29", "2026-01-04", "2026-W01"},
	} {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		from, through, name := Week(d)
		if got := [3]string{from, through, name}; got != want {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
}
