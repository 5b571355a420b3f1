package plan

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"loa/org"
	"loa/platform/refuse"
)

// A Thing names what a correction is about, as people and the corrections file
// write it: a part of the header (doc, doc.issuer, doc.period, doc.signer,
// doc.recipients), the address of a clause and of the task in it (I.2.-3), a
// target (T3), a basis (ref-57-nq-tw), an assignment (A1), a unit
// (u-phong-vhxh), a channel (CH1), a campaign (C1), funding, a word of the paper
// (w23.4 is the fourth of line 23), or a doubt (?7 is the seventh of the reading).
type Thing string

// A Verb is what a person does to a thing of the reading.
type Verb string

// The verbs of a review.
const (
	Accept  Verb = "accept"  // it is right as it stands
	Correct Verb = "correct" // one field becomes something else
	Split   Verb = "split"   // one clause is really two
	Merge   Verb = "merge"   // a clause is really the rest of the one before it
	Strike  Verb = "strike"  // it is not a target, not a task, not a basis at all
	Mark    Verb = "mark"    // a clause is a target that the reader missed
	Undo    Verb = "undo"    // an earlier step does not count
)

// A Correction is one step of a review. Steps are only ever added.
type Correction struct {
	Step    int // 1-based within its draft
	Person  org.PersonID
	Name    string // the person's name on that day
	At      time.Time
	Verb    Verb
	Thing   Thing
	Field   string // correct: the field; split: the address of the new clause; merge: the clause merged into; mark: the id of the new target
	Was     string // what stood there, for whoever reads the history
	Becomes string // correct: the new value; split: the two wordings, one a line
	Answers Thing  // the doubt that this step answers as well; empty if none
	Undoes  int    // undo: the step that no longer counts
}

// An Answer is what a person did about a doubt.
type Answer struct {
	Person org.PersonID `json:"person"`
	Name   string       `json:"name"`
	At     time.Time    `json:"at"`
	Verb   Verb         `json:"verb"`
	Note   string       `json:"note,omitempty"` // what the correction made of it
}

// Apply is the draft that a reading has become after steps: a pure fold that
// leaves the reading as it was. It refuses a step that no longer fits, such as
// one about a clause that is not there.
func Apply(reading Draft, steps []Correction) (Draft, error) {
	d, err := reading.clone()
	if err != nil {
		return Draft{}, err
	}
	undone := Undone(steps)
	for _, c := range steps {
		if c.Verb == Undo || undone[c.Step] {
			continue
		}
		if err := c.apply(&d); err != nil {
			return Draft{}, err
		}
	}
	return d, nil
}

// Undone is the set of steps that a later step took back.
func Undone(steps []Correction) map[int]bool {
	undone := map[int]bool{}
	for _, c := range steps {
		if c.Verb == Undo {
			undone[c.Undoes] = true
		}
	}
	return undone
}

func (d Draft) clone() (Draft, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return Draft{}, fmt.Errorf("copy a draft: %w", err)
	}
	var c Draft
	if err := json.Unmarshal(b, &c); err != nil {
		return Draft{}, fmt.Errorf("copy a draft: %w", err)
	}
	c.lines = d.lines
	return c, nil
}

func (c Correction) apply(d *Draft) error {
	if err := c.act(d); err != nil {
		return err
	}
	note := ""
	if c.Verb == Correct {
		note = d.value(c.Thing, c.Field)
	}
	for _, t := range []Thing{c.Thing, c.Answers} {
		if n, ok := t.doubt(); ok {
			if n > len(d.Doubts) {
				return unknown(t)
			}
			d.Doubts[n-1].Answer = &Answer{Person: c.Person, Name: c.Name, At: c.At, Verb: c.Verb, Note: note}
		}
	}
	return nil
}

func (c Correction) act(d *Draft) error {
	switch c.Verb {
	case Accept:
		if !d.has(c.Thing) {
			return unknown(c.Thing)
		}
		d.settle(c.Thing)
		return nil
	case Correct:
		return d.set(c.Thing, c.Field, c.Becomes)
	case Split:
		return d.split(Address(c.Thing), Address(c.Field), c.Becomes)
	case Merge:
		return d.merge(Address(c.Thing), Address(c.Field))
	case Strike:
		return d.strike(c.Thing)
	case Mark:
		return d.mark(Address(c.Thing), c.Field)
	}
	return refuse.With(refuse.Invalid, "Không có cách sửa “"+string(c.Verb)+"”.")
}

