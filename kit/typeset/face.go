package typeset

import (
	"fmt"
	"sync"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Times is the name of the typeface of official papers.
const Times = "Times New Roman"

// Single is the height of a single line of Times, in sizes of its letters.
const Single = 1.149

// millimetre is one in points.
const millimetre = 72 / 25.4

// Millimetres turns points into millimetres.
func Millimetres(points float64) float64 { return points / millimetre }

// Face is a font file with the letters and the widths of Times New Roman: Liberation Serif, which may be given away
// inside a file where Times New Roman may not.
func Face(bold, italic bool) []byte {
	switch {
	case bold && italic:
		return liberationserifbolditalic.TTF
	case bold:
		return liberationserifbold.TTF
	case italic:
		return liberationserifitalic.TTF
	}
	return liberationserifregular.TTF
}

// A face is a font with the widths of its usual letters, in sizes.
type face struct {
	*sfnt.Font
	usual [0x2100]float64
}

// faces are the four fonts, opened once.
var faces = sync.OnceValue(func() (out [4]*face) {
	for i := range out {
		f, err := sfnt.Parse(Face(i&1 != 0, i&2 != 0))
		if err != nil {
			panic(fmt.Sprintf("typeset: a font that came with the program: %v", err))
		}
		out[i] = &face{Font: f}
		var buf sfnt.Buffer
		for r := range out[i].usual {
			out[i].usual[r] = out[i].advance(&buf, rune(r))
		}
	}
	return out
})

// advance is how wide r is, in sizes; 0 for what the font does not have.
func (f *face) advance(buf *sfnt.Buffer, r rune) float64 {
	em := fixed.I(int(f.UnitsPerEm()))
	i, err := f.GlyphIndex(buf, r)
	if err != nil {
		return 0
	}
	w, err := f.GlyphAdvance(buf, i, em, font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(w) / float64(em)
}

// Width is how long r is when it stands in one line.
func (r Run) Width() float64 {
	at := 0
	if r.Bold {
		at |= 1
	}
	if r.Italic {
		at |= 2
	}
	f, sum := faces()[at], 0.0
	var buf sfnt.Buffer
	for _, c := range r.Text {
		if c == '\t' {
			c = ' '
		}
		if int(c) < len(f.usual) {
			sum += f.usual[c]
		} else {
			sum += f.advance(&buf, c)
		}
	}
	return Millimetres(sum * r.Size)
}

// Width is how long p is when it stands in one line.
func (p *Paragraph) Width() float64 {
	w := 0.0
	for _, r := range p.Runs {
		w += r.Width()
	}
	return w
}
