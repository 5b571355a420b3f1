package work

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/store"
)

// Open opens a task for each duty of an adopted plan, with a part for each unit
// that the plan names or that a group it names is made of today. Of an amended
// plan it carries on the tasks that stayed, and marks those that the plan no
// longer asks for. It hangs on plan.Desk.OnAdopt, after the bodies that the plan
// names were entered into the register of units.
func (d *Desk) Open(ctx context.Context, tx *store.Tx, p plan.Plan) error {
	old, err := tasksOf(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	cal, err := org.CalendarOf(ctx, tx)
	if err != nil {
		return err
	}
	opened, carried := 0, 0
	for _, du := range duties(p) {
		want, err := d.wanted(ctx, tx, du)
		if err != nil {
			return fmt.Errorf("units of %s: %w", du.ID, err)
		}
		if i := slices.IndexFunc(old, func(t Task) bool { return t.Key == du.Key }); i >= 0 {
			if err := d.carry(ctx, tx, cal, p, du, old[i], want); err != nil {
				return fmt.Errorf("carry %s on: %w", old[i].ID.Ref(), err)
			}
			carried++
			old = slices.Delete(old, i, i+1)
			continue
		}
		if err := d.open(ctx, tx, cal, p, du, want); err != nil {
			return fmt.Errorf("open %s: %w", du.ID, err)
		}
		opened++
	}
	dropped := 0
	for _, t := range old {
		if !t.IsAsked {
			continue
		}
		dropped++
		if err := d.letGo(ctx, tx, t); err != nil {
			return err
		}
		t.IsAsked = false
		if err := updateTask(ctx, tx, t); err != nil {
			return err
		}
		if err := d.tell(ctx, tx, adopter(p), t.ID, 0, fmt.Sprintf("Kế hoạch ban hành lần %d không còn giao việc này. Những gì đã làm vẫn được giữ.", p.Version)); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(p.AdoptedBy), Verb: "open-tasks", Thing: p.ID.Ref(),
		Detail: fmt.Sprintf("mở %d, giữ %d, thôi %d nhiệm vụ", opened, carried, dropped)})
}

// adopter is whoever adopted p, as somebody who acts.
func adopter(p plan.Plan) org.Actor { return org.Actor{Person: p.AdoptedBy, Name: p.Adopter} }

// wanted is a part for each unit that du gives work to.
func (d *Desk) wanted(ctx context.Context, tx *store.Tx, du duty) ([]Part, error) {
	var parts []Part
	for _, c := range du.parts {
		units, via := []org.Unit(nil), ""
		if kinds := groupKinds(c.named); kinds != nil {
			via = c.named.Name
			var err error
			if units, err = org.UnitsOn(ctx, tx, org.DayOf(d.Now()), kinds...); err != nil {
				return nil, err
			}
		} else {
			u, found, err := org.FindUnit(ctx, tx, c.named.Name)
			if err != nil {
				return nil, err
			}
			if found && u.IsOpen() {
				units = []org.Unit{u}
			}
		}
		for _, u := range units {
			if !slices.ContainsFunc(parts, func(p Part) bool { return p.Unit == u.ID }) {
				parts = append(parts, Part{Unit: u.ID, Name: u.Name, Role: c.role, Mode: modeOf(du.assignment, c.role, u), Via: via, State: Todo, IsAsked: true})
			}
		}
	}
	return parts, nil
}

// written is du as the task t: what the plan says of it, and nothing that people did.
func (du duty) written(cal org.Calendar, p plan.Plan, t Task) Task {
	t.Plan, t.Version, t.PlanCode, t.Key = p.ID, p.Version, p.Doc.Code, du.Key
	t.Address, t.Lines, t.Body, t.Proposed, t.IsAsked = du.Node, du.Lines, du.Text, du.proposed(cal, p), true
	if c := p.Clause(du.Node); c != nil {
		t.Clause = c.Key
	}
	return t
}

func (d *Desk) open(ctx context.Context, tx *store.Tx, cal org.Calendar, p plan.Plan, du duty, want []Part) error {
	t := du.written(cal, p, Task{OpenedAt: d.Now()})
	t.DueOn = t.Proposed
	id, err := insertTask(ctx, tx, t)
	if err != nil {
		return err
	}
	for _, part := range want {
		part.Task, part.ChangedAt = id, t.OpenedAt
		if err := putPart(ctx, tx, part); err != nil {
			return err
		}
	}
	if err := setAbouts(ctx, tx, id, du.abouts(p)); err != nil {
		return err
	}
	return d.tell(ctx, tx, adopter(p), id, 0, opening(t, want))
}

