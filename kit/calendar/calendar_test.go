package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// country is the days as nobody has corrected them.
var country Calendar[string]

func TestOfficesWorkOnTheDaysThatWereAnnounced(t *testing.T) {
	for day, want := range map[string]bool{
		"2025-01-24": true, "2025-01-27": false, "2025-01-31": false, "2025-02-03": true, // Tết Ất Tỵ, nine days
		"2025-04-07": false, "2025-04-26": true, "2025-05-02": false, // a Saturday worked for a Friday off
		"2025-09-01": false, "2025-09-03": true, "2025-10-10": true, "2025-10-11": false, "2025-12-31": true,
		"2026-01-02": false, "2026-01-10": true, "2026-02-13": true, "2026-02-16": false, "2026-02-20": false, "2026-02-23": true, // Tết Bính Ngọ
		"2026-04-27": false, "2026-08-22": true, "2026-08-31": false, "2027-02-10": false, "2027-02-12": true,
		"2031-09-02": false, "2031-09-03": true, "2025-02-30": false, "": false,
	} {
		if country.IsWorking(day) != want {
			t.Errorf("%s: working is %v", day, !want)
		}
	}
}

func TestTheNextWorkingDayIsFoundOverTết(t *testing.T) {
	for day, want := range map[string][2]string{
		"2025-01-28": {"2025-01-24", "2025-02-03"}, "2026-02-17": {"2026-02-13", "2026-02-23"}, "2025-04-27": {"2025-04-26", "2025-04-28"}, "2025-10-10": {"2025-10-10", "2025-10-10"},
	} {
		if got := [2]string{country.OnOrBefore(day), country.OnOrAfter(day)}; got != want {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "days")).Format(time.DateOnly)
		before, after := country.OnOrBefore(day), country.OnOrAfter(day)
		if !country.IsWorking(before) || !country.IsWorking(after) || before > day || after < day || country.IsWorking(day) && (before != day || after != day) {
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
		if got := country.Add(c.day, c.n); got != c.want {
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
	if h, ok := country.Off("2027-02-06"); !ok || h.Announced || h.Name != "Tết Nguyên đán Đinh Mùi" {
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

func TestAPlaceCorrectsTheDaysOfTheCountry(t *testing.T) {
	c := Calendar[string]{
		"2025-10-10": {Why: "Mất điện toàn phường", Source: "Thông báo 12/TB-UBND"}, "2025-10-11": {Works: true, Why: "Làm bù ngày 10/10"}, "2025-09-02": {Works: true, Why: "Trực"},
	}
	for day, want := range map[string]bool{"2025-10-09": true, "2025-10-10": false, "2025-10-11": true, "2025-10-12": false, "2025-09-02": true, "2025-09-01": false} {
		if c.IsWorking(day) != want {
			t.Errorf("%s: working is %v", day, !want)
		}
	}
	if h, ok := c.Off("2025-10-10"); !ok || h.Name != "Mất điện toàn phường" || h.From != h.Through || !h.Announced || h.Source != "Thông báo 12/TB-UBND" {
		t.Errorf("%+v", h)
	}
	if h, ok := c.Off("2025-09-02"); ok {
		t.Errorf("%+v on a day on which the place works", h)
	}
	if got := [4]string{c.OnOrBefore("2025-10-10"), c.OnOrAfter("2025-10-10"), c.Add("2025-10-09", 2), c.Add("2025-10-13", -1)}; got != [4]string{"2025-10-09", "2025-10-11", "2025-10-13", "2025-10-11"} {
		t.Error(got)
	}
	all := Calendar[string]{}
	for d := 1; d <= 31; d++ {
		all[time.Date(2025, 10, d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)] = Correction{Why: "Phong tỏa"}
	}
	if got := all.OnOrAfter("2025-09-30"); got != "2025-09-30" || all.Add(got, 1) != "2025-11-03" {
		t.Errorf("after a month without work: %s", all.Add(got, 1))
	}
}

func TestTheDaysOfAYearAreListed(t *testing.T) {
	if h := Holidays("2025"); len(h) != 5 || h[1].Name != "Tết Nguyên đán Ất Tỵ" {
		t.Errorf("%+v", h)
	}
	if h := Holidays("2031"); len(h) != len(fixed) || h[3].From != "2031-09-02" || h[3].Announced {
		t.Errorf("%+v", h)
	}
	if got := Swapped("2026"); !slices.Equal(got, []string{"2026-01-10", "2026-08-22"}) {
		t.Error(got)
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
