package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"loa/alert"
	"loa/console"
	"loa/contact"
	"loa/digest"
	"loa/kit/scan"
	"loa/library"
	"loa/link"
	"loa/measure"
	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/auth"
	"loa/platform/blob"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/store"
	"loa/platform/web"
	"loa/portal"
	"loa/report"
	"loa/watch"
	"loa/work"
)

// A house is every desk of one installation, put together. Read build from top
// to bottom to know who hears of what.
type house struct {
	db       *store.DB
	files    blob.Store
	runner   *job.Runner
	auth     *auth.Desk
	org      *org.Desk
	mail     *mail.Desk
	plans    *plan.Desk
	library  *library.Desk
	work     *work.Desk
	news     *newsroom.Desk
	reports  *report.Desk
	alerts   *alert.Desk
	links    *link.Desk
	contacts *contact.Desk
	digest   *digest.Desk
	watch    *watch.Desk
	measure  *measure.Desk
	console  *console.Desk
	portal   *portal.Portal
	metrics  *web.Metrics
	routes   []web.Route
	handler  http.Handler
}

// choices are what a house leaves to whoever starts it.
type choices struct {
	log *slog.Logger
	now func() time.Time
	// easy lets everybody in without a phone: the sample ward, whose accounts are printed for all to see.
	easy bool
}

// build puts the house together over the data of d.
func build(ctx context.Context, d Data, c choices) (_ *house, err error) {
	h := &house{}
	if h.db, err = d.open(ctx); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.db.Close())
		}
	}()
	if err = job.Migrate(ctx, h.db); err != nil {
		return nil, fmt.Errorf("job tables: %w", err)
	}
	if h.files, err = d.blobs(ctx); err != nil {
		return nil, err
	}
	h.desks(c)
	h.plans.Scanner = scan.Find(ctx)
	h.jobs(c.log)
	if err = h.doors(c); err != nil {
		return nil, err
	}
	return h, nil
}

// desks makes every desk and says who hears of what.
func (h *house) desks(c choices) {
	h.auth = auth.New(h.db, c.now, rand.Reader)
	h.org = &org.Desk{DB: h.db, Now: c.now}
	h.library = &library.Desk{DB: h.db, Now: c.now}
	h.measure = &measure.Desk{DB: h.db, Now: c.now}
	h.plans = &plan.Desk{DB: h.db, Now: c.now, Blobs: h.files, Known: library.Known}
	h.mail = &mail.Desk{DB: h.db, Now: c.now}
	h.work = &work.Desk{DB: h.db, Now: c.now, Blobs: h.files, Rand: rand.Reader, Mail: h.mail}
	h.news = &newsroom.Desk{DB: h.db, Now: c.now, Blobs: h.files, Rand: rand.Reader, Auth: h.auth, Mail: h.mail}
	h.reports = &report.Desk{DB: h.db, Now: c.now, Blobs: h.files, Duties: duties, Difficulties: difficulties, Enclosures: enclosures}
	h.alerts = &alert.Desk{DB: h.db, Now: c.now}
	h.contacts = &contact.Desk{DB: h.db, Now: c.now}
	h.digest = &digest.Desk{DB: h.db, Now: c.now, Rand: rand.Reader, Mail: h.mail, Themes: digestThemes, Since: storiesSince}
	h.links = &link.Desk{DB: h.db, Now: c.now, Unfinished: newsroom.UnfinishedLinks, Public: publicLinks}
	h.news.Judge = judgeLinks
	h.news.OnPublic = append(h.news.OnPublic,
		keepLinks, // where each public story leads is on the list of links
	)
	h.plans.OnAdopt = append(h.plans.OnAdopt,
		h.enterUnits,     // each body the plan names is in the register of units
		h.work.Open,      // each duty is a task, with a part for each unit
		h.library.File,   // each legal basis is filed and linked to the clauses that cite it
		h.measure.Set,    // each target gets a rule by which it counts itself
		portal.IndexPlan, // each clause is found by the public search
	)
	h.watch = &watch.Desk{DB: h.db, Now: c.now, Blobs: h.files, Mail: h.mail}
	h.watchAll()                                                 // each public page is sealed by the verb that changes it
	h.org.OnHandOver = append(h.org.OnHandOver, h.work.HandOver) // open tasks tell who does them now
	h.org.OnDays = append(h.org.OnDays, h.work.Redate)           // turns to come keep to the working days of the place
	h.org.Rests = measure.Approved                               // a day that is over stays as it was when figures were approved by it
	h.console = &console.Desk{
		DB: h.db, Org: h.org, Auth: h.auth, Mail: h.mail, Now: c.now,
		Menu: []console.Item{
			{Href: "/plan", Text: "Kế hoạch"},
			{Href: "/work", Text: "Nhiệm vụ"},
			{Href: "/newsroom", Text: "Tin bài"},
			{Href: "/alerts", Text: "Thông báo"},
			{Href: "/measure", Text: "Kết quả"},
			{Href: "/report", Text: "Báo cáo"},
			{Href: "/library", Text: "Văn bản"},
		},
		Waiting: []func(context.Context, *store.Tx, org.Actor) ([]console.Card, error){h.watchWaiting, h.plansWaiting, h.workWaiting, h.newsWaiting, h.linksWaiting, h.alertsWaiting, h.measureWaiting, h.reportsWaiting},
		News:    []func(context.Context, *store.Tx, org.Actor, time.Time) ([]console.News, error){h.workNews},
		Boards:  []func(context.Context, *store.Tx, org.Actor) ([]console.Board, error){h.lateUnits, h.ownParts},
		Begin:   beginWithThePlan,
	}
	h.portal = &portal.Portal{DB: h.db, Library: h.library, Now: c.now, Board: h.alerts}
	if c.easy {
		h.console.RequireSecondFactor = func(org.Actor) bool { return false }
		h.mail.Mute = map[store.Place]bool{samplePlace: true}
		h.portal.Samples = map[store.Place]string{samplePlace: sampleLabel}
	}
}

