package work

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

const ward = store.Place("11446")

var schemas = []store.Schema{audit.Schema, org.Schema, plan.Schema, measure.Schema, Schema}

// The units of the ward, numbered as [found] enters them.
const (
	committee org.UnitID = iota + 1
	culture
	services
	finance
	desk1 // trung tâm phục vụ hành chính công
	party
	school
	secondSchool
)

var (
	lan  = org.Actor{Place: ward, Person: 1, Name: "Nguyễn Thị Lan", Unit: culture, Posts: []org.Post{org.OfficeHead}}
	duc  = org.Actor{Place: ward, Person: 2, Name: "Bùi Minh Đức", Unit: culture, Posts: []org.Post{org.Officer}}
	ha   = org.Actor{Place: ward, Person: 3, Name: "Vũ Thu Hà", Unit: committee, Posts: []org.Post{org.ViceChair}}
	hong = org.Actor{Place: ward, Person: 4, Name: "Mai Thị Hồng", Unit: school, Posts: []org.Post{org.UnitHead}, Held: []org.Held{{Post: org.UnitHead, Unit: school}}}
	son  = org.Actor{Place: ward, Person: 5, Name: "Hoàng Văn Sơn", Unit: services, Posts: []org.Post{org.Reporter}}
)

// A clock is read by a desk; every look at it takes a second.
type clock struct{ at time.Time }

func (c *clock) now() time.Time {
	c.at = c.at.Add(time.Second)
	return c.at
}

// zeros is chance that is none: the secret of a link is known to the test.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func found(t testing.TB, db *store.DB, place store.Place) {
	t.Helper()
	d := &org.Desk{DB: db, Now: func() time.Time { return time.Date(2025, 7, 16, 2, 0, 0, 0, time.UTC) }}
	write(t, db, place, func(tx *store.Tx) error {
		if err := tx.Enroll(t.Context(), string(place)+".test"); err != nil {
			return err
		}
		return d.Found(t.Context(), tx, []org.Place{{Code: place, Kind: org.Ward, Name: "Phường"}}, nil)
	})
	keeper := org.Actor{Place: place, Person: 9, Posts: []org.Post{org.Operator}}
	for _, u := range []org.Unit{
		{Kind: org.Committee, Name: "Ủy ban nhân dân phường Phù Liễn"}, {Kind: org.Office, Name: "Phòng Văn hóa - Xã hội phường"},
		{Kind: org.ServiceUnit, Name: "Trung tâm sự nghiệp công phường"}, {Kind: org.Office, Name: "Phòng Kinh tế, Hạ tầng và Đô thị"},
		{Kind: org.ServiceUnit, Name: "Trung tâm phục vụ hành chính công phường"}, {Kind: org.Party, Name: "Ban Xây dựng Đảng", Asked: true},
		{Kind: org.School, Name: "Trường Tiểu học Một"}, {Kind: org.School, Name: "Trường Trung học cơ sở Hai"},
	} {
		u.OpenedOn = "2025-07-01"
		if _, err := d.AddUnit(t.Context(), keeper, u); err != nil {
			t.Fatal(err)
		}
	}
}

func write(t testing.TB, db *store.DB, place store.Place, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), place, fn); err != nil {
		t.Fatal(err)
	}
}

// adopted is the plan of Phù Liễn as adopted: everything has its place in the walk as its key.
func adopted(t testing.TB) plan.Plan {
	t.Helper()
	b, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	p := plan.Plan{ID: 1, Version: 1, AdoptedBy: ha.Person, Adopter: ha.Name}
	if err := json.Unmarshal(b, &p.Draft); err != nil {
		t.Fatal(err)
	}
	key := int64(0)
	next := func() int64 { key++; return key }
	p.Walk(func(_, c *plan.Clause) { c.Key = next() })
	for i := range p.Targets {
		p.Targets[i].Key = next()
	}
	for i := range p.Assignments {
		p.Assignments[i].Key = next()
		for j := range p.Assignments[i].Tasks {
			p.Assignments[i].Tasks[j].Key = next()
		}
	}
	return p
}

