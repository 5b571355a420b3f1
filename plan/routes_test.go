package plan

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
)

// mayPost is who gets through each posted route: written down here a second time, so that a change of the law is seen.
var mayPost = map[string][]org.Post{
	"POST /plan/upload":           {org.OfficeHead, org.Officer, org.Clerk},
	"POST /plan/paper/{id}/read":  {org.OfficeHead, org.Officer, org.Clerk},
	"POST /plan/draft/{id}":       {org.OfficeHead, org.Officer, org.Clerk},
	"POST /plan/draft/{id}/words": {org.OfficeHead, org.Officer, org.Clerk},
	"POST /plan/draft/{id}/drop":  {org.OfficeHead, org.Officer, org.Clerk},
	"POST /plan/draft/{id}/adopt": {org.Chair, org.ViceChair},
	"POST /plan/{id}/{page}":      {org.OfficeHead, org.Officer, org.Clerk},
}

func TestEachPostedRouteRefusesWhoMayNot(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	upload(t, d)
	posted := 0
	for _, rt := range d.Routes() {
		path, ok := strings.CutPrefix(rt.Pattern, "POST ")
		if !ok {
			if rt.Rule.Check == nil && !strings.HasPrefix(rt.Pattern, "GET /static/") {
				t.Errorf("%s is open to everybody", rt.Pattern)
			}
			continue
		}
		posted++
		path = strings.NewReplacer("{id}", "1", "{page}", "amend").Replace(path)
		for _, p := range append(org.Posts(), "") {
			a := org.Actor{Place: ward, Person: 9, Name: "Ai đó", Posts: []org.Post{p}}
			if p == "" {
				a = org.Actor{Place: ward}
			}
			req := httptest.NewRequest("POST", path, strings.NewReader(url.Values{"saw": {"0"}, "verb": {"accept"}, "word": {"w1.1"}, "becomes": {"x"}, "thing": {"?1"}, "at": {"?1"}}.Encode()))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			err := rt.Rule.Check(req.WithContext(org.WithActor(req.Context(), a)))
			may := slices.Contains(mayPost[rt.Pattern], p)
			if may != (err == nil) {
				t.Errorf("%s as %q: %v", rt.Pattern, p, err)
			}
			if !may { // and the verb itself, should a rule ever be left out
				err = rt.Handle(httptest.NewRecorder(), req.WithContext(org.WithActor(req.Context(), a)))
				if k := kindOf(err); k != refuse.NotAllowed && k != refuse.NotSignedIn && k != refuse.NotFound && !strings.HasSuffix(path, "upload") {
					t.Errorf("%s as %q, past its rule: %v", rt.Pattern, p, err)
				}
			}
		}
	}
	if posted != len(mayPost) {
		t.Errorf("%d posted routes, %d written down", posted, len(mayPost))
	}
	if r := reviewOf(t, d, 1); len(r.Steps) != 0 || r.State != Open {
		t.Errorf("somebody who may not has changed the draft: %d steps, %s", len(r.Steps), r.State)
	}
}

func TestVerbsRefuseWhoMayNot(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	id := upload(t, d)
	verbs := map[string]func(org.Actor) error{
		"upload": func(a org.Actor) error {
			_, err := d.Upload(t.Context(), a, "a.txt", strings.NewReader("x"), 0)
			return err
		},
		"read again": func(a org.Actor) error { _, err := d.ReadAgain(t.Context(), a, 1); return err },
		"amend":      func(a org.Actor) error { _, err := d.Amend(t.Context(), a, 1); return err },
		"correct": func(a org.Actor) error {
			return d.Correct(t.Context(), a, id, Anything, Correction{Verb: Accept, Thing: "?1"})
		},
		"drop":  func(a org.Actor) error { return d.Drop(t.Context(), a, id, Anything) },
		"adopt": func(a org.Actor) error { _, err := d.Adopt(t.Context(), a, id, Anything); return err },
	}
	for name, verb := range verbs {
		if k := kindOf(verb(mai)); k != refuse.NotAllowed {
			t.Errorf("%s as a reporter: %v", name, k)
		}
		if k := kindOf(verb(org.Actor{Place: ward})); k != refuse.NotSignedIn {
			t.Errorf("%s as nobody: %v", name, k)
		}
	}
}

func TestAnotherPlaceSeesNothing(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		id := upload(t, d)
		answerAll(t, d, id)
		p, err := d.Adopt(t.Context(), hung, id, Anything)
		if err != nil {
			t.Fatal(err)
		}
		stranger := lan
		stranger.Place = "11449"
		stranger.Posts = []org.Post{org.OfficeHead, org.Chair}
		if err := d.Correct(t.Context(), stranger, id, Anything, Correction{Verb: Accept, Thing: "?1"}); kindOf(err) != refuse.NotFound {
			t.Errorf("corrected from next door: %v", err)
		}
		if _, err := d.Amend(t.Context(), stranger, p.ID); kindOf(err) != refuse.NotFound {
			t.Errorf("amended from next door: %v", err)
		}
		mux := http.NewServeMux()
		web.Mount(mux, nil, d.Routes())
		for _, path := range []string{"/plan/1", "/plan/1/paper", "/plan/1/version/1", "/plan/draft/1", "/plan/draft/1/steps", "/plan/draft/1/adopt", "/plan/draft/1/words", "/plan/paper/1"} {
			w := httptest.NewRecorder()
			req := httptest.NewRequest("GET", path, nil)
			mux.ServeHTTP(w, req.WithContext(org.WithActor(req.Context(), stranger)))
			if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "15/KH-UBND") {
				t.Errorf("%s from next door: %d", path, w.Code)
			}
		}
	})
}

func TestEveryAddressIsAPageOrAHelpfulNo(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	id := upload(t, d)
	answerAll(t, d, id)
	if _, err := d.Adopt(t.Context(), hung, id, Anything); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Amend(t.Context(), lan, 1); err != nil {
		t.Fatal(err)
	}
	mux, as := site(t, d)
	for path, want := range map[string]int{
		"/plan": 200, "/plan/upload": 200, "/plan/upload?amends=1": 200, "/plan/upload?amends=9": 404, "/plan/draft/1": 200, "/plan/draft/2": 200,
		"/plan/draft/2?at=T99": 200, "/plan/draft/9": 404, "/plan/draft/x": 404, "/plan/draft/2/drop": 200, "/plan/draft/2/adopt": 200, "/plan/draft/2/steps": 200,
		"/plan/1": 200, "/plan/9": 404, "/plan/0": 404, "/plan/1/version/1": 200, "/plan/1/version/2": 404, "/plan/1/diff/1": 404, "/plan/1/diff/2": 404,
		"/plan/1/paper": 200, "/plan/1/paper/1": 200, "/plan/1/amend": 200, "/plan/1/amend/1": 404, "/plan/1/nothing": 404, "/plan/1/version/-1": 404,
	} {
		w := httptest.NewRecorder()
		as("lan", mux).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	for i, it := range func() []Item { r := reviewOf(t, d, 2); return r.Items() }() {
		w := httptest.NewRecorder()
		as("lan", mux).ServeHTTP(w, httptest.NewRequest("GET", "/plan/draft/2?"+url.Values{"at": {string(it.Thing)}}.Encode(), nil))
		if w.Code != 200 || it.Name == "" || !strings.Contains(w.Body.String(), "aria-current") {
			t.Errorf("stop %d, %s: %d", i, it.Thing, w.Code)
		}
	}
}
