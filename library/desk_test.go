package library

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"loa/kit/citation"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

var schemas = []store.Schema{audit.Schema, org.Schema, Schema}

func desk(db *store.DB) *Desk {
	return &Desk{DB: db, Now: func() time.Time { return time.Date(2025, 7, 20, 2, 0, 0, 0, time.UTC) }}
}

// sample is the plan of Phù Liễn as adopted; every clause has its place in the walk as its key.
func sample(t *testing.T) plan.Plan {
	t.Helper()
	b, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	p := plan.Plan{ID: 1, Version: 1, AdoptedBy: 3}
	if err := json.Unmarshal(b, &p.Draft); err != nil {
		t.Fatal(err)
	}
	key := int64(0)
	p.Walk(func(_, c *plan.Clause) { key++; c.Key = key })
	return p
}

func write(t *testing.T, db *store.DB, place store.Place, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), place, fn); err != nil {
		t.Fatal(err)
	}
}

// enrol seeds Phù Liễn and files its plan.
func enrol(t *testing.T, d *Desk) plan.Plan {
	t.Helper()
	p := sample(t)
	write(t, d.DB, phuLien, func(tx *store.Tx) error {
		hp := org.Place{Code: haiPhong, Kind: org.City, Name: "Thành phố Hải Phòng"}
		ward := org.Place{Code: phuLien, Kind: org.Ward, Name: "Phường Phù Liễn", Parent: haiPhong}
		if err := (&org.Desk{DB: d.DB}).Found(t.Context(), tx, []org.Place{hp, ward}, nil); err != nil {
			return err
		}
		return errors.Join(d.Seed(t.Context(), tx), d.Seed(t.Context(), tx), d.File(t.Context(), tx, p))
	})
	return p
}

func TestTheSeedIsHonest(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := desk(db)
		enrol(t, d)
		all, total, err := d.List(t.Context(), phuLien, Question{})
		if err != nil || total != 18 || len(all) != 18 {
			t.Fatalf("%d texts of %d: %v", len(all), total, err)
		}
		doubtful, _, err := d.List(t.Context(), phuLien, Question{Unconfirmed: true})
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, x := range doubtful {
			codes = append(codes, x.Code)
		}
		slices.Sort(codes)
		if got := strings.Join(codes, " "); got != "08/KH-UBND 29/KH-UBND 31/KH-UBND 475-KH/TU 479-KH/TU 89-CTr/TU" {
			t.Errorf("unconfirmed: %s", got)
		}
		for _, x := range all {
			if x.Source == "" || x.Force != NotLooked {
				t.Errorf("%s claims more than is known: %+v", x.Code, x)
			}
		}
	})
}

func TestEveryClauseThatCitesATextIsTied(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := desk(db)
		p := enrol(t, d)
		text, cited, err := d.LoadSlug(t.Context(), phuLien, "57-nq-tw")
		if err != nil {
			t.Fatal(err)
		}
		if text.Name() != "Nghị quyết số 57-NQ/TW" || len(cited) != 3 || text.Cited != 3 {
			t.Fatalf("%s is cited %d times: %+v", text.Name(), text.Cited, cited)
		}
		for _, c := range cited {
			if clause := p.Clause(c.Address); clause == nil || clause.Key != c.Clause || c.PlanCode != "15/KH-UBND" {
				t.Errorf("tied to %+v", c)
			}
		}
		all, _, err := d.List(t.Context(), phuLien, Question{})
		if err != nil {
			t.Fatal(err)
		}
		ties := 0
		for _, x := range all {
			ties += x.Cited
		}
		if ties != 28 {
			t.Errorf("%d ties, want 28", ties)
		}
	})
}

func TestAnAmendedPlanTiesAnewAndNewTextsStayUnconfirmed(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := desk(db)
		p := enrol(t, d)
		p.Version = 2
		p.References = append([]plan.Basis{
			{Kind: "Luật", Number: "148", Symbol: "QH15", Code: "148/2025/QH15", Date: "2025-12-11", Issuer: "Quốc hội", Title: "chuyển đổi số", Cited: []plan.Citation{{Lines: plan.Span{10, 10}, Node: "preamble", Role: "basis"}}},
			{Kind: "Kế hoạch", Number: "29", Symbol: "KH-UBND", Code: "29/KH-UBND", Date: "2025-08-01", Cited: []plan.Citation{{Lines: plan.Span{11, 11}, Node: "preamble", Role: "basis"}}},
		}, p.References[:2]...)
		write(t, db, phuLien, func(tx *store.Tx) error { return d.File(t.Context(), tx, p) })
		law, err := d.Find(t.Context(), phuLien, "148/2025/QH15")
		if err != nil || len(law) != 1 || law[0].Confirmed || law[0].Cited != 1 || law[0].Title != "Chuyển đổi số" {
			t.Errorf("%+v %v", law, err)
		}
		twins, err := d.Find(t.Context(), phuLien, "29/KH-UBND")
		if err != nil || len(twins) != 2 || twins[0].Slug != "29-kh-ubnd-2025" || !strings.Contains(twins[0].Note, "09/02/2022") {
			t.Errorf("%+v %v", twins, err)
		}
		if text, cited, err := d.LoadSlug(t.Context(), phuLien, "57-nq-tw"); err != nil || len(cited) != 0 {
			t.Errorf("%s is still tied: %v %v", text.Code, cited, err)
		}
	})
}

