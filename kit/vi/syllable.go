package vi

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxSyllable is the length in letters of the longest syllable: nghiêng.
const maxSyllable = 7

// A syllable is one written syllable taken apart. Its letters from vowel up to
// coda are the vowels; before them stands the onset (with the u of qu and the i
// of gi), after them the final consonant.
type syllable struct {
	runes       [maxSyllable]rune // as written
	bare        [maxSyllable]rune // lower case, without tone
	n           int
	vowel, coda int
	tone        Tone
	tonedAt     int
}

// parse takes word apart by its letters alone; rhyme and tone may still not go together.
func parse(word string) (y syllable, ok bool) {
	y.tonedAt = -1
	for _, r := range word {
		if y.n == maxSyllable {
			return y, false
		}
		bare, tone := Split(r)
		if tone != Level {
			if y.tonedAt >= 0 {
				return y, false
			}
			y.tone, y.tonedAt = tone, y.n
		}
		y.runes[y.n], y.bare[y.n] = r, lower(bare)
		y.n++
	}
	y.vowel = y.onset()
	y.coda = y.vowel
	for y.coda < y.n && form(y.bare[y.coda]) >= 0 {
		y.coda++
	}
	if y.coda == y.vowel || !onsets[string(y.bare[:y.vowel])] || !y.rhymes() {
		return y, false
	}
	if y.tonedAt >= 0 && y.tonedAt < y.vowel && y.tonedAt != y.vowel-1 {
		return y, false
	}
	return y, true
}

// onset is the number of letters before the vowels.
func (y *syllable) onset() int {
	n := 0
	for n < y.n && form(y.bare[n]) < 0 {
		n++
	}
	if n != 1 || y.n < 3 || form(y.bare[2]) < 0 {
		return n
	}
	if y.bare[0] == 'q' && y.bare[1] == 'u' || y.bare[0] == 'g' && y.bare[1] == 'i' {
		return 2
	}
	return n
}

// toneAt is the letter that carries the tone.
func (y *syllable) toneAt(p placement) int {
	for i := y.coda - 1; i >= y.vowel; i-- {
		switch y.bare[i] {
		case 'ă', 'â', 'ê', 'ô', 'ơ', 'ư':
			return i
		}
	}
	switch count := y.coda - y.vowel; {
	case count == 1:
		return y.vowel
	case y.coda < y.n:
		return y.coda - 1
	case count >= 3:
		return y.vowel + 1
	}
	switch string(y.bare[y.vowel:y.coda]) {
	case "oa", "oe", "uy":
		return y.vowel + int(p)
	}
	return y.vowel
}

// lower is the small form of a letter of the alphabet.
func lower(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
	case r == 'Đ':
		return 'đ'
	default:
		if i := form(r); i >= 0 {
			return forms[i/6%12][i%6]
		}
	}
	return r
}

var onsets = setOf("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x")

// rhymes are the vowels and finals that go together, without tone.
var rhymes = setOf(strings.Fields(`
	a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
	e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu
	i ia ich im in inh ip it iu  iêc iêm iên iêng iêp iêt iêu
	o oc oi om on ong op ot  oa oac oach oai oam oan oang oanh oao oap oat oay
	oăc oăm oăn oăng oăt  oe oem oen oeo oet  ooc oong
	ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
	u ua uc ui um un ung up ut  uân uâng uât uây  uê uêch uênh  uôc uôi uôm uôn uông uôt  uơ
	uy uya uych uyn uynh uyp uyt uyu uyên uyêt
	ư ưa ưc ưi ưm ưn ưng ưt ưu  ươc ươi ươm ươn ương ươp ươt ươu
	y yêm yên yêng yêt yêu`)...)

// rhymes reports whether vowels and final go together.
func (y *syllable) rhymes() bool {
	rhyme := string(y.bare[y.vowel:y.n])
	if rhymes[rhyme] {
		return true
	}
	switch string(y.bare[:y.vowel]) {
	case "gi": // giếng is gi and iêng written with one i
		return rhyme == "êng"
	case "qu": // quýt, quỳnh: the u of uyt, uynh is in the onset
		return rhymes["u"+rhyme]
	}
	return false
}

// IsSyllable reports whether word, one word in any case and form, is spelled as
// a Vietnamese syllable may be: an onset, a rhyme that goes with it, and a tone
// that goes with the rhyme (after c, ch, p, t only sắc and nặng). It does not
// know whether the syllable means anything.
func IsSyllable(word string) bool {
	y, ok := parse(norm.NFC.String(word))
	if !ok {
		return false
	}
	if y.tonedAt >= 0 && y.tonedAt != y.toneAt(onFirst) && y.tonedAt != y.toneAt(onSecond) {
		return false
	}
	return y.spelled() && (!y.stopped() || y.tone == Rising || y.tone == Heavy)
}

// stopped reports whether the syllable ends in c, ch, p or t.
func (y *syllable) stopped() bool {
	if y.coda == y.n {
		return false
	}
	switch y.bare[y.coda] {
	case 'c', 'p', 't':
		return true
	}
	return false
}

// spelled reports whether the onset is written as this rhyme asks: k, gh, ngh
// before e, ê, i, y, and c, g, ng before the rest; yê only at the start.
func (y *syllable) spelled() bool {
	first := y.bare[y.vowel]
	front := first == 'e' || first == 'ê' || first == 'i' || first == 'y'
	switch onset := string(y.bare[:y.vowel]); onset {
	case "k", "gh", "ngh":
		return front
	case "c", "ng":
		return !front
	case "g": // gì, gìn: gi before a consonant
		return !front || first == 'i'
	case "", "qu":
		return true
	}
	return first != 'y' || y.n == y.vowel+1
}
func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}
