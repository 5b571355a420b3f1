package work

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/store"
)

// A Letter (thư nhắc việc) is the one letter that a person gets in a morning.
type Letter struct {
	Person    org.PersonID
	Day       org.Day
	MessageID string
	Address   string
	Name      string
	State     LetterState
	Tries     int
	TriedAt   time.Time
	SentAt    time.Time
	Why       string // why the last try failed
}

// A LetterState is how far a letter is.
type LetterState string

// The states of a letter.
const (
	Queued   LetterState = "queued"
	Sending  LetterState = "sending"
	Posted   LetterState = "sent"
	Unposted LetterState = "failed"
	Needless LetterState = "needless" // everything was done before it went
)

// A LetterKey says which letter to send.
type LetterKey struct {
	Person org.PersonID `json:"person"`
	Day    org.Day      `json:"day"`
}

// Waits is the letters that have not gone, the oldest first.
func Waits(ctx context.Context, tx *store.Tx) ([]Letter, error) {
	return letters(ctx, tx, `state IN ('queued', 'sending') ORDER BY day, person`)
}

// Key is what l is known by.
func (l Letter) Key() LetterKey { return LetterKey{l.Person, l.Day} }

// SendLetter sends one letter.
var SendLetter = job.Kind[LetterKey]{Name: "work_letter"}

const (
	// mostTries is after how many the unit is called instead: over an hour and a quarter, as job waits between them.
	mostTries = 6
	// oneTry is longer than a try may last (see job): what is «sending» for longer died.
	oneTry = 2 * time.Minute
)

var errNeedless = errors.New("a letter about nothing any more")

var errBeingSent = errors.New("another try of this letter may still be running")

// Post sends the letter of args, unless it went out or was given up.
func (d *Desk) Post(ctx context.Context, place store.Place, args LetterKey) error {
	l, err := d.take(ctx, place, args)
	if err != nil || l.State != Sending {
		return err
	}
	failure := d.hand(ctx, place, l)
	var again error
	ctx = context.WithoutCancel(ctx) // what went out is marked even while the program stops
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		again = nil
		switch {
		case failure == nil:
			l.State, l.SentAt, l.Why = Posted, d.Now(), ""
		case errors.Is(failure, errNeedless):
			l.State, l.Why = Needless, ""
		case mail.Never(failure) || l.Tries >= mostTries:
			l.State, l.Why = Unposted, mail.Why(failure)
		default:
			l.State, l.Why, again = Queued, mail.Why(failure), failure
		}
		if err := updateLetter(ctx, tx, l); err != nil || l.State != Unposted {
			return err
		}
		return callInstead(ctx, tx, l.Person, l.Day)
	})
	return errors.Join(err, again)
}

// tooLate is why a letter that did not go in the hours of its day goes no more.
const tooLate = "Chưa gửi được trong giờ làm việc của ngày nhắc."

// take marks the letter of args as being sent; one that is in no need of it comes back as it is, and one whose
// morning is over is given up: nobody gets yesterday's letter, or any at night.
func (d *Desk) take(ctx context.Context, place store.Place, args LetterKey) (l Letter, err error) {
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		if l, err = loadLetter(ctx, tx, args.Person, args.Day); err != nil {
			return err
		}
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		switch {
		case l.State != Queued && l.State != Sending:
			return nil
		case l.State == Sending && d.Now().Sub(l.TriedAt) < oneTry:
			return errBeingSent
		case isQuiet(cal, d.Now()) || org.DayOf(d.Now()) != l.Day:
			l.State, l.Why = Unposted, tooLate
			if err := updateLetter(ctx, tx, l); err != nil {
				return err
			}
			return callInstead(ctx, tx, l.Person, l.Day)
		}
		l.State, l.TriedAt, l.Tries = Sending, d.Now(), l.Tries+1
		return updateLetter(ctx, tx, l)
	})
	return l, err
}

