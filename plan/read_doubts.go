package plan

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/citation"
	"loa/kit/vi"
)

// anomalies looks over the paper for what a person must see before adopting.
func (r *reader) anomalies(first, last int) {
	habits := map[*node]rowHabits{}
	for _, n := range r.nodes {
		r.staleYears(n)
		r.twice(n)
		r.wordOrder(n)
		r.brackets(n)
		r.unended(n, habits)
		r.strayAction(n)
		r.foreign(n)
		r.retiredBodies(n)
	}
	r.staleDeadlines()
	r.tonePlaces(first, last)
	if looksTCVN(r.sample()) {
		r.doubt("old-encoding", Span{r.lines[0].no, r.lines[len(r.lines)-1].no}, "", "Chữ có vẻ ở bảng mã cũ TCVN3 (.VnTime); hãy chuyển tệp sang Unicode rồi đọc lại.")
	}
	slices.SortStableFunc(r.doubts, func(a, b Doubt) int { return a.Lines[0] - b.Lines[0] })
	for i := range r.doubts {
		if n := r.nodeAt(r.doubts[i].Lines[0]); n != nil {
			r.doubts[i].Node = n.clause.ID
		}
	}
}

func (p *paper) sample() string {
	var b strings.Builder
	for _, l := range p.lines {
		if b.WriteString(l.raw); b.Len() > 1<<15 {
			break
		}
	}
	return b.String()
}

// staleYears are years before the plan's, where something is to be done.
func (r *reader) staleYears(n *node) {
	k := n.clause.Kind
	if k != ATarget && k != ATheme && k != ThemeItem && k != ATask && k != AnAssignment && k != AnObjective {
		return
	}
	year := r.planYear()
	if p := r.d.Doc.Period; p != nil {
		year = atoi(p.From[:4])
	}
	for i := 0; i+1 < len(n.words); i++ {
		f := n.words[i+1].fold
		if n.words[i].fold != "nam" || len(f) != 4 || !isNumber(f) || atoi(f) >= year || atoi(f) < year-3 || r.cites(n, n.words[i].line) {
			continue
		}
		if i > 0 && (n.words[i-1].fold == "tu" || n.words[i-1].fold == "so" || n.words[i-1].fold == "voi") {
			continue
		}
		if i > 1 && n.words[i-2].fold == "thang" { // ngày … tháng … năm …
			continue
		}
		r.doubt("stale-year", Span{n.words[i].line, n.words[i+1].line}, nameText(n.words[i:i+2]),
			fmt.Sprintf("Kế hoạch của năm %d nhưng mục này ghi năm %s, có thể chép từ kế hoạch cũ; máy giữ nguyên, hãy xác nhận năm.", year, f))
	}
}

// grace is how long after its period a plan may still set days, for reports: to the end of March.
const grace = "-03-31"

// staleDeadlines finds days by which something is due that were over before the
// plan was issued, or lie beyond its period.
func (r *reader) staleDeadlines() {
	h := r.d.Doc
	flag := func(lines Span, by, on string) {
		if on == "" || slices.ContainsFunc(r.doubts, func(q Doubt) bool { return q.Kind == "stale-year" && q.Lines[0] <= lines[1] && lines[0] <= q.Lines[1] }) {
			return
		}
		switch {
		case h.Date != "" && on < h.Date:
			r.doubt("stale-year", lines, by, fmt.Sprintf("Hạn này đã qua trước ngày ban hành kế hoạch (%s), có thể chép từ kế hoạch cũ; máy giữ nguyên, hãy xác nhận ngày.", dayMonthYear(h.Date)))
		case h.Date == "" && h.Period != nil && on < h.Period.From:
			r.doubt("stale-year", lines, by, fmt.Sprintf("Hạn này ở trước thời gian của kế hoạch (từ %s), có thể chép từ kế hoạch cũ; máy giữ nguyên, hãy xác nhận ngày.", dayMonthYear(h.Period.From)))
		case h.Period != nil && on > fmt.Sprint(atoi(h.Period.To[:4])+1, grace):
			r.doubt("stale-year", lines, by, fmt.Sprintf("Hạn này ở sau thời gian của kế hoạch (đến %s); hãy xác nhận ngày.", dayMonthYear(h.Period.To)))
		}
	}
	for _, t := range r.d.Targets {
		flag(t.Lines, t.Deadline, lastDay(t.Deadline, r.planYear()))
	}
	for _, a := range r.d.Assignments {
		for _, k := range a.Tasks {
			flag(k.Lines, k.by, k.Deadline)
		}
	}
}

