package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"loa/platform/refuse"
	"loa/platform/store"
)

// A PIN is for whoever has no app that makes codes: six digits or more, by which a
// person answers for one act on a page that they reached without signing in.
// It opens no session. With the app in use it counts for nothing.

// SetPIN is the person's own; it needs the password.
func (d *Desk) SetPIN(ctx context.Context, person int64, password, pin string) error {
	if err := checkPIN(pin); err != nil {
		return err
	}
	return d.withPassword(ctx, person, password, func(ctx context.Context, tx *store.Tx, _ account) error { return d.PutPIN(ctx, tx, person, pin) })
}

// PutPIN is SetPIN in the transaction of whoever knows the person. It hashes inside the transaction, about 40 ms.
func (d *Desk) PutPIN(ctx context.Context, tx *store.Tx, person int64, pin string) error {
	if err := checkPIN(pin); err != nil {
		return err
	}
	hash, err := d.hash(ctx, pin)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO auth_pin (place, person, hash, set_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (place, person) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at`, person, hash, d.Now().UnixMilli()); err != nil {
		return fmt.Errorf("auth: set a PIN: %w", err)
	}
	return d.record(ctx, tx, person, "set-pin", person, "")
}

func checkPIN(pin string) error {
	switch {
	case len(pin) < 6 || len(pin) > 12 || strings.Trim(pin, "0123456789") != "":
		return refuse.Field("pin", "Mã PIN gồm 6 đến 12 chữ số. Mời anh/chị nhập lại.")
	case few(pin):
		return refuse.Field("pin", "Mã PIN này quá dễ đoán. Mời anh/chị chọn ít nhất bốn chữ số khác nhau, không liền nhau.")
	}
	return nil
}

// pinOf is the hash of person's PIN; empty when there is none.
func pinOf(ctx context.Context, tx *store.Tx, person int64) (hash string, err error) {
	err = tx.QueryRow(ctx, `SELECT hash FROM auth_pin WHERE place = $1 AND person = $2`, person).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// A Proof is what a person has to answer for an act with, away from any session.
type Proof int

// The proofs.
const (
	NoProof Proof = iota
	ByPhone       // a code of the app on the phone, or a recovery code
	ByPIN
)

// ProofOf is what person has; whoever may not sign in has nothing.
func ProofOf(ctx context.Context, tx *store.Tx, person int64) (Proof, error) {
	a, err := findAccount(ctx, tx, person)
	switch {
	case errors.Is(err, errNoAccount) || err == nil && a.IsDisabled:
		return NoProof, nil
	case err != nil:
		return NoProof, err
	case a.HasSecondFactor:
		return ByPhone, nil
	}
	hash, err := pinOf(ctx, tx, person)
	if hash == "" {
		return NoProof, err
	}
	return ByPIN, err
}

// Prove tests code as the proof of person in the transaction of whoever asks for it, who keeps that transaction
// also when the answer is no: the guess is counted in it. Too many guesses are refused with kind TooMany.
func (d *Desk) Prove(ctx context.Context, tx *store.Tx, person int64, code string) (bool, error) {
	v := visitOf(ctx)
	if v == nil {
		return false, errNoLoad
	}
	proof, err := ProofOf(ctx, tx, person)
	if err != nil || proof == NoProof {
		return false, err
	}
	subject := subjectOf("code", fmt.Sprint(person))
	if err := d.count(ctx, tx, subject, v.address); err != nil {
		return false, err
	}
	ok := false
	if proof == ByPhone {
		var a account
		if a, err = findAccount(ctx, tx, person); err == nil {
			ok, _, err = d.spend(ctx, tx, a, code)
		}
	} else {
		var hash string
		if hash, err = pinOf(ctx, tx, person); err == nil {
			ok, _, err = d.matches(ctx, hash, strings.ReplaceAll(strings.TrimSpace(code), " ", ""))
		}
	}
	switch {
	case err != nil:
		return false, err
	case !ok:
		return false, d.recordFailure(ctx, tx, "code-failed", person, subject)
	}
	return true, strike(ctx, tx, subject)
}
