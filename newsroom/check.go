package newsroom

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"loa/kit/citation"
	"loa/kit/prose"
	"loa/kit/vi"
	"loa/org"
	"loa/platform/store"
)

// A Remark is something that the writer should look at before the story goes on.
type Remark struct {
	Field       string // of the form
	Say         string
	Must        bool // the story does not go on with it
	AsksConsent bool // somebody has to answer for it
}

// Names are the bodies and people of the place, as its register writes them.
type Names struct{ Units, People []string }

// look checks the text of v before it is submitted.
func (d *Desk) look(ctx context.Context, tx *store.Tx, s Story, v Version) ([]Remark, error) {
	var names Names
	units, err := org.Units(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if u.IsOpen() {
			names.Units = append(names.Units, u.Name)
		}
	}
	people, err := org.People(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		names.People = append(names.People, p.Name)
	}
	remarks := Check(s.Kind, v.Text, names, d.Now())
	pictures, err := picturesOf(ctx, tx, s.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range prose.Parse(v.Body).Pictures() {
		if !slices.ContainsFunc(pictures, func(p Picture) bool { return p.ID == f.Number }) {
			remarks = append(remarks, Remark{Field: "body", Must: true, Say: fmt.Sprintf("Bài nhắc đến ảnh số %d nhưng bài không có ảnh ấy. Hãy thêm ảnh hoặc bỏ dòng đó.", f.Number)})
		}
	}
	links, err := d.outside(ctx, tx, v.Text)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		switch {
		case l.Bar != "":
			remarks = append(remarks, Remark{Field: l.field(v.Text), Must: true, Say: l.Bar})
		case l.Say != "":
			remarks = append(remarks, Remark{Field: l.field(v.Text), Say: "Đường dẫn " + l.Href + ": " + l.Say})
		}
	}
	shy, err := unwilling(ctx, tx, s.ID)
	for _, e := range shy {
		remarks = append(remarks, Remark{Field: "exemplar", Must: true, Say: "Bài kể về «" + e.Name + "» nhưng chưa ghi sự đồng ý. Hãy ghi ở trang điển hình, hoặc bỏ khỏi bài."})
	}
	return remarks, err
}

// outside are the links of t that lead out of the site, judged.
func (d *Desk) outside(ctx context.Context, tx *store.Tx, t Text) ([]Outlink, error) {
	hrefs := t.Outside()
	if d.Judge != nil {
		return d.Judge(ctx, tx, hrefs)
	}
	out := make([]Outlink, len(hrefs))
	for i, href := range hrefs {
		out[i] = Outlink{Href: href}
	}
	return out, nil
}

// Outside are the addresses beyond this site that t leads its reader to, each once.
func (t Text) Outside() []string { return beyond(prose.Parse(t.Body), t.Video) }

func beyond(doc prose.Doc, video string) (out []string) {
	for _, href := range append(doc.Links(), video) {
		if strings.HasPrefix(href, "http") && !slices.Contains(out, href) {
			out = append(out, href)
		}
	}
	return out
}

// field is where in the form of t the link stands.
func (l Outlink) field(t Text) string {
	if l.Href == t.Video {
		return "video"
	}
	return "body"
}

// UnfinishedLinks are the links out of the site in texts that are still being written, read or wait to come out.
func UnfinishedLinks(ctx context.Context, tx *store.Tx) (out []string, err error) {
	open, err := stories(ctx, tx, `state IN ('draft', 'review', 'approved') ORDER BY id`)
	for _, s := range open {
		v, err := version(ctx, tx, s.ID, s.Last)
		if err != nil {
			return nil, err
		}
		out = append(out, v.Text.Outside()...)
	}
	return out, err
}

// bestTitle is how long a title may be before search engines and phones cut it.
const bestTitle = 90

// Check looks a text over as a careful colleague would; it comes out on day.
func Check(kind Kind, t Text, names Names, on time.Time) []Remark {
	c := checker{kind: kind, Text: t, doc: prose.Parse(t.Body)}
	c.plain = c.Title + "\n" + c.Summary + "\n" + c.doc.Plain()
	c.whole()
	c.steps()
	c.title()
	c.pictures()
	c.letters()
	c.names(names)
	c.bodies(on)
	c.links()
	c.people()
	return c.out
}

