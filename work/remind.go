package work

import (
	"context"
	"fmt"
	"slices"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/refuse"
	"loa/platform/store"
)

// Reminders (đôn đốc). Once a working day, at half past seven, a round looks at
// every part that is not done and decides, by the tables of rules_remind.go, what
// step it has reached and who is told: on their day's page, by letter, or, where
// no letter reaches the unit, by somebody who calls.
//
// A round is one transaction that writes down everything it decides, and the row
// of its day; whatever happens after that, no second round of the day and no
// second reminder of the step can be written. A part that is done before its
// letter goes is left out of the letter.
//
// A letter is a row too. The job that sends it marks it «sending», hands it to the
// mail server outside any transaction, and marks it «sent». If the program dies
// between the two marks, or the line breaks before the server answers, nobody
// knows whether the server took it, so it is sent again with the same Message-ID:
// only then may somebody find a letter twice.

// MakeRounds is asked for when a round may be due in a place.
var MakeRounds = job.Kind[struct{}]{Name: "work_remind"}

// A Round is what one round of reminders did.
type Round struct {
	Day   org.Day
	At    time.Time
	Parts int // reminded of
}

// Remind makes the round of today in place, unless it was made, today is a day off, or the hour is wrong.
func (d *Desk) Remind(ctx context.Context, place store.Place, _ struct{}) error {
	now := d.Now()
	if outOfHours(now) {
		return nil
	}
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		s, err := reminding(ctx, tx)
		if err != nil || !s.IsOn {
			return err
		}
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil || isQuiet(cal, now) {
			return err
		}
		day := org.DayOf(now)
		if made, err := madeRound(ctx, tx, day); err != nil || made {
			return err
		}
		open, err := openParts(ctx, tx, day.Add(ahead[0].days))
		if err != nil {
			return err
		}
		due, err := freshOnes(ctx, tx, reached(cal, open, day), day)
		if err != nil {
			return err
		}
		if err := endRound(ctx, tx, Round{Day: day, At: now, Parts: len(due)}); err != nil || len(due) == 0 {
			return err
		}
		return d.tellAll(ctx, tx, day, due)
	})
}

// freshOnes writes down the reminders of a round and leaves out those that were written before.
func freshOnes(ctx context.Context, tx *store.Tx, all []reminder, day org.Day) (due []reminder, err error) {
	for _, r := range all {
		fresh, err := putReminder(ctx, tx, r, day)
		if err != nil {
			return nil, err
		}
		if fresh {
			due = append(due, r)
		}
	}
	return due, nil
}

// tellAll writes down who is told of what, and asks for the letters.
func (d *Desk) tellAll(ctx context.Context, tx *store.Tx, day org.Day, due []reminder) error {
	seats, err := org.SeatsOn(ctx, tx, day)
	if err != nil {
		return err
	}
	post, err := mail.Load(ctx, tx)
	if err != nil {
		return err
	}
	silent, err := letterless(ctx, tx)
	if err != nil {
		return err
	}
	reaches := func(p org.Person) bool {
		return post.IsOn() && mail.CheckAddress("", p.Email) == nil && !slices.Contains(silent, p.ID)
	}
	var to []org.Person // by letter
	for _, r := range due {
		heard := false
		for _, x := range r.recipients(seats) {
			n := notice{reminder: r, Person: x.Person.ID, Audience: x.Audience, Name: x.Name(), Channel: OnScreen}
			if reaches(x.Person) {
				n.Channel = ByLetter
				heard = heard || x.Audience == Doer || x.Audience == Head
				if !slices.ContainsFunc(to, func(p org.Person) bool { return p.ID == x.Person.ID }) {
					to = append(to, x.Person)
				}
			}
			if err := putNotice(ctx, tx, n, day); err != nil {
				return err
			}
		}
		if !heard && r.Step.calls() {
			if err := putNotice(ctx, tx, notice{reminder: r, Audience: Doer, Channel: ByPhone}, day); err != nil {
				return err
			}
		}
	}
	for _, p := range to {
		id := fmt.Sprintf("remind.%s.%s.%d@%s", tx.Place(), string(day), p.ID, post.Domain())
		if err := insertLetter(ctx, tx, Letter{Person: p.ID, Day: day, MessageID: id, Address: p.Email, Name: p.Name, State: Queued}); err != nil {
			return err
		}
		if err := SendLetter.Add(ctx, tx, LetterKey{p.ID, day}, job.Once(fmt.Sprintf("%d/%s", p.ID, string(day)))); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Verb: "remind", Thing: "work", Detail: fmt.Sprintf("%d phần việc, %d thư", len(due), len(to))})
}

