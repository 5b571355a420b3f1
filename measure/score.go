package measure

import (
	"fmt"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
)

// score (điểm, hạng, tỷ lệ đã đo) is measured somewhere else and told as a number: a rank, an index, a share of
// citizens from a survey or from a ministry's statistics. The last one measured stands.
type score struct{}

func (score) Name() string  { return "score" }
func (score) Title() string { return "Số đo được công bố hoặc khảo sát" }
func (score) ByDay() bool   { return true }

// measured are the populations nobody can tell one by one here.
var measured = map[string]bool{"citizens": true, "households": true, "enterprises": true, "procedures": true}

func (score) Recognise(t plan.Target, _ *plan.Draft) (Formula, bool) {
	if t.Value == nil || t.Kind != plan.Rank && !(t.Kind == plan.Percent && measured[t.Population]) {
		return Formula{}, false
	}
	f := Formula{Op: t.Op, Threshold: *t.Value, Assumed: []string{"Số này lấy từ khảo sát hoặc số liệu được công bố; lần đo gần nhất trong kỳ được tính."}}
	if t.Kind == plan.Percent {
		f.Unit = "%"
	}
	return f, true
}

func (score) Fold(f *Formula, _ []Member, tallies []Tally, within org.Span) Value {
	type sum struct{ amount, whole int64 }
	byDay, claimed, planned := map[org.Day]sum{}, int64(0), int64(0)
	last := org.Day("")
	for _, t := range tallies {
		switch t.State {
		case Verified:
			s := byDay[t.Day]
			byDay[t.Day] = sum{s.amount + t.Amount, s.whole + t.Whole}
			last = max(last, t.Day)
		case Claimed:
			claimed += t.Facts
		case Planned:
			planned += t.Facts
		}
	}
	figure := func(s sum) float64 {
		if s.whole > 0 {
			return percent(s.amount, s.whole)
		}
		return float64(s.amount)
	}
	v := Value{Claimed: claimed, Planned: planned, Known: last != "", Latest: last}
	amounts := map[org.Day]int64{}
	for d := range byDay {
		amounts[d] = 0
	}
	for _, d := range sortedDays(amounts) {
		v.Trend = append(v.Trend, Point{d, figure(byDay[d])})
	}
	if v.Known {
		v.Verified, v.Whole, v.Figure = byDay[last].amount, byDay[last].whole, figure(byDay[last])
		v.Met = f.meets(v.Figure)
	}
	return v
}

func (score) Say(f *Formula, v Value) string {
	if !v.Known {
		return "Chưa có lần đo nào được thẩm tra trong kỳ" + v.others() + "."
	}
	figure := vi.Decimal(v.Figure, 2)
	switch {
	case v.Whole > 0:
		figure += "% (" + vi.Figures(v.Verified) + "/" + vi.Figures(v.Whole) + ")"
	case f.Unit == "%":
		figure += "%"
	}
	return fmt.Sprintf("Lần đo gần nhất, ngày %s: %s %s%s.", v.Latest, figure, strings.TrimSpace(f.things()), v.others())
}
