package docx

import (
	"io"
	"math"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"loa/kit/typeset"
	"loa/kit/vi"
)

// maxForm is the most bytes of the main part of a paper whose form is looked at: some five hundred pages.
const maxForm = 24 << 20

// Parse reads how the Word file r of so many bytes looks: its pages, and each paragraph with the look that comes of
// itself, its styles and the file's own usual. Labels that Word counts by itself stand in front of their words. An
// error is an *Unreadable, or what r itself failed with.
func Parse(r io.ReaderAt, size int64) (*typeset.Document, error) {
	p, err := unpack(r, size)
	if err != nil {
		return nil, err
	}
	return p.parse()
}

// A former reads the look of a file.
type former struct {
	pack   *pack
	body   *body // counts labels
	main   string
	styles map[string]*node // by id
	plain  string           // the style of a paragraph that names none
	usualP *node
	usualR *node
	theme  map[string]string // fonts of the theme
	out    typeset.Document
	blocks []typeset.Block // of the section that is being read
	room   float64         // how wide the words may stand here
	rooms  []float64       // of each section, for its end comes last
}

func (p *pack) parse() (*typeset.Document, error) {
	main, links, err := p.find()
	if err != nil {
		return nil, err
	}
	f := &former{pack: p, main: main, styles: map[string]*node{}, theme: map[string]string{}}
	if f.body, err = p.lists(links); err != nil {
		return nil, err
	}
	if err := f.readStyles(links["styles"]); err != nil {
		return nil, err
	}
	if err := f.readTheme(links["theme"]); err != nil {
		return nil, err
	}
	root, err := p.tree(main, maxForm)
	if err != nil {
		return nil, err
	}
	top := root.kid("body")
	if top == nil {
		return nil, broken(nil)
	}
	top.each(func(n *node) bool {
		if n.name == "sectPr" {
			f.rooms = append(f.rooms, pageOf(n).Text())
		}
		return n.name != "sectPrChange"
	})
	f.room = f.roomOf(0)
	if err := f.walk(top); err != nil {
		return nil, err
	}
	if err := f.endSection(top.kid("sectPr")); err != nil {
		return nil, err
	}
	if f.body.size == 0 {
		return nil, &Unreadable{Say: sayEmpty}
	}
	return &f.out, nil
}

// roomOf is how wide the words of section n may stand; a file that says nothing of its pages has Word's usual.
func (f *former) roomOf(n int) float64 {
	if n < len(f.rooms) {
		return f.rooms[n]
	}
	return pageOf(nil).Text()
}

func (f *former) readStyles(name string) error {
	root, err := f.pack.tree(name, maxLists)
	if err != nil || root == nil {
		return err
	}
	f.usualP, f.usualR = root.kid("docDefaults", "pPrDefault", "pPr"), root.kid("docDefaults", "rPrDefault", "rPr")
	for _, s := range root.kids {
		if s.name != "style" {
			continue
		}
		f.styles[s.attr("styleId")] = s
		if s.attr("type") == "paragraph" && (s.attr("default") == "1" || s.attr("default") == "true") {
			f.plain = s.attr("styleId")
		}
	}
	return nil
}

// readTheme reads the fonts that styles name by their part in the theme: minorHAnsi.
func (f *former) readTheme(name string) error {
	root, err := f.pack.tree(name, maxLists)
	if err != nil || root == nil {
		return err
	}
	fonts := root.kid("themeElements", "fontScheme")
	for part, kind := range map[string]string{"minor": "minorFont", "major": "majorFont"} {
		face := fonts.kid(kind, "latin").attr("typeface")
		for _, end := range []string{"HAnsi", "Ascii", "Bidi", "EastAsia"} {
			f.theme[part+end] = face
		}
	}
	return nil
}

// walk reads the blocks inside n.
func (f *former) walk(n *node) error {
	for _, k := range n.kids {
		switch k.name {
		case "p":
			if err := f.take(k); err != nil {
				return err
			}
		case "tbl":
			t, err := f.table(k, 0)
			if err != nil {
				return err
			}
			f.blocks = append(f.blocks, typeset.Block{Table: t})
		case "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag":
			if err := f.walk(k); err != nil {
				return err
			}
		}
	}
	return nil
}

