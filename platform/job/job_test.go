package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

const (
	phuLien = store.Place("11446")
	kienAn  = store.Place("11443")
)

type letter struct {
	To string
	No int
}

var send = Kind[letter]{Name: "letter_send"}

// notes is the table of a desk, to see that a job and the row beside it are kept together.
var notes = store.Schema{Desk: "note", Files: fstest.MapFS{"schema/00001_note.sql": &fstest.MapFile{Data: []byte(`-- +goose Up
CREATE TABLE note_note (place TEXT NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (place, id));
-- +goose Down
DROP TABLE note_note;
`)}}}

// each runs fn on both engines with River's tables in place.
func each(t *testing.T, fn func(t *testing.T, db *store.DB)) {
	storetest.Each(t, []store.Schema{notes}, func(t *testing.T, db *store.DB) {
		if err := Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		fn(t, db)
	})
}

// quick is a pace for tests.
var quick = pace{timeout: 5 * time.Second, rescueMargin: 5 * time.Second, backoff: func(int) time.Duration { return 0 }}

// runner returns a runner that logs into the test and is stopped before the database is closed.
func runner(t *testing.T, db *store.DB) (*Runner, func()) {
	r := New(db, slog.New(slog.NewTextHandler(t.Output(), nil)))
	r.pace = quick
	return r, func() {
		t.Helper()
		ctx, stop := context.WithCancel(t.Context())
		if err := r.Start(ctx); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { stop(); r.Wait() })
	}
}

// add asks for a job in a transaction of its own.
func add(t *testing.T, db *store.DB, place store.Place, l letter, options ...Option) {
	t.Helper()
	if err := db.Write(t.Context(), place, func(tx *store.Tx) error { return send.Add(t.Context(), tx, l, options...) }); err != nil {
		t.Fatal(err)
	}
}

// A box gathers what the workers did.
type box struct {
	mu   sync.Mutex
	got  []string
	more chan struct{}
}

func newBox() *box { return &box{more: make(chan struct{}, 1000)} }

func (b *box) put(s string) {
	b.mu.Lock()
	b.got = append(b.got, s)
	b.mu.Unlock()
	b.more <- struct{}{}
}

func (b *box) work(_ context.Context, place store.Place, l letter) error {
	b.put(fmt.Sprintf("%s %s %d", place, l.To, l.No))
	return nil
}

// await waits for n entries in all and returns them.
func (b *box) await(t *testing.T, n int) []string {
	t.Helper()
	limit := time.After(80 * time.Second)
	for {
		b.mu.Lock()
		got := append([]string(nil), b.got...)
		b.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-b.more:
		case <-limit:
			t.Fatalf("waited for %d, got %q", n, got)
		}
	}
}

func TestAJobIsDoneForThePlaceThatAskedForIt(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		b := newBox()
		r, start := runner(t, db)
		Handle(r, send, b.work)
		add(t, db, phuLien, letter{"Lan", 1})
		start()
		add(t, db, kienAn, letter{"Hùng", 2})
		got := strings.Join(b.await(t, 2), "; ")
		if !strings.Contains(got, "11446 Lan 1") || !strings.Contains(got, "11443 Hùng 2") {
			t.Errorf("got %s", got)
		}
	})
}

func TestWhatWasRolledBackWasNeverAskedFor(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		b := newBox()
		r, start := runner(t, db)
		Handle(r, send, b.work)
		start()
		for i := range 10 {
			keep := i%2 == 0
			err := db.Write(ctx, phuLien, func(tx *store.Tx) error {
				if _, err := tx.Exec(ctx, `INSERT INTO note_note (place, id) VALUES ($1, $2)`, i); err != nil {
					return err
				}
				if err := send.Add(ctx, tx, letter{"Lan", i}); err != nil {
					return err
				}
				if !keep {
					return errors.New("no")
				}
				return nil
			})
			if keep != (err == nil) {
				t.Fatal(err)
			}
		}
		for _, got := range b.await(t, 5) {
			var no int
			if _, err := fmt.Sscanf(got, "11446 Lan %d", &no); err != nil || no%2 != 0 {
				t.Errorf("did %q", got)
			}
		}
		var rows int
		if err := db.Read(ctx, phuLien, func(tx *store.Tx) error {
			return tx.QueryRow(ctx, `SELECT count(*) FROM note_note WHERE place = $1`).Scan(&rows)
		}); err != nil || rows != 5 {
			t.Errorf("%d rows, %v", rows, err)
		}
	})
}

