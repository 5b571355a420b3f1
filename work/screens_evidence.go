package work

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) evidenceRoutes() []web.Route {
	look, verify := ruleOf(Look), ruleOf(Verify)
	return []web.Route{
		{Pattern: "GET /work/{id}/unit/{unit}", Rule: look, Handle: d.partPage},
		{Pattern: "POST /work/{id}/unit/{unit}", Rule: look, Handle: d.sendHere},
		{Pattern: "GET /work/{id}/evidence/{evidence}", Rule: look, Handle: d.evidencePage},
		{Pattern: "GET /work/{id}/evidence/{evidence}/file/{n}", Rule: look, Handle: d.file},
		{Pattern: "POST /work/{id}/evidence/{evidence}/accept", Rule: verify, Handle: d.acceptHere},
		{Pattern: "POST /work/{id}/evidence/{evidence}/return", Rule: verify, Handle: d.returnHere},
		{Pattern: "POST /work/{id}/evidence/{evidence}/withdraw", Rule: look, Handle: d.withdrawHere},
	}
}

// partPage is a unit's part in a task: what it sent, and the form to send by.
type partPage struct {
	Task     Task
	Part     Part
	Actor    org.Actor
	Today    org.Day
	Evidence []Evidence // the last first
	Trouble  []Difficulty
	Form     sendForm
	Past     []past // when it was reminded of

	Links   []Link // the last first; for those who may make them
	Through string // the end of a new link, as typed
	LinkNo  refuse.Refusal
}

// mayLink reports whether the actor may make links for the part.
func (p partPage) mayLink() bool {
	return mayLink(p.Actor, p.Part.Unit) == nil && p.Task.IsAsked && p.Part.IsAsked
}

// sendForm is the form to send evidence by, as it was typed.
type sendForm struct {
	Once                                                 string
	DoneOn, Note, Link, Figure, FigureOf, People, Sender string
	HasSpots                                             bool
	ByLink                                               bool // on the page of a link, where a name is asked for
	No                                                   refuse.Refusal
}

// newForm is an empty form, with a number of its own.
func newForm(today org.Day) sendForm { return sendForm{Once: rand.Text(), DoneOn: today.String()} }

// wrong is the sentence about one field.
func (f sendForm) wrong(field string) string {
	if f.No.Field == field {
		return f.No.Say
	}
	return ""
}

// maySend reports whether the actor may send evidence here.
func (p partPage) maySend() bool {
	return maySend(p.Actor, p.Part.Unit) && p.Task.IsAsked && p.Part.IsAsked && !p.Task.Repeats
}

func (d *Desk) loadPart(r *http.Request) (p partPage, err error) {
	p.Actor, p.Today = org.ActorOf(r.Context()), d.today()
	unit, err := web.PathID(r, "unit")
	if err != nil {
		return p, err
	}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.Task, err = taskOf(ctx, tx, r); err != nil {
			return err
		}
		if p.Part, err = partOf(ctx, tx, p.Task.ID, org.UnitID(unit)); err != nil {
			return err
		}
		if p.mayLink() {
			if p.Links, err = links(ctx, tx, `task = $2 AND unit = $3`, int64(p.Task.ID), unit); err != nil {
				return err
			}
		}
		if p.Past, err = pastReminders(ctx, tx, p.Task.ID, p.Part.Unit); err != nil {
			return err
		}
		if p.Trouble, err = difficultiesIn(ctx, tx, p.Actor, `task = $2 AND unit = $3`, int64(p.Task.ID), unit); err != nil {
			return err
		}
		if maySee(p.Actor, p.Part.Unit) {
			p.Evidence, err = evidenceOf(ctx, tx, p.Task.ID, p.Part.Unit)
		}
		return err
	})
	p.Through = p.Today.Add(usualLife).String()
	slices.Reverse(p.Evidence)
	return p, err
}

