package scan

import (
	"cmp"
	"image"
	"slices"
)

// agree makes one reading of several of the same page. The first gives the
// lines; each of its words gives way where others, in its place, are surer.
// Words that only another reading saw stay out: they are mostly specks.
func agree(readings [][]found) []found {
	first := readings[0]
	others := make([][]found, len(readings)-1)
	for i, r := range readings[1:] {
		others[i] = slices.SortedFunc(slices.Values(r), func(a, b found) int { return cmp.Compare(a.Box.Min.Y, b.Box.Min.Y) })
	}
	var out []found
	for i := 0; i < len(first); {
		spans := [][]found{first[i : i+1]}
		n := 1
		for _, o := range others {
			there := inPlace(o, first[i].Box)
			spans = append(spans, there)
			// One word there may stand for several here.
			if len(there) == 1 {
				for i+n < len(first) && sameLine(first[i], first[i+n]) && covers(there[0].Box, first[i+n].Box) {
					n++
				}
			}
		}
		spans[0] = first[i : i+n]
		if n > 1 {
			for k, o := range others {
				spans[k+1] = inPlace(o, around(spans[0]))
			}
		}
		out = append(out, surest(spans)...)
		i += n
	}
	return out
}

func sameLine(a, b found) bool { return a.block == b.block && a.par == b.par && a.line == b.line }

// covers reports whether most of b's width is within a, on one line.
func covers(a, b image.Rectangle) bool {
	x := min(a.Max.X, b.Max.X) - max(a.Min.X, b.Min.X)
	y := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
	return 2*x > b.Dx() && 2*y > min(a.Dy(), b.Dy())
}

// inPlace are the words, sorted by their tops, that stand in the place of box, from left to right.
func inPlace(words []found, box image.Rectangle) []found {
	const tallest = 400 // pixels; no line of letters is higher
	lo, _ := slices.BinarySearchFunc(words, box.Min.Y-tallest, func(w found, y int) int { return cmp.Compare(w.Box.Min.Y, y) })
	var out []found
	for _, w := range words[lo:] {
		if w.Box.Min.Y > box.Max.Y {
			break
		}
		if covers(box, w.Box) || covers(w.Box, box) {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b found) int { return cmp.Compare(a.Box.Min.X, b.Box.Min.X) })
	return out
}

func around(words []found) image.Rectangle {
	var box image.Rectangle
	for _, w := range words {
		box = box.Union(w.Box)
	}
	return box
}

// surest takes of several readings of one place the surest, each helped by those that read the same.
func surest(spans [][]found) []found {
	best, most := 0, -1.0
	for i, s := range spans {
		if len(s) == 0 {
			continue
		}
		sum := 0.0
		for _, o := range spans {
			if sameWords(s, o) {
				sum += leastSure(o)
			}
		}
		if sum > most {
			best, most = i, sum
		}
	}
	home := spans[0][0]
	out := slices.Clone(spans[best])
	for i := range out {
		out[i].block, out[i].par, out[i].line = home.block, home.par, home.line
	}
	return out
}

func sameWords(a, b []found) bool {
	return slices.EqualFunc(a, b, func(x, y found) bool { return x.Text == y.Text })
}

func leastSure(words []found) float64 {
	least := 1.0
	for _, w := range words {
		least = min(least, w.Sure)
	}
	return least
}
