package plan

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"loa/kit/scan"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

//go:embed static
var staticFiles embed.FS

// Static is what the desk's screens need beside the shared look: a stylesheet, and the keys of the review.
var Static = web.Shelve("/static/plan/", staticFiles)

// Routes are the desk's screens. Drafts and plans share their addresses' first
// step, so the pages of one plan go through plan/{id}/{page}: the multiplexer
// finds /plan/draft/… the more particular of the two.
func (d *Desk) Routes() []web.Route {
	look := ruleOf(Look)
	return append(Static.Routes(),
		web.Route{Pattern: "GET /plan", Rule: look, Handle: d.home},
		web.Route{Pattern: "GET /plan/upload", Rule: ruleOf(Upload), Handle: d.uploadForm},
		web.Route{Pattern: "POST /plan/upload", Rule: ruleOf(Upload), Handle: d.upload},
		web.Route{Pattern: "GET /plan/paper/{id}", Rule: look, Handle: d.paperState},
		web.Route{Pattern: "POST /plan/paper/{id}/read", Rule: ruleOf(Upload), Handle: d.readAgain},
		web.Route{Pattern: "GET /plan/draft/{id}", Rule: look, Handle: d.review},
		web.Route{Pattern: "POST /plan/draft/{id}", Rule: ruleOf(Check), Handle: d.step},
		web.Route{Pattern: "GET /plan/draft/{id}/words", Rule: look, Handle: d.words},
		web.Route{Pattern: "POST /plan/draft/{id}/words", Rule: ruleOf(Check), Handle: d.chooseWord},
		web.Route{Pattern: "GET /plan/draft/{id}/page/{n}", Rule: look, Handle: d.picture},
		web.Route{Pattern: "GET /plan/draft/{id}/steps", Rule: look, Handle: d.steps},
		web.Route{Pattern: "GET /plan/draft/{id}/drop", Rule: ruleOf(Check), Handle: d.dropForm},
		web.Route{Pattern: "POST /plan/draft/{id}/drop", Rule: ruleOf(Check), Handle: d.drop},
		web.Route{Pattern: "GET /plan/draft/{id}/adopt", Rule: look, Handle: d.adoptForm},
		web.Route{Pattern: "POST /plan/draft/{id}/adopt", Rule: ruleOf(Adopt), Handle: d.adopt},
		web.Route{Pattern: "GET /plan/{id}", Rule: look, Handle: d.plan},
		web.Route{Pattern: "GET /plan/{id}/{page}", Rule: look, Handle: d.planPage},
		web.Route{Pattern: "GET /plan/{id}/{page}/{n}", Rule: look, Handle: d.planPage},
		web.Route{Pattern: "POST /plan/{id}/{page}", Rule: ruleOf(Upload), Handle: d.amend},
	)
}

// ruleOf lets in those who may do act.
func ruleOf(act Act) web.Rule {
	if who := Posts(act); len(who) > 0 {
		return org.Holders(who...)
	}
	return org.SignedIn
}

func (d *Desk) read1(r *http.Request, fn func(ctx context.Context, tx *store.Tx) error) error {
	return d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error { return fn(r.Context(), tx) })
}

