package newsroom

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"loa/kit/vi"
	"loa/org"
)

// anybody draws an actor with some posts.
func anybody(t *rapid.T) org.Actor {
	return org.Actor{Place: ward, Person: org.PersonID(rapid.Int64Range(0, 4).Draw(t, "person")), Posts: rapid.SliceOfNDistinct(rapid.SampledFrom(org.Posts()), 0, 4, rapid.ID).Draw(t, "posts")}
}

func someStory(t *rapid.T) Story {
	s := Story{ID: 1, State: rapid.SampledFrom([]State{Draft, Review, Approved, Published, Withdrawn, Ended, Dropped}).Draw(t, "state"), Author: org.PersonID(rapid.Int64Range(1, 4).Draw(t, "author")), Last: 3}
	s.Live = rapid.SampledFrom([]int{0, 2}).Draw(t, "live")
	s.Assignee = org.PersonID(rapid.Int64Range(0, 4).Draw(t, "assignee"))
	return s
}

// TestTheLawHolds: whatever the posts of a person and whatever a place has set, nobody approves what they wrote,
// nobody without a name does anything, and what comes out was approved.
func TestTheLawHolds(t *testing.T) {
	verbs := []Verb{Submit, Recall, Return, Approve, Publish, Correct, Withdraw, Drop, End}
	rapid.Check(t, func(t *rapid.T) {
		a, s, verb := anybody(t), someStory(t), rapid.SampledFrom(verbs).Draw(t, "verb")
		law := Law{}
		for _, v := range Ruled {
			if rapid.Bool().Draw(t, "own law") {
				law[v] = rapid.SliceOfN(rapid.SampledFrom(org.Posts()), 1, 3).Draw(t, "of")
			}
		}
		wrote := rapid.SliceOf(rapid.Custom(func(t *rapid.T) org.PersonID { return org.PersonID(rapid.Int64Range(1, 4).Draw(t, "writer")) })).Draw(t, "wrote")
		to, err := s.next(a, verb, law, wrote)
		if (err == nil) != s.May(a, verb, law, wrote) {
			t.Fatal("the button and the verb disagree")
		}
		if err != nil {
			if to != s.State {
				t.Fatalf("a refusal moves the story to %s", to)
			}
			return
		}
		switch {
		case a.Person == 0:
			t.Fatal("somebody without a name moves it")
		case verb == End:
			t.Fatal("a person does what is the clock's")
		case verb == Approve && (s.Author == a.Person || slices.Contains(wrote, a.Person)):
			t.Fatal("a writer approves")
		case to == Published && s.State != Approved:
			t.Fatal("what nobody approved comes out")
		case to == Withdrawn && s.Live == 0:
			t.Fatal("what is not public is withdrawn")
		case s.State == Dropped:
			t.Fatal("what was dropped moves on")
		}
		if who := law[verb]; len(who) > 0 && !a.Holds(who...) {
			t.Fatalf("%s by posts that the place did not name", verb)
		}
	})
}

// TestWhoWroteDoesNotApprove: somebody with every post approves exactly what they wrote nothing of.
func TestWhoWroteDoesNotApprove(t *testing.T) {
	person := rapid.Custom(func(t *rapid.T) org.PersonID { return org.PersonID(rapid.Int64Range(1, 4).Draw(t, "person")) })
	rapid.Check(t, func(t *rapid.T) {
		a := org.Actor{Place: ward, Person: person.Draw(t, "approver"), Posts: org.Posts()}
		s := Story{State: Review, Author: person.Draw(t, "author")}
		wrote := rapid.SliceOfN(person, 0, 3).Draw(t, "wrote")
		want := s.Author != a.Person && !slices.Contains(wrote, a.Person)
		if got := s.May(a, Approve, Law{}, wrote); got != want {
			t.Fatalf("may approve: %v, want %v", got, want)
		}
	})
}

func TestEveryStateAndVerbHasItsName(t *testing.T) {
	for _, m := range moves {
		if StateName(m.from) == "" || StateName(m.to) == "" || m.verb != End && VerbName(m.verb) == "" {
			t.Errorf("%+v has no name", m)
		}
	}
}

func TestADifferenceGivesBothTextsBack(t *testing.T) {
	words := rapid.SliceOf(rapid.SampledFrom([]string{"hòa", "hoà", "bình", " ", "\n", ".", "số", "Đồ Sơn", "😀", "57-NQ/TW"}))
	rapid.Check(t, func(t *rapid.T) {
		before, after := strings.Join(words.Draw(t, "before"), ""), strings.Join(words.Draw(t, "after"), "")
		was, is := "", ""
		for _, p := range differ(before, after) {
			if p.How != '+' {
				was += p.Text
			}
			if p.How != '-' {
				is += p.Text
			}
		}
		if was != before || is != after {
			t.Fatalf("%q and %q come back as %q and %q", before, after, was, is)
		}
	})
}

func TestADifferenceIsInWholeWords(t *testing.T) {
	got := differ("Mở cửa lúc 7 giờ sáng.", "Mở cửa lúc 8 giờ sáng nay.")
	want := []piece{{"Mở cửa lúc ", '='}, {"7", '-'}, {"8", '+'}, {" giờ sáng", '='}, {" nay", '+'}, {".", '='}}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := differ("hoà bình", "hòa bình"); len(got) != 3 || got[0].Text != "hoà" {
		t.Errorf("%q", got)
	}
}

func TestTheSuggestedThemeIsTheOneTheTextSpeaksOf(t *testing.T) {
	if vi.Fold("Đ") != "d" {
		t.Fatal("folding is not what this test thinks")
	}
	topics := []Topic{
		{Theme: Theme{Key: 1}, Own: "Tuyên truyền việc bảo đảm an toàn thông tin mạng, kỹ năng bảo đảm an toàn thông tin cho người dân"},
		{Theme: Theme{Key: 2}, Own: "Tuyên truyền về Kinh tế số, doanh nghiệp công nghệ số, thanh toán"},
		{Theme: Theme{Key: 3}, Own: "Tuyên truyền hoạt động hưởng ứng Ngày Chuyển đổi số quốc gia, Tháng tiêu dùng số"},
	}
	for i := range topics {
		topics[i].Wording = topics[i].Own
	}
	for text, want := range map[string]int64{"Bảo vệ an toàn thông tin cá nhân trên mạng": 1, "Hưởng ứng ngày chuyển đổi số quốc gia 10/10": 3, "Doanh nghiệp nhỏ bán hàng, thanh toán bằng mã": 2} {
		if got := Suggest(Text{Title: text}, topics); len(got) == 0 || got[0].Key != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
	if got := Suggest(Text{Title: "xyz"}, topics); len(got) != 0 {
		t.Errorf("a text about nothing is given %+v", got)
	}
}
