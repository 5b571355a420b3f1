package console

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A sheet is one form at an address of its own: GET draws it, POST does what it asks. What cannot be done
// comes back with everything that was typed, the reason above it and beside the field it is about.
type sheet struct {
	path string
	rule web.Rule
	draw func(context.Context, *store.Tx, *http.Request) (form, error)
	send func(*http.Request, org.Actor) (done, error)
}

// A form is what a sheet shows.
type form struct {
	Title  string
	Lead   string // what it does and what follows from it
	Way    []web.Link
	Fields []web.Input
	Verb   string // on the button
	Kind   string // of the button
	Back   string
	Action string
	Moves  []web.Link // what the form is about, line by line
	More   []web.Link // where else one may go from here
	No     refuse.Refusal
}

// done is what was done, said on the next page; or a page that must be read now, such as a password that is shown once.
type done struct {
	Say  string
	To   string
	Page templ.Component
}

func (d *Desk) sheetRoutes(sheets []sheet) []web.Route {
	var routes []web.Route
	for _, s := range sheets {
		routes = append(routes,
			web.Route{Pattern: "GET " + s.path, Rule: s.rule, Handle: func(w http.ResponseWriter, r *http.Request) error {
				return d.drawSheet(w, r, s, refuse.Refusal{})
			}},
			web.Route{Pattern: "POST " + s.path, Rule: s.rule, Handle: func(w http.ResponseWriter, r *http.Request) error {
				return d.sendSheet(w, r, s)
			}})
	}
	return routes
}

// drawSheet shows the form of s; with a refusal, as it was typed.
func (d *Desk) drawSheet(w http.ResponseWriter, r *http.Request, s sheet, no refuse.Refusal) error {
	var f form
	if err := d.DB.Read(r.Context(), web.Place(r.Context()), func(tx *store.Tx) (err error) {
		f, err = s.draw(r.Context(), tx, r)
		return err
	}); err != nil {
		return err
	}
	f.Action, f.No = r.URL.Path, no
	status := http.StatusOK
	if no.Say != "" {
		status = web.Status(no)
		f.Fields = web.Retyped(f.Fields, r.PostForm, no)
	}
	return d.show(w, r, status, formScreen(f))
}

func (d *Desk) sendSheet(w http.ResponseWriter, r *http.Request, s sheet) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	did, err := s.send(r, org.ActorOf(r.Context()))
	if no, ok := redraw(err); ok {
		return d.drawSheet(w, r, s, no)
	}
	if err != nil {
		return err
	}
	if did.Page != nil {
		return d.show(w, r, http.StatusOK, did.Page)
	}
	return d.done(w, r, did.Say, did.To)
}

// inputFor puts the reason of no beside the field it is about.
func inputFor(no refuse.Refusal, in web.Input) web.Input {
	if no.Field != "" && no.Field == in.Name {
		in.Error = no.Say
	}
	return in
}

// show draws a page of the console. Nobody keeps a copy: it has names and numbers of people on it.
func (d *Desk) show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Show(w, r, status, page)
}
