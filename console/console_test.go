package console

import (
	"context"
	"crypto/rand"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/auth"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

const (
	phuLien store.Place = "11446"
	good    string      = "bốn con voi tím"
)

var schemas = []store.Schema{audit.Schema, auth.Schema, org.Schema, mail.Schema, Schema}

// A house is one console on an empty ward, with a clock that only tests and a look at the phone turn.
type house struct {
	*Desk
	t     testing.TB
	now   time.Time
	front http.Handler
	table webtest.Table
}

func newHouse(t testing.TB, db *store.DB, more ...web.Route) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2025, 10, 6, 8, 0, 0, 0, org.Hanoi)}
	clock := func() time.Time { return h.now }
	h.table.Clock = func() time.Time {
		h.now = h.now.Add(time.Minute)
		return h.now
	}
	h.Desk = &Desk{DB: db, Now: clock, Org: &org.Desk{DB: db, Now: clock}, Auth: auth.New(db, clock, rand.Reader), Mail: &mail.Desk{DB: db, Now: clock}}
	h.Jobs = job.New(db, slog.New(slog.DiscardHandler))
	if err := job.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	front := web.Front{Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
		Within: []func(http.Handler) http.Handler{h.Middleware}, SignInFor: http.HandlerFunc(h.Keep), Now: clock}
	h.Fail = front.Fail
	mux := http.NewServeMux()
	front.Mount(mux, append(h.Routes(), more...))
	var err error
	if h.front, err = front.Handler(mux); err != nil {
		t.Fatal(err)
	}
	h.write(func(tx *store.Tx) error {
		places, changes := org.PhuLien()
		if err := h.Org.Found(t.Context(), tx, places, changes); err != nil {
			return err
		}
		return tx.Enroll(t.Context(), "")
	})
	return h
}

func (h *house) write(fn func(*store.Tx) error) {
	h.t.Helper()
	if err := h.DB.Write(h.t.Context(), phuLien, fn); err != nil {
		h.t.Fatal(err)
	}
}

// settle makes the people of the sample: lan, who keeps the registers and heads the office; hung, the vice chair; hoa, who reports.
func (h *house) settle() {
	h.t.Helper()
	ctx := h.t.Context()
	h.RequireSecondFactor = func(org.Actor) bool { return false }
	h.write(func(tx *store.Tx) error {
		lan, err := h.Org.Begin(ctx, tx, org.Person{Name: "Nguyễn Thị Lan"}, "Phòng Văn hóa – Xã hội", org.OfficeHead)
		if err != nil {
			return err
		}
		return h.Auth.CreateAccount(ctx, tx, 0, auth.NewAccount{Person: int64(lan), Login: "lan", Password: good})
	})
	lan := org.Actor{Place: phuLien, Person: 1, Posts: []org.Post{org.OfficeHead, org.Operator}}
	chair := org.Actor{Place: phuLien, Person: 900, Posts: []org.Post{org.Chair}}
	for _, p := range []struct {
		login, name string
		post        org.Post
	}{{"hung", "Trần Quang Hưng", org.ViceChair}, {"hoa", "Lê Thị Hoa", org.Reporter}} {
		id, err := h.Org.AddPerson(ctx, lan, org.Person{Name: p.name, Unit: 1})
		if err != nil {
			h.t.Fatal(err)
		}
		if _, err := h.Org.Appoint(ctx, chair, org.Holding{Person: id, Post: p.post, Span: org.Span{From: "2025-07-01"}}); err != nil {
			h.t.Fatal(err)
		}
		h.write(func(tx *store.Tx) error {
			return h.Auth.CreateAccount(ctx, tx, 0, auth.NewAccount{Person: int64(id), Login: p.login, Password: good})
		})
	}
}

// ServeHTTP answers with what lies on the table.
func (h *house) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.table.Before(h.front).ServeHTTP(w, r)
}

// TestTheScripts walks every script in testdata: setup*.txt on an empty ward, the others on one with three people.
func TestTheScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
				h := newHouse(t, db)
				if strings.HasPrefix(filepath.Base(file), "setup") {
					if h.table.Setup, err = h.Auth.OpenSetup(t.Context(), phuLien); err != nil {
						t.Fatal(err)
					}
				} else {
					h.settle()
				}
				if strings.Contains(file, "second") {
					h.RequireSecondFactor = nil // the rule of the house
				}
				webtest.Run(t, h, func(_ string, h http.Handler) http.Handler { return h }, file)
			})
		})
	}
}

