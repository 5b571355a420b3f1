package report

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

var schemas = []store.Schema{audit.Schema, org.Schema, plan.Schema, measure.Schema}

const phuLien store.Place = "11446"

// now is the morning of 16 December 2025, two days after the half-year was cut off.
func now() time.Time { return time.Date(2025, 12, 16, 2, 0, 0, 0, time.UTC) }

// seats are who sits where: a person for each post, by the order in which they were entered.
var seats = map[string]org.Actor{
	"officer":     {Place: phuLien, Person: 1, Name: "Bùi Minh Đức", Posts: []org.Post{org.Officer}},
	"vice-chair":  {Place: phuLien, Person: 2, Name: "Vũ Thu Hà", Posts: []org.Post{org.ViceChair}},
	"office-head": {Place: phuLien, Person: 3, Name: "Nguyễn Thị Lan", Posts: []org.Post{org.OfficeHead}},
	"clerk":       {Place: phuLien, Person: 4, Name: "Đặng Hải Yến", Posts: []org.Post{org.Clerk}},
	"reporter":    {Place: phuLien, Person: 5, Name: "Hoàng Văn Sơn", Posts: []org.Post{org.Reporter}},
}

// chief enters the others.
var chief = org.Actor{Place: phuLien, Person: 99, Name: "Phạm Quốc Minh", Posts: []org.Post{org.Chair, org.OfficeHead, org.Operator}}

// units of the ward of these tests, in the order of their numbers.
var units = []org.Unit{
	{Kind: org.Office, Name: "Phòng Văn hóa – Xã hội"},                 // 1
	{Kind: org.Office, Name: "Phòng Kinh tế, Hạ tầng và Đô thị"},       // 2
	{Kind: org.ServiceUnit, Name: "Trung tâm Phục vụ hành chính công"}, // 3
	{Kind: org.School, Name: "Trường Tiểu học A"},                      // 4
	{Kind: org.School, Name: "Trường Tiểu học B"},                      // 5
	{Kind: org.School, Name: "Trường Trung học cơ sở C"},               // 6
}

// ward is Phù Liễn with its people, its plan adopted and half a year of facts.
func ward(t testing.TB, db *store.DB) *Desk {
	t.Helper()
	ctx := context.Background()
	enter(t, db)
	figures := &measure.Desk{DB: db, Now: now}
	adopt(t, db, figures)
	rules := rulesOf(t, db)
	fact := func(nth int, thing string, unit org.UnitID, day org.Day, more func(*measure.Fact)) measure.Fact {
		f := measure.Fact{Desk: "work", Thing: thing, Key: rules[nth].Target, Unit: unit, Day: day, Amount: 1, State: measure.Verified, At: now(), Href: "/" + thing}
		if more != nil {
			more(&f)
		}
		return f
	}
	facts := []measure.Fact{
		fact(1, "work/1/evidence/1", 1, "2025-07-28", nil),
		fact(1, "work/1/evidence/2", 3, "2025-08-04", nil),
		fact(1, "work/1/evidence/3", 4, "2025-09-01", func(f *measure.Fact) { f.State = measure.Claimed }),
		fact(6, "event/1", 1, "2025-10-10", func(f *measure.Fact) {
			f.Note = "Hội nghị hưởng ứng Ngày Chuyển đổi số quốc gia, giấy mời số 44"
		}),
		fact(6, "event/2", 1, "2025-08-19", func(f *measure.Fact) { f.Note = "Hội nghị triển khai kế hoạch" }),
		fact(7, "work/7/evidence/1", 4, "2025-10-03", nil),
		fact(7, "work/7/evidence/2", 5, "2025-10-06", nil),
		fact(7, "work/7/evidence/3", 6, "2025-12-20", nil), // behind the window
	}
	for day := org.Day("2025-07-18"); day < "2025-12-31"; day = day.Add(6) {
		facts = append(facts, fact(3, "portal/"+string(day), 1, day, func(f *measure.Fact) { f.Item = measure.Channel("portal") }))
	}
	write(t, db, func(tx *store.Tx) error { return measure.Record(ctx, tx, facts...) })
	return &Desk{DB: db, Now: now, Duties: func(context.Context, *store.Tx, plan.ID) ([]Duty, error) {
		return []Duty{
			{Task: 1, Body: "Bố trí kinh phí", Unit: 2, UnitName: units[1].Name, Progress: Todo, Due: "2025-10-31"},
			{Task: 2, Body: "Tuyên truyền", Unit: 1, UnitName: units[0].Name, Progress: Done},
			{Task: 2, Body: "Tuyên truyền", Unit: 4, UnitName: units[3].Name, Progress: Sent},
		}, nil
	}, Difficulties: func(context.Context, *store.Tx, plan.ID, measure.Window, org.Day) ([]Difficulty, error) {
		return []Difficulty{
			{UnitName: units[3].Name, Body: "Phòng máy hỏng một nửa.", Since: "2025-10-02", Asks: "bố trí kinh phí sửa phòng máy", Owner: "Phó Chủ tịch UBND"},
			{UnitName: units[1].Name, Body: "Chưa có dự toán", Since: "2025-09-01", Asks: "hướng dẫn lập dự toán", Owner: "Phó Chủ tịch UBND", Decision: "Lập dự toán trong tháng 10."},
		}, nil
	}}
}

