package newsroom

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"loa/kit/vi/speech"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) renditionRoutes() []web.Route {
	at := "/newsroom/{id}/rendition/{sort}"
	return []web.Route{
		{Pattern: "GET " + at, Rule: org.SignedIn, Handle: d.renditionPage},
		{Pattern: "POST " + at, Rule: org.SignedIn, Handle: d.saveRenditionHere},
		{Pattern: "POST " + at + "/draft", Rule: org.SignedIn, Handle: d.renditionVerb(func(r *http.Request, a org.Actor, id StoryID, sort Sort) error {
			return d.DraftRendition(r.Context(), a, id, sort)
		})},
		{Pattern: "POST " + at + "/confirm", Rule: org.SignedIn, Handle: d.renditionVerb(func(r *http.Request, a org.Actor, id StoryID, sort Sort) error {
			return d.ConfirmRendition(r.Context(), a, id, sort, formNumber(r, "saw"))
		})},
		{Pattern: "POST " + at + "/approve", Rule: org.SignedIn, Handle: d.renditionVerb(func(r *http.Request, a org.Actor, id StoryID, sort Sort) error {
			return d.ApproveRendition(r.Context(), a, id, sort, formNumber(r, "n"))
		})},
	}
}

// formNumber is the number in a field that the page itself wrote; anything else is 0.
func formNumber(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.FormValue(name))
	return n
}

// otherForm is how one rendition stands, for the page of its story.
type otherForm struct {
	Rendition
	Stale bool
}

// standing is how t stands, in words and tone.
func (t otherForm) standing() (name, tone string) {
	switch {
	case t.Last == 0:
		return "Chưa soạn", ""
	case t.Stale:
		return "Bài đã đổi, cần xem lại", "bad"
	case t.Approved == t.Last:
		return "Đã duyệt", "good"
	case t.Approved > 0:
		return "Sửa sau khi duyệt, chờ duyệt lại", "warn"
	}
	return "Chờ duyệt", "warn"
}

func (t otherForm) href() string { return fmt.Sprintf("/%s/rendition/%s", t.Story.Ref(), t.Sort) }

// toldAs is how every rendition of s stands, drafted or not.
func toldAs(ctx context.Context, tx *store.Tx, s Story) (out []otherForm, err error) {
	for _, row := range sorts {
		r, err := rendition(ctx, tx, s.ID, row.sort)
		if err != nil {
			return nil, err
		}
		changed, err := staleness(ctx, tx, s, r)
		if err != nil {
			return nil, err
		}
		out = append(out, otherForm{r, len(changed) > 0})
	}
	return out, nil
}

// renditionPage is one rendition, to write in or to approve.
type renditionPage struct {
	storyPage
	otherForm
	Texts   []Wording // the last first
	Changed []changed // in the story, since
	Body    string    // as it is, or as typed
	Saw     int
	Address string // of the story in public; empty: it is not there
	No      refuse.Refusal
}

func (p renditionPage) name() string { return SortName(p.Sort) }

func (p renditionPage) mayWrite() bool { return p.Story.mayRender(p.Actor, p.Sort) == nil }

func (p renditionPage) mayApprove() bool {
	return (p.State == Approved || p.State == Published) && !p.Stale && p.Rendition.mayApprove(p.Actor, p.Story, p.Law, p.Texts) == nil
}

// length is how long the text is, in the measure of its form.
func (p renditionPage) length() string {
	if p.Sort == Script {
		return fmt.Sprintf("Đọc khoảng %d giây.", speech.Seconds(p.Body))
	}
	return fmt.Sprintf("%d ký tự.", utf8.RuneCountInString(p.Body))
}

// since is what w changed in the text before it.
func (p renditionPage) since(i int) changed {
	if i+1 == len(p.Texts) {
		return changed{}
	}
	return changed{Pieces: differ(p.Texts[i+1].Body, p.Texts[i].Body)}
}

func (d *Desk) loadRendition(r *http.Request) (p renditionPage, err error) {
	sort := Sort(r.PathValue("sort"))
	if SortName(sort) == "" {
		return p, noSort
	}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.storyPage, err = d.openStory(ctx, tx, r); err != nil {
			return err
		}
		if p.Rendition, err = rendition(ctx, tx, p.Story.ID, sort); err != nil {
			return err
		}
		if p.Texts, err = wordings(ctx, tx, p.Rendition); err != nil {
			return err
		}
		p.Changed, err = staleness(ctx, tx, p.Story, p.Rendition)
		return err
	})
	if p.Stale, p.Saw = len(p.Changed) > 0, p.Rendition.Last; len(p.Texts) > 0 {
		p.Body = p.Texts[0].Body
	}
	if p.Live > 0 {
		p.Address = web.Origin(r) + Piece{ID: p.Story.ID, Title: p.Text.Title}.Href()
	}
	return p, err
}

func (d *Desk) renditionPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadRendition(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Show(w, r, http.StatusOK, renditionScreen(p))
}

// saveRenditionHere keeps what is typed. The page's own script asks for JSON and stays.
func (d *Desk) saveRenditionHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadRendition(r)
	if err != nil {
		return err
	}
	p.Body, p.Saw = r.FormValue("body"), formNumber(r, "saw")
	n, err := d.SaveRendition(r.Context(), p.Actor, p.Story.ID, p.Sort, p.Saw, p.Body)
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		return d.answer(w, n, err)
	}
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
		p.No = no
		return web.Show(w, r, web.Status(no), renditionScreen(p))
	}
	return goTo(w, r, p.otherForm.href(), err)
}

// renditionVerb does one verb on the rendition in the address and leads back to it; a no is said on its page.
func (d *Desk) renditionVerb(do func(*http.Request, org.Actor, StoryID, Sort) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		p, err := d.loadRendition(r)
		if err != nil {
			return err
		}
		err = do(r, p.Actor, p.Story.ID, p.Sort)
		if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
			p.No = no
			return web.Show(w, r, web.Status(no), renditionScreen(p))
		}
		return goTo(w, r, p.otherForm.href(), err)
	}
}