// take reads a paragraph of the body, and ends the section where it ends one.
func (f *former) take(n *node) error {
	section := n.kid("pPr", "sectPr")
	for _, p := range f.paragraph(n) {
		if section != nil && p.Blank() && p.Rule == 0 {
			continue
		}
		f.blocks = append(f.blocks, typeset.Block{Paragraph: p})
	}
	if section == nil {
		return nil
	}
	return f.endSection(section)
}

// endSection closes the section whose format n says.
func (f *former) endSection(n *node) error {
	s := typeset.Section{Page: pageOf(n), Blocks: f.blocks}
	for len(s.Blocks) > 0 { // nothing is seen of empty paragraphs at the end
		last := s.Blocks[len(s.Blocks)-1].Paragraph
		if last == nil || !last.Blank() || last.Rule > 0 {
			break
		}
		s.Blocks = s.Blocks[:len(s.Blocks)-1]
	}
	var err error
	if s.Page.Number, err = f.numberOf(n); err != nil {
		return err
	}
	f.out.Sections = append(f.out.Sections, s)
	f.blocks = nil
	f.room = f.roomOf(len(f.out.Sections))
	return nil
}

// pageOf is the format that n says; what it does not say is as in Word.
func pageOf(n *node) typeset.Page {
	at := func(el, attr string, usual float64) float64 {
		if k := n.kid(el); k.has(attr) {
			return millimetres(k.number(attr))
		}
		return usual
	}
	return typeset.Page{
		Width: at("pgSz", "w", 215.9), Height: at("pgSz", "h", 279.4),
		Top: math.Abs(at("pgMar", "top", 25.4)), Bottom: math.Abs(at("pgMar", "bottom", 25.4)),
		Left: at("pgMar", "left", 25.4) + at("pgMar", "gutter", 0), Right: at("pgMar", "right", 25.4),
	}
}

// numberOf is how the pages of the section of n are numbered; a section without a header of its own has that of the one before.
func (f *former) numberOf(n *node) (typeset.Number, error) {
	var before typeset.Number
	if k := len(f.out.Sections); k > 0 {
		before = f.out.Sections[k-1].Page.Number
	}
	links, err := f.pack.byName(f.main)
	if err != nil {
		return before, err
	}
	number, own := before, false
	for _, k := range n.nodes() {
		if k.name != "headerReference" && k.name != "footerReference" || k.attr("type") == "first" || k.attr("type") == "even" {
			continue
		}
		root, err := f.pack.tree(links[k.attr("id")], maxLists)
		if err != nil {
			return number, err
		}
		if found, ok := f.pageField(root); ok {
			number, own = found, true
			number.AtFoot = k.name == "footerReference"
		} else if !own && k.name == "headerReference" && !before.AtFoot {
			number = typeset.Number{}
		}
	}
	number.HideFirst = n.kid("titlePg").on()
	number.From = int(n.kid("pgNumType").number("start"))
	if number.HideFirst {
		for _, k := range n.nodes() {
			if k.attr("type") != "first" {
				continue
			}
			root, err := f.pack.tree(links[k.attr("id")], maxLists)
			if err != nil {
				return number, err
			}
			if _, shown := f.pageField(root); shown {
				number.HideFirst = false
			}
		}
	}
	return number, nil
}

func (n *node) nodes() []*node {
	if n == nil {
		return nil
	}
	return n.kids
}

// pageField finds the number of the page in a header or footer.
func (f *former) pageField(root *node) (typeset.Number, bool) {
	var found typeset.Number
	ok := false
	root.each(func(p *node) bool {
		if p.name != "p" || ok {
			return !ok
		}
		var look *node
		p.each(func(r *node) bool {
			switch {
			case r.name == "fldSimple" && strings.Contains(" "+r.attr("instr")+" ", " PAGE "):
				ok, look = true, r.kid("r")
			case r.name == "r" && strings.Contains(" "+r.kid("instrText").says()+" ", " PAGE "):
				ok, look = true, r
			}
			return !ok
		})
		if ok {
			run := f.run(look, p)
			found = typeset.Number{Size: run.Size, Font: run.Font, Bold: run.Bold, Italic: run.Italic, Align: f.align(p)}
			if framed := p.kid("pPr", "framePr"); framed != nil && framed.attr("xAlign") != "" {
				found.Align = typeset.Align(framed.attr("xAlign"))
			}
		}
		return false
	})
	return found, ok
}

