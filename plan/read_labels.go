package plan

import (
	"regexp"
	"strconv"
	"strings"

	"loa/kit/vi"
)

// A style is a way of numbering clauses, the outer before the inner
// (Decree 30/2020, annex I: phần, mục; I; 1; a; then dash and plus).
type style int

const (
	noStyle   style = iota
	byPart          // Phần I
	byChapter       // Chương II
	bySection       // Mục 1
	byArticle       // Điều 1
	byCapital       // A.
	byRoman         // I.
	byNumber        // 1.
	byDotted        // 1.1.
	byThird         // 1.1.1.
	byBracket       // 1)
	byLetter        // a)
	byName          // «Phòng Văn hóa - Xã hội:», with bullets below
	byDash          // -
	byPlus          // +
	byDot           // • * ·
)

// A mark is one reading of the label at the start of a line.
type mark struct {
	style style
	n     int    // its place in the row, from 1; 0 for bullets
	doubt int    // letters that had to be read otherwise than they stand
	text  string // as it should be printed: II. c) Điều 1.
	id    string // its part of the address
	path  []int  // for 1.2.3.: 1, 2, 3
}

// lookalikes are the letters that an engine may have seen as another sign.
var lookalikes = map[rune]string{
	'¢': "cđe", '€': "ce", 'đ': "d", 'd': "đ", 'o': "c", 'e': "c", 'c': "e", 'h': "b", 'b': "h", '6': "bđ", '8': "g", '9': "g", 'q': "g", 'l': "i", '1': "il", 'n': "h",
}

