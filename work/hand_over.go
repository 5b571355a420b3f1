package work

import (
	"context"
	"slices"

	"loa/org"
	"loa/platform/store"
)

// HandOver tells every open task of the units where h.From has a post that somebody else now does the work: for some
// days, for good, or no longer. The parts belong to the units, so nothing else has to move: reminders and waiting things follow
// the post. It hangs on org.Desk.OnHandOver. Why somebody is away is not the task's business.
func (d *Desk) HandOver(ctx context.Context, tx *store.Tx, h org.HandOver) error {
	units, err := leftBehind(ctx, tx, h)
	if err != nil || len(units) == 0 {
		return err
	}
	names, err := org.PersonNames(ctx, tx, h.From, h.To)
	if err != nil {
		return err
	}
	say := "Từ " + h.Span.From.String() + ", " + names[h.To] + " nhận việc của " + names[h.From] + "."
	if h.Span.Through != "" {
		say = "Từ " + h.Span.From.String() + " đến hết " + h.Span.Through.String() + ", " + names[h.To] + " làm thay " + names[h.From] + "."
	}
	if h.Back {
		say = names[h.To] + " thôi làm thay " + names[h.From] + " từ " + h.Span.From.String() + "."
	}
	f := &filter{}
	open, err := parts(ctx, tx, `is_asked AND state <> 'done' AND unit IN (`+f.units(units)+`)`, f.args...)
	if err != nil {
		return err
	}
	for _, p := range open {
		t, err := loadTask(ctx, tx, p.Task)
		if err != nil {
			return err
		}
		if !t.IsAsked {
			continue
		}
		if err := d.tell(ctx, tx, org.Actor{Person: h.By, Name: h.ByName}, p.Task, p.Unit, say); err != nil {
			return err
		}
	}
	return nil
}

// leftBehind is the units that h is about, where h.From has a post in its days, or had one until the day before.
func leftBehind(ctx context.Context, tx *store.Tx, h org.HandOver) (units []org.UnitID, err error) {
	held, err := org.Holdings(ctx, tx, h.From)
	days := org.Span{From: h.Span.From.Add(-1), Through: h.Span.Through}
	for _, one := range held {
		if h.Unit != 0 && one.Unit != h.Unit {
			continue
		}
		if one.Post != org.Operator && one.Span.Meets(days) && !slices.Contains(units, one.Unit) {
			units = append(units, one.Unit)
		}
	}
	return units, err
}
