package org

import (
	"context"
	"fmt"
	"strings"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Person works in a unit of the place. An account to sign in with is platform/auth's business.
type Person struct {
	ID      PersonID
	Name    string
	Unit    UnitID
	Phone   string
	Email   string
	Purpose string // what phone and e-mail were given for (personal data law: no purpose, no number)
	Active  bool   // false: has left; the name stays on what was done
}

// Ref is how the log calls a person.
func (id PersonID) Ref() string { return fmt.Sprintf("person/%d", id) }

// A Holding is a person in a post at a unit for a span of days.
type Holding struct {
	ID     HoldingID
	Person PersonID
	Post   Post
	Unit   UnitID
	Span   Span
	Basis  string // the decision that says so: 12/QĐ-UBND
}

// AddPerson enters somebody who works here. The number comes back.
func (d *Desk) AddPerson(ctx context.Context, a Actor, p Person) (PersonID, error) {
	err := d.write(ctx, a, EditPeople, func(tx *store.Tx, log logger) error {
		if err := addPerson(ctx, tx, &p); err != nil {
			return err
		}
		return log("add-person", p.ID.Ref(), p.Name)
	})
	return p.ID, err
}

func addPerson(ctx context.Context, tx *store.Tx, p *Person) error {
	p.tidy()
	p.Active = true
	if err := p.check(); err != nil {
		return err
	}
	if err := unitForPerson(ctx, tx, p.Unit); err != nil {
		return err
	}
	return insertPerson(ctx, tx, p)
}

func (p *Person) tidy() {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	p.Phone, p.Email, p.Purpose = strings.TrimSpace(p.Phone), strings.TrimSpace(p.Email), strings.TrimSpace(p.Purpose)
}

// unitForPerson refuses a unit that does not exist or is closed.
func unitForPerson(ctx context.Context, tx *store.Tx, id UnitID) error {
	u, err := LoadUnit(ctx, tx, id)
	if refuse.Of(err).Kind == refuse.NotFound || err == nil && !u.IsOpen() {
		return refuse.Field("unit", "Hãy chọn một đơn vị đang hoạt động.")
	}
	return err
}

// EditPerson changes what is known of a person.
func (d *Desk) EditPerson(ctx context.Context, a Actor, p Person) error {
	return d.write(ctx, a, EditPeople, func(tx *store.Tx, log logger) error {
		was, err := LoadPerson(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		p.tidy()
		p.Active = was.Active
		if err := p.check(); err != nil {
			return err
		}
		if p.Unit != was.Unit {
			if err := unitForPerson(ctx, tx, p.Unit); err != nil {
				return err
			}
		}
		if err := updatePerson(ctx, tx, p); err != nil {
			return err
		}
		detail := p.Name
		if was.Name != p.Name {
			detail = was.Name + " → " + p.Name
		}
		return log("edit-person", p.ID.Ref(), detail)
	})
}

// Leave records that a person works here no longer from day on: posts end, what was lent by and to them ends.
func (d *Desk) Leave(ctx context.Context, a Actor, id PersonID, on Day) error {
	return d.write(ctx, a, EditPeople, func(tx *store.Tx, log logger) error {
		p, err := LoadPerson(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := checkPast(on, d.today()); err != nil {
			return err
		}
		if id == a.Person {
			return refuse.With(refuse.NotAllowed, "Anh/chị không tự ghi mình nghỉ việc. Hãy nhờ người khác.")
		}
		held, err := Holdings(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, h := range held {
			if h.Span.Through != "" && h.Span.Through < on {
				continue
			}
			if err := mayAppointNow(ctx, tx, a, h.Post, id, d.today()); err != nil {
				return err
			}
			if err := d.end(ctx, tx, h, on); err != nil {
				return err
			}
		}
		if err := d.endBorrowed(ctx, tx, id, on); err != nil {
			return err
		}
		p.Active = false
		if err := updatePerson(ctx, tx, p); err != nil {
			return err
		}
		return log("leave", id.Ref(), p.Name+" từ "+on.String())
	})
}

// Appoint records that h.Person holds h.Post at h.Unit. The number of the holding comes back.
func (d *Desk) Appoint(ctx context.Context, a Actor, h Holding) (HoldingID, error) {
	err := d.write(ctx, a, EditPosts, func(tx *store.Tx, log logger) error {
		if err := mayAppointNow(ctx, tx, a, h.Post, h.Person, d.today()); err != nil {
			return err
		}
		p, err := LoadPerson(ctx, tx, h.Person)
		if refuse.Of(err).Kind == refuse.NotFound || err == nil && !p.Active {
			return refuse.Field("person", "Hãy chọn một người đang công tác.")
		} else if err != nil {
			return err
		}
		if h.Unit == 0 {
			h.Unit = p.Unit
		}
		if err := appoint(ctx, tx, &h); err != nil {
			return err
		}
		return log("appoint", h.Person.Ref(), p.Name+": "+PostName(h.Post)+" từ "+h.Span.From.String())
	})
	return h.ID, err
}

// appoint writes h if it clashes with nothing.
func appoint(ctx context.Context, tx *store.Tx, h *Holding) error {
	switch {
	case h.Span.From == "":
		return refuse.Field("from", "Hãy ghi ngày bắt đầu giữ chức vụ.")
	case h.Span.IsZero():
		return refuse.Field("through", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
	}
	if err := unitForPerson(ctx, tx, h.Unit); err != nil {
		return err
	}
	others, err := holdersOf(ctx, tx, h.Post)
	if err != nil {
		return err
	}
	if err := h.fits(others); err != nil {
		return err
	}
	return insertHolding(ctx, tx, h)
}

// mayAppointNow asks the law, with who holds what today.
func mayAppointNow(ctx context.Context, tx *store.Tx, a Actor, p Post, person PersonID, today Day) error {
	vacant := true
	for _, giver := range appointers[p] {
		hs, err := holdersOf(ctx, tx, giver)
		if err != nil {
			return err
		}
		for _, h := range hs {
			vacant = vacant && !h.Span.Covers(today)
		}
	}
	return mayAppoint(a, p, person, vacant)
}

// Relieve records that a holding ends: from day on the person holds the post no longer.
func (d *Desk) Relieve(ctx context.Context, a Actor, id HoldingID, on Day) error {
	return d.write(ctx, a, EditPosts, func(tx *store.Tx, log logger) error {
		h, err := loadHolding(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayAppointNow(ctx, tx, a, h.Post, h.Person, d.today()); err != nil {
			return err
		}
		if on == "" {
			return refuse.Field("on", "Hãy ghi ngày thôi giữ chức vụ.")
		}
		if on < h.Span.From {
			return refuse.Field("on", "Chức vụ bắt đầu từ "+h.Span.From.String()+". Ngày thôi giữ phải từ ngày đó trở đi.")
		}
		if h.Span.Through != "" && on > h.Span.Through {
			return refuse.Field("on", "Chức vụ này chỉ giữ đến hết "+h.Span.Through.String()+". Hãy ghi ngày trong thời gian đó.")
		}
		if err := d.end(ctx, tx, h, on); err != nil {
			return err
		}
		names, err := PersonNames(ctx, tx, h.Person)
		if err != nil {
			return err
		}
		return log("relieve", h.Person.Ref(), names[h.Person]+": thôi "+PostName(h.Post)+" từ "+on.String())
	})
}

// end lets holding h run until the day before on. A place is never left without an operator.
func (d *Desk) end(ctx context.Context, tx *store.Tx, h Holding, on Day) error {
	if h.Post == Operator {
		all, err := holdersOf(ctx, tx, Operator)
		if err != nil {
			return err
		}
		left := 0
		for _, o := range all {
			if o.ID != h.ID && o.Span.Covers(on) && o.Span.Covers(d.today()) {
				left++
			}
		}
		if left == 0 {
			return refuse.With(refuse.Conflict, "Đây là người quản trị hệ thống duy nhất. Hãy ghi nhận một người quản trị khác trước.")
		}
	}
	return setThrough(ctx, tx, h.ID, on.Add(-1))
}

// Begin makes the first person of a place, who keeps its registers and holds own (none if empty) at
// the unit named unit. It is refused as soon as anybody is registered. It belongs to the set-up of a new
// installation; the account that goes with the person is made in the same transaction by the caller.
func (d *Desk) Begin(ctx context.Context, tx *store.Tx, p Person, unit string, own Post) (PersonID, error) {
	n, err := countPeople(ctx, tx)
	if err != nil {
		return 0, err
	}
	if n > 0 {
		return 0, refuse.With(refuse.Conflict, "Phường đã có tài khoản đầu tiên. Mời đăng nhập.")
	}
	today := d.today()
	u, found, err := FindUnit(ctx, tx, unit)
	if err != nil {
		return 0, err
	}
	if !found {
		u = Unit{Kind: Office, Name: strings.TrimSpace(unit), OpenedOn: today}
		if no := refuse.Of(u.check(today)); no.Field != "" {
			no.Field = "unit"
			return 0, &no
		}
		if err := d.addFromPlan(ctx, tx, 0, &u); err != nil {
			return 0, err
		}
	}
	p.Unit = u.ID
	if err := addPerson(ctx, tx, &p); err != nil {
		return 0, err
	}
	given := []Post{Operator}
	if own != "" && own != Operator {
		given = append(given, own)
	}
	for _, post := range given {
		if !IsPost(post) {
			return 0, refuse.Field("post", "Hãy chọn một chức vụ trong danh sách.")
		}
		if err := appoint(ctx, tx, &Holding{Person: p.ID, Post: post, Unit: u.ID, Span: Span{From: today}}); err != nil {
			return 0, err
		}
	}
	if err := audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(p.ID), Verb: "begin", Thing: p.ID.Ref(), Detail: p.Name}); err != nil {
		return 0, err
	}
	return p.ID, d.changed(ctx, tx)
}