type checker struct {
	Text
	kind  Kind
	doc   prose.Doc
	plain string // all that a reader reads
	out   []Remark
}

func (c *checker) must(field, say string) {
	c.out = append(c.out, Remark{Field: field, Say: say, Must: true})
}
func (c *checker) should(field, say string) { c.out = append(c.out, Remark{Field: field, Say: say}) }

// whole demands what no story comes out without.
func (c *checker) whole() {
	if c.Title == "" {
		c.must("title", "Bài chưa có đầu đề.")
	}
	switch pictures := c.doc.Pictures(); {
	case c.kind == Video && c.Video == "":
		c.must("video", "Hãy ghi đường dẫn của video.")
	case c.kind == Photos && len(pictures) == 0:
		c.must("body", "Phóng sự ảnh cần ít nhất một ảnh.")
	case c.doc.Plain() == "" && c.kind != Video:
		c.must("body", "Bài chưa có chữ nào.")
	}
	if c.Theme.Key == 0 {
		c.must("theme", "Hãy chọn nội dung của kế hoạch mà bài này tuyên truyền.")
	}
	if c.Summary == "" {
		c.should("summary", "Bài chưa có tóm tắt; người đọc trên điện thoại thấy tóm tắt trước tiên.")
	}
}

// sections are what a guide has beside its steps: what a reader needs before they begin, and whom they ask when they are stuck.
var sections = []struct{ words, missing string }{
	{"chuẩn bị", "Hướng dẫn chưa có mục «Cần chuẩn bị». Hãy thêm đầu đề ấy và liệt kê giấy tờ, thiết bị, tài khoản."},
	{"hỏi ở đâu", "Hướng dẫn chưa có mục «Hỏi ở đâu». Hãy ghi nơi giúp khi người đọc không làm được."},
}

// steps demands of a guide that it can be followed: what to have, what to do one after the other, where to ask.
func (c *checker) steps() {
	if c.kind != Guide {
		return
	}
	if c.doc.Steps() < 2 {
		c.must("body", "Hướng dẫn cần các bước đánh số: mỗi dòng một bước, bắt đầu bằng «1.», «2.».")
	}
	for _, s := range sections {
		has := false
		c.doc.Walk(func(b prose.Block) {
			has = has || b.Kind == prose.Heading && strings.Contains(vi.Lower(b.Plain()), s.words)
		})
		if !has {
			c.must("body", s.missing)
		}
	}
}

func (c *checker) title() {
	if n := utf8.RuneCountInString(c.Title); n > bestTitle {
		c.should("title", fmt.Sprintf("Đầu đề dài %d ký tự; quá %d ký tự sẽ bị cắt khi tìm kiếm và khi chia sẻ.", n, bestTitle))
	}
	if letters := strings.Map(onlyLetters, c.Title); letters != "" && letters == vi.Upper(letters) && utf8.RuneCountInString(letters) > 8 {
		c.should("title", "Đầu đề viết hoa toàn bộ khó đọc. Hãy viết hoa chữ đầu và tên riêng.")
	}
}

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// shortAlt is how few letters say nothing of a picture.
const shortAlt = 12

func (c *checker) pictures() {
	for _, f := range c.doc.Pictures() {
		switch {
		case f.Alt == "":
			c.must("body", fmt.Sprintf("Ảnh số %d chưa có lời tả cho người không nhìn thấy ảnh.", f.Number))
		case utf8.RuneCountInString(f.Alt) < shortAlt:
			c.should("body", fmt.Sprintf("Lời tả ảnh số %d («%s») ngắn quá, khó hình dung.", f.Number, f.Alt))
		case f.Alt == f.Caption:
			c.should("body", fmt.Sprintf("Lời tả ảnh số %d trùng với chú thích; người nghe sẽ nghe hai lần.", f.Number))
		}
	}
}

const (
	bareRun     = 4 // words in a row without a mark, all of them built as Vietnamese ones
	bareOdd     = 2 // of them that are no words until they get their marks: chuyen, quoc, viec
	mostDoubted = 8
)

// builtAsOurs are words without marks that are put together as Vietnamese ones are.
var builtAsOurs = regexp.MustCompile(`^(?:ngh|[nt]h|ng|tr|ch|ph|kh|g[hi]|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?$`)

