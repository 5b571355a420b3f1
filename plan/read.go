package plan

import (
	"fmt"
	"strings"

	"loa/platform/refuse"
)

// A Line is one line of the paper as some engine read it.
type Line struct {
	No   int    // 1-based
	Page int    // 1-based; 0 when unknown
	Text string // as read, nothing repaired
	// Words are what the text was taken to mean, in order; their Seen, joined by blanks, is the text.
	Words []Word `json:",omitempty"`
}

// A Word is a word of a line as it was read and as it was restored; see package restore.
type Word struct {
	Seen, Text string
	Sure       float64  // 0 to 1: the probability that Text is right
	Else       []string `json:",omitempty"` // what else it may be, the likeliest first
	Box        *Box     `json:",omitempty"` // where it stands on the picture of its page; nil when there is none
}

// A Box is a place on the picture of a page, in pixels of that picture.
type Box struct{ X, Y, W, H int }

// Options are what is known before the paper is read.
type Options struct {
	File   string
	SHA256 string
	Kind   string   // ocr-text, text, docx; empty: told from the letters
	Place  string   // the place whose plan it is: «phường Phù Liễn»
	City   string   // its province or city: «thành phố Hải Phòng»
	Units  []string // its units, with their other names
}

// names are the names that mending may count on.
func (o Options) names() []string {
	names := append([]string{"phường Phù Liễn", o.Place, o.City, "kế hoạch truyền thông về", "kế hoạch tuyên truyền về"}, o.Units...)
	return append(names, provinces...)
}

// Bounds of what is read: a plan is a few dozen pages; what lies beyond is not a plan.
const (
	maxLines    = 12000
	maxLineSize = 6000    // bytes
	maxSize     = 1 << 20 // bytes of all lines
	maxGarbled  = 400_000 // bytes, of text that has to be mended
	maxDepth    = 12      // clauses inside clauses
)

// Read reads a plan. It is pure: the same lines and options give the same
// draft. Whatever the lines are, it comes back; whether they are a plan at all
// is for Check to say.
func Read(lines []Line, o Options) Draft {
	d := Draft{
		Schema: "vnplan/1",
		Source: Source{File: o.File, Lines: len(lines), SHA256: o.SHA256, Kind: o.Kind, Pages: pagesOf(lines)},
	}
	p := newPaper(bounded(lines), o)
	if d.Source.Kind == "" {
		d.Source.Kind = "text"
		if p.garbled {
			d.Source.Kind = "ocr-text"
		}
	}
	if len(p.lines) == 0 {
		d.whole()
		return d
	}
	h := p.readHeader(o)
	next := p.nextDocument(h)
	tail := p.readTail(h.body, next-1)
	g := grower{p: p}
	g.grow(h.body, tail.body)
	g.growAttached(next)
	h.missing(p, tail.signer)
	d.Doc = h.Header
	d.Doc.Signer, d.Doc.Recipients, d.Doc.Archive = tail.signer, tail.recipients, tail.archive
	r := &reader{paper: p, o: o, d: &d, g: &g}
	r.doubts = append(append(h.doubts, g.doubts...), tail.doubts...)
	r.kinds()
	d.Sections = g.clauses()
	r.index()
	r.targets()
	r.references(h.body, g.end(tail.body))
	r.names()
	r.funding()
	r.assignments()
	r.rows()
	r.anomalies(h.body, g.end(tail.body))
	if len(lines) > len(p.lines) {
		r.doubt("too-long", Span{len(p.lines), len(lines)}, "", fmt.Sprintf("Tệp dài %d dòng; máy chỉ đọc %d dòng đầu.", len(lines), len(p.lines)))
	}
	d.Doubts = r.doubts
	d.whole()
	return d
}

// A reader goes over the tree and gathers what the plan says.
type reader struct {
	*paper
	o      Options
	d      *Draft
	g      *grower
	nodes  []*node // in the order of the paper
	byLine []*node // the clause whose own words stand in a line, from the first line on
	cited  map[Address][]Span
	themed map[string]Address // nine words of a theme's items, and the theme
	doubts []Doubt
}

func (r *reader) doubt(kind string, lines Span, text, note string) {
	r.doubts = append(r.doubts, Doubt{Kind: kind, Lines: lines, Text: text, Note: note})
}

// bounded cuts a text that is far longer than any plan.
func bounded(lines []Line) []Line {
	if len(lines) > maxLines {
		lines = lines[:maxLines]
	}
	size, limit := 0, maxSize
	for i, l := range lines {
		size += min(len(l.Text), maxLineSize)
		if i == 40 && garbledLines(lines[:i]) {
			limit = maxGarbled
		}
		if size > limit {
			lines = lines[:i]
			break
		}
	}
	for i := range lines {
		if len(lines[i].Text) > maxLineSize {
			lines = append([]Line(nil), lines...)
			for k := i; k < len(lines); k++ {
				if len(lines[k].Text) > maxLineSize {
					lines[k].Text = strings.ToValidUTF8(lines[k].Text[:maxLineSize], "")
				}
			}
			break
		}
	}
	return lines
}

// Check refuses what cannot be a plan: nothing of a header, a tree or targets was found in it.
func (d *Draft) Check() error {
	labelled := 0
	d.Walk(func(_, c *Clause) {
		if c.Label != "" || c.Title != "" {
			labelled++
		}
	})
	if d.Doc.Kind == "" && d.Doc.Symbol == "" && labelled < 3 && len(d.Targets) == 0 {
		return refuse.With(refuse.Invalid, "Không nhận ra đây là kế hoạch: không thấy số ký hiệu, tên loại, các mục hay chỉ tiêu nào. Hãy chọn lại tệp kế hoạch đã ký.")
	}
	return nil
}
