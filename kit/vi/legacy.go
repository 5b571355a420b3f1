package vi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tcvn3 pairs the letters of the fonts .VnTime and their kin (TCVN3, ABC), as
// Latin-1 shows them, with what they print.
const tcvn3 = "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\u00adư®đ" +
	"µà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậ" +
	"ÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị" +
	"ßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợ" +
	"ïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ"

// vniMarks pairs the marks that the fonts VNI-Times and their kin set after a
// vowel with combining marks; vniLetters pairs their letters that stand alone.
var vniMarks = map[rune]string{
	'ù': "\u0301", 'ø': "\u0300", 'û': "\u0309", 'õ': "\u0303", 'ï': "\u0323",
	'â': "\u0302", 'á': "\u0302\u0301", 'à': "\u0302\u0300", 'å': "\u0302\u0309", 'ã': "\u0302\u0303", 'ä': "\u0302\u0323",
	'ê': "\u0306", 'é': "\u0306\u0301", 'è': "\u0306\u0300", 'ú': "\u0306\u0309", 'ü': "\u0306\u0303", 'ë': "\u0306\u0323",
}

const vniLetters = "ôơöưñđæỉóĩòịîỵ"

var (
	fromTCVN3 = pairs(tcvn3)
	fromVNI   = pairs(vniLetters)
)

func pairs(s string) map[rune]rune {
	m := map[rune]rune{}
	var from rune
	for i, r := range []rune(s) {
		if i%2 == 0 {
			from = r
		} else {
			m[from] = r
		}
	}
	return m
}

// FromTCVN3 turns text set in a font of TCVN3 into Unicode. A font of capitals
// (.VnTimeH) prints capitals whatever is typed; OfFont knows it. A soft
// hyphen is ư; programs that take it for a hyphen are set right where only a
// syllable can be meant.
func FromTCVN3(s string) string {
	words := strings.Split(strings.Map(func(r rune) rune {
		if u, ok := fromTCVN3[r]; ok {
			return u
		}
		return r
	}, s), " ")
	for i, w := range words {
		whole := strings.ReplaceAll(w, "-", "ư")
		core := strings.TrimFunc(whole, func(r rune) bool { return !unicode.IsLetter(r) })
		if whole != w && w != "-" && core == Lower(core) && IsSyllable(core) {
			words[i] = whole
		}
	}
	return norm.NFC.String(strings.Join(words, " "))
}

var crossed = strings.NewReplacer("ÐĐ", "Đ", "ĐÐ", "Đ", "Ð", "Đ", "Ɖ", "Đ", "ð", "đ")

// Crossed is s with Đ and đ in place of the Icelandic and African letters of the
// same shape, which engines and old keyboards write for them; where an engine
// saw one letter as both, with one. Text in TCVN3 or VNI means others by them.
func Crossed(s string) string { return crossed.Replace(s) }

// FromVNI turns text set in a font of VNI into Unicode.
func FromVNI(s string) string {
	var b strings.Builder
	vowel := false
	for _, r := range s {
		low := unicode.ToLower(r)
		if marks, ok := vniMarks[low]; ok && vowel {
			b.WriteString(marks)
			vowel = false
			continue
		}
		if u, ok := fromVNI[low]; ok {
			if low != r {
				u = unicode.ToUpper(u)
			}
			r = u
		}
		b.WriteRune(r)
		vowel = strings.ContainsRune("aeouyơưAEOUYƠƯ", r)
	}
	return norm.NFC.String(b.String())
}

// OfFont is what turns text set in a font of that name into Unicode; nil when
// the font is one of Unicode. A font of TCVN3 whose name ends in H prints capitals.
func OfFont(name string) func(string) string {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	face, _, _ := strings.Cut(name, ",")
	face, _, _ = strings.Cut(face, "-")
	legacy := strings.HasPrefix(name, ".vn") || strings.HasPrefix(name, "vntime") || strings.HasPrefix(name, "vnarial")
	switch {
	case strings.HasPrefix(name, "vni-"):
		return FromVNI
	case legacy && strings.HasSuffix(face, "h"):
		return func(s string) string { return Upper(FromTCVN3(s)) }
	case legacy:
		return FromTCVN3
	}
	return nil
}

// OfText is what turns a text like the sample, in TCVN3 or VNI, into Unicode; nil
// when the sample is not surely in one of them: fewer than half of the words with
// letters beyond ASCII are Vietnamese as they stand, nearly all are after.
func OfText(sample string) func(string) string {
	if right, all := marked(sample); all < 4 || right*2 > all {
		return nil
	}
	for _, turn := range []func(string) string{FromTCVN3, FromVNI} {
		if right, all := marked(turn(sample)); all >= 4 && right*20 >= all*19 {
			return turn
		}
	}
	return nil
}

// marked counts the words of s with a letter beyond ASCII, and those of them that are Vietnamese syllables.
func marked(s string) (right, all int) {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return r < 0x80 && !unicode.IsLetter(r) || r == '“' || r == '”' || r == '–' }) {
		if strings.IndexFunc(w, func(r rune) bool { return r > 0x7f }) < 0 {
			continue
		}
		all++
		if IsSyllable(w) {
			right++
		}
	}
	return right, all
}
