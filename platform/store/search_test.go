package store_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loa/kit/vi"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

var library = []store.Doc{
	{Kind: "text", ID: "57", Title: "Nghị quyết số 57-NQ/TW", Body: "Nghị quyết của Bộ Chính trị về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia.", Href: "/library/57"},
	{Kind: "plan", ID: "1", Title: "Kế hoạch 15/KH-UBND", Body: "Truyền thông về chuyển đổi số 6 tháng cuối năm 2025 trên địa bàn phường Phù Liễn.", Href: "/plan/1"},
	{Kind: "story", ID: "1", Title: "Chuyển đổi số ở Đồ Sơn", Body: "Người dân Đồ Sơn nộp hồ sơ trực tuyến.", Href: "/newsroom/1"},
	{Kind: "story", ID: "2", Title: "Doi so hop thu", Body: "Phường đổi số điện thoại; việc chuyển hồ sơ làm sau. Hoa quả ở chợ.", Href: "/newsroom/2"},
	{Kind: "story", ID: "3", Title: "Đêm hội hòa bình", Body: "Văn nghệ ở nhà văn hoá.", Href: "/newsroom/3"},
}

func index(t testing.TB, db *store.DB, place store.Place, docs ...store.Doc) {
	t.Helper()
	write(t, db, place, func(tx *store.Tx) error {
		for _, d := range docs {
			if err := tx.Index(t.Context(), d); err != nil {
				return err
			}
		}
		return nil
	})
}

func search(t testing.TB, db *store.DB, place store.Place, text string) []store.Hit {
	t.Helper()
	var hits []store.Hit
	read(t, db, place, func(tx *store.Tx) error {
		found, err := tx.Search(t.Context(), text, 50, 0)
		if hits = found.Hits; err == nil && found.Total != len(hits) {
			t.Errorf("Search(%q): %d hits, total %d", text, len(hits), found.Total)
		}
		return err
	})
	return hits
}

func names(hits []store.Hit) []string {
	found := []string{}
	for _, h := range hits {
		found = append(found, h.Kind+"/"+h.ID)
	}
	return found
}

func TestSearchFindsWithAndWithoutMarks(t *testing.T) {
	questions := []struct {
		text string
		want string // in any order
	}{
		{"chuyen doi so", "plan/1 story/1 story/2 text/57"},
		{"chuyển đổi số", "plan/1 story/1 story/2 text/57"},
		{"CHUYỂN ĐỔI SỐ", "plan/1 story/1 story/2 text/57"},
		{"chuye\u0302\u0309n đo\u0302\u0309i so\u0302\u0301", "plan/1 story/1 story/2 text/57"}, // combining marks
		{"do son", "story/1"},
		{"Đồ Sơn", "story/1"},
		{"57-NQ/TW", "text/57"},
		{"57-nq/tw", "text/57"},
		{"15/KH-UBND", "plan/1"},
		{"15/kh-ubnd phù liễn", "plan/1"},
		{"hoà bình", "story/3"}, // written hòa
		{"văn hóa", "story/3"},  // written văn hoá
		{"2025", "plan/1"},
		{"không có ở đâu", ""},
		{"", ""},
		{" \t - / ", ""},
	}
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, phuLien, library...)
		for _, q := range questions {
			got := names(search(t, db, phuLien, q.text))
			slices.Sort(got)
			if strings.Join(got, " ") != q.want {
				t.Errorf("%q finds %v, want %s", q.text, got, q.want)
			}
		}
	})
}

func TestExactSpellingComesFirst(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, phuLien, library...)
		index(t, db, phuLien,
			store.Doc{Kind: "story", ID: "10", Title: "Dưới sông dưới sông", Body: strings.Repeat("duoi song ", 40)},
			store.Doc{Kind: "story", ID: "11", Title: "Một tin khác", Body: "Cuối bài mới có đuôi sóng, " + strings.Repeat("chữ ", 200)})
		if got := names(search(t, db, phuLien, "đuôi sóng")); len(got) != 2 || got[0] != "story/11" {
			t.Errorf("with marks: %v", got)
		}
		read(t, db, phuLien, func(tx *store.Tx) error {
			found, err := tx.Search(t.Context(), "đuôi sóng", 1, 0)
			if got, total := names(found.Hits), found.Total; total != 2 || len(got) != 1 || got[0] != "story/11" {
				t.Errorf("the first page of one: %v of %d", got, total)
			}
			return err
		})
		if got := names(search(t, db, phuLien, "duoi song")); len(got) != 2 || got[0] != "story/10" {
			t.Errorf("without marks: %v", got)
		}
		if got := names(search(t, db, phuLien, "hòa bình")); len(got) != 1 {
			t.Errorf("one spelling: %v", got)
		}
	})
}