func (n *node) says() string {
	if n == nil {
		return ""
	}
	return n.text
}

// paragraph reads n: its words, and a rule of its own for each line that is drawn on it.
func (f *former) paragraph(n *node) []*typeset.Paragraph {
	p := &typeset.Paragraph{
		Align: f.align(n), Left: f.indent(n, "left", "start"), Right: f.indent(n, "right", "end"),
		Before: round(f.spacing(n, "before")/20, 2), After: round(f.spacing(n, "after")/20, 2),
		NewPage: f.pNode(n, "pageBreakBefore").on(), KeepNext: f.pNode(n, "keepNext").on(),
		First: f.indent(n, "firstLine") - f.indent(n, "hanging"),
	}
	if at := f.pNode(n, "outlineLvl"); at != nil && at.number("val") < 9 {
		p.Outline = int(at.number("val")) + 1
	}
	rules := []*typeset.Paragraph{}
	f.words(n, n, p, &rules)
	if label := f.label(n, p); label != "" && len(p.Runs) > 0 {
		first := p.Runs[0]
		first.Text = label
		p.Runs = append([]typeset.Run{first}, p.Runs...)
	}
	p.Runs = joined(p.Runs)
	f.body.size += len(p.Text())
	p.Line = f.line(n, p)
	borders := f.pNode(n, "pBdr")
	drawn := seen(borders.kid("top")) || seen(borders.kid("bottom"))
	length := round(f.room-p.Left-p.Right, 2)
	switch {
	case drawn && p.Blank():
		return append(rules, &typeset.Paragraph{Before: p.Before, After: p.After, Rule: length})
	case drawn:
		rules = append(rules, &typeset.Paragraph{Rule: length})
	}
	if len(rules) > 0 && p.Blank() {
		return rules
	}
	return append([]*typeset.Paragraph{p}, rules...)
}

func seen(n *node) bool {
	return n != nil && n.on() && n.attr("val") != "nil"
}

// words adds the runs inside n to p, and the lines drawn there to rules.
func (f *former) words(n, para *node, p *typeset.Paragraph, rules *[]*typeset.Paragraph) {
	for _, k := range n.kids {
		switch k.name {
		case "r":
			if k.kid("rPr", "vanish").on() {
				continue
			}
			f.runs(k, para, p, rules)
		case "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml":
			f.words(k, para, p, rules)
		}
	}
}

// runs adds what stands in the run n.
func (f *former) runs(n, para *node, p *typeset.Paragraph, rules *[]*typeset.Paragraph) {
	look := f.run(n, para)
	add := func(text string) {
		r := look
		r.Text = norm.NFC.String(unseen.Replace(text))
		if f.rNode(n, para, "caps").on() {
			r.Text = vi.Upper(r.Text)
		}
		p.Runs = append(p.Runs, r)
	}
	for _, k := range n.kids {
		switch k.name {
		case "t":
			add(k.text)
		case "tab", "ptab":
			add("\t")
		case "noBreakHyphen":
			add("-")
		case "sym":
			add(symbol(k.attr("char")))
		case "br", "cr":
			if k.attr("type") == "page" {
				p.NewPage = p.NewPage || p.Blank()
				continue
			}
			add("\n")
		case "drawing", "pict", "AlternateContent":
			if length := lineIn(k); length > 0 {
				*rules = append(*rules, &typeset.Paragraph{Rule: length})
			}
		}
	}
}

