package form

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"loa/kit/typeset"
	"loa/kit/vi"
)

// A Departure (chỗ chưa đúng thể thức) is one rule that a paper does not keep.
type Departure struct {
	Rule    string // the fault or the element: margins, motto
	Article string // where the rule stands
	Say     string // what is wrong and what it must be, in one sentence
	At      string // the words it was seen at; empty: the whole paper
	More    int    // places of the same kind beside this one
}

// Line is d in one line: what is wrong, where, and the article.
func (d Departure) Line() string {
	line := d.Say
	if d.At != "" {
		line += " Ở: «" + d.At + "»"
		if d.More > 0 {
			line += fmt.Sprintf(" và %d chỗ khác", d.More)
		}
		line += "."
	}
	return line + " [" + d.Article + "]"
}

// Check reads d against the rules and names every departure, in the order of the paper.
func (r *Rules) Check(d *typeset.Document) []Departure {
	c := &checker{Rules: r, reading: take(d)}
	c.pages()
	c.letters()
	c.corners()
	c.names()
	c.bases()
	c.paragraphs()
	c.numbering()
	c.ending()
	c.checkAnnexes()
	return c.found
}

type checker struct {
	*Rules
	*reading
	found []Departure
}

// add keeps a departure; one of the same rule and sentence is counted with the first.
func (c *checker) add(rule, article, at, format string, args ...any) {
	say := fmt.Sprintf(format, args...)
	for i := range c.found {
		if c.found[i].Rule == rule && c.found[i].Say == say {
			c.found[i].More++
			return
		}
	}
	c.found = append(c.found, Departure{Rule: rule, Article: article, Say: say, At: short(at)})
}

func (c *checker) fault(f Fault, at, format string, args ...any) {
	c.add(string(f), c.Articles[f], at, format, args...)
}

func (c *checker) wrong(e Element, at, format string, args ...any) {
	c.add(string(e), c.Looks[e].Article, at, format, args...)
}

// short is the head of s, as much as a person needs to find the place.
func short(s string) string {
	words := strings.Fields(s)
	if len(words) > 12 {
		return strings.Join(words[:12], " ") + " …"
	}
	return strings.Join(words, " ")
}

func mm(x float64) string { return vi.Decimal(x, 1) + " mm" }

func sizes(least, most float64) string {
	if least == most {
		return vi.Decimal(least, 1)
	}
	return vi.Decimal(least, 1) + " đến " + vi.Decimal(most, 1)
}

// pages are the format, margins and numbers of pages.
func (c *checker) pages() {
	for i, s := range c.doc.Sections {
		p := s.Page
		wide, high := p.Width, p.Height
		if p.Landscape() {
			wide, high = high, wide
			if i == 0 {
				c.fault(Orientation, "", "Trang đầu trình bày theo chiều ngang; văn bản trình bày theo chiều dài của khổ giấy, chỉ bảng, biểu và phụ lục được theo chiều ngang.")
			}
		}
		if math.Abs(wide-c.Width) > 1 || math.Abs(high-c.Height) > 1 {
			c.fault(PageSize, "", "Khổ giấy %s × %s; phải là A4 (210 × 297 mm).", vi.Decimal(wide, 0), mm(high))
		}
		for _, m := range []struct {
			name   string
			at     float64
			within Range
		}{{"trên", p.Top, c.Top}, {"dưới", p.Bottom, c.Bottom}, {"trái", p.Left, c.Left}, {"phải", p.Right, c.Right}} {
			if !m.within.Has(m.at, 0.3) {
				c.fault(Margins, "", "Lề %s %s; phải từ %s đến %s.", m.name, mm(m.at), vi.Decimal(m.within.Least, 0), mm(m.within.Most))
			}
		}
		for _, b := range s.Blocks {
			if b.Table != nil && b.Table.Width() > p.Text()+2 {
				c.fault(Margins, firstWords(b.Table), "Bảng rộng %s, tràn ra ngoài lề (phần chữ rộng %s).", mm(b.Table.Width()), mm(p.Text()))
			}
		}
		c.pageNumber(p.Number, i)
	}
}

