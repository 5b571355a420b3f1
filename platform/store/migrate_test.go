package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

const secondNote = `-- +goose Up
ALTER TABLE note_note ADD COLUMN author TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE note_note DROP COLUMN author;
`

const brokenNote = `-- +goose Up
CREATE TABLE note_half (place TEXT NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (place, id));
CREATE TABLE note_note (place TEXT);

-- +goose Down
DROP TABLE note_half;
`

// eachAddress runs fn with the address of a database that does not hold any desk yet, on each engine.
func eachAddress(t *testing.T, fn func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, "sqlite:"+filepath.Join(t.TempDir(), "loa.db")) })
	t.Run("postgres", func(t *testing.T) { fn(t, storetest.Postgres(t)) })
}

func reopen(t *testing.T, address string, schemas ...store.Schema) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), address, schemas...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() }) // most were closed by the test itself
	return db
}

func hasAuthor(t *testing.T, db *store.DB) bool {
	t.Helper()
	return db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT author FROM note_note WHERE place = $1`)
		if err != nil {
			return err
		}
		return rows.Close()
	}) == nil
}

func TestAnUpgradeKeepsTheDataAndCanBeTakenBack(t *testing.T) {
	eachAddress(t, func(t *testing.T, address string) {
		ctx := t.Context()
		old, fresh := []store.Schema{notes(firstNote)}, []store.Schema{notes(firstNote, secondNote)}

		db := reopen(t, address, old...)
		write(t, db, phuLien, func(tx *store.Tx) error { _, err := addNote(ctx, tx, "kept"); return err })
		if err := db.Rollback(ctx, old); err == nil {
			t.Error("the making of the database was taken back")
		}
		db.Close()

		db = reopen(t, address, fresh...)
		if !hasAuthor(t, db) || countNotes(t, db, phuLien) != 1 {
			t.Fatal("the upgrade lost something")
		}
		db.Close()

		if _, err := store.Open(ctx, address, old...); err == nil || !strings.Contains(err.Error(), "newer than this program: note is at version 2") {
			t.Errorf("the older program started: %v", err)
		}

		db = reopen(t, address, fresh...)
		if err := db.Rollback(ctx, fresh); err != nil {
			t.Fatal(err)
		}
		db.Close()

		db = reopen(t, address, old...)
		if hasAuthor(t, db) || countNotes(t, db, phuLien) != 1 {
			t.Error("the rollback lost something, or left something")
		}
		if err := db.Rollback(ctx, old); err == nil || !strings.Contains(err.Error(), "no upgrade") {
			t.Errorf("took back more than there was: %v", err)
		}
	})
}

func TestDocumentsIndexedByAnOlderProgramAreFound(t *testing.T) {
	eachAddress(t, func(t *testing.T, address string) {
		db := reopen(t, address)
		for _, place := range []store.Place{phuLien, kienAn} {
			index(t, db, place, library...)
			for i := range 600 {
				index(t, db, place, store.Doc{Kind: "many", ID: fmt.Sprint(i), Title: "Tin", Body: fmt.Sprintf("số %d", i)})
			}
		}
		if err := db.SearchDownTo(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		db.Close()

		db = reopen(t, address)
		for _, place := range []store.Place{phuLien, kienAn} {
			if got := names(search(t, db, place, "chuyển đổi số")); len(got) != 4 || got[0] != "story/1" {
				t.Errorf("%s finds %v", place, got)
			}
			if got := names(search(t, db, place, "tin 599")); !slices.Equal(got, []string{"many/599"}) {
				t.Errorf("%s finds %v", place, got)
			}
		}
	})
}

func TestAFailedMigrationStopsTheStartAndChangesNothing(t *testing.T) {
	eachAddress(t, func(t *testing.T, address string) {
		ctx := t.Context()
		db := reopen(t, address, notes(firstNote))
		before := storetest.Dump(t, db)
		write(t, db, phuLien, func(tx *store.Tx) error { _, err := addNote(ctx, tx, "kept"); return err })
		db.Close()

		_, err := store.Open(ctx, address, notes(firstNote, brokenNote))
		if err == nil || !strings.Contains(err.Error(), "upgrade the tables of note") {
			t.Fatalf("it started: %v", err)
		}

		db = reopen(t, address, notes(firstNote))
		if countNotes(t, db, phuLien) != 1 || storetest.Dump(t, db) != before {
			t.Error("the failed migration left something")
		}
	})
}

func TestASQLiteFileIsCopiedAsideBeforeItsTablesChange(t *testing.T) {
	folder := t.TempDir()
	address := "sqlite:" + filepath.Join(folder, "loa.db")
	copies := func() []string {
		found, err := filepath.Glob(filepath.Join(folder, "before-*.db"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	db := reopen(t, address, notes(firstNote))
	write(t, db, phuLien, func(tx *store.Tx) error { _, err := addNote(t.Context(), tx, "kept"); return err })
	db.Close()
	reopen(t, address, notes(firstNote)).Close()
	if got := copies(); len(got) != 0 {
		t.Fatalf("copied without a reason: %v", got)
	}
	reopen(t, address, notes(firstNote, secondNote)).Close()
	got := copies()
	if len(got) != 1 {
		t.Fatalf("got %v", got)
	}
	old := reopen(t, "sqlite:"+got[0], notes(firstNote)) // refuses to open if it holds the new tables
	if countNotes(t, old, phuLien) != 1 {
		t.Error("the copy is not whole")
	}

	if _, err := store.Open(t.Context(), address, notes(firstNote, secondNote, brokenNote)); err == nil || !strings.Contains(err.Error(), folder+"/before-") {
		t.Errorf("a failed upgrade does not say where the copy is: %v", err)
	}
}

func TestABackupIsWholeWhileOthersWrite(t *testing.T) {
	db := storetest.Open(t, notes())
	write(t, db, phuLien, func(tx *store.Tx) error { _, err := addNote(t.Context(), tx, "kept"); return err })
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := db.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if n := countNotes(t, reopen(t, "sqlite:"+file, notes()), phuLien); n != 1 {
		t.Errorf("the backup holds %d notes", n)
	}
	if err := db.Backup(t.Context(), file); err == nil {
		t.Error("a backup was written over another")
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}

func TestTheSchemaIsThePage(t *testing.T) {
	storetest.SchemaPage(t, "testdata")
}

func TestTheSchemaPageShowsADifference(t *testing.T) {
	storetest.Each(t, []store.Schema{notes(firstNote, secondNote)}, func(t *testing.T, db *store.DB) {
		got := storetest.Dump(t, db)
		for _, word := range []string{"CREATE TABLE note_note", "author", "store_place_host"} {
			if !strings.Contains(got, word) {
				t.Errorf("the page lacks %q:\n%s", word, got)
			}
		}
		if strings.Contains(got, "store_version") {
			t.Errorf("the page shows the tables that count versions")
		}
	})
}
