package work

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loa/measure"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

var monthly = Rhythm{Every: Monthly, Day: 15, Shift: Before, Span: org.Span{From: "2025-07-17", Through: "2025-12-31"}}

// on lets d believe it is noon of day.
func on(d *Desk, day org.Day) {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		panic(err)
	}
	d.Now = (&clock{at.Add(5 * time.Hour)}).now
}

func opensTurns(t testing.TB, d *Desk) int {
	t.Helper()
	n, err := d.OpenTurns(t.Context(), ward)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func turnsAt(t testing.TB, d *Desk, id TaskID) []Task {
	t.Helper()
	return ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Task, error) { return turnsOf(ctx, tx, id) })
}

// keysOf is the turns with the days they are due, the last first.
func keysOf(turns []Task) string {
	var out []string
	for _, x := range turns {
		s := x.Turn + " " + string(x.DueOn)
		if !x.IsAsked {
			s += " (no more)"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestATaskThatComesBackIsDoneInTurns(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		base := taskAt(t, d, "IV.2.-4")
		if err := d.Repeat(t.Context(), lan, base.ID, monthly); err != nil {
			t.Fatal(err)
		}
		if got := keysOf(turnsAt(t, d, base.ID)); got != "" {
			t.Errorf("in July: %s", got)
		}
		on(d, "2025-08-01")
		if n := opensTurns(t, d); n != 1 {
			t.Errorf("%d turns opened on the first of August", n)
		}
		if n := opensTurns(t, d); n != 0 {
			t.Errorf("%d turns opened again", n)
		}
		on(d, "2025-10-20")
		if n := opensTurns(t, d); n != 2 {
			t.Errorf("%d turns opened after a long stop", n)
		}
		turns := turnsAt(t, d, base.ID)
		if got := keysOf(turns); got != "2025-10 2025-10-15, 2025-09 2025-09-15, 2025-08 2025-08-15" {
			t.Error(got)
		}
		if got, want := named(partsAt(t, d, turns[0].ID)), named(partsAt(t, d, base.ID)); got != want {
			t.Errorf("units of a turn:\n%s\nwant\n%s", got, want)
		}
		if !strings.HasSuffix(turns[0].Title(), "(tháng 10/2025)") || !turns[0].Late("2025-10-20") || base.Late("2026-01-01") && base.Repeats {
			t.Errorf("%q", turns[0].Title())
		}
		list := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Task, error) {
			ts, _, err := d.List(ctx, tx, Question{})
			return ts, err
		})
		if slices.ContainsFunc(list, func(x Task) bool { return x.ID == base.ID }) || len(list) != 13+3 {
			t.Errorf("the list has %d tasks", len(list))
		}

		if _, err := d.Send(t.Context(), hong, base.ID, school, "form-number-0", shows("x")); kindOf(err) != refuse.Conflict {
			t.Errorf("evidence for what comes back as a whole: %v", err)
		}
		e := sent(t, d, hong, turns[1].ID, school, "form-number-1")
		if err := d.Accept(t.Context(), duc, e, true); err != nil {
			t.Fatal(err)
		}
		if got := schools(t, d); got != [3]int64{1, 0, 2} {
			t.Errorf("a turn counts for its target: %v", got)
		}
		if got := turnsAt(t, d, base.ID)[1].say(); got != "1/3 đơn vị đã xong" {
			t.Error(got)
		}

		if err := d.OpenNext(t.Context(), duc, base.ID); err != nil {
			t.Fatal(err)
		}
		if got := turnsAt(t, d, base.ID)[0].Turn; got != "2025-11" {
			t.Errorf("opened by hand: %s", got)
		}
		if err := d.Stop(t.Context(), lan, base.ID, "đã đủ"); err != nil {
			t.Fatal(err)
		}
		on(d, "2025-12-20")
		if n := opensTurns(t, d); n != 0 {
			t.Errorf("%d turns of what was stopped", n)
		}
		if err := d.OpenNext(t.Context(), lan, base.ID); kindOf(err) != refuse.Conflict {
			t.Errorf("a turn of what was stopped: %v", err)
		}
		if err := d.Repeat(t.Context(), lan, turns[0].ID, monthly); kindOf(err) != refuse.Conflict {
			t.Errorf("a turn comes back itself: %v", err)
		}
		if err := d.Repeat(t.Context(), hong, base.ID, monthly); kindOf(err) != refuse.NotAllowed {
			t.Errorf("a head of a school lets it come back: %v", err)
		}
	})
}

