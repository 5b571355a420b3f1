package plan

import (
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
)

var (
	asking  = cues("đề nghị, trân trọng đề nghị, đề nghị các")
	handing = cues("giao nhiệm vụ cho, giao cho, giao, phân công, yêu cầu, trách nhiệm của, đối với, nhiệm vụ của, ủy quyền cho, đề nghị")

	dutyVerbs = cues(dutyList)
	notDuties = []string{"có trách nhiệm", "là cơ quan", "là đầu mối", "căn cứ", "chịu trách nhiệm", "tuyên truyền"}
	leading   = cues("chủ trì, đầu mối, chịu trách nhiệm chính")
	reporting = cues("báo cáo, tổng hợp, tham mưu báo cáo")
	reportTos = cues("báo cáo, gửi về, gửi, vướng mắc về, phản ánh về, báo cáo về, kiến nghị về")
	dutyWords = func() map[string][][]string { // by their first word, folded
		by := map[string][][]string{}
		for _, v := range strings.Split(dutyList, ", ") {
			f := strings.Fields(v)
			by[vi.Fold(f[0])] = append(by[vi.Fold(f[0])], f)
		}
		return by
	}()
)

// dutyList is what units do, in the words of assignments.
const dutyList = "chủ trì, phối hợp, chỉ đạo, định hướng, triển khai, hướng dẫn, đôn đốc, kiểm tra, giám sát, theo dõi, tổng hợp, tham mưu, báo cáo, bố trí, tăng cường, xây dựng, thực hiện, tổ chức, " +
	"tham gia, đăng tải, đăng, phát, phát sóng, tuyên truyền, vận động, khai thác, sử dụng, lồng ghép, cân đối, thẩm định, cung cấp, rà soát, cập nhật, duy trì, bảo đảm, đảm bảo, biên tập, " +
	"tiếp nhận, xử lý, phản ánh, nắm bắt, quán triệt, phổ biến, hỗ trợ, chuẩn bị, thành lập, niêm yết, thiết kế, biên soạn, đề xuất, ban hành, quản lý, vận hành, tập huấn, bồi dưỡng, lập dự toán, phát thanh, mở chuyên mục, mở lớp, treo, in ấn, có trách nhiệm, là cơ quan, là đầu mối, căn cứ, chịu trách nhiệm, trình, huy động"

// assignments reads who does what.
func (r *reader) assignments() {
	r.themeWords()
	if i := r.d.Doc.Issuer; i.Level == "ward" && strings.Contains(strings.ToLower(i.Name), "nhân dân") {
		r.d.Units = append(r.d.Units, NamedUnit{ID: "u-ubnd-phuong", Name: r.d.Doc.Issuer.Name, Kind: "committee"})
	}
	for _, n := range r.nodes {
		if n.clause.Kind == AnAssignment && len(n.words) > 0 {
			r.assignment(n)
		}
	}
	for _, n := range r.nodes {
		if n.clause.Kind == Closing {
			r.closingDuty(n)
		}
	}
	r.pressUnits()
}

// assignment reads one clause of the part that hands out the work: a unit with tasks below, or a sentence that names the unit and its task.
func (r *reader) assignment(n *node) {
	a := Assignment{ID: fmt.Sprint("A", len(r.d.Assignments)+1), Node: n.clause.ID, Lines: r.spanOf(n), Mode: Assign, Confidence: n.words.sure()}
	head, task := splitDuty(n)
	named := head
	if at, size := head.any(handing, 0); at == 0 {
		if c, _ := head.any(asking, 0); c == 0 {
			a.Mode = Request
		}
		named = head[size:]
	}
	a.Unit = nameText(named)
	if a.Unit == "" {
		return
	}
	found := namings(named)
	if len(found) > 0 && found[0].at <= 1 && (found[0].at+found[0].size >= len(named)-2 || len(found) > 1 || found[0].body.group) {
		a.UnitID = r.unit(found[0], true)
		for _, f := range found[1:] {
			if id := r.unit(f, true); id != a.UnitID {
				a.AlsoUnitIDs = append(a.AlsoUnitIDs, id)
			}
		}
	} else {
		a.UnitID = r.strangeUnit(a.Unit)
		a.Confidence = min(a.Confidence, 0.7)
	}
	if len(task) > 0 {
		t := r.task(n, task, &a)
		if len(head) < len(task) && len(task) == len(n.words) { // «Giao Phòng X chủ trì …»: the part begins behind the name
			t.Role = r.role(task[len(head):], &a)
		}
		a.Tasks = append(a.Tasks, t)
	}
	for _, k := range n.kids {
		r.tasksOf(k, &a)
	}
	r.d.Assignments = append(r.d.Assignments, a)
}

