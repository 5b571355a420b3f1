package plan

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"loa/kit/vi"
	"loa/platform/refuse"
)

// MaxText is the size of the largest text that is read, in bytes.
const MaxText = 32 << 20

// signatures are the first bytes of files that are not text, and what to say of them.
var signatures = []struct{ first, say string }{
	{"%PDF", "Đây là tệp PDF, máy chưa đọc được trực tiếp. Hãy gửi bản .docx hoặc bản chữ .txt của kế hoạch."},
	{"\xD0\xCF\x11\xE0", "Đây là tệp Word đời cũ (.doc). Hãy mở bằng Word và lưu lại thành .docx."},
	{"PK\x03\x04", "Đây là tệp nén hoặc tệp Word bị đổi tên. Hãy gửi tệp có đuôi .docx hoặc .txt."},
	{"\x89PNG", "Đây là tệp ảnh. Hãy gửi bản .docx hoặc bản chữ .txt của kế hoạch."},
	{"\xFF\xD8\xFF", "Đây là tệp ảnh. Hãy gửi bản .docx hoặc bản chữ .txt của kế hoạch."},
}

// Lines cuts the bytes of a text file into lines: UTF-8 or UTF-16, with or
// without a byte order mark, or the old TCVN3 and VNI; any line ends; form feeds begin pages. Without
// form feeds the traces that page breaks leave in recognised text are followed.
func Lines(b []byte) ([]Line, error) {
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, refuse.With(refuse.Invalid, "Tệp trống, không có chữ nào. Hãy chọn lại tệp kế hoạch.")
	}
	for _, s := range signatures {
		if bytes.HasPrefix(b, []byte(s.first)) {
			return nil, refuse.With(refuse.Invalid, s.say)
		}
	}
	text := decode(b)
	if strange(text) {
		return nil, refuse.With(refuse.Invalid, "Tệp không phải văn bản chữ. Hãy gửi bản .docx hoặc bản chữ .txt của kế hoạch.")
	}
	if turn := vi.OfText(strings.ToValidUTF8(text[:min(len(text), 1<<15)], "")); turn != nil {
		text = turn(text)
	}
	text = vi.Crossed(text)
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\u00a0", " ", "\ufeff", "", "\u200b", "").Replace(text)
	lines := make([]Line, 0, strings.Count(text, "\n")+1)
	page, paged := 1, strings.Contains(text, "\f")
	for s := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		for strings.HasPrefix(s, "\f") {
			page++
			s = s[1:]
		}
		before := page
		page += strings.Count(s, "\f")
		lines = append(lines, Line{No: len(lines) + 1, Page: before, Text: norm.NFC.String(strings.ReplaceAll(s, "\f", " "))})
	}
	if len(strings.TrimSpace(text)) == 0 {
		return nil, refuse.With(refuse.Invalid, "Tệp trống, không có chữ nào. Hãy chọn lại tệp kế hoạch.")
	}
	if !paged {
		guessPages(lines)
	}
	return lines, nil
}

// decode makes UTF-8 of the bytes. Bytes that are no UTF-8 are taken one by one, so that an old encoding can be seen and named.
func decode(b []byte) string {
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return fromUTF16(b[2:], 0)
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return fromUTF16(b[2:], 1)
	}
	head := b[:min(len(b), 4096)]
	var zero [2]int
	for i, c := range head {
		if c == 0 {
			zero[i%2]++
		}
	}
	switch {
	case zero[1]*4 > len(head) && zero[0] == 0:
		return fromUTF16(b, 0)
	case zero[0]*4 > len(head) && zero[1] == 0:
		return fromUTF16(b, 1)
	case utf8.Valid(b):
		return string(b)
	}
	var s strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = rune(b[0])
		}
		s.WriteRune(r)
		b = b[n:]
	}
	return s.String()
}

// fromUTF16 decodes; low is which byte of a pair is the higher one's place: 0 for little-endian.
func fromUTF16(b []byte, bigEndian int) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		lo, hi := b[2*i+bigEndian], b[2*i+1-bigEndian]
		units[i] = uint16(hi)<<8 | uint16(lo)
	}
	return string(utf16.Decode(units))
}

// strange tells what is no text: many control characters, or few letters.
func strange(text string) bool {
	control, letters, all := 0, 0, 0
	for _, r := range text[:min(len(text), 1<<16)] {
		all++
		switch {
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f', r >= 0x7F && r < 0xA0 && r != 0x85, r == utf8.RuneError:
			control++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return control*50 > all || letters*8 < all-spaces(text)
}

func spaces(text string) int {
	n := 0
	for _, r := range text[:min(len(text), 1<<16)] {
		if unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// guessPages numbers the pages of a recognised text that has lost its form
// feeds: a page begins at a line set in by one space, where others are not, or
// after three blank lines in the middle of a sentence.
func guessPages(lines []Line) {
	set, full := 0, 0
	for _, l := range lines {
		if strings.TrimSpace(l.Text) != "" {
			full++
			if strings.HasPrefix(l.Text, " ") {
				set++
			}
		}
	}
	trace := set*20 < full
	page, blanks, last := 1, 0, ""
	for i := range lines {
		text := strings.TrimSpace(lines[i].Text)
		if text == "" {
			blanks++
			lines[i].Page = page
			continue
		}
		if i > 0 && trace && (strings.HasPrefix(lines[i].Text, " ") || blanks >= 3 && !ends(last)) {
			page++
		}
		lines[i].Page, blanks, last = page, 0, text
	}
}

// looksTCVN tells text of the old encoding TCVN3 taken for Latin: «Céng hßa x· héi».
func looksTCVN(text string) bool {
	old, letters := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
		if strings.ContainsRune("®¸µ¶·¹¾»¼½Æ©ÊÇÈÉË×ØÜÞßñöï¬\u00ad¨§", r) {
			old++
		}
	}
	return old*25 > letters && letters > 20
}
