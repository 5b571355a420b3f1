package work

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

func TestALinkSendsForItsPartUntilItEndsOrIsRevoked(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		c := &clock{time.Date(2025, 9, 1, 1, 0, 0, 0, time.UTC)}
		d.Now = c.now
		id := taskAt(t, d, "IV.2.-3").ID
		send := func(secret, once string) (EvidenceID, error) {
			return d.SendByLink(t.Context(), ward, secret, "Trần Thị Bình", once, Shown{DoneOn: "2025-09-01", Note: "Đã dạy"})
		}
		secret, err := d.MakeLink(t.Context(), hong, id, school, "2025-09-10")
		if err != nil {
			t.Fatal(err)
		}
		e, err := send(secret, "form-number-1")
		if err != nil {
			t.Fatal(err)
		}
		kept := ask(t, d, func(ctx context.Context, tx *store.Tx) (Evidence, error) { return loadEvidence(ctx, tx, e) })
		if kept.Unit != school || kept.Task != id || kept.Sender.Person != 0 || kept.Sender.Link != 1 || kept.Sender.Name != "Trần Thị Bình" {
			t.Errorf("%+v", kept)
		}
		ofSchool := duc
		ofSchool.Unit = school
		if err := d.Accept(t.Context(), ofSchool, e, true); kindOf(err) != refuse.NotAllowed {
			t.Errorf("somebody of the unit, who may have sent it, accepted it: %v", err)
		}
		if err := d.Accept(t.Context(), duc, e, true); err != nil {
			t.Fatal(err)
		}
		if _, err := d.SendByLink(t.Context(), ward, secret, "Bình", "form-number-2", shows("x")); refuse.Of(err).Field != "sender" {
			t.Errorf("sent without a full name: %v", err)
		}
		for _, try := range []struct {
			name string
			no   func() error
		}{
			{"another secret", func() error { _, err := send(secret[1:]+"b", "form-number-3"); return err }},
			{"no secret", func() error { _, err := send("", "form-number-3"); return err }},
			{"another place", func() error {
				_, err := d.SendByLink(t.Context(), "11447", secret, "Trần Thị Bình", "form-number-3", shows("x"))
				return err
			}},
			{"after its last day", func() error {
				defer func(was time.Time) { c.at = was }(c.at)
				c.at = time.Date(2025, 9, 10, 17, 0, 1, 0, time.UTC) // midnight in Viet Nam
				_, err := send(secret, "form-number-3")
				return err
			}},
			{"revoked", func() error {
				if err := d.RevokeLink(t.Context(), lan, 1); err != nil {
					t.Fatal(err)
				}
				_, err := send(secret, "form-number-3")
				return err
			}},
		} {
			if err := try.no(); kindOf(err) != refuse.NotFound {
				t.Errorf("%s: %v", try.name, err)
			}
		}
		if err := d.RevokeLink(t.Context(), lan, 1); kindOf(err) != refuse.Conflict {
			t.Errorf("revoked twice: %v", err)
		}
	})
}

func TestOnlyThoseWhoRunTheWorkOrLeadTheUnitMakeLinks(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	d.Rand = rand.Reader
	id := taskAt(t, d, "IV.2.-3").ID
	for who, want := range map[*org.Actor]refuse.Kind{&lan: 0, &duc: 0, &hong: 0, &son: refuse.NotAllowed, &ha: refuse.NotAllowed} {
		_, err := d.MakeLink(t.Context(), *who, id, school, "2025-07-20")
		if want == 0 && err != nil || want != 0 && kindOf(err) != want {
			t.Errorf("%s: %v", who.Name, err)
		}
	}
	if _, err := d.MakeLink(t.Context(), hong, id, secondSchool, "2025-07-20"); kindOf(err) != refuse.NotAllowed {
		t.Errorf("the head of one school for another: %v", err)
	}
	for _, day := range []org.Day{"2025-07-16", "2027-01-01", ""} {
		if _, err := d.MakeLink(t.Context(), lan, id, school, day); refuse.Of(err).Field != "through" {
			t.Errorf("through %q: %v", day, err)
		}
	}
}

func TestLinkScreens(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	mux, as := site(t, d)
	webtest.Run(t, mux, as, "testdata/links.txt")
}

// mostOfAPhone is the most bytes of the first load of the page behind a link.
const mostOfAPhone = 60 << 10

// TestThePageBehindALinkIsLight counts every file that a phone fetches at the first visit, as it travels; without its scripts the page is a plain form.
func TestThePageBehindALinkIsLight(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	id := taskAt(t, d, "IV.2.-3").ID
	secret, err := d.MakeLink(t.Context(), lan, id, school, "2025-07-30")
	if err != nil {
		t.Fatal(err)
	}
	mux, as := site(t, d)
	sum := 0
	get := func(path string) string {
		w := httptest.NewRecorder()
		as("nobody", mux).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 {
			t.Fatalf("%s: %d", path, w.Code)
		}
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := z.Write(w.Body.Bytes()); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		sum += packed.Len()
		return w.Body.String()
	}
	page := get("/gui/" + secret)
	files := regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`).FindAllStringSubmatch(page, -1)
	for _, m := range files {
		get(m[1])
	}
	get("/gui/worker.js")
	if sum > mostOfAPhone || len(files) != 5 || strings.Contains(page, "url(") {
		t.Errorf("the first load is %d bytes in %d files", sum, len(files)+2)
	}
	t.Logf("%d bytes", sum)
	for _, m := range regexp.MustCompile(`<script[^>]*>([^<]*)`).FindAllStringSubmatch(page, -1) {
		if m[1] != "" {
			t.Errorf("a script stands in the page: %q", m[1])
		}
	}
	if !strings.Contains(page, `<form method="post" action="/gui/`+secret+`" enctype="multipart/form-data">`) {
		t.Error("the form is none without its script")
	}
}

func TestASecretIsAsLongAsItsChanceAndKeptAsAHashAlone(t *testing.T) {
	d, _ := opened(t, storetest.Open(t, schemas...))
	d.Rand = bytes.NewReader(make([]byte, secretBytes))
	id := taskAt(t, d, "IV.2.-3").ID
	secret, err := d.MakeLink(t.Context(), lan, id, school, "2025-07-30")
	if err != nil || len(secret) != 26 {
		t.Fatalf("%q %v", secret, err)
	}
	var kept string
	write(t, d.DB, ward, func(tx *store.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT secret_hash FROM work_link WHERE place = $1`).Scan(&kept)
	})
	if kept != hashOf(secret) || strings.Contains(kept, secret) {
		t.Errorf("kept is %q", kept)
	}
	d.Rand = io.LimitReader(bytes.NewReader(nil), 0)
	if _, err := d.MakeLink(t.Context(), lan, id, school, "2025-07-30"); err == nil || kindOf(err) != refuse.Trouble {
		t.Errorf("a link without chance: %v", err)
	}
}