func TestWordsThatStandTogetherComeFirst(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, phuLien, library...)
		if got := names(search(t, db, phuLien, "chuyen doi so")); len(got) == 0 || got[0] != "story/1" || got[len(got)-1] != "story/2" {
			t.Errorf("got %v; want the title first and the scattered words last", got)
		}
	})
}

func TestADocumentIsReplacedAndRemoved(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		index(t, db, phuLien, library...)
		index(t, db, phuLien, store.Doc{Kind: "plan", ID: "1", Title: "Kế hoạch khác", Href: "/plan/1/2"})
		if got := names(search(t, db, phuLien, "15/KH-UBND")); len(got) != 0 {
			t.Errorf("the old words are still found: %v", got)
		}
		hits := search(t, db, phuLien, "ke hoach khac")
		if len(hits) != 1 || hits[0].Href != "/plan/1/2" || hits[0].Title != "Kế hoạch khác" {
			t.Errorf("got %+v", hits)
		}
		for range 2 {
			write(t, db, phuLien, func(tx *store.Tx) error { return tx.Unindex(ctx, "plan", "1") })
		}
		if got := names(search(t, db, phuLien, "ke hoach khac")); len(got) != 0 {
			t.Errorf("found after it was removed: %v", got)
		}
		if err := db.Write(ctx, phuLien, func(tx *store.Tx) error {
			if err := tx.Index(ctx, store.Doc{Kind: "plan", ID: "9", Title: "chưa bao giờ"}); err != nil {
				return err
			}
			return fmt.Errorf("stop")
		}); err == nil {
			t.Fatal("no error")
		}
		if got := names(search(t, db, phuLien, "chưa bao giờ")); len(got) != 0 {
			t.Errorf("what was rolled back is found: %v", got)
		}
	})
}

func TestAPlaceFindsOnlyItsOwn(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, phuLien, library...)
		index(t, db, kienAn, store.Doc{Kind: "plan", ID: "1", Title: "Chuyển đổi số Kiến An", Body: phuLienSecret})
		index(t, db, `x" OR place : "11446`, store.Doc{Kind: "plan", ID: "1", Title: "Chuyển đổi số"})
		if got := names(search(t, db, kienAn, "chuyển đổi số")); len(got) != 1 {
			t.Errorf("got %v", got)
		}
		if got := names(search(t, db, `x" OR place : "11446`, "so")); len(got) != 1 {
			t.Errorf("a place with quotes in it sees %v", got)
		}
		if got := names(search(t, db, phuLien, "mật riêng")); len(got) != 0 {
			t.Errorf("got %v", got)
		}
		write(t, db, phuLien, func(tx *store.Tx) error { return tx.Unindex(t.Context(), "plan", "1") })
		if got := names(search(t, db, kienAn, "chuyển đổi số")); len(got) != 1 {
			t.Errorf("another place took it away: %v", got)
		}
	})
}

const phuLienSecret = "chuyện mật riêng của Kiến An"

var hostile = []string{
	`"`, `""`, `'`, `'' OR 1=1 --`, `chuyển" OR "số`, `a:b`, `title_folded : x`, `NEAR(a b)`, `AND`, `OR`, `NOT`, `a AND`, `(`, `)`, `((((`, `*`, `so*`, `^so`, `-so`, `+`, `{a} : b`,
	`!`, `& | !`, `a <-> b`, `:*`, `'a':A`, `\`, `\'`, "\x00", "a\x00b", "\xff\xfe", "chuy\xe1\xbb", "%s%n", "$1", "?", ";", "\u202e", "\u0301", "\u0301\u0301a", "🔥", "ﬁ", "İ", "ǅ", "Ⅷ", "ໜ",
	strings.Repeat("a", 10_000), strings.Repeat("chuyển ", 2_000), strings.Repeat(`"`, 10_000), strings.Repeat("(", 10_000), strings.Repeat("\u0301", 10_000), strings.Repeat("a b c d e ", 1_000),
}