var (
	partLabel    = regexp.MustCompile(`(?i)^(phần|chương|mục|phan|chuong|muc)$`)
	romanLabel   = regexp.MustCompile(`^([IVXLl1|!]{1,6})[.,:\-–]?$`)
	capitalLabel = regexp.MustCompile(`^([A-H])[.,]$`)
	numberLabel  = regexp.MustCompile(`^([0-9]{1,2})[.,/\-–]$`)
	dottedLabel  = regexp.MustCompile(`^([0-9]{1,2})\.([0-9]{1,2})[.,]?$`)
	thirdLabel   = regexp.MustCompile(`^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,2})[.,]?$`)
	bracketLabel = regexp.MustCompile(`^\(?([0-9]{1,2})\)$`)
	letterLabel  = regexp.MustCompile(`^([a-zđ¢€689]{1,2})[)]$`)
	gluedLabel   = regexp.MustCompile(`^([-–—+•*])(\p{L}.*)$`)
	gluedNumber  = regexp.MustCompile(`^([0-9]{1,2}\.|[IVX]{1,4}\.|[a-zđ]\))(\p{Lu}.*)$`)
	ordinals     = map[string]int{"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
)

// marks are the readings of the label a line begins with, and how many of its
// words the label takes. A bullet glued to its word is cut off first.
func marks(l *paperLine) (readings []mark, taken int) {
	if l.blank() {
		return nil, 0
	}
	w := l.words[0]
	first := w.text
	if readings, taken := spelledMarks(l); taken > 0 {
		return readings, taken
	}
	if len(l.words) == 1 && !romanLabel.MatchString(first) && !letterLabel.MatchString(first) && !numberLabel.MatchString(first) {
		return nil, 0
	}
	switch {
	case first == "-" || first == "–" || first == "—" || first == "--":
		return []mark{{style: byDash, text: "-", id: "-"}}, 1
	case first == "+":
		return []mark{{style: byPlus, text: "+", id: "+"}}, 1
	case strings.Trim(first, "•*·●▪") == "":
		return []mark{{style: byDot, text: first, id: "•"}}, 1
	}
	if m := romanLabel.FindStringSubmatch(first); m != nil && strings.ContainsAny(first, ".,:-–") {
		seen := strings.NewReplacer("l", "I", "1", "I", "|", "I", "!", "I").Replace(m[1])
		if n := roman(seen); n > 0 && strings.ContainsAny(first, "IVX") {
			readings = append(readings, mark{style: byRoman, n: n, doubt: differ(seen, m[1]), text: seen + ".", id: seen})
		}
	}
	if m := capitalLabel.FindStringSubmatch(first); m != nil {
		readings = append(readings, mark{style: byCapital, n: int(m[1][0]-'A') + 1, text: first, id: m[1]})
	}
	if m := thirdLabel.FindStringSubmatch(first); m != nil {
		readings = append(readings, dotted(byThird, m[1:]))
	} else if m := dottedLabel.FindStringSubmatch(first); m != nil {
		readings = append(readings, dotted(byDotted, m[1:]))
	} else if m := numberLabel.FindStringSubmatch(first); m != nil {
		readings = append(readings, mark{style: byNumber, n: atoi(m[1]), text: m[1] + ".", id: m[1]})
	} else if m := bracketLabel.FindStringSubmatch(first); m != nil {
		readings = append(readings, mark{style: byBracket, n: atoi(m[1]), text: first, id: m[1]})
	} else if m := letterLabel.FindStringSubmatch(first); m != nil {
		readings = append(readings, letterMarks(m[1])...)
	}
	if len(readings) > 0 {
		return readings, 1
	}
	if n := roman(first); n > 0 && len(l.words) > 2 && strings.Trim(l.words[1].text, "-–") == "" { // «I - MỤC TIÊU»
		return []mark{{style: byRoman, n: n, text: first + ".", id: first}}, 2
	}
	return nil, 0
}

// spelledMarks reads «Phần I.», «Phần thứ nhất», «Mục 2», «Điều 3.».
func spelledMarks(l *paperLine) ([]mark, int) {
	if len(l.words) < 2 {
		return nil, 0
	}
	first, second := l.words[0], l.words[1]
	big := isTitled(first.text)
	switch {
	case first.fold == "dieu" && big && isNumber(second.fold) && strings.ContainsAny(second.text, ".:"):
		n := atoi(second.fold)
		return []mark{{style: byArticle, n: n, text: first.text + " " + second.text, id: "Điều " + second.fold}}, 2
	case partLabel.MatchString(first.text) && big:
		taken := 2
		at := second.fold
		if at == "thu" && len(l.words) > 2 {
			at, taken = l.words[2].fold, 3
		}
		n := ordinals[at]
		if n == 0 {
			n = roman(strings.ToUpper(at))
		}
		if n == 0 || len(l.words) > taken && !shouts(l.text) && !strings.ContainsAny(l.words[taken-1].text, ".:") {
			return nil, 0
		}
		text := passage(l.words[:taken]).text()
		style := map[string]style{"phan": byPart, "chuong": byChapter, "muc": bySection}[first.fold]
		return []mark{{style: style, n: n, text: text, id: strings.TrimRight(text, ".:")}}, taken
	}
	return nil, 0
}

func dotted(s style, parts []string) mark {
	m := mark{style: s, text: strings.Join(parts, ".") + "."}
	for _, p := range parts {
		m.path = append(m.path, atoi(p))
	}
	m.n = m.path[len(m.path)-1]
	m.id = parts[len(parts)-1]
	return m
}

// letterMarks are what c¢) may be: each sign as it stands or as its lookalikes.
func letterMarks(seen string) []mark {
	var out []mark
	add := func(r rune, doubt int) {
		n := vi.LabelNumber(r)
		if n == 0 {
			return
		}
		for i := range out {
			if out[i].n == n {
				out[i].doubt = min(out[i].doubt, doubt)
				return
			}
		}
		out = append(out, mark{style: byLetter, n: n, doubt: doubt, text: string(r) + ")", id: string(r)})
	}
	rs := []rune(seen)
	for i, r := range rs {
		add(r, len(rs)-1)
		for _, x := range lookalikes[r] {
			add(x, len(rs)+i)
		}
	}
	return out
}

func isTitled(s string) bool { return s != "" && strings.ToLower(s[:1]) != s[:1] || startsUpper(s) }

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// roman is the value of a numeral in capitals up to 39; 0 when it is none. No paper has so many parts.
func roman(s string) int {
	if n, ok := vi.ParseRoman(s); ok && n < 40 && vi.Roman(n) == s {
		return n
	}
	return 0
}

func differ(a, b string) int {
	n := 0
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
