package newsroom

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/auth"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web"
)

const pin = "150716"

var linkSchemas = append(slices.Clone(schemas), auth.Schema)

// sent is a newsroom with a story that waits to be approved and a vice chair and a head of office with posts and accounts;
// the vice chair has a PIN.
func sent(t *testing.T, db *store.DB) (*Desk, *clock, StoryID) {
	t.Helper()
	d, c := opened(t, db)
	d.Rand, d.Auth = rand.Reader, auth.New(db, c.now, rand.Reader)
	register := &org.Desk{DB: db, Now: c.now}
	keeper := org.Actor{Place: ward, Person: 9, Posts: []org.Post{org.Operator, org.Chair}}
	for _, a := range []org.Actor{ha, lan} {
		if _, err := register.Appoint(t.Context(), keeper, org.Holding{Person: a.Person, Post: a.Posts[0], Unit: a.Unit, Span: org.Span{From: "2025-07-01"}, Basis: "QĐ 1"}); err != nil {
			t.Fatal(err)
		}
	}
	write(t, db, func(tx *store.Tx) error {
		for login, a := range map[string]org.Actor{"thuha": ha, "lan": lan} {
			if err := d.Auth.CreateAccount(t.Context(), tx, 0, auth.NewAccount{Person: int64(a.Person), Login: login, Password: "bốn con voi tím"}); err != nil {
				return err
			}
		}
		return d.Auth.PutPIN(t.Context(), tx, int64(ha.Person), pin)
	})
	id := begun(t, d, "Cài VNeID trên điện thoại")
	must(t, d.Submit(t.Context(), son, id, Submission{Consent: true}))
	return d, c, id
}

// byPhone decides as a request without a session does.
func byPhone(t *testing.T, d *Desk, place store.Place, secret string, x Decision) (err error) {
	t.Helper()
	h := d.Auth.Load(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { err = d.DecideByLink(r.Context(), place, secret, x) }))
	r := httptest.NewRequestWithContext(web.WithPlace(t.Context(), place), "POST", "/", nil)
	h.ServeHTTP(httptest.NewRecorder(), r)
	return err
}

func TestAnApproverDecidesOnceByALinkAndACodeThatItDoesNotCarry(t *testing.T) {
	storetest.Each(t, linkSchemas, func(t *testing.T, db *store.DB) {
		d, _, id := sent(t, db)
		_, _, err := d.MakeLink(t.Context(), son, id, lan.Person)
		if refuse.Of(err).Field != "approver" || !strings.Contains(err.Error(), "mã PIN") {
			t.Errorf("sent to somebody without a second step: %v", err)
		}
		_, _, err = d.MakeLink(t.Context(), son, id, son.Person)
		refused(t, "the writer as approver", err, refuse.Invalid)
		_, _, err = d.MakeLink(t.Context(), yen, id, ha.Person)
		refused(t, "somebody else sends it", err, refuse.NotAllowed)
		secret, l, err := d.MakeLink(t.Context(), son, id, ha.Person)
		if err != nil || l.Approver != ha.Person || l.Version != loaded(t, d, id).Last {
			t.Fatalf("%+v, %v", l, err)
		}
		yes := Decision{Verb: Approve, Code: pin}
		refused(t, "another place", byPhone(t, d, "11447", secret, yes), refuse.NotFound)
		refused(t, "another secret", byPhone(t, d, ward, secret[1:]+"b", yes), refuse.NotFound)
		refused(t, "no verb", byPhone(t, d, ward, secret, Decision{Code: pin, Verb: Publish}), refuse.Invalid)
		refused(t, "returned without a reason", byPhone(t, d, ward, secret, Decision{Code: pin, Verb: Return}), refuse.Invalid)
		refused(t, "approved with a reason to return it", byPhone(t, d, ward, secret, Decision{Code: pin, Verb: Approve, Why: "Thiếu"}), refuse.Invalid)
		refused(t, "a wrong code", byPhone(t, d, ward, secret, Decision{Verb: Approve, Code: "150717"}), refuse.Invalid)
		must(t, byPhone(t, d, ward, secret, yes))
		if s := loaded(t, d, id); s.State != Approved || s.Approver != ha.Person || s.ApproverName != ha.Name {
			t.Errorf("%+v", s)
		}
		refused(t, "used again", byPhone(t, d, ward, secret, yes), refuse.Conflict)
		told := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]Event, error) { return events(ctx, tx, id) })[0]
		if told.Person != ha.Person || !strings.Contains(told.Say, "qua đường dẫn, với tư cách Phó Chủ tịch") {
			t.Errorf("the history says %+v", told)
		}
		log := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]audit.Link, error) {
			return audit.List(ctx, tx, audit.Filter{}, audit.Page{})
		})
		if log[0].Person != int64(ha.Person) || log[0].Verb != "approve" || !strings.Contains(log[0].Detail, "qua đường dẫn") {
			t.Errorf("the log says %+v", log[0])
		}
	})
}

