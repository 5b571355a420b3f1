package org

import (
	"context"
	"fmt"
	"slices"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
)

// A Delegation (ủy quyền) lends one holding of a person to another for some days. The lender keeps the post too.
// It stands only as long as the lender still holds the post.
type Delegation struct {
	ID      DelegationID
	Holding HoldingID
	From    PersonID
	To      PersonID
	Post    Post
	Span    Span
	Why     string
	MadeBy  PersonID
	EndedAt time.Time // zero unless it was ended before its time
}

// A HandOver says that what waits for one person waits for another: for some days (nghỉ phép) or for good.
type HandOver struct {
	From, To PersonID
	Span     Span   // an empty Through: for good
	Back     bool   // a leave that ends before its time: what waited for To waits for From again
	Unit     UnitID // where From has the post that it is about; 0: wherever they have one
	Why      string

	By     PersonID // who did it
	ByName string
}

// Ref is how the log calls a delegation.
func (id DelegationID) Ref() string { return fmt.Sprintf("delegation/%d", id) }

// Delegate lends holding dl.Holding to dl.To for dl.Span. The number comes back.
func (d *Desk) Delegate(ctx context.Context, a Actor, dl Delegation) (DelegationID, error) {
	err := d.write(ctx, a, LendPosts, func(tx *store.Tx, log logger) error {
		h, err := loadHolding(ctx, tx, dl.Holding)
		if refuse.Of(err).Kind == refuse.NotFound {
			return refuse.Field("holding", "Hãy chọn chức vụ được ủy quyền.")
		} else if err != nil {
			return err
		}
		if err := d.lend(ctx, tx, log, a, h, &dl); err != nil {
			return err
		}
		return d.tell(ctx, tx, HandOver{From: dl.From, To: dl.To, Span: dl.Span, Unit: h.Unit, By: a.Person, ByName: a.Name})
	})
	return dl.ID, err
}

func (d *Desk) lend(ctx context.Context, tx *store.Tx, log logger, a Actor, h Holding, dl *Delegation) error {
	all, err := Delegations(ctx, tx)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(all, func(o Delegation) bool { return o.Holding != h.ID })
	if err := mayLend(a, h, *dl, others, d.today()); err != nil {
		return err
	}
	to, err := LoadPerson(ctx, tx, dl.To)
	if refuse.Of(err).Kind == refuse.NotFound || err == nil && !to.Active {
		return refuse.Field("to", "Hãy chọn một người đang công tác.")
	} else if err != nil {
		return err
	}
	dl.Holding, dl.From, dl.Post, dl.MadeBy = h.ID, h.Person, h.Post, a.Person
	if err := insertDelegation(ctx, tx, dl); err != nil {
		return err
	}
	return log("delegate", dl.ID.Ref(), PostName(h.Post)+" → "+to.Name+", "+dl.Span.From.String()+" – "+dl.Span.Through.String())
}

// EndDelegation ends a delegation at once, before its time.
func (d *Desk) EndDelegation(ctx context.Context, a Actor, id DelegationID) error {
	return d.write(ctx, a, LendPosts, func(tx *store.Tx, log logger) error {
		dl, err := loadDelegation(ctx, tx, id)
		if err != nil {
			return err
		}
		if a.Person != dl.From && a.Person != dl.To && !a.Holds(lendersFor...) {
			return refuse.With(refuse.NotAllowed, "Chỉ người ủy quyền, người được ủy quyền hoặc lãnh đạo UBND kết thúc ủy quyền này.")
		}
		if dl.Span.IsZero() || dl.Span.Through < d.today() {
			return refuse.With(refuse.Conflict, "Lần ủy quyền này đã kết thúc.")
		}
		if err := endDelegation(ctx, tx, id, d.today().Add(-1), d.Now()); err != nil {
			return err
		}
		if err := log("end-delegation", id.Ref(), PostName(dl.Post)); err != nil {
			return err
		}
		return d.tellBack(ctx, tx, a, dl)
	})
}

// tellBack says that what dl lent is back with its owner, unless the same person stands in for them at the same unit still.
func (d *Desk) tellBack(ctx context.Context, tx *store.Tx, a Actor, dl Delegation) error {
	all, err := Delegations(ctx, tx)
	if err != nil {
		return err
	}
	held, err := Holdings(ctx, tx, dl.From)
	if err != nil {
		return err
	}
	units := map[HoldingID]UnitID{}
	for _, h := range held {
		units[h.ID] = h.Unit
	}
	unit := units[dl.Holding]
	for _, o := range all {
		if o.ID != dl.ID && o.From == dl.From && o.To == dl.To && units[o.Holding] == unit && o.Span.Meets(Span{From: d.today(), Through: dl.Span.Through}) {
			return nil
		}
	}
	return d.tell(ctx, tx, HandOver{From: dl.From, To: dl.To, Span: Span{From: max(dl.Span.From, d.today()), Through: dl.Span.Through}, Back: true, Unit: unit, By: a.Person, ByName: a.Name})
}

