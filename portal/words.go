package portal

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/plan"
)

// Figure is the value of a target as it stands large beside its sentence: 100%, ≥ 80%, Duy trì.
// A value that the paper does not name is not shown as a figure.
func Figure(t plan.Target) string {
	if t.Value == nil || t.ValueInferred {
		switch t.Op {
		case plan.AtLeast:
			return "Tổ chức"
		case plan.Maintain:
			return "Duy trì"
		case plan.Achieve:
			return "Đạt"
		}
		return "Làm tốt"
	}
	value := number(*t.Value)
	if t.Unit != nil && *t.Unit == "%" {
		value += "%"
	} else if t.Unit != nil && *t.Unit != "" {
		value += " " + *t.Unit
	}
	switch t.Op {
	case plan.AtLeast:
		return "≥ " + value
	case plan.AtMost:
		return "≤ " + value
	}
	return value
}

// Sentence says target t in plain words: how much of whom does what by when. Every word
// of whom and what is the paper's; the comparison is ours.
func Sentence(t plan.Target) string {
	subject, measure := strings.TrimSpace(t.Subject), strings.TrimRight(strings.TrimSpace(t.Measure), ".;")
	var s string
	switch {
	case t.Kind == plan.Percent && t.Value != nil:
		s = share(t, subject) + " " + measure
	case t.Value != nil && !t.ValueInferred:
		s = comparison(t.Op) + Figure(plan.Target{Value: t.Value, Unit: t.Unit}) + " " + subject
		if !strings.Contains(subject, measure) && !strings.Contains(measure, subject) {
			s += " " + measure
		}
	case subject == "" || strings.Contains(measure, subject):
		s = measure
	default:
		s = subject + " " + measure
	}
	if t.Deadline != "" {
		s += ", chậm nhất " + t.Deadline
	}
	if t.Exclusion != "" {
		s += " (" + t.Exclusion + ")"
	}
	return capital(s) + "."
}

func share(t plan.Target, subject string) string {
	switch {
	case t.Op == plan.AtMost:
		return "Nhiều nhất " + number(*t.Value) + "% " + subject
	case *t.Value == 100:
		return "Tất cả " + subject + " đều"
	case t.Op == plan.AtLeast:
		return "Ít nhất " + number(*t.Value) + "% " + subject
	}
	return number(*t.Value) + "% " + subject
}

func comparison(op plan.Op) string {
	switch op {
	case plan.AtLeast:
		return "Ít nhất "
	case plan.AtMost:
		return "Nhiều nhất "
	}
	return ""
}

// number writes f with the decimal comma and the thousand's point of Vietnamese.
func number(f float64) string { return vi.Decimal(f, 6) }

// heads are the words every theme begins with; a list of themes is read faster without them.
var heads = []string{"Thông tin tuyên truyền", "Tuyên truyền về việc", "Tuyên truyền về", "Tuyên truyền việc", "Tuyên truyền"}

// Name is a clause in a few words: its heading, or the beginning of its text.
func Name(c *plan.Clause) string { return shorten(wholeName(c), 110) }

func wholeName(c *plan.Clause) string {
	s := strings.TrimSpace(c.Title)
	if s == "" {
		s = strings.TrimSpace(c.Text)
	}
	s = strings.TrimRight(s, ".:; ")
	if c.Kind == plan.ATheme || c.Kind == plan.ThemeItem {
		for _, head := range heads {
			if rest, ok := strings.CutPrefix(s, head); ok {
				s = strings.TrimLeft(rest, ", ")
				break
			}
		}
	}
	if c.Kind != plan.ATheme && isShouted(s) {
		s = strings.ToLower(s)
	}
	return capital(s)
}

// shorten cuts s after at most n runes, at a comma if one stands well in, else at a word, and says that it did.
func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := string([]rune(s)[:n])
	if i := strings.LastIndexAny(cut, ",;"); i > len(cut)/3 {
		cut = cut[:i]
	} else if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, ",;: ") + "…"
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func isShouted(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) }

// roles in the words of Vietnamese offices.
var roles = map[plan.Role]string{
	plan.Lead:       "Chủ trì",
	plan.Coordinate: "Phối hợp",
	plan.Perform:    "Thực hiện",
	plan.Report:     "Báo cáo",
	plan.OfTarget:   "Chỉ tiêu",
}

// modes: a committee orders its own offices and asks those of the Party and of others.
var modes = map[plan.Mode]string{
	plan.Assign:  "Giao",
	plan.Request: "Đề nghị",
}

// citedHow says in what way a clause names a document.
var citedHow = map[string]string{
	"basis":        "làm căn cứ",
	"implement":    "để thực hiện",
	"communicate":  "để tuyên truyền",
	"within-title": "trong tên một văn bản khác",
	"proposal":     "theo đề nghị",
	"mention":      "nhắc đến",
}

// lines says where in the paper something stands.
func lines(s plan.Span) string {
	if s[0] == s[1] {
		return "dòng " + strconv.Itoa(s[0])
	}
	return "dòng " + strconv.Itoa(s[0]) + "–" + strconv.Itoa(s[1])
}
