package work

import (
	"context"
	"testing"
	"time"

	"loa/org"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

func TestNewsIsWhatOthersDidToOnesOwnTasks(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		began := d.Now()
		mine, other := taskAt(t, d, "IV.2.-4").ID, taskAt(t, d, "IV.1.-1").ID
		for _, id := range []TaskID{mine, other, mine} {
			if err := d.Reschedule(t.Context(), lan, id, org.DayOf(began).Add(int(d.Now().Unix()%100)), ""); err != nil {
				t.Fatal(err)
			}
		}
		news := func(a org.Actor, since time.Time) []Change {
			return ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Change, error) { return d.News(ctx, tx, a, since) })
		}
		if got := news(hong, began); len(got) != 1 || got[0].Task != mine || got[0].Count != 2 || got[0].Who != lan.Name {
			t.Errorf("the school hears %+v", got)
		}
		if got := news(ha, began); len(got) != 2 || got[0].Task != mine {
			t.Errorf("the vice chair hears %+v", got)
		}
		if got := news(lan, began); len(got) != 0 {
			t.Errorf("who did it hears of it: %+v", got)
		}
		if got := news(ha, d.Now()); len(got) != 0 {
			t.Errorf("what was seen is news again: %+v", got)
		}
	})
}

func TestTheGlanceShowsLateUnitsToThoseWhoLeadAndAUnitItsOwnParts(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := taskAt(t, d, "IV.2.-4").ID
		if err := d.Reschedule(t.Context(), lan, id, "2025-07-16", ""); err != nil {
			t.Fatal(err)
		}
		late := func(a org.Actor) []Line {
			return ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Line, error) { return d.LateUnits(ctx, tx, a) })
		}
		if got := late(ha); len(got) != len(partsAt(t, d, id)) || got[0].Tone != "bad" {
			t.Errorf("late: %+v", got)
		}
		if got := late(hong); got != nil {
			t.Errorf("a school sees who else is late: %+v", got)
		}
		own := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Line, error) { return d.OwnParts(ctx, tx, hong) })
		if len(own) != 1 || own[0].Text != "Chưa gửi minh chứng" {
			t.Errorf("own parts: %+v", own)
		}
	})
}

func TestTheRedListTellsWhoIsMissingAndWhoWasLate(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := taskAt(t, d, "IV.2.-4").ID
		if err := d.Involve(t.Context(), lan, id, services, Support); err != nil {
			t.Fatal(err)
		}
		if err := d.Reschedule(t.Context(), lan, id, org.DayOf(d.Now()), ""); err != nil {
			t.Fatal(err)
		}
		red := func() map[org.UnitID]string {
			out := map[org.UnitID]string{}
			for _, a := range ask(t, d, func(ctx context.Context, tx *store.Tx) ([]answer, error) {
				units, err := org.Units(ctx, tx, "")
				if err != nil {
					return nil, err
				}
				w, _, err := windowsOf(ctx, tx, "2025-H2", "2025-07-20")
				if err != nil {
					return nil, err
				}
				return answers(ctx, tx, w, units, "2025-07-20")
			}) {
				out[a.ID] = a.say()
			}
			return out
		}
		if got := red(); got[school] != "Thiếu 1" || got[secondSchool] != "Thiếu 1" {
			t.Errorf("nobody sent anything: %v", got)
		}
		e := sent(t, d, hong, id, school, "form-number-1")
		if got := red(); got[school] != "Đủ, đúng hạn" {
			t.Errorf("sent on the day: %v", got)
		}
		if err := d.Return(t.Context(), lan, e, "thiếu ảnh"); err != nil {
			t.Fatal(err)
		}
		if got := red(); got[school] != "Thiếu 1" {
			t.Errorf("returned: %v", got)
		}
		was := d.Now()
		d.Now = func() time.Time { return was.Add(48 * time.Hour) }
		sent(t, d, hong, id, school, "form-number-2")
		sent(t, d, lan, id, services, "form-number-3")
		if got := red(); got[school] != "Đủ, đúng hạn" || got[services] != "Đủ, muộn 1" || got[secondSchool] != "Thiếu 1" {
			t.Errorf("sent two days after: %v", got)
		}
	})
}