func TestOnceAddsOneWhileOneWaits(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		b := newBox()
		r, start := runner(t, db)
		Handle(r, send, b.work)
		add(t, db, phuLien, letter{"first", 1}, Once("a"))
		add(t, db, phuLien, letter{"second", 2}, Once("a"))
		add(t, db, phuLien, letter{"other", 3}, Once("b"))
		add(t, db, kienAn, letter{"elsewhere", 4}, Once("a"))
		add(t, db, phuLien, letter{"free", 5})
		add(t, db, phuLien, letter{"free", 5})
		start()
		got := strings.Join(b.await(t, 5), "; ")
		if strings.Contains(got, "second") || strings.Count(got, "free") != 2 {
			t.Errorf("got %s", got)
		}
		for done := 5; done < 7; done++ { // the key is free again once the job is done
			waitUntilNone(t, db)
			add(t, db, phuLien, letter{"again", done}, Once("a"))
			b.await(t, done+1)
		}
	})
}

// waitUntilNone waits until no job is unfinished: a worker has returned before its row says so.
func waitUntilNone(t *testing.T, db *store.DB) {
	t.Helper()
	unfinished := `SELECT count(*) FROM river_job WHERE finalized_at IS NULL`
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		var n int
		if err := db.Raw().Write.QueryRowContext(t.Context(), unfinished).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d jobs are unfinished", n)
		}
	}
}

func TestAJobWaitsForItsTime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		b := newBox()
		r, start := runner(t, db)
		Handle(r, send, b.work)
		at := time.Now().Add(1500 * time.Millisecond)
		add(t, db, phuLien, letter{"later", 1}, At(at))
		add(t, db, phuLien, letter{"now", 2})
		start()
		got := b.await(t, 2)
		if got[0] != "11446 now 2" || time.Now().Before(at) {
			t.Errorf("got %q, early by %v", got, time.Until(at))
		}
	})
}

func TestAFailedJobIsTriedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		b := newBox()
		r, start := runner(t, db)
		Handle(r, send, func(ctx context.Context, place store.Place, l letter) error {
			b.put(l.To)
			if len(b.await(t, 1)) < 3 {
				return errors.New("the line is busy")
			}
			return nil
		})
		add(t, db, phuLien, letter{"Lan", 1})
		start()
		b.await(t, 3)
		waitUntilNone(t, db)
		if dead, err := r.Dead(t.Context(), phuLien); err != nil || len(dead) != 0 {
			t.Errorf("got %v, %v", dead, err)
		}
	})
}

func TestTheDeadAreListedRetriedAndDroppedInTheirPlaceAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		b := newBox()
		r, start := runner(t, db)
		twice := Kind[letter]{Name: "letter_twice", Attempts: 2}
		var mended sync.Map
		work := func(ctx context.Context, place store.Place, l letter) error {
			b.put(l.To)
			switch _, ok := mended.Load(l.To); {
			case ok:
				return nil
			case l.To == "panics":
				panic("oh")
			case l.To == "never":
				return GiveUp(errors.New("no such address"))
			}
			return fmt.Errorf("attempt at %s", l.To)
		}
		Handle(r, twice, work)
		ask := func(place store.Place, to string) {
			if err := db.Write(ctx, place, func(tx *store.Tx) error { return twice.Add(ctx, tx, letter{To: to}) }); err != nil {
				t.Fatal(err)
			}
		}
		ask(phuLien, "Lan")
		ask(phuLien, "never")
		ask(phuLien, "panics")
		ask(kienAn, "Hùng")
		start()
		b.await(t, 2+1+2+2)
		waitUntilNone(t, db)

		list, err := r.Dead(ctx, phuLien)
		if err != nil || len(list) != 3 {
			t.Fatalf("got %+v, %v", list, err)
		}
		ids := map[string]int64{}
		for _, d := range list {
			ids[d.Error] = d.ID
			if d.Kind != "letter_twice" || d.FailedAt.IsZero() || d.Attempts != 2 && !strings.Contains(d.Error, "no such address") {
				t.Errorf("got %+v", d)
			}
		}
		lan, never := ids["attempt at Lan"], ids["JobCancelError: no such address"]
		if lan == 0 || never == 0 {
			t.Fatalf("errors are %v", ids)
		}
		for name, act := range map[string]func(context.Context, store.Place, int64) error{"Retry": r.Retry, "Drop": r.Drop} {
			if err := act(ctx, kienAn, lan); refuse.Of(err).Kind != refuse.NotFound {
				t.Errorf("%s from another place: %v", name, err)
			}
			if err := act(ctx, phuLien, 1_000_000); refuse.Of(err).Kind != refuse.NotFound {
				t.Errorf("%s of nothing: %v", name, err)
			}
		}

		mended.Store("Lan", true)
		if err := r.Retry(ctx, phuLien, lan); err != nil {
			t.Fatal(err)
		}
		b.await(t, 8)
		waitUntilNone(t, db)
		if err := r.Retry(ctx, phuLien, lan); refuse.Of(err).Kind != refuse.NotFound {
			t.Errorf("a job that was done was retried: %v", err)
		}
		if err := r.Drop(ctx, phuLien, never); err != nil {
			t.Fatal(err)
		}
		list, err = r.Dead(ctx, phuLien)
		if err != nil || len(list) != 1 || !strings.Contains(list[0].Error, "oh") {
			t.Errorf("left are %+v, %v", list, err)
		}
		if list, err := r.Dead(ctx, kienAn); err != nil || len(list) != 1 {
			t.Errorf("in the other place are %+v, %v", list, err)
		}
	})
}

