package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"loa/platform/refuse"
)

// Front is everything a request passes before it reaches a desk.
type Front struct {
	Log       *slog.Logger
	Metrics   *Metrics                          // nil counts nothing
	TLS       bool                              // the site is reached by https alone: say so for a year
	SignInFor http.Handler                      // takes over a form that was posted without a sign-in, and keeps what was typed
	Within    []func(http.Handler) http.Handler // session, place, person, site: the first is the outermost
	Now       func() time.Time                  // nil is the clock on the wall
}

// The most bytes of a request's body: of a form, and of a form with files.
const (
	mostForm  = 2 << 20
	mostFiles = 64 << 20
)

// Handler puts f before mux.
func (f Front) Handler(mux *http.ServeMux) (http.Handler, error) {
	h := f.doors(mux)
	for _, within := range slices.Backward(f.Within) {
		h = within(h)
	}
	gzip, err := gzhttp.NewWrapper(gzhttp.MinSize(600), gzhttp.SuffixETag("-gzip"), gzhttp.ExceptContentTypes([]string{"font/woff2", "image/png", "image/jpeg", "image/webp", "application/zip", "application/pdf"}))
	if err != nil {
		return nil, err
	}
	return f.watched(f.guarded(gzip(f.caught(f.sameOrigin(limited(h)))))), nil
}

// doors asks mux, and helps those for whom there is no door.
func (f Front) doors(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			trailOf(r.Context()).route = pattern
			mux.ServeHTTP(w, r)
			return
		}
		none := &shut{header: http.Header{}}
		h.ServeHTTP(none, r)
		if allow := none.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			f.refuse(w, r, http.StatusMethodNotAllowed, refusedPage{
				title: "Không làm được việc này ở đây", say: "Trang này không nhận cách gửi " + r.Method + ".", next: "Mở trang từ danh mục rồi làm lại."})
			return
		}
		f.fail(w, r, refuse.With(refuse.NotFound, "Không có trang nào ở địa chỉ này."))
	})
}

// shut takes the mux's own answer for an address without a door: its headers, and none of its English.
type shut struct{ header http.Header }

func (s *shut) Header() http.Header         { return s.header }
func (s *shut) WriteHeader(int)             {}
func (s *shut) Write(b []byte) (int, error) { return len(b), nil }

func (f Front) caught(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer f.catch(w, r)
		h.ServeHTTP(w, r)
	})
}

func (f Front) sameOrigin(h http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.fail(w, r, refuse.With(refuse.NotAllowed, "Biểu mẫu được gửi từ một trang khác nên không được nhận. Hãy mở lại biểu mẫu trên trang này rồi gửi."))
	}))
	return p.Handler(h)
}

func limited(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := int64(mostForm)
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			most = mostFiles
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		h.ServeHTTP(w, r)
	})
}

// policy forbids what our pages never do. Images may be data: for the drawn codes of two-step sign-in.
var policy = map[string]string{
	"Content-Security-Policy":           "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"Cross-Origin-Opener-Policy":        "same-origin",
	"Cross-Origin-Resource-Policy":      "same-origin",
	"Permissions-Policy":                "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
	"Referrer-Policy":                   "same-origin",
	"X-Content-Type-Options":            "nosniff",
	"X-Frame-Options":                   "DENY",
	"X-Permitted-Cross-Domain-Policies": "none",
}

func (f Front) guarded(h http.Handler) http.Handler {
	headers := maps.Clone(policy)
	if f.TLS {
		headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for k, v := range headers {
			w.Header().Set(k, v)
		}
		h.ServeHTTP(w, r)
	})
}

// A trail is what becomes known of a request on its way: its number, its route, what was answered.
type trail struct {
	http.ResponseWriter
	id      string
	route   string
	status  int
	bytes   int
	trouble error // that a handler put into words itself
}

func (t *trail) WriteHeader(status int) {
	if t.status == 0 {
		t.status = status
	}
	t.ResponseWriter.WriteHeader(status)
}

func (t *trail) Write(b []byte) (int, error) {
	if t.status == 0 {
		t.status = http.StatusOK
	}
	n, err := t.ResponseWriter.Write(b)
	t.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (t *trail) Unwrap() http.ResponseWriter { return t.ResponseWriter }

type trailKey struct{}

func trailOf(ctx context.Context) *trail {
	if t, ok := ctx.Value(trailKey{}).(*trail); ok {
		return t
	}
	return &trail{}
}

func wrote(ctx context.Context) bool { return trailOf(ctx).status != 0 }

// RequestID is the number of the request: it stands on the page of a refusal, in the answer's X-Request-Id and in the log.
func RequestID(ctx context.Context) string { return trailOf(ctx).id }

// watched writes one line a request. It keeps nothing that was typed and nothing that names a person:
// the route instead of the address, no query, no network address.
func (f Front) watched(h http.Handler) http.Handler {
	now := f.Now
	if now == nil {
		now = time.Now
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := now()
		t := &trail{ResponseWriter: w, id: rand.Text()[:12]}
		w.Header().Set("X-Request-Id", t.id)
		ctx := context.WithValue(r.Context(), trailKey{}, t)
		defer func() {
			took := now().Sub(start)
			t.status = cmp.Or(t.status, http.StatusOK) // net/http says so for whoever wrote nothing
			if t.trouble != nil {
				f.log(r.WithContext(ctx), t.trouble)
			}
			f.Metrics.observe(r.Method, t.route, t.status, took)
			f.Log.InfoContext(ctx, "request", "request", t.id, "method", r.Method, "route", t.route, "status", t.status, "bytes", t.bytes, "ms", float64(took.Microseconds())/1000)
		}()
		h.ServeHTTP(t, r.WithContext(ctx))
	})
}
