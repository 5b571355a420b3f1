package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// The second step is a time-based one-time code (RFC 6238: SHA-1, six digits,
// half a minute), as every authenticator app makes it.
const (
	period        = 30 // seconds
	recoveryCodes = 10
)

var errWrongCode = refuse.Field("code", "Mã không đúng hoặc đã hết hạn. Anh/chị xem lại mã đang hiện trên điện thoại, kiểm tra giờ của điện thoại rồi nhập lại.")

// Confirm is the second step of signing in: a code from the phone, or one of the
// recovery codes. A code opens once.
func (d *Desk) Confirm(ctx context.Context, code string) error {
	person, ok := Waiting(ctx)
	if !ok {
		return refuse.With(refuse.NotSignedIn, "Mời anh/chị đăng nhập lại bằng tên và mật khẩu trước khi nhập mã.")
	}
	var in account
	err := d.guessCode(ctx, person, func(tx *store.Tx, a account) (bool, error) {
		in = a
		opened, how, err := d.spend(ctx, tx, a, code)
		if err != nil || !opened {
			return false, err
		}
		return true, d.enter(ctx, tx, a, how)
	})
	if err != nil {
		return err
	}
	return d.begin(ctx, person, in.epoch, false, in.IsTemporary)
}

// guessCode counts a guess at a code of person and runs test on it, in one
// transaction that is kept whether the guess is right or wrong.
func (d *Desk) guessCode(ctx context.Context, person int64, test func(*store.Tx, account) (bool, error)) error {
	v := visitOf(ctx)
	if v == nil {
		return errNoLoad
	}
	subject := subjectOf("code", strconv.FormatInt(person, 10))
	var no error
	err := d.DB.Write(ctx, v.place, func(tx *store.Tx) error {
		no = nil // PostgreSQL may run this twice
		if err := d.count(ctx, tx, subject, v.address); err != nil {
			return err
		}
		a, err := findAccount(ctx, tx, person)
		if err != nil {
			return err
		}
		opened, err := test(tx, a)
		if err != nil {
			return err
		}
		if !opened {
			no = errWrongCode
			return d.recordFailure(ctx, tx, "code-failed", person, subject)
		}
		return strike(ctx, tx, subject)
	})
	if err != nil {
		return err
	}
	return no
}

// spend uses code up, if it is good: a code of the phone later than the last one used, or a recovery code.
func (d *Desk) spend(ctx context.Context, tx *store.Tx, a account, code string) (ok bool, how string, err error) {
	if step, ok := d.stepOf(a.totpSecret, code); ok {
		n, err := changed(ctx, tx, `UPDATE auth_account SET totp_step = $3 WHERE place = $1 AND person = $2 AND totp_step < $3`, a.Person, step)
		return n == 1, "", err
	}
	n, err := changed(ctx, tx, `DELETE FROM auth_recovery WHERE place = $1 AND person = $2 AND hash = $3`,
		a.Person, recoveryHash(tx.Place(), a.Person, code))
	return n == 1, ", bằng mã khôi phục", err
}

func changed(ctx context.Context, tx *store.Tx, query string, args ...any) (int64, error) {
	res, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("auth: use a code: %w", err)
	}
	return res.RowsAffected()
}