func (d *Desk) home(w http.ResponseWriter, r *http.Request) error {
	p := homePage{Actor: org.ActorOf(r.Context())}
	err := d.read1(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.Plans, err = List(ctx, tx); err != nil {
			return err
		}
		if p.Reviews, err = openReviews(ctx, tx); err != nil {
			return err
		}
		if p.Readings, err = listReadings(ctx, tx); err != nil {
			return err
		}
		p.Unread, err = listUnread(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, homeScreen(p))
}

func (d *Desk) uploadForm(w http.ResponseWriter, r *http.Request) error {
	p := uploadPage{Lack: d.lack(Paper{Kind: string(scan.PDF)})}
	if amends, err := strconv.ParseInt(r.FormValue("amends"), 10, 64); err == nil && amends > 0 {
		err := d.read1(r, func(ctx context.Context, tx *store.Tx) (err error) {
			p.Amends, err = Current(ctx, tx, ID(amends))
			return err
		})
		if err != nil {
			return err
		}
	}
	return web.Show(w, r, http.StatusOK, uploadScreen(p))
}

func (d *Desk) upload(w http.ResponseWriter, r *http.Request) error {
	amends, _ := strconv.ParseInt(r.FormValue("amends"), 10, 64) // absent or odd: a new plan
	paper, draft, err := d.takeIn(r, ID(amends))
	if no := refuse.Of(err); err != nil && no.Kind != refuse.Trouble && no.Kind != refuse.NotFound {
		p := uploadPage{No: no, Lack: d.lack(Paper{Kind: string(scan.PDF)})}
		p.Amends.ID = ID(amends)
		return web.Show(w, r, web.Status(no), uploadScreen(p))
	}
	return goTo(w, r, led(paper, draft), err)
}

// led is where a paper leads to: its review, or how far it has been read.
func led(paper PaperID, draft DraftID) string {
	if draft != 0 {
		return "/" + draft.Ref()
	}
	return "/" + paper.Ref()
}

func (d *Desk) takeIn(r *http.Request, amends ID) (PaperID, DraftID, error) {
	_, _, err := r.FormFile("paper")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return 0, 0, refuse.Field("paper", "Hãy chọn tệp của kế hoạch: bản quét, ảnh chụp, tệp .docx hoặc .txt.")
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return 0, 0, tooLarge
	}
	if err != nil {
		return 0, 0, fmt.Errorf("take in a file: %w", err)
	}
	var files []File
	for _, head := range r.MultipartForm.File["paper"] {
		f, err := head.Open()
		if err != nil {
			return 0, 0, fmt.Errorf("take in %q: %w", head.Filename, err)
		}
		defer f.Close()
		files = append(files, File{head.Filename, f})
	}
	return d.Bring(r.Context(), org.ActorOf(r.Context()), amends, files...)
}

func (d *Desk) readAgain(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	draft, err := d.ReadAgain(r.Context(), org.ActorOf(r.Context()), PaperID(id))
	return goTo(w, r, led(PaperID(id), draft), err)
}

// goTo leads on after a verb that went well.
func goTo(w http.ResponseWriter, r *http.Request, to string, err error) error {
	if err == nil {
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
	return err
}

func (d *Desk) load(r *http.Request) (Review, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return Review{}, err
	}
	var rv Review
	err = d.read1(r, func(ctx context.Context, tx *store.Tx) (err error) {
		rv, err = loadReview(ctx, tx, DraftID(id))
		return err
	})
	return rv, err
}

func (d *Desk) review(w http.ResponseWriter, r *http.Request) error {
	rv, err := d.load(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, reviewScreen(newReviewPage(rv, org.ActorOf(r.Context()), Thing(r.FormValue("at")), nil, refuse.Refusal{})))
}

// step takes what a person did at one stop of the review and goes on to the
// next. What is refused comes back with everything that was typed.
func (d *Desk) step(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	a, at := org.ActorOf(r.Context()), Thing(r.FormValue("at"))
	saw, err := strconv.Atoi(r.FormValue("saw"))
	if err != nil || saw < 0 {
		return refuse.With(refuse.Invalid, "Biểu mẫu thiếu thông tin. Hãy mở lại trang soát xét rồi làm lại.")
	}
	err = d.Correct(r.Context(), a, DraftID(id), saw, stepsOf(r.Form)...)
	no := refuse.Of(err)
	if err != nil && no.Kind != refuse.Invalid && no.Kind != refuse.Conflict {
		return err
	}
	rv, lerr := d.load(r)
	if lerr != nil {
		return lerr
	}
	if err != nil {
		return web.Show(w, r, web.Status(no), reviewScreen(newReviewPage(rv, a, at, r.Form, no)))
	}
	return goTo(w, r, rv.next(at, Verb(r.FormValue("verb")), r.FormValue("back")), nil)
}

// next is the page after a verb at the stop at: the next stop, or the same one when there is more to do at it.
func (r *Review) next(at Thing, verb Verb, back string) string {
	if back == "steps" {
		return "/" + r.ID.Ref() + "/steps"
	}
	at = r.near(at)
	items := r.Items()
	switch verb {
	case Accept, Correct:
		if i := slices.IndexFunc(items, func(it Item) bool { return it.Thing == at }); i >= 0 {
			at = items[after(items, i)].Thing
		}
	}
	return string(r.at(at))
}