func TestARegularJobComesInEveryPlace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		for _, place := range []store.Place{phuLien, kienAn} {
			if err := db.Write(t.Context(), place, func(tx *store.Tx) error { return tx.Enroll(t.Context(), "") }); err != nil {
				t.Fatal(err)
			}
		}
		b := newBox()
		r, start := runner(t, db)
		Handle(r, send, b.work)
		Every(r, func(now time.Time) time.Time { return now.Add(300 * time.Millisecond) }, send, letter{"remind", 0})
		start()
		got := strings.Join(b.await(t, 4), "; ")
		if !strings.Contains(got, "11446 remind 0") || !strings.Contains(got, "11443 remind 0") {
			t.Errorf("got %s", got)
		}
	})
}

func TestTheSchedulesAreThoseOfTheClock(t *testing.T) {
	hanoi := time.FixedZone("+07", 7*3600)
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	daily := Daily(6, 30, hanoi)
	for _, c := range []struct{ got, want time.Time }{
		{daily(at("2025-10-10T06:29:59+07:00")), at("2025-10-10T06:30:00+07:00")},
		{daily(at("2025-10-10T06:30:00+07:00")), at("2025-10-11T06:30:00+07:00")},
		{daily(at("2025-12-31T23:30:00Z")), at("2026-01-02T06:30:00+07:00")},
		{Hourly(at("2025-10-10T06:00:00+07:00")), at("2025-10-10T07:00:00+07:00")},
	} {
		if !c.got.Equal(c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

func TestStoppingLetsARunningJobEnd(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		r, _ := runner(t, db)
		begun, release, ended := make(chan struct{}), make(chan struct{}), false
		Handle(r, send, func(ctx context.Context, _ store.Place, _ letter) error {
			close(begun)
			<-release
			ended = ctx.Err() == nil
			return ctx.Err()
		})
		ctx, stop := context.WithCancel(t.Context())
		if err := r.Start(ctx); err != nil {
			t.Fatal(err)
		}
		add(t, db, phuLien, letter{"Lan", 1})
		<-begun
		stop()
		close(release)
		r.Wait()
		if !ended {
			t.Error("the running job was cut off")
		}
	})
}

func TestAKindHasOneWorkerAndAName(t *testing.T) {
	db := storetest.Open(t)
	r, _ := runner(t, db)
	work := func(context.Context, store.Place, letter) error { return nil }
	Handle(r, send, work)
	for _, k := range []Kind[letter]{send, {Name: "x"}, {}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("kind %q was taken", k.Name)
				}
			}()
			Handle(r, k, work)
		}()
	}
}

func TestMigrateTwiceChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		before := storetest.Dump(t, db)
		if err := Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		if storetest.Dump(t, db) != before || !strings.Contains(before, "river_job") {
			t.Error("the second time changed something")
		}
	})
}
