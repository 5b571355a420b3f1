// Package web carries a request to a desk and a page back: routes with the rule
// beside each, the one place where a refusal becomes a status, the frame around
// the staff's screens, and the pieces that screens are put together from.
package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strconv"

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
}

// Mount hangs routes on mux, each behind its rule.
func Mount(mux *http.ServeMux, log *slog.Logger, routes []Route) {
	for _, rt := range routes {
		mux.HandleFunc(rt.Pattern, func(w http.ResponseWriter, r *http.Request) {
			err := error(nil)
			if rt.Rule.Check != nil {
				err = rt.Rule.Check(r)
			}
			if err == nil {
				err = rt.Handle(w, r)
			}
			if err != nil {
				fail(w, r, log, err)
			}
		})
	}
}

var status = map[refuse.Kind]int{
	refuse.Trouble:     http.StatusInternalServerError,
	refuse.Invalid:     http.StatusUnprocessableEntity,
	refuse.NotSignedIn: http.StatusUnauthorized,
	refuse.NotAllowed:  http.StatusForbidden,
	refuse.NotFound:    http.StatusNotFound,
	refuse.Conflict:    http.StatusConflict,
	refuse.TooMany:     http.StatusTooManyRequests,
	refuse.TooLarge:    http.StatusRequestEntityTooLarge,
}

func fail(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	no := refuse.Of(err)
	if no.Kind == refuse.Trouble {
		log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "err", err)
	}
	http.Error(w, no.Say, status[no.Kind])
}

// Show draws page whole or not at all, with status.
func Show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var buf bytes.Buffer
	if err := page.Render(r.Context(), &buf); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := buf.WriteTo(w)
	return err
}

// Status is the HTTP status of a refusal, for a handler that draws its form again with what was typed in it.
func Status(no refuse.Refusal) int { return status[no.Kind] }

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
	Ward   string // Phường Phù Liễn
	Person string // Nguyễn Thị Lan
	Post   string // Trưởng phòng Văn hóa - Xã hội
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
