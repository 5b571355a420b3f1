package portal

import (
	"bytes"
	"context"
	"encoding/csv"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loa/alert"
	"loa/contact"
	"loa/library"
	"loa/measure"
	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

const phuLien = store.Place("11446")

var autumn = time.Date(2025, 10, 10, 9, 0, 0, 0, time.UTC)

// paperLines is the bad reading of the plan's scan.
func paperLines(t testing.TB) []plan.Line {
	t.Helper()
	b, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := plan.Lines(b)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// ward is the public site of Phù Liễn; adopt fills it with the plan.
func ward(t testing.TB, db *store.DB, adopt bool) http.Handler {
	t.Helper()
	h, _ := wardAndDesk(t, db, adopt)
	return h
}

func wardAndDesk(t testing.TB, db *store.DB, adopt bool) (http.Handler, *plan.Desk) {
	t.Helper()
	var desk *plan.Desk
	now := func() time.Time { return autumn }
	places, changes := org.PhuLien()
	units := &org.Desk{DB: db, Now: now}
	err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error { return units.Found(t.Context(), tx, places, changes) })
	if err != nil {
		t.Fatal(err)
	}
	texts := &library.Desk{DB: db, Now: now}
	if adopt {
		desk = adoptGold(t, db, texts, now)
	}
	var log bytes.Buffer
	t.Cleanup(func() {
		if s := log.String(); strings.Contains(s, `"ERROR"`) {
			t.Errorf("trouble in the log:\n%s", s)
		}
	})
	p := &Portal{DB: db, Library: texts, Now: now, Address: "https://phulien.example", Board: &alert.Desk{DB: db, Now: now}}
	front := web.Front{Log: slog.New(slog.NewJSONHandler(&log, nil)), Within: []func(http.Handler) http.Handler{
		func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(w, r.WithContext(web.WithPlace(r.Context(), phuLien)))
			})
		},
		p.Within,
	}}
	mux := http.NewServeMux()
	front.Mount(mux, p.Routes())
	front.Mount(mux, web.Static.Routes())
	front.Mount(mux, newsroom.Static.Routes())
	h, err := front.Handler(mux)
	if err != nil {
		t.Fatal(err)
	}
	return h, desk
}

// officer may do everything with plans.
var officer = org.Actor{Place: phuLien, Person: 1, Name: "Trần Quang Hùng", Posts: []org.Post{org.ViceChair, org.Clerk}}

func adoptGold(t testing.TB, db *store.DB, texts *library.Desk, now func() time.Time) *plan.Desk {
	t.Helper()
	draft := gold(t).Draft
	for i := range draft.Doubts {
		draft.Doubts[i].Answer = &plan.Answer{}
	}
	blobs, err := blob.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	desk := &plan.Desk{DB: db, Now: now, Blobs: blobs,
		Reader:  func([]byte, plan.Options) (plan.Draft, []plan.Line, error) { return draft, paperLines(t), nil },
		OnAdopt: []func(context.Context, *store.Tx, plan.Plan) error{texts.File, (&measure.Desk{DB: db, Now: now}).Set, IndexPlan},
	}
	id, err := desk.Upload(t.Context(), officer, "15-KH-UBND.txt", strings.NewReader("Kế hoạch"), 0)
	if err != nil {
		t.Fatal(err)
	}
	adoptSeen(t, desk, id)
	return desk
}

// adoptSeen holds everything that binds against the paper, and adopts.
func adoptSeen(t testing.TB, desk *plan.Desk, id plan.DraftID) {
	t.Helper()
	var r plan.Review
	err := desk.DB.Read(t.Context(), phuLien, func(tx *store.Tx) (err error) {
		r, err = plan.LoadReview(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range r.Blocks() {
		if err := desk.Correct(t.Context(), officer, id, plan.Anything, plan.Correction{Verb: plan.Accept, Thing: b.Thing}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := desk.Adopt(t.Context(), officer, id, plan.Anything); err != nil {
		t.Fatal(err)
	}
}

var schemas = []store.Schema{audit.Schema, org.Schema, plan.Schema, measure.Schema, library.Schema, newsroom.Schema, alert.Schema, contact.Schema}

// TestReadersWalkTheSite plays testdata/*.script: every public page, by its visible words, on both engines.
func TestReadersWalkTheSite(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		h := ward(t, db, true)
		scripts, err := filepath.Glob("testdata/*.script")
		if err != nil || len(scripts) == 0 {
			t.Fatal("no scripts", err)
		}
		for _, file := range scripts {
			webtest.Run(t, h, nil, file)
		}
	})
}

func TestAnEmptyWardSaysWhatWillComeHere(t *testing.T) {
	h := ward(t, storetest.Open(t, schemas...), false)
	webtest.Run(t, h, nil, "testdata/empty/empty.script")
}

func TestAnAmendedPlanIsShownAtOnceWithWhatChanged(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		h, desk := wardAndDesk(t, db, true)
		webtest.Run(t, h, nil, "testdata/amend/before.script")
		id, err := desk.Amend(t.Context(), officer, 1)
		if err != nil {
			t.Fatal(err)
		}
		steps := []plan.Correction{
			{Verb: plan.Correct, Thing: "T7", Field: "value", Becomes: "90"},
			{Verb: plan.Correct, Thing: "I.2.-7", Field: "text", Becomes: "Tối thiểu 90% các trường mầm non có nội dung tuyên truyền về chuyển đổi số."},
			{Verb: plan.Merge, Thing: "I.1.c"},
		}
		if err := desk.Correct(t.Context(), officer, id, 0, steps...); err != nil {
			t.Fatal(err)
		}
		adoptSeen(t, desk, id)
		webtest.Run(t, h, nil, "testdata/amend/after.script")
	})
}

// TestNoWordOfThePaperIsAFormulaInASpreadsheet: what stands in a plan is shown by Excel and never worked out.
func TestNoWordOfThePaperIsAFormulaInASpreadsheet(t *testing.T) {
	value, unit := -5.0, "@SUM(1)"
	v := &view{Plan: plan.Plan{Draft: plan.Draft{Targets: []plan.Target{{
		ID: "T1", Node: "-1", Subject: `=HYPERLINK("http://x.example","y")`, Measure: "+cmd|' /C calc'!A0", Value: &value, Unit: &unit,
	}}}}}
	table, err := v.targetTable()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, words := range rows[1] {
		if name := rows[0][i]; name != "gia_tri" && words != "" && strings.ContainsAny(words[:1], "=+-@\t\r") {
			t.Errorf("%s: %q is a formula", name, words)
		}
	}
	if got := rows[1][7]; got != "-5" {
		t.Errorf("a number is no longer one: %q", got)
	}
}
