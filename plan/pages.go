package plan

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/web"
)

type homePage struct {
	Actor    org.Actor
	Plans    []Summary
	Reviews  []Review
	Readings []Reading
	Unread   []Paper
}

type uploadPage struct {
	Amends Plan   // the zero Plan for a new one
	Lack   string // what has to be installed before scans can be read
	No     refuse.Refusal
}

type adoptPage struct {
	Review  Review
	Blocks  []Block
	Changes []Change
	May     bool
	No      refuse.Refusal
}

type planPage struct {
	Actor   org.Actor
	Plan    Plan
	History []Plan
}

// reviewPage is one stop of a review, beside the paper.
type reviewPage struct {
	Review     Review
	Items      []Item
	At         int
	Main, Rest []web.Input // the form; Rest is one press away
	Was        [][2]string // what the form was drawn with, by input name
	Paper      []litLine
	Crops      []crop        // the pictures of the item's lines, of a scan
	Words      []UnclearWord // of the item's lines
	AllWords   int           // unclear in the whole paper
	MayChange  bool          // the person may, and the review is open
	MayAdopt   bool
	Blocks     []Block
	No         refuse.Refusal
	SplitText  string // what the split form starts from; empty when nothing can be split
	Into       string // the clause to merge into
	MergeName  string
	Strike     string // what the button says; empty when there is nothing to strike
	StrikeWhat Thing
	Mark       bool
	Steps      []Correction // of this stop, the last first
	Undone     map[int]bool
}

type litLine struct {
	Line
	Lit bool // the item came from here
}

func newReviewPage(r Review, a org.Actor, at Thing, typed url.Values, no refuse.Refusal) reviewPage {
	unclear := r.Draft.Unclear()
	p := reviewPage{Review: r, Items: r.items(unclear), Blocks: r.blocks(unclear), AllWords: len(unclear), No: no, Undone: Undone(r.Steps),
		MayChange: May(a, Check) && r.State == Open, MayAdopt: May(a, Adopt)}
	p.At = stop(p.Items, at)
	it := p.Items[p.At]
	p.form(it, typed)
	p.Paper, p.Crops = around(r.Draft.lines, it.Lines), r.crops(it.Lines)
	for _, w := range unclear {
		if it.Lines.meets(Span{w.Line, w.Line}) {
			p.Words = append(p.Words, w)
		}
	}
	for _, c := range slices.Backward(r.Steps) {
		if slices.ContainsFunc(c.touches(r.Steps), func(t Thing) bool {
			no, _, ok := t.word()
			return t == it.Thing || t == it.About || ok && it.Lines.meets(Span{no, no})
		}) {
			p.Steps = append(p.Steps, c)
		}
	}
	if p.MayChange {
		p.offers(it, typed)
	}
	return p
}

// Item is where the review stands.
func (p *reviewPage) Item() Item { return p.Items[p.At] }

// form is the fields to put right at it, with what was typed if it came back.
func (p *reviewPage) form(it Item, typed url.Values) {
	values := map[string]string{}
	for name := range typed {
		values[name] = unix(typed.Get(name))
	}
	for _, t := range p.Review.Draft.together(it.About) {
		for _, f := range p.Review.Draft.Fields(t) {
			problem := ""
			if p.No.Field == f.Name && values[inputName(t, f.Name)] != values["w"+inputName(t, f.Name)[1:]] {
				problem, p.No.Field = p.No.Say, inputName(t, f.Name)
			}
			in := f.input(t, values, problem)
			if in.Value != f.drawn() && p.No.Kind == refuse.Conflict {
				in.Hint = "Chữ hiện có: “" + f.shown() + "”."
			}
			p.Was = append(p.Was, [2]string{"w" + in.Name[1:], f.drawn()})
			if f.Rare {
				p.Rest = append(p.Rest, in)
			} else {
				p.Main = append(p.Main, in)
			}
		}
	}
}