// touches lists the things whose wording or place a step changes, so that two people do not undo each other's work unseen.
func (c Correction) touches(all []Correction) []Thing {
	switch c.Verb {
	case Undo:
		for _, o := range all {
			if o.Step == c.Undoes {
				return o.touches(all)
			}
		}
		return nil
	case Split, Merge:
		return []Thing{c.Thing, Thing(c.Field)}
	}
	if c.Answers != "" {
		return []Thing{c.Thing, c.Answers}
	}
	return []Thing{c.Thing}
}

// doubt is the number of the doubt that t names.
func (t Thing) doubt() (int, bool) {
	s, ok := strings.CutPrefix(string(t), "?")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0
}

func unknown(t Thing) error {
	return refuse.With(refuse.NotFound, "Bản đọc này không có mục “"+string(t)+"”.")
}

// has reports whether the draft has something called t.
func (d *Draft) has(t Thing) bool {
	if n, ok := t.doubt(); ok {
		return n <= len(d.Doubts)
	}
	return d.Fields(t) != nil
}

func (d *Draft) set(t Thing, name, value string) error {
	for _, f := range d.Fields(t) {
		if f.Name == name {
			if err := f.set(value); err != nil {
				return err
			}
			d.settle(t)
			return nil
		}
	}
	if !d.has(t) {
		return unknown(t)
	}
	return refuse.With(refuse.Invalid, "Mục “"+string(t)+"” không có phần “"+name+"”.")
}

// settle marks t as answered for by a person: nothing in it is a guess any more, its words neither.
func (d *Draft) settle(t Thing) {
	if no, at, ok := t.word(); ok {
		d.change(no, func(ws []Word) { ws[at].Sure = 1 })
		return
	}
	d.look(d.place(t))
	if t == "doc.signer" && d.Doc.Signer != nil {
		d.Doc.Signer.Confidence = ""
	}
	if c := d.Clause(Address(t)); c != nil {
		settle(&c.Confidence)
	}
	if k := d.task(Address(t)); k != nil {
		settle(&k.Confidence)
	}
	if g := d.target(string(t)); g != nil {
		settle(&g.Confidence)
	}
	if b := d.basis(string(t)); b != nil {
		settle(&b.Confidence)
	}
	if a := d.assignment(string(t)); a != nil {
		settle(&a.Confidence)
	}
}

func settle(c *Confidence) {
	if *c != 0 {
		*c = 1
	}
}

// split makes two clauses of the one at id: wordings are its words with a line
// break where the second begins, next is the address of the second.
func (d *Draft) split(id, next Address, wordings string) error {
	c := d.Clause(id)
	if c == nil {
		return unknown(Thing(id))
	}
	if len(c.Children) > 0 {
		return refuse.With(refuse.Invalid, "Điểm "+string(id)+" có mục con nên không tách được; hãy tách mục con.")
	}
	if next == "" || d.Clause(next) != nil {
		return refuse.With(refuse.Conflict, "Địa chỉ “"+string(next)+"” đã có; hãy tải lại trang rồi tách lại.")
	}
	first, second, _ := strings.Cut(wordings, "\n")
	first, second = squeeze(first), squeeze(second)
	if first == "" || second == "" {
		return refuse.Field("text", "Hãy xuống dòng ở chỗ bắt đầu điểm mới.")
	}
	if first+" "+second != squeeze(c.Text) {
		return refuse.Field("text", "Khi tách chỉ xuống dòng giữa hai từ, không sửa chữ; hãy sửa chữ trước rồi tách.")
	}
	c.Text = first
	rest := &Clause{ID: next, Kind: c.Kind, Lines: c.Lines, Text: second, Confidence: c.Confidence}
	if dash(c.Label) {
		rest.Label = c.Label
	}
	if c.Kind == ATarget {
		rest.Kind = Paragraph // whether it is a target too is for a person to say
	}
	list, i := d.siblings(id)
	*list = slices.Insert(*list, i+1, rest)
	for ai := range d.Assignments {
		a := &d.Assignments[ai]
		if ti := slices.IndexFunc(a.Tasks, func(t Task) bool { return t.Node == id }); ti >= 0 {
			a.Tasks[ti].Text = first
			a.Tasks = slices.Insert(a.Tasks, ti+1, Task{ID: string(next), Node: next, Lines: c.Lines, Role: a.Tasks[ti].Role, Text: second,
				Verbs: []string{}, Partners: []string{}, Targets: []string{}, Themes: []Address{}, Channels: []string{}, ReportTo: []string{}})
		}
	}
	return nil
}