// opened is a desk whose ward has adopted the plan of Phù Liễn.
func opened(t testing.TB, db *store.DB) (*Desk, plan.Plan) {
	t.Helper()
	found(t, db, ward)
	c := &clock{time.Date(2025, 7, 17, 1, 0, 0, 0, time.UTC)}
	files, err := blob.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d, p := &Desk{DB: db, Now: c.now, Blobs: files, Rand: zeros{}}, adopted(t)
	write(t, db, ward, func(tx *store.Tx) error {
		return errors.Join((&measure.Desk{DB: db, Now: c.now}).Set(t.Context(), tx, p), d.Open(t.Context(), tx, p))
	})
	return d, p
}

// ask asks fn in a read of the ward.
func ask[T any](t testing.TB, d *Desk, fn func(context.Context, *store.Tx) (T, error)) (v T) {
	t.Helper()
	err := d.DB.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
		v, err = fn(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func taskAt(t testing.TB, d *Desk, at plan.Address) Task {
	t.Helper()
	all := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Task, error) { return tasksOf(ctx, tx, 1) })
	i := slices.IndexFunc(all, func(x Task) bool { return x.Address == at })
	if i < 0 {
		t.Fatalf("no task at %s", at)
	}
	return all[i]
}

func partsAt(t testing.TB, d *Desk, id TaskID) []Part {
	t.Helper()
	return ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Part, error) { return partsOf(ctx, tx, id) })
}

func said(t testing.TB, d *Desk, id TaskID) string {
	t.Helper()
	var all []string
	for _, e := range ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Event, error) { return events(ctx, tx, id) }) {
		all = append(all, e.Say)
	}
	return strings.Join(all, "\n")
}

func kindOf(err error) refuse.Kind { return refuse.Of(err).Kind }

// named lists parts as a reader sees them.
func named(ps []Part) string {
	var out []string
	for _, p := range ps {
		s := string(p.Role) + " " + string(p.Mode) + " " + p.Name
		if !p.IsAsked {
			s += " (no more)"
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func TestEachDutyOfThePlanIsATaskWithItsUnits(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, p := opened(t, db)
		want := 0
		for _, a := range p.Assignments {
			want += len(a.Tasks)
		}
		all, total := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Task, error) { return tasksOf(ctx, tx, 1) }), want
		if len(all) != total || total != 14 {
			t.Fatalf("%d tasks for %d duties", len(all), total)
		}
		for _, x := range all {
			if x.DueOn != "2025-12-31" || x.DueBy != "" || !x.IsAsked || p.Clause(x.Address).Key != x.Clause || x.Units == 0 {
				t.Errorf("%+v", x)
			}
		}
		for at, want := range map[plan.Address]string{
			"IV.1.-1": "lead request Ban Xây dựng Đảng",
			"IV.2.-3": "lead assign Phòng Văn hóa - Xã hội phường\nsupport assign Trường Tiểu học Một\nsupport assign Trường Trung học cơ sở Hai",
			"IV.4.-1": "lead assign Trung tâm sự nghiệp công phường",
		} {
			if got := named(partsAt(t, d, taskAt(t, d, at).ID)); got != want {
				t.Errorf("%s:\n%s\nwant\n%s", at, got, want)
			}
		}
		if ps := partsAt(t, d, taskAt(t, d, "IV.5.-1").ID); len(ps) != 4 || ps[0].Via != "các phòng, ban, đơn vị thuộc phường" {
			t.Errorf("the group of offices is %+v", ps)
		}
		abouts := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]About, error) {
			return aboutsOf(ctx, tx, taskAt(t, d, "IV.2.-4").ID)
		})
		if len(abouts) != 1 || abouts[0].Sort != Target || abouts[0].Key != p.Targets[6].Key {
			t.Errorf("%+v", abouts)
		}
	})
}

