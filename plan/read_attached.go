package plan

import (
	"fmt"
	"slices"
	"strings"
)

// nextDocument is the first line of what follows the signed document in the
// same file: the plan that a decision issues, or an annex. It is one past the
// last line when nothing follows.
func (p *paper) nextDocument(h heading) int {
	end := p.lines[len(p.lines)-1].no + 1
	signed := false
	for no := h.body; no < end; no++ {
		l := p.line(no)
		if l.blank() {
			continue
		}
		signed = signed || signCue(l.words) >= 0 || strings.HasSuffix(l.text, "./.")
		if isAnnex(l) || signed && isForm(l) {
			return no
		}
		slug, _, rest := kindLine(l)
		if slug == "" || slug == "quyet-dinh" || rest != "" && !shouts(rest) || len(l.words) > 4 || !signed && h.Kind != "quyet-dinh" {
			continue
		}
		if h.Kind == "quyet-dinh" || slug != h.Kind {
			return p.topOf(no, h.body)
		}
	}
	return end
}

// topOf goes up from the line of a kind to the first line of the header above it.
func (p *paper) topOf(no, from int) int {
	top := no
	for i := no - 1; i > from && i > no-8; i-- {
		l := p.line(i)
		if l.blank() {
			continue
		}
		ws := passage(l.words)
		state, _ := ws.any(stateHead, 0)
		party, _ := ws.any(partyHead, 0)
		if state >= 0 || party >= 0 {
			return i
		}
		if independence(ws) < 0 && !shouts(l.text) {
			return top
		}
		if independence(ws) >= 0 {
			top = i
		}
	}
	return top
}

// growAttached reads what follows the signed document: its parts come after those of the first.
func (g *grower) growAttached(next int) {
	last := g.p.lines[len(g.p.lines)-1].no
	for next <= last && g.p.line(next).blank() {
		next++
	}
	if next > last {
		return
	}
	g.stack, g.table, g.last, g.blanks = nil, nil, nil, 0
	if l := g.p.line(next); isAnnex(l) || isForm(l) {
		g.annex(next, last)
		return
	}
	h := heading{}
	body := next
	for no := next; no <= last && no < next+12; no++ {
		if slug, _, rest := kindLine(g.p.line(no)); slug != "" {
			h.Title = rest
			h.readTitle(g.p, no-g.p.lines[0].no)
			body = h.body
			break
		}
	}
	g.doubt("two-documents", Span{next, last}, h.Title, "Tệp có hai văn bản: quyết định và kế hoạch ban hành kèm theo. Máy đọc cả hai; số, ngày và người ký lấy từ quyết định.")
	tail := g.p.readTail(body, last)
	g.cur, g.spoken = nil, false
	before := len(g.root.kids)
	g.grow(body, tail.body)
	if len(g.root.kids) > before && g.root.kids[before].clause.Kind == Preamble {
		g.root.kids[before].clause.ID = "preamble-2"
	}
}

// annexes begin the addresses of annexes, PL1, PL2 (phụ lục).
const annexes = "PL"

// signed is how many parts stand before the annexes: what the signature is under.
func (n *node) signed() int {
	i := slices.IndexFunc(n.kids, func(k *node) bool { return k.style == headed && strings.HasPrefix(string(k.clause.ID), annexes) })
	if i < 0 {
		return len(n.kids)
	}
	return i
}

// annex reads an annex: its head is a part, its rows or clauses lie below.
func (g *grower) annex(next, last int) {
	l := g.p.line(next)
	g.root.heads++
	n := &node{style: headed, clause: &Clause{ID: Address(fmt.Sprint(annexes, g.root.heads)), Label: strings.TrimRight(l.text, ".:")}}
	g.attach(n)
	g.stack = append(g.stack, n)
	g.spoken = true
	g.open(n, l, nil)
	g.last = l
	title := true
	for no := next + 1; no <= last; no++ {
		l := g.p.line(no)
		switch {
		case l.blank():
			g.blanks++
			continue
		case isAnnex(l) || isForm(l):
			g.growAttached(no)
			return
		case strings.HasPrefix(l.text, "("):
		case title && shouts(l.text) && cells(l) == nil:
			n.take(l, l.words)
		default:
			title = false
			g.unglue(l)
			g.read(l)
		}
		g.last, g.blanks = l, 0
	}
}

// end is the last line of all that was read.
func (g *grower) end(body int) int {
	var walk func(n *node)
	walk = func(n *node) {
		body = max(body, n.last)
		for _, k := range n.kids {
			walk(k)
		}
	}
	walk(&g.root)
	return body
}
