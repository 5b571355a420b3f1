package vi

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s in lower case and without marks, đ as d: the form in which
// «Đồ Sơn», «ĐỒ SƠN» and «do son» are one. Composed and combining input give
// the same. Input in NFC keeps its length in runes, so that the n-th rune of
// the result stands for the n-th rune of s.
func Fold(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf && !('A' <= s[i] && s[i] <= 'Z') {
		i++
	}
	if i == len(s) {
		return s
	}
	b := append(make([]byte, 0, len(s)+8), s[:i]...)
	for _, r := range s[i:] {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b = append(b, byte(r))
			continue
		}
		if r = FoldRune(r); r >= 0 {
			b = utf8.AppendRune(b, r)
		}
	}
	return string(b)
}

// FoldRune is Fold of one rune; -1 for a combining mark, which Fold leaves out.
func FoldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case 0xC0 <= r && r < 0x250:
		return rune(foldLow[r-0xC0])
	case 0x1E00 <= r && r < 0x1F00:
		return rune(foldHigh[r-0x1E00])
	case isMark(r):
		return -1
	case r < 0xC0 || r == utf8.RuneError:
		return r
	}
	return foldForeign(r)
}

// isMark reports whether r is one of the combining marks that accented letters decompose into.
func isMark(r rune) bool { return 0x300 <= r && r <= 0x36F }

// foldForeign folds a letter of another script: Greek and Cyrillic lose case and accent alike.
func foldForeign(r rune) rune {
	for range 3 { // Ǻ-like towers settle after two steps
		lower := unicode.ToLower(r)
		if d := norm.NFD.PropertiesString(string(lower)).Decomposition(); d != nil {
			first, n := utf8.DecodeRune(d)
			if onlyMarks(d[n:]) {
				lower = first
			}
		}
		if lower == r {
			return r
		}
		r = lower
		if r < 0x250 {
			return FoldRune(r)
		}
	}
	return r
}

func onlyMarks(b []byte) bool {
	for _, r := range string(b) {
		if !isMark(r) {
			return false
		}
	}
	return true
}
