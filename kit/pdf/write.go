package pdf

import (
	"bytes"
	"io"
	"math"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"loa/kit/typeset"
)

// Write draws d as a PDF made at a moment. The same document and moment give the same bytes.
//
// Its letters are those of Liberation Serif, which has the widths of Times New Roman and may be given away inside a
// file; lines break where they do in the Word file of the same document. Where somebody signs there is an empty field
// for the signature, which [Sign] fills; other programs for signatures find it too.
func Write(out io.Writer, d *typeset.Document, made time.Time) error {
	f := fpdf.New("P", "mm", "A4", "")
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true)
	f.SetCreationDate(made.UTC())
	f.SetModificationDate(made.UTC())
	f.SetProducer("Loa", true)
	f.SetTitle(d.Title, true)
	f.SetLang("vi-VN")
	w := &drawer{pdf: f, fonts: map[string]bool{}}
	for _, s := range d.Sections {
		w.section(s)
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return err
	}
	file, err := withFields(b.Bytes(), w.fields)
	if err != nil {
		return err
	}
	_, err = out.Write(file)
	return err
}

const family = "liberation"

// A drawer puts lines on pages, from the top down.
type drawer struct {
	pdf   *fpdf.Fpdf
	fonts map[string]bool // those that were needed, by style
	page  typeset.Page
	pages int     // of this section
	last  int     // the number of the page before
	y     float64 // where the next line begins

	fields []field
}

func (w *drawer) bottom() float64 { return w.page.Height - w.page.Bottom }

func (w *drawer) room() float64 { return w.bottom() - w.y }

func (w *drawer) newPage() {
	size := fpdf.SizeType{Wd: w.page.Width, Ht: w.page.Height}
	w.pdf.AddPageFormat("P", size)
	w.pages++
	w.last++
	w.y = w.page.Top
	w.number()
}

// number prints the number of the page in its margin.
func (w *drawer) number() {
	n := w.page.Number
	if n.Size == 0 || n.HideFirst && w.pages == 1 {
		return
	}
	r := typeset.Run{Text: figures(w.last), Size: n.Size, Bold: n.Bold, Italic: n.Italic}
	x := w.page.Left
	switch n.Align {
	case typeset.Center:
		x += (w.page.Text() - r.Width()) / 2
	case typeset.Right:
		x += w.page.Text() - r.Width()
	}
	y := w.page.Top / 2
	if n.AtFoot {
		y = w.page.Height - w.page.Bottom/2
	}
	w.draw(r, x, y+rise(n.Size))
}

func figures(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return figures(n/10) + string(rune('0'+n%10))
}

func (w *drawer) section(s typeset.Section) {
	w.page, w.pages = s.Page, 0
	if s.Page.Number.From > 0 {
		w.last = s.Page.Number.From - 1
	}
	w.newPage()
	for i, b := range s.Blocks {
		if b.Paragraph == nil {
			w.table(b.Table)
			continue
		}
		if b.NewPage && w.y > w.page.Top {
			w.newPage()
		}
		w.paragraph(b.Paragraph, w.follows(s.Blocks[i+1:]))
	}
}

// follows is how much room the head of what comes next needs, through all that must stay together.
func (w *drawer) follows(next []typeset.Block) (need float64) {
	for _, b := range next {
		if b.Table != nil {
			if len(b.Table.Rows) > 0 {
				need += height(w.row(b.Table, b.Table.Rows[0]))
			}
			return need
		}
		lines := w.set(b.Paragraph, w.page.Text())
		if !b.KeepNext {
			return need + total(lines[:min(2, len(lines))])
		}
		need += total(lines)
	}
	return need
}

// A line is one line as it is set: with the gaps above and below it.
type line struct {
	typeset.Line
	p                    *typeset.Paragraph
	first                bool
	above, height, below float64
}

func (l line) full() float64 { return l.above + l.height + l.below }

func total(ls []line) (sum float64) {
	for _, l := range ls {
		sum += l.full()
	}
	return sum
}

