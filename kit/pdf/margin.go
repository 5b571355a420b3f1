package pdf

import (
	"strings"
	"unicode"
)

// markRunning finds page numbers, and heads and feet that come again on most pages.
func markRunning(pages []Page) {
	seen := map[string]int{}
	for i := range pages {
		for _, l := range edges(&pages[i]) {
			seen[pattern(*l)]++
		}
	}
	for i := range pages {
		for _, l := range edges(&pages[i]) {
			if isPageNumber(l.Text) || len(pages) > 2 && seen[pattern(*l)]*2 > len(pages) {
				l.Kind = Running
			}
		}
	}
}

// edges are the first and the last line of a page, where they stand in its margins.
func edges(p *Page) []*Line {
	var out []*Line
	if n := len(p.Lines); n > 0 {
		if first := &p.Lines[0]; first.Box.Y1 < 0.1*p.Height {
			out = append(out, first)
		}
		if last := &p.Lines[n-1]; n > 1 && last.Box.Y0 > 0.9*p.Height {
			out = append(out, last)
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

// garbled tells letters that stand for others: signs in the middle of words, and places without a letter.
func garbled(words []Word) bool {
	bad, all := 0, 0
	for _, w := range words {
		for _, r := range w.Text {
			all++
			if r == unicode.ReplacementChar || unicode.Is(unicode.Co, r) {
				bad++
			}
		}
	}
	return bad*50 > all
}
