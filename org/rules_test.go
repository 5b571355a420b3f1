package org

import (
	"testing"

	"pgregory.net/rapid"

	"loa/platform/refuse"
)

func actor(id PersonID, ps ...Post) Actor { return Actor{Person: id, Posts: ps} }

func TestWhoMayChangeWhat(t *testing.T) {
	for _, tt := range []struct {
		post   Post
		matter Matter
		may    bool
	}{
		{Operator, EditUnits, true}, {Operator, EditPeople, true}, {Operator, EditPlace, true},
		{OfficeHead, EditDays, true}, {Chair, EditDays, true}, {Clerk, EditDays, false}, {Officer, EditDays, false},
		{OfficeHead, EditUnits, true}, {OfficeHead, EditPeople, true}, {OfficeHead, EditPlace, false},
		{Clerk, EditPeople, true}, {Clerk, EditUnits, false}, {Clerk, EditPosts, false},
		{Chair, EditPosts, true}, {Chair, EditUnits, false},
		{Reporter, EditUnits, false}, {Reporter, EditPeople, false}, {Reporter, EditPosts, false},
		{Reporter, LendPosts, true},
	} {
		if got := actor(1, tt.post).May(tt.matter); got != tt.may {
			t.Errorf("%s may change %s: got %v", tt.post, tt.matter, got)
		}
	}
	for _, m := range []Matter{EditPlace, EditDays, EditUnits, EditPeople, EditPosts, LendPosts} {
		if (Actor{}).May(m) {
			t.Errorf("nobody at the keyboard may change %s", m)
		}
	}
}

func TestWhoMayGiveAPost(t *testing.T) {
	for _, tt := range []struct {
		giver  Post
		post   Post
		vacant bool
		may    bool
	}{
		{Chair, ViceChair, false, true},
		{ViceChair, Chair, false, true}, // after an election the new chair is recorded by those in office
		{ViceChair, ViceChair, false, false},
		{OfficeHead, Reporter, false, true},
		{OfficeHead, ViceChair, false, false},
		{OfficeHead, OfficeHead, false, false},
		{EditorHead, Reporter, false, true},
		{EditorHead, Announcer, false, false},
		{Operator, Reporter, false, false}, // accounts, not authority
		{Operator, Operator, false, false},
		{Operator, Chair, true, true}, // a ward that has just begun
		{Reporter, Reporter, true, false},
	} {
		if got := mayAppoint(actor(1, tt.giver), tt.post, 2, tt.vacant) == nil; got != tt.may {
			t.Errorf("%s may give %s (vacant %v): got %v", tt.giver, tt.post, tt.vacant, got)
		}
	}
	for _, p := range Posts() {
		if mayAppoint(actor(1, Posts()...), p, 1, true) == nil {
			t.Errorf("somebody may give the post %s to himself", p)
		}
	}
}

func TestEveryPostHasANameAndAGiver(t *testing.T) {
	for _, p := range Posts() {
		if PostName(p) == string(p) || len(appointers[p]) == 0 {
			t.Errorf("post %s: name %q, given by %v", p, PostName(p), appointers[p])
		}
	}
}

func TestWhichHoldingsClash(t *testing.T) {
	chair := Holding{ID: 1, Person: 1, Post: Chair, Unit: 1, Span: Span{"2025-07-01", ""}}
	head := Holding{ID: 2, Person: 2, Post: UnitHead, Unit: 5, Span: Span{"2025-07-01", "2025-12-31"}}
	writer := Holding{ID: 3, Person: 3, Post: Reporter, Unit: 5, Span: Span{"2025-07-01", ""}}
	for _, tt := range []struct {
		name string
		h    Holding
		fits bool
	}{
		{"a second chair", Holding{Person: 9, Post: Chair, Unit: 2, Span: Span{"2025-09-01", ""}}, false},
		{"a chair of before", Holding{Person: 9, Post: Chair, Unit: 1, Span: Span{"2020-01-01", "2025-06-30"}}, true},
		{"a second head of one unit", Holding{Person: 9, Post: UnitHead, Unit: 5, Span: Span{"2025-12-31", ""}}, false},
		{"the next head of a unit", Holding{Person: 9, Post: UnitHead, Unit: 5, Span: Span{"2026-01-01", ""}}, true},
		{"the head of another unit", Holding{Person: 9, Post: UnitHead, Unit: 6, Span: Span{"2025-09-01", ""}}, true},
		{"a second reporter", Holding{Person: 9, Post: Reporter, Unit: 5, Span: Span{"2025-09-01", ""}}, true},
		{"the same reporter twice", Holding{Person: 3, Post: Reporter, Unit: 5, Span: Span{"2025-09-01", ""}}, false},
		{"the same reporter elsewhere", Holding{Person: 3, Post: Reporter, Unit: 6, Span: Span{"2025-09-01", ""}}, true},
	} {
		if got := tt.h.fits([]Holding{chair, head, writer}) == nil; got != tt.fits {
			t.Errorf("%s: fits %v", tt.name, got)
		}
	}
}

