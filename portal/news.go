package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"loa/kit/qr"
	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

const (
	columnPath = "/chuyen-doi-so"
	columnName = "Chuyển đổi số"

	examplesPath = "/dien-hinh"

	onHome  = 5  // stories on the first page of the site
	onTheme = 6  // on the page of a theme
	onPage  = 20 // on a page of the column
	inFeed  = 30
)

// columnPage is the column, whole or narrowed to a theme, a unit or a month.
type columnPage struct {
	Choice
	Stories []newsroom.Piece
	Total   int
	Page    int
	Themes  []*plan.Clause // to choose from
	Plan    *view
	Months  []newsroom.Month
}

// A Choice is how the column, or a feed of it, is narrowed.
type Choice struct {
	Theme *plan.Clause
	Unit  org.Unit
	Month newsroom.Month
}

// name is what c is called.
func (c Choice) name() string {
	name := columnName
	if c.Theme != nil {
		name += ": " + Name(c.Theme)
	}
	if c.Unit.ID != 0 {
		name += ", " + c.Unit.Name
	}
	if c.Month.Name != "" {
		name += ", " + monthName(c.Month)
	}
	return name
}

// monthName is m as people say it: tháng 10/2025.
func monthName(m newsroom.Month) string {
	year, month, _ := strings.Cut(m.Name, "-")
	return "tháng " + strings.TrimPrefix(month, "0") + "/" + year
}

// query is c as it stands in an address.
func (c Choice) query() url.Values {
	v := url.Values{}
	if c.Theme != nil {
		v.Set("noi-dung", strconv.FormatInt(c.Theme.Key, 10))
	}
	if c.Unit.ID != 0 {
		v.Set("don-vi", strconv.FormatInt(int64(c.Unit.ID), 10))
	}
	if c.Month.Name != "" {
		v.Set("thang", c.Month.Name)
	}
	return v
}

func (c Choice) at(path string) string {
	if v := c.query(); len(v) > 0 {
		return path + "?" + v.Encode()
	}
	return path
}

// page is the address of page n of the column.
func (c Choice) page(n int) string {
	v := c.query()
	v.Set("trang", strconv.Itoa(n))
	return columnPath + "?" + v.Encode()
}

func (c Choice) shelf() newsroom.Shelf {
	s := newsroom.Shelf{Unit: c.Unit.ID}
	if c.Theme != nil {
		s.Themes = themeKeys(c.Theme)
	}
	if c.Month.Name != "" {
		s.Within = c.Month.Span()
	}
	return s
}

// feeds are the addresses at which a program reads c.
func (c Choice) feeds() []web.Feed {
	c.Month = newsroom.Month{}
	return []web.Feed{
		{Kind: "application/rss+xml", Title: c.name() + " (RSS)", Href: c.at("/tin/rss.xml")},
		{Kind: "application/atom+xml", Title: c.name() + " (Atom)", Href: c.at("/tin/atom.xml")},
		{Kind: "application/feed+json", Title: c.name() + " (JSON)", Href: c.at("/tin/feed.json")},
	}
}

// themeKeys are the keys of c and of the themes below it.
func themeKeys(c *plan.Clause) []int64 {
	keys := []int64{c.Key}
	for _, below := range subThemes(c) {
		keys = append(keys, themeKeys(below)...)
	}
	return keys
}

// shelfHref is the column narrowed to a theme.
func shelfHref(key int64) string {
	return columnPath + "?" + url.Values{"noi-dung": {strconv.FormatInt(key, 10)}}.Encode()
}

var noShelf = refuse.With(refuse.NotFound, "Chuyên mục không có phần này.")

