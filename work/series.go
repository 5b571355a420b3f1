package work

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Series (việc định kỳ) is a task that comes back, with its rhythm. The task carries the words and the units; what is
// done are its turns.
type Series struct {
	Task      TaskID
	Rhythm    Rhythm
	SetBy     org.PersonID
	SetByName string
	SetAt     time.Time
	StoppedOn org.Day // empty while it goes on
}

// runs reports whether turns of s may still open.
func (s Series) runs() bool { return s.StoppedOn == "" }

// itself is how the history calls what the program does on its own.
var itself = org.Actor{Name: "Hệ thống"}

// farthestBack is how many days before today the first turn of a rhythm may be due.
const farthestBack = 366

// Repeat lets task id come back by r, or changes by what it does. The turns that are to be open by today are opened at
// once; those that are there stay as they are.
func (d *Desk) Repeat(ctx context.Context, a org.Actor, id TaskID, r Rhythm) error {
	if err := allowed(a, Manage); err != nil {
		return err
	}
	if r.Span.From < d.today().Add(-farthestBack) {
		return refuse.Field("from", "Ngày bắt đầu đã quá xa. Hãy chọn ngày trong vòng một năm trở lại đây.")
	}
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		if err := r.check(cal); err != nil {
			return err
		}
		if t.Series != 0 {
			return refuse.With(refuse.Conflict, "Đây là một kỳ của việc định kỳ. Hãy đổi nhịp ở trang của việc định kỳ ấy.")
		}
		s := Series{Task: id, Rhythm: r, SetBy: a.Person, SetByName: a.Name, SetAt: d.Now()}
		if err := putSeries(ctx, tx, s); err != nil {
			return err
		}
		t.Repeats = true
		if err := updateTask(ctx, tx, t); err != nil {
			return err
		}
		if err := d.record(ctx, tx, a, id, 0, "repeat", r.say()+r.until()); err != nil {
			return err
		}
		_, err = d.openDue(ctx, tx, cal, a, t, s)
		return err
	})
}

// until says from when to when r goes.
func (r Rhythm) until() string {
	if r.Span.Through == "" {
		return " Từ ngày " + r.Span.From.String() + "."
	}
	return " Từ ngày " + r.Span.From.String() + " đến hết ngày " + r.Span.Through.String() + "."
}

// Stop ends the series of task id: no further turn opens. The turns that are open stay.
func (d *Desk) Stop(ctx context.Context, a org.Actor, id TaskID, why string) error {
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		s, err := runningSeries(ctx, tx, id)
		if err != nil {
			return err
		}
		if tidy(why) == "" {
			return refuse.Field("why", "Hãy ghi lý do để các đơn vị biết vì sao việc không lặp lại nữa.")
		}
		s.StoppedOn = d.today()
		if err := putSeries(ctx, tx, s); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, 0, "stop-series", "Thôi lặp lại; các kỳ đã mở vẫn giữ."+because(why))
	})
}

// runningSeries is the series of task id, refused when there is none that goes on.
func runningSeries(ctx context.Context, tx *store.Tx, id TaskID) (Series, error) {
	s, found, err := seriesOf(ctx, tx, id)
	if err == nil && (!found || !s.runs()) {
		err = refuse.With(refuse.Conflict, "Việc này không lặp lại, hoặc đã thôi lặp lại.")
	}
	return s, err
}

// OpenTurns opens every turn of the place that is to be open by today. It is the nightly job's; done again it does nothing,
// and after a long stop it opens what was missed, late.
func (d *Desk) OpenTurns(ctx context.Context, place store.Place) (opened int, err error) {
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		opened = 0
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		all, err := runningAll(ctx, tx)
		if err != nil {
			return err
		}
		for _, s := range all {
			t, err := loadTask(ctx, tx, s.Task)
			if err != nil {
				return err
			}
			n, err := d.openDue(ctx, tx, cal, itself, t, s)
			if err != nil {
				return fmt.Errorf("open turns of %s: %w", t.ID.Ref(), err)
			}
			opened += n
		}
		return nil
	})
	return opened, err
}

