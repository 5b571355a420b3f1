package plan

import (
	"fmt"
	"strings"
	"unicode"

	"loa/kit/vi"
)

// A node is a clause while the tree is being built.
type node struct {
	clause *Clause
	words  passage // its own words, its label and the clauses below left out
	style  style
	n      int // as printed
	at     int // as counted
	first  int // its first line
	last   int // its last line, those below left out
	up     *node
	kids   []*node
	dashes int // bullets and paragraphs below, counted for their addresses
	heads  int // headings without a number
	stops  []int
	row    map[column]passage // of a row of a table
}

// headed is a style for headings that no label announces.
const headed style = -1

// A grower builds the tree of clauses from the lines of the body, one after the other.
type grower struct {
	p      *paper
	root   node
	stack  []*node // open levels, outermost first
	cur    *node   // whom an unlabelled line belongs to
	last   *paperLine
	blanks int
	doubts []Doubt
	spoken bool // the preamble is over
	table  []column
	taken  map[Address]int // how often an address came up
}

// grow reads the lines from first to last.
func (g *grower) grow(first, last int) {
	for no := first; no <= last; no++ {
		l := g.p.line(no)
		if l.blank() || pageNumber(l, g) {
			g.blanks++
			continue
		}
		g.unglue(l)
		g.read(l)
		g.last, g.blanks = l, 0
	}
}

// pageNumber tells a line that is only a number between blank lines.
func pageNumber(l *paperLine, g *grower) bool {
	return len(l.words) == 1 && isNumber(l.words[0].text) && len(l.words[0].text) <= 3 && (g.blanks > 0 || g.p.whole)
}

// unglue parts a label from the word it was printed against: «-Tuyên», «1.Mục».
func (g *grower) unglue(l *paperLine) {
	w := l.words[0]
	m := gluedLabel.FindStringSubmatch(w.text)
	if m == nil {
		if m = gluedNumber.FindStringSubmatch(w.text); m == nil {
			return
		}
	} else if g.last != nil && g.blanks == 0 && g.p.full(g.last) && !ends(g.last.text) {
		return
	}
	l.words = append([]word{{m[1], bare(m[1]), w.line, w.sure}, {m[2], bare(m[2]), w.line, w.sure}}, l.words[1:]...)
	if m[1] == "-" {
		g.doubt("bullet-without-space", Span{l.no, l.no}, m[0], "Dấu gạch đầu dòng dính liền với chữ; máy đã tách, không cần sửa nội dung.")
	}
}

func (g *grower) doubt(kind string, lines Span, text, note string) {
	g.doubts = append(g.doubts, Doubt{Kind: kind, Lines: lines, Text: text, Note: note})
}

func (g *grower) read(l *paperLine) {
	if g.table != nil && isRow(l.raw) && g.tableRow(l) {
		return
	}
	readings, taken := marks(l)
	if m, level, ok := g.choose(readings, l); ok {
		if m.style >= byDash && !g.spoken && g.isBasis(l.words[taken:]) {
			g.basis(l, m, l.words[taken:])
			return
		}
		g.label(l, m, level, l.words[taken:])
		return
	}
	switch {
	case g.cur == nil:
		g.open(&node{clause: &Clause{ID: "preamble", Kind: Preamble}}, l, l.words)
	case len(g.cur.words) == 0: // «Phần I», its name on the next line
		g.cur.take(l, l.words)
	case g.tableRow(l):
		return
	case g.isHeading(l):
		g.heading(l)
	case g.cur.clause.Kind == ABasis && !g.spoken && startsUpper(l.text) && ends(g.last.text): // what is done with the bases
		g.cur = g.cur.up
		g.cur.take(l, l.words)
	case g.continues(l):
		g.cur.take(l, l.words)
	case g.cur.clause.ID == "preamble" && !g.spoken:
		g.cur.stops = append(g.cur.stops, len(g.cur.words))
		g.cur.take(l, l.words)
	default:
		g.paragraph(l)
	}
	if g.cur.clause.ID == "preamble" && strings.Contains(l.fold(), "nhu sau") && ends(l.text) {
		g.spoken = true
	}
}

func (n *node) take(l *paperLine, ws []word) {
	n.words = append(n.words, ws...)
	n.last = l.no
}

// firstWords begin, with a capital, a duty below the name of a unit, even right below a full line.
var firstWords = cues("phối hợp, chủ trì, tham mưu, tuyên truyền, lồng ghép, bố trí, đăng tải, vận động")

