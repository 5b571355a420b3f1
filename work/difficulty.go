package work

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loa/measure"
	"loa/org"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A DifficultyID is one difficulty of a place, counted from 1.
type DifficultyID int64

// A Difficulty (khó khăn, vướng mắc) is what is in the way of a unit with its part in a task. Whoever holds the post of
// its owner answers it by a day; the unit then closes it, or raises it again.
type Difficulty struct {
	ID   DifficultyID
	Once string // the number of the form it was raised by
	Task TaskID
	Unit org.UnitID
	Name string // of the unit today
	Raised
	Owner    Owner
	DueOn    org.Day // by when the owner has to answer
	State    Stage
	Sender   Sender
	RaisedAt time.Time

	Decision    string // the last one
	Decider     org.PersonID
	DeciderName string
	DecidedAt   time.Time // zero when nobody has decided
	ClosedAt    time.Time // zero when it is not closed
}

// Ref is how the log calls x.
func (x Difficulty) Ref() string { return fmt.Sprintf("%s/difficulty/%d", x.Task.Ref(), x.ID) }

// Raised is what a unit says of a difficulty.
type Raised struct {
	Body  string  // what is in the way
	Since org.Day // the day it began
	Asks  string  // what the unit asks for
}

// An Owner is the post whose holder, or whoever covers them, has to answer a difficulty.
type Owner struct {
	Post org.Post
	Unit org.UnitID // 0 for a post of the place
	Name string     // of the unit today
}

// Says is what o is called.
func (o Owner) Says() string {
	if o.Unit == 0 {
		return org.PostName(o.Post)
	}
	return org.PostName(o.Post) + " " + o.Name
}

// A Stage is how far a difficulty is.
type Stage string

// The stages.
const (
	Unanswered Stage = "open"    // chờ ý kiến giải quyết
	Decided    Stage = "decided" // đã có ý kiến giải quyết
	Closed     Stage = "closed"  // đơn vị đã đóng
)

// Late reports whether x waits for an answer past its day.
func (x Difficulty) Late(today org.Day) bool { return x.State == Unanswered && x.DueOn < today }

// A move is what a person may do with a difficulty.
type move string

const (
	toDecide  move = "decide"
	toForward move = "forward"
	toClose   move = "close"
	toReopen  move = "reopen"
)

// moves is the law of difficulties. Read it from top to bottom.
var moves = []struct {
	move move
	from []Stage
	to   Stage
	who  func(org.Actor, Difficulty) bool
	no   string // to whom it is not for
}{
	{toDecide, []Stage{Unanswered}, Decided, replies, "Vướng mắc này do người được giao trả lời hoặc lãnh đạo UBND giải quyết."},
	{toForward, []Stage{Unanswered}, Unanswered, directs, "Vướng mắc này do người được giao trả lời, phòng Văn hóa - Xã hội hoặc lãnh đạo UBND chuyển."},
	{toClose, []Stage{Unanswered, Decided}, Closed, raises, "Vướng mắc do đơn vị đã nêu đóng lại."},
	{toReopen, []Stage{Decided, Closed}, Unanswered, raises, "Vướng mắc do đơn vị đã nêu mở lại."},
}

// replies reports whether a is whom x waits for, or leads the place.
func replies(a org.Actor, x Difficulty) bool {
	return a.Holds(org.Chair, org.ViceChair) || x.Owner.isHeldBy(a)
}

func (o Owner) isHeldBy(a org.Actor) bool {
	if o.Unit == 0 {
		return a.Holds(o.Post)
	}
	return a.HoldsAt(o.Unit, o.Post)
}

func directs(a org.Actor, x Difficulty) bool { return replies(a, x) || May(a, Manage) }

// raises reports whether a speaks for the unit of x.
func raises(a org.Actor, x Difficulty) bool { return maySend(a, x.Unit) }

// oversees reports whether a sees the difficulties of every unit.
func oversees(a org.Actor) bool { return May(a, Verify) }