// joined puts runs of one look together, and leaves empty ones out.
func joined(runs []typeset.Run) (out []typeset.Run) {
	for _, r := range runs {
		if r.Text == "" {
			continue
		}
		if n := len(out); n > 0 {
			last := out[n-1]
			if sameLook(last, r) {
				out[n-1].Text += r.Text
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

func sameLook(a, b typeset.Run) bool {
	a.Text, b.Text = "", ""
	return a == b
}

// label counts n in its list and returns what Word prints in front of it.
func (f *former) label(n *node, p *typeset.Paragraph) string {
	props := paragraphProps{Style: value{f.styleOf(n)}}
	if num := n.kid("pPr", "numPr"); num != nil {
		props.Num = &numProps{}
		if k := num.kid("ilvl"); k != nil {
			props.Num.Level = &number{int(k.number("val"))}
		}
		if k := num.kid("numId"); k != nil {
			props.Num.ID = &number{int(k.number("val"))}
		}
	}
	q := paragraph{pieces: []string{p.Text()}}
	f.body.label(&q, props)
	return q.label
}

// table reads the table n.
func (f *former) table(n *node, depth int) (*typeset.Table, error) {
	if depth > maxDepth {
		return nil, errTooLarge
	}
	var props tableProps
	if style := n.kid("tblPr", "tblStyle"); style != nil {
		props.Style = &value{style.attr("val")}
	}
	if b := n.kid("tblPr", "tblBorders"); b != nil {
		side := func(name string) *value {
			if k := b.kid(name); k != nil {
				return &value{k.attr("val")}
			}
			return nil
		}
		props.Borders = &borders{Top: side("top"), Bottom: side("bottom"), Left: side("left"), Inner: side("insideH"), Between: side("insideV")}
	}
	t := &typeset.Table{Lines: !f.body.layout(props), Pad: 1.9}
	if k := n.kid("tblPr", "tblCellMar", "left"); k != nil {
		t.Pad = millimetres(k.number("w"))
	}
	for _, g := range n.kid("tblGrid").nodes() {
		if g.name == "gridCol" {
			t.Columns = append(t.Columns, millimetres(g.number("w")))
		}
	}
	outside := f.room
	defer func() { f.room = outside }()
	for _, k := range n.kids {
		if k.name != "tr" {
			continue
		}
		row := typeset.Row{Whole: k.kid("trPr", "cantSplit").on()}
		if k.kid("trPr", "tblHeader").on() {
			t.Head++
		}
		at := 0
		for _, c := range k.kids {
			if c.name != "tc" {
				continue
			}
			cell := typeset.Cell{}
			wide := 0.0
			span := max(int(c.kid("tcPr", "gridSpan").number("val")), 1)
			for range min(span, 64) {
				if at < len(t.Columns) {
					wide += t.Columns[at]
				}
				at++
			}
			if span > 1 {
				cell.Span = span
			}
			if own := c.kid("tcPr", "tcW"); wide == 0 && own.attr("type") == "dxa" {
				wide = millimetres(own.number("w"))
			}
			f.room = wide - 2*t.Pad
			if err := f.cell(c, &cell, depth); err != nil {
				return nil, err
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// cell reads the paragraphs of a cell; those of tables inside it stand among them.
func (f *former) cell(n *node, into *typeset.Cell, depth int) error {
	for _, k := range n.kids {
		switch k.name {
		case "p":
			into.Paragraphs = append(into.Paragraphs, f.paragraph(k)...)
		case "tbl":
			inner, err := f.table(k, depth+1)
			if err != nil {
				return err
			}
			for _, r := range inner.Rows {
				for _, c := range r.Cells {
					into.Paragraphs = append(into.Paragraphs, c.Paragraphs...)
				}
			}
		case "sdt", "sdtContent", "customXml", "ins":
			if err := f.cell(k, into, depth); err != nil {
				return err
			}
		}
	}
	return nil
}

// byName are the parts that a part points to, by the names under which it does.
func (p *pack) byName(part string) (map[string]string, error) {
	dir, name := path.Split(part)
	root, err := p.tree(path.Join(dir, "_rels", name+".rels"), maxLists)
	out := map[string]string{}
	for _, r := range root.nodes() {
		target := path.Join(dir, r.attr("Target"))
		if abs, ok := strings.CutPrefix(r.attr("Target"), "/"); ok {
			target = path.Clean(abs)
		}
		out[r.attr("Id")] = target
	}
	return out, err
}
