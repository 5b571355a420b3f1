package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"loa/kit/scan"
	"loa/org"
	"loa/platform/auth"
	"loa/platform/store"
	"loa/platform/web"
)

// TestWhoMayGoWhere walks every route as everybody: nobody, each post, and the
// people of another place. What each is answered stands in testdata/walk.txt,
// to be read by a person; -rewrite writes it anew.
//
// A GET is sent as it is. A POST is sent empty and only where the rule forbids
// it: whom the rule admits is written as "may", and the desks' own tests see to the rest.
func TestWhoMayGoWhere(t *testing.T) {
	site := openWalk(t)
	people := map[string]*http.Client{"nobody": visitor()}
	columns := []string{"nobody"}
	for _, e := range cast {
		columns = append(columns, string(e.post))
		people[string(e.post)] = site.signIn(t, e.login, "localhost")
	}
	columns = append(columns, "stranger")
	people["stranger"] = site.signIn(t, "stranger", "other.test")

	var page strings.Builder
	fmt.Fprintf(&page, "# route | rule | %s\n", strings.Join(columns, " "))
	for _, route := range site.routes {
		method, _, _ := strings.Cut(route.Pattern, " ")
		fmt.Fprintf(&page, "%s | %s |", route.Pattern, route.Rule.Name)
		for _, who := range columns {
			if method == "POST" && site.admits(t, route.Rule, who) {
				page.WriteString(" may")
				continue
			}
			fmt.Fprintf(&page, " %s", site.ask(t, people[who], method, concrete(route.Pattern)))
		}
		page.WriteString("\n")
	}
	const file = "testdata/walk.txt"
	if *rewrite {
		if err := os.WriteFile(file, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := page.String(); got != string(want) {
		t.Errorf("who may go where has changed; read the difference after -rewrite:\n%s", difference(string(want), got))
	}
}

// TestNoPageShowsAnotherPlace: whatever a person of another place opens, nothing of Phù Liễn is on it.
func TestNoPageShowsAnotherPlace(t *testing.T) {
	site := openWalk(t)
	stranger := site.signIn(t, "stranger", "other.test")
	reader := visitor()
	reader.Transport = toHost{"other.test"}
	for _, client := range []*http.Client{stranger, reader} {
		for _, s := range screens {
			status, body := site.get(t, client, s.path)
			for _, secret := range []string{"Phù Liễn", "15/KH-UBND", "23/KH-UBND", "Nguyễn Thị Lan"} {
				if status < 400 && strings.Contains(body, secret) && !slices.Contains(examples, s.name) {
					t.Errorf("GET %s at another place shows %q", s.path, secret)
				}
			}
		}
	}
}

// examples are screens on which Phù Liễn stands as an example, or in the title of one of the texts that every library begins with.
var examples = []string{"parts", "place-edit", "library", "library-text", "library-correct", "texts", "search"}

// TestASessionOpensNothingAtAnotherPlace: the cookie of one place is nobody's at the next.
func TestASessionOpensNothingAtAnotherPlace(t *testing.T) {
	site := openWalk(t)
	lan := site.signIn(t, "lan", "localhost")
	u, err := url.Parse(site.url)
	if err != nil {
		t.Fatal(err)
	}
	cookies := lan.Jar.Cookies(u)
	if len(cookies) == 0 {
		t.Fatal("lan has no session")
	}
	req, err := http.NewRequestWithContext(t.Context(), "GET", site.url+"/my-day", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "other.test"
	for _, c := range cookies {
		req.AddCookie(c)
	}
	res, err := visitor().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Errorf("the session of one place is answered %d at another", res.StatusCode)
	}
}

// TestEveryPageIsOnTheListOfScreens: no page escapes the pictures and the browser tests.
func TestEveryPageIsOnTheListOfScreens(t *testing.T) {
	site := openWalk(t)
	seen := http.NewServeMux()
	patterns := map[string]bool{}
	for _, route := range site.routes {
		if method, path, _ := strings.Cut(route.Pattern, " "); method == "GET" && !strings.Contains(path, "static") && !strings.Contains(path, ".") && path != "/setup" && path != "/sign-in/code" && !strings.HasSuffix(path, "/page/{n}") && !strings.HasSuffix(path, "/file/{n}") && !strings.HasSuffix(path, "/file/{id}") && !strings.HasSuffix(path, "/picture/{n}") && !strings.Contains(path, "/anh/{n}") {
			patterns[route.Pattern] = false
		}
		seen.HandleFunc(route.Pattern, func(http.ResponseWriter, *http.Request) {})
	}
	for _, s := range screens {
		req, err := http.NewRequestWithContext(t.Context(), "GET", "http://localhost"+s.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, pattern := seen.Handler(req)
		patterns[pattern] = true
	}
	for _, pattern := range slices.Sorted(maps.Keys(patterns)) {
		if !patterns[pattern] {
			t.Errorf("%s is on no screen of screens.go", pattern)
		}
	}
}

// A walk is the sample ward and beside it, in the same database, another place with one person who holds every post.
type walk struct {
	*sampleSite
	actors map[string]org.Actor
}

const otherPlace store.Place = "11447"

func openWalk(t *testing.T) walk { return openWalkWith(t, false) }

// filledSample is a folder with the sample ward, filled once for all tests; see TestMain.
func filledSample(t *testing.T) string {
	t.Helper()
	folder, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

var (
	filledIn string // once a test has asked for it
	filled   = sync.OnceValues(func() (string, error) {
		var err error
		if filledIn, err = os.MkdirTemp("", "loa-filled-"); err != nil {
			return "", err
		}
		h, err := fillSample(context.Background(), filledIn, false, time.Now)
		if err != nil {
			return "", err
		}
		return filledIn, h.db.Close()
	})
)

// openWalkWith opens the sample ward with or without its scan.
func openWalkWith(t *testing.T, scans bool) walk {
	t.Helper()
	var site *sampleSite
	var err error
	if scans {
		site, err = openSample(t.Context(), scans)
	} else {
		folder := t.TempDir()
		if err := os.CopyFS(folder, os.DirFS(filledSample(t))); err != nil {
			t.Fatal(err)
		}
		site, err = openSampleIn(t.Context(), folder, scans)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := site.stop(); err != nil {
			t.Error(err)
		}
	})
	if scans && site.plans.Scanner.Lack(scan.PDF) != "" && os.Getenv("CI") != "" {
		t.Fatal("no tesseract: make needs installs it")
	}
	w := walk{site, map[string]org.Actor{"nobody": {}}}
	err = site.db.Write(t.Context(), otherPlace, func(tx *store.Tx) error {
		if err := tx.Enroll(t.Context(), "other.test"); err != nil {
			return err
		}
		here := []org.Place{{Code: otherPlace, Kind: org.Ward, Name: "Phường Khác", Short: "Khác"}}
		if err := site.org.Found(t.Context(), tx, here, nil); err != nil {
			return err
		}
		id, err := site.org.Begin(t.Context(), tx, org.Person{Name: "Người Lạ"}, "Văn phòng", org.Chair)
		if err != nil {
			return err
		}
		return site.auth.CreateAccount(t.Context(), tx, 0, auth.NewAccount{Person: int64(id), Login: "stranger", Password: samplePassword})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = site.db.Read(t.Context(), samplePlace, func(tx *store.Tx) error {
		for i, e := range cast {
			a, err := org.ActorAt(t.Context(), tx, org.PersonID(i+1), site.org.Now())
			if err != nil {
				return err
			}
			w.actors[string(e.post)] = a
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.actors["stranger"] = org.Actor{Place: otherPlace, Person: 1, Posts: []org.Post{org.Chair, org.Operator}}
	return w
}

// admits reports whether rule lets in who; no check admits everybody, and the own account is for whoever has one.
func (w walk) admits(t *testing.T, rule web.Rule, who string) bool {
	t.Helper()
	if rule.Check == nil {
		return true
	}
	if rule.Name == "own-account" {
		return who != "nobody"
	}
	req, err := http.NewRequestWithContext(org.WithActor(t.Context(), w.actors[who]), "POST", w.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rule.Check(req) == nil
}

// visitor is a reader who keeps cookies and does not follow.
func visitor() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // cookiejar.New has never failed
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// signIn is a client in whose jar login's session lies; it speaks to host.
func (w walk) signIn(t *testing.T, login, host string) *http.Client {
	t.Helper()
	c := visitor()
	c.Transport = toHost{host}
	form := url.Values{"login": {login}, "password": {samplePassword}}
	res, err := c.PostForm(w.url+"/sign-in", form)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s could not sign in: %s", login, res.Status)
	}
	return c
}

// toHost sends each request with the name of another host.
type toHost struct{ host string }

func (h toHost) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host = h.host
	return http.DefaultTransport.RoundTrip(r)
}

// ask is how a request is answered, in a word: the status, and "in" for the way to the sign-in.
func (w walk) ask(t *testing.T, c *http.Client, method, path string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, w.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if strings.HasPrefix(res.Header.Get("Location"), "/sign-in") {
		return "in"
	}
	if res.StatusCode >= 500 {
		t.Errorf("%s %s: %s", method, path, res.Status)
	}
	return fmt.Sprint(res.StatusCode)
}

// get is the status and the text of a page.
func (w walk) get(t *testing.T, c *http.Client, path string) (status int, body string) {
	t.Helper()
	res, err := c.Get(w.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// concrete fills the wildcards of a pattern with what exists in the sample ward.
func concrete(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	return strings.NewReplacer("{$}", "", "{id}", "1", "{theme}", "ha-tang-so", "{text}", "57-nq-tw", "{holding}", "1",
		"{page}", "version", "{n}", "1", "{line}", "3", "{passage}", "opening", "{story}", "3", "{unit}", "19", "{evidence}", "1", "{difficulty}", "1", "{link}", "1", "{secret}", sampleSecret, "{token}", sampleKeep, "{sort}", "script", "{host}", "evn.com.vn", "{name}", "loa.css").Replace(path)
}

func difference(want, got string) string {
	var b strings.Builder
	old := strings.Split(want, "\n")
	for line := range strings.SplitSeq(got, "\n") {
		if !slices.Contains(old, line) {
			fmt.Fprintln(&b, "+", line)
		}
	}
	fresh := strings.Split(got, "\n")
	for _, line := range old {
		if !slices.Contains(fresh, line) {
			fmt.Fprintln(&b, "-", line)
		}
	}
	return b.String()
}
