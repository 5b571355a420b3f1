package plan

import (
	"fmt"
	"slices"
	"strings"

	"loa/platform/web"
)

// Formula says what a target asks for in a few words: tối thiểu 80%, ít nhất 1 buổi, duy trì.
func (t Target) Formula() string {
	if t.Value == nil {
		switch t.Op {
		case Maintain:
			return "duy trì"
		case Achieve:
			return "thực hiện"
		}
		return "chưa có con số"
	}
	words := map[Op]string{AtLeast: "tối thiểu ", AtMost: "tối đa "}[t.Op]
	if t.OpCue != "" && words != "" {
		words = lower(t.OpCue) + " "
	}
	s := words + figure(*t.Value)
	switch {
	case t.Unit == nil || *t.Unit == "":
		return s
	case *t.Unit == "%": // as the papers write it
		return s + "%"
	}
	return s + "\u00a0" + *t.Unit
}

// say is where a stands, after a word such as «nhiệm vụ»: II.5.a, ý 2; trong đoạn kết.
func (a Address) say() string {
	switch a {
	case "preamble":
		return "trong phần mở đầu"
	case "closing":
		return "trong đoạn kết"
	}
	return strings.ReplaceAll(string(a), ".-", ", ý ")
}

// Point is a as the name of a place in the paper: Điểm II.5.a, ý 2; Đoạn kết.
func (a Address) Point() string {
	switch a {
	case "preamble":
		return "Phần mở đầu"
	case "closing":
		return "Đoạn kết"
	}
	if s := a.say(); strings.HasPrefix(s, "Phần ") || strings.HasPrefix(s, "Điều ") {
		return s
	}
	return "Điểm " + a.say()
}

// Say is t in one line: what a person would call it.
func (d *Draft) Say(t Thing) string {
	if n, ok := t.doubt(); ok && n <= len(d.Doubts) {
		q := d.Doubts[n-1]
		return q.Name() + ", " + q.where()
	}
	if s, ok := map[Thing]string{"doc": "Số, ngày, tên văn bản", "doc.issuer": "Cơ quan ban hành", "doc.period": "Thời gian thực hiện",
		"doc.signer": "Người ký", "doc.recipients": "Nơi nhận", "funding": "Kinh phí"}[t]; ok {
		return s
	}
	if g := d.target(string(t)); g != nil {
		return "Chỉ tiêu " + ordinal(g.ID) + ": " + g.Formula() + ", " + short(g.Measure)
	}
	if b := d.basis(string(t)); b != nil {
		return strings.TrimSpace(b.Kind + " " + b.Code + dated(b.Date))
	}
	if a := d.assignment(string(t)); a != nil {
		return a.Unit
	}
	if c := d.Clause(Address(t)); c != nil {
		return c.Name()
	}
	if w, ok := d.wordAt(t); ok {
		no, _, _ := t.word()
		return "chữ “" + w.Text + "” ở dòng " + itoa(no)
	}
	if fs := d.Fields(t); len(fs) > 0 {
		return fs[0].Value
	}
	return string(t)
}

// called is t by name alone, within a sentence: chỉ tiêu 7; điểm II.5.a, ý 2.
func (d *Draft) called(t Thing) string {
	if g := d.target(string(t)); g != nil {
		return "chỉ tiêu " + ordinal(g.ID)
	}
	say := d.Say(t)
	if d.Clause(Address(t)) != nil || say == string(t) { // a clause, or one that was there when the step was taken
		return lower(Address(t).Point())
	}
	return say
}

// Name is where c stands and how it begins.
func (c *Clause) Name() string {
	switch c.Kind {
	case Preamble:
		return "Phần mở đầu"
	case Closing:
		return "Đoạn kết"
	}
	return "Điểm " + c.ID.say() + ": " + short(c.wording())
}

