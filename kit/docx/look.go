package docx

import (
	"math"
	"strings"

	"loa/kit/typeset"
)

// styleOf is the style of the paragraph n.
func (f *former) styleOf(n *node) string {
	if s := n.kid("pPr", "pStyle").attr("val"); s != "" {
		return s
	}
	return f.plain
}

// chained calls fn for the style and those it is based on, until fn has seen enough.
func (f *former) chained(id string, fn func(*node) bool) {
	for range maxBased {
		s := f.styles[id]
		if s == nil || fn(s) {
			return
		}
		id = s.kid("basedOn").attr("val")
	}
}

// pNode is the property of paragraph n that stands: its own, its styles', the file's usual.
func (f *former) pNode(n *node, name string) (found *node) {
	if found = n.kid("pPr", name); found != nil {
		return found
	}
	f.chained(f.styleOf(n), func(s *node) bool {
		found = s.kid("pPr", name)
		return found != nil
	})
	if found == nil {
		found = f.usualP.kid(name)
	}
	return found
}

// pAttr is one attribute of a property, which may come from farther up than the others.
func (f *former) pAttr(n *node, name, attr string) (found *node) {
	if k := n.kid("pPr", name); k.has(attr) {
		return k
	}
	f.chained(f.styleOf(n), func(s *node) bool {
		if k := s.kid("pPr", name); k.has(attr) {
			found = k
		}
		return found != nil
	})
	if found == nil {
		if k := f.usualP.kid(name); k.has(attr) {
			found = k
		}
	}
	return found
}

func (f *former) spacing(n *node, attr string) float64 {
	return f.pAttr(n, "spacing", attr).number(attr)
}

// indent is in millimetres; newer files name the sides start and end.
func (f *former) indent(n *node, attrs ...string) float64 {
	for _, a := range attrs {
		if k := f.pAttr(n, "ind", a); k != nil {
			return millimetres(k.number(a))
		}
	}
	return 0
}

// line is the height of the lines of n, in single lines.
func (f *former) line(n *node, p *typeset.Paragraph) float64 {
	k := f.pAttr(n, "spacing", "line")
	if k == nil {
		return 1
	}
	rule := f.pAttr(n, "spacing", "lineRule").attr("lineRule")
	if rule != "exact" && rule != "atLeast" {
		return round(k.number("line")/240, 100)
	}
	size := 0.0
	for _, r := range p.Runs {
		size = max(size, r.Size)
	}
	if size == 0 {
		return 1
	}
	lines := round(k.number("line")/20/size/typeset.Single, 100)
	if rule == "atLeast" {
		return max(lines, 1)
	}
	return lines
}

func (f *former) align(n *node) typeset.Align {
	switch f.pNode(n, "jc").attr("val") {
	case "center":
		return typeset.Center
	case "right", "end":
		return typeset.Right
	case "both", "distribute", "thaiDistribute":
		return typeset.Justify
	}
	return typeset.Left
}

// rNode is the property of run n that stands: its own, its style's, its paragraph's styles', the file's usual.
func (f *former) rNode(n, para *node, name string) (found *node) {
	if found = n.kid("rPr", name); found != nil {
		return found
	}
	look := func(s *node) bool {
		found = s.kid("rPr", name)
		return found != nil
	}
	f.chained(n.kid("rPr", "rStyle").attr("val"), look)
	if found == nil {
		f.chained(f.styleOf(para), look)
	}
	if found == nil {
		found = f.usualR.kid(name)
	}
	return found
}

// run is the look of run n in paragraph para, without words. No n: that of the paragraph.
func (f *former) run(n, para *node) typeset.Run {
	if n == nil {
		n = &node{}
	}
	r := typeset.Run{Bold: f.rNode(n, para, "b").on(), Italic: f.rNode(n, para, "i").on(), Size: 10}
	if k := f.rNode(n, para, "sz"); k != nil {
		r.Size = k.number("val") / 2
	}
	u := f.rNode(n, para, "u")
	r.Underline = u != nil && u.attr("val") != "none" && u.attr("val") != ""
	if c := strings.ToUpper(f.rNode(n, para, "color").attr("val")); c != "" && c != "AUTO" && c != "000000" {
		r.Color = c
	}
	r.Font = f.font(n, para)
	return r
}

// font is the font of the Latin letters of run n.
func (f *former) font(n, para *node) string {
	name := ""
	look := func(s *node) bool {
		k := s.kid("rPr", "rFonts")
		if name = f.theme[k.attr("asciiTheme")]; name == "" {
			name = k.attr("ascii")
		}
		return name != ""
	}
	if look(n) {
		return name
	}
	f.chained(n.kid("rPr", "rStyle").attr("val"), look)
	if name == "" {
		f.chained(f.styleOf(para), look)
	}
	if name == "" {
		look(&node{kids: []*node{{name: "rPr", kids: f.usualR.nodes()}}})
	}
	if name == "" {
		return typeset.Times // as Word does
	}
	return name
}

// millimetres turns twips into millimetres, rounded to what the eye can tell.
func millimetres(twips float64) float64 { return round(twips*25.4/1440, 10) }

func round(x, per float64) float64 { return math.Round(x*per) / per }
