package work

import (
	"context"
	"strings"
	"testing"

	"loa/measure"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

// noMachine is what is in the way of the school.
var noMachine = Raised{Body: "Máy tính của trường không mở được phần mềm học bạ số.", Since: "2025-07-10", Asks: "Đề nghị phường hỗ trợ một máy tính."}

func difficultyAt(t testing.TB, d *Desk, id DifficultyID) Difficulty {
	t.Helper()
	return ask(t, d, func(ctx context.Context, tx *store.Tx) (Difficulty, error) {
		return visibleDifficulty(ctx, tx, lan, id)
	})
}

func TestADifficultyIsAnsweredForwardedClosedAndRaisedAgain(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		task := taskAt(t, d, "IV.2.-4").ID
		id, err := d.Raise(t.Context(), hong, task, school, "form-number-1", noMachine)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := d.Raise(t.Context(), hong, task, school, "form-number-1", noMachine); again != id || err != nil {
			t.Errorf("the same form sent twice is %d and %d: %v", id, again, err)
		}
		x := difficultyAt(t, d, id)
		if x.Owner != (Owner{Post: org.OfficeHead}) || x.DueOn != "2025-07-24" || x.State != Unanswered {
			t.Errorf("%+v", x) // five working days from Thursday the 17th
		}
		if got := said(t, d, task); !strings.Contains(got, "Trường Tiểu học Một nêu một vướng mắc.") {
			t.Errorf("the task's history: %s", got)
		}
		for _, no := range []struct {
			what string
			err  error
			kind refuse.Kind
		}{
			{"the unit answers itself", d.Decide(t.Context(), hong, id, "x"), refuse.NotAllowed},
			{"another unit looks", d.Decide(t.Context(), son, id, "x"), refuse.NotFound},
			{"the officer answers for the head", d.Decide(t.Context(), duc, id, "x"), refuse.NotAllowed},
			{"an answer without words", d.Decide(t.Context(), lan, id, " "), refuse.Invalid},
			{"raised again while it waits", d.Reopen(t.Context(), hong, id, "x"), refuse.Conflict},
			{"forwarded to where it is", d.Forward(t.Context(), lan, id, x.Owner, x.DueOn, ""), refuse.Invalid},
			{"a day that is over", d.Forward(t.Context(), lan, id, Owner{Post: org.ViceChair}, "2025-07-01", ""), refuse.Invalid},
		} {
			if kindOf(no.err) != no.kind {
				t.Errorf("%s: %v", no.what, no.err)
			}
		}
		if err := d.Forward(t.Context(), duc, id, Owner{Post: org.ViceChair}, "2025-07-25", "vượt thẩm quyền của phòng"); err != nil {
			t.Fatal(err)
		}
		if err := d.Decide(t.Context(), lan, id, "x"); kindOf(err) != refuse.NotAllowed {
			t.Errorf("whom it no longer waits for answers: %v", err)
		}
		if err := d.Decide(t.Context(), ha, id, "Cấp một máy tính từ nguồn của phường."); err != nil {
			t.Fatal(err)
		}
		if err := d.Reopen(t.Context(), hong, id, "chưa nhận được máy"); err != nil {
			t.Fatal(err)
		}
		if x = difficultyAt(t, d, id); x.State != Unanswered || !x.DecidedAt.IsZero() || x.DueOn != "2025-07-24" {
			t.Errorf("raised again: %+v", x)
		}
		if err := d.Decide(t.Context(), ha, id, "Máy đã giao ngày 18/7."); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(t.Context(), hong, id, "đã nhận máy"); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(t.Context(), hong, id, ""); kindOf(err) != refuse.Conflict {
			t.Errorf("closed twice: %v", err)
		}
		history := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Event, error) { return difficultyEvents(ctx, tx, id) })
		if len(history) != 6 || history[0].Say != "Đơn vị đóng vướng mắc. Ghi chú: đã nhận máy." || history[4].PersonName != duc.Name {
			t.Errorf("%+v", history)
		}
		for field, r := range map[string]Raised{"body": {Since: "2025-07-01", Asks: "x"}, "since": {Body: "x", Since: "2025-08-01", Asks: "x"}, "asks": {Body: "x", Since: "2025-07-01"}} {
			if _, err := d.Raise(t.Context(), hong, task, school, "form-number-2", r); refuse.Of(err).Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := d.Raise(t.Context(), son, task, school, "form-number-3", noMachine); kindOf(err) != refuse.NotAllowed {
			t.Errorf("raised for another unit: %v", err)
		}
	})
}