// offers is what else may be done with it: split, merge, strike, mark.
func (p *reviewPage) offers(it Item, typed url.Values) {
	d := &p.Review.Draft
	if c := d.node(it.About); c != nil {
		if len(c.Children) == 0 && c.Text != "" {
			p.SplitText = c.Text
			if typed.Get("verb") == string(Split) {
				p.SplitText = unix(typed.Get("text"))
			}
		}
		if b := d.before(c.ID); b != nil {
			p.Into, p.MergeName = string(b.ID), b.Name()
		}
	}
	things := d.together(it.About)
	for _, t := range things {
		switch {
		case d.target(string(t)) != nil:
			p.Strike, p.StrikeWhat = "Không phải chỉ tiêu", t
		case d.basis(string(t)) != nil:
			p.Strike, p.StrikeWhat = "Không phải căn cứ", t
		case d.assignment(string(t)) != nil:
			p.Strike, p.StrikeWhat = "Không phải phân công", t
		case d.task(Address(t)) != nil:
			p.Strike, p.StrikeWhat = "Không phải nhiệm vụ", t
		}
	}
	p.Mark = p.Strike == "" && d.Clause(Address(it.About)) != nil
}

const (
	linesAbove, linesBelow = 6, 8 // lines of the paper shown around an item
	mostLit                = 40   // lines of one item shown
)

// around is the lines of the paper that s is on, with some before and after.
func around(source []Line, s Span) []litLine {
	if s[0] == 0 {
		return nil
	}
	last := min(s[1], s[0]+mostLit)
	var ls []litLine
	for _, l := range source {
		if l.No >= s[0]-linesAbove && l.No <= last+linesBelow {
			ls = append(ls, litLine{l, l.No >= s[0] && l.No <= s[1]})
		}
	}
	return ls
}

func (p *reviewPage) href(i int) templ.SafeURL { return p.Review.at(p.Items[i].Thing) }

func (r *Review) at(t Thing) templ.SafeURL {
	return templ.URL("/" + r.ID.Ref() + "?" + url.Values{"at": {string(t)}}.Encode() + "#at") // the stop itself: on a phone a page of other things stands above it
}

// groups are the parts of the review that have something in them.
func (p *reviewPage) groups() []Group {
	var gs []Group
	for _, it := range p.Items {
		if !slices.Contains(gs, it.Group) {
			gs = append(gs, it.Group)
		}
	}
	return gs
}

// done counts the answered doubts, and all of them.
func (r *Review) done() (done, all int) {
	return len(r.Draft.Doubts) - r.Draft.open(), len(r.Draft.Doubts)
}

// left says how many doubts wait.
func (r *Review) left() string {
	if n := r.Draft.open(); n > 0 {
		return fmt.Sprintf("Còn %d điểm cần xem", n)
	}
	return "Mọi điểm nghi vấn đã được xem"
}

// doubtAt is the doubt that it is about; nil when it is none.
func (p *reviewPage) doubtAt() *Doubt {
	if n, ok := p.Item().Thing.doubt(); ok {
		return &p.Review.Draft.Doubts[n-1]
	}
	return nil
}

// Did says what step c did, for the history.
func (c Correction) Did(d *Draft) string {
	what := d.Say(c.Thing)
	switch c.Verb {
	case Accept:
		return "Xác nhận: " + what + "."
	case Correct:
		if no, _, ok := c.Thing.word(); ok {
			return "Sửa chữ ở dòng " + itoa(no) + ": " + turned(c.Was, c.Becomes) + "."
		}
		label := c.Field
		for _, f := range d.Fields(c.Thing) {
			if f.Name == c.Field {
				label = f.Label
			}
		}
		return fmt.Sprintf("Sửa %s (%s): %s.", lower(label), d.called(c.Thing), clip(turned(c.Was, c.Becomes)))
	case Split:
		return "Tách " + d.called(c.Thing) + " thành hai điểm."
	case Merge:
		return "Gộp " + d.called(c.Thing) + " vào " + d.called(Thing(c.Field)) + "."
	case Strike:
		return "Bỏ khỏi phần được tính: " + c.Was + "."
	case Mark:
		return "Đánh dấu " + d.called(c.Thing) + " là chỉ tiêu."
	case Undo:
		return fmt.Sprintf("Hoàn tác bước %d.", c.Undoes)
	}
	return string(c.Verb)
}

