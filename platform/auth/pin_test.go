package auth

import (
	"context"
	"testing"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

func (b *browser) prove(person int64, code string) (ok bool, err error) {
	err = b.visit(func(ctx context.Context) error {
		return b.o.DB.Write(ctx, phuLien, func(tx *store.Tx) (err error) {
			ok, err = b.o.Prove(ctx, tx, person, code)
			return err
		})
	})
	return ok, err
}

// TestAPersonAnswersByPINUntilThePhoneIsIn: a PIN needs the password and some thought, guesses at it are counted, and
// with the app in use it opens nothing.
func TestAPersonAnswersByPINUntilThePhoneIsIn(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		if ok, err := b.prove(7, ""); ok || err != nil {
			t.Errorf("proved with nothing set: %v", err)
		}
		set := func(password, pin string) error {
			return b.visit(func(ctx context.Context) error { return o.SetPIN(ctx, 7, password, pin) })
		}
		for _, pin := range []string{"", "12345", "1234567890123", "123456", "111222", "12a456"} {
			if err := set(good, pin); refuse.Of(err).Field != "pin" {
				t.Errorf("PIN %q: %v", pin, err)
			}
		}
		if err := set(bad, "150716"); refuse.Of(err).Field != "password" {
			t.Errorf("set without the password: %v", err)
		}
		if err := set(good, "150716"); err != nil {
			t.Fatal(err)
		}
		if ok, err := b.prove(7, " 150 716 "); !ok || err != nil {
			t.Errorf("%v, %v", ok, err)
		}
		for i := range 5 {
			if ok, err := b.prove(7, "150717"); ok || err != nil {
				t.Errorf("guess %d: %v, %v", i, ok, err)
			}
		}
		if _, err := b.prove(7, "150716"); kind(err) != refuse.TooMany {
			t.Errorf("after five wrong ones: %v", err)
		}
		o.now = o.now.Add(window + time.Minute)
		secret, recovery := o.secondStep(b)
		if ok, err := b.prove(7, "150716"); ok || err != nil {
			t.Errorf("the PIN beside the app: %v, %v", ok, err)
		}
		if ok, err := b.prove(7, o.code(secret)); !ok || err != nil {
			t.Errorf("the code of the app: %v, %v", ok, err)
		}
		if ok, _ := b.prove(7, o.code(secret)); ok {
			t.Error("the code opened twice")
		}
		if ok, err := b.prove(7, recovery[0]); !ok || err != nil {
			t.Errorf("a recovery code: %v, %v", ok, err)
		}
	})
}
