package auth

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// secondStep turns the second step of person 7 on and returns the secret of the
// phone and the recovery codes; it is then a minute later.
func (o *office) secondStep(b *browser) (secret string, recovery []string) {
	o.t.Helper()
	err := b.visit(func(ctx context.Context) error {
		e, err := o.Enrol(ctx, 7, "Loa Phù Liễn")
		if err != nil {
			return err
		}
		secret = e.Secret
		recovery, err = o.ConfirmEnrolment(ctx, 7, o.code(secret))
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	o.now = o.now.Add(time.Minute)
	return secret, recovery
}

func (b *browser) confirm(code string) error {
	return b.visit(func(ctx context.Context) error { return b.o.Confirm(ctx, code) })
}

func TestACodeOpensOnce(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		secret, _ := o.secondStep(b)
		code := o.code(secret)
		b.mustSignIn("lan")
		if err := b.confirm(code[:3] + " " + code[3:]); err != nil || b.who() != 7 {
			t.Fatal(err)
		}
		second := o.browser()
		second.mustSignIn("lan")
		if err := second.confirm(code); kind(err) != refuse.Invalid || second.who() != 0 {
			t.Errorf("the same code again: %v", err)
		}
		o.now = o.now.Add(period * time.Second)
		if err := second.confirm(o.code(secret)); err != nil || second.who() != 7 {
			t.Errorf("the next code: %v", err)
		}
	})
}

func TestTheCodeThatTurnsTheStepOnIsUsedUp(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		enrolled := o.now
		secret, _ := o.secondStep(b)
		o.now = enrolled
		b.mustSignIn("lan")
		if err := b.confirm(o.code(secret)); kind(err) != refuse.Invalid || b.who() != 0 {
			t.Errorf("got %v", err)
		}
	})
}

func TestNoSecretHasNoCode(t *testing.T) {
	o := newOffice(t, storetest.Open(t, schemas...))
	if _, ok := o.stepOf("", o.code("")); ok {
		t.Error("the code of an empty secret opens")
	}
}

func TestAPhoneMayBeHalfAMinuteWrongAndNoMore(t *testing.T) {
	o := newOffice(t, storetest.Open(t, schemas...))
	o.account(phuLien, 7, "lan")
	secret, _ := o.secondStep(o.browser())
	for _, tt := range []struct {
		wrong time.Duration
		opens bool
	}{{-2 * period * time.Second, false}, {2 * period * time.Second, false}, {-period * time.Second, true}, {period * time.Second, true}} {
		b := o.browser()
		o.now = o.now.Add(5 * time.Minute)
		b.mustSignIn("lan")
		office := o.now
		o.now = office.Add(tt.wrong)
		code := o.code(secret)
		o.now = office
		if err := b.confirm(code); (err == nil) != tt.opens {
			t.Errorf("a phone that is %v wrong: %v", tt.wrong, err)
		}
	}
}

func TestARecoveryCodeOpensOnce(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		_, recovery := o.secondStep(b)
		b.mustSignIn("lan")
		if err := b.confirm(" " + strings.ToUpper(strings.ReplaceAll(recovery[3], "-", " "))); err != nil || b.who() != 7 {
			t.Fatal(err)
		}
		if detail := o.log()[0].Detail; !strings.Contains(detail, "bằng mã khôi phục") {
			t.Errorf("the log says %q", detail)
		}
		b.mustSignIn("lan")
		if err := b.confirm(recovery[3]); kind(err) != refuse.Invalid {
			t.Errorf("again: %v", err)
		}
		if err := b.confirm(recovery[4]); err != nil {
			t.Errorf("another: %v", err)
		}
		left := func() (n int) {
			t.Helper()
			err := db.Read(t.Context(), phuLien, func(tx *store.Tx) (err error) { n, err = RecoveryLeft(t.Context(), tx, 7); return err })
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if left() != 8 {
			t.Errorf("%d codes are left", left())
		}
		err := b.visit(func(ctx context.Context) error {
			if _, err := o.RenewRecovery(ctx, 7, bad); refuseOf(err).Field != "password" {
				t.Errorf("new ones with a wrong password: %v", err)
			}
			_, err := o.RenewRecovery(ctx, 7, good)
			return err
		})
		if err != nil || left() != 10 {
			t.Errorf("renewed: %d, %v", left(), err)
		}
		b.mustSignIn("lan")
		if err := b.confirm(recovery[5]); kind(err) != refuse.Invalid {
			t.Errorf("an old one after the new ones were made: %v", err)
		}
	})
}