func TestAnAmendedPlanKeepsItsTasksAndSaysWhatChanged(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, p := opened(t, db)
		kept, lost, dated := taskAt(t, d, "IV.2.-3"), taskAt(t, d, "IV.3.-1"), taskAt(t, d, "IV.4.-1")
		if err := d.Reschedule(t.Context(), lan, dated.ID, "2025-10-31", "kịp báo cáo quý"); err != nil {
			t.Fatal(err)
		}
		if err := d.Involve(t.Context(), lan, kept.ID, services, Support); err != nil {
			t.Fatal(err)
		}
		p.Version = 2
		p.Doc.Period.To = "2025-11-30"                                          // a Sunday
		p.Assignments = slices.Delete(p.Assignments, 2, 3)                      // the office of finance is let off
		p.Assignments[1].Tasks[2].Partners = nil                                // the schools are no longer named
		p.Assignments[1].Tasks[2].Text = "Chủ trì dạy kỹ năng số ở trường học." // worded anew
		fresh := p.Assignments[1].Tasks[0]
		fresh.Key, fresh.ID, fresh.Node, fresh.Deadline = 9001, "IV.2.-7", "IV.2.-1", "2025-09-15"
		p.Assignments[1].Tasks = append(p.Assignments[1].Tasks, fresh)
		write(t, db, ward, func(tx *store.Tx) error { return d.Open(t.Context(), tx, p) })

		again := taskAt(t, d, "IV.2.-3")
		if again.ID != kept.ID || again.DueOn != "2025-11-28" || again.Version != 2 {
			t.Errorf("kept: %+v", again)
		}
		want := "lead assign Phòng Văn hóa - Xã hội phường\nsupport assign Trung tâm sự nghiệp công phường\n" +
			"support assign Trường Tiểu học Một (no more)\nsupport assign Trường Trung học cơ sở Hai (no more)"
		if got := named(partsAt(t, d, kept.ID)); got != want {
			t.Errorf("its units:\n%s\nwant\n%s", got, want)
		}
		for _, say := range []string{"Lời việc trước đây là “Chủ trì chỉ đạo", "Hạn đổi từ 31/12/2025 thành 28/11/2025.", "Trường Tiểu học Một thôi tham gia"} {
			if got := said(t, d, kept.ID); !strings.Contains(got, say) {
				t.Errorf("history lacks %q:\n%s", say, got)
			}
		}
		if x := ask(t, d, func(ctx context.Context, tx *store.Tx) (Task, error) { return loadTask(ctx, tx, lost.ID) }); x.IsAsked || x.ID != lost.ID {
			t.Errorf("what the plan dropped: %+v", x)
		}
		if x := taskAt(t, d, "IV.4.-1"); x.DueOn != "2025-10-31" || !strings.Contains(said(t, d, x.ID), "hạn 31/10/2025 do Nguyễn Thị Lan đặt được giữ") {
			t.Errorf("a day set by a person: %+v\n%s", x, said(t, d, x.ID))
		}
		all := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Task, error) { return tasksOf(ctx, tx, 1) })
		if last := all[len(all)-1]; len(all) != 15 || last.Key != 9001 || last.DueOn != "2025-09-15" {
			t.Errorf("the new duty: %d tasks, %+v", len(all), last)
		}
		if err := d.Reschedule(t.Context(), lan, lost.ID, "2025-12-01", ""); kindOf(err) != refuse.Conflict {
			t.Errorf("a dropped task got a day: %v", err)
		}
		before := said(t, d, kept.ID)
		p.Version = 3
		write(t, db, ward, func(tx *store.Tx) error { return d.Open(t.Context(), tx, p) })
		if said(t, d, kept.ID) != before {
			t.Error("a version that changes nothing has something to say")
		}
	})
}

