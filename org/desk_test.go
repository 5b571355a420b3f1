package org

import (
	"context"
	"flag"
	"fmt"
	"reflect"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

const ward store.Place = "11446"

var (
	noon     = time.Date(2025, 10, 6, 12, 0, 0, 0, Hanoi)
	today    = DayOf(noon)
	operator = Actor{Place: ward, Person: 900, Posts: []Post{Operator}}
	chair    = Actor{Place: ward, Person: 901, Posts: []Post{Chair}}
)

// each runs fn on an empty ward, on every engine.
func each(t *testing.T, fn func(t *testing.T, d *Desk)) {
	storetest.Each(t, []store.Schema{audit.Schema, Schema}, func(t *testing.T, db *store.DB) {
		fn(t, &Desk{DB: db, Now: func() time.Time { return noon }})
	})
}

// read asks fn in a transaction of the ward.
func read[T any](t fataler, d *Desk, place store.Place, fn func(context.Context, *store.Tx) (T, error)) T {
	t.Helper()
	var out T
	err := d.DB.Read(context.Background(), place, func(tx *store.Tx) (err error) {
		out, err = fn(context.Background(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// checkOnDatabase tries a property a few times: each try is dozens of transactions, and both engines get theirs.
// -rapid.checks asks for more.
func checkOnDatabase(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	if checks != nil && checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("20"); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := checks.Value.Set(checks.DefValue); err != nil {
				t.Error(err)
			}
		}()
	}
	rapid.Check(t, property)
}

// fataler is a test or a check of rapid.
type fataler interface {
	Helper()
	Fatal(...any)
}

func addTestUnit(t fataler, d *Desk, a Actor, name string) UnitID {
	t.Helper()
	id, err := d.AddUnit(context.Background(), a, Unit{Name: name, Kind: Office, OpenedOn: "2025-07-01"})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func addTestPerson(t fataler, d *Desk, name string, unit UnitID) PersonID {
	t.Helper()
	id, err := d.AddPerson(context.Background(), operator, Person{Name: name, Unit: unit})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func appointTest(t fataler, d *Desk, h Holding) HoldingID {
	t.Helper()
	if h.Span.From == "" {
		h.Span.From = "2025-07-01"
	}
	id, err := d.Appoint(context.Background(), chair, h)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func postsOf(t fataler, d *Desk, p PersonID, at time.Time) []Post {
	t.Helper()
	return read(t, d, ward, func(ctx context.Context, tx *store.Tx) (Actor, error) { return ActorAt(ctx, tx, p, at) }).Posts
}

func find(t fataler, d *Desk, place store.Place, name string) (UnitID, bool) {
	t.Helper()
	type answer struct {
		unit  Unit
		found bool
	}
	got := read(t, d, place, func(ctx context.Context, tx *store.Tx) (answer, error) {
		u, ok, err := FindUnit(ctx, tx, name)
		return answer{u, ok}, err
	})
	return got.unit.ID, got.found
}

func TestOldReportsKeepOldNames(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		id := addTestUnit(t, d, operator, "Phòng Văn hóa")
		if err := d.Rename(t.Context(), operator, id, "Phòng Văn hóa – Xã hội", "2025-09-01", ""); err != nil {
			t.Fatal(err)
		}
		for day, want := range map[Day]string{"2025-07-15": "Phòng Văn hóa", "2025-08-31": "Phòng Văn hóa", "2025-09-01": "Phòng Văn hóa – Xã hội"} {
			got := read(t, d, ward, func(ctx context.Context, tx *store.Tx) (map[UnitID]string, error) { return NamesOn(ctx, tx, day, id) })
			if got[id] != want {
				t.Errorf("on %s: %q, want %q", day, got[id], want)
			}
		}
		if got, ok := find(t, d, ward, "phong van hoa"); !ok || got != id {
			t.Errorf("the old name leads to %d, %v", got, ok)
		}
	})
}

func TestAClosedSchoolLeavesTheDenominator(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		ctx := t.Context()
		var ids []UnitID
		for _, name := range []string{"Trường Tiểu học Bắc Hà", "Trường THCS Nam Sơn"} {
			id, err := d.AddUnit(ctx, operator, Unit{Name: name, Kind: School, OpenedOn: "2025-07-01"})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		if err := d.Close(ctx, operator, ids[0], "2025-09-01", "QĐ giải thể"); err != nil {
			t.Fatal(err)
		}
		if err := d.Reopen(ctx, operator, ids[0], "2025-10-01", ""); err != nil {
			t.Fatal(err)
		}
		for day, want := range map[Day]int{"2025-06-30": 0, "2025-08-31": 2, "2025-09-15": 1, "2025-10-01": 2} {
			got := read(t, d, ward, func(ctx context.Context, tx *store.Tx) ([]Unit, error) { return UnitsOn(ctx, tx, day, School) })
			if len(got) != want {
				t.Errorf("on %s: %d schools, want %d", day, len(got), want)
			}
		}
	})
}

// TestMergingKeepsEveryNameFindable merges, closes, reopens and renames at random: whatever name was ever given
// leads to a unit, and to an open one unless the last of its line was closed for good.
func TestMergingKeepsEveryNameFindable(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		round := 0
		checkOnDatabase(t, func(t *rapid.T) {
			round++
			a := operator
			a.Place = store.Place(fmt.Sprintf("%05d", round))
			var ids []UnitID
			names := map[string]UnitID{}
			add := func(name string) {
				id := addTestUnit(t, d, a, name)
				ids, names[name] = append(ids, id), id
			}
			heir := map[UnitID]UnitID{}
			line := func(id UnitID) UnitID {
				for heir[id] != 0 {
					id = heir[id]
				}
				return id
			}
			add("Đơn vị 0")
			add("Đơn vị 1")
			for i := range rapid.IntRange(1, 15).Draw(t, "steps") {
				id := rapid.SampledFrom(ids).Draw(t, "unit")
				name := fmt.Sprintf("Tên gọi thứ %d", i)
				switch rapid.IntRange(0, 4).Draw(t, "verb") {
				case 0:
					add(name)
				case 1:
					if err := d.Rename(context.Background(), a, id, name, today, ""); err == nil {
						names[name] = id
					}
				case 2:
					if err := d.AddAlias(context.Background(), a, id, name); err == nil {
						names[name] = id
					}
				case 3:
					into := rapid.SampledFrom(ids).Draw(t, "into")
					if err := d.Merge(context.Background(), a, []UnitID{id}, into, today, ""); err == nil {
						heir[id] = into
					}
				case 4:
					if err := d.Reopen(context.Background(), a, id, today, ""); err == nil {
						delete(heir, id)
					}
				}
			}
			for name, id := range names {
				got, ok := find(t, d, a.Place, name)
				renamedToday := !ok // a second new name on one day corrects the first, which leaves no trace
				if !renamedToday && got != line(id) {
					t.Fatalf("%q leads to %d, want %d; heirs %v", name, got, line(id), heir)
				}
			}
		})
	})
}

func TestPlacesNeverSeeEachOther(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		round := 0
		checkOnDatabase(t, func(t *rapid.T) {
			round++
			here, there := operator, operator
			here.Place, there.Place = store.Place(fmt.Sprintf("a%d", round)), store.Place(fmt.Sprintf("b%d", round))
			n := rapid.IntRange(0, 4).Draw(t, "units here")
			for i := range n {
				id := addTestUnit(t, d, here, fmt.Sprintf("Đơn vị %d", i))
				if _, err := d.AddPerson(context.Background(), here, Person{Name: "Nguyễn Văn An", Unit: id}); err != nil {
					t.Fatal(err)
				}
			}
			id := addTestUnit(t, d, there, "Đơn vị 0")
			if err := d.Rename(context.Background(), there, id, "Đơn vị khác", today, ""); err != nil {
				t.Fatal(err)
			}
			us := read(t, d, here.Place, func(ctx context.Context, tx *store.Tx) ([]Unit, error) { return Units(ctx, tx, "") })
			ps := read(t, d, there.Place, func(ctx context.Context, tx *store.Tx) ([]Person, error) { return People(ctx, tx, "") })
			if len(us) != n || len(ps) != 0 {
				t.Fatalf("%d units here, %d people there; want %d, 0", len(us), len(ps), n)
			}
			if _, ok := find(t, d, here.Place, "Đơn vị khác"); ok {
				t.Fatal("a name of the other place was found here")
			}
		})
	})
}

