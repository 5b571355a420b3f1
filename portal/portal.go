// Package portal is the public site of a place: what its committee has planned,
// in words people use, each figure and each sentence with the line of the signed
// paper it came from. It reads the desks and writes none.
//
// Decree 42/2022 obliges the committee to put its plans here, with search, and
// to let every item be printed and kept; Circular 26/2020 obliges it to let
// everybody read them. So pages are plain HTML that works without JavaScript,
// sets no cookie, and prints as A4; every list is also data.
//
// Addresses are promises, since papers cite them. They are Vietnamese without
// marks: /ke-hoach/3, /ke-hoach/3/noi-dung/ha-tang-so, /van-ban/57-nq-tw.
package portal

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"loa/alert"
	"loa/kit/vi"
	"loa/library"
	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Portal draws the public pages.
type Portal struct {
	DB      *store.DB
	Library *library.Desk
	Now     func() time.Time
	Address string                 // https://phulien.haiphong.gov.vn; empty: as the reader asked for it
	Samples map[store.Place]string // what is invented at a place, for every page of it to say
	Board   *alert.Desk

	kept kept
}

// Routes are the public pages; everybody may see them.
func (p *Portal) Routes() []web.Route {
	pages := []page{
		{"GET /{$}", p.home},
		{"GET /ke-hoach", p.plans},
		{"GET /ke-hoach/{id}", p.plan},
		{"GET /ke-hoach/{id}/noi-dung/{theme}", p.theme},
		{"GET /ke-hoach/{id}/toan-van", p.whole},
		{"GET /ke-hoach/{id}/ban-giay", p.paper},
		{"GET /ke-hoach/{id}/phien-ban", p.versions},
		{"GET /ke-hoach/{id}/ket-qua", p.results},
		{"GET /ke-hoach/{id}/chi-tieu.csv", p.targetsCSV},
		{"GET /van-ban", p.texts},
		{"GET /van-ban/{text}", p.text},
		{"GET /chuyen-doi-so", p.column},
		{"GET /dien-hinh", p.examples},
		{"GET /huong-dan", p.guides},
		{"GET /tin/{story}", p.story},
		{"GET /tin/rss.xml", p.rss},
		{"GET /tin/atom.xml", p.atom},
		{"GET /tin/feed.json", p.jsonFeed},
		{"GET /tim-kiem", p.search},
		{"GET /co-quan", p.offices},
		{"GET /bao-chi", p.press},
		{"GET /du-lieu", p.data},
		{"GET /so-do", p.siteMap},
		{"GET /tro-nang", p.access},
		{"GET /en", p.english},
		{"GET /sitemap.xml", p.siteMapXML},
		{"GET /robots.txt", p.robots},
	}
	var routes []web.Route
	for _, page := range append(pages, p.dataPages()...) {
		shared := page.pattern != "GET /tim-kiem" // what people ask for is kept nowhere
		routes = append(routes, web.Route{Pattern: page.pattern, Rule: web.Anyone, Handle: page.handle, Shared: shared})
	}
	return routes
}

// Within puts the site's name, menus and imprint around every page; it hangs inside the middleware that knows the place.
func (p *Portal) Within(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/static/") || web.Place(r.Context()) == "" {
			h.ServeHTTP(w, r)
			return
		}
		s := web.Site{Menu: menu(r.URL.Path), Foot: foot, Sample: p.Samples[web.Place(r.Context())]}
		err := p.read(r, func(ctx context.Context, tx *store.Tx) error {
			here, err := org.LoadPlace(ctx, tx, tx.Place())
			if err != nil {
				return err
			}
			above, err := org.Above(ctx, tx, here)
			s.Name, s.Under = here.Name, above.Name
			s.Imprint = imprint(here, above)
			if err != nil {
				return err
			}
			s.Alerts, err = p.Board.OnBoard(ctx, tx)
			return err
		})
		if err != nil && refuse.Of(err).Kind != refuse.NotFound { // a place that was not set up yet has no name; its pages still stand
			panic(err) // web.Front logs it and answers
		}
		h.ServeHTTP(w, r.WithContext(web.WithSite(r.Context(), s)))
	})
}

