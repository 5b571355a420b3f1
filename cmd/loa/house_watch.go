package main

import (
	"context"
	"fmt"
	"log/slog"

	"loa/alert"
	"loa/console"
	"loa/contact"
	"loa/library"
	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/job"
	"loa/platform/store"
	"loa/watch"
)

// The form in which each source writes its pages down (watch.HashOf): counted up when it does so otherwise.
const (
	storyForm = 1
	alertForm = 1
	textForm  = 1
	planForm  = 1
	orgForm   = 1
	askForm   = 1
	modelForm = 1
)

var watchPages = job.Kind[struct{}]{Name: "watch_round"}

// watchAll lets the watch read every public page, and every verb seal the one that it changes.
func (h *house) watchAll() {
	h.watch.Pages = []func(context.Context, *store.Tx) ([]watch.Page, error){storyPages, alertPages, textPages, planPages, orgPages, contactPages, exemplarPages}
	h.news.OnPublic = append(h.news.OnPublic, func(ctx context.Context, tx *store.Tx, id newsroom.StoryID) error {
		return h.seal(ctx, tx)(storiesOf(ctx, tx, id))
	})
	h.alerts.OnChange = append(h.alerts.OnChange, func(ctx context.Context, tx *store.Tx, a alert.Alert) error {
		return h.seal(ctx, tx)(alertPages(ctx, tx))
	})
	h.library.OnChange = append(h.library.OnChange, func(ctx context.Context, tx *store.Tx, id library.TextID) error {
		return h.seal(ctx, tx)(textsOf(ctx, tx, id))
	})
	h.plans.OnAdopt = append(h.plans.OnAdopt, func(ctx context.Context, tx *store.Tx, p plan.Plan) error {
		page, err := planOf(ctx, tx, p.ID)
		if err := h.seal(ctx, tx)([]watch.Page{page}, err); err != nil {
			return err
		}
		return h.seal(ctx, tx)(orgPages(ctx, tx)) // a plan brings units
	})
	seals := func(pages func(context.Context, *store.Tx) ([]watch.Page, error)) func(context.Context, *store.Tx) error {
		return func(ctx context.Context, tx *store.Tx) error { return h.seal(ctx, tx)(pages(ctx, tx)) }
	}
	h.org.OnChange = append(h.org.OnChange, seals(orgPages))
	h.contacts.OnChange = append(h.contacts.OnChange, seals(contactPages))
	h.news.OnExemplar = append(h.news.OnExemplar, seals(exemplarPages))
}

// seal keeps pages as they stand.
func (h *house) seal(ctx context.Context, tx *store.Tx) func([]watch.Page, error) error {
	return func(pages []watch.Page, err error) error {
		for _, p := range pages {
			if err := watch.Seal(ctx, tx, p, h.watch.Now()); err != nil {
				return err
			}
		}
		return err
	}
}

func storyPages(ctx context.Context, tx *store.Tx) ([]watch.Page, error) {
	return storiesOf(ctx, tx, 0)
}

