package measure

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"loa/org"
	"loa/plan"
	"loa/platform/store"
)

// A Source is a desk that can list, from its own tables, the facts it has told and not withdrawn.
type Source struct {
	Desk  string
	Facts func(context.Context, *store.Tx) ([]Fact, error)
}

// A Difference is one place where what is counted and what a desk has are not the same.
type Difference struct {
	Which string // work work/7/evidence/3
	Say   string
}

// Check recomputes every fact of the place from the tables of the sources, and every tally from the facts, and
// says where they differ. Facts of a desk that is no source are a difference: nobody could prove them.
func Check(ctx context.Context, tx *store.Tx, sources []Source) ([]Difference, error) {
	kept, err := standingFacts(ctx, tx)
	if err != nil {
		return nil, err
	}
	counted := map[which]Fact{}
	for _, f := range kept {
		counted[f.which()] = f
	}
	var out []Difference
	differs := func(w which, say string) { out = append(out, Difference{w.desk + " " + w.thing + " " + w.what, say}) }
	for _, s := range sources {
		facts, err := s.Facts(ctx, tx)
		if err != nil {
			return nil, fmt.Errorf("list the facts of %s: %w", s.Desk, err)
		}
		for _, f := range facts {
			w := f.which()
			was, ok := counted[w]
			switch {
			case f.Desk != s.Desk:
				differs(w, "bàn "+s.Desk+" kê số liệu của bàn khác")
			case !ok:
				differs(w, "bàn làm việc có, sổ số liệu không có")
			case !was.same(f):
				differs(w, fmt.Sprintf("sổ ghi %+v, bàn làm việc có %+v", was.content(), f.content()))
			}
			delete(counted, w)
		}
	}
	for w := range counted {
		differs(w, "sổ số liệu có, không bàn làm việc nào có")
	}
	unset, err := plansWithoutRules(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, p := range unset {
		out = append(out, Difference{p.ID.Ref(), "kế hoạch " + p.Code + " chưa có cách tính cho chỉ tiêu nào"})
	}
	tallies, err := checkTallies(ctx, tx, kept)
	out = append(out, tallies...)
	slices.SortFunc(out, func(a, b Difference) int { return cmp.Or(cmp.Compare(a.Which, b.Which), cmp.Compare(a.Say, b.Say)) })
	return out, err
}

// checkTallies holds the tallies against the facts they add up.
func checkTallies(ctx context.Context, tx *store.Tx, facts []Fact) ([]Difference, error) {
	sums, err := sumTallies(ctx, tx)
	if err != nil {
		return nil, err
	}
	due := map[Tally][3]int64{}
	for _, f := range facts {
		t := Tally{Key: f.Key, Unit: f.Unit, Person: f.Person, Item: f.Item, Part: f.Part, Day: f.Day, State: f.State}
		s := due[t]
		due[t] = [3]int64{s[0] + 1, s[1] + f.Amount, s[2] + f.Whole}
	}
	var out []Difference
	for _, t := range sums {
		got := [3]int64{t.Facts, t.Amount, t.Whole}
		t.Facts, t.Amount, t.Whole = 0, 0, 0
		if got != due[t] {
			out = append(out, Difference{fmt.Sprintf("tally %+v", t), fmt.Sprintf("cộng sẵn %v, số liệu gốc %v", got, due[t])})
		}
		delete(due, t)
	}
	for t, want := range due {
		out = append(out, Difference{fmt.Sprintf("tally %+v", t), fmt.Sprintf("thiếu số cộng sẵn %v", want)})
	}
	return out, nil
}

// plansWithoutRules is the plans that were adopted before this desk was there to hear of it.
func plansWithoutRules(ctx context.Context, tx *store.Tx) ([]plan.Summary, error) {
	all, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []plan.Summary
	for _, p := range all {
		rules, err := Rules(ctx, tx, p.ID)
		if err != nil {
			return nil, err
		}
		if len(rules) == 0 {
			if now, err := plan.Current(ctx, tx, p.ID); err != nil {
				return nil, err
			} else if len(now.Targets) > 0 {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// Rebuild makes the facts of the place what the sources have: what is missing or different is told again, what
// nobody has is withdrawn, and the tallies are added up anew; a plan without rules gets them. by is who asked for
// it, 0 for the program.
func (d *Desk) Rebuild(ctx context.Context, tx *store.Tx, by org.PersonID, sources []Source) error {
	unset, err := plansWithoutRules(ctx, tx)
	if err != nil {
		return err
	}
	for _, s := range unset {
		p, err := plan.Current(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if err := d.Set(ctx, tx, p); err != nil {
			return err
		}
	}
	kept, err := standingFacts(ctx, tx)
	if err != nil {
		return err
	}
	nobodys := map[which]Fact{}
	for _, f := range kept {
		nobodys[f.which()] = f
	}
	if err := sumAnew(ctx, tx, kept); err != nil {
		return err
	}
	for _, s := range sources {
		facts, err := s.Facts(ctx, tx)
		if err != nil {
			return fmt.Errorf("list the facts of %s: %w", s.Desk, err)
		}
		for _, f := range facts {
			delete(nobodys, f.which())
		}
		if err := Record(ctx, tx, facts...); err != nil {
			return err
		}
	}
	for _, f := range kept { // in their order, not that of a map
		if _, ok := nobodys[f.which()]; !ok {
			continue
		}
		f.By, f.At = by, d.Now()
		if err := Withdraw(ctx, tx, f); err != nil {
			return err
		}
	}
	return nil
}
