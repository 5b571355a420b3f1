package portal

import (
	"context"
	"net/http"

	"loa/newsroom"
	"loa/platform/store"
)

const (
	guidesPath = "/huong-dan"
	mostGuides = 200
	codeSize   = 164 // pixels of the code that leads back from paper
)

// guidesPage is everything that people can do step by step.
type guidesPage struct{ All []newsroom.Piece }

func (p *Portal) guides(w http.ResponseWriter, r *http.Request) error {
	var page guidesPage
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		page.All, _, err = newsroom.Column(ctx, tx, newsroom.Shelf{Kind: newsroom.Guide}, 1, mostGuides)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, guidesScreen(page))
}
