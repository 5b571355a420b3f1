package plan

import (
	"slices"
	"strings"

	"loa/kit/vi"
)

// kinds tells what each clause is for, from its heading and from what it lies in.
func (r *reader) kinds() {
	last := r.g.root.signed() - 1
	for i, n := range r.g.root.kids {
		if n.clause.Kind == Preamble {
			continue
		}
		if i > 0 && i == last && n.style == noStyle {
			r.closing(n)
			continue
		}
		r.part(n)
	}
	r.closingInside()
}

// part gives a part of the plan, and what lies in it, their kinds.
func (r *reader) part(n *node) {
	c := n.clause
	switch {
	case n.style == byArticle:
		c.Kind = Article
		below(n, Paragraph)
		return
	case n.style >= byPart && n.style <= bySection && sectionKind(n.words) == "":
		c.Kind = Part
		for _, k := range n.kids {
			r.part(k)
		}
		return
	case n.style == noStyle:
		if c.Kind == "" {
			c.Kind = Paragraph
		}
		return
	}
	switch c.Kind = sectionKind(n.words); c.Kind {
	case Objectives, GeneralObjectives, SpecificObjectives, Purpose, Requirement:
		r.aims(n)
	case Themes:
		if holdsParts(n) {
			c.Kind = Part
			for _, k := range n.kids {
				r.part(k)
			}
			return
		}
		themes(n)
	case AFunding:
		below(n, Paragraph)
	case Assignments:
		r.duties(n)
	case ABasis:
		below(n, ABasis)
	default:
		c.Kind = Part
		if len(n.kids) == 0 {
			c.Kind = Paragraph
		}
		for _, k := range n.kids {
			r.part(k)
		}
	}
}

// holdsParts tells a heading, such as that of a whole plan, below which other parts have their own headings.
func holdsParts(n *node) bool {
	named := 0
	for _, k := range n.kids {
		if s := sectionKind(k.words); (s == AFunding || s == Assignments || s == Objectives) && len(k.words) < 12 {
			named++
		}
	}
	return named >= 2
}

func below(n *node, kind ClauseKind) {
	for _, k := range n.kids {
		k.clause.Kind = kind
		below(k, kind)
	}
}

// aims are objectives and targets: the heading above says which; a sentence with a figure to reach is a target anywhere.
func (r *reader) aims(n *node) {
	inside := map[ClauseKind]ClauseKind{Objectives: AnObjective, GeneralObjectives: AnObjective, SpecificObjectives: ATarget, Purpose: Purpose, Requirement: Requirement}[n.clause.Kind]
	for _, k := range n.kids {
		named := sectionKind(k.words)
		if len(k.words) > 12 && len(k.kids) == 0 {
			named = ""
		}
		switch named {
		case GeneralObjectives, SpecificObjectives, Purpose, Requirement, Objectives:
			k.clause.Kind = named
			if named == Objectives {
				k.clause.Kind = GeneralObjectives
			}
			r.aims(k)
			continue
		}
		k.clause.Kind = inside
		if inside != ATarget && counted(k.words) {
			k.clause.Kind = ATarget
		}
		r.aimsBelow(k, k.clause.Kind)
	}
}

func (r *reader) aimsBelow(n *node, kind ClauseKind) {
	for _, k := range n.kids {
		k.clause.Kind = kind
		r.aimsBelow(k, kind)
	}
}

// themes are what is to be told; numbered and lettered clauses are themes, bullets are items of one.
func themes(n *node) {
	for _, k := range n.kids {
		k.clause.Kind = ThemeItem
		if k.style == noStyle && n.clause.Kind == Themes {
			k.clause.Kind = Paragraph
			continue
		}
		if k.style > noStyle && k.style < byDash || k.style == headed || n.clause.Kind == Themes {
			k.clause.Kind = ATheme
			k.clause.Slug = slugOf(k)
		}
		themes(k)
	}
}

// themeSlugs are short addresses for themes that recur in plans on digital transformation, by words of theirs.
var themeSlugs = []struct {
	phrases [][]string
	slug    string
}{
	{cues("thể chế số"), "the-che-so"}, {cues("hạ tầng số"), "ha-tang-so"}, {cues("dữ liệu số"), "du-lieu-so"}, {cues("nền tảng số"), "nen-tang-so"},
	{cues("nhân lực số"), "nhan-luc-so"}, {cues("chính quyền số"), "chinh-quyen-so"}, {cues("kinh tế số"), "kinh-te-so"}, {cues("xã hội số"), "xa-hoi-so"},
	{cues("công dân số"), "cong-dan-so"}, {cues("an toàn thông tin, an ninh mạng"), "an-toan-thong-tin"},
}

var themeTopics = []struct {
	phrases [][]string
	slug    string
}{
	{cues("người đứng đầu"), "trach-nhiem-nguoi-dung-dau"}, {cues("quy định của pháp luật, văn bản quy phạm"), "quy-dinh-phap-luat"},
	{cues("hoạt động chỉ đạo, chỉ đạo điều hành"), "chi-dao-dieu-hanh"}, {cues("ngày chuyển đổi số"), "ngay-chuyen-doi-so"},
	{cues("gương điển hình, điển hình, mô hình chuyển đổi số"), "mo-hinh-dien-hinh"}, {cues("dịch vụ công trực tuyến"), "dich-vu-cong"}, {cues("cải cách hành chính"), "cai-cach-hanh-chinh"}, {cues("kỹ năng số, bình dân học vụ số"), "ky-nang-so"},
}

