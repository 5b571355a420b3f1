package portal

import (
	"context"
	"net/http"

	"loa/measure"
	"loa/org"
	"loa/platform/store"
)

// resultsPage is how far a plan has got: what was verified, target by target.
type resultsPage struct {
	*view
	Until   string   // the last day counted
	Days    org.Span // from the first of the plan's own window to it
	Results []measure.Published
}

func (p *Portal) results(w http.ResponseWriter, r *http.Request) error {
	var page resultsPage
	v, err := p.load(r, func(ctx context.Context, tx *store.Tx, v *view) error {
		window, today := measure.PlanWindow(&v.Draft), org.Day(p.today())
		page.Until = string(window.Until(today))
		page.Days = org.Span{From: window.Span.From, Through: window.Until(today)}
		results, err := measure.Values(ctx, tx, v.ID, window, today)
		for _, result := range results {
			page.Results = append(page.Results, measure.Publish(result))
		}
		return err
	})
	if err != nil {
		return err
	}
	page.view = v
	return show(w, r, resultsScreen(page))
}
