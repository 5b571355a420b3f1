package plan

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"loa/kit/vi"
	"loa/kit/vi/restore"
)

// A heading is what stands above the body, and where the body begins.
type heading struct {
	Header
	body   int // the first line of the body
	doubts []Doubt
	card   card
	value  bool // the next line is the value of a row of the card
}

var (
	codeForm  = regexp.MustCompile(`^(?:(?i:số|so|s[^\s:/]{1,2})\s*[:.]?\s*)([0-9]{0,6}|[….\s_]*)\s*([/-]\s?[A-ZĐa-z0-9]+(?:[/-][A-ZĐa-zđ0-9]+)*)`)
	bareCode  = regexp.MustCompile(`^([0-9]{1,6})\s?([/-](?:KH|QĐ|QD|CTr|NQ|PA|HD)[/-][A-ZĐa-zđ0-9-]+)`)
	dateForm  = regexp.MustCompile(`ngay\s*([0-9]{0,2})[\s….]*thang\s*([0-9]{0,2})[\s….]*nam\s*([0-9]{4})`)
	shortDate = regexp.MustCompile(`, ngay ([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\s*$`)
	rule      = regexp.MustCompile(`^[-_=*.–— ]+$`)
	stateHead = cues("cộng hòa xã hội, cộng hòa xã")
	partyHead = cues("đảng cộng sản việt nam")
	freedom   = cues("độc lập tự do, độc lập - tự do")
	baseCues  = cues("căn cứ, thực hiện, theo đề nghị, xét đề nghị, triển khai thực hiện, thi hành")
)

// readHeader reads what stands above the body. What is not plainly there stays
// empty, with a doubt that says so.
func (p *paper) readHeader(o Options) heading {
	h := heading{}
	var issuer []string
	var issuerLines Span
	top := p.headerEnd()
	kindAt := -1
	for i := 0; i < top; i++ {
		l := &p.lines[i]
		if l.blank() || h.readCard(p, i) {
			continue
		}
		ws := passage(l.words)
		var left int
		if at := motto(ws); at >= 0 {
			if left = at; ws.at(at, partyHead[0]) {
				h.Issuer.Level = "party"
			}
		} else if left = l.right(); left < len(ws) && !shouts(ws[left:].text()) {
			left = len(ws)
		}
		if at := codeAfter(ws); at > 0 && at < left { // «UBND XÃ A  Số: 12/KH-UBND» in one line
			left = at
		}
		if slug, text, rest := kindLine(l); slug != "" && (kindAt < 0 || h.Kind == "") {
			h.Kind, h.KindText = slug, text
			kindAt = i
			h.Title = rest
			break
		}
		if h.readCode(l, 0) {
			continue
		}
		if left > 0 && h.Code == "" && h.Symbol == "" && h.Date == "" && (shouts(ws[:left].text()) || motto(ws) == left) && !rule.MatchString(l.text) && motto(ws[:left]) < 0 {
			issuer = append(issuer, strings.Trim(ws[:left].text(), " *-_."))
			issuerLines = cover(issuerLines, Span{l.no, l.no})
		} else if left < len(ws) && motto(ws) >= 0 {
			issuerLines = cover(issuerLines, Span{l.no, l.no})
		}
		if at := strings.Index(l.text, "Số:"); at > 0 {
			h.readCode(l, at)
		}
	}
	h.Issuer.Name = issuerName(issuer)
	if h.Issuer.Name != "" {
		h.Issuer.Lines = issuerLines
	}
	if h.DateLines == (Span{}) {
		h.readDate(p, kindAt, top)
	}
	kindAt = h.readNamed(p, kindAt)
	h.fromCard()
	if h.Issuer.Level == "" {
		h.Issuer.Level = levelOf(h.Issuer.Name)
	}
	if h.Issuer.Level == "" && h.Issuer.Name != "" { // that of the body above it
		h.Issuer.Level = levelOf(strings.Join(issuer, " "))
	}
	h.Issuer.City = p.cityOf(h.Issuer, o)
	h.readTitle(p, kindAt)
	h.readPeriod()
	return h
}

