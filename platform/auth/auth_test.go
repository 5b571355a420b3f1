package auth

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
)

const (
	phuLien  store.Place = "11446"
	otherOne store.Place = "11447"
	good                 = "bốn con voi tím"
)

var schemas = []store.Schema{audit.Schema, Schema}

// An office is one desk on an empty database, with a clock that tests turn.
type office struct {
	*Desk
	t   *testing.T
	now time.Time
}

func newOffice(t *testing.T, db *store.DB) *office {
	o := &office{t: t, now: time.Date(2025, 7, 16, 8, 0, 0, 0, vietnam)}
	o.Desk = New(db, func() time.Time { return o.now }, rand.Reader)
	o.cost = cost{memory: 64, time: 1, threads: 1} // tests need the form, not the price
	return o
}

// account makes an account that is ready to use.
func (o *office) account(place store.Place, person int64, login string) {
	o.t.Helper()
	err := o.DB.Write(o.t.Context(), place, func(tx *store.Tx) error {
		return o.CreateAccount(o.t.Context(), tx, 0, NewAccount{Person: person, Login: login, Password: good})
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// A browser keeps its cookie between requests.
type browser struct {
	o       *office
	place   store.Place
	address string
	agent   string
	change  func(*http.Request) // what else is special about its requests
	cookie  *http.Cookie
	set     *http.Cookie // what the last answer set
}

func (o *office) browser() *browser {
	return &browser{o: o, place: phuLien, address: "203.0.113.7:5000", agent: "Mozilla/5.0 (Windows NT 10.0) Chrome/140"}
}

// visit sends one request in which do is done.
func (b *browser) visit(do func(ctx context.Context) error) error {
	b.o.t.Helper()
	var done error
	h := b.o.Load(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		done = do(r.Context())
		w.WriteHeader(http.StatusNoContent)
	}))
	r := httptest.NewRequest("POST", "/", nil)
	r.RemoteAddr = b.address
	r.Header.Set("User-Agent", b.agent)
	if b.change != nil {
		b.change(r)
	}
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	r = r.WithContext(web.WithPlace(b.o.t.Context(), b.place))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusNoContent {
		b.o.t.Fatalf("the request failed: %d %s", w.Code, w.Body)
	}
	b.set = nil
	for _, c := range w.Result().Cookies() {
		b.cookie, b.set = c, c
		if c.MaxAge < 0 {
			b.cookie = nil
		}
	}
	return done
}

func (b *browser) signIn(login, password string) error {
	return b.visit(func(ctx context.Context) error {
		_, _, err := b.o.SignIn(ctx, login, password)
		return err
	})
}

// who is the person the program sees in this browser; 0 when nobody.
func (b *browser) who() (person int64) {
	b.o.t.Helper()
	if err := b.visit(func(ctx context.Context) error { person, _ = Person(ctx); return nil }); err != nil {
		b.o.t.Fatal(err)
	}
	return person
}

func (b *browser) mustSignIn(login string) {
	b.o.t.Helper()
	if err := b.signIn(login, good); err != nil {
		b.o.t.Fatal(err)
	}
}

// code is what the phone of secret shows now.
func (o *office) code(secret string) string {
	o.t.Helper()
	c, err := totp.GenerateCode(pack(secret), o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// log is the audit log of Phù Liễn, the newest entry first.
func (o *office) log() (all []audit.Link) {
	o.t.Helper()
	err := o.DB.Read(o.t.Context(), phuLien, func(tx *store.Tx) (err error) {
		all, err = audit.List(o.t.Context(), tx, audit.Filter{}, audit.Page{Size: 200})
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

func kind(err error) refuse.Kind { return refuse.Of(err).Kind }

func TestSignInOpensASessionAndSignOutEndsIt(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan.nguyen")
		b := o.browser()
		if b.who() != 0 {
			t.Error("somebody is signed in who never was")
		}
		if err := b.signIn(" Lan.Nguyen ", good); err != nil {
			t.Fatal(err)
		}
		if !b.set.HttpOnly || b.set.SameSite != http.SameSiteLaxMode || b.set.Secure {
			t.Errorf("cookie %+v", b.set)
		}
		if b.who() != 7 {
			t.Error("the session was not kept")
		}
		stolen := *b
		if err := b.visit(o.SignOut); err != nil {
			t.Fatal(err)
		}
		if b.who() != 0 || stolen.who() != 0 {
			t.Error("signed out, and still in")
		}
	})
}

func TestTheSecondStepIsNeededToGetIn(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		b.mustSignIn("lan")
		var e Enrolment
		var recovery []string
		err := b.visit(func(ctx context.Context) (err error) {
			if e, err = o.Enrol(ctx, 7, "Loa Phù Liễn"); err != nil {
				return err
			}
			recovery, err = o.ConfirmEnrolment(ctx, 7, o.code(e.Secret))
			return err
		})
		if err != nil || len(recovery) != 10 || !strings.HasPrefix(e.QR, "<svg ") || strings.Contains(e.QR, "style") {
			t.Fatalf("enrol: %v, %d codes", err, len(recovery))
		}
		o.now = o.now.Add(time.Minute)
		b = o.browser()
		b.mustSignIn("lan")
		if b.who() != 0 {
			t.Fatal("in without the code")
		}
		if err := b.visit(func(ctx context.Context) error { return o.Confirm(ctx, "000000") }); kind(err) != refuse.Invalid {
			t.Errorf("a wrong code: %v", err)
		}
		if err := b.visit(func(ctx context.Context) error { return o.Confirm(ctx, o.code(e.Secret)) }); err != nil || b.who() != 7 {
			t.Fatalf("the right code: %v", err)
		}
	})
}
