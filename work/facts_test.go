package work

import (
	"context"
	"testing"

	"loa/measure"
	"loa/org"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// schools is how the target of the schools stands: verified, claimed, of how many.
func schools(t *testing.T, d *Desk) [3]int64 {
	t.Helper()
	rs := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]measure.Result, error) {
		p := adopted(t)
		return measure.Values(ctx, tx, 1, measure.PlanWindow(&p.Draft), "2025-12-31")
	})
	v := rs[6].Value
	return [3]int64{v.Verified, v.Claimed, v.Of}
}

func TestVerifiedEvidenceIsCountedInItsTargetAndClaimedIsNot(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, p := opened(t, db)
		id := taskAt(t, d, "IV.2.-4").ID
		check := func(when string, want [3]int64) {
			t.Helper()
			if got := schools(t, d); got != want {
				t.Errorf("%s: %v, want %v", when, got, want)
			}
			listed := ask(t, d, Facts)
			for _, f := range listed {
				write(t, db, ward, func(tx *store.Tx) error { return measure.Record(t.Context(), tx, f) })
			}
			if got := schools(t, d); got != want {
				t.Errorf("%s, told again from the desk's tables: %v, want %v", when, got, want)
			}
		}
		check("at first", [3]int64{0, 0, 2})
		first := sent(t, d, hong, id, school, "form-number-1")
		check("sent", [3]int64{0, 1, 2})
		if err := d.Return(t.Context(), duc, first, "thiếu ảnh"); err != nil {
			t.Fatal(err)
		}
		check("returned", [3]int64{0, 0, 2})
		second := sent(t, d, hong, id, school, "form-number-2")
		if err := d.Accept(t.Context(), duc, second, true); err != nil {
			t.Fatal(err)
		}
		check("accepted", [3]int64{1, 0, 2})
		own := sent(t, d, duc, id, culture, "form-number-3")
		if err := d.Accept(t.Context(), lan, own, true); err != nil {
			t.Fatal(err)
		}
		check("an office is no school", [3]int64{1, 0, 2})

		p.Version = 2
		p.Assignments[1].Tasks[3].Targets = []string{"T1"} // the duty serves another target
		write(t, db, ward, func(tx *store.Tx) error { return d.Open(t.Context(), tx, p) })
		check("the amended plan counts it elsewhere", [3]int64{0, 0, 2})
	})
}

func TestFactsOfATaskWithoutATargetAreItsOwn(t *testing.T) {
	x := Task{ID: 4, Key: 77}
	fs := factsOf(x, []About{{Sort: Theme, Key: 3}}, Evidence{ID: 2, Task: 4, Unit: org.UnitID(5), Shown: shows("x"), State: Accepted, Verifier: 9})
	if len(fs) != 1 || fs[0].Key != 77 || fs[0].Thing != "work/4/evidence/2" || fs[0].State != measure.Verified || fs[0].By != 9 || fs[0].Href != "/work/4/evidence/2" {
		t.Errorf("%+v", fs)
	}
}