func TestListsAreNarrowedByUnitStateThemeAndDay(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, p := opened(t, db)
		if err := d.Reschedule(t.Context(), lan, taskAt(t, d, "IV.2.-3").ID, "2025-07-16", ""); err != nil {
			t.Fatal(err)
		}
		if err := d.Reschedule(t.Context(), lan, taskAt(t, d, "IV.2.-5").ID, "", ""); err != nil {
			t.Fatal(err)
		}
		theme := p.Clause("II.5.h").Key
		for _, c := range []struct {
			q    Question
			want int
		}{
			{Question{}, 14}, {Question{Unit: party}, 2}, {Question{Unit: school}, 3}, {Question{State: Done}, 0}, {Question{State: Unfinished, Unit: school}, 3},
			{Question{Theme: theme}, 2}, {Question{Due: DueLate}, 1}, {Question{Due: DueLate, Unit: party}, 0}, {Question{Due: DueNever}, 1}, {Question{Due: DueWeek}, 0},
			{Question{State: Dropped}, 0}, {Question{Words: "giáo DUC stem"}, 1}, {Question{Plan: 2}, 0}, {Question{State: "no such"}, 14},
		} {
			found := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Task, error) {
				ts, total, err := d.List(ctx, tx, c.q)
				if total != len(ts) {
					t.Errorf("%+v: %d of %d", c.q, len(ts), total)
				}
				return ts, err
			})
			if len(found) != c.want {
				t.Errorf("%+v finds %d, want %d", c.q, len(found), c.want)
			}
		}
		all := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Task, error) {
			ts, _, err := d.List(ctx, tx, Question{})
			return ts, err
		})
		if all[0].Address != "IV.2.-3" || all[13].Address != "IV.2.-5" {
			t.Errorf("late first, without a day last: %s … %s", all[0].Address, all[13].Address)
		}
	})
}

func TestOnlyThoseWhoRunTheWorkChangeIt(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		id := taskAt(t, d, "IV.2.-3").ID
		verbs := map[string]func(org.Actor) error{
			"reschedule": func(a org.Actor) error { return d.Reschedule(t.Context(), a, id, "2025-10-01", "") },
			"involve":    func(a org.Actor) error { return d.Involve(t.Context(), a, id, services, Lead) },
			"release":    func(a org.Actor) error { return d.Release(t.Context(), a, id, school, "sáp nhập") },
		}
		stranger := lan
		stranger.Place = "11447"
		for name, verb := range verbs {
			for who, a := range map[refuse.Kind]org.Actor{refuse.NotAllowed: hong, refuse.NotSignedIn: {Place: ward}, refuse.NotFound: stranger} {
				if k := kindOf(verb(a)); k != who {
					t.Errorf("%s by %s: %v", name, a.Name, k)
				}
			}
			if err := verb(duc); err != nil {
				t.Errorf("%s by the officer: %v", name, err)
			}
		}
		if err := d.Involve(t.Context(), duc, id, services, Lead); refuse.Of(err).Field != "unit" {
			t.Errorf("the same part twice: %v", err)
		}
		if err := d.Release(t.Context(), duc, id, services, " "); refuse.Of(err).Field != "why" {
			t.Errorf("released without a reason: %v", err)
		}
	})
}

// site is the desk's screens with one of the five at the keyboard.
func site(t testing.TB, d *Desk) (http.Handler, func(string, http.Handler) http.Handler) {
	mux := http.NewServeMux()
	web.Mount(mux, slog.New(slog.DiscardHandler), slices.Concat(web.Static.Routes(), d.Routes()))
	people := map[string]org.Actor{"lan": lan, "duc": duc, "ha": ha, "hong": hong, "son": son}
	here := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(web.WithPlace(r.Context(), ward)))
	})
	return here, func(name string, h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r.WithContext(org.WithActor(r.Context(), people[name])))
		})
	}
}

func TestScreens(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	mux, as := site(t, d)
	webtest.Run(t, mux, as, "testdata/tasks.txt")
}

func TestAWardWithoutAPlanIsToldWhereToBegin(t *testing.T) {
	db := storetest.Open(t, schemas...)
	found(t, db, ward)
	mux, as := site(t, &Desk{DB: db, Now: time.Now})
	webtest.Run(t, mux, as, "testdata/empty.txt")
}
