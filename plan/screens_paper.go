package plan

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"loa/org"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// paperPage is a paper that is being read, or could not be.
type paperPage struct {
	Actor   org.Actor
	Paper   Paper
	Reading *Reading // nil when it could not be read
}

// paperState shows how far a paper is, leads on to its review once there is one, or says why there is none.
func (d *Desk) paperState(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	p := paperPage{Actor: org.ActorOf(r.Context())}
	var draft DraftID
	err = d.read1(r, func(ctx context.Context, tx *store.Tx) error {
		reading, ok, err := readingOf(ctx, tx, PaperID(id))
		if err != nil {
			return err
		}
		if ok {
			p.Paper, p.Reading = reading.Paper, &reading
			return nil
		}
		if p.Paper, err = loadPaper(ctx, tx, PaperID(id)); err != nil || p.Paper.Refusal != "" {
			return err
		}
		draft, err = lastDraftOf(ctx, tx, p.Paper.ID)
		return err
	})
	if err != nil || draft != 0 {
		return goTo(w, r, "/"+draft.Ref(), err)
	}
	return web.Show(w, r, http.StatusOK, paperStateScreen(p))
}

// now says what happens to r at this moment.
func (r *Reading) now() string {
	switch {
	case r.Tries == 0:
		return "Đang chờ máy rảnh để đọc."
	case r.Pages == 0:
		return "Đang mở tệp và đọc trang đầu."
	case r.Done < r.Pages:
		return fmt.Sprintf("Đang đọc chữ trên trang, xong %d trên %d trang.", r.Done, r.Pages)
	}
	return fmt.Sprintf("Đã đọc chữ cả %d trang, đang dựng thành chỉ tiêu, nội dung, phân công.", r.Pages)
}