// doors hangs every route behind the front.
func (h *house) doors(c choices) error {
	h.metrics = web.NewMetrics()
	for _, routes := range [][]web.Route{
		web.Static.Routes(), h.portal.Routes(), h.console.Routes(), h.plans.Routes(), h.measure.Routes(), h.work.Routes(), h.news.Routes(), h.alerts.Routes(), h.links.Routes(), h.watch.Routes(), h.contacts.Routes(), h.digest.Routes(), h.reports.Routes(), h.library.Routes(),
		{{Pattern: "GET /gallery", Rule: org.SignedIn, Handle: showParts}},
	} {
		h.routes = append(h.routes, routes...)
	}
	front := web.Front{
		Log: c.log, Metrics: h.metrics, Now: c.now,
		SignInFor: http.HandlerFunc(h.console.Keep),
		Within:    []func(http.Handler) http.Handler{h.console.Middleware, h.portal.Within},
	}
	h.console.Fail = front.Fail
	mux := http.NewServeMux()
	front.Mount(mux, h.routes)
	mux.Handle("GET /healthz", web.Health(web.Check{Name: "database", Ask: func(ctx context.Context) error {
		_, err := h.db.Places(ctx)
		return err
	}}))
	mux.Handle("GET /metrics", fromThisMachine(h.metrics))
	handler, err := front.Handler(mux)
	if err != nil {
		return err
	}
	pages := &web.PageCache{DB: h.db, Now: c.now, Metrics: h.metrics}
	h.handler = pages.Before(handler, web.Shared(mux, h.routes))
	return nil
}

// enterUnits enters the bodies that p names into the register of units.
func (h *house) enterUnits(ctx context.Context, tx *store.Tx, p plan.Plan) error {
	asked := map[string]bool{}
	for _, a := range p.Assignments {
		asked[a.UnitID] = asked[a.UnitID] || a.Mode == plan.Request
	}
	units := make([]org.NamedUnit, len(p.Units))
	for i, u := range p.Units {
		units[i] = org.NamedUnit{Name: u.Name, Kind: u.Kind, Short: u.Short, IsAsked: asked[u.ID]}
	}
	_, err := h.org.FromPlan(ctx, tx, p.AdoptedBy, org.Day(p.Doc.Date), units)
	return err
}