// lastWords begin the paragraph that ends a plan, even right below a full line.
var lastWords = cues("trên đây là, căn cứ kế hoạch, trong quá trình, quá trình thực hiện, quá trình triển khai, ủy ban nhân dân xã yêu cầu, ủy ban nhân dân phường yêu cầu")

// compounds follow a dash inside a name: Văn hóa / - Xã hội.
var compounds = cues("xã hội, thương binh, kế hoạch, thông tin, thể thao, đô thị, hạnh phúc, an ninh, quốc phòng, dịch vụ, công nghệ, du lịch, môi trường, hạ tầng, truyền thông, chính trị, nghề nghiệp, tự do")

// continues tells whether an unlabelled line goes on with the sentence before it.
// A blank line may be a page break; a full line without a final sign goes on.
func (g *grower) continues(l *paperLine) bool {
	if g.p.whole {
		return false
	}
	if at, _ := passage(l.words).any(lastWords, 0); at == 0 && g.spoken && ends(g.last.text) {
		return false
	}
	if at, _ := passage(l.words).any(firstWords, 0); at == 0 && startsUpper(l.text) && !g.p.garbled && !ends(g.last.text) && len(g.cur.words) < 40 && g.cur.style != noStyle && g.cur.style < byDash {
		return false
	}
	lower := unicode.IsLower([]rune(strings.TrimLeft(l.text, `"“‘(`) + " ")[0])
	closed := ends(g.last.text)
	if g.blanks > 0 {
		if lower {
			return !closed || strings.HasSuffix(g.last.text, ".")
		}
		return !closed && g.p.full(g.last)
	}
	if lower {
		return true
	}
	if closed {
		return g.p.full(g.last)
	}
	return g.p.full(g.last) || shouts(g.last.text) && shouts(l.text)
}

// choose picks the reading that goes best with the rows that are open, and the
// level it belongs to (-1: a new one). A label that fits nowhere in the middle
// of a sentence is no label.
func (g *grower) choose(readings []mark, l *paperLine) (best mark, level int, ok bool) {
	const refused = 100.0
	bestCost := refused
	for _, m := range readings {
		if m.style >= byDash {
			if g.midSentence() && g.p.full(g.last) {
				rest := passage(l.words[min(1, len(l.words)):])
				if at, _ := rest.any(compounds, 0); at == 0 || len(rest) > 0 && !startsUpper(rest[0].text) {
					return m, 0, false // «Văn hóa / - Xã hội»
				}
			}
			level = g.open1(m.style)
			return m, level, level >= 0 || len(g.stack) < maxDepth
		}
		found := false
		for i := len(g.stack) - 1; i >= 0; i-- {
			if g.stack[i].style != m.style {
				continue
			}
			found = true
			v := g.stack[i].n
			cost := float64(m.doubt)
			switch {
			case m.n == v+1 || m.n == g.stack[i].at+1:
			case m.n > v+1:
				cost += 3 + float64(m.n-v-1)
			case m.n == v:
				cost += 4
			default:
				cost += 7
			}
			cost += 0.1 * float64(len(g.stack)-1-i)
			if cost < bestCost {
				best, level, bestCost = m, i, cost
			}
		}
		cost := float64(m.doubt) + 0.5
		if m.n != 1 {
			cost += 2 + float64(m.n)
		} else if found {
			cost += 2
			if m.style <= byRoman { // only numbers and letters begin again inside: a second «I.» is «II.» that lost a stroke
				cost += 4
			}
		}
		if m.style == byRoman && !shouts(l.text) && m.doubt > 0 {
			cost += 3
		}
		if cost < bestCost {
			best, level, bestCost = m, -1, cost
		}
	}
	if level < 0 && len(g.stack) >= maxDepth {
		return best, level, false
	}
	limit := 12.0
	if g.midSentence() {
		limit = 6
		if g.p.full(g.last) {
			limit = 2.9
			if g.blanks == 0 {
				limit = 0.9
			}
		}
	}
	return best, level, bestCost < limit
}

// midSentence tells whether the line before has not come to an end.
func (g *grower) midSentence() bool {
	return g.last != nil && !ends(g.last.text) && !shouts(g.last.text)
}

// open1 is the innermost open level of a style; -1 when there is none.
func (g *grower) open1(s style) int {
	for i := len(g.stack) - 1; i >= 0; i-- {
		if g.stack[i].style == s {
			return i
		}
		if g.stack[i].style < s && s >= byDash {
			return -1
		}
	}
	return -1
}

