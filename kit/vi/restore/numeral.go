package restore

import (
	"slices"
	"strings"

	"loa/kit/vi"
)

// counted are words, without their marks, that a Roman number follows: phần II,
// phụ lục XII, quý IV, cấp III.
var counted = []string{"phan", "chuong", "muc", "luc", "quy", "cap", "hang", "nhom", "loai", "khoa", "ky", "ki", "thu", "tap"}

// runTogether are the signs that engines put for the strokes of Roman numbers.
var runTogether = strings.NewReplacer("l", "I", "1", "I", "|", "I", "!", "I", "H", "II")

// numeral is the Roman number that core is, or that it was meant to be after
// before; empty when it is none. VI and XI are words too, in capitals.
func numeral(before, core string) string {
	if len(core) > 7 || strings.Trim(core, "IVXlH1|!") != "" {
		return ""
	}
	if strings.Trim(core, "IVX") == "" {
		if len(core) > 1 && core != "VI" && core != "XI" && isNumeral(core) {
			return core
		}
		return ""
	}
	if strings.Trim(core, "1") == "" || !slices.Contains(counted, vi.Fold(before)) {
		return ""
	}
	if n := runTogether.Replace(core); isNumeral(n) {
		return n
	}
	return ""
}

func isNumeral(s string) bool {
	_, ok := vi.ParseRoman(s)
	return ok
}