// hand writes l and hands it to the mail server. A letter about nothing any more need not go.
func (d *Desk) hand(ctx context.Context, place store.Place, l Letter) error {
	var page letterPage
	err := d.DB.Read(ctx, place, func(tx *store.Tx) error {
		items, err := itemsOf(ctx, tx, l.Person, l.Day)
		if err != nil {
			return err
		}
		here, err := org.LoadPlace(ctx, tx, place)
		if err != nil {
			return err
		}
		s, err := mail.Load(ctx, tx)
		if err != nil {
			return err
		}
		page = written(l, here.Name, s.Site, items)
		page.Calendar, err = org.CalendarOf(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if len(page.Items)+len(page.Units) == 0 {
		return errNeedless
	}
	m, err := page.mail(ctx)
	if err != nil {
		return err
	}
	return d.Mail.Send(ctx, place, m)
}

// letterPage is a letter as it is read.
type letterPage struct {
	Letter
	Place    string // Phường Phù Liễn
	Calendar org.Calendar
	Site     string
	Items    []item // of the reader's own units
	Units    []unitLate
}

// A unitLate is a unit that others than its own people are told of.
type unitLate struct {
	Unit  org.UnitID
	Name  string
	Parts int
	Worst int // working days
}

// mostItems is how many parts a letter names; the rest is a number.
const mostItems = 20

// written is l about items.
func written(l Letter, place, site string, items []item) letterPage {
	p := letterPage{Letter: l, Place: place, Site: site}
	for _, i := range items {
		if i.Audience == Doer || i.Audience == Head {
			p.Items = append(p.Items, i)
			continue
		}
		at := slices.IndexFunc(p.Units, func(u unitLate) bool { return u.Unit == i.Unit })
		if at < 0 {
			at = len(p.Units)
			p.Units = append(p.Units, unitLate{Unit: i.Unit, Name: i.UnitName})
		}
		p.Units[at].Parts++
		p.Units[at].Worst = max(p.Units[at].Worst, i.Step.late())
	}
	slices.SortStableFunc(p.Units, func(a, b unitLate) int { return b.Worst - a.Worst })
	return p
}

// A letterGroup is the parts of a letter that stand together.
type letterGroup struct {
	Title string
	Items []item
	More  int // that the letter does not name
}

// groups are the parts of p: late, due today, due soon.
func (p letterPage) groups() (out []letterGroup) {
	late, today, soon := letterGroup{Title: "Quá hạn"}, letterGroup{Title: "Đến hạn hôm nay"}, letterGroup{Title: "Sắp đến hạn"}
	for n, i := range p.Items {
		g := &soon
		switch {
		case i.DueOn < p.Day:
			g = &late
		case i.DueOn == p.Day:
			g = &today
		}
		if n < mostItems {
			g.Items = append(g.Items, i)
		} else {
			g.More++
		}
	}
	for _, g := range []letterGroup{late, today, soon} {
		if len(g.Items)+g.More > 0 {
			out = append(out, g)
		}
	}
	return out
}

// subject says how many parts there are.
func (p letterPage) subject() string {
	late, other := 0, 0
	for _, i := range p.Items {
		if i.DueOn < p.Day {
			late++
		} else {
			other++
		}
	}
	var what []string
	add := func(n int, text string) {
		if n > 0 {
			what = append(what, fmt.Sprintf("%d %s", n, text))
		}
	}
	add(late, "việc quá hạn")
	add(other, "việc đến hạn")
	add(len(p.Units), "đơn vị chậm")
	return "Nhắc việc " + p.Day.String() + ": " + strings.Join(what, ", ")
}

// opening is the first sentence: a unit outside the committee is asked.
func (p letterPage) opening() string {
	if len(p.Items) == 0 {
		return p.Place + " báo cáo anh/chị các đơn vị còn việc quá hạn."
	}
	if !slices.ContainsFunc(p.Items, func(i item) bool { return i.Mode != plan.Request }) {
		return p.Place + " kính đề nghị anh/chị quan tâm những việc sau."
	}
	return p.Place + " nhắc anh/chị những việc sau."
}

// say is what there is to know about one part.
func (i item) say(cal org.Calendar, day org.Day) string {
	s := "Hạn " + i.DueOn.String() + ", " + daysLeft(cal, i.DueOn, day) + "."
	if i.State == Returned {
		s += " Minh chứng đã gửi bị trả lại, cần bổ sung."
	}
	if i.Link != "" {
		s += " Đơn vị gửi được bằng đường dẫn đã cấp, dùng đến hết " + i.Link.String() + "."
	}
	return s
}

func (i item) title() string { return Task{Body: i.Body}.Title() }

func (p letterPage) linkTo(path string) string { return p.Site + path }

func (i item) href() string { return Part{Task: i.Task, Unit: i.Unit}.href() }

func (u unitLate) say() string {
	return fmt.Sprintf("%s: %d việc, lâu nhất quá hạn %d ngày làm việc", u.Name, u.Parts, u.Worst)
}

func (u unitLate) href() string { return Question{Unit: u.Unit, Due: DueLate}.at("/work") }

// stopPath is where a reader stops the letters.
const stopPath = "/work/reminders"

// mail is p as it is sent.
func (p letterPage) mail(ctx context.Context) (mail.Letter, error) {
	var html bytes.Buffer
	err := letterHTML(p).Render(ctx, &html)
	return mail.Letter{ID: p.MessageID, To: p.Address, Name: p.Name, Subject: p.subject(), Text: p.text(), HTML: html.String(), At: p.TriedAt, Stop: p.linkTo(stopPath)}, err
}

// text is p in plain text.
func (p letterPage) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Kính gửi anh/chị %s,\n\n%s\n", p.Name, p.opening())
	for _, g := range p.groups() {
		fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(g.Title))
		for _, i := range g.Items {
			fmt.Fprintf(&b, "\n- %s\n  %s. %s\n  %s\n", i.title(), i.UnitName, i.say(p.Calendar, p.Day), p.linkTo(i.href()))
		}
		if g.More > 0 {
			fmt.Fprintf(&b, "\n- Và %d việc nữa.\n  %s\n", g.More, p.linkTo("/work"))
		}
	}
	if len(p.Units) > 0 {
		fmt.Fprintf(&b, "\n%s\n\n", strings.ToUpper(unitsTitle))
		for _, u := range p.Units {
			fmt.Fprintf(&b, "- %s\n  %s\n", u.say(), p.linkTo(u.href()))
		}
	}
	fmt.Fprintf(&b, "\n%s\n%s trang Đôn đốc: %s\n", doneAlready, stopWords, p.linkTo(stopPath))
	return b.String()
}

const (
	unitsTitle  = "Đơn vị còn việc quá hạn"
	doneAlready = "Việc làm xong mà chưa gửi minh chứng vẫn được nhắc. Gửi minh chứng rồi thì thôi nhắc."
	stopWords   = "Thư do phần mềm Loa gửi vào sáng ngày làm việc, mỗi người nhiều nhất một thư một ngày. Không muốn nhận thư nữa thì báo phòng Văn hóa - Xã hội, hoặc đăng nhập rồi chọn ở"
)
