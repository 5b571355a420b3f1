// Package org is a place as an organisation: its units, its people, the posts
// they hold, and who stands in for whom. It answers Plan V (the bodies that are
// given work) and Law 72/2025/QH15 on the two tiers of local government.
//
// Authority follows from posts held or lent today; nothing in the program asks
// for an "admin". rules.go says who may change what, day by day.
//
// Nothing is forgotten. A unit that is renamed keeps its old name for the days
// it was called so ([NameOn]); a unit that is merged or closed keeps its number,
// and every name it ever had leads to the unit that carries its work on ([FindUnit]).
// The same holds for places: the code of a ward that went into another in July
// 2025 leads to its successor ([Successors]).
//
// The days off of the country are in kit/calendar; a place says where it goes
// otherwise ([DayChange]), and every desk counts working days by [CalendarOf].
//
// A unit inside the committee is ordered to do its part (giao); one outside it,
// such as the party's board or the police, is asked (đề nghị): [Unit].Asked.
package org

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the organisation's tables.
var Schema = store.Schema{Desk: "org", Files: files}

type (
	UnitID       int64
	PersonID     int64
	HoldingID    int64
	DelegationID int64
)

// Desk does the work on the organisation: every verb is one transaction, refused in a sentence or written and audited.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// OnHandOver is told, in the transaction itself, that what waits for one person now waits for another.
	OnHandOver []func(context.Context, *store.Tx, HandOver) error
	// OnDays are told, in the transaction itself, that the working days of the place are others now.
	OnDays []func(context.Context, *store.Tx, Actor) error
	// Rests says what rests on a day that is over, such as figures that were approved; empty for nothing.
	Rests func(context.Context, *store.Tx, Day) (string, error)
	// OnChange hear, in its transaction, of each verb that may have changed what Copy has.
	OnChange []func(context.Context, *store.Tx) error
}

// logger writes one line of the audit for the verb that is being done.
type logger func(verb, thing, detail string) error

// write does one verb of a at a's place: what the law forbids is refused before anything is read.
func (d *Desk) write(ctx context.Context, a Actor, m Matter, do func(*store.Tx, logger) error) error {
	if err := a.may(m); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		err := do(tx, func(verb, thing, detail string) error {
			return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: thing, Detail: detail})
		})
		if err != nil {
			return err
		}
		return d.changed(ctx, tx)
	})
}

func (d *Desk) changed(ctx context.Context, tx *store.Tx) error {
	for _, tell := range d.OnChange {
		if err := tell(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) today() Day { return DayOf(d.Now()) }

// An Actor is a person acting now, with every post held or lent to them today.
type Actor struct {
	Place  store.Place
	Person PersonID
	Name   string
	Unit   UnitID // the unit the person belongs to
	Posts  []Post // held or lent, highest first, each once
	Held   []Held // the same in the same order, one by one: where, and for whom
}

// Held is one post that an actor may use today.
type Held struct {
	Post Post
	Unit UnitID
	For  PersonID // who lent it; 0 when it is the actor's own
	// ForName is the lender's name; empty when it is the actor's own.
	ForName string
}

// HoldsAt reports whether a holds any of posts at unit today.
func (a Actor) HoldsAt(unit UnitID, posts ...Post) bool {
	return slices.ContainsFunc(a.Held, func(h Held) bool { return h.Unit == unit && slices.Contains(posts, h.Post) })
}

// Holds reports whether a holds any of posts today.
func (a Actor) Holds(posts ...Post) bool {
	return slices.ContainsFunc(posts, func(p Post) bool { return slices.Contains(a.Posts, p) })
}

// As is the name under which a does what any of posts may do: with the lender's, when a has them only on loan.
func (a Actor) As(posts ...Post) string {
	return a.under(func(h Held) bool { return slices.Contains(posts, h.Post) })
}

// AsOf is the name under which a acts for unit: with the lender's, when a has a post there only on loan.
func (a Actor) AsOf(unit UnitID) string {
	if a.Unit == unit {
		return a.Name
	}
	return a.under(func(h Held) bool { return h.Unit == unit })
}

func (a Actor) under(which func(Held) bool) string {
	lender := ""
	for _, h := range a.Held {
		switch {
		case !which(h):
		case h.For == 0:
			return a.Name
		case lender == "":
			lender = h.ForName
		}
	}
	return standIn(a.Name, lender)
}

type actorKey struct{}

// WithActor returns ctx with a at the keyboard.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf is who is at the keyboard; the zero Actor (Person 0) when nobody signed in.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// SignedIn lets in everybody who has signed in at this place.
var SignedIn = web.Rule{Name: "signed-in", Check: func(r *http.Request) error {
	if ActorOf(r.Context()).Person == 0 {
		return refuse.With(refuse.NotSignedIn, "Mời đăng nhập để tiếp tục.")
	}
	return nil
}}

// Holders lets in those who hold any of posts today.
func Holders(posts ...Post) web.Rule {
	names := make([]string, len(posts))
	for i, p := range posts {
		names[i] = string(p)
	}
	return web.Rule{Name: strings.Join(names, " "), Check: func(r *http.Request) error {
		if err := SignedIn.Check(r); err != nil {
			return err
		}
		if !ActorOf(r.Context()).Holds(posts...) {
			return refuse.With(refuse.NotAllowed, "Chức vụ của anh/chị không có quyền vào mục này.")
		}
		return nil
	}}
}