// letters finds words that were typed without marks, and syllables that no word of Vietnamese has.
func (c *checker) letters() {
	var doubted []string
	for line := range strings.Lines(c.plain) {
		run := []string{}
		settle := func() {
			odd := 0
			for _, w := range run {
				if !vi.IsSyllable(w) {
					odd++
				}
			}
			if len(run) >= bareRun && odd >= bareOdd {
				c.should("body", "Chữ có thể thiếu dấu: «"+strings.Join(run, " ")+"».")
			}
			run = run[:0]
		}
		for _, w := range strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".,;:!?()«»\"“”…/", r) }) {
			small := w == vi.Lower(w) && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) < 0
			switch {
			case small && builtAsOurs.MatchString(w):
				run = append(run, w)
				continue
			case small && vi.Fold(w) != w && !vi.IsSyllable(w) && !slices.Contains(doubted, w):
				doubted = append(doubted, w)
			}
			settle()
		}
		settle()
	}
	if len(doubted) > 0 {
		c.should("body", "Chữ lạ, xem lại chính tả: «"+strings.Join(doubted[:min(len(doubted), mostDoubted)], "», «")+"».")
	}
}

// names finds the bodies and people of the place written otherwise than its register writes them.
func (c *checker) names(known Names) {
	canon, folded := vi.Lower(vi.Canon(c.plain)), vi.Fold(c.plain)
	for _, name := range append(slices.Clone(known.Units), known.People...) {
		if len(strings.Fields(name)) < 3 {
			continue
		}
		if strings.Contains(folded, vi.Fold(name)) && !strings.Contains(canon, vi.Lower(vi.Canon(name))) {
			c.should("body", "Danh bạ của phường ghi là «"+name+"»; trong bài viết khác dấu.")
		}
	}
}

// bodies finds bodies of the state that are no more, and their addresses.
func (c *checker) bodies(on time.Time) {
	var lines []citation.Line
	for i, s := range strings.Split(c.plain+"\n"+strings.Join(c.doc.Links(), "\n"), "\n") {
		lines = append(lines, citation.Line{No: i + 1, Text: s})
	}
	said := map[string]bool{}
	for _, f := range citation.CheckBodies(lines, nil, on) {
		if !said[f.Text] {
			said[f.Text] = true
			c.should("body", "«"+f.Text+"»: "+f.Note)
		}
	}
}

func (c *checker) links() {
	for _, href := range c.doc.Links() {
		if strings.HasPrefix(href, "http://") {
			c.should("body", "Đường dẫn "+href+" không được mã hóa; hãy thử địa chỉ bắt đầu bằng https://.")
		}
	}
}

var (
	namedChild = regexp.MustCompile(`(?:[Ee]m|[Cc]háu|[Bb]é|[Hh]ọc sinh) \p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*)+`)
	childWords = regexp.MustCompile(`(?i)học sinh|trẻ em|thiếu nhi|các cháu|các em|mầm non`)
	phoneForm  = regexp.MustCompile(`(?:^|\D)0[35789]\d{2}[ .]?\d{3}[ .]?\d{3}(?:\D|$)`)
	cardForm   = regexp.MustCompile(`(?:^|\D)0\d{11}(?:\D|$)`)
)

// people finds what says too much of somebody: children by name or in pictures, numbers of cards and telephones.
func (c *checker) people() {
	ask := func(say string) { c.out = append(c.out, Remark{Field: "body", Say: say, AsksConsent: true}) }
	if who := namedChild.FindString(c.plain); who != "" {
		ask("Bài nêu tên trẻ em («" + who + "»): cần cha, mẹ hoặc người giám hộ đồng ý; trẻ từ 7 tuổi trở lên cũng phải đồng ý.")
	}
	for _, f := range c.doc.Pictures() {
		if childWords.MatchString(f.Alt + " " + f.Caption) {
			ask(fmt.Sprintf("Ảnh số %d có thể có hình trẻ em: cần cha, mẹ hoặc người giám hộ đồng ý.", f.Number))
		}
	}
	if cardForm.MatchString(c.plain) {
		c.should("body", "Bài có dãy 12 chữ số giống số căn cước. Đừng công khai số căn cước của ai.")
	}
	if phoneForm.MatchString(c.plain) {
		c.should("body", "Bài có số điện thoại di động. Chỉ công khai số của cơ quan, hoặc của người đã đồng ý.")
	}
}
