package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

const bad = "sai mật khẩu rồi"

func TestAWrongPasswordAndAnUnknownLoginAreAnsweredAlike(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		wrong, unknown := b.signIn("lan", bad), b.signIn("nobody", bad)
		if wrong == nil || unknown == nil || *refuseOf(wrong) != *refuseOf(unknown) || kind(wrong) != refuse.Invalid {
			t.Errorf("%v and %v", wrong, unknown)
		}
		// Both come to the hash, which is what takes time: with no room for hashing both wait until they are called off.
		for range cap(o.hashing) {
			o.hashing <- struct{}{}
		}
		for _, login := range []string{"lan", "nobody"} {
			err := b.visit(func(ctx context.Context) error {
				ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
				defer cancel()
				_, _, err := o.SignIn(ctx, login, bad)
				return err
			})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s was answered without a hash: %v", login, err)
			}
		}
	})
}

func refuseOf(err error) *refuse.Refusal {
	r := refuse.Of(err)
	return &r
}

func TestTooManyGuessesAreRefusedUntilATimeThatIsSaid(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		for i := range 5 {
			o.now = o.now.Add(63 * time.Second) // the first guess is at 8:01:03, the last at 8:05:15
			if err := b.signIn("lan", bad); kind(err) != refuse.Invalid {
				t.Fatalf("guess %d: %v", i, err)
			}
		}
		if detail := o.log()[0].Detail; !strings.HasSuffix(detail, "tạm dừng đến 08:17") {
			t.Errorf("the log says %q", detail)
		}
		again := newOffice(t, db) // the program was started anew
		again.now = o.now
		b.o = again
		if err := b.signIn("lan", good); kind(err) != refuse.TooMany || !strings.Contains(err.Error(), "thử lại từ 08:17.") {
			t.Fatalf("got %v", err)
		}
		elsewhere := again.browser()
		elsewhere.address = "198.51.100.9:1"
		elsewhere.mustSignIn("lan") // a stranger does not shut the person out everywhere
		again.now = time.Date(2025, 7, 16, 8, 17, 0, 0, vietnam)
		b.mustSignIn("lan")
	})
}

func TestARightPasswordStrikesTheWrongOnes(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		for range 3 {
			for range 4 {
				if err := b.signIn("lan", bad); kind(err) != refuse.Invalid {
					t.Fatal(err)
				}
			}
			b.mustSignIn("lan")
		}
	})
}

func TestManyAddressesTogetherBlockAnAccount(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		o.account(phuLien, 8, "hung")
		b := o.browser()
		for i := range 20 {
			b.address = fmt.Sprintf("198.51.100.%d:1", i)
			if err := b.signIn("lan", bad); kind(err) != refuse.Invalid {
				t.Fatal(i, err)
			}
		}
		b.address = "203.0.113.200:1"
		if err := b.signIn("lan", good); kind(err) != refuse.TooMany {
			t.Errorf("got %v", err)
		}
		b.mustSignIn("hung")
	})
}

func TestOneAddressThatTriesEveryLoginIsBlocked(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		for i := range 40 {
			if err := b.signIn(fmt.Sprint("login", i), bad); kind(err) != refuse.Invalid {
				t.Fatal(i, err)
			}
		}
		if err := b.signIn("lan", good); kind(err) != refuse.TooMany {
			t.Errorf("got %v", err)
		}
		other := o.browser()
		other.place = otherOne
		if err := other.signIn("lan", bad); kind(err) != refuse.Invalid {
			t.Errorf("at another place: %v", err)
		}
	})
}

func TestGuessesAtTheSameMomentAreCountedToo(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		var tested sync.Map
		var all sync.WaitGroup
		for i := range 25 {
			all.Go(func() {
				if kind(o.browser().signIn("lan", bad)) == refuse.Invalid {
					tested.Store(i, true)
				}
			})
		}
		all.Wait()
		n := 0
		tested.Range(func(any, any) bool { n++; return true })
		if n != 5 {
			t.Errorf("%d guesses were tested", n)
		}
	})
}

// TestAPasswordThatChangesWhileItIsTestedNoLongerOpens: hashing stands between two transactions.
func TestAPasswordThatChangesWhileItIsTestedNoLongerOpens(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		for range cap(o.hashing) {
			o.hashing <- struct{}{}
		}
		signedIn := make(chan error)
		go func() { signedIn <- o.browser().signIn("lan", good) }()
		for guesses := 0; guesses == 0; { // the guess is counted just before it is hashed
			err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
				return tx.QueryRow(t.Context(), `SELECT count(*) FROM auth_attempt WHERE place = $1`).Scan(&guesses)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error {
			_, err := o.replacePassword(t.Context(), tx, 7, o.nobody(), false)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for range cap(o.hashing) {
			<-o.hashing
		}
		if err := <-signedIn; kind(err) != refuse.Invalid {
			t.Errorf("got %v", err)
		}
	})
}