// stepOf finds the half-minute whose code this is: the present one, the one
// before or the one after, for phones are not always on time.
func (d *Desk) stepOf(secret, code string) (int64, bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	now := d.Now().Unix() / period
	for step := now - 1; step <= now+1; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && secret != "" && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// An Enrolment is what a person needs to bring a phone in.
type Enrolment struct {
	Secret string // to be typed where the picture cannot be read, in groups of four
	URL    string // otpauth://… for a link on the phone itself
	QR     string // the URL as a picture: an <svg> element without style, safe to put into a page
}

// Enrol begins the second step for person: a new secret, which counts for nothing
// until ConfirmEnrolment. issuer is what the app will show, such as "Loa Phù Liễn".
func (d *Desk) Enrol(ctx context.Context, person int64, issuer string) (Enrolment, error) {
	raw := make([]byte, 20)
	if _, err := io.ReadFull(d.Rand, raw); err != nil {
		return Enrolment{}, fmt.Errorf("auth: chance: %w", err)
	}
	var e Enrolment
	err := d.DB.Write(ctx, web.Place(ctx), func(tx *store.Tx) error {
		a, err := findAccount(ctx, tx, person)
		if err != nil {
			return err
		}
		if a.HasSecondFactor {
			return refuse.With(refuse.Conflict, "Tài khoản đã bật xác thực hai bước. Muốn đổi điện thoại, mời anh/chị gỡ bước cũ trước.")
		}
		if e, err = enrolment(issuer, a.Login, raw); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE auth_account SET totp_pending = $3 WHERE place = $1 AND person = $2`, person, pack(e.Secret))
		return err
	})
	return e, err
}

// Enrolling shows again what Enrol began, after a wrong code.
func (d *Desk) Enrolling(ctx context.Context, person int64, issuer string) (Enrolment, error) {
	var e Enrolment
	err := d.DB.Read(ctx, web.Place(ctx), func(tx *store.Tx) error {
		a, err := findAccount(ctx, tx, person)
		if err != nil {
			return err
		}
		if a.totpPending == "" {
			return errNotEnrolling
		}
		raw, err := b32.DecodeString(a.totpPending)
		if err != nil {
			return fmt.Errorf("auth: pending secret of account %d is damaged", person)
		}
		e, err = enrolment(issuer, a.Login, raw)
		return err
	})
	return e, err
}

var errNotEnrolling = refuse.With(refuse.Conflict, "Mời anh/chị bắt đầu lại việc bật xác thực hai bước.")

// ConfirmEnrolment turns the second step on: code is the first that the phone
// made. It returns ten recovery codes, to be shown once and kept on paper.
func (d *Desk) ConfirmEnrolment(ctx context.Context, person int64, code string) (recovery []string, err error) {
	err = d.guessCode(ctx, person, func(tx *store.Tx, a account) (bool, error) {
		if a.totpPending == "" {
			return false, errNotEnrolling
		}
		step, ok := d.stepOf(a.totpPending, code)
		if !ok {
			return false, nil
		}
		if _, err := tx.Exec(ctx, `
			UPDATE auth_account SET totp_secret = totp_pending, totp_pending = '', totp_step = $3
			WHERE place = $1 AND person = $2`, person, step); err != nil {
			return false, fmt.Errorf("auth: turn the second step on: %w", err)
		}
		if recovery, err = d.newRecovery(ctx, tx, person); err != nil {
			return false, err
		}
		return true, d.record(ctx, tx, person, "add-second-factor", person, "")
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

// RenewRecovery replaces the recovery codes of person by ten new ones; it needs the password.
func (d *Desk) RenewRecovery(ctx context.Context, person int64, password string) (recovery []string, err error) {
	err = d.withPassword(ctx, person, password, func(ctx context.Context, tx *store.Tx, a account) error {
		if !a.HasSecondFactor {
			return errNotEnrolling
		}
		if recovery, err = d.newRecovery(ctx, tx, person); err != nil {
			return err
		}
		return d.record(ctx, tx, person, "renew-recovery", person, "")
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

// RecoveryLeft counts the recovery codes that person has not used.
func RecoveryLeft(ctx context.Context, tx *store.Tx, person int64) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM auth_recovery WHERE place = $1 AND person = $2`, person).Scan(&n)
	return n, err
}

// RemoveSecondFactor is the person's own; it needs the password.
func (d *Desk) RemoveSecondFactor(ctx context.Context, person int64, password string) error {
	return d.withPassword(ctx, person, password, func(ctx context.Context, tx *store.Tx, _ account) error {
		return d.dropSecondFactor(ctx, tx, person, person)
	})
}

// ResetSecondFactor is done by a holder of settings, for a person who lost phone and paper. All sessions of person end.
func (d *Desk) ResetSecondFactor(ctx context.Context, by, person int64) error {
	return d.DB.Write(ctx, web.Place(ctx), func(tx *store.Tx) error {
		if _, err := endSessions(ctx, tx, person); err != nil {
			return err
		}
		return d.dropSecondFactor(ctx, tx, by, person)
	})
}

func (d *Desk) withPassword(ctx context.Context, person int64, password string, then func(context.Context, *store.Tx, account) error) error {
	a, err := d.Account(ctx, person)
	if err != nil {
		return err
	}
	if err = d.prove(ctx, a.Login, password, then); errors.Is(err, errWrong) {
		return refuse.Field("password", "Mật khẩu không đúng. Mời anh/chị nhập lại.")
	}
	return err
}

func (d *Desk) dropSecondFactor(ctx context.Context, tx *store.Tx, by, person int64) error {
	if _, err := tx.Exec(ctx, `UPDATE auth_account SET totp_secret = '', totp_pending = '' WHERE place = $1 AND person = $2`, person); err != nil {
		return fmt.Errorf("auth: remove the second step: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM auth_recovery WHERE place = $1 AND person = $2`, person); err != nil {
		return fmt.Errorf("auth: remove recovery codes: %w", err)
	}
	return d.record(ctx, tx, by, "remove-second-factor", person, "")
}

func (d *Desk) newRecovery(ctx context.Context, tx *store.Tx, person int64) ([]string, error) {
	if _, err := tx.Exec(ctx, `DELETE FROM auth_recovery WHERE place = $1 AND person = $2`, person); err != nil {
		return nil, fmt.Errorf("auth: drop old recovery codes: %w", err)
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		code, err := d.word(3)
		if err != nil {
			return nil, err
		}
		codes[i] = code
		if _, err := tx.Exec(ctx, `INSERT INTO auth_recovery (place, person, hash) VALUES ($1, $2, $3)`,
			person, recoveryHash(tx.Place(), person, code)); err != nil {
			return nil, fmt.Errorf("auth: keep recovery codes: %w", err)
		}
	}
	return codes, nil
}

// recoveryHash needs no slow hash: a code has 60 bits of chance.
func recoveryHash(place store.Place, person int64, code string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s:%d:%s", place, person, plainWord(strings.TrimSpace(code))))
	return hex.EncodeToString(sum[:])
}

func enrolment(issuer, login string, raw []byte) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: login, Secret: raw})
	if err != nil {
		return Enrolment{}, fmt.Errorf("auth: make the key: %w", err)
	}
	picture, err := svg(key.URL())
	return Enrolment{Secret: spaced(key.Secret()), URL: key.URL(), QR: picture}, err
}

// svg draws text as a QR code: dark on white in every theme, with the quiet zone of four modules that the standard asks for.
func svg(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("auth: draw the key: %w", err)
	}
	const quiet = 4
	n := code.Bounds().Dx()
	var path strings.Builder
	for y := range n {
		for x := range n {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	size := n + 2*quiet
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="240" height="240" role="img" aria-label="Mã QR để quét bằng ứng dụng xác thực" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		size, size, size, size, path.String()), nil
}

// b32 is how authenticator apps spell a secret.
var b32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// spaced sets a secret in groups of four, for people who type it; pack undoes that.
func spaced(s string) string {
	var groups []string
	for group := range slices.Chunk([]byte(s), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}

func pack(s string) string { return strings.ReplaceAll(s, " ", "") }
