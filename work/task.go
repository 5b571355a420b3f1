package work

import (
	"context"
	"fmt"

	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Question narrows the tasks of a place. The zero Question asks for all that are asked for.
type Question struct {
	Unit   org.UnitID // that has a part in it
	State  State      // some unit (or Unit) is so far; or Unfinished, or Dropped
	Theme  int64      // key of the theme
	Plan   plan.ID
	Series TaskID // turns of this task alone
	Due    Due
	Within org.Span // due on one of these days; the zero Span: on any or none
	Words  string   // of the body; with marks or without
	Page   int      // from 1; 0 = everything on one page
}

// What a list may be narrowed to beside the states.
const (
	Unfinished State = "open"    // some unit is not done
	Dropped    State = "dropped" // the plan no longer asks for it
)

// A Due narrows tasks by the day they are due.
type Due string

// The ways to narrow by day.
const (
	DueLate  Due = "late"  // before today, and not done
	DueWeek  Due = "week"  // within seven days
	DueMonth Due = "month" // within a month
	DueNever Due = "none"  // without a day
)

// PageSize is how many tasks stand on a page of a list.
const PageSize = 50

// List is one page of the tasks that q asks for, and how many there are in all.
func (d *Desk) List(ctx context.Context, tx *store.Tx, q Question) ([]Task, int, error) {
	return list(ctx, tx, q, org.DayOf(d.Now()))
}

// Reschedule sets the day task id is due, with the reason for the history; an empty day takes it away.
func (d *Desk) Reschedule(ctx context.Context, a org.Actor, id TaskID, due org.Day, why string) error {
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		if due == t.DueOn && t.DueBy != "" {
			return nil
		}
		was := t.DueOn
		t.DueOn, t.DueBy = due, a.Name
		if err := updateTask(ctx, tx, t); err != nil {
			return err
		}
		say := fmt.Sprintf("Đổi hạn từ %s thành %s.", dayOrNone(was), dayOrNone(due))
		if was == due {
			say = "Giữ hạn đề xuất " + due.String() + "."
		}
		return d.record(ctx, tx, a, t.ID, 0, "reschedule", say+because(why))
	})
}

func because(why string) string {
	if why = tidy(why); why == "" {
		return ""
	}
	return " Lý do: " + sentence(why)
}

// Involve gives unit a part in task id.
func (d *Desk) Involve(ctx context.Context, a org.Actor, id TaskID, unit org.UnitID, role Role) error {
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		if role != Lead && role != Support {
			return refuse.Field("role", "Hãy chọn chủ trì hoặc phối hợp.")
		}
		u, err := org.LoadUnit(ctx, tx, unit)
		if refuse.Of(err).Kind == refuse.NotFound || err == nil && !u.IsOpen() {
			return refuse.Field("unit", "Hãy chọn một đơn vị đang hoạt động trong danh sách.")
		}
		if err != nil {
			return err
		}
		p, err := partOf(ctx, tx, id, unit)
		if refuse.Of(err).Kind == refuse.NotFound {
			p, err = Part{Task: id, Unit: unit, State: Todo, ByHand: true}, nil
		}
		if err != nil {
			return err
		}
		if p.IsAsked && p.Role == role {
			return refuse.Field("unit", u.Name+" đã "+roleName(role)+" việc này rồi.")
		}
		p.Role, p.Mode, p.IsAsked, p.ChangedAt = role, plan.Assign, true, d.Now()
		if u.Asked {
			p.Mode = plan.Request
		}
		if err := putPart(ctx, tx, p); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, unit, "involve", "Thêm "+u.Name+", "+roleName(role)+".")
	})
}

// Release ends the part of unit in task id; what it sent stays.
func (d *Desk) Release(ctx context.Context, a org.Actor, id TaskID, unit org.UnitID, why string) error {
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		p, err := partOf(ctx, tx, id, unit)
		if err != nil {
			return err
		}
		if tidy(why) == "" {
			return refuse.Field("why", "Hãy ghi lý do để đơn vị và lịch sử nhiệm vụ biết vì sao.")
		}
		if !p.IsAsked {
			return refuse.With(refuse.Conflict, p.Name+" đã thôi tham gia việc này.")
		}
		p.IsAsked, p.ChangedAt = false, d.Now()
		if err := putPart(ctx, tx, p); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, unit, "release", p.Name+" thôi tham gia."+because(why))
	})
}

// manage does one verb of those who run the work, on a task that is still asked for.
func (d *Desk) manage(ctx context.Context, a org.Actor, id TaskID, do func(*store.Tx, Task) error) error {
	if err := allowed(a, Manage); err != nil {
		return err
	}
	a.Name = a.As(Posts(Manage)...)
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		t, err := loadTask(ctx, tx, id)
		if err != nil {
			return err
		}
		if !t.IsAsked {
			return refuse.With(refuse.Conflict, "Kế hoạch không còn giao việc này nên không đổi được nữa.")
		}
		return do(tx, t)
	})
}

// record adds a sentence to the history of a task and a line to the audit.
func (d *Desk) record(ctx context.Context, tx *store.Tx, a org.Actor, id TaskID, unit org.UnitID, verb, say string) error {
	if err := d.tell(ctx, tx, a, id, unit, say); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: id.Ref(), Detail: say})
}
