package portal

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A cited is one document with every plan that names it.
type cited struct {
	plan.Basis
	In []*view
}

// citedTexts are the documents that the plans of the place name, the newest first.
func citedTexts(ctx context.Context, tx *store.Tx) ([]cited, error) {
	all, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []cited
	at := map[string]int{}
	for _, s := range all {
		current, err := plan.Current(ctx, tx, s.ID)
		if err != nil {
			return nil, err
		}
		v := see(current)
		for _, b := range v.References {
			i, ok := at[textHref(b)]
			if !ok {
				i = len(out)
				at[textHref(b)] = i
				out = append(out, cited{Basis: b})
			}
			out[i].In = append(out[i].In, v)
		}
	}
	slices.SortStableFunc(out, func(a, b cited) int { return cmp.Compare(b.Date, a.Date) })
	return out, nil
}

// within is the citations of b's document in plan v.
func (c cited) within(v *view) []plan.Citation {
	for _, b := range v.References {
		if textHref(b) == textHref(c.Basis) {
			return b.Cited
		}
	}
	return nil
}

func (p *Portal) texts(w http.ResponseWriter, r *http.Request) error {
	var page textsPage
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		page.Texts, err = citedTexts(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, textsScreen(page))
}

func (p *Portal) text(w http.ResponseWriter, r *http.Request) error {
	var page textPage
	err := p.read(r, func(ctx context.Context, tx *store.Tx) error {
		all, err := citedTexts(ctx, tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(c cited) bool { return textHref(c.Basis) == "/van-ban/"+r.PathValue("text") })
		if i < 0 {
			return refuse.With(refuse.NotFound, "Không có văn bản này trong thư viện của phường.")
		}
		page.Text = all[i]
		return nil
	})
	if err != nil {
		return err
	}
	return show(w, r, textScreen(page))
}

// slugOf is a code as part of an address: 15/KH-UBND is 15-kh-ubnd.
func slugOf(code string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r == 'đ':
			return 'd'
		}
		return '-'
	}, strings.ToLower(code)), "-")
}

// searchPage is what was found.
type searchPage struct {
	Query       string
	Hits        []store.Hit
	Total       int
	Page, Pages int
}

const pageOfHits = 20

func (p *Portal) search(w http.ResponseWriter, r *http.Request) error {
	page := searchPage{Query: strings.TrimSpace(r.FormValue("q")), Page: max(1, number10(r.FormValue("trang")))}
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		page.Hits, page.Total, err = tx.Search(ctx, page.Query, pageOfHits, (page.Page-1)*pageOfHits)
		return err
	})
	if err != nil {
		return err
	}
	page.Pages = (page.Total + pageOfHits - 1) / pageOfHits
	return show(w, r, searchScreen(page))
}

// IndexPlan makes p findable, clause by clause, at its public addresses; cmd hangs it on the adoption of plans.
func IndexPlan(ctx context.Context, tx *store.Tx, p plan.Plan) error {
	v := see(p)
	if err := unindexOld(ctx, tx, v); err != nil {
		return err
	}
	doc := store.Doc{Kind: "plan", ID: v.ref(""), Title: v.title(), Body: v.Doc.Code + " " + v.Doc.Issuer.Name, Href: v.home()}
	if err := tx.Index(ctx, doc); err != nil {
		return err
	}
	for _, c := range v.found() {
		doc := store.Doc{Kind: "clause", ID: v.ref(c.ID), Title: Name(c), Body: c.Title + " " + c.Text, Href: v.clause(c.ID)}
		if err := tx.Index(ctx, doc); err != nil {
			return err
		}
	}
	return indexTexts(ctx, tx, v)
}

// indexTexts makes the documents that v names findable by their numbers and titles.
func indexTexts(ctx context.Context, tx *store.Tx, v *view) error {
	for _, b := range v.References {
		doc := store.Doc{Kind: "text", ID: textHref(b), Title: b.Kind + " " + b.Code, Body: "Ngày " + web.Day(b.Date) + ", " + b.Issuer + ": " + b.Title, Href: textHref(b)}
		if err := tx.Index(ctx, doc); err != nil {
			return err
		}
	}
	return nil
}

// unindexOld forgets the clauses of the version before that are no more.
func unindexOld(ctx context.Context, tx *store.Tx, v *view) error {
	if v.Version < 2 {
		return nil
	}
	old, err := plan.Version(ctx, tx, v.ID, v.Version-1)
	if err != nil {
		return err
	}
	for _, c := range see(old).found() {
		if v.clauses[c.ID] == nil {
			if err := tx.Unindex(ctx, "clause", v.ref(c.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// found are the clauses worth finding: those that say something themselves.
func (v *view) found() []*plan.Clause {
	var out []*plan.Clause
	v.Walk(func(_, c *plan.Clause) {
		if c.Text != "" || c.Kind == plan.ATheme {
			out = append(out, c)
		}
	})
	return out
}
