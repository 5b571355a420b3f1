package plan

import (
	"strings"

	"loa/kit/citation"
	"loa/kit/vi"
)

// references reads the documents the plan cites, with every place and part.
func (r *reader) references(first, last int) {
	r.cited = map[Address][]Span{}
	var lines []citation.Line
	for no := first; no <= last; no++ {
		lines = append(lines, citation.Line{No: no, Text: r.line(no).text})
	}
	docs := citation.Merge(citation.Find(lines, citation.Options{Ward: r.wardName(), City: r.cityName()}))
	for _, f := range citation.Check(docs, r.d.Doc.day()) {
		if f.Kind != citation.SymbolOrder { // said of each printed place by oddCitation
			r.doubt(string(f.Kind), f.Lines, f.Text, f.Note)
		}
	}
	for _, doc := range docs {
		if doc.Text != "" && doc.Text == r.d.Doc.Code && doc.Date == r.d.Doc.Date {
			continue // the plan itself, named by its annex
		}
		b := Basis{
			ID: "ref-" + refSlug(doc.Text), Kind: doc.Kind, Number: doc.Number, Symbol: doc.Symbol, Code: doc.Text, PrintedCode: doc.PrintedCode,
			Date: doc.Date, Issuer: doc.Issuer, IssuerInferred: doc.IssuerInferred, Title: doc.Title, Confidence: Confidence(doc.Confidence),
		}
		if doc.Text == "" {
			b.ID = "ref-" + refSlug(doc.Kind+" "+doc.Title)
		}
		for _, c := range doc.Cited {
			n := r.nodeAt(c.Lines[0])
			at := Citation{Lines: Span(c.Lines), Role: "mention"}
			if n != nil {
				at.Node, at.Role = n.clause.ID, r.roleOf(n, c)
			}
			b.Cited = append(b.Cited, at)
			r.cited[at.Node] = append(r.cited[at.Node], at.Lines)
			r.oddCitation(c)
		}
		r.d.References = append(r.d.References, b)
	}
}

func (r *reader) wardName() string {
	if r.o.Place != "" {
		return r.o.Place
	}
	if i := r.d.Doc.Issuer; i.Level == "ward" {
		_, name, _ := strings.Cut(i.Name, "nhân dân ")
		return name
	}
	return ""
}

func (r *reader) cityName() string {
	if r.o.City != "" || r.d.Doc.Issuer.City == "" {
		return r.o.City
	}
	for _, p := range provinces {
		if strings.HasSuffix(p, r.d.Doc.Issuer.City) {
			return p
		}
	}
	return ""
}

// refSlug is a code as a part of an address: 749-qd-ttg.
func refSlug(code string) string {
	return strings.Join(strings.FieldsFunc(vi.Fold(code), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') }), "-")
}

// roleOf is why a document is cited: as a basis, to be carried out, to be told of, or inside another's title.
func (r *reader) roleOf(n *node, c citation.Citation) string {
	if c.Within >= 0 {
		return "within-title"
	}
	before := r.wordsBefore(c.From, 4)
	if at, _ := before.any(cues("tờ trình, đề nghị"), 0); at >= 0 || c.Kind == "Tờ trình" {
		return "proposal"
	}
	switch n.clause.Kind {
	case Preamble, ABasis:
		return "basis"
	case ATheme, ThemeItem, Themes:
		if at, _ := before.any(cues("theo, thực hiện"), 0); at >= 0 {
			return "implement"
		}
		return "communicate"
	case AnObjective, ATarget, Objectives, GeneralObjectives, SpecificObjectives, Purpose, Requirement:
		return "implement"
	}
	if at, _ := before.any(cues("theo, thực hiện, triển khai"), 0); at >= 0 {
		return "implement"
	}
	return "mention"
}

// wordsBefore are the n words before a place in the paper.
func (p *paper) wordsBefore(at citation.Pos, n int) passage {
	var out passage
	l := p.line(at.Line)
	k := len(strings.Fields(l.text[:min(at.Byte, len(l.text))]))
	out = append(out, l.words[max(0, min(k, len(l.words))-n):min(k, len(l.words))]...)
	for no := at.Line - 1; len(out) < n && no >= p.lines[0].no; no-- {
		ws := p.line(no).words
		out = append(append(passage{}, ws[max(0, len(ws)-(n-len(out))):]...), out...)
	}
	return out
}
