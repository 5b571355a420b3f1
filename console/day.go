package console

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"

	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

// dayPage is «Việc của tôi».
type dayPage struct {
	Name  string
	Today string // thứ Hai, ngày 06/10/2025
	Cards []Card
	Begin web.Link
	// NoPost: this person holds nothing today, so nothing can wait.
	NoPost bool
}

func (d *Desk) dayRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /my-day", Rule: org.SignedIn, Handle: d.showDay}}
}

func (d *Desk) showDay(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	p := dayPage{Name: a.Name, Today: inWords(d.Now()), NoPost: len(a.Posts) == 0}
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		for _, ask := range d.Waiting {
			cards, err := ask(ctx, tx, a)
			if err != nil {
				return err
			}
			p.Cards = append(p.Cards, cards...)
		}
		if len(p.Cards) == 0 && d.Begin != nil {
			p.Begin, err = d.Begin(ctx, tx, a)
		}
		return err
	}); err != nil {
		return err
	}
	slices.SortStableFunc(p.Cards, byUrgency)
	return d.show(w, r, http.StatusOK, dayScreen(p))
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