func TestADisabledAccountIsOutAtOnceAndOnlyItsOwnerIsToldWhy(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		o.account(phuLien, 1, "operator")
		b, operator := o.browser(), o.browser()
		b.mustSignIn("lan")
		operator.mustSignIn("operator")
		do := func(verb func(context.Context, int64, int64) error, person int64) error {
			return operator.visit(func(ctx context.Context) error { return verb(ctx, 1, person) })
		}
		if err := do(o.Disable, 1); kind(err) != refuse.Invalid {
			t.Errorf("oneself: %v", err)
		}
		if err := do(o.Disable, 99); kind(err) != refuse.NotFound {
			t.Errorf("nobody: %v", err)
		}
		if err := do(o.Disable, 7); err != nil {
			t.Fatal(err)
		}
		if b.who() != 0 {
			t.Error("still in")
		}
		if err := b.signIn("lan", bad); kind(err) != refuse.Invalid {
			t.Errorf("with a wrong password: %v", err)
		}
		if err := b.signIn("lan", good); kind(err) != refuse.NotAllowed {
			t.Errorf("with the right one: %v", err)
		}
		if err := do(o.Enable, 7); err != nil {
			t.Fatal(err)
		}
		b.mustSignIn("lan")
	})
}

func TestAPersonChangesTheirPassword(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b, phone := o.browser(), o.browser()
		b.mustSignIn("lan")
		phone.mustSignIn("lan")
		set := func(old, password string) error {
			return b.visit(func(ctx context.Context) error { return o.SetPassword(ctx, 7, old, password) })
		}
		for _, tt := range []struct{ old, password, field string }{
			{bad, "năm con mèo vàng", "old"}, {good, "ngắn", "password"}, {good, good, "password"}, {good, "xin chào lan nhé", "password"},
		} {
			if err := set(tt.old, tt.password); refuseOf(err).Field != tt.field {
				t.Errorf("%+v: %v", tt, err)
			}
		}
		if err := set(good, "năm con mèo vàng"); err != nil {
			t.Fatal(err)
		}
		if b.who() != 7 || phone.who() != 0 {
			t.Error("the device in hand must stay, the others must go")
		}
		if err := phone.signIn("lan", good); kind(err) != refuse.Invalid {
			t.Errorf("the old password: %v", err)
		}
		if err := phone.signIn("lan", "năm con mèo vàng"); err != nil {
			t.Error(err)
		}
	})
}