func TestAnAmendedPlanKeepsTurnsAndLetsGoOfWhatItNoLongerAsks(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, p := opened(t, db)
		kept, lost := taskAt(t, d, "IV.2.-4"), taskAt(t, d, "IV.3.-1")
		for _, x := range []Task{kept, lost} {
			if err := d.Repeat(t.Context(), lan, x.ID, monthly); err != nil {
				t.Fatal(err)
			}
		}
		on(d, "2025-09-10")
		opensTurns(t, d)
		e := sent(t, d, hong, turnsAt(t, d, kept.ID)[0].ID, school, "form-number-1")
		if err := d.Accept(t.Context(), duc, e, true); err != nil {
			t.Fatal(err)
		}
		p.Version = 2
		p.Assignments = slices.Delete(p.Assignments, 2, 3)         // the office of finance is let off
		p.Assignments[1].Tasks[3].Targets = []string{"T1"}         // the duty serves another target
		p.Assignments[1].Tasks[3].Text = "Trường học báo cáo lại." // and is worded anew
		august, before := turnsAt(t, d, kept.ID)[1], kept.Body
		write(t, db, ward, func(tx *store.Tx) error {
			for _, part := range partsAt(t, d, august.ID) { // all of August is done
				part.State = Done
				if err := putPart(t.Context(), tx, part); err != nil {
					return err
				}
			}
			return nil
		})
		write(t, db, ward, func(tx *store.Tx) error { return d.Open(t.Context(), tx, p) })

		if got := keysOf(turnsAt(t, d, lost.ID)); got != "2025-09 2025-09-15 (no more), 2025-08 2025-08-15" {
			t.Errorf("turns of what the plan dropped: %s", got)
		}
		if got := schools(t, d); got != [3]int64{0, 0, 2} {
			t.Errorf("the turns do not follow the duty to its new target: %v", got)
		}
		on(d, "2025-10-10")
		if n := opensTurns(t, d); n != 1 {
			t.Errorf("%d turns opened", n)
		}
		turns := turnsAt(t, d, kept.ID)
		for i, want := range []string{"Trường học báo cáo lại.", "Trường học báo cáo lại.", before} {
			if turns[i].Body != want || turns[i].Proposed != turns[i].DueOn {
				t.Errorf("%s: %q, want %q", turns[i].Turn, turns[i].Body, want)
			}
		}
		if got := keysOf(turns); got != "2025-10 2025-10-15, 2025-09 2025-09-15, 2025-08 2025-08-15" {
			t.Errorf("days of the turns: %s", got)
		}
		for i, want := range map[int]int{1: 1, 2: 0} {
			told := 0
			for _, e := range ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Event, error) { return events(ctx, tx, turns[i].ID) }) {
				if strings.HasPrefix(e.Say, "Kế hoạch ban hành lần 2: ") && strings.Contains(e.Say, "“"+before+"”") {
					told++
				}
			}
			if told != want {
				t.Errorf("%s: its history has the old words %d times", turns[i].Turn, told)
			}
		}
	})
}

func TestTurnsToComeKeepToTheWorkingDaysOfThePlace(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		base := taskAt(t, d, "IV.2.-4")
		on(d, "2025-09-12")
		if err := d.Repeat(t.Context(), lan, base.ID, monthly); err != nil {
			t.Fatal(err)
		}
		desk := &org.Desk{DB: db, Now: func() time.Time { return d.Now() }, OnDays: []func(context.Context, *store.Tx, org.Actor) error{d.Redate}}
		off := func(from, through org.Day) {
			t.Helper()
			if err := desk.ChangeDays(t.Context(), lan, org.Span{From: from, Through: through}, org.DayChange{Why: "Mất điện"}); err != nil {
				t.Fatal(err)
			}
		}
		days := func(want string) {
			t.Helper()
			if got := keysOf(turnsAt(t, d, base.ID)); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
		days("2025-09 2025-09-15, 2025-08 2025-08-15")
		off("2025-08-15", "") // over: it stays as it was
		off("2025-09-15", "")
		days("2025-09 2025-09-12, 2025-08 2025-08-15")
		off("2025-09-12", "") // today: its turn is not late by it
		days("2025-09 2025-09-12, 2025-08 2025-08-15")
		for _, day := range []org.Day{"2025-09-12", "2025-09-15"} {
			if err := desk.RestoreDay(t.Context(), lan, day); err != nil {
				t.Fatal(err)
			}
		}
		days("2025-09 2025-09-15, 2025-08 2025-08-15")
		history := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Event, error) {
			return events(ctx, tx, turnsAt(t, d, base.ID)[0].ID)
		})
		if !slices.ContainsFunc(history, func(e Event) bool {
			return strings.HasSuffix(e.Say, "hạn chuyển từ 15/9/2025 sang 12/9/2025.") && e.PersonName == lan.Name
		}) {
			t.Errorf("%+v", history)
		}
		off("2025-10-15", "")
		on(d, "2025-10-10")
		opensTurns(t, d)
		days("2025-10 2025-10-14, 2025-09 2025-09-15, 2025-08 2025-08-15")
		if err := d.Reschedule(t.Context(), lan, turnsAt(t, d, base.ID)[0].ID, "2025-10-13", "nộp sớm"); err != nil {
			t.Fatal(err)
		}
		if err := desk.RestoreDay(t.Context(), lan, "2025-10-15"); err != nil {
			t.Fatal(err)
		}
		days("2025-10 2025-10-13, 2025-09 2025-09-15, 2025-08 2025-08-15") // a day that a person set stays
	})
}