// A browser keeps cookies.
type browser struct {
	h   *house
	jar map[string]string
}

func (b *browser) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	b.h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

func (b *browser) send(r *http.Request) *httptest.ResponseRecorder {
	for name, value := range b.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	if b.jar == nil {
		b.jar = map[string]string{}
	}
	for _, c := range w.Result().Cookies() {
		b.jar[c.Name] = c.Value
	}
	return w
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// hiddenIn is the hidden fields of a page, as a browser would send them.
func hiddenIn(page string) url.Values {
	v := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		v.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return v
}

var notes = web.Rule{Name: "signed-in", Check: org.SignedIn.Check}

// TestWhatWasTypedOutlivesTheSession posts a form after the session ended, signs in, and sends the form that came back.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	var got url.Values
	route := web.Route{Pattern: "POST /note", Rule: notes, Handle: func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil {
			return err
		}
		got = r.PostForm
		w.WriteHeader(http.StatusNoContent)
		return nil
	}}
	h := newHouse(t, storetest.Open(t, schemas...), route)
	h.settle()
	b := &browser{h: h}
	typed := url.Values{
		"body":     {"Dòng một «trích» \"kép\" & <b>đậm</b>\r\n\r\nDòng ba 100 %"},
		"tag":      {"II.5.đ", "II.1"},
		"password": {"không được giữ"},
	}
	first := b.do("POST", "/note", typed)
	if first.Code != http.StatusUnauthorized || !strings.Contains(first.Body.String(), "Phiên làm việc đã kết thúc") {
		t.Fatalf("%d %s", first.Code, webtest.Text(first.Body.String()))
	}
	if strings.Contains(first.Body.String(), "không được giữ") {
		t.Error("a password went back into a page")
	}
	form := hiddenIn(first.Body.String())
	form.Set("login", "lan")
	form.Set("password", "sai mật khẩu")
	wrong := b.do("POST", "/sign-in", form)
	if wrong.Code != http.StatusUnprocessableEntity {
		t.Fatalf("a wrong password: %d", wrong.Code)
	}
	form = hiddenIn(wrong.Body.String())
	form.Set("login", "lan")
	form.Set("password", good)
	in := b.do("POST", "/sign-in", form)
	text := webtest.Text(in.Body.String())
	if !strings.Contains(text, "Nội dung vừa nhập đã được giữ lại") || !strings.Contains(text, "Dòng ba 100 %") {
		t.Fatalf("after sign-in: %d %s", in.Code, text)
	}
	if !strings.Contains(in.Body.String(), `action="/note"`) {
		t.Fatal("the form does not go back to where it was sent")
	}
	if again := b.do("POST", "/note", hiddenIn(in.Body.String())); again.Code != http.StatusNoContent {
		t.Fatalf("sent again: %d", again.Code)
	}
	typed.Del("password")
	if got.Encode() != typed.Encode() {
		t.Errorf("arrived:\n%q\ntyped:\n%q", got, typed)
	}
}

