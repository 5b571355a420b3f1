package scan

import (
	"image"
	"slices"
)

// The paper is measured in squares of so many pixels at 300 dpi.
const groundSquare = 48

// evenGround makes the paper of g white all over: a shadow of the fold, a faint
// or tinted sheet. A page of black and white stays as it is.
func evenGround(g *image.Gray, dpi int) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	size := max(12, groundSquare*dpi/300)
	cw, ch := (w+size-1)/size, (h+size-1)/size
	paper := make([]int, cw*ch)
	for y := range ch {
		for x := range cw {
			paper[y*cw+x] = brightest(g, image.Rect(x*size, y*size, (x+1)*size, (y+1)*size).Intersect(g.Rect))
		}
	}
	if slices.Min(paper) >= 250 {
		return
	}
	paper = spread(paper, cw, ch)
	for y := range h {
		row := g.Pix[y*w:][:w]
		cy, fy := between(y, size, ch)
		for x := range row {
			cx, fx := between(x, size, cw)
			at := cy*cw + cx
			right, below := at, at
			if cx+1 < cw {
				right++
			}
			if cy+1 < ch {
				below += cw
			}
			top := paper[at]*(256-fx) + paper[right]*fx
			bottom := paper[below]*(256-fx) + paper[below+right-at]*fx
			level := (top*(256-fy) + bottom*fy) >> 16
			row[x] = uint8(min(255, int(row[x])*255/max(level, 1)))
		}
	}
}

// between finds the square whose middle is at or before p, and how far on p is, of 256.
func between(p, size, n int) (int, int) {
	q := p - size/2
	if q < 0 {
		return 0, 0
	}
	c := q / size
	if c >= n-1 {
		return n - 1, 0
	}
	return c, (q - c*size) * 256 / size
}

// brightest is the level that nine in ten pixels of r do not reach.
func brightest(g *image.Gray, r image.Rectangle) int {
	var count [256]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range g.Pix[y*g.Stride+r.Min.X : y*g.Stride+r.Max.X] {
			count[v]++
		}
	}
	rest := r.Dx() * r.Dy() / 10
	for v := 255; v > 0; v-- {
		if rest -= count[v]; rest < 0 {
			return v
		}
	}
	return 0
}

// spread takes for each square the best of those around it, for a square may be
// full of ink, and then their mean; paper is never darker than half white.
func spread(paper []int, w, h int) []int {
	around := func(in []int, of func(level, next int) int, done func(level, n int) int) []int {
		out := make([]int, len(in))
		for y := range h {
			for x := range w {
				level, n := 0, 0
				for yy := max(0, y-1); yy <= min(h-1, y+1); yy++ {
					for xx := max(0, x-1); xx <= min(w-1, x+1); xx++ {
						level, n = of(level, in[yy*w+xx]), n+1
					}
				}
				out[y*w+x] = done(level, n)
			}
		}
		return out
	}
	best := around(paper, func(a, b int) int { return max(a, b) }, func(level, _ int) int { return max(level, 128) })
	return around(best, func(a, b int) int { return a + b }, func(sum, n int) int { return sum / n })
}
