package store_test

import (
	"fmt"
	"slices"
	"testing"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

// TestAStatementRunsBesideItself: rows of a statement stay as they are while the same words run once more on the same
// connection, and its connection closes whole with statements that rows still hold.
func TestAStatementRunsBesideItself(t *testing.T) {
	db := storetest.Open(t, notes())
	want := []string{"một", "hai", "ba"}
	write(t, db, phuLien, func(tx *store.Tx) error {
		for _, text := range want {
			if _, err := addNote(t.Context(), tx, text); err != nil {
				return err
			}
		}
		return nil
	})
	const query = `SELECT text FROM note_note WHERE place = $1 ORDER BY id`
	var got []string
	for range 2 { // the second time both are kept
		read(t, db, phuLien, func(tx *store.Tx) error {
			outer, err := tx.Query(t.Context(), query)
			if err != nil {
				return err
			}
			defer outer.Close() // nothing was written
			got = nil
			for len(got) <= len(want) && outer.Next() {
				var text string
				if err := outer.Scan(&text); err != nil {
					return err
				}
				got = append(got, text)
				var first string
				if err := tx.QueryRow(t.Context(), query).Scan(&first); err != nil || first != "một" {
					return fmt.Errorf("inside: %q %w", first, err)
				}
			}
			return outer.Err()
		})
		if !slices.Equal(got, want) {
			t.Errorf("read %q, want %q", got, want)
		}
	}
}

// TestMoreStatementsThanAreKept: the program goes on when a connection has seen more statements than it keeps, and a
// statement that fails can run again.
func TestMoreStatementsThanAreKept(t *testing.T) {
	db := storetest.Open(t, notes())
	write(t, db, phuLien, func(tx *store.Tx) error {
		_, err := addNote(t.Context(), tx, "một")
		return err
	})
	for i := range 1000 {
		read(t, db, phuLien, func(tx *store.Tx) error {
			var n int
			err := tx.QueryRow(t.Context(), fmt.Sprintf(`SELECT count(*) + %d FROM note_note WHERE place = $1`, i)).Scan(&n)
			if n != i+1 {
				t.Errorf("statement %d gave %d", i, n)
			}
			return err
		})
	}
	const twice = `INSERT INTO note_note (place, id, text, written_on, is_public) VALUES ($1, $2, $3, '', TRUE)`
	for id, wants := range map[int]bool{1: false, 2: true, 3: true} {
		err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), twice, id, "lại")
			return err
		})
		if (err == nil) != wants {
			t.Errorf("note %d: %v", id, err)
		}
	}
}
