package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"loa/platform/refuse"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

// site is a small site with every way to fail, and its log.
func site(t *testing.T) (http.Handler, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	front := web.Front{
		Log:     slog.New(slog.NewJSONHandler(&log, nil)),
		Metrics: web.NewMetrics(),
		TLS:     true,
		SignInFor: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, "giữ nguyên: "+r.FormValue("text")) // a test's answer
		}),
		Within: []func(http.Handler) http.Handler{func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				ctx := web.WithSite(r.Context(), web.Site{Name: "Phường Phù Liễn", Menu: []web.Link{{Href: "/ke-hoach", Text: "Kế hoạch"}}})
				if strings.HasPrefix(r.URL.Path, "/staff") {
					ctx = web.WithChrome(ctx, web.Chrome{Ward: "Phường Phù Liễn", Person: "Nguyễn Thị Lan", Menu: []web.Link{{Href: "/plan", Text: "Kế hoạch", Count: 2}}})
				}
				h.ServeHTTP(w, r.WithContext(ctx))
			})
		}},
	}
	refuser := func(k refuse.Kind, say string) web.Handler {
		return func(http.ResponseWriter, *http.Request) error { return refuse.With(k, say) }
	}
	mux := http.NewServeMux()
	front.Mount(mux, web.Static.Routes())
	front.Mount(mux, []web.Route{
		{Pattern: "GET /", Rule: web.Anyone, Handle: func(w http.ResponseWriter, r *http.Request) error {
			return web.Show(w, r, http.StatusOK, web.Gallery())
		}},
		{Pattern: "GET /staff/trouble", Rule: web.Anyone, Handle: func(http.ResponseWriter, *http.Request) error {
			return errors.New("the disk is full at /var/secret")
		}},
		{Pattern: "GET /panic", Rule: web.Anyone, Handle: func(http.ResponseWriter, *http.Request) error { panic("oh dear") }},
		{Pattern: "GET /private", Rule: web.Anyone, Handle: refuser(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")},
		{Pattern: "POST /private", Rule: web.Anyone, Handle: refuser(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")},
		{Pattern: "GET /forbidden", Rule: web.Anyone, Handle: refuser(refuse.NotAllowed, "Chức vụ này không có quyền.")},
		{Pattern: "GET /missing", Rule: web.Anyone, Handle: refuser(refuse.NotFound, "Không tìm thấy kế hoạch này.")},
		{Pattern: "POST /form", Rule: web.Anyone, Handle: func(w http.ResponseWriter, r *http.Request) error {
			if err := r.ParseForm(); err != nil {
				return err
			}
			_, err := io.WriteString(w, "đã nhận "+r.FormValue("a"))
			return err
		}},
	})
	// The public site has a page for / alone; other addresses must come to nothing.
	outer := http.NewServeMux()
	front.Mount(outer, []web.Route{{Pattern: "GET /{$}", Rule: web.Anyone, Handle: func(w http.ResponseWriter, r *http.Request) error {
		return web.Show(w, r, http.StatusOK, web.Gallery())
	}}})
	for _, p := range []string{"GET /staff/trouble", "GET /panic", "GET /private", "POST /private", "GET /forbidden", "GET /missing", "POST /form", "GET /static/"} {
		outer.Handle(p, mux)
	}
	h, err := front.Handler(outer)
	if err != nil {
		t.Fatal(err)
	}
	return h, &log
}

func TestARefusalIsAPageThatHelps(t *testing.T) {
	h, _ := site(t)
	webtest.Run(t, h, nil, "testdata/refusals.script")
}

func TestTroubleIsLoggedWholeAndOnceAndShownAsNothing(t *testing.T) {
	for _, path := range []string{"/staff/trouble?so=0912345678", "/panic?so=0912345678"} {
		h, log := site(t)
		res := ask(h, http.MethodGet, path, nil)
		body := res.Body.String()
		if res.Code != http.StatusInternalServerError || !strings.Contains(body, "Hệ thống gặp lỗi") {
			t.Errorf("%s: %d\n%s", path, res.Code, body)
		}
		if n := strings.Count(log.String(), `"level":"ERROR"`); n != 1 {
			t.Errorf("%s: logged %d times:\n%s", path, n, log)
		}
		id := res.Header().Get("X-Request-Id")
		if id == "" || !strings.Contains(body, id) || !strings.Contains(log.String(), id) {
			t.Errorf("%s: the number %q does not stand on the page and in the log", path, id)
		}
		for _, secret := range []string{"disk is full", "oh dear", "goroutine"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s: the page shows %q", path, secret)
			}
		}
		if strings.Contains(log.String(), "0912345678") {
			t.Errorf("%s: the log keeps what was typed:\n%s", path, log)
		}
	}
}

func ask(h http.Handler, method, path string, header map[string]string, body ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(strings.Join(body, "")))
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	h, _ := site(t)
	for want, header := range map[int]map[string]string{
		http.StatusForbidden: {"Sec-Fetch-Site": "cross-site"},
		http.StatusOK:        {"Sec-Fetch-Site": "same-origin"},
	} {
		if res := ask(h, http.MethodPost, "/form", header, "a=1"); res.Code != want {
			t.Errorf("%v: %d, want %d", header, res.Code, want)
		}
	}
}

func TestAFormThatIsTooLargeIsRefusedInASentence(t *testing.T) {
	h, _ := site(t)
	res := ask(h, http.MethodPost, "/form", nil, "a=", strings.Repeat("x", 3<<20))
	if res.Code != http.StatusRequestEntityTooLarge || !strings.Contains(res.Body.String(), "vượt quá 2 MB") {
		t.Errorf("%d %s", res.Code, res.Body)
	}
}

func TestAPageTheReaderHasCostsNothing(t *testing.T) {
	h, _ := site(t)
	for _, encoding := range []string{"", "gzip"} {
		first := ask(h, http.MethodGet, "/", map[string]string{"Accept-Encoding": encoding})
		tag := first.Header().Get("ETag")
		if first.Code != http.StatusOK || tag == "" || strings.HasPrefix(tag, "W/") {
			t.Fatalf("%q: %d, tag %q", encoding, first.Code, tag)
		}
		if (encoding == "gzip") != (first.Header().Get("Content-Encoding") == "gzip") {
			t.Errorf("%q: came as %q", encoding, first.Header().Get("Content-Encoding"))
		}
		again := ask(h, http.MethodGet, "/", map[string]string{"Accept-Encoding": encoding, "If-None-Match": tag})
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%q: %d, %d bytes", encoding, again.Code, again.Body.Len())
		}
		other := ask(h, http.MethodGet, "/", map[string]string{"Accept-Encoding": encoding, "If-None-Match": `"another"`})
		if other.Code != http.StatusOK {
			t.Errorf("%q: another page's tag gives %d", encoding, other.Code)
		}
	}
}

