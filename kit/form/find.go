package form

import (
	"regexp"
	"strings"

	"loa/kit/typeset"
	"loa/kit/vi"
)

// A spot is a paragraph where it stands.
type spot struct {
	*typeset.Paragraph
	section int
	grid    bool    // in a table whose lines are drawn
	room    float64 // how wide the words may stand here
}

// A reading is a paper taken apart into its elements. What was not found is empty.
type reading struct {
	doc       *typeset.Document
	country   *spot
	motto     *spot
	mottoRule *spot
	superior  []spot
	issuer    []spot
	issued    *spot // the rule under the issuer
	number    *spot
	date      *spot
	about     []spot
	typeName  *spot
	subject   []spot
	subjected *spot // the rule under what the paper is about
	to        []spot
	body      []spot
	copies    []spot // from «Nơi nhận:» on
	sign      []spot // from the authority to the name
	annexes   []annex
}

// An annex is the paragraphs of one annex, its label first.
type annex struct {
	label   spot
	after   []spot
	ownPage bool
}

var (
	numberForm = regexp.MustCompile(`^\s*S[ốÔÓoó]\s*:?\s*`)
	foldedDate = regexp.MustCompile(`ngay\s*\S*\s*thang\s*\S*\s*nam`)
)

// fold is words without marks, capitals and doubled blanks.
func fold(s string) string { return strings.Join(strings.Fields(vi.Fold(s)), " ") }

// take takes d apart.
func take(d *typeset.Document) *reading {
	r := &reading{doc: d}
	blocks, section := flat(d)
	at := r.head(blocks, section)
	end := r.tail(blocks, section, at)
	r.middle(blocks, section, at, end)
	return r
}

// flat is the blocks of all sections in a row, with the section of each.
func flat(d *typeset.Document) (blocks []typeset.Block, section []int) {
	for i, s := range d.Sections {
		for _, b := range s.Blocks {
			blocks, section = append(blocks, b), append(section, i)
		}
	}
	return blocks, section
}

func (r *reading) spot(p *typeset.Paragraph, section int) spot {
	return spot{Paragraph: p, section: section, room: r.doc.Sections[section].Page.Text()}
}

// cells are the columns of a table, each from top to bottom.
func (r *reading) cells(t *typeset.Table, section int) (columns [][]spot) {
	for _, row := range t.Rows {
		for i, c := range row.Cells {
			for len(columns) <= i {
				columns = append(columns, nil)
			}
			room := r.doc.Sections[section].Page.Text()
			if i < len(t.Columns) {
				room = t.Columns[i] - 2*t.Pad
			}
			for _, p := range c.Paragraphs {
				columns[i] = append(columns[i], spot{Paragraph: p, section: section, grid: t.Lines, room: room})
			}
		}
	}
	return columns
}

// head finds the four corners of the first page, and returns where they end.
func (r *reading) head(blocks []typeset.Block, section []int) (at int) {
	for i, b := range blocks[:min(len(blocks), 12)] {
		var columns [][]spot
		if b.Table != nil {
			columns = r.cells(b.Table, section[i])
		} else {
			columns = [][]spot{{r.spot(b.Paragraph, section[i])}}
		}
		found := false
		for _, c := range columns {
			found = r.corner(c) || found
		}
		if found {
			at = i + 1
		}
		if r.number != nil && r.date != nil {
			break
		}
	}
	return at
}

// corner reads a column of the head of a paper, and reports whether it was one.
func (r *reading) corner(column []spot) (found bool) {
	var before []spot
	right, letter := false, false // the column of the country; lines of what a letter is about
	for i, s := range column {
		said := fold(s.Text())
		switch {
		case s.Rule > 0 && right:
			if r.mottoRule == nil {
				r.mottoRule = &column[i]
			}
		case s.Rule > 0:
			before = append(before, s)
		case said == "":
		case r.country == nil && strings.Contains(said, "cong hoa xa hoi chu nghia viet nam"), r.country == nil && said == "dang cong san viet nam":
			r.country, found, right = &column[i], true, true
		case r.motto == nil && strings.Contains(said, "doc lap") && strings.Contains(said, "hanh phuc"):
			r.motto, found, right = &column[i], true, true
		case r.date == nil && foldedDate.MatchString(said) && len(said) < 80:
			r.date, found = &column[i], true
		case r.number == nil && numberForm.MatchString(s.Text()) && strings.Contains(s.Text(), "/") && len(said) < 60:
			r.number, found = &column[i], true
			r.names(before)
		case letter || strings.HasPrefix(said, "v/v"):
			r.about, found, letter = append(r.about, s), true, true
		default:
			before = append(before, s)
		}
	}
	return found
}

