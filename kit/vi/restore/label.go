package restore

import (
	"regexp"
	"slices"
	"strings"

	"loa/kit/vi"
)

var (
	label  = regexp.MustCompile(`^([IVXivxl1|]{1,5}\.|[A-H]\.|[0-9]{1,2}(\.[0-9]{1,2})*\.?|[a-zđ¢€&]{1,2}\)|[-–—+•*·]+)$`)
	letter = regexp.MustCompile(`^([a-zđ¢€&689]{1,2})\)$`)
	roman  = regexp.MustCompile(`^[IVXl1|]{2,5}\.$`)
)

// lookalikes are the letters of labels that a sign in their place may be.
var lookalikes = map[rune]string{'¢': "cđe", '€': "ce", '&': "e", 'd': "dđ", 'o': "c", 'e': "ec", 'c': "ce", 'h': "hb", 'b': "bh", '6': "bđ", '8': "g", '9': "g", 'q': "gq", 'l': "il"}

// labels mends the labels at the start of lines by their order, where an engine
// without the stroke of đ has read them: after d) another d) is đ), after b) a
// ¢) is c). It gives the lines whose labels stand otherwise than they were read.
func labels(fields [][]string) map[int]string {
	out := map[int]string{}
	next := 1 // the number of the letter that is due
	for i, fs := range fields {
		if len(fs) < 2 {
			continue
		}
		first := fs[0]
		m := letter.FindStringSubmatch(first)
		if m == nil {
			if label.MatchString(first) && !strings.ContainsAny(first, "-–—+•*·)") {
				next = 1
			}
			if roman.MatchString(first) && strings.ContainsAny(first, "IVX") {
				mended := strings.NewReplacer("l", "I", "1", "I", "|", "I").Replace(first)
				if _, ok := vi.ParseRoman(strings.TrimSuffix(mended, ".")); ok && mended != first {
					out[i] = mended
				}
			}
			continue
		}
		may := meansOf(m[1])
		n := 0
		switch {
		case len(may) == 0:
			continue
		case slices.Contains(may, next):
			n = next
		case strings.ContainsRune(m[1], '¢') && len(m[1]) <= 3:
			n = vi.LabelNumber('c')
		default:
			n = may[0]
		}
		next = n + 1
		if text := string(vi.Label(n)) + ")"; text != first {
			out[i] = text
		}
	}
	return out
}

// meansOf are the numbers of the letters that a label may stand for, as it stands first.
func meansOf(seen string) []int {
	var out []int
	add := func(r rune) {
		if n := vi.LabelNumber(r); n > 0 && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for _, r := range seen {
		add(r)
	}
	for _, r := range seen {
		for _, x := range lookalikes[r] {
			add(x)
		}
	}
	return out
}
