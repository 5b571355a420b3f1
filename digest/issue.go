package digest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"loa/kit/calendar"
	"loa/org"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/store"
)

// An Issue (số bản tin) is the letters of one week.
type Issue struct {
	Day     org.Day // its Monday
	MadeAt  time.Time
	Stories int
	Sent    int // letters
	Waiting int
	Lost    int // that did not arrive, as far as anybody knows
}

// A LetterKey is an issue for one reader.
type LetterKey struct {
	Reader ReaderID `json:"reader"`
	Day    org.Day  `json:"day"`
}

// A Letter is an issue on its way to one reader.
type Letter struct {
	LetterKey
	State   State
	Tries   int
	TriedAt time.Time
	Why     string
}

// A State is how far a letter is.
type State string

// The states of a letter.
const (
	Queued  State = "queued"
	Sending State = "sending"
	Sent    State = "sent"
	Failed  State = "failed"
	Unknown State = "unknown" // the program died while it was being sent
)

type askKey struct {
	Reader ReaderID `json:"reader"`
	At     int64    `json:"at"` // when it was asked for
}

// The jobs of the desk.
var (
	MakeIssues = job.Kind[struct{}]{Name: "digest_issue"}
	SendLetter = job.Kind[LetterKey]{Name: "digest_letter"}
	sendAsk    = job.Kind[askKey]{Name: "digest_ask"}
)

// Handle registers who does the desk's jobs; issues are looked for each hour, for a machine that sleeps on a Monday morning.
func (d *Desk) Handle(r *job.Runner) {
	job.Handle(r, MakeIssues, d.Issue)
	job.Handle(r, SendLetter, d.Post)
	job.Handle(r, sendAsk, d.postAsk)
	job.Every(r, job.Hourly, MakeIssues, struct{}{})
}

const (
	hour     = 7  // from which letters go
	lastHour = 20 // from which they wait for the next day
	mostLost = 3  // letters in a row that a server will not have, until the address is deleted
	mostTrys = 8
	overlap  = 24 * time.Hour // a story may be kept after the issue that its hour belongs to
)

// monday is the Monday of the week of t.
func monday(t time.Time) org.Day {
	first, _, _ := calendar.Week(t.In(org.Hanoi))
	return org.Day(first)
}

// isTime reports whether letters may go at t.
func isTime(t time.Time) bool { h := t.In(org.Hanoi).Hour(); return h >= hour && h < lastHour }

// Issue makes the issue of this week, once, and asks for its letters. Nothing came out: nobody is written to.
func (d *Desk) Issue(ctx context.Context, place store.Place, _ struct{}) error {
	now := d.Now()
	if !isTime(now) {
		return nil
	}
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		s, err := mail.Load(ctx, tx)
		if err != nil || !s.IsOn() {
			return err
		}
		last, err := lastIssue(ctx, tx)
		if err != nil || last.Day >= monday(now) {
			return err
		}
		stories, err := d.untold(ctx, tx, last)
		if err != nil {
			return err
		}
		this := Issue{Day: monday(now), MadeAt: now}
		if err := putIssue(ctx, tx, this); err != nil || len(stories) == 0 {
			return err
		}
		for _, s := range stories {
			if err := putStory(ctx, tx, s, this.Day); err != nil {
				return err
			}
		}
		n, err := queue(ctx, tx, this.Day, stories)
		if err != nil || n == 0 {
			return err
		}
		return d.record(ctx, tx, 0, "issue-digest", "digest", fmt.Sprintf("%d tin bài, %d thư", len(stories), n))
	})
}

