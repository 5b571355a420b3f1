package measure

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
)

// missing names the first few who are not counted yet.
func missing(r Result) string {
	if r.Rule.Formula == nil || r.Rule.Formula.Per != "" {
		return ""
	}
	list := r.Value.In("", Planned)
	if len(list) == 0 {
		return ""
	}
	const few = 3
	names := make([]string, 0, few)
	for _, s := range list[:min(few, len(list))] {
		names = append(names, s.Name)
	}
	says := "Còn thiếu: " + strings.Join(names, "; ")
	if more := len(list) - few; more > 0 {
		says += fmt.Sprintf(" và %d nữa", more)
	}
	return says + "."
}

// overWords says whom p counts over.
func overWords(p Population) string {
	switch p.Of {
	case Units:
		return "cơ quan, đơn vị thuộc các loại: " + kindNames(p.Kinds)
	case People:
		return "người giữ chức vụ: " + postNames(p.Posts)
	case Members:
		if p.List == Exemplars {
			return "danh sách mô hình, gương điển hình của địa phương"
		}
		return "danh sách riêng của chỉ tiêu này"
	}
	return ""
}

func partNames(parts []Part) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Name
	}
	return strings.Join(names, "; ")
}

// number is how much f counts.
func (f Fact) number() string {
	if f.Whole > 0 {
		return vi.Figures(f.Amount) + "/" + vi.Figures(f.Whole)
	}
	return vi.Figures(f.Amount)
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