func TestCodesCannotBeGuessed(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		secret, _ := o.secondStep(b)
		for range 5 {
			b.mustSignIn("lan") // a fresh password does not buy fresh guesses
			if err := b.confirm("000000"); kind(err) != refuse.Invalid {
				t.Fatal(err)
			}
		}
		if err := b.confirm(o.code(secret)); kind(err) != refuse.TooMany || b.who() != 0 {
			t.Errorf("got %v", err)
		}
	})
}

func TestTheStepInBetweenIsNoSignIn(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		secret, _ := o.secondStep(b)
		if err := o.browser().confirm(o.code(secret)); kind(err) != refuse.NotSignedIn {
			t.Errorf("a code without a password: %v", err)
		}
		b.mustSignIn("lan")
		err := b.visit(func(ctx context.Context) error {
			person, waits := Waiting(ctx)
			list, err := o.Sessions(ctx, 7)
			if person != 7 || !waits || len(list) != 0 {
				t.Errorf("waiting %d %v, sessions %v", person, waits, list)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		o.now = o.now.Add(waiting)
		if err := b.confirm(o.code(secret)); kind(err) != refuse.NotSignedIn {
			t.Errorf("after the time for it: %v", err)
		}
	})
}

func TestTheSecondStepIsRemovedByItsOwnerOrByAHolderOfSettings(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b, operator := o.browser(), o.browser()
		has := func() (has bool) {
			t.Helper()
			err := db.Read(t.Context(), phuLien, func(tx *store.Tx) (err error) { has, err = HasSecondFactor(t.Context(), tx, 7); return err })
			if err != nil {
				t.Fatal(err)
			}
			return has
		}
		remove := func(password string) error {
			return b.visit(func(ctx context.Context) error { return o.RemoveSecondFactor(ctx, 7, password) })
		}
		o.secondStep(b)
		if err := b.visit(func(ctx context.Context) error { _, err := o.Enrol(ctx, 7, "Loa"); return err }); kind(err) != refuse.Conflict {
			t.Errorf("a second phone over the first: %v", err)
		}
		if err := remove(bad); refuseOf(err).Field != "password" || !has() {
			t.Errorf("with a wrong password: %v", err)
		}
		if err := remove(good); err != nil || has() {
			t.Errorf("with the right one: %v", err)
		}
		o.secondStep(b)
		if err := operator.visit(func(ctx context.Context) error { return o.ResetSecondFactor(ctx, 1, 7) }); err != nil || has() {
			t.Errorf("by a holder of settings: %v", err)
		}
		b.mustSignIn("lan")
		if b.who() != 7 {
			t.Error("removed, and still asked for")
		}
	})
}

func TestAnUnconfirmedSecretCountsForNothing(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		var first, shown, second Enrolment
		err := b.visit(func(ctx context.Context) (err error) {
			if _, err := o.Enrolling(ctx, 7, "Loa"); kind(err) != refuse.Conflict {
				t.Errorf("nothing was begun: %v", err)
			}
			if first, err = o.Enrol(ctx, 7, "Loa"); err != nil {
				return err
			}
			if _, err := o.ConfirmEnrolment(ctx, 7, "000000"); kind(err) != refuse.Invalid {
				t.Errorf("a wrong first code: %v", err)
			}
			if shown, err = o.Enrolling(ctx, 7, "Loa"); err != nil {
				return err
			}
			second, err = o.Enrol(ctx, 7, "Loa")
			return err
		})
		if err != nil || shown != first || second.Secret == first.Secret {
			t.Fatalf("%v, %v, %v", err, shown.Secret == first.Secret, second.Secret == first.Secret)
		}
		b.mustSignIn("lan")
		if b.who() != 7 {
			t.Error("a secret that was never confirmed asks for a code")
		}
	})
}

// TestThePictureIsOneThatAPageMayHold: well formed, without style or script, and it names the key that apps read.
func TestThePictureIsOneThatAPageMayHold(t *testing.T) {
	e, err := enrolment("Loa Phù Liễn", "lan.nguyen", make([]byte, 20))
	if err != nil {
		t.Fatal(err)
	}
	key, err := url.Parse(e.URL)
	if err != nil || key.Scheme != "otpauth" || key.Host != "totp" || key.Path != "/Loa Phù Liễn:lan.nguyen" ||
		key.Query().Get("secret") != pack(e.Secret) || key.Query().Get("issuer") != "Loa Phù Liễn" {
		t.Errorf("%s: %v", e.URL, err)
	}
	elements := map[string]int{}
	d := xml.NewDecoder(strings.NewReader(e.QR))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			elements[start.Name.Local]++
			for _, a := range start.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("%s has %s", start.Name.Local, a.Name.Local)
				}
			}
		}
	}
	if len(elements) != 2 || elements["svg"] != 1 || elements["path"] != 2 {
		t.Errorf("elements %v", elements)
	}
}
