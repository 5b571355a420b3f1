package measure

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"loa/org"
	"loa/plan"
)

var autumn = org.Span{From: "2025-09-01", Through: "2025-10-31"}

func school(id org.UnitID) Member { return Member{Unit: id, Name: fmt.Sprintf("Trường %d", id)} }

// by is a tally of one unit on a day.
func by(unit org.UnitID, day org.Day, s State) Tally {
	return Tally{Unit: unit, Day: day, State: s, Facts: 1, Amount: 1}
}

func of(unit org.UnitID, part string, s State) Tally {
	return Tally{Unit: unit, Day: "2025-10-10", Part: part, State: s, Facts: 1, Amount: 1}
}

func on(item string, s State, days ...org.Day) (ts []Tally) {
	for _, d := range days {
		ts = append(ts, Tally{Item: item, Day: d, State: s, Facts: 1, Amount: 1})
	}
	return ts
}

func TestKindsFoldFacts(t *testing.T) {
	schools := []Member{school(1), school(2), school(3), school(4), school(5)}
	eighty := &Formula{Kind: "share", Op: plan.AtLeast, Threshold: 80, Subject: "các trường học", Measure: "có nội dung", Population: Population{Of: Units}}
	both := &Formula{Kind: "share", Op: plan.Equal, Threshold: 100, Subject: "các đơn vị", Measure: "hưởng ứng", Population: Population{Of: Units},
		Parts: []Part{{"campaign/a", "Ngày A"}, {"campaign/b", "Tháng B"}}}
	once := &Formula{Kind: "count", Op: plan.AtLeast, Threshold: 1, Unit: "buổi", Subject: "hội nghị"}
	monthly := &Formula{Kind: "count", Op: plan.AtLeast, Threshold: 2, Unit: "tin bài", Per: "month"}
	atMost := &Formula{Kind: "count", Op: plan.AtMost, Threshold: 2, Unit: "vụ"}
	alive := &Formula{Kind: "upkeep", Op: plan.AtMost, Threshold: 7, Population: Population{Of: Members}}
	channels := []Member{{Item: "channel/portal", Name: "Cổng"}, {Item: "channel/loudspeaker", Name: "Loa"}}
	rank := &Formula{Kind: "score", Op: plan.AtMost, Threshold: 10, Subject: "xếp hạng chuyển đổi số"}
	survey := &Formula{Kind: "score", Op: plan.AtLeast, Threshold: 60, Unit: "%", Subject: "người dân có tài khoản"}
	week := []org.Day{"2025-10-01", "2025-10-08", "2025-10-15", "2025-10-22", "2025-10-29"}
	september := []org.Day{"2025-09-02", "2025-09-09", "2025-09-16", "2025-09-23"}

	for _, c := range []struct {
		name       string
		formula    *Formula
		population []Member
		tallies    []Tally
		figures    string // verified, claimed, planned of population
		met        bool
		say        string
	}{
		{"four of five schools", eighty, schools, []Tally{by(1, "2025-10-01", Verified), by(2, "2025-10-02", Verified), by(3, "2025-10-03", Verified), by(4, "2025-10-04", Verified)},
			"4 0 0 of 5", true, "4/5 trường học (80%) đã có nội dung."},
		{"a school twice counts once", eighty, schools, []Tally{by(1, "2025-10-01", Verified), by(1, "2025-10-02", Verified)},
			"1 0 0 of 5", false, "1/5 trường học (20%) đã có nội dung."},
		{"claimed is not verified", eighty, schools, []Tally{by(1, "2025-10-01", Claimed), by(1, "2025-10-05", Planned), by(2, "2025-10-01", Planned), by(3, "2025-10-01", Verified), by(3, "2025-10-02", Claimed)},
			"1 1 1 of 5", false, "1/5 trường học (20%) đã có nội dung (ngoài ra 1 chờ thẩm tra, 1 mới dự kiến)."},
		{"who is not in the population does not count", eighty, schools[:2], []Tally{by(9, "2025-10-01", Verified), by(2, "2025-10-01", Verified)},
			"1 0 0 of 2", false, "1/2 trường học (50%) đã có nội dung."},
		{"nobody to count over", eighty, nil, nil, "0 0 0 of 0", false, "Chưa có danh sách trường học để tính tỷ lệ."},
		{"each must answer both parts", both, schools[:3], []Tally{of(1, "campaign/a", Verified), of(1, "campaign/b", Verified), of(2, "campaign/a", Verified), of(2, "campaign/b", Claimed), of(3, "campaign/a", Verified)},
			"1 1 0 of 3", false, "1/3 đơn vị (33,33%) đã hưởng ứng (ngoài ra 1 chờ thẩm tra)."},
		{"a fact of the whole answers each part", both, schools[:1], []Tally{of(1, "", Verified)},
			"1 0 0 of 1", true, "1/1 đơn vị (100%) đã hưởng ứng."},
		{"not held", once, nil, nil, "0 0 0 of 0", false, "Chưa có buổi hội nghị nào được thẩm tra."},
		{"held", once, nil, []Tally{by(1, "2025-10-10", Verified), by(1, "2025-10-11", Claimed)}, "1 1 0 of 0", true, "Đã có 1 buổi hội nghị (ngoài ra 1 chờ thẩm tra)."},
		{"no more than two", atMost, nil, []Tally{by(1, "2025-10-10", Verified)}, "1 0 0 of 0", true, "Đã có 1 vụ."},
		{"two each month", monthly, nil, []Tally{by(1, "2025-09-10", Verified), by(1, "2025-09-11", Verified), by(1, "2025-10-11", Verified), by(1, "2025-10-12", Claimed)},
			"1 1 0 of 2", false, "1/2 tháng đã đủ tối thiểu 2 tin bài mỗi tháng (ngoài ra 1 chờ thẩm tra)."},
		{"one kept alive, one not", alive, channels, slices.Concat(on("channel/portal", Verified, slices.Concat(september, []org.Day{"2025-09-30"}, week)...), on("channel/loudspeaker", Verified, "2025-09-15")),
			"1 0 0 of 2", false, "1/2 nơi được duy trì đều: Cổng 1,1 mục mỗi tuần, lâu nhất 6 ngày liền không có mục nào; Loa 0,1 mục mỗi tuần, lâu nhất 46 ngày liền không có mục nào."},
		{"kept alive by what is claimed", alive, channels[:1], slices.Concat(on("channel/portal", Verified, september...), on("channel/portal", Claimed, slices.Concat([]org.Day{"2025-09-30"}, week)...)),
			"0 1 0 of 1", false, "0/1 nơi được duy trì đều: Cổng 0,5 mục mỗi tuần, lâu nhất 38 ngày liền không có mục nào (ngoài ra 1 chờ thẩm tra)."},
		{"the last rank stands", rank, nil, []Tally{{Day: "2025-09-01", State: Verified, Facts: 1, Amount: 14}, {Day: "2025-10-01", State: Verified, Facts: 1, Amount: 9}},
			"9 0 0 of 0", true, "Lần đo gần nhất, ngày 01/10/2025: 9 xếp hạng chuyển đổi số."},
		{"a share that was measured", survey, nil, []Tally{{Day: "2025-10-01", State: Verified, Facts: 1, Amount: 25736, Whole: 36845}},
			"25736 0 0 of 0", true, "Lần đo gần nhất, ngày 01/10/2025: 69,85% (25.736/36.845) người dân có tài khoản."},
		{"never measured", survey, nil, []Tally{{Day: "2025-10-01", State: Claimed, Facts: 1, Amount: 1, Whole: 2}}, "0 1 0 of 0", false, "Chưa có lần đo nào được thẩm tra trong kỳ (ngoài ra 1 chờ thẩm tra)."},
	} {
		k := KindNamed(c.formula.Kind)
		v := k.Fold(c.formula, c.population, c.tallies, autumn)
		if got := fmt.Sprintf("%d %d %d of %d", v.Verified, v.Claimed, v.Planned, v.Of); got != c.figures || v.Met != c.met {
			t.Errorf("%s: %s, met %v; want %s, met %v", c.name, got, v.Met, c.figures, c.met)
		}
		if say := k.Say(c.formula, v); say != c.say {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, say, c.say)
		}
	}
}

