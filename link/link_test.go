package link

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/job"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
	"loa/platform/web/webtest"
)

const ward = store.Place("11446")

var (
	schemas = []store.Schema{audit.Schema, Schema}
	noon    = time.Date(2025, 10, 10, 12, 0, 0, 0, org.Hanoi)
	son     = org.Actor{Place: ward, Person: 1, Name: "Hoàng Văn Sơn", Posts: []org.Post{org.Reporter}}
	lan     = org.Actor{Place: ward, Person: 2, Name: "Nguyễn Thị Lan", Posts: []org.Post{org.OfficeHead}}
	tuan    = org.Actor{Place: ward, Person: 3, Name: "Đỗ Anh Tuấn", Posts: []org.Post{org.Operator}}
	yen     = org.Actor{Place: ward, Person: 4, Name: "Đặng Hải Yến", Posts: []org.Post{org.Clerk}}
)

func write(t *testing.T, db *store.DB, fn func(ctx context.Context, tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), ward, func(tx *store.Tx) error { return fn(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func judged(t *testing.T, db *store.DB, href string) Judgement {
	t.Helper()
	var out []Judgement
	write(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = Judge(ctx, tx, []string{href})
		return err
	})
	return out[0]
}

func TestWhereAStoryMayLead(t *testing.T) {
	hosts := []Host{{Name: "evn.com.vn", State: Allowed}, {Name: "shop.evn.com.vn", State: Barred, Word: "Bán hàng."}, {Name: "vnexpress.net", State: Asked}, {Name: "csgt.vn", State: Barred, Word: "Trang đã đổi."}}
	for href, may := range map[string]bool{
		"https://dichvucong.gov.vn/tra-cuu":      true,
		"http://gov.vn":                          true,
		"https://www.vtv.vn/a":                   true,
		"https://evn.com.vn":                     true,
		"https://cskh.EVN.com.vn./x":             true,
		"https://shop.evn.com.vn/x":              false,
		"https://a.shop.evn.com.vn":              false,
		"https://vnexpress.net":                  false,
		"https://csgt.vn":                        false,
		"https://dichvucong.gov.vn.xyz.com":      false,
		"https://xgov.vn":                        false,
		"https://dichvucong.gov.vn@evil.example": false,
		"https://a:b@dichvucong.gov.vn":          false,
		"https://dichvucong.gov.vn:8443":         false,
		"https://118.70.1.2/x":                   false,
		"https://[2001:db8::1]/":                 false,
		"ftp://dichvucong.gov.vn":                false,
		"https://":                               false,
		"https://%zz":                            false,
	} {
		if why := bar(href, hosts); (why == "") != may {
			t.Errorf("%s: %q, want may = %v", href, why, may)
		}
	}
}

func TestSomebodyElseAllowsAHost(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := &Desk{DB: db, Now: func() time.Time { return noon }}
		const href = "https://cskh.evn.com.vn/tra-cuu"
		if j := judged(t, db, href); j.Bar == "" || !j.IsNew || j.Host != "cskh.evn.com.vn" {
			t.Errorf("before: %+v", j)
		}
		if err := d.Ask(t.Context(), lan, "https://www.evn.com.vn/gioi-thieu", "Trang của ngành điện, tra cứu tiền điện."); err != nil {
			t.Fatal(err)
		}
		if j := judged(t, db, href); j.Bar == "" {
			t.Error("what was only asked for is allowed")
		}
		refused(t, d.Ask(t.Context(), son, "evn.com.vn", "Xem điện."), refuse.Invalid, "host")
		refused(t, d.Allow(t.Context(), lan, "evn.com.vn", ""), refuse.NotAllowed, "")
		refused(t, d.Allow(t.Context(), son, "evn.com.vn", ""), refuse.NotAllowed, "")
		if err := d.Allow(t.Context(), tuan, "evn.com.vn", ""); err != nil {
			t.Fatal(err)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return Keep(ctx, tx, Page{Thing: "newsroom/7", Title: "Trả tiền điện", Href: "/tin/7", Links: []string{href}})
		})
		if j := judged(t, db, href); j.Bar != "" || j.IsNew {
			t.Errorf("allowed and used: %+v", j)
		}
		refused(t, d.Bar(t.Context(), lan, "evn.com.vn", " "), refuse.Invalid, "word")
		if err := d.Bar(t.Context(), lan, "evn.com.vn", "Trang bị chiếm."); err != nil {
			t.Fatal(err)
		}
		if j := judged(t, db, href); !strings.Contains(j.Bar, "Trang bị chiếm.") {
			t.Errorf("barred: %+v", j)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			log, err := audit.List(ctx, tx, audit.Filter{}, audit.Page{Size: 10})
			if got := len(log); got != 3 {
				t.Errorf("%d entries in the log, want 3", got)
			}
			return err
		})
	})
}

func TestAHostThatNoPlaceShouldAllowIsRefused(t *testing.T) {
	d := &Desk{DB: storetest.Open(t, schemas...), Now: func() time.Time { return noon }}
	for _, name := range []string{"", "localhost", "com.vn", "vn", "blogspot.com", "10.0.0.1", "bit.ly", "https://bit.ly/3xY", "dichvucong.gov.vn", "a b.vn"} {
		refused(t, d.Ask(t.Context(), son, name, "Vì người đọc cần."), refuse.Invalid, "host")
	}
	refused(t, d.Ask(t.Context(), son, "evn.com.vn", ""), refuse.Invalid, "why")
	refused(t, d.Ask(t.Context(), yen, "evn.com.vn", "Vì."), refuse.NotAllowed, "")
}

