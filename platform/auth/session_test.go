package auth

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
)

func TestASessionEndsByItself(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		b.mustSignIn("lan")
		o.now = o.now.Add(Idle - time.Millisecond)
		if b.who() != 7 {
			t.Fatal("out before the idle time was over")
		}
		o.now = o.now.Add(Idle - time.Millisecond) // the visit above counts as use
		if b.who() != 7 {
			t.Fatal("the use of a session does not keep it open")
		}
		o.now = o.now.Add(Idle)
		if b.who() != 0 {
			t.Error("in after a whole idle time")
		}
		b.mustSignIn("lan")
		for end := o.now.Add(Life); o.now.Before(end); o.now = o.now.Add(Idle / 2) {
			if b.who() != 7 {
				t.Fatal("out at", o.now)
			}
		}
		if b.who() != 0 {
			t.Error("in after the longest life of a session")
		}
	})
}

func TestACookieOpensNothingAtAnotherPlace(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		o.account(otherOne, 7, "lan")
		b := o.browser()
		b.mustSignIn("lan")
		b.place = otherOne
		if b.who() != 0 {
			t.Error("a cookie of one ward opened another")
		}
	})
}

func TestSignInGivesANewToken(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		o.account(phuLien, 8, "hung")
		b := o.browser()
		b.cookie = &http.Cookie{Name: "loa", Value: "chosen-by-somebody-else"}
		b.mustSignIn("lan")
		if b.cookie.Value == "chosen-by-somebody-else" {
			t.Fatal("the token is the one that the browser brought")
		}
		before := *b
		b.mustSignIn("hung")
		if b.cookie.Value == before.cookie.Value || b.who() != 8 || before.who() != 0 {
			t.Error("the second sign-in kept the token of the first")
		}
	})
}

// The cookie over TLS is one that no other host below the same domain (another ward) can plant.
func TestTheCookieIsForTLSOnlyWhenTheRequestWas(t *testing.T) {
	o := newOffice(t, storetest.Open(t, schemas...))
	o.account(phuLien, 7, "lan")
	for name, change := range map[string]func(*http.Request){
		"direct":  func(r *http.Request) { r.TLS = &tls.ConnectionState{} },
		"a proxy": func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") },
	} {
		b := o.browser()
		b.change = change
		b.mustSignIn("lan")
		if c := b.set; !c.Secure || !strings.HasPrefix(c.Name, "__Host-") || c.Path != "/" || c.Domain != "" || !c.HttpOnly {
			t.Errorf("%s: %+v", name, b.set)
		}
	}
}

func TestAPersonSeesAndEndsTheirSessions(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		o.account(phuLien, 8, "hung")
		office, phone, stranger := o.browser(), o.browser(), o.browser()
		phone.agent, phone.address = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "198.51.100.9:1"
		office.mustSignIn("lan")
		o.now = o.now.Add(time.Hour)
		phone.mustSignIn("lan")
		stranger.mustSignIn("hung")
		sessions := func(b *browser) (list []Session) {
			t.Helper()
			if err := b.visit(func(ctx context.Context) (err error) { list, err = o.Sessions(ctx, 7); return err }); err != nil {
				t.Fatal(err)
			}
			return list
		}
		list := sessions(phone)
		if len(list) != 2 || list[0].Device != "Safari trên iPhone" || list[0].Address != "198.51.100.9" || !list[0].IsCurrent ||
			list[1].Device != "Chrome trên Windows" || list[1].IsCurrent || !list[1].Since.Equal(o.now.Add(-time.Hour)) {
			t.Fatalf("%+v", list)
		}
		if err := stranger.visit(func(ctx context.Context) error { return o.EndSession(ctx, 8, list[1].ID) }); kind(err) != refuse.NotFound {
			t.Errorf("ending the session of another person: %v", err)
		}
		if err := phone.visit(func(ctx context.Context) error { return o.EndSession(ctx, 7, list[1].ID) }); err != nil {
			t.Fatal(err)
		}
		if office.who() != 0 || phone.who() != 7 || stranger.who() != 8 {
			t.Error("not that one session and no other was ended")
		}
		office.mustSignIn("lan")
		if err := phone.visit(func(ctx context.Context) error { return o.SignOutEverywhere(ctx, 7, 7) }); err != nil {
			t.Fatal(err)
		}
		if office.who() != 0 || phone.who() != 0 || stranger.who() != 8 {
			t.Error("not everywhere, or too far")
		}
	})
}

// TestASessionThatWasEndedDoesNotComeBack: a sign-in that is half done when all
// sessions are ended writes its row afterwards, with an epoch that is over.
func TestASessionThatWasEndedDoesNotComeBack(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		err := b.visit(func(ctx context.Context) error {
			if _, _, err := o.SignIn(ctx, "lan", good); err != nil {
				return err
			}
			return o.DB.Write(ctx, phuLien, func(tx *store.Tx) error { _, err := endSessions(ctx, tx, 7); return err })
		})
		if err != nil || b.cookie == nil {
			t.Fatal(err)
		}
		if b.who() != 0 {
			t.Error("a session of an epoch that is over is open")
		}
	})
}

