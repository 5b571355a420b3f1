package digest

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"loa/org"
	"loa/platform/auth"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

const (
	askPath     = "/ban-tin"
	askedPath   = "/ban-tin/da-ghi"
	confirmPath = "/ban-tin/xac-nhan/"
	keepPath    = "/ban-tin/tuy-chon/"
	stoppedPath = "/ban-tin/da-thoi"
)

// keepers see how the letters fare.
var keepers = []org.Post{org.Operator, org.EditorHead, org.Officer, org.OfficeHead, org.ViceChair, org.Chair}

// Routes are the desk's pages: the readers', who have no account, and one of the staff.
func (d *Desk) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + askPath, Rule: web.Anyone, Handle: d.askPage},
		{Pattern: "POST " + askPath, Rule: web.Anyone, Handle: d.askHere},
		{Pattern: "GET " + askedPath, Rule: web.Anyone, Handle: d.askedPage},
		{Pattern: "GET " + confirmPath + "{token}", Rule: web.Anyone, Handle: d.confirmPage},
		{Pattern: "POST " + confirmPath + "{token}", Rule: web.Anyone, Handle: d.confirmHere},
		{Pattern: "GET " + keepPath + "{token}", Rule: web.Anyone, Handle: d.keepPage},
		{Pattern: "POST " + keepPath + "{token}", Rule: web.Anyone, Handle: d.keepHere},
		{Pattern: "GET " + stoppedPath, Rule: web.Anyone, Handle: d.stoppedPage},
		{Pattern: "GET /digest", Rule: org.Holders(keepers...), Handle: d.staffPage},
	}
}

func (d *Desk) read(r *http.Request, do func(context.Context, *store.Tx) error) error {
	return d.DB.Read(r.Context(), web.Place(r.Context()), func(tx *store.Tx) error { return do(r.Context(), tx) })
}

// show keeps a page with an address or a token in it out of caches and search engines.
func show(w http.ResponseWriter, r *http.Request, status int, p readerPage) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	return web.Show(w, r, status, p.screen(p))
}

// A readerPage is what a reader is asked.
type readerPage struct {
	IsOn    bool
	Address string
	Field   web.Input // of the address
	Themes  []Theme
	Chosen  []int64
	Note    string // said once after a verb
	No      refuse.Refusal
	screen  func(readerPage) templ.Component
}

// boxes are the themes to choose from.
func (p readerPage) boxes() (out []web.Input) {
	for _, t := range p.Themes {
		key := strconv.FormatInt(t.Key, 10)
		out = append(out, web.Input{Name: "theme", ID: "f-theme-" + key, Label: t.Name, Type: "checkbox", Value: key, Checked: slices.Contains(p.Chosen, t.Key)})
	}
	return out
}

func (d *Desk) asking(r *http.Request) (p readerPage, err error) {
	p.screen = askScreen
	p.Field = web.Input{Name: "address", Label: "Địa chỉ thư điện tử", Type: "email", Required: true, Autocomplete: "email", Hint: "Sẽ có một thư gửi đến địa chỉ này để xác nhận. Chưa xác nhận thì không có thư nào khác."}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		s, err := mail.Load(ctx, tx)
		if err != nil {
			return err
		}
		p.IsOn = s.IsOn()
		p.Themes, err = d.Themes(ctx, tx)
		return err
	})
	return p, err
}

func (d *Desk) askPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.asking(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, p)
}

// themesOf are the themes that were ticked.
func themesOf(r *http.Request) (out []int64) {
	for _, v := range r.PostForm["theme"] {
		if key, err := strconv.ParseInt(v, 10, 64); err == nil {
			out = append(out, key)
		}
	}
	return out
}

func (d *Desk) askHere(w http.ResponseWriter, r *http.Request) error {
	err := d.Ask(r.Context(), web.Place(r.Context()), auth.Address(r), r.FormValue("address"), themesOf(r))
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
		p, err := d.asking(r)
		if err != nil {
			return err
		}
		p.No, p.Field, p.Chosen = no, web.Retyped([]web.Input{p.Field}, r.PostForm, no)[0], themesOf(r)
		return show(w, r, web.Status(no), p)
	}
	if err == nil {
		http.Redirect(w, r, askedPath, http.StatusSeeOther)
	}
	return err
}

func (d *Desk) askedPage(w http.ResponseWriter, r *http.Request) error {
	return show(w, r, http.StatusOK, readerPage{screen: askedScreen})
}

func (d *Desk) stoppedPage(w http.ResponseWriter, r *http.Request) error {
	return show(w, r, http.StatusOK, readerPage{screen: stoppedScreen})
}

// linked is the page of the reader of a link.
func (d *Desk) linked(r *http.Request, use purpose) (p readerPage, err error) {
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		x, err := opened(ctx, tx, use, r.PathValue("token"))
		if err != nil {
			return err
		}
		p.Address, p.Chosen = x.Address, x.Themes
		p.Themes, err = d.Themes(ctx, tx)
		return err
	})
	return p, err
}

// confirmPage only asks: mail programs open links by themselves, and press no button.
func (d *Desk) confirmPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.linked(r, confirming)
	if err != nil {
		return err
	}
	p.screen = confirmScreen
	return show(w, r, http.StatusOK, p)
}

func (d *Desk) confirmHere(w http.ResponseWriter, r *http.Request) error {
	if err := d.Confirm(r.Context(), web.Place(r.Context()), r.PathValue("token")); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, readerPage{screen: confirmedScreen})
}

func (d *Desk) keepPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.linked(r, keeping)
	if err != nil {
		return err
	}
	p.screen = keepScreen
	return show(w, r, http.StatusOK, p)
}

// keepHere changes what a reader chose when the form of the page says so; a mail program says List-Unsubscribe=One-Click.
func (d *Desk) keepHere(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	if r.FormValue("do") != "choose" {
		if err := d.Stop(r.Context(), web.Place(r.Context()), token); err != nil {
			return err
		}
		http.Redirect(w, r, stoppedPath, http.StatusSeeOther)
		return nil
	}
	if err := d.Choose(r.Context(), web.Place(r.Context()), token, themesOf(r)); err != nil {
		return err
	}
	p, err := d.linked(r, keeping)
	if err != nil {
		return err
	}
	p.screen, p.Note = keepScreen, "Đã lưu. Từ thư sau, anh/chị nhận đúng những nội dung này."
	return show(w, r, http.StatusOK, p)
}

// A staffPage is how the letters fare; it names no reader.
type staffPage struct {
	IsOn      bool
	Confirmed int
	Waiting   int
	Issues    []Issue
	Next      []Story
	NextDay   org.Day
}

const mostIssues = 12

func (d *Desk) staffPage(w http.ResponseWriter, r *http.Request) error {
	var p staffPage
	err := d.read(r, func(ctx context.Context, tx *store.Tx) error {
		s, err := mail.Load(ctx, tx)
		if err != nil {
			return err
		}
		p.IsOn = s.IsOn()
		if p.Confirmed, p.Waiting, err = count(ctx, tx); err != nil {
			return err
		}
		if p.Issues, err = issues(ctx, tx, mostIssues); err != nil {
			return err
		}
		last := append(p.Issues, Issue{})[0]
		if p.NextDay = monday(d.Now()); last.Day >= p.NextDay {
			p.NextDay = p.NextDay.Add(7)
		}
		p.NextDay = max(p.NextDay, org.DayOf(d.Now()))
		p.Next, err = d.untold(ctx, tx, last)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, staffScreen(p))
}
