package measure

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// bench is a desk as others will be: it has things of its own and tells a fact of each in the same transaction.
type bench struct{ things map[string]Fact }

func (b *bench) facts(context.Context, *store.Tx) ([]Fact, error) {
	var out []Fact
	for _, f := range b.things {
		out = append(out, f)
	}
	return out, nil
}

// TestWhateverPeopleDoTheFactsAreThoseOfTheDesks: random histories of verbs of two desks leave nothing to rebuild.
func TestWhateverPeopleDoTheFactsAreThoseOfTheDesks(t *testing.T) {
	storetest.Each(t, withPlans, func(t *testing.T, db *store.DB) {
		d := adopted(t, db)
		other := &bench{map[string]Fact{}}
		sources := []Source{{"measure", Entries}, {"work", other.facts}}
		officer, head := seats["officer"], seats["office-head"]
		officer.Place, head.Place = phuLien, phuLien
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 12).Draw(rt, "verbs") {
				if err := anyVerb(rt, d, db, other, officer, head); err != nil && refuse.Of(err).Kind == refuse.Trouble {
					rt.Fatal(err)
				}
			}
			write(t, db, func(tx *store.Tx) error {
				found, err := Check(t.Context(), tx, sources)
				if len(found) > 0 {
					rt.Fatalf("%+v", found)
				}
				return err
			})
		})
		rebuilding(t, d, db, sources)
	})
}

// anyVerb does one thing that people or another desk do.
func anyVerb(t *rapid.T, d *Desk, db *store.DB, other *bench, officer, head org.Actor) error {
	ctx := context.Background()
	entry := Entry{Target: rapid.SampledFrom([]int64{1, 6, 7}).Draw(t, "target"), Unit: org.UnitID(rapid.IntRange(1, 6).Draw(t, "unit")),
		Day: org.Day("2025-09-01").Add(rapid.IntRange(0, 20).Draw(t, "day")), Amount: int64(rapid.IntRange(1, 3).Draw(t, "amount")), Proof: "Báo cáo số 12"}
	id := EntryID(rapid.IntRange(1, 8).Draw(t, "entry"))
	switch rapid.SampledFrom([]string{"tell", "verify", "return", "retell", "work", "work", "undo"}).Draw(t, "verb") {
	case "tell":
		_, err := d.Tell(ctx, officer, entry)
		return err
	case "verify":
		return d.Verify(ctx, head, entry.Target, id)
	case "return":
		return d.Return(ctx, head, entry.Target, id, "Chưa rõ")
	case "retell":
		entry.ID = id
		return d.Retell(ctx, officer, entry)
	case "work":
		f := did(fmt.Sprintf("work/%d", rapid.IntRange(1, 5).Draw(t, "thing")), entry.Target, entry.Unit, entry.Day)
		f.Amount, f.State = entry.Amount, rapid.SampledFrom([]State{Planned, Claimed, Verified}).Draw(t, "state")
		other.things[f.Thing] = f
		return db.Write(ctx, phuLien, func(tx *store.Tx) error { return Record(ctx, tx, f) })
	}
	thing := fmt.Sprintf("work/%d", rapid.IntRange(1, 5).Draw(t, "thing"))
	delete(other.things, thing)
	return db.Write(ctx, phuLien, func(tx *store.Tx) error { return Withdraw(ctx, tx, did(thing, 7, 1, "2025-09-01")) })
}

// rebuilding spoils what is kept and lets it be rebuilt.
func rebuilding(t *testing.T, d *Desk, db *store.DB, sources []Source) {
	tell(t, db, did("work/nobody's", 7, 4, "2025-10-01"))
	write(t, db, func(tx *store.Tx) error {
		if _, err := tx.Exec(t.Context(), `UPDATE measure_tally SET amount = amount + 1 WHERE place = $1`); err != nil {
			return err
		}
		found, err := Check(t.Context(), tx, sources)
		if !slices.ContainsFunc(found, func(d Difference) bool { return d.Which == "work work/nobody's " }) || len(found) < 2 {
			t.Errorf("a fact of nobody and wrong sums go unseen: %+v", found)
		}
		return err
	})
	write(t, db, func(tx *store.Tx) error { return d.Rebuild(t.Context(), tx, 0, sources) })
	write(t, db, func(tx *store.Tx) error {
		found, err := Check(t.Context(), tx, sources)
		if len(found) > 0 {
			t.Errorf("rebuilt, and still: %+v", found)
		}
		return err
	})
}

func TestAPlanFromBeforeGetsItsRulesWhenRebuilt(t *testing.T) {
	db := storetest.Open(t, withPlans...)
	d := adopted(t, db)
	write(t, db, func(tx *store.Tx) error {
		if _, err := tx.Exec(t.Context(), `DELETE FROM measure_rule WHERE place = $1`); err != nil {
			return err
		}
		found, err := Check(t.Context(), tx, nil)
		if len(found) != 1 || found[0].Which != plan.ID(1).Ref() {
			t.Errorf("%+v", found)
		}
		return err
	})
	write(t, db, func(tx *store.Tx) error { return d.Rebuild(t.Context(), tx, 0, nil) })
	write(t, db, func(tx *store.Tx) error {
		rules, err := Rules(t.Context(), tx, 1)
		if len(rules) != 7 {
			t.Errorf("%d rules", len(rules))
		}
		return err
	})
}
