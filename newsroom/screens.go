package newsroom

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"loa/kit/prose"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

//go:embed static
var staticFiles embed.FS

// Static is what the desk's screens need beside the shared look.
var Static = web.Shelve("/static/newsroom/", staticFiles)

// Routes are the desk's screens.
func (d *Desk) Routes() []web.Route {
	look, write := org.SignedIn, ruleOf(Write)
	return slices.Concat(Static.Routes(), []web.Route{
		{Pattern: "GET /newsroom", Rule: look, Handle: d.listPage},
		{Pattern: "GET /newsroom/themes", Rule: look, Handle: d.themesPage},
		{Pattern: "GET /newsroom/law", Rule: look, Handle: d.lawPage},
		{Pattern: "POST /newsroom/law", Rule: ruleOf(Rule), Handle: d.lawHere},
		{Pattern: "GET /newsroom/{id}", Rule: look, Handle: d.storyPage},
		{Pattern: "GET /newsroom/{id}/versions", Rule: look, Handle: d.versionsPage},
		{Pattern: "GET /newsroom/{id}/version/{n}", Rule: look, Handle: d.versionPage},
		{Pattern: "POST /newsroom/{id}/version/{n}/restore", Rule: look, Handle: d.restoreHere},
		{Pattern: "POST /newsroom/{id}/pen", Rule: look, Handle: d.takePenHere},
		{Pattern: "POST /newsroom/{id}/here", Rule: look, Handle: d.hereHere},
		{Pattern: "GET /newsroom/{id}/text", Rule: look, Handle: d.textPage},
		{Pattern: "POST /newsroom/{id}/text", Rule: look, Handle: d.saveHere},
		{Pattern: "GET /newsroom/{id}/picture/{n}", Rule: look, Handle: d.pictureHere},
		{Pattern: "GET /tin/{story}/anh/{n}", Rule: web.Anyone, Handle: d.publicPicture},
		{Pattern: "GET /tin/{story}/anh/{n}/nho", Rule: web.Anyone, Handle: d.publicThumb},
	}, d.sheetRoutes([]sheet{
		{"/newsroom/new", write, d.beginForm, d.begin},
		{"/newsroom/{id}/submit", look, d.submitForm, d.submit},
		{"/newsroom/{id}/recall", look, d.recallForm, d.recall},
		{"/newsroom/{id}/return", look, d.returnForm, d.returnBack},
		{"/newsroom/{id}/approve", look, d.approveForm, d.approve},
		{"/newsroom/{id}/publish", look, d.publishForm, d.publishHere},
		{"/newsroom/{id}/correct", look, d.correctForm, d.correct},
		{"/newsroom/{id}/withdraw", look, d.withdrawForm, d.withdraw},
		{"/newsroom/{id}/drop", look, d.dropForm, d.drop},
		{"/newsroom/{id}/assign", look, d.assignForm, d.assign},
		{"/newsroom/quota", org.Holders(editors...), d.quotaForm, d.setQuota},
	}), d.exemplarRoutes(), d.linkRoutes(), d.renditionRoutes(), d.proposalRoutes())
}

// ruleOf lets in those who may do verb, which is of the whole newsroom.
func ruleOf(verb Verb) web.Rule { return org.Holders(Law{}.Posts(verb)...) }

func (d *Desk) read(r *http.Request, fn func(ctx context.Context, tx *store.Tx) error) error {
	return d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error { return fn(r.Context(), tx) })
}

func (d *Desk) today() org.Day { return org.DayOf(d.Now()) }

// listing is the list of stories with its filters.
type listing struct {
	Question
	Actor   org.Actor
	Stories []Story
	Total   int
	Topics  []Topic
}

// asked is the question in the address of r.
func asked(r *http.Request) Question {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(r.FormValue(name), 10, 64) // anything else asks for everything
		return max(n, 0)
	}
	q := Question{State: State(r.FormValue("state")), Kind: Kind(r.FormValue("kind")), Theme: number("theme"), Words: r.FormValue("q"), Page: int(min(max(number("page"), 1), 1<<20))}
	a := org.ActorOf(r.Context())
	if r.FormValue("mine") != "" {
		q.Mine = a.Person
	}
	if !a.Holds(writers...) && !a.Holds(approvers...) {
		q.Only = a.Person
	}
	return q
}