// Cover lends every post of h.From to h.To for h.Span, in one action, and tells the desks to send what waits
// for the one to the other. A post that is lent already, or that ends within the span, stops the whole.
// The operator's post is not lent with the others: who stands in for the chair need not keep the accounts.
func (d *Desk) Cover(ctx context.Context, a Actor, h HandOver) error {
	return d.write(ctx, a, LendPosts, func(tx *store.Tx, log logger) error {
		held, err := Holdings(ctx, tx, h.From)
		if err != nil {
			return err
		}
		lent := 0
		for _, one := range held {
			if one.Post == Operator || !one.Span.Meets(h.Span) {
				continue
			}
			if err := d.lend(ctx, tx, log, a, one, &Delegation{To: h.To, Span: h.Span, Why: h.Why}); err != nil {
				return err
			}
			lent++
		}
		if lent == 0 {
			return refuse.Field("person", "Người này không giữ chức vụ nào trong thời gian đó để ủy quyền.")
		}
		h.By, h.ByName = a.Person, a.Name
		return d.tell(ctx, tx, h)
	})
}

// Succeed gives every post of h.From to h.To from h.Span.From on, for good, and tells the desks to do the
// same with what waits. Each post asks the law of appointing.
func (d *Desk) Succeed(ctx context.Context, a Actor, h HandOver, basis string) error {
	return d.write(ctx, a, EditPosts, func(tx *store.Tx, log logger) error {
		if h.Span.From == "" {
			return refuse.Field("from", "Hãy ghi ngày bàn giao.")
		}
		to, err := LoadPerson(ctx, tx, h.To)
		if refuse.Of(err).Kind == refuse.NotFound || err == nil && (!to.Active || h.To == h.From) {
			return refuse.Field("to", "Hãy chọn một người khác đang công tác.")
		} else if err != nil {
			return err
		}
		held, err := Holdings(ctx, tx, h.From)
		if err != nil {
			return err
		}
		for _, one := range held {
			if !one.Span.Covers(h.Span.From) {
				continue
			}
			if err := d.succeedIn(ctx, tx, log, a, one, to, h.Span.From, basis); err != nil {
				return err
			}
		}
		h.Span.Through = ""
		h.By, h.ByName = a.Person, a.Name
		return d.tell(ctx, tx, h)
	})
}

// succeedIn moves one holding to person to, unless to has the post already.
func (d *Desk) succeedIn(ctx context.Context, tx *store.Tx, log logger, a Actor, one Holding, to Person, on Day, basis string) error {
	for _, p := range []PersonID{one.Person, to.ID} {
		if err := mayAppointNow(ctx, tx, a, one.Post, p, d.today()); err != nil {
			return err
		}
	}
	if err := setThrough(ctx, tx, one.ID, on.Add(-1)); err != nil {
		return err
	}
	next := Holding{Person: to.ID, Post: one.Post, Unit: one.Unit, Span: Span{From: on, Through: one.Span.Through}, Basis: basis}
	if err := appoint(ctx, tx, &next); err != nil {
		return err
	}
	return log("succeed", to.ID.Ref(), to.Name+": "+PostName(one.Post)+" từ "+on.String())
}

func (d *Desk) tell(ctx context.Context, tx *store.Tx, h HandOver) error {
	for _, hear := range d.OnHandOver {
		if err := hear(ctx, tx, h); err != nil {
			return fmt.Errorf("hand over from person %d to %d: %w", h.From, h.To, err)
		}
	}
	return nil
}

// endBorrowed ends what was lent to person, from day on.
func (d *Desk) endBorrowed(ctx context.Context, tx *store.Tx, person PersonID, on Day) error {
	all, err := Delegations(ctx, tx)
	if err != nil {
		return err
	}
	for _, dl := range all {
		if dl.To == person && dl.Span.Through >= on && !dl.Span.IsZero() {
			if err := endDelegation(ctx, tx, dl.ID, on.Add(-1), d.Now()); err != nil {
				return err
			}
		}
	}
	return nil
}

// ActorAt is person with every post held or lent to them on the day of now. A person who has left, or who was
// never here, is nobody: NotSignedIn.
func ActorAt(ctx context.Context, tx *store.Tx, person PersonID, now time.Time) (Actor, error) {
	p, err := LoadPerson(ctx, tx, person)
	if refuse.Of(err).Kind == refuse.NotFound || err == nil && !p.Active {
		return Actor{}, refuse.With(refuse.NotSignedIn, "Tài khoản này không còn dùng được. Hãy liên hệ quản trị hệ thống của phường.")
	} else if err != nil {
		return Actor{}, err
	}
	a := Actor{Place: tx.Place(), Person: person, Name: p.Name, Unit: p.Unit}
	if a.Held, err = heldOn(ctx, tx, person, DayOf(now)); err != nil {
		return Actor{}, fmt.Errorf("posts of person %d: %w", person, err)
	}
	slices.SortStableFunc(a.Held, func(x, y Held) int { return rank(x.Post) - rank(y.Post) })
	for _, h := range a.Held {
		a.Posts = append(a.Posts, h.Post)
	}
	a.Posts = slices.Compact(a.Posts)
	return a, nil
}