// choose reads how the address of r narrows the column; v is the plan whose themes there are to choose from, or nil.
func choose(ctx context.Context, tx *store.Tx, r *http.Request, v *view) (c Choice, err error) {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(r.FormValue(name), 10, 64) // anything else names nothing
		return n
	}
	if key := number("noi-dung"); key != 0 {
		if v == nil {
			return c, noShelf
		}
		all := v.allThemes()
		i := slices.IndexFunc(all, func(t *plan.Clause) bool { return t.Key == key })
		if i < 0 {
			return c, noShelf
		}
		c.Theme = all[i]
	}
	if id := number("don-vi"); id != 0 {
		if c.Unit, err = org.LoadUnit(ctx, tx, org.UnitID(id)); err != nil {
			return c, err
		}
	}
	if name := r.FormValue("thang"); name != "" {
		if _, err := time.Parse("2006-01", name); err != nil {
			return c, noShelf
		}
		c.Month = newsroom.Month{Name: name}
	}
	return c, nil
}

func (p *Portal) column(w http.ResponseWriter, r *http.Request) error {
	page := columnPage{Page: pageOf(r)}
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if page.Plan, err = p.latest(ctx, tx); err != nil {
			return err
		}
		if page.Plan != nil {
			page.Themes = page.Plan.allThemes()
		}
		if page.Choice, err = choose(ctx, tx, r, page.Plan); err != nil {
			return err
		}
		if page.Months, err = newsroom.Months(ctx, tx); err != nil {
			return err
		}
		page.Stories, page.Total, err = newsroom.Column(ctx, tx, page.shelf(), page.Page, onPage)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, columnScreen(page))
}

// storyPage is one story.
type storyPage struct {
	newsroom.Piece
	Unit    org.Unit
	Related []newsroom.Piece
	Base    string // of the site's own address
	Code    string // of a guide: its address as a drawn code
}

// short is the address that people can type.
func (p storyPage) short() string { return p.Base + newsroom.Piece{ID: p.ID}.Href() }

// came is who wrote p and when it came out.
func (p storyPage) came() string {
	s := p.Author + ", " + web.Moment(p.PublishedAt)
	if p.UpdatedAt.After(p.PublishedAt) {
		s += ", cập nhật " + web.Moment(p.UpdatedAt)
	}
	return s
}

// preview is what the page says of itself to those who pass its address on.
func (p storyPage) preview() web.Preview {
	v := web.Preview{Title: p.Title, Summary: p.Lead, Kind: "article", Address: p.Base + p.Href(), Published: p.PublishedAt.Format(time.RFC3339),
		Feeds: Choice{}.feeds(), Styles: []string{newsroom.Static.URL("newsroom.css")}}
	if p.Cover != 0 {
		v.Picture = p.Base + p.Piece.Picture(p.Cover)
	}
	return v
}

func (p *Portal) story(w http.ResponseWriter, r *http.Request) error {
	number, _, _ := strings.Cut(r.PathValue("story"), "-")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return refuse.With(refuse.NotFound, "Không tìm thấy tin bài này.")
	}
	page := storyPage{Base: p.base(r)}
	err = p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if page.Piece, err = newsroom.Read(ctx, tx, newsroom.StoryID(id)); err != nil || page.Gone {
			return err
		}
		if page.Piece.Unit != 0 {
			if page.Unit, err = org.LoadUnit(ctx, tx, page.Piece.Unit); err != nil {
				return err
			}
		}
		page.Related, err = related(ctx, tx, page.Piece)
		return err
	})
	switch {
	case err != nil:
		return err
	case page.Gone:
		return web.Show(w, r, http.StatusGone, goneScreen(page))
	case r.URL.Path != page.Href():
		http.Redirect(w, r, page.Href(), http.StatusMovedPermanently)
		return nil
	}
	if page.Kind == newsroom.Guide {
		if page.Code, err = qr.Address(page.short(), codeSize); err != nil {
			return err
		}
	}
	return show(w, r, storyScreen(page))
}

