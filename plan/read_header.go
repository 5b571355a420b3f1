package plan

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"loa/kit/garble"
	"loa/kit/vi"
)

// A heading is what stands above the body, and where the body begins.
type heading struct {
	Header
	body   int // the first line of the body
	doubts []Doubt
	found  int // how many of its elements were there
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

// readHeader reads the header; the plan's lines begin at from.
// readHeader reads what stands above the body.
func (p *paper) readHeader(o Options) heading {
	h := heading{}
	var issuer []string
	var issuerLines Span
	top := min(len(p.lines), 60)
	kindAt := -1
	for i := 0; i < top; i++ {
		l := &p.lines[i]
		if l.blank() {
			continue
		}
		ws := passage(l.words)
		left := len(ws)
		if at, _ := ws.any(partyHead, 0); at >= 0 {
			left, h.Issuer.Level = at, "party"
			h.found++
		} else if at, _ := ws.any(stateHead, 0); at >= 0 {
			left = at
			h.found++
		} else if at, _ := ws.any(freedom, 0); at >= 0 {
			left = at
			h.found++
		} else if at := independence(ws); at >= 0 {
			left = at
			h.found++
		}
		if h.readCode(l) {
			h.found++
			continue
		}
		if slug, text, rest := kindLine(l); slug != "" {
			h.Kind, h.KindText = slug, text
			h.found++
			kindAt = i
			h.Title = rest
			break
		}
		if h.Code == "" && h.Date == "" && left > 0 && shouts(ws[:left].text()) && !rule.MatchString(l.text) {
			issuer = append(issuer, strings.Trim(ws[:left].text(), " *-_."))
			issuerLines = cover(issuerLines, Span{l.no, l.no})
		} else if left < len(ws) {
			issuerLines = cover(issuerLines, Span{l.no, l.no})
		}
	}
	h.Issuer.Name = issuerName(issuer)
	h.Issuer.Lines = issuerLines
	if h.Issuer.Level == "" {
		h.Issuer.Level = levelOf(h.Issuer.Name)
	}
	h.Issuer.City = p.cityOf(h.Issuer, o)
	if h.DateLines == (Span{}) {
		h.readDate(p, top)
	}
	h.readTitle(p, kindAt)
	h.readPeriod()
	return h
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

// readCode reads «Số: 15/KH-UBND», with the place and date that may stand beside it.
func (h *heading) readCode(l *paperLine) bool {
	if h.Code != "" || h.Symbol != "" {
		return false
	}
	m := codeForm.FindStringSubmatchIndex(l.text)
	if m == nil {
		if m = bareCode.FindStringSubmatchIndex(l.text); m == nil {
			return false
		}
	}
	number := strings.Trim(l.text[m[2]:m[3]], "…. _")
	tail := garble.Stroke(strings.ReplaceAll(l.text[m[4]:m[5]], " ", ""))
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
	h.Place = place
	return true
}

func (h *heading) readDate(p *paper, top int) {
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
		if !shouts(head) {
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

// issuerName writes the capitals of the header as a name: Ủy ban nhân dân phường Phù Liễn.
func issuerName(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	name := lines[len(lines)-1]
	first := strings.Fields(vi.Fold(name))
	if len(lines) > 1 && len(first) > 0 {
		for _, w := range placeWords {
			if strings.HasPrefix(strings.Join(first, " "), strings.Join(w, " ")) {
				name = lines[len(lines)-2] + " " + name // ỦY BAN NHÂN DÂN / PHƯỜNG PHÙ LIỄN
				break
			}
		}
	}
	return sentenceCase(name)
}

// offices begin names whose parts are written with a capital: Sở Khoa học và Công nghệ.
var offices = map[string]bool{"so": true, "bo": true, "phong": true}

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
		if ws[i] == "UBND" || ws[i] == "HĐND" || ws[i] == "UBMTTQ" || ws[i] == "MTTQ" || ws[i] == "TP" {
			w = ws[i]
		} else if i == 0 || proper {
			rs := []rune(w)
			rs[0] = unicode.ToUpper(rs[0])
			w = string(rs)
		}
		ws[i] = w
		if i > 0 && offices[folds[0].fold] && (i == 1 || folds[i-1].fold == "va" || strings.HasSuffix(ws[i-1], ",")) {
			rs := []rune(ws[i])
			rs[0] = unicode.ToUpper(rs[0])
			ws[i] = string(rs)
		}
		if at, n := folds.any(placeWords, i); at == i && !proper {
			for k := 1; k < n && i+k < len(ws); k++ {
				ws[i+k] = strings.ToLower(ws[i+k])
			}
			i += n - 1
			proper = true
		}
	}
	return strings.Join(ws, " ")
}

func levelOf(name string) string {
	ws := strings.Fields(vi.Fold(name))
	for _, l := range levels {
		for i := range ws {
			if strings.HasPrefix(strings.Join(ws[i:], " ")+" ", l.fold+" ") {
				return l.level
			}
		}
	}
	return ""
}

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