// OpenNext opens the first turn of task id that is not there yet, before its time.
func (d *Desk) OpenNext(ctx context.Context, a org.Actor, id TaskID) error {
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		s, err := runningSeries(ctx, tx, id)
		if err != nil {
			return err
		}
		have, err := turnKeys(ctx, tx, id)
		if err != nil {
			return err
		}
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		next, ok := s.Rhythm.next(cal, have, d.today())
		if !ok {
			return refuse.With(refuse.Conflict, "Đến ngày kết thúc không còn kỳ nào nữa. Hãy đổi ngày kết thúc nếu việc còn tiếp tục.")
		}
		return d.openTurn(ctx, tx, a, t, next)
	})
}

// next is the first turn that is not in have and is not due before day.
func (r Rhythm) next(cal org.Calendar, have []string, day org.Day) (Turn, bool) {
	for t := range r.turns(cal) {
		if t.Due >= day && !slices.Contains(have, t.Key) {
			return t, true
		}
	}
	return Turn{}, false
}

// openDue opens the turns of t that are to be open by today and are not.
func (d *Desk) openDue(ctx context.Context, tx *store.Tx, cal org.Calendar, by org.Actor, t Task, s Series) (opened int, err error) {
	have, err := turnKeys(ctx, tx, t.ID)
	if err != nil {
		return 0, err
	}
	today := d.today()
	for turn := range s.Rhythm.turns(cal) {
		if turn.Opens > today {
			break
		}
		if slices.Contains(have, turn.Key) {
			continue
		}
		if err := d.openTurn(ctx, tx, by, t, turn); err != nil {
			return opened, err
		}
		opened++
	}
	return opened, nil
}

