package pdf

import (
	"bytes"
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"loa/kit/typeset"
)

var upright = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(typeset.Face(false, false)) })

// outline draws a line of words, in the middle of a column, as the shapes of its letters: the fonts of the file were
// cut down to the letters of its text, and a mark has others. Words longer than the column are made smaller.
func outline(out *bytes.Buffer, words string, size, column, y float64) {
	f, err := upright()
	if err != nil {
		panic(fmt.Sprintf("pdf: a font that came with the program: %v", err))
	}
	wide := typeset.Run{Text: words, Size: size}.Width() / typeset.Millimetres(1)
	if wide > column {
		size, wide = size*column/wide, column
	}
	x, scale, em := (column-wide)/2, size/float64(f.UnitsPerEm()), fixed.I(int(f.UnitsPerEm()))
	var buf sfnt.Buffer
	for _, c := range words {
		g, err := f.GlyphIndex(&buf, c)
		if err != nil {
			continue // a letter that no font has is not drawn anywhere
		}
		shape, err := f.LoadGlyph(&buf, g, em, nil)
		if err != nil {
			continue
		}
		glyph(out, shape, x, y, scale)
		if wide, err := f.GlyphAdvance(&buf, g, em, font.HintingNone); err == nil {
			x += float64(wide) / 64 * scale
		}
	}
}

// glyph fills the shape of one letter.
func glyph(out *bytes.Buffer, shape sfnt.Segments, x, y, scale float64) {
	at := func(p fixed.Point26_6) (px, py float64) {
		return x + float64(p.X)/64*scale, y - float64(p.Y)/64*scale
	}
	var hereX, hereY float64
	for _, s := range shape {
		ax, ay := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			fmt.Fprintf(out, "%.3f %.3f m\n", ax, ay)
			hereX, hereY = ax, ay
		case sfnt.SegmentOpLineTo:
			fmt.Fprintf(out, "%.3f %.3f l\n", ax, ay)
			hereX, hereY = ax, ay
		case sfnt.SegmentOpQuadTo: // PDF has curves of four points only
			bx, by := at(s.Args[1])
			fmt.Fprintf(out, "%.3f %.3f %.3f %.3f %.3f %.3f c\n", hereX+(ax-hereX)*2/3, hereY+(ay-hereY)*2/3, bx+(ax-bx)*2/3, by+(ay-by)*2/3, bx, by)
			hereX, hereY = bx, by
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			cx, cy := at(s.Args[2])
			fmt.Fprintf(out, "%.3f %.3f %.3f %.3f %.3f %.3f c\n", ax, ay, bx, by, cx, cy)
			hereX, hereY = cx, cy
		}
	}
	out.WriteString("f\n")
}
