package watch

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/org"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/store"
	"loa/platform/web"
)

// A LetterKey is one letter: to whom, of which finding on.
type LetterKey struct {
	Person  org.PersonID `json:"person"`
	Finding int64        `json:"finding"`
	Count   int          `json:"count"`
}

// SendLetter is the job that writes of new findings to one person.
var SendLetter = job.Kind[LetterKey]{Name: "watch_letter"}

// askLetters asks for a letter on fresh to each who is called, where the place has a mail server.
func (d *Desk) askLetters(ctx context.Context, tx *store.Tx, fresh []Finding) error {
	s, err := mail.Load(ctx, tx)
	if err != nil || !s.IsOn() {
		return err
	}
	seats, err := org.SeatsOn(ctx, tx, org.DayOf(d.Now()))
	if err != nil {
		return err
	}
	asked := map[org.PersonID]bool{}
	for _, seat := range seats {
		if p := seat.Person; slices.Contains(called, seat.Post) && p.Email != "" && !asked[p.ID] {
			asked[p.ID] = true
			if err := SendLetter.Add(ctx, tx, LetterKey{p.ID, fresh[0].ID, len(fresh)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Post sends the letter of k. It may go twice, with the same number.
func (d *Desk) Post(ctx context.Context, place store.Place, k LetterKey) error {
	var l mail.Letter
	err := d.DB.Read(ctx, place, func(tx *store.Tx) error {
		p, err := org.LoadPerson(ctx, tx, k.Person)
		if err != nil {
			return err
		}
		s, err := mail.Load(ctx, tx)
		if err != nil {
			return err
		}
		found, err := findings(ctx, tx, `AND id >= $2 ORDER BY id LIMIT $3`, k.Finding, k.Count)
		l = letter(place, k, p, s, found, d.Now())
		return err
	})
	if err != nil || l.To == "" {
		return err
	}
	if err := d.Mail.Send(ctx, place, l); mail.Never(err) {
		return job.GiveUp(err)
	} else {
		return err
	}
}

func letter(place store.Place, k LetterKey, p org.Person, s mail.Settings, found []Finding, at time.Time) mail.Letter {
	var b strings.Builder
	b.WriteString("Trang công khai có thay đổi không do ai trong phường làm qua phần mềm:\n\n")
	for _, f := range found {
		fmt.Fprintf(&b, "- %s %s%s\n  Phát hiện %s. %s\n", f.say(), s.Site, f.Href, web.Moment(f.FoundAt), whats[f.What].todo)
	}
	fmt.Fprintf(&b, "\nXem và xử lý: %s/watch\n", s.Site)
	return mail.Letter{ID: fmt.Sprintf("watch-%s-%d-%d@%s", place, k.Finding, k.Person, s.Domain()), To: p.Email, Name: p.Name, At: at,
		Subject: fmt.Sprintf("Cảnh báo: %d trang công khai bị thay đổi", len(found)), Text: b.String()}
}
