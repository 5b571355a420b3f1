package measure

import (
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
)

// A Kind (cách đo) is a sort of formula: it recognises the targets it can count, folds facts to a value, and says
// the value. It is pure. A new sort of target is one new Kind in a file of its own and one line in kinds.
type Kind interface {
	// Name is how formulas call the kind.
	Name() string
	// Title is the kind on screens.
	Title() string
	// Recognise makes the formula of t, or reports that t is not of this kind.
	Recognise(t plan.Target, p *plan.Draft) (Formula, bool)
	// ByDay reports whether Fold needs each day, or only the first on which a member came to a state.
	ByDay() bool
	// Fold counts: population is as it was on the last day counted, tallies are those of the rule's keys within the days.
	Fold(f *Formula, population []Member, tallies []Tally, within org.Span) Value
	// Say is v in one plain sentence, without the day it was counted on.
	Say(f *Formula, v Value) string
}

// kinds are asked in this order.
var kinds = []Kind{upkeep{}, share{}, count{}, score{}}

// KindNamed is the kind that a formula names; nil for none.
func KindNamed(name string) Kind {
	for _, k := range kinds {
		if k.Name() == name {
			return k
		}
	}
	return nil
}

// Recognise makes the formula of t; nil when no kind knows it.
func Recognise(t plan.Target, p *plan.Draft) *Formula {
	for _, k := range kinds {
		if f, ok := k.Recognise(t, p); ok {
			f.Kind, f.Subject, f.Measure = k.Name(), t.Subject, t.Measure
			return &f
		}
	}
	return nil
}

// A Tally is the standing facts of one day that speak of the same, added up.
type Tally struct {
	Key           int64
	Unit          org.UnitID
	Person        org.PersonID
	Item, Part    string
	Day           org.Day
	State         State
	Facts         int64
	Amount, Whole int64
}

// A Value (kết quả) is what a rule comes to over some days.
type Value struct {
	Verified, Claimed, Planned int64 // three numbers that share nothing: claimed are those not yet verified
	Of                         int64 // the population; 0 where there is none
	Figure                     float64
	Known                      bool // false: there is nothing yet to hold against the threshold
	Met                        bool
	Members                    []Standing // the population one by one
	Trend                      []Point    // the verified figure, day by day where it changed
	Latest                     org.Day    // of a score: the day it was measured
	Whole                      int64      // of a score: out of so many
}

// A Standing is how one member stands.
type Standing struct {
	Member
	State   State    // the best that is true of all parts; empty: nothing yet
	Since   org.Day  // the day it came to that state
	Lacks   []string // names of the parts that are not verified
	Facts   int64    // that speak of it
	Silence int      // of upkeep: the longest run of days without anything
	PerWeek float64
}

// A Point is one figure of a trend.
type Point struct {
	Day    org.Day
	Figure float64
}

// meets holds figure against the formula's threshold.
func (f *Formula) meets(figure float64) bool {
	if f.Op == plan.AtMost {
		return figure <= f.Threshold
	}
	return figure >= f.Threshold
}

// Asks is what the formula asks for: tối thiểu 80%.
func (f *Formula) Asks() string {
	figure := vi.Decimal(f.Threshold, 2)
	switch f.Kind {
	case "share":
		figure += "%"
	case "upkeep":
		return "không quá " + figure + " ngày liền không có tin, bài"
	default:
		if f.Unit == "%" {
			figure += "%"
		} else if f.Unit != "" {
			figure += " " + f.Unit
		}
	}
	switch {
	case f.Op == plan.AtMost:
		figure = "tối đa " + figure
	case f.Op == plan.AtLeast:
		figure = "tối thiểu " + figure
	}
	if f.Per != "" {
		figure += " mỗi " + perWords[f.Per]
	}
	return figure
}

var perWords = map[string]string{"week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm"}

// things is the subject without the «các» before it: 36/45 trường học.
func (f *Formula) things() string {
	for _, head := range []string{"các ", "số ", "những "} {
		if rest, ok := strings.CutPrefix(f.Subject, head); ok {
			return rest
		}
	}
	return f.Subject
}

// doing is what counts, cut to a length that a sentence bears.
func (f *Formula) doing() string {
	words := strings.Fields(strings.TrimRight(f.Measure, ".;, "))
	if len(words) > 28 {
		return strings.TrimRight(strings.Join(words[:26], " "), ",;") + " …"
	}
	return strings.Join(words, " ")
}

// others says what is claimed and planned beside what is verified; empty when nothing is.
func (v Value) others() string {
	var says []string
	if v.Claimed > 0 {
		says = append(says, fmt.Sprintf("%s chờ thẩm tra", vi.Figures(v.Claimed)))
	}
	if v.Planned > 0 {
		says = append(says, fmt.Sprintf("%s mới dự kiến", vi.Figures(v.Planned)))
	}
	if len(says) == 0 {
		return ""
	}
	return " (ngoài ra " + strings.Join(says, ", ") + ")"
}

// put counts a standing where it belongs.
func (v *Value) put(s Standing) {
	switch s.State {
	case Verified:
		v.Verified++
	case Claimed:
		v.Claimed++
	case Planned:
		v.Planned++
	}
	v.Members = append(v.Members, s)
}

// In is the members in any of states.
func (v Value) In(states ...State) []Standing {
	var out []Standing
	for _, s := range v.Members {
		if slices.Contains(states, s.State) {
			out = append(out, s)
		}
	}
	return out
}

func percent(n, of int64) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}
