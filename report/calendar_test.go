package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loa/measure"
	"loa/org"
	"loa/platform/refuse"
)

// planned is the time of the plan of Phù Liễn.
var planned = org.Span{From: "2025-07-16", Through: "2025-12-31"}

func TestTheDuesOfAYear(t *testing.T) {
	var got strings.Builder
	for _, r := range []Regime{
		{Name: "Tháng", Recipient: "Đảng ủy", Frequency: Monthly, CutDay: 14, DueDay: 16},
		{Name: "Quý", Recipient: "Sở VHTTDL", Frequency: Quarterly, CutDay: 14, DueDay: 18},
		{Name: "6 tháng", Recipient: "Sở KH&CN", Frequency: HalfYearly, CutDay: 14, DueDay: 15},
		{Name: "Năm", Recipient: "UBND thành phố", Frequency: Yearly, CutDay: 14, DueDay: 20},
		{Name: "Tháng, chốt ngày cuối", Recipient: "Sở Nội vụ", Frequency: Monthly, CutDay: 31, DueDay: 5, DueLater: 1},
		{Name: "Chuyên đề", Recipient: "Sở KH&CN", Frequency: Once, CutOn: "2025-10-15", DueOn: "2025-10-20"},
	} {
		if err := r.check(nil); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
		for _, d := range r.Dues(nil, planned) {
			fmt.Fprintf(&got, "%s: %s, %s – %s, gửi %s\n", r.Name, d.Window.Title(), d.Window.Span.From, d.Window.Span.Through, d.On)
		}
	}
	const want = `Tháng: tháng 8 năm 2025, 15/7/2025 – 14/8/2025, gửi 15/8/2025
Tháng: tháng 9 năm 2025, 15/8/2025 – 14/9/2025, gửi 16/9/2025
Tháng: tháng 10 năm 2025, 15/9/2025 – 14/10/2025, gửi 16/10/2025
Tháng: tháng 11 năm 2025, 15/10/2025 – 14/11/2025, gửi 17/11/2025
Tháng: tháng 12 năm 2025, 15/11/2025 – 14/12/2025, gửi 16/12/2025
Tháng: tháng 1 năm 2026, 15/12/2025 – 14/01/2026, gửi 16/01/2026
Quý: quý III năm 2025, 15/6/2025 – 14/9/2025, gửi 18/9/2025
Quý: quý IV năm 2025, 15/9/2025 – 14/12/2025, gửi 18/12/2025
Quý: quý I năm 2026, 15/12/2025 – 14/3/2026, gửi 18/3/2026
6 tháng: 6 tháng cuối năm 2025, 15/6/2025 – 14/12/2025, gửi 15/12/2025
6 tháng: 6 tháng đầu năm 2026, 15/12/2025 – 14/6/2026, gửi 15/6/2026
Năm: năm 2025, 15/12/2024 – 14/12/2025, gửi 19/12/2025
Năm: năm 2026, 15/12/2025 – 14/12/2026, gửi 18/12/2026
Tháng, chốt ngày cuối: từ 01/7/2025 đến 31/7/2025, 01/7/2025 – 31/7/2025, gửi 05/8/2025
Tháng, chốt ngày cuối: từ 01/8/2025 đến 31/8/2025, 01/8/2025 – 31/8/2025, gửi 05/9/2025
Tháng, chốt ngày cuối: từ 01/9/2025 đến 30/9/2025, 01/9/2025 – 30/9/2025, gửi 03/10/2025
Tháng, chốt ngày cuối: từ 01/10/2025 đến 31/10/2025, 01/10/2025 – 31/10/2025, gửi 05/11/2025
Tháng, chốt ngày cuối: từ 01/11/2025 đến 30/11/2025, 01/11/2025 – 30/11/2025, gửi 05/12/2025
Tháng, chốt ngày cuối: từ 01/12/2025 đến 31/12/2025, 01/12/2025 – 31/12/2025, gửi 05/01/2026
Chuyên đề: từ 16/7/2025 đến 15/10/2025, 16/7/2025 – 15/10/2025, gửi 20/10/2025
`
	if got.String() != want {
		t.Errorf("the dues are\n%s\nwant\n%s", got.String(), want)
	}
}

