package web

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"golang.org/x/sync/singleflight"

	"loa/platform/store"
)

// A PageCache keeps the pages that are the same for every reader, packed as they go
// over the wire, and serves them without asking anybody. A page is drawn again
// when a table that it was drawn from has changed (see [store.Trace]): no verb has
// to say so, and none can forget to. Somebody who is signed in gets nothing from it.
type PageCache struct {
	DB      *store.DB
	Now     func() time.Time
	Metrics *Metrics // nil counts nothing
	Most    int      // bytes kept; 0 is 64 MB

	mu     sync.Mutex
	pages  map[string]*list.Element // of *kept
	used   list.List                // the last used first
	bytes  int
	flight singleflight.Group
}

const (
	mostKept = 64 << 20
	// A page says what day it is, and on SQLite a command may have changed the data unheard.
	keptFor    = time.Minute
	longestKey = 512 // bytes of a host and an address
	worthIt    = 600 // bytes from which packing pays
)

// A kept page.
type kept struct {
	key    string
	route  string
	trace  *store.Trace
	until  time.Time
	forms  [3]form // plain, gzip, br; an empty one is not there
	weight int
}

// A form is a page as it is sent.
type form struct {
	header http.Header
	own    http.Header // of header, what net/http has to know
	lines  []byte      // the rest of header, as it is sent
	body   []byte
	etag   string
}

// newForm writes the lines of header once, for all who will ask.
func newForm(header http.Header, body []byte) form {
	f := form{header: header, own: http.Header{}, body: body, etag: header.Get("ETag")}
	known := map[string]bool{"Content-Length": true, "Content-Type": true}
	for name := range known {
		if v := header[name]; v != nil {
			f.own[name] = v
		}
	}
	var lines bytes.Buffer
	header.WriteSubset(&lines, known) // into memory
	f.lines = lines.Bytes()
	return f
}

// The forms of a page, by how much smaller they are.
const (
	plain = iota
	gzipped
	brotlied
)

// Before puts the cache before next, which answers whatever is not kept; shared
// tells the pattern of a request for a page that is the same for everybody, or "".
func (c *PageCache) Before(next http.Handler, shared func(*http.Request) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.RawQuery != "" || len(r.Header["Cookie"]) > 0 || len(r.Header["Range"]) > 0 {
			next.ServeHTTP(w, r)
			return
		}
		start := c.Now()
		key := r.Host + r.RequestURI
		if k := c.find(key, start); k != nil {
			k.serve(w, r)
			c.Metrics.observe(r.Method, k.route, http.StatusOK, c.Now().Sub(start))
			return
		}
		route := shared(r)
		if route == "" || len(key) > longestKey {
			next.ServeHTTP(w, r)
			return
		}
		drawn, _, _ := c.flight.Do(key, func() (any, error) { return c.draw(next, r, key, route), nil })
		drawn.(answer).serve(w, r)
	})
}

// Shared tells the pattern of a request for one of routes, as mux sends it there,
// that is the same for every reader; "" of any other.
func Shared(mux *http.ServeMux, routes []Route) func(*http.Request) string {
	shared := map[string]bool{}
	for _, r := range routes {
		shared[r.Pattern] = r.Shared
	}
	return func(r *http.Request) string {
		if _, pattern := mux.Handler(r); shared[pattern] {
			return pattern
		}
		return ""
	}
}

// find is the page of key, if it still holds at t.
func (c *PageCache) find(key string, t time.Time) *kept {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.pages[key]
	if e == nil {
		return nil
	}
	k := e.Value.(*kept)
	if !t.Before(k.until) || !k.trace.Stands() {
		c.drop(e)
		return nil
	}
	c.used.MoveToFront(e)
	return k
}

func (c *PageCache) drop(e *list.Element) {
	k := c.used.Remove(e).(*kept)
	delete(c.pages, k.key)
	c.bytes -= k.weight
}

func (c *PageCache) put(k *kept) {
	most := c.Most
	if most == 0 {
		most = mostKept
	}
	if k.weight > most/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pages == nil {
		c.pages = map[string]*list.Element{}
	}
	if old := c.pages[k.key]; old != nil {
		c.drop(old)
	}
	c.pages[k.key] = c.used.PushFront(k)
	c.bytes += k.weight
	for c.bytes > most {
		c.drop(c.used.Back())
	}
}