func TestANoticeIsSaidOnce(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		take := func() (text string) {
			t.Helper()
			if err := b.visit(func(ctx context.Context) (err error) { text, err = o.TakeNotice(ctx); return err }); err != nil {
				t.Fatal(err)
			}
			return text
		}
		say := func(ctx context.Context) error { return o.Notice(ctx, "Đã ban hành kế hoạch.") }
		if err := b.visit(say); err != nil || take() != "" {
			t.Errorf("to nobody: %v", err)
		}
		b.mustSignIn("lan")
		if err := b.visit(say); err != nil {
			t.Fatal(err)
		}
		if first, second := take(), take(); first != "Đã ban hành kế hoạch." || second != "" {
			t.Errorf("said %q and %q", first, second)
		}
	})
}

func TestSweepRemovesOnlyWhatIsOver(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		old, fresh := o.browser(), o.browser()
		old.mustSignIn("lan")
		if err := old.signIn("lan", "sai mật khẩu rồi"); err == nil {
			t.Fatal("a wrong password opened")
		}
		o.now = o.now.Add(Idle + time.Minute)
		fresh.mustSignIn("lan")
		count := func(table string) (n int) {
			t.Helper()
			err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
				return tx.QueryRow(t.Context(), `SELECT count(*) FROM `+table+` WHERE place = $1`).Scan(&n)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if err := fresh.signIn("hung", "sai mật khẩu rồi"); err == nil {
			t.Fatal("nobody signed in")
		}
		if err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error { return o.Sweep(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
		if fresh.who() != 7 || count("auth_session") != 1 || count("auth_attempt") != 1 {
			t.Errorf("%d sessions and %d guesses are left", count("auth_session"), count("auth_attempt"))
		}
	})
}

func TestEachActLeavesItsEntryInTheLog(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		if err := b.signIn("lan", "sai mật khẩu rồi"); err == nil {
			t.Fatal("a wrong password opened")
		}
		if err := b.signIn("nobody", good); err == nil {
			t.Fatal("nobody signed in")
		}
		b.mustSignIn("lan")
		if err := b.visit(o.SignOut); err != nil {
			t.Fatal(err)
		}
		want := []audit.Entry{
			{Person: 7, Verb: "sign-out", Thing: "account/7", Detail: "phiên 1"},
			{Person: 7, Verb: "sign-in", Thing: "account/7", Detail: "Chrome trên Windows, từ 203.0.113.7"},
			{Verb: "sign-in-failed", Thing: "account", Detail: "Chrome trên Windows, từ 203.0.113.7"},
			{Verb: "sign-in-failed", Thing: "account/7", Detail: "Chrome trên Windows, từ 203.0.113.7"},
			{Verb: "create-account", Thing: "account/7"},
		}
		log := o.log()
		if len(log) != len(want) {
			t.Fatalf("got %+v", log)
		}
		for i, l := range log {
			l.At = time.Time{}
			if l.Entry != want[i] {
				t.Errorf("got %+v, want %+v", l.Entry, want[i])
			}
		}
	})
}

func TestWhereARequestCameFrom(t *testing.T) {
	for _, tt := range []struct{ remote, forwarded, want string }{
		{"203.0.113.7:5000", "", "203.0.113.7"},
		{"203.0.113.7:5000", "198.51.100.1", "203.0.113.7"}, // not our proxy: its word is not taken
		{"127.0.0.1:5000", "198.51.100.1", "198.51.100.1"},
		{"127.0.0.1:5000", "10.0.0.1, 198.51.100.1", "198.51.100.1"}, // the client wrote the first
		{"127.0.0.1:5000", "gibberish", "127.0.0.1"},
		{"[::1]:5000", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"[2001:db8:1:2:ffff::1]:5000", "", "2001:db8:1:2::/64"},
		{"[::ffff:203.0.113.7]:5000", "", "203.0.113.7"},
		{"@", "", "unknown"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tt.remote
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if got := Address(r); got != tt.want {
			t.Errorf("%+v: got %s", tt, got)
		}
	}
}

func TestDevicesArePutIntoWords(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                         "Chrome trên Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130.0 Chrome/124.0 Safari/537.36":       "Cốc Cốc trên Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":           "Edge trên Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1": "Safari trên iPhone",
		"Mozilla/5.0 (Linux; Android 15; SM-A556E) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36":  "Samsung Internet trên điện thoại Android",
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                  "Firefox trên Linux",
		"": "Trình duyệt khác trên thiết bị khác",
	} {
		if got := device(agent); got != want {
			t.Errorf("%s: got %s, want %s", agent, got, want)
		}
	}
}

// BenchmarkLoad measures what knowing the person costs each request of a staff screen.
func BenchmarkLoad(b *testing.B) {
	db := storetest.Open(b, schemas...)
	d := New(db, time.Now, rand.Reader)
	ctx := web.WithPlace(b.Context(), phuLien)
	err := db.Write(ctx, phuLien, func(tx *store.Tx) error {
		return d.CreateAccount(ctx, tx, 0, NewAccount{Person: 7, Login: "lan", Password: good})
	})
	if err != nil {
		b.Fatal(err)
	}
	w := httptest.NewRecorder()
	d.Load(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if _, _, err := d.SignIn(r.Context(), "lan", good); err != nil {
			b.Fatal(err)
		}
	})).ServeHTTP(w, httptest.NewRequest("POST", "/", nil).WithContext(ctx))
	r := httptest.NewRequest("GET", "/my-day", nil).WithContext(ctx)
	r.AddCookie(w.Result().Cookies()[0])
	h := d.Load(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if person, ok := Person(r.Context()); !ok || person != 7 {
			b.Fatal("nobody is there")
		}
	}))
	for b.Loop() {
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
}
