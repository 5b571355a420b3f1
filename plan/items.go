package plan

import (
	"cmp"
	"slices"

	"loa/platform/web"
)

// An Item is one stop of a review: something to look at beside the paper.
type Item struct {
	Thing Thing
	About Thing // of a doubt: what it is about; otherwise Thing itself
	Group Group
	Name  string
	Lines Span
	Seen  bool // a person has answered for it
	Must  bool // it has to be answered before the draft is adopted
}

// A Group is a part of the review.
type Group string

// The parts of the review, in the order they are gone through.
const (
	TheDoubts   Group = "Điểm nghi vấn"
	TheHeader   Group = "Phần đầu, phần ký"
	TheTargets  Group = "Chỉ tiêu"
	TheClauses  Group = "Mục tiêu và nội dung"
	TheDuties   Group = "Phân công"
	TheBases    Group = "Căn cứ"
	TheMentions Group = "Đơn vị, kênh, đợt được nhắc đến"
)

// Items are the stops of r: doubts first, then the header, the targets, the rest of the tree, the duties, the bases.
func (r *Review) Items() []Item {
	d := &r.Draft
	seen, unseen := r.seen(), r.unseen()
	items := d.doubtItems()
	add := func(g Group, t Thing, name string, lines Span) {
		items = append(items, Item{Thing: t, About: t, Group: g, Name: name, Lines: lines, Seen: seen[t], Must: slices.Contains(unseen, t)})
	}
	d.headItems(add)
	for _, t := range d.Targets {
		add(TheTargets, Thing(t.ID), "Chỉ tiêu "+ordinal(t.ID)+": "+t.Formula(), t.Lines)
	}
	d.Walk(func(_, c *Clause) {
		if c.Kind != ATarget && d.holder(c.ID, -1) == nil {
			add(TheClauses, Thing(c.ID), c.Name(), c.own())
		}
	})
	for _, a := range d.Assignments {
		add(TheDuties, Thing(a.ID), a.Unit, Span{a.Lines[0], a.Lines[0]})
		for _, t := range a.Tasks {
			add(TheDuties, Thing(t.Node), t.Node.point()+": "+short(t.Text), t.Lines)
		}
	}
	for _, b := range d.References {
		lines := Span{}
		if len(b.Cited) > 0 {
			lines = b.Cited[0].Lines
		}
		add(TheBases, Thing(b.ID), b.Code+dated(b.Date), lines)
	}
	for _, u := range d.Units {
		add(TheMentions, Thing(u.ID), u.Name, Span{})
	}
	for _, c := range d.Channels {
		add(TheMentions, Thing(c.ID), c.Name, first(c.Lines))
	}
	for _, c := range d.Campaigns {
		add(TheMentions, Thing(c.ID), c.Name, first(c.Lines))
	}
	return items
}

