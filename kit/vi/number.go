package vi

import (
	"fmt"
	"strconv"
	"strings"
)

// Figures writes n as offices do, with a dot between thousands: 1.234.567.
func Figures(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + s
}

// Decimal writes x with a decimal comma and so many places at most, without
// trailing zeros: 69,85; 1.234,5; 80. It rounds half to even, as strconv does.
func Decimal(x float64, places int) string {
	s := strconv.FormatFloat(x, 'f', max(places, 0), 64)
	whole, part, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s // NaN, infinite or beyond counting
	}
	out := Figures(n)
	if n == 0 && whole[0] == '-' {
		out = "-0"
	}
	if part = strings.TrimRight(part, "0"); part != "" {
		return out + "," + part
	}
	if out == "-0" {
		return "0"
	}
	return out
}

// ParseNumber reads a number in figures the Vietnamese way: 1.234.567; 69,85;
// 1.234,5; 80. Dots must stand between thousands, so that 1.5 is refused rather
// than taken for fifteen or for one and a half.
func ParseNumber(s string) (float64, error) {
	bad := fmt.Errorf("no number: %q", s)
	whole, part, comma := strings.Cut(strings.TrimSpace(s), ",")
	digits := strings.TrimPrefix(whole, "-")
	groups := strings.Split(digits, ".")
	for i, g := range groups {
		if g == "" || !allFigures(g) || len(groups) > 1 && (i == 0 && len(g) > 3 || i > 0 && len(g) != 3) {
			return 0, bad
		}
	}
	if comma && (part == "" || !allFigures(part)) {
		return 0, bad
	}
	text := strings.Join(groups, "")
	if len(whole) != len(digits) {
		text = "-" + text
	}
	if comma {
		text += "." + part
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, bad
	}
	return x, nil
}

func allFigures(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// MaxWords is the largest number Words can say: a million billions.
const MaxWords = 1_000_000_000_000_000

var units = [...]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

// scales are the names of the groups of three figures below a billion, from the right.
var scales = [...]string{"", "nghìn", "triệu"}

// Words says n in words: 1.005 is một nghìn không trăm linh năm. Of the choices
// of the language it takes those of the northern standard that state papers use:
// linh (not lẻ), nghìn (not ngàn), tỷ; and mốt, tư, lăm where they are due: hai
// mươi mốt, hai mươi tư, mười lăm. Beyond MaxWords it falls back on figures.
func Words(n int64) string {
	switch {
	case n == 0:
		return units[0]
	case n < -MaxWords || n > MaxWords:
		return Figures(n)
	case n < 0:
		return "âm " + Words(-n)
	}
	return strings.Join(say(nil, n, false), " ")
}

// say adds n, more than 0, to words. Behind a larger group, inner, every place of its first group is said.
// Beyond a billion the count begins anew: một nghìn hai trăm tỷ.
func say(words []string, n int64, inner bool) []string {
	const billion = 1_000_000_000
	if n >= billion {
		words = append(say(words, n/billion, inner), "tỷ")
		if n %= billion; n == 0 {
			return words
		}
		inner = true
	}
	for i, unit := 2, int64(1_000_000); i >= 0; i, unit = i-1, unit/1000 {
		group := int(n / unit % 1000)
		if group == 0 {
			continue
		}
		words = append(words, hundreds(group, inner)...)
		if inner = true; i > 0 {
			words = append(words, scales[i])
		}
	}
	return words
}

// hundreds says 1 to 999; inner groups say every place: không trăm linh năm.
func hundreds(n int, inner bool) []string {
	var w []string
	h, t, u := n/100, n/10%10, n%10
	if h > 0 || inner {
		w = append(w, units[h], "trăm")
	}
	switch {
	case t == 0 && u > 0 && len(w) > 0:
		w = append(w, "linh")
	case t == 1:
		w = append(w, "mười")
	case t > 1:
		w = append(w, units[t], "mươi")
	}
	switch {
	case u == 0:
	case u == 1 && t > 1:
		w = append(w, "mốt")
	case u == 4 && t > 1:
		w = append(w, "tư")
	case u == 5 && t > 0:
		w = append(w, "lăm")
	default:
		w = append(w, units[u])
	}
	return w
}
