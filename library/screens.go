package library

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"loa/kit/vi"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Routes are the library's screens for staff.
func (d *Desk) Routes() []web.Route {
	keepers := org.Holders(Keepers...)
	return []web.Route{
		{Pattern: "GET /library", Rule: org.SignedIn, Handle: d.listPage},
		{Pattern: "GET /library/{id}", Rule: org.SignedIn, Handle: d.textPage},
		{Pattern: "GET /library/{id}/correct", Rule: keepers, Handle: d.correctForm},
		{Pattern: "POST /library/{id}/correct", Rule: keepers, Handle: d.correct},
	}
}

// shelf is the list of texts.
type shelf struct {
	Question
	Kinds []string
	Texts []Text
	Total int
	Empty bool // the library holds nothing at all
}

func (s shelf) pages() int { return (s.Total + PageSize - 1) / PageSize }

// count says how many there are.
func (s shelf) count() string {
	if s.Total >= MaxTotal {
		return "Từ " + vi.Figures(MaxTotal) + " văn bản trở lên"
	}
	return fmt.Sprintf("%d văn bản", s.Total)
}

// href is the address of a page of the same question.
func (s shelf) href(page int) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": s.Words, "kind": s.Kind, "page": strconv.Itoa(page)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if s.Unconfirmed {
		q.Set("unconfirmed", "1")
	}
	return "/library?" + q.Encode()
}

func (d *Desk) listPage(w http.ResponseWriter, r *http.Request) error {
	page, _ := strconv.Atoi(r.FormValue("page")) // anything else is the first page
	s := shelf{Question: Question{Words: r.FormValue("q"), Kind: r.FormValue("kind"), Unconfirmed: r.FormValue("unconfirmed") != "", Page: max(page, 1)}}
	err := d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error {
		return s.fill(r.Context(), tx)
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, shelfScreen(s))
}

func (s *shelf) fill(ctx context.Context, tx *store.Tx) (err error) {
	if s.Kinds, err = kinds(ctx, tx); err != nil {
		return err
	}
	s.Empty = len(s.Kinds) == 0
	s.Texts, s.Total, err = list(ctx, tx, s.Question)
	return err
}

func (d *Desk) textPage(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	a := org.ActorOf(r.Context())
	t, cited, err := d.Load(r.Context(), a.Place, TextID(id))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, textScreen(t, cited, a.Holds(Keepers...)))
}

// form is the text as it was typed, with what cannot stand.
type form struct {
	Text
	Issued, Until string // the days as typed
	No            refuse.Refusal
}

// wrong is the sentence about one field.
func (f form) wrong(field string) string {
	if f.No.Field == field {
		return f.No.Say
	}
	return ""
}

func (d *Desk) correctForm(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	t, _, err := d.Load(r.Context(), org.ActorOf(r.Context()).Place, TextID(id))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, correctScreen(form{Text: t, Issued: web.Day(t.IssuedOn), Until: web.Day(t.EndedOn)}))
}

func (d *Desk) correct(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	f := typed(r, TextID(id))
	if err = d.Correct(r.Context(), org.ActorOf(r.Context()), f.Text); err == nil {
		http.Redirect(w, r, "/library/"+strconv.FormatInt(id, 10), http.StatusSeeOther)
		return nil
	}
	if f.No = refuse.Of(err); f.No.Kind != refuse.Invalid && f.No.Kind != refuse.Conflict {
		return err
	}
	return web.Show(w, r, web.Status(f.No), correctScreen(f))
}

// typed is what the person wrote. A day that is none stays as typed, for the rules to refuse.
func typed(r *http.Request, id TextID) form {
	f := form{Issued: r.FormValue("issued_on"), Until: r.FormValue("ended_on")}
	f.Text = Text{
		ID: id, Kind: r.FormValue("kind"), Code: r.FormValue("code"), Issuer: r.FormValue("issuer"), IssuedOn: iso(f.Issued), Title: r.FormValue("title"),
		Confirmed: r.FormValue("confirmed") != "", Source: r.FormValue("source"), Force: Force(r.FormValue("force")),
		ReplacedBy: r.FormValue("replaced_by"), EndedOn: iso(f.Until), Note: r.FormValue("note"),
	}
	return f
}

func iso(day string) string {
	t, err := vi.ParseDate(day)
	if err != nil {
		return day
	}
	return t.Format(time.DateOnly)
}
