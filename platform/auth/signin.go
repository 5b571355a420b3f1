package auth

import (
	"context"
	"errors"
	"fmt"

	"loa/platform/refuse"
	"loa/platform/store"
)

var (
	errNoLoad = errors.New("auth: the request did not come through Load")
	errWrong  = refuse.With(refuse.Invalid, "Tên đăng nhập hoặc mật khẩu không đúng. Anh/chị kiểm tra bộ gõ tiếng Việt, phím Caps Lock rồi nhập lại.")
)

// SignIn signs in whoever knows the password of login, in the session of the
// request. When needsCode, the person is [Waiting] for Confirm. A login that does
// not exist is answered like a wrong password. Too many guesses are refused with
// kind TooMany and a sentence that says when to try again.
func (d *Desk) SignIn(ctx context.Context, login, password string) (person int64, needsCode bool, err error) {
	if visitOf(ctx) == nil {
		return 0, false, errNoLoad
	}
	var in account
	err = d.prove(ctx, foldLogin(login), password, func(ctx context.Context, tx *store.Tx, a account) error {
		in = a
		if a.IsDisabled {
			return refuse.With(refuse.NotAllowed, "Tài khoản này đã bị khóa. Mời anh/chị liên hệ người quản trị hệ thống của đơn vị.")
		}
		if a.HasSecondFactor {
			return nil
		}
		return d.enter(ctx, tx, a, "")
	})
	if err != nil {
		return 0, false, err
	}
	return in.Person, in.HasSecondFactor, d.begin(ctx, in.Person, in.epoch, in.HasSecondFactor, in.IsTemporary)
}

// enter notes that a is in.
func (d *Desk) enter(ctx context.Context, tx *store.Tx, a account, how string) error {
	v := visitOf(ctx)
	if _, err := tx.Exec(ctx, `UPDATE auth_account SET signed_in_at = $3 WHERE place = $1 AND person = $2`, a.Person, d.Now().UnixMilli()); err != nil {
		return fmt.Errorf("auth: note the sign-in: %w", err)
	}
	return d.record(ctx, tx, a.Person, "sign-in", a.Person, fmt.Sprintf("%s, từ %s%s", v.device, v.address, how))
}

// prove tests password against the account of login and calls then in the
// transaction that strikes the guess from the count. Hashing, which is slow on
// purpose, happens between two transactions and not inside one. A wrong password
// or an unknown login is errWrong.
func (d *Desk) prove(ctx context.Context, login, password string, then func(context.Context, *store.Tx, account) error) error {
	v := visitOf(ctx)
	if v == nil {
		return errNoLoad
	}
	subject := subjectOf("login", login)
	a := account{hash: d.nobody()} // no password gives this hash
	err := d.DB.Write(ctx, v.place, func(tx *store.Tx) error {
		if err := d.count(ctx, tx, subject, v.address); err != nil {
			return err
		}
		found, err := findLogin(ctx, tx, login)
		if errors.Is(err, errNoAccount) {
			return nil
		}
		a = found
		return err
	})
	if err != nil {
		return err
	}
	ok, stale, err := d.matches(ctx, a.hash, password)
	if err != nil {
		return fmt.Errorf("auth: test a password: %w", err)
	}
	anew := a.hash
	if ok && stale {
		if anew, err = d.hash(ctx, password); err != nil {
			return err
		}
	}
	var no error
	err = d.DB.Write(ctx, v.place, func(tx *store.Tx) error {
		no = nil // PostgreSQL may run this twice
		now, err := findAccount(ctx, tx, a.Person)
		if err != nil && !errors.Is(err, errNoAccount) {
			return err
		}
		if !ok || now.hash != a.hash { // changed while we were hashing: the old one no longer opens
			no = errWrong
			return d.recordFailure(ctx, tx, "sign-in-failed", a.Person, subject)
		}
		if err := strike(ctx, tx, subject); err != nil {
			return err
		}
		if anew != a.hash {
			if _, err := tx.Exec(ctx, `UPDATE auth_account SET hash = $3 WHERE place = $1 AND person = $2`, a.Person, anew); err != nil {
				return fmt.Errorf("auth: hash anew: %w", err)
			}
		}
		return then(ctx, tx, now)
	})
	if err != nil {
		return err
	}
	return no
}
