package plan

// index lists the nodes in the order of the paper.
func (r *reader) index() {
	var walk func(ns []*node)
	walk = func(ns []*node) {
		for _, n := range ns {
			r.nodes = append(r.nodes, n)
			walk(n.kids)
		}
	}
	walk(r.g.root.kids)
	r.byLine = make([]*node, len(r.lines))
	for _, n := range r.nodes {
		for no := n.first; no <= n.last; no++ {
			r.byLine[no-r.lines[0].no] = n
		}
	}
}

// nodeAt is the clause whose own words stand in a line; of several the last.
func (r *reader) nodeAt(no int) *node {
	if i := no - r.lines[0].no; i >= 0 && i < len(r.byLine) {
		return r.byLine[i]
	}
	return nil
}

func pagesOf(lines []Line) []Span {
	var pages []Span
	for _, l := range lines {
		switch {
		case l.Page == 0:
		case len(pages) < l.Page:
			pages = append(pages, Span{l.No, l.No})
		default:
			pages[len(pages)-1][1] = l.No
		}
	}
	return pages
}

// whole gives every list of the draft, and of its nodes, at least its empty form: null is nowhere in vnplan/1 where a list is due.
func (d *Draft) whole() {
	d.Source.Pages = list(d.Source.Pages)
	d.Doc.Recipients = list(d.Doc.Recipients)
	d.Sections = list(d.Sections)
	d.Objectives = list(d.Objectives)
	d.Targets = list(d.Targets)
	d.References = list(d.References)
	d.Assignments = list(d.Assignments)
	d.Units = list(d.Units)
	d.Channels = list(d.Channels)
	d.Systems = list(d.Systems)
	d.Web = list(d.Web)
	d.Campaigns = list(d.Campaigns)
	d.Doubts = list(d.Doubts)
	for i := range d.Assignments {
		a := &d.Assignments[i]
		a.Tasks = list(a.Tasks)
		for k := range a.Tasks {
			t := &a.Tasks[k]
			t.Verbs, t.Partners, t.Targets = list(t.Verbs), list(t.Partners), list(t.Targets)
			t.Themes, t.Channels, t.ReportTo = list(t.Themes), list(t.Channels), list(t.ReportTo)
		}
	}
}

func list[E any](s []E) []E {
	if s == nil {
		return []E{}
	}
	return s
}