// TestNoPostIsHeldTwice appoints and relieves at random; the posts with one holder never have two on one day.
func TestNoPostIsHeldTwice(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		unit := addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		people := []PersonID{addTestPerson(t, d, "Nguyễn Thị Lan", unit), addTestPerson(t, d, "Trần Văn Hùng", unit)}
		checkOnDatabase(t, func(t *rapid.T) {
			h := Holding{
				Person: rapid.SampledFrom(people).Draw(t, "person"),
				Post:   rapid.SampledFrom([]Post{OfficeHead, UnitHead, Reporter}).Draw(t, "post"),
				Unit:   unit, Span: Span{From: aDay(t, "from"), Through: aDay(t, "through")},
			}
			if _, err := d.Appoint(context.Background(), chair, h); refuse.Of(err).Kind == refuse.Trouble && err != nil {
				t.Fatal(err)
			}
			all := read(t, d, ward, AllHoldings)
			for day := Day("2025-07-01"); day < "2025-10-01"; day = day.Add(1) {
				seen := map[Post]PersonID{}
				for _, h := range all {
					if other := seen[h.Post]; h.Span.Covers(day) && other != 0 && (h.Post != Reporter || other == h.Person) {
						t.Fatalf("on %s %s is held by %d and %d", day, h.Post, other, h.Person)
					}
					if h.Span.Covers(day) && h.Post != Reporter {
						seen[h.Post] = h.Person
					}
				}
			}
		})
	})
}

