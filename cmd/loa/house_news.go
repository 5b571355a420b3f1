package main

import (
	"context"
	"math"
	"time"

	"loa/console"
	"loa/digest"
	"loa/link"
	"loa/newsroom"
	"loa/org"
	"loa/platform/store"
	"loa/portal"
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

// linksWaiting turns hosts to allow and links to mend into cards of the day.
func (h *house) linksWaiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Card, error) {
	waiting, err := h.links.Waiting(ctx, tx, a)
	cards := make([]console.Card, len(waiting))
	for i, w := range waiting {
		cards[i] = console.Card{Href: w.Href, Title: w.Text, Detail: w.Detail}
	}
	return cards, err
}

// judgeLinks lets the desk of links look at those of a story.
func judgeLinks(ctx context.Context, tx *store.Tx, hrefs []string) ([]newsroom.Outlink, error) {
	found, err := link.Judge(ctx, tx, hrefs)
	out := make([]newsroom.Outlink, len(found))
	for i, j := range found {
		out[i] = newsroom.Outlink(j)
	}
	return out, err
}

// keepLinks tells the desk of links where the public page of a story leads.
func keepLinks(ctx context.Context, tx *store.Tx, id newsroom.StoryID) error {
	p, err := newsroom.Read(ctx, tx, id)
	if err != nil {
		return err
	}
	return link.Keep(ctx, tx, linksOf(p))
}

func linksOf(p newsroom.Piece) link.Page {
	page := link.Page{Thing: p.ID.Ref(), Title: p.Title, Href: p.Href()}
	if !p.Gone {
		page.Links = p.Outside()
	}
	return page
}

// publicLinks is where every public story leads.
func publicLinks(ctx context.Context, tx *store.Tx) (out []link.Page, err error) {
	all, _, err := newsroom.Column(ctx, tx, newsroom.Shelf{}, 1, math.MaxInt32)
	for _, p := range all {
		out = append(out, linksOf(p))
	}
	return out, err
}

// digestThemes are the themes of the plans in force, for a reader to choose from; one that stands in two plans, once.
func digestThemes(ctx context.Context, tx *store.Tx) (out []digest.Theme, err error) {
	all, err := newsroom.Topics(ctx, tx)
	seen := map[int64]bool{}
	for _, t := range all {
		if !seen[t.Key] {
			seen[t.Key] = true
			out = append(out, digest.Theme{Key: t.Key, Name: portal.WholeThemeName(t.Theme)})
		}
	}
	return out, err
}

// storiesSince are the public stories that came out at or after from.
func storiesSince(ctx context.Context, tx *store.Tx, from time.Time) (out []digest.Story, err error) {
	all, _, err := newsroom.Column(ctx, tx, newsroom.Shelf{Within: org.Span{From: org.DayOf(from)}}, 1, math.MaxInt32)
	for _, p := range all {
		if !p.PublishedAt.Before(from) {
			out = append(out, digest.Story{ID: int64(p.ID), Title: p.Title, Lead: p.Lead, Href: p.Href(), Theme: digest.Theme{Key: p.Theme.Key, Name: portal.WholeThemeName(p.Theme)}})
		}
	}
	return out, err
}
