package work

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"loa/org"
	"loa/plan"
)

func TestAPartReachesItsStepsDayByDay(t *testing.T) {
	const due = "2025-10-10" // a Friday
	for day, want := range map[org.Day]Step{
		"2025-10-02": "", "2025-10-03": SevenDays, "2025-10-06": SevenDays, "2025-10-07": ThreeDays, "2025-10-08": ThreeDays, "2025-10-09": OneDay, "2025-10-10": DueToday,
		"2025-10-11": DueToday, "2025-10-12": DueToday, // a weekend after the day: not late by any working day
		"2025-10-13": "late-1", "2025-10-14": "late-2", "2025-10-20": "late-6", "2025-11-07": "late-20", "2025-11-10": "late-20", "2025-11-14": "late-25", "2025-11-17": "late-25",
	} {
		if got, _ := stepOn(nil, due, day); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
	if got, _ := stepOn(nil, "2026-02-13", "2026-02-23"); got != "late-1" {
		t.Errorf("over Tết: %q", got)
	}
}

func TestTheLongerAPartIsLateTheMoreAreTold(t *testing.T) {
	for step, want := range map[Step][2]string{
		SevenDays: {"doer", "doer"}, DueToday: {"doer", "doer"}, "late-2": {"doer", "doer"}, "late-3": {"doer head", "doer head"},
		"late-5": {"doer head charge", "doer head"}, "late-10": {"doer head charge leader", "doer head"},
	} {
		for i, mode := range []plan.Mode{plan.Assign, plan.Request} {
			if got := words(reminder{openPart{Mode: mode}, step}.audiences()); got != want[i] {
				t.Errorf("%s, %s: %s, want %s", step, mode, got, want[i])
			}
		}
	}
}

func words(as []Audience) string {
	var out []string
	for _, a := range as {
		out = append(out, string(a))
	}
	return strings.Join(out, " ")
}

func seat(person org.PersonID, post org.Post, unit org.UnitID) org.Seat {
	return org.Seat{Post: post, Unit: unit, Person: org.Person{ID: person, Name: fmt.Sprint("Người ", person), Active: true}}
}

func TestEachIsToldOnceAndAHeadAloneFromTheFirstStep(t *testing.T) {
	seats := []org.Seat{seat(1, org.Chair, committee), seat(2, org.ViceChair, committee), seat(3, org.OfficeHead, culture), seat(4, org.Officer, culture), seat(5, org.Operator, culture),
		seat(6, org.UnitHead, school), seat(7, org.UnitHead, services), seat(8, org.Reporter, services), seat(8, org.Announcer, services)}
	for _, c := range []struct {
		unit org.UnitID
		step Step
		want string
	}{
		{school, SevenDays, "6 head"},
		{services, SevenDays, "8 doer"},
		{services, "late-3", "8 doer, 7 head"},
		{services, "late-10", "8 doer, 7 head, 3 charge, 4 charge, 2 leader"},
		{culture, "late-10", "4 doer, 3 head, 2 leader"},
		{secondSchool, SevenDays, ""},
		{secondSchool, "late-5", "3 charge, 4 charge"},
	} {
		var got []string
		for _, r := range (reminder{openPart{Unit: c.unit, Mode: plan.Assign}, c.step}).recipients(seats) {
			got = append(got, fmt.Sprintf("%d %s", r.Person.ID, r.Audience))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("unit %d, %s: %s, want %s", c.unit, c.step, s, c.want)
		}
	}
}

func TestNightsWeekendsAndHolidaysAreQuiet(t *testing.T) {
	at := func(s string) time.Time {
		d, err := time.ParseInLocation("2006-01-02 15:04", s, org.Hanoi)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for s, want := range map[string]bool{
		"2025-10-10 07:29": true, "2025-10-10 07:30": false, "2025-10-10 17:00": false, "2025-10-10 17:01": true, "2025-10-11 08:00": true, "2025-09-02 08:00": true, "2025-04-26 08:00": false,
	} {
		if isQuiet(nil, at(s)) != want {
			t.Errorf("%s: quiet is %v", s, !want)
		}
	}
	own := org.Calendar{"2025-10-10": {Why: "Mất điện"}, "2025-10-11": {Works: true, Why: "Làm bù"}}
	if !isQuiet(own, at("2025-10-10 08:00")) || isQuiet(own, at("2025-10-11 08:00")) {
		t.Error("the days of the place are not kept")
	}
	if got, _ := stepOn(own, "2025-10-09", "2025-10-13"); got != "late-2" { // the Saturday and the Monday
		t.Errorf("over a day off of the place: %s", got)
	}
	for from, want := range map[string]string{
		"2025-10-10 05:00": "2025-10-10 07:30", "2025-10-10 07:30": "2025-10-10 08:30", "2025-10-10 16:29": "2025-10-10 16:30", "2025-10-10 16:30": "2025-10-11 07:30", "2025-08-29 18:00": "2025-08-30 07:30",
	} {
		if got := NextRound(at(from)).In(org.Hanoi).Format("2006-01-02 15:04"); got != want {
			t.Errorf("after %s: %s, want %s", from, got, want)
		}
	}
}

// TestStepsComeInOrderAndEachOnceHoweverDaysAndStopsFall: over random days due and days on which the program ran, a
// part goes through its steps in order, skips those it slept through, and is never told of one twice.
func TestStepsComeInOrderAndEachOnceHoweverDaysAndStopsFall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := org.Day("2025-01-01").Add(rapid.IntRange(0, 700).Draw(t, "first"))
		open := make([]openPart, rapid.IntRange(1, 5).Draw(t, "parts"))
		for i := range open {
			open[i] = openPart{Task: TaskID(i + 1), Unit: 1, DueOn: first.Add(rapid.IntRange(-40, 60).Draw(t, "due"))}
		}
		last := map[TaskID]Step{}
		for n := range 90 {
			day := first.Add(n)
			if !org.Calendar(nil).IsWorking(day) || rapid.IntRange(0, 3).Draw(t, "runs") == 0 {
				continue
			}
			for _, r := range reached(nil, open, day) {
				if before := place(last[r.Task]); place(r.Step) < before {
					t.Fatalf("%s: %s comes after %s", day, r.Step, last[r.Task])
				}
				behind := workingDaysLate(nil, r.DueOn, day) - r.Step.late()
				if late := r.Step.late(); late > 0 && (behind < 0 || behind >= then || behind > 0 && late < dailyFor) {
					t.Fatalf("%s: %s, due %s", day, r.Step, r.DueOn)
				}
				last[r.Task] = r.Step
			}
		}
	})
}

// place is where a step stands among all.
func place(s Step) int {
	for i, a := range ahead {
		if a.step == s {
			return i + 1
		}
	}
	if s == "" {
		return 0
	}
	return len(ahead) + s.late()
}

func TestEveryStepHasWords(t *testing.T) {
	for _, a := range ahead {
		if a.step.say() == "" || strings.Contains(a.step.say(), "quá hạn") {
			t.Errorf("%s: %s", a.step, a.step.say())
		}
	}
	if !slices.IsSortedFunc(ahead, func(a, b struct {
		step  Step
		days  int
		calls bool
	}) int {
		return b.days - a.days
	}) {
		t.Error("the steps do not come nearer to the day")
	}
	for due, want := range map[org.Day]string{"2025-10-10": "đến hạn hôm nay", "2025-10-13": "còn 3 ngày", "2025-10-08": "quá hạn 2 ngày làm việc"} {
		if got := daysLeft(nil, due, "2025-10-10"); got != want {
			t.Errorf("%s: %s", due, got)
		}
	}
}
