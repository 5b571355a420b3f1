package portal

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"loa/library"
	"loa/plan"
	"loa/platform/store"
	"loa/platform/web"
)

// textsPage is the library in public.
type textsPage struct {
	Words       string
	Texts       []library.Text
	Total       int
	Page, Pages int
}

func (p *Portal) texts(w http.ResponseWriter, r *http.Request) error {
	page := textsPage{Words: strings.TrimSpace(r.FormValue("q")), Page: pageOf(r)}
	var err error
	page.Texts, page.Total, err = p.Library.List(r.Context(), web.Place(r.Context()), library.Question{Words: page.Words, Page: page.Page})
	if err != nil {
		return err
	}
	page.Pages = pages(page.Total, library.PageSize)
	return show(w, r, textsScreen(page))
}

// textPage is one document and every place of a plan that names it.
type textPage struct {
	Text  library.Text
	Plans []citing
}

// A citing plan names a document.
type citing struct {
	*view
	At []library.Citation
}

func (p *Portal) text(w http.ResponseWriter, r *http.Request) error {
	text, cited, err := p.Library.LoadSlug(r.Context(), web.Place(r.Context()), r.PathValue("text"))
	if err != nil {
		return err
	}
	page := textPage{Text: text}
	err = p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		page.Plans, err = p.citings(ctx, tx, cited)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, textScreen(page))
}

// citings puts citations under their plans, one for each clause.
func (p *Portal) citings(ctx context.Context, tx *store.Tx, cited []library.Citation) ([]citing, error) {
	var out []citing
	for _, c := range cited {
		i := slices.IndexFunc(out, func(o citing) bool { return o.ID == c.Plan })
		if i < 0 {
			v, err := p.find(ctx, tx, c.Plan)
			if err != nil {
				return nil, err
			}
			i, out = len(out), append(out, citing{view: v})
		}
		if !slices.ContainsFunc(out[i].At, func(o library.Citation) bool { return o.Address == c.Address }) {
			out[i].At = append(out[i].At, c)
		}
	}
	return out, nil
}

// searchPage is what was found.
type searchPage struct {
	Query string
	Named []library.Text // those whose number was typed, above everything that only mentions it
	store.Found
	Page, Pages int
}

const pageOfHits = 20

// pageOf is the page of a list that the address asks for, from 1.
func pageOf(r *http.Request) int {
	n, err := strconv.Atoi(r.FormValue("trang"))
	if err != nil || n < 1 {
		return 1 // nonsense in an address is the first page
	}
	return n
}

func pages(total, size int) int { return (total + size - 1) / size }

func (p *Portal) search(w http.ResponseWriter, r *http.Request) error {
	page := searchPage{Query: strings.TrimSpace(r.FormValue("q")), Page: pageOf(r)}
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		page.Found, err = tx.Search(ctx, page.Query, pageOfHits, (page.Page-1)*pageOfHits)
		return err
	})
	if err != nil {
		return err
	}
	if page.Page == 1 && page.Query != "" {
		if page.Named, err = p.Library.Find(r.Context(), web.Place(r.Context()), page.Query); err != nil {
			return err
		}
	}
	page.Pages = pages(page.Total, pageOfHits)
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
