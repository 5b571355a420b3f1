package console

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

var (
	anyID     = regexp.MustCompile(`\{[a-z]+\}`)
	textField = regexp.MustCompile(`<(?:input|textarea)[^>]* name="([^"]+)"[^>]*?(?: type="(\w+)")?[^>]*>`)
)

// TestNoFormLosesWhatWasTyped sends every form of the console with one strange text in every field. Either it is
// taken, or the answer still has the text in each field that is not a secret.
func TestNoFormLosesWhatWasTyped(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	b := &browser{h: h}
	b.do("POST", "/sign-in", url.Values{"login": {"lan"}, "password": {good}})
	const strange = `chữ "lạ" <b>&amp; 100 %`
	forms := 0
	for _, rt := range h.Routes() {
		path, ok := strings.CutPrefix(rt.Pattern, "GET ")
		if !ok || path == "/sign-in" || path == "/setup" {
			continue
		}
		path = anyID.ReplaceAllString(path, "2")
		page := b.do("GET", path, nil)
		body := page.Body.String()
		if page.Code != http.StatusOK || !strings.Contains(body, `<form method="post" action="`+path+`">`) {
			continue
		}
		forms++
		sent, want := url.Values{}, 0
		for _, m := range textField.FindAllStringSubmatch(body, -1) {
			sent.Set(m[1], strange)
			if !strings.Contains(m[0], `type="password"`) && !strings.Contains(m[0], `type="checkbox"`) {
				want++
			}
		}
		answer := b.do("POST", path, sent)
		if answer.Code == http.StatusSeeOther || answer.Code == http.StatusOK {
			continue
		}
		if got := strings.Count(webtest.Text(answer.Body.String()), strange); got < want {
			t.Errorf("%s: %d of %d fields came back, status %d:\n%s", path, got, want, answer.Code, webtest.Text(answer.Body.String()))
		}
		for _, m := range textField.FindAllString(answer.Body.String(), -1) {
			if strings.Contains(m, `type="password"`) && !strings.Contains(m, `value=""`) {
				t.Errorf("%s: a secret came back in the page: %s", path, m)
			}
		}
	}
	if forms < 15 {
		t.Errorf("only %d forms were found: the test has gone blind", forms)
	}
}

