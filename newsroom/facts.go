package newsroom

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"loa/measure"
	"loa/org"
	"loa/platform/store"
)

// deskName is how facts say that they come from here.
const deskName = "newsroom"

// Facts lists, from the desk's own tables, every fact that its stories make true, as [measure.Record] was told them.
func Facts(ctx context.Context, tx *store.Tx) ([]measure.Fact, error) {
	out, err := stories(ctx, tx, `was_live > 0 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	var facts []measure.Fact
	for _, s := range out {
		v, err := version(ctx, tx, s.ID, s.Was)
		if err != nil {
			return nil, err
		}
		serves, err := servesOf(ctx, tx, s.ID)
		if err != nil {
			return nil, err
		}
		facts = append(facts, factsOf(s, v.Theme, serves)...)
	}
	return facts, nil
}

// served is a target that a story counts for, and by what: the channel it came out on, or an exemplar that it tells of.
type served struct {
	target int64
	item   string
}

// portal is the channel that stories come out on.
var portal = measure.Channel("portal")

// factsOf is what s, once it came out, says of its theme and of the targets it counts for. The machine saw it come out.
func factsOf(s Story, theme Theme, serves []served) []measure.Fact {
	f := measure.Fact{
		Desk: deskName, Thing: s.ID.Ref(), What: "theme", Key: theme.Key, Unit: s.Unit, Item: portal, Part: "story/" + string(s.Kind),
		Day: org.DayOf(s.PublishedAt), Amount: 1, State: measure.Verified, At: s.PublishedAt, Href: "/" + s.ID.Ref(), Note: s.Title,
	}
	facts := []measure.Fact{f}
	for _, x := range serves {
		f.Key, f.Item, f.What, f.Part = x.target, x.item, fmt.Sprintf("target/%d/%s", x.target, x.item), ""
		facts = append(facts, f)
	}
	return facts
}

// tell brings what is counted of s up to what the public reads of it, and leaves what has only come to its end.
func (d *Desk) tell(ctx context.Context, tx *store.Tx, s Story, theme Theme) error {
	before, err := servesOf(ctx, tx, s.ID)
	if err != nil {
		return err
	}
	serves := before
	if s.Live > 0 {
		targets, err := measure.KeepUp(ctx, tx, theme.Plan, portal)
		if err != nil {
			return err
		}
		serves = nil
		for _, key := range targets {
			serves = append(serves, served{key, portal})
		}
		told, err := toldIn(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if targets, err = measure.TargetsOver(ctx, tx, theme.Plan, measure.Exemplars); err != nil {
			return err
		}
		for _, key := range targets {
			for _, e := range told {
				serves = append(serves, served{key, e.Item})
			}
		}
	}
	void := map[string]bool{}
	for _, f := range factsOf(s, theme, before) {
		void[f.What] = true
	}
	if s.Was > 0 {
		for _, f := range factsOf(s, theme, serves) {
			delete(void, f.What)
			if err := measure.Record(ctx, tx, f); err != nil {
				return err
			}
		}
	}
	for _, what := range slices.Sorted(maps.Keys(void)) {
		if err := measure.Withdraw(ctx, tx, measure.Fact{Desk: deskName, Thing: s.ID.Ref(), What: what, At: d.Now(), Href: "/" + s.ID.Ref()}); err != nil {
			return err
		}
	}
	return setServes(ctx, tx, s.ID, serves)
}