func refused(t *testing.T, err error, kind refuse.Kind, field string) {
	t.Helper()
	if no := refuse.Of(err); err == nil || no.Kind != kind || no.Field != field {
		t.Errorf("got %v (%v, field %q), want %v, field %q", err, no.Kind, no.Field, kind, field)
	}
}

// others is a server of other people's pages.
func others(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/well", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc("/gone", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/shy", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/turned", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace("http://"+r.Host+"/well", "127.0.0.1", "localhost", 1), http.StatusMovedPermanently)
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/in", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest", http.StatusFound)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestLinksAreOpenedOnceAWeek(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		if err := job.Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		s := others(t)
		now := noon
		d := &Desk{DB: db, Now: func() time.Time { return now }, Permits: func(to netip.AddrPort) bool { return to.Addr().IsLoopback() }}
		d.Unfinished = func(context.Context, *store.Tx) ([]string, error) { return []string{s.URL + "/gone?draft"}, nil }
		page := Page{Thing: "newsroom/7", Title: "Tra cứu", Href: "/tin/7"}
		for _, path := range []string{"/well", "/gone", "/shy", "/turned", "/round", "/in"} {
			page.Links = append(page.Links, s.URL+path)
		}
		d.Public = func(context.Context, *store.Tx) ([]Page, error) { return []Page{page}, nil }
		check := func() {
			t.Helper()
			if err := d.Check(t.Context(), ward, struct{}{}); err != nil {
				t.Fatal(err)
			}
		}
		check()
		say := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
		for path, want := range map[string]string{
			"/well": "", "/gone": "mã 410", "/shy": "", "/turned": say + "/well", "/round": "", "/in": "mạng nội bộ", "/gone?draft": "mã 410",
		} {
			if got := judged(t, db, s.URL+path).Say; (got == "") != (want == "") || !strings.Contains(got, want) {
				t.Errorf("%s: %q, want %q", path, got, want)
			}
		}
		now = now.Add(6 * 24 * time.Hour)
		s.Close() // nothing answers within the week, and nobody notices
		check()
		if got := judged(t, db, s.URL+"/well").Say; got != "" {
			t.Errorf("opened again within the week: %s", got)
		}
		now = now.Add(2 * 24 * time.Hour)
		check() // our own line is down: nothing is judged
		if got := judged(t, db, s.URL+"/gone").Say; !strings.Contains(got, "mã 410") {
			t.Errorf("judged without a line: %s", got)
		}
	})
}

func TestALinkThatKeepsSilentIsDeadAfterThreeWeeks(t *testing.T) {
	h := Health{URL: "https://a.example/x"}
	for n := 1; n <= 3; n++ {
		if h = h.after(Health{URL: h.URL, Finding: Unsure}); h.ails() != (n == 3) {
			t.Errorf("after %d weeks: ails = %v", n, h.ails())
		}
	}
	if h = h.after(Health{URL: h.URL, Finding: Well}); h.Misses != 0 || h.ails() {
		t.Errorf("an answer does not end the count: %+v", h)
	}
}

func TestAHostOfABodyThatIsNoMoreNeedsNoOpening(t *testing.T) {
	db := storetest.Open(t, schemas...)
	if got := judged(t, db, "https://chuyendoiso.mic.gov.vn/a").Say; !strings.Contains(got, "mst.gov.vn") {
		t.Errorf("got %q", got)
	}
	if got := judged(t, db, "https://amic.gov.vn").Say; got != "" {
		t.Errorf("another host: %q", got)
	}
}

func TestACheckReachesNothingInside(t *testing.T) {
	for address, may := range map[string]bool{
		"118.70.1.2:443": true, "[2405:4800::1]:443": true, "118.70.1.2:80": true,
		"118.70.1.2:22": false, "127.0.0.1:80": false, "10.1.2.3:443": false, "172.16.0.1:443": false, "192.168.1.1:80": false, "169.254.169.254:80": false,
		"100.64.0.1:443": false, "0.0.0.0:80": false, "224.0.0.1:80": false, "255.255.255.255:80": false, "198.18.0.1:80": false,
		"[::1]:80": false, "[::]:80": false, "[fc00::1]:443": false, "[fe80::1]:443": false, "[::ffff:10.0.0.1]:443": false, "[64:ff9b::a00:1]:443": false, "[2002:a00:1::]:443": false, "[ff02::1]:80": false,
	} {
		if got := Everybodys(netip.MustParseAddrPort(address)); got != may {
			t.Errorf("%s: %v, want %v", address, got, may)
		}
	}
	d := &Desk{Now: func() time.Time { return noon }}
	s := others(t)
	if h := look(t.Context(), d.client(), s.URL+"/well"); h.Finding != Inside || h.Status != 0 {
		t.Errorf("a server of this machine was opened: %+v", h)
	}
}

func TestScreens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := &Desk{DB: db, Now: func() time.Time { return noon }}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return Keep(ctx, tx, Page{Thing: "newsroom/7", Title: "Hỏi đáp", Href: "/tin/7", Links: []string{"https://www.mic.gov.vn/hoi", "https://moh.gov.vn"}})
		})
		people := map[string]org.Actor{"son": son, "lan": lan, "tuan": tuan, "yen": yen}
		mux := http.NewServeMux()
		web.Mount(mux, slog.New(slog.DiscardHandler), d.Routes())
		webtest.Run(t, mux, func(name string, h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(w, r.WithContext(web.WithPlace(org.WithActor(r.Context(), people[name]), ward)))
			})
		}, "testdata/screens.script")
	})
}