func firstWords(t *typeset.Table) string {
	for _, r := range t.Rows {
		for _, cell := range r.Cells {
			for _, p := range cell.Paragraphs {
				if !p.Blank() {
					return p.Text()
				}
			}
		}
	}
	return ""
}

// onePage is how many letters a paper of one page has at most: it needs no number.
const onePage = 1800

func (c *checker) pageNumber(n typeset.Number, section int) {
	switch {
	case n.Size == 0:
		if section > 0 || len(c.doc.Plain()) > onePage {
			c.fault(PageNumbers, "", "Văn bản không đánh số trang; số trang đặt giữa lề trên, từ trang thứ hai.")
		}
	case n.AtFoot:
		c.fault(PageNumbers, "", "Số trang nằm ở lề dưới; phải đặt giữa lề trên.")
	case n.Align != typeset.Center:
		c.fault(PageNumbers, "", "Số trang không nằm giữa theo chiều ngang; phải canh giữa trong lề trên.")
	case !c.PageNumber.Has(n.Size, 0):
		c.fault(PageNumbers, "", "Số trang cỡ chữ %s; phải từ %s.", vi.Decimal(n.Size, 1), sizes(c.PageNumber.Least, c.PageNumber.Most))
	case n.Bold || n.Italic:
		c.fault(PageNumbers, "", "Số trang in đậm hoặc nghiêng; phải là kiểu chữ đứng, không đậm.")
	case !n.HideFirst:
		c.fault(PageNumbers, "", "Trang thứ nhất có hiện số trang; số của trang thứ nhất không được hiển thị.")
	}
}

// letters are the typeface and colour of all words.
func (c *checker) letters() {
	see := func(p *typeset.Paragraph) {
		for _, r := range p.Runs {
			if strings.TrimSpace(r.Text) == "" {
				continue
			}
			if !strings.EqualFold(r.Font, c.Font) {
				c.fault(Font, p.Text(), "Phông chữ %s; phải là %s.", r.Font, c.Font)
			}
			if r.Color != "" {
				c.fault(Color, p.Text(), "Chữ không phải màu đen.")
			}
		}
	}
	for _, s := range c.doc.Sections {
		for _, b := range s.Blocks {
			if b.Paragraph != nil {
				see(b.Paragraph)
				continue
			}
			for _, r := range b.Table.Rows {
				for _, cell := range r.Cells {
					for _, p := range cell.Paragraphs {
						see(p)
					}
				}
			}
		}
	}
}

// look holds s against the look of an element.
func (c *checker) look(e Element, s spot) {
	k := c.Looks[e]
	for _, r := range s.Runs {
		if strings.TrimSpace(r.Text) == "" {
			continue
		}
		if r.Size < k.Least || r.Size > k.Most {
			c.wrong(e, s.Text(), "%s cỡ chữ %s; phải %s.", k.Name, vi.Decimal(r.Size, 1), fromTo(k))
		}
		if r.Bold != k.Bold {
			c.wrong(e, s.Text(), "%s %s; phải %s.", k.Name, either(r.Bold, "in đậm", "không in đậm"), either(k.Bold, "in đậm", "không đậm"))
		}
		if r.Italic != k.Italic {
			c.wrong(e, s.Text(), "%s kiểu chữ %s; phải kiểu chữ %s.", k.Name, either(r.Italic, "nghiêng", "đứng"), either(k.Italic, "nghiêng", "đứng"))
		}
	}
	if k.Upper && s.Text() != vi.Upper(s.Text()) {
		c.wrong(e, s.Text(), "%s viết chữ thường; phải viết chữ in hoa.", k.Name)
	}
	if !k.Upper && len(k.Name) > 0 && shouts(s.Text()) && e != Number {
		c.wrong(e, s.Text(), "%s viết toàn chữ in hoa; phải viết chữ in thường.", k.Name)
	}
	if k.Align != "" && s.Align != k.Align {
		c.wrong(e, s.Text(), "%s không canh giữa; phải canh giữa.", k.Name)
	}
}