// lawful are kinds that make rules or report, and hold no plan.
var lawful = map[string]bool{"nghi-dinh": true, "thong-tu": true, "thong-tu-lien-tich": true, "bao-cao": true, "to-trinh": true}

// missing gives the header what the signature says of its issuer, and notes what it lacks.
func (h *heading) missing(p *paper, s *Signer) {
	at := Span{p.lines[0].no, max(p.lines[0].no, h.body-1)}
	lacks := func(kind, note string) { h.doubts = append(h.doubts, Doubt{Kind: kind, Lines: at, Note: note}) }
	if h.Issuer.Name == "" {
		note := "Không thấy tên cơ quan ban hành ở đầu văn bản; hãy điền theo bản giấy."
		if s != nil && strings.HasPrefix(s.OnBehalf, "TM. ") {
			if name := issuerName([]string{strings.TrimPrefix(s.OnBehalf, "TM. ")}); name != "" {
				h.Issuer.Name, h.Issuer.Lines = name, s.Lines
				if h.Issuer.Level == "" {
					h.Issuer.Level = levelOf(name)
				}
				note = "Không thấy tên cơ quan ban hành ở đầu văn bản; máy lấy theo chữ ký (" + s.OnBehalf + "). Hãy điền tên đầy đủ."
			}
		}
		lacks("issuer-missing", note)
	}
	if h.Symbol == "" {
		lacks("number-missing", "Không thấy số ký hiệu ở đầu văn bản; hãy điền theo bản đã phát hành.")
	}
	if h.Date == "" && h.DateLines == (Span{}) {
		lacks("date-missing", "Không thấy ngày ban hành ở đầu văn bản; hãy điền theo bản đã phát hành.")
	}
	switch {
	case h.Kind == "":
		lacks("kind-missing", "Không thấy tên loại văn bản (KẾ HOẠCH, CHƯƠNG TRÌNH …); hãy xem đây có đúng là kế hoạch không.")
	case lawful[h.Kind]:
		lacks("not-a-plan", "Đây là "+strings.ToLower(h.KindText)+", không phải kế hoạch; hãy xem có chọn nhầm tệp không.")
	}
}

// headerEnd is the number of lines that may be header: those above the bases and the first heading.
func (p *paper) headerEnd() int {
	top := min(len(p.lines), 60)
	for i := range p.lines[:top] {
		l := &p.lines[i]
		if l.blank() {
			continue
		}
		if at, _ := passage(l.words).any(baseCues, 0); at == 0 && len(l.words) > 3 && !shouts(l.text) && !l.keyed() {
			return i
		}
		if m, n := marks(l); len(m) > 0 && n < len(l.words) && m[0].style < byDash && i > 0 {
			return i
		}
	}
	return top
}

// motto is where the words of the state or of the party stand in a header line; -1 when they do not.
func motto(ws passage) int {
	for _, m := range [][][]string{partyHead, stateHead, freedom} {
		if at, _ := ws.any(m, 0); at >= 0 {
			return at
		}
	}
	return independence(ws)
}

// codeAfter is where «Số:» begins in a line of capitals that says something before it; -1 when it does not.
func codeAfter(ws passage) int {
	for i, w := range ws {
		if i > 0 && w.fold == "so" && strings.HasSuffix(w.text, ":") {
			return i
		}
	}
	return -1
}

// independence finds the motto by its end, where its beginning is lost.
func independence(ws passage) int {
	if at := ws.find([]string{"tu", "do"}, 0); at >= 2 {
		for i := at; i < len(ws); i++ {
			if ws[i].fold == "phuc" {
				if ws[at-1].fold == "" {
					at--
				}
				return at - 2
			}
		}
	}
	return -1
}