func TestALinkOfWhatComesBackOpensTheTurnOfTheDay(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		base := taskAt(t, d, "IV.2.-4").ID
		if err := d.Repeat(t.Context(), lan, base, monthly); err != nil {
			t.Fatal(err)
		}
		secret, err := d.MakeLink(t.Context(), lan, base, school, "2026-03-31")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ day, turn string }{{"2025-08-05", "2025-08"}, {"2025-08-20", "2025-08"}, {"2025-09-01", "2025-09"}, {"2026-01-05", "2025-12"}} {
			on(d, org.Day(c.day))
			opensTurns(t, d)
			got := ask(t, d, func(ctx context.Context, tx *store.Tx) (string, error) {
				l, err := d.openLink(ctx, tx, secret)
				if err != nil {
					return "", err
				}
				x, err := loadTask(ctx, tx, l.Task)
				return x.Turn, err
			})
			if got != c.turn {
				t.Errorf("on %s the link opens %s, want %s", c.day, got, c.turn)
			}
		}
	})
}

func TestATaskOutsideAPlanIsAddedAndLetBe(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id, err := d.Add(t.Context(), duc, NewTask{Body: " Báo cáo  tháng ", DueOn: "2025-07-31", Leads: []org.UnitID{school, secondSchool}, Supports: []org.UnitID{party, school}, IsUrgent: true})
		if err != nil {
			t.Fatal(err)
		}
		want := "lead assign Trường Tiểu học Một\nlead assign Trường Trung học cơ sở Hai\nsupport request Ban Xây dựng Đảng"
		if got := named(partsAt(t, d, id)); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
		e := sent(t, d, hong, id, school, "form-number-1")
		if err := d.Accept(t.Context(), duc, e, true); err != nil {
			t.Fatal(err)
		}
		if facts := ask(t, d, Facts); len(facts) != 0 {
			t.Errorf("a task that serves no target counts: %+v", facts)
		}
		for field, n := range map[string]NewTask{"body": {Leads: []org.UnitID{school}}, "lead": {Body: "x"}} {
			if _, err := d.Add(t.Context(), duc, n); refuse.Of(err).Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := d.Add(t.Context(), duc, NewTask{Body: "x", Leads: []org.UnitID{99}}); refuse.Of(err).Field != "lead" {
			t.Errorf("a unit that is none: %v", err)
		}
		if _, err := d.Add(t.Context(), hong, NewTask{Body: "x", Leads: []org.UnitID{school}}); kindOf(err) != refuse.NotAllowed {
			t.Errorf("a head of a school adds: %v", err)
		}
		if err := d.Drop(t.Context(), lan, taskAt(t, d, "IV.2.-4").ID, "thôi"); kindOf(err) != refuse.Conflict {
			t.Errorf("a duty of the plan was dropped: %v", err)
		}
		if err := d.Drop(t.Context(), lan, id, "cấp trên thôi yêu cầu"); err != nil {
			t.Fatal(err)
		}
		if err := d.Urge(t.Context(), lan, id, false); kindOf(err) != refuse.Conflict {
			t.Errorf("a dropped task was changed: %v", err)
		}
	})
}

