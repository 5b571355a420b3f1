package plan

import (
	"context"
	"fmt"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Drop closes an open review for good; its paper and its steps stay.
func (d *Desk) Drop(ctx context.Context, a org.Actor, id DraftID, saw int) error {
	if err := allowed(a, Check); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if _, err := d.shut(ctx, tx, id, saw, Dropped); err != nil {
			return err
		}
		return d.log(ctx, tx, a, "drop", id.Ref(), "")
	})
}

// shut moves an open review on to s if it stands as the person saw it, and brings it.
func (d *Desk) shut(ctx context.Context, tx *store.Tx, id DraftID, saw int, s State) (Review, error) {
	r, err := loadReview(ctx, tx, id)
	if err != nil {
		return r, err
	}
	if err := r.mayChange(); err != nil {
		return r, err
	}
	if saw == Anything {
		saw = r.Saw()
	}
	ok, err := moveState(ctx, tx, id, saw, s)
	if err == nil && !ok {
		by := "người khác"
		if n := r.Saw(); n > 0 {
			by = r.Steps[n-1].Name
		}
		err = refuse.With(refuse.Conflict, "Bản soát xét đã thay đổi sau khi anh/chị mở trang này (lần cuối: "+by+"). Hãy xem lại rồi làm lại.")
	}
	return r, err
}

// Adopt makes the review at id, as the person saw it, a plan, or the next
// version of the plan it amends: the version, its keys, what the other desks do
// about it and the audit, in one transaction. It is refused while Blocks are left.
func (d *Desk) Adopt(ctx context.Context, a org.Actor, id DraftID, saw int) (Plan, error) {
	if err := allowed(a, Adopt); err != nil {
		return Plan{}, err
	}
	var p Plan
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		r, err := d.shut(ctx, tx, id, saw, Adopted)
		if err != nil {
			return err
		}
		if bs := r.Blocks(); len(bs) > 0 {
			return refuse.With(refuse.Invalid, fmt.Sprintf("Chưa ban hành được, còn %d điểm phải xem. %s", len(bs), bs[0].Say))
		}
		if p, err = d.next(ctx, tx, r); err != nil {
			return err
		}
		p.AdoptedAt, p.AdoptedBy, p.Adopter = instant(d.Now().UnixMilli()), a.Person, a.Name
		if err := d.keep(ctx, tx, p, id); err != nil {
			return err
		}
		for _, tell := range d.OnAdopt {
			if err := tell(ctx, tx, p); err != nil {
				return fmt.Errorf("adopt %s: %w", p.ID.Ref(), err)
			}
		}
		return d.log(ctx, tx, a, "adopt", p.ID.Ref(), fmt.Sprintf("%s, lần %d, từ bản soát xét %d", p.Doc.Code, p.Version, id))
	})
	return p, err
}

// next is the version that r becomes, with every key in it.
func (d *Desk) next(ctx context.Context, tx *store.Tx, r Review) (Plan, error) {
	p := Plan{ID: r.Amends, Version: r.Base + 1, Draft: r.Draft}
	p.renumber()
	if p.ID == 0 {
		same, err := planNamed(ctx, tx, p.Doc.Code, p.Doc.Date)
		if err != nil {
			return p, err
		}
		if same != 0 {
			return p, refuse.With(refuse.Conflict, "Kế hoạch "+p.Doc.Code+" ngày "+web.Day(p.Doc.Date)+" đã được ban hành rồi. Muốn thay đổi, hãy sửa đổi kế hoạch đó.")
		}
		n, err := tx.NextID(ctx, "plan_plan")
		if err != nil {
			return p, err
		}
		p.ID = ID(n)
	} else {
		old, err := Current(ctx, tx, p.ID)
		if err != nil {
			return p, err
		}
		if old.Version != r.Base {
			return p, refuse.With(refuse.Conflict, fmt.Sprintf("Kế hoạch đã có lần sửa đổi %d sau khi bản này được mở. Hãy bắt đầu lại từ lần đó.", old.Version))
		}
		Match(old.Draft, &p.Draft)
	}
	for _, k := range p.keys() {
		if *k.key == 0 {
			var err error
			if *k.key, err = tx.NextID(ctx, "plan_key"); err != nil {
				return p, err
			}
		}
	}
	return p, nil
}

func (d *Desk) keep(ctx context.Context, tx *store.Tx, p Plan, from DraftID) error {
	if err := addVersion(ctx, tx, p, from); err != nil {
		return fmt.Errorf("write %s: %w", p.ID.Ref(), err)
	}
	for _, k := range p.keys() {
		if err := addKey(ctx, tx, p, k); err != nil {
			return fmt.Errorf("write key %d of %s: %w", *k.key, p.ID.Ref(), err)
		}
	}
	return nil
}