func menu(path string) []web.Link {
	links := []web.Link{{Href: columnPath, Text: "Chuyển đổi số"}, {Href: "/ke-hoach", Text: "Kế hoạch"}, {Href: "/van-ban", Text: "Văn bản"}, {Href: "/co-quan", Text: "Cơ quan"}, {Href: "/tim-kiem", Text: "Tìm"}}
	for i := range links {
		links[i].Current = path == links[i].Href || strings.HasPrefix(path, links[i].Href+"/")
	}
	return links
}

var foot = []web.Link{
	{Href: "/so-do", Text: "Sơ đồ trang"}, {Href: "/co-quan", Text: "Liên hệ"}, {Href: pressPath, Text: "Báo chí"}, {Href: "/du-lieu", Text: "Dữ liệu mở"},
	{Href: "/tro-nang", Text: "Trợ năng"}, {Href: englishPath, Text: "English"}, {Href: "/sign-in", Text: "Cán bộ đăng nhập"},
}

func imprint(here, above org.Place) []string {
	out := []string{"Cơ quan chịu trách nhiệm nội dung: Ủy ban nhân dân " + lowerFirst(fullName(here, above)) + "."}
	if here.Seat != "" {
		out = append(out, "Trụ sở: "+here.Seat+".")
	}
	return out
}

// fullName is the name of here with the place above it, where that is known.
func fullName(here, above org.Place) string {
	if above.Name == "" {
		return here.Name
	}
	return here.Name + ", " + lowerFirst(above.Name)
}

// read runs fn in a reading transaction of the place that was asked.
func (p *Portal) read(r *http.Request, fn func(context.Context, *store.Tx) error) error {
	return p.DB.Read(r.Context(), web.Place(r.Context()), func(tx *store.Tx) error { return fn(r.Context(), tx) })
}

func (p *Portal) today() string { return string(org.DayOf(p.Now())) }

func show(w http.ResponseWriter, r *http.Request, page templ.Component) error {
	return web.Show(w, r, http.StatusOK, page)
}

func (p *Portal) home(w http.ResponseWriter, r *http.Request) error {
	page := homePage{Today: p.today(), Base: p.base(r)}
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if here, err := org.LoadPlace(ctx, tx, tx.Place()); err == nil {
			page.Ward = here.Name
		} else if refuse.Of(err).Kind != refuse.NotFound {
			return err
		}
		if page.Stories, _, err = newsroom.Column(ctx, tx, newsroom.Shelf{}, 1, onHome); err != nil {
			return err
		}
		if page.Guides, _, err = newsroom.Column(ctx, tx, newsroom.Shelf{Kind: newsroom.Guide}, 1, onHome); err != nil {
			return err
		}
		page.Plan, err = p.latest(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, homeScreen(page))
}

func (p *Portal) plans(w http.ResponseWriter, r *http.Request) error {
	page := plansPage{Today: p.today()}
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		page.Plans, err = plan.List(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, plansScreen(page))
}

// load reads the plan that the address names.
func (p *Portal) load(r *http.Request, more func(ctx context.Context, tx *store.Tx, v *view) error) (*view, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return nil, err
	}
	var v *view
	err = p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if v, err = p.find(ctx, tx, plan.ID(id)); err != nil || more == nil {
			return err
		}
		return more(ctx, tx, v)
	})
	return v, err
}