// short is the first dozen words of s.
func short(s string) string {
	w := strings.Fields(s)
	if len(w) <= 14 {
		return strings.Join(w, " ")
	}
	return strings.Join(w[:12], " ") + " …"
}

func dated(day string) string {
	if day == "" {
		return ""
	}
	return " ngày " + web.Day(day)
}

// A Change is one difference between two versions of a plan.
type Change struct {
	Kind    string  // header, clause, target, basis, assignment, task
	Key     int64   // of the thing; 0 for the header
	Address Address // where it stands now, or stood
	Verb    string  // added, removed, changed
	Say     string  // in plain Vietnamese: «Chỉ tiêu 7: tối thiểu 80% → tối thiểu 90%.»
}

// Diff says what changed from one version to the next, in the order of the
// paper. Both have keys where things are the same (Match).
func Diff(old, now Draft) []Change {
	var cs []Change
	for _, t := range []Thing{"doc", "doc.issuer", "doc.period", "doc.signer", "doc.recipients", "funding"} {
		for _, c := range changed(old.Fields(t), now.Fields(t)) {
			cs = append(cs, Change{Kind: "header", Verb: "changed", Say: c})
		}
	}
	cs = append(cs, diffTargets(old, now)...)
	cs = append(cs, diffClauses(old, now)...)
	cs = append(cs, diffAssignments(old, now)...)
	return append(cs, diffBases(old, now)...)
}

// changed says, field by field, what is another value in now; a field that one of them has not is skipped.
func changed(old, now []Field) []string {
	var says []string
	for _, f := range now {
		i := slices.IndexFunc(old, func(o Field) bool { return o.Name == f.Name })
		if i < 0 || old[i].Value == f.Value {
			continue
		}
		says = append(says, f.Label+": "+turned(old[i].shown(), f.shown())+".")
	}
	return says
}

// shown is f's value as people read it.
func (f Field) shown() string {
	if f.Type == "date" {
		return web.Day(f.Value)
	}
	for _, o := range f.Options {
		if o.Value == f.Value {
			return o.Text
		}
	}
	return strings.ReplaceAll(f.Value, "\n", "; ")
}

// between leaves of two long wordings the words in which they differ, with two words around them.
func between(a, b string) (string, string) {
	x, y := strings.Fields(a), strings.Fields(b)
	from := 0
	for from < len(x) && from < len(y) && x[from] == y[from] {
		from++
	}
	end := 0
	for end < len(x)-from && end < len(y)-from && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	cut := func(w []string) string {
		lo, hi := max(0, from-2), min(len(w), len(w)-end+2)
		s := strings.Join(w[lo:hi], " ")
		if s == "" {
			return "(để trống)"
		}
		if lo > 0 {
			s = "… " + s
		}
		if hi < len(w) {
			s += " …"
		}
		return "“" + s + "”"
	}
	if len(x) < 8 && len(y) < 8 {
		from, end = 0, 0
	}
	return cut(x), cut(y)
}

// turned says how one wording became another: whole when it is short, otherwise
// each place where words differ, with two words around it.
func turned(a, b string) string {
	x, y := strings.Fields(a), strings.Fields(b)
	var places [][4]int
	if len(x)*len(y) < 1_000_000 { // a page against a page; beyond that the search would cost more than it tells
		places = differing(x, y)
	}
	if len(places) < 2 || len(x) < 8 && len(y) < 8 {
		a, b = between(a, b)
		return a + " → " + b
	}
	says := make([]string, len(places))
	for i, p := range places {
		u, v := between(around2(x, p[0], p[1]), around2(y, p[2], p[3]))
		says[i] = u + " → " + v
	}
	return strings.Join(says, "; ")
}

// around2 is the words from lo to hi of w with two before and two after.
func around2(w []string, lo, hi int) string {
	return strings.Join(w[max(0, lo-2):min(len(w), hi+2)], " ")
}