func TestALentPostCountsForItsDaysOnly(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		ctx := t.Context()
		unit := addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		lan, hoa := addTestPerson(t, d, "Nguyễn Thị Lan", unit), addTestPerson(t, d, "Lê Thị Hoa", unit)
		h := appointTest(t, d, Holding{Person: lan, Post: OfficeHead, Unit: unit})
		appointTest(t, d, Holding{Person: hoa, Post: Reporter, Unit: unit})
		lanNow := Actor{Place: ward, Person: lan, Posts: []Post{OfficeHead}}
		dl, err := d.Delegate(ctx, lanNow, Delegation{Holding: h, To: hoa, Span: Span{"2025-10-06", "2025-10-08"}, Why: "nghỉ phép"})
		if err != nil {
			t.Fatal(err)
		}
		for days, want := range map[int][]Post{-1: {Reporter}, 0: {OfficeHead, Reporter}, 2: {OfficeHead, Reporter}, 3: {Reporter}} {
			if got := postsOf(t, d, hoa, noon.AddDate(0, 0, days)); !reflect.DeepEqual(got, want) {
				t.Errorf("after %d days hoa has %v, want %v", days, got, want)
			}
		}
		// Midnight in Hà Nội is 17:00 UTC of the day before.
		if got := postsOf(t, d, hoa, time.Date(2025, 10, 5, 17, 0, 0, 0, time.UTC)); len(got) != 2 {
			t.Errorf("in the first minute of the day hoa has %v", got)
		}
		hoaNow := Actor{Place: ward, Person: hoa, Posts: []Post{OfficeHead, Reporter}}
		if _, err := d.Delegate(ctx, hoaNow, Delegation{Holding: h, To: addTestPerson(t, d, "Trần Văn Ba", unit), Span: Span{today, today}, Why: "bận"}); refuse.Of(err).Kind != refuse.NotAllowed {
			t.Errorf("a lent post was lent on: %v", err)
		}
		if err := d.EndDelegation(ctx, lanNow, dl); err != nil {
			t.Fatal(err)
		}
		if got := postsOf(t, d, hoa, noon); len(got) != 1 {
			t.Errorf("after the end hoa has %v", got)
		}
	})
}