func fromTo(k Look) string {
	if k.Least == k.Most {
		return "là " + sizes(k.Least, k.Most)
	}
	return "từ " + sizes(k.Least, k.Most)
}

func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// shouts reports whether s is all capitals and long enough to be no abbreviation.
func shouts(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 12
}

// need looks at an element that every paper has.
func (c *checker) need(e Element, s *spot) bool {
	if s == nil {
		c.wrong(e, "", "Không thấy %s ở chỗ của nó.", lowerFirst(c.Looks[e].Name))
		return false
	}
	c.look(e, *s)
	return true
}

func lowerFirst(s string) string {
	if strings.HasPrefix(s, "Quốc") || strings.HasPrefix(s, "Tiêu ngữ") {
		return s
	}
	r := []rune(s)
	r[0] = unicode.ToLower(r[0])
	return string(r)
}

var (
	stateNumber = regexp.MustCompile(`^\s*Số: *(\d*) *(?:/(\d{4}))?/([\p{Lu}][\p{L}]*(?:-[\p{Lu}\d][\p{L}\d]*)+|[\p{Lu}\d]+-[\p{L}\d]+)\s*$`)
	partyNumber = regexp.MustCompile(`^\s*Số *(\d*) *-([\p{L}]+)/([\p{Lu}\d]+)\s*$`)
	longForm    = regexp.MustCompile(`^(\p{Lu}[\p{L}\p{N} -]*), ngày +(\d{1,2})? *tháng +(\d{1,2})? *năm *(\d{4})?\s*\.?$`)
)

// corners are the head of the first page.
func (c *checker) corners() {
	there := c.need(Country, c.country)
	switch {
	case c.Party && there:
		c.underLine(c.country, "tiêu đề")
	case !c.Party && c.need(Motto, c.motto):
		c.underLine(c.motto, "Tiêu ngữ")
	}
	for _, s := range c.superior {
		c.look(Superior, s)
	}
	if len(c.issuer) == 0 {
		c.need(Issuer, nil)
	}
	for _, s := range c.issuer {
		c.look(Issuer, s)
	}
	if n := len(c.issuer); n > 0 && !c.Party {
		c.under(IssuerRule, "tên cơ quan ban hành", c.issuer[n-1], c.issued)
	}
	if c.need(Number, c.number) {
		c.numberOf(c.number.Text())
	}
	if c.need(Date, c.date) {
		c.dateOf(c.date.Text())
	}
}

// underLine is the line as long as the words over it; underlined words have one.
func (c *checker) underLine(over *spot, name string) {
	if over.Runs[0].Underline {
		return
	}
	if c.mottoRule == nil {
		c.fault(MottoRule, over.Text(), "Dưới %s không có đường kẻ ngang; phải có đường kẻ dài bằng dòng chữ.", name)
		return
	}
	if wide := over.Width(); math.Abs(c.mottoRule.Rule-wide) > 0.12*wide {
		c.fault(MottoRule, over.Text(), "Đường kẻ dưới %s dài %s; phải dài bằng dòng chữ (%s).", name, mm(c.mottoRule.Rule), mm(wide))
	}
}