// storiesOf are the pages of every story, or of story id.
func storiesOf(ctx context.Context, tx *store.Tx, id newsroom.StoryID) (out []watch.Page, err error) {
	all, err := newsroom.Copies(ctx, tx, id)
	for _, c := range all {
		p := watch.Page{Thing: c.ID.Ref(), Title: c.Title, Href: newsroom.Piece{ID: c.ID}.Href(), Files: c.Files}
		if c.Title == "" {
			p.Title = fmt.Sprintf("Bài số %d, đã gỡ", c.ID)
		}
		if p.Hash, err = watch.HashOf(storyForm, c); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, err
}

func alertPages(ctx context.Context, tx *store.Tx) (out []watch.Page, err error) {
	all, err := alert.All(ctx, tx)
	for _, a := range all {
		p := watch.Page{Thing: a.ID.Ref(), Title: a.Body, Href: "/"}
		shown := []any{a.Severity, a.Body, a.From.UnixMilli(), a.Until.UnixMilli(), a.RaisedAt.UnixMilli(), a.DownAt.UnixMilli()}
		if p.Hash, err = watch.HashOf(alertForm, shown); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, err
}

func textPages(ctx context.Context, tx *store.Tx) ([]watch.Page, error) { return textsOf(ctx, tx, 0) }

// textsOf are the pages of every text of the library, or of text id.
func textsOf(ctx context.Context, tx *store.Tx, id library.TextID) (out []watch.Page, err error) {
	all, err := library.All(ctx, tx, id)
	for _, t := range all {
		p := watch.Page{Thing: t.ID.Ref(), Title: t.Name(), Href: "/van-ban/" + t.Slug}
		if p.Hash, err = watch.HashOf(textForm, t); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, err
}

func planPages(ctx context.Context, tx *store.Tx) (out []watch.Page, err error) {
	all, err := plan.List(ctx, tx)
	for _, s := range all {
		p, err := planOf(ctx, tx, s.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, err
}

// planOf is the pages of plan id as it is in force.
func planOf(ctx context.Context, tx *store.Tx, id plan.ID) (watch.Page, error) {
	now, err := plan.Current(ctx, tx, id)
	if err != nil {
		return watch.Page{}, err
	}
	p := watch.Page{Thing: id.Ref(), Title: now.Doc.Title, Href: fmt.Sprintf("/ke-hoach/%d", id)}
	p.Hash, err = watch.HashOf(planForm, []any{now.Version, now.AdoptedAt.UnixMilli(), now.Adopter, now.Draft})
	return p, err
}

// orgPages is the pages of units and of who leads them.
func orgPages(ctx context.Context, tx *store.Tx) ([]watch.Page, error) {
	all, err := org.CopyOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	return onePage(orgForm, "org", "Cơ quan, đơn vị", "/co-quan", all)
}

// contactPages is the contacts of the pages for everybody and for the press.
func contactPages(ctx context.Context, tx *store.Tx) ([]watch.Page, error) {
	all, err := contact.All(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].At = all[i].At.UTC() // the zone of the machine is no part of it
	}
	return onePage(askForm, "contacts", "Đầu mối liên hệ", "/bao-chi", all)
}

// exemplarPages is the page of the exemplars.
func exemplarPages(ctx context.Context, tx *store.Tx) ([]watch.Page, error) {
	all, tells, err := newsroom.ExemplarCopy(ctx, tx)
	if err != nil {
		return nil, err
	}
	return onePage(modelForm, "exemplars", "Mô hình, gương điển hình", "/dien-hinh", []any{all, tells})
}

func onePage(form int, thing, title, href string, parts any) ([]watch.Page, error) {
	hash, err := watch.HashOf(form, parts)
	return []watch.Page{{Thing: thing, Title: title, Href: href, Hash: hash}}, err
}

// watchRound makes a round, and tells the log of each page that is not as a verb left it.
func (h *house) watchRound(log *slog.Logger) func(context.Context, store.Place, struct{}) error {
	return func(ctx context.Context, place store.Place, _ struct{}) error {
		found, err := h.watch.Round(ctx, place)
		for _, f := range found {
			log.ErrorContext(ctx, "a public page changed without a verb", "place", place, "thing", f.Thing, "what", f.What, "finding", f.ID)
		}
		return err
	}
}

// watchWaiting turns what the watch found into cards of the day.
func (h *house) watchWaiting(ctx context.Context, tx *store.Tx, a org.Actor) ([]console.Card, error) {
	waiting, err := h.watch.Waiting(ctx, tx, a)
	cards := make([]console.Card, len(waiting))
	for i, w := range waiting {
		cards[i] = console.Card{Href: w.Href, Title: w.Text, Detail: w.Detail, IsLate: true}
	}
	return cards, err
}
