package citation

import "strings"

// A head is a kind with a code, or whatever of the two the paper prints.
type head struct {
	from, to int // of kind and code
	kind     string
	inferred bool // the kind is from the symbol
	off      int  // letters misread in the kind
	code     printed
	half     bool
	law      word // the name of a law, between its kind and its code or date
}

// A kind is a sort of document in its folded words, the last word first tried.
type kind struct {
	name  string
	words []string
}

// kinds, longer ones before those they end in.
var kinds = func() []kind {
	names := []string{
		"Kế hoạch hành động", "Kế hoạch liên tịch", "Kế hoạch", "Chương trình hành động", "Chương trình phối hợp", "Chương trình",
		"Nghị quyết liên tịch", "Nghị quyết", "Quyết định", "Quy định", "Quy chế", "Quy trình", "Chỉ thị", "Kết luận", "Thông báo kết luận", "Thông báo",
		"Công văn", "Công điện", "Tờ trình", "Báo cáo", "Thông tư liên tịch", "Thông tư", "Nghị định", "Văn bản hợp nhất", "Văn bản", "Thông cáo",
		"Đề án", "Dự án", "Phương án", "Hướng dẫn liên tịch", "Hướng dẫn", "Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp", "Giấy mời", "Lệnh", "Biên bản", "Thư công",
	}
	ks := make([]kind, len(names))
	for i, n := range names {
		ks[i] = kind{n, strings.Fields(foldString(n))}
	}
	return ks
}()

// abbreviated kinds stand before a number in hasty papers: «QĐ 749/QĐ-TTg».
var abbreviated = map[string]string{"qd": "QĐ", "nq": "NQ", "nd": "NĐ", "kh": "KH", "ct": "CT", "tb": "TB", "kl": "KL", "cv": "CV", "tt": "TT", "hd": "HD", "ctr": "CTr"}

// heads finds every head of the text, in order.
func (p *parser) heads() {
	t := p.text
	lead := t.letterhead()
	for i := 0; i < len(t.f); i++ {
		if !digit(t.f[i]) || i > 0 && !p.mayBegin(i) {
			continue
		}
		h, ok := p.headAt(i, lead)
		if !ok {
			h, ok = p.lawByDate(i)
		}
		if ok && (len(p.head) == 0 || h.from >= p.head[len(p.head)-1].to) {
			p.head = append(p.head, h)
		}
		if ok {
			i = max(i, h.to-1)
		}
		for i+1 < len(t.f) && digit(t.f[i+1]) {
			i++
		}
	}
}

// mayBegin reports whether the figure at i may begin a number: nothing of a date, a decimal or another word before it.
func (p *parser) mayBegin(i int) bool {
	f := p.text.f
	r := f[i-1]
	switch {
	case digit(r), r == '/':
		return false
	case r == '.' || r == ',':
		return i < 2 || !digit(f[i-2])
	case r == '-' || r == '–':
		return i < 2 || !letter(f[i-2]) && !digit(f[i-2])
	case letter(r): // số15/KH
		return r == 'o' && i >= 2 && f[i-2] == 's' && (i == 2 || !letter(f[i-3]))
	}
	return true
}

// headAt reads a head whose number begins at i.
func (p *parser) headAt(i, lead int) (h head, ok bool) {
	t := p.text
	c, coded := t.codeAt(i)
	if !coded && c.to == 0 {
		return h, false
	}
	h = head{from: i, to: c.to, code: c, half: !c.whole()}
	number, numbered := t.numberWord(i)
	if numbered {
		h.from = number
	}
	if coded && c.known[0] == lawTerm {
		return p.lawHead(h)
	}
	name, start, off := t.kindBefore(h.from)
	if name == "" && !numbered {
		if w := t.prev(i); !w.empty() && w.to-w.from <= 3 { // a ruined «số»
			if name, start, off = t.kindBefore(w.from); name != "" {
				numbered = true
			}
		}
	}
	switch {
	case name != "":
		h.kind, h.from, h.off = name, start, off
		if coded && off > 0 && c.known[0] == docType && !alike(kindOf[c.segs[0]], name) { // the symbol is read better than a ruined word
			h.kind = kindOf[c.segs[0]]
		}
		if h.half {
			return h, p.halfStands(h, numbered)
		}
		return h, true
	case h.half:
		return h, false
	case numbered && t.own(h.from, i, lead):
		return h, false
	}
	if c.known[0] == unknown {
		return h, false
	}
	h.inferred = true
	if h.kind = kindOf[c.segs[0]]; c.known[0] != docType {
		h.kind = "Công văn"
	}
	return h, true
}