// openTurn opens one turn of t: a task of its own with the words, the units and the targets that t has now.
func (d *Desk) openTurn(ctx context.Context, tx *store.Tx, by org.Actor, t Task, turn Turn) error {
	one := t
	one.Repeats, one.Series, one.Turn, one.ServedBy = false, t.ID, turn.Key, ""
	one.Proposed, one.DueOn, one.DueBy, one.OpenedAt = turn.Due, turn.Due, "", d.Now()
	id, err := insertTask(ctx, tx, one)
	if err != nil {
		return err
	}
	units, err := d.partsToday(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	for _, p := range units {
		p.Task, p.State, p.ChangedAt = id, Todo, one.OpenedAt
		if err := putPart(ctx, tx, p); err != nil {
			return err
		}
	}
	abouts, err := aboutsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	if err := setAbouts(ctx, tx, id, abouts); err != nil {
		return err
	}
	return d.record(ctx, tx, by, id, 0, "open-turn", fmt.Sprintf("Mở kỳ %s, cho %d đơn vị. Hạn %s.", turn.Name(), len(units), turn.Due))
}

// partsToday is who has a part in task id, each unit that went into another as the one it went into.
func (d *Desk) partsToday(ctx context.Context, tx *store.Tx, id TaskID) ([]Part, error) {
	all, err := partsOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	var out []Part
	for _, p := range all {
		if !p.IsAsked {
			continue
		}
		u, err := org.Heir(ctx, tx, p.Unit)
		if err != nil {
			return nil, err
		}
		if !u.IsOpen() || slices.ContainsFunc(out, func(o Part) bool { return o.Unit == u.ID }) {
			continue
		}
		p.Unit = u.ID
		out = append(out, p)
	}
	return out, nil
}

// Redate moves the days of turns that are still to come to where their rhythms have them by the calendar of today. A day
// that a person set stays, and no turn is late by it. It hangs on org.Desk.OnDays.
func (d *Desk) Redate(ctx context.Context, tx *store.Tx, a org.Actor) error {
	cal, err := org.CalendarOf(ctx, tx)
	if err != nil {
		return err
	}
	all, err := runningAll(ctx, tx)
	if err != nil {
		return err
	}
	for _, s := range all {
		turns, err := turnsOf(ctx, tx, s.Task)
		if err != nil {
			return err
		}
		for _, one := range turns {
			if !one.IsAsked || one.State() == Done || one.DueBy != "" || one.DueOn < d.today() {
				continue
			}
			due, was := s.Rhythm.dueOf(cal, one.Turn), one.DueOn
			if due < d.today() || due == was {
				continue
			}
			one.Proposed, one.DueOn = due, due
			if err := updateTask(ctx, tx, one); err != nil {
				return err
			}
			say := "Lịch làm việc của địa phương có thay đổi: hạn chuyển từ " + was.String() + " sang " + due.String() + "."
			if err := d.record(ctx, tx, a, one.ID, 0, "redate", say); err != nil {
				return err
			}
		}
	}
	return nil
}

// dueOf is the day by which the turn called key is due; empty when r has none of that name.
func (r Rhythm) dueOf(cal org.Calendar, key string) org.Day {
	for t := range r.turns(cal) {
		if t.Key == key {
			return t.Due
		}
	}
	return ""
}

// letGo ends the series of a task that its plan no longer asks for, and its turns that are not due yet and not done.
func (d *Desk) letGo(ctx context.Context, tx *store.Tx, t Task) error {
	s, found, err := seriesOf(ctx, tx, t.ID)
	if err != nil || !found || !s.runs() {
		return err
	}
	s.StoppedOn = d.today()
	if err := putSeries(ctx, tx, s); err != nil {
		return err
	}
	turns, err := turnsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	for _, one := range turns {
		if one.DueOn <= s.StoppedOn || one.State() == Done {
			continue
		}
		one.IsAsked = false
		if err := updateTask(ctx, tx, one); err != nil {
			return err
		}
	}
	return nil
}

// A NewTask is a task that no plan asks for, as a person writes it down.
type NewTask struct {
	Body     string
	DueOn    org.Day // empty when it has no day
	Leads    []org.UnitID
	Supports []org.UnitID
	IsUrgent bool
}

// Add opens a task outside every plan (việc ngoài kế hoạch).
func (d *Desk) Add(ctx context.Context, a org.Actor, n NewTask) (id TaskID, err error) {
	if err := allowed(a, Manage); err != nil {
		return 0, err
	}
	if n.Body = tidy(n.Body); n.Body == "" {
		return 0, refuse.Field("body", "Hãy ghi việc cần làm.")
	}
	if utf8.RuneCountInString(n.Body) > longestText {
		return 0, refuse.Field("body", "Lời việc dài quá 4.000 ký tự. Hãy ghi ngắn hơn.")
	}
	if len(n.Leads) == 0 {
		return 0, refuse.Field("lead", "Hãy chọn đơn vị chủ trì.")
	}
	err = d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		t := Task{Body: n.Body, DueOn: n.DueOn, DueBy: a.Name, IsAsked: true, IsUrgent: n.IsUrgent, OpenedAt: d.Now(), ServedBy: a.Name}
		if id, err = insertTask(ctx, tx, t); err != nil {
			return err
		}
		units := append(slices.Clone(n.Leads), n.Supports...)
		for i, unit := range units {
			if slices.Contains(units[:i], unit) {
				continue
			}
			u, err := org.LoadUnit(ctx, tx, unit)
			if refuse.Of(err).Kind == refuse.NotFound || err == nil && !u.IsOpen() {
				return refuse.Field("lead", "Hãy chọn các đơn vị đang hoạt động trong danh sách.")
			}
			if err != nil {
				return err
			}
			p := Part{Task: id, Unit: unit, Role: Support, Mode: plan.Assign, ByHand: true, State: Todo, ChangedAt: t.OpenedAt, IsAsked: true}
			if i < len(n.Leads) {
				p.Role = Lead
			}
			if u.Asked {
				p.Mode = plan.Request
			}
			if err := putPart(ctx, tx, p); err != nil {
				return err
			}
		}
		return d.record(ctx, tx, a, id, 0, "add-task", "Mở việc ngoài kế hoạch. Hạn "+dayOrNone(n.DueOn)+".")
	})
	return id, err
}

// Drop lets task id be: a task outside a plan, or one turn of a series, which then is not opened again.
func (d *Desk) Drop(ctx context.Context, a org.Actor, id TaskID, why string) error {
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		if !t.mayDrop() {
			return refuse.With(refuse.Conflict, "Việc này do kế hoạch giao nên chỉ thôi khi sửa đổi kế hoạch.")
		}
		if tidy(why) == "" {
			return refuse.Field("why", "Hãy ghi lý do để đơn vị và lịch sử nhiệm vụ biết vì sao.")
		}
		if err := d.letGo(ctx, tx, t); err != nil {
			return err
		}
		t.IsAsked = false
		if err := updateTask(ctx, tx, t); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, 0, "drop-task", "Thôi việc này; những gì đã làm vẫn được giữ."+because(why))
	})
}

