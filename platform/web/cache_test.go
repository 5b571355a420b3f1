package web_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
)

// notice is a site whose page says how many sequences its place has; drawn counts how often it was drawn.
type notice struct {
	db    *store.DB
	now   time.Time
	drawn int
	http.Handler
}

func openNotice(t *testing.T, db *store.DB, most int) *notice {
	t.Helper()
	n := &notice{db: db, now: time.Date(2025, 10, 10, 8, 0, 0, 0, time.UTC)}
	page := func(w http.ResponseWriter, r *http.Request) error {
		n.drawn++
		last := 0
		err := db.Read(r.Context(), "11446", func(tx *store.Tx) error {
			return tx.QueryRow(r.Context(), `SELECT coalesce(max(last), 0) FROM store_counter WHERE place = $1`).Scan(&last)
		})
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, err = fmt.Fprintf(w, "%d%s", last, strings.Repeat(" thông báo của phường", 200))
		return err
	}
	routes := []web.Route{
		{Pattern: "GET /thong-bao/{id}", Rule: web.Anyone, Handle: page, Shared: true},
		{Pattern: "GET /rieng", Rule: web.Anyone, Handle: page},
		{Pattern: "GET /khong-co", Rule: web.Anyone, Shared: true, Handle: func(http.ResponseWriter, *http.Request) error {
			n.drawn++
			return refuse.With(refuse.NotFound, "Không tìm thấy thông báo này.")
		}},
	}
	front := web.Front{Log: slog.New(slog.DiscardHandler), Metrics: web.NewMetrics()}
	mux := http.NewServeMux()
	front.Mount(mux, routes)
	inner, err := front.Handler(mux)
	if err != nil {
		t.Fatal(err)
	}
	cache := &web.PageCache{DB: db, Now: func() time.Time { return n.now }, Metrics: front.Metrics, Most: most}
	n.Handler = cache.Before(inner, web.Shared(mux, routes))
	return n
}

func (n *notice) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	n.ServeHTTP(w, r)
	return w
}

// change writes to the table that the page is drawn from.
func (n *notice) change(t *testing.T) {
	t.Helper()
	err := n.db.Write(t.Context(), "11446", func(tx *store.Tx) error {
		_, err := tx.NextID(t.Context(), "notice")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAKeptPageIsTheOneThatWouldBeDrawn: it is drawn once, and again when what it is drawn from has changed, on both engines.
func TestAKeptPageIsTheOneThatWouldBeDrawn(t *testing.T) {
	storetest.Each(t, nil, func(t *testing.T, db *store.DB) {
		n := openNotice(t, db, 0)
		for range 3 {
			if w := n.get("/thong-bao/1"); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "0 thông báo") {
				t.Fatal(w.Code, w.Body)
			}
		}
		if n.drawn != 1 {
			t.Fatalf("drawn %d times", n.drawn)
		}
		n.change(t)
		if w := n.get("/thong-bao/1"); !strings.HasPrefix(w.Body.String(), "1 thông báo") || n.drawn != 2 {
			t.Fatalf("after a change: %.20s, drawn %d times", w.Body, n.drawn)
		}
		n.now = n.now.Add(time.Minute)
		if n.get("/thong-bao/1"); n.drawn != 3 {
			t.Errorf("a minute later: drawn %d times", n.drawn)
		}
	})
}

// TestOnlyWhatIsSharedIsKept: nobody who is signed in, no query, no other method, no refusal.
func TestOnlyWhatIsSharedIsKept(t *testing.T) {
	n := openNotice(t, storetest.Open(t), 0)
	n.get("/thong-bao/1")
	for i, ask := range []func(){
		func() { n.get("/thong-bao/1", "Cookie", "session=x") },
		func() { n.get("/thong-bao/1?x=1") },
		func() { n.get("/rieng") },
		func() { n.get("/rieng") },
		func() { n.get("/khong-co") },
		func() { n.get("/khong-co") },
		func() { n.get("/thong-bao/2") },
	} {
		before := n.drawn
		if ask(); n.drawn != before+1 {
			t.Errorf("question %d: drawn %d times", i, n.drawn-before)
		}
	}
	if w := n.get("/khong-co"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Không tìm thấy thông báo này.") {
		t.Error(w.Code, w.Body)
	}
}

// TestAKeptPageIsSentAsTheReaderTakesIt: packed, whole or not at all, the same bytes each way.
func TestAKeptPageIsSentAsTheReaderTakesIt(t *testing.T) {
	n := openNotice(t, storetest.Open(t), 0)
	whole := n.get("/thong-bao/1").Body.Bytes()
	for takes, unpack := range map[string]func(io.Reader) (io.Reader, error){
		"br":   func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	} {
		w := n.get("/thong-bao/1", "Accept-Encoding", "deflate, "+takes+";q=0.8")
		if w.Header().Get("Content-Encoding") != takes || w.Body.Len() >= len(whole)/4 {
			t.Errorf("%s: %s, %d bytes", takes, w.Header().Get("Content-Encoding"), w.Body.Len())
		}
		r, err := unpack(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, whole) {
			t.Errorf("%s: %v, %d bytes", takes, err, len(got))
		}
		if again := n.get("/thong-bao/1", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s: a reader who has it: %d", takes, again.Code)
		}
	}
	if w := n.get("/thong-bao/1", "Accept-Encoding", "br;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("packed for a reader who refuses it")
	}
	if w := n.get("/thong-bao/1"); w.Header().Get("Content-Security-Policy") == "" {
		t.Error("a kept page lost the policy")
	}
	r := httptest.NewRequest(http.MethodHead, "/thong-bao/1", nil)
	w := httptest.NewRecorder()
	if n.ServeHTTP(w, r); w.Body.Len() > 0 || w.Header().Get("Content-Length") != fmt.Sprint(len(whole)) {
		t.Errorf("HEAD: %d bytes, length %s", w.Body.Len(), w.Header().Get("Content-Length"))
	}
}

// TestTheCacheStaysSmall: the page that was longest not asked for goes first.
func TestTheCacheStaysSmall(t *testing.T) {
	n := openNotice(t, storetest.Open(t), 40_000)
	for i := range 50 {
		n.get(fmt.Sprintf("/thong-bao/%d", i))
		n.get("/thong-bao/0")
	}
	if n.drawn != 50 {
		t.Errorf("the page that everybody asks for was drawn again: %d pages in all", n.drawn)
	}
	if n.get("/thong-bao/1"); n.drawn != 51 {
		t.Error("fifty pages fit")
	}
}
