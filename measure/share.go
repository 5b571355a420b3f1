package measure

import (
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
)

// share (tỷ lệ) counts how many of a population have done all that is asked of each.
type share struct{}

func (share) Name() string  { return "share" }
func (share) Title() string { return "Tỷ lệ trên một danh sách" }
func (share) ByDay() bool   { return false }

// overs are the populations that can be told one by one.
var overs = map[string]Population{
	"agencies":       {Of: Units, Kinds: []org.UnitKind{org.Party, org.Office, org.ServiceUnit, org.School}},
	"schools":        {Of: Units, Kinds: []org.UnitKind{org.School}},
	"neighbourhoods": {Of: Units, Kinds: []org.UnitKind{org.Neighbourhood}},
	"models":         {Of: Members, List: Exemplars},
	"people":         {Of: People},
	"channels":       {Of: Members},
	"events":         {Of: Members},
}

// postWords are the words of papers for people in posts.
var postWords = []struct {
	words string
	posts []org.Post
}{
	{"phong vien", []org.Post{org.Reporter}},
	{"cong tac vien", []org.Post{org.Reporter}},
	{"bien tap vien", []org.Post{org.EditorHead}},
	{"thong tin co so", []org.Post{org.Officer, org.Announcer}},
	{"truyen thanh", []org.Post{org.Announcer}},
	{"van hoa", []org.Post{org.Officer, org.OfficeHead}},
	{"thu truong", []org.Post{org.UnitHead}},
	{"lanh dao", []org.Post{org.Chair, org.ViceChair, org.OfficeHead, org.UnitHead}},
	{"van thu", []org.Post{org.Clerk}},
}

func (share) Recognise(t plan.Target, p *plan.Draft) (Formula, bool) {
	over, ok := overs[t.Population]
	if t.Kind != plan.Percent || t.Value == nil || !ok {
		return Formula{}, false
	}
	f := Formula{Op: t.Op, Threshold: *t.Value, Unit: "%", Population: over}
	switch {
	case over.Of == People:
		f.Population.Posts = postsIn(t.Subject)
		if len(f.Population.Posts) == 0 {
			return Formula{}, false // nobody can tell who is meant: a person says it
		}
		f.Assumed = append(f.Assumed, "Danh sách gồm những người giữ chức vụ: "+postNames(f.Population.Posts)+".")
	case over.Of == Members && over.List == "":
		f.Population.List = targetList(t.Key)
	case t.Population == "agencies":
		f.Assumed = append(f.Assumed, "Văn bản không kể tên từng cơ quan, đơn vị; danh sách gồm các loại: "+kindNames(over.Kinds)+".")
	}
	for _, id := range t.Campaigns {
		if i := slices.IndexFunc(p.Campaigns, func(c plan.Campaign) bool { return c.ID == id }); i >= 0 {
			f.Parts = append(f.Parts, Part{Campaign(p.Campaigns[i].Name), p.Campaigns[i].Name})
		}
	}
	if len(f.Parts) > 1 {
		f.Assumed = append(f.Assumed, "Mỗi nơi được tính khi đã tham gia đủ "+fmt.Sprint(len(f.Parts))+" đợt, ngày nêu trong chỉ tiêu.")
	}
	return f, true
}

// targetList is the name of the list of one target.
func targetList(key int64) string { return fmt.Sprintf("target/%d", key) }

func postsIn(subject string) []org.Post {
	said := vi.Fold(subject)
	var out []org.Post
	for _, w := range postWords {
		if strings.Contains(said, w.words) {
			out = append(out, w.posts...)
		}
	}
	slices.SortFunc(out, func(a, b org.Post) int { return slices.Index(org.Posts(), a) - slices.Index(org.Posts(), b) })
	return slices.Compact(out)
}

func postNames(ps []org.Post) string {
	names := make([]string, len(ps))
	for i, p := range ps {
		names[i] = org.PostName(p)
	}
	return strings.Join(names, "; ")
}

func kindNames(ks []org.UnitKind) string {
	names := make([]string, len(ks))
	for i, k := range ks {
		names[i] = org.KindName(k)
	}
	return strings.Join(names, "; ")
}

func (share) Fold(f *Formula, population []Member, tallies []Tally, within org.Span) Value {
	// first is the first day each member came to each state for each part.
	type at struct {
		member Member
		part   string
		state  State
	}
	first := map[at]org.Day{}
	for _, t := range tallies {
		a := at{f.takes(t), t.Part, t.State}
		if was, ok := first[a]; !ok || t.Day < was {
			first[a] = t.Day
		}
	}
	// reached is the day a member had state or better for part; empty: not.
	reached := func(m Member, part string, state State) (on org.Day) {
		for _, s := range []State{Planned, Claimed, Verified} {
			for _, p := range []string{part, ""} { // a fact of the whole speaks of each part
				if d, ok := first[at{m, p, s}]; ok && s.rank() >= state.rank() && (on == "" || d < on) {
					on = d
				}
			}
		}
		return on
	}
	parts := f.Parts
	if len(parts) == 0 {
		parts = []Part{{}}
	}
	v := Value{Of: int64(len(population)), Known: len(population) > 0}
	var done []org.Day
	for _, m := range population {
		s := Standing{Member: m}
		for _, state := range []State{Planned, Claimed, Verified} {
			last, whole := org.Day(""), true
			for _, p := range parts {
				on := reached(m.id(), p.Item, state)
				if on == "" {
					whole = false
					if state == Verified && p.Name != "" {
						s.Lacks = append(s.Lacks, p.Name)
					}
				}
				last = max(last, on)
			}
			if whole {
				s.State, s.Since = state, last
			}
		}
		if s.State == Verified {
			done = append(done, s.Since)
		}
		v.put(s)
	}
	v.Figure = percent(v.Verified, v.Of)
	v.Met = v.Known && f.meets(v.Figure)
	v.Trend = steps(done, func(n int) float64 { return percent(int64(n), v.Of) })
	return v
}

// steps is a trend that rises by one with each day of days.
func steps(days []org.Day, figure func(n int) float64) []Point {
	slices.Sort(days)
	var out []Point
	for i, d := range days {
		if n := len(out); n > 0 && out[n-1].Day == d {
			out[n-1].Figure = figure(i + 1)
			continue
		}
		out = append(out, Point{d, figure(i + 1)})
	}
	return out
}

func (share) Say(f *Formula, v Value) string {
	if !v.Known {
		return "Chưa có danh sách " + f.things() + " để tính tỷ lệ."
	}
	return fmt.Sprintf("%s/%s %s (%s%%) đã %s%s.", vi.Figures(v.Verified), vi.Figures(v.Of), f.things(),
		vi.Decimal(v.Figure, 2), strings.TrimPrefix(f.doing(), "đã "), v.others())
}
