package vi

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Tone is one of the six tones, in the order of the dictionary.
type Tone uint8

const (
	Level   Tone = iota // ngang: a
	Falling             // huyền: à
	Rising              // sắc: á
	Asking              // hỏi: ả
	Broken              // ngã: ã
	Heavy               // nặng: ạ
)

// Split takes the tone off a vowel letter: ệ is ê and Heavy. Any other rune comes back as it is, Level.
func Split(r rune) (bare rune, t Tone) {
	if i := form(r); i >= 0 {
		return forms[i/6][0], Tone(i % 6)
	}
	return r, Level
}

// Join puts a tone on a vowel letter; on anything else it has no effect. A tone that r already has is replaced.
func Join(r rune, t Tone) rune {
	if i := form(r); i >= 0 && t <= Heavy {
		return forms[i/6][t]
	}
	return r
}

// form is the place of r in forms, counted along the rows; -1 when r is no vowel letter.
func form(r rune) int {
	switch {
	case 0x40 <= r && r < 0x1B8:
		return int(formLow[r-0x40]) - 1
	case 0x1EA0 <= r && r < 0x1EFA:
		return int(formHigh[r-0x1EA0]) - 1
	}
	return -1
}

// A placement says which vowel of oa, oe, uy carries the tone when nothing follows.
type placement int

const (
	onFirst  placement = iota // hòa, khỏe, ủy
	onSecond                  // hoà, khoẻ, uỷ
)

// Canon is the form in which texts are compared and stored: NFC, with the tone
// where Decree 30/2020/NĐ-CP prints it (hòa, ủy). Case and everything that is
// not a Vietnamese syllable stay as they are.
func Canon(s string) string { return place(norm.NFC.String(s), onFirst) }

// OldStyle writes the tone of oa, oe, uy on the first vowel (kiểu cũ: hòa, khỏe,
// ủy), as the decrees and most offices do. The text is in NFC.
func OldStyle(s string) string { return Canon(s) }

// NewStyle writes the tone of oa, oe, uy on the second vowel (kiểu mới: hoà,
// khoẻ, uỷ), as school books do since 1984. The text is in NFC.
func NewStyle(s string) string { return place(norm.NFC.String(s), onSecond) }

// place moves every misplaced tone of s, which is in NFC, and keeps its length in runes.
func place(s string, p placement) string {
	var out []byte
	kept := 0 // what of s is already in out
	for i := 0; i < len(s); {
		word, toned := letters(s[i:])
		if word == 0 {
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		if toned && word <= maxSyllable*3 {
			if moved, ok := placeSyllable(s[i:i+word], p); ok {
				out = append(append(out, s[kept:i]...), moved...)
				kept = i + word
			}
		}
		i += word
	}
	if out == nil {
		return s
	}
	return string(append(out, s[kept:]...))
}

// letters is the length in bytes of the letters s begins with, and whether one of them carries a tone.
func letters(s string) (n int, toned bool) {
	for i, r := range s {
		if r < utf8.RuneSelf {
			if l := r | 0x20; l < 'a' || l > 'z' {
				return i, toned
			}
			continue
		}
		if f := form(r); f >= 0 {
			toned = toned || f%6 != 0
		} else if !unicode.IsLetter(r) && !isMark(r) {
			return i, toned
		}
	}
	return len(s), toned
}

// placeSyllable moves the tone of one word; not ok when it stands well or the word is not a Vietnamese syllable.
func placeSyllable(word string, p placement) (string, bool) {
	y, ok := parse(word)
	if !ok || y.tone == Level {
		return "", false
	}
	at := y.toneAt(p)
	if at == y.tonedAt {
		return "", false
	}
	y.runes[y.tonedAt], _ = Split(y.runes[y.tonedAt])
	y.runes[at] = Join(y.runes[at], y.tone)
	return string(y.runes[:y.n]), true
}
