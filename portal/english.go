package portal

import (
	"context"
	"net/http"
	"strings"
	"time"

	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

const englishPath = "/en"

// languages are the addresses of the first page in Vietnamese and in English.
func languages(base string) []web.Other {
	return []web.Other{{Lang: "vi", Href: base + "/"}, {Lang: "en", Href: base + englishPath}, {Lang: "x-default", Href: base + "/"}}
}

// englishPage is what a visitor who reads no Vietnamese needs: who the committee is, how to reach it, how to get
// something done, whom to call (Decree 42/2022, article 7).
type englishPage struct {
	Here, Above org.Place
	Leaders     []string
	Plan        *view
	Base        string
}

func (p *Portal) english(w http.ResponseWriter, r *http.Request) error {
	page := englishPage{Base: p.base(r)}
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if page.Here, err = org.LoadPlace(ctx, tx, tx.Place()); err != nil {
			return err
		}
		if page.Above, err = org.Above(ctx, tx, page.Here); err != nil {
			return err
		}
		if page.Leaders, err = leadersInEnglish(ctx, tx, org.Day(p.today())); err != nil {
			return err
		}
		page.Plan, err = p.latest(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, englishScreen(page))
}

// inEnglish is what each sort of place is called.
var inEnglish = map[org.PlaceKind]string{org.Ward: "Ward", org.Commune: "Commune", org.Zone: "Special Zone", org.City: "City", org.Province: "Province"}

// englishName is the name of here within the place above it: Phù Liễn Ward, Hải Phòng City.
func englishName(here, above org.Place) string {
	var parts []string
	for _, p := range []org.Place{here, above} {
		if p.Name != "" {
			parts = append(parts, strings.TrimSpace(or(p.Short, p.Name)+" "+inEnglish[p.Kind]))
		}
	}
	return strings.Join(parts, ", ")
}

// englishDay writes a day such as 2025-07-16 as 16 July 2025. What is not a day comes back as it is.
func englishDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January 2006")
}

func leadersInEnglish(ctx context.Context, tx *store.Tx, day org.Day) (out []string, err error) {
	seats, err := org.SeatsOn(ctx, tx, day)
	posts := map[org.Post]string{org.Chair: "Chair", org.ViceChair: "Vice Chair"}
	for _, s := range seats {
		if post := posts[s.Post]; post != "" && s.For == 0 {
			out = append(out, s.Person.Name+", "+post+" of the People’s Committee")
		}
	}
	return out, err
}