func TestWhoMayLendWhat(t *testing.T) {
	h := Holding{ID: 1, Person: 1, Post: OfficeHead, Span: Span{"2025-07-01", "2026-06-30"}}
	week := Span{"2025-10-06", "2025-10-10"}
	for _, tt := range []struct {
		name  string
		a     Actor
		d     Delegation
		field string
		kind  refuse.Kind
	}{
		{"one's own post", actor(1, OfficeHead), Delegation{To: 2, Span: week, Why: "nghỉ phép"}, "", refuse.Trouble},
		{"for one who is ill", actor(7, ViceChair), Delegation{To: 2, Span: week, Why: "ốm"}, "", refuse.Trouble},
		{"a post that was lent to one", actor(2, OfficeHead), Delegation{To: 3, Span: week, Why: "bận"}, "", refuse.NotAllowed},
		{"to oneself", actor(1, OfficeHead), Delegation{To: 1, Span: week, Why: "?"}, "to", refuse.Invalid},
		{"for ever", actor(1, OfficeHead), Delegation{To: 2, Span: Span{"2025-10-06", ""}, Why: "?"}, "through", refuse.Invalid},
		{"backwards", actor(1, OfficeHead), Delegation{To: 2, Span: Span{"2025-10-10", "2025-10-06"}, Why: "?"}, "through", refuse.Invalid},
		{"in the past", actor(1, OfficeHead), Delegation{To: 2, Span: Span{"2025-09-01", "2025-09-02"}, Why: "?"}, "through", refuse.Invalid},
		{"longer than held", actor(1, OfficeHead), Delegation{To: 2, Span: Span{"2026-06-01", "2026-07-01"}, Why: "?"}, "from", refuse.Invalid},
		{"without a reason", actor(1, OfficeHead), Delegation{To: 2, Span: week, Why: " "}, "why", refuse.Invalid},
		{"twice", actor(1, OfficeHead), Delegation{To: 2, Span: Span{"2025-11-03", "2025-11-03"}, Why: "?"}, "from", refuse.Invalid},
	} {
		others := []Delegation{{To: 3, Span: Span{"2025-11-01", "2025-11-05"}}}
		err := mayLend(tt.a, h, tt.d, others, "2025-10-01")
		if no := refuse.Of(err); err == nil != (tt.kind == refuse.Trouble) || err != nil && (no.Kind != tt.kind || no.Field != tt.field) {
			t.Errorf("lending %s: %v", tt.name, err)
		}
	}
	if mayLend(actor(7, ViceChair), Holding{Person: 1, Post: Chair, Span: Span{From: "2025-07-01"}}, Delegation{To: 7, Span: week, Why: "?"}, nil, "2025-10-01") == nil {
		t.Error("a vice chair took the chair's post")
	}
}

func TestSpellingsOfOneUnit(t *testing.T) {
	for _, same := range [][]string{
		{"Phòng Văn hóa - Xã hội phường", "Phòng Văn hóa – Xã hội", "phòng văn hoá-xã hội", "PHÒNG VHXH"},
		{"Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Văn phòng HĐND và UBND phường"},
		{"Trung tâm Phục vụ hành chính công", "Trung tâm phục vụ hành chính công phường"},
	} {
		for _, s := range same[1:] {
			if matchKey(s) != matchKey(same[0]) {
				t.Errorf("%q %q: keys %q, %q", s, same[0], matchKey(s), matchKey(same[0]))
			}
		}
	}
	for _, different := range [][2]string{
		{"Hội Văn hóa xã hội", "Hội Văn hóa"},
		{"Tổ dân phố số 1", "Tổ dân phố số 11"},
		{"Trường Tiểu học Xã Đàn", "Trường Tiểu học"},
	} {
		if matchKey(different[0]) == matchKey(different[1]) {
			t.Errorf("%q and %q are taken for one", different[0], different[1])
		}
	}
}