func TestALoanEndsWithThePost(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		ctx := t.Context()
		unit := addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		lan, hoa := addTestPerson(t, d, "Nguyễn Thị Lan", unit), addTestPerson(t, d, "Lê Thị Hoa", unit)
		h := appointTest(t, d, Holding{Person: lan, Post: OfficeHead, Unit: unit})
		if err := d.Cover(ctx, Actor{Place: ward, Person: lan}, HandOver{From: lan, To: hoa, Span: Span{today, "2025-10-31"}, Why: "nghỉ phép"}); err != nil {
			t.Fatal(err)
		}
		if got := postsOf(t, d, hoa, noon); len(got) != 1 {
			t.Fatalf("hoa has %v", got)
		}
		if err := d.Relieve(ctx, chair, h, today); err != nil {
			t.Fatal(err)
		}
		if got := postsOf(t, d, hoa, noon); len(got) != 0 {
			t.Errorf("the lender was relieved, yet hoa has %v", got)
		}
	})
}

func TestOneActionMovesEverything(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		ctx := t.Context()
		unit := addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		lan, hoa := addTestPerson(t, d, "Nguyễn Thị Lan", unit), addTestPerson(t, d, "Lê Thị Hoa", unit)
		for _, p := range []Post{OfficeHead, Clerk} {
			appointTest(t, d, Holding{Person: lan, Post: p, Unit: unit})
		}
		var told []HandOver
		d.OnHandOver = append(d.OnHandOver, func(_ context.Context, _ *store.Tx, h HandOver) error {
			told = append(told, h)
			return nil
		})
		if err := d.Succeed(ctx, chair, HandOver{From: lan, To: hoa, Span: Span{From: today}}, "12/QĐ-UBND"); err != nil {
			t.Fatal(err)
		}
		if got := postsOf(t, d, hoa, noon); !reflect.DeepEqual(got, []Post{OfficeHead, Clerk}) {
			t.Errorf("hoa has %v", got)
		}
		if got := postsOf(t, d, lan, noon); len(got) != 0 {
			t.Errorf("lan still has %v", got)
		}
		if got := postsOf(t, d, lan, noon.AddDate(0, 0, -1)); len(got) != 2 {
			t.Errorf("history forgot that lan held %v yesterday", got)
		}
		if len(told) != 1 || told[0].To != hoa {
			t.Errorf("the desks were told %v", told)
		}
	})
}

func TestTheLastOperatorStays(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		ctx := t.Context()
		var first PersonID
		if err := d.DB.Write(ctx, ward, func(tx *store.Tx) (err error) {
			first, err = d.Begin(ctx, tx, Person{Name: "Nguyễn Thị Lan"}, "Phòng Văn hóa – Xã hội", OfficeHead)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got := postsOf(t, d, first, noon); !reflect.DeepEqual(got, []Post{OfficeHead, Operator}) {
			t.Fatalf("the first person has %v", got)
		}
		if err := d.Leave(ctx, chair, first, today); refuse.Of(err).Kind != refuse.NotAllowed {
			t.Errorf("the chair, who keeps no register, recorded a leave: %v", err)
		}
		clerkChair := Actor{Place: ward, Person: 901, Posts: []Post{Chair, Clerk}}
		if err := d.Leave(ctx, clerkChair, first, today); refuse.Of(err).Kind != refuse.Conflict {
			t.Errorf("the last operator left: %v", err)
		}
		if err := d.DB.Write(ctx, ward, func(tx *store.Tx) error {
			_, err := d.Begin(ctx, tx, Person{Name: "Kẻ Gian Manh"}, "Phòng Văn hóa – Xã hội", Chair)
			return err
		}); refuse.Of(err).Kind != refuse.Conflict {
			t.Errorf("a second first account: %v", err)
		}
	})
}