func maySeeDifficulty(a org.Actor, x Difficulty) bool {
	return a.Person != 0 && (oversees(a) || raises(a, x) || replies(a, x))
}

// may is where m leads x, or why a may not make it.
func (x Difficulty) may(a org.Actor, m move) (Stage, error) {
	if err := allowed(a, Look); err != nil {
		return "", err
	}
	for _, row := range moves {
		switch {
		case row.move != m:
		case !row.who(a, x):
			return "", refuse.With(refuse.NotAllowed, row.no)
		case !slices.Contains(row.from, x.State):
			return "", refuse.With(refuse.Conflict, "Vướng mắc này đã ở tình trạng «"+x.State.name()+"». Hãy tải lại trang.")
		default:
			return row.to, nil
		}
	}
	return "", refuse.With(refuse.Invalid, "Không có thao tác này.")
}

// stages is every stage with what it is called and how it looks.
var stages = []struct {
	stage      Stage
	name, tone string
}{
	{Unanswered, "Chờ ý kiến giải quyết", "warn"},
	{Decided, "Đã có ý kiến", "good"},
	{Closed, "Đã đóng", ""},
}

func (s Stage) name() string {
	for _, row := range stages {
		if row.stage == s {
			return row.name
		}
	}
	return ""
}

func (s Stage) tone() string {
	for _, row := range stages {
		if row.stage == s {
			return row.tone
		}
	}
	return ""
}

// answerDays is within how many working days a difficulty is to be answered, unless a person says otherwise.
const answerDays = 5

// firstOwner is who answers unless a person says otherwise: the plan lets difficulties go to the committee through the
// office of culture and social affairs.
var firstOwner = Owner{Post: org.OfficeHead}

// settle tidies what was typed and refuses what cannot be.
func (r *Raised) settle(today org.Day) error {
	r.Body, r.Asks = strings.TrimSpace(r.Body), strings.TrimSpace(r.Asks)
	switch {
	case r.Body == "":
		return refuse.Field("body", "Hãy ghi vướng mắc là gì.")
	case utf8.RuneCountInString(r.Body) > longestText:
		return refuse.Field("body", "Nội dung dài quá 4.000 ký tự. Hãy ghi ngắn hơn.")
	case utf8.RuneCountInString(r.Asks) > longestText:
		return refuse.Field("asks", "Nội dung dài quá 4.000 ký tự. Hãy ghi ngắn hơn.")
	case r.Since == "":
		return refuse.Field("since", "Hãy ghi vướng mắc có từ ngày nào.")
	case r.Since > today:
		return refuse.Field("since", "Ngày "+r.Since.String()+" chưa đến. Hãy ghi ngày vướng mắc bắt đầu.")
	case r.Asks == "":
		return refuse.Field("asks", "Hãy ghi đơn vị đề nghị điều gì.")
	}
	return nil
}

// Raise tells of what is in the way of unit with its part in task id. once is the number of the form, as in [Desk.Send].
func (d *Desk) Raise(ctx context.Context, a org.Actor, id TaskID, unit org.UnitID, once string, r Raised) (DifficultyID, error) {
	if err := allowed(a, Look); err != nil {
		return 0, err
	}
	if !maySend(a, unit) {
		return 0, refuse.With(refuse.NotAllowed, "Chỉ người của đơn vị, hoặc phòng Văn hóa - Xã hội nêu thay, được nêu vướng mắc của đơn vị này.")
	}
	x := Difficulty{Once: once, Task: id, Unit: unit, Raised: r, Sender: Sender{Person: a.Person, Name: a.Name}}
	return d.raise(ctx, a.Place, func(context.Context, *store.Tx) (Difficulty, error) { return x, nil })
}

// RaiseByLink is Raise for whoever has the secret of a link and writes their name.
func (d *Desk) RaiseByLink(ctx context.Context, place store.Place, secret, name, once string, r Raised) (DifficultyID, error) {
	if name = tidy(name); len(strings.Fields(name)) < 2 || len([]rune(name)) > 100 {
		return 0, refuse.Field("sender", "Hãy ghi đủ họ và tên người gửi.")
	}
	return d.raise(ctx, place, func(ctx context.Context, tx *store.Tx) (Difficulty, error) {
		l, err := d.openLink(ctx, tx, secret)
		return Difficulty{Once: once, Task: l.Task, Unit: l.Unit, Raised: r, Sender: Sender{Name: name, Link: l.ID}}, err
	})
}