// cover is the smallest span that holds both; a zero span holds nothing.
func cover(a, b Span) Span {
	if a == (Span{}) {
		return b
	}
	if b == (Span{}) {
		return a
	}
	return Span{min(a[0], b[0]), max(a[1], b[1])}
}

// readCode reads «Số: 15/KH-UBND» at the byte from of a line, with the place and date that may stand beside it.
func (h *heading) readCode(l *paperLine, from int) bool {
	if h.Code != "" || h.Symbol != "" {
		return false
	}
	m := codeForm.FindStringSubmatchIndex(l.text[from:])
	if m == nil {
		m = bareCode.FindStringSubmatchIndex(l.text[from:])
	}
	if m == nil {
		return false
	}
	for k := range m {
		m[k] += from
	}
	number := strings.Trim(l.text[m[2]:m[3]], "…. _")
	tail := restore.Stroke(strings.ReplaceAll(l.text[m[4]:m[5]], " ", ""))
	if !strings.ContainsFunc(tail, unicode.IsUpper) {
		return false
	}
	h.Number, h.Symbol = number, strings.TrimLeft(tail, "/-")
	if number != "" {
		h.Code = number + tail
	}
	h.CodeLines = Span{l.no, l.no}
	switch {
	case number == "":
		h.doubt("number-blank", l, l.text[m[0]:m[1]], "Số văn bản còn để trống; hãy lấy số từ bản đã phát hành trước khi ban hành kế hoạch này.")
	case l.text[m[3]:m[4]] != "":
		h.doubt("space-before-code", l, l.text[m[0]:m[1]], fmt.Sprintf("Có khoảng trống giữa số và ký hiệu (thường do số viết tay); máy đọc là %s.", h.Code))
	}
	h.dateIn(l, m[1])
	return true
}

func (h *heading) doubt(kind string, l *paperLine, text, note string) {
	h.doubts = append(h.doubts, Doubt{Kind: kind, Lines: Span{l.no, l.no}, Text: text, Note: note})
}

// dateIn reads «Phù Liễn, ngày 16 tháng 7 năm 2025» in a line, after the byte at from.
func (h *heading) dateIn(l *paperLine, from int) bool {
	rest := l.text[from:]
	folded := vi.Fold(rest)
	m := dateForm.FindStringSubmatchIndex(folded)
	if m == nil {
		m = shortDate.FindStringSubmatchIndex(folded)
	}
	if m == nil {
		return false
	}
	h.DateLines = Span{l.no, l.no}
	at := func(k int) string { return folded[m[2*k]:m[2*k+1]] }
	if day, month := atoi(at(1)), atoi(at(2)); day > 0 && month > 0 {
		h.Date = isoDate(day, month, atoi(at(3)))
	}
	if h.Date == "" {
		h.doubt("date-blank", l, strings.TrimSpace(rest), "Ngày ban hành còn để trống hoặc không đọc được; hãy điền theo bản đã phát hành.")
	}
	before := []rune(rest)[:len([]rune(folded[:m[0]]))]
	place := strings.Trim(string(before), " ,;*_.-")
	if i := strings.LastIndex(vi.Fold(place), "hanh phuc"); i >= 0 {
		place = strings.TrimSpace(string([]rune(place)[len([]rune(vi.Fold(place)[:i]))+len("hanh phuc"):]))
	}
	if !shouts(place) && len(strings.Fields(place)) <= 5 {
		h.Place = place
	}
	return true
}

// readDate finds the place and date above the kind of the document, or above the body where no kind is.
func (h *heading) readDate(p *paper, kindAt, top int) {
	if kindAt >= 0 {
		top = kindAt
	}
	for i := 0; i < top; i++ {
		if l := &p.lines[i]; !l.blank() && len(l.words) < 25 && h.dateIn(l, 0) {
			return
		}
	}
}

