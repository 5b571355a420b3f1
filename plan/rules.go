package plan

import (
	"slices"
	"strings"

	"loa/org"
	"loa/platform/refuse"
)

// An Act is what a person asks the desk to do.
type Act string

// The acts of the desk.
const (
	Look   Act = "look"   // see plans and drafts
	Upload Act = "upload" // bring a paper in, to adopt or to amend by
	Check  Act = "review" // correct a draft, or drop it
	Adopt  Act = "adopt"  // make a draft the plan
)

// law is who may do what: any of these posts; none listed = whoever has signed in.
var law = []struct {
	act Act
	who []org.Post
}{
	{Look, nil},
	{Upload, []org.Post{org.OfficeHead, org.Officer, org.Clerk}},
	{Check, []org.Post{org.OfficeHead, org.Officer, org.Clerk}},
	{Adopt, []org.Post{org.Chair, org.ViceChair}},
}

// Posts lists the posts that may do act; none = whoever has signed in.
func Posts(act Act) []org.Post {
	for _, p := range law {
		if p.act == act {
			return p.who
		}
	}
	return nil
}

// May reports whether a may do act; a screen shows a button only if so, and the verb refuses the same.
func May(a org.Actor, act Act) bool { return allowed(a, act) == nil }

func allowed(a org.Actor, act Act) error {
	if a.Person == 0 {
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	}
	who := Posts(act)
	if len(who) == 0 || a.Holds(who...) {
		return nil
	}
	if act == Adopt {
		return refuse.With(refuse.NotAllowed, "Chỉ chủ tịch hoặc phó chủ tịch UBND được ban hành kế hoạch.")
	}
	return refuse.With(refuse.NotAllowed, "Chức vụ của anh/chị không được soát xét kế hoạch; việc này do phòng Văn hóa - Xã hội và văn thư làm.")
}

// A Block is a reason why a draft cannot be adopted yet.
type Block struct {
	Thing Thing // what has to be seen or filled in first
	Say   string
}

// Blocks are the reasons why d cannot be adopted yet, in the order of the
// paper's importance: what the header lacks, what an assignment or a target
// lacks, then every open doubt that must be answered (see Must).
func (d *Draft) Blocks() []Block {
	var bs []Block
	need := func(ok bool, t Thing, say string) {
		if !ok {
			bs = append(bs, Block{t, say})
		}
	}
	_, _, numbered := cutCode(d.Doc.Code)
	need(numbered, "doc", "Chưa có số, ký hiệu văn bản.")
	need(d.Doc.Date != "", "doc", "Chưa có ngày ban hành.")
	need(d.Doc.Title != "", "doc", "Chưa có tên văn bản.")
	need(d.Doc.Issuer.Name != "", "doc.issuer", "Chưa có cơ quan ban hành.")
	for _, t := range d.Targets {
		counted := t.Kind == Percent || t.Kind == Count || t.Kind == Rank
		need(!counted || t.Value != nil, Thing(t.ID), "Chỉ tiêu "+ordinal(t.ID)+" chưa có con số.")
		need(t.Measure != "", Thing(t.ID), "Chỉ tiêu "+ordinal(t.ID)+" chưa rõ đo việc gì.")
	}
	for _, a := range d.Assignments {
		need(a.Unit != "", Thing(a.ID), "Phân công ở điểm "+string(a.Node)+" chưa rõ đơn vị.")
	}
	for i, q := range d.Doubts {
		need(q.Answer != nil || !d.Must(q), doubtThing(i), "Điểm nghi vấn chưa được xem: "+lower(q.Name())+" ở "+q.where()+".")
	}
	return bs
}

// grave are the kinds of doubt that must be answered wherever they stand.
var grave = []string{"illegible", "uncertain-name", "impossible-date", "number-blank", "date-blank", "old-encoding", "too-long"}

// Must reports whether a person has to answer q before d is adopted: because
// letters could not be read, or because it touches what binds others: the
// header, a target, or the name of a unit that is given work.
func (d *Draft) Must(q Doubt) bool {
	if slices.Contains(grave, q.Kind) {
		return true
	}
	h := d.Doc
	binding := []Span{h.CodeLines, h.DateLines, h.TitleLines, h.Issuer.Lines}
	for _, t := range d.Targets {
		binding = append(binding, t.Lines)
	}
	for _, a := range d.Assignments {
		binding = append(binding, Span{a.Lines[0], a.Lines[0]})
	}
	return slices.ContainsFunc(binding, q.Lines.meets)
}