// TestAFileCannotBeKeptAndThePageSaysSo posts a form with a file and nobody signed in.
func TestAFileCannotBeKeptAndThePageSaysSo(t *testing.T) {
	route := web.Route{Pattern: "POST /note", Rule: notes, Handle: func(http.ResponseWriter, *http.Request) error { return nil }}
	h := newHouse(t, storetest.Open(t, schemas...), route)
	h.settle()
	body := "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nKế hoạch tháng 10\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"paper\"; filename=\"ke-hoach.txt\"\r\n\r\nnội dung\r\n--x--\r\n"
	r := httptest.NewRequest("POST", "/note", strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	b := &browser{h: h}
	w := b.send(r)
	if text := webtest.Text(w.Body.String()); w.Code != http.StatusUnauthorized || !strings.Contains(text, "ke-hoach.txt") || !strings.Contains(text, "chọn lại") {
		t.Errorf("%d %s", w.Code, text)
	}
	if hiddenIn(w.Body.String()).Get("kept") == "" {
		t.Error("the typed part was not kept")
	}
}

func TestAFormTooLongToKeepIsNotLostInSilence(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	w := (&browser{h: h}).do("POST", "/settings/units/add", url.Values{"name": {strings.Repeat("dài ", mostKept/4)}})
	if text := webtest.Text(w.Body.String()); w.Code != http.StatusUnauthorized || !strings.Contains(text, "quá dài") || !strings.Contains(text, "bấm nút Quay lại") {
		t.Errorf("%d %s", w.Code, text)
	}
}

func TestAFormFromAnotherSiteIsNotKept(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	r := httptest.NewRequest("POST", "/settings/units/add", strings.NewReader("name=Bẫy"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := (&browser{h: h}).send(r)
	if w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "kept_action") {
		t.Errorf("%d %s", w.Code, webtest.Text(w.Body.String()))
	}
}

func TestNextLeadsNowhereElse(t *testing.T) {
	for next, want := range map[string]string{
		"/plan/3?line=4": "/plan/3?line=4", "": "/my-day", "https://evil.example/": "/my-day", "//evil.example": "/my-day",
		"/\\evil.example": "/my-day", "javascript:alert(1)": "/my-day", "/sign-out": "/my-day", "plan": "/my-day", "/a\r\nSet-Cookie: x": "/my-day",
	} {
		if got := here(next); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func TestAHostIsItsPlace(t *testing.T) {
	known := []store.Site{{Place: "1", Host: "phulien.example"}, {Place: "2", Host: "kienan.example"}}
	for host, want := range map[string]store.Place{"PHULIEN.example": "1", "kienan.example": "2", "other.example": ""} {
		if got, ok := placeOf(known, host); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", host, got, ok)
		}
	}
	if got, _ := placeOf(known[:1], "localhost"); got != "1" {
		t.Errorf("the only place: %q", got)
	}
	if got, _ := placeOf(append(known, store.Site{Place: "3"}), "localhost"); got != "3" {
		t.Errorf("the place of any host: %q", got)
	}
}

func TestTheDayInWords(t *testing.T) {
	if got := inWords(time.Date(2025, 10, 5, 17, 30, 0, 0, time.UTC)); got != "thứ Hai, ngày 06/10/2025" && got != "thứ Hai, ngày 6/10/2025" {
		t.Error(got)
	}
}

// TestADeskThatFailsIsNotAnEmptyDay: a card that cannot be asked for is trouble, never «nothing waits».
func TestADeskThatFailsIsNotAnEmptyDay(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	b := &browser{h: h}
	b.do("POST", "/sign-in", url.Values{"login": {"lan"}, "password": {good}})
	h.Waiting = append(h.Waiting, func(context.Context, *store.Tx, org.Actor) ([]Card, error) { return nil, io.ErrUnexpectedEOF })
	if w := b.do("GET", "/my-day", nil); w.Code != http.StatusInternalServerError {
		t.Errorf("%d", w.Code)
	}
	h.Waiting = []func(context.Context, *store.Tx, org.Actor) ([]Card, error){func(context.Context, *store.Tx, org.Actor) ([]Card, error) {
		return []Card{{Href: "/b", Title: "Việc sau", Due: "2025-10-20"}, {Href: "/a", Title: "Việc gấp", Due: "2025-10-01", IsLate: true}}, nil
	}}
	page := webtest.Text(b.do("GET", "/my-day", nil).Body.String())
	if strings.Index(page, "Việc gấp") > strings.Index(page, "Việc sau") || !strings.Contains(page, "Có 2 việc") {
		t.Error(page)
	}
}

// TestAnotherPlaceKnowsNobody takes a cookie of one ward to the next.
func TestAnotherPlaceKnowsNobody(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db)
		h.settle()
		b := &browser{h: h}
		b.do("POST", "/sign-in", url.Values{"login": {"lan"}, "password": {good}})
		if w := b.do("GET", "/settings/units", nil); w.Code != http.StatusOK {
			t.Fatalf("at home: %d", w.Code)
		}
		if err := db.Write(t.Context(), "11447", func(tx *store.Tx) error { return tx.Enroll(t.Context(), "kienan.example") }); err != nil {
			t.Fatal(err)
		}
		h.now = h.now.Add(time.Minute)
		r := httptest.NewRequest("GET", "/settings/units", nil)
		r.Host = "kienan.example"
		if w := b.send(r); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in") {
			t.Errorf("next door: %d %s", w.Code, w.Header().Get("Location"))
		}
	})
}

func TestWhatAFormCanShowItself(t *testing.T) {
	for kind, want := range map[refuse.Kind]bool{refuse.Invalid: true, refuse.Conflict: true, refuse.TooMany: true, refuse.NotAllowed: true,
		refuse.NotFound: false, refuse.NotSignedIn: false} {
		if _, got := redraw(refuse.With(kind, "Không.")); got != want {
			t.Errorf("kind %v: %v", kind, got)
		}
	}
	if _, got := redraw(io.EOF); got {
		t.Error("the program's own trouble was shown in a form")
	}
}
