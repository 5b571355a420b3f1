package portal

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"loa/plan"
)

// A view is one plan with the ways between its parts.
type view struct {
	plan.Plan
	clauses map[plan.Address]*plan.Clause
	parents map[plan.Address]*plan.Clause
	units   map[string]plan.NamedUnit
}

func see(p plan.Plan) *view {
	v := &view{Plan: p, clauses: map[plan.Address]*plan.Clause{}, parents: map[plan.Address]*plan.Clause{}, units: map[string]plan.NamedUnit{}}
	v.Walk(func(parent, c *plan.Clause) {
		v.clauses[c.ID] = c
		v.parents[c.ID] = parent
	})
	for _, u := range p.Units {
		v.units[u.ID] = u
	}
	return v
}

// home is the address of the plan; below adds to it.
func (v *view) home() string            { return fmt.Sprintf("/ke-hoach/%d", v.ID) }
func (v *view) below(way string) string { return v.home() + "/" + way }

// paper is the address of the paper opened at lines s.
func (v *view) paper(s plan.Span) string {
	return fmt.Sprintf("%s?dong=%d-%d#d%d", v.below("ban-giay"), s[0], s[1], s[0])
}

// theme is the address of the page of theme c.
func (v *view) theme(c *plan.Clause) string { return v.below("noi-dung/" + url.PathEscape(c.Slug)) }

// clause is the address of the page that shows the clause at a: of its theme, of the plan's page, or of the whole text.
func (v *view) clause(a plan.Address) string {
	for c := v.clauses[a]; c != nil; c = v.parents[c.ID] {
		switch {
		case c.Kind == plan.ATheme && c.Slug != "":
			if c.ID == a {
				return v.theme(c)
			}
			return v.theme(c) + "#" + anchor(a)
		case c.Kind == plan.ATarget, c.Kind == plan.AnAssignment:
			return v.home() + "#" + anchor(c.ID)
		}
	}
	return v.below("toan-van") + "#" + anchor(a)
}

// duty is the address of what is asked of a unit.
func (v *view) duty(a plan.Assignment) string { return v.home() + "#" + anchor(a.Node) }

// anchor is an address as the id of an element.
func anchor(a plan.Address) string {
	return "m-" + strings.NewReplacer("đ", "dd", " ", "").Replace(string(a))
}

// place says where a clause stands, as an official would: mục II.5.a, gạch đầu dòng thứ 2.
func place(a plan.Address) string {
	switch a {
	case "preamble":
		return "phần mở đầu"
	case "closing":
		return "đoạn kết"
	}
	head, dash, ok := strings.Cut(string(a), ".-")
	if !ok {
		return "mục " + string(a)
	}
	return "mục " + head + ", ý " + dash
}

// themes are the top themes with what is below them, in the order of the paper.
func (v *view) themes() []*plan.Clause {
	var top []*plan.Clause
	v.Walk(func(parent, c *plan.Clause) {
		if c.Kind == plan.ATheme && (parent == nil || parent.Kind != plan.ATheme) {
			top = append(top, c)
		}
	})
	return top
}

// allThemes are the themes that have pages, in the order of the paper.
func (v *view) allThemes() []*plan.Clause {
	var all []*plan.Clause
	v.Walk(func(_, c *plan.Clause) {
		if c.Kind == plan.ATheme && c.Slug != "" {
			all = append(all, c)
		}
	})
	return all
}

// goals are the general aims in the paper's words.
func (v *view) goals() []*plan.Clause {
	var out []*plan.Clause
	for _, o := range v.Objectives {
		if c := v.clauses[o.Node]; c != nil {
			out = append(out, c)
		}
	}
	return out
}

// within reports whether clause a is root or stands below it.
func (v *view) within(a, root plan.Address) bool {
	for c := v.clauses[a]; c != nil; c = v.parents[c.ID] {
		if c.ID == root {
			return true
		}
	}
	return false
}

// bases are the documents named at root or below it.
func (v *view) bases(root plan.Address) []plan.Basis {
	var out []plan.Basis
	for _, b := range v.References {
		for _, c := range b.Cited {
			if v.within(c.Node, root) {
				out = append(out, b)
				break
			}
		}
	}
	return out
}

// A duty is a task with the assignment it belongs to.
type duty struct {
	To   plan.Assignment
	Task plan.Task
}

// duties are the tasks that name theme c, or a part of the plan that holds it.
func (v *view) duties(c *plan.Clause) []duty {
	var out []duty
	for _, a := range v.Assignments {
		for _, t := range a.Tasks {
			for _, theme := range t.Themes {
				if v.within(c.ID, theme) || v.within(theme, c.ID) {
					out = append(out, duty{a, t})
					break
				}
			}
		}
	}
	return out
}

// target finds a target by its id in the plan, such as T7.
func (v *view) target(id string) *plan.Target {
	for i := range v.Targets {
		if v.Targets[i].ID == id {
			return &v.Targets[i]
		}
	}
	return nil
}

// names are the names of the units with ids.
func (v *view) names(ids []string) string {
	var out []string
	for _, id := range ids {
		if u, ok := v.units[id]; ok {
			out = append(out, u.Name)
		}
	}
	return strings.Join(out, "; ")
}

// title is the name of the plan in a list: Kế hoạch truyền thông về …
func (v *view) title() string {
	kind := v.Doc.KindText
	if kind == "" {
		kind = "Kế hoạch"
	}
	r := []rune(v.Doc.Title)
	if len(r) > 1 && !isShouted(v.Doc.Title) {
		return kind + " " + strings.ToLower(string(r[:1])) + string(r[1:])
	}
	return kind + ": " + v.Doc.Title
}

// unsure is the confidence under which a page says that the wording may be wrong.
const unsure plan.Confidence = 0.75

// doubtful reports whether the wording of c may be wrong. A clause without a confidence was answered for by a person.
func doubtful(c *plan.Clause) bool { return c.Confidence > 0 && c.Confidence < unsure }

// odd are the doubts that were found to be the paper's own: nobody put them right, since that is how it was signed.
func (v *view) odd() []plan.Doubt {
	return slices.DeleteFunc(slices.Clone(v.Doubts), func(d plan.Doubt) bool {
		return d.Answer != nil && d.Answer.Verb != "" && d.Answer.Verb != plan.Accept
	})
}

// doubtsAt are the plan's oddities within lines s.
func (v *view) doubtsAt(s plan.Span) []plan.Doubt {
	var out []plan.Doubt
	for _, d := range v.odd() {
		if d.Lines[0] <= s[1] && d.Lines[1] >= s[0] {
			out = append(out, d)
		}
	}
	return out
}
