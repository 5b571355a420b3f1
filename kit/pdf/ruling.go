package pdf

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// A picture is a page drawn small, a grey point for each point of paper.
type picture struct {
	width, height int
	grey          []byte
}

// A stroke is a straight line of a picture, along x or along y: from one point to another, at a place across.
type stroke struct{ at, from, to float64 }

const (
	dark        = 200 // and below
	thick       = 4   // a stroke that is thicker is an area
	shortAcross = 20  // the least length of a stroke along x
	shortDown   = 10  // and along y: a row of small letters
	drawnAtOnce = 32  // pages
	largest     = 4e6 // points of a page that is drawn: A1
)

// draw draws the pages that may hold tables, by their places among sheets.
func draw(ctx context.Context, path string, sheets []sheet) (map[int]picture, error) {
	out := map[int]picture{}
	for i := 0; i < len(sheets); {
		if !sheets[i].tabular() {
			i++
			continue
		}
		last := i
		for k := i; k < len(sheets) && k < i+drawnAtOnce && sheets[k].drawable(); k++ {
			if sheets[k].tabular() {
				last = k
			}
		}
		b, err := poppler(ctx, "pdftoppm", "-gray", "-r", "72", "-aa", "no", "-aaVector", "no", "-f", fmt.Sprint(i+1), "-l", fmt.Sprint(last+1), path)
		if err != nil {
			return nil, err
		}
		for ; i <= last; i++ {
			var p picture
			if p, b, err = cutPicture(b); err != nil {
				return nil, err
			}
			out[i] = p
		}
	}
	return out, nil
}

// drawable tells a page that is no scan and not as large as a wall.
func (p *sheet) drawable() bool { return p.picture < 0.5 && p.width*p.height <= largest }

// tabular tells a page on which words stand side by side in more than one line.
func (p *sheet) tabular() bool {
	if !p.drawable() {
		return false
	}
	n := 0
	for _, row := range rows(p.words) {
		wide := wideGap(row)
		if slices.ContainsFunc(gaps(row), func(gap float64) bool { return gap >= wide }) {
			n++
		}
	}
	return n > 1
}

var errPicture = errors.New("pdftoppm wrote no picture")

// cutPicture takes the first of the pictures that pdftoppm wrote, and leaves the others.
func cutPicture(b []byte) (picture, []byte, error) {
	var p picture
	head, rest, ok := bytes.Cut(b, []byte("\n255\n"))
	if !ok {
		return p, nil, errPicture
	}
	if _, err := fmt.Sscanf(string(head), "P5\n%d %d", &p.width, &p.height); err != nil {
		return p, nil, errPicture
	}
	if p.width <= 0 || p.height <= 0 || p.width > largest || p.height > largest || len(rest) < p.width*p.height {
		return p, nil, errPicture
	}
	p.grey = rest[:p.width*p.height]
	return p, rest[len(p.grey):], nil
}

// strokes finds the straight lines of a picture: those along x, and those along y.
func (p picture) strokes() (across, down []stroke) {
	if len(p.grey) == 0 {
		return nil, nil
	}
	return strokesOf(p, shortAcross), strokesOf(p.turned(), shortDown)
}

// turned is the picture with x for y: strokes are looked for along its memory.
func (p picture) turned() picture {
	t := picture{p.height, p.width, bytes.Repeat([]byte{white}, len(p.grey))}
	for y := range p.height {
		points := p.grey[y*p.width:][:p.width]
		for x := skipWhite(points, 0); x < len(points); x = skipWhite(points, x+1) {
			t.grey[x*p.height+y] = points[x]
		}
	}
	return t
}

const white = 255

// skipWhite is the first point from i on that is not white. Nearly all are.
func skipWhite(points []byte, i int) int {
	for i+8 <= len(points) && binary.NativeEndian.Uint64(points[i:]) == math.MaxUint64 {
		i += 8
	}
	for i < len(points) && points[i] == white {
		i++
	}
	return i
}

