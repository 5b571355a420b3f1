package scan

import (
	"image"
	"slices"
)

// What a seal or a signature is told by. Lengths are parts of the width of the page.
const (
	inkCells  = 160  // the page is looked at in squares, so many to a row
	vivid     = 48   // the least distance of the brightest and darkest colour of ink
	inkHeight = 0.05 // the least height; a line of coloured letters is lower
	sealMost  = 0.40 // the most a grey seal is wide and high
	sealLeast = 0.09 // and the least
)

// grey is a copy of a page without its colours. If bleached, the coloured ink of
// seals and signatures is left out, so that the letters under it stay; coloured
// letters are kept.
func grey(img image.Image, bleached bool) *image.Gray {
	m, ok := img.(*image.RGBA)
	if !ok {
		g := img.(*image.Gray) // a sheet has no other
		return &image.Gray{Pix: slices.Clone(g.Pix), Stride: g.Stride, Rect: g.Rect}
	}
	g := image.NewGray(m.Rect)
	for i, j := 0, 0; j < len(g.Pix); i, j = i+4, j+1 {
		g.Pix[j] = uint8((299*uint32(m.Pix[i]) + 587*uint32(m.Pix[i+1]) + 114*uint32(m.Pix[i+2]) + 500) / 1000)
	}
	if !bleached {
		return g
	}
	for _, r := range coloured(m) {
		bleachColour(g, m, r)
	}
	return g
}

// bleachColour redraws r of g from m so that what has a colour is white. Paper
// and letters are as bright in their brightest colour as in any; ink is not.
func bleachColour(g *image.Gray, m *image.RGBA, r image.Rectangle) {
	var count [256]int // of the brightest colours of ink
	inks := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row, src := g.Pix[y*g.Stride:], m.Pix[y*m.Stride:]
		for x := r.Min.X; x < r.Max.X; x++ {
			p := src[4*x : 4*x+3 : 4*x+3]
			row[x] = max(p[0], p[1], p[2])
			if row[x]-min(p[0], p[1], p[2]) > vivid {
				count[row[x]]++
				inks++
			}
		}
	}
	level, below := 0, 0
	for below <= inks/4 && level < 255 {
		below += count[level]
		level++
	}
	bleach(g, r, level*3/4, level*2/5)
}

// coloured are the places of coloured ink that is too high to be a line of letters.
func coloured(m *image.RGBA) []image.Rectangle {
	c := newCells(m.Rect.Dx(), m.Rect.Dy())
	for y := range c.h * c.size {
		row := m.Pix[y*m.Stride:]
		for x := range c.w * c.size {
			p := row[4*x : 4*x+3 : 4*x+3]
			if max(p[0], p[1], p[2])-min(p[0], p[1], p[2]) > vivid {
				c.n[y/c.size*c.w+x/c.size]++
			}
		}
	}
	c.mark(0.12)
	var out []image.Rectangle
	for _, b := range c.joined() {
		if float64(b.Dy()) >= inkHeight*float64(c.w) {
			out = append(out, c.pixels(b.Inset(-1), m.Rect))
		}
	}
	return out
}

// fadeSeals whitens the ink of seals that came out grey: flat strokes, lighter
// than letters, that together are as large and as round as a seal.
func fadeSeals(g *image.Gray) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	const darkest, lightest, flat = 70, 200, 28
	c := newCells(w, h)
	for y := 1; y < c.h*c.size-1; y++ {
		up, row, down := g.Pix[(y-1)*w:][:w], g.Pix[y*w:][:w], g.Pix[(y+1)*w:][:w]
		for x := 1; x < c.w*c.size-1; x++ {
			v := row[x]
			if v < darkest || v > lightest {
				continue
			}
			lo := min(v, up[x], down[x], row[x-1], row[x+1])
			hi := max(v, up[x], down[x], row[x-1], row[x+1])
			if hi-lo <= flat && lo >= darkest && hi <= lightest {
				c.n[y/c.size*c.w+x/c.size]++
			}
		}
	}
	c.mark(0.10)
	for _, b := range c.joined() {
		bw, bh := float64(b.Dx())/float64(c.w), float64(b.Dy())/float64(c.w)
		if min(bw, bh) < sealLeast || max(bw, bh) > sealMost || max(bw, bh) > 1.5*min(bw, bh) {
			continue
		}
		r := c.pixels(b.Inset(-1), g.Rect)
		ink := sealLevel(g, r)
		bleach(g, r, ink-8, ink*45/100)
	}
}

// bleach whitens r from the level white on, and keeps the steps between that and dark.
func bleach(g *image.Gray, r image.Rectangle, white, dark int) {
	var curve [256]uint8
	for v := range curve {
		switch {
		case v >= white:
			curve[v] = 255
		case v > dark:
			curve[v] = uint8(dark + (v-dark)*(255-dark)/(white-dark))
		default:
			curve[v] = uint8(v)
		}
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := g.Pix[y*g.Stride+r.Min.X : y*g.Stride+r.Max.X]
		for x, v := range row {
			row[x] = curve[v]
		}
	}
}

// sealLevel is the commonest level within r between letters and paper.
func sealLevel(g *image.Gray, r image.Rectangle) int {
	var count [256]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range g.Pix[y*g.Stride+r.Min.X : y*g.Stride+r.Max.X] {
			count[v]++
		}
	}
	best, at := 0, 128
	for v := 80; v < 200; v++ {
		n := 0
		for _, c := range count[v-6 : v+7] {
			n += c
		}
		if n > best {
			best, at = n, v
		}
	}
	return at
}

// cells are the squares of a page in which something is counted.
type cells struct {
	size, w, h int
	n          []int
	on         []bool
}

func newCells(w, h int) *cells {
	c := &cells{size: max(2, w/inkCells)}
	c.w, c.h = w/c.size, h/c.size
	c.n, c.on = make([]int, c.w*c.h), make([]bool, c.w*c.h)
	return c
}

// mark turns on the cells of which part is counted, and those beside them.
func (c *cells) mark(part float64) {
	least := max(1, int(part*float64(c.size*c.size)))
	for y := range c.h {
		for x := range c.w {
			if c.n[y*c.w+x] < least {
				continue
			}
			for yy := max(0, y-1); yy <= min(c.h-1, y+1); yy++ {
				for xx := max(0, x-1); xx <= min(c.w-1, x+1); xx++ {
					c.on[yy*c.w+xx] = true
				}
			}
		}
	}
}

// joined are the boxes, in cells, of the cells that are on and touch.
func (c *cells) joined() []image.Rectangle {
	seen := make([]bool, len(c.on))
	var out []image.Rectangle
	var stack []int
	for i, on := range c.on {
		if !on || seen[i] {
			continue
		}
		seen[i] = true
		stack = append(stack[:0], i)
		var box image.Rectangle
		for len(stack) > 0 {
			k := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := k%c.w, k/c.w
			box = box.Union(image.Rect(x, y, x+1, y+1))
			for _, d := range [4]image.Point{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
				xx, yy := x+d.X, y+d.Y
				if xx < 0 || yy < 0 || xx >= c.w || yy >= c.h {
					continue
				}
				if j := yy*c.w + xx; c.on[j] && !seen[j] {
					seen[j] = true
					stack = append(stack, j)
				}
			}
		}
		out = append(out, box)
	}
	return out
}

// pixels is a box of cells in pixels, within the page.
func (c *cells) pixels(b, page image.Rectangle) image.Rectangle {
	return image.Rect(b.Min.X*c.size, b.Min.Y*c.size, b.Max.X*c.size, b.Max.Y*c.size).Intersect(page)
}
