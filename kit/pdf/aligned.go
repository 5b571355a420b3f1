package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A lane is a blank between two columns of a table without rulings.
type lane struct{ lo, hi float64 }

const (
	leastLanes = 2   // two columns are the head or the foot of a paper
	leastLines = 3   // printed lines of a table
	leastLane  = 4.0 // points
	mostLines  = 200 // of a table on one page
)

// lanes are the wide gaps of a line.
func lanes(words []Word) []lane {
	var out []lane
	wide := wideGap(words)
	for i := 1; i < len(words); i++ {
		if words[i].Box.X0-words[i-1].Box.X1 >= wide {
			out = append(out, lane{words[i-1].Box.X1, words[i].Box.X0})
		}
	}
	return out
}

// free is what of a lane no word has covered, from line to line.
type free []lane

// without is what words leave of f.
func (f free) without(words []Word) free {
	for _, w := range words {
		var left free
		for _, l := range f {
			if w.Box.X1 <= l.lo || w.Box.X0 >= l.hi {
				left = append(left, l)
				continue
			}
			for _, part := range []lane{{l.lo, w.Box.X0}, {w.Box.X1, l.hi}} {
				if part.hi-part.lo >= leastLane {
					left = append(left, part)
				}
			}
		}
		f = left
	}
	return f
}

// widest is the lane that f leaves.
func (f free) widest() lane {
	return slices.MaxFunc(f, func(a, b lane) int { return cmp.Compare(a.hi-a.lo, b.hi-b.lo) })
}

// narrowed is what words leave of lanes; false when they close one.
func narrowed(lanes []free, words []Word) ([]free, bool) {
	out := make([]free, len(lanes))
	for i, f := range lanes {
		if out[i] = f.without(words); len(out[i]) == 0 {
			return nil, false
		}
	}
	return out, true
}

// aligned finds a table without rulings whose head is the first of lines: how
// many lines it takes, and its rows. It takes none when it is no table.
func aligned(lines [][]Word) (int, []Line) {
	var gaps []free
	for _, l := range lanes(lines[0]) {
		gaps = append(gaps, free{l})
	}
	if len(gaps) < leastLanes {
		return 0, nil
	}
	n := 1
	for n < min(len(lines), mostLines) && lines[n][0].middle()-lines[n-1][0].middle() < 3*lines[n][0].height() {
		left, ok := narrowed(gaps, lines[n])
		if !ok {
			break
		}
		gaps = left
		n++
	}
	if n < leastLines {
		return 0, nil
	}
	t := layOut(gaps, lines[:n])
	rows := t.lines()
	for len(rows) > 0 && lone(rows[len(rows)-1].Text) { // a heading below the table
		last := rows[len(rows)-1]
		rows = rows[:len(rows)-1]
		for n > 0 && lines[n-1][0].middle() > last.Box.Y0 {
			n--
		}
	}
	if len(rows) < 2 || slices.ContainsFunc(rows, func(l Line) bool { return lone(l.Text) }) {
		return 0, nil
	}
	return n, rows
}

// lone reports whether a row has words in one cell only.
func lone(row string) bool {
	return len(strings.FieldsFunc(row, func(r rune) bool { return r == '\t' })) < 2
}

// layOut makes a table of lines: columns between the lanes, and a row wherever
// more than the usual way parts two lines. Where nothing does, each line that
// says something in the first column begins one.
func layOut(gaps []free, lines [][]Word) *table {
	box := lines[0][0].Box
	for _, words := range lines {
		for _, w := range words {
			box = box.with(w.Box)
		}
	}
	xs := []float64{box.X0 - 1}
	for _, g := range gaps {
		l := g.widest()
		xs = append(xs, (l.lo+l.hi)/2)
	}
	xs = append(xs, box.X1+1)
	leading := leadingOf(xs, lines)
	starts := func(k int) bool { return highest(lines[k])-lowest(lines[k-1]) > leading+2.5 }
	if !slices.ContainsFunc(indexes(lines)[1:], starts) {
		starts = func(k int) bool { return lines[k][0].Box.X0 < xs[1] }
	}
	ys := []float64{box.Y0 - 1}
	for k := 1; k < len(lines); k++ {
		if starts(k) {
			ys = append(ys, (highest(lines[k])+lowest(lines[k-1]))/2)
		}
	}
	ys = append(ys, box.Y1+1)
	t := &table{grid: grid{xs: xs, ys: ys}, cell: make([]int, (len(xs)-1)*(len(ys)-1)), words: make([][]Word, (len(xs)-1)*(len(ys)-1))}
	for i := range t.cell {
		t.cell[i] = i
	}
	for _, words := range lines {
		for _, w := range words {
			t.take(w)
		}
	}
	return t
}

// highest and lowest are the middles of the words of a line that stand highest and lowest.
func highest(words []Word) float64 { return slices.MinFunc(words, byMiddle).middle() }
func lowest(words []Word) float64  { return slices.MaxFunc(words, byMiddle).middle() }

func byMiddle(a, b Word) int { return cmp.Compare(a.middle(), b.middle()) }

func indexes(lines [][]Word) []int {
	out := make([]int, len(lines))
	for i := range out {
		out[i] = i
	}
	return out
}

// leadingOf is the least way from a line to the next in one column.
func leadingOf(xs []float64, lines [][]Word) float64 {
	least := math.Inf(1)
	last := make([]float64, len(xs))
	for _, words := range lines {
		for _, w := range words {
			c, ok := place(xs, (w.Box.X0+w.Box.X1)/2)
			if !ok {
				continue
			}
			if way := w.middle() - last[c]; last[c] > 0 && way > 0.6*w.height() {
				least = min(least, way)
			}
			last[c] = w.middle()
		}
	}
	return least
}

// setLines makes lines of words that stand beside each other, and rows of what is aligned as a table.
func setLines(lines [][]Word) []Line {
	var out []Line
	for len(lines) > 0 {
		if n, rows := aligned(lines); n > 0 {
			out, lines = append(out, rows...), lines[n:]
			continue
		}
		out, lines = append(out, setLine(lines[0])), lines[1:]
	}
	slices.SortStableFunc(out, func(a, b Line) int { return cmp.Compare(a.Box.Y0, b.Box.Y0) })
	return out
}
