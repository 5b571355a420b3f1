// Package console is the frame around the staff's screens: who is at the
// keyboard, the menu, the first page of the day, the person's own account, and
// the settings of a place.
//
// A request comes to a host, which is a place; its session names a person
// (platform/auth); the posts that person holds or was lent today make an Actor
// (org). Who still owes a new password or the second step of sign-in is not at
// the keyboard yet: no desk lets them in, and sign-in leads them to what they owe.
//
// A form that was posted after the session ended is not lost: [Desk.Keep] shows
// the sign-in page with everything that was typed inside it, and after sign-in
// offers to send it again.
//
// Settings are many small forms, each at an address of its own (forms.go), so
// that they work on a phone, by keyboard and without JavaScript. The operator
// keeps registers and accounts here and sees nothing of the content of the desks.
package console

import (
	"context"
	"embed"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"loa/org"
	"loa/platform/auth"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the console's own table.
var Schema = store.Schema{Desk: "console", Files: files}

// Desk is the console of every place in the database. It must not be copied once it is in use.
type Desk struct {
	DB   *store.DB
	Org  *org.Desk
	Auth *auth.Desk
	Now  func() time.Time
	Mail *mail.Desk
	// Fail answers a request that failed before it came to a route; web.Front.Fail.
	Fail func(http.ResponseWriter, *http.Request, error)

	// Menu is the desks, in the order of the menu; «Việc của tôi» comes before them and the settings after.
	Menu []Item
	// Waiting asks each desk what waits for an actor.
	Waiting []func(context.Context, *store.Tx, org.Actor) ([]Card, error)
	// News asks each desk what others changed since a time.
	News []func(context.Context, *store.Tx, org.Actor, time.Time) ([]News, error)
	// Boards asks each desk for the figures that an actor sees in one glance.
	Boards []func(context.Context, *store.Tx, org.Actor) ([]Board, error)
	// Begin says what an actor should do first when nothing has begun; nil, or the zero Link: nothing waits, and that is good.
	Begin func(context.Context, *store.Tx, org.Actor) (web.Link, error)
	// Jobs is the background work that failed for good; nil hides its screen.
	Jobs *job.Runner
	// RequireSecondFactor says whether an actor must sign in with a phone as well; nil is the rule of the house:
	// the operator, the chair and the vice chair must.
	RequireSecondFactor func(org.Actor) bool

	sites sites
}

// An Item of the menu, for those who hold one of For; for everybody who signed in when For is empty.
type Item struct {
	Href, Text string
	For        []org.Post
	Count      func(context.Context, *store.Tx, org.Actor) (int, error) // nil shows nothing
}

// A Card is one thing that waits for somebody.
type Card struct {
	Href   string
	Title  string // what to do: Duyệt tin «Tháng tiêu dùng số»
	Detail string // what one needs to know to decide whether to open it
	Due    string // the day it is due, 2025-10-10; empty: none
	IsLate bool
}

// Routes is every screen of the console.
func (d *Desk) Routes() []web.Route {
	return slices.Concat(d.doorRoutes(), d.accountRoutes(), d.dayRoutes(), d.settingsRoutes())
}

// Middleware finds the place, the person and their posts. It stands within web.Front.
func (d *Desk) Middleware(next http.Handler) http.Handler {
	person := d.Auth.Load(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := d.enter(r)
		if err != nil {
			d.Fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !hasPlace(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		place, err := d.sites.find(r.Context(), d.DB, r.Host, d.Now())
		if err != nil {
			d.Fail(w, r, err)
			return
		}
		person.ServeHTTP(w, r.WithContext(web.WithPlace(r.Context(), place)))
	})
}

// hasPlace reports whether a path belongs to a place, and not to the program: its files, its health.
func hasPlace(path string) bool {
	return !strings.HasPrefix(path, "/static/") && path != "/health" && path != "/healthz" && path != "/readyz" && path != "/metrics"
}

// sites remembers which host is which place; asking the database on each public page would cost more than the page.
type sites struct {
	mu    sync.Mutex
	known []store.Site
	asked time.Time
}

// fresh is how long a list of places is believed: a new ward answers at once, a host that moved within it.
const fresh = 10 * time.Second

func (s *sites) find(ctx context.Context, db *store.DB, host string, now time.Time) (store.Place, error) {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	s.mu.Lock()
	defer s.mu.Unlock()
	if place, ok := placeOf(s.known, host); ok && now.Sub(s.asked) < fresh {
		return place, nil
	}
	known, err := db.Places(ctx)
	if err != nil {
		return "", err
	}
	s.known, s.asked = known, now
	if place, ok := placeOf(known, host); ok {
		return place, nil
	}
	return "", refuse.With(refuse.NotFound, "Chưa có địa phương nào ở tên miền này.")
}

// placeOf is the place that answers to host: its own, else the one that takes any host, else the only one there is.
func placeOf(known []store.Site, host string) (store.Place, bool) {
	for _, want := range []string{host, ""} {
		for _, s := range known {
			if strings.EqualFold(s.Host, want) {
				return s.Place, true
			}
		}
	}
	if len(known) == 1 {
		return known[0].Place, true
	}
	return "", false
}

type dutyKey struct{}

// dutyOf is where the person who signed in must go before anything else; empty when they owe nothing.
func dutyOf(ctx context.Context) string {
	duty, _ := ctx.Value(dutyKey{}).(string)
	return duty
}

// enter puts the actor and what stands around their screens into the context of r.
func (d *Desk) enter(r *http.Request) (context.Context, error) {
	ctx := r.Context()
	person, ok := auth.Person(ctx)
	if !ok {
		return ctx, nil
	}
	var a org.Actor
	var c web.Chrome
	duty := ""
	err := d.DB.Read(ctx, web.Place(ctx), func(tx *store.Tx) (err error) {
		if a, err = org.ActorAt(ctx, tx, org.PersonID(person), d.Now()); err != nil {
			return err
		}
		if duty, err = d.duty(ctx, tx, a); err != nil {
			return err
		}
		c, err = d.chrome(ctx, tx, a, r.URL.Path, duty == "")
		return err
	})
	if refuse.Of(err).Kind == refuse.NotSignedIn {
		return ctx, nil // the person has left: the session opens nothing
	}
	if err != nil {
		return nil, err
	}
	if r.Method == http.MethodGet {
		if c.Notice, err = d.Auth.TakeNotice(ctx); err != nil {
			return nil, err
		}
	}
	ctx = web.WithChrome(ctx, c)
	if duty != "" {
		return context.WithValue(ctx, dutyKey{}, duty), nil
	}
	return org.WithActor(ctx, a), nil
}

// The two things a person may owe before they are at the keyboard.
const (
	owesPassword     = "/account/password"
	owesSecondFactor = "/account/second-factor"
)

// duty is what a owes before anything else.
func (d *Desk) duty(ctx context.Context, tx *store.Tx, a org.Actor) (string, error) {
	if auth.MustChangePassword(ctx) {
		return owesPassword, nil
	}
	if !d.mustHaveSecondFactor(a) {
		return "", nil
	}
	has, err := auth.HasSecondFactor(ctx, tx, int64(a.Person))
	if err != nil || has {
		return "", err
	}
	return owesSecondFactor, nil
}

func (d *Desk) mustHaveSecondFactor(a org.Actor) bool {
	if d.RequireSecondFactor != nil {
		return d.RequireSecondFactor(a)
	}
	return a.Holds(org.Operator, org.Chair, org.ViceChair)
}

// chrome is what stands around a's screens. The menu is for those who owe nothing.
func (d *Desk) chrome(ctx context.Context, tx *store.Tx, a org.Actor, path string, menu bool) (web.Chrome, error) {
	c := web.Chrome{Person: a.Name, At: d.Now()}
	p, err := org.LoadPlace(ctx, tx, tx.Place())
	if err != nil && refuse.Of(err).Kind != refuse.NotFound {
		return c, err
	}
	if c.Ward = p.Name; c.Ward == "" {
		c.Ward = string(tx.Place())
	}
	if len(a.Posts) > 0 {
		c.Post = org.PostName(a.Posts[0])
	}
	if !menu {
		return c, nil
	}
	for _, item := range d.menu() {
		if len(item.For) > 0 && !a.Holds(item.For...) {
			continue
		}
		l := web.Link{Href: item.Href, Text: item.Text, Current: path == item.Href || strings.HasPrefix(path, item.Href+"/")}
		if item.Count != nil {
			if l.Count, err = item.Count(ctx, tx, a); err != nil {
				return c, err
			}
		}
		c.Menu = append(c.Menu, l)
	}
	return c, nil
}

func (d *Desk) menu() []Item {
	return slices.Concat(
		[]Item{{Href: "/my-day", Text: "Việc của tôi"}}, d.Menu,
		[]Item{
			{Href: "/settings", Text: "Thiết lập", For: keepers},
			{Href: "/account", Text: "Tài khoản của tôi"},
		})
}

// done says what was done on the next page, and goes there.
func (d *Desk) done(w http.ResponseWriter, r *http.Request, say, to string) error {
	if say != "" {
		if err := d.Auth.Notice(r.Context(), say); err != nil {
			return err
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// here is next if it is an address of this site, and otherwise the page of the day.
func here(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(next, "/sign-") {
		return "/my-day"
	}
	return next
}

// redraw reports whether err is a no that the form itself can show, with what was typed still in it.
func redraw(err error) (refuse.Refusal, bool) {
	no := refuse.Of(err)
	switch no.Kind {
	case refuse.Invalid, refuse.Conflict, refuse.NotAllowed, refuse.TooMany, refuse.TooLarge:
		return no, true
	}
	return no, false
}
