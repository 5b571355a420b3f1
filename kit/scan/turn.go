package scan

import "image"

// sideways reports whether the lines of g run up or down: ink then comes in
// stripes across the page from left to right rather than from top to bottom.
func sideways(g *image.Gray) bool {
	small := shrink(g, min(1, 600/float64(max(g.Rect.Dx(), g.Rect.Dy()))))
	return stripes(small) < stripes(quarter(small))*0.8
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
