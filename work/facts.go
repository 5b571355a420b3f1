package work

import (
	"context"
	"fmt"

	"loa/measure"
	"loa/platform/store"
)

// deskName is how facts say that they come from here.
const deskName = "work"

// Facts lists, from the desk's own tables, every fact that its evidence makes true, as [measure.Record] was told them.
func Facts(ctx context.Context, tx *store.Tx) ([]measure.Fact, error) {
	all, err := evidences(ctx, tx, `1 = 1`)
	if err != nil {
		return nil, err
	}
	var facts []measure.Fact
	told := map[TaskID]func(Evidence) []measure.Fact{}
	for _, e := range all {
		if told[e.Task] == nil {
			t, err := loadTask(ctx, tx, e.Task)
			if err != nil {
				return nil, err
			}
			abouts, err := aboutsOf(ctx, tx, e.Task)
			if err != nil {
				return nil, err
			}
			told[e.Task] = func(e Evidence) []measure.Fact { return factsOf(t, abouts, e) }
		}
		for _, f := range told[e.Task](e) {
			if f.State != measure.Void {
				facts = append(facts, f)
			}
		}
	}
	return facts, nil
}

// factsOf is what e says of the targets that its task serves; of the task itself where it serves none. A task outside
// every plan that serves no target has nothing to count for.
func factsOf(t Task, abouts []About, e Evidence) []measure.Fact {
	f := measure.Fact{
		Desk: deskName, Thing: e.Ref(), Key: t.Key, Unit: e.Unit, Day: e.DoneOn, Amount: 1, State: measure.Claimed,
		By: e.Sender.Person, At: e.SentAt, Href: e.href(), Note: e.say(),
	}
	switch e.State {
	case Accepted:
		f.State, f.By, f.At = measure.Verified, e.Verifier, e.DecidedAt
	case Sentback, Withdrawn:
		f.State, f.By, f.At = measure.Void, e.Verifier, e.DecidedAt
	}
	var facts []measure.Fact
	for _, a := range abouts {
		if a.Sort == Target {
			f.Key, f.What = a.Key, fmt.Sprintf("target/%d", a.Key)
			facts = append(facts, f)
		}
	}
	if facts == nil && t.Key != 0 {
		return []measure.Fact{f}
	}
	return facts
}

// retell brings the facts of what was sent for t up to the targets that it now serves; was are those it served.
func (d *Desk) retell(ctx context.Context, tx *store.Tx, t Task, was, is []About) error {
	all, err := evidences(ctx, tx, `e.task = $2`, int64(t.ID))
	if err != nil {
		return err
	}
	for _, e := range all {
		now := factsOf(t, is, e)
		said := map[string]bool{}
		for _, f := range now {
			said[f.What] = true
		}
		for _, f := range factsOf(t, was, e) {
			if f.At = d.Now(); !said[f.What] {
				if err := measure.Withdraw(ctx, tx, f); err != nil {
					return err
				}
			}
		}
		if err := measure.Record(ctx, tx, now...); err != nil {
			return err
		}
	}
	return nil
}