// near is at, or what became of it: the clause it was merged into, the words of a struck target.
func (r *Review) near(at Thing) Thing {
	if r.Draft.has(at) {
		return at
	}
	if n := len(r.Steps); n > 0 && r.Steps[n-1].Verb == Merge {
		at = Thing(r.Steps[n-1].Field)
	} else if g := r.Reading.target(string(at)); g != nil {
		at = Thing(g.Node)
	}
	for _, g := range r.Draft.Targets {
		if g.Node == Address(at) {
			return Thing(g.ID)
		}
	}
	return at
}

// stepsOf is the steps that a posted form asks for. Of a correction it takes the
// fields that differ from what the form was drawn with (w:…); when none does,
// the thing is accepted as it stands.
func stepsOf(form url.Values) []Correction {
	c := Correction{Verb: Verb(form.Get("verb")), Thing: Thing(form.Get("thing")), Field: form.Get("into"), Becomes: unix(form.Get("text"))}
	switch c.Verb {
	case Undo:
		c.Undoes, _ = strconv.Atoi(form.Get("undoes")) // 0 is refused as a step that is not there
	case Correct:
		var cs []Correction
		for _, name := range slices.Sorted(keysOf(form)) {
			part := strings.SplitN(name, ":", 3)
			if len(part) != 3 || part[0] != "f" || unix(form.Get(name)) == unix(form.Get("w"+name[1:])) {
				continue
			}
			cs = append(cs, Correction{Verb: Correct, Thing: Thing(part[1]), Field: part[2], Becomes: unix(form.Get(name))})
		}
		if len(cs) > 0 {
			if _, ok := c.Thing.doubt(); ok {
				cs[0].Answers = c.Thing
			}
			return cs
		}
		c.Verb = Accept
	}
	if c.Verb == Accept {
		c.Field, c.Becomes = "", ""
	}
	return []Correction{c}
}

func keysOf(form url.Values) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range form {
			if !yield(k) {
				return
			}
		}
	}
}

// unix ends lines as the program does; browsers send both signs.
func unix(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func (d *Desk) steps(w http.ResponseWriter, r *http.Request) error {
	rv, err := d.load(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, stepsScreen(rv, May(org.ActorOf(r.Context()), Check)))
}

func (d *Desk) dropForm(w http.ResponseWriter, r *http.Request) error {
	rv, err := d.load(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, dropScreen(rv))
}

func (d *Desk) drop(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	saw, _ := strconv.Atoi(r.FormValue("saw")) // 0 when it is missing, which a changed draft refuses
	return goTo(w, r, "/plan", d.Drop(r.Context(), org.ActorOf(r.Context()), DraftID(id), max(saw, 0)))
}

func (d *Desk) adoptForm(w http.ResponseWriter, r *http.Request) error {
	p, err := d.adoptPage(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, adoptScreen(p))
}

func (d *Desk) adoptPage(r *http.Request) (adoptPage, error) {
	rv, err := d.load(r)
	if err != nil {
		return adoptPage{}, err
	}
	p := adoptPage{Review: rv, Blocks: rv.Blocks(), May: May(org.ActorOf(r.Context()), Adopt)}
	if rv.Amends == 0 {
		return p, nil
	}
	err = d.read1(r, func(ctx context.Context, tx *store.Tx) error {
		old, err := Current(ctx, tx, rv.Amends)
		if err != nil {
			return err
		}
		now, err := rv.Draft.clone()
		if err != nil {
			return err
		}
		now.renumber()
		Match(old.Draft, &now)
		p.Changes = Diff(old.Draft, now)
		return nil
	})
	return p, err
}

func (d *Desk) adopt(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	saw, _ := strconv.Atoi(r.FormValue("saw")) // 0 when it is missing, which a changed draft refuses
	plan, err := d.Adopt(r.Context(), org.ActorOf(r.Context()), DraftID(id), max(saw, 0))
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
		p, lerr := d.adoptPage(r)
		if lerr != nil {
			return lerr
		}
		p.No = no
		return web.Show(w, r, web.Status(no), adoptScreen(p))
	}
	return goTo(w, r, "/"+plan.ID.Ref(), err)
}

