package plan

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// ParseCorrections reads a corrections file: one step a line, what stands after
// # on a line of its own is a remark.
//
//	doc.signer.name = Trần Quang Hùng      a part of the header
//	I.2.-3 text = Cổng Thông tin …         the wording of a clause, and of the task in it
//	T3 op = maintain                       a target; so a basis, unit, assignment, channel, campaign
//	doc.recipients.list = A\nB             \n begins a new line
//	accept ?7                              the seventh doubt has been looked at
//	split II.5.a.-1 = … đầu\nsau …         both wordings
//	merge II.5.a.-2                        with the clause before it
//	strike T8                              it is no target
//	mark I.2.-8                            it is a target
func ParseCorrections(r io.Reader) ([]Correction, error) {
	var cs []Correction
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		c, err := parseCorrection(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		cs = append(cs, c)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read corrections: %w", err)
	}
	return cs, nil
}

func parseCorrection(line string) (Correction, error) {
	left, value, hasValue := strings.Cut(line, " = ")
	if l, ok := strings.CutSuffix(left, " ="); !hasValue && ok {
		left, hasValue = l, true // an empty value
	}
	value = strings.ReplaceAll(strings.TrimSpace(value), `\n`, "\n")
	words := strings.Fields(left)
	if len(words) == 2 {
		switch v := Verb(words[0]); v {
		case Accept, Merge, Strike, Mark:
			if hasValue {
				return Correction{}, fmt.Errorf("%s takes no value: %q", v, line)
			}
			return Correction{Verb: v, Thing: Thing(words[1])}, nil
		case Split:
			return Correction{Verb: v, Thing: Thing(words[1]), Becomes: value}, nil
		}
	}
	if !hasValue {
		return Correction{}, fmt.Errorf("%q is neither a verb and a thing nor THING FIELD = VALUE", line)
	}
	switch {
	case len(words) == 2:
		return Correction{Verb: Correct, Thing: Thing(words[0]), Field: words[1], Becomes: value}, nil
	case len(words) == 1 && strings.HasPrefix(words[0], "doc."):
		i := strings.LastIndex(words[0], ".")
		return Correction{Verb: Correct, Thing: Thing(words[0][:i]), Field: words[0][i+1:], Becomes: value}, nil
	}
	return Correction{}, fmt.Errorf("%q does not name a thing and its field", left)
}

// WriteCorrections writes steps the way ParseCorrections reads them; steps that were undone, and undoings, are left out.
func WriteCorrections(w io.Writer, steps []Correction) error {
	undone := Undone(steps)
	for _, c := range steps {
		if c.Verb == Undo || undone[c.Step] {
			continue
		}
		line := string(c.Verb) + " " + string(c.Thing)
		value := strings.ReplaceAll(c.Becomes, "\n", `\n`)
		switch {
		case c.Verb == Split:
			line += " = " + value
		case c.Verb == Correct && strings.HasPrefix(string(c.Thing), "doc"):
			line = string(c.Thing) + "." + c.Field + " = " + value
		case c.Verb == Correct:
			line = string(c.Thing) + " " + c.Field + " = " + value
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// Towards is the corrections that make of a draft what want is, as far as both
// have the same things: it finds differing fields, not things that are missing.
// Notes are left out: they are remarks on the paper, not its words.
func (d *Draft) Towards(want *Draft) []Correction {
	var cs []Correction
	for _, t := range d.things() {
		now := d.Fields(t)
		for _, f := range want.Fields(t) {
			for _, g := range now {
				if g.Name == f.Name && g.Value != f.Value && f.Name != "note" {
					cs = append(cs, Correction{Verb: Correct, Thing: t, Field: f.Name, Was: g.Value, Becomes: f.Value})
				}
			}
		}
	}
	return cs
}

// things is everything in d that has fields, in the order of the paper.
func (d *Draft) things() []Thing {
	ts := []Thing{"doc", "doc.issuer", "doc.period", "doc.signer", "doc.recipients"}
	d.Walk(func(_, c *Clause) { ts = append(ts, Thing(c.ID)) })
	for _, t := range d.Targets {
		ts = append(ts, Thing(t.ID))
	}
	if d.Funding != nil {
		ts = append(ts, "funding")
	}
	for _, a := range d.Assignments {
		ts = append(ts, Thing(a.ID))
	}
	for _, b := range d.References {
		ts = append(ts, Thing(b.ID))
	}
	for _, u := range d.Units {
		ts = append(ts, Thing(u.ID))
	}
	for _, c := range d.Channels {
		ts = append(ts, Thing(c.ID))
	}
	for _, c := range d.Campaigns {
		ts = append(ts, Thing(c.ID))
	}
	return ts
}
