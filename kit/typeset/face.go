package typeset

import (
	"fmt"
	"strings"
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

// faces are the four fonts, opened once.
var faces = sync.OnceValue(func() (out [4]*sfnt.Font) {
	for i := range out {
		f, err := sfnt.Parse(Face(i&1 != 0, i&2 != 0))
		if err != nil {
			panic(fmt.Sprintf("typeset: a font that came with the program: %v", err))
		}
		out[i] = f
	}
	return out
})

// Width is how long r is when it stands in one line.
func (r Run) Width() float64 {
	at := 0
	if r.Bold {
		at |= 1
	}
	if r.Italic {
		at |= 2
	}
	f := faces()[at]
	em := fixed.I(int(f.UnitsPerEm()))
	var buf sfnt.Buffer
	var sum fixed.Int26_6
	for _, c := range strings.ReplaceAll(r.Text, "\t", " ") {
		i, err := f.GlyphIndex(&buf, c)
		if err != nil {
			continue
		}
		if w, err := f.GlyphAdvance(&buf, i, em, font.HintingNone); err == nil {
			sum += w
		}
	}
	return Millimetres(float64(sum) / float64(em) * r.Size)
}

// Width is how long p is when it stands in one line.
func (p *Paragraph) Width() float64 {
	w := 0.0
	for _, r := range p.Runs {
		w += r.Width()
	}
	return w
}
