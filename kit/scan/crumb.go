package scan

import "image"

// besideRuling is how far, in parts of an inch, what lifting leaves of a ruling reaches into a cell.
const besideRuling = 0.065

// unruled is the cell r without the rulings along its sides that lifting left:
// the second line of a double one, one that is crooked or torn.
func unruled(g *image.Gray, r image.Rectangle, dpi int) image.Rectangle {
	const whole = 0.75 // of the side, counting a row together with its neighbours
	r = r.Intersect(g.Rect)
	w, h := r.Dx(), r.Dy()
	reach, edge := max(2, int(besideRuling*float64(dpi))), max(1, dpi/100)
	dark := func(x, y int) bool {
		p := image.Pt(x, y)
		return p.In(r) && g.Pix[p.Y*g.Stride+p.X] < letterInk
	}
	depth := func(along, across int, dark func(along, across int) bool) int {
		for at := min(reach, across/4); at >= 0; at-- {
			n := 0
			for i := range along {
				if dark(i, at-1) || dark(i, at) || dark(i, at+1) {
					n++
				}
			}
			if float64(n) > whole*float64(along) {
				return at + edge
			}
		}
		return 0
	}
	left := depth(h, w, func(y, x int) bool { return dark(r.Min.X+x, r.Min.Y+y) })
	right := depth(h, w, func(y, x int) bool { return dark(r.Max.X-1-x, r.Min.Y+y) })
	top := depth(w, h, func(x, y int) bool { return dark(r.Min.X+x, r.Min.Y+y) })
	bottom := depth(w, h, func(x, y int) bool { return dark(r.Min.X+x, r.Max.Y-1-y) })
	return image.Rect(r.Min.X+left, r.Min.Y+top, r.Max.X-right, r.Max.Y-bottom)
}

// sweep takes the crumbs of rulings out of the cell r: ink that touches a side and
// stays by it. Above and below these are flat: what is higher may be the tone of a letter.
func sweep(g *image.Gray, r image.Rectangle, dpi int) {
	touch, beside, flat := r.Inset(max(1, dpi/150)), int(besideRuling*float64(dpi)), max(2, dpi/75)
	if r.Dx() <= 2*beside || touch.Empty() {
		return
	}
	seen := make([]bool, r.Dx()*r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if image.Pt(x, y).In(touch) {
				x = touch.Max.X - 1
				continue
			}
			spot, box := spotAt(g, r, image.Pt(x, y), seen)
			if box.Max.X > r.Min.X+beside && box.Min.X < r.Max.X-beside && box.Dy() > flat {
				continue
			}
			for _, p := range spot {
				g.Pix[p.Y*g.Stride+p.X] = 255
			}
		}
	}
}

// spotAt is the ink of r that hangs together with p, and its box; none of what was seen before.
func spotAt(g *image.Gray, r image.Rectangle, p image.Point, seen []bool) (spot []image.Point, box image.Rectangle) {
	add := func(p image.Point) {
		if !p.In(r) || g.Pix[p.Y*g.Stride+p.X] >= rulingInk {
			return
		}
		if i := (p.Y-r.Min.Y)*r.Dx() + p.X - r.Min.X; !seen[i] {
			seen[i] = true
			spot = append(spot, p)
			box = box.Union(image.Rect(p.X, p.Y, p.X+1, p.Y+1))
		}
	}
	add(p)
	for i := 0; i < len(spot); i++ {
		for y := -1; y <= 1; y++ {
			for x := -1; x <= 1; x++ {
				add(spot[i].Add(image.Pt(x, y)))
			}
		}
	}
	return spot, box
}
