package measure

import (
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/blob"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

// adopted is the ward of these tests with its plan brought in, looked through and adopted as a person does it.
func adopted(t *testing.T, db *store.DB) *Desk {
	t.Helper()
	d := desk(db)
	register := &org.Desk{DB: db, Now: now}
	for _, u := range units {
		u.OpenedOn = "2025-07-01"
		if _, err := register.AddUnit(t.Context(), chief, u); err != nil {
			t.Fatal(err)
		}
	}
	for _, seat := range []string{"officer", "vice-chair", "office-head", "reporter"} {
		id, err := register.AddPerson(t.Context(), chief, org.Person{Name: seats[seat].Name, Unit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if post := seats[seat].Posts[0]; org.MayAppoint(chief, post) {
			if _, err := register.Appoint(t.Context(), chief, org.Holding{Person: id, Post: post, Unit: 1, Span: org.Span{From: "2025-07-01"}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := blob.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	paper, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	plans := &plan.Desk{DB: db, Blobs: files, Now: func() time.Time { return time.Date(2025, 7, 16, 3, 0, 0, 0, time.UTC) },
		Reader: func(b []byte, _ plan.Options) (plan.Draft, []plan.Line, error) {
			ls, err := plan.Lines(b)
			return seed(t).Draft, ls, err
		}}
	plans.OnAdopt = append(plans.OnAdopt, d.Set)
	officer := org.Actor{Place: phuLien, Person: 1, Name: "Bùi Minh Đức", Posts: []org.Post{org.Officer}}
	id, err := plans.Upload(t.Context(), officer, "ke-hoach-15.txt", strings.NewReader(string(paper)), 0)
	if err != nil {
		t.Fatal(err)
	}
	var r plan.Review
	write(t, db, func(tx *store.Tx) (err error) {
		r, err = plan.LoadReview(t.Context(), tx, id)
		return err
	})
	var steps []plan.Correction
	for _, item := range r.Items() {
		if !item.Seen && (item.Group == plan.TheDoubts || item.Must) {
			steps = append(steps, plan.Correction{Verb: plan.Accept, Thing: item.Thing})
		}
	}
	if err := plans.Correct(t.Context(), officer, id, r.Saw(), steps...); err != nil {
		t.Fatal(err)
	}
	if _, err := plans.Adopt(t.Context(), org.Actor{Place: phuLien, Person: 2, Name: "Vũ Thu Hà", Posts: []org.Post{org.ViceChair}}, id, plan.Anything); err != nil {
		t.Fatal(err)
	}
	return d
}

// seats are who sits where in the scripts: a person for each post.
var seats = map[string]org.Actor{
	"officer":     {Person: 1, Name: "Bùi Minh Đức", Posts: []org.Post{org.Officer}},
	"vice-chair":  {Person: 2, Name: "Vũ Thu Hà", Posts: []org.Post{org.ViceChair}},
	"office-head": {Person: 3, Name: "Nguyễn Thị Lan", Posts: []org.Post{org.OfficeHead}},
	"reporter":    {Person: 4, Name: "Hoàng Văn Sơn", Posts: []org.Post{org.Reporter}},
}

// play runs a page script over d.
func play(t *testing.T, d *Desk, script string) {
	t.Helper()
	mux := http.NewServeMux()
	web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
	webtest.Run(t, mux, func(name string, h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := seats[name]
			a.Place = phuLien
			h.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), a), phuLien)))
		})
	}, script)
}

func TestTheBoardLeadsToTheProof(t *testing.T) {
	storetest.Each(t, append(schemas[:2:2], plan.Schema, Schema), func(t *testing.T, db *store.DB) {
		d := adopted(t, db)
		f := did("work/1/evidence/1", 7, 4, "2025-10-03")
		f.Href = "/work/1/evidence/1"
		claimed := did("work/1/evidence/2", 7, 5, "2025-10-03")
		claimed.State = Claimed
		tell(t, db, f, claimed)
		play(t, d, "testdata/board.txt")
	})
}

// anchor finds the links of a page.
var anchor = regexp.MustCompile(`href="([^"]+)"`)

