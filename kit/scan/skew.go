package scan

import (
	"image"
	"math"
)

// The angles that are tried, in degrees. A page that lies more crooked was not scanned but thrown.
const (
	mostSkew  = 6.0
	leastSkew = 0.15 // below it nothing is gained by turning
)

// skew is by how many degrees, clockwise, the lines of g fall to the right.
func skew(g *image.Gray) float64 {
	small := shrink(g, min(1, 700/float64(g.Rect.Dx())))
	dots := dark(small)
	if len(dots) < 200 {
		return 0
	}
	best := 0.0
	try := func(from, to, step float64) {
		most := -1.0
		mid := best
		for a := mid + from; a <= mid+to+step/2; a += step {
			if s := striped(dots, small.Rect.Dy(), a); s > most {
				most, best = s, a
			}
		}
	}
	try(-mostSkew, mostSkew, 0.5)
	try(-0.5, 0.5, 0.1)
	try(-0.1, 0.1, 0.02)
	if math.Abs(best) > mostSkew {
		return 0
	}
	return best
}

// dark are the places where ink begins, from above: the edges of letters, not the mass of pictures.
func dark(g *image.Gray) []image.Point {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	level := int(mean(g)) * 3 / 4
	var out []image.Point
	for y := h / 40; y < h-h/40-1; y++ {
		for x := w / 40; x < w-w/40; x++ {
			if int(g.Pix[y*w+x]) >= level && int(g.Pix[(y+1)*w+x]) < level {
				out = append(out, image.Pt(x, y))
			}
		}
	}
	return out
}

func mean(g *image.Gray) float64 {
	sum := 0
	for _, v := range g.Pix {
		sum += int(v)
	}
	return float64(sum) / float64(max(1, len(g.Pix)))
}

// striped tells how unevenly dots fall on rows that lie at an angle.
func striped(dots []image.Point, h int, angle float64) float64 {
	slope := math.Tan(angle * math.Pi / 180)
	rows := make([]int, 2*h+1)
	for _, p := range dots {
		if r := int(float64(p.Y)-slope*float64(p.X)+0.5) + h/2; r >= 0 && r < len(rows) {
			rows[r]++
		}
	}
	sum := 0.0
	for _, n := range rows {
		sum += float64(n * n)
	}
	return sum
}

// straighten turns g back by so many degrees about its middle, on white.
func straighten(g *image.Gray, angle float64) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	sin, cos := math.Sincos(angle * math.Pi / 180)
	const one = 1 << 16
	dx, dy := int(cos*one), int(sin*one) // a step to the right, in the crooked picture
	out := image.NewGray(g.Rect)
	cx, cy := float64(w-1)/2, float64(h-1)/2
	for y := range h {
		v := float64(y) - cy
		sx := int((cx - cos*cx - sin*v) * one)
		sy := int((cy - sin*cx + cos*v) * one)
		row := out.Pix[y*w:][:w]
		for x := range row {
			px, py := sx>>16, sy>>16
			fx, fy := sx&(one-1)>>8, sy&(one-1)>>8
			if px < 0 || py < 0 || px >= w-1 || py >= h-1 {
				row[x] = 255
			} else {
				p := g.Pix[py*w+px:]
				top := int(p[0])*(256-fx) + int(p[1])*fx
				bottom := int(p[w])*(256-fx) + int(p[w+1])*fx
				row[x] = uint8((top*(256-fy) + bottom*fy + 1<<15) >> 16)
			}
			sx += dx
			sy += dy
		}
	}
	return out
}
