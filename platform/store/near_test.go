package store_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

func TestSearchForgivesASlip(t *testing.T) {
	questions := []struct{ text, first, instead string }{
		{"chuyem doi so", "story/1", "chuyển đổi số"},            // a letter wrong
		{"chyen doi so", "story/1", "chuyển đổi số"},             // left out
		{"chuyenn doi so", "story/1", "chuyển đổi số"},           // too many
		{"chuyne doi so", "story/1", "chuyển đổi số"},            // two changed over
		{"chuyeern ddooir soos", "story/1", "chuyển đổi số"},     // keys of Telex
		{"truyeefn thoong", "plan/1", "truyền thông"},            //
		{"khoa hoc congg nghe", "text/57", "khoa học công nghệ"}, //
		{"phu lie", "plan/1", "phù liễn"},                        // the last word was only begun
		{"phuu liee", "plan/1", "phù liễn"},                      // both
		{"chuyển đổi số", "story/1", ""},                         // nothing to forgive
		{"hoa bin", "story/3", "hòa bình"},
		{"xyzzy", "", ""},
		{"son xyzzy", "", ""},
		{"doz son", "", ""}, // three letters stand for nothing else
	}
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, phuLien, library...)
		index(t, db, kienAn, store.Doc{Kind: "plan", ID: "1", Title: "Xyzzz"})
		for _, q := range questions {
			read(t, db, phuLien, func(tx *store.Tx) error {
				found, err := tx.Search(t.Context(), q.text, 10, 0)
				first := ""
				if len(found.Hits) > 0 {
					first = names(found.Hits)[0]
				}
				if first != q.first || found.Instead != q.instead {
					t.Errorf("%q finds %q and offers %q, want %q and %q", q.text, first, found.Instead, q.first, q.instead)
				}
				return err
			})
		}
	})
}

// Pages of a search put together are the whole, each document once, however many there are.
func TestPagesOfASearchAreTheWhole(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		write(t, db, phuLien, func(tx *store.Tx) error {
			for i := range 1200 {
				title, body := "Tin", "Chuyển nhà; đổi vé; số nhà"
				if i%3 == 0 {
					title = "Chuyển đổi số"
				}
				if i%5 == 0 {
					body = "nói về chuyển đổi số"
				}
				if err := tx.Index(t.Context(), store.Doc{Kind: "story", ID: fmt.Sprint(i), Title: title, Body: body}); err != nil {
					return err
				}
			}
			return nil
		})
		read(t, db, phuLien, func(tx *store.Tx) error {
			seen := map[string]bool{}
			for offset := 0; ; offset += 70 {
				found, err := tx.Search(t.Context(), "chuyển đổi số", 70, offset)
				if err != nil {
					return err
				}
				if found.Total != store.MostFound {
					t.Fatalf("total %d", found.Total)
				}
				if len(found.Hits) == 0 {
					break
				}
				for _, h := range found.Hits {
					if seen[h.ID] {
						t.Errorf("%s twice", h.ID)
					}
					if h.Title == "Tin" && offset+70 <= 333 { // as many of the last thousand have the words in their title
						t.Errorf("%s, without the words in its title, on page %d", h.ID, offset/70+1)
					}
					seen[h.ID] = true
				}
			}
			if len(seen) != store.MostFound {
				t.Errorf("%d documents, want %d", len(seen), store.MostFound)
			}
			return nil
		})
	})
}

// A word typed with one slip finds the document that holds it.
func TestEverySlipIsForgiven(t *testing.T) {
	db := storetest.Open(t)
	const word = "truyenthong"
	index(t, db, phuLien, store.Doc{Kind: "story", ID: "1", Title: word})
	rapid.Check(t, func(rt *rapid.T) {
		typed := []byte(word)
		at, letter := rapid.IntRange(0, len(typed)-1).Draw(rt, "at"), byte(rapid.IntRange('a', 'z').Draw(rt, "letter"))
		switch rapid.IntRange(0, 3).Draw(rt, "slip") {
		case 0:
			typed[at] = letter
		case 1:
			typed = slices.Delete(typed, at, at+1)
		case 2:
			typed = slices.Insert(typed, at, letter)
		case 3:
			next := (at + 1) % len(typed)
			if next > 0 {
				typed[at], typed[next] = typed[next], typed[at]
			}
		}
		if got := names(search(t, db, phuLien, string(typed))); len(got) != 1 {
			rt.Errorf("%q finds %v", typed, got)
		}
	})
}
