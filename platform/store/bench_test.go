package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

func benchEach(b *testing.B, fn func(b *testing.B, db *store.DB)) {
	b.Run("sqlite", func(b *testing.B) { fn(b, storetest.Open(b, notes())) })
	b.Run("postgres", func(b *testing.B) { fn(b, storetest.OpenPostgres(b, notes())) })
}

func BenchmarkWrite(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		for b.Loop() {
			write(b, db, phuLien, func(tx *store.Tx) error { _, err := addNote(b.Context(), tx, "Chuyển đổi số"); return err })
		}
	})
}

func BenchmarkRead(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		write(b, db, phuLien, func(tx *store.Tx) error { _, err := addNote(b.Context(), tx, "Chuyển đổi số"); return err })
		for b.Loop() {
			read(b, db, phuLien, func(tx *store.Tx) error {
				return tx.QueryRow(b.Context(), `SELECT text FROM note_note WHERE place = $1 AND id = $2`, 1).Scan(new(string))
			})
		}
	})
}

// BenchmarkSearch asks 10,000 documents of 1 KB: for words that one holds, and for words that each holds.
func BenchmarkSearch(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		const documents = 10_000
		write(b, db, phuLien, func(tx *store.Tx) error {
			for i := range documents {
				d := store.Doc{Kind: "story", ID: fmt.Sprint(i), Title: fmt.Sprintf("Chuyển đổi số, tin %d", i), Body: strings.Repeat("phường đẩy mạnh truyền thông về chuyển đổi số; hướng dẫn người dân nộp hồ sơ trực tuyến, thanh toán không dùng tiền mặt. ", 8)}
				if err := tx.Index(b.Context(), d); err != nil {
					return err
				}
			}
			return nil
		})
		for name, text := range map[string]string{"one": "tin 4711", "all": "chuyển đổi số"} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					read(b, db, phuLien, func(tx *store.Tx) error {
						_, _, err := tx.Search(b.Context(), text, 20, 0)
						return err
					})
				}
			})
		}
	})
}

// BenchmarkOpen opens a file whose schemas are in place, as each start of the program does; 12 desks.
func BenchmarkOpen(b *testing.B) {
	address := "sqlite:" + filepath.Join(b.TempDir(), "loa.db")
	var desks []store.Schema
	for i := range 12 {
		s := notes(strings.ReplaceAll(firstNote, "note_note", fmt.Sprintf("d%d_note", i)))
		s.Desk = fmt.Sprintf("d%d", i)
		desks = append(desks, s)
	}
	for b.Loop() {
		db, err := store.Open(b.Context(), address, desks...)
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