// About is the thing that q is a doubt of: its own clause, a part of the
// header, or the smallest clause on its lines; empty when there is none.
func (d *Draft) About(q Doubt) Thing {
	if q.Node != "" && d.Clause(q.Node) != nil {
		return Thing(q.Node)
	}
	h := d.Doc
	for _, part := range []struct {
		thing Thing
		lines Span
	}{{"doc", h.CodeLines}, {"doc", h.DateLines}, {"doc", h.TitleLines}, {"doc.issuer", h.Issuer.Lines}} {
		if q.Lines.meets(part.lines) {
			return part.thing
		}
	}
	for _, r := range h.Recipients {
		if q.Lines.meets(r.Lines) {
			return "doc.recipients"
		}
	}
	if h.Signer != nil && q.Lines.meets(h.Signer.Lines) {
		return "doc.signer"
	}
	var about Thing
	d.Walk(func(_, c *Clause) {
		if c.Lines[0] <= q.Lines[0] && q.Lines[1] <= c.Lines[1] {
			about = Thing(c.ID) // children come after their parents, so the last is the smallest
		}
	})
	return about
}

func (s Span) meets(t Span) bool { return t[0] > 0 && s[0] > 0 && s[0] <= t[1] && t[0] <= s[1] }

// clash is the step, of the first n, that somebody made after the person's screen
// was drawn (when the last step was saw) and that touches the same things; nil if none.
func (r *Review) clash(n, saw int, things []Thing) *Correction {
	for i, c := range r.Steps[:n] {
		if c.Step > saw && slices.ContainsFunc(r.touched(c), func(t Thing) bool { return slices.Contains(things, t) }) {
			return &r.Steps[i]
		}
	}
	return nil
}

// touched is what the step c touches: a word that became another touches everything on its line.
func (r *Review) touched(c Correction) []Thing {
	ts := c.touches(r.Steps)
	no, _, ok := c.Thing.word()
	if !ok || c.Verb == Accept {
		return ts
	}
	for _, t := range r.Draft.things() {
		if r.Draft.place(t).meets(Span{no, no}) {
			ts = append(ts, t)
		}
	}
	return ts
}

// doubtNames says in a few words what sort of doubt it is.
var doubtNames = map[string]string{
	"stale-year":             "Năm có thể đã cũ",
	"numeral-gap":            "Số thứ tự bị nhảy",
	"duplicate-word":         "Từ bị lặp",
	"duplicate-phrase":       "Cụm từ bị lặp",
	"symbol-order":           "Ký hiệu văn bản sai thứ tự",
	"word-order":             "Trật tự từ lạ",
	"unbalanced-parenthesis": "Ngoặc không đóng",
	"missing-period":         "Thiếu dấu chấm",
	"no-number-word":         "Thiếu chữ “số” trước ký hiệu",
	"missing-verb":           "Câu thiếu động từ",
	"restated-target":        "Chỉ tiêu được nhắc lại khác đi",
	"action-in-themes":       "Việc phải làm nằm trong nội dung tuyên truyền",
	"foreign-clause":         "Câu có vẻ của kế hoạch khác",
	"cross-reference":        "Dẫn chiếu cả một phần",
	"retired-body":           "Cơ quan đã sáp nhập hoặc giải thể",
	"illegible":              "Chỗ không đọc được",
	"uncertain-name":         "Họ tên chưa chắc",
	"mixed-tone-placement":   "Đặt dấu thanh không thống nhất",
	"code-across-lines":      "Số, ký hiệu bị ngắt dòng",
	"space-before-code":      "Số văn bản viết tay, có khoảng trống",
	"bullet-without-space":   "Gạch đầu dòng dính chữ",
	"low-confidence":         "Máy đọc chưa chắc",
	"impossible-date":        "Ngày không có thật",
	"year-mismatch":          "Năm không khớp",
	"ended-programme":        "Chương trình đã kết thúc",
	"year-missing":           "Số ký hiệu thiếu năm",
	"year-unexpected":        "Số ký hiệu thừa năm",
	"two-dates":              "Một văn bản, hai ngày",
	"retired-issuer":         "Cơ quan ban hành đã kết thúc hoạt động",
	"younger-basis":          "Căn cứ ra sau kế hoạch",
	"library-date":           "Ngày khác với thư viện",
	"library-replaced":       "Văn bản đã được thay thế",
	"library-ended":          "Văn bản đã hết hiệu lực",
	"number-blank":           "Số văn bản còn để trống",
	"date-blank":             "Ngày ban hành còn để trống",
	"duplicate-label":        "Số thứ tự in hai lần",
	"old-encoding":           "Chữ ở bảng mã cũ",
	"too-long":               "Tệp dài hơn một kế hoạch",
}

// Name says in a few words what sort of doubt q is.
func (q Doubt) Name() string {
	if n := doubtNames[q.Kind]; n != "" {
		return n
	}
	return "Điểm cần xem"
}

func (q Doubt) where() string { return q.Lines.say() }

func (s Span) say() string {
	if s[0] == s[1] {
		return "dòng " + itoa(s[0])
	}
	return "dòng " + itoa(s[0]) + "–" + itoa(s[1])
}

// ordinal is the number in a target's id: 7 of T7.
func ordinal(id string) string { return strings.TrimPrefix(id, "T") }