// cites tells a line of a clause that a citation takes.
func (r *reader) cites(n *node, line int) bool {
	return slices.ContainsFunc(r.cited[n.clause.ID], func(s Span) bool { return s[0] <= line && line <= s[1] })
}

// reduplicated are words that Vietnamese says twice, or that rightly meet themselves.
var reduplicated = strings.Fields("luon dan cang xa hang ngay moi thang rieng nhieu it sach xanh hai ba chung nha lan tu day lau vui nho to gan nang sau song")

// twice finds a word printed twice: «phường, phường», «số số».
func (r *reader) twice(n *node) {
	for i := 0; i+1 < len(n.words); i++ {
		a, b := n.words[i], n.words[i+1]
		if r.garbled && len(bare(r.rawWord(a))) == 2 && bare(r.rawWord(a)) == bare(r.rawWord(b)) {
			b.fold, b.text = a.fold, a.text // «sd sd» was one word twice, whatever it was mended to
		}
		if a.fold == "" || len(a.fold) < 2 || !unicode.IsLetter(rune(a.fold[0])) || slices.Contains(reduplicated, a.fold) {
			continue
		}
		if !strings.EqualFold(strings.Trim(a.text, ",.;"), strings.Trim(b.text, ",.;")) || strings.ContainsAny(a.text[len(a.text)-1:], ".;:)") {
			continue
		}
		r.doubt("duplicate-word", Span{a.line, b.line}, nameText(n.words[i:i+2]), fmt.Sprintf("Từ «%s» in hai lần liền nhau; hãy xem bản giấy thừa chữ hay thiếu chữ giữa.", strings.Trim(a.text, ",.;")))
	}
}

// wordOrder finds «các một số»: two words for how many, one of which is too much.
func (r *reader) wordOrder(n *node) {
	for _, p := range cues("các một số, những một số, một số các các, các mỗi, những các") {
		for i := n.words.find(p, 0); i >= 0; i = n.words.find(p, i+1) {
			r.doubt("word-order", n.words[i:i+len(p)].span(), n.words[max(0, i-1):min(len(n.words), i+len(p)+2)].text(), "Thừa một từ chỉ số lượng; ý không đổi, có thể sửa khi đăng.")
		}
	}
}

// brackets finds a bracket that is opened in a clause and never closed there.
func (r *reader) brackets(n *node) {
	var open []int
	for i, w := range n.words {
		for k, c := range w.text {
			switch c {
			case '(':
				open = append(open, i)
			case ')':
				if r.garbled && (w.text == ")" || k > 0 && k == 1 && len(w.text) == 2) {
					continue // a lone sign that stood for letters
				}
				if len(open) > 0 {
					open = open[:len(open)-1]
				}
			}
		}
	}
	if len(open) > 0 {
		i := open[0]
		r.doubt("unbalanced-parenthesis", Span{n.words[i].line, n.last}, n.words[i:min(len(n.words), i+4)].text(), fmt.Sprintf("Ngoặc mở ở dòng %d không thấy đóng; không rõ phần giải thích kết thúc ở đâu.", n.words[i].line))
	}
}

// rowHabits are how the clauses of one row end, style by style.
type rowHabits struct {
	all, ended      map[style]int // those with a final sign
	heads, withSign map[style]int // those with clauses below, and of them those with a colon
}

func habitsOf(up *node) rowHabits {
	h := rowHabits{map[style]int{}, map[style]int{}, map[style]int{}, map[style]int{}}
	for _, k := range up.kids {
		text := k.words.text()
		h.all[k.style]++
		if ends(text) {
			h.ended[k.style]++
		}
		if len(k.kids) > 0 {
			h.heads[k.style]++
			if strings.HasSuffix(text, ":") {
				h.withSign[k.style]++
			}
		}
	}
	return h
}