func TestTextsAreFoundWithAndWithoutMarks(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := desk(db)
		enrol(t, d)
		for words, want := range map[string]int{"an toan an ninh mang": 1, "AN TOÀN, an ninh": 1, "57-NQ/TW": 3, "ttg 2022": 4, "thủ tướng": 6, "100%": 0, "": 18} {
			found, total, err := d.List(t.Context(), phuLien, Question{Words: words})
			if err != nil {
				t.Fatal(err)
			}
			if total != want || len(found) != want {
				t.Errorf("%q finds %d, want %d", words, total, want)
			}
		}
		err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
			found, err := tx.Search(t.Context(), "an ninh mạng", 5, 0)
			if hits := found.Hits; err == nil && (len(hits) != 1 || hits[0].Href != "/van-ban/964-qd-ttg") {
				t.Errorf("the site's search finds %+v", hits)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestOnlyKeepersCorrectAndSayWhere(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := desk(db)
		enrol(t, d)
		text, _, err := d.LoadSlug(t.Context(), phuLien, "29-kh-ubnd")
		if err != nil {
			t.Fatal(err)
		}
		clerk := org.Actor{Place: phuLien, Person: 5, Posts: []org.Post{org.Clerk}}
		reporter := org.Actor{Place: phuLien, Person: 6, Posts: []org.Post{org.Reporter}}
		stranger := org.Actor{Place: "00001", Person: 5, Posts: []org.Post{org.Clerk}}
		try := func(a org.Actor, change func(*Text)) refuse.Refusal {
			was := text
			change(&was)
			if err := d.Correct(t.Context(), a, was); err != nil {
				return refuse.Of(err)
			}
			return refuse.Refusal{Say: "done"}
		}
		if no := try(reporter, func(x *Text) { x.Note = "x" }); no.Kind != refuse.NotAllowed {
			t.Errorf("a reporter: %v", no)
		}
		if no := try(stranger, func(x *Text) { x.Note = "x" }); no.Kind != refuse.NotFound {
			t.Errorf("another place: %v", no)
		}
		for field, change := range map[string]func(*Text){
			"source":      func(x *Text) { x.Confirmed, x.Source = true, " " },
			"issued_on":   func(x *Text) { x.IssuedOn = "31/02/2022" },
			"ended_on":    func(x *Text) { x.EndedOn = "2020-01-01" },
			"replaced_by": func(x *Text) { x.Force = Replaced },
			"force":       func(x *Text) { x.Force = "perhaps" },
			"kind":        func(x *Text) { x.Kind = "" },
			"code":        func(x *Text) { x.Code, x.Title = "", "" },
		} {
			if no := try(clerk, change); no.Field != field || !strings.HasSuffix(no.Say, ".") {
				t.Errorf("%s: %+v", field, no)
			}
		}
		if no := try(clerk, func(x *Text) { x.Confirmed, x.Source = true, "Công báo Hải Phòng" }); no.Say != "done" {
			t.Errorf("a clerk: %v", no)
		}
		is, _, err := d.Load(t.Context(), phuLien, text.ID)
		if err != nil || !is.Confirmed || is.Source != "Công báo Hải Phòng" || is.Slug != text.Slug {
			t.Errorf("%+v %v", is, err)
		}
		err = db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
			var detail string
			err := tx.QueryRow(t.Context(), `SELECT detail FROM audit_entry WHERE place = $1 AND verb = $2 AND person = $3`, "correct", 5).Scan(&detail)
			if !strings.Contains(detail, "xác nhận: «chưa» thành «có»") {
				t.Errorf("the log says %q", detail)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestPlacesDoNotSeeEachOther(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := desk(db)
		enrol(t, d)
		write(t, db, "00001", func(tx *store.Tx) error { return d.Seed(t.Context(), tx) })
		_, there, err := d.List(t.Context(), "00001", Question{})
		if err != nil || there != 10 {
			t.Errorf("another ward starts with %d texts of the nation and the party: %v", there, err)
		}
		if _, total, err := d.List(t.Context(), "00001", Question{Words: "phù liễn"}); err != nil || total != 0 {
			t.Errorf("another ward sees %d texts of Phù Liễn: %v", total, err)
		}
	})
}

func TestKnownAnswersForTheCodesAsked(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := desk(db)
	enrol(t, d)
	err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
		docs := []citation.Document{{Citation: citation.Citation{Code: citation.Code{Text: "57-NQ/TW"}}}, {Citation: citation.Citation{Code: citation.Code{Text: "1/QĐ-X"}}}}
		look, err := Known(t.Context(), tx, docs)
		if err != nil {
			return err
		}
		if k := look("57-NQ/TW"); len(k) != 1 || k[0].Date != "2024-12-22" || !k[0].Confirmed {
			t.Errorf("57-NQ/TW: %+v", k)
		}
		if k := look("1/QĐ-X"); len(k) != 0 {
			t.Errorf("1/QĐ-X: %+v", k)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnOddQuestionIsAnswered: whatever stands in an address, both engines answer it alike.
func TestAnOddQuestionIsAnswered(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := desk(db)
		for name, q := range map[string]Question{
			"a page far away": {Page: math.MaxInt},
			"no page":         {Page: -1},
			"a whole letter":  {Words: strings.Repeat("kế hoạch ", 5000)},
			"signs":           {Words: `%_'"()*:`},
		} {
			if _, _, err := d.List(t.Context(), phuLien, q); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
