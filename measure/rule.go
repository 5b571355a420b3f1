package measure

import (
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
)

// A Rule (cách tính) is how one target of a plan is counted. It is known by the
// target's key, which every amendment keeps.
type Rule struct {
	Target   int64
	Plan     plan.ID
	Nth      int // in the order of the paper, from 1
	Address  plan.Address
	Lines    plan.Span
	Said     string // the target in the paper's words
	Read     *Formula
	Formula  *Formula // nil: nobody knows yet how to count it
	IsByHand bool
	Dropped  bool // an amendment took the target out of the plan
	Keys     []int64
}

// A Formula is the rule as such, without what it is a rule of.
type Formula struct {
	Kind       string     `json:"kind"` // share, count, upkeep, score
	Op         plan.Op    `json:"op"`
	Threshold  float64    `json:"threshold"` // percent, number, days of silence, rank
	Unit       string     `json:"unit,omitempty"`
	Subject    string     `json:"subject"` // whom it is counted over, in the paper's words
	Measure    string     `json:"measure"` // what counts, in the paper's words
	Population Population `json:"population"`
	Parts      []Part     `json:"parts,omitempty"`   // what each of the population must answer; none: one thing
	Within     org.Span   `json:"within,omitzero"`   // days of its own, where the target is not for all of the plan's
	Per        string     `json:"per,omitempty"`     // week, month, quarter, year: the threshold holds for each
	Assumed    []string   `json:"assumed,omitempty"` // what the paper does not say and the program took for granted
}

// within is the days of span in which f counts.
func (f *Formula) within(span org.Span) org.Span {
	if f.Within.From != "" {
		span.From = max(span.From, f.Within.From)
	}
	if f.Within.Through != "" {
		span.Through = min(span.Through, f.Within.Through)
	}
	return span
}

// A Population is whom or what a formula counts over.
type Population struct {
	Of    Over           `json:"of"`
	Kinds []org.UnitKind `json:"kinds,omitempty"` // of units
	Posts []org.Post     `json:"posts,omitempty"` // of people
	List  string         `json:"list,omitempty"`  // of members
}

// Over is the sort of a population.
type Over string

// The sorts of populations.
const (
	Nothing Over = ""        // a number, counted over nobody
	Units   Over = "units"   // cơ quan, đơn vị of some kinds
	People  Over = "people"  // người giữ một trong các chức vụ
	Members Over = "members" // một danh sách có tên
)

// A Part is one of the things that each of a population must answer.
type Part struct {
	Item string `json:"item"`
	Name string `json:"name"`
}

// A Member is one of a population on a day.
type Member struct {
	Unit   org.UnitID
	Person org.PersonID
	Item   string
	Name   string
	Where  string // the unit of a person
	From   org.Day
}

// id is m without its names, as tallies know it.
func (m Member) id() Member { return Member{Unit: m.Unit, Person: m.Person, Item: m.Item} }

// Exemplars is the place's own list of models and exemplars (mô hình, điển hình).
const Exemplars = "exemplar"

// Campaign is how a fact names the campaign it answers, as its Part: campaign/ngay-chuyen-doi-so-quoc-gia. A year
// behind the name is left out: papers carry last year's.
func Campaign(name string) string { return "campaign/" + vi.Slug(name) }

// Channel is how a fact names the channel something went out by, as its Item: channel/portal, channel/loudspeaker.
func Channel(kind string) string { return "channel/" + kind }

// takes is the member of f's population that t speaks of.
func (f *Formula) takes(t Tally) Member {
	switch f.Population.Of {
	case Units:
		return Member{Unit: t.Unit}
	case People:
		return Member{Person: t.Person}
	case Members:
		return Member{Item: t.Item}
	}
	return Member{}
}

// keysOf is the keys whose facts count for t: its own, those of the clauses that say it, and those of the tasks that serve it.
func keysOf(p *plan.Draft, t plan.Target) []int64 {
	keys := []int64{t.Key}
	for _, a := range append([]plan.Address{t.Node}, t.RestatedAt...) {
		if c := p.Clause(a); c != nil {
			keys = append(keys, c.Key)
		}
	}
	for _, a := range p.Assignments {
		for _, task := range a.Tasks {
			if slices.Contains(task.Targets, t.ID) {
				keys = append(keys, task.Key)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// said is t in the paper's words.
func said(p *plan.Draft, t plan.Target) string {
	if c := p.Clause(t.Node); c != nil && c.Text != "" && targetsAt(p, t.Node) == 1 {
		return strings.TrimSpace(c.Text)
	}
	return strings.TrimSpace(t.Formula() + " " + t.Subject + " " + t.Measure)
}

func targetsAt(p *plan.Draft, a plan.Address) (n int) {
	for _, t := range p.Targets {
		if t.Node == a {
			n++
		}
	}
	return n
}
