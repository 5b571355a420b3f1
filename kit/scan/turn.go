package scan

import "image"

// turns are the ways in which g may lie, the likeliest first, in degrees by which
// it would have to be turned. Lines of letters put ink in stripes across a page
// that lies well; only the rulings of a table leave it open.
func turns(g *image.Gray) []int {
	small := shrink(g, min(1, 300/float64(max(g.Rect.Dx(), g.Rect.Dy()))))
	across, down := stripes(small), stripes(quarter(small))
	switch {
	case across < 0.6*down:
		return []int{90, 270}
	case across < 1.2*down:
		return []int{0, 180, 90, 270}
	}
	return []int{0, 180}
}

// stripes tells how unevenly ink falls on the rows of g. It is taken in strips,
// narrow enough that a crooked page keeps its rows.
func stripes(g *image.Gray) float64 {
	const strips = 8
	w, h := g.Rect.Dx(), g.Rect.Dy()
	level := int(mean(g)) * 4 / 5
	sum := 0.0
	for s := range strips {
		last := 0
		for y := range h {
			n := 0
			for _, v := range g.Pix[y*w:][s*w/strips : (s+1)*w/strips] {
				if int(v) < level {
					n++
				}
			}
			if y > 0 {
				sum += float64((n - last) * (n - last))
			}
			last = n
		}
	}
	return sum / float64(h)
}

// quarter is g turned by 90 degrees, clockwise.
func quarter(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, h, w))
	for y := range h {
		for x, v := range g.Pix[y*w:][:w] {
			out.Pix[x*h+h-1-y] = v
		}
	}
	return out
}

// turned is g turned clockwise by so many degrees, a multiple of 90.
func turned(g *image.Gray, degrees int) *image.Gray {
	for ; degrees > 0; degrees -= 90 {
		g = quarter(g)
	}
	return g
}