// under is a rule a third to a half as long as the last line above it.
func (c *checker) under(f Fault, name string, above spot, rule *spot) {
	if rule == nil {
		c.fault(f, above.Text(), "Dưới %s không có đường kẻ ngang; phải có đường kẻ dài từ 1/3 đến 1/2 dòng chữ.", name)
		return
	}
	lines := above.Break(above.room)
	wide := lines[len(lines)-1].Width
	for _, l := range lines {
		wide = max(wide, l.Width)
	}
	least := lines[len(lines)-1].Width * c.RuleShare.Least
	if rule.Rule < 0.9*least || rule.Rule > 1.1*wide*c.RuleShare.Most {
		c.fault(f, above.Text(), "Đường kẻ dưới %s dài %s; phải từ 1/3 đến 1/2 dòng chữ (%s).", name, mm(rule.Rule), mm(wide))
	}
}

func (c *checker) numberOf(text string) {
	if c.Party {
		if partyNumber.FindStringSubmatch(text) == nil {
			c.fault(NumberForm, text, "Số và ký hiệu phải có dạng «Số 15-BC/ĐU».")
		}
		return
	}
	m := stateNumber.FindStringSubmatch(text)
	if m == nil {
		c.fault(NumberForm, text, "Số, ký hiệu phải có dạng «Số: 15/BC-UBND»: sau từ «Số» có dấu hai chấm, giữa số và ký hiệu có gạch chéo, giữa các nhóm chữ viết tắt có gạch nối.")
		return
	}
	if len(m[1]) == 1 {
		c.fault(NumberForm, text, "Số nhỏ hơn 10 phải thêm số 0 phía trước: 0%s.", m[1])
	}
}

func (c *checker) dateOf(text string) {
	m := longForm.FindStringSubmatch(strings.Join(strings.Fields(text), " "))
	if m == nil {
		c.fault(DateForm, text, "Địa danh và thời gian phải có dạng «Phù Liễn, ngày 05 tháng 02 năm 2025».")
		return
	}
	if len(m[2]) == 1 {
		c.fault(DateForm, text, "Ngày nhỏ hơn 10 phải thêm số 0 phía trước: ngày 0%s.", m[2])
	}
	if m[3] == "1" || m[3] == "2" {
		c.fault(DateForm, text, "Tháng 1, tháng 2 phải thêm số 0 phía trước: tháng 0%s.", m[3])
	}
}

// names are the type, and what the paper is about.
func (c *checker) names() {
	switch {
	case c.typeName != nil:
		c.look(TypeName, *c.typeName)
		if len(c.subject) == 0 {
			c.need(Subject, nil)
			return
		}
		for _, s := range c.subject {
			c.look(Subject, s)
		}
		if !c.Party {
			c.under(SubjectRule, "trích yếu nội dung", c.subject[len(c.subject)-1], c.subjected)
		}
	case len(c.about) > 0:
		for _, s := range c.about {
			c.look(About, s)
		}
		if len(c.to) == 0 {
			c.need(To, nil)
		}
	default:
		c.need(TypeName, nil)
	}
	for _, s := range c.to {
		c.look(To, s)
	}
}

// bases are the lines «Căn cứ …» at the head of the body.
func (c *checker) bases() {
	var lines []spot
	for len(c.body) > 0 && strings.HasPrefix(fold(c.body[0].Text()), "can cu ") {
		lines, c.body = append(lines, c.body[0]), c.body[1:]
	}
	for i, s := range lines {
		c.look(Basis, s)
		end, want := last(s.Text()), ';'
		if i == len(lines)-1 {
			want = '.'
		}
		if end != want && !(want == '.' && end == ';' && len(c.body) > 0 && strings.HasPrefix(fold(c.body[0].Text()), "theo de nghi")) {
			c.fault(BasisForm, s.Text(), "Cuối căn cứ là dấu «%c»; phải là dấu «%c».", end, want)
		}
	}
}

func last(s string) rune {
	r := []rune(strings.TrimSpace(s))
	if len(r) == 0 {
		return ' '
	}
	return r[len(r)-1]
}

