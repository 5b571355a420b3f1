package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"loa/platform/store"
)

// victim names the database that this test program, started again by a test, writes until it is killed.
const victim = "LOA_TEST_VICTIM"

func TestMain(m *testing.M) {
	if address := os.Getenv(victim); address != "" {
		fmt.Println(beKilled(address))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// notesEach is how many notes one transaction of the victim writes; the text of each is the number of the transaction.
const notesEach = 7

// beKilled writes one transaction after the other and says the number of each that was kept.
func beKilled(address string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, address, notes())
	if err != nil {
		return err
	}
	for {
		var number int64
		err := db.Write(ctx, phuLien, func(tx *store.Tx) error {
			var err error
			if number, err = tx.NextID(ctx, "transaction"); err != nil {
				return err
			}
			text := strconv.FormatInt(number, 10)
			for range notesEach {
				if _, err := addNote(ctx, tx, text); err != nil {
					return err
				}
			}
			return tx.Index(ctx, store.Doc{Kind: "transaction", ID: text, Title: "số " + text, Body: strings.Repeat("thân bài ", 50)})
		})
		if err != nil {
			return err
		}
		fmt.Println(number)
	}
}

// killWhileWriting starts this program again as the victim, kills it after a
// while and returns the number of the last transaction it said was kept.
func killWhileWriting(t *testing.T, address string, after time.Duration) (last int) {
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
	for lines := bufio.NewScanner(out); lines.Scan(); {
		number, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatalf("the victim said %q", lines.Text())
		}
		if last == 0 {
			time.AfterFunc(after, func() { child.Process.Kill() }) // SIGKILL; an error would show in Wait
		}
		last = number
	}
	if err := child.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the victim ended by itself: %v", err)
	}
	return last
}

func TestATransactionSurvivesAKillWholeOrNotAtAll(t *testing.T) {
	address := "sqlite:" + filepath.Join(t.TempDir(), "loa.db")
	reopen(t, address, notes()).Close()
	for range 8 {
		after := rand.N(60 * time.Millisecond)
		said := killWhileWriting(t, address, after)
		db := reopen(t, address, notes())
		kept := transactionsKept(t, db)
		if kept < said {
			t.Errorf("killed after %v: transaction %d was acknowledged, only %d are there", after, said, kept)
		}
		if hits := search(t, db, phuLien, fmt.Sprint("số ", kept)); len(hits) != 1 {
			t.Errorf("killed after %v: the last document is found %d times", after, len(hits))
		}
		var verdict string
		if err := db.Raw().Write.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("the file is damaged: %s, %v", verdict, err)
		}
		db.Close()
	}
}

// transactionsKept checks that each transaction up to the counter is whole, and returns the counter.
func transactionsKept(t *testing.T, db *store.DB) (kept int) {
	t.Helper()
	ctx := t.Context()
	read(t, db, phuLien, func(tx *store.Tx) error {
		var torn, all, documents int
		err := tx.QueryRow(ctx, `SELECT count(*) FROM (SELECT text FROM note_note WHERE place = $1 GROUP BY text HAVING count(*) <> $2) AS torn`, notesEach).Scan(&torn)
		if err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT count(DISTINCT text) FROM note_note WHERE place = $1`).Scan(&all); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM store_doc WHERE place = $1`).Scan(&documents); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT last FROM store_counter WHERE place = $1 AND name = 'transaction'`).Scan(&kept); err != nil {
			return err
		}
		if torn != 0 || all != kept || documents != kept {
			t.Errorf("%d transactions are torn, %d left notes, %d documents, the counter is %d", torn, all, documents, kept)
		}
		return nil
	})
	return kept
}
