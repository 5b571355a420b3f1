package scan

import (
	"cmp"
	"image"
	"slices"
	"strings"
	"unicode"
)

// Gaps, in heights of the letters beside them.
const (
	wideGap  = 2.2 // parts columns within what the engine takes for one line
	blockGap = 1.0 // and between two of its lines
)

// A strip is words of one line of the engine without a wide gap between them.
type strip struct {
	words  []found
	box    image.Rectangle
	middle int // of its letters, from above
	height int
}

// rows puts the words of a page into lines as they are printed: what stands
// side by side is one line, with a tab where the gap is wide. Specks are left out.
func rows(words []found) []Line {
	var lines []Line
	for _, row := range level(cutStrips(words)) {
		if l := lineOf(row); len(l.Words) > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// level puts strips that stand side by side together, from left to right, the highest first.
func level(strips []strip) [][]strip {
	slices.SortStableFunc(strips, func(a, b strip) int { return cmp.Compare(a.middle, b.middle) })
	var all [][]strip
	for _, s := range strips {
		// A strip joins one of the rows just above it, of which it is level with every strip.
		at := slices.IndexFunc(all[max(0, len(all)-4):], func(row []strip) bool {
			return !slices.ContainsFunc(row, func(o strip) bool { return !sideBySide(o, s) })
		})
		if at < 0 {
			all = append(all, []strip{s})
			continue
		}
		row := &all[max(0, len(all)-4)+at]
		*row = append(*row, s)
	}
	for _, row := range all {
		slices.SortFunc(row, func(a, b strip) int { return cmp.Compare(a.box.Min.X, b.box.Min.X) })
	}
	return all
}

// sideBySide reports whether a and b are on one level and do not overlap.
func sideBySide(a, b strip) bool {
	level := 2*abs(a.middle-b.middle) < min(a.height, b.height)
	slack := min(a.height, b.height) / 2
	return level && (a.box.Max.X <= b.box.Min.X+slack || b.box.Max.X <= a.box.Min.X+slack)
}

func abs(n int) int { return max(n, -n) }

// cutStrips cuts the lines of the engine at their wide gaps.
func cutStrips(words []found) []strip {
	var out []strip
	for len(words) > 0 {
		n := 1
		for n < len(words) && sameLine(words[0], words[n]) {
			n++
		}
		line := words[:n]
		words = words[n:]
		height := letterHeight(line)
		from := 0
		for i := 1; i <= len(line); i++ {
			if i == len(line) || float64(line[i].Box.Min.X-line[i-1].Box.Max.X) > wideGap*float64(height) {
				if s := newStrip(line[from:i]); len(s.words) > 0 {
					out = append(out, s)
				}
				from = i
			}
		}
	}
	return out
}

// newStrip is the strip of words, without the specks at its ends; it has no words when nothing else is there.
func newStrip(words []found) strip {
	for len(words) > 0 && speck(words[0], true) {
		words = words[1:]
	}
	for len(words) > 0 && speck(words[len(words)-1], false) {
		words = words[:len(words)-1]
	}
	if !slices.ContainsFunc(words, func(w found) bool { return legible(w.Text) }) || unsure(words) {
		return strip{}
	}
	return stripOf(words)
}

func stripOf(words []found) strip {
	s := strip{words: words, box: around(words), height: letterHeight(words)}
	middles := make([]int, len(words))
	for i, w := range words {
		middles[i] = (w.Box.Min.Y + w.Box.Max.Y) / 2
	}
	slices.Sort(middles)
	s.middle = middles[len(middles)/2]
	return s
}

// legible reports whether there is a letter or a figure in s, or the sign that ends a paper.
func legible(s string) bool {
	return s == "./." || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// speck reports whether w, first or last in its strip, is dust or a piece of a ruling.
func speck(w found, first bool) bool {
	if legible(w.Text) {
		return false
	}
	if first {
		return !strings.ContainsAny(w.Text, "-–—+•*“\"‘'(…")
	}
	return strings.Trim(w.Text, "|_¬~`°^=¦") == ""
}

// unsure reports whether words are what the engine makes of seals and drawings.
func unsure(words []found) bool {
	const doubt, letters = 0.35, 3
	most, n := 0.0, 0
	for _, w := range words {
		most = max(most, w.Sure)
		n += len([]rune(w.Text))
	}
	return most < doubt || n < letters && most < 2*doubt
}

// letterHeight is the middle one of the heights of words.
func letterHeight(words []found) int {
	heights := make([]int, len(words))
	for i, w := range words {
		heights[i] = w.Box.Dy()
	}
	slices.Sort(heights)
	return max(1, heights[len(heights)/2])
}

// lineOf is the line of strips that stand side by side.
func lineOf(row []strip) Line {
	var l Line
	for i, s := range row {
		for k, w := range s.words {
			if i > 0 && k == 0 {
				last := row[i-1]
				if float64(s.box.Min.X-last.box.Max.X) > blockGap*float64(min(s.height, last.height)) {
					w.Tabs = 1
				}
			}
			l.Words = append(l.Words, w.Word)
			l.Box = l.Box.Union(w.Box)
		}
	}
	return l
}