func (q Question) query() url.Values {
	v := url.Values{}
	put := func(name, value string) {
		if value != "" && value != "0" {
			v.Set(name, value)
		}
	}
	put("state", string(q.State))
	put("kind", string(q.Kind))
	put("theme", strconv.FormatInt(q.Theme, 10))
	put("q", q.Words)
	if q.Mine != 0 {
		put("mine", "1")
	}
	return v
}

func (q Question) href() string {
	if v := q.query(); len(v) > 0 {
		return "/newsroom?" + v.Encode()
	}
	return "/newsroom"
}

func (q Question) page(n int) string {
	v := q.query()
	v.Set("page", strconv.Itoa(n))
	return "/newsroom?" + v.Encode()
}

func (l listing) narrowed() bool { return len(l.query()) > 0 }
func (l listing) pages() int     { return (l.Total + PageSize - 1) / PageSize }

// topic is what theme key is called.
func (l listing) topic(key int64) string {
	if i := slices.IndexFunc(l.Topics, func(t Topic) bool { return t.Key == key }); i >= 0 {
		return l.Topics[i].Name
	}
	return ""
}

func (d *Desk) listPage(w http.ResponseWriter, r *http.Request) error {
	l := listing{Question: asked(r), Actor: org.ActorOf(r.Context())}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if l.Topics, err = Topics(ctx, tx); err != nil {
			return err
		}
		l.Stories, l.Total, err = List(ctx, tx, l.Question)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listScreen(l))
}

// storyPage is everything about one story.
type storyPage struct {
	Story
	Actor    org.Actor
	Law      Law
	Wrote    []org.PersonID
	Text     Version
	Doc      prose.Doc
	Sizes    sizes
	Unit     string
	Notes    []Note
	Told     []Exemplar
	Events   []Event
	Remarks  []Remark
	Outside  []Outlink
	Links    []ApprovalLink // the last first
	Forms    []otherForm    // the other forms it is told in
	Present  []Presence     // who else has it open
	At       time.Time
	Today    org.Day
	Versions int
}

// may reports whether the actor may do verb now.
func (p storyPage) may(verb Verb) bool { return p.May(p.Actor, verb, p.Law, p.Wrote) }

// href is the address of something below the story.
func (s Story) href(below string) string { return "/" + s.ID.Ref() + below }

// openStory reads the story in the address of r, if its reader may see it.
func (d *Desk) openStory(ctx context.Context, tx *store.Tx, r *http.Request) (p storyPage, err error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return p, err
	}
	p.Actor, p.Today = org.ActorOf(ctx), d.today()
	if p.Story, err = load(ctx, tx, StoryID(id)); err != nil {
		return p, err
	}
	if p.Law, err = LawOf(ctx, tx); err != nil {
		return p, err
	}
	if !p.maySee(p.Actor, p.Law) {
		return p, noStory
	}
	if p.Wrote, err = wroteSince(ctx, tx, p.Story); err != nil {
		return p, err
	}
	if p.Present, err = d.besides(ctx, tx, p.Actor, p.ID); err != nil {
		return p, err
	}
	p.Text, err = version(ctx, tx, p.ID, p.Last)
	p.Doc = prose.Parse(p.Text.Body)
	return p, err
}

func (d *Desk) storyPage(w http.ResponseWriter, r *http.Request) error {
	var p storyPage
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p, err = d.openStory(ctx, tx, r); err != nil {
			return err
		}
		if p.Sizes, err = sizesOf(ctx, tx, p.ID, p.Doc); err != nil {
			return err
		}
		if p.Events, err = events(ctx, tx, p.ID); err != nil {
			return err
		}
		if p.Notes, err = notesOf(ctx, tx, p.ID); err != nil {
			return err
		}
		if p.Told, err = toldIn(ctx, tx, p.ID); err != nil {
			return err
		}
		if p.Remarks, err = d.look(ctx, tx, p.Story, p.Text); err != nil {
			return err
		}
		if p.Outside, err = d.outside(ctx, tx, p.Text.Text); err != nil {
			return err
		}
		if p.Links, err = linksOf(ctx, tx, `story = $2`, int64(p.ID)); err != nil {
			return err
		}
		if p.Forms, err = toldAs(ctx, tx, p.Story); err != nil {
			return err
		}
		p.Unit, err = unitName(ctx, tx, p.Story.Unit)
		return err
	})
	if err != nil {
		return err
	}
	p.At = d.Now()
	return web.Show(w, r, http.StatusOK, storyScreen(p))
}