// plan answers /ke-hoach/3, and /ke-hoach/3.json and .txt, since a pattern of the mux cannot end in a dot's name.
func (p *Portal) plan(w http.ResponseWriter, r *http.Request) error {
	id, form, _ := strings.Cut(r.PathValue("id"), ".")
	r.SetPathValue("id", id)
	switch form {
	case "json":
		return p.planJSON(w, r)
	case "txt":
		return p.planText(w, r)
	case "":
	default:
		return refuse.With(refuse.NotFound, "Kế hoạch không có dạng tệp này. Có thể tải dạng .json và .txt.")
	}
	if _, err := strconv.Atoi(id); err != nil {
		return p.planBySlug(w, r, id)
	}
	page := planPage{Today: p.today()}
	v, err := p.load(r, func(ctx context.Context, tx *store.Tx, v *view) error {
		history, err := plan.History(ctx, tx, v.ID)
		page.Versions = len(history)
		return err
	})
	if err != nil {
		return err
	}
	page.view = v
	return show(w, r, planScreen(page))
}

// planBySlug leads from the code that people know, /ke-hoach/15-kh-ubnd, to the address that stays.
func (p *Portal) planBySlug(w http.ResponseWriter, r *http.Request, slug string) error {
	var found plan.ID
	err := p.read(r, func(ctx context.Context, tx *store.Tx) error {
		all, err := plan.List(ctx, tx)
		for _, s := range all {
			if found == 0 && vi.Slug(s.Code) == slug {
				found = s.ID
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if found == 0 {
		return refuse.With(refuse.NotFound, "Không tìm thấy kế hoạch này.")
	}
	http.Redirect(w, r, "/ke-hoach/"+strconv.FormatInt(int64(found), 10), http.StatusFound)
	return nil
}

func (p *Portal) theme(w http.ResponseWriter, r *http.Request) error {
	page := themePage{}
	var all []*plan.Clause
	i := -1
	v, err := p.load(r, func(ctx context.Context, tx *store.Tx, v *view) (err error) {
		all = v.allThemes()
		i = slices.IndexFunc(all, func(c *plan.Clause) bool { return c.Slug == r.PathValue("theme") })
		if i < 0 {
			return refuse.With(refuse.NotFound, "Kế hoạch này không có nội dung đó.")
		}
		page.Stories, page.Told, err = newsroom.Column(ctx, tx, newsroom.Shelf{Themes: themeKeys(all[i])}, 1, onTheme)
		return err
	})
	if err != nil {
		return err
	}
	page.view, page.Theme = v, all[i]
	if i > 0 {
		page.Prev = all[i-1]
	}
	if i+1 < len(all) {
		page.Next = all[i+1]
	}
	return show(w, r, themeScreen(page))
}

func (p *Portal) whole(w http.ResponseWriter, r *http.Request) error {
	v, err := p.load(r, nil)
	if err != nil {
		return err
	}
	return show(w, r, wholeScreen(wholePage{v}))
}

func (p *Portal) paper(w http.ResponseWriter, r *http.Request) error {
	page := paperPage{At: span(r.FormValue("dong"))}
	v, err := p.load(r, func(ctx context.Context, tx *store.Tx, v *view) (err error) {
		page.Lines, err = plan.SourceLines(ctx, tx, v.ID, 0)
		return err
	})
	if err != nil {
		return err
	}
	page.view = v
	return show(w, r, paperScreen(page))
}

// span reads 63-64 or 63; anything else is no lines at all.
func span(s string) plan.Span {
	from, to, two := strings.Cut(s, "-")
	a, err := strconv.Atoi(from)
	if err != nil || a < 1 {
		return plan.Span{}
	}
	b := a
	if two {
		if b, err = strconv.Atoi(to); err != nil || b < a {
			return plan.Span{}
		}
	}
	return plan.Span{a, b}
}

func (p *Portal) versions(w http.ResponseWriter, r *http.Request) error {
	var page versionsPage
	v, err := p.load(r, func(ctx context.Context, tx *store.Tx, v *view) (err error) {
		page.Versions, err = compared(ctx, tx, v.ID)
		return err
	})
	if err != nil {
		return err
	}
	page.view = v
	return show(w, r, versionsScreen(page))
}
