package plan

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const printWidth = 80

// Print writes the draft for people, in lines of at most 80 columns: header,
// targets, parts, who does what, bases, and the doubts with their lines.
func Print(w io.Writer, d Draft) error {
	b := bufio.NewWriter(w)
	p := printer{b}
	p.header(d)
	p.targets(d)
	p.tree(d)
	p.assignments(d)
	p.bases(d)
	p.rest(d)
	p.doubts(d)
	return b.Flush()
}

// A printer writes text folded at the right margin. Its writer keeps the first error until Flush.
type printer struct{ w *bufio.Writer }

func (p printer) title(s string) {
	fmt.Fprintf(p.w, "\n%s\n%s\n", s, strings.Repeat("─", min(utf8.RuneCountInString(s), printWidth)))
}

// put writes text after a lead; the lines that follow are set in under it.
func (p printer) put(indent int, lead, text string) {
	margin := indent + utf8.RuneCountInString(lead)
	line := strings.Repeat(" ", indent) + lead
	at := margin
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if i > 0 && at+1+n > printWidth {
			fmt.Fprintln(p.w, strings.TrimRight(line, " "))
			line, at = strings.Repeat(" ", margin), margin
		} else if at > margin {
			line += " "
			at++
		}
		line += word
		at += n
	}
	fmt.Fprintln(p.w, strings.TrimRight(line, " "))
}

func orNone(s string) string {
	if s == "" {
		return "(không đọc được)"
	}
	return s
}

func (p printer) header(d Draft) {
	h := d.Doc
	fmt.Fprintln(p.w, strings.ToUpper(orNone(h.KindText)))
	p.put(0, "", orNone(h.Title))
	fmt.Fprintln(p.w)
	code := h.Code
	if code == "" && h.Symbol != "" {
		code = "(số để trống)/" + strings.TrimLeft(h.Symbol, "/")
	}
	p.put(0, "Số ký hiệu:    ", orNone(code))
	p.put(0, "Ban hành:      ", strings.Trim(h.Place+", "+dayMonthYear(h.Date), ", "))
	p.put(0, "Cơ quan:       ", orNone(h.Issuer.Name))
	if h.Period != nil {
		p.put(0, "Thời gian:     ", fmt.Sprintf("%s (%s đến %s)", h.Period.Text, dayMonthYear(h.Period.From), dayMonthYear(h.Period.To)))
	}
	if s := h.Signer; s != nil {
		name := orNone(s.Name)
		if len(s.Alternatives) > 0 {
			name += " (hoặc " + strings.Join(s.Alternatives, ", ") + ")"
		}
		p.put(0, "Người ký:      ", strings.TrimSpace(strings.Join([]string{s.Capacity, s.Position, name}, " ")))
	}
	var to []string
	for _, r := range h.Recipients {
		if r.Illegible {
			to = append(to, "(không đọc được)")
		} else {
			to = append(to, r.Text)
		}
	}
	if len(to) > 0 {
		p.put(0, "Nơi nhận:      ", strings.Join(to, "; "))
	}
	p.put(0, "Nguồn:         ", fmt.Sprintf("%s, %d dòng, %d trang", d.Source.File, d.Source.Lines, max(1, len(d.Source.Pages))))
}

func dayMonthYear(iso string) string {
	if len(iso) != len("2025-07-16") {
		return "(không rõ ngày)"
	}
	return iso[8:] + "/" + iso[5:7] + "/" + iso[:4]
}

func (s Span) String() string {
	if s[0] == s[1] {
		return fmt.Sprint("dòng ", s[0])
	}
	return fmt.Sprintf("dòng %d–%d", s[0], s[1])
}

func (p printer) targets(d Draft) {
	p.title(fmt.Sprintf("Chỉ tiêu (%d)", len(d.Targets)))
	if len(d.Targets) == 0 {
		p.put(0, "", "Không thấy chỉ tiêu nào trong kế hoạch.")
	}
	for _, t := range d.Targets {
		p.put(0, fmt.Sprintf("%-4s", t.ID), strings.TrimSuffix(t.Formula()+": "+t.Subject, ": "))
		if t.Measure != "" {
			p.put(4, "", t.Measure)
		}
		note := string("mục " + t.Node + ", " + Address(t.Lines.String()))
		if t.ValueInferred {
			note += "; con số do máy suy ra"
		}
		if t.Deadline != "" {
			note += "; hạn: " + t.Deadline
		}
		if t.Exclusion != "" {
			note += "; " + t.Exclusion
		}
		for _, at := range t.RestatedAt {
			note += "; nhắc lại ở " + string(at)
		}
		p.put(4, "", "["+note+"]")
	}
}

