package pdf

import (
	"math"
	"slices"
	"strings"
)

// A column is where the lines of running text begin and end.
type column struct{ left, right float64 }

// markGoingOn finds the lines that go on with the paragraph of the line before,
// over pages too. A line goes on when its first word had no room above and it
// stands where the lines of that paragraph stand.
func markGoingOn(pages []Page) {
	leading := usualLeading(pages)
	columns := columnsOf(pages)
	var first, before *Line // of the paragraph, and the line above
	var width float64
	for i := range pages {
		p := &pages[i]
		c := columns[i]
		for k, l := range body(p) {
			if before != nil && p.Width == width && c.goesOn(first, before, l) && (k == 0 || l.Box.Y0-before.Box.Y0 < leading+2.5) {
				l.GoesOn = true
			} else {
				first = l
			}
			before, width = l, p.Width
		}
	}
}

const slack = 3.0 // points by which lines of one edge may differ

func (c column) goesOn(first, before, l *Line) bool {
	if l.Kind != Plain || before.Kind != Plain || l.aside() || before.aside() || l.Centred && before.Centred || l.Bold != before.Bold && l.Box.X0 > c.left+slack {
		return false
	}
	word := l.Words[0].Box
	if blank := 0.2 * (word.Y1 - word.Y0); before.Box.X1+blank+word.X1-word.X0 <= c.right-slack {
		return false // there was room for its first word
	}
	if isLabel(l.Words[0].Text) && strings.ContainsAny(before.Text[len(before.Text)-1:], ".;:,") {
		return false
	}
	switch {
	case math.Abs(l.Box.X0-c.left) <= slack:
		return true
	case startsLow(l.Text) && math.Abs(l.Box.X0-first.Box.X0) <= slack: // hung beside a bullet that is drawn, no letter
		return true
	case before != first:
		return math.Abs(l.Box.X0-before.Box.X0) <= slack
	}
	return len(first.Words) > 1 && isLabel(first.Words[0].Text) && math.Abs(l.Box.X0-first.Words[1].Box.X0) <= slack // hung beside its label
}

// aside reports whether l is what stands side by side.
func (l *Line) aside() bool { return strings.Contains(l.Text, "\t") }

// columnsOf are the columns of the pages; of one with few lines, that of all pages of its width.
func columnsOf(pages []Page) []column {
	byWidth := map[float64][]*Line{}
	for i := range pages {
		byWidth[pages[i].Width] = append(byWidth[pages[i].Width], text(&pages[i])...)
	}
	wide := map[float64]column{}
	for w, lines := range byWidth {
		wide[w] = columnOf(lines)
	}
	out := make([]column, len(pages))
	for i := range pages {
		out[i] = wide[pages[i].Width]
		if lines := text(&pages[i]); len(lines) >= 8 {
			out[i] = columnOf(lines)
		}
	}
	return out
}

func columnOf(lines []*Line) column {
	var left, right []float64
	for _, l := range lines {
		left, right = append(left, l.Box.X0), append(right, -l.Box.X1)
	}
	return column{edge(left), -edge(right)}
}

// text is the lines of running text of a page.
func text(p *Page) []*Line {
	return slices.DeleteFunc(body(p), func(l *Line) bool { return l.Kind != Plain || l.aside() })
}

// edge is the least of xs that others share, one in ten at least: one line that hangs out is no edge.
func edge(xs []float64) float64 {
	slices.Sort(xs)
	few := max(2, len(xs)/10)
	for i, x := range xs {
		if n, _ := slices.BinarySearch(xs, x+slack); n-i >= few {
			return x
		}
	}
	if len(xs) == 0 {
		return 0
	}
	return xs[0]
}

// usualLeading is the commonest way from a line of running text to the next.
func usualLeading(pages []Page) float64 {
	seen := map[float64]int{}
	best := 0.0
	for i := range pages {
		lines := text(&pages[i])
		for k := 1; k < len(lines); k++ {
			way := math.Round(2*(lines[k].Box.Y0-lines[k-1].Box.Y0)) / 2
			if seen[way]++; seen[way] > seen[best] {
				best = way
			}
		}
	}
	return best
}