func (d *Desk) partPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPart(r)
	if err != nil {
		return err
	}
	p.Form = newForm(p.Today)
	return web.Show(w, r, http.StatusOK, partScreen(p))
}

func (d *Desk) sendHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPart(r)
	if err != nil {
		return err
	}
	var uploads []Upload
	p.Form, uploads, err = readForm(r)
	defer closeAll(uploads)
	if refuse.Of(err).Kind == refuse.NoRoom {
		return err // what was typed came with the files and is not here
	}
	if err == nil {
		var shown Shown
		if shown, err = p.Form.shown(); err == nil {
			_, err = d.Send(r.Context(), p.Actor, p.Task.ID, p.Part.Unit, p.Form.Once, shown, uploads...)
		}
	}
	if no, again := web.Again(r, err); again {
		p.Form.No = no
		return web.Show(w, r, web.Status(no), partScreen(p))
	}
	return goTo(w, r, p.Part.href(), err)
}

// readForm is what was sent by a form: what was typed, and the files. The caller closes them.
func readForm(r *http.Request) (f sendForm, uploads []Upload, err error) {
	err = r.ParseMultipartForm(8 << 20)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return newForm(""), nil, refuse.With(refuse.TooLarge, "Các tệp gửi cùng lúc lớn quá 64 MB. Hãy gửi làm nhiều lần.")
	}
	if refuse.Of(err).Kind == refuse.NoRoom {
		return f, nil, err
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return f, nil, refuse.With(refuse.Invalid, "Biểu mẫu chưa đến trọn vẹn, có thể do mạng. Hãy gửi lại.")
	}
	f = sendForm{Once: r.FormValue("once"), DoneOn: r.FormValue("done_on"), Note: unix(r.FormValue("note")), Link: r.FormValue("link"), Figure: r.FormValue("figure"),
		FigureOf: r.FormValue("figure_of"), People: unix(r.FormValue("people")), Sender: tidy(r.FormValue("sender")), HasSpots: r.FormValue("has_spots") != ""}
	if len(f.Once) < 10 || len(f.Once) > 100 {
		f.Once = rand.Text()
	}
	if r.MultipartForm == nil {
		return f, nil, nil
	}
	for _, head := range r.MultipartForm.File["files"] {
		if head.Size == 0 && head.Filename == "" {
			continue
		}
		body, err := head.Open()
		if err != nil {
			return f, uploads, fmt.Errorf("take in %q: %w", head.Filename, err)
		}
		uploads = append(uploads, Upload{head.Filename, body})
	}
	return f, uploads, nil
}

func closeAll(uploads []Upload) {
	for _, u := range uploads {
		if c, ok := u.Body.(interface{ Close() error }); ok {
			c.Close() // read only, so nothing is lost
		}
	}
}

