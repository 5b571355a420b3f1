package plan

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"loa/kit/scan"
	"loa/platform/blob"
	"loa/platform/job"
	"loa/platform/store"
)

// scanHouse is a desk over the data in dir whose jobs are done by a runner of its own.
func scanHouse(t *testing.T, dir string) (*Desk, *scanner, *job.Runner) {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+dir+"/loa.db", schemas...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	d, s := scanDesk(t, db)
	if d.Blobs, err = blob.Open(t.Context(), dir+"/blobs"); err != nil {
		t.Fatal(err)
	}
	r := job.New(db, slog.New(slog.DiscardHandler))
	job.Handle(r, ReadScans, d.ReadScan)
	return d, s, r
}

// TestScanKilledChild is the program that is killed at the third page of a scan.
func TestScanKilledChild(t *testing.T) {
	dir := os.Getenv("LOA_KILL_SCAN")
	if dir == "" {
		t.Skip("only as a child of TestAKillWhileReadingLosesNothing")
	}
	d, s, runner := scanHouse(t, dir)
	s.seen = func(p scan.Progress) {
		if p.Done == 3 {
			fmt.Println("page 3")
			if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			select {}
		}
	}
	bring(t, d)
	if err := runner.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-t.Context().Done()
}

// TestAKillWhileReadingLosesNothing: the program is killed with kill -9 at the
// third page; started anew it reads the scan at once, and one review comes of it.
func TestAKillWhileReadingLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a program")
	}
	dir := t.TempDir()
	c := exec.Command(os.Args[0], "-test.run=^TestScanKilledChild$", "-test.v")
	c.Env = append(os.Environ(), "LOA_KILL_SCAN="+dir)
	if out, err := c.CombinedOutput(); err == nil || !strings.Contains(string(out), "page 3") {
		t.Fatalf("the child did not die at page 3: %v\n%s", err, out)
	}
	d, _, runner := scanHouse(t, dir)
	if rs := readings(t, d); len(rs) != 1 || rs[0].Done != 2 || len(drafts(t, d)) != 0 {
		t.Fatalf("after the kill: %+v, reviews %v", rs, drafts(t, d))
	}
	if err := d.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	if err := runner.Start(ctx); err != nil {
		t.Fatal(err)
	}
	defer runner.Wait()
	defer stop()
	untilRead(t, d)
	if r := reviewOf(t, d, drafts(t, d)[0]); len(r.Pages) != 8 || len(r.Draft.Targets) != 7 {
		t.Errorf("%d pages, %d targets", len(r.Pages), len(r.Draft.Targets))
	}
}

// untilRead asks again and again until nothing is being read.
func untilRead(t *testing.T, d *Desk) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); len(readings(t, d)) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody has read it")
		}
	}
}
