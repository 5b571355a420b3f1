package console

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

// A News is a thing of a desk that others changed since somebody last looked.
type News struct {
	Href  string
	Title string
	Say   string // the last change
	Who   string // made it
	At    time.Time
	Count int // changes in all
}

// A Board is a few figures of a desk in one glance, such as how late each unit is.
type Board struct {
	Title string
	Rows  []BoardRow
	All   web.Link // where the whole is seen
}

// A BoardRow is one line of a board.
type BoardRow struct {
	Href, Text string
	Figures    string // 3 việc quá hạn trong 8 việc
	Tone       string // of the figures, as web.Badge has it
}

// mostLines is how many lines of a part of the day are seen before somebody asks for all.
const mostLines = 7

// unseenFor is how far back news goes for who has never said that they saw any.
const unseenFor = 7 * 24 * time.Hour

// dayPage is «Việc của tôi».
type dayPage struct {
	Name   string
	Today  string // thứ Hai, ngày 06/10/2025
	Parts  []dayPart
	Boards []Board
	News   []News
	Since  time.Time
	Until  time.Time // up to when this page knows what changed
	All    string    // the part that is shown whole
	Begin  web.Link
	// NoPost: this person holds nothing today, so nothing can wait.
	NoPost bool
}

// A dayPart is the cards of a day that are alike in how much they press.
type dayPart struct {
	Key   string
	Title string
	Cards []Card
}

// shown is the cards of p that there is room for.
func (p dayPage) shown(part dayPart) []Card {
	if p.All == part.Key {
		return part.Cards
	}
	return part.Cards[:min(len(part.Cards), mostLines)]
}

// news is the news that there is room for.
func (p dayPage) news() []News {
	if p.All == newsKey {
		return p.News
	}
	return p.News[:min(len(p.News), mostLines)]
}

// newsKey asks for all the news.
const newsKey = "news"

// waiting is how many things wait.
func (p dayPage) waiting() (n int) {
	for _, part := range p.Parts {
		n += len(part.Cards)
	}
	return n
}

func (d *Desk) dayRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /my-day", Rule: org.SignedIn, Handle: d.showDay},
		{Pattern: "POST /my-day/seen", Rule: org.SignedIn, Handle: d.markSeen},
	}
}

func (d *Desk) showDay(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	p := dayPage{Name: a.Name, Today: inWords(d.Now()), NoPost: len(a.Posts) == 0, Until: d.Now(), All: r.FormValue("all")}
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) error { return d.fillDay(ctx, tx, a, &p) }); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, dayScreen(p))
}

// fillDay asks every desk.
func (d *Desk) fillDay(ctx context.Context, tx *store.Tx, a org.Actor, p *dayPage) error {
	cards, err := gather(ctx, tx, a, d.Waiting)
	if err != nil {
		return err
	}
	p.Parts = sorted(cards)
	if p.Boards, err = gather(ctx, tx, a, d.Boards); err != nil {
		return err
	}
	if p.Since, err = seenUntil(ctx, tx, a.Person); err != nil {
		return err
	}
	if p.Since.IsZero() {
		p.Since = p.Until.Add(-unseenFor)
	}
	for _, ask := range d.News {
		found, err := ask(ctx, tx, a, p.Since)
		if err != nil {
			return err
		}
		p.News = append(p.News, found...)
	}
	slices.SortStableFunc(p.News, func(x, y News) int { return y.At.Compare(x.At) })
	if len(cards) == 0 && d.Begin != nil {
		p.Begin, err = d.Begin(ctx, tx, a)
	}
	return err
}

// gather is what every one of asks answers.
func gather[T any](ctx context.Context, tx *store.Tx, a org.Actor, asks []func(context.Context, *store.Tx, org.Actor) ([]T, error)) (all []T, err error) {
	for _, ask := range asks {
		found, err := ask(ctx, tx, a)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// sorted parts cards by how much they press: what is late, what waits, what comes.
func sorted(cards []Card) []dayPart {
	slices.SortStableFunc(cards, byUrgency)
	parts := []dayPart{{Key: "late", Title: "Quá hạn"}, {Key: "waiting", Title: "Đang chờ anh/chị"}, {Key: "soon", Title: "Sắp đến hạn"}}
	for _, c := range cards {
		at := 1
		switch {
		case c.IsLate:
			at = 0
		case c.Due != "":
			at = 2
		}
		parts[at].Cards = append(parts[at].Cards, c)
	}
	return slices.DeleteFunc(parts, func(p dayPart) bool { return len(p.Cards) == 0 })
}

// markSeen keeps that the person has seen what a page showed: no later than now, and never less than before.
func (d *Desk) markSeen(w http.ResponseWriter, r *http.Request) error {
	a := org.ActorOf(r.Context())
	ms, err := strconv.ParseInt(r.FormValue("until"), 10, 64)
	if err != nil {
		ms = 0 // nothing seen
	}
	until := min(ms, d.Now().UnixMilli())
	if err := d.DB.Write(r.Context(), a.Place, func(tx *store.Tx) error { return putSeen(r.Context(), tx, a.Person, until) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/my-day", http.StatusSeeOther)
	return nil
}

func seenUntil(ctx context.Context, tx *store.Tx, person org.PersonID) (time.Time, error) {
	var ms int64
	err := tx.QueryRow(ctx, `SELECT until_at FROM console_seen WHERE place = $1 AND person = $2`, int64(person)).Scan(&ms)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return time.UnixMilli(ms), err
}

func putSeen(ctx context.Context, tx *store.Tx, person org.PersonID, ms int64) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO console_seen (place, person, until_at) VALUES ($1, $2, $3)
		ON CONFLICT (place, person) DO UPDATE SET until_at = excluded.until_at WHERE console_seen.until_at < excluded.until_at`, int64(person), ms)
	return err
}

// byUrgency puts what is late first, then by day, then what has no day.
func byUrgency(a, b Card) int {
	if a.IsLate != b.IsLate {
		if a.IsLate {
			return -1
		}
		return 1
	}
	return cmp.Compare(cmp.Or(a.Due, "9999"), cmp.Or(b.Due, "9999"))
}

var weekdays = [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// inWords is the day at t within a sentence (Decree 30/2020, appendix II: thứ Hai, Chủ nhật).
func inWords(t time.Time) string {
	day := org.DayOf(t)
	return fmt.Sprintf("%s, ngày %s", weekdays[t.In(org.Hanoi).Weekday()], day)
}