// themeMeans are ways to reach people that a theme may be about.
var themeMeans = []struct {
	phrases [][]string
	slug    string
}{
	{cues("trên zalo, zalo"), "zalo"}, {cues("trên facebook, fanpage"), "facebook"}, {cues("làng số"), "lang-so"},
}

// slugOf is the address of a theme in public: a known one, or its first words.
func slugOf(n *node) string {
	head := n.words[:min(len(n.words), 10)]
	for _, s := range themeSlugs {
		if at, _ := head.any(s.phrases, 0); at >= 0 {
			return s.slug
		}
	}
	if at, _ := n.words.any(cues("theo kế hoạch"), 0); at >= 0 {
		if year := yearAfter(n.words); year != "" {
			if at, _ := n.words.any(cues("thành phố"), 0); at >= 0 {
				return "ke-hoach-thanh-pho-" + year
			}
			return "ke-hoach-" + year
		}
	}
	var means []string
	for _, s := range themeMeans {
		if at, _ := n.words.any(s.phrases, 0); at >= 0 {
			means = append(means, s.slug)
		}
	}
	if len(means) > 0 {
		return "kenh-" + strings.Join(means, "-")
	}
	for _, s := range themeTopics {
		if at, _ := n.words.any(s.phrases, 0); at >= 0 {
			return s.slug
		}
	}
	var parts []string
	for _, w := range n.words {
		if len(parts) == 0 && (w.fold == "tuyen" || w.fold == "truyen" || w.fold == "ve") {
			continue
		}
		if f := strings.Trim(vi.Fold(w.fold), "%"); f != "" && strings.IndexFunc(f, func(r rune) bool { return r > 'z' || r < '0' || r > '9' && r < 'a' }) < 0 {
			parts = append(parts, f)
		}
		if len(parts) == 6 {
			break
		}
	}
	return strings.Join(parts, "-")
}

func yearAfter(ws passage) string {
	for i, w := range ws {
		if w.fold == "nam" && i+1 < len(ws) && len(ws[i+1].fold) == 4 && isNumber(ws[i+1].fold) {
			return ws[i+1].fold
		}
	}
	return ""
}

// duties are the assignments: a clause that names a unit, and its tasks.
func (r *reader) duties(n *node) {
	for _, k := range n.kids {
		switch {
		case k.row != nil: // a row of a table is a task by itself
		case slices.ContainsFunc(k.kids, func(b *node) bool { return b.row != nil }):
			k.clause.Kind = Assignments // «1. Phân công nhiệm vụ», and a table
			r.duties(k)
		case pointsOn(k):
			k.clause.Kind = Paragraph
		default:
			k.clause.Kind = AnAssignment
			below(k, ATask)
		}
	}
}

var (
	onwards   = cues("theo bảng, bảng sau, bảng dưới, biểu sau, phụ lục, biểu kèm, danh mục kèm")
	asFollows = cues("như sau")
)

// pointsOn tells a paragraph that only says where the duties are: «Chi tiết tại Phụ lục kèm theo», «… phân công cụ thể như sau:».
func pointsOn(n *node) bool {
	if n.style != noStyle && n.style != byName || len(n.kids) > 0 || len(n.words) > 25 {
		return false
	}
	if at, _ := n.words.any(onwards, 0); at >= 0 {
		return true
	}
	at, size := n.words.any(asFollows, 0)
	return at >= 0 && at+size == len(n.words)
}

var closingCues = cues("căn cứ kế hoạch, trên đây là, yêu cầu, đề nghị các, trong quá trình, quá trình triển khai, quá trình thực hiện, ủy ban nhân dân phường yêu cầu, ủy ban nhân dân xã yêu cầu")

func (r *reader) closing(n *node) {
	n.clause.Kind, n.clause.ID = Closing, "closing"
}

// closingInside takes the last paragraph out of the last part, when it speaks to all and ends the plan.
func (r *reader) closingInside() {
	root := &r.g.root
	end := root.signed()
	if end == 0 {
		return
	}
	up := root.kids[end-1]
	if up.clause.Kind == Closing {
		return
	}
	for len(up.kids) > 0 && up.kids[len(up.kids)-1].style != noStyle {
		up = up.kids[len(up.kids)-1]
	}
	// the last paragraphs of a part, from the first that speaks as an end does
	at := -1
	for i := len(up.kids) - 1; i >= 0 && up.kids[i].style == noStyle; i-- {
		w := up.kids[i].words
		if c, _ := w[:min(len(w), 14)].any(closingCues, 0); c >= 0 || strings.HasSuffix(w.text(), "./.") {
			at = i
		}
	}
	if at < 0 || up.clause.Kind == Preamble {
		return
	}
	last := up.kids[at]
	for _, k := range up.kids[at+1:] {
		last.words = append(last.words, k.words...)
		last.last = k.last
	}
	up.kids = up.kids[:at]
	last.up = root
	r.closing(last)
	last.clause.Label = ""
	root.kids = slices.Insert(root.kids, end, last)
}
