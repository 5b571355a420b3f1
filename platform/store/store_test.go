package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

const (
	phuLien = store.Place("11446")
	kienAn  = store.Place("11443")
)

// notes is the schema of a desk with one table, as a desk writes it.
func notes(migrations ...string) store.Schema {
	if len(migrations) == 0 {
		migrations = []string{firstNote}
	}
	files := fstest.MapFS{}
	for i, m := range migrations {
		files["schema/0000"+string(rune('1'+i))+"_note.sql"] = &fstest.MapFile{Data: []byte(m)}
	}
	return store.Schema{Desk: "note", Files: files}
}

const firstNote = `-- +goose Up
CREATE TABLE note_note (
	place      TEXT    NOT NULL,
	id         BIGINT  NOT NULL,
	text       TEXT    NOT NULL,
	written_on TEXT    NOT NULL,
	is_public  BOOLEAN NOT NULL,
	PRIMARY KEY (place, id)
);

-- +goose Down
DROP TABLE note_note;
`

func write(t testing.TB, db *store.DB, place store.Place, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), place, fn); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, db *store.DB, place store.Place, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Read(t.Context(), place, fn); err != nil {
		t.Fatal(err)
	}
}

func addNote(ctx context.Context, tx *store.Tx, text string) (int64, error) {
	id, err := tx.NextID(ctx, "note_note")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO note_note (place, id, text, written_on, is_public) VALUES ($1, $2, $3, $4, $5)`,
		id, text, "2025-10-10", true)
	return id, err
}

func countNotes(t testing.TB, db *store.DB, place store.Place) (n int) {
	t.Helper()
	read(t, db, place, func(tx *store.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT count(*) FROM note_note WHERE place = $1`).Scan(&n)
	})
	return n
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		var id int64
		write(t, db, phuLien, func(tx *store.Tx) (err error) {
			id, err = addNote(ctx, tx, "Chuyển đổi số")
			return err
		})
		var text, day string
		var public bool
		read(t, db, phuLien, func(tx *store.Tx) error {
			return tx.QueryRow(ctx, `SELECT text, written_on, is_public FROM note_note WHERE id = $2 AND place = $1`, id).Scan(&text, &day, &public)
		})
		if text != "Chuyển đổi số" || day != "2025-10-10" || !public {
			t.Errorf("got %q, %q, %v", text, day, public)
		}
	})
}

func TestAFailedWriteLeavesNoTrace(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		stop := errors.New("stop")
		err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error {
			if _, err := addNote(t.Context(), tx, "never"); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatalf("got %v", err)
		}
		if n := countNotes(t, db, phuLien); n != 0 {
			t.Errorf("%d notes were left", n)
		}
		var id int64
		write(t, db, phuLien, func(tx *store.Tx) (err error) {
			id, err = addNote(t.Context(), tx, "first")
			return err
		})
		if id != 1 {
			t.Errorf("the counter was left at %d", id-1)
		}
	})
}

func TestAReadCanChangeNothing(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
			_, err := addNote(t.Context(), tx, "never")
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "read") {
			t.Errorf("got %v", err)
		}
	})
}

func TestAReadSeesOneMoment(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		read(t, db, phuLien, func(tx *store.Tx) error {
			var before, after int
			if err := tx.QueryRow(ctx, `SELECT count(*) FROM note_note WHERE place = $1`).Scan(&before); err != nil {
				return err
			}
			write(t, db, phuLien, func(w *store.Tx) error { _, err := addNote(ctx, w, "meanwhile"); return err })
			if err := tx.QueryRow(ctx, `SELECT count(*) FROM note_note WHERE place = $1`).Scan(&after); err != nil {
				return err
			}
			if before != 0 || after != 0 {
				t.Errorf("saw %d, then %d", before, after)
			}
			return nil
		})
	})
}

func TestAQueryMustUseItsPlaceAndItsArguments(t *testing.T) {
	bad := []struct {
		query string
		args  []any
		says  string
	}{
		{`SELECT id FROM note_note`, nil, "forgets its place"},
		{`SELECT id FROM note_note WHERE id = $2`, []any{1}, "forgets its place"},
		{`SELECT id FROM note_note WHERE text = '$1'`, nil, "forgets its place"},
		{`SELECT id FROM note_note -- WHERE place = $1`, nil, "forgets its place"},
		{`SELECT id FROM note_note /* $1 */`, nil, "forgets its place"},
		{`SELECT id FROM note_note WHERE place = $1`, []any{1}, "$2 is not used"},
		{`SELECT id FROM note_note WHERE place = $1 AND id = $2`, nil, "$2 has no argument"},
		{`SELECT id FROM note_note WHERE place = $1 AND id = ?`, nil, "written $1, $2"},
		{`DELETE FROM note_note WHERE place = $1; DELETE FROM note_note`, nil, "more than one statement"},
	}
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		for _, b := range bad {
			ways := map[string]func(tx *store.Tx) error{
				"Exec":     func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), b.query, b.args...); return err },
				"Query":    func(tx *store.Tx) error { _, err := tx.Query(t.Context(), b.query, b.args...); return err },
				"QueryRow": func(tx *store.Tx) error { return tx.QueryRow(t.Context(), b.query, b.args...).Scan(new(int)) },
			}
			for way, fn := range ways {
				if err := db.Write(t.Context(), phuLien, fn); err == nil || !strings.Contains(err.Error(), b.says) {
					t.Errorf("%s(%s): got %v, want %q", way, b.query, err, b.says)
				}
			}
		}
		read(t, db, phuLien, func(tx *store.Tx) error {
			err := tx.QueryRow(t.Context(), "SELECT id /* ; */ FROM note_note WHERE text <> 'a;''$9?' AND place = $1; -- done").Scan(new(int))
			if !errors.Is(err, sql.ErrNoRows) {
				t.Errorf("a good query was refused: %v", err)
			}
			return nil
		})
	})
}