func TestDifficultiesOfAWindowAreCountedAsTheyStoodAtItsEnd(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		task := taskAt(t, d, "IV.2.-4").ID
		raise := func(day org.Day, once string) DifficultyID {
			on(d, day)
			id, err := d.Raise(t.Context(), hong, task, school, once, noMachine)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		first, second := raise("2025-08-01", "form-number-1"), raise("2025-09-20", "form-number-2")
		raise("2025-10-20", "form-number-3")
		on(d, "2025-08-20") // late by eight working days
		if err := d.Decide(t.Context(), lan, first, "Đã xem."); err != nil {
			t.Fatal(err)
		}
		on(d, "2025-10-16")
		if err := d.Close(t.Context(), hong, second, "đơn vị tự lo"); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]DifficultyCount{
			"2025-08": {Raised: 1, Open: 1, Late: 1}, // 15/7 to 14/8: due on 8/8, not answered by its end
			"2025-09": {Decided: 1, Late: 1},
			"2025-10": {Raised: 1, Open: 1, Late: 1}, // 15/9 to 14/10: due on 26/9
			"2025-11": {Raised: 1, Open: 1, Late: 1}, // the third, due on 27/10
			"2025-12": {Open: 1, Late: 1},
			"2025":    {Raised: 3, Decided: 1, Open: 1, Late: 2},
		} {
			w, err := measure.ParseWindow(name)
			if err != nil {
				t.Fatal(err)
			}
			got := ask(t, d, func(ctx context.Context, tx *store.Tx) (DifficultyCount, error) {
				_, n, err := Difficulties(ctx, tx, w, "2026-01-15")
				return n, err
			})
			if got != want {
				t.Errorf("%s: %+v, want %+v", name, got, want)
			}
		}
	})
}

func TestAnOwnerIsThePostAndWhoeverCoversIt(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id, err := d.Raise(t.Context(), duc, taskAt(t, d, "IV.2.-4").ID, school, "form-number-1", noMachine)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Forward(t.Context(), lan, id, Owner{Post: org.UnitHead, Unit: finance}, "2025-07-25", ""); err != nil {
			t.Fatal(err)
		}
		cover := org.Actor{Place: ward, Person: 8, Name: "Trần Văn Nam", Unit: desk1, Posts: []org.Post{org.UnitHead}, Held: []org.Held{{Post: org.UnitHead, Unit: finance, For: 7}}}
		waits := func(a org.Actor) string {
			var all []string
			for _, w := range ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Waiting, error) { return d.toAnswer(ctx, tx, a) }) {
				all = append(all, w.Text)
			}
			return strings.Join(all, "; ")
		}
		if got := waits(cover); got != "Trả lời vướng mắc: Máy tính của trường không mở được phần mềm học bạ số" {
			t.Errorf("whoever covers: %q", got)
		}
		if got := waits(lan) + waits(son) + waits(hong); got != "" {
			t.Errorf("others: %q", got)
		}
		on(d, "2025-07-28")
		if got := waits(ha); got != "1 vướng mắc quá hạn trả lời" {
			t.Errorf("the vice chair: %q", got)
		}
		if err := d.Decide(t.Context(), cover, id, "Phòng bố trí máy."); err != nil {
			t.Fatal(err)
		}
		if got := waits(hong); got != "Xem ý kiến giải quyết: Máy tính của trường không mở được phần mềm học bạ số" {
			t.Errorf("the unit: %q", got)
		}
	})
}

func TestDifficultyScreens(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	secret, err := d.MakeLink(t.Context(), lan, taskAt(t, d, "IV.2.-4").ID, school, "2025-12-31")
	if err != nil || secret != strings.Repeat("a", 26) {
		t.Fatal(secret, err)
	}
	mux, as := site(t, d)
	webtest.Run(t, mux, as, "testdata/difficulties.txt")
}
