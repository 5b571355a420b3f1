package main

import (
	"context"

	"loa/console"
	"loa/org"
	"loa/platform/store"
)

// newsWaiting turns what waits in the newsroom into cards of the day.
func (h *house) newsWaiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Card, error) {
	waiting, err := h.news.Waiting(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	cards := make([]console.Card, len(waiting))
	for i, w := range waiting {
		cards[i] = console.Card{Href: w.Href, Title: w.Text, Detail: w.Detail, Due: string(w.Due), IsLate: w.IsLate}
	}
	return cards, nil
}

// alertsWaiting turns the alerts that want an eye into cards of the day.
func (h *house) alertsWaiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Card, error) {
	watched, err := h.alerts.Watched(ctx, tx, a)
	cards := make([]console.Card, len(watched))
	for i, w := range watched {
		cards[i] = console.Card{Href: w.Href, Title: w.Text, Detail: w.Detail}
	}
	return cards, err
}