// picture serves the picture of a page; it never changes, and stays with the person's browser.
func (d *Desk) picture(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	n, err := web.PathID(r, "n")
	if err != nil {
		return err
	}
	var pages []Picture
	err = d.read1(r, func(ctx context.Context, tx *store.Tx) (err error) {
		pages, err = listPages(ctx, tx, DraftID(id))
		return err
	})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(pages, func(p Picture) bool { return int64(p.Page) == n })
	if i < 0 {
		return refuse.With(refuse.NotFound, "Không tìm thấy ảnh của trang này.")
	}
	f, _, err := d.Blobs.Open(r.Context(), blob.Hash(pages[i].Hash))
	if err != nil {
		return fmt.Errorf("picture of page %d: %w", n, err)
	}
	defer f.Close()
	head := w.Header()
	head.Set("Content-Type", "image/jpeg")
	head.Set("Cache-Control", "private, max-age=31536000, immutable")
	head.Set("ETag", `"`+pages[i].Hash[:16]+`"`)
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// A wordsPage goes through the words that may be others, one after the other.
type wordsPage struct {
	Review    Review
	Groups    []wordGroup
	At        int
	MayChange bool
	No        refuse.Refusal
	Typed     string
	Last      []Correction // the last decision, to be taken back
}

// A wordGroup is the same word, read the same way at several places: it is decided once.
type wordGroup []UnclearWord

// grouped are the unclear words of d, the same ones together, in the order of the paper.
func (d *Draft) grouped() []wordGroup {
	var gs []wordGroup
	at := map[string]int{}
	for _, w := range d.Unclear() {
		k := core(w.Seen) + "\n" + core(w.Text)
		for _, e := range w.Else {
			k += "\n" + core(e)
		}
		if i, ok := at[k]; ok {
			gs[i] = append(gs[i], w)
			continue
		}
		at[k] = len(gs)
		gs = append(gs, wordGroup{w})
	}
	return gs
}

// words is the page on which one unclear word after the other is looked at.
func (d *Desk) words(w http.ResponseWriter, r *http.Request) error {
	rv, err := d.load(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, wordsScreen(newWordsPage(rv, org.ActorOf(r.Context()), Thing(r.FormValue("from")))))
}

func newWordsPage(r Review, a org.Actor, from Thing) wordsPage {
	p := wordsPage{Review: r, Groups: r.Draft.grouped(), MayChange: May(a, Check) && r.State == Open}
	if line, at, ok := from.word(); ok {
		p.At = max(0, slices.IndexFunc(p.Groups, func(g wordGroup) bool {
			no, place, _ := g[0].Thing.word()
			return no > line || no == line && place >= at
		}))
	}
	undone := Undone(r.Steps)
	for _, c := range slices.Backward(r.Steps) {
		if _, _, ok := c.Thing.word(); !ok || c.Verb == Undo || undone[c.Step] || len(p.Last) > 0 && !c.At.Equal(p.Last[0].At) {
			break
		}
		p.Last = append(p.Last, c)
	}
	return p
}

// chooseWord takes what a person made of a word, at one place or several.
func (d *Desk) chooseWord(w http.ResponseWriter, r *http.Request) error {
	rv, err := d.load(r)
	if err != nil {
		return err
	}
	saw, err := strconv.Atoi(r.FormValue("saw"))
	if err != nil || saw < 0 {
		return refuse.With(refuse.Invalid, "Biểu mẫu thiếu thông tin. Hãy mở lại trang soát xét rồi làm lại.")
	}
	a, at := org.ActorOf(r.Context()), Thing(r.FormValue("at"))
	steps := rv.wordSteps(r.Form)
	if len(steps) == 0 {
		err = refuse.With(refuse.Invalid, "Hãy đánh dấu ít nhất một chỗ để áp dụng.")
	} else {
		err = d.Correct(r.Context(), a, rv.ID, saw, steps...)
	}
	no := refuse.Of(err)
	if err != nil && no.Kind != refuse.Invalid && no.Kind != refuse.Conflict {
		return err
	}
	next := "/" + rv.ID.Ref() + "/words"
	if len(steps) > 0 {
		next += "?" + url.Values{"from": {string(steps[0].Thing)}}.Encode()
	}
	switch {
	case err == nil && at != "":
		return goTo(w, r, strings.TrimSuffix(string(rv.at(at)), "#at")+"#words", nil)
	case err == nil:
		return goTo(w, r, next, nil)
	}
	if rv, err = d.load(r); err != nil {
		return err
	}
	if at != "" {
		no.Field = ""
		return web.Show(w, r, web.Status(no), reviewScreen(newReviewPage(rv, a, at, nil, no)))
	}
	p := newWordsPage(rv, a, Thing(r.FormValue("word")))
	p.No, p.Typed = no, r.FormValue("other")
	return web.Show(w, r, web.Status(no), wordsScreen(p))
}

// wordSteps is the steps that a form about a word asks for: word, one or more;
// becomes, what the first of them was chosen to be, or other, what was typed;
// or undo, steps to be taken back.
func (r *Review) wordSteps(form url.Values) []Correction {
	var steps []Correction
	for _, s := range form["undo"] {
		n, _ := strconv.Atoi(s) // 0 is refused as a step that is not there
		steps = append(steps, Correction{Verb: Undo, Undoes: n, Thing: Thing(form.Get("word"))})
	}
	if len(steps) > 0 {
		return steps
	}
	becomes := squeeze(form.Get("becomes"))
	if form.Has("other") {
		becomes = squeeze(form.Get("other"))
	}
	first, _ := r.Draft.wordAt(Thing(form.Get("word")))
	for _, s := range form["word"] {
		c := Correction{Verb: Correct, Thing: Thing(s), Field: "text", Becomes: becomes}
		if w, ok := r.Draft.wordAt(c.Thing); ok && becomes != "" {
			c.Becomes = retouched(w.Text, first.Text, becomes)
			if c.Becomes == w.Text {
				c = Correction{Verb: Accept, Thing: c.Thing}
			}
		}
		steps = append(steps, c)
	}
	return steps
}

// choices are what a word may be, the likeliest first: what it was taken for, then the others.
func (w UnclearWord) choices() []string { return w.Else[:min(len(w.Else), mostChoices)] }

// mostChoices is how many others are offered: a key each.
const mostChoices = 5

// A crop is a part of the picture of a page, with what is to be seen in it.
type crop struct {
	Href       string
	Page       Picture
	X, Y, W, H int
	Lit        []Box // words that an item was read from
	Unclear    []Box // those of them that may be others
	Say        string
}

const (
	cropMargin = 14  // pixels around the words of an item
	cropWidth  = 560 // pixels at least
)

// crops are the parts of the pages of r with the words of the lines s.
func (r *Review) crops(s Span) []crop {
	var cs []crop
	for no := s[0]; no <= min(s[1], s[0]+mostLit); no++ {
		l := r.Draft.line(no)
		if l == nil {
			continue
		}
		i := slices.IndexFunc(r.Pages, func(p Picture) bool { return p.Page == l.Page })
		if i < 0 || l.box().W == 0 {
			continue
		}
		if len(cs) == 0 || cs[len(cs)-1].Page.Page != l.Page {
			cs = append(cs, crop{Href: r.pictureHref(l.Page), Page: r.Pages[i]})
		}
		c := &cs[len(cs)-1]
		c.Lit = append(c.Lit, l.box())
		for _, w := range l.Words {
			if w.Box != nil && w.unclear() {
				c.Unclear = append(c.Unclear, *w.Box)
			}
		}
	}
	for i := range cs {
		cs[i].frame(cs[i].Lit)
		cs[i].Say = "Ảnh trang " + itoa(cs[i].Page.Page) + ", " + s.say()
	}
	return cs
}

// cropOf is the part of a page around one word; false when there is no picture of it.
func (r *Review) cropOf(w UnclearWord) (crop, bool) {
	i := slices.IndexFunc(r.Pages, func(p Picture) bool { return p.Page == w.Page })
	if i < 0 || w.Box == nil {
		return crop{}, false
	}
	c := crop{Href: r.pictureHref(w.Page), Page: r.Pages[i], Unclear: []Box{*w.Box}, Say: "Ảnh trang " + itoa(w.Page) + ", chữ “" + w.Seen + "” ở dòng " + itoa(w.Line)}
	c.frame(c.Unclear)
	c.Y, c.H = c.Y-w.Box.H, c.H+2*w.Box.H
	return c, true
}

// frame cuts c around boxes, no narrower than is good to read.
func (c *crop) frame(boxes []Box) {
	left, top, right, bottom := c.Page.Width, c.Page.Height, 0, 0
	for _, b := range boxes {
		left, top = min(left, b.X), min(top, b.Y)
		right, bottom = max(right, b.X+b.W), max(bottom, b.Y+b.H)
	}
	c.X, c.Y = max(0, left-cropMargin), max(0, top-cropMargin)
	c.W, c.H = min(c.Page.Width, right+cropMargin)-c.X, min(c.Page.Height, bottom+cropMargin)-c.Y
	if wide := min(cropWidth, c.Page.Width); c.W < wide {
		c.X, c.W = min(max(0, (left+right-wide)/2), c.Page.Width-wide), wide
	}
}

func (c crop) viewBox() string { return fmt.Sprintf("%d %d %d %d", c.X, c.Y, c.W, c.H) }

func (r *Review) pictureHref(page int) string { return fmt.Sprintf("/%s/page/%d", r.ID.Ref(), page) }

func (p *wordsPage) group() wordGroup { return p.Groups[p.At] }

func (p *wordsPage) href(i int) templ.SafeURL {
	return templ.URL("/" + p.Review.ID.Ref() + "/words?" + url.Values{"from": {string(p.Groups[i][0].Thing)}}.Encode())
}

func thingsOf(ws []UnclearWord) []Thing {
	ts := make([]Thing, len(ws))
	for i, w := range ws {
		ts[i] = w.Thing
	}
	return ts
}

// rawOf is the line of w as it was received.
func rawOf(r Review, w UnclearWord) string {
	if l := r.Draft.line(w.Line); l != nil {
		return l.Text
	}
	return ""
}

const wordsBeside = 6 // words of a line shown on each side of an unclear one

func tailOf(s string) string {
	w := strings.Fields(s)
	return strings.Join(w[max(0, len(w)-wordsBeside):], " ")
}

func headOf(s string) string {
	w := strings.Fields(s)
	return strings.Join(w[:min(len(w), wordsBeside)], " ")
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// differs reports whether l was received otherwise than it is understood.
func (l *Line) differs() bool { return squeeze(l.Text) != l.Restored() }

// mended reports whether a line was received otherwise than it is shown.
func mended(ls []litLine) bool {
	return slices.ContainsFunc(ls, func(l litLine) bool { return l.differs() })
}

func (p *sourcePage) hasPicture(page int) bool {
	return slices.ContainsFunc(p.Review.Pages, func(c Picture) bool { return c.Page == page })
}