// plansWaiting turns what waits at the plan desk into cards of the day.
func (h *house) plansWaiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Card, error) {
	waiting, err := h.plans.Waiting(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	cards := make([]console.Card, len(waiting))
	for i, w := range waiting {
		cards[i] = console.Card{Href: w.Href, Title: w.Text, Detail: w.Detail}
	}
	return cards, nil
}

// workWaiting turns what waits at the work desk into cards of the day.
func (h *house) workWaiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Card, error) {
	waiting, err := h.work.Waiting(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	cards := make([]console.Card, len(waiting))
	for i, w := range waiting {
		cards[i] = console.Card{Href: w.Href, Title: w.Text, Detail: w.Detail, Due: string(w.Due), IsLate: w.IsLate}
	}
	return cards, nil
}

// reportsWaiting turns what waits at the report desk into cards of the day.
func (h *house) reportsWaiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Card, error) {
	waiting, err := h.reports.Waiting(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	cards := make([]console.Card, len(waiting))
	for i, w := range waiting {
		cards[i] = console.Card{Href: w.Href, Title: w.Text, Detail: w.Detail, Due: string(w.Due), IsLate: w.IsLate}
	}
	return cards, nil
}

// workNews turns what happened to tasks into news of the day.
func (h *house) workNews(ctx context.Context, tx *store.Tx, a org.Actor, since time.Time) ([]console.News, error) {
	changes, err := h.work.News(ctx, tx, a, since)
	news := make([]console.News, len(changes))
	for i, c := range changes {
		news[i] = console.News{Href: c.Href(), Title: c.Title, Say: c.Say, Who: c.Who, At: c.At, Count: c.Count}
	}
	return news, err
}

// lateUnits shows those who lead which units are late.
func (h *house) lateUnits(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Board, error) {
	lines, err := h.work.LateUnits(ctx, tx, a)
	return boards("Quá hạn theo đơn vị", web.Link{Href: "/work/units", Text: "Mọi đơn vị"}, lines), err
}

// ownParts shows a unit how far it is.
func (h *house) ownParts(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Board, error) {
	lines, err := h.work.OwnParts(ctx, tx, a)
	return boards("Việc của đơn vị tôi", web.Link{Href: work.Question{Unit: a.Unit}.At("/work"), Text: "Mọi việc của đơn vị"}, lines), err
}

// boards is one board of lines; none when there is no line.
func boards(title string, all web.Link, lines []work.Line) []console.Board {
	if len(lines) == 0 {
		return nil
	}
	b := console.Board{Title: title, All: all}
	for _, l := range lines {
		b.Rows = append(b.Rows, console.BoardRow{Href: l.Href, Text: l.Text, Figures: l.Figures, Tone: l.Tone})
	}
	return []console.Board{b}
}

// measureWaiting turns the entries that wait to be verified, or came back, into cards of the day.
func (h *house) measureWaiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Card, error) {
	waiting, err := h.measure.Waiting(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	cards := make([]console.Card, len(waiting))
	for i, w := range waiting {
		cards[i] = console.Card{Href: w.Href, Title: w.Text, Detail: w.Detail}
	}
	return cards, nil
}

// beginWithThePlan leads whoever may to the upload while the place has no plan.
func beginWithThePlan(ctx context.Context, tx *store.Tx, a org.Actor) (web.Link, error) {
	plans, err := plan.List(ctx, tx)
	if err != nil || len(plans) > 0 || !plan.May(a, plan.Upload) {
		return web.Link{}, err
	}
	return web.Link{Href: "/plan/upload", Text: "Tải kế hoạch đầu tiên lên"}, nil
}

// showParts shows every shared piece of a screen in every state.
func showParts(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, web.Gallery())
}