// mayDrop reports whether a person may let t be.
func (t Task) mayDrop() bool { return t.Plan == 0 || t.Series != 0 }

// Urge marks task id as urgent (gấp), or no longer so.
func (d *Desk) Urge(ctx context.Context, a org.Actor, id TaskID, urgent bool) error {
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		if t.IsUrgent == urgent {
			return nil
		}
		t.IsUrgent = urgent
		if err := updateTask(ctx, tx, t); err != nil {
			return err
		}
		say := "Đánh dấu việc gấp."
		if !urgent {
			say = "Bỏ dấu việc gấp."
		}
		return d.record(ctx, tx, a, id, 0, "urge", say)
	})
}

// Serve says which themes and targets task id serves; what was sent for it counts for these from now on. An amended
// plan leaves it as it was said here.
func (d *Desk) Serve(ctx context.Context, a org.Actor, id TaskID, serves []About) error {
	return d.manage(ctx, a, id, func(tx *store.Tx, t Task) error {
		choices, err := servable(ctx, tx, t)
		if err != nil {
			return err
		}
		var abouts []About
		for _, s := range serves {
			i := slices.IndexFunc(choices, func(c About) bool { return c.Sort == s.Sort && c.Key == s.Key })
			if i < 0 {
				return refuse.With(refuse.Invalid, "Có nội dung hoặc chỉ tiêu không còn trong kế hoạch. Hãy tải lại trang và chọn lại.")
			}
			abouts = append(abouts, choices[i])
		}
		t.ServedBy = a.Name
		if err := updateTask(ctx, tx, t); err != nil {
			return err
		}
		if err := d.serve(ctx, tx, t, abouts); err != nil {
			return err
		}
		say := "Việc không còn phục vụ nội dung, chỉ tiêu nào."
		if len(abouts) > 0 {
			say = fmt.Sprintf("Việc nay phục vụ %d nội dung, chỉ tiêu: %s", len(abouts), sentence(namesOf(abouts)))
		}
		return d.record(ctx, tx, a, id, 0, "serve", say)
	})
}

// serve keeps what t serves and brings the facts of what was sent for it up to that; with t go its turns, but for those
// of which a person said it.
func (d *Desk) serve(ctx context.Context, tx *store.Tx, t Task, abouts []About) error {
	was, err := aboutsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	if err := setAbouts(ctx, tx, t.ID, abouts); err != nil {
		return err
	}
	if err := d.retell(ctx, tx, t, was, abouts); err != nil || !t.Repeats {
		return err
	}
	turns, err := turnsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	for _, one := range turns {
		if one.ServedBy != "" {
			continue
		}
		if err := d.serve(ctx, tx, one, abouts); err != nil {
			return err
		}
	}
	return nil
}

// servable is every theme and target that t may serve: of its plan, or of any plan for a task outside of them; and what
// it serves already.
func servable(ctx context.Context, tx *store.Tx, t Task) ([]About, error) {
	out, err := aboutsOf(ctx, tx, t.ID)
	if err != nil {
		return nil, err
	}
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, s := range plans {
		if t.Plan != 0 && s.ID != t.Plan {
			continue
		}
		p, err := plan.Current(ctx, tx, s.ID)
		if err != nil {
			return nil, err
		}
		for _, about := range everything(p) {
			if !slices.ContainsFunc(out, func(o About) bool { return o.Sort == about.Sort && o.Key == about.Key }) {
				out = append(out, about)
			}
		}
	}
	return out, nil
}

// everything is every theme and target of p.
func everything(p plan.Plan) (out []About) {
	p.Walk(func(_, c *plan.Clause) {
		if c.Kind == plan.ATheme {
			out = append(out, About{Theme, c.Key, c.Name()})
		}
	})
	for _, t := range p.Targets {
		out = append(out, aboutTarget(t))
	}
	return out
}

func namesOf(abouts []About) string {
	names := make([]string, len(abouts))
	for i, a := range abouts {
		names[i] = a.Name
	}
	return strings.Join(names, "; ")
}
