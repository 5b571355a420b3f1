package vi

// labels are the letters that number the points of a paper (Decree 30/2020/NĐ-CP,
// annex I): the Vietnamese alphabet without ă, â, ê, ô, ơ, ư. There is no f, j, w, z.
var labels = []rune("abcdđeghiklmnopqrstuvxy")

// Label is the n-th letter of the points of a paper, from 1: a, b, c, d, đ, e, g; 0 outside the alphabet.
func Label(n int) rune {
	if n < 1 || n > len(labels) {
		return 0
	}
	return labels[n-1]
}

// LabelNumber is the place of a letter, in either case, among the labels, from 1; 0 when it is none.
func LabelNumber(r rune) int {
	r = lower(r)
	for i, l := range labels {
		if l == r {
			return i + 1
		}
	}
	return 0
}

// NextLabel is the letter behind r in the case of r: đ behind d, g behind e; 0 behind y and for what is no label.
func NextLabel(r rune) rune {
	next := Label(LabelNumber(r) + 1)
	if LabelNumber(r) == 0 || next == 0 {
		return 0
	}
	if r != lower(r) {
		if next == 'đ' {
			return 'Đ'
		}
		return next - ('a' - 'A')
	}
	return next
}