// merge joins the clause at id to the one before it in the order of the paper.
// into is that clause as the person saw it; empty takes whichever it is.
func (d *Draft) merge(id, into Address) error {
	c := d.Clause(id)
	if c == nil {
		return unknown(Thing(id))
	}
	p := d.before(id)
	if p == nil {
		return refuse.With(refuse.Invalid, "Trước điểm "+string(id)+" không có điểm nào để gộp vào.")
	}
	if into != "" && p.ID != into {
		return refuse.With(refuse.Conflict, "Điểm đứng trước "+string(id)+" nay là "+string(p.ID)+"; hãy tải lại trang rồi gộp lại.")
	}
	list, i := d.siblings(id)
	*list = slices.Delete(*list, i, i+1)
	if len(p.Children) == 0 {
		p.Children = c.Children
	} else { // c was the first of p's own children
		p.Children = slices.Insert(p.Children, 0, c.Children...)
	}
	if p.Text == "" && p.Title != "" {
		p.Title = squeeze(p.Title + " " + c.Title + " " + c.Text)
	} else {
		p.Text = squeeze(p.Text + " " + c.Title + " " + c.Text)
	}
	d.cover(p.ID, c.Lines)
	d.rehang(id, p)
	return nil
}

// rehang gives what hung on the clause at gone to p.
func (d *Draft) rehang(gone Address, p *Clause) {
	if slices.ContainsFunc(d.Targets, func(t Target) bool { return t.Node == p.ID }) {
		for _, t := range slices.Clone(d.Targets) {
			if t.Node == gone {
				d.dropTarget(t.ID)
			}
		}
	}
	if slices.ContainsFunc(d.Objectives, func(o Objective) bool { return o.Node == p.ID }) {
		d.Objectives = slices.DeleteFunc(d.Objectives, func(o Objective) bool { return o.Node == gone })
	}
	if i := slices.IndexFunc(d.Assignments, func(a Assignment) bool { return a.Node == gone }); i >= 0 {
		if h := d.holder(p.ID, i); h != nil {
			h.Tasks = append(h.Tasks, d.Assignments[i].Tasks...)
			d.Assignments = slices.Delete(d.Assignments, i, i+1)
		}
	}
	for i := range d.Assignments {
		a := &d.Assignments[i]
		a.Tasks = slices.DeleteFunc(a.Tasks, func(t Task) bool { return t.Node == gone })
	}
	if t := d.task(p.ID); t != nil {
		t.Text, t.Lines = p.Text, p.Lines
	}
	d.readdress(func(a Address) Address {
		if a == gone {
			return p.ID
		}
		return a
	})
}

// holder is the assignment, other than the one numbered not, that the clause at id belongs to.
func (d *Draft) holder(id Address, not int) *Assignment {
	for i := range d.Assignments {
		a := &d.Assignments[i]
		if i != not && (a.Node == id || slices.ContainsFunc(a.Tasks, func(t Task) bool { return t.Node == id })) {
			return a
		}
	}
	return nil
}

