// Package auth knows which person is at the keyboard, and nothing about what
// they may do: that follows from the posts org knows. A person is a number of
// org's; auth knows logins, passwords, codes and devices, and no names.
//
// The way in:
//
//	SignIn(login, password) ──▶ signed in
//	                       └──▶ waiting ── Confirm(code) ──▶ signed in
//
// Passwords are kept as argon2id. A guess is counted in the database before it
// is tested, so neither a restart nor many guesses at once get round the limit,
// and the answer is the same, in words and in time, for a login that does not
// exist. A session is a row that belongs to a place: its cookie opens nothing at
// another place. It ends after [Idle] without a request, after [Life] at the latest, and at
// once when the password changes, the account is disabled, or the person ends it.
//
// Nothing secret (password, code, token, hash) is put into a log, an error or an
// audit entry; what was typed as a login isn't either, for people type passwords there.
package auth

import (
	"context"
	"embed"
	"io"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the sign-in tables.
var Schema = store.Schema{Desk: "auth", Files: files}

const (
	Idle    = 8 * time.Hour      // a session without a request for so long is over: a working day
	Life    = 7 * 24 * time.Hour // no session lasts longer
	waiting = 10 * time.Minute   // time to find the phone and type the code
)

// A Desk keeps the accounts and sessions of every place. Make it with New.
type Desk struct {
	DB   *store.DB
	Now  func() time.Time
	Rand io.Reader // crypto/rand.Reader; for salts, codes and temporary passwords

	cost    cost          // what a new password hash costs
	hashing chan struct{} // one place for each hash that may be worked on at once
	plain   *scs.SessionManager
	secure  *scs.SessionManager // the same, its cookie for TLS only
}

// New returns the desk of one program. It is safe for use by many requests at once.
func New(db *store.DB, now func() time.Time, rand io.Reader) *Desk {
	d := &Desk{DB: db, Now: now, Rand: rand, cost: standard, hashing: make(chan struct{}, 4)}
	d.plain = &scs.SessionManager{
		Lifetime:         Life,
		Store:            sessions{d},
		Codec:            rowCodec{},
		ErrorFunc:        trouble,
		HashTokenInStore: true,
		Cookie: scs.SessionCookie{
			Name: "loa", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Persist: true,
		},
	}
	secure := *d.plain
	secure.Cookie.Secure = true
	secure.Cookie.Name = "__Host-" + d.plain.Cookie.Name // browsers take it from no other ward below the same domain
	d.secure = &secure
	return d
}

// Person is who has signed in, and whether anybody has. Somebody who still owes the code of the second step has not.
func Person(ctx context.Context) (int64, bool) {
	v := visitOf(ctx)
	if v == nil || v.person == 0 || v.isWaiting {
		return 0, false
	}
	return v.person, true
}

// Waiting is the person whose password was right and who still owes the code of the second step.
func Waiting(ctx context.Context) (int64, bool) {
	v := visitOf(ctx)
	if v == nil || v.person == 0 || !v.isWaiting {
		return 0, false
	}
	return v.person, true
}

// MustChangePassword reports whether the person who signed in did so with a
// temporary password: they may go nowhere but to the screen where they choose their own.
func MustChangePassword(ctx context.Context) bool {
	v := visitOf(ctx)
	return v != nil && v.isTemporary && !v.isWaiting
}