// An answer is what there is to say to all who asked at once.
type answer interface {
	serve(http.ResponseWriter, *http.Request)
}

// draw asks next for the page, and keeps it when it is one.
func (c *PageCache) draw(next http.Handler, r *http.Request, key, route string) answer {
	ctx, trace := c.DB.Trace(context.WithoutCancel(r.Context()))
	ask := r.Clone(ctx)
	ask.Method = http.MethodGet
	for _, h := range [...]string{"Accept-Encoding", "If-None-Match", "If-Modified-Since"} {
		ask.Header.Del(h)
	}
	got := &recorded{header: http.Header{}}
	next.ServeHTTP(got, ask)
	if got.status != http.StatusOK || len(got.header["Set-Cookie"]) > 0 || strings.Contains(got.header.Get("Cache-Control"), "private") {
		return got
	}
	k := &kept{key: key, route: route, trace: trace, until: c.Now().Add(keptFor), forms: packed(got)}
	for _, f := range k.forms {
		k.weight += len(f.body)
	}
	k.weight += len(key) + 2048 // of headers and tables
	c.put(k)
	return k
}

// packed are the forms of an answer.
func packed(got *recorded) (forms [3]form) {
	head := got.header.Clone()
	for _, h := range [...]string{"X-Request-Id", "Content-Length", "Content-Encoding", "ETag", "Vary"} {
		head.Del(h)
	}
	tag := hash(got.body.Bytes())
	add := func(at int, body []byte, coding string) {
		h := maps.Clone(head)
		h.Set("Vary", "Accept-Encoding, Cookie")
		h.Set("Content-Length", strconv.Itoa(len(body)))
		etag := `"` + tag + `"`
		if coding != "" {
			h.Set("Content-Encoding", coding)
			etag = `"` + tag + "-" + coding + `"`
		}
		h.Set("ETag", etag)
		forms[at] = newForm(h, body)
	}
	add(plain, got.body.Bytes(), "")
	if got.body.Len() < worthIt || !packs(head.Get("Content-Type")) {
		return forms
	}
	var zipped, brotlized bytes.Buffer
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err == nil {
		z.Write(got.body.Bytes()) // into memory
		z.Close()
		add(gzipped, zipped.Bytes(), "gzip")
	}
	b := brotli.NewWriterLevel(&brotlized, 7)
	b.Write(got.body.Bytes())
	b.Close()
	add(brotlied, brotlized.Bytes(), "br")
	return forms
}

// packs tells a kind of text.
func packs(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "xml") || strings.Contains(kind, "javascript")
}

// serve sends the smallest form that the reader takes, or says that they have it.
func (k *kept) serve(w http.ResponseWriter, r *http.Request) {
	f := &k.forms[plain]
	switch takes := r.Header.Get("Accept-Encoding"); {
	case k.forms[brotlied].body != nil && accepts(takes, "br"):
		f = &k.forms[brotlied]
	case k.forms[gzipped].body != nil && accepts(takes, "gzip"):
		f = &k.forms[gzipped]
	}
	if have := r.Header.Get("If-None-Match"); have != "" && matches(r, k.forms[plain].etag) {
		maps.Copy(w.Header(), f.header)
		w.Header().Del("Content-Length")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header := f.header
	if r.Method != http.MethodHead && expect(r, f) {
		header = f.own
	}
	maps.Copy(w.Header(), header)
	if r.Method != http.MethodHead {
		w.Write(f.body) // a reader who has gone is nobody's trouble
	}
}

// accepts reads Accept-Encoding: a coding that is named, and not with q=0.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) != coding {
			continue
		}
		q := strings.ReplaceAll(params, " ", "")
		return !slices.Contains([]string{"q=0", "q=0.0", "q=0.00", "q=0.000"}, q)
	}
	return false
}

// recorded is an answer that was not sent yet.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorded) Header() http.Header { return r.header }

func (r *recorded) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorded) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

// serve sends it as it was meant.
func (r *recorded) serve(w http.ResponseWriter, ask *http.Request) {
	maps.Copy(w.Header(), r.header)
	w.WriteHeader(max(r.status, http.StatusOK))
	if ask.Method != http.MethodHead {
		w.Write(r.body.Bytes()) // as above
	}
}
