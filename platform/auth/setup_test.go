package auth

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

func (b *browser) setup(code string, first func(context.Context, *store.Tx) (int64, error)) error {
	return b.visit(func(ctx context.Context) error {
		return b.o.Setup(ctx, code, NewAccount{Login: "operator", Password: good}, first)
	})
}

func person(id int64) func(context.Context, *store.Tx) (int64, error) {
	return func(context.Context, *store.Tx) (int64, error) { return id, nil }
}

func TestTheFirstAccountIsMadeOnceAndOnlyWithTheCode(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		b := o.browser()
		needs := func() bool {
			t.Helper()
			needs, err := NeedsSetup(t.Context(), db, phuLien)
			if err != nil {
				t.Fatal(err)
			}
			return needs
		}
		open := func() string {
			t.Helper()
			code, err := o.OpenSetup(t.Context(), phuLien)
			if err != nil {
				t.Fatal(err)
			}
			return code
		}
		if err := b.setup("", person(1)); refuseOf(err).Field != "code" {
			t.Errorf("before a code was made: %v", err)
		}
		first, latest := open(), open() // the program was started twice
		for _, code := range []string{"", first, "0000-0000-0000"} {
			if err := b.setup(code, person(1)); refuseOf(err).Field != "code" || !needs() {
				t.Errorf("with the code %q: %v", code, err)
			}
		}
		trouble := errors.New("the person could not be kept")
		err := b.setup(latest, func(context.Context, *store.Tx) (int64, error) { return 0, trouble })
		if !errors.Is(err, trouble) || !needs() {
			t.Errorf("without the person: %v", err)
		}
		b = o.browser()
		b.address = "198.51.100.9:1" // the guesses above are counted
		if err := b.setup(strings.ToUpper(latest), person(1)); err != nil || needs() {
			t.Fatalf("with the code: %v", err)
		}
		if err := b.setup(latest, person(2)); kind(err) != refuse.Conflict {
			t.Errorf("again: %v", err)
		}
		if code := open(); code != "" {
			t.Errorf("a code for what is set up: %s", code)
		}
		if err := b.signIn("operator", good); err != nil || b.who() != 1 {
			t.Error(err)
		}
	})
}

func TestOfManySetUpsAtOnceOneIsKept(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		code, err := o.OpenSetup(t.Context(), phuLien)
		if err != nil {
			t.Fatal(err)
		}
		var kept atomic.Int32
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				if o.browser().setup(code, person(int64(i+1))) == nil {
					kept.Add(1)
				}
			})
		}
		all.Wait()
		if kept.Load() != 1 {
			t.Errorf("%d set-ups were kept", kept.Load())
		}
	})
}

func TestTheSetUpCodeCannotBeGuessed(t *testing.T) {
	o := newOffice(t, storetest.Open(t, schemas...))
	code, err := o.OpenSetup(t.Context(), phuLien)
	if err != nil {
		t.Fatal(err)
	}
	b := o.browser()
	for range 5 {
		if err := b.setup("0000-0000-0000", person(1)); kind(err) != refuse.Invalid {
			t.Fatal(err)
		}
	}
	if err := b.setup(code, person(1)); kind(err) != refuse.TooMany {
		t.Errorf("got %v", err)
	}
}
