package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

// traced is the trace of counting the notes of place.
func traced(t *testing.T, db *store.DB, place store.Place) *store.Trace {
	t.Helper()
	ctx, trace := db.Trace(t.Context())
	var n int
	err := db.Read(ctx, place, func(tx *store.Tx) error {
		return tx.QueryRow(ctx, `SELECT count(*) FROM note_note WHERE place = $1`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// TestATraceStandsUntilWhatItReadChanges: another table, another place, or a write that was given up do it nothing.
func TestATraceStandsUntilWhatItReadChanges(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		trace := traced(t, db, phuLien)
		stands := func(want bool, after string) {
			t.Helper()
			if trace.Stands() != want {
				t.Fatalf("after %s the trace stands: %v", after, !want)
			}
		}
		stands(true, "nothing")
		write(t, db, kienAn, func(tx *store.Tx) error { _, err := addNote(t.Context(), tx, "elsewhere"); return err })
		stands(true, "a note of another place")
		write(t, db, phuLien, func(tx *store.Tx) error { return tx.Enroll(t.Context(), "") })
		stands(true, "a change of another table")
		err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error {
			_, err := addNote(t.Context(), tx, "given up")
			return errors.Join(err, errors.New("no"))
		})
		if err == nil {
			t.Fatal("the write was kept")
		}
		stands(true, "a note that was given up")
		write(t, db, phuLien, func(tx *store.Tx) error { _, err := addNote(t.Context(), tx, "here"); return err })
		stands(false, "a note")
		trace = traced(t, db, phuLien)
		stands(true, "reading again")
		write(t, db, phuLien, func(tx *store.Tx) error {
			var id int64 // a change that is asked as a question
			return tx.QueryRow(t.Context(), `UPDATE note_note SET text = $2 WHERE place = $1 RETURNING id`, "other").Scan(&id)
		})
		stands(false, "a change with an answer")
	})
}

// TestOtherProgramsHearOfAChange on the same PostgreSQL.
func TestOtherProgramsHearOfAChange(t *testing.T) {
	address := storetest.Postgres(t)
	open := func() *store.DB {
		db, err := store.Open(t.Context(), address, notes())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db
	}
	here, there := open(), open()
	trace := traced(t, there, phuLien)
	if !trace.Stands() {
		t.Fatal("it does not stand before anything has changed")
	}
	write(t, here, phuLien, func(tx *store.Tx) error { _, err := addNote(t.Context(), tx, "news"); return err })
	const soon = 5 * time.Second // it takes some 60 ms; the machine may be busy
	ctx, stop := context.WithTimeout(t.Context(), soon)
	defer stop()
	for trace.Stands() {
		select {
		case <-ctx.Done():
			t.Fatal("the other program did not hear of it")
		case <-time.After(time.Millisecond):
		}
	}
}
