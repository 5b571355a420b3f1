package measure

import (
	"context"
	"slices"

	"loa/org"
	"loa/plan"
	"loa/platform/store"
)

// A Result is a rule with its value. Without a formula the value is the zero Value.
type Result struct {
	Rule  Rule
	Value Value
}

// Say is the result in one sentence.
func (r Result) Say() string {
	if r.Rule.Formula == nil {
		return "Chưa đo được: chưa có cách tính cho chỉ tiêu này."
	}
	return KindNamed(r.Rule.Formula.Kind).Say(r.Rule.Formula, r.Value)
}

// Values is what every standing rule of plan id comes to in w, counted up to day on.
func Values(ctx context.Context, tx *store.Tx, id plan.ID, w Window, on org.Day) ([]Result, error) {
	rules, err := Rules(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	rules = slices.DeleteFunc(rules, func(r Rule) bool { return r.Dropped })
	values, err := countUp(ctx, tx, rules, org.Span{From: w.Span.From, Through: w.Until(on)}, w.Span.Through)
	if err != nil {
		return nil, err
	}
	out := make([]Result, len(rules))
	for i, r := range rules {
		out[i] = Result{r, values[i]}
	}
	return out, nil
}

// countUp is what each of rules comes to within span; what is planned is counted up to the horizon.
func countUp(ctx context.Context, tx *store.Tx, rules []Rule, span org.Span, horizon org.Day) ([]Value, error) {
	bySpan := map[org.Span][]Rule{} // nearly always one
	for _, r := range rules {
		if r.Formula != nil {
			own := r.Formula.within(span)
			bySpan[own] = append(bySpan[own], r)
		}
	}
	byTarget := map[int64]Value{}
	for own, rs := range bySpan {
		tallies, err := talliesOf(ctx, tx, rs, own, horizon)
		if err != nil {
			return nil, err
		}
		asked := populations{on: own.Through}
		for _, r := range rs {
			population, err := asked.of(ctx, tx, r.Formula.Population)
			if err != nil {
				return nil, err
			}
			byTarget[r.Target] = KindNamed(r.Formula.Kind).Fold(r.Formula, population, tallies[r.Target], own)
		}
	}
	out := make([]Value, len(rules))
	for i, r := range rules {
		out[i] = byTarget[r.Target]
	}
	return out, nil
}

// talliesOf is what rules, which have formulas, count within span, by target.
func talliesOf(ctx context.Context, tx *store.Tx, rules []Rule, within org.Span, horizon org.Day) (map[int64][]Tally, error) {
	var daily, first []int64
	for _, r := range rules {
		if KindNamed(r.Formula.Kind).ByDay() {
			daily = append(daily, r.Keys...)
		} else {
			first = append(first, r.Keys...)
		}
	}
	byDay, err := dailyTallies(ctx, tx, daily, within, horizon)
	if err != nil {
		return nil, err
	}
	firsts, err := firstTallies(ctx, tx, first, within, horizon)
	if err != nil {
		return nil, err
	}
	out := map[int64][]Tally{}
	for _, r := range rules {
		from := firsts
		if KindNamed(r.Formula.Kind).ByDay() {
			from = byDay
		}
		for _, k := range r.Keys {
			out[r.Target] = append(out[r.Target], from[k]...)
		}
	}
	return out, nil
}

// populations asks the register once for all rules.
type populations struct {
	on       org.Day
	units    []org.Unit
	holdings []org.Holding
	names    map[org.PersonID]string
}

// of is p as it was on the day.
func (a *populations) of(ctx context.Context, tx *store.Tx, p Population) ([]Member, error) {
	switch p.Of {
	case Units:
		return a.unitsOf(ctx, tx, p.Kinds)
	case People:
		return a.holders(ctx, tx, p.Posts)
	case Members:
		return members(ctx, tx, p.List, a.on)
	}
	return nil, nil
}

func (a *populations) register(ctx context.Context, tx *store.Tx) (err error) {
	if a.units == nil {
		a.units, err = org.UnitsOn(ctx, tx, a.on)
	}
	return err
}

func (a *populations) unitsOf(ctx context.Context, tx *store.Tx, kinds []org.UnitKind) ([]Member, error) {
	if err := a.register(ctx, tx); err != nil {
		return nil, err
	}
	var out []Member
	for _, u := range a.units {
		if slices.Contains(kinds, u.Kind) {
			out = append(out, Member{Unit: u.ID, Name: u.Name, From: u.OpenedOn})
		}
	}
	return out, nil
}

// holders is the people who hold any of posts on the day, each once, in the order in which they came to it.
func (a *populations) holders(ctx context.Context, tx *store.Tx, posts []org.Post) (out []Member, err error) {
	if err := a.register(ctx, tx); err != nil {
		return nil, err
	}
	if a.holdings == nil {
		if a.holdings, err = org.AllHoldings(ctx, tx); err != nil {
			return nil, err
		}
		ids := make([]org.PersonID, len(a.holdings))
		for i, h := range a.holdings {
			ids[i] = h.Person
		}
		if a.names, err = org.PersonNames(ctx, tx, ids...); err != nil {
			return nil, err
		}
	}
	for _, h := range a.holdings {
		known := slices.ContainsFunc(out, func(m Member) bool { return m.Person == h.Person })
		if !known && h.Span.Covers(a.on) && slices.Contains(posts, h.Post) {
			out = append(out, Member{Person: h.Person, Name: a.names[h.Person], Where: a.unitName(h.Unit), From: h.Span.From})
		}
	}
	return out, nil
}

func (a *populations) unitName(id org.UnitID) string {
	if i := slices.IndexFunc(a.units, func(u org.Unit) bool { return u.ID == id }); i >= 0 {
		return a.units[i].Name
	}
	return ""
}