// set breaks p into lines of a column.
func (w *drawer) set(p *typeset.Paragraph, column float64) []line {
	if p.Rule > 0 {
		return []line{{p: p, first: true, above: typeset.Millimetres(p.Before), height: 0.35, below: typeset.Millimetres(p.After)}}
	}
	if p.Bar != nil {
		return []line{{p: p, first: true, above: typeset.Millimetres(p.Before), height: typeset.BarHeight, below: typeset.Millimetres(p.After)}}
	}
	broken := p.Break(column)
	out := make([]line, len(broken))
	for i, b := range broken {
		size := 0.0
		for _, r := range b.Runs {
			size = max(size, r.Size)
		}
		if size == 0 && len(p.Runs) > 0 {
			size = p.Runs[0].Size
		}
		out[i] = line{Line: b, p: p, first: i == 0, height: typeset.Millimetres(size * typeset.Single * p.Line)}
	}
	out[0].above = typeset.Millimetres(p.Before)
	out[len(out)-1].below = typeset.Millimetres(p.After)
	return out
}

// paragraph sets p over as many pages as it needs. No line of it stands alone on a page.
func (w *drawer) paragraph(p *typeset.Paragraph, follows float64) {
	lines := w.set(p, w.page.Text())
	if p.KeepNext && w.y > w.page.Top && total(lines)+follows > w.room() && total(lines)+follows < w.bottom()-w.page.Top {
		w.newPage()
	}
	if p.Outline > 0 {
		w.pdf.Bookmark(p.Text(), p.Outline-1, w.y)
	}
	for len(lines) > 0 {
		n := w.fitting(lines)
		switch {
		case n == len(lines):
		case n == len(lines)-1 && n > 2:
			n--
		case n == 1 && w.y > w.page.Top:
			n = 0
		}
		w.lines(lines[:n], w.page.Left, w.page.Text())
		w.y += total(lines[:n])
		if lines = lines[n:]; len(lines) > 0 {
			w.newPage()
		}
	}
}

// fitting is how many of lines the page has room for; one on an empty page.
func (w *drawer) fitting(lines []line) (n int) {
	used := 0.0
	for _, l := range lines {
		if used += l.above + l.height; used > w.room()+0.01 {
			break
		}
		used += l.below
		n++
	}
	if n == 0 && w.y == w.page.Top {
		n = min(1, len(lines))
	}
	return n
}

// lines draws lines from the top of the room down.
func (w *drawer) lines(lines []line, x, column float64) {
	y := w.y
	for _, l := range lines {
		w.line(l, x, y+l.above, column)
		y += l.full()
	}
}

func (w *drawer) line(l line, x, y, column float64) {
	if l.p.Rule > 0 {
		x += (column - l.p.Rule) / 2
		w.pdf.SetLineWidth(0.26)
		w.pdf.Line(x, y, x+l.p.Rule, y)
		return
	}
	if l.p.Bar != nil {
		w.bar(l.p.Bar, x, y, column)
		return
	}
	if l.first && l.p.Signs != "" {
		w.fields = append(w.fields, field{page: w.pdf.PageNo(), who: l.p.Signs, rect: w.gap(x, y-l.above, column, l.above)})
	}
	if len(l.Runs) == 0 {
		return
	}
	column -= l.p.Left + l.p.Right
	x += l.p.Left
	if l.first {
		x, column = x+l.p.First, column-l.p.First
	}
	stretch := 0.0
	switch l.p.Align {
	case typeset.Center:
		x += (column - l.Width) / 2
	case typeset.Right:
		x += column - l.Width
	case typeset.Justify:
		if gaps := l.gaps(); !l.Last && gaps > 0 {
			stretch = (column - l.Width) / float64(gaps)
		}
	}
	size := 0.0
	for _, r := range l.Runs {
		size = max(size, r.Size)
	}
	base := y + l.height/2 + rise(size)
	for _, r := range l.Runs {
		w.draw(r, x, base)
		x += r.Width()
		if n := len(r.Text); n > 0 && r.Text[n-1] == ' ' {
			x += stretch
		}
	}
}

// gap is the room for a signature in a column, in points from the lower left corner of the page.
func (w *drawer) gap(x, y, column, high float64) [4]float64 {
	wide, point := min(column, widestSignature), typeset.Millimetres(1)
	x += (column - wide) / 2
	return [4]float64{x / point, (w.page.Height - y - high) / point, (x + wide) / point, (w.page.Height - y) / point}
}

