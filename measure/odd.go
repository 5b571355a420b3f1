package measure

import (
	"fmt"
	"math"
	"slices"

	"loa/kit/vi"
	"loa/org"
)

// frame is what numbers of a target are held against.
type frame struct {
	Window     org.Span // the plan's own
	Population int64    // of the place; 0: not known
}

// The bounds of what looks odd. They warn and refuse nothing, so that they may be close.
const (
	enough    = 5      // numbers before any of them can stand out
	apart     = 5      // times the usual distance from the middle
	spread    = 1.4826 // makes the median distance of a bell curve its deviation
	atLeast   = 3      // times more or less than the middle, where all others are alike
	fallQuiet = 3      // times the usual silence
	shortest  = 14     // days of silence that surprise nobody
	regular   = 4      // facts before a silence can be sudden

)

// odd is why x looks odd among the other standing facts of its target, as sentences; most numbers have none. It is
// pure: the same facts give the same reasons, and a person may say that the number is right all the same.
func odd(f *Formula, x Fact, others []Fact, within frame) (says []string) {
	if x.Day < within.Window.From || within.Window.Through != "" && x.Day > within.Window.Through {
		says = append(says, "Ngày "+x.Day.String()+" nằm ngoài kỳ của kế hoạch ("+within.Window.From.String()+" – "+within.Window.Through.String()+"), nên số này không được tính trong kỳ.")
	}
	if within.Population > 0 && x.Whole > within.Population {
		says = append(says, "Tổng số "+vi.Figures(x.Whole)+" lớn hơn dân số của địa phương ("+vi.Figures(within.Population)+").")
	}
	if x.State == Planned {
		return says
	}
	var past, peers []float64
	for _, o := range others {
		if o.which() == x.which() || o.State == Planned {
			continue
		}
		if o.Unit == x.Unit && o.Person == x.Person && o.Item == x.Item && o.Part == x.Part && o.Day == x.Day && o.Amount == x.Amount && o.Whole == x.Whole {
			says = append(says, "Đã có một số liệu khác cùng ngày, cùng nơi, cùng con số. Có thể ghi hai lần.")
			break
		}
	}
	if f.Kind == "share" {
		return says
	}
	for _, o := range others {
		switch {
		case o.which() == x.which() || o.State == Planned || (o.Whole > 0) != (x.Whole > 0):
		case o.Unit == x.Unit && o.Person == x.Person && o.Item == x.Item:
			past = append(past, o.size())
		default:
			peers = append(peers, o.size())
		}
	}
	if middle, is := standsOut(x.size(), past); is {
		says = append(says, fmt.Sprintf("Con số này khác hẳn những lần trước của chính nơi đó (thường khoảng %s).", x.said(middle)))
	} else if middle, is := standsOut(x.size(), peers); is && len(past) < enough {
		says = append(says, fmt.Sprintf("Con số này khác hẳn của những nơi khác (thường khoảng %s).", x.said(middle)))
	}
	return says
}

// size is the number of f as it is compared: a share by its percentage.
func (f Fact) size() float64 {
	if f.Whole > 0 {
		return percent(f.Amount, f.Whole)
	}
	return float64(f.Amount)
}

func (f Fact) said(size float64) string {
	if f.Whole > 0 {
		return vi.Decimal(size, 1) + "%"
	}
	return vi.Decimal(size, 0)
}

// standsOut reports whether x is far from the middle of others, measured by their own median distance from it: a few
// wild numbers among them move neither.
func standsOut(x float64, others []float64) (middle float64, is bool) {
	if len(others) < enough {
		return 0, false
	}
	middle = median(others)
	distances := make([]float64, len(others))
	for i, o := range others {
		distances[i] = math.Abs(o - middle)
	}
	far := math.Abs(x - middle)
	if usual := spread * median(distances); usual > 0 {
		return middle, far > apart*usual && far >= 2
	}
	return middle, far >= 2 && (x >= atLeast*middle || x*atLeast <= middle)
}

func median(xs []float64) float64 {
	s := slices.Sorted(slices.Values(xs))
	n := len(s)
	if n%2 == 1 {
		return s[n/2]
	}
	return (s[n/2-1] + s[n/2]) / 2
}

// quiet is who told something regularly and has told nothing for long, by day until, as sentences by member.
func quiet(f *Formula, facts []Fact, population []Member, until org.Day) (says []string) {
	if f.Kind == "share" { // there each tells once
		return nil
	}
	told := map[Member][]org.Day{}
	for _, x := range facts {
		if x.State != Planned && x.Day <= until {
			m := f.takes(Tally{Unit: x.Unit, Person: x.Person, Item: x.Item})
			if f.Population.Of == Nothing {
				m = Member{Unit: x.Unit}
			}
			told[m] = append(told[m], x.Day)
		}
	}
	for _, m := range population {
		on := slices.Compact(slices.Sorted(slices.Values(told[m.id()])))
		if len(on) < regular {
			continue
		}
		gaps := make([]float64, len(on)-1)
		for i := range gaps {
			gaps[i] = float64(days(on[i], on[i+1]) - 1)
		}
		last := on[len(on)-1]
		since, usual := days(last, until)-1, median(gaps)
		if since > shortest && float64(since) > fallQuiet*usual {
			says = append(says, fmt.Sprintf("%s: thường cách %s ngày có một số liệu, nhưng từ %s đến nay không có gì.", m.Name, vi.Decimal(usual, 0), last))
		}
	}
	return says
}

// An Oddity (điểm lạ) is a fact with why it looks odd.
type Oddity struct {
	told
	Says []string
}

// lately is how many of the last facts are looked at again on a page.
const lately = 100

// oddities is those of the last facts that look odd among all of them, at most so many.
func oddities(f *Formula, facts []told, within frame, most int) (out []Oddity) {
	plain := make([]Fact, len(facts))
	for i, t := range facts {
		plain[i] = t.Fact
	}
	for _, t := range facts[:min(len(facts), lately)] {
		if says := odd(f, t.Fact, plain, within); len(says) > 0 {
			if out = append(out, Oddity{t, says}); len(out) == most {
				return out
			}
		}
	}
	return out
}