// TestTheCutOffsAreThoseOfTheDecree: with the cut-off day of Decree 09/2019 every window is the one that figures are counted in.
func TestTheCutOffsAreThoseOfTheDecree(t *testing.T) {
	for _, f := range frequencies {
		if f.of == Once {
			continue
		}
		for _, d := range (Regime{Frequency: f.of, CutDay: CutDay, DueDay: 20}).Dues(nil, org.Span{From: "2025-01-01", Through: "2026-12-31"}) {
			w, err := measure.ParseWindow(d.Window.Name)
			if err != nil || w.Span != d.Window.Span {
				t.Errorf("%s is %v here and %v in measure (%v)", d.Window.Name, d.Window.Span, w.Span, err)
			}
		}
	}
}

func TestAReportIsDueOnAWorkingDayOfThePlace(t *testing.T) {
	r := Regime{Frequency: Quarterly, CutDay: 14, DueDay: 18}
	cal := org.Calendar{"2025-09-18": {Why: "Mất điện"}, "2025-12-15": {Why: "Nghỉ"}, "2025-12-16": {Why: "Nghỉ"}, "2025-12-17": {Why: "Nghỉ"}, "2025-12-18": {Why: "Nghỉ"}}
	got := ""
	for _, d := range r.Dues(cal, planned) {
		got += string(d.On) + " "
	}
	if got != "2025-09-17 2025-12-19 2026-03-18 " { // before the day off, and never less than a working day after the cut-off
		t.Error(got)
	}
}

func TestWindowsOfARegimeFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Regime{Frequency: rapid.SampledFrom([]Frequency{Monthly, Quarterly, HalfYearly, Yearly}).Draw(t, "frequency"), CutDay: rapid.IntRange(1, 31).Draw(t, "cut"),
			DueDay: rapid.IntRange(1, 31).Draw(t, "due"), DueLater: rapid.IntRange(0, 2).Draw(t, "later")}
		from := time.Date(rapid.IntRange(2020, 2030).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		all := r.Dues(nil, org.Span{From: org.DayOf(from), Through: org.DayOf(from.AddDate(2, 0, 0))})
		for i, d := range all {
			if i > 0 && all[i-1].Window.Span.Through.Add(1) != d.Window.Span.From {
				t.Fatalf("%v is followed by %v", all[i-1].Window.Span, d.Window.Span)
			}
			if d.On <= d.Window.Span.Through || !org.Calendar(nil).IsWorking(d.On) {
				t.Fatalf("%v is due on %s", d.Window.Span, d.On)
			}
		}
	})
}

func TestARegimeThatCannotBeKeptIsRefused(t *testing.T) {
	good := Regime{Name: "Báo cáo", Recipient: "Sở", Frequency: Monthly, CutDay: 14, DueDay: 16}
	for field, change := range map[string]func(*Regime){
		"name":      func(r *Regime) { r.Name = " " },
		"recipient": func(r *Regime) { r.Recipient = "" },
		"frequency": func(r *Regime) { r.Frequency = "week" },
		"cut_day":   func(r *Regime) { r.CutDay = 32 },
		"due_day":   func(r *Regime) { r.DueDay = 14 },
		"due_later": func(r *Regime) { r.DueLater = 9 },
		"cut_on":    func(r *Regime) { r.Frequency = Once },
		"due_on":    func(r *Regime) { r.Frequency, r.CutOn, r.DueOn = Once, "2025-10-10", "2025-10-11" }, // a Saturday
	} {
		r := good
		change(&r)
		if no := refuse.Of(r.check(nil)); no.Kind != refuse.Invalid || no.Field != field {
			t.Errorf("%s: %+v", field, no)
		}
	}
	if err := good.check(nil); err != nil {
		t.Error(err)
	}
}