// unitName is what unit is called; a story need have none.
func unitName(ctx context.Context, tx *store.Tx, id org.UnitID) (string, error) {
	if id == 0 {
		return "", nil
	}
	u, err := org.LoadUnit(ctx, tx, id)
	if refuse.Of(err).Kind == refuse.NotFound {
		return "", nil
	}
	return u.Name, err
}

// way leads down to a page below s.
func (s Story) way(here string) []web.Link {
	return []web.Link{{Href: "/newsroom", Text: "Tin bài"}, {Href: s.href(""), Text: fmt.Sprintf("Bài số %d", s.ID)}, {Text: here}}
}

// versionsPage is the texts a story has had.
type versionsPage struct {
	storyPage
	All []Version // the last first
}

func (d *Desk) versionsPage(w http.ResponseWriter, r *http.Request) error {
	var p versionsPage
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.storyPage, err = d.openStory(ctx, tx, r); err != nil {
			return err
		}
		p.All, err = versions(ctx, tx, p.ID)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, versionsScreen(p))
}

// versionPage is one text beside the one before it.
type versionPage struct {
	storyPage
	This   Version
	Before Version // the zero Version for the first
	Parts  []changed
	No     refuse.Refusal
}

func (d *Desk) loadVersionPage(r *http.Request) (p versionPage, err error) {
	n, err := web.PathID(r, "n")
	if err != nil {
		return p, err
	}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.storyPage, err = d.openStory(ctx, tx, r); err != nil {
			return err
		}
		if p.This, err = version(ctx, tx, p.ID, int(n)); err != nil || n == 1 {
			return err
		}
		p.Before, err = version(ctx, tx, p.ID, int(n)-1)
		return err
	})
	p.Parts = compare(p.Before.Text, p.This.Text)
	return p, err
}

func (d *Desk) versionPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadVersionPage(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, versionScreen(p))
}

func (d *Desk) restoreHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadVersionPage(r)
	if err != nil {
		return err
	}
	err = d.Restore(r.Context(), p.Actor, p.ID, p.This.N)
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Conflict || no.Kind == refuse.NotAllowed) {
		p.No = no
		return web.Show(w, r, web.Status(no), versionScreen(p))
	}
	return goTo(w, r, p.href(""), err)
}

// lawPage is who may take which step at this place.
type lawPage struct {
	Law Law
	May bool
	No  refuse.Refusal
}

func (d *Desk) lawPage(w http.ResponseWriter, r *http.Request) error {
	p := lawPage{May: May(org.ActorOf(r.Context()), Rule)}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		p.Law, err = LawOf(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, lawScreen(p))
}

func (d *Desk) lawHere(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	a := org.ActorOf(r.Context())
	for _, verb := range Ruled {
		var posts []org.Post
		for _, p := range r.PostForm[string(verb)] {
			posts = append(posts, org.Post(p))
		}
		if err := d.SetLaw(r.Context(), a, verb, posts); err != nil {
			return err
		}
	}
	return goTo(w, r, "/newsroom/law", nil)
}

// themesPage is how much each theme of the plans in force was told, and by whom.
type themesPage struct {
	Actor   org.Actor
	Today   org.Day
	Topics  []Topic
	Week    map[int64]int // in the last seven days
	Month   map[int64]int // in this month
	All     map[int64]int
	Writers []writer
	Quotas  quotas
}

func (p themesPage) mayQuota() bool { return p.Actor.Holds(editors...) }

func (d *Desk) themesPage(w http.ResponseWriter, r *http.Request) error {
	p := themesPage{Actor: org.ActorOf(r.Context()), Today: d.today()}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.Topics, err = Topics(ctx, tx); err != nil {
			return err
		}
		if p.Week, err = Told(ctx, tx, org.Span{From: p.Today.Add(-6), Through: p.Today}); err != nil {
			return err
		}
		month := org.Span{From: p.Today[:len("2025-10-")] + "01", Through: p.Today}
		if p.Month, err = Told(ctx, tx, month); err != nil {
			return err
		}
		if p.All, err = Told(ctx, tx, org.Span{}); err != nil {
			return err
		}
		if p.Quotas, err = quotasOf(ctx, tx); err != nil {
			return err
		}
		p.Writers, err = writersOf(ctx, tx, month, p.Quotas)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, themesScreen(p))
}