// isoDate is a day as 2025-07-16; empty when there is no such day.
func isoDate(day, month, year int) string {
	if day < 1 || day > 31 || month < 1 || month > 12 || year < 1900 || year > 2100 {
		return ""
	}
	if last := [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]; day > last || month == 2 && day == 29 && (year%4 != 0 || year%100 == 0 && year%400 != 0) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// kindLine tells a line that announces the kind of document, alone or with the beginning of its title.
func kindLine(l *paperLine) (slug, text, rest string) {
	fold := l.fold()
	for _, k := range kinds {
		if !strings.HasPrefix(fold, k.fold) {
			continue
		}
		n := len(strings.Fields(k.fold))
		head := passage(l.words[:min(n, len(l.words))]).text()
		if !shouts(head) || strings.HasPrefix(vi.Lower(head), "phường") { // «PHƯỜNG AN …» is no «PHƯƠNG ÁN»
			return "", "", ""
		}
		return k.slug, k.text, passage(l.words[min(n, len(l.words)):]).text()
	}
	return "", "", ""
}

// readTitle reads the lines below the kind, up to the bases, a blank line or the first label.
func (h *heading) readTitle(p *paper, kindAt int) {
	h.body = 1
	if kindAt < 0 {
		for i := range p.lines[:min(len(p.lines), 60)] {
			l := &p.lines[i]
			if h.CodeLines[1] < l.no && h.DateLines[1] < l.no && h.Issuer.Lines[1] < l.no && !l.blank() {
				h.body = l.no
				return
			}
		}
		return
	}
	var title passage
	if h.Title != "" {
		l := &p.lines[kindAt]
		title = append(title, l.words[len(l.words)-len(strings.Fields(h.Title)):]...)
	}
	blank := false
	i := kindAt + 1
	for ; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.blank() {
			blank = len(title) > 0
			continue
		}
		if rule.MatchString(l.text) {
			continue
		}
		ws := passage(l.words)
		if strings.HasPrefix(l.text, "(") { // (Ban hành kèm theo Quyết định …)
			for ; i < len(p.lines) && !strings.Contains(p.lines[i].text, ")"); i++ {
			}
			blank = true
			continue
		}
		if len(title) > 0 {
			if at, _ := ws.any(baseCues, 0); at == 0 && (blank || startsUpper(l.text)) || len(title) > 70 {
				break
			}
			if readings, _ := marks(l); len(readings) > 0 {
				break
			}
			if shouts(l.text) && h.Issuer.Name != "" && vi.Fold(h.Issuer.Name) == vi.Fold(strings.Trim(l.text, " *-_.")) { // the issuer again, above its bases
				i++
				break
			}
			if blank && !unicode.IsLower([]rune(l.text)[0]) && !shouts(l.text) || ends(title.text()) {
				break
			}
			if p.whole && !shouts(l.text) && len(ws) > 40 || shouts(l.text) && !shouts(title.text()) && blank {
				break
			}
		}
		title = append(title, ws...)
	}
	if i < len(p.lines) {
		h.body = p.lines[i].no
	} else {
		h.body = p.lines[len(p.lines)-1].no + 1
	}
	h.Title = strings.Trim(title.text(), " .;")
	h.TitleLines = title.span()
}

// issuerWords begin the names of bodies that issue plans.
var issuerWords = cues("ủy ban, ubnd, hội đồng, hđnd, sở, bộ, ban, đảng ủy, tỉnh ủy, thành ủy, huyện ủy, quận ủy, thị ủy, phòng, chi cục, cục, tổng cục, văn phòng, trung tâm, trường, mặt trận, ubmttq, liên đoàn, " +
	"tỉnh đoàn, thành đoàn, huyện đoàn, đoàn, hội, công an, bộ chỉ huy, chính phủ, thủ tướng, viện, tòa án, bảo hiểm, thanh tra, đài, báo, tiểu ban, tổ, bch, bcđ, chi bộ, đảng bộ, liên hiệp, học viện, quốc hội, công ty, tổng công ty, bệnh viện, thuế, kho bạc, ngân hàng, chi nhánh")