// widestSignature is how wide a signature may be, in millimetres.
const widestSignature = 75

func (w *drawer) bar(b *typeset.Bar, x, y, column float64) {
	w.pdf.SetLineWidth(0.18)
	for _, k := range b.Boxes(column) {
		ink, err := strconv.ParseUint(k.Ink, 16, 24)
		if err != nil {
			w.pdf.SetError(err)
			return
		}
		w.pdf.SetFillColor(int(ink>>16), int(ink>>8&0xff), int(ink&0xff))
		w.pdf.Rect(x+k.X, y+k.Y, k.Width, k.Height, "F")
	}
	w.pdf.Rect(x, y, column, typeset.BarHeight, "D")
}

// rise is from the middle of a line down to where its letters stand.
func rise(size float64) float64 { return typeset.Millimetres(size * (0.891 - 0.216) / 2) }

// gaps are the blanks of l that can be stretched.
func (l line) gaps() (n int) {
	for _, r := range l.Runs {
		if k := len(r.Text); k > 0 && r.Text[k-1] == ' ' {
			n++
		}
	}
	return n
}

func (w *drawer) draw(r typeset.Run, x, y float64) {
	style := ""
	if r.Bold {
		style += "B"
	}
	if r.Italic {
		style += "I"
	}
	if !w.fonts[style] {
		w.fonts[style] = true
		w.pdf.AddUTF8FontFromBytes(family, style, typeset.Face(r.Bold, r.Italic))
	}
	if r.Underline {
		style += "U"
	}
	w.pdf.SetFont(family, style, r.Size)
	w.pdf.Text(x, y, r.Text)
}

// row sets the cells of a row: the lines of each.
func (w *drawer) row(t *typeset.Table, r typeset.Row) [][]line {
	cells := make([][]line, len(r.Cells))
	at := 0
	for i, c := range r.Cells {
		wide := width(t, at, c)
		at += max(c.Span, 1)
		for _, p := range c.Paragraphs {
			cells[i] = append(cells[i], w.set(p, wide-2*t.Pad)...)
		}
	}
	return cells
}

// width is how wide cell c is that begins in column at.
func width(t *typeset.Table, at int, c typeset.Cell) (sum float64) {
	for i := at; i < at+max(c.Span, 1) && i < len(t.Columns); i++ {
		sum += t.Columns[i]
	}
	return sum
}

func height(cells [][]line) (most float64) {
	for _, c := range cells {
		most = max(most, total(c))
	}
	return most
}

// table draws t; its head stands again on each page.
func (w *drawer) table(t *typeset.Table) {
	head := t.Rows[:min(t.Head, len(t.Rows))]
	next := func() {
		w.newPage()
		for _, h := range head {
			w.rowOf(t, h, w.row(t, h))
		}
	}
	for i, r := range t.Rows {
		cells := w.row(t, r)
		if height(cells) > w.room()+0.01 && w.y > w.page.Top {
			if i < len(head) {
				w.newPage()
			} else {
				next()
			}
		}
		for height(cells) > w.room()+0.01 { // higher than a page: what fits, and the rest on the next
			now, later := w.divide(cells)
			if height(now) == 0 {
				break // not even a line fits under the head
			}
			w.rowOf(t, r, now)
			next()
			cells = later
		}
		w.rowOf(t, r, cells)
	}
}

// divide parts the lines of cells into what the page has room for and the rest.
func (w *drawer) divide(cells [][]line) (now, later [][]line) {
	for _, c := range cells {
		n := w.fitting(c)
		now, later = append(now, c[:n]), append(later, c[n:])
	}
	return now, later
}

// rowOf draws the cells of a row, and the lines around them.
func (w *drawer) rowOf(t *typeset.Table, r typeset.Row, cells [][]line) {
	high, x, at := height(cells), w.page.Left, 0
	for i, c := range r.Cells {
		wide := width(t, at, c)
		at += max(c.Span, 1)
		w.lines(cells[i], x+t.Pad, wide-2*t.Pad)
		if t.Lines {
			w.pdf.SetLineWidth(0.18)
			w.pdf.Rect(x, w.y, wide, high, "D")
		}
		x += wide
	}
	w.y = math.Min(w.y+high, w.bottom())
}