// label opens the clause of a label.
func (g *grower) label(l *paperLine, m mark, level int, rest []word) {
	g.spoken, g.table = true, nil
	if len(g.stack) > 0 && g.stack[0].clause.Kind == Preamble {
		g.stack, level = nil, -1
	}
	n := &node{style: m.style, n: m.n, clause: &Clause{Label: m.text}}
	printed := m.n
	switch {
	case level >= 0: // the next of an open row
		before := g.stack[level]
		g.stack = g.stack[:level]
		n.at = before.at + 1
		if m.style < byDash && printed != before.n+1 && printed != n.at {
			g.gap(l, m, n, before)
		}
	default:
		g.closeFor(m)
		n.at = max(m.n, 1)
		if m.style < byDash && m.n > 1 {
			g.doubt("numeral-gap", Span{l.no, l.no}, m.text, fmt.Sprintf("Mục đầu tiên đọc được ở cấp này là «%s»; hãy xem có mục nào trước đó bị mất không.", m.text))
		}
	}
	g.attach(n)
	n.clause.ID = g.address(n, m)
	if m.style < byDash && n.at != printed {
		n.clause.PrintedNumeral, n.clause.ExpectedNumeral = m.id, labelID(m, n.at)
	}
	g.stack = append(g.stack, n)
	g.open(n, l, rest)
}

// gap notes a number that is not the one due.
func (g *grower) gap(l *paperLine, m mark, n, before *node) {
	if m.n == before.n {
		g.doubt("duplicate-label", Span{l.no, l.no}, m.text, fmt.Sprintf("Số thứ tự «%s» in hai lần liền nhau; máy đếm mục này là %s.", m.text, labelID(m, n.at)))
		return
	}
	g.doubt("numeral-gap", Span{l.no, l.no}, m.text, fmt.Sprintf("Sau mục %s đến ngay mục %s, đáng lẽ là %s; máy đếm mục này là %s. Hãy xem bản giấy: đánh số nhầm hay thiếu một mục.",
		labelID(m, before.n), m.id, labelID(m, before.n+1), labelID(m, n.at)))
}

// labelID is the part of an address for place n in the row of m.
func labelID(m mark, n int) string {
	switch m.style {
	case byRoman:
		return vi.Roman(n)
	case byCapital:
		return string(rune('A' + n - 1))
	case byLetter:
		if r := vi.Label(n); r != 0 {
			return string(r)
		}
	case byArticle:
		return fmt.Sprint("Điều ", n)
	case byPart, byChapter, bySection:
		f := strings.Fields(m.id)
		if isNumber(f[len(f)-1]) {
			return fmt.Sprint(f[0], " ", n)
		}
		return f[0] + " " + vi.Roman(n)
	}
	return fmt.Sprint(n)
}

// closeFor closes the levels that a new row of m's style cannot lie in.
func (g *grower) closeFor(m mark) {
	if g.open1(m.style) >= 0 || g.nested(m.style) { // numbers begin again inside a heading
		return
	}
	for len(g.stack) > 0 && g.stack[len(g.stack)-1].style > m.style {
		g.stack = g.stack[:len(g.stack)-1]
	}
}

func (g *grower) nested(s style) bool {
	for _, n := range g.stack {
		if n.style == s {
			return true
		}
	}
	return false
}

// attach hangs n below the innermost open level.
func (g *grower) attach(n *node) {
	n.up = &g.root
	if len(g.stack) > 0 {
		n.up = g.stack[len(g.stack)-1]
	}
	n.up.kids = append(n.up.kids, n)
}

func (g *grower) address(n *node, m mark) Address {
	part := ""
	switch m.style {
	case byDash, byDot, byPlus, noStyle:
		n.up.dashes++
		sign := "-"
		if m.style == byPlus {
			sign = "+"
		}
		part = fmt.Sprint(sign, n.up.dashes)
	default:
		part = labelID(m, n.at)
	}
	id := Address(part)
	if n.up != &g.root {
		id = n.up.clause.ID + "." + id
	}
	return g.own(id)
}

// own makes an address that no other clause has: where a paper prints one twice, the second is II.3~2.
func (g *grower) own(id Address) Address {
	if g.taken == nil {
		g.taken = map[Address]int{}
	}
	g.taken[id]++
	if n := g.taken[id]; n > 1 {
		return g.own(Address(fmt.Sprint(id, "~", n)))
	}
	return id
}

func (g *grower) open(n *node, l *paperLine, rest []word) {
	if n.up == nil {
		n.up = &g.root
		g.root.kids = append(g.root.kids, n)
	}
	n.first = l.no
	n.take(l, rest)
	g.cur = n
}

