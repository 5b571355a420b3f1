package vi

// Roman writes n, 1 to 3999, in Roman numerals as parts of a paper are numbered; empty outside.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return ""
	}
	var b []byte
	for _, r := range romans {
		for ; n >= r.value; n -= r.value {
			b = append(b, r.sign...)
		}
	}
	return string(b)
}

// ParseRoman reads Roman numerals in capitals or small letters. Only the one
// right way of writing a number is taken: IIII and IC are none.
func ParseRoman(s string) (n int, ok bool) {
	upper := Upper(s)
	for rest := upper; rest != ""; {
		at := -1
		for i, r := range romans {
			if len(rest) >= len(r.sign) && rest[:len(r.sign)] == r.sign {
				at = i
				break
			}
		}
		if at < 0 || n > 3999 {
			return 0, false
		}
		n, rest = n+romans[at].value, rest[len(romans[at].sign):]
	}
	return n, n > 0 && Roman(n) == upper
}

var romans = [...]struct {
	value int
	sign  string
}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}