// A Channel is the way by which somebody is told.
type Channel string

// The channels.
const (
	OnScreen Channel = "screen"
	ByLetter Channel = "mail"
	ByPhone  Channel = "call"
)

// A notice is one reminder told to one person; to nobody when the unit is to be called.
type notice struct {
	reminder
	Person   org.PersonID
	Audience Audience
	Name     string
	Channel  Channel
}

// Reminding is whether a place reminds, and who said so last.
type Reminding struct {
	IsOn      bool
	ChangedAt time.Time // zero: nobody has
	ChangedBy string
}

// SwitchReminders turns the reminders of the place on or off.
func (d *Desk) SwitchReminders(ctx context.Context, a org.Actor, on bool) error {
	if err := allowed(a, Manage); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		was, err := reminding(ctx, tx)
		if err != nil || was.IsOn == on {
			return err
		}
		if err := putReminding(ctx, tx, Reminding{IsOn: on, ChangedAt: d.Now(), ChangedBy: a.As(Posts(Manage)...)}); err != nil {
			return err
		}
		detail := "tắt"
		if on {
			detail = "bật"
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: "switch-reminders", Thing: "work", Detail: detail})
	})
}

// WantLetters says whether a wants to be reminded by letter; the day's page reminds everybody.
func (d *Desk) WantLetters(ctx context.Context, a org.Actor, want bool) error {
	if err := allowed(a, Look); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if err := putLetterless(ctx, tx, a.Person, !want, d.Now()); err != nil {
			return err
		}
		detail := "không nhận thư"
		if want {
			detail = "nhận thư"
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: "want-letters", Thing: a.Person.Ref(), Detail: detail})
	})
}

// Called records that a called unit about everything it was to be called for, and what was said.
func (d *Desk) Called(ctx context.Context, a org.Actor, unit org.UnitID, note string) error {
	if err := allowed(a, Verify); err != nil {
		return err
	}
	a.Name = a.As(Posts(Verify)...)
	note = tidy(note)
	if note == "" {
		return refuse.Field("note", "Hãy ghi đã gọi ai và người ấy nói gì.")
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		u, err := org.LoadUnit(ctx, tx, unit)
		if err != nil {
			return err
		}
		waiting, err := toCall(ctx, tx, unit)
		if err != nil {
			return err
		}
		if len(waiting) == 0 {
			return refuse.With(refuse.Conflict, "Không còn việc nào phải gọi "+u.Name+": đơn vị đã gửi minh chứng, hoặc đã có người gọi.")
		}
		if err := setCalled(ctx, tx, unit, d.Now(), a.Name, note); err != nil {
			return err
		}
		for _, c := range waiting {
			if err := d.record(ctx, tx, a, c.Task, unit, "call", "Đã gọi "+u.Name+". "+sentence(capital(note))); err != nil {
				return err
			}
		}
		return nil
	})
}

// daysLeft is what there is to say about a part due on a day: quá hạn 2 ngày làm việc, đến hạn hôm nay, còn 3 ngày.
func daysLeft(cal org.Calendar, due, day org.Day) string {
	switch {
	case due < day:
		if n := workingDaysLate(cal, due, day); n > 0 {
			return fmt.Sprintf("quá hạn %d ngày làm việc", n)
		}
		return "vừa quá hạn"
	case due == day:
		return "đến hạn hôm nay"
	}
	n := 0
	for d := day; d < due; d = d.Add(1) {
		n++
	}
	return fmt.Sprintf("còn %d ngày", n)
}
