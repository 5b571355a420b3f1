package measure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/store"
)

// upkeep (duy trì) asks whether something was kept alive: the longest run of days without anything, and how much there was a week.
type upkeep struct{}

func (upkeep) Name() string  { return "upkeep" }
func (upkeep) Title() string { return "Duy trì đều đặn" }
func (upkeep) ByDay() bool   { return true }

// silence is how many days in a row may pass without anything, where the paper does not say: a weekly column.
const silence = 7

func (upkeep) Recognise(t plan.Target, p *plan.Draft) (Formula, bool) {
	if t.Kind != plan.Continuous {
		return Formula{}, false
	}
	return Formula{
		Op: plan.AtMost, Threshold: silence, Unit: "ngày",
		Population: Population{Of: Members, List: targetList(t.Key)},
		Assumed:    []string{fmt.Sprintf("Văn bản không ghi nhịp; «duy trì» được hiểu là không nơi nào có quá %d ngày liền không có tin, bài.", silence)},
	}, true
}

// channelWords are the words of papers for the channels that a column can be kept on.
var channelWords = []struct{ words, kind, name string }{
	{"cong thong tin", "portal", "Cổng thông tin điện tử"},
	{"trang thong tin", "portal", "Trang thông tin điện tử"},
	{"truyen thanh", "loudspeaker", "Hệ thống truyền thanh"},
	{"zalo", "zalo", "Zalo"},
	{"facebook", "social", "Trang mạng xã hội"},
	{"fanpage", "social", "Trang mạng xã hội"},
	{"mang xa hoi", "social", "Trang mạng xã hội"},
	{"bang tin", "board", "Bảng tin công cộng"},
}

// channelsOf is the channels that t wants kept up: those its own words name, else those the reader found beside it. The
// column itself is what is kept, not where.
func channelsOf(t plan.Target, p *plan.Draft) []Member {
	var out []Member
	said := vi.Fold(t.Subject + " " + t.Measure)
	for _, w := range channelWords {
		known := slices.ContainsFunc(out, func(m Member) bool { return m.Item == Channel(w.kind) })
		if !known && strings.Contains(said, w.words) {
			out = append(out, Member{Item: Channel(w.kind), Name: w.name})
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, c := range p.Channels {
		if slices.Contains(t.Channels, c.ID) && c.Kind != "column" {
			out = append(out, Member{Item: Channel(c.Kind), Name: c.Name})
		}
	}
	return out
}

// KeepUp is the targets of a plan that something sent out by channel helps to keep up, by their keys.
func KeepUp(ctx context.Context, tx *store.Tx, id plan.ID, channel string) ([]int64, error) {
	rules, err := Rules(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	var keys []int64
	for _, r := range rules {
		if r.Dropped || r.Formula == nil || r.Formula.Kind != (upkeep{}).Name() {
			continue
		}
		list, err := members(ctx, tx, r.Formula.Population.List, "")
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(m Member) bool { return m.Item == channel }) {
			keys = append(keys, r.Target)
		}
	}
	return keys, nil
}

func (upkeep) Fold(f *Formula, population []Member, tallies []Tally, within org.Span) Value {
	v := Value{Of: int64(len(population)), Known: len(population) > 0 && days(within.From, within.Through) > 0}
	for _, m := range population {
		span := org.Span{From: max(within.From, m.From), Through: within.Through}
		s := Standing{Member: m, Silence: days(span.From, span.Through)}
		verified := int64(0)
		for _, state := range []State{Planned, Claimed, Verified} { // the last is the surest
			var on []org.Day
			n := int64(0)
			for _, t := range tallies {
				if f.takes(t) == m.id() && t.State.rank() >= state.rank() {
					on, n = append(on, t.Day), n+t.Amount
				}
			}
			if state == Planned {
				s.Facts = n
			}
			quiet := longestSilence(on, span)
			if float64(quiet) <= f.Threshold && v.Known {
				s.State, s.Since = state, latest(on)
			}
			s.Silence, verified = quiet, n
		}
		s.PerWeek = 7 * float64(verified) / float64(max(days(span.From, span.Through), 1))
		v.put(s)
	}
	for _, s := range v.Members {
		v.Figure = max(v.Figure, float64(s.Silence))
	}
	v.Met = v.Known && v.Verified == v.Of
	v.Trend = weekly(f, population, tallies, within)
	return v
}

// longestSilence is the longest run of days of span that none of on is in.
func longestSilence(on []org.Day, span org.Span) int {
	slices.Sort(on)
	longest, from := 0, span.From
	for _, d := range on {
		if d < from || d > span.Through {
			continue
		}
		if d > from {
			longest = max(longest, days(from, d)-1)
		}
		from = d.Add(1)
	}
	return max(longest, days(from, span.Through))
}

func latest(on []org.Day) org.Day {
	if len(on) == 0 {
		return ""
	}
	return slices.Max(on)
}

// weekly is how much that is verified each whole week had.
func weekly(f *Formula, population []Member, tallies []Tally, within org.Span) []Point {
	known := map[Member]bool{}
	for _, m := range population {
		known[m.id()] = true
	}
	weeks := periods("week", within)
	sums := make([]int64, len(weeks))
	for _, t := range tallies {
		if t.State != Verified || !known[f.takes(t)] {
			continue
		}
		if i, ok := slices.BinarySearchFunc(weeks, t.Day, func(p period, d org.Day) int { return strings.Compare(string(p.span.From), string(d)) }); ok {
			sums[i] += t.Amount
		} else if i > 0 && weeks[i-1].span.Covers(t.Day) {
			sums[i-1] += t.Amount
		}
	}
	out := make([]Point, len(weeks))
	for i, w := range weeks {
		out[i] = Point{w.span.Through, float64(sums[i])}
	}
	return out
}

func (upkeep) Say(f *Formula, v Value) string {
	switch {
	case v.Of == 0:
		return "Chưa có danh sách nơi phải duy trì."
	case !v.Known:
		return "Kỳ này chưa bắt đầu."
	}
	says := make([]string, len(v.Members))
	for i, s := range v.Members {
		says[i] = fmt.Sprintf("%s %s mục mỗi tuần, lâu nhất %d ngày liền không có mục nào", s.Name, vi.Decimal(s.PerWeek, 1), s.Silence)
	}
	return fmt.Sprintf("%d/%d nơi được duy trì đều: %s%s.", v.Verified, v.Of, strings.Join(says, "; "), v.others())
}
