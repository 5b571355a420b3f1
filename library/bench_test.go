package library

import (
	"fmt"
	"testing"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

// BenchmarkList searches 100,000 texts, the size of a province's whole collection.
func BenchmarkList(b *testing.B) {
	db := storetest.Open(b, schemas...)
	d := desk(db)
	const many = 100_000
	for from := 0; from < many; from += 10_000 {
		err := db.Write(b.Context(), phuLien, func(tx *store.Tx) error {
			for i := range 10_000 {
				s := seed[i%len(seed)].Text
				s.Number = fmt.Sprint(from + i)
				s.Code = s.Number + "/" + s.Symbol
				s.IssuedOn = fmt.Sprintf("20%02d-%02d-%02d", i%26, i%12+1, i%28+1)
				if _, err := insert(b.Context(), tx, s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for name, q := range map[string]Question{"all": {}, "rare": {Words: "99999"}, "common": {Words: "chuyển đổi số"}, "kind": {Kind: "Kế hoạch", Words: "truyen thong"}, "none": {Words: "khong co gi"}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := d.List(b.Context(), phuLien, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestARareWordIsFoundInALargeLibrary(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := desk(db)
	err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error {
		for i := range sampled + 10 {
			text := Text{Kind: "Kế hoạch", Code: fmt.Sprintf("%d/KH-UBND", i+1), IssuedOn: fmt.Sprintf("20%02d-01-01", i*25/sampled), Title: "chuyển đổi số"}
			if i == 3 {
				text.Title = "diễn tập phòng chống mã độc"
			}
			if _, err := insert(t.Context(), tx, text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]int{"ma doc": 1, "chuyển đổi": MaxTotal, "khong co": 0} {
		if _, total, err := d.List(t.Context(), phuLien, Question{Words: words, Kind: "Kế hoạch"}); err != nil || total != want {
			t.Errorf("%q finds %d, want %d: %v", words, total, want, err)
		}
	}
}