func TestALinkEndsWithTheTextItWasMadeFor(t *testing.T) {
	storetest.Each(t, linkSchemas, func(t *testing.T, db *store.DB) {
		d, c, id := sent(t, db)
		link := func() string {
			t.Helper()
			secret, _, err := d.MakeLink(t.Context(), son, id, ha.Person)
			must(t, err)
			return secret
		}
		yes := Decision{Verb: Approve, Code: pin}
		first := link()
		second := link()
		refused(t, "the earlier link", byPhone(t, d, ward, first, yes), refuse.Conflict)
		must(t, d.Recall(t.Context(), son, id), d.Submit(t.Context(), son, id, Submission{Consent: true}))
		refused(t, "recalled and submitted again", byPhone(t, d, ward, second, yes), refuse.Conflict)

		revoked := link()
		l := ask(t, d, func(ctx context.Context, tx *store.Tx) ([]ApprovalLink, error) {
			return linksOf(ctx, tx, `story = $2`, int64(id))
		})[0]
		refused(t, "somebody else revokes", d.RevokeLink(t.Context(), yen, id, l.ID), refuse.NotAllowed)
		must(t, d.RevokeLink(t.Context(), thao, id, l.ID))
		refused(t, "revoked", byPhone(t, d, ward, revoked, yes), refuse.Conflict)

		late := link()
		c.at = c.at.Add(linkLasts)
		refused(t, "two days later", byPhone(t, d, ward, late, yes), refuse.Conflict)

		guessed := link()
		for i, kind := range []refuse.Kind{refuse.Invalid, refuse.Invalid, refuse.Conflict} {
			if err := byPhone(t, d, ward, guessed, Decision{Verb: Approve, Code: "000000"}); refuse.Of(err).Kind != kind {
				t.Errorf("guess %d: %v", i+1, err)
			}
		}
		refused(t, "the right code after three wrong ones", byPhone(t, d, ward, guessed, yes), refuse.Conflict)
		c.at = c.at.Add(time.Hour)

		no := link()
		must(t, byPhone(t, d, ward, no, Decision{Verb: Return, Why: "Thiếu số điện thoại", Code: pin}))
		if s := loaded(t, d, id); s.State != Draft || s.Assignee != son.Person {
			t.Errorf("%+v", s)
		}
	})
}

func TestAnApproverWhoLostThePostDecidesNothing(t *testing.T) {
	storetest.Each(t, linkSchemas, func(t *testing.T, db *store.DB) {
		d, _, id := sent(t, db)
		secret, _, err := d.MakeLink(t.Context(), son, id, ha.Person)
		must(t, err)
		must(t, d.SetLaw(t.Context(), ha, Approve, []org.Post{org.Chair}))
		refused(t, "a post that may approve no more", byPhone(t, d, ward, secret, Decision{Verb: Approve, Code: pin}), refuse.NotAllowed)
		if s := loaded(t, d, id); s.State != Review {
			t.Errorf("%+v", s)
		}
	})
}

func TestOtherFormsAreApprovedOnThePhoneAsTheyWereRead(t *testing.T) {
	storetest.Each(t, linkSchemas, func(t *testing.T, db *store.DB) {
		d, _, id := sent(t, db)
		must(t, d.DraftRendition(t.Context(), son, id, Script))
		secret, _, err := d.MakeLink(t.Context(), son, id, ha.Person)
		must(t, err)
		var read map[Sort]string
		r := httptest.NewRequestWithContext(web.WithPlace(t.Context(), ward), "GET", "/duyet/"+secret, nil)
		r.SetPathValue("secret", secret)
		p, err := d.loadPhone(r)
		if err != nil || len(p.Forms) != 1 || p.Forms[0].Hint == "" {
			t.Fatalf("the phone offers %+v, %v", p.Forms, err)
		}
		_, mark, _ := strings.Cut(p.Forms[0].Value, ":")
		read = map[Sort]string{Script: mark}
		refused(t, "another text than was read", byPhone(t, d, ward, secret, Decision{Verb: Approve, Code: pin, Along: map[Sort]string{Script: markOf("khác")}}), refuse.Conflict)
		if s := loaded(t, d, id); s.State != Review {
			t.Fatalf("approved all the same: %+v", s)
		}
		must(t, byPhone(t, d, ward, secret, Decision{Verb: Approve, Code: pin, Along: read}))
		script := ask(t, d, func(ctx context.Context, tx *store.Tx) (Rendition, error) { return rendition(ctx, tx, id, Script) })
		if script.Approver != ha.Person || script.Approved == 0 {
			t.Errorf("%+v", script)
		}
	})
}

func TestAPictureKeepsItsRoomOnThePhone(t *testing.T) {
	storetest.Each(t, linkSchemas, func(t *testing.T, db *store.DB) {
		d, _, _ := sent(t, db)
		id := begun(t, d, "Có ảnh")
		n, err := d.AddPicture(t.Context(), son, id, shown(t))
		must(t, err)
		must(t, d.Submit(t.Context(), son, id, Submission{Consent: true}))
		secret, _, err := d.MakeLink(t.Context(), son, id, ha.Person)
		must(t, err)
		r := httptest.NewRequestWithContext(web.WithPlace(t.Context(), ward), "GET", "/duyet/"+secret, nil)
		r.SetPathValue("secret", secret)
		page := httptest.NewRecorder()
		must(t, d.phonePage(page, r))
		if want := fmt.Sprintf(`src="/duyet/%s/anh/%d" width="640" height="360"`, secret, n); !strings.Contains(page.Body.String(), want) {
			t.Errorf("no %s on the page", want)
		}
	})
}