// standing are the organs that sign for a body named above them.
var standing = cues("ban thường trực, ban thường vụ, ban chấp hành")

// issuerName writes the capitals of the header as a name: Ủy ban nhân dân
// phường Phù Liễn. Of several bodies the last counts; lines that begin no name
// go on with the one above. Empty when no body stands there.
func issuerName(lines []string) string {
	starts := func(line string, phrases [][]string) bool {
		var ws passage
		for _, f := range strings.Fields(line) {
			ws = append(ws, word{text: f, fold: bare(f)})
		}
		at, n := ws.any(phrases, 0)
		return at == 0 && n > 0
	}
	name := ""
	for i := len(lines) - 1; i >= 0; i-- {
		if name != "" {
			name = " " + name
		}
		name = lines[i] + name
		if starts(lines[i], standing) && len(strings.Fields(lines[i])) == 3 && i > 0 {
			name = ""
			continue
		}
		if starts(lines[i], issuerWords) {
			return sentenceCase(name)
		}
	}
	return ""
}

// acronyms keep their capitals in a name.
var acronyms = map[string]bool{"UBND": true, "HĐND": true, "UBMTTQ": true, "MTTQ": true, "TP": true, "TNCS": true, "BCĐ": true, "BCH": true, "TTN": true, "CNTT": true, "LHPN": true, "CCB": true}

// offices begin names whose parts are written with a capital: Sở Khoa học và Công nghệ.
var offices = map[string]bool{"so": true, "bo": true, "phong": true, "ban": true}

// sentenceCase lowers a name set in capitals, but for its first word and for what follows the word for a place.
func sentenceCase(s string) string {
	ws := strings.Fields(s)
	folds := make(passage, len(ws))
	for i, w := range ws {
		folds[i] = word{text: w, fold: bare(w)}
	}
	proper := false
	for i := 0; i < len(ws); i++ {
		w := strings.ToLower(ws[i])
		if acronyms[ws[i]] {
			w = ws[i]
		} else if i == 0 || proper {
			rs := []rune(w)
			rs[0] = unicode.ToUpper(rs[0])
			w = string(rs)
		}
		ws[i] = w
		if i > 0 && offices[folds[0].fold] && (i == 1 || folds[i-1].fold == "va" || folds[i-1].fold == "" || strings.HasSuffix(ws[i-1], ",")) {
			rs := []rune(ws[i])
			rs[0] = unicode.ToUpper(rs[0])
			ws[i] = string(rs)
		}
		if folds.at(i, []string{"viet", "nam"}) {
			ws[i], ws[i+1] = "Việt", "Nam"
			i++
			continue
		}
		if at, n := folds.any(placeWords, i); at == i && !proper && !(folds[i].fold == "xa" && i+1 < len(ws) && folds[i+1].fold == "hoi") {
			for k := 1; k < n && i+k < len(ws); k++ {
				ws[i+k] = strings.ToLower(ws[i+k])
			}
			i += n - 1
			proper = true
		}
	}
	return strings.Join(ws, " ")
}

// levelOf is the level of a body by the words of its name.
func levelOf(name string) string {
	ws := strings.Fields(vi.Fold(name))
	if len(ws) == 0 {
		return ""
	}
	if l := levelByFirst[ws[0]]; l != "" {
		return l
	}
	for i, w := range ws {
		if w == "uy" && i > 0 && ws[i-1] != "" && (ws[i-1] == "dang" || ws[i-1] == "tinh" || ws[i-1] == "thanh" || ws[i-1] == "huyen" || ws[i-1] == "quan") || w == "bo" && i > 0 && (ws[i-1] == "dang" || ws[i-1] == "chi") {
			return "party"
		}
	}
	for _, l := range levels {
		for i := range ws {
			if !strings.HasPrefix(strings.Join(ws[i:], " ")+" ", l.fold+" ") {
				continue
			}
			if ws[i] == "xa" && i+1 < len(ws) && ws[i+1] == "hoi" || ws[i] == "phuong" && i > 0 && ws[i-1] == "dia" {
				continue
			}
			return l.level
		}
	}
	return ""
}

