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
	Words int  // of its lines, that may be others
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
func (r *Review) Items() []Item { return r.items(r.Draft.Unclear()) }

func (r *Review) items(unclear []UnclearWord) []Item {
	d := &r.Draft
	seen, unseen := r.seen(), r.unseen(unclear)
	items := d.doubtItems()
	add := func(g Group, t Thing, name string) {
		items = append(items, Item{Thing: t, About: t, Group: g, Name: name, Lines: d.place(t), Seen: seen[t], Must: slices.Contains(unseen, t)})
	}
	add(TheHeader, "doc", "Số, ngày, tên văn bản")
	add(TheHeader, "doc.issuer", "Cơ quan ban hành")
	add(TheHeader, "doc.period", "Thời gian thực hiện")
	add(TheHeader, "doc.signer", "Người ký")
	add(TheHeader, "doc.recipients", "Nơi nhận")
	for _, t := range d.Targets {
		add(TheTargets, Thing(t.ID), "Chỉ tiêu "+ordinal(t.ID)+": "+t.Formula())
	}
	d.Walk(func(_, c *Clause) {
		if c.Kind != ATarget && d.holder(c.ID, -1) == nil {
			add(TheClauses, Thing(c.ID), c.Name())
		}
	})
	for _, a := range d.Assignments {
		add(TheDuties, Thing(a.ID), a.Unit)
		for _, t := range a.Tasks {
			add(TheDuties, Thing(t.Node), t.Node.Point()+": "+short(t.Text))
		}
	}
	for _, b := range d.References {
		add(TheBases, Thing(b.ID), b.Code+dated(b.Date))
	}
	for _, u := range d.Units {
		add(TheMentions, Thing(u.ID), u.Name)
	}
	for _, c := range d.Channels {
		add(TheMentions, Thing(c.ID), c.Name)
	}
	for _, c := range d.Campaigns {
		add(TheMentions, Thing(c.ID), c.Name)
	}
	for _, w := range unclear {
		for i := range items {
			if items[i].Lines.meets(Span{w.Line, w.Line}) {
				items[i].Words++
			}
		}
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

// place is the lines that t was read from; a zero Span when it stands in none of its own.
func (d *Draft) place(t Thing) Span {
	h := &d.Doc
	switch t {
	case "doc":
		return h.TitleLines.over(h.CodeLines)
	case "doc.issuer":
		return h.Issuer.Lines
	case "doc.period":
		if h.Period != nil && h.Period.Lines != nil {
			return *h.Period.Lines
		}
		return h.TitleLines
	case "doc.signer", "doc.recipients":
		foot := Span{}
		if h.Signer != nil {
			foot = h.Signer.Lines
		}
		for _, p := range h.Recipients {
			if t == "doc.recipients" {
				foot = foot.over(p.Lines)
			}
		}
		return foot
	}
	if g := d.target(string(t)); g != nil {
		return g.Lines
	}
	if a := d.assignment(string(t)); a != nil {
		return Span{a.Lines[0], a.Lines[0]}
	}
	if b := d.basis(string(t)); b != nil && len(b.Cited) > 0 {
		return b.Cited[0].Lines
	}
	for _, c := range d.Channels {
		if c.ID == string(t) {
			return first(c.Lines)
		}
	}
	for _, c := range d.Campaigns {
		if c.ID == string(t) {
			return first(c.Lines)
		}
	}
	if c := d.Clause(Address(t)); c != nil {
		return c.own()
	}
	return Span{}
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
// target, an issuer or signer with words that may be others. What was started from an adopted version has been looked at before.
func (r *Review) Blocks() []Block { return r.blocks(r.Draft.Unclear()) }

func (r *Review) blocks(unclear []UnclearWord) []Block {
	bs := r.Draft.Blocks()
	for _, t := range r.unseen(unclear) {
		say := map[Thing]string{
			"doc":        "Chưa ai so số, ngày và tên văn bản với bản giấy.",
			"doc.issuer": "Tên cơ quan ban hành có chữ chưa chắc, chưa ai so với bản giấy.",
			"doc.signer": "Phần người ký có chữ chưa chắc, chưa ai so với bản giấy.",
		}[t]
		if say == "" {
			say = "Chưa ai so chỉ tiêu " + ordinal(string(t)) + " với bản giấy."
		}
		bs = append(bs, Block{t, say})
	}
	return bs
}

// unseen is what binds and no person has looked at, itself or its clause.
func (r *Review) unseen(unclear []UnclearWord) []Thing {
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
	for _, t := range []Thing{"doc.issuer", "doc.signer"} {
		if !seen[t] && len(r.Draft.unclearOn(unclear, t)) > 0 {
			ts = append(ts, t)
		}
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