func TestWhoLeftIsNobody(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		unit := addTestUnit(t, d, operator, "Phòng Văn hóa – Xã hội")
		hoa := addTestPerson(t, d, "Lê Thị Hoa", unit)
		if err := d.Leave(t.Context(), operator, hoa, today); err != nil {
			t.Fatal(err)
		}
		err := d.DB.Read(t.Context(), ward, func(tx *store.Tx) error {
			_, err := ActorAt(t.Context(), tx, hoa, noon)
			return err
		})
		if refuse.Of(err).Kind != refuse.NotSignedIn {
			t.Errorf("got %v", err)
		}
	})
}

func TestThePlansUnitsAreEnteredOnce(t *testing.T) {
	named := []NamedUnit{
		{Name: "Ủy ban nhân dân phường Phù Liễn", Kind: "committee"},
		{Name: "Ban Xây dựng Đảng", Kind: "party", IsAsked: true},
		{Name: "Phòng Văn hóa - Xã hội phường", Kind: "office", Short: "VHXH"},
		{Name: "Phòng Kinh tế, Hạ tầng và Đô thị", Kind: "office"},
		{Name: "Trung tâm sự nghiệp công phường", Kind: "service-unit"},
		{Name: "Trung tâm phục vụ hành chính công phường", Kind: "service-centre"},
		{Name: "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", Kind: "office"},
		{Name: "các trường học", Kind: "school-group"},
		{Name: "các phòng, ban, đơn vị thuộc phường", Kind: "group"},
		{Name: "Sở Thông tin và Truyền thông thành phố", Kind: "city-department"},
		{Name: "cơ quan báo chí, truyền thông của thành phố", Kind: "external"},
	}
	each(t, func(t *testing.T, d *Desk) {
		ctx := t.Context()
		adopt := func() (ids []UnitID) {
			if err := d.DB.Write(ctx, ward, func(tx *store.Tx) (err error) {
				ids, err = d.FromPlan(ctx, tx, 1, "2025-07-16", named)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return ids
		}
		first := adopt()
		if again := adopt(); !reflect.DeepEqual(first, again) {
			t.Errorf("the second time: %v, the first: %v", again, first)
		}
		us := read(t, d, ward, func(ctx context.Context, tx *store.Tx) ([]Unit, error) { return Units(ctx, tx, "") })
		if len(us) != 9 || first[7] != 0 || first[8] != 0 {
			t.Errorf("%d units, groups %v", len(us), first[7:9])
		}
		for alias, want := range map[string]UnitID{
			"Trung tâm cung ứng dịch vụ sự nghiệp công": first[4], "TRUNG TAM SU NGHIEP CONG": first[4],
			"Phòng VH-XH": first[2], "VHXH": first[2], "Văn phòng HĐND - UBND": first[6],
		} {
			if got, _ := find(t, d, ward, alias); got != want {
				t.Errorf("%q leads to %d, want %d", alias, got, want)
			}
		}
		for _, u := range us {
			if first, _ := utf8.DecodeRuneInString(u.Name); !unicode.IsUpper(first) {
				t.Errorf("%q is no name", u.Name)
			}
			if (u.ID == first[1] || u.ID == first[9]) != u.Asked && u.ID != first[10] {
				t.Errorf("%s: asked %v", u.Name, u.Asked)
			}
		}
	})
}

func TestTwoOpenUnitsNeverShareAName(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		ctx := t.Context()
		id := addTestUnit(t, d, operator, "Trạm Y tế")
		_, err := d.AddUnit(ctx, operator, Unit{Name: "TRẠM Y TẾ phường", Kind: HealthStation, OpenedOn: "2025-07-01"})
		if no := refuse.Of(err); no.Kind != refuse.Conflict || no.Field != "name" {
			t.Errorf("a second health station: %v", err)
		}
		if err := d.Close(ctx, operator, id, "2025-08-01", ""); err != nil {
			t.Fatal(err)
		}
		next := addTestUnit(t, d, operator, "Trạm Y tế")
		if err := d.Reopen(ctx, operator, id, today, ""); refuse.Of(err).Kind != refuse.Conflict {
			t.Errorf("the closed one came back under a name that is taken: %v", err)
		}
		if got, _ := find(t, d, ward, "trạm y tế"); got != next {
			t.Errorf("found %d, want the one that works", got)
		}
	})
}