func TestFilesAreKeptForGoodUnderTheirHash(t *testing.T) {
	h, _ := site(t)
	url := web.Asset("loa.css")
	res := ask(h, http.MethodGet, url, map[string]string{"Accept-Encoding": "gzip"})
	if res.Code != http.StatusOK || !strings.Contains(res.Header().Get("Cache-Control"), "immutable") || res.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("%s: %d %v", url, res.Code, res.Header())
	}
	if n := res.Body.Len(); n > 9000 {
		t.Errorf("the style sheet is %d bytes on the wire", n)
	}
	plain := ask(h, http.MethodGet, url, nil).Body.String()
	if strings.Contains(plain, `url("be-vietnam-pro`) || !strings.Contains(plain, `url("/static/be-vietnam-pro-latin-400.woff2?`) {
		t.Error("letters are not asked for by their hash")
	}
	if res := ask(h, http.MethodGet, "/static/loa.css", nil); strings.Contains(res.Header().Get("Cache-Control"), "immutable") {
		t.Error("an address without a hash is kept for good")
	}
	if res := ask(h, http.MethodGet, "/static/none.css", nil); res.Code != http.StatusNotFound {
		t.Errorf("none.css: %d", res.Code)
	}
}

func TestStaffPagesAreNotKeptForOthers(t *testing.T) {
	req := httptest.NewRequest(http.MethodGet, "/", nil)
	for want, ctx := range map[string]context.Context{
		"no-cache":          req.Context(),
		"private, no-cache": web.WithChrome(req.Context(), web.Chrome{Person: "Nguyễn Thị Lan"}),
	} {
		rec := httptest.NewRecorder()
		if err := web.Show(rec, req.WithContext(ctx), http.StatusOK, web.Gallery()); err != nil {
			t.Fatal(err)
		}
		if got := rec.Header().Get("Cache-Control"); got != want {
			t.Errorf("Cache-Control %q, want %q", got, want)
		}
	}
}

func TestHealthNamesWhatFailsAndNothingMore(t *testing.T) {
	ok := func(context.Context) error { return nil }
	bad := func(context.Context) error { return errors.New("password wrong for loa@10.0.0.3") }
	rec := ask(web.Health(web.Check{Name: "database", Ask: ok}), http.MethodGet, "/", nil)
	if rec.Code != http.StatusOK || rec.Body.String() != "database ok\n" {
		t.Errorf("%d %q", rec.Code, rec.Body)
	}
	rec = ask(web.Health(web.Check{Name: "database", Ask: ok}, web.Check{Name: "files", Ask: bad}), http.MethodGet, "/", nil)
	if rec.Code != http.StatusServiceUnavailable || rec.Body.String() != "database ok\nfiles failing\n" {
		t.Errorf("%d %q", rec.Code, rec.Body)
	}
}

func TestRequestsAreCountedByRouteNotByAddress(t *testing.T) {
	m := web.NewMetrics()
	front := web.Front{Log: slog.New(slog.DiscardHandler), Metrics: m}
	mux := http.NewServeMux()
	front.Mount(mux, []web.Route{{Pattern: "GET /plan/{id}", Rule: web.Anyone, Handle: func(http.ResponseWriter, *http.Request) error { return nil }}})
	h, err := front.Handler(mux)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/plan/1", "/plan/2", "/made-up-1", "/made-up-2"} {
		ask(h, http.MethodGet, path, nil)
	}
	got := ask(m, http.MethodGet, "/", nil).Body.String()
	for _, want := range []string{
		`loa_request_seconds_count{method="GET",route="GET /plan/{id}",status="200"} 2`,
		`loa_request_seconds_count{method="",route="none",status="404"} 2`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// TestAMistakeIsLoggedThoughTheReaderHasGone: a broken connection hides nothing but what it caused.
func TestAMistakeIsLoggedThoughTheReaderHasGone(t *testing.T) {
	for path, want := range map[string]int{"/panic": 1, "/staff/trouble": 0} {
		h, log := site(t)
		ctx, leave := context.WithCancel(t.Context())
		leave()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
		if n := strings.Count(log.String(), `"level":"ERROR"`); n != want {
			t.Errorf("%s: logged %d times, want %d:\n%s", path, n, want, log)
		}
	}
}
