package newsroom

import (
	"context"
	"net/http"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A sheet is one form at an address of its own: GET draws it, POST does what it
// asks. What is refused comes back with everything that was typed.
type sheet struct {
	path string
	rule web.Rule
	draw func(context.Context, *store.Tx, *http.Request) (form, error)
	send func(*http.Request, org.Actor) (done, error)
}

// A form is what a sheet shows.
type form struct {
	Title, Lead string
	Way         []web.Link
	Fields      []web.Input
	Verb, Kind  string // of the button
	Back        string
	Notes       []Remark  // above the fields: what to look at first
	Links       []Outlink // above the fields: where the story leads the reader
	No          refuse.Refusal
}

// done is where a verb that went well leads.
type done struct{ To string }

func (d *Desk) sheetRoutes(sheets []sheet) (routes []web.Route) {
	for _, s := range sheets {
		routes = append(routes,
			web.Route{Pattern: "GET " + s.path, Rule: s.rule, Handle: func(w http.ResponseWriter, r *http.Request) error {
				return d.drawSheet(w, r, s, refuse.Refusal{})
			}},
			web.Route{Pattern: "POST " + s.path, Rule: s.rule, Handle: func(w http.ResponseWriter, r *http.Request) error {
				if err := r.ParseForm(); err != nil {
					return err
				}
				did, err := s.send(r, org.ActorOf(r.Context()))
				if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
					return d.drawSheet(w, r, s, no)
				}
				return goTo(w, r, did.To, err)
			}})
	}
	return routes
}

// goTo leads on after a verb that went well.
func goTo(w http.ResponseWriter, r *http.Request, to string, err error) error {
	if err == nil {
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
	return err
}

// drawSheet shows the form of s; with a refusal, as it was typed.
func (d *Desk) drawSheet(w http.ResponseWriter, r *http.Request, s sheet, no refuse.Refusal) error {
	var f form
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		f, err = s.draw(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if f.No = no; no.Say != "" {
		status = web.Status(no)
		f.Fields = web.Retyped(f.Fields, r.PostForm, no)
	}
	return web.Show(w, r, status, formScreen(f))
}