func TestNoQueryIsAnError(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, phuLien, library...)
		for i, text := range hostile {
			index(t, db, phuLien, store.Doc{Kind: "hostile", ID: fmt.Sprint(i), Title: text, Body: text})
			for _, h := range search(t, db, phuLien, text) {
				checkPassage(t, h.Snippet)
			}
		}
	})
}

func checkPassage(t testing.TB, p store.Passage) {
	t.Helper()
	var whole strings.Builder
	for _, part := range p.Parts() {
		whole.WriteString(part.Text)
		if part.Text == "" {
			t.Errorf("an empty part in %+v", p)
		}
	}
	if whole.String() != p.Text {
		t.Errorf("parts of %+v make %q", p, whole.String())
	}
}

func TestTheSnippetShowsWhatMatched(t *testing.T) {
	long := strings.Repeat("Mở đầu không liên quan. ", 40) + "Phường\n\n  đẩy mạnh CHUYỂN ĐỔI SỐ, nhất là số hoá giấy tờ." + strings.Repeat(" Phần cuối của bài.", 40)
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, phuLien, store.Doc{Kind: "story", ID: "1", Title: "Tin", Body: long})
		p := search(t, db, phuLien, "chuyen doi so")[0].Snippet
		checkPassage(t, p)
		if !strings.HasPrefix(p.Text, "… ") || !strings.HasSuffix(p.Text, " …") || len([]rune(p.Text)) > 250 || strings.Contains(p.Text, "\n") {
			t.Errorf("got %q", p.Text)
		}
		var marked []string
		for _, part := range p.Parts() {
			if part.Marked {
				marked = append(marked, part.Text)
			}
		}
		if strings.Join(marked, "|") != "CHUYỂN ĐỔI SỐ|số" {
			t.Errorf("marked %q in %q", marked, p.Text)
		}
		title := search(t, db, phuLien, "tin")[0].Snippet
		if !strings.HasPrefix(title.Text, "Mở đầu") || len(title.Marks) != 0 {
			t.Errorf("a hit in the title shows %q", title.Text)
		}
	})
}

func TestSearchPagesWithoutLossOrRepeat(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		const all = 23
		for i := range all {
			index(t, db, phuLien, store.Doc{Kind: "story", ID: fmt.Sprint(i), Title: "Chuyển đổi số", Body: "như nhau"})
		}
		seen := map[string]bool{}
		read(t, db, phuLien, func(tx *store.Tx) error {
			for offset := 0; offset < all+10; offset += 5 {
				found, err := tx.Search(t.Context(), "so", 5, offset)
				if err != nil || found.Total != all {
					t.Fatalf("total %d, %v", found.Total, err)
				}
				for _, h := range found.Hits {
					seen[h.ID] = true
				}
			}
			return nil
		})
		if len(seen) != all {
			t.Errorf("saw %d of %d", len(seen), all)
		}
	})
}

func TestAnImmenseDocumentIsIndexed(t *testing.T) {
	var b strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&b, "từ%dđ ", i)
	}
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, phuLien, store.Doc{Kind: "story", ID: "1", Title: b.String(), Body: b.String()})
		if got := search(t, db, phuLien, "tu5d"); len(got) != 1 {
			t.Errorf("got %v", got)
		}
	})
}

// TestBothEnginesFindTheSame lets rapid write small documents and questions out of a small vocabulary.
func TestBothEnginesFindTheSame(t *testing.T) {
	engines := []*store.DB{storetest.Open(t), storetest.OpenPostgres(t)}
	vocabulary := rapid.SampledFrom([]string{"số", "so", "sổ", "SỐ", "đổi", "doi", "hoà", "hòa", "57-NQ/TW", "57", "nq", "15/KH-UBND", "O'Hà", "a.b", "3,5%", "—", "1e5", "e-mail@x.vn", "ñandú", "Ⅻ"})
	sentence := rapid.Custom(func(rt *rapid.T) string {
		return strings.Join(rapid.SliceOfN(vocabulary, 0, 6).Draw(rt, "words"), " ")
	})
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		place := store.Place(fmt.Sprint(round))
		var docs []store.Doc
		for i := range rapid.IntRange(1, 5).Draw(rt, "documents") {
			docs = append(docs, store.Doc{Kind: "story", ID: fmt.Sprint(i), Title: sentence.Draw(rt, "title"), Body: sentence.Draw(rt, "body")})
		}
		question := sentence.Draw(rt, "question")
		var found [2][]string
		for i, db := range engines {
			index(t, db, place, docs...)
			found[i] = names(search(t, db, place, question))
		}
		if !slices.Equal(found[0], found[1]) {
			rt.Errorf("%q finds %v on SQLite, %v on PostgreSQL", question, found[0], found[1])
		}
	})
}

