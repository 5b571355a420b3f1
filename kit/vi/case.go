package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Upper is s in capitals, in NFC: ủy ban becomes ỦY BAN. Combining marks compose first, so that none is left behind.
func Upper(s string) string { return strings.ToUpper(norm.NFC.String(s)) }

// Lower is s in small letters, in NFC. (The Turkish İ, which grows a mark when it shrinks, is composed again.)
func Lower(s string) string { return norm.NFC.String(strings.ToLower(norm.NFC.String(s))) }

// Sentence is s with a capital at its head, the rest as it is: «về chuyển đổi số» becomes «Về chuyển đổi số».
func Sentence(s string) string {
	s = norm.NFC.String(s)
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return norm.NFC.String(string(unicode.ToTitle(r)) + s[n:])
}

// Name is s as the name of a person or a place is printed: each word with a
// capital and the rest small, hyphened words too: NGUYỄN THỊ LAN becomes Nguyễn
// Thị Lan. White space is set to single spaces.
func Name(s string) string {
	head := true
	s = strings.Map(func(r rune) rune {
		was := head
		head = !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && r != '\'' && r != '’'
		if was {
			return unicode.ToTitle(r)
		}
		return unicode.ToLower(r)
	}, norm.NFC.String(strings.Join(strings.Fields(s), " ")))
	return norm.NFC.String(s)
}
