package plan

import (
	"regexp"
	"strings"

	"loa/kit/vi"
)

// A card is what a library of laws prints beside a text: «Số hiệu», «Nơi ban
// hành», «Ngày ban hành». It fills what the header of the text leaves empty.
type card struct {
	code, issuer, date string
	codeAt, issuerAt   Span
	dateAt             Span
}

// cardKeys are the names of the rows of such a card, folded.
var cardKeys = strings.Split("so hieu, so ky hieu, so/ky hieu, loai van ban, noi ban hanh, co quan ban hanh, nguoi ky, ngay ban hanh, ngay hieu luc, ngay het hieu luc, tinh trang, tinh trang hieu luc, linh vuc, ngay cong bao, so cong bao, nganh, chuc danh, trich yeu, pham vi", ", ")

var (
	cardCode  = regexp.MustCompile(`^[0-9]{1,6}(?:/[0-9]{4})?[/-][A-ZĐ][A-ZĐa-zđ0-9&/-]*$`)
	cardDate  = regexp.MustCompile(`^([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})$`)
	namedForm = regexp.MustCompile(`^(?:cua\s+(.+?)\s+)?so[:\s]\s*([0-9]{0,6}(?:/[0-9]{4})?[/-]\S+?)[,;]?\s+ngay\s+(?:([0-9]{1,2})\s+thang\s+([0-9]{1,2})\s+nam\s+|([0-9]{1,2})/([0-9]{1,2})/)([0-9]{4})(?:\s+cua\s+(.+))?`)
)

// key is the name of the row of a card that a text begins with, and what stands behind it.
func cardKey(text string) (key, value string) {
	folded := vi.Fold(strings.TrimSpace(text))
	for _, k := range cardKeys {
		rest, ok := strings.CutPrefix(folded, k)
		if !ok || len(k) < len(key) {
			continue
		}
		if rest = strings.TrimSpace(rest); rest == "" || strings.ContainsAny(rest[:1], ":|") || strings.Contains(text, "\t") {
			rs := []rune(strings.TrimSpace(text))
			key, value = k, strings.Trim(string(rs[len([]rune(k)):]), " \t:|")
		}
	}
	return key, value
}

// keyed tells a line that is a row of a card.
func (l *paperLine) keyed() bool {
	k, _ := cardKey(strings.TrimLeft(l.raw, "| \t"))
	return k != ""
}

// readCard reads line i as a row of a card: name and value in one line, or the value in the next; rows may stand side by side.
func (h *heading) readCard(p *paper, i int) bool {
	l := &p.lines[i]
	if h.value { // the value of the row above
		h.value = false
		return true
	}
	parts := strings.FieldsFunc(l.raw, func(r rune) bool { return r == '|' || r == '\t' })
	any := false
	for k := 0; k < len(parts); k++ {
		key, value := cardKey(parts[k])
		if key == "" {
			continue
		}
		any = true
		at := Span{l.no, l.no}
		if value == "" && k+1 < len(parts) {
			value = parts[k+1]
			k++
		} else if value == "" && i+1 < len(p.lines) && !p.lines[i+1].keyed() && len(p.lines[i+1].words) <= 12 && !p.lines[i+1].blank() {
			value, at = p.lines[i+1].raw, Span{l.no + 1, l.no + 1}
			h.value = true
		}
		value = strings.TrimSpace(value)
		switch key {
		case "so hieu", "so ky hieu", "so/ky hieu":
			if cardCode.MatchString(value) {
				h.card.code, h.card.codeAt = value, at
			}
		case "noi ban hanh", "co quan ban hanh":
			h.card.issuer, h.card.issuerAt = value, at
		case "ngay ban hanh":
			if m := cardDate.FindStringSubmatch(value); m != nil {
				h.card.date, h.card.dateAt = isoDate(atoi(m[1]), atoi(m[2]), atoi(m[3])), at
			}
		}
	}
	return any
}

