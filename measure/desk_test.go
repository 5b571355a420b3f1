package measure

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

var schemas = []store.Schema{audit.Schema, org.Schema, Schema}

const phuLien store.Place = "11446"

// now is the morning of 20 October 2025.
func now() time.Time { return time.Date(2025, 10, 20, 2, 0, 0, 0, time.UTC) }

func desk(db *store.DB) *Desk { return &Desk{DB: db, Now: now} }

// seed is the plan of Phù Liễn as adopted: every clause, target and task has a key of its own.
func seed(t testing.TB) plan.Plan {
	t.Helper()
	b, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	p := plan.Plan{ID: 1, Version: 1, AdoptedBy: 3, AdoptedAt: time.Date(2025, 7, 16, 2, 0, 0, 0, time.UTC)}
	if err := json.Unmarshal(b, &p.Draft); err != nil {
		t.Fatal(err)
	}
	key := int64(len(p.Targets)) // the targets have 1 to 7
	for i := range p.Targets {
		p.Targets[i].Key = int64(i + 1)
	}
	p.Walk(func(_, c *plan.Clause) { key++; c.Key = key })
	for i := range p.Assignments {
		for j := range p.Assignments[i].Tasks {
			key++
			p.Assignments[i].Tasks[j].Key = key
		}
	}
	return p
}

func write(t testing.TB, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), phuLien, fn); err != nil {
		t.Fatal(err)
	}
}

// chief keeps the register of the ward.
var chief = org.Actor{Place: phuLien, Person: 3, Name: "Nguyễn Thị Lan", Posts: []org.Post{org.OfficeHead, org.Operator}}

// units of the ward of these tests, in the order of their numbers.
var units = []org.Unit{
	{Kind: org.Office, Name: "Phòng Văn hóa – Xã hội"},                 // 1
	{Kind: org.Office, Name: "Phòng Kinh tế, Hạ tầng và Đô thị"},       // 2
	{Kind: org.ServiceUnit, Name: "Trung tâm Phục vụ hành chính công"}, // 3
	{Kind: org.School, Name: "Trường Tiểu học A"},                      // 4
	{Kind: org.School, Name: "Trường Tiểu học B"},                      // 5
	{Kind: org.School, Name: "Trường Trung học cơ sở C"},               // 6
	{Kind: org.Neighbourhood, Name: "Tổ dân phố 1"},                    // 7
}

// ward is Phù Liễn with its units and its plan adopted.
func ward(t testing.TB, db *store.DB) (*Desk, plan.Plan) {
	t.Helper()
	register := &org.Desk{DB: db, Now: now}
	for _, u := range units {
		u.OpenedOn = "2025-07-01"
		if _, err := register.AddUnit(t.Context(), chief, u); err != nil {
			t.Fatal(err)
		}
	}
	d, p := desk(db), seed(t)
	write(t, db, func(tx *store.Tx) error { return d.Set(t.Context(), tx, p) })
	return d, p
}

// did is a verified fact: unit did what key asks on day.
func did(thing string, key int64, unit org.UnitID, day org.Day) Fact {
	return Fact{Desk: "work", Thing: thing, Key: key, Unit: unit, Day: day, Amount: 1, State: Verified, At: now()}
}

func tell(t testing.TB, db *store.DB, facts ...Fact) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error { return Record(t.Context(), tx, facts...) })
}

func values(t testing.TB, db *store.DB, w Window, on org.Day) (out []Result) {
	t.Helper()
	err := db.Read(t.Context(), phuLien, func(tx *store.Tx) (err error) {
		out, err = Values(t.Context(), tx, 1, w, on)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryTargetOfTheSeedHasARule(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		_, p := ward(t, db)
		rs := values(t, db, PlanWindow(&p.Draft), "2025-10-20")
		var got []string
		for _, r := range rs {
			if r.Rule.Formula == nil {
				t.Errorf("nobody counts %s", r.Rule.Said)
				continue
			}
			got = append(got, r.Rule.Formula.Kind+" "+r.Rule.Formula.Asks())
		}
		want := `share 100%
share 100%
upkeep không quá 7 ngày liền không có tin, bài
share 100%
share 100%
count tối thiểu 1 buổi
share tối thiểu 80%`
		if strings.Join(got, "\n") != want {
			t.Errorf("the rules are\n%s\nwant\n%s", strings.Join(got, "\n"), want)
		}
	})
}

func TestAFactShowsInTheValueOfItsTarget(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		_, p := ward(t, db)
		tell(t, db, did("work/1/evidence/1", 7, 4, "2025-10-03"), did("work/1/evidence/2", 7, 5, "2025-10-06"))
		r := values(t, db, PlanWindow(&p.Draft), "2025-10-20")[6]
		if r.Value.Verified != 2 || r.Value.Of != 3 || r.Value.Met {
			t.Errorf("%+v", r.Value)
		}
		const say = "2/3 trường học (66,67%) đã có nội dung tuyên truyền về chuyển đổi số thông qua các buổi học ngoại khóa và các hình thức khác."
		if r.Say() != say {
			t.Errorf("%s", r.Say())
		}
	})
}

