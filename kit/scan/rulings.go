package scan

import (
	"cmp"
	"image"
	"slices"
)

// What a ruling is, in parts of an inch.
const (
	acrossLeast = 0.35 // the length of one across, and of one down the page: no stroke of a letter is so long
	downLeast   = 0.22 // and no row of a table so low
	rulingMost  = 0.08 // its thickness, those of double and bold borders too: what is thicker is a bar or the edge of a photocopy
	rulingGap   = 0.12 // what a scan may have lost of it in one place

	rulingInk = 190 // the lightest level of it, the paper being 255
	hairInk   = 228 // of hair lines: of them the mean along a stretch is taken, and there must be paper on both sides
	letterInk = 160
)

// A ruling is a straight line across a picture, at most a little crooked. Of a
// ruling down the page it is told in the picture with across and down exchanged.
type ruling struct {
	from, to    int // along
	top, bottom int // across, with the drift of a page not quite straight
}

func (r ruling) middle() int { return (r.top + r.bottom) / 2 }

// rulingsOf finds the rulings across g that are as long as length, in inches.
func rulingsOf(g *image.Gray, dpi int, length float64) []ruling {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	inch := func(f float64) int { return max(1, int(f*float64(dpi))) }
	least, gap, thick := inch(length), inch(rulingGap), inch(rulingMost)
	near := max(1, dpi/200)
	var open, done []ruling
	ink := rulingInks(g, dpi)
	faint := make([]bool, w) // where ink is on one of three rows: a ruling that drifts stays whole
	for y := range h {
		clear(faint)
		for yy := max(0, y-1); yy <= min(h-1, y+1); yy++ {
			for x, on := range ink[yy*w:][:w] {
				faint[x] = faint[x] || on
			}
		}
		for x := 0; x < w; x++ {
			if !faint[x] {
				continue
			}
			from := x
			for x < w && faint[x] {
				x++
			}
			if x-from >= least {
				open = join(open, ruling{from, x, y, y + 1}, gap, near)
			}
		}
		open = slices.DeleteFunc(open, func(r ruling) bool {
			over := r.bottom < y-near
			if over {
				done = append(done, r)
			}
			return over
		})
	}
	done = append(done, open...)
	done = slices.DeleteFunc(done, func(r ruling) bool {
		drift := (r.to - r.from) / 200
		return r.bottom-r.top-2 > thick+drift
	})
	slices.SortFunc(done, func(a, b ruling) int { return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.from, b.from)) })
	return done
}

// rulingInks tells of each pixel whether it may be one of a ruling across: it is dark, or a hair line.
func rulingInks(g *image.Gray, dpi int) []bool {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	half, off := max(2, dpi/32), max(3, dpi/50)
	const least = 20 // how much a hair line is darker than the paper
	soft := make([]uint8, w*h)
	for y := range h {
		row, out := g.Pix[y*g.Stride:][:w], soft[y*w:][:w]
		sum, n := 0, 0
		for x := -half; x < w; x++ {
			if in := x + half; in < w {
				sum, n = sum+int(row[in]), n+1
			}
			if gone := x - half - 1; gone >= 0 {
				sum, n = sum-int(row[gone]), n-1
			}
			if x >= 0 {
				out[x] = uint8(sum / n)
			}
		}
	}
	ink := make([]bool, w*h)
	for y := range h {
		row, out := g.Pix[y*g.Stride:][:w], ink[y*w:][:w]
		for x, v := range row {
			out[x] = v < rulingInk
		}
		if y < off || y+off >= h {
			continue
		}
		up, mid, down := soft[(y-off)*w:][:w], soft[y*w:][:w], soft[(y+off)*w:][:w]
		for x, v := range mid {
			if v < hairInk && min(up[x], down[x]) >= max(hairInk, v+least) {
				out[x] = true
			}
		}
	}
	return ink
}

// join adds the run r, the lowest so far, to the rulings it goes on with.
func join(open []ruling, r ruling, gap, near int) []ruling {
	rest := open[:0]
	for _, o := range open {
		if o.bottom+near >= r.top && o.from-gap <= r.to && r.from <= o.to+gap {
			r = ruling{min(o.from, r.from), max(o.to, r.to), min(o.top, r.top), max(o.bottom, r.bottom)}
			continue
		}
		rest = append(rest, o)
	}
	return append(rest, r)
}

// lift whitens r in g, piece by piece, but where a letter touches or crosses it.
func lift(g *image.Gray, r ruling, dpi int) {
	piece, margin, most := max(8, dpi/8), max(2, dpi/100), max(3, int(rulingMost*float64(dpi)))
	h := g.Rect.Dy()
	for from := r.from; from < r.to; {
		to := from + piece
		if to+piece > r.to {
			to = r.to
		}
		first := from
		from = to
		top, bottom := inkedRows(g, image.Rect(first, max(0, r.top-margin), to, min(h, r.bottom+margin)))
		if bottom == top || bottom-top > most {
			continue
		}
		for x := first; x < to; x++ {
			if dark := func(y int) bool { return y >= 0 && y < h && g.Pix[y*g.Stride+x] < letterInk }; dark(top-1) || dark(bottom) {
				continue
			}
			for y := max(0, top-1); y < min(h, bottom+1); y++ {
				g.Pix[y*g.Stride+x] = 255
			}
		}
	}
}

// inkedRows are the rows of r around its darkest that have ink in most columns.
func inkedRows(g *image.Gray, r image.Rectangle) (top, bottom int) {
	const paper = 246
	levels := make([]uint8, r.Dy())
	column := make([]uint8, r.Dx())
	darkest := 0
	for i := range levels {
		y := r.Min.Y + i
		copy(column, g.Pix[y*g.Stride+r.Min.X:y*g.Stride+r.Max.X])
		slices.Sort(column)
		if levels[i] = column[len(column)/2]; levels[i] < levels[darkest] {
			darkest = i
		}
	}
	if levels[darkest] >= paper {
		return r.Min.Y, r.Min.Y
	}
	top, bottom = darkest, darkest+1
	for top > 0 && levels[top-1] < paper {
		top--
	}
	for bottom < len(levels) && levels[bottom] < paper {
		bottom++
	}
	return r.Min.Y + top, r.Min.Y + bottom
}

// transposed is g with across and down exchanged.
func transposed(g *image.Gray) *image.Gray {
	const tile = 32
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, h, w))
	for y0 := 0; y0 < h; y0 += tile {
		for x0 := 0; x0 < w; x0 += tile {
			for y := y0; y < min(h, y0+tile); y++ {
				for x := x0; x < min(w, x0+tile); x++ {
					out.Pix[x*h+y] = g.Pix[y*g.Stride+x]
				}
			}
		}
	}
	return out
}
