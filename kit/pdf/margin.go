package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markRunning finds page numbers, and heads and feet that come again on other pages.
func markRunning(pages []Page) {
	seen := map[string]int{}
	for i := range pages {
		for _, l := range edges(&pages[i]) {
			seen[pattern(*l)]++
		}
	}
	for i := range pages {
		for _, l := range edges(&pages[i]) {
			if n := seen[pattern(*l)]; isPageNumber(l.Text) || n > 2 && n*4 >= len(pages) {
				l.Kind = Running
			}
		}
	}
}

// edges are the first two and the last two lines of a page, where they stand in its margins.
func edges(p *Page) []*Line {
	var out []*Line
	for i := range p.Lines {
		l := &p.Lines[i]
		top, foot := i < 2 && l.Box.Y1 < 0.1*p.Height, i >= len(p.Lines)-2 && l.Box.Y0 > 0.9*p.Height
		if l.Kind == Plain && (top || foot) {
			out = append(out, l)
		}
	}
	return out
}

// pattern is a text with its numbers made alike.
func pattern(l Line) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, l.Text)
}

// isPageNumber tells «2», «- 2 -», «Trang 2/15».
func isPageNumber(s string) bool {
	digits := 0
	for f := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsLetter(r) }) {
		switch {
		case strings.IndexFunc(f, func(r rune) bool { return !unicode.IsDigit(r) }) < 0:
			digits += len(f)
		case f != "trang" && f != "page":
			return false
		}
	}
	return digits > 0 && digits <= 6
}

// markNotes finds footnotes: at the foot of a page, smaller than the text, the first of them beginning with its number.
func markNotes(pages []Page) {
	usual := usualHeight(pages)
	for i := range pages {
		lines := body(&pages[i])
		n := len(lines)
		for n > 0 && lines[n-1].Kind == Plain && lines[n-1].height() < 0.88*usual {
			n--
		}
		for n < len(lines) && !lines[n].noted {
			n++
		}
		for _, l := range lines[n:] {
			if l.Box.Y0 > 0.4*pages[i].Height {
				l.Kind = Note
			}
		}
	}
}

// usualHeight is the height of the lines that hold most of the text.
func usualHeight(pages []Page) float64 {
	letters := map[float64]int{}
	best := 0.0
	for i := range pages {
		for _, l := range pages[i].Lines {
			if l.Kind == Plain {
				h := math.Round(l.height())
				if letters[h] += len(l.Text); letters[h] > letters[best] {
					best = h
				}
			}
		}
	}
	return best
}

// height is that of the letters of most of l.
func (l Line) height() float64 {
	hs := make([]float64, 0, len(l.Words))
	for _, w := range l.Words {
		hs = append(hs, w.height())
	}
	slices.Sort(hs)
	return hs[len(hs)/2]
}

// beginsNote reports whether words begin with the number of a footnote: a small one, or one that nothing parts from its word.
func beginsNote(words []Word) bool {
	first := words[0]
	if isMark(first.Text) && len(words) > 1 {
		return first.height() < 0.8*words[1].height() || strings.HasPrefix(first.Text, "[")
	}
	digits := len(first.Text) - len(strings.TrimLeft(first.Text, "0123456789"))
	r, _ := utf8.DecodeRuneInString(first.Text[digits:])
	return digits > 0 && digits < 3 && unicode.IsUpper(r)
}