// tasksOf reads a task and those below it.
func (r *reader) tasksOf(k *node, a *Assignment) {
	if len(k.words) > 0 {
		a.Tasks = append(a.Tasks, r.task(k, k.words, a))
	}
	for _, b := range k.kids {
		r.tasksOf(b, a)
	}
}

// splitDuty parts «Phòng X: chủ trì …» or «Giao Phòng X chủ trì …» into unit and task. A clause with tasks below is all unit, unless a colon or a verb says otherwise.
func splitDuty(n *node) (unit, task passage) {
	ws := n.words
	for i, w := range ws[:min(len(ws), 30)] {
		if strings.HasSuffix(w.text, ":") && i+1 < len(ws) {
			return ws[:i+1], ws[i+1:]
		}
	}
	if len(n.kids) > 0 && len(ws) <= 25 {
		return ws, nil
	}
	start := 0
	if at, size := ws.any(handing, 0); at == 0 {
		start = size
	}
	from := start + 1
	if f := namings(ws[start:]); len(f) > 0 && f[0].at == 0 {
		from = start + f[0].size
	}
	at := -1
	names := namings(ws)
	for i := from; i < len(ws); i++ {
		if k := slices.IndexFunc(names, func(n naming) bool { return n.at == i }); k >= 0 {
			i += names[k].size - 1
			continue
		}
		if ws.at(i, []string{"to", "chuc"}) && (ws[i-1].fold == "cac" || ws[i-1].fold == "moi") {
			continue
		}
		if k, _ := ws[i:min(len(ws), i+3)].any(dutyVerbs, 0); k == 0 {
			at = i
			break
		}
	}
	if at < 0 {
		return ws, nil
	}
	return ws[:at], ws
}

func (r *reader) spanOf(n *node) Span {
	s := Span{n.first, n.last}
	for _, k := range n.kids {
		s[1] = max(s[1], r.spanOf(k)[1])
	}
	return s
}

// task reads one duty.
func (r *reader) task(n *node, ws passage, a *Assignment) Task {
	t := Task{ID: string(n.clause.ID), Node: n.clause.ID, Lines: Span{n.first, n.last}, Text: ws.text(), Confidence: n.words.sure()}
	t.Role = r.role(ws, a)
	if t.Role != OfTarget {
		t.Verbs = verbsOf(ws)
	}
	if by := deadlineIn(ws); by != "" {
		t.Deadline, t.by = lastDay(by, r.planYear()), by
		t.Note = "Hạn ghi trong kế hoạch: " + by + "."
	}
	r.parties(&t, ws, a)
	for k := range r.d.Targets {
		if slices.Contains(r.d.Targets[k].RestatedAt, t.Node) {
			t.Targets = append(t.Targets, r.d.Targets[k].ID)
		}
	}
	t.Themes = r.themesOf(t.Lines, ws)
	for _, c := range r.d.Channels {
		for _, l := range c.Lines {
			if l[0] >= t.Lines[0] && l[1] <= t.Lines[1] {
				t.Channels = append(t.Channels, c.ID)
				break
			}
		}
	}
	return t
}

