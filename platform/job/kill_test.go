package job

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

// victim names the database that this test program, started again by a test, works on until it is killed.
const victim = "LOA_TEST_VICTIM"

func TestMain(m *testing.M) {
	if address := os.Getenv(victim); address != "" {
		if err := beKilled(address); err != nil {
			fmt.Println(err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// beKilled takes up a job and never finishes it.
func beKilled(address string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, address, notes)
	if err != nil {
		return err
	}
	r := New(db, slog.New(slog.NewTextHandler(os.Stdout, nil)))
	r.pace = hasty
	Handle(r, send, func(context.Context, store.Place, letter) error {
		fmt.Println("begun")
		select {}
	})
	if err := r.Start(ctx); err != nil {
		return err
	}
	select {}
}

// hasty is production with the minute made two seconds; River's own intervals stay.
var hasty = pace{timeout: time.Second, rescueMargin: time.Second, backoff: backoff}

func TestAJobWhoseProgramWasKilledRunsAgain(t *testing.T) {
	t.Parallel()
	addresses := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + t.TempDir() + "/loa.db" },
		"postgres": func(t *testing.T) string { return storetest.Postgres(t) },
	}
	for engine, address := range addresses {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			address := address(t)
			db, err := store.Open(t.Context(), address, notes)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			if err := Migrate(t.Context(), db); err != nil {
				t.Fatal(err)
			}
			add(t, db, phuLien, letter{"Lan", 1})
			killInMidJob(t, address)

			killed := time.Now()
			b := newBox()
			r, start := runner(t, db)
			r.pace = hasty
			Handle(r, send, b.work)
			start()
			if got := b.await(t, 1); got[0] != "11446 Lan 1" {
				t.Errorf("did %q", got)
			}
			waitUntilNone(t, db)
			t.Logf("ran again %v after the kill", time.Since(killed).Round(100*time.Millisecond))
			if limit := promise - production.rescueAfter() + hasty.rescueAfter(); time.Since(killed) > limit {
				t.Errorf("it took longer than %v", limit)
			}
		})
	}
}

// killInMidJob starts this program again as the victim and kills it once it has begun a job.
func killInMidJob(t *testing.T, address string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), victim+"="+address)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "begun" {
		t.Log("victim:", lines.Text())
	}
	if err := child.Process.Kill(); err != nil { // SIGKILL
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the victim ended by itself: %v", err)
	}
}

// promise is FEATURES' and the compass's: a killed job runs again within two minutes.
const promise = 2 * time.Minute

// What River 0.49.0 does and does not let us set.
const (
	riverRescues   = 30 * time.Second // maintenance.JobRescuerIntervalDefault
	riverSchedules = 5 * time.Second  // maintenance.JobSchedulerIntervalDefault
	riverLeads     = 21 * time.Second // leadership: a dead leader's 15 s, then the next look after 5 s and 1 s of jitter
)

func TestTheProductionPaceKeepsThePromise(t *testing.T) {
	found := max(production.rescueAfter(), riverLeads) + riverRescues
	if sum := found + riverSchedules; sum > promise-20*time.Second {
		t.Errorf("a killed job runs again after %v, which leaves no 20 seconds of %v", sum, promise)
	}
	const stuck = 10 * time.Second // river.Config.JobStuckThreshold: a worker may still be leaving
	if production.rescueMargin <= stuck {
		t.Errorf("a job is taken for dead while it may still be ending")
	}
}

func TestAFailureWaitsAndAKillDoesNot(t *testing.T) {
	if backoff(0) != 5*time.Second || backoff(1) != 5*time.Second || backoff(3) != time.Minute || backoff(99) != 13*time.Hour {
		t.Error("the waits are not those of the page")
	}
	var day time.Duration
	for n := 1; n < attempts; n++ {
		if backoff(n) > backoff(n+1) {
			t.Errorf("failure %d waits longer than the next", n)
		}
		day += backoff(n)
	}
	if day < 23*time.Hour || day > 25*time.Hour {
		t.Errorf("ten attempts take %v", day)
	}
	for _, c := range []struct {
		timeout, ran time.Duration
		waits        bool
	}{
		{0, time.Second, true},
		{0, production.timeout, true},
		{0, production.rescueAfter(), false},
		{10 * time.Minute, production.rescueAfter(), true},
		{10 * time.Minute, 11 * time.Minute, false},
	} {
		w := worker{pace: production, timeout: c.timeout}
		if got := time.Until(w.NextRetry(begunAt(time.Now().Add(-c.ran)))) > time.Second; got != c.waits {
			t.Errorf("timeout %v, ran %v: waits = %v", c.timeout, c.ran, got)
		}
	}
}

func begunAt(at time.Time) *river.Job[message] {
	return &river.Job[message]{JobRow: &rivertype.JobRow{Attempt: 3, AttemptedAt: &at}}
}
