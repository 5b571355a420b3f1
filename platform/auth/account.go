package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// An Account is what a screen may know of a person's way in.
type Account struct {
	Person          int64
	Login           string
	IsTemporary     bool // the password was given by somebody else and is still to be changed
	IsDisabled      bool
	HasSecondFactor bool
	Created         time.Time
	SignedIn        time.Time // the last time; zero: never
}

// account is an Account with what only this package may see.
type account struct {
	Account
	hash        string
	epoch       int64
	totpSecret  string
	totpPending string
	totpStep    int64
}

var (
	errNoAccount = refuse.With(refuse.NotFound, "Người này chưa có tài khoản đăng nhập.")
	loginForm    = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{2,63}$`)
)

// ParseLogin is the door through which a new login comes: small letters without
// marks, digits and . _ @ + -, three characters or more; an e-mail address will do.
func ParseLogin(s string) (string, error) {
	login := foldLogin(s)
	if !loginForm.MatchString(login) {
		return "", refuse.Field("login", "Tên đăng nhập gồm 3 đến 64 ký tự: chữ thường không dấu, chữ số và các dấu . _ @ + -, ví dụ lan.nguyen.")
	}
	return login, nil
}

// foldLogin is how a typed login is looked up.
func foldLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// A NewAccount is the way in for a person who has none yet.
type NewAccount struct {
	Person      int64
	Login       string
	Password    string
	IsTemporary bool // somebody else chose the password: it must be changed at the first sign-in
}

// CreateAccount gives a person of org a login, in the transaction of whoever
// knows the person. by is the holder of settings who does it, 0 the program.
// It hashes the password inside the transaction, about 40 ms.
func (d *Desk) CreateAccount(ctx context.Context, tx *store.Tx, by int64, n NewAccount) error {
	login, err := ParseLogin(n.Login)
	if err != nil {
		return err
	}
	if err := CheckPassword(login, n.Password); err != nil {
		return err
	}
	if _, err := findAccount(ctx, tx, n.Person); err == nil {
		return refuse.With(refuse.Conflict, "Người này đã có tài khoản đăng nhập.")
	} else if !errors.Is(err, errNoAccount) {
		return err
	}
	hash, err := d.hash(ctx, n.Password)
	if err != nil {
		return err
	}
	res, err := tx.Exec(ctx, `
		INSERT INTO auth_account (place, person, login, hash, is_temporary, is_disabled, epoch, totp_secret, totp_pending, totp_step, created_at, signed_in_at)
		VALUES ($1, $2, $3, $4, $5, FALSE, 1, '', '', 0, $6, 0)
		ON CONFLICT DO NOTHING`, n.Person, login, hash, n.IsTemporary, d.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("auth: create account: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil {
		return err
	} else if n == 0 {
		return refuse.Field("login", "Tên đăng nhập này đã có người dùng. Mời anh/chị chọn tên khác.")
	}
	return d.record(ctx, tx, by, "create-account", n.Person, "")
}

// SetPassword is the person's own change of password. It needs the old one, ends
// all other sessions, and puts this one under a new token.
func (d *Desk) SetPassword(ctx context.Context, person int64, old, password string) error {
	a, err := d.Account(ctx, person)
	if err != nil {
		return err
	}
	if err := CheckPassword(a.Login, password); err != nil {
		return err
	}
	if old == password {
		return refuse.Field("password", "Mật khẩu mới phải khác mật khẩu đang dùng.")
	}
	hash, err := d.hash(ctx, password)
	if err != nil {
		return err
	}
	var epoch int64
	err = d.prove(ctx, a.Login, old, func(ctx context.Context, tx *store.Tx, a account) (err error) {
		if epoch, err = d.replacePassword(ctx, tx, a.Person, hash, false); err != nil {
			return err
		}
		return d.record(ctx, tx, person, "set-password", person, "")
	})
	if errors.Is(err, errWrong) {
		return refuse.Field("old", "Mật khẩu đang dùng không đúng. Mời anh/chị nhập lại.")
	}
	if v := visitOf(ctx); err == nil && v != nil && v.person == person && !v.isWaiting {
		return d.begin(ctx, person, epoch, false, false)
	}
	return err
}

// ResetPassword gives person a temporary password, for a holder of settings to
// hand over; it must be changed at the next sign-in. All sessions of person end.
func (d *Desk) ResetPassword(ctx context.Context, by, person int64) (temporary string, err error) {
	if temporary, err = d.TemporaryPassword(); err != nil {
		return "", err
	}
	hash, err := d.hash(ctx, temporary)
	if err != nil {
		return "", err
	}
	err = d.DB.Write(ctx, web.Place(ctx), func(tx *store.Tx) error {
		if _, err := d.replacePassword(ctx, tx, person, hash, true); err != nil {
			return err
		}
		return d.record(ctx, tx, by, "reset-password", person, "")
	})
	if err != nil {
		return "", err
	}
	return temporary, nil
}

// Disable shuts person out, at once and on every device.
func (d *Desk) Disable(ctx context.Context, by, person int64) error {
	if by == person {
		return refuse.With(refuse.Invalid, "Anh/chị không tự khóa tài khoản của mình. Mời người quản trị khác thực hiện.")
	}
	return d.setDisabled(ctx, by, person, true, "disable-account")
}

// Enable lets person in again.
func (d *Desk) Enable(ctx context.Context, by, person int64) error {
	return d.setDisabled(ctx, by, person, false, "enable-account")
}

func (d *Desk) setDisabled(ctx context.Context, by, person int64, disabled bool, verb string) error {
	return d.DB.Write(ctx, web.Place(ctx), func(tx *store.Tx) error {
		if _, err := endSessions(ctx, tx, person); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE auth_account SET is_disabled = $3 WHERE place = $1 AND person = $2`, person, disabled); err != nil {
			return fmt.Errorf("auth: %s: %w", verb, err)
		}
		return d.record(ctx, tx, by, verb, person, "")
	})
}