// unended finds a sentence among others of its row that has no final sign, and a lettered heading without the colon its neighbours have.
func (r *reader) unended(n *node, rows map[*node]rowHabits) {
	text := n.words.text()
	if n.style == noStyle || len(n.words) == 0 || n.row != nil || ends(text) || shouts(text) || n.clause.Kind == AnAssignment {
		return
	}
	h, ok := rows[n.up]
	if !ok {
		h = habitsOf(n.up)
		rows[n.up] = h
	}
	lastWord := n.words[len(n.words)-1]
	switch others := h.all[n.style] - 1; {
	case n.style >= byDash || len(n.kids) == 0 && len(n.words) > 12:
		if h.ended[n.style]*2 >= others && others > 0 {
			r.doubt("missing-period", Span{lastWord.line, lastWord.line}, n.words[max(0, len(n.words)-2):].text(), "Câu không có dấu kết thúc; hãy xem có mất chữ ở cuối không.")
		}
	case (n.style == byLetter || n.style == byNumber) && len(n.kids) > 0:
		if heads := h.heads[n.style] - 1; heads >= 2 && h.withSign[n.style]*3 >= heads*2 {
			r.doubt("missing-verb", Span{n.first, n.last}, n.clause.Label, "Đề mục không có dấu hai chấm như các đề mục cùng cấp; hãy xem có thiếu chữ không.")
		}
	}
}

// strayAction finds an order to work with somebody among what is only to be told.
func (r *reader) strayAction(n *node) {
	if n.clause.Kind != ThemeItem {
		return
	}
	if i, _ := n.words.any(cues("phối hợp, chủ trì, giao, đề nghị"), 0); i == 0 {
		r.doubt("action-in-themes", Span{n.first, n.last}, n.words[:min(len(n.words), 7)].text(), "Đây là việc phải làm, nằm giữa các nội dung tuyên truyền; hãy xem có cần giao cho đơn vị nào không.")
	}
}

// foreignTopics are fields with plans of their own, which plans on one matter copy from another by mistake.
var foreignTopics = cues("thông tin đối ngoại, phòng cháy chữa cháy, phòng chống dịch, dân số kế hoạch hóa gia đình, an toàn thực phẩm, nghĩa vụ quân sự, phòng chống ma túy")

// foreign finds a duty of a field that neither the title nor any other clause speaks of.
func (r *reader) foreign(n *node) {
	if k := n.clause.Kind; k != ATask && k != AFunding && k != Paragraph {
		return
	}
	for _, p := range foreignTopics {
		i := n.words.find(p, 0)
		if i < 0 || strings.Contains(vi.Fold(r.d.Doc.Title), strings.Join(p, " ")) {
			continue
		}
		elsewhere := slices.ContainsFunc(r.nodes, func(o *node) bool { return o != n && o.words.find(p, 0) >= 0 })
		if !elsewhere {
			topic := nameText(n.words[i : i+len(p)])
			r.doubt("foreign-clause", Span{n.first, n.last}, topic, fmt.Sprintf("«%s» không thuộc nội dung của kế hoạch này, có thể chép từ kế hoạch khác; hãy hỏi lại người soạn.", topic))
		}
	}
}

// gone are bodies that are no more, since when, and where their work went.
var gone = []struct {
	phrases [][]string
	since   string
	note    string
}{
	{cues("sở thông tin và truyền thông, sở tt&tt, sở tttt"), "2025-03-01", "Sở Thông tin và Truyền thông đã sáp nhập năm 2025: chuyển đổi số về Sở Khoa học và Công nghệ, thông tin cơ sở về Sở Văn hóa, Thể thao và Du lịch; hãy báo cáo đúng nơi nhận mới."},
	{cues("bộ thông tin và truyền thông, bộ tt&tt, bộ tttt"), "2025-03-01", "Bộ Thông tin và Truyền thông đã hợp nhất vào Bộ Khoa học và Công nghệ từ ngày 01/3/2025; tên cũ được giữ như bản giấy."},
	{cues("sở kế hoạch và đầu tư"), "2025-03-01", "Sở Kế hoạch và Đầu tư đã sáp nhập vào Sở Tài chính năm 2025."},
	{cues("sở lao động - thương binh và xã hội, sở lao động thương binh và xã hội"), "2025-03-01", "Sở Lao động - Thương binh và Xã hội đã sáp nhập vào Sở Nội vụ năm 2025."},
	{cues("ủy ban nhân dân quận, ủy ban nhân dân huyện, ubnd quận, ubnd huyện, ủy ban nhân dân thị xã"), "2025-07-01", "Cấp huyện không còn từ ngày 01/7/2025; hãy xác định cơ quan thay thế."},
}

func (r *reader) retiredBodies(n *node) {
	if n.clause.Kind == Preamble || n.clause.Kind == ABasis {
		return
	}
	for _, g := range gone {
		if r.d.Doc.Date != "" && r.d.Doc.Date < g.since {
			continue
		}
		for i := range n.words {
			for _, p := range g.phrases {
				if size := at(n.words, i, p); size > 0 && !r.cites(n, n.words[i].line) {
					r.doubt("retired-body", n.words[i:i+size].span(), nameText(n.words[i:i+size]), g.note)
				}
			}
		}
	}
}

