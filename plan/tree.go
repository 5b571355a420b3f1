package plan

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wording is what c says: its own text, or its title when it has nothing else.
func (c *Clause) wording() string {
	if c.Text != "" {
		return c.Text
	}
	return c.Title
}

// squeeze leaves one space between words and none around them.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// dash reports whether label is one of the marks of a list without numbers.
func dash(label string) bool {
	return label != "" && strings.ContainsAny(label[:1], "-+*") || label == "–" || label == "•"
}

// siblings is the list that the clause at id stands in, and where; nil when it is not there.
func (d *Draft) siblings(id Address) (*[]*Clause, int) {
	at := func(list []*Clause) int { return slices.IndexFunc(list, func(c *Clause) bool { return c.ID == id }) }
	if i := at(d.Sections); i >= 0 {
		return &d.Sections, i
	}
	var found *[]*Clause
	where := -1
	d.Walk(func(_, c *Clause) {
		if i := at(c.Children); i >= 0 && found == nil {
			found, where = &c.Children, i
		}
	})
	return found, where
}

// before is the clause that stands before the one at id in the order of the paper; nil for the first.
func (d *Draft) before(id Address) *Clause {
	var last, found *Clause
	d.Walk(func(_, c *Clause) {
		if c.ID == id {
			found = last
		}
		last = c
	})
	return found
}

// cover stretches the lines of the clause at id, and of all above it, to take in s.
func (d *Draft) cover(id Address, s Span) {
	for _, c := range d.path(d.Sections, id) {
		c.Lines = Span{min(c.Lines[0], s[0]), max(c.Lines[1], s[1])}
	}
}

// path is the clauses from the top of list down to the one at id, both included.
func (d *Draft) path(list []*Clause, id Address) []*Clause {
	for _, c := range list {
		if c.ID == id {
			return []*Clause{c}
		}
		if p := d.path(c.Children, id); p != nil {
			return append([]*Clause{c}, p...)
		}
	}
	return nil
}

// readdress puts every address by which a part of the draft hangs on a clause
// through to. The clauses' own addresses are not touched.
func (d *Draft) readdress(to func(Address) Address) {
	each := func(list []Address) {
		for i := range list {
			list[i] = to(list[i])
		}
	}
	for i := range d.Objectives {
		d.Objectives[i].Node = to(d.Objectives[i].Node)
	}
	for i := range d.Targets {
		d.Targets[i].Node = to(d.Targets[i].Node)
		each(d.Targets[i].RestatedAt)
	}
	for i := range d.References {
		for j := range d.References[i].Cited {
			d.References[i].Cited[j].Node = to(d.References[i].Cited[j].Node)
		}
	}
	if d.Funding != nil {
		d.Funding.Node = to(d.Funding.Node)
	}
	for i := range d.Assignments {
		a := &d.Assignments[i]
		a.Node = to(a.Node)
		for j := range a.Tasks {
			t := &a.Tasks[j]
			if t.ID == string(t.Node) {
				t.ID = string(to(t.Node))
			}
			t.Node = to(t.Node)
			each(t.Themes)
		}
	}
	for i := range d.Doubts {
		d.Doubts[i].Node = to(d.Doubts[i].Node)
	}
}

// renumber gives the dashes of every list the addresses of their order on the
// paper, and clauses that were split off the address of their label, so that
// an adopted plan is cited as it is printed: I.2.-4 is the fourth dash of I.2.
func (d *Draft) renumber() {
	moved := map[Address]Address{}
	taken := map[Address]bool{}
	var down func(was, is Address, list []*Clause)
	down = func(was, is Address, list []*Clause) {
		n := 0
		for _, c := range list {
			step, below := strings.CutPrefix(string(c.ID), string(was)+".")
			switch {
			case dash(c.Label):
				n++
				step = "-" + itoa(n)
			case strings.HasSuffix(string(c.ID), "+") && strings.Trim(c.Label, ".) ") != "":
				step = strings.Trim(c.Label, ".) ")
			case !below:
				step = ""
			}
			old, next := c.ID, c.ID
			if step != "" && is != "" {
				next = is + "." + Address(step)
			}
			if taken[next] {
				next = old
			}
			for taken[next] { // a dash that lost its label, beside one that was split off before it
				next += "+"
			}
			taken[next] = true
			moved[old] = next
			c.ID = next
			down(old, next, c.Children)
		}
	}
	down("", "", d.Sections)
	d.readdress(func(a Address) Address {
		if to, ok := moved[a]; ok {
			return to
		}
		return a
	})
}

// beside is a free address for what is split off the clause at id.
func (d *Draft) beside(id Address) Address {
	for next := id + "+"; ; next += "+" {
		if d.Clause(next) == nil {
			return next
		}
	}
}

// free is a name for a new target that no target of d, now or in its reading, has had.
func (d *Draft) free(reading *Draft) string {
	for n := 1; ; n++ {
		name := "T" + strconv.Itoa(n)
		if d.target(name) == nil && reading.target(name) == nil {
			return name
		}
	}
}

func (d *Draft) target(id string) *Target {
	if i := slices.IndexFunc(d.Targets, func(t Target) bool { return t.ID == id }); i >= 0 {
		return &d.Targets[i]
	}
	return nil
}

func (d *Draft) basis(id string) *Basis {
	if i := slices.IndexFunc(d.References, func(b Basis) bool { return b.ID == id }); i >= 0 {
		return &d.References[i]
	}
	return nil
}

func (d *Draft) assignment(id string) *Assignment {
	if i := slices.IndexFunc(d.Assignments, func(a Assignment) bool { return a.ID == id }); i >= 0 {
		return &d.Assignments[i]
	}
	return nil
}

// task is the task that stands in the clause at node.
func (d *Draft) task(node Address) *Task {
	for i := range d.Assignments {
		a := &d.Assignments[i]
		if j := slices.IndexFunc(a.Tasks, func(t Task) bool { return t.Node == node }); j >= 0 {
			return &a.Tasks[j]
		}
	}
	return nil
}

func itoa(n int) string { return strconv.Itoa(n) }

func doubtThing(i int) Thing { return Thing("?" + itoa(i+1)) }

// lower writes the first letter of a phrase small, to go inside a sentence.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