// names takes what stands above the number for the issuer, and the upright lines above it for the body it belongs to.
func (r *reading) names(above []spot) {
	for i, s := range above {
		switch {
		case s.Rule > 0:
			r.issued = &above[i]
		case strings.Trim(s.Text(), "* ") == "": // the star of the Party
		case len(r.issuer) == 0 && !bold(s.Paragraph):
			r.superior = append(r.superior, s)
		default:
			r.issuer = append(r.issuer, s)
		}
	}
	if len(r.issuer) == 0 && len(r.superior) > 0 { // nothing is bold: the last line is the issuer, wrongly set
		n := len(r.superior) - 1
		r.issuer, r.superior = r.superior[n:], r.superior[:n]
	}
}

func bold(p *typeset.Paragraph) bool {
	for _, x := range p.Runs {
		if strings.TrimSpace(x.Text) != "" && !x.Bold {
			return false
		}
	}
	return true
}

// tail finds the table or lines with the signature and the copies, and the annexes behind it; it returns where they begin.
func (r *reading) tail(blocks []typeset.Block, section []int, from int) (end int) {
	end = len(blocks)
	for i := from; i < len(blocks); i++ {
		b := blocks[i]
		if b.Table == nil || b.Table.Lines {
			continue
		}
		columns := r.cells(b.Table, section[i])
		for c, column := range columns {
			k := copiesIn(column)
			if k < 0 {
				continue
			}
			r.copies, end = words(column[k:]), i
			for other, also := range columns {
				if other != c {
					r.sign = append(r.sign, words(also)...)
				}
			}
		}
		if end == i {
			r.annexesIn(blocks[i+1:], section[i+1:])
			return end
		}
	}
	for i := from; i < len(blocks); i++ { // no table: the lines follow each other
		if p := blocks[i].Paragraph; p != nil && strings.HasPrefix(fold(p.Text()), "noi nhan") {
			for j := i; j < len(blocks) && blocks[j].Paragraph != nil; j++ {
				if !blocks[j].Paragraph.Blank() {
					r.copies = append(r.copies, r.spot(blocks[j].Paragraph, section[j]))
				}
			}
			return i
		}
	}
	return end
}

func copiesIn(column []spot) int {
	for i, s := range column {
		if strings.HasPrefix(fold(s.Text()), "noi nhan") {
			return i
		}
	}
	return -1
}

// words are the spots that have some.
func words(all []spot) (out []spot) {
	for _, s := range all {
		if !s.Blank() {
			out = append(out, s)
		}
	}
	return out
}

var annexForm = regexp.MustCompile(`^phu luc(?: ([ivxlc]+|\d+|[a-z]))?\.?:?$`)

// annexesIn finds the annexes behind the signature.
func (r *reading) annexesIn(blocks []typeset.Block, section []int) {
	for i, b := range blocks {
		p := b.Paragraph
		if p == nil {
			continue
		}
		s := r.spot(p, section[i])
		if annexForm.MatchString(fold(p.Text())) {
			first := i == 0 || section[i-1] != section[i]
			if i == 0 { // behind the signature, in the same section or in one of its own
				first = section[0] > 0
			}
			r.annexes = append(r.annexes, annex{label: s, ownPage: p.NewPage || first})
			continue
		}
		if n := len(r.annexes); n > 0 {
			r.annexes[n-1].after = append(r.annexes[n-1].after, s)
		}
	}
}

// middle reads what stands between the head and the signature.
func (r *reading) middle(blocks []typeset.Block, section []int, from, end int) {
	i := from
	skip := func() {
		for i < end && blocks[i].Paragraph != nil && blocks[i].Paragraph.Blank() && blocks[i].Rule == 0 {
			i++
		}
	}
	skip()
	if i < end && blocks[i].Paragraph != nil && isTypeName(blocks[i].Paragraph.Text()) {
		s := r.spot(blocks[i].Paragraph, section[i])
		r.typeName = &s
		for i++; i < end && blocks[i].Paragraph != nil; i++ {
			p := blocks[i].Paragraph
			if p.Rule > 0 {
				s := r.spot(p, section[i])
				r.subjected = &s
				i++
				break
			}
			if strings.Trim(p.Text(), "- _–") == "" {
				continue
			}
			if p.Align != typeset.Center || strings.HasPrefix(fold(p.Text()), "kinh gui") {
				break
			}
			r.subject = append(r.subject, r.spot(p, section[i]))
		}
	}
	for ; i < end; i++ {
		p := blocks[i].Paragraph
		if p == nil || p.Blank() {
			continue
		}
		s := r.spot(p, section[i])
		said := fold(p.Text())
		if len(r.body) == 0 && (strings.HasPrefix(said, "kinh gui") || len(r.to) > 0 && strings.HasPrefix(said, "-")) {
			r.to = append(r.to, s)
			continue
		}
		r.body = append(r.body, s)
	}
}