func (d *Desk) raise(ctx context.Context, place store.Place, what func(context.Context, *store.Tx) (Difficulty, error)) (id DifficultyID, err error) {
	today := d.today()
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		x, err := what(ctx, tx)
		if err != nil {
			return err
		}
		if err := x.Raised.settle(today); err != nil {
			return err
		}
		if id, err = raisedBy(ctx, tx, x.Once); err != nil || id != 0 {
			return err
		}
		_, p, err := d.openPart(ctx, tx, x.Task, x.Unit)
		if err != nil {
			return err
		}
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		x.Owner, x.DueOn, x.State, x.RaisedAt = firstOwner, cal.Add(today, answerDays), Unanswered, d.Now()
		if x.ID, err = insertDifficulty(ctx, tx, x); err != nil {
			return err
		}
		id = x.ID
		if err := addEvent(ctx, tx, Event{Task: x.Task, Unit: x.Unit, At: x.RaisedAt, Person: x.Sender.Person, PersonName: x.Sender.Name,
			Say: p.Name + " nêu một vướng mắc."}); err != nil {
			return err
		}
		return d.noteDifficulty(ctx, tx, x, x.Sender.Person, x.Sender.Name, "raise",
			p.Name+" nêu vướng mắc. "+x.Owner.Says()+" trả lời trước ngày "+x.DueOn.String()+".")
	})
	return id, err
}

// cut is s up to where it can be cut, for a line.
func cut(s string) string { return Task{Body: tidy(s)}.shortBody() }

// Decide answers difficulty id.
func (d *Desk) Decide(ctx context.Context, a org.Actor, id DifficultyID, decision string) error {
	return d.move(ctx, a, id, toDecide, func(x *Difficulty, _ org.Calendar) (string, error) {
		if x.Decision = strings.TrimSpace(decision); x.Decision == "" {
			return "", refuse.Field("decision", "Hãy ghi ý kiến giải quyết để đơn vị biết phải làm gì.")
		}
		x.Decider, x.DeciderName, x.DecidedAt = a.Person, a.Name, d.Now()
		return "Ý kiến giải quyết: " + sentence(x.Decision), nil
	})
}

// Forward gives difficulty id to another owner, or sets the day by which it is to be answered, or both.
func (d *Desk) Forward(ctx context.Context, a org.Actor, id DifficultyID, to Owner, due org.Day, why string) error {
	return d.move(ctx, a, id, toForward, func(x *Difficulty, _ org.Calendar) (string, error) {
		switch {
		case due < d.today():
			return "", refuse.Field("due", "Hãy chọn hạn trả lời từ hôm nay trở đi.")
		case to.Post == x.Owner.Post && to.Unit == x.Owner.Unit && due == x.DueOn:
			return "", refuse.Field("owner", "Chưa có gì thay đổi. Hãy chọn người trả lời khác hoặc hạn khác.")
		}
		x.Owner, x.DueOn = to, due
		return "Giao " + to.Says() + " trả lời trước ngày " + due.String() + "." + because(why), nil
	})
}

// Close says that difficulty id is no longer in the way.
func (d *Desk) Close(ctx context.Context, a org.Actor, id DifficultyID, note string) error {
	return d.move(ctx, a, id, toClose, func(x *Difficulty, _ org.Calendar) (string, error) {
		x.ClosedAt = d.Now()
		return "Đơn vị đóng vướng mắc." + afterwards(note), nil
	})
}

func afterwards(note string) string {
	if note = tidy(note); note == "" {
		return ""
	}
	return " Ghi chú: " + sentence(note)
}

