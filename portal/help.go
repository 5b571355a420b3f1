package portal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/library"
	"loa/plan"
	"loa/platform/web"
)

func or(s, other string) string { return cmp.Or(s, other) }

func upper(s string) string { return vi.Upper(s) }
func lower(s string) string { return vi.Lower(s) }

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || n < len(s) && isShouted(s) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// under is the city behind a ward: , thành phố Hải Phòng.
func under(city string) string {
	switch folded := vi.Fold(city); {
	case city == "":
		return ""
	case strings.HasPrefix(folded, "thanh pho "), strings.HasPrefix(folded, "tinh "):
		return ", " + lowerFirst(city)
	}
	return ", thành phố " + city
}

// about is the title of a document after its issuer: : về chuyển đổi số …
func about(title string) string {
	if title == "" {
		return ""
	}
	return ": " + lowerFirst(title)
}

// remark is what a reader of the site needs of a doubt: what is odd, without what the checker was asked to do about it.
func remark(d plan.Doubt) string {
	say, _, _ := strings.Cut(d.Note, "; ")
	return strings.TrimRight(say, ". ") + "."
}

func either(names []string) string { return strings.Join(names, " hoặc ") }

// legible shows the reader's sign for lost letters as what it means.
func legible(s string) string { return strings.ReplaceAll(s, "⟦?⟧", "[…]") }

// longDay is the day under a document's head: ngày 16 tháng 7 năm 2025.
func longDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return vi.LongDate(t)
}

// inferred is the value the reader supposed, for a sentence that admits it.
func inferred(t plan.Target) string {
	return comparison(t.Op) + Figure(plan.Target{Value: t.Value, Unit: t.Unit})
}

func subThemes(c *plan.Clause) []*plan.Clause { return ofKind(c, plan.ATheme) }

// items are what is below theme c and no theme itself.
func items(c *plan.Clause) []*plan.Clause {
	return slices.DeleteFunc(slices.Clone(c.Children), func(k *plan.Clause) bool { return k.Kind == plan.ATheme })
}

func ofKind(c *plan.Clause, kind plan.ClauseKind) []*plan.Clause {
	return slices.DeleteFunc(slices.Clone(c.Children), func(k *plan.Clause) bool { return k.Kind != kind })
}

// own are the lines of c itself, up to where its first child begins.
func own(c *plan.Clause) plan.Span {
	s := c.Lines
	if len(c.Children) > 0 {
		s[1] = max(s[0], min(s[1], c.Children[0].Lines[0]-1))
	}
	return s
}

// once leaves one citation for each clause.
func once(cited []plan.Citation) []plan.Citation {
	var out []plan.Citation
	for _, c := range cited {
		if !slices.ContainsFunc(out, func(o plan.Citation) bool { return o.Node == c.Node }) {
			out = append(out, c)
		}
	}
	return out
}

// excerpt is what stands around a document's number in a clause's text, cut at words.
func excerpt(text, code, printed string) string {
	const around = 160
	i := strings.Index(text, code)
	if i < 0 && printed != "" {
		i = strings.Index(text, printed)
	}
	if i < 0 || utf8.RuneCountInString(text) <= 2*around {
		return shorten(text, 2*around)
	}
	before, after := []rune(text[:i]), text[i:]
	if len(before) > around {
		before = before[len(before)-around:]
		if j := slices.Index(before, ' '); j >= 0 {
			before = append([]rune("…"), before[j+1:]...)
		}
	}
	return string(before) + shorten(after, around)
}

// newest are the n last documents by their date.
func newest(bases []plan.Basis, n int) []plan.Basis {
	out := slices.SortedStableFunc(slices.Values(bases), func(a, b plan.Basis) int { return cmp.Compare(b.Date, a.Date) })
	return out[:min(n, len(out))]
}

// at are the smallest clauses that the page's lines fall into.
func (p paperPage) at() []*plan.Clause {
	var out []*plan.Clause
	p.Walk(func(_, c *plan.Clause) {
		s := own(c)
		if c.Title+c.Text != "" && s[0] <= p.At[1] && s[1] >= p.At[0] {
			out = append(out, c)
		}
	})
	return out
}

// way is the crumbs of a theme: its plan, the themes above it, itself.
func (p themePage) way() []web.Link {
	way := []web.Link{{Href: "/", Text: "Trang đầu"}, {Href: "/ke-hoach", Text: "Kế hoạch"}, {Href: p.home(), Text: p.Doc.Code}}
	if up := p.parents[p.Theme.ID]; up != nil && up.Kind == plan.ATheme {
		way = append(way, web.Link{Href: p.theme(up), Text: shorten(Name(up), 40)})
	}
	return append(way, web.Link{Text: shorten(Name(p.Theme), 40)})
}

// full is the theme in the paper's words, where its name is less than that.
func (p themePage) full() string {
	if p.Theme.Text != "" || strings.HasSuffix(Name(p.Theme), "…") {
		return strings.TrimSpace(p.Theme.Title + " " + p.Theme.Text)
	}
	return ""
}

func (v *view) kindText() string { return cmp.Or(v.Doc.KindText, "Kế hoạch") }

// summary is the plan in one line: how much is in it.
func (v *view) summary() string {
	units := len(v.Assignments)
	return fmt.Sprintf("%d chỉ tiêu, %d nội dung tuyên truyền, việc của %d nhóm đơn vị, %d văn bản được nhắc đến.", len(v.Targets), len(v.allThemes()), units, len(v.References))
}

// textHref is the page of a cited document in the library; one without a number is looked for by its title.
func textHref(b plan.Basis) string {
	if b.Code == "" {
		return listHref("/van-ban", b.Title, 1)
	}
	return "/van-ban/" + vi.Slug(b.Code)
}

// printed is how the plan prints the number of a document, where that is not how it is written; otherwise nothing.
func (v *view) printed(code string) string {
	for _, b := range v.References {
		if b.Code == code {
			return b.PrintedCode
		}
	}
	return ""
}

// force says in a sentence whether a text still holds.
func force(t library.Text) string {
	ended := ""
	if t.EndedOn != "" {
		ended = " từ sau ngày " + web.Day(t.EndedOn)
	}
	switch t.Force {
	case library.InForce:
		return "Còn hiệu lực."
	case library.Replaced:
		return "Bị thay thế bởi " + t.ReplacedBy + ended + "."
	case library.Ended:
		return "Hết hiệu lực" + ended + "."
	}
	return "Chưa tra cứu."
}

// sameUnit compares the name of a unit in a plan with its official name: «Phòng Văn hóa - Xã hội phường» is the ward's own.
func sameUnit(inPlan, official string) bool {
	bare := func(s string) string {
		return strings.TrimSuffix(strings.Join(strings.Fields(vi.Fold(s)), " "), " phuong")
	}
	return bare(inPlan) == bare(official)
}
