package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

func (w Word) height() float64 { return w.Box.Y1 - w.Box.Y0 }
func (w Word) middle() float64 { return (w.Box.Y0 + w.Box.Y1) / 2 }

// page sets the words of a sheet in lines. Tables are found where it was drawn.
func (p *sheet) page(drawn picture) Page {
	page := Page{No: p.no, Width: p.width, Height: p.height, Picture: p.picture, Garbled: garbled(p.words)}
	hidden := 0
	for _, w := range p.words {
		if w.Hidden {
			hidden++
		}
	}
	if hidden > 0 {
		page.Hidden = float64(hidden) / float64(len(p.words))
	}
	if page.Hidden < 0.5 {
		p.dropMarks()
	}
	tabled, rest := p.tables(drawn)
	page.Lines = append(setLines(rows(rest)), tabled...)
	p.centre(page.Lines)
	slices.SortStableFunc(page.Lines, func(a, b Line) int { return cmp.Compare(a.Box.Y0, b.Box.Y0) })
	return page
}

// dropMarks leaves out what is printed aslant across a page, a watermark: words
// much larger than the others that pdftohtml does not set among its lines.
func (p *sheet) dropMarks() {
	var heights []float64
	for _, w := range p.words {
		heights = append(heights, w.height())
	}
	slices.Sort(heights)
	p.words = slices.DeleteFunc(p.words, func(w Word) bool { return w.Hidden && w.height() > 1.5*heights[len(heights)/2] })
}

// rows puts words that stand beside each other together, from the top of the page down, each row from the left.
func rows(words []Word) [][]Word {
	words = slices.Clone(words)
	slices.SortStableFunc(words, byMiddle)
	var out [][]Word
	for _, w := range words {
		if n := len(out); n > 0 {
			first := out[n-1][0]
			if w.middle()-first.middle() <= 0.45*min(max(w.height(), 0.7*first.height()), max(first.height(), 0.7*w.height())) {
				out[n-1] = append(out[n-1], w)
				continue
			}
		}
		out = append(out, []Word{w})
	}
	for _, row := range out {
		slices.SortStableFunc(row, func(a, b Word) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
	}
	return out
}

// setLine makes the line of words that stand beside each other.
func setLine(words []Word) Line {
	noted := beginsNote(words)
	words = unmarked(words)
	var b strings.Builder
	wide := wideGap(words)
	for i, w := range words {
		if i > 0 {
			gap := w.Box.X0 - words[i-1].Box.X1
			switch {
			case gap >= wide && !(i == 1 && isLabel(words[0].Text)):
				b.WriteByte('\t')
			case gap > 0.05*w.height() || !touching(words[i-1], w):
				b.WriteByte(' ')
			}
		}
		b.WriteString(w.Text)
	}
	l := lineOf(words)
	l.Text, l.noted = b.String(), noted
	return l
}

// lineOf is the line of words, but for its text.
func lineOf(words []Word) Line {
	l := Line{Words: words, Box: words[0].Box, Bold: true, Italic: true}
	sizes := map[float64]int{}
	for _, w := range words {
		l.Box = l.Box.with(w.Box)
		l.Bold, l.Italic = l.Bold && w.Bold, l.Italic && w.Italic
		sizes[w.Size] += len(w.Text)
	}
	for s, n := range sizes {
		if n > sizes[l.Size] || n == sizes[l.Size] && s > l.Size {
			l.Size = s
		}
	}
	return l
}

// touching reports whether two words have nothing between them: one word in two fonts.
func touching(a, b Word) bool { return math.Abs(b.Box.X0-a.Box.X1) <= 0.05*b.height() }

// wideGap is the least gap that parts columns. The blanks of a justified line are all wide, and part nothing.
func wideGap(words []Word) float64 {
	high := 0.0
	for _, w := range words {
		high = max(high, w.height())
	}
	usual := 0.0
	if between := gaps(words); len(between) > 2 {
		slices.Sort(between)
		usual = between[len(between)/2]
	}
	return max(0.7*high, 2.2*min(usual, high))
}

// gaps are the blanks between words that stand beside each other.
func gaps(words []Word) []float64 {
	var out []float64
	for i := 1; i < len(words); i++ {
		out = append(out, words[i].Box.X0-words[i-1].Box.X1)
	}
	return out
}

// isLabel tells «1.», «a)», «II.», «-», after which a gap is only an indent.
func isLabel(s string) bool {
	return len(s) <= 6 && strings.ContainsAny(s[len(s)-1:], ".)/") || s == "-" || s == "+" || s == "–" || s == "•" || s == "*"
}

// unmarked leaves out the small raised numbers that point to footnotes.
func unmarked(words []Word) []Word {
	high := 0.0
	for _, w := range words {
		high = max(high, w.height())
	}
	out := make([]Word, 0, len(words))
	for _, w := range words {
		if w.height() >= 0.72*high || !isMark(w.Text) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return words
	}
	return out
}

func isMark(s string) bool {
	s = strings.Trim(s, "()[]*")
	return len(s) <= 3 && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

func (b Box) with(c Box) Box {
	return Box{min(b.X0, c.X0), min(b.Y0, c.Y0), max(b.X1, c.X1), max(b.Y1, c.Y1)}
}

// centre finds which lines are set in the middle between the margins of the page.
func (p *sheet) centre(lines []Line) {
	left, right := p.width, 0.0
	for _, l := range lines {
		left, right = min(left, l.Box.X0), max(right, l.Box.X1)
	}
	for i, l := range lines {
		before, after := l.Box.X0-left, right-l.Box.X1
		lines[i].Centred = l.Kind == Plain && before > 12 && math.Abs(before-after) < 12+0.1*(before+after)
	}
}