// differing is the places where x and y differ: from and to in x, from and to in
// y. Places with fewer than four common words between them are one.
func differing(x, y []string) [][4]int {
	common := make([][]int, len(x)+1) // the longest common run of words left from i and j on
	for i := range common {
		common[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var places [][4]int
	for i, j := 0, 0; i < len(x) || j < len(y); {
		if i < len(x) && j < len(y) && x[i] == y[j] {
			i, j = i+1, j+1
			continue
		}
		p := [4]int{i, i, j, j}
		if j == len(y) || i < len(x) && common[i+1][j] >= common[i][j+1] {
			i++
		} else {
			j++
		}
		p[1], p[3] = i, j
		if n := len(places); n > 0 && p[0]-places[n-1][1] < 4 && p[2]-places[n-1][3] < 4 {
			places[n-1][1], places[n-1][3] = i, j
		} else {
			places = append(places, p)
		}
	}
	return places
}

// pairs calls fn for everything of now with what it was, by key, and then for everything of old that is gone.
func pairs[T any](old, now []T, key func(T) int64, fn func(was, is *T)) {
	find := func(list []T, k int64) *T {
		if i := slices.IndexFunc(list, func(t T) bool { return key(t) == k && k != 0 }); i >= 0 {
			return &list[i]
		}
		return nil
	}
	for i := range now {
		fn(find(old, key(now[i])), &now[i])
	}
	for i := range old {
		if find(now, key(old[i])) == nil {
			fn(&old[i], nil)
		}
	}
}

func diffTargets(old, now Draft) []Change {
	var cs []Change
	pairs(old.Targets, now.Targets, func(t Target) int64 { return t.Key }, func(was, is *Target) {
		switch {
		case was == nil:
			cs = append(cs, Change{"target", is.Key, is.Node, "added", fmt.Sprintf("Thêm chỉ tiêu %s: %s, %s.", ordinal(is.ID), is.Formula(), strings.TrimRight(is.Measure, "."))})
		case is == nil:
			cs = append(cs, Change{"target", was.Key, was.Node, "removed", fmt.Sprintf("Bỏ chỉ tiêu %s: %s, %s.", ordinal(was.ID), was.Formula(), strings.TrimRight(was.Measure, "."))})
		default:
			head := "Chỉ tiêu " + ordinal(is.ID)
			if was.Formula() != is.Formula() {
				cs = append(cs, Change{"target", is.Key, is.Node, "changed", head + ": " + was.Formula() + " → " + is.Formula() + "."})
			}
			for _, say := range changed(words(targetFields(was)), words(targetFields(is))) {
				cs = append(cs, Change{"target", is.Key, is.Node, "changed", head + ", " + lower(say)})
			}
		}
	})
	return cs
}

// words leaves of a target's fields those that its formula does not say.
func words(fs []Field) []Field {
	return slices.DeleteFunc(fs, func(f Field) bool { return slices.Contains([]string{"kind", "op", "value", "unit"}, f.Name) })
}

func diffClauses(old, now Draft) []Change {
	flat := func(d Draft) []*Clause {
		var all []*Clause
		d.Walk(func(_, c *Clause) { all = append(all, c) })
		return all
	}
	said := func(d Draft, c *Clause) bool { return d.task(c.ID) != nil } // the task says it
	var cs []Change
	pairs(flat(old), flat(now), func(c *Clause) int64 { return c.Key }, func(wasp, isp **Clause) {
		switch {
		case wasp == nil:
			if c := *isp; !said(now, c) && c.Kind != ATarget {
				cs = append(cs, Change{"clause", c.Key, c.ID, "added", fmt.Sprintf("Thêm %s: “%s”.", lower(c.ID.Point()), c.wording())})
			}
		case isp == nil:
			if c := *wasp; !said(old, c) && c.Kind != ATarget {
				cs = append(cs, Change{"clause", c.Key, c.ID, "removed", fmt.Sprintf("Bỏ %s: “%s”.", lower(c.ID.Point()), c.wording())})
			}
		default:
			was, is := *wasp, *isp
			if said(now, is) {
				return
			}
			for _, p := range [][2]string{{was.Title, is.Title}, {was.Text, is.Text}} {
				if p[0] != p[1] {
					cs = append(cs, Change{"clause", is.Key, is.ID, "changed", is.ID.Point() + ": " + turned(p[0], p[1]) + "."})
				}
			}
			if was.ID != is.ID {
				cs = append(cs, Change{"clause", is.Key, is.ID, "changed", was.ID.Point() + " nay là " + lower(is.ID.Point()) + "."})
			}
		}
	})
	return cs
}

func diffAssignments(old, now Draft) []Change {
	var cs []Change
	pairs(old.Assignments, now.Assignments, func(a Assignment) int64 { return a.Key }, func(was, is *Assignment) {
		switch {
		case was == nil:
			cs = append(cs, Change{"assignment", is.Key, is.Node, "added", "Thêm phân công cho " + is.Unit + "."})
		case is == nil:
			cs = append(cs, Change{"assignment", was.Key, was.Node, "removed", "Bỏ phân công cho " + was.Unit + "."})
		case was.Unit != is.Unit:
			cs = append(cs, Change{"assignment", is.Key, is.Node, "changed", "Phân công của " + was.Unit + " nay là của " + is.Unit + "."})
		}
	})
	type duty struct {
		Task
		unit string
	}
	flat := func(d Draft) []duty {
		var all []duty
		for _, a := range d.Assignments {
			for _, t := range a.Tasks {
				all = append(all, duty{t, a.Unit})
			}
		}
		return all
	}
	pairs(flat(old), flat(now), func(t duty) int64 { return t.Key }, func(was, is *duty) {
		switch {
		case was == nil:
			cs = append(cs, Change{"task", is.Key, is.Node, "added", fmt.Sprintf("Thêm nhiệm vụ %s của %s: “%s”.", is.Node.say(), is.unit, is.Text)})
		case is == nil:
			cs = append(cs, Change{"task", was.Key, was.Node, "removed", fmt.Sprintf("Bỏ nhiệm vụ %s của %s: “%s”.", was.Node.say(), was.unit, was.Text)})
		default:
			head := fmt.Sprintf("Nhiệm vụ %s của %s: ", is.Node.say(), is.unit)
			if was.Text != is.Text {
				cs = append(cs, Change{"task", is.Key, is.Node, "changed", head + turned(was.Text, is.Text) + "."})
			}
			if was.Role != is.Role {
				cs = append(cs, Change{"task", is.Key, is.Node, "changed", head + lower(roleName(was.Role)) + " → " + lower(roleName(is.Role)) + "."})
			}
			if was.Deadline != is.Deadline {
				cs = append(cs, Change{"task", is.Key, is.Node, "changed", head + "hạn " + turned(web.Day(was.Deadline), web.Day(is.Deadline)) + "."})
			}
		}
	})
	return cs
}

func diffBases(old, now Draft) []Change {
	var cs []Change
	pairs(old.References, now.References, func(b Basis) int64 { return b.Key }, func(was, is *Basis) {
		switch {
		case was == nil:
			cs = append(cs, Change{"basis", is.Key, "", "added", "Thêm căn cứ " + is.Code + dated(is.Date) + "."})
		case is == nil:
			cs = append(cs, Change{"basis", was.Key, "", "removed", "Bỏ căn cứ " + was.Code + dated(was.Date) + "."})
		default:
			for _, say := range changed(basisFields(was), basisFields(is)) {
				cs = append(cs, Change{"basis", is.Key, "", "changed", "Căn cứ " + is.Code + ", " + lower(say)})
			}
		}
	})
	return cs
}

func roleName(r Role) string {
	for _, o := range roleOptions {
		if o.Value == string(r) {
			return o.Text
		}
	}
	return string(r)
}
