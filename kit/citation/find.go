package citation

import "strings"

// A parser reads one text.
type parser struct {
	text  *text
	opt   Options
	head  []head
	found []Citation
	end   int // where the citation parsed last ends
}

// parse reads the citation of head k, with those nested in its title; it returns the next head that is not.
func (p *parser) parse(k, within int) (next int) {
	h := p.head[k]
	t := p.text
	limit := len(t.f)
	if k+1 < len(p.head) {
		limit = p.head[k+1].from
	}
	self := len(p.found)
	p.found = append(p.found, Citation{Within: within})
	tail := p.tail(h, limit)
	p.end, next = tail.end, k+1
	title := ""
	if h.law.to > h.law.from {
		title = t.title(h.law.from, h.law.to)
	} else if from, ok := t.cueAt(t.titleGap(tail.end)); ok && from <= limit {
		end, after := p.titleEnd(from, k+1, self)
		title, p.end, next = t.title(from, end), t.trim(from, end), after
	}
	p.found[self] = p.citation(h, tail, title, within)
	if c := &p.found[self]; c.Issuer == "" && len(h.code.segs) > 0 {
		c.Issuer = p.fromSymbol(h.code, tail.end, p.end)
		c.IssuerInferred = c.Issuer != ""
	}
	return next
}

// titleGap skips a bracket that a date in brackets left open.
func (t *text) titleGap(i int) int {
	if i < len(t.f) && t.f[i] == ')' {
		return i + 1
	}
	return i
}

func (p *parser) citation(h head, tail tail, title string, within int) Citation {
	t := p.text
	c := Citation{Kind: h.kind, KindInferred: h.inferred, Half: h.half, Issuer: tail.issuer, Title: title, Within: within, Confidence: 1}
	var mended bool
	switch {
	case len(h.code.segs) > 0:
		c.Code, mended = h.code.code(h.kind)
		if mended {
			c.PrintedCode = h.code.printed()
		}
		if h.half && len(h.code.segs) == 1 && h.code.known[0] == partyBody && kindCode[h.kind] != "" { // Nghị quyết 06/TU
			c.PrintedCode = h.code.printed()
			c.Symbol = kindCode[h.kind] + "/" + h.code.segs[0]
			c.Text = h.code.number + "-" + c.Symbol
		}
	case h.code.number != "":
		c.Code = Code{Number: h.code.number, Text: h.code.number}
	}
	if tail.date.end > 0 {
		c.Date, c.PrintedDate = tail.date.iso(), tail.date.figures
	}
	if (h.kind == "Luật" || h.kind == "Bộ luật") && c.Issuer == "" {
		c.Issuer, c.IssuerInferred = "Quốc hội", true
	}
	c.From, c.To = t.pos(h.from), t.pos(p.end)
	last := t.pos(max(h.from, p.end-1))
	c.Lines = [2]int{c.From.Line, last.Line}
	for _, doubt := range []struct {
		is  bool
		off float64
	}{{h.inferred, 0.15}, {h.half, 0.3}, {mended, 0.1}, {h.off > 0, 0.02 * float64(min(h.off, 5))}, {tail.date.end > 0 && c.Date == "", 0.2}, {tail.date.end == 0, 0.1}, {h.code.spaced, 0.02}} {
		if doubt.is {
			c.Confidence -= doubt.off
		}
	}
	return c
}

// kindCode is the abbreviation of a kind.
var kindCode = func() map[string]string {
	m := make(map[string]string, len(kindOf))
	for code, name := range kindOf {
		if code != "QĐi" {
			m[name] = code
		}
	}
	return m
}()

// Merge makes documents of citations: one for each code and date. A citation
// without date belongs to the dated document of its code cited last before it,
// or first after it; half a code («Nghị quyết 57») to the only document of that
// kind and number.
func Merge(found []Citation) []Document {
	var docs []Document
	for _, c := range found {
		if c.Date == "" || c.Half && c.Text != "" && c.Symbol == "" {
			continue
		}
		docs = add(docs, c, func(d Document) bool { return same(d, c) && d.Date == c.Date })
	}
	for _, c := range found {
		if c.Date == "" {
			docs = add(docs, c, func(d Document) bool { return same(d, c) })
		} else if c.Half && c.Text != "" && c.Symbol == "" {
			docs = add(docs, c, func(d Document) bool { return same(d, c) && d.Date == c.Date })
		}
	}
	for i := range docs {
		docs[i].settle()
	}
	sortByFirst(docs)
	return docs
}

// same reports whether c may cite d, dates aside.
func same(d Document, c Citation) bool {
	if c.Symbol == "" && c.Text != "" {
		return d.Number == c.Number && d.Kind == c.Kind
	}
	if c.Text == "" {
		return d.Text == "" && strings.EqualFold(foldString(d.Title), foldString(c.Title))
	}
	return d.Text == c.Text
}

func add(docs []Document, c Citation, fits func(Document) bool) []Document {
	best := -1
	for i := range docs {
		if !fits(docs[i]) {
			continue
		}
		if best < 0 || before(docs[i].Cited[0].From, c.From) {
			best = i
		}
	}
	if best < 0 {
		return append(docs, Document{Citation: c, Cited: []Citation{c}})
	}
	docs[best].Cited = append(docs[best].Cited, c)
	return docs
}

func before(a, b Pos) bool { return a.Line < b.Line || a.Line == b.Line && a.Byte < b.Byte }