// related are a few other stories of the theme of p.
func related(ctx context.Context, tx *store.Tx, p newsroom.Piece) ([]newsroom.Piece, error) {
	const few = 4
	found, _, err := newsroom.Column(ctx, tx, newsroom.Shelf{Themes: []int64{p.Theme.Key}}, 1, few+1)
	found = slices.DeleteFunc(found, func(o newsroom.Piece) bool { return o.ID == p.ID })
	return found[:min(len(found), few)], err
}

// examplesPage is the models and people that others can learn from, as far as they agreed to be told of.
type examplesPage struct{ All []newsroom.Example }

func (p *Portal) examples(w http.ResponseWriter, r *http.Request) error {
	var page examplesPage
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		page.All, err = newsroom.Examples(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, examplesScreen(page))
}

// everyPiece is every public story of the place.
func (p *Portal) everyPiece(r *http.Request) (all []newsroom.Piece, err error) {
	err = p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		all, _, err = newsroom.Column(ctx, tx, newsroom.Shelf{}, 1, mostInMap)
		return err
	})
	return all, err
}

// mostInMap is how many addresses a sitemap may hold, less those of the plans and texts.
const mostInMap = 40_000

// feed is what the address of r asks to be told of, as any of the three kinds of feeds tells it.
func (p *Portal) feed(r *http.Request) (*feeds.Feed, error) {
	var c Choice
	var stories []newsroom.Piece
	ward := ""
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		here, err := org.LoadPlace(ctx, tx, tx.Place())
		if err != nil && refuse.Of(err).Kind != refuse.NotFound {
			return err
		}
		ward = here.Name
		v, err := p.latest(ctx, tx)
		if err != nil {
			return err
		}
		if c, err = choose(ctx, tx, r, v); err != nil {
			return err
		}
		stories, _, err = newsroom.Column(ctx, tx, c.shelf(), 1, inFeed)
		return err
	})
	base := p.base(r)
	f := &feeds.Feed{Title: ward + " · " + c.name(), Link: &feeds.Link{Href: base + c.at(columnPath)}, Description: "Tin bài về chuyển đổi số của " + lowerFirst(ward) + "."}
	for _, s := range stories {
		if f.Created.Before(s.UpdatedAt) {
			f.Created, f.Updated = s.UpdatedAt, s.UpdatedAt
		}
		href := base + s.Href()
		f.Items = append(f.Items, &feeds.Item{Id: base + newsroom.Piece{ID: s.ID}.Href(), Title: s.Title, Link: &feeds.Link{Href: href}, Description: s.Lead,
			Author: &feeds.Author{Name: s.Author}, Created: s.PublishedAt, Updated: s.UpdatedAt})
	}
	return f, err
}

func (p *Portal) rss(w http.ResponseWriter, r *http.Request) error {
	return p.sendFeed(w, r, "application/rss+xml", (*feeds.Feed).ToRss)
}

func (p *Portal) atom(w http.ResponseWriter, r *http.Request) error {
	return p.sendFeed(w, r, "application/atom+xml", (*feeds.Feed).ToAtom)
}

func (p *Portal) jsonFeed(w http.ResponseWriter, r *http.Request) error {
	return p.sendFeed(w, r, "application/feed+json", (*feeds.Feed).ToJSON)
}

func (p *Portal) sendFeed(w http.ResponseWriter, r *http.Request, kind string, write func(*feeds.Feed) (string, error)) error {
	f, err := p.feed(r)
	if err != nil {
		return err
	}
	body, err := write(f)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_, err = w.Write([]byte(body))
	return err
}

// ThemeName is what a theme is called in a list, as on its own page.
func ThemeName(t newsroom.Theme) string { return shorten(WholeThemeName(t), 110) }

// WholeThemeName is ThemeName where there is room for all of it.
func WholeThemeName(t newsroom.Theme) string {
	return wholeName(&plan.Clause{Kind: plan.ATheme, Title: t.Name})
}

// feedNames is what each kind of feed is called.
var feedNames = map[string]string{"application/rss+xml": "RSS", "application/atom+xml": "Atom", "application/feed+json": "JSON Feed"}