// paragraph opens a clause that has no label, below the nearest heading.
func (g *grower) paragraph(l *paperLine) {
	for len(g.stack) > 0 && (g.stack[len(g.stack)-1].style >= byName || !g.headingLike(g.stack[len(g.stack)-1])) {
		g.stack = g.stack[:len(g.stack)-1]
	}
	n := &node{clause: &Clause{Kind: Paragraph}}
	g.attach(n)
	n.clause.ID = g.address(n, mark{})
	g.open(n, l, l.words)
	if strings.HasSuffix(l.text, ":") && len(l.words) <= 16 && startsUpper(l.text) {
		n.style = byName
		g.stack = append(g.stack, n)
	}
}

// isBasis tells words that begin as the bases of a plan do.
func (g *grower) isBasis(ws passage) bool {
	at, _ := ws.any(baseCues, 0)
	return at == 0
}

// basis hangs one of several bases, each behind its own dash, below the preamble.
func (g *grower) basis(l *paperLine, m mark, rest []word) {
	if len(g.root.kids) == 0 {
		pre := &node{clause: &Clause{ID: "preamble", Kind: Preamble}, up: &g.root, first: l.no, last: l.no}
		g.root.kids = append(g.root.kids, pre)
		g.stack = append(g.stack[:0], pre)
	}
	pre := g.root.kids[0]
	n := &node{style: m.style, clause: &Clause{Label: m.text, Kind: ABasis}, up: pre}
	pre.kids = append(pre.kids, n)
	n.clause.ID = g.address(n, m)
	g.open(n, l, rest)
}

// headingLike tells a clause whose own words are a name, not a sentence.
func (g *grower) headingLike(n *node) bool {
	t := n.words.text()
	return len(n.kids) > 0 || len(n.words) <= 18 && !strings.HasSuffix(t, ";") || len(n.words) <= 35 && n.style < byDash && !ends(t)
}

// isHeading tells an unlabelled line that names what follows: in capitals, or one of the names parts of a plan have.
func (g *grower) isHeading(l *paperLine) bool {
	if g.midSentence() && g.blanks == 0 || len(l.words) > 16 || len(l.words) < 2 {
		return false
	}
	if shouts(l.text) {
		if f := l.fold(); f == "quyet dinh" || f == "ke hoach" {
			return false
		}
		return !g.midSentence()
	}
	if g.numbered() || !startsUpper(l.text) || strings.HasSuffix(l.text, ".") || strings.HasSuffix(l.text, ";") || g.p.full(l) {
		return false
	}
	return sectionKind(passage(l.words)) != "" && !(g.isBasis(l.words) && len(l.words) > 5)
}

// numbered tells whether the plan numbers its parts.
func (g *grower) numbered() bool {
	for _, n := range g.root.kids {
		if n.style > noStyle && n.style < byDash {
			return true
		}
	}
	return false
}

// heading opens a part that has a name and no number.
func (g *grower) heading(l *paperLine) {
	if g.numbered() && g.cur != nil && g.cur.first == g.cur.last && len(g.cur.kids) == 0 && shouts(g.cur.words.text()) {
		g.cur.take(l, l.words) // the second line of a heading
		return
	}
	if c := g.cur; c.style == headed && c.last == g.lastNo() && g.blanks == 0 && shouts(l.text) {
		c.take(l, l.words)
		return
	}
	g.spoken = true
	g.stack = g.stack[:0]
	n := &node{style: headed, clause: &Clause{}}
	g.attach(n)
	g.root.heads++
	n.clause.ID = g.own(Address(fmt.Sprint("M", g.root.heads)))
	g.stack = append(g.stack, n)
	g.open(n, l, l.words)
}

func (g *grower) lastNo() int {
	if g.last == nil {
		return 0
	}
	return g.last.no
}

func startsUpper(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.IsUpper(r)
		}
		if unicode.IsDigit(r) {
			return false
		}
	}
	return false
}

// clauses turns the nodes into the clauses of the draft: spans closed, texts and titles set, kinds told.
func (g *grower) clauses() []*Clause {
	var out []*Clause
	for _, n := range g.root.kids {
		out = append(out, g.close(n))
	}
	return out
}

func (g *grower) close(n *node) *Clause {
	c := n.clause
	c.Lines = Span{n.first, n.last}
	for _, k := range n.kids {
		kid := g.close(k)
		c.Children = append(c.Children, kid)
		c.Lines[1] = max(c.Lines[1], kid.Lines[1])
	}
	text := n.words.text()
	if len(n.words) == 0 && len(n.kids) > 0 {
		c.Confidence = 0.5
		return c
	}
	if len(n.kids) > 0 && c.ID != "preamble" || shouts(text) {
		c.Title = strings.TrimRight(text, ": ")
	} else {
		c.Text = text
	}
	c.Confidence = n.words.sure()
	return c
}