// doubtItems are the doubts: what must be seen first, then as the paper goes.
func (d *Draft) doubtItems() []Item {
	var items []Item
	for i, q := range d.Doubts {
		items = append(items, Item{Thing: doubtThing(i), About: d.About(q), Group: TheDoubts, Name: q.Name(), Lines: q.Lines, Seen: q.Answer != nil, Must: d.Must(q)})
	}
	slices.SortStableFunc(items, func(a, b Item) int {
		if a.Must != b.Must {
			if a.Must {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Lines[0], b.Lines[0])
	})
	return items
}

// headItems adds what stands at the head and the foot of the paper.
func (d *Draft) headItems(add func(Group, Thing, string, Span)) {
	add(TheHeader, "doc", "Số, ngày, tên văn bản", d.Doc.TitleLines.over(d.Doc.CodeLines))
	add(TheHeader, "doc.issuer", "Cơ quan ban hành", d.Doc.Issuer.Lines)
	period := d.Doc.TitleLines
	if d.Doc.Period != nil && d.Doc.Period.Lines != nil {
		period = *d.Doc.Period.Lines
	}
	add(TheHeader, "doc.period", "Thời gian thực hiện", period)
	foot := Span{}
	if d.Doc.Signer != nil {
		foot = d.Doc.Signer.Lines
	}
	add(TheHeader, "doc.signer", "Người ký", foot)
	for _, p := range d.Doc.Recipients {
		foot = foot.over(p.Lines)
	}
	add(TheHeader, "doc.recipients", "Nơi nhận", foot)
}

// own is the lines of c before its first child's.
func (c *Clause) own() Span {
	if len(c.Children) == 0 {
		return c.Lines
	}
	return Span{c.Lines[0], max(c.Lines[0], c.Children[0].Lines[0]-1)}
}

// over is the lines from the first to the last of s and t; a span without lines adds nothing.
func (s Span) over(t Span) Span {
	if s[0] == 0 {
		return t
	}
	if t[0] == 0 {
		return s
	}
	return Span{min(s[0], t[0]), max(s[1], t[1])}
}

func first(ls []Span) Span {
	if len(ls) == 0 {
		return Span{}
	}
	return ls[0]
}

// Blocks are the reasons why r cannot be adopted yet: those of its draft, and
// what binds and nobody has held against the paper: its number and date, each
// target. What was started from an adopted version has been looked at before.
func (r *Review) Blocks() []Block {
	bs := r.Draft.Blocks()
	for _, t := range r.unseen() {
		say := "Chưa ai so số, ngày và tên văn bản với bản giấy."
		if t != "doc" {
			say = "Chưa ai so chỉ tiêu " + ordinal(string(t)) + " với bản giấy."
		}
		bs = append(bs, Block{t, say})
	}
	return bs
}

// unseen is what binds and no person has looked at, itself or its clause.
func (r *Review) unseen() []Thing {
	if r.Paper.ID == 0 {
		return nil
	}
	seen := r.seen()
	for _, q := range r.Draft.Doubts {
		if q.Answer != nil {
			seen[r.Draft.About(q)] = true
		}
	}
	var ts []Thing
	if !seen["doc"] {
		ts = append(ts, "doc")
	}
	for _, t := range r.Draft.Targets {
		if !seen[Thing(t.ID)] && !seen[Thing(t.Node)] {
			ts = append(ts, Thing(t.ID))
		}
	}
	return ts
}

// seen is the things that a step which still counts has been about.
func (r *Review) seen() map[Thing]bool {
	undone := Undone(r.Steps)
	seen := map[Thing]bool{}
	for _, c := range r.Steps {
		if c.Verb != Undo && !undone[c.Step] {
			seen[c.Thing] = true
		}
	}
	return seen
}

// stop is where the review stands: the item called at; without one, the first
// doubt that nobody has answered, or the first thing nobody has looked at.
func stop(items []Item, at Thing) int {
	if i := slices.IndexFunc(items, func(it Item) bool { return it.Thing == at }); i >= 0 {
		return i
	}
	return after(items, -1)
}

// after is the next item past i that nobody has answered for: doubts first,
// then what must be seen, then the rest; the next one if all is done.
func after(items []Item, i int) int {
	for _, waits := range []func(Item) bool{
		func(it Item) bool { return it.Group == TheDoubts },
		func(it Item) bool { return it.Must },
		func(Item) bool { return true },
	} {
		for n := range items {
			j := (i + 1 + n) % len(items)
			if !items[j].Seen && waits(items[j]) {
				return j
			}
		}
	}
	return max(0, min(i+1, len(items)-1))
}

// together is the things whose fields are put right on one screen: the item's
// own, and the clause of a target or assignment, or the target of a clause.
func (d *Draft) together(t Thing) []Thing {
	if g := d.target(string(t)); g != nil {
		return []Thing{t, Thing(g.Node)}
	}
	if a := d.assignment(string(t)); a != nil {
		return []Thing{t, Thing(a.Node)}
	}
	if d.Clause(Address(t)) == nil {
		return []Thing{t}
	}
	ts := []Thing{t}
	for _, g := range d.Targets {
		if g.Node == Address(t) {
			ts = append(ts, Thing(g.ID))
		}
	}
	return ts
}

// node is the clause that t is or stands in; nil when it stands in none.
func (d *Draft) node(t Thing) *Clause {
	if g := d.target(string(t)); g != nil {
		return d.Clause(g.Node)
	}
	if a := d.assignment(string(t)); a != nil {
		return d.Clause(a.Node)
	}
	return d.Clause(Address(t))
}

// input draws f of thing t; typed is what a person sent that could not be taken, if anything.
func (f Field) input(t Thing, typed map[string]string, problem string) web.Input {
	in := web.Input{Name: inputName(t, f.Name), Label: f.Label, Hint: f.Hint, Value: f.drawn(), Type: f.Type, Error: problem, Required: f.Needed}
	switch f.Type {
	case "lines":
		in.Type = "textarea"
	case "date":
		in.Autocomplete = "off"
	}
	if f.Options != nil {
		in.Type = "select"
		if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == f.Value }) {
			in.Options = append(in.Options, web.Option{Value: f.Value, Text: f.Value})
		}
		for _, o := range f.Options {
			in.Options = append(in.Options, web.Option(o))
		}
	}
	if v, ok := typed[in.Name]; ok {
		in.Value = v
	}
	return in
}

// drawn is f's value as a form shows it.
func (f Field) drawn() string {
	if f.Type == "date" {
		return web.Day(f.Value)
	}
	return f.Value
}

func inputName(t Thing, field string) string { return "f:" + string(t) + ":" + field }
