package scan

import (
	"context"
	"image"
	"math"
)

// A step is work done on the picture of a page before it is read. Tests leave some out.
type step uint8

const (
	bleachInk step = 1 << iota
	whitenSeals
	evenPaper
	layStraight
	liftRulings
	smoothLetters
)

// readPicture reads the words of a page from its picture.
func (t Tools) readPicture(ctx context.Context, s sheet) (Page, error) {
	dpi := s.dpi
	if dpi == 0 {
		dpi = guessDPI(s.img.Bounds())
	}
	work := grey(s.img, t.skip&bleachInk == 0)
	ways := greyLooks
	if bilevel(work) {
		ways = bilevelLooks
	}
	show := shrink(grey(s.img, false), pictureDPI/float64(dpi))
	if t.skip&evenPaper == 0 {
		evenGround(work, dpi)
	}
	if t.skip&whitenSeals == 0 {
		fadeSeals(work)
	}
	return t.readTurned(ctx, work, show, dpi, ways)
}

// readTurned reads work as it lies or, when it makes no sense so, turned.
func (t Tools) readTurned(ctx context.Context, work, show *image.Gray, dpi int, ways []look) (best Page, err error) {
	const sense = 0.75
	for i, turn := range turns(work) {
		p, err := t.readUpright(ctx, turned(work, turn), turned(show, turn), dpi, ways)
		if err != nil {
			return p, err
		}
		p.Turn = turn
		if i == 0 || p.Sure > best.Sure {
			best = p
		}
		if best.Sure >= sense || len(p.Lines) == 0 {
			break
		}
	}
	return best, nil
}

// readUpright reads work, which show shows.
func (t Tools) readUpright(ctx context.Context, work, show *image.Gray, dpi int, ways []look) (p Page, err error) {
	p = Page{Way: FromPicture, DPI: dpi}
	if a := skew(work); math.Abs(a) >= leastSkew && t.skip&layStraight == 0 {
		p.Skew = -a
		work, show = straighten(work, a), straighten(show, a)
	}
	scale := float64(show.Rect.Dx()) / float64(work.Rect.Dx())
	var tables []*grid
	if t.skip&liftRulings == 0 {
		work, tables = liftGrids(work, dpi)
	}
	var ruled [][]Line
	for _, g := range tables {
		column, pieces := g.cut(work, dpi)
		words, err := t.readLetters(ctx, column, dpi, ways, oneBlock)
		if err != nil {
			return p, err
		}
		in := g.sort(words, pieces)
		for _, c := range in {
			scaleBoxes(c, scale)
		}
		ruled = append(ruled, g.linesOf(in))
	}
	words, err := t.readLetters(ctx, work, dpi, ways, wholePage)
	if err != nil {
		return p, err
	}
	scaleBoxes(words, scale)
	p.Lines = rows(words)
	for _, lines := range ruled {
		p.Lines = among(p.Lines, lines)
	}
	p.Sure = meanSure(p.Lines)
	p.Picture, err = preview(show)
	return p, err
}

// readLetters has the engine read g in several sizes; boxes are in pixels of g.
func (t Tools) readLetters(ctx context.Context, g *image.Gray, dpi int, ways []look, as layout) ([]found, error) {
	if t.skip&smoothLetters != 0 {
		return recognise(ctx, g, dpi, as)
	}
	var all [][]found
	for _, l := range ways {
		words, err := l.read(ctx, g, dpi, as)
		if err != nil {
			return nil, err
		}
		all = append(all, words)
	}
	return agree(all), nil
}

// A look is one way to show a page to the engine: its resolution, and how far
// the stairs of black and white letters are softened, in pixels at 300 dpi.
type look struct {
	dpi  int
	blur float64
}

// The network of the engine sees letters about as high as they are at 150 to 200 dpi,
// and draws larger ones down worse than resize does. Readings of black and white
// scans differ much from size to size, in their marks above all, and then vote.
var (
	greyLooks    = []look{{200, 0}}
	bilevelLooks = []look{{150, 1}, {175, 1.5}, {300, 2}}
)

func (l look) read(ctx context.Context, g *image.Gray, dpi int, as layout) ([]found, error) {
	f := float64(l.dpi) / float64(dpi)
	small := g
	if l.blur > 0 {
		small = blur(g, l.blur*float64(dpi)/300)
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	small = resize(small, int(math.Round(float64(w)*f)), int(math.Round(float64(h)*f)))
	words, err := recognise(ctx, small, l.dpi, as)
	scaleBoxes(words, 1/f)
	return words, err
}

// bilevel reports whether g is of black and white alone, or nearly.
func bilevel(g *image.Gray) bool {
	between := 0
	for _, v := range g.Pix {
		if 48 < v && v < 208 {
			between++
		}
	}
	return between*100 < len(g.Pix)
}

// guessDPI takes a picture that does not say for a whole sheet of A4.
func guessDPI(r image.Rectangle) int {
	return max(70, min(600, int(float64(max(r.Dx(), r.Dy()))/11.69+0.5)))
}

func meanSure(lines []Line) float64 {
	sum, n := 0.0, 0
	for _, l := range lines {
		for _, w := range l.Words {
			sum += w.Sure
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

func scaleBoxes(words []found, f float64) {
	for i := range words {
		words[i].Box = scaled(words[i].Box, f)
	}
}

func scaled(r image.Rectangle, f float64) image.Rectangle {
	at := func(v int) int { return int(math.Round(float64(v) * f)) }
	return image.Rect(at(r.Min.X), at(r.Min.Y), at(r.Max.X), at(r.Max.Y))
}