// paragraphs are the looks of the body.
func (c *checker) paragraphs() {
	if len(c.body) == 0 {
		c.need(Body, nil)
		return
	}
	for i, s := range c.body {
		if s.grid {
			continue
		}
		k := c.Looks[Body]
		for _, r := range s.Runs {
			if strings.TrimSpace(r.Text) != "" && (r.Size < k.Least || r.Size > k.Most) {
				c.wrong(Body, s.Text(), "%s cỡ chữ %s; phải %s.", k.Name, vi.Decimal(r.Size, 1), fromTo(k))
			}
		}
		if isPart(s.Text()) && s.Text() == vi.Upper(s.Text()) && !bold(s.Paragraph) {
			c.wrong(PartHead, s.Text(), "%s không in đậm; phải in đậm.", c.Looks[PartHead].Name)
		}
		if s.Align == typeset.Center {
			continue // a heading that stands on a line of its own
		}
		if s.Align != typeset.Justify {
			c.fault(BodyAlign, s.Text(), "Đoạn văn không canh đều cả hai lề.")
		}
		if at := s.First + s.Left; !c.indents(at) {
			c.fault(BodyIndent, s.Text(), "Dòng đầu đoạn văn lùi vào %s; phải lùi 10 mm hoặc 12,7 mm.", mm(at))
		}
		if !c.Line.Has(s.Line, 0.01) {
			c.fault(BodyLine, s.Text(), "Khoảng cách dòng %s; phải từ dòng đơn đến 1,5 dòng.", vi.Decimal(s.Line, 2))
		}
		if i > 0 && !c.body[i-1].grid && c.body[i-1].Align != typeset.Center {
			if gap := c.body[i-1].After + s.Before; gap < c.Gap-0.1 {
				c.fault(BodyGap, s.Text(), "Khoảng cách với đoạn văn trên %s pt; phải tối thiểu %s pt.", vi.Decimal(gap, 1), vi.Decimal(c.Gap, 0))
			}
		}
	}
}

func (c *checker) indents(at float64) bool {
	return slices.ContainsFunc(c.Indents, func(x float64) bool { return math.Abs(x-at) < 0.4 })
}

var (
	partForm   = regexp.MustCompile(`^\s*([IVXLC]+)\.\s+\S`)
	clauseForm = regexp.MustCompile(`^\s*(\d{1,2})\.\s+\S`)
	pointForm  = regexp.MustCompile(`^\s*(\p{Ll})\)\s*\S`)
)

func isPart(s string) bool { return partForm.MatchString(s) }

// numbering are the labels of the body, each after the one before.
func (c *checker) numbering() {
	part, clause, point := 0, 0, 0
	for _, s := range c.body {
		text := s.Text()
		if m := partForm.FindStringSubmatch(text); m != nil {
			if n, ok := vi.ParseRoman(m[1]); ok {
				part++
				if n != part {
					c.fault(Numbering, text, "Phần %s đứng sau phần %s; phải là %s.", m[1], orNone(vi.Roman(part-1)), vi.Roman(part))
					part = n
				}
				clause, point = 0, 0
			}
			continue
		}
		if m := clauseForm.FindStringSubmatch(text); m != nil {
			n := 0
			fmt.Sscan(m[1], &n)
			clause++
			if n != clause {
				c.fault(Numbering, text, "Mục %d đứng sau mục %d; phải là %d.", n, clause-1, clause)
				clause = n
			}
			point = 0
			continue
		}
		if m := pointForm.FindStringSubmatch(text); m != nil {
			letter := []rune(m[1])[0]
			point++
			want := vi.Label(point)
			switch n := vi.LabelNumber(letter); {
			case n == 0:
				c.fault(Numbering, text, "Điểm %c) không có trong thứ tự chữ cái tiếng Việt dùng cho các điểm; phải là %c).", letter, want)
			case n != point:
				c.fault(Numbering, text, "Điểm %c) chưa đúng thứ tự a, b, c, d, đ, e, g…; phải là %c).", letter, want)
				point = n
			}
		}
	}
}

func orNone(s string) string {
	if s == "" {
		return "đầu"
	}
	return s
}
