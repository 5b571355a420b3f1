package measure

import (
	"fmt"
	"strings"
	"testing"

	"loa/org"
)

func TestANumberLooksOddForAReason(t *testing.T) {
	within := frame{Window: org.Span{From: "2025-07-16", Through: "2025-12-31"}, Population: 60_000}
	counts, shares, scores := &Formula{Kind: "count"}, &Formula{Kind: "share", Population: Population{Of: Units}}, &Formula{Kind: "score", Unit: "%"}
	n := 0
	told := func(unit org.UnitID, day org.Day, amount, whole int64) Fact {
		n++
		return Fact{Desk: "work", Thing: fmt.Sprint(n), Unit: unit, Day: day, Amount: amount, Whole: whole, State: Claimed}
	}
	week := func(unit org.UnitID, amounts ...int64) (out []Fact) {
		for i, a := range amounts {
			out = append(out, told(unit, org.Day("2025-09-01").Add(7*i), a, 0))
		}
		return out
	}
	planned := told(1, "2025-11-01", 900, 0)
	planned.State = Planned
	for name, c := range map[string]struct {
		formula *Formula
		x       Fact
		others  []Fact
		want    string // a part of the reason; empty: none
	}{
		"like before":              {counts, told(1, "2025-10-20", 12, 0), week(1, 10, 11, 12, 10, 13), ""},
		"ten times as before":      {counts, told(1, "2025-10-20", 120, 0), week(1, 10, 11, 12, 10, 13), "những lần trước của chính nơi đó (thường khoảng 11)"},
		"always the same, now 9":   {counts, told(1, "2025-10-20", 9, 0), week(1, 3, 3, 3, 3, 3), "những lần trước"},
		"always one, now two":      {counts, told(1, "2025-10-20", 2, 0), week(1, 1, 1, 1, 1, 1), ""},
		"one wild number before":   {counts, told(1, "2025-10-20", 12, 0), week(1, 10, 11, 900, 10, 13), ""},
		"too few to tell":          {counts, told(1, "2025-10-20", 500, 0), week(1, 10, 11), ""},
		"not like the others":      {counts, told(1, "2025-10-20", 500, 0), week(2, 10, 11, 12, 9, 10), "của những nơi khác"},
		"its own past comes first": {counts, told(1, "2025-10-20", 500, 0), append(week(2, 10, 11, 12, 9, 10), week(1, 480, 510, 500, 490, 505)...), ""},
		"told twice":               {counts, told(1, "2025-09-01", 10, 0), week(1, 10), "ghi hai lần"},
		"another place, same day":  {counts, told(2, "2025-09-01", 10, 0), week(1, 10), ""},
		"a member twice":           {shares, told(1, "2025-09-01", 1, 0), week(1, 1), "ghi hai lần"},
		"before the plan":          {counts, told(1, "2025-07-15", 1, 0), nil, "ngoài kỳ của kế hoạch"},
		"after the plan":           {counts, told(1, "2026-01-01", 1, 0), nil, "ngoài kỳ của kế hoạch"},
		"more than there are":      {scores, told(0, "2025-10-01", 50_000, 61_000), nil, "lớn hơn dân số"},
		"a share as before":        {scores, told(0, "2025-10-01", 510, 1000), []Fact{told(0, "2025-09-01", 50, 100), told(0, "2025-09-02", 51, 100), told(0, "2025-09-03", 49, 100), told(0, "2025-09-04", 50, 100), told(0, "2025-09-05", 52, 100)}, ""},
		"a share that jumps":       {scores, told(0, "2025-10-01", 980, 1000), []Fact{told(0, "2025-09-01", 50, 100), told(0, "2025-09-02", 51, 100), told(0, "2025-09-03", 49, 100), told(0, "2025-09-04", 50, 100), told(0, "2025-09-05", 52, 100)}, "thường khoảng 50%"},
		"only planned":             {counts, planned, week(1, 10, 11, 12, 10, 13), ""},
	} {
		got := strings.Join(odd(c.formula, c.x, c.others, within), " ")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestASuddenSilenceIsNoticed(t *testing.T) {
	f := &Formula{Kind: "upkeep", Population: Population{Of: Members}}
	var facts []Fact
	for i := range 6 {
		facts = append(facts, Fact{Item: "channel/portal", Day: org.Day("2025-08-01").Add(7 * i), State: Verified}, Fact{Item: "channel/board", Day: org.Day("2025-08-01").Add(30 * i), State: Verified})
	}
	facts = append(facts, Fact{Item: "channel/zalo", Day: "2025-08-01", State: Verified})
	members := []Member{{Item: "channel/portal", Name: "Cổng"}, {Item: "channel/board", Name: "Bảng tin"}, {Item: "channel/zalo", Name: "Zalo"}}
	for until, want := range map[org.Day]string{"2025-09-12": "", "2025-10-20": "Cổng: thường cách 7 ngày có một số liệu, nhưng từ 05/9/2025 đến nay không có gì."} {
		if got := strings.Join(quiet(f, facts, members, until), " "); got != want {
			t.Errorf("by %s: %q", until, got)
		}
	}
}