func enter(t testing.TB, db *store.DB) {
	t.Helper()
	ctx := context.Background()
	register := &org.Desk{DB: db, Now: now}
	write(t, db, func(tx *store.Tx) error {
		places, changes := org.PhuLien()
		return register.Found(ctx, tx, places, changes)
	})
	for _, u := range units {
		u.OpenedOn = "2025-07-01"
		if _, err := register.AddUnit(ctx, chief, u); err != nil {
			t.Fatal(err)
		}
	}
	for _, seat := range []string{"officer", "vice-chair", "office-head", "clerk", "reporter"} {
		id, err := register.AddPerson(ctx, chief, org.Person{Name: seats[seat].Name, Unit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := register.Appoint(ctx, chief, org.Holding{Person: id, Post: seats[seat].Posts[0], Unit: 1, Span: org.Span{From: "2025-07-01"}}); err != nil {
			t.Fatal(err)
		}
	}
}

// adopt brings the plan of Phù Liễn in, looked through and adopted as a person does it.
func adopt(t testing.TB, db *store.DB, figures *measure.Desk) {
	t.Helper()
	ctx := context.Background()
	files, err := blob.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	paper, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	gold, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	plans := &plan.Desk{DB: db, Blobs: files, Now: func() time.Time { return time.Date(2025, 7, 16, 3, 0, 0, 0, time.UTC) },
		Reader: func(b []byte, _ plan.Options) (d plan.Draft, ls []plan.Line, err error) {
			if ls, err = plan.Lines(b); err != nil {
				return d, nil, err
			}
			return d, ls, json.Unmarshal(gold, &d)
		}}
	plans.OnAdopt = append(plans.OnAdopt, figures.Set)
	id, err := plans.Upload(ctx, seats["officer"], "ke-hoach-15.txt", strings.NewReader(string(paper)), 0)
	if err != nil {
		t.Fatal(err)
	}
	var r plan.Review
	write(t, db, func(tx *store.Tx) (err error) {
		r, err = plan.LoadReview(ctx, tx, id)
		return err
	})
	var steps []plan.Correction
	for _, item := range r.Items() {
		if !item.Seen && (item.Group == plan.TheDoubts || item.Must) {
			steps = append(steps, plan.Correction{Verb: plan.Accept, Thing: item.Thing})
		}
	}
	if err := plans.Correct(ctx, seats["officer"], id, r.Saw(), steps...); err != nil {
		t.Fatal(err)
	}
	if _, err := plans.Adopt(ctx, seats["vice-chair"], id, plan.Anything); err != nil {
		t.Fatal(err)
	}
}

// rulesOf are the rules of the plan by the order of their targets in the paper.
func rulesOf(t testing.TB, db *store.DB) map[int]measure.Rule {
	t.Helper()
	out := map[int]measure.Rule{}
	write(t, db, func(tx *store.Tx) error {
		rules, err := measure.Rules(context.Background(), tx, 1)
		for _, r := range rules {
			out[r.Nth] = r
		}
		return err
	})
	return out
}

func write(t testing.TB, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(context.Background(), phuLien, fn); err != nil {
		t.Fatal(err)
	}
}

// composed is the half-year's report of the ward of these tests.
func composed(t testing.TB) (*Composition, []measure.Proof) {
	t.Helper()
	db := storetest.Open(t, schemas...)
	d := ward(t, db)
	w, err := measure.ParseWindow("2025-H2")
	if err != nil {
		t.Fatal(err)
	}
	var c Composition
	var proofs []measure.Proof
	write(t, db, func(tx *store.Tx) error {
		s, err := d.load(context.Background(), tx, 1, w, org.DayOf(now()), false)
		if err != nil {
			return err
		}
		c = Compose(s)
		proofs, err = d.proofs(context.Background(), tx, &c)
		return err
	})
	return &c, proofs
}
