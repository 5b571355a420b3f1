// Package typeset is a printed paper as its pages, paragraphs and tables: what
// kit/docx writes and reads back, what kit/pdf draws, and what kit/form lays out
// and checks. It knows no file format and no rule of any office.
//
// Lengths are millimetres; sizes of letters and gaps between paragraphs are
// points. A Document says what is seen: two files that look the same read back as
// equal documents.
package typeset

import "strings"

// A Document is a whole paper.
type Document struct {
	Title    string // in the file's own data, for readers of screens and archives
	Sections []Section
}

// A Section is pages of one format, beginning on a page of its own.
type Section struct {
	Page   Page
	Blocks []Block
}

// A Page is the format of pages.
type Page struct {
	Width, Height            float64
	Top, Bottom, Left, Right float64 // margins
	Number                   Number
}

// Text is how wide the text is.
func (p Page) Text() float64 { return p.Width - p.Left - p.Right }

// Landscape reports whether p is wider than high.
func (p Page) Landscape() bool { return p.Width > p.Height }

// A Number is how pages are numbered. The zero Number: not at all.
type Number struct {
	Size         float64
	Font         string
	Align        Align
	Bold, Italic bool
	AtFoot       bool // in the bottom margin
	HideFirst    bool // the first page of the section shows none
	From         int  // the number of the first page; 0: counted on from the section before
}

// A Block is a paragraph or a table: one of the two is set.
type Block struct {
	*Paragraph
	*Table
}

// An Align is where the lines of a paragraph stand.
type Align string

// The alignments.
const (
	Left    Align = "left"
	Center  Align = "center"
	Right   Align = "right"
	Justify Align = "justify"
)

// A Paragraph is lines that belong together.
type Paragraph struct {
	Runs          []Run
	Align         Align
	First         float64 // indent of the first line; below zero it hangs
	Left, Right   float64 // indents of all lines
	Before, After float64 // gaps, in points
	Line          float64 // height of a line, in single lines
	Rule          float64 // length, in halves of a millimetre, of a horizontal line, centred, that stands where the paragraph does; it has no words
	Bar           *Bar    // drawn where the paragraph stands; it has no words
	NewPage       bool    // it begins a page
	KeepNext      bool    // it stays on the page of the next
	Outline       int     // level among the headings, from 1; 0 is none
	Signs         string  // who signs in the gap above, where a file can be signed; empty: nobody does
}

// A Bar is how far something came, as long as its column: the part of it that is filled, and where it had to come.
// Lengths and a line tell it, no colour, so that it is read on grey paper too; the number stands beside it in words.
type Bar struct {
	Share float64 // from 0 to 1
	Mark  float64 // from 0 to 1; 0 when nothing was asked
	Alt   string  // for who does not see it
}

// How a bar is drawn, in millimetres and as RRGGBB.
const (
	BarHeight = 3.5
	MarkWidth = 0.7
	BarInk    = "8C8C8C"
)

// A Box is a filled part of a drawing, from its left upper corner.
type Box struct {
	X, Y, Width, Height float64
	Ink                 string // RRGGBB
}

// Boxes are what b is drawn of, in a column so wide, the first at the bottom. The frame is the first.
func (b *Bar) Boxes(column float64) []Box {
	boxes := []Box{{Width: column, Height: BarHeight, Ink: "FFFFFF"}}
	if b.Share > 0 {
		boxes = append(boxes, Box{Width: max(column*min(b.Share, 1), 0.3), Height: BarHeight, Ink: BarInk})
	}
	if b.Mark > 0 {
		boxes = append(boxes, Box{X: min(column*b.Mark, column) - MarkWidth, Width: MarkWidth, Height: BarHeight, Ink: "000000"})
	}
	return boxes
}

// A Run is words of one look.
type Run struct {
	Text         string
	Font         string
	Size         float64
	Bold, Italic bool
	Underline    bool
	Color        string // RRGGBB; empty: black
}

// Text is the words of p.
func (p *Paragraph) Text() string {
	var b strings.Builder
	for _, r := range p.Runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Blank reports whether p has no words.
func (p *Paragraph) Blank() bool { return strings.TrimSpace(p.Text()) == "" }

// A Table is rows of cells.
type Table struct {
	Columns []float64
	Pad     float64 // between the side of a cell and its words
	Lines   bool    // drawn around every cell
	Head    int     // rows that stand again on each page
	Rows    []Row
}

// A Row is the cells of one row.
type Row struct {
	Whole bool // never broken between pages
	Cells []Cell
}

// A Cell is what stands in one cell.
type Cell struct {
	Span       int // columns; 1 when 0
	Paragraphs []*Paragraph
}

// Width is how wide t is.
func (t *Table) Width() float64 {
	w := 0.0
	for _, c := range t.Columns {
		w += c
	}
	return w
}

// Plain is d as text for people to read: a line a paragraph, cells parted by bars, pages of sections by a line of dashes.
func (d *Document) Plain() string {
	var b strings.Builder
	for i, s := range d.Sections {
		if i > 0 {
			b.WriteString("----\n")
		}
		for _, x := range s.Blocks {
			x.plain(&b)
		}
	}
	return b.String()
}

func (x Block) plain(b *strings.Builder) {
	if x.Paragraph != nil {
		if !x.Paragraph.Blank() {
			b.WriteString(x.Paragraph.Text() + "\n")
		}
		return
	}
	for _, r := range x.Table.Rows {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			var lines []string
			for _, p := range c.Paragraphs {
				if !p.Blank() {
					lines = append(lines, p.Text())
				}
			}
			cells[i] = strings.Join(lines, " / ")
		}
		b.WriteString(strings.Join(cells, " | ") + "\n")
	}
}