// levelByFirst is what the first word of a name says of its level.
var levelByFirst = map[string]string{"so": "department", "phong": "department", "bo": "nation"}

// cityOf is the province or city of a ward: the one given, or the one the paper names oftenest.
func (p *paper) cityOf(i Issuer, o Options) string {
	if i.Level == "city" || i.Level == "nation" || i.Level == "" {
		return ""
	}
	if o.City != "" {
		return strings.TrimPrefix(strings.TrimPrefix(o.City, "thành phố "), "tỉnh ")
	}
	best, most := "", 0
	for _, name := range provinces {
		f := strings.Fields(vi.Fold(name))
		n := 0
		for k := range p.lines {
			ws := passage(p.lines[k].words)
			for at := ws.find(f, 0); at >= 0; at = ws.find(f, at+1) {
				n++
			}
		}
		if n > most {
			best, most = name, n
		}
	}
	_, city, _ := strings.Cut(best, "tỉnh ")
	if city == "" {
		city = strings.TrimPrefix(strings.TrimPrefix(best, "thành phố "), "Thành phố ")
	}
	return city
}

var (
	halfYear  = regexp.MustCompile(`6 thang (dau|cuoi) nam ([0-9]{4})`)
	quarter   = regexp.MustCompile(`quy (iv|iii|ii|i|[1-4]) nam ([0-9]{4})`)
	monthOf   = regexp.MustCompile(`thang ([0-9]{1,2}) nam ([0-9]{4})`)
	stretch   = regexp.MustCompile(`giai doan ([0-9]{4})\s*[-–]\s*([0-9]{4})`)
	wholeYear = regexp.MustCompile(`nam ([0-9]{4})`)
)

// readPeriod reads from the title the time the plan is for.
func (h *heading) readPeriod() {
	folded := vi.Fold(h.Title)
	set := func(m []int, from, to string) {
		text := string([]rune(h.Title)[len([]rune(folded[:m[0]])):len([]rune(folded[:m[1]]))])
		lines := h.TitleLines
		lines[0] = lines[1]
		h.Period = &Period{Text: text, From: from, To: to, Lines: &lines}
	}
	at := func(m []int, k int) string { return folded[m[2*k]:m[2*k+1]] }
	if m := halfYear.FindStringSubmatchIndex(folded); m != nil {
		if at(m, 1) == "dau" {
			set(m, at(m, 2)+"-01-01", at(m, 2)+"-06-30")
		} else {
			set(m, at(m, 2)+"-07-01", at(m, 2)+"-12-31")
		}
	} else if m := quarter.FindStringSubmatchIndex(folded); m != nil {
		q := ordinals[at(m, 1)]
		set(m, fmt.Sprintf("%s-%02d-01", at(m, 2), 3*q-2), fmt.Sprintf("%s-%02d-%d", at(m, 2), 3*q, []int{31, 30, 30, 31}[q-1]))
	} else if m := stretch.FindStringSubmatchIndex(folded); m != nil {
		set(m, at(m, 1)+"-01-01", at(m, 2)+"-12-31")
	} else if m := monthOf.FindStringSubmatchIndex(folded); m != nil && atoi(at(m, 1)) >= 1 && atoi(at(m, 1)) <= 12 {
		month := atoi(at(m, 1))
		last := 31
		for isoDate(last, month, atoi(at(m, 2))) == "" && last > 27 {
			last--
		}
		set(m, fmt.Sprintf("%s-%02d-01", at(m, 2), month), fmt.Sprintf("%s-%02d-%02d", at(m, 2), month, last))
	} else if m := wholeYear.FindStringSubmatchIndex(folded); m != nil {
		set(m, at(m, 1)+"-01-01", at(m, 1)+"-12-31")
	}
}