// tonePlaces finds the two ways of placing the tone, hóa and hoá, in one paper.
func (r *reader) tonePlaces(first, last int) {
	if r.garbled {
		return
	}
	olds, at, text := 0, 0, ""
	for no := first; no <= last; no++ {
		for _, w := range r.line(no).words {
			s := strings.ToLower(strings.Trim(w.text, ",.;:()"))
			switch {
			case vi.OldStyle(s) != s:
				if at == 0 {
					at, text = no, strings.Trim(w.text, ",.;:()")
				}
			case vi.NewStyle(s) != s:
				olds++
			}
		}
	}
	if at > 0 && olds > 0 {
		r.doubt("mixed-tone-placement", Span{at, at}, text, "Trong một văn bản có cả hai cách đặt dấu thanh (hóa và hoá); chỉ là cách gõ, không ảnh hưởng nội dung.")
	}
}

// oddCitation notes what is odd about how one document is cited.
func (r *reader) oddCitation(c citation.Citation) {
	span := Span(c.Lines)
	if c.PrintedCode != "" {
		r.doubt("symbol-order", Span{c.From.Line, c.From.Line}, c.PrintedCode, fmt.Sprintf("Ký hiệu in là %s; theo Nghị định 30/2020/NĐ-CP phải là %s. Máy tra theo cách sau.", c.PrintedCode, c.Text))
	}
	words := r.between(c)
	code := -1
	for i, w := range words {
		if strings.HasPrefix(strings.TrimLeft(w.text, "(“\""), c.Number) && strings.ContainsAny(w.text, "/-") {
			code = i
			break
		}
	}
	if code > 0 && !c.Half && c.Text != "" {
		w := words[code]
		if strings.HasSuffix(w.text, "-") || strings.HasSuffix(w.text, "/") {
			if code+1 < len(words) && words[code+1].line > w.line {
				r.doubt("code-across-lines", Span{w.line, words[code+1].line}, w.text+" / "+words[code+1].text, "Số ký hiệu bị ngắt qua hai dòng; máy đã nối lại là "+c.Text+".")
			}
		}
		if f := words[code-1].fold; c.Within < 0 && !c.KindInferred && f != "so" && !strings.HasPrefix(f, "so:") && !shortDebris(words[code-1].text) {
			r.doubt("no-number-word", Span{w.line, w.line}, words[max(0, code-4):code+1].text(), "Trích dẫn không có chữ «số» trước số ký hiệu; máy vẫn nhận là văn bản.")
		}
	}
	r.issuerTwice(words, span)
}

// shortDebris tells what may be left of «số».
func shortDebris(s string) bool {
	return utf8.RuneCountInString(s) <= 3 && strings.IndexFunc(s, func(c rune) bool { return unicode.IsDigit(c) || unicode.IsPunct(c) || unicode.IsSymbol(c) }) >= 0
}

// between are the words of a citation.
func (r *reader) between(c citation.Citation) passage {
	var out passage
	for no := c.Lines[0]; no <= c.Lines[1]; no++ {
		l := r.line(no)
		at := 0
		for _, w := range l.words {
			begin := at
			at += len(w.text) + 1
			if no == c.From.Line && begin < c.From.Byte || no == c.To.Line && begin >= c.To.Byte {
				continue
			}
			out = append(out, w)
		}
	}
	return out
}

// issuerTwice finds «của Bộ Chính trị ngày … của Bộ Chính trị».
func (r *reader) issuerTwice(ws passage, span Span) {
	const size = 4 // của + two or three words
	for i := 0; i+2 < min(len(ws), 12); i++ {
		if ws[i].fold != "cua" {
			continue
		}
		for k := i + 3; k+2 < min(len(ws), i+10); k++ {
			if ws[k].fold == "cua" && ws[k+1].fold == ws[i+1].fold && ws[k+2].fold == ws[i+2].fold {
				r.doubt("duplicate-phrase", Span{ws[i].line, ws[min(k+size-1, len(ws)-1)].line}, ws[i:min(k+size-1, len(ws))].text(), "Tên cơ quan ban hành in hai lần trong một trích dẫn; ý không đổi.")
				return
			}
		}
	}
}