// TestEveryNumberLeadsToItsProof presses every number of the board, and on the list behind it the proof: two presses.
func TestEveryNumberLeadsToItsProof(t *testing.T) {
	db := storetest.Open(t, withPlans...)
	d := adopted(t, db)
	write(t, db, func(tx *store.Tx) error {
		return putMember(t.Context(), tx, Exemplars, Member{Item: "exemplar/a", Name: "Mô hình A", From: "2025-09-01"})
	})
	for key, f := range map[int64]Fact{1: {Unit: 4}, 2: {Unit: 4}, 3: {Item: Channel("portal")}, 4: {Person: 4}, 5: {Item: "exemplar/a"}, 6: {}, 7: {Unit: 4}} {
		f.Desk, f.Thing, f.Key, f.Day, f.Amount, f.State, f.At = "work", fmt.Sprintf("work/%d/evidence/1", key), key, "2025-10-03", 1, Verified, now()
		f.Href = "/" + f.Thing
		tell(t, db, f)
	}
	mux := http.NewServeMux()
	web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
	links := func(path string) map[string]bool {
		out := map[string]bool{}
		for _, m := range anchor.FindAllStringSubmatch(pageOf(t, mux, path), -1) {
			out[m[1]] = true
		}
		return out
	}
	board := links("/measure")
	for key := range int64(7) {
		target := fmt.Sprintf("/measure/%d", key+1)
		proof := fmt.Sprintf("/work/%d/evidence/1", key+1)
		if !board[target] {
			t.Errorf("the figure of target %d leads nowhere", key+1)
		} else if !links(target)[proof] {
			t.Errorf("%s does not lead to %s", target, proof)
		}
		for to := range board { // the smaller numbers: counted, waiting, missing
			if page, list, ok := strings.Cut(to, "#"); ok && page == target && !strings.Contains(pageOf(t, mux, page), `id="`+list+`"`) {
				t.Errorf("%s leads to no list", to)
			}
		}
	}
}

// pageOf is the page at path as a reporter sees it.
func pageOf(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	a := seats["reporter"]
	a.Place = phuLien
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	h.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), a), phuLien)))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.String()
}

// TestEveryFactIsOnOneOfThePages however many there are, each once, also those behind a page that there is not.
func TestEveryFactIsOnOneOfThePages(t *testing.T) {
	storetest.Each(t, withPlans, func(t *testing.T, db *store.DB) {
		d := adopted(t, db)
		const all = 2*mostShown + 30
		facts := make([]Fact, all)
		for i := range facts {
			facts[i] = did(fmt.Sprintf("work/1/evidence/%d", i), 6, 1, org.Day("2025-08-01").Add(i%20))
			facts[i].Href = fmt.Sprintf("/proof/%d", i)
		}
		tell(t, db, facts...)
		mux := http.NewServeMux()
		web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
		seen := map[string]int{}
		next := "/measure/6?window=2025-Q3"
		for pages := 1; ; pages++ {
			page := pageOf(t, mux, next)
			if !strings.Contains(page, fmt.Sprint(all, " số liệu")) {
				t.Errorf("%s does not say how many there are", next)
			}
			following := ""
			_, list, _ := strings.Cut(page, `id="facts"`)
			for _, m := range anchor.FindAllStringSubmatch(list, -1) {
				if strings.HasPrefix(m[1], "/proof/") {
					seen[m[1]]++
				}
				if strings.HasSuffix(m[1], fmt.Sprintf("page=%d#facts", pages+1)) {
					following, _, _ = strings.Cut(html.UnescapeString(m[1]), "#")
				}
			}
			if following == "" {
				if pages != 3 {
					t.Errorf("%d pages", pages)
				}
				break
			}
			next = following
		}
		for proof, n := range seen {
			if n != 1 {
				t.Errorf("%s is listed %d times", proof, n)
			}
		}
		if len(seen) != all {
			t.Errorf("%d of %d are listed", len(seen), all)
		}
		if beyond := pageOf(t, mux, "/measure/6?window=2025-Q3&page=99"); !strings.Contains(beyond, "Trang 3 trên 3") {
			t.Error("behind the last page there is not the last")
		}
	})
}

func TestAPlaceWithoutAPlanSaysWhatToDo(t *testing.T) {
	play(t, desk(storetest.Open(t, append(schemas[:2:2], plan.Schema, Schema)...)), "testdata/empty.txt")
}

var withPlans = append(schemas[:2:2], plan.Schema, Schema)

func TestWhatIsRecordedByHandIsVerifiedByAnother(t *testing.T) {
	storetest.Each(t, withPlans, func(t *testing.T, db *store.DB) { play(t, adopted(t, db), "testdata/entry.txt") })
}

func TestAPersonSetsHowATargetIsCounted(t *testing.T) {
	storetest.Each(t, withPlans, func(t *testing.T, db *store.DB) { play(t, adopted(t, db), "testdata/tune.txt") })
}

func TestANumberThatLooksOddIsTakenWithItsReason(t *testing.T) {
	storetest.Each(t, withPlans, func(t *testing.T, db *store.DB) {
		d := adopted(t, db)
		for i := range 6 {
			f := did(fmt.Sprintf("work/1/evidence/%d", i), 6, 1, org.Day("2025-09-01").Add(i))
			f.Amount = int64(2 + i%2)
			tell(t, db, f)
		}
		play(t, d, "testdata/odd.txt")
	})
}

func TestApprovedFiguresNeverMove(t *testing.T) {
	storetest.Each(t, withPlans, func(t *testing.T, db *store.DB) { play(t, adopted(t, db), "testdata/freeze.txt") })
}