func (d *Desk) plan(w http.ResponseWriter, r *http.Request) error { return d.show(w, r, 0) }

// planPage is the pages of one plan that have an address below its own.
func (d *Desk) planPage(w http.ResponseWriter, r *http.Request) error {
	n := 0
	if r.PathValue("n") != "" {
		v, err := web.PathID(r, "n")
		if err != nil {
			return err
		}
		n = int(v)
	}
	switch page := r.PathValue("page"); {
	case page == "version" && n > 0:
		return d.show(w, r, n)
	case page == "diff" && n > 1:
		return d.diff(w, r, n)
	case page == "paper":
		return d.paper(w, r, n)
	case page == "amend" && n == 0:
		return d.amendForm(w, r)
	}
	return refuse.With(refuse.NotFound, "Không tìm thấy trang này.")
}

// versions brings the versions of the plan in the path that ns number; 0 is the one in force.
func (d *Desk) versions(r *http.Request, more func(ctx context.Context, tx *store.Tx, id ID) error, ns ...int) ([]Plan, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return nil, err
	}
	ps := make([]Plan, len(ns))
	err = d.read1(r, func(ctx context.Context, tx *store.Tx) (err error) {
		for i, n := range ns {
			if ps[i], err = Version(ctx, tx, ID(id), n); err != nil {
				return err
			}
		}
		return more(ctx, tx, ID(id))
	})
	return ps, err
}

func nothingMore(context.Context, *store.Tx, ID) error { return nil }

func (d *Desk) show(w http.ResponseWriter, r *http.Request, n int) error {
	p := planPage{Actor: org.ActorOf(r.Context())}
	ps, err := d.versions(r, func(ctx context.Context, tx *store.Tx, id ID) (err error) {
		p.History, err = History(ctx, tx, id)
		return err
	}, n)
	if err != nil {
		return err
	}
	p.Plan = ps[0]
	return web.Show(w, r, http.StatusOK, planScreen(p))
}

func (d *Desk) diff(w http.ResponseWriter, r *http.Request, n int) error {
	ps, err := d.versions(r, nothingMore, n-1, n)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, diffScreen(ps[1], Diff(ps[0].Draft, ps[1].Draft)))
}

// paper shows the lines of the paper, open at those that ?at= names, such as 23-25.
func (d *Desk) paper(w http.ResponseWriter, r *http.Request, n int) error {
	p := sourcePage{}
	ps, err := d.versions(r, func(ctx context.Context, tx *store.Tx, id ID) error {
		draft, err := draftOf(ctx, tx, id, n)
		if err != nil {
			return err
		}
		p.Review, err = loadReview(ctx, tx, draft)
		return err
	}, n)
	if err != nil {
		return err
	}
	p.Plan, p.At = ps[0], parseSpan(r.FormValue("at"))
	return web.Show(w, r, http.StatusOK, sourceScreen(p))
}

// parseSpan reads 23 and 23-25; anything else is no lines.
func parseSpan(s string) Span {
	first, last, two := strings.Cut(s, "-")
	if !two {
		last = first
	}
	a, err := strconv.Atoi(first)
	b, err2 := strconv.Atoi(last)
	if err != nil || err2 != nil || a < 1 || b < a {
		return Span{}
	}
	return Span{a, b}
}

func (d *Desk) amendForm(w http.ResponseWriter, r *http.Request) error {
	if err := allowed(org.ActorOf(r.Context()), Upload); err != nil {
		return err
	}
	ps, err := d.versions(r, nothingMore, 0)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, amendScreen(ps[0]))
}

func (d *Desk) amend(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("page") != "amend" {
		return refuse.With(refuse.NotFound, "Không tìm thấy trang này.")
	}
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	draft, err := d.Amend(r.Context(), org.ActorOf(r.Context()), ID(id))
	return goTo(w, r, "/"+draft.Ref(), err)
}

func openReviews(ctx context.Context, tx *store.Tx) ([]Review, error) {
	ids, err := listOpen(ctx, tx)
	if err != nil {
		return nil, err
	}
	rs := make([]Review, len(ids))
	for i, id := range ids {
		if rs[i], err = loadReview(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return rs, nil
}