// alike reports whether two kinds may stand for one another: Kế hoạch and Kế hoạch hành động, Quyết định and Quy định.
func alike(a, b string) bool {
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || strings.HasSuffix(a, " định") && strings.HasSuffix(b, " định")
}

// halfStands reports whether a kind with less than a code is a citation all the
// same: «Nghị quyết 06/TU», «Nghị quyết số 57», «Đề án 06»; but not «báo cáo 6 tháng».
func (p *parser) halfStands(h head, numbered bool) bool {
	if h.off > 0 && len(h.code.segs) == 0 {
		return false
	}
	if len(h.code.segs) > 0 {
		return h.code.known[0] != unknown || numbered
	}
	t := p.text
	if end := h.code.to; end < len(t.f) && (t.f[end] == '%' || t.f[end] == '/' || t.f[end] == '-' || letter(t.f[end]) ||
		(t.f[end] == '.' || t.f[end] == ',') && end+1 < len(t.f) && digit(t.f[end+1])) {
		return false
	}
	if n := h.code.number; !t.capital(h.from) || strings.Trim(n, "0") == "" || len(n) == 4 && (n[:2] == "19" || n[:2] == "20") {
		return false
	}
	switch h.kind {
	case "Văn bản", "Báo cáo", "Văn bản hợp nhất":
		return false
	case "Nghị quyết", "Quyết định", "Nghị định", "Chỉ thị", "Kết luận", "Thông tư", "Quy định":
		return numbered || len(h.code.number) > 1
	case "Đề án":
		return len(h.code.number) > 1 && h.code.number[0] == '0'
	}
	return numbered
}

// numberWord is where the word «số» before i begins, when one stands there in any state of ruin a kind may precede.
func (t *text) numberWord(i int) (start int, ok bool) {
	w := t.prev(i)
	if w.empty() {
		if i >= 2 && t.f[i-1] == 'o' && t.f[i-2] == 's' {
			return i - 2, true
		}
		return i, false
	}
	switch s := t.string(w); {
	case w.to == i: // glued: số15
		return w.from, s == "so"
	case s == "so", s == "s6", s == "s0", s == "se", s == "sb", s == "sd", s == "sé", s == "s", s == "s@", s == "s¢", s == "so6", s == "sq", s == "sS":
		return w.from, true
	}
	return i, false
}

// kindBefore is the kind whose words end at i.
func (t *text) kindBefore(i int) (name string, start, off int) {
	off = far
	last := t.prev(i)
	if last.empty() || last.to-last.from > 9 {
		return "", i, far
	}
	if t.separated(last.to, i) { // «Quyết định. 12/…»; a colon is let pass by prev
		for k := last.to; k < i; k++ {
			if !space(t.f[k]) && t.f[k] != ':' && !opening(t.f[k]) {
				return "", i, far
			}
		}
	}
	for _, k := range kinds {
		final := k.words[len(k.words)-1]
		d := t.near(last, final, slack(final))
		if d >= off {
			continue
		}
		if from, total := t.phraseBefore(i, k.words); total < off && total <= len(k.words)+1 && (len(k.words) > 1 || total == 0 && t.capital(from)) {
			name, start, off = k.name, from, total
		}
	}
	if name == "" {
		if a, ok := abbreviated[t.string(last)]; ok && t.capital(last.from) && t.capital(last.from+1) {
			return kindOf[a], last.from, 0
		}
	}
	return name, start, off
}