// clip is the first words of a long wording.
func clip(s string) string {
	if w := strings.Fields(s); len(w) > 80 {
		return strings.Join(w[:80], " ") + " …"
	}
	return s
}

// title is what the page of a version is called.
func (p *Plan) title() string {
	if p.Doc.KindText == "" {
		return "Kế hoạch " + p.Doc.Code
	}
	return p.Doc.KindText + " " + p.Doc.Code
}

func (m Mode) say() string {
	if m == Request {
		return "Đề nghị"
	}
	return "Giao"
}

func spanOf(p *Period) string {
	if p == nil || p.From == "" {
		return ""
	}
	return "từ " + web.Day(p.From) + " đến hết " + web.Day(p.To)
}

func roleTone(r Role) string {
	if r == Lead {
		return "good"
	}
	return ""
}

// paper is the address of the lines s of the paper that p was read from; no lines is its top.
func (p *Plan) paper(s Span) string {
	href := fmt.Sprintf("/%s/paper/%d", p.ID.Ref(), p.Version)
	if s[0] > 0 {
		href += fmt.Sprintf("?at=%d-%d#l%d", s[0], s[1], s[0])
	}
	return href
}

// sourcePage is the paper of a version, open at some of its lines.
type sourcePage struct {
	Plan   Plan
	Review Review // that it was adopted from
	At     Span
}

// pages are the lines of the paper, page by page.
func (p *sourcePage) pages() [][]Line {
	var pages [][]Line
	for i, l := range p.Review.Draft.lines {
		if i == 0 || l.Page != p.Review.Draft.lines[i-1].Page {
			pages = append(pages, nil)
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], l)
	}
	return pages
}

// A piece is a part of a wording; an unclear one may be another word.
type piece struct {
	Text    string
	Unclear bool
}

// pieces parts a wording that was read from lines, so that its unclear words can be marked.
func (p *reviewPage) pieces(text string) []piece {
	fields := strings.Fields(text)
	unclear := make([]bool, len(fields))
	r := p.Review.Draft.printed([]Span{p.Item().Lines})
	for _, w := range p.Words {
		no, at, _ := w.Thing.word()
		from, n := r.at(spot{no, at})
		if n == 0 {
			continue
		}
		for _, i := range r.find(coresOf(fields), from, n) {
			for k := range n {
				unclear[i+k] = true
			}
		}
	}
	return piecesOf(fields, unclear)
}

// pieces parts the restored line, so that its unclear words can be marked.
func (l *Line) pieces() []piece {
	var words []string
	var unclear []bool
	for _, w := range l.Words {
		if w.Text != "" {
			words, unclear = append(words, w.Text), append(unclear, w.unclear())
		}
	}
	return piecesOf(words, unclear)
}

// piecesOf joins words with blanks, which stand in the pieces that are clear.
func piecesOf(words []string, unclear []bool) []piece {
	var ps []piece
	plain := func(s string) {
		if n := len(ps); n > 0 && !ps[n-1].Unclear {
			ps[n-1].Text += s
			return
		}
		ps = append(ps, piece{Text: s})
	}
	for i, w := range words {
		if i > 0 {
			plain(" ")
		}
		if unclear[i] {
			ps = append(ps, piece{w, true})
		} else {
			plain(w)
		}
	}
	return ps
}

// unclearSay says how many words may be others.
func unclearSay(n int) string { return fmt.Sprintf("còn %d chữ chưa chắc", n) }

// missing names what a plan usually has and the reading of p has none of; empty when it has all.
func (p *adoptPage) missing() string {
	var none []string
	if len(p.Review.Draft.Targets) == 0 {
		none = append(none, "chỉ tiêu")
	}
	if len(p.Review.Draft.Assignments) == 0 {
		none = append(none, "phân công")
	}
	return strings.Join(none, " và ")
}

func (p *uploadPage) problem() string {
	if p.No.Field == "paper" {
		return p.No.Say
	}
	return ""
}

// shownInput is the value of in as people read it.
func shownInput(in web.Input) string {
	for _, o := range in.Options {
		if o.Value == in.Value {
			return o.Text
		}
	}
	return in.Value
}
