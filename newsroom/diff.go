package newsroom

import (
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// A piece is a run of words that stayed, came or went.
type piece struct {
	Text string
	How  rune // '=' stayed, '+' came, '-' went
}

// changed is one part of a story, before and after.
type changed struct {
	Name   string
	Pieces []piece
}

// compare is what is different between two texts, part by part; parts that are the same and empty are left out.
func compare(before, after Text) (out []changed) {
	for _, p := range []struct{ name, before, after string }{
		{"Đầu đề", before.Title, after.Title},
		{"Nội dung của kế hoạch", before.Theme.Name, after.Theme.Name},
		{"Tóm tắt", before.Summary, after.Summary},
		{"Video", before.Video, after.Video},
		{"Bài", before.Body, after.Body},
	} {
		if p.before+p.after != "" {
			out = append(out, changed{p.name, differ(p.before, p.after)})
		}
	}
	return out
}

// same reports whether nothing came or went.
func (c changed) same() bool { return len(c.Pieces) == 1 && c.Pieces[0].How == '=' }

// differ says word by word how before became after: a word of Vietnamese is a run of letters, its marks included, so
// that «hoà» and «hòa» differ as a whole. Each word stands for one sign while they are compared.
func differ(before, after string) []piece {
	var words []string
	number := map[string]rune{}
	coded := func(s string) []rune {
		tokens := tokens(s)
		out := make([]rune, len(tokens))
		for i, w := range tokens {
			n, ok := number[w]
			if !ok {
				n = sign(len(words))
				number[w] = n
				words = append(words, w)
			}
			out[i] = n
		}
		return out
	}
	a, b := coded(before), coded(after)
	d := diffmatchpatch.New()
	d.DiffTimeout = 0 // the same two texts always differ in the same way
	var out []piece
	for _, part := range d.DiffCleanupMerge(d.DiffMainRunes(a, b, false)) {
		var text strings.Builder
		for _, r := range part.Text {
			text.WriteString(words[unsign(r)])
		}
		how := map[diffmatchpatch.Operation]rune{diffmatchpatch.DiffEqual: '=', diffmatchpatch.DiffInsert: '+', diffmatchpatch.DiffDelete: '-'}[part.Type]
		out = append(out, piece{text.String(), how})
	}
	return out
}

// sign and unsign turn the number of a word into a rune and back, past the runes that are none.
func sign(n int) rune {
	if r := rune(n + 1); r < 0xD800 {
		return r
	}
	return rune(n + 1 + 0x800)
}

func unsign(r rune) int {
	if r < 0xD800 {
		return int(r) - 1
	}
	return int(r) - 1 - 0x800
}

// tokens cuts s into words, and what stands between them sign by sign; a run of blanks is one.
func tokens(s string) (out []string) {
	kind := func(r rune) int {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
			return 1
		case r != '\n' && unicode.IsSpace(r):
			return 2
		}
		return 0
	}
	start, last := 0, 0
	for i, r := range s {
		k := kind(r)
		if i > start && (k != last || k == 0) {
			out = append(out, s[start:i])
			start = i
		}
		last = k
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}
