package plan

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"loa/platform/blob"
	"loa/platform/store"
)

// probe is another desk that hears of adoptions.
var probe = store.Schema{Desk: "probe", Files: fstest.MapFS{"schema/00001_probe.sql": &fstest.MapFile{Data: []byte(`-- +goose Up
CREATE TABLE probe_heard (place TEXT NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (place, id));
-- +goose Down
DROP TABLE probe_heard;
`)}}}

func hear(ctx context.Context, tx *store.Tx, p Plan) error {
	for _, t := range p.Targets {
		if _, err := tx.Exec(ctx, `INSERT INTO probe_heard (place, id) VALUES ($1, $2)`, t.Key); err != nil {
			return err
		}
	}
	return nil
}

// TestKilledChild is the program that is killed: it adopts draft 1 of the
// database in LOA_KILL_DIR, and kills itself in the hook if LOA_KILL_AT says so.
func TestKilledChild(t *testing.T) {
	dir := os.Getenv("LOA_KILL_DIR")
	if dir == "" {
		t.Skip("only as a child of TestAKillWhileAdoptingLeavesAllOrNothing")
	}
	db, err := store.Open(t.Context(), "sqlite:"+dir+"/loa.db", append(schemas, probe)...)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, db)
	die := func(at string) {
		if os.Getenv("LOA_KILL_AT") == at {
			if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			select {}
		}
	}
	d.OnAdopt = append(d.OnAdopt,
		func(context.Context, *store.Tx, Plan) error { die("before the hook"); return nil }, hear,
		func(context.Context, *store.Tx, Plan) error { die("after the hook"); return nil })
	fmt.Println("begin")
	if _, err := d.Adopt(t.Context(), hung, 1, Anything); err != nil {
		t.Fatal(err)
	}
	die("after the adoption")
	fmt.Println("end")
}

func TestAKillWhileAdoptingLeavesAllOrNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts thirty programs")
	}
	ready := t.TempDir()
	db, err := store.Open(t.Context(), "sqlite:"+ready+"/loa.db", append(schemas, probe)...)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, db)
	d.Blobs, err = blob.Open(t.Context(), ready+"/blobs")
	if err != nil {
		t.Fatal(err)
	}
	answerAll(t, d, upload(t, d))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	all, nothing := 0, 0
	trial := func(at string, after time.Duration) {
		dir := filepath.Join(t.TempDir(), "data")
		if err := os.CopyFS(dir, os.DirFS(ready)); err != nil {
			t.Fatal(err)
		}
		kill(t, dir, at, after)
		switch whole, say := adopted(t, dir); {
		case whole == 0:
			nothing++
		case whole == len(adoptedParts):
			all++
		default:
			t.Errorf("killed %s %v: half an adoption is there:\n%s", at, after, say)
		}
	}
	trial("before the hook", 0)
	trial("after the hook", 0)
	if all != 0 {
		t.Error("adopted before the commit")
	}
	trial("after the adoption", 0)
	if all != 1 {
		t.Error("an adoption that was answered is lost")
	}
	for i := range 27 {
		trial("", time.Duration(i)*2*time.Millisecond)
	}
	for after := 60 * time.Millisecond; all < 3 && after < 10*time.Second; after += after / 4 { // a busy machine adopts later
		trial("", after)
	}
	t.Logf("all: %d, nothing: %d", all, nothing)
	if all < 2 || nothing < 3 {
		t.Errorf("%d whole, %d not at all: the kills did not fall around the commit", all, nothing)
	}
}

// kill starts the child on dir and kills it so long after it began, or lets it kill itself.
func kill(t *testing.T, dir, at string, after time.Duration) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestKilledChild$", "-test.v")
	c.Env = append(os.Environ(), "LOA_KILL_DIR="+dir, "LOA_KILL_AT="+at)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var said []string
	for lines.Scan() && !strings.Contains(lines.Text(), "begin") {
		said = append(said, lines.Text())
	}
	if at == "" {
		time.Sleep(after) // the moment of the kill is what is tried out, nothing waits for it
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	for lines.Scan() {
		said = append(said, lines.Text())
	}
	if err := c.Wait(); err == nil && at != "" {
		t.Fatalf("the child did not die: %s", strings.Join(said, "\n"))
	}
}

// adoptedParts is what an adoption writes, one question each.
var adoptedParts = []string{
	`SELECT count(*) FROM plan_plan WHERE place = $1`,
	`SELECT count(*) FROM plan_version WHERE place = $1`,
	`SELECT count(*) FROM plan_draft WHERE place = $1 AND state = 'adopted'`,
	`SELECT count(*) / 100 FROM plan_key WHERE place = $1`,
	`SELECT count(*) / 7 FROM probe_heard WHERE place = $1`,
	`SELECT count(*) FROM audit_entry WHERE place = $1 AND verb = 'adopt'`,
}

// adopted opens what a killed program left and counts the parts of an adoption in it.
func adopted(t *testing.T, dir string) (whole int, say string) {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+dir+"/loa.db", append(schemas, probe)...)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Read(t.Context(), ward, func(tx *store.Tx) error {
		for _, q := range adoptedParts {
			n := 0
			if err := tx.QueryRow(t.Context(), q).Scan(&n); err != nil {
				return err
			}
			whole += n
			say += fmt.Sprintf("%d  %s\n", n, q)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return whole, say
}
