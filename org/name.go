package org

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
)

// abbreviated opens the short forms in which papers write the names of offices.
var abbreviated = map[string]string{
	"ubnd":  "uy ban nhan dan",
	"hdnd":  "hoi dong nhan dan",
	"vhxh":  "van hoa xa hoi",
	"cnscd": "cong nghe so cong dong",
	"tdp":   "to dan pho",
}

// tails are what a paper hangs on a unit's name to say that it is the ward's own.
var tails = []string{" phường", " xã", " đặc khu"}

// plain takes the tail off a unit's name: «Phòng Văn hóa - Xã hội phường» is the ward's Phòng Văn hóa - Xã hội.
func plain(name string) string {
	name = strings.Join(strings.Fields(vi.Canon(name)), " ")
	for _, t := range tails {
		if n := len(name) - len(t); n > 0 && strings.EqualFold(name[n:], t) {
			return name[:n]
		}
	}
	return name
}

// capital is name as a name: papers write «cơ quan báo chí» in the middle of a sentence.
func capital(name string) string {
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[n:]
}

// matchKey is the form in which two spellings of one unit's name are equal: no marks, no capitals, no
// punctuation, no tail, abbreviations opened. «P. VH-XH» is beyond it: that is what aliases are for.
func matchKey(name string) string {
	words := strings.FieldsFunc(vi.Fold(plain(name)), isBetween)
	for i, w := range words {
		if long, ok := abbreviated[w]; ok {
			words[i] = long
		}
	}
	return strings.Join(words, " ")
}

// isBetween reports whether r stands between words.
func isBetween(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// usualNames are the names by which the offices of the two-tier commune go beside their official one
// (Decree 150/2025/NĐ-CP, and the plans read): the first of each row is the official one.
var usualNames = [][]string{
	{"Trung tâm cung ứng dịch vụ sự nghiệp công", "Trung tâm sự nghiệp công", "Trung tâm dịch vụ sự nghiệp công"},
	{"Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Văn phòng HĐND - UBND", "Văn phòng UBND"},
	{"Phòng Văn hóa – Xã hội", "Phòng VH-XH", "Phòng VHXH"},
	{"Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng KT-HT-ĐT", "Phòng Kinh tế - Hạ tầng - Đô thị"},
	{"Trung tâm Phục vụ hành chính công", "Trung tâm PVHCC", "TTPVHCC"},
}

// otherNames are the usual names of the office that name stands for, without name itself.
func otherNames(name string) []string {
	key := matchKey(name)
	for _, row := range usualNames {
		for i := range row {
			if matchKey(row[i]) != key {
				continue
			}
			out := append([]string{}, row[:i]...)
			return append(out, row[i+1:]...)
		}
	}
	return nil
}
