package measure

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/org"
	"loa/platform/web"
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

// verdictWord says whether the target of r is met.
func verdictWord(r Result) string {
	switch {
	case r.Rule.Formula == nil:
		return "Chưa đo được"
	case !r.Value.Known:
		return "Chưa có số"
	case r.Value.Met:
		return "Đạt"
	}
	return "Chưa đạt"
}

// tone is how verdictWord is coloured.
func tone(r Result) string {
	return map[string]string{"Chưa đo được": "warn", "Chưa có số": "", "Đạt": "good", "Chưa đạt": "bad"}[verdictWord(r)]
}

// listed is the numbers of r beside its figure, each with the list it counts.
func listed(v view, r Result) (out []web.Link) {
	f := r.Rule.Formula
	if f == nil {
		return nil
	}
	add := func(n int64, words, list string) {
		if n > 0 {
			out = append(out, web.Link{Href: v.href(r.Rule) + list, Text: vi.Figures(n) + " " + words})
		}
	}
	if f.Population.Of == Nothing {
		add(r.Value.Claimed, "chờ thẩm tra", "#facts")
		add(r.Value.Planned, "mới dự kiến", "#facts")
		return out
	}
	add(r.Value.Verified, "đã được tính", "#counted")
	add(r.Value.Claimed, "chờ thẩm tra", "#waiting")
	add(r.Value.Of-r.Value.Verified-r.Value.Claimed, "chưa được tính", "#missing")
	return out
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

// spanWords says which days s is.
func spanWords(s org.Span) string {
	switch {
	case s.Through == "":
		return "từ " + s.From.String()
	case s.From == "":
		return "đến hết " + s.Through.String()
	}
	return "từ " + s.From.String() + " đến hết " + s.Through.String()
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