// strike takes a target, a basis, an assignment or a task out of what is counted; its clause stays as words.
func (d *Draft) strike(t Thing) error {
	if g := d.target(string(t)); g != nil {
		d.plain(g.Node)
		d.dropTarget(g.ID)
		return nil
	}
	if b := d.basis(string(t)); b != nil {
		d.References = slices.DeleteFunc(d.References, func(b Basis) bool { return b.ID == string(t) })
		for i := range d.Campaigns {
			if d.Campaigns[i].Basis == string(t) {
				d.Campaigns[i].Basis = ""
			}
		}
		return nil
	}
	if a := d.assignment(string(t)); a != nil {
		d.plain(a.Node)
		d.Assignments = slices.DeleteFunc(d.Assignments, func(a Assignment) bool { return a.ID == string(t) })
		return nil
	}
	if d.task(Address(t)) != nil {
		d.plain(Address(t))
		for i := range d.Assignments {
			a := &d.Assignments[i]
			a.Tasks = slices.DeleteFunc(a.Tasks, func(k Task) bool { return k.Node == Address(t) })
		}
		return nil
	}
	if !d.has(t) {
		return unknown(t)
	}
	return refuse.With(refuse.Invalid, "Mục “"+string(t)+"” không phải chỉ tiêu, nhiệm vụ hay căn cứ.")
}

// plain makes the clause at id one of words only.
func (d *Draft) plain(id Address) {
	if c := d.Clause(id); c != nil {
		c.Kind = Paragraph
	}
}

func (d *Draft) dropTarget(id string) {
	d.Targets = slices.DeleteFunc(d.Targets, func(t Target) bool { return t.ID == id })
	for i := range d.Assignments {
		for j := range d.Assignments[i].Tasks {
			t := &d.Assignments[i].Tasks[j]
			t.Targets = slices.DeleteFunc(t.Targets, func(s string) bool { return s == id })
		}
	}
}

// mark makes a target, called name, of the clause at id.
func (d *Draft) mark(id Address, name string) error {
	c := d.Clause(id)
	if c == nil {
		return unknown(Thing(id))
	}
	if slices.ContainsFunc(d.Targets, func(t Target) bool { return t.Node == id }) {
		return refuse.With(refuse.Invalid, "Điểm "+string(id)+" đã là chỉ tiêu.")
	}
	if name == "" || d.has(Thing(name)) {
		return refuse.With(refuse.Conflict, "Mã chỉ tiêu “"+name+"” đã có; hãy tải lại trang rồi làm lại.")
	}
	c.Kind = ATarget
	at := slices.IndexFunc(d.Targets, func(t Target) bool { return t.Lines[0] > c.Lines[0] })
	if at < 0 {
		at = len(d.Targets)
	}
	d.Targets = slices.Insert(d.Targets, at, Target{ID: name, Node: id, Lines: c.Lines, Kind: Qualitative, Op: Achieve, Measure: c.wording()})
	return nil
}

// Shape says what is wrong with the shape of d: addresses that are empty or
// stand twice, spans outside the paper or outside their parent's, and parts
// that hang on a clause that is not there. A draft that was read and corrected
// is always in shape.
func (d *Draft) Shape() error {
	seen := map[Address]bool{}
	var bad error
	d.Walk(func(parent, c *Clause) {
		switch {
		case bad != nil:
		case c.ID == "" || seen[c.ID]:
			bad = fmt.Errorf("clause %q stands twice or has no address", c.ID)
		case c.Lines[0] < 1 || c.Lines[0] > c.Lines[1] || d.Source.Lines > 0 && c.Lines[1] > d.Source.Lines:
			bad = fmt.Errorf("clause %s: lines %v are not in the paper", c.ID, c.Lines)
		case parent != nil && (c.Lines[0] < parent.Lines[0] || c.Lines[1] > parent.Lines[1]):
			bad = fmt.Errorf("clause %s: lines %v are outside those of %s, %v", c.ID, c.Lines, parent.ID, parent.Lines)
		}
		seen[c.ID] = true
	})
	things := map[string]bool{}
	once := func(id string) {
		if bad == nil && (id == "" || things[id]) {
			bad = fmt.Errorf("%q stands twice or has no name", id)
		}
		things[id] = true
	}
	for _, t := range d.Targets {
		once(t.ID)
	}
	for _, b := range d.References {
		once(b.ID)
	}
	for _, a := range d.Assignments {
		once(a.ID)
		for _, t := range a.Tasks {
			once("task " + t.ID)
		}
	}
	d.readdress(func(a Address) Address {
		if bad == nil && a != "" && !seen[a] {
			bad = fmt.Errorf("something hangs on %q, which is not there", a)
		}
		return a
	})
	return bad
}
