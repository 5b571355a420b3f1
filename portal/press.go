package portal

import (
	"context"
	"net/http"

	"loa/contact"
	"loa/newsroom"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

const (
	pressPath = "/bao-chi"
	mostLent  = 12
)

// pressPage is what journalists need: who speaks, how to ask, what they may show.
type pressPage struct {
	Ward     string
	Speakers []contact.Contact
	Chair    string // who speaks where nobody was named (Decree 09/2017, article 2)
	Pictures []newsroom.Lent
}

func (p *Portal) press(w http.ResponseWriter, r *http.Request) error {
	var page pressPage
	err := p.read(r, func(ctx context.Context, tx *store.Tx) error {
		here, err := org.LoadPlace(ctx, tx, tx.Place())
		if err != nil && refuse.Of(err).Kind != refuse.NotFound {
			return err
		}
		page.Ward = here.Name
		all, err := contact.All(ctx, tx)
		if err != nil {
			return err
		}
		page.Speakers = contact.Of(all, contact.Press)
		seats, err := org.SeatsOn(ctx, tx, org.Day(p.today()))
		if err != nil {
			return err
		}
		for _, s := range seats {
			if s.Post == org.Chair && page.Chair == "" {
				page.Chair = s.Name()
			}
		}
		page.Pictures, err = newsroom.Lendable(ctx, tx, mostLent)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, pressScreen(page))
}
