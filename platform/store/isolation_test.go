package store_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

// A ward is what one place should see, whatever others do.
type ward struct {
	place store.Place
	notes map[int64]string
	docs  map[string]string // title by id
	last  int64
	host  string
	in    bool // enrolled
}

// TestTwoPlacesInOneDatabaseCannotSeeEachOther lets two places act at random,
// through every method of Tx, on the same ids, kinds and words, and holds what
// each sees against what it did itself (FEATURES row 131).
func TestTwoPlacesInOneDatabaseCannotSeeEachOther(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			wards := [2]*ward{}
			for i := range wards {
				wards[i] = &ward{place: store.Place(fmt.Sprintf("%d-%c", round, 'a'+i)), notes: map[int64]string{}, docs: map[string]string{}}
			}
			rt.Repeat(actions(t.Context(), db, wards))
		})
	})
}

var (
	someID   = rapid.Int64Range(1, 4)
	someText = rapid.SampledFrom([]string{"chuyển đổi số", "Phù Liễn", "", "57-NQ/TW", "x' OR 1=1 --"})
)

func actions(ctx context.Context, db *store.DB, wards [2]*ward) map[string]func(*rapid.T) {
	// act runs do for one of the wards in a Write, which is kept or thrown away; then is what follows if it was kept.
	act := func(do func(rt *rapid.T, w *ward, tx *store.Tx) (then func(), err error)) func(*rapid.T) {
		return func(rt *rapid.T) {
			w := wards[rapid.IntRange(0, 1).Draw(rt, "ward")]
			keep := rapid.IntRange(0, 4).Draw(rt, "keep") > 0
			var then func()
			err := db.Write(ctx, w.place, func(tx *store.Tx) (err error) {
				if then, err = do(rt, w, tx); err == nil && !keep {
					return errThrownAway
				}
				return err
			})
			if err != nil && err != errThrownAway {
				rt.Fatal(err)
			}
			if keep {
				then()
			}
		}
	}
	return map[string]func(*rapid.T){
		"write": act(func(rt *rapid.T, w *ward, tx *store.Tx) (func(), error) {
			id, text := someID.Draw(rt, "id"), someText.Draw(rt, "text")
			_, err := tx.Exec(ctx, `
				INSERT INTO note_note (place, id, text, written_on, is_public) VALUES ($1, $2, $3, '2025-10-10', $4)
				ON CONFLICT (place, id) DO UPDATE SET text = excluded.text`, id, text, true)
			return func() { w.notes[id] = text }, err
		}),
		"rewrite all": act(func(rt *rapid.T, w *ward, tx *store.Tx) (func(), error) {
			text := someText.Draw(rt, "text")
			res, err := tx.Exec(ctx, `UPDATE note_note SET text = $2 WHERE place = $1`, text)
			if err != nil {
				return nil, err
			}
			if n, err := res.RowsAffected(); err != nil || n != int64(len(w.notes)) {
				rt.Errorf("rewrote %d notes of %d, %v", n, len(w.notes), err)
			}
			return func() {
				for id := range w.notes {
					w.notes[id] = text
				}
			}, nil
		}),
		"remove all": act(func(rt *rapid.T, w *ward, tx *store.Tx) (func(), error) {
			_, err := tx.Exec(ctx, `DELETE FROM note_note WHERE place = $1`)
			return func() { clear(w.notes) }, err
		}),
		"count": act(func(rt *rapid.T, w *ward, tx *store.Tx) (func(), error) {
			id, err := tx.NextID(ctx, "note_note")
			if id != w.last+1 {
				rt.Errorf("%s counted %d after %d", w.place, id, w.last)
			}
			return func() { w.last = id }, err
		}),
		"index": act(func(rt *rapid.T, w *ward, tx *store.Tx) (func(), error) {
			id, title := fmt.Sprint(someID.Draw(rt, "id")), string(w.place)+": "+someText.Draw(rt, "title")+"."
			return func() { w.docs[id] = title }, tx.Index(ctx, store.Doc{Kind: "note", ID: id, Title: title, Body: "thân bài"})
		}),
		"unindex": act(func(rt *rapid.T, w *ward, tx *store.Tx) (func(), error) {
			id := fmt.Sprint(someID.Draw(rt, "id"))
			return func() { delete(w.docs, id) }, tx.Unindex(ctx, "note", id)
		}),
		"enroll": act(func(rt *rapid.T, w *ward, tx *store.Tx) (func(), error) {
			host := rapid.SampledFrom([]string{"", "www", "portal"}).Draw(rt, "host")
			if host != "" {
				host += "." + string(w.place)
			}
			return func() { w.in, w.host = true, host }, tx.Enroll(ctx, host)
		}),
		"": func(rt *rapid.T) { // after each action
			for _, w := range wards {
				if err := db.Read(ctx, w.place, func(tx *store.Tx) error { return w.check(ctx, rt, tx) }); err != nil {
					rt.Fatal(err)
				}
			}
			sites, err := db.Places(ctx)
			if err != nil {
				rt.Fatal(err)
			}
			for _, w := range wards {
				if slices.Contains(sites, store.Site{Place: w.place, Host: w.host}) != w.in {
					rt.Errorf("%s is not among the places as it enrolled", w.place)
				}
			}
		},
	}
}

var errThrownAway = fmt.Errorf("thrown away")

// check holds what tx sees against w.
func (w *ward) check(ctx context.Context, rt *rapid.T, tx *store.Tx) error {
	if tx.Place() != w.place {
		rt.Errorf("tx is bound to %s, not %s", tx.Place(), w.place)
	}
	rows, err := tx.Query(ctx, `SELECT id, text FROM note_note WHERE place = $1`)
	if err != nil {
		return err
	}
	defer rows.Close()
	seen := map[int64]string{}
	for rows.Next() {
		var id int64
		var text string
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		seen[id] = text
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if !maps.Equal(seen, w.notes) {
		rt.Errorf("%s sees %v, wrote %v", w.place, seen, w.notes)
	}
	var count int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM note_note WHERE place = $1`).Scan(&count); err != nil || count != len(w.notes) {
		rt.Errorf("%s counts %d of %d notes, %v", w.place, count, len(w.notes), err)
	}
	answer, err := tx.Search(ctx, "than bai", 100, 0)
	if err != nil {
		return err
	}
	found := map[string]string{}
	for _, h := range answer.Hits {
		found[h.ID] = h.Title
	}
	if !maps.Equal(found, w.docs) || answer.Total != len(w.docs) {
		rt.Errorf("%s finds %v (%d), indexed %v", w.place, found, answer.Total, w.docs)
	}
	return nil
}
