package work

import (
	"context"
	"net/http"

	"loa/kit/qr"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) linkRoutes() []web.Route {
	return []web.Route{
		{Pattern: "POST /work/{id}/unit/{unit}/link", Rule: ruleOf(Look), Handle: d.makeLinkHere},
		{Pattern: "POST /work/{id}/unit/{unit}/link/{link}/revoke", Rule: ruleOf(Look), Handle: d.revokeLinkHere},
		{Pattern: "GET /gui/{secret}", Rule: web.Anyone, Handle: d.phonePage},
		{Pattern: "POST /gui/{secret}", Rule: web.Anyone, Handle: d.sendByPhone},
		{Pattern: "POST /gui/{secret}/piece/{file}", Rule: web.Anyone, Handle: d.takePiece},
		{Pattern: "POST /gui/{secret}/send", Rule: web.Anyone, Handle: d.sendFromPhone},
		{Pattern: "GET /gui/worker.js", Rule: web.Anyone, Handle: Static.File("worker.js")},
	}
}

// usualLife is how many days a link opens unless somebody says otherwise.
const usualLife = 30

func (d *Desk) makeLinkHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPart(r)
	if err != nil {
		return err
	}
	p.Form = newForm(p.Today)
	through, err := org.ParseDay("through", tidy(r.FormValue("through")))
	var secret string
	if err == nil {
		secret, err = d.MakeLink(r.Context(), p.Actor, p.Task.ID, p.Part.Unit, through)
	}
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
		p.LinkNo, p.Through = no, r.FormValue("through")
		return web.Show(w, r, web.Status(no), partScreen(p))
	}
	if err != nil {
		return err
	}
	l := madeLink{Task: p.Task, Part: p.Part, Through: through, Address: web.Origin(r) + "/gui/" + secret}
	if l.Code, err = qr.Address(l.Address, 320); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Show(w, r, http.StatusOK, madeLinkScreen(l))
}

// madeLink is a new link, shown once.
type madeLink struct {
	Task    Task
	Part    Part
	Through org.Day
	Address string
	Code    string // a drawn code of the address, as a data: address
}

func (d *Desk) revokeLinkHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPart(r)
	if err != nil {
		return err
	}
	link, err := web.PathID(r, "link")
	if err != nil {
		return err
	}
	return goTo(w, r, p.Part.href(), d.RevokeLink(r.Context(), p.Actor, link))
}

// phone is the page behind a link.
type phone struct {
	Place   string // of the ward, as its people call it
	Address string // of the page
	Link    Link
	Task    Task
	Part    Part
	Today   org.Day
	Sent    []Evidence // of the part, the last first
	Form    sendForm
}

func (d *Desk) loadPhone(r *http.Request) (p phone, err error) {
	p.Today, p.Address = d.today(), "/gui/"+r.PathValue("secret")
	err = d.DB.Read(r.Context(), web.Place(r.Context()), func(tx *store.Tx) error { return p.fill(r.Context(), tx, d, r.PathValue("secret")) })
	return p, err
}

func (p *phone) fill(ctx context.Context, tx *store.Tx, d *Desk, secret string) (err error) {
	if p.Link, err = d.openLink(ctx, tx, secret); err != nil {
		return err
	}
	if p.Task, p.Part, err = d.openPart(ctx, tx, p.Link.Task, p.Link.Unit); err != nil {
		return err
	}
	place, err := org.LoadPlace(ctx, tx, tx.Place())
	if err != nil {
		return err
	}
	p.Place = place.Name
	p.Sent, err = evidenceOf(ctx, tx, p.Link.Task, p.Link.Unit)
	return err
}

func (d *Desk) phonePage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPhone(r)
	if err != nil {
		return err
	}
	p.Form = newForm(p.Today)
	return p.show(w, r, http.StatusOK)
}

func (p phone) show(w http.ResponseWriter, r *http.Request, status int) error {
	p.Form.ByLink = true
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("X-Robots-Tag", "noindex, nofollow")
	return web.Show(w, r, status, phoneScreen(p))
}

func (d *Desk) sendByPhone(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPhone(r)
	if err != nil {
		return err
	}
	var uploads []Upload
	p.Form, uploads, err = readForm(r)
	defer closeAll(uploads)
	if refuse.Of(err).Kind == refuse.NoRoom {
		return err // as in sendHere
	}
	if err == nil {
		var shown Shown
		if shown, err = p.Form.shown(); err == nil {
			_, err = d.SendByLink(r.Context(), web.Place(r.Context()), r.PathValue("secret"), p.Form.Sender, p.Form.Once, shown, uploads...)
		}
	}
	if no, again := web.Again(r, err); again {
		p.Form.No = no
		return p.show(w, r, web.Status(no))
	}
	return goTo(w, r, r.URL.Path, err)
}