// aDay draws days of one quarter, close enough together to meet often.
func aDay(t *rapid.T, label string) Day {
	return Day("2025-07-01").Add(rapid.IntRange(0, 90).Draw(t, label))
}

// TestNameOnIsTheLastNameBegunByThatDay holds NameOn against the plain meaning of a list of renamings.
func TestNameOnIsTheLastNameBegunByThatDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Day("2025-07-01")
		texts := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z][a-z]{2,6}`), 1, 8, rapid.ID).Draw(t, "names")
		var names []Name
		begun := map[Day]string{}
		for i, text := range texts {
			if i > 0 {
				day = day.Add(rapid.IntRange(1, 20).Draw(t, "days"))
				names[len(names)-1].Span.Through = day.Add(-1)
			}
			begun[day] = text
			names = append(names, Name{Official, text, Span{From: day}})
		}
		on := aDay(t, "on")
		want := texts[0]
		for d := Day("2025-07-01"); d <= on; d = d.Add(1) {
			if text, ok := begun[d]; ok {
				want = text
			}
		}
		shuffled := rapid.Permutation(names).Draw(t, "order")
		if got := NameOn(append(shuffled, Name{Alias, "Tên khác", Span{From: "2025-01-01"}}), on); got != want {
			t.Fatalf("on %s: %q, want %q of %v", on, got, want, names)
		}
	})
}

// TestSpansMeetWhenTheyShareADay holds Meets and Contains against counting days.
func TestSpansMeetWhenTheyShareADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) Span {
			s := Span{From: aDay(t, label+" from")}
			if rapid.Bool().Draw(t, label+" ends") {
				s.Through = aDay(t, label+" through")
			}
			return s
		}
		a, b := draw("a"), draw("b")
		shared, all, any := false, true, false
		for d := Day("2025-07-01"); d < "2025-11-01"; d = d.Add(1) {
			shared = shared || a.Covers(d) && b.Covers(d)
			all = all && (!b.Covers(d) || a.Covers(d))
			any = any || b.Covers(d)
		}
		if a.Meets(b) != shared || b.Meets(a) != shared {
			t.Fatalf("%v meets %v: %v, want %v", a, b, a.Meets(b), shared)
		}
		if any && a.Contains(b) != all {
			t.Fatalf("%v contains %v: %v, want %v", a, b, a.Contains(b), all)
		}
	})
}

func TestSuccessorsFollowEveryChange(t *testing.T) {
	changes := []PlaceChange{
		{What: Split, FromCode: "1", ToCode: "3"},
		{What: Merged, FromCode: "0", ToCode: "1"},
		{What: Split, FromCode: "1", ToCode: "2"},
		{What: Renamed, FromCode: "2", ToCode: "2"},
	}
	if got := Successors(changes, "0"); len(got) != 2 || got[0] != "3" || got[1] != "2" {
		t.Errorf("got %v", got)
	}
	if got := Successors(changes, "9"); len(got) != 1 || got[0] != "9" {
		t.Errorf("a place nothing happened to: %v", got)
	}
	ring := []PlaceChange{{FromCode: "1", ToCode: "2"}, {FromCode: "2", ToCode: "1"}}
	Successors(ring, "1") // must end
}

func TestDaysAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]Day{"10/10/2025": "2025-10-10", "1/7/2025": "2025-07-01", "2025-10-10": "2025-10-10", "1.7.2025": "2025-07-01"} {
		if got, err := ParseDay("on", in); err != nil || got != want {
			t.Errorf("%q: %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "31/02/2025", "10/10/25", "hôm nay", "2025-13-01", "10/10/0025"} {
		if _, err := ParseDay("on", in); refuse.Of(err).Field != "on" {
			t.Errorf("%q was taken for a day", in)
		}
	}
}