// TestOfManyTheLastAreFound in the same order on both engines, however common the word is.
func TestOfManyTheLastAreFound(t *testing.T) {
	const all, crowd, strays = 6000, store.MostFound - 10, 20
	var docs []store.Doc
	for i := 1; i <= all; i++ {
		body := "mọi"
		for _, n := range []int{2, 3, 10, 700} {
			if i%n == 0 {
				body += fmt.Sprintf(" thứ%d", n)
			}
		}
		if i <= strays || i > all-crowd { // nearly as many as are asked for stand together at the end, the rest far from them
			body += " đông"
		}
		docs = append(docs, store.Doc{Kind: "story", ID: fmt.Sprint(i), Title: "Tin", Body: body})
	}
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		index(t, db, kienAn, library...)
		index(t, db, phuLien, docs...)
		for _, q := range []struct {
			text string
			each int
		}{{"mọi", 1}, {"moi", 1}, {"thu2", 2}, {"thứ3", 3}, {"thu10", 10}, {"thu700", 700}} {
			total := min(all/q.each, store.MostFound)
			for _, offset := range []int{0, total - 3} {
				read(t, db, phuLien, func(tx *store.Tx) error {
					found, err := tx.Search(t.Context(), q.text, 3, offset)
					var want []string
					for i := range 3 {
						want = append(want, fmt.Sprintf("story/%d", (all/q.each-offset-i)*q.each))
					}
					if got := names(found.Hits); found.Total != total || !slices.Equal(got, want) {
						t.Errorf("%q from %d on: %v of %d, want %v of %d", q.text, offset, got, found.Total, want, total)
					}
					return err
				})
			}
		}
		soon, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		read(t, db, phuLien, func(tx *store.Tx) error {
			found, err := tx.Search(soon, "đông", 3, crowd-1)
			want := []string{fmt.Sprintf("story/%d", all-crowd+1), fmt.Sprintf("story/%d", strays), fmt.Sprintf("story/%d", strays-1)}
			if got := names(found.Hits); found.Total != store.MostFound || !slices.Equal(got, want) {
				t.Errorf("beyond the crowd: %v of %d, want %v of %d", got, found.Total, want, store.MostFound)
			}
			return err
		})
	})
}

// TestATidiedSearchFindsTheSame: what many writes left in pieces is one piece afterwards, without what was removed.
func TestATidiedSearchFindsTheSame(t *testing.T) {
	storetest.Each(t, []store.Schema{notes()}, func(t *testing.T, db *store.DB) {
		for i := range 40 {
			index(t, db, phuLien, store.Doc{Kind: "story", ID: strconv.Itoa(i), Title: "Chuyển đổi số", Body: strings.Repeat(fmt.Sprintf("tin%d ", i), 200)})
		}
		write(t, db, phuLien, func(tx *store.Tx) error { return tx.Unindex(t.Context(), "story", "7") })
		before := names(search(t, db, phuLien, "chuyen doi so"))
		for range 2 {
			if err := db.TidySearch(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := names(search(t, db, phuLien, "chuyen doi so")); !slices.Equal(got, before) || len(got) == 0 {
				t.Errorf("found %v, before it was tidied %v", got, before)
			}
		}
		if db.Engine() != store.SQLite {
			return
		}
		var pieces int
		if err := db.Raw().Write.QueryRowContext(t.Context(), `SELECT count(DISTINCT segid) FROM store_word_idx`).Scan(&pieces); err != nil || pieces != 1 {
			t.Errorf("%d pieces, %v", pieces, err)
		}
	})
}

func FuzzSearch(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	db := storetest.Open(f)
	index(f, db, phuLien, library...)
	f.Fuzz(func(t *testing.T, text string) {
		index(t, db, phuLien, store.Doc{Kind: "fuzz", ID: "1", Title: text, Body: text})
		plain := map[string]bool{}
		for _, name := range names(search(t, db, phuLien, vi.Fold(text))) {
			plain[name] = true
		}
		for _, h := range search(t, db, phuLien, text) {
			checkPassage(t, h.Snippet)
			if !plain[h.Kind+"/"+h.ID] && len(text) < 100 {
				t.Errorf("%q finds %s/%s, without its marks not", text, h.Kind, h.ID)
			}
		}
	})
}
