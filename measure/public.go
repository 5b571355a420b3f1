package measure

import "strings"

// A Published is a result as everybody may see it: verified numbers alone, and none that tells of a few people.
type Published struct {
	Rule   Rule
	Figure string // as it stands large; empty where it is not shown
	// What Figure comes from; nothing where it is not shown.
	Verified, Of int64
	Say          string
	Known        bool
	Met          bool
	trend        Result // what Trend draws; zero where nothing is drawn
}

// fewest is how many people a published number must speak of: of fewer one could tell who they are.
const fewest = 5

// Publish is r for the public.
func Publish(r Result) Published {
	v := r.Value
	v.Claimed, v.Planned = 0, 0
	r.Value = v
	p := Published{Rule: r.Rule, Say: r.Say(), Known: v.Known, Met: v.Met}
	if v.Known {
		p.Figure, p.Verified, p.Of = r.Big(), v.Verified, v.Of
	}
	if f := r.Rule.Formula; f != nil && f.Population.Of != People { // each step of a line about people is one of them
		p.trend = r
	}
	if f := r.Rule.Formula; f != nil && f.Population.Of == People && v.Known && (v.Of < fewest || few(v.Verified) || few(v.Of-v.Verified)) {
		p.Figure, p.Verified, p.Of = "", 0, 0
		p.Say = "Con số về " + strings.TrimSpace(f.things()) + " không được nêu vì nói về ít hơn 5 người."
	}
	return p
}

// few reports whether n people are so few that one could tell who they are; nobody is nobody.
func few(n int64) bool { return n > 0 && n < fewest }
