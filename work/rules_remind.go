package work

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"loa/org"
	"loa/plan"
)

// A Step (bước nhắc) is how near its day, or how far past it, a part is reminded of:
// t-7, t-3, t-1, t, and late-N on the N-th working day after.
type Step string

// The steps before a part is late.
const (
	SevenDays Step = "t-7"
	ThreeDays Step = "t-3"
	OneDay    Step = "t-1"
	DueToday  Step = "t"
)

// ahead is the steps before a part is late, the first first. calls: a unit that no letter reaches is called.
var ahead = []struct {
	step  Step
	days  int // before the day
	calls bool
}{
	{SevenDays, 7, false},
	{ThreeDays, 3, true},
	{OneDay, 1, true},
	{DueToday, 0, true},
}

// A part that is late is reminded of each working day for four weeks, and after that once a week.
const (
	dailyFor = 20
	then     = 5
)

// An Audience is in what office somebody is told of a part.
type Audience string

// The audiences.
const (
	Doer   Audience = "doer"   // those who do the unit's work
	Head   Audience = "head"   // who leads the unit
	Charge Audience = "charge" // who runs the plan: the culture office
	Leader Audience = "leader" // the vice chair
)

// insistence is who is told, by how many working days a part is late; each row comes to those above it. A unit
// outside the committee is asked, not ordered: of its delay nobody above it is told.
var insistence = []struct {
	from  int
	to    Audience
	asked bool
}{
	{0, Doer, true},
	{3, Head, true},
	{5, Charge, false},
	{10, Leader, false},
}

// officers are the posts of each audience. Doer and Head are those at the unit itself.
var officers = map[Audience][]org.Post{
	Doer:   {org.Officer, org.EditorHead, org.Reporter, org.Announcer, org.Clerk},
	Head:   {org.UnitHead, org.OfficeHead, org.Chair, org.ViceChair},
	Charge: {org.OfficeHead, org.Officer},
	Leader: {org.ViceChair},
}

// stepOn is the step that a part due on a day has reached on day; false before the first.
func stepOn(cal org.Calendar, due, day org.Day) (Step, bool) {
	if late := workingDaysLate(cal, due, day); late > 0 {
		if late > dailyFor {
			late -= late % then
		}
		return lateBy(late), true
	}
	for _, a := range slices.Backward(ahead) {
		if due.Add(-a.days) <= day {
			return a.step, true
		}
	}
	return "", false
}

func lateBy(days int) Step { return Step("late-" + strconv.Itoa(days)) }

// late is how many working days s is past the day; 0 for a step before it.
func (s Step) late() int {
	n, err := strconv.Atoi(strings.TrimPrefix(string(s), "late-"))
	if err != nil {
		return 0 // a step before the day
	}
	return n
}

// calls reports whether a unit that no letter reaches is called at s.
func (s Step) calls() bool {
	for _, a := range ahead {
		if a.step == s {
			return a.calls
		}
	}
	return true
}

// say is s in words: còn 3 ngày, quá hạn 2 ngày làm việc.
func (s Step) say() string {
	switch s {
	case SevenDays:
		return "trước hạn 7 ngày"
	case ThreeDays:
		return "trước hạn 3 ngày"
	case OneDay:
		return "trước hạn 1 ngày"
	case DueToday:
		return "đúng hạn"
	}
	return fmt.Sprintf("quá hạn %d ngày làm việc", s.late())
}

// workingDaysLate is how many days on which offices work lie after due, through day.
func workingDaysLate(cal org.Calendar, due, day org.Day) (n int) {
	for d := due.Add(1); d <= day; d = d.Add(1) {
		if cal.IsWorking(d) {
			n++
		}
	}
	return n
}

// Reminders go out in the hours of the office: what a night, a weekend or a holiday kept waiting goes on the next morning.
const (
	firstMinute = 7*60 + 30
	lastMinute  = 17 * 60
)

// isQuiet reports whether nobody is to be disturbed at t in a place with this calendar.
func isQuiet(cal org.Calendar, t time.Time) bool {
	return !cal.IsWorking(org.DayOf(t)) || outOfHours(t)
}

func outOfHours(t time.Time) bool {
	t = t.In(org.Hanoi)
	minute := t.Hour()*60 + t.Minute()
	return minute < firstMinute || minute > lastMinute
}

// NextRound is the first time after t to see whether the round of the day was made: at half past seven, and each hour
// after it, for a program that was not running then. On which days there is a round, each place says.
func NextRound(t time.Time) time.Time {
	next := t.Add(-30 * time.Minute).Truncate(time.Hour).Add(90 * time.Minute) // Hanoi is whole hours from UTC
	for outOfHours(next) {
		next = next.Add(time.Hour)
	}
	return next
}

// An openPart is a part that waits for its unit, with the day it is due.
type openPart struct {
	Task  TaskID
	Unit  org.UnitID
	Mode  plan.Mode
	DueOn org.Day
}

// A reminder is one step of one part.
type reminder struct {
	openPart
	Step Step
}

// reached is the step that each part has reached on day, the latest alone; putReminder knows which were reminded of.
func reached(cal org.Calendar, open []openPart, day org.Day) (due []reminder) {
	steps := map[org.Day]Step{}
	for _, p := range open {
		step, known := steps[p.DueOn]
		if !known {
			step, _ = stepOn(cal, p.DueOn, day)
			steps[p.DueOn] = step
		}
		if step != "" {
			due = append(due, reminder{p, step})
		}
	}
	return due
}

// audiences are who is told of r.
func (r reminder) audiences() (to []Audience) {
	for _, row := range insistence {
		if r.Step.late() >= row.from && (row.asked || r.Mode != plan.Request) {
			to = append(to, row.to)
		}
	}
	return to
}

// A recipient is somebody who is told of a part.
type recipient struct {
	org.Seat
	Audience Audience
}

// recipients are who of seats is told of r, each once, in the lowest of their offices. A unit where nobody but its
// head has a post is told through the head from the first step.
func (r reminder) recipients(seats []org.Seat) (to []recipient) {
	add := func(audience Audience) {
		for _, s := range seats {
			here := audience == Charge || audience == Leader || s.Unit == r.Unit
			if here && slices.Contains(officers[audience], s.Post) && !slices.ContainsFunc(to, func(x recipient) bool { return x.Person.ID == s.Person.ID }) {
				to = append(to, recipient{s, audience})
			}
		}
	}
	for _, audience := range r.audiences() {
		if add(audience); audience == Doer && len(to) == 0 {
			add(Head)
		}
	}
	return to
}
