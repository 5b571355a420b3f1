package plan

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

const ward = store.Place("11446")

var (
	schemas = []store.Schema{audit.Schema, org.Schema, Schema}

	lan  = org.Actor{Place: ward, Person: 1, Name: "Nguyễn Thị Lan", Posts: []org.Post{org.OfficeHead}}
	minh = org.Actor{Place: ward, Person: 2, Name: "Phạm Văn Minh", Posts: []org.Post{org.Officer}}
	hung = org.Actor{Place: ward, Person: 3, Name: "Trần Quang Hùng", Posts: []org.Post{org.ViceChair}}
	mai  = org.Actor{Place: ward, Person: 4, Name: "Lê Thị Mai", Posts: []org.Post{org.Reporter}}
)

// gold is the Phù Liễn plan as a person would read it.
func gold(t testing.TB) Draft {
	t.Helper()
	b, err := os.ReadFile("testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	var d Draft
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func seed(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/phu-lien-15-kh-ubnd.seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// newDesk is a desk that keeps files in a folder and whose reader knows one paper by heart.
func newDesk(t testing.TB, db *store.DB) *Desk {
	files, err := blob.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2025, 7, 17, 1, 0, 0, 0, time.UTC)
	return &Desk{DB: db, Blobs: files, Now: func() time.Time { now = now.Add(time.Minute); return now }, Reader: byHeart(t)}
}

func byHeart(t testing.TB) func([]byte, Options) (Draft, []Line, error) {
	return func(b []byte, _ Options) (Draft, []Line, error) {
		if !strings.Contains(string(b), "HOACH") {
			return Draft{}, nil, refuse.With(refuse.Invalid, "Tệp này không phải một kế hoạch.")
		}
		ls, err := Lines(b)
		return gold(t), ls, err
	}
}

func upload(t testing.TB, d *Desk) DraftID {
	t.Helper()
	id, err := d.Upload(t.Context(), lan, "ke-hoach-15.txt", strings.NewReader(seed(t)), 0)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// accepted is the steps that answer every doubt of the seed, and look at what binds.
func accepted(d Draft) []Correction {
	cs := []Correction{{Verb: Accept, Thing: "doc"}}
	for _, t := range d.Targets {
		cs = append(cs, Correction{Verb: Accept, Thing: Thing(t.ID)})
	}
	for i := range d.Doubts {
		cs = append(cs, Correction{Verb: Accept, Thing: doubtThing(i)})
	}
	return cs
}

func answerAll(t testing.TB, d *Desk, id DraftID) {
	t.Helper()
	if err := d.Correct(t.Context(), lan, id, Anything, accepted(gold(t))...); err != nil {
		t.Fatal(err)
	}
}

func reviewOf(t testing.TB, d *Desk, id DraftID) Review {
	t.Helper()
	var r Review
	err := d.DB.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
		r, err = loadReview(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func kindOf(err error) refuse.Kind {
	if err == nil {
		return -1
	}
	return refuse.Of(err).Kind
}

func TestAPlanIsUploadedReviewedAndAdoptedOnce(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		told := 0
		d.OnAdopt = append(d.OnAdopt, func(_ context.Context, _ *store.Tx, p Plan) error {
			told++
			if p.Version != 1 || p.Targets[6].Key == 0 {
				t.Errorf("told of version %d, key %d", p.Version, p.Targets[6].Key)
			}
			return nil
		})
		id := upload(t, d)
		if _, err := d.Adopt(t.Context(), hung, id, Anything); kindOf(err) != refuse.Invalid {
			t.Errorf("adopted with doubts open: %v", err)
		}
		answerAll(t, d, id)
		if _, err := d.Adopt(t.Context(), lan, id, Anything); kindOf(err) != refuse.NotAllowed {
			t.Errorf("adopted by an office head: %v", err)
		}
		before := reviewOf(t, d, id)
		saw := before.Saw()
		if err := d.Correct(t.Context(), minh, id, Anything, Correction{Verb: Correct, Thing: "T7", Field: "value", Becomes: "85"}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Adopt(t.Context(), hung, id, saw); kindOf(err) != refuse.Conflict {
			t.Errorf("adopted what the chair had not seen: %v", err)
		}
		p, err := d.Adopt(t.Context(), hung, id, saw+1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Adopt(t.Context(), hung, id, saw+1); kindOf(err) != refuse.Conflict {
			t.Errorf("adopted twice: %v", err)
		}
		if err := d.Correct(t.Context(), lan, id, Anything, Correction{Verb: Accept, Thing: "T1"}); kindOf(err) != refuse.Conflict {
			t.Errorf("corrected what was adopted: %v", err)
		}
		if told != 1 {
			t.Errorf("the hook was told %d times", told)
		}
		err = db.Read(t.Context(), ward, func(tx *store.Tx) error {
			now, err := Current(t.Context(), tx, p.ID)
			if err != nil {
				return err
			}
			if *now.Targets[6].Value != 85 || now.Adopter != hung.Name {
				t.Errorf("adopted %v by %q", *now.Targets[6].Value, now.Adopter)
			}
			ls, err := SourceLines(t.Context(), tx, p.ID, 0)
			if err == nil && len(ls) < 360 {
				t.Errorf("%d lines of the paper", len(ls))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAFileThatCannotBeReadIsKeptAndReadAgain(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		for name, body := range map[string]string{"anh.txt": "không phải", "a.doc": "\xd0\xcf\x11\xe0", "b.exe": "MZ\x00\xff"} {
			_, err := d.Upload(t.Context(), lan, name, strings.NewReader(body), 0)
			if kindOf(err) != refuse.Invalid || !strings.Contains(err.Error(), "được giữ") {
				t.Errorf("%s: %v", name, err)
			}
		}
		var unread []Paper
		err := db.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
			unread, err = listUnread(t.Context(), tx)
			return err
		})
		if err != nil || len(unread) != 3 {
			t.Fatalf("%d unread papers, %v", len(unread), err)
		}
		d.Reader = func([]byte, Options) (Draft, []Line, error) { return gold(t), nil, nil }
		for _, p := range unread {
			if _, err := d.ReadAgain(t.Context(), lan, p.ID); err != nil {
				t.Errorf("%s read again: %v", p.Name, err)
			}
		}
		if _, err := d.Upload(t.Context(), lan, "lon.txt", strings.NewReader(strings.Repeat("a", MaxPaper+1)), 0); kindOf(err) != refuse.TooLarge {
			t.Errorf("too large a file: %v", err)
		}
		if _, err := d.Upload(t.Context(), lan, "rong.txt", strings.NewReader(""), 0); kindOf(err) != refuse.Invalid {
			t.Errorf("an empty file: %v", err)
		}
	})
}

func TestTwoPeopleDoNotOverwriteEachOther(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		id := upload(t, d)
		change := func(a org.Actor, saw int, t Thing, becomes string) error {
			return d.Correct(context.Background(), a, id, saw, Correction{Verb: Correct, Thing: t, Field: "measure", Becomes: becomes})
		}
		if err := change(lan, 0, "T1", "một"); err != nil {
			t.Fatal(err)
		}
		err := change(minh, 0, "T1", "hai")
		if kindOf(err) != refuse.Conflict || !strings.Contains(err.Error(), lan.Name) {
			t.Errorf("a clash: %v", err)
		}
		if err := change(minh, 0, "T2", "hai"); err != nil {
			t.Errorf("another target is no clash: %v", err)
		}
		if err := change(minh, 1, "T1", "ba"); err != nil {
			t.Errorf("seen, so no clash: %v", err)
		}
		if got := reviewOf(t, d, id); got.Draft.Targets[0].Measure != "ba" || len(got.Steps) != 3 {
			t.Errorf("%q after %d steps", got.Draft.Targets[0].Measure, len(got.Steps))
		}
	})
}

func TestAFailingHookLeavesNothingAdopted(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		d.OnAdopt = append(d.OnAdopt, func(context.Context, *store.Tx, Plan) error { return errors.New("no room") })
		id := upload(t, d)
		answerAll(t, d, id)
		if _, err := d.Adopt(t.Context(), hung, id, Anything); kindOf(err) != refuse.Trouble {
			t.Fatalf("%v", err)
		}
		if r := reviewOf(t, d, id); r.State != Open {
			t.Errorf("the review is %s", r.State)
		}
		err := db.Read(t.Context(), ward, func(tx *store.Tx) error {
			ps, err := List(t.Context(), tx)
			if len(ps) != 0 {
				t.Errorf("%d plans", len(ps))
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestAnAmendmentKeepsKeysAndSaysWhatChanged(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		id := upload(t, d)
		answerAll(t, d, id)
		p, err := d.Adopt(t.Context(), hung, id, Anything)
		if err != nil {
			t.Fatal(err)
		}
		amend, err := d.Amend(t.Context(), minh, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		late, err := d.Amend(t.Context(), minh, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Correct(t.Context(), minh, amend, 0, Correction{Verb: Correct, Thing: "T7", Field: "value", Becomes: "90"}); err != nil {
			t.Fatal(err)
		}
		q, err := d.Adopt(t.Context(), hung, amend, Anything)
		if err != nil {
			t.Fatal(err)
		}
		if q.ID != p.ID || q.Version != 2 {
			t.Errorf("plan %d version %d", q.ID, q.Version)
		}
		old, now := p.keys(), q.keys()
		for i := range old {
			if *old[i].key != *now[i].key {
				t.Errorf("%s %s: key %d became %d", old[i].kind, old[i].address, *old[i].key, *now[i].key)
			}
		}
		cs := Diff(p.Draft, q.Draft)
		if len(cs) != 1 || cs[0].Say != "Chỉ tiêu 7: tối thiểu 80% → tối thiểu 90%." {
			t.Errorf("said %+v", cs)
		}
		if _, err := d.Adopt(t.Context(), hung, late, Anything); kindOf(err) != refuse.Conflict {
			t.Errorf("an amendment of a version that is no longer in force: %v", err)
		}
	})
}

func TestWhatWaitsForWhom(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	id := upload(t, d)
	waits := func(a org.Actor) (ws []Waiting) {
		err := db.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
			ws, err = d.Waiting(t.Context(), tx, a)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ws
	}
	if ws := waits(lan); len(ws) != 1 || ws[0].Count != 25 {
		t.Errorf("for the office head: %+v", ws)
	}
	if ws := append(waits(hung), waits(mai)...); len(ws) != 0 {
		t.Errorf("for those who have nothing to do yet: %+v", ws)
	}
	if err := d.Correct(t.Context(), lan, id, Anything, accepted(gold(t))[1:]...); err != nil {
		t.Fatal(err)
	}
	if r := reviewOf(t, d, id); len(r.Blocks()) != 0 { // the doubt about the number is about the header
		t.Errorf("%+v", r.Blocks())
	}
	if ws := waits(hung); len(ws) != 1 || ws[0].Href != "/plan/draft/1/adopt" {
		t.Errorf("for the vice chair: %+v", ws)
	}
}

// site is the desk's screens, with one of the four at the keyboard.
func site(t *testing.T, d *Desk) (http.Handler, func(string, http.Handler) http.Handler) {
	mux := http.NewServeMux()
	web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
	staff := map[string]org.Actor{"lan": lan, "minh": minh, "hung": hung, "mai": mai}
	return mux, func(name string, h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r.WithContext(org.WithActor(web.WithPlace(r.Context(), ward), staff[name])))
		})
	}
}

func TestScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		mux, as := site(t, newDesk(t, db))
		webtest.Run(t, mux, as, "testdata/review.txt")
	})
}

func TestAmendingScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		id := upload(t, d)
		answerAll(t, d, id)
		if _, err := d.Adopt(t.Context(), hung, id, Anything); err != nil {
			t.Fatal(err)
		}
		mux, as := site(t, d)
		webtest.Run(t, mux, as, "testdata/amend.txt")
	})
}
