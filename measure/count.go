package measure

import (
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
)

// count (số lượng) adds up how much there was: held at all, at least so many, at most so many, or so many each month.
type count struct{}

func (count) Name() string  { return "count" }
func (count) Title() string { return "Số lượng" }
func (count) ByDay() bool   { return true }

// rhythms are the words that say how often.
var rhythms = []struct{ words, per string }{
	{"moi tuan", "week"}, {"hang tuan", "week"}, {"moi thang", "month"}, {"hang thang", "month"}, {"moi quy", "quarter"}, {"hang quy", "quarter"},
}

func (count) Recognise(t plan.Target, _ *plan.Draft) (Formula, bool) {
	if t.Kind != plan.Count && t.Kind != plan.Activity || t.Value == nil {
		return Formula{}, false
	}
	f := Formula{Op: t.Op, Threshold: *t.Value}
	if t.Unit != nil {
		f.Unit = *t.Unit
	}
	words := vi.Fold(t.Measure + " " + t.Deadline)
	for _, r := range rhythms {
		if strings.Contains(words, r.words) {
			f.Per = r.per
		}
	}
	if strings.Contains(words, "moi don vi") {
		return Formula{}, false // of each unit: a person says of which units
	}
	if t.ValueInferred {
		f.Assumed = append(f.Assumed, "Văn bản không ghi con số; được hiểu là có tổ chức, "+f.Asks()+".")
	}
	return f, true
}

func (count) Fold(f *Formula, _ []Member, tallies []Tally, within org.Span) Value {
	if f.Per != "" {
		return foldPer(f, tallies, within)
	}
	v := Value{Known: true}
	byDay := map[org.Day]int64{}
	for _, t := range tallies {
		switch t.State {
		case Verified:
			v.Verified += t.Amount
			byDay[t.Day] += t.Amount
		case Claimed:
			v.Claimed += t.Amount
		case Planned:
			v.Planned += t.Amount
		}
	}
	sum := int64(0)
	for _, d := range sortedDays(byDay) {
		sum += byDay[d]
		v.Trend = append(v.Trend, Point{d, float64(sum)})
	}
	v.Figure = float64(v.Verified)
	v.Met = f.meets(v.Figure)
	return v
}

// foldPer counts the weeks, months or quarters within which as much was done as each asks for.
func foldPer(f *Formula, tallies []Tally, within org.Span) Value {
	var v Value
	var done []org.Day
	for _, p := range periods(f.Per, within) {
		sums := map[State]int64{}
		for _, t := range tallies {
			if p.span.Covers(t.Day) {
				sums[t.State] += t.Amount
			}
		}
		s, sum := Standing{Member: Member{Name: p.name, From: p.span.From}}, int64(0)
		for _, state := range []State{Verified, Claimed, Planned} {
			if sum += sums[state]; f.meets(float64(sum)) {
				s.State, s.Since = state, p.span.Through
				break
			}
		}
		s.Facts = sum
		if s.State == Verified {
			done = append(done, s.Since)
		}
		v.put(s)
	}
	v.Of = int64(len(v.Members))
	v.Known = v.Of > 0
	v.Figure = float64(v.Verified)
	v.Met = v.Known && v.Verified == v.Of
	v.Trend = steps(done, func(n int) float64 { return float64(n) })
	return v
}

func sortedDays(byDay map[org.Day]int64) []org.Day {
	out := make([]org.Day, 0, len(byDay))
	for d := range byDay {
		out = append(out, d)
	}
	slices.Sort(out)
	return out
}

func (count) Say(f *Formula, v Value) string {
	if f.Per != "" {
		if !v.Known {
			return "Chưa hết " + perWords[f.Per] + " nào trong kỳ."
		}
		return fmt.Sprintf("%s/%s %s đã đủ %s%s.", vi.Figures(v.Verified), vi.Figures(v.Of), perWords[f.Per], f.Asks(), v.others())
	}
	if v.Verified == 0 {
		return "Chưa có " + strings.TrimSpace(f.Unit+" "+f.things()) + " nào được thẩm tra" + v.others() + "."
	}
	return "Đã có " + strings.Join(strings.Fields(vi.Figures(v.Verified)+" "+f.Unit+" "+f.things()), " ") + v.others() + "."
}
