package portal

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"loa/platform/store/storetest"
)

var (
	hrefs      = regexp.MustCompile(`href="([^"]*)"`)
	ids        = regexp.MustCompile(` id="([^"]*)"`)
	sentences  = regexp.MustCompile(`<meta name="description" content="([^"]*)"`)
	firstHeads = regexp.MustCompile(`<h1[ >]`)
)

// TestEveryLinkLeadsSomewhere walks the whole site from its first page: every
// address answers, every #place in a page exists, no id stands twice, and each
// page has one first heading, a title of its own and, its query aside, a sentence for those who find it in a search or are sent it.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	h := ward(t, storetest.Open(t, schemas...), true)
	pages, titles := map[string]string{}, map[string]string{}
	var asked []*url.URL
	queue := []string{"/"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, ok := pages[path]; ok {
			continue
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		body := rec.Body.String()
		pages[path] = body
		if rec.Code != http.StatusOK {
			t.Errorf("%s answers %d", path, rec.Code)
		}
		if !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") {
			continue
		}
		here, err := url.Parse(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
			to, err := here.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			if to.Host != "" || to.Path == "/sign-in" || to.Path == "/ban-tin" { // of other desks
				continue
			}
			asked = append(asked, to)
			queue = append(queue, to.RequestURI())
		}
		if n := len(firstHeads.FindAllString(body, -1)); n != 1 {
			t.Errorf("%s has %d first headings", path, n)
		}
		if title := body[strings.Index(body, "<title>"):strings.Index(body, "</title>")]; here.RawQuery == "" {
			if other, ok := titles[title]; ok {
				t.Errorf("%s and %s have the same title", path, other)
			}
			titles[title] = path
		}
		if m := sentences.FindStringSubmatch(body); here.RawQuery == "" && (m == nil || len(m[1]) < 20) && !strings.Contains(body, `content="noindex`) {
			t.Errorf("%s does not say what it is about: %q", path, m)
		}
		once := map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(body, -1) {
			if once[m[1]] {
				t.Errorf("%s: the id %q stands twice", path, m[1])
			}
			once[m[1]] = true
		}
	}
	for _, to := range asked {
		if to.Fragment != "" && !strings.Contains(pages[to.RequestURI()], ` id="`+html.EscapeString(to.Fragment)+`"`) {
			t.Errorf("nothing is at %s", to)
		}
	}
	if len(pages) < 60 {
		t.Errorf("only %d pages were reached", len(pages))
	}
}

// TestTheFirstViewIsLight counts what a phone fetches before it shows the first page: 30 kB at most, letters apart.
func TestTheFirstViewIsLight(t *testing.T) {
	h := ward(t, storetest.Open(t, schemas...), true)
	sum := 0
	fetch := func(path string) string {
		req := httptest.NewRequest(http.MethodGet, path, nil)
		plain := httptest.NewRecorder()
		h.ServeHTTP(plain, req)
		req.Header.Set("Accept-Encoding", "gzip")
		packed := httptest.NewRecorder()
		h.ServeHTTP(packed, req)
		sum += packed.Body.Len()
		return plain.Body.String()
	}
	for _, m := range hrefs.FindAllStringSubmatch(fetch("/"), -1) {
		if strings.HasPrefix(m[1], "/static/") {
			fetch(m[1])
		}
	}
	t.Logf("the first view is %d bytes", sum)
	if sum > 30_000 {
		t.Errorf("the first view is %d bytes", sum)
	}
}