// Account is the account of person; a refusal of kind NotFound when there is none.
func (d *Desk) Account(ctx context.Context, person int64) (Account, error) {
	var a account
	err := d.DB.Read(ctx, web.Place(ctx), func(tx *store.Tx) (err error) {
		a, err = findAccount(ctx, tx, person)
		return err
	})
	return a.Account, err
}

// Accounts is every account of the place, by person.
func Accounts(ctx context.Context, tx *store.Tx) (map[int64]Account, error) {
	rows, err := tx.Query(ctx, `SELECT `+accountColumns+` FROM auth_account WHERE place = $1`)
	if err != nil {
		return nil, fmt.Errorf("auth: list accounts: %w", err)
	}
	defer rows.Close()
	all := map[int64]Account{}
	for rows.Next() {
		a, err := scanAccount(rows)
		if err != nil {
			return nil, err
		}
		all[a.Person] = a.Account
	}
	return all, rows.Err()
}

// HasSecondFactor reports whether person signs in with a code from a phone as well.
// Which posts must is org's rule.
func HasSecondFactor(ctx context.Context, tx *store.Tx, person int64) (bool, error) {
	a, err := findAccount(ctx, tx, person)
	if errors.Is(err, errNoAccount) {
		return false, nil
	}
	return a.HasSecondFactor, err
}

const accountColumns = `person, login, hash, is_temporary, is_disabled, epoch, totp_secret, totp_pending, totp_step, created_at, signed_in_at`

func scanAccount(row interface{ Scan(...any) error }) (account, error) {
	var a account
	var created, signedIn int64
	err := row.Scan(&a.Person, &a.Login, &a.hash, &a.IsTemporary, &a.IsDisabled, &a.epoch,
		&a.totpSecret, &a.totpPending, &a.totpStep, &created, &signedIn)
	a.HasSecondFactor, a.Created = a.totpSecret != "", time.UnixMilli(created)
	if signedIn > 0 {
		a.SignedIn = time.UnixMilli(signedIn)
	}
	return a, err
}

// findAccount is the account of person, or errNoAccount.
func findAccount(ctx context.Context, tx *store.Tx, person int64) (account, error) {
	a, err := scanAccount(tx.QueryRow(ctx, `SELECT `+accountColumns+` FROM auth_account WHERE place = $1 AND person = $2`, person))
	if errors.Is(err, sql.ErrNoRows) {
		return account{}, errNoAccount
	}
	return a, err
}

// findLogin is the account that login names, or errNoAccount.
func findLogin(ctx context.Context, tx *store.Tx, login string) (account, error) {
	a, err := scanAccount(tx.QueryRow(ctx, `SELECT `+accountColumns+` FROM auth_account WHERE place = $1 AND login = $2`, login))
	if errors.Is(err, sql.ErrNoRows) {
		return account{}, errNoAccount
	}
	return a, err
}

// replacePassword sets a new hash and ends all sessions.
func (d *Desk) replacePassword(ctx context.Context, tx *store.Tx, person int64, hash string, temporary bool) (epoch int64, err error) {
	if epoch, err = endSessions(ctx, tx, person); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `UPDATE auth_account SET hash = $3, is_temporary = $4 WHERE place = $1 AND person = $2`, person, hash, temporary)
	return epoch, err
}