// role is the part the unit has, by the first cue of the sentence.
func (r *reader) role(ws passage, a *Assignment) Role {
	if len(ws) > 0 && percentAt(ws, 0) != nil || counted(ws[:min(len(ws), 4)]) {
		return OfTarget
	}
	head := ws[:min(len(ws), 12)]
	if at, _ := head.any(leading, 0); at >= 0 {
		if c, _ := head.any(cues("phối hợp"), 0); c == 0 {
			return Coordinate
		}
		return Lead
	}
	if f := namings(ws); len(f) > 0 && f[0].at == 0 && !f[0].body.group {
		after := ws[f[0].size:]
		if at, _ := after[:min(len(after), 3)].any(cues("phối hợp"), 0); at >= 0 {
			return Coordinate
		}
		if r.garbled && after.at(0, []string{"phu", "hop", "voi"}) && len(namings(after[3:])) > 0 { // a unit does not «fit» another: phối hợp, misread
			return Coordinate
		}
	}
	first, _ := ws.any(dutyVerbs, 0)
	for first > 0 && ws[first].fold == "chi" && ws[first-1].fold == "ban" { // Ban Chỉ đạo
		first, _ = ws.any(dutyVerbs, first+2)
	}
	if first < 0 {
		return Perform
	}
	v := ws[first:]
	starts := func(list string) bool { at, _ := v.any(cues(list), 0); return at == 0 }
	switch {
	case starts("phối hợp"):
		return Coordinate
	case starts("chỉ đạo, định hướng"):
		return Lead
	case starts("báo cáo, tổng hợp"):
		return Report
	}
	return Perform
}

// verbsOf are the verbs of duty that begin the parts of a sentence: at its
// start, after a comma or after another verb. What «để» or «trong việc» brings
// in is an aim, not a duty. Marks count here: đăng is not đang.
func verbsOf(ws passage) []string {
	var out []string
	open, aim := true, false
	names := namings(ws)
	for i := 0; i < len(ws) && len(out) < 8; i++ {
		if k := slices.IndexFunc(names, func(n naming) bool { return n.at == i }); k >= 0 {
			i += names[k].size - 1 // Ban Xây dựng Đảng builds nothing
			open = open || closesName(ws[i].text)
			continue
		}
		if size := dutyAt(ws, i); size > 0 && !aim && (open || len(out) == 0) {
			v := strings.ToLower(nameText(ws[i : i+size]))
			if !slices.Contains(out, v) && !slices.Contains(notDuties, v) {
				out = append(out, v)
			}
			i += size - 1
			open = true
		} else {
			open = ws[i].fold == "va"
		}
		last := ws[i].text
		if strings.EqualFold(last, "để") || strings.EqualFold(last, "nhằm") || strings.EqualFold(last, "việc") && i > 0 && ws[i-1].fold == "trong" {
			aim = true
		}
		if closesName(last) {
			open = true
			aim = aim && strings.HasSuffix(last, ",")
		}
	}
	return out
}

// dutyAt is how many words the verb of duty at i takes; 0 when there is none.
func dutyAt(ws passage, i int) int {
	best := 0
	for _, v := range dutyWords[ws[i].fold] {
		if len(v) <= best || i+len(v) > len(ws) {
			continue
		}
		same := true
		for k, w := range v {
			t := strings.ToLower(vi.OldStyle(nameText(ws[i+k : i+k+1])))
			same = same && t == w && (k == len(v)-1 || !closesName(ws[i+k].text))
		}
		if same {
			best = len(v)
		}
	}
	if best == 1 && i+1 < len(ws) && (ws[i+1].fold == "trien" || ws[i+1].fold == "huy" || ws[i+1].fold == "thanh") { // phát triển
		return 0
	}
	return best
}

// parties finds with whom, and to whom it is reported.
func (r *reader) parties(t *Task, ws passage, a *Assignment) {
	reports, _ := ws.any(reportTos, 0)
	for _, f := range namings(ws) {
		own := f.body.id == a.UnitID || slices.Contains(a.AlsoUnitIDs, f.body.id)
		told := false
		if reports >= 0 && f.at > reports && (f.body.kind == "committee" || f.body.kind == "city-department" || f.body.kind == "party" || f.body.id == "u-mttq" && f.at < reports+14) {
			told = true
		}
		switch {
		case told:
			if id := r.unit(f, false); !slices.Contains(t.ReportTo, id) {
				t.ReportTo = append(t.ReportTo, id)
			}
		case own, f.body.kind == "committee":
		default:
			if id := r.unit(f, false); !slices.Contains(t.Partners, id) {
				t.Partners = append(t.Partners, id)
			}
		}
	}
}