func TestAFactToldTwiceCountsOnce(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		_, p := ward(t, db)
		held := did("event/1", 6, 1, "2025-10-10")
		tell(t, db, held, held)
		tell(t, db, held)
		if v := values(t, db, PlanWindow(&p.Draft), "2025-10-20")[5].Value; v.Verified != 1 {
			t.Errorf("counted %d times", v.Verified)
		}
	})
}

func TestACorrectionIsALaterFact(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		_, p := ward(t, db)
		f := did("work/1/evidence/1", 7, 4, "2025-10-03")
		f.State = Claimed
		tell(t, db, f)
		w := PlanWindow(&p.Draft)
		if v := values(t, db, w, "2025-10-20")[6].Value; v.Claimed != 1 || v.Verified != 0 {
			t.Errorf("claimed: %+v", v)
		}
		f.State = Verified
		tell(t, db, f)
		if v := values(t, db, w, "2025-10-20")[6].Value; v.Claimed != 0 || v.Verified != 1 {
			t.Errorf("verified: %+v", v)
		}
		write(t, db, func(tx *store.Tx) error { return Withdraw(t.Context(), tx, f) })
		if v := values(t, db, w, "2025-10-20")[6].Value; v.Claimed+v.Verified+v.Planned != 0 {
			t.Errorf("withdrawn: %+v", v)
		}
		tell(t, db, f)
		if v := values(t, db, w, "2025-10-20")[6].Value; v.Verified != 1 {
			t.Errorf("told again: %+v", v)
		}
		var kept int
		write(t, db, func(tx *store.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT count(*) FROM measure_fact WHERE place = $1`).Scan(&kept)
		})
		if kept != 4 {
			t.Errorf("%d facts are kept, want all 4 that were told", kept)
		}
	})
}

func TestTheDenominatorIsTheUnitsThatExistedOnTheDay(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		_, p := ward(t, db)
		tell(t, db, did("work/1/evidence/1", 7, 4, "2025-09-03"), did("work/1/evidence/2", 7, 5, "2025-09-06"))
		register := &org.Desk{DB: db, Now: now}
		if err := register.Merge(t.Context(), chief, []org.UnitID{5}, 4, "2025-10-01", "Nghị quyết minh họa"); err != nil {
			t.Fatal(err)
		}
		w := PlanWindow(&p.Draft)
		for on, want := range map[org.Day]string{"2025-06-30": "0/0", "2025-09-30": "2/3", "2025-10-01": "1/2", "2025-10-20": "1/2"} {
			v := values(t, db, w, on)[6].Value
			if got := figures(v); got != want {
				t.Errorf("on %s: %s, want %s", on, got, want)
			}
		}
	})
}

func TestAnAmendmentKeepsWhatWasSetByHand(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, p := ward(t, db)
		rule := func(target int64) (r Rule) {
			err := db.Read(t.Context(), phuLien, func(tx *store.Tx) (err error) {
				r, err = LoadRule(t.Context(), tx, target)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		for _, target := range []int64{3, 7} {
			r := rule(target)
			r.Formula.Threshold, r.IsByHand = 5, true
			write(t, db, func(tx *store.Tx) error { return putRule(t.Context(), tx, r, 3, now()) })
		}
		ninety := 90.0
		p.Version, p.Targets[6].Value = 2, &ninety // the seventh now asks for more
		p.Targets = append(p.Targets[:1:1], p.Targets[2:]...)
		write(t, db, func(tx *store.Tx) error { return d.Set(t.Context(), tx, p) })
		if r := rule(3); !r.IsByHand || r.Formula.Threshold != 5 {
			t.Errorf("the third was set by hand and stayed the same: %+v", r.Formula)
		}
		if r := rule(7); r.IsByHand || r.Formula.Threshold != 90 {
			t.Errorf("the seventh asks for something else now: %+v", r.Formula)
		}
		if r := rule(2); !r.Dropped {
			t.Error("the second is no longer in the plan")
		}
		if n := len(values(t, db, PlanWindow(&p.Draft), "2025-10-20")); n != 6 {
			t.Errorf("%d targets are counted, want 6", n)
		}
	})
}

func figures(v Value) string {
	b, err := json.Marshal([2]int64{v.Verified, v.Of})
	if err != nil {
		return err.Error()
	}
	return strings.NewReplacer("[", "", "]", "", ",", "/").Replace(string(b))
}

func TestAnApprovedWindowSaysWhatRestsOnItsDays(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		w, err := ParseWindow("2025-Q3")
		if err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx *store.Tx) error {
			return insertFrozen(t.Context(), tx, &Frozen{Plan: 1, Window: w, On: w.Span.Through, Approver: "Vũ Thu Hà", At: now()})
		})
		const quarter = "số liệu quý III năm 2025 (Vũ Thu Hà đã chốt)"
		for day, want := range map[org.Day]string{"2025-06-14": "", "2025-06-15": quarter, "2025-09-14": quarter, "2025-09-15": ""} {
			write(t, db, func(tx *store.Tx) error {
				got, err := Approved(t.Context(), tx, day)
				if got != want {
					t.Errorf("%s: %q, want %q", day, got, want)
				}
				return err
			})
		}
	})
}