// opening is the first sentence in the history of t.
func opening(t Task, parts []Part) string {
	say := "Mở nhiệm vụ theo Kế hoạch số " + t.PlanCode
	if t.Version > 1 {
		say += fmt.Sprintf(", ban hành lần %d", t.Version)
	}
	if len(parts) == 0 {
		say += ". Chưa tìm thấy đơn vị nào trong danh bạ"
	} else {
		say += fmt.Sprintf(", cho %d đơn vị", len(parts))
	}
	if t.DueOn == "" {
		return say + ". Kế hoạch không ghi hạn."
	}
	return say + ". Hạn đề xuất " + t.DueOn.String() + "."
}

// carry brings the task was up to the new version of its plan, and with it those of its turns that are not done: what is
// done was done by the words of its time.
func (d *Desk) carry(ctx context.Context, tx *store.Tx, cal org.Calendar, p plan.Plan, du duty, was Task, want []Part) error {
	t := du.written(cal, p, was)
	if t.DueBy == "" {
		t.DueOn = t.Proposed
	}
	if err := d.bringUp(ctx, tx, p, was, t, want); err != nil {
		return err
	}
	if t.ServedBy == "" {
		if err := d.serve(ctx, tx, t, du.abouts(p)); err != nil {
			return err
		}
	}
	if !t.Repeats {
		return nil
	}
	turns, err := turnsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	for _, was := range turns {
		if !was.IsAsked || was.State() == Done {
			continue
		}
		one := du.written(cal, p, was)
		one.Proposed = was.Proposed // the rhythm's, not the plan's
		if err := d.bringUp(ctx, tx, p, was, one, want); err != nil {
			return fmt.Errorf("turn %s: %w", was.ID.Ref(), err)
		}
	}
	return nil
}

// bringUp writes the task was as it is now, with a part for each unit that the amended plan p wants, and says what changed.
func (d *Desk) bringUp(ctx context.Context, tx *store.Tx, p plan.Plan, was, t Task, want []Part) error {
	if err := updateTask(ctx, tx, t); err != nil {
		return err
	}
	news := amended(was, t)
	have, err := partsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	changes, moved := regroup(have, want)
	for _, part := range changes {
		part.Task, part.ChangedAt = t.ID, d.Now()
		if err := putPart(ctx, tx, part); err != nil {
			return err
		}
	}
	if news = append(news, moved...); len(news) == 0 {
		return nil
	}
	return d.tell(ctx, tx, adopter(p), t.ID, 0, fmt.Sprintf("Kế hoạch ban hành lần %d: ", p.Version)+strings.Join(news, " "))
}

// amended says what an amended plan changed about a task itself.
func amended(was, is Task) (news []string) {
	if !was.IsAsked {
		news = append(news, "Việc được giao lại.")
	}
	if was.Body != is.Body {
		news = append(news, "Lời việc trước đây là “"+was.Body+"”.")
	}
	if was.Proposed == is.Proposed {
		return news
	}
	if is.DueBy != "" {
		return append(news, fmt.Sprintf("Hạn trong kế hoạch nay là %s; hạn %s do %s đặt được giữ.", dayOrNone(is.Proposed), dayOrNone(is.DueOn), is.DueBy))
	}
	return append(news, fmt.Sprintf("Hạn đổi từ %s thành %s.", dayOrNone(was.DueOn), dayOrNone(is.DueOn)))
}

func dayOrNone(d org.Day) string {
	if d == "" {
		return "không ghi ngày"
	}
	return d.String()
}

// regroup is what has to change for the units that have a part in a task to be those a plan wants, and says so.
// Units that people named themselves stay.
func regroup(have, want []Part) (changes []Part, news []string) {
	for _, w := range want {
		i := slices.IndexFunc(have, func(h Part) bool { return h.Unit == w.Unit })
		if i < 0 {
			changes, news = append(changes, w), append(news, "Thêm đơn vị "+w.Name+".")
			continue
		}
		h := have[i]
		next := h
		next.Role, next.Mode, next.Via, next.ByHand, next.IsAsked = w.Role, w.Mode, w.Via, false, true
		if next == h {
			continue
		}
		changes = append(changes, next)
		switch {
		case !h.IsAsked:
			news = append(news, h.Name+" lại tham gia.")
		case h.Role != w.Role:
			news = append(news, h.Name+" nay "+roleName(w.Role)+".")
		}
	}
	for _, h := range have {
		if h.IsAsked && !h.ByHand && !slices.ContainsFunc(want, func(w Part) bool { return w.Unit == h.Unit }) {
			h.IsAsked = false
			changes, news = append(changes, h), append(news, h.Name+" thôi tham gia; những gì đã gửi vẫn được giữ.")
		}
	}
	return changes, news
}

// tell adds a sentence to the history of a task.
func (d *Desk) tell(ctx context.Context, tx *store.Tx, a org.Actor, task TaskID, unit org.UnitID, say string) error {
	return addEvent(ctx, tx, Event{Task: task, Unit: unit, At: d.Now(), Person: a.Person, PersonName: a.Name, Say: say})
}
