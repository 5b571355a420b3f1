package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/store"
)

// TestEveryVerbSealsThePagesThatItChanges: half a year of stories, texts, plans and alerts was made by verbs alone, so
// that nothing is found; then somebody writes into the database.
func TestEveryVerbSealsThePagesThatItChanges(t *testing.T) {
	site := openWalk(t)
	h := site.house
	round := func() (out []string) {
		t.Helper()
		found, err := h.watch.Round(t.Context(), samplePlace)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			out = append(out, string(f.What)+" "+f.Thing)
		}
		return out
	}
	raw := func(query string) {
		t.Helper()
		if _, err := h.db.Raw().Write.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	raw(`INSERT INTO watch_round (place, made_at, pages) VALUES ('11446', 1, 0) ON CONFLICT DO NOTHING`) // as if it had begun before the first verb
	if found := round(); len(found) > 0 {
		t.Fatalf("verbs left pages without their seal: %q", found)
	}
	thao := site.actors[string(org.EditorHead)]
	if err := h.news.Withdraw(t.Context(), thao, 4, "Đăng nhầm."); err != nil {
		t.Fatal(err)
	}
	if err := h.news.Correct(t.Context(), thao, 5, "Sửa giờ."); err != nil {
		t.Fatal(err)
	}
	if found := round(); len(found) > 0 {
		t.Errorf("found after verbs: %q", found)
	}
	raw(`UPDATE newsroom_version SET body = body || ' [vay](https://vay.example)' WHERE place = '11446' AND story = 3`)
	raw(`UPDATE newsroom_note SET say = 'Khác.' WHERE place = '11446' AND story = 4`)
	raw(`UPDATE library_text SET title = 'Khác' WHERE place = '11446' AND id = 2`)
	raw(`UPDATE newsroom_story SET live = 1, published_at = 1 WHERE place = '11446' AND id = (SELECT max(id) FROM newsroom_story)`)
	raw(`UPDATE org_unit_name SET name = 'Khác' WHERE place = '11446' AND unit = 3`)
	raw(`UPDATE contact_contact SET phone = '0900 000 000' WHERE place = '11446' AND id = 1`)
	raw(`UPDATE newsroom_exemplar SET criteria = 'Khác.' WHERE place = '11446' AND id = 2`)
	found := round()
	for _, want := range []string{"changed newsroom/3", "changed newsroom/4", "appeared newsroom/54", "changed org", "changed contacts", "changed exemplars"} {
		if !slices.Contains(found, want) {
			t.Errorf("not found: %s", want)
		}
	}
	if len(found) != 7 || !strings.Contains(strings.Join(found, ","), "changed library") {
		t.Errorf("found %q", found)
	}
}

func BenchmarkRoundOfTheWatch(b *testing.B) {
	folder, err := filled()
	if err != nil {
		b.Fatal(err)
	}
	h, err := fillSample(b.Context(), folder, false, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer h.db.Close()
	pages := 0
	for b.Loop() {
		if _, err := h.watch.Round(b.Context(), samplePlace); err != nil {
			b.Fatal(err)
		}
	}
	err = h.db.Read(b.Context(), samplePlace, func(tx *store.Tx) error {
		for _, of := range h.watch.Pages {
			some, err := of(b.Context(), tx)
			if err != nil {
				return err
			}
			pages += len(some)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(pages), "pages")
}