func TestKindsRecogniseTargets(t *testing.T) {
	number := func(v float64) *float64 { return &v }
	unit := "tin bài"
	for _, c := range []struct {
		name   string
		target plan.Target
		want   string // kind, what it asks for, whom it is counted over
	}{
		{"households", plan.Target{Kind: plan.Percent, Op: plan.AtLeast, Value: number(60), Population: "households"}, "score tối thiểu 60% "},
		{"rank", plan.Target{Kind: plan.Rank, Op: plan.AtMost, Value: number(10)}, "score tối đa 10 "},
		{"each month", plan.Target{Kind: plan.Count, Op: plan.AtLeast, Value: number(2), Unit: &unit, Measure: "Mỗi tháng đăng ít nhất 02 tin bài"}, "count tối thiểu 2 tin bài mỗi tháng "},
		{"neighbourhoods", plan.Target{Kind: plan.Percent, Op: plan.Equal, Value: number(100), Population: "neighbourhoods"}, "share 100% cơ quan, đơn vị thuộc các loại: Tổ dân phố, thôn"},
		{"people in no post", plan.Target{Kind: plan.Percent, Op: plan.Equal, Value: number(100), Population: "people", Subject: "đảng viên"}, ""},
		{"of each unit", plan.Target{Kind: plan.Count, Op: plan.AtLeast, Value: number(2), Unit: &unit, Measure: "Mỗi đơn vị có 02 tin bài"}, ""},
		{"nothing to count", plan.Target{Kind: plan.Qualitative, Op: plan.Achieve, Measure: "Nâng cao nhận thức"}, ""},
	} {
		got := ""
		if f := Recognise(c.target, &plan.Draft{}); f != nil {
			got = f.Kind + " " + f.Asks() + " " + overWords(f.Population)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestMoreFactsNeverMakeAShareSmaller, and its three numbers never exceed the population.
func TestMoreFactsNeverMakeAShareSmaller(t *testing.T) {
	f := &Formula{Kind: "share", Op: plan.AtLeast, Threshold: 50, Population: Population{Of: Units}, Parts: []Part{{"a", "A"}, {"b", "B"}}}
	rapid.Check(t, func(t *rapid.T) {
		tally := rapid.Custom(func(t *rapid.T) Tally {
			return Tally{Unit: org.UnitID(rapid.IntRange(1, 6).Draw(t, "unit")), Part: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "part"),
				Day: autumn.From.Add(rapid.IntRange(0, 60).Draw(t, "day")), State: rapid.SampledFrom([]State{Planned, Claimed, Verified}).Draw(t, "state"), Facts: 1, Amount: 1}
		})
		population := []Member{school(1), school(2), school(3), school(4)}
		some := rapid.SliceOf(tally).Draw(t, "some")
		more := append(slices.Clone(some), tally.Draw(t, "one more"))
		a, b := share{}.Fold(f, population, some, autumn), share{}.Fold(f, population, more, autumn)
		if b.Verified < a.Verified || b.Verified+b.Claimed < a.Verified+a.Claimed || b.Verified+b.Claimed+b.Planned > 4 {
			t.Fatalf("%+v, with one more fact %+v", a, b)
		}
	})
}

// TestSilenceIsTheLongestRunOfDaysWithoutAnything holds the walk over gaps against counting day by day.
func TestSilenceIsTheLongestRunOfDaysWithoutAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var some []org.Day
		has := map[org.Day]bool{}
		for _, n := range rapid.SliceOf(rapid.IntRange(-5, 70)).Draw(t, "days") {
			d := autumn.From.Add(n)
			some, has[d] = append(some, d), true
		}
		longest, run := 0, 0
		for d := autumn.From; d <= autumn.Through; d = d.Add(1) {
			if run++; has[d] {
				run = 0
			}
			longest = max(longest, run)
		}
		if got := longestSilence(some, autumn); got != longest {
			t.Fatalf("%d, want %d", got, longest)
		}
	})
}