func TestATemporaryPasswordMustBeChanged(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b, operator := o.browser(), o.browser()
		b.mustSignIn("lan")
		var temporary string
		err := operator.visit(func(ctx context.Context) (err error) { temporary, err = o.ResetPassword(ctx, 1, 7); return err })
		if err != nil || CheckPassword("lan", temporary) != nil {
			t.Fatalf("%q: %v", temporary, err)
		}
		if b.who() != 0 || kind(b.signIn("lan", good)) != refuse.Invalid {
			t.Error("the old way in is still open")
		}
		err = b.visit(func(ctx context.Context) error {
			_, _, err := o.SignIn(ctx, "lan", temporary)
			if !MustChangePassword(ctx) {
				t.Error("the very request that signs in does not know")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		must := func() (must bool) {
			t.Helper()
			if err := b.visit(func(ctx context.Context) error { must = MustChangePassword(ctx); return nil }); err != nil {
				t.Fatal(err)
			}
			return must
		}
		if !must() {
			t.Error("the temporary password may stay")
		}
		if err := b.visit(func(ctx context.Context) error { return o.SetPassword(ctx, 7, temporary, good) }); err != nil {
			t.Fatal(err)
		}
		if must() || b.who() != 7 {
			t.Error("changed, and still to be changed")
		}
	})
}

func TestALoginBelongsToOnePersonOfAPlace(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		o.account(otherOne, 3, "lan")
		for _, tt := range []struct {
			n    NewAccount
			kind refuse.Kind
			say  string
		}{
			{NewAccount{Person: 8, Login: "LAN", Password: good}, refuse.Invalid, "đã có người dùng"},
			{NewAccount{Person: 7, Login: "lan2", Password: good}, refuse.Conflict, "đã có tài khoản"},
			{NewAccount{Person: 8, Login: "Nguyễn Lan", Password: good}, refuse.Invalid, "chữ thường không dấu"},
			{NewAccount{Person: 8, Login: "hung", Password: "hung1234567"}, refuse.Invalid, "không được chứa"},
		} {
			err := db.Write(t.Context(), phuLien, func(tx *store.Tx) error { return o.CreateAccount(t.Context(), tx, 1, tt.n) })
			if kind(err) != tt.kind || !strings.Contains(refuseOf(err).Say, tt.say) {
				t.Errorf("%+v: %v", tt.n, err)
			}
		}
		err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
			all, err := Accounts(t.Context(), tx)
			if len(all) != 1 || all[7].Login != "lan" || !all[7].SignedIn.IsZero() || !all[7].Created.Equal(o.now) {
				t.Errorf("accounts %+v", all)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAHashOfAnotherCostIsMadeAnew(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		hash := func() (h string) {
			t.Helper()
			err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
				a, err := findAccount(t.Context(), tx, 7)
				h = a.hash
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return h
		}
		before := hash()
		o.browser().mustSignIn("lan")
		if hash() != before {
			t.Error("hashed anew without need")
		}
		o.cost.time++
		b := o.browser()
		b.mustSignIn("lan")
		if !strings.Contains(hash(), "t=2") || b.who() != 7 {
			t.Errorf("still %s", before)
		}
		o.browser().mustSignIn("lan")
	})
}

// TestSecretsAreNotTold: whatever the program writes, says or keeps while people
// sign in, change and lose their secrets holds none of these secrets.
func TestSecretsAreNotTold(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		var told bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&told, &slog.HandlerOptions{Level: slog.LevelDebug - 4})))
		defer slog.SetDefault(before)
		o := newOffice(t, db)
		o.account(phuLien, 7, "lan")
		b := o.browser()
		secrets := []string{good, bad, "typed-into-the-wrong-box"}
		tell := func(err error) {
			if err != nil {
				fmt.Fprintln(&told, err)
			}
		}
		keep := func() {
			if b.cookie != nil {
				secrets = append(secrets, b.cookie.Value)
			}
		}
		tell(b.signIn("lan", bad))
		tell(b.signIn("typed-into-the-wrong-box", bad))
		tell(b.signIn("lan", good))
		keep()
		tell(b.visit(func(ctx context.Context) error {
			e, err := o.Enrol(ctx, 7, "Loa")
			if err != nil {
				return err
			}
			secrets = append(secrets, pack(e.Secret), e.Secret, o.code(e.Secret))
			codes, err := o.ConfirmEnrolment(ctx, 7, o.code(e.Secret))
			secrets = append(secrets, codes...)
			return err
		}))
		o.now = o.now.Add(time.Minute)
		tell(b.signIn("lan", good))
		keep()
		recovery := secrets[len(secrets)-2]
		tell(b.visit(func(ctx context.Context) error { return o.Confirm(ctx, "123456") }))
		tell(b.visit(func(ctx context.Context) error { return o.Confirm(ctx, recovery) }))
		keep()
		tell(b.visit(func(ctx context.Context) error { return o.SetPassword(ctx, 7, bad, "năm con mèo vàng") }))
		tell(b.visit(func(ctx context.Context) error {
			temporary, err := o.ResetPassword(ctx, 1, 7)
			secrets = append(secrets, temporary)
			return err
		}))
		tell(b.visit(o.SignOut))
		o.Rand = noChance{}
		tell(b.visit(func(ctx context.Context) error { _, err := o.ResetPassword(ctx, 1, 7); return err }))
		for _, l := range o.log() {
			fmt.Fprintf(&told, "%+v\n", l.Entry)
		}
		err := db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
			a, err := findAccount(t.Context(), tx, 7)
			secrets = append(secrets, a.hash)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(told.String(), "sign-in-failed") || len(secrets) < 18 {
			t.Fatalf("the test has gone blind: %d secrets, told %s", len(secrets), told.String())
		}
		for _, s := range secrets {
			if s == "" || strings.Contains(told.String(), s) {
				t.Errorf("the secret %q was told", s)
			}
		}
	})
}

// TestSecretsAreKeptAsHashes: who reads the tables can sign in nowhere.
func TestSecretsAreKeptAsHashes(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		setup, err := o.OpenSetup(t.Context(), phuLien)
		if err != nil {
			t.Fatal(err)
		}
		o.account(phuLien, 7, "lan")
		b := o.browser()
		_, recovery := o.secondStep(b)
		b.mustSignIn("lan")
		if err := b.signIn("typed-into-the-wrong-box", bad); err == nil {
			t.Fatal("nobody signed in")
		}
		var kept strings.Builder
		err = db.Read(t.Context(), phuLien, func(tx *store.Tx) error {
			for _, query := range []string{
				`SELECT hash FROM auth_setup WHERE place = $1`, `SELECT hash FROM auth_account WHERE place = $1`,
				`SELECT hash FROM auth_recovery WHERE place = $1`, `SELECT token FROM auth_session WHERE place = $1`,
				`SELECT subject FROM auth_attempt WHERE place = $1`,
			} {
				rows, err := tx.Query(t.Context(), query)
				if err != nil {
					return err
				}
				n := 0
				for rows.Next() {
					var s string
					if err := rows.Scan(&s); err != nil {
						return err
					}
					n++
					kept.WriteString(s + "\n")
				}
				if err := rows.Close(); err != nil || n == 0 {
					t.Errorf("%s: %d rows, %v", query, n, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range append(recovery, plainWord(recovery[0]), setup, plainWord(setup), good, bad, b.cookie.Value, "typed-into-the-wrong-box") {
			if strings.Contains(kept.String(), secret) {
				t.Errorf("%q is kept as it is", secret)
			}
		}
	})
}

// noChance is chance that has run out.
type noChance struct{}

func (noChance) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
