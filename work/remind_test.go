package work

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"loa/measure"
	"loa/org"
	"loa/platform/audit"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/mail/mailtest"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/platform/web/webtest"
)

var mailSchemas = []store.Schema{audit.Schema, org.Schema, measure.Schema, mail.Schema, Schema}

// A staffed ward has people in its units, a mail server, and a clock that is set by hand.
type staffed struct {
	*Desk
	org    *org.Desk
	server *mailtest.Server
	at     time.Time
	people map[string]org.PersonID
}

// staff opens a ward where the plan was adopted and everybody sits in their seat.
func staff(t *testing.T, db *store.DB) *staffed {
	t.Helper()
	if err := job.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	s := &staffed{server: mailtest.Start(t, false), people: map[string]org.PersonID{}}
	s.Desk, _ = opened(t, db)
	now := func() time.Time { return s.at }
	s.Desk.Now, s.org = now, &org.Desk{DB: db, Now: now}
	s.Mail = &mail.Desk{DB: db, Now: now, Roots: s.server.Roots}
	s.set("2025-07-17", "08:00")
	keeper := org.Actor{Place: ward, Person: 99, Posts: []org.Post{org.Operator, org.Chair, org.ViceChair}}
	for _, p := range []struct {
		name, email, phone string
		unit               org.UnitID
		post               org.Post
	}{
		{"Nguyễn Thị Lan", "lan@phulien.example.vn", "", culture, org.OfficeHead},
		{"Bùi Minh Đức", "duc@phulien.example.vn", "", culture, org.Officer},
		{"Vũ Thu Hà", "ha@phulien.example.vn", "", committee, org.ViceChair},
		{"Mai Thị Hồng", "hong@truong.example.vn", "", school, org.UnitHead},
		{"Hoàng Văn Sơn", "", "0225 3 000 001", services, org.Reporter},
	} {
		id, err := s.org.AddPerson(t.Context(), keeper, org.Person{Name: p.name, Unit: p.unit, Email: p.email, Phone: p.phone, Purpose: "nhắc việc"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.org.Appoint(t.Context(), keeper, org.Holding{Person: id, Post: p.post, Unit: p.unit, Span: org.Span{From: "2025-07-01"}}); err != nil {
			t.Fatal(err)
		}
		s.people[p.name] = id
	}
	if err := s.Mail.Save(t.Context(), ward, 1, mail.Settings{Host: "localhost", Port: s.server.Port, Security: mail.StartTLS, Login: mailtest.Login, Secret: mailtest.Secret,
		Sender: "nhacviec@phulien.example.vn", Site: "https://phulien.example.vn"}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *staffed) set(day org.Day, hour string) {
	at, err := time.ParseInLocation("2006-01-02 15:04", string(day)+" "+hour, org.Hanoi)
	if err != nil {
		panic(err)
	}
	s.at = at
}

// round makes a round and hands its letters over, those of a restart as well.
func (s *staffed) round(t testing.TB) (failed []error) {
	t.Helper()
	if err := s.Remind(t.Context(), ward, struct{}{}); err != nil {
		t.Fatal(err)
	}
	for _, l := range ask(t, s.Desk, Waits) {
		if err := s.Post(t.Context(), ward, l.Key()); err != nil {
			failed = append(failed, err)
		}
	}
	return failed
}

func (s *staffed) lettersTo(address string) (ids []string) {
	for _, x := range s.server.Taken() {
		if x.To == address {
			ids = append(ids, x.ID)
		}
	}
	return ids
}

// due lets the task at IV.2.-4 be due on day and everything else have no day.
func (s *staffed) due(t testing.TB, day org.Day) TaskID {
	t.Helper()
	write(t, s.DB, ward, func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE work_task SET due_on = '' WHERE place = $1`)
		return err
	})
	id := taskAt(t, s.Desk, "IV.2.-4").ID
	if err := s.Reschedule(t.Context(), lan, id, day, ""); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAUnitIsRemindedByOneLetterAMorningAndNeverTwice(t *testing.T) {
	storetest.Each(t, mailSchemas, func(t *testing.T, db *store.DB) {
		s := staff(t, db)
		s.due(t, "2025-10-10")
		for day := org.Day("2025-09-29"); day <= "2025-10-14"; day = day.Add(1) {
			for _, hour := range []string{"03:00", "07:30", "08:30", "23:00"} {
				s.set(day, hour)
				if failed := s.round(t); failed != nil {
					t.Fatal(failed)
				}
			}
		}
		var days []string
		for _, id := range s.lettersTo("hong@truong.example.vn") {
			days = append(days, strings.Split(id, ".")[2])
		}
		if got := strings.Join(days, " "); got != "2025-10-03 2025-10-07 2025-10-09 2025-10-10 2025-10-13 2025-10-14" {
			t.Errorf("letters of %s", got)
		}
		if lines, total, err := ledgerOf(t, s.Desk); err != nil || total == 0 || lines[0].State != Posted {
			t.Errorf("%d lines, %+v, %v", total, lines, err)
		}
	})
}

func TestNobodyIsRemindedOnADayOffOfThePlaceAndAllAreOnADayItWorks(t *testing.T) {
	storetest.Each(t, mailSchemas, func(t *testing.T, db *store.DB) {
		s := staff(t, db)
		s.due(t, "2025-10-09")
		desk := &org.Desk{DB: db, Now: func() time.Time { return s.at }}
		s.set("2025-10-08", "09:00")
		for day, c := range map[org.Day]org.DayChange{"2025-10-10": {Why: "Mất điện"}, "2025-10-11": {Works: true, Why: "Làm bù"}} {
			if err := desk.ChangeDays(t.Context(), lan, org.Span{From: day}, c); err != nil {
				t.Fatal(err)
			}
		}
		for day := org.Day("2025-10-09"); day <= "2025-10-13"; day = day.Add(1) {
			s.set(day, "07:30")
			if failed := s.round(t); failed != nil {
				t.Fatal(failed)
			}
		}
		var days []string
		for _, id := range s.lettersTo("hong@truong.example.vn") {
			days = append(days, strings.Split(id, ".")[2])
		}
		if got := strings.Join(days, " "); got != "2025-10-09 2025-10-11 2025-10-13" {
			t.Errorf("letters of %s", got)
		}
	})
}

func ledgerOf(t testing.TB, d *Desk) (lines []told, total int, err error) {
	t.Helper()
	err = d.DB.Read(t.Context(), ward, func(tx *store.Tx) (err error) {
		lines, total, err = ledger(t.Context(), tx, ledgerQuestion{})
		return err
	})
	return lines, total, err
}

func TestALateUnitIsToldOfToThoseAbove(t *testing.T) {
	s := staff(t, storetest.Open(t, mailSchemas...))
	s.due(t, "2025-10-10")
	s.set("2025-10-16", "07:30") // four working days late
	s.round(t)
	if got := s.lettersTo("lan@phulien.example.vn"); len(got) != 0 && taskHas(t, s, culture) == false {
		t.Errorf("the office is told too soon: %v", got)
	}
	s.set("2025-10-24", "07:30") // ten
	s.round(t)
	for _, who := range []string{"lan@phulien.example.vn", "duc@phulien.example.vn", "ha@phulien.example.vn"} {
		if len(s.lettersTo(who)) == 0 {
			t.Errorf("%s was not told", who)
		}
	}
}

func taskHas(t *testing.T, s *staffed, unit org.UnitID) bool {
	for _, p := range partsAt(t, s.Desk, taskAt(t, s.Desk, "IV.2.-4").ID) {
		if p.Unit == unit {
			return true
		}
	}
	return false
}

func TestWhatAServerDoesWithALetterIsWrittenDown(t *testing.T) {
	storetest.Each(t, mailSchemas, func(t *testing.T, db *store.DB) {
		s := staff(t, db)
		s.due(t, "2025-10-10")
		s.set("2025-10-10", "07:30")
		s.server.Answer(func(string) error { return mailtest.Reply(451, "later") })
		if failed := s.round(t); len(failed) == 0 {
			t.Fatal("a letter that was put off is not tried again")
		}
		letter := s.letter(t, "Mai Thị Hồng")
		if letter.State != Queued || letter.Tries != 1 || !strings.Contains(letter.Why, "451") {
			t.Errorf("put off: %+v", letter)
		}
		s.server.Answer(nil)
		s.server.Cut(true)
		s.at = s.at.Add(5 * time.Second)
		if failed := s.round(t); len(failed) == 0 || len(s.server.Taken()) != 0 {
			t.Fatal("a letter that was cut off counts as sent")
		}
		s.server.Cut(false)
		if failed := s.round(t); failed != nil {
			t.Fatal(failed)
		}
		if l := s.letter(t, "Mai Thị Hồng"); l.State != Posted || l.Tries != 3 || len(s.lettersTo(l.Address)) != 1 || s.lettersTo(l.Address)[0] != l.MessageID {
			t.Errorf("sent: %+v, %v", l, s.lettersTo(l.Address))
		}
	})
}

func (s *staffed) letter(t testing.TB, name string) Letter {
	t.Helper()
	return ask(t, s.Desk, func(ctx context.Context, tx *store.Tx) (Letter, error) {
		return loadLetter(ctx, tx, s.people[name], org.DayOf(s.at))
	})
}

func TestAUnitThatNoLetterReachesIsCalled(t *testing.T) {
	storetest.Each(t, mailSchemas, func(t *testing.T, db *store.DB) {
		s := staff(t, db)
		id := s.due(t, "2025-10-10")
		s.set("2025-10-07", "07:30")
		s.server.Answer(func(to string) error {
			if strings.HasPrefix(to, "hong@") {
				return mailtest.Reply(550, "no such user")
			}
			return nil
		})
		if failed := s.round(t); failed != nil {
			t.Fatalf("the server's last word is tried again: %v", failed)
		}
		if l := s.letter(t, "Mai Thị Hồng"); l.State != Unposted || !strings.Contains(l.Why, "550") {
			t.Errorf("%+v", l)
		}
		list := s.calls(t, 0)
		if !calls(list, school) || !calls(list, secondSchool) {
			t.Fatalf("to be called: %+v", list)
		}
		if no := refuse.Of(s.Called(t.Context(), lan, school, " ")); no.Field != "note" {
			t.Errorf("called without a word: %+v", no)
		}
		if err := s.Called(t.Context(), hong, school, "gọi"); refuse.Of(err).Kind != refuse.NotAllowed {
			t.Errorf("a unit calls itself: %v", err)
		}
		if err := s.Called(t.Context(), lan, school, "Gặp cô Hồng, mai gửi"); err != nil {
			t.Fatal(err)
		}
		if list := s.calls(t, 0); calls(list, school) || !calls(list, secondSchool) {
			t.Errorf("still to be called: %+v", list)
		}
		if !strings.Contains(said(t, s.Desk, id), "Đã gọi Trường Tiểu học Một. Gặp cô Hồng, mai gửi.") {
			t.Errorf("the history is %s", said(t, s.Desk, id))
		}
		if no := refuse.Of(s.Called(t.Context(), duc, school, "gọi lại")); no.Kind != refuse.Conflict {
			t.Errorf("called twice: %+v", no)
		}
		s.set("2025-10-09", "07:30")
		s.round(t)
		if !calls(s.calls(t, school), school) {
			t.Error("the next step calls nobody")
		}
	})
}

func (s *staffed) calls(t testing.TB, unit org.UnitID) []call {
	t.Helper()
	return ask(t, s.Desk, func(ctx context.Context, tx *store.Tx) ([]call, error) { return toCall(ctx, tx, unit) })
}

func calls(list []call, unit org.UnitID) bool {
	for _, c := range list {
		if c.Unit == unit {
			return true
		}
	}
	return false
}

func TestWhoIsOnLeaveIsLeftInPeaceAndTheCoverIsTold(t *testing.T) {
	s := staff(t, storetest.Open(t, mailSchemas...))
	s.due(t, "2025-10-10")
	s.set("2025-10-01", "08:00")
	leave := org.HandOver{From: s.people["Mai Thị Hồng"], To: s.people["Bùi Minh Đức"], Span: org.Span{From: "2025-10-06", Through: "2025-10-09"}, Why: "nghỉ phép"}
	if err := s.org.Cover(t.Context(), org.Actor{Place: ward, Person: leave.From}, leave); err != nil {
		t.Fatal(err)
	}
	for _, day := range []org.Day{"2025-10-03", "2025-10-07", "2025-10-10"} {
		s.set(day, "07:30")
		s.round(t)
	}
	if got := len(s.lettersTo("hong@truong.example.vn")); got != 2 {
		t.Errorf("%d letters to the one on leave, want those of the 3rd and the 10th", got)
	}
	lines, _, err := ledgerOf(t, s.Desk)
	found := false
	for _, l := range lines {
		found = found || l.Name == "Bùi Minh Đức, thay Mai Thị Hồng" && l.Day == "2025-10-07"
	}
	if err != nil || !found {
		t.Errorf("the cover was not told in the other's name: %+v, %v", lines, err)
	}
}

func TestRemindersAndLettersAreTurnedOff(t *testing.T) {
	s := staff(t, storetest.Open(t, mailSchemas...))
	s.due(t, "2025-10-10")
	if err := s.SwitchReminders(t.Context(), hong, false); refuse.Of(err).Kind != refuse.NotAllowed {
		t.Errorf("a unit turns reminders off: %v", err)
	}
	if err := s.SwitchReminders(t.Context(), lan, false); err != nil {
		t.Fatal(err)
	}
	s.set("2025-10-03", "07:30")
	s.round(t)
	if _, total, _ := ledgerOf(t, s.Desk); total != 0 {
		t.Errorf("%d notices though reminders are off", total)
	}
	if err := errors.Join(s.SwitchReminders(t.Context(), lan, true), s.WantLetters(t.Context(), org.Actor{Place: ward, Person: s.people["Mai Thị Hồng"]}, false)); err != nil {
		t.Fatal(err)
	}
	s.set("2025-10-07", "07:30")
	s.round(t)
	if _, total, _ := ledgerOf(t, s.Desk); total == 0 || len(s.lettersTo("hong@truong.example.vn")) != 0 {
		t.Errorf("%d notices, letters %v", total, s.lettersTo("hong@truong.example.vn"))
	}
	if !calls(s.calls(t, 0), school) {
		t.Error("who wants no letter is not called")
	}
}

// TestAProgramThatDiesWhileSendingSendsTheSameLetterAgain: and only that; what is marked as sent stays sent.
func TestAProgramThatDiesWhileSendingSendsTheSameLetterAgain(t *testing.T) {
	s := staff(t, storetest.Open(t, mailSchemas...))
	s.due(t, "2025-10-10")
	s.set("2025-10-10", "07:30")
	if err := s.Remind(t.Context(), ward, struct{}{}); err != nil {
		t.Fatal(err)
	}
	args := LetterKey{s.people["Mai Thị Hồng"], "2025-10-10"}
	taken, err := s.take(t.Context(), ward, args) // and the program dies
	if err != nil {
		t.Fatal(err)
	}
	if err := s.hand(t.Context(), ward, taken); err != nil { // after the server took the letter
		t.Fatal(err)
	}
	if err := s.Post(t.Context(), ward, args); !errors.Is(err, errBeingSent) {
		t.Errorf("two tries at once: %v", err)
	}
	s.at = s.at.Add(oneTry)
	for range 3 {
		if err := s.Post(t.Context(), ward, args); err != nil {
			t.Fatal(err)
		}
	}
	if ids := s.lettersTo("hong@truong.example.vn"); len(ids) != 2 || ids[0] != ids[1] {
		t.Errorf("letters %v", ids)
	}
}

func TestALetterAboutWhatIsDoneStaysAtHome(t *testing.T) {
	s := staff(t, storetest.Open(t, mailSchemas...))
	id := s.due(t, "2025-10-10")
	s.set("2025-10-10", "07:30")
	if err := s.Remind(t.Context(), ward, struct{}{}); err != nil {
		t.Fatal(err)
	}
	write(t, s.DB, ward, func(tx *store.Tx) error {
		p, err := partOf(t.Context(), tx, id, school)
		if err != nil {
			return err
		}
		p.State = Sent
		return putPart(t.Context(), tx, p)
	})
	if failed := s.round(t); failed != nil {
		t.Fatal(failed)
	}
	if l := s.letter(t, "Mai Thị Hồng"); l.State != Needless || len(s.lettersTo(l.Address)) != 0 {
		t.Errorf("%+v", l)
	}
}

func TestALetterReadsAsOnePersonWritesToAnother(t *testing.T) {
	l := Letter{Person: 4, Day: "2025-10-10", Name: "Mai Thị Hồng"}
	part := func(task TaskID, due org.Day, step Step, state State, body string) item {
		return item{reminder: reminder{openPart{task, school, "assign", due}, step}, Audience: Head, UnitName: "Trường Tiểu học Một", State: state, Body: body}
	}
	items := []item{
		part(3, "2025-10-07", "late-3", Returned, "Tổ chức buổi ngoại khóa kỹ năng số cho học sinh."),
		part(7, "2025-10-10", DueToday, Todo, "Tuyên truyền Ngày Chuyển đổi số quốc gia."),
		part(9, "2025-10-13", ThreeDays, Todo, "Báo cáo kết quả hưởng ứng."),
	}
	items[1].Link = "2025-10-31"
	above := items[0]
	above.Audience, above.Unit, above.UnitName = Leader, secondSchool, "Trường Trung học cơ sở Hai"
	p := written(l, "Phường Phù Liễn", "https://phulien.example.vn", append(items, above))
	m, err := p.mail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := "Subject: " + m.Subject + "\n\n" + m.Text + "\n" + m.HTML + "\n"
	if want := storetest.Golden(t, "testdata/letter.txt", got); got != want {
		t.Errorf("the letter is\n%s\nwant\n%s", got, want)
	}
}

// TestRandomYearsRemindOnceAndInTheHoursOfTheOffice: hours, stops and new days fall as they like.
func TestRandomYearsRemindOnceAndInTheHoursOfTheOffice(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s, chance := staff(t, storetest.Open(t, mailSchemas...)), rand.New(rand.NewPCG(seed, 4))
			id := s.due(t, "2025-09-05")
			s.set("2025-08-20", "00:00")
			for s.at.Before(time.Date(2025, 10, 20, 0, 0, 0, 0, org.Hanoi)) {
				s.at = s.at.Add(time.Duration(1+chance.IntN(30)) * time.Hour)
				if chance.IntN(12) == 0 {
					if err := s.Reschedule(t.Context(), lan, id, org.DayOf(s.at).Add(chance.IntN(15)-3), ""); err != nil {
						t.Fatal(err)
					}
				}
				s.server.Cut(chance.IntN(5) == 0)
				before := len(s.server.Taken())
				s.round(t)
				s.server.Cut(false)
				for _, x := range s.server.Taken()[before:] {
					if isQuiet(nil, s.at) || !strings.Contains(x.ID, string(org.DayOf(s.at))) {
						t.Fatalf("at %s %s goes out", s.at, x.ID)
					}
				}
			}
			seen := map[string]bool{}
			for _, x := range s.server.Taken() {
				if seen[x.ID] {
					t.Errorf("%s went twice", x.ID)
				}
				seen[x.ID] = true
			}
			if len(seen) < 5 {
				t.Errorf("only %d letters: the years are too quiet to say anything", len(seen))
			}
		})
	}
}

func TestWhoTakesOverIsNamedInTheHistoryBesideWhoWentAway(t *testing.T) {
	storetest.Each(t, mailSchemas, func(t *testing.T, db *store.DB) {
		s := staff(t, db)
		id := s.due(t, "2025-10-10")
		s.org.OnHandOver = append(s.org.OnHandOver, s.HandOver)
		s.set("2025-10-01", "08:00")
		hong, duc := s.people["Mai Thị Hồng"], s.people["Bùi Minh Đức"]
		leave := org.HandOver{From: hong, To: duc, Span: org.Span{From: "2025-10-06", Through: "2025-10-09"}, Why: "ốm"}
		if err := s.org.Cover(t.Context(), org.Actor{Place: ward, Person: hong, Name: "Mai Thị Hồng"}, leave); err != nil {
			t.Fatal(err)
		}
		s.set("2025-10-07", "08:00")
		cover := ask(t, s.Desk, func(ctx context.Context, tx *store.Tx) (org.Actor, error) { return org.ActorAt(ctx, tx, duc, s.at) })
		if _, err := s.Send(t.Context(), cover, id, school, "form-of-the-cover", Shown{DoneOn: "2025-10-06", Note: "Đã tuyên truyền dưới cờ."}); err != nil {
			t.Fatal(err)
		}
		lent := ask(t, s.Desk, org.Delegations)
		s.set("2025-10-08", "08:00")
		if err := s.org.EndDelegation(t.Context(), org.Actor{Place: ward, Person: hong, Name: "Mai Thị Hồng"}, lent[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.org.Delegate(t.Context(), org.Actor{Place: ward, Person: hong, Name: "Mai Thị Hồng"}, org.Delegation{Holding: lent[0].Holding, To: duc, Span: org.Span{From: "2025-10-20", Through: "2025-10-21"}, Why: "họp"}); err != nil {
			t.Fatal(err)
		}
		chair := org.Actor{Place: ward, Person: 98, Name: "Phạm Quốc Minh", Posts: []org.Post{org.Chair, org.ViceChair}}
		move := org.HandOver{From: hong, To: s.people["Hoàng Văn Sơn"], Span: org.Span{From: "2025-11-01"}}
		s.set("2025-10-31", "08:00")
		if err := s.org.Succeed(t.Context(), chair, move, "12/QĐ-UBND"); err != nil {
			t.Fatal(err)
		}
		history := said(t, s.Desk, id)
		for _, want := range []string{"Từ 06/10/2025 đến hết 09/10/2025, Bùi Minh Đức làm thay Mai Thị Hồng.", "Bùi Minh Đức thôi làm thay Mai Thị Hồng từ 08/10/2025.", "Từ 20/10/2025 đến hết 21/10/2025, Bùi Minh Đức làm thay Mai Thị Hồng.", "Từ 01/11/2025, Hoàng Văn Sơn nhận việc của Mai Thị Hồng."} {
			if !strings.Contains(history, want) {
				t.Errorf("%q is not in the history:\n%s", want, history)
			}
		}
		if strings.Contains(history, "ốm") {
			t.Error("the history tells why somebody was away")
		}
		sent := ask(t, s.Desk, func(ctx context.Context, tx *store.Tx) ([]Evidence, error) { return EvidenceOf(ctx, tx, id, school) })
		if len(sent) != 1 || sent[0].Sender.Name != "Bùi Minh Đức, thay Mai Thị Hồng" {
			t.Errorf("sent by %+v", sent)
		}
	})
}

// TestTwoServersMakeOneRoundAndSendOneLetter: both see the hour, both look for letters.
func TestTwoServersMakeOneRoundAndSendOneLetter(t *testing.T) {
	storetest.Each(t, mailSchemas, func(t *testing.T, db *store.DB) {
		s := staff(t, db)
		s.due(t, "2025-10-10")
		s.set("2025-10-10", "07:30")
		done := make(chan error)
		for range 2 {
			go func() {
				err := s.Remind(t.Context(), ward, struct{}{})
				for range 3 {
					for _, name := range []string{"Mai Thị Hồng", "Nguyễn Thị Lan"} {
						if posted := s.Post(t.Context(), ward, LetterKey{s.people[name], "2025-10-10"}); posted != nil && !errors.Is(posted, errBeingSent) && !errors.Is(posted, errNoLetter) {
							err = errors.Join(err, posted)
						}
					}
				}
				done <- err
			}()
		}
		if err := errors.Join(<-done, <-done); err != nil {
			t.Fatal(err)
		}
		if ids := s.lettersTo("hong@truong.example.vn"); len(ids) != 1 {
			t.Errorf("letters %v", ids)
		}
	})
}

func TestTheScreensOfReminders(t *testing.T) {
	storetest.Each(t, mailSchemas, func(t *testing.T, db *store.DB) {
		s := staff(t, db)
		s.due(t, "2025-10-10")
		s.set("2025-10-07", "07:30")
		s.server.Answer(func(string) error { return mailtest.Reply(550, "no such user") })
		s.round(t)
		mux, as := site(t, s.Desk)
		webtest.Run(t, mux, as, "testdata/reminders.txt")
	})
}
