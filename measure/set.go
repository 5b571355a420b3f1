package measure

import (
	"context"
	"fmt"
	"reflect"

	"loa/org"
	"loa/plan"
	"loa/platform/store"
)

// Set makes a rule for each target of p. It hangs on plan.Desk.OnAdopt. An amendment keeps the rule of a target that
// it kept, and with it what a person set by hand, unless the target itself now asks for something else; the rule of
// a target that it dropped stays for its facts' sake, and is counted no longer.
func (d *Desk) Set(ctx context.Context, tx *store.Tx, p plan.Plan) error {
	before, err := Rules(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	old := map[int64]Rule{}
	for _, r := range before {
		old[r.Target] = r
	}
	for i, t := range p.Targets {
		r := Rule{Target: t.Key, Plan: p.ID, Nth: i + 1, Address: t.Node, Lines: t.Lines, Said: said(&p.Draft, t), Keys: keysOf(&p.Draft, t)}
		r.Read = Recognise(t, &p.Draft)
		r.Formula = r.Read
		if was, ok := old[t.Key]; ok && was.IsByHand && reflect.DeepEqual(was.Read, r.Read) {
			r.Formula, r.IsByHand = was.Formula, true
		}
		delete(old, t.Key)
		if err := putRule(ctx, tx, r, p.AdoptedBy, d.Now()); err != nil {
			return fmt.Errorf("set the rule of %s: %w", t.ID, err)
		}
		if err := enlist(ctx, tx, p, t, r); err != nil {
			return fmt.Errorf("list whom %s is counted over: %w", t.ID, err)
		}
	}
	for _, r := range old {
		r.Dropped = true
		if err := putRule(ctx, tx, r, p.AdoptedBy, d.Now()); err != nil {
			return fmt.Errorf("drop the rule of target %d: %w", r.Target, err)
		}
	}
	return nil
}

// enlist writes down the channels that p itself names for t, and ends those that an amendment names no longer.
func enlist(ctx context.Context, tx *store.Tx, p plan.Plan, t plan.Target, r Rule) error {
	if r.Read == nil || r.Read.Kind != "upkeep" {
		return nil
	}
	list, from := targetList(t.Key), PlanWindow(&p.Draft).Span.From
	before, err := members(ctx, tx, list, "")
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, m := range channelsOf(t, &p.Draft) {
		m.From = from
		named[m.Item] = true
		if err := putMember(ctx, tx, list, m); err != nil {
			return err
		}
	}
	for _, m := range before {
		if !named[m.Item] {
			if err := endMember(ctx, tx, list, m.Item, org.DayOf(p.AdoptedAt).Add(-1)); err != nil {
				return err
			}
		}
	}
	return nil
}