// queue asks for a letter to each reader who chose a theme of stories.
func queue(ctx context.Context, tx *store.Tx, day org.Day, stories []Story) (n int, err error) {
	all, err := readers(ctx, tx, `AND confirmed_at > 0 ORDER BY id`)
	if err != nil {
		return 0, err
	}
	for _, r := range all {
		if len(r.of(stories)) == 0 {
			continue
		}
		k := LetterKey{r.ID, day}
		if err := putLetter(ctx, tx, Letter{LetterKey: k, State: Queued}); err != nil {
			return 0, err
		}
		if err := SendLetter.Add(ctx, tx, k); err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// of are those of stories that r chose.
func (r Reader) of(stories []Story) (out []Story) {
	for _, s := range stories {
		if r.wants(s.Theme.Key) {
			out = append(out, s)
		}
	}
	return out
}

// since is from when the stories of the issue made at made are, which follows last; before the first, those of a week.
func since(last Issue, made time.Time) time.Time {
	if last.Day == "" {
		return made.AddDate(0, 0, -7)
	}
	return last.MadeAt.Add(-overlap)
}

// untold are the stories that came out since last and were in no issue.
func (d *Desk) untold(ctx context.Context, tx *store.Tx, last Issue) (out []Story, err error) {
	all, err := d.Since(ctx, tx, since(last, d.Now()))
	if err != nil {
		return nil, err
	}
	told, err := issueOf(ctx, tx, "")
	for _, s := range all {
		if told[s.ID] == "" {
			out = append(out, s)
		}
	}
	return out, err
}

// Post sends one letter, unless it went or may have gone.
func (d *Desk) Post(ctx context.Context, place store.Place, k LetterKey) error {
	l, err := d.take(ctx, place, k)
	if err != nil || l.State != Sending {
		return err
	}
	failure := d.hand(ctx, place, l)
	ctx = context.WithoutCancel(ctx) // what went out is marked even while the program stops
	var again error
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		again = nil
		switch {
		case failure == nil || errors.Is(failure, errNothing):
			l.State, l.Why = Sent, ""
		case mail.Never(failure) || l.Tries >= mostTrys:
			l.State, l.Why = Failed, mail.Why(failure)
		default:
			l.State, l.Why, again = Queued, mail.Why(failure), failure
		}
		if again == nil {
			if gone, err := d.arrived(ctx, tx, l); err != nil || gone {
				return err
			}
		}
		return putLetter(ctx, tx, l)
	})
	return errors.Join(err, again)
}

// arrived keeps how the last letters to the reader of l fared, and deletes an address that takes none.
func (d *Desk) arrived(ctx context.Context, tx *store.Tx, l Letter) (gone bool, err error) {
	r, err := reader(ctx, tx, l.Reader)
	if err != nil || r.ID == 0 {
		return true, err // the reader stopped while the letter was on its way
	}
	if r.Failed++; l.State == Sent {
		r.Failed = 0
	}
	if r.Failed >= mostLost {
		return true, d.drop(ctx, tx, r.ID, "lose-digest")
	}
	return false, putReader(ctx, tx, r)
}

// take marks the letter of k as being sent. One that was being sent already, by a program that died, is left: it may have gone.
func (d *Desk) take(ctx context.Context, place store.Place, k LetterKey) (l Letter, err error) {
	err = d.DB.Write(ctx, place, func(tx *store.Tx) error {
		if l, err = letter(ctx, tx, k); err != nil {
			return err
		}
		switch l.State {
		case Sending:
			l.State, l.Why = Unknown, "Máy dừng khi đang gửi; thư có thể đã đi nên không gửi lại."
		case Queued:
			l.State, l.TriedAt, l.Tries = Sending, d.Now(), l.Tries+1
		default:
			return nil
		}
		return putLetter(ctx, tx, l)
	})
	return l, err
}

var errNothing = errors.New("nothing is left to tell")

