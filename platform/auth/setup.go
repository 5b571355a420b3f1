package auth

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"

	"loa/platform/refuse"
	"loa/platform/store"
)

// NeedsSetup reports whether place has no account at all yet.
func NeedsSetup(ctx context.Context, db *store.DB, place store.Place) (bool, error) {
	needs := false
	err := db.Read(ctx, place, func(tx *store.Tx) (err error) {
		needs, err = isEmpty(ctx, tx)
		return err
	})
	return needs, err
}

// OpenSetup makes the code with which the first account of place is made, for the
// program to print at its start. Only the latest code is good. It is empty when
// place has been set up already.
func (d *Desk) OpenSetup(ctx context.Context, place store.Place) (code string, err error) {
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		if empty, err := isEmpty(ctx, tx); err != nil || !empty {
			return err
		}
		if code, err = d.word(3); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO auth_setup (place, hash, created_at) VALUES ($1, $2, $3)
			ON CONFLICT (place) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at`,
			recoveryHash(place, 0, code), d.Now().UnixMilli())
		return err
	})
	if err != nil {
		return "", fmt.Errorf("auth: open the set-up: %w", err)
	}
	return code, nil
}

// Setup makes the first account of the place, once: code is what the program
// printed, and first makes the person in the same transaction and returns their
// number. n.Person is not looked at.
func (d *Desk) Setup(ctx context.Context, code string, n NewAccount, first func(context.Context, *store.Tx) (int64, error)) error {
	v := visitOf(ctx)
	if v == nil {
		return errNoLoad
	}
	subject := subjectOf("setup", "")
	var no error
	err := d.DB.Write(ctx, v.place, func(tx *store.Tx) error {
		no = nil // PostgreSQL may run this twice
		if err := d.count(ctx, tx, subject, v.address); err != nil {
			return err
		}
		ok, err := setupOpens(ctx, tx, code)
		if err != nil {
			return err
		}
		if !ok {
			no = refuse.Field("code", "Mã thiết lập không đúng. Mời anh/chị xem lại mã in trên màn hình của máy chủ khi chương trình khởi động.")
			return d.recordFailure(ctx, tx, "setup-failed", 0, subject)
		}
		if n.Person, err = first(ctx, tx); err != nil {
			return err
		}
		if err := d.CreateAccount(ctx, tx, n.Person, n); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM auth_setup WHERE place = $1`); err != nil {
			return fmt.Errorf("auth: close the set-up: %w", err)
		}
		return strike(ctx, tx, subject)
	})
	if err != nil {
		return err
	}
	return no
}

// setupOpens tests code and holds the place's set-up until the transaction ends.
func setupOpens(ctx context.Context, tx *store.Tx, code string) (bool, error) {
	empty, err := isEmpty(ctx, tx)
	if err != nil {
		return false, err
	}
	if !empty {
		return false, refuse.With(refuse.Conflict, "Hệ thống đã được thiết lập. Mời anh/chị đăng nhập.")
	}
	var want string
	err = tx.QueryRow(ctx, `SELECT hash FROM auth_setup WHERE place = $1`).Scan(&want)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("auth: read the set-up code: %w", err)
	}
	return subtle.ConstantTimeCompare([]byte(recoveryHash(tx.Place(), 0, code)), []byte(want)) == 1, nil
}

func isEmpty(ctx context.Context, tx *store.Tx) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM auth_account WHERE place = $1`).Scan(&n)
	return n == 0, err
}