func TestWhatATaskServesIsSaidByHandAndKept(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, p := opened(t, db)
		amend := func(version int) {
			p.Version = version
			p.Assignments[1].Tasks[2].Targets = []string{"T7"}
			write(t, db, ward, func(tx *store.Tx) error { return d.Open(t.Context(), tx, p) })
		}
		amend(2)
		id := taskAt(t, d, "IV.2.-3").ID
		e := sent(t, d, hong, id, school, "form-number-1")
		if err := d.Accept(t.Context(), duc, e, true); err != nil {
			t.Fatal(err)
		}
		if got := schools(t, d); got != [3]int64{1, 0, 2} {
			t.Errorf("%v", got)
		}
		if err := d.Serve(t.Context(), lan, id, []About{{Sort: Target, Key: 123456}}); kindOf(err) != refuse.Invalid {
			t.Errorf("a target that is none: %v", err)
		}
		if err := d.Serve(t.Context(), lan, id, nil); err != nil {
			t.Fatal(err)
		}
		if got := schools(t, d); got != [3]int64{0, 0, 2} {
			t.Errorf("%v", got)
		}
		amend(3)
		if got := schools(t, d); got != [3]int64{0, 0, 2} {
			t.Errorf("the amended plan overrides what a person said: %v", got)
		}
	})
}

// TestTurnsNeverDoubleAndEveryFactIsProven drives random days, stops, changes of rhythm and evidence, and holds what is
// counted against the desk's own tables at the end.
func TestTurnsNeverDoubleAndEveryFactIsProven(t *testing.T) {
	d, p := opened(t, storetest.Open(t, schemas...))
	forms := 0
	rapid.Check(t, func(rt *rapid.T) {
		today := org.Day("2025-07-17")
		on(d, today)
		base, err := d.Add(t.Context(), lan, NewTask{Body: "Một việc lặp lại.", Leads: []org.UnitID{school}})
		if err != nil {
			rt.Fatal(err)
		}
		write(t, d.DB, ward, func(tx *store.Tx) error { return setAbouts(t.Context(), tx, base, []About{aboutTarget(p.Targets[6])}) })
		opened := map[string]TaskID{}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			forms++
			today = today.Add(rapid.IntRange(0, 20).Draw(rt, "days"))
			on(d, today)
			turns := turnsAt(t, d, base)
			switch verb := rapid.SampledFrom([]string{"repeat", "open", "open", "next", "stop", "send", "send", "decide", "drop", "serve"}).Draw(rt, "verb"); {
			case verb == "repeat":
				r := drawRhythm(rt)
				r.Span = org.Span{From: today.Add(rapid.IntRange(-20, 10).Draw(rt, "from"))}
				refused(rt, d.Repeat(t.Context(), lan, base, r))
			case verb == "open":
				opensTurns(t, d)
			case verb == "next":
				refused(rt, d.OpenNext(t.Context(), duc, base))
			case verb == "stop":
				refused(rt, d.Stop(t.Context(), lan, base, "thử"))
			case verb == "serve":
				refused(rt, d.Serve(t.Context(), lan, base, nil))
			case len(turns) == 0:
			case verb == "send":
				one := rapid.SampledFrom(turns).Draw(rt, "turn")
				s := shows("x")
				s.DoneOn = today
				_, err := d.Send(t.Context(), hong, one.ID, school, fmt.Sprintf("form-number-%d", forms), s)
				refused(rt, err)
			case verb == "drop":
				refused(rt, d.Drop(t.Context(), lan, rapid.SampledFrom(turns).Draw(rt, "turn").ID, "thử"))
			case verb == "decide":
				waiting := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Evidence, error) { return claimed(ctx, tx) })
				if len(waiting) > 0 {
					refused(rt, d.Accept(t.Context(), duc, rapid.SampledFrom(waiting).Draw(rt, "evidence").ID, true))
				}
			}
			for _, x := range turnsAt(t, d, base) {
				if was, ok := opened[x.Turn]; ok && was != x.ID {
					rt.Fatalf("%s was opened as %d and as %d", x.Turn, was, x.ID)
				}
				opened[x.Turn] = x.ID
			}
		}
		found := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]measure.Difference, error) {
			return measure.Check(ctx, tx, []measure.Source{{Desk: "work", Facts: Facts}})
		})
		if len(found) > 0 {
			rt.Fatalf("%+v", found)
		}
	})
}

// refused lets a verb that was refused be, and ends the test for trouble.
func refused(t *rapid.T, err error) {
	if err != nil && refuse.Of(err).Say == "" {
		t.Fatal(err)
	}
}

func TestSeriesScreens(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	mux, as := site(t, d)
	webtest.Run(t, mux, as, "testdata/series.txt")
}