// letterhead is the end of the part of the text where its own number stands: above the first dozen printed lines.
func (t *text) letterhead() int {
	printed := 0
	for i, r := range t.f {
		if r != '\n' {
			continue
		}
		if i > 0 && t.f[i-1] != '\n' {
			if printed++; printed == 12 {
				return i
			}
		}
	}
	return len(t.f)
}

// own reports whether the «số» at from is the number of the paper itself: at the head of a line, with a colon or above the body.
func (t *text) own(from, number, lead int) bool {
	k := from
	for k > 0 && t.f[k-1] == ' ' {
		k--
	}
	if k > 0 && t.f[k-1] != '\n' {
		return false
	}
	for k = from; k < number; k++ {
		if t.f[k] == ':' {
			return true
		}
	}
	return number < lead
}

// maxName is how many words a law may be called by.
const maxName = 32

// lawHead finds the name of a law before its code: «Luật Chuyển đổi số số 148/2025/QH15».
func (p *parser) lawHead(h head) (head, bool) {
	if h.half {
		return h, false
	}
	if name, start, off := p.text.kindBefore(h.from); name != "" {
		h.kind, h.from, h.off = name, start, off
		return h, true
	}
	if name, w, ok := p.lawBefore(h.from); ok {
		h.kind, h.law, h.from = name, word{w.to, h.from}, w.from
		return h, true
	}
	h.kind, h.inferred = "Luật", true
	return h, true
}

// lawByDate finds a law that is cited by its date alone: «Luật Tổ chức chính quyền địa phương ngày 16/6/2025».
func (p *parser) lawByDate(i int) (h head, ok bool) {
	t := p.text
	w := t.prev(i)
	if w.empty() || t.near(w, "ngay", 1) == far {
		return h, false
	}
	if d := t.dateAt(w.from); d.end == 0 {
		return h, false
	}
	name, kind, ok := p.lawBefore(w.from)
	if !ok {
		return h, false
	}
	return head{from: kind.from, to: w.from, kind: name, law: word{kind.to, w.from}, half: true}, true
}

// lawBefore looks back from i for the word that names a kind of law.
func (p *parser) lawBefore(i int) (name string, at word, ok bool) {
	t := p.text
	floor := 0
	if n := len(p.head); n > 0 {
		floor = p.head[n-1].to
	}
	for k, j := 0, i; k < maxName; k++ {
		w := t.prev(j)
		if w.empty() { // behind a comma or bracket
			if w.to == 0 || !strings.ContainsRune(",()", t.f[w.to-1]) {
				return "", w, false
			}
			j = w.to - 1
			continue
		}
		if w.from < floor || k > 0 && t.ends(w.to, j) {
			return "", w, false
		}
		if name, at, ok = t.lawAt(w); ok && k > 0 {
			return name, at, true
		}
		j = w.from
	}
	return "", at, false
}

// lawAt reports whether w is the last word of a kind of law, and where that begins.
func (t *text) lawAt(w word) (name string, at word, ok bool) {
	before := t.prev(w.from)
	two := !before.empty() && t.capital(before.from)
	switch {
	case t.near(w, "luat", 1) <= 1 && t.f[w.from] == 'l':
		if two && t.near(before, "bo", 1) <= 1 {
			return "Bộ luật", word{before.from, w.to}, true
		}
		return "Luật", w, t.capital(w.from)
	case two && t.string(w) == "lenh" && t.string(before) == "phap":
		return "Pháp lệnh", word{before.from, w.to}, true
	}
	return "", w, false
}

// ends reports whether a semicolon or full stop stands between i and j.
func (t *text) ends(i, j int) bool {
	for ; i < j; i++ {
		if t.f[i] == ';' || t.f[i] == '.' {
			return true
		}
	}
	return false
}