// TestEveryScreenIsDrawn opens every page of the console as somebody who may see all, and finds one <h1> and one way to the content.
func TestEveryScreenIsDrawn(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	chair := org.Actor{Place: phuLien, Person: 900, Posts: []org.Post{org.Chair}}
	if _, err := h.Org.Appoint(t.Context(), chair, org.Holding{Person: 1, Post: org.ViceChair, Span: org.Span{From: "2025-07-01"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Org.Delegate(t.Context(), org.Actor{Place: phuLien, Person: 1}, org.Delegation{Holding: 2, To: 3, Span: org.Span{From: "2025-10-06", Through: "2025-10-07"}, Why: "nghỉ phép"}); err != nil {
		t.Fatal(err)
	}
	for register, list := range map[org.Register]string{org.UnitRegister: "Tên đơn vị\nĐội quy tắc\n", org.PeopleRegister: "Họ tên;Đơn vị\nTrần Văn Cam;Phòng VHXH\n"} {
		if _, err := h.Org.Bring(t.Context(), org.Actor{Place: phuLien, Person: 1, Posts: []org.Post{org.Operator}}, register, "danh sách.csv", []byte(list), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Org.ChangeDays(t.Context(), chair, org.Span{From: "2025-10-10"}, org.DayChange{Why: "Mất điện"}); err != nil {
		t.Fatal(err)
	}
	b := &browser{h: h}
	b.do("POST", "/sign-in", url.Values{"login": {"lan"}, "password": {good}})
	for _, rt := range h.Routes() {
		path, ok := strings.CutPrefix(rt.Pattern, "GET ")
		if !ok || strings.HasPrefix(path, "/sign-in") || path == "/setup" || strings.HasSuffix(path, ".xlsx") {
			continue
		}
		path = anyID.ReplaceAllString(strings.NewReplacer("{line}", "2", "{day}", "2025-10-10").Replace(path), "1")
		w := b.do("GET", path, nil)
		if body := w.Body.String(); w.Code != http.StatusOK || strings.Count(body, "<h1") != 1 || !strings.Contains(body, `href="#main"`) {
			t.Errorf("%s: %d, %d headings", path, w.Code, strings.Count(body, "<h1"))
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", path, w.Header().Get("Cache-Control"))
		}
	}
}

// TestNobodyPassesARuleOfAnother opens every page of the console with each post alone, and with none: what the rule
// of the route refuses is refused, and what it lets in is never «not allowed» on the way.
func TestNobodyPassesARuleOfAnother(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	asked := 0
	for _, post := range append(org.Posts(), "") {
		a := org.Actor{Place: phuLien, Person: 3, Name: "Lê Thị Hoa", Unit: 1}
		if post != "" {
			a.Posts, a.Held = []org.Post{post}, []org.Held{{Post: post, Unit: 1}}
		}
		for _, rt := range h.Routes() {
			path, ok := strings.CutPrefix(rt.Pattern, "GET /settings")
			if !ok {
				continue
			}
			r := httptest.NewRequest("GET", "/settings"+anyID.ReplaceAllString(path, "1"), nil)
			r = r.WithContext(org.WithActor(web.WithPlace(r.Context(), phuLien), a))
			asked++
			may := rt.Rule.Check(r) == nil
			named := strings.Contains(" "+rt.Rule.Name+" ", " "+string(post)+" ") && post != "" || rt.Rule.Name == "signed-in"
			if may != named {
				t.Errorf("%q at %s (%s): let in %v", post, rt.Pattern, rt.Rule.Name, may)
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d were asked", asked)
	}
}

// TestAnyFormSurvivesTheSignInPage carries random forms through the hidden fields of the sign-in page.
func TestAnyFormSurvivesTheSignInPage(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	rapid.Check(t, func(t *rapid.T) {
		typed := url.Values{}
		for name, values := range rapid.MapOf(rapid.StringMatching(`[a-z_]{1,8}`), rapid.SliceOfN(rapid.String(), 1, 3)).Draw(t, "form") {
			if name != "password" && name != "again" && name != "old" && name != "code" {
				typed[name] = values
			}
		}
		r := httptest.NewRequest("POST", "/settings/units/add?x=1", strings.NewReader(typed.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		kept, err := keepForm(r)
		if err != nil {
			t.Fatal(err)
		}
		back := httptest.NewRequest("POST", "/sign-in", strings.NewReader(url.Values{"kept_action": {kept.Action}, "kept": {kept.encode()}}.Encode()))
		back.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		got := typedKept(back)
		if got.Action != "/settings/units/add?x=1" && !typed.Has("x") || got.Values.Encode() != typed.Encode() {
			t.Fatalf("typed %q, came back %q to %q", typed, got.Values, got.Action)
		}
	})
}

// TestAnOperatorReadsNothingOfTheContent puts an act of a desk into the log: the chair reads it, the operator sees that it happened.
func TestAnOperatorReadsNothingOfTheContent(t *testing.T) {
	h := newHouse(t, storetest.Open(t, schemas...))
	h.settle()
	h.write(func(tx *store.Tx) error {
		return audit.Record(t.Context(), tx, audit.Entry{At: h.now, Verb: "adopt", Thing: "plan/3", Detail: "15/KH-UBND: nội dung mật"})
	})
	for login, sees := range map[string]bool{"lan": false, "hung": true} {
		b := &browser{h: h}
		b.do("POST", "/sign-in", url.Values{"login": {login}, "password": {good}})
		page := b.do("GET", "/settings/audit", nil).Body.String()
		if strings.Contains(page, "nội dung mật") != sees || !strings.Contains(page, "ban hành kế hoạch") {
			t.Errorf("%s reads the content: %v, want %v", login, !sees, sees)
		}
	}
}