// fromCard fills what the header of the text has left empty.
func (h *heading) fromCard() {
	if h.Code == "" && h.Symbol == "" && h.card.code != "" {
		h.Code, h.CodeLines = h.card.code, h.card.codeAt
		i := strings.IndexAny(h.Code, "/-")
		h.Number, h.Symbol = h.Code[:i], h.Code[i+1:]
	}
	if h.Date == "" && h.card.date != "" {
		h.Date, h.DateLines = h.card.date, h.card.dateAt
	}
	if h.Issuer.Name == "" && issuerName([]string{h.card.issuer}) != "" {
		h.Issuer.Name, h.Issuer.Lines = h.card.issuer, h.card.issuerAt
	}
}

// readNamed reads the head of a web copy, «KẾ HOẠCH SỐ 12/KH-UBND NGÀY 04/01/2025
// CỦA UBND XÃ A VỀ …» or «THÔNG TƯ / CỦA BỘ X SỐ … NGÀY …», from the line of the
// kind on. It returns the line in which the title begins, or after which it does.
func (h *heading) readNamed(p *paper, kindAt int) int {
	if kindAt < 0 {
		return kindAt
	}
	first := &p.lines[kindAt]
	ws := append(passage{}, first.words[len(first.words)-len(strings.Fields(h.Title)):]...)
	for i := kindAt; i < min(len(p.lines), kindAt+5); i++ {
		l := &p.lines[i]
		if i > kindAt {
			ws = append(ws, l.words...)
		}
		if len(ws) == 0 {
			continue
		}
		if f := ws[0].fold; f != "cua" && f != "so" {
			return kindAt
		}
		if h.named(ws, Span{ws[0].line, l.no}) {
			return i
		}
	}
	return kindAt
}

// named reads issuer, code and date out of the words behind the kind; what is left of them is title.
func (h *heading) named(ws passage, lines Span) bool {
	text := []rune(ws.text())
	folded := vi.Fold(string(text))
	m := namedForm.FindStringSubmatchIndex(folded)
	if m == nil {
		return false
	}
	rune0 := func(byteAt int) int { return len([]rune(folded[:byteAt])) }
	part := func(k int) string {
		if m[2*k] < 0 {
			return ""
		}
		return string(text[rune0(m[2*k]):rune0(m[2*k+1])])
	}
	if h.Code == "" && h.Symbol == "" {
		code := strings.TrimRight(part(2), ",;")
		at := strings.IndexAny(code, "/-")
		h.Number, h.Symbol, h.CodeLines = code[:at], code[at+1:], lines
		if h.Number != "" {
			h.Code = code
		}
	}
	if h.Date == "" {
		h.Date, h.DateLines = isoDate(atoi(part(3)+part(5)), atoi(part(4)+part(6)), atoi(part(7))), lines
	}
	issuer, rest := part(1), strings.Fields(string(text[rune0(m[1]):]))
	if of := strings.Fields(part(8)); len(of) > 0 {
		n := nameEnd(of)
		issuer, rest = strings.Join(of[:n], " "), of[n:]
	}
	if name := issuerName([]string{issuer}); h.Issuer.Name == "" && name != "" {
		h.Issuer.Name, h.Issuer.Lines = name, lines
		if !shouts(issuer) {
			h.Issuer.Name = issuer
		}
	}
	h.Title = strings.Join(rest, " ")
	return true
}

// nameEnd is how many words of a heading are the name of a body: up to «về», «ban hành» and the like.
func nameEnd(words []string) int {
	for i, w := range words {
		switch f := bare(w); {
		case f == "ve", f == "huong" && i > 0, f == "quy" && i+1 < len(words) && bare(words[i+1]) == "dinh", f == "ban" && i+1 < len(words) && bare(words[i+1]) == "hanh",
			f == "trien", f == "thuc" && i+1 < len(words) && bare(words[i+1]) == "hien", f == "phe", f == "truyen" && i+1 < len(words) && bare(words[i+1]) == "thong":
			return i
		}
	}
	return len(words)
}