func unix(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// shown is what the form says, or why one of its fields cannot be read.
func (f sendForm) shown() (Shown, error) {
	s := Shown{Note: f.Note, Link: f.Link, FigureOf: f.FigureOf, People: strings.Split(f.People, "\n"), HasSpots: f.HasSpots}
	var err error
	if tidy(f.DoneOn) != "" {
		if s.DoneOn, err = org.ParseDay("done_on", tidy(f.DoneOn)); err != nil {
			return s, err
		}
	}
	if typed := strings.NewReplacer(".", "", " ", "", "\u00a0", "").Replace(f.Figure); typed != "" {
		if s.Figure, err = strconv.ParseInt(typed, 10, 64); err != nil {
			return s, refuse.Field("figure", "Con số chưa đúng. Hãy chỉ ghi chữ số, ví dụ: 120.")
		}
	} else if tidy(f.FigureOf) != "" {
		return s, refuse.Field("figure", "Hãy ghi con số, ví dụ: 120.")
	}
	return s, nil
}

// evidencePage is one evidence as whoever verifies it sees it.
type evidencePage struct {
	Task   Task
	Part   Part
	Actor  org.Actor
	E      Evidence
	Twins  []Twin
	MayNot string // why the actor may not verify it; empty when they may, or are not a verifier
	Reason string // as typed
	No     refuse.Refusal
}

func (p evidencePage) mayVerify() bool { return May(p.Actor, Verify) && p.MayNot == "" }

func (d *Desk) loadEvidencePage(r *http.Request) (p evidencePage, err error) {
	p.Actor = org.ActorOf(r.Context())
	id, err := web.PathID(r, "evidence")
	if err != nil {
		return p, err
	}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.Task, err = taskOf(ctx, tx, r); err != nil {
			return err
		}
		if p.E, err = loadEvidence(ctx, tx, EvidenceID(id)); err != nil {
			return err
		}
		if p.E.Task != p.Task.ID || !maySee(p.Actor, p.E.Unit) {
			return refuse.With(refuse.NotFound, "Không tìm thấy minh chứng này.")
		}
		if p.Part, err = partOf(ctx, tx, p.Task.ID, p.E.Unit); err != nil {
			return err
		}
		if May(p.Actor, Verify) {
			p.Twins, err = d.twins(ctx, tx, p.E)
		}
		return err
	})
	if err == nil && p.E.State == Claimed && May(p.Actor, Verify) {
		if no := mayVerify(p.Actor, p.E); no != nil {
			p.MayNot = refuse.Of(no).Say
		}
	}
	return p, err
}

func (d *Desk) evidencePage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadEvidencePage(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, evidenceScreen(p))
}

// onEvidence does one verb on the evidence in the address of r. What is refused comes back with what was typed.
func (d *Desk) onEvidence(w http.ResponseWriter, r *http.Request, do func(context.Context, org.Actor, EvidenceID) error) error {
	p, err := d.loadEvidencePage(r)
	if err != nil {
		return err
	}
	err = do(r.Context(), p.Actor, p.E.ID)
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
		p.No, p.Reason = no, r.FormValue("reason")
		return web.Show(w, r, web.Status(no), evidenceScreen(p))
	}
	return goTo(w, r, p.Part.href(), err)
}

func (d *Desk) acceptHere(w http.ResponseWriter, r *http.Request) error {
	return d.onEvidence(w, r, func(ctx context.Context, a org.Actor, id EvidenceID) error {
		return d.Accept(ctx, a, id, r.FormValue("finishes") != "")
	})
}

func (d *Desk) returnHere(w http.ResponseWriter, r *http.Request) error {
	return d.onEvidence(w, r, func(ctx context.Context, a org.Actor, id EvidenceID) error {
		return d.Return(ctx, a, id, r.FormValue("reason"))
	})
}

func (d *Desk) withdrawHere(w http.ResponseWriter, r *http.Request) error {
	return d.onEvidence(w, r, func(ctx context.Context, a org.Actor, id EvidenceID) error {
		return d.Withdraw(ctx, a, id, r.FormValue("reason"))
	})
}

// file gives out a photo or file of an evidence to those who may see it.
func (d *Desk) file(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadEvidencePage(r)
	if err != nil {
		return err
	}
	n, err := web.PathID(r, "n")
	if err != nil {
		return err
	}
	f, body, err := d.openFile(r.Context(), p.E, n)
	if err != nil {
		return err
	}
	defer body.Close()
	head := w.Header()
	head.Set("Content-Type", f.Kind)
	head.Set("Cache-Control", "private, max-age=3600")
	if !f.IsPicture() {
		head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	http.ServeContent(w, r, "", p.E.SentAt, body)
	return nil
}

// href is the address of e.
func (e Evidence) href() string { return "/" + e.Ref() }

// file is the address of file f of e.
func (e Evidence) file(f File) string { return fmt.Sprintf("/%s/file/%d", e.Ref(), f.N) }

// figure is the number of e as people write it.
func (e Evidence) figure() string { return vi.Figures(e.Figure) + " " + e.FigureOf }