// hand writes l and hands it to the mail server. What was taken down since is not told.
func (d *Desk) hand(ctx context.Context, place store.Place, l Letter) error {
	var p page
	err := d.DB.Read(ctx, place, func(tx *store.Tx) error {
		r, err := reader(ctx, tx, l.Reader)
		if err != nil || r.ID == 0 {
			return err
		}
		if p, err = d.pageFor(ctx, tx, r); err != nil {
			return err
		}
		p.Day = l.Day
		this, last, err := issueAt(ctx, tx, l.Day)
		if err != nil {
			return err
		}
		all, err := d.Since(ctx, tx, since(last, this.MadeAt))
		if err != nil {
			return err
		}
		in, err := issueOf(ctx, tx, `AND day = $2`, string(l.Day))
		for _, s := range r.of(all) {
			if in[s.ID] != "" {
				p.Stories = append(p.Stories, s)
			}
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case len(p.Stories) == 0:
		return errNothing
	}
	m, err := p.mail(ctx, fmt.Sprintf("Chuyển đổi số tuần này: %s", p.Stories[0].Title), l.TriedAt)
	if err != nil {
		return err
	}
	m.ID = fmt.Sprintf("ban-tin.%s.%s.%d@%s", place, string(l.Day), l.Reader, p.domain)
	return d.Mail.Send(ctx, place, m)
}

// postAsk sends the letter by which the owner of an address says yes.
func (d *Desk) postAsk(ctx context.Context, place store.Place, k askKey) error {
	var p page
	err := d.DB.Read(ctx, place, func(tx *store.Tx) error {
		r, err := reader(ctx, tx, k.Reader)
		if err != nil || r.ID == 0 || r.AskedAt.UnixMilli() != k.At {
			return err
		}
		p, err = d.pageFor(ctx, tx, r)
		return err
	})
	if err != nil || p.Reader.ID == 0 {
		return err
	}
	subject := "Xác nhận nhận bản tin của " + p.Place
	if p.IsKnown() {
		subject = "Bản tin của " + p.Place + ": thay đổi hoặc thôi nhận"
	}
	m, err := p.mail(ctx, subject, time.UnixMilli(k.At))
	if err != nil {
		return err
	}
	m.ID = fmt.Sprintf("ban-tin.%s.%d.%d@%s", place, k.Reader, k.At, p.domain)
	err = d.Mail.Send(ctx, place, m)
	if mail.Never(err) {
		return job.GiveUp(err)
	}
	return err
}

// A page is a letter as it is read: an issue, or without stories the question whether the address wants them.
type page struct {
	Reader
	Day     org.Day
	Place   string
	Confirm string // whole addresses
	Keep    string
	Stories []Story
	Site    string
	domain  string
}

// IsKnown reports whether the owner of the address has said yes.
func (p page) IsKnown() bool { return !p.ConfirmedAt.IsZero() }

// pageFor is a letter to r without its stories.
func (d *Desk) pageFor(ctx context.Context, tx *store.Tx, r Reader) (page, error) {
	here, err := org.LoadPlace(ctx, tx, tx.Place())
	if err != nil {
		return page{}, err
	}
	s, err := mail.Load(ctx, tx)
	if err != nil {
		return page{}, err
	}
	key, err := keyOf(ctx, tx)
	if err != nil {
		return page{}, err
	}
	p := page{Reader: r, Place: here.Name, Site: s.Site, domain: s.Domain()}
	p.Confirm = s.Site + confirmPath + token(key, confirming, tx.Place(), r)
	p.Keep = s.Site + keepPath + token(key, keeping, tx.Place(), r)
	return p, nil
}

const (
	askWords  = "Có người đã ghi địa chỉ này để nhận bản tin chuyển đổi số của "
	knowWords = "Địa chỉ này đang nhận bản tin chuyển đổi số của "
	notYou    = "Nếu không phải anh/chị, hãy bỏ qua thư này: không có thư nào nữa, và địa chỉ được xóa sau bảy ngày."
	stopWords = "Anh/chị nhận thư này vì đã đăng ký và xác nhận. Đổi nội dung hoặc thôi nhận, địa chỉ được xóa ngay:"
)

// mail is p as it is sent.
func (p page) mail(ctx context.Context, subject string, at time.Time) (mail.Letter, error) {
	var html bytes.Buffer
	err := letterHTML(p, subject).Render(ctx, &html)
	l := mail.Letter{To: p.Address, Subject: subject, Text: p.text(), HTML: html.String(), At: at}
	if p.IsKnown() {
		l.Stop, l.OneClick = p.Keep, true
	}
	return l, err
}

// text is p in plain text.
func (p page) text() string {
	var b strings.Builder
	switch {
	case len(p.Stories) > 0:
		fmt.Fprintf(&b, "%s, tin bài mới trong tuần\n", p.Place)
		for _, s := range p.Stories {
			fmt.Fprintf(&b, "\n%s\n", s.Title)
			if s.Lead != "" {
				fmt.Fprintf(&b, "%s\n", s.Lead)
			}
			fmt.Fprintf(&b, "%s%s\n", p.Site, s.Href)
		}
		fmt.Fprintf(&b, "\n%s\n%s\n", stopWords, p.Keep)
	case p.IsKnown():
		fmt.Fprintf(&b, "%s%s. Đổi nội dung hoặc thôi nhận ở đây:\n%s\n", knowWords, p.Place, p.Keep)
	default:
		fmt.Fprintf(&b, "%s%s.\n\nNếu đúng là anh/chị, hãy mở đường dẫn này và bấm «Xác nhận»:\n%s\n\n%s\n", askWords, p.Place, p.Confirm, notYou)
	}
	return b.String()
}