func (p printer) tree(d Draft) {
	p.title("Các mục")
	var walk func(cs []*Clause, depth int)
	walk = func(cs []*Clause, depth int) {
		for _, c := range cs {
			text := c.Title
			if text == "" {
				text = c.Text
			}
			label := c.Label
			if c.PrintedNumeral != "" {
				label += fmt.Sprintf(" (mục thứ %s)", c.ExpectedNumeral)
			}
			p.put(2*depth, strings.TrimLeft(label+" ", " "), cut(text, 100)+" ["+c.Lines.String()+"]")
			walk(c.Children, depth+1)
		}
	}
	walk(d.Sections, 0)
}

// cut shortens a text at a space.
func cut(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	short := string(rs[:n])
	if i := strings.LastIndexByte(short, ' '); i > n/2 {
		short = short[:i]
	}
	return short + " …"
}

var roleNames = map[Role]string{Lead: "chủ trì", Coordinate: "phối hợp", Perform: "thực hiện", Report: "báo cáo", OfTarget: "chỉ tiêu"}

func (p printer) assignments(d Draft) {
	p.title("Ai làm gì")
	if len(d.Assignments) == 0 {
		p.put(0, "", "Không thấy phần phân công nhiệm vụ.")
	}
	units := map[string]string{}
	for _, u := range d.Units {
		units[u.ID] = u.Name
	}
	for _, a := range d.Assignments {
		mode := "giao"
		if a.Mode == Request {
			mode = "đề nghị"
		}
		p.put(0, "", fmt.Sprintf("%s — %s [%s]", a.Unit, mode, a.Lines))
		for _, t := range a.Tasks {
			text := cut(t.Text, 150)
			if t.Deadline != "" {
				text += " (hạn: " + t.Deadline + ")"
			}
			p.put(2, fmt.Sprintf("%-10s ", roleNames[t.Role]), text)
			var with []string
			for _, u := range t.Partners {
				with = append(with, units[u])
			}
			if len(with) > 0 {
				p.put(13, "cùng: ", strings.Join(with, "; "))
			}
			var to []string
			for _, u := range t.ReportTo {
				to = append(to, units[u])
			}
			if len(to) > 0 {
				p.put(13, "báo cáo: ", strings.Join(to, "; "))
			}
		}
	}
}

func (p printer) bases(d Draft) {
	p.title(fmt.Sprintf("Văn bản được dẫn (%d)", len(d.References)))
	for _, b := range d.References {
		var at []string
		for _, c := range b.Cited {
			at = append(at, fmt.Sprint(c.Lines[0]))
		}
		date := "không ghi ngày"
		if b.Date != "" {
			date = "ngày " + dayMonthYear(b.Date)
		}
		p.put(0, "- ", strings.TrimSpace(fmt.Sprintf("%s %s %s", b.Kind, b.Code, date))+", "+orNone(b.Issuer)+": "+cut(b.Title, 110)+" [dòng "+strings.Join(at, ", ")+"]")
	}
}

func (p printer) rest(d Draft) {
	if f := d.Funding; f != nil {
		p.title("Kinh phí")
		amount := "không ghi số tiền"
		if f.Amount != nil {
			amount = fmt.Sprintf("%d đồng", *f.Amount)
		}
		from := strings.Join(f.Sources, "; ")
		if from == "" {
			from = cut(f.Text, 100)
		}
		p.put(0, "", from+" — "+amount+" ["+f.Lines.String()+"]")
	}
	var channels, systems, days, web []string
	for _, c := range d.Channels {
		channels = append(channels, c.Name)
	}
	for _, s := range d.Systems {
		systems = append(systems, s.Name)
	}
	for _, c := range d.Campaigns {
		days = append(days, c.Name)
	}
	for _, a := range d.Web {
		web = append(web, a.Printed)
	}
	for _, part := range []struct {
		title string
		names []string
	}{{"Kênh truyền thông", channels}, {"Hệ thống, nền tảng được nhắc", systems}, {"Ngày, tháng hưởng ứng", days}, {"Địa chỉ mạng", web}} {
		if len(part.names) > 0 {
			p.title(fmt.Sprintf("%s (%d)", part.title, len(part.names)))
			p.put(0, "", strings.Join(part.names, "; "))
		}
	}
}

func (p printer) doubts(d Draft) {
	p.title(fmt.Sprintf("Cần người xem lại (%d)", len(d.Doubts)))
	if len(d.Doubts) == 0 {
		p.put(0, "", "Không có điểm nào đáng ngờ. Vẫn nên đọc lại bên bản giấy trước khi ban hành.")
	}
	for _, q := range d.Doubts {
		text := q.Note
		if q.Text != "" {
			text = "«" + q.Text + "» — " + text
		}
		p.put(0, fmt.Sprintf("%-14s ", q.Lines), text)
	}
}