// themesOf are the parts of the plan that a task points at by name, or whose words it repeats.
func (r *reader) themesOf(lines Span, ws passage) []Address {
	var out []Address
	for _, c := range cues("phần, mục") {
		for i := ws.find(c, 0); i >= 0 && i+1 < len(ws); i = ws.find(c, i+1) {
			id := Address(strings.Trim(ws[i+1].text, ".,;:()"))
			if r.garbled {
				id = Address(strings.NewReplacer("l", "I", "1", "I").Replace(strings.Trim(r.rawWord(ws[i+1]), ".,;:()")))
			}
			if n := r.nodeOf(id); n != nil && roman(string(id)) > 0 {
				out = append(out, id)
				r.doubt("cross-reference", Span{ws[i].line, max(ws[i+1].line, lines[1])}, ws[i:i+2].text(),
					fmt.Sprintf("Nhiệm vụ dẫn cả phần %s; hãy chọn rõ những mục nào thuộc nhiệm vụ này.", id))
			}
		}
	}
	for i := range ws {
		if id, ok := r.themed[shingle(ws, i)]; ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// saidAgain is how many words in a row a task must share with an item of a theme to be about that theme.
const saidAgain = 9

// shingle is that many words from i on; empty near the end.
func shingle(ws passage, i int) string {
	if i+saidAgain > len(ws) {
		return ""
	}
	return ws[i : i+saidAgain].fold()
}

// themeWords notes which words stand in the items of which theme.
func (r *reader) themeWords() {
	r.themed = map[string]Address{}
	for _, n := range r.nodes {
		if n.clause.Kind != ThemeItem || n.up == nil || n.up.clause == nil {
			continue
		}
		for i := 0; i+saidAgain <= len(n.words); i++ {
			r.themed[shingle(n.words, i)] = n.up.clause.ID
		}
	}
}

// rawWord is a word as it was seen.
func (p *paper) rawWord(w word) string {
	l := p.line(w.line)
	f := strings.Fields(l.raw)
	for i, x := range l.words {
		if x == w && len(f) == len(l.words) {
			return f[i]
		}
	}
	return w.text
}

func (r *reader) nodeOf(id Address) *node {
	for _, n := range r.nodes {
		if n.clause.ID == id {
			return n
		}
	}
	return nil
}

// closingDuty is what the last paragraph asks of all.
func (r *reader) closingDuty(n *node) {
	for i := range n.words {
		at, size := n.words[i:min(len(n.words), i+2)].any(cues("yêu cầu, đề nghị"), 0)
		if at != 0 {
			continue
		}
		rest := n.words[i+size:]
		f := namings(rest)
		if len(f) == 0 || f[0].at != 0 {
			continue
		}
		a := Assignment{ID: fmt.Sprint("A", len(r.d.Assignments)+1), Node: n.clause.ID, Lines: Span{n.first, n.last}, Unit: f[0].text, UnitID: r.unit(f[0], false), Mode: Assign, Confidence: n.words.sure()}
		if n.words[i].fold == "de" {
			a.Mode = Request
		}
		t := r.task(n, n.words, &a)
		t.Role = Perform
		if at, _ := n.words.any(reporting, 0); at >= 0 {
			t.Role = Report
			t.Note = "Khó khăn, vướng mắc phải báo cáo ngay trong quá trình thực hiện."
		}
		a.Tasks = []Task{t}
		r.d.Assignments = append(r.d.Assignments, a)
		return
	}
}

// pressUnits files the press, when a clause of the themes asks to work with it.
func (r *reader) pressUnits() {
	for _, n := range r.nodes {
		if k := n.clause.Kind; k != ThemeItem && k != ATheme {
			continue
		}
		if at, _ := n.words.any(cues("phối hợp"), 0); at != 0 {
			continue
		}
		for _, f := range namings(n.words) {
			r.unit(f, false)
		}
	}
}