// A band is runs of dark points in neighbouring ranks.
type band struct{ first, last, from, to int }

// strokesOf finds the strokes along the ranks of a picture. Runs in neighbouring
// ranks are one stroke; one thicker than a ruling is none.
func strokesOf(p picture, short int) []stroke {
	var open, next []band
	var out []stroke
	shut := func(bands []band) {
		for _, b := range bands {
			if b.last-b.first < thick {
				out = append(out, stroke{float64(b.first+b.last+1) / 2, float64(b.from), float64(b.to)})
			}
		}
	}
	for rank := range p.height {
		points := p.grey[rank*p.width:][:p.width]
		next = next[:0]
		for i := skipWhite(points, 0); i < len(points); i = skipWhite(points, i+1) {
			from := i
			for i < len(points) && points[i] < dark {
				i++
			}
			if i-from < short {
				continue
			}
			b := band{rank, rank, from, i}
			open = slices.DeleteFunc(open, func(o band) bool {
				if o.from >= b.to || b.from >= o.to {
					return false
				}
				b.first, b.from, b.to = min(b.first, o.first), min(b.from, o.from), max(b.to, o.to)
				return true
			})
			next = append(next, b)
		}
		shut(open)
		open, next = next, open
	}
	shut(open)
	return out
}

const near = 3.0 // points by which rulings may miss each other

// meets reports whether a stroke along x and one along y touch.
func meets(across, down stroke) bool {
	return down.at >= across.from-near && down.at <= across.to+near && across.at >= down.from-near && across.at <= down.to+near
}

// A grid is a table as its rulings draw it.
type grid struct {
	xs, ys       []float64 // the edges of its columns and rows
	across, down []stroke
}

// grids puts strokes that meet together. What has no two cells is no table, and
// what has many thousand strokes is a drawing.
func grids(across, down []stroke) []grid {
	if len(across)*len(down) > 4_000_000 {
		return nil
	}
	group := make([]int, len(across)+len(down)) // a forest: the group of a stroke, those along y after the others
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i, a := range across {
		for k, d := range down {
			if meets(a, d) {
				group[root(len(across)+k)] = root(i)
			}
		}
	}
	byRoot := map[int]*grid{}
	at := func(i int) *grid {
		r := root(i)
		if byRoot[r] == nil {
			byRoot[r] = &grid{}
		}
		return byRoot[r]
	}
	for i, a := range across {
		g := at(i)
		g.across = append(g.across, a)
		g.ys, g.xs = append(g.ys, a.at), append(g.xs, a.from, a.to)
	}
	for k, d := range down {
		g := at(len(across) + k)
		g.down = append(g.down, d)
		g.xs, g.ys = append(g.xs, d.at), append(g.ys, d.from, d.to)
	}
	var out []grid
	for _, g := range byRoot {
		g.xs, g.ys = clusters(g.xs), clusters(g.ys)
		if len(g.across) > 1 && len(g.xs) > 2 && len(g.ys) > 1 && len(g.xs)*len(g.ys) <= 20_000 {
			out = append(out, *g)
		}
	}
	slices.SortFunc(out, func(a, b grid) int { return cmp.Or(cmp.Compare(a.ys[0], b.ys[0]), cmp.Compare(a.xs[0], b.xs[0])) })
	return out
}

// clusters makes one place of places that are near each other.
func clusters(at []float64) []float64 {
	slices.Sort(at)
	var out []float64
	for i, x := range at {
		if i == 0 || x-at[i-1] > near {
			out = append(out, x)
		}
	}
	return out
}

// wall reports whether strokes at a place cover most of the way from one point to another.
func wall(strokes []stroke, at, from, to float64) bool {
	covered := 0.0
	for _, s := range strokes {
		if s.at >= at-near-1 && s.at <= at+near+1 {
			covered += max(0, min(s.to, to)-max(s.from, from))
		}
	}
	return covered > 0.6*(to-from)
}
