// Package web carries a request to a desk and a page back: routes with the rule
// beside each, the one place where a refusal becomes a status, the frames around
// the public and the staff's screens, and the pieces that screens are put together from.
//
// A request passes the Front from the outside in:
//
//	PageCache   a public page that was drawn before, as long as nothing it was drawn from has changed
//	watched     a number for the request; one line in the log; the time it took
//	guarded     headers that forbid what our pages never do
//	gzip
//	caught      a panic becomes a refusal like any other
//	same-origin a form posted from another site is refused (http.CrossOriginProtection)
//	limited     a body is read up to its limit
//	Within      what cmd hangs here: session, place, who is at the keyboard
//	doors       the mux, with pages that help for 404 and 405
//	Rule, Handler
//
// A page is drawn whole or not at all (Show), carries a strong ETag of its bytes
// and costs 304 when the reader has it. Pages work without JavaScript; there is
// no inline script or style, and the policy forbids both.
package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"loa/platform/refuse"
	"loa/platform/store"
)

// A Handler may fail; Mount turns the failure into a page.
type Handler func(w http.ResponseWriter, r *http.Request) error

// A Rule says who may pass through a route. Rules that name posts are made in org.
type Rule struct {
	Name  string                    // for the walk over all routes, such as "anyone" or "chair vice-chair"
	Check func(*http.Request) error // nil lets everybody in; otherwise a refusal
}

// Anyone is the rule of public pages.
var Anyone = Rule{Name: "anyone"}

// A Route ties a pattern of http.ServeMux to its rule and its handler.
type Route struct {
	Pattern string
	Rule    Rule
	Handle  Handler
	// Shared: the page is the same for every reader who is not signed in, and is drawn out of nothing but
	// the database and the address (see PageCache).
	Shared bool
}

// Mount hangs routes on mux, each behind its rule, with nobody to ask for a sign-in; see Front.Mount.
func Mount(mux *http.ServeMux, log *slog.Logger, routes []Route) {
	Front{Log: log}.Mount(mux, routes)
}

// Mount hangs routes on mux, each behind its rule.
func (f Front) Mount(mux *http.ServeMux, routes []Route) {
	for _, rt := range routes {
		mux.HandleFunc(rt.Pattern, func(w http.ResponseWriter, r *http.Request) {
			defer f.catch(w, r)
			err := error(nil)
			if rt.Rule.Check != nil {
				err = rt.Rule.Check(r)
			}
			if err == nil {
				err = rt.Handle(w, r)
			}
			if err != nil {
				f.fail(w, r, err)
			}
		})
	}
}

// Show draws page whole or not at all, with status. A page of status 200 that the reader already has costs 304.
func Show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var buf bytes.Buffer
	if err := page.Render(r.Context(), &buf); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", caching(r.Context()))
	}
	if status == http.StatusOK && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		tag := `"` + hash(buf.Bytes()) + `"`
		h.Set("ETag", tag)
		if matches(r, tag) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	w.WriteHeader(status)
	_, err := buf.WriteTo(w)
	return err
}

// caching lets nobody keep a staff page for others, and lets everybody keep a public page as long as they ask whether it changed.
func caching(ctx context.Context) string {
	if chrome(ctx).Person != "" {
		return "private, no-cache"
	}
	return "no-cache"
}

// codings are what an ETag says of how its page was packed.
var codings = strings.NewReplacer(`-gzip"`, `"`, `-br"`, `"`)

// matches reports whether the reader already has what tag names, packed or not.
func matches(r *http.Request, tag string) bool {
	bare := codings.Replace(tag)
	for have := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		have = strings.TrimPrefix(strings.TrimSpace(have), "W/")
		if codings.Replace(have) == bare {
			return true
		}
	}
	return false
}

// PathID reads a number such as {id} from the path; anything else is a page that does not exist.
func PathID(r *http.Request, name string) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil || id < 1 {
		return 0, refuse.With(refuse.NotFound, "Không tìm thấy trang này.")
	}
	return id, nil
}

type (
	placeKey  struct{}
	chromeKey struct{}
	siteKey   struct{}
)

// WithPlace returns ctx for a request that came to place p.
func WithPlace(ctx context.Context, p store.Place) context.Context {
	return context.WithValue(ctx, placeKey{}, p)
}

// Place is the place whose site the request came to.
func Place(ctx context.Context) store.Place {
	p, _ := ctx.Value(placeKey{}).(store.Place)
	return p
}

// A Link is a place to go with its name.
type Link struct {
	Href, Text string
	Current    bool // the page we are on
	Count      int  // things that wait there; 0 shows nothing
}

// Chrome is what stands around every staff screen. The console fills it in for each request.
type Chrome struct {
	Ward   string    // Phường Phù Liễn
	Person string    // Nguyễn Thị Lan
	Post   string    // Trưởng phòng Văn hóa - Xã hội
	At     time.Time // when the page was made, for who prints it
	Menu   []Link
	Notice string // said once after a verb: "Đã ban hành kế hoạch."
}

// WithChrome returns ctx that carries c to the frame.
func WithChrome(ctx context.Context, c Chrome) context.Context {
	return context.WithValue(ctx, chromeKey{}, c)
}

func chrome(ctx context.Context) Chrome {
	c, _ := ctx.Value(chromeKey{}).(Chrome)
	return c
}

// Site is what stands around every public page. The portal fills it in for each request.
type Site struct {
	Name    string   // Phường Phù Liễn
	Under   string   // Thành phố Hải Phòng
	Menu    []Link   // above
	Foot    []Link   // below
	Imprint []string // who answers for the site, where, and how to reach them; one line each
	Alerts  []Alert  // what everybody must see now, the most pressing first
	Sample  string   // what is invented here, said on every page, the staff's too; empty where nothing is
}

// An Alert is a sentence that stands above every public page for a time.
type Alert struct {
	Label string // Khẩn: what the colour says, in a word
	Tone  string // "", "warn", "bad", as of a Badge
	Say   string
	Until string
}

// role is how a screen reader takes a: what presses interrupts.
func (a Alert) role() string {
	if a.Tone == "bad" {
		return "alert"
	}
	return "status"
}

// WithSite returns ctx that carries s to the frame.
func WithSite(ctx context.Context, s Site) context.Context {
	return context.WithValue(ctx, siteKey{}, s)
}

func site(ctx context.Context) Site {
	s, _ := ctx.Value(siteKey{}).(Site)
	return s
}

// Origin is the scheme and host by which r came, for addresses that leave the page: https://phulien.example.vn.
func Origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