func TestIdsAreCountedForEachPlaceWithoutAGap(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		const writers, each = 4, 10
		var all sync.WaitGroup
		for i := range writers {
			place := []store.Place{phuLien, kienAn}[i%2]
			all.Go(func() {
				for range each {
					err := db.Write(t.Context(), place, func(tx *store.Tx) error { _, err := addNote(t.Context(), tx, "x"); return err })
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		for _, place := range []store.Place{phuLien, kienAn} {
			var count, highest int
			read(t, db, place, func(tx *store.Tx) error {
				return tx.QueryRow(t.Context(), `SELECT count(*), max(id) FROM note_note WHERE place = $1`).Scan(&count, &highest)
			})
			if count != writers*each/2 || highest != count {
				t.Errorf("%s: %d notes, the highest %d", place, count, highest)
			}
		}
	})
}

// What one Write read is still true when it writes, however many others there are.
func TestWritesOfOnePlaceRunOneAfterTheOther(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		write(t, db, phuLien, func(tx *store.Tx) error { _, err := addNote(ctx, tx, ""); return err })
		const writers = 8
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				err := db.Write(ctx, phuLien, func(tx *store.Tx) error {
					var text string
					if err := tx.QueryRow(ctx, `SELECT text FROM note_note WHERE place = $1 AND id = 1`).Scan(&text); err != nil {
						return err
					}
					_, err := tx.Exec(ctx, `UPDATE note_note SET text = $2 WHERE place = $1 AND id = 1`, text+"x")
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var text string
		read(t, db, phuLien, func(tx *store.Tx) error {
			return tx.QueryRow(ctx, `SELECT text FROM note_note WHERE place = $1`).Scan(&text)
		})
		if len(text) != writers {
			t.Errorf("%d of %d writes are left", len(text), writers)
		}
	})
}

func TestPlacesListsWhatWasEnrolled(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		write(t, db, phuLien, func(tx *store.Tx) error { return tx.Enroll(ctx, "old.example") })
		write(t, db, phuLien, func(tx *store.Tx) error { return tx.Enroll(ctx, "phulien.example") })
		write(t, db, kienAn, func(tx *store.Tx) error { return tx.Enroll(ctx, "") })
		write(t, db, "00001", func(tx *store.Tx) error { return tx.Enroll(ctx, "") })
		err := db.Write(ctx, kienAn, func(tx *store.Tx) error { return tx.Enroll(ctx, "phulien.example") })
		if refuse.Of(err).Kind != refuse.Conflict {
			t.Errorf("a host was given to two places: %v", err)
		}
		sites, err := db.Places(ctx)
		if err != nil {
			t.Fatal(err)
		}
		want := []store.Site{{Place: "00001"}, {Place: kienAn}, {Place: phuLien, Host: "phulien.example"}}
		if len(sites) != 3 || sites[0] != want[0] || sites[1] != want[1] || sites[2] != want[2] {
			t.Errorf("got %v, want %v", sites, want)
		}
	})
}

func TestAWrongAddressIsRefusedInOneSentence(t *testing.T) {
	for _, address := range []string{"", "loa.db", "sqlite:", "sqlite::memory:", "mysql://u:secret@h/x", "postgres:", "mysql://u:secret@h:port/%zz", "/var/lib/loa"} {
		_, err := store.Open(t.Context(), address)
		say := refuse.Of(err)
		if say.Kind != refuse.Invalid || !strings.Contains(say.Say, "sqlite:") || !strings.Contains(say.Say, "postgres://") {
			t.Errorf("Open(%q) = %v", address, err)
		}
		if strings.Contains(say.Say, "secret") {
			t.Errorf("Open(%q) shows the password: %s", address, say.Say)
		}
	}
}

func TestAServerThatIsNotThereIsAnErrorWithoutThePassword(t *testing.T) {
	_, err := store.Open(t.Context(), "postgres://loa:secret@127.0.0.1:1/loa?connect_timeout=2")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

func TestAnOddFileNameIsTakenAsItIs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "phường Phù Liễn?#%41.db")
	db, err := store.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Places(t.Context()); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); len(found) != 1 || found[0] != file {
		t.Errorf("got %q", found)
	}
}

// TestBothEnginesKeepTheSameText: what one of them could not keep is nobody's, and the person is told.
func TestBothEnginesKeepTheSameText(t *testing.T) {
	type named string
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		for _, text := range []any{"a\x00b", "\xff", named("\x00")} {
			err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error {
				_, err := tx.Exec(t.Context(), `INSERT INTO note_note (place, id, text, written_on, is_public) VALUES ($1, 1, $2, '', TRUE)`, text)
				return err
			})
			if refuse.Of(err).Kind != refuse.Invalid {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}
