// Package alert is the board above every public page (bảng thông báo khẩn): a
// sentence or two that everybody must see now, such as a storm, a power cut, a
// scam that goes round.
//
// An alert is written by an officer and put up by the chair or a vice chair, who
// may also write one and put it up at once. It stands from one moment to another
// and ends by itself: what is up is a question of the clock, so nothing has to
// run for it to end, and a page is kept for a minute at most (web.PageCache). It
// may be taken down before. Every step is in the log.
package alert

import (
	"context"
	"embed"
	"fmt"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the desk's table.
var Schema = store.Schema{Desk: "alert", Files: files}

// Desk keeps the alerts. A verb acts at the place of its actor.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// OnChange hear, in its transaction, of each alert that a verb wrote or changed.
	OnChange []func(context.Context, *store.Tx, Alert) error
}

// An ID is an alert of a place, counted from 1.
type ID int64

// Ref is how the log calls an alert.
func (id ID) Ref() string { return fmt.Sprintf("alerts/%d", id) }

// A Severity (mức độ) is how much an alert presses.
type Severity string

// The severities, the mildest first.
const (
	Info    Severity = "info"    // tin
	Warning Severity = "warning" // lưu ý
	Urgent  Severity = "urgent"  // khẩn
)

// An Alert (thông báo khẩn) is one text on the board.
type Alert struct {
	ID       ID
	Severity Severity
	Body     string
	From     time.Time
	Until    time.Time

	Drafter     org.PersonID
	DrafterName string
	RaisedAt    time.Time // zero: a draft
	RaiserName  string
	DownAt      time.Time // zero: nobody took it down
	DownByName  string
}

// A State is where an alert is at a moment.
type State string

// The states of an alert.
const (
	Draft   State = "draft"   // chờ đưa lên
	Waiting State = "waiting" // chờ đến giờ
	Up      State = "up"      // đang hiện
	Over    State = "over"    // đã hết giờ
	Down    State = "down"    // đã gỡ
)

// At is the state of a at t.
func (a Alert) At(t time.Time) State {
	switch {
	case !a.DownAt.IsZero():
		return Down
	case !t.Before(a.Until):
		return Over
	case a.RaisedAt.IsZero():
		return Draft
	case t.Before(a.From):
		return Waiting
	}
	return Up
}

// Standing are the alerts of the place that are up at t, the most pressing first.
func Standing(ctx context.Context, tx *store.Tx, t time.Time) ([]Alert, error) {
	return standing(ctx, tx, t)
}

// All are the alerts of the place, also those that are over.
func All(ctx context.Context, tx *store.Tx) ([]Alert, error) { return alerts(ctx, tx, `ORDER BY id`) }

// Write keeps a new alert; with raise, it is put up in the same stroke.
func (d *Desk) Write(ctx context.Context, by org.Actor, a Alert, raise bool) (id ID, err error) {
	if err := allowed(by, Write); err != nil {
		return 0, err
	}
	if err := a.settle(d.Now()); err != nil {
		return 0, err
	}
	if raise {
		if err := allowed(by, Raise); err != nil {
			return 0, err
		}
		a.RaisedAt, a.RaiserName = d.Now(), by.As(lawOf(Raise)...)
	}
	a.Drafter, a.DrafterName = by.Person, by.Name
	err = d.DB.Write(ctx, by.Place, func(tx *store.Tx) error {
		next, err := tx.NextID(ctx, "alert_alert")
		if err != nil {
			return err
		}
		id, a.ID = ID(next), ID(next)
		if err := insert(ctx, tx, a, by.Person); err != nil {
			return err
		}
		if err := d.tell(ctx, tx, a); err != nil {
			return err
		}
		if err := d.record(ctx, tx, by, a, Write); err != nil || !raise {
			return err
		}
		return d.record(ctx, tx, by, a, Raise)
	})
	return id, err
}

// Raise puts up alert id.
func (d *Desk) Raise(ctx context.Context, by org.Actor, id ID) error {
	return d.on(ctx, by, id, Raise, func(a *Alert) error {
		if a.At(d.Now()) != Draft {
			return refuse.With(refuse.Conflict, "Chỉ đưa lên được thông báo đang chờ và chưa quá giờ kết thúc.")
		}
		a.RaisedAt, a.RaiserName = d.Now(), by.As(lawOf(Raise)...)
		return nil
	})
}

// Lower takes alert id down before its end, or drops it as a draft.
func (d *Desk) Lower(ctx context.Context, by org.Actor, id ID) error {
	return d.on(ctx, by, id, Lower, func(a *Alert) error {
		if s := a.At(d.Now()); s == Over || s == Down {
			return refuse.With(refuse.Conflict, "Thông báo này không còn hiện nên không cần gỡ.")
		}
		a.DownAt, a.DownByName = d.Now(), by.As(lawOf(Lower)...)
		return nil
	})
}

func (d *Desk) on(ctx context.Context, by org.Actor, id ID, verb Verb, do func(*Alert) error) error {
	if err := allowed(by, verb); err != nil {
		return err
	}
	return d.DB.Write(ctx, by.Place, func(tx *store.Tx) error {
		a, err := load(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := do(&a); err != nil {
			return err
		}
		if err := update(ctx, tx, a, by.Person); err != nil {
			return err
		}
		if err := d.tell(ctx, tx, a); err != nil {
			return err
		}
		return d.record(ctx, tx, by, a, verb)
	})
}

func (d *Desk) tell(ctx context.Context, tx *store.Tx, a Alert) error {
	for _, tell := range d.OnChange {
		if err := tell(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) record(ctx context.Context, tx *store.Tx, by org.Actor, a Alert, verb Verb) error {
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(by.Person), Verb: string(verb) + "-alert", Thing: a.ID.Ref(), Detail: a.Severity.Name() + ": " + a.Body})
}