func TestEveryVerbIsWrittenDown(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		ctx := t.Context()
		a, b := addTestUnit(t, d, operator, "Phòng Một"), addTestUnit(t, d, operator, "Phòng Hai")
		for _, do := range []func() error{
			func() error { return d.Rename(ctx, operator, a, "Phòng Ba", today, "") },
			func() error { return d.AddAlias(ctx, operator, a, "P. Ba") },
			func() error {
				return d.EditUnit(ctx, operator, Unit{ID: a, Name: "Phòng Ba", Kind: Police, Short: "PB", Asked: true})
			},
			func() error { return d.Merge(ctx, operator, []UnitID{a}, b, today, "") },
			func() error { return d.Close(ctx, operator, b, today, "") },
			func() error { return d.Reopen(ctx, operator, b, today, "") },
		} {
			if err := do(); err != nil {
				t.Fatal(err)
			}
		}
		var entries int
		if err := d.DB.Read(ctx, ward, func(tx *store.Tx) error {
			return tx.QueryRow(ctx, `SELECT count(*) FROM audit_entry WHERE place = $1`).Scan(&entries)
		}); err != nil {
			t.Fatal(err)
		}
		if entries != 8 {
			t.Errorf("%d entries for 8 verbs", entries)
		}
	})
}

// TestFoundingAgainChangesNothing founds Phù Liễn twice: its facts and the eight places it came from stand there once.
func TestFoundingAgainChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		places, changes := PhuLien()
		for range 2 {
			if err := d.DB.Write(t.Context(), ward, func(tx *store.Tx) error { return d.Found(t.Context(), tx, places, changes) }); err != nil {
				t.Fatal(err)
			}
		}
		p := read(t, d, ward, func(ctx context.Context, tx *store.Tx) (Place, error) { return LoadPlace(ctx, tx, ward) })
		if p != places[0] || p.Population != 60733 {
			t.Errorf("got %+v", p)
		}
		if got := read(t, d, ward, PlaceChanges); len(got) != 8 || got[0].ToCode != ward {
			t.Errorf("came from %v", got)
		}
	})
}

func TestWhoActsInAnothersPlaceSaysSo(t *testing.T) {
	own := Held{Post: Officer, Unit: 2}
	lent := Held{Post: OfficeHead, Unit: 2, For: 1, ForName: "Nguyễn Thị Lan"}
	away := Held{Post: UnitHead, Unit: 5, For: 4, ForName: "Mai Thị Hồng"}
	a := Actor{Person: 3, Name: "Bùi Minh Đức", Unit: 2, Held: []Held{lent, own, away}}
	for got, want := range map[string]string{
		a.As(OfficeHead): "Bùi Minh Đức, thay Nguyễn Thị Lan", a.As(OfficeHead, Officer): "Bùi Minh Đức", a.As(Chair) + " ": "Bùi Minh Đức ",
		a.AsOf(5): "Bùi Minh Đức, thay Mai Thị Hồng", a.AsOf(2) + "  ": "Bùi Minh Đức  ",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
