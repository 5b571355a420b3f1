package work

import (
	"context"
	"fmt"
	"slices"

	"loa/org"
	"loa/platform/store"
)

// A Waiting is something at this desk that waits for a person, for their day's page.
type Waiting struct {
	Text   string
	Detail string // what one needs to know to decide whether to open it
	Href   string
	Due    org.Day
	IsLate bool
}

const (
	soon     = 7 // days before it is due that a task waits for its unit
	mostOwed = 5 // tasks of one unit on a page of the day; the rest is a number
)

// Waiting is what waits for a: evidence to verify, what was returned to the units a belongs to or leads, and
// what these have to do within a week; for those who lead the place, how much is late; for those who run the work,
// whom to call and what comes this week.
func (d *Desk) Waiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]Waiting, error) {
	var ws []Waiting
	if May(a, Verify) {
		w, err := toVerify(ctx, tx, a)
		if err != nil {
			return nil, err
		}
		ws = append(ws, w...)
	}
	if a.Holds(org.Chair, org.ViceChair) {
		w, err := d.behind(ctx, tx)
		if err != nil {
			return nil, err
		}
		ws = append(ws, w...)
	}
	if May(a, Manage) {
		calls, err := toRing(ctx, tx)
		if err != nil {
			return nil, err
		}
		week, err := d.thisWeek(ctx, tx)
		if err != nil {
			return nil, err
		}
		ws = append(ws, append(calls, week...)...)
	}
	w, err := d.toAnswer(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	ws = append(ws, w...)
	for _, unit := range unitsOf(a) {
		w, err := d.owed(ctx, tx, unit)
		if err != nil {
			return nil, err
		}
		ws = append(ws, w...)
	}
	return ws, nil
}

// unitsOf is the units for which a does what waits: the one a belongs to, and those a holds a post of.
func unitsOf(a org.Actor) []org.UnitID {
	if !a.Holds(org.UnitHead, org.OfficeHead, org.Officer, org.EditorHead, org.Reporter, org.Announcer) {
		return nil
	}
	var units []org.UnitID
	for _, u := range append([]org.UnitID{a.Unit}, heldAt(a)...) {
		if u != 0 && !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	return units
}

func heldAt(a org.Actor) (units []org.UnitID) {
	for _, h := range a.Held {
		units = append(units, h.Unit)
	}
	return units
}

// toVerify is the evidence that a may decide on, as one card.
func toVerify(ctx context.Context, tx *store.Tx, a org.Actor) ([]Waiting, error) {
	all, err := claimed(ctx, tx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e Evidence) bool { return mayVerify(a, e) != nil })
	if len(all) == 0 {
		return nil, nil
	}
	w := Waiting{Text: fmt.Sprintf("Thẩm tra %d minh chứng", len(all)), Detail: "Gửi sớm nhất ngày " + org.DayOf(all[0].SentAt).String() + ".", Href: Question{State: Sent}.at("/work")}
	if len(all) == 1 {
		w.Href = all[0].href()
	}
	return []Waiting{w}, nil
}

// toAnswer is the difficulties that wait for a's answer, late first, and the answers that a's units have not looked at.
func (d *Desk) toAnswer(ctx context.Context, tx *store.Tx, a org.Actor) ([]Waiting, error) {
	today := d.today()
	all, err := difficultiesIn(ctx, tx, a, `state <> 'closed'`)
	if err != nil {
		return nil, err
	}
	var ws []Waiting
	overdue := 0
	for _, x := range all {
		switch {
		case x.State == Unanswered && x.Owner.isHeldBy(a):
			ws = append(ws, Waiting{Text: "Trả lời vướng mắc: " + cut(x.Body), Detail: x.Name + ".", Href: x.href(), Due: x.DueOn, IsLate: x.Late(today)})
		case x.State == Unanswered && x.Late(today):
			overdue++
		case x.State == Decided && isOf(a, x.Unit):
			ws = append(ws, Waiting{Text: "Xem ý kiến giải quyết: " + cut(x.Body), Detail: x.DeciderName + " đã trả lời. Hãy đóng, hoặc mở lại nếu còn vướng.", Href: x.href()})
		}
	}
	if overdue > 0 && a.Holds(org.Chair, org.ViceChair) {
		ws = append(ws, Waiting{Text: fmt.Sprintf("%d vướng mắc quá hạn trả lời", overdue), Detail: "Người khác được giao trả lời.", Href: difficultyQuestion{State: late}.at("/work/difficulties"), IsLate: true})
	}
	return ws, nil
}

// behind is how many tasks of the place are late, as one card.
func (d *Desk) behind(ctx context.Context, tx *store.Tx) ([]Waiting, error) {
	q := Question{Due: DueLate, Page: 1}
	late, total, err := d.List(ctx, tx, q)
	if err != nil || total == 0 {
		return nil, err
	}
	return []Waiting{{Text: fmt.Sprintf("%d nhiệm vụ quá hạn", total), Detail: "Lâu nhất: " + late[0].Title(), Href: q.at("/work"), Due: late[0].DueOn, IsLate: true}}, nil
}

// owed is what unit has to do: what was returned, then what is late or due within a week.
func (d *Desk) owed(ctx context.Context, tx *store.Tx, unit org.UnitID) ([]Waiting, error) {
	today := d.today()
	mine, err := parts(ctx, tx, `unit = $2 AND is_asked AND state IN ('todo', 'returned', 'going')`, int64(unit))
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	tasks, _, err := d.List(ctx, tx, Question{Unit: unit, State: Unfinished})
	if err != nil {
		return nil, err
	}
	var back, due []Waiting
	for _, t := range tasks {
		i := slices.IndexFunc(mine, func(p Part) bool { return p.Task == t.ID })
		if i < 0 {
			continue
		}
		w := Waiting{Text: t.Title(), Detail: mine[i].Name + ": " + lower(StateName(mine[i].State)) + ".", Href: mine[i].href(), Due: t.DueOn, IsLate: t.Late(today)}
		switch {
		case mine[i].State == Returned:
			w.Text = "Bổ sung minh chứng: " + w.Text
			back = append(back, w)
		case t.DueOn != "" && t.DueOn <= today.Add(soon):
			due = append(due, w)
		}
	}
	if len(due) > mostOwed {
		rest := Waiting{Text: fmt.Sprintf("Và %d việc nữa của %s", len(due)-mostOwed, mine[0].Name), Detail: "Quá hạn hoặc đến hạn trong bảy ngày tới.", Href: Question{Unit: unit, State: Unfinished}.at("/work"),
			Due: due[mostOwed].Due, IsLate: due[mostOwed].IsLate}
		due = append(due[:mostOwed:mostOwed], rest)
	}
	return append(back, due...), nil
}