// Reopen says that difficulty id is still in the way; the days for an answer begin anew.
func (d *Desk) Reopen(ctx context.Context, a org.Actor, id DifficultyID, why string) error {
	return d.move(ctx, a, id, toReopen, func(x *Difficulty, cal org.Calendar) (string, error) {
		if tidy(why) == "" {
			return "", refuse.Field("why", "Hãy ghi vì sao vướng mắc vẫn còn.")
		}
		x.DecidedAt, x.ClosedAt, x.DueOn = time.Time{}, time.Time{}, cal.Add(d.today(), answerDays)
		return "Đơn vị mở lại vướng mắc, trả lời trước ngày " + x.DueOn.String() + "." + because(why), nil
	})
}

// move makes one move of the law; how changes the difficulty and says so.
func (d *Desk) move(ctx context.Context, a org.Actor, id DifficultyID, m move, how func(*Difficulty, org.Calendar) (string, error)) error {
	if err := allowed(a, Look); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		x, err := visibleDifficulty(ctx, tx, a, id)
		if err != nil {
			return err
		}
		to, err := x.may(a, m)
		if err != nil {
			return err
		}
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		say, err := how(&x, cal)
		if err != nil {
			return err
		}
		x.State = to
		if err := updateDifficulty(ctx, tx, x); err != nil {
			return err
		}
		return d.noteDifficulty(ctx, tx, x, a.Person, a.Name, string(m)+"-difficulty", say)
	})
}

// noteDifficulty adds a sentence to the history of x and a line to the audit.
func (d *Desk) noteDifficulty(ctx context.Context, tx *store.Tx, x Difficulty, person org.PersonID, name, verb, say string) error {
	if err := addDifficultyEvent(ctx, tx, x.ID, Event{At: d.Now(), Person: person, PersonName: name, Say: say}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(person), Verb: verb, Thing: x.Ref(), Detail: say})
}

// visibleDifficulty is difficulty id; for those who may not see it there is none.
func visibleDifficulty(ctx context.Context, tx *store.Tx, a org.Actor, id DifficultyID) (Difficulty, error) {
	found, err := difficulties(ctx, tx, `id = $2`, int64(id))
	if err == nil && (len(found) == 0 || !maySeeDifficulty(a, found[0])) {
		err = refuse.With(refuse.NotFound, "Không tìm thấy vướng mắc này.")
	}
	if err != nil {
		return Difficulty{}, err
	}
	return found[0], nil
}

// A DifficultyCount is how the difficulties of a window stood at its end.
type DifficultyCount struct {
	Raised  int // within the window
	Decided int // answered within the window
	Open    int // waiting for an answer at its end
	Late    int // waiting past their day at its end, or answered after it within the window
}

// Difficulties is, for a report of w made on a day, what was in the way of units within it: what was raised in it, and
// what was older and still open when it began. Of a difficulty that was raised again its last answer counts.
func Difficulties(ctx context.Context, tx *store.Tx, w measure.Window, on org.Day) ([]Difficulty, DifficultyCount, error) {
	all, err := difficulties(ctx, tx, `1 = 1`)
	if err != nil {
		return nil, DifficultyCount{}, err
	}
	end := w.Until(on)
	var out []Difficulty
	var n DifficultyCount
	for _, x := range all {
		raised, decided, closed := org.DayOf(x.RaisedAt), dayIf(x.DecidedAt), dayIf(x.ClosedAt)
		if raised > end || closed != "" && closed < w.Span.From || closed == "" && decided != "" && decided < w.Span.From {
			continue
		}
		out = append(out, x)
		answered := decided != "" && decided <= end
		over := answered || closed != "" && closed <= end
		if raised >= w.Span.From {
			n.Raised++
		}
		if answered && decided >= w.Span.From {
			n.Decided++
		}
		if !over {
			n.Open++
		}
		if !over && x.DueOn < end || answered && decided > x.DueOn {
			n.Late++
		}
	}
	return out, n, nil
}

// dayIf is the day of t; empty for no time.
func dayIf(t time.Time) org.Day {
	if t.IsZero() {
		return ""
	}
	return org.DayOf(t)
}
