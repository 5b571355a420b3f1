package portal

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"loa/contact"
	"loa/kit/vi"
	"loa/library"
	"loa/org"
	"loa/plan"
	"loa/platform/store"
	"loa/platform/web"
)

// officesPage is who the committee is and how to reach it (Decree 42/2022, article 4).
type officesPage struct {
	Here, Above org.Place
	From        []string // the places it was made of
	FromOn      string
	Groups      []officeGroup
	Plan        *view
	Contacts    []contact.Contact
}

type officeGroup struct {
	Kind  string
	Units []office
}

type office struct {
	org.Unit
	Leaders []string // «Vũ Thu Hà, Phó Chủ tịch UBND»
}

func (p *Portal) offices(w http.ResponseWriter, r *http.Request) error {
	var page officesPage
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if page.Here, err = org.LoadPlace(ctx, tx, tx.Place()); err != nil {
			return err
		}
		if page.Above, err = org.Above(ctx, tx, page.Here); err != nil {
			return err
		}
		if err := page.origins(ctx, tx); err != nil {
			return err
		}
		if page.Contacts, err = contact.All(ctx, tx); err != nil {
			return err
		}
		if page.Groups, err = groups(ctx, tx, org.Day(p.today())); err != nil {
			return err
		}
		page.Plan, err = p.latest(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, officesScreen(page))
}

// origins are the places that went into this one.
func (page *officesPage) origins(ctx context.Context, tx *store.Tx) error {
	changes, err := org.PlaceChanges(ctx, tx)
	for _, c := range changes {
		if c.ToCode == tx.Place() && c.What == org.Merged {
			page.From, page.FromOn = append(page.From, c.FromName), string(c.On)
		}
	}
	return err
}

// publicPosts are those whose holders a citizen has a right to know by name.
var publicPosts = map[org.Post]bool{org.Chair: true, org.ViceChair: true, org.OfficeHead: true, org.UnitHead: true}

// groups are the units of the place on day by their kind, in the order of screens.
func groups(ctx context.Context, tx *store.Tx, day org.Day) ([]officeGroup, error) {
	units, err := org.UnitsOn(ctx, tx, day)
	if err != nil {
		return nil, err
	}
	leaders, err := leadersOn(ctx, tx, day)
	if err != nil {
		return nil, err
	}
	var out []officeGroup
	for _, kind := range org.UnitKinds() {
		g := officeGroup{Kind: org.KindName(kind)}
		for _, u := range units {
			if u.Kind == kind {
				g.Units = append(g.Units, office{u, leaders[u.ID]})
			}
		}
		if len(g.Units) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

func leadersOn(ctx context.Context, tx *store.Tx, day org.Day) (map[org.UnitID][]string, error) {
	held, err := org.AllHoldings(ctx, tx)
	if err != nil {
		return nil, err
	}
	var ids []org.PersonID
	for _, h := range held {
		ids = append(ids, h.Person)
	}
	names, err := org.PersonNames(ctx, tx, ids...)
	if err != nil {
		return nil, err
	}
	out := map[org.UnitID][]string{}
	for _, h := range held {
		if publicPosts[h.Post] && h.Span.Covers(day) {
			out[h.Unit] = append(out[h.Unit], names[h.Person]+", "+org.PostName(h.Post))
		}
	}
	return out, nil
}

// Pages that say how the site is made.

func (p *Portal) access(w http.ResponseWriter, r *http.Request) error {
	return show(w, r, accessScreen())
}

func (p *Portal) siteMap(w http.ResponseWriter, r *http.Request) error {
	views, err := p.everyPlan(r)
	if err != nil {
		return err
	}
	return show(w, r, siteMapScreen(views))
}

func (p *Portal) everyPlan(r *http.Request) (all []*view, err error) {
	err = p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		all, err = p.current(ctx, tx)
		return err
	})
	return all, err
}

// For programs.

type urlset struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL
}

type siteURL struct {
	XMLName xml.Name `xml:"url"`
	Loc     string   `xml:"loc"`
	LastMod string   `xml:"lastmod,omitempty"`
}

func (p *Portal) siteMapXML(w http.ResponseWriter, r *http.Request) error {
	views, err := p.everyPlan(r)
	if err != nil {
		return err
	}
	stories, err := p.everyPiece(r)
	if err != nil {
		return err
	}
	set := urlset{}
	add := func(path, day string) {
		set.URLs = append(set.URLs, siteURL{Loc: p.base(r) + path, LastMod: day})
	}
	for _, path := range []string{"/", columnPath, guidesPath, examplesPath, "/ke-hoach", "/van-ban", "/co-quan", pressPath, "/du-lieu", "/tro-nang", "/so-do", englishPath} {
		add(path, "")
	}
	for _, s := range stories {
		add(s.Href(), string(org.DayOf(s.UpdatedAt)))
	}
	for _, v := range views {
		day := string(org.DayOf(v.AdoptedAt))
		for _, path := range v.pages() {
			add(path, day)
		}
	}
	if err := p.eachText(r, func(t library.Text) { add("/van-ban/"+t.Slug, "") }); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	return set.write(w)
}

func (s urlset) write(w io.Writer) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(s)
}

// eachText calls do for each text of the place's library, as far as a list counts.
func (p *Portal) eachText(r *http.Request, do func(library.Text)) error {
	for page := 1; ; page++ {
		texts, total, err := p.Library.List(r.Context(), web.Place(r.Context()), library.Question{Page: page})
		if err != nil {
			return err
		}
		for _, t := range texts {
			do(t)
		}
		if page >= pages(total, library.PageSize) {
			return nil
		}
	}
}

// pages are the addresses of v that a search engine may keep.
func (v *view) pages() []string {
	out := []string{v.home(), v.below("toan-van"), v.below("ban-giay"), v.below("phien-ban")}
	for _, c := range v.allThemes() {
		out = append(out, v.theme(c))
	}
	return out
}

func (p *Portal) robots(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := fmt.Fprintf(w, "User-agent: *\nDisallow: /sign-in\nDisallow: /tim-kiem\nSitemap: %s/sitemap.xml\n", p.base(r))
	return err
}

// base is the site's own address before every path.
func (p *Portal) base(r *http.Request) string {
	if p.Address != "" {
		return strings.TrimSuffix(p.Address, "/")
	}
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (p *Portal) planJSON(w http.ResponseWriter, r *http.Request) error {
	v, err := p.load(r, nil)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(v.Draft, "", " ")
	if err != nil {
		return fmt.Errorf("write plan %d as JSON: %w", v.ID, err)
	}
	return v.file(w, "application/json; charset=utf-8", ".json", append(body, '\n'))
}

func (p *Portal) planText(w http.ResponseWriter, r *http.Request) error {
	v, err := p.load(r, nil)
	if err != nil {
		return err
	}
	return v.file(w, "text/plain; charset=utf-8", ".txt", []byte(v.plainText()))
}

// plainText is the whole plan as a person would type it.
func (v *view) plainText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nSố: %s\n%s, %s\n\n%s\n%s\n\n", upper(v.Doc.Issuer.Name), v.Doc.Code, v.Doc.Place, longDay(v.Doc.Date), upper(v.kindText()), v.Doc.Title)
	v.Walk(func(_, c *plan.Clause) {
		for _, s := range []string{c.Title, c.Text} {
			if s != "" {
				fmt.Fprintln(&b, strings.TrimSpace(c.Label+" "+s))
			}
		}
	})
	if s := v.Doc.Signer; s != nil {
		fmt.Fprintf(&b, "\n%s\n%s\n%s\n%s\n", s.OnBehalf, s.Capacity, s.Position, s.Name)
	}
	return b.String()
}

func (p *Portal) targetsCSV(w http.ResponseWriter, r *http.Request) error {
	v, err := p.load(r, nil)
	if err != nil {
		return err
	}
	table, err := v.targetTable()
	if err != nil {
		return fmt.Errorf("write targets of plan %d: %w", v.ID, err)
	}
	return v.file(w, "text/csv; charset=utf-8", "-chi-tieu.csv", table)
}

// targetTable is the targets of v as a table that Excel opens with the marks on its letters.
func (v *view) targetTable() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	rows := [][]string{{"ke_hoach", "chi_tieu", "muc", "dong_dau", "dong_cuoi", "loai", "phep_so", "gia_tri", "don_vi", "doi_tuong", "noi_dung", "dien_giai"}}
	for _, t := range v.Targets {
		value, unit := "", ""
		if t.Value != nil {
			value = strconv.FormatFloat(*t.Value, 'f', -1, 64)
		}
		if t.Unit != nil {
			unit = *t.Unit
		}
		rows = append(rows, []string{
			cell(v.Doc.Code), t.ID, cell(string(t.Node)), strconv.Itoa(t.Lines[0]), strconv.Itoa(t.Lines[1]),
			string(t.Kind), string(t.Op), value, cell(unit), cell(t.Subject), cell(t.Measure), cell(Sentence(t)),
		})
	}
	err := csv.NewWriter(&b).WriteAll(rows)
	return b.Bytes(), err
}

// cell is words from the paper as a spreadsheet may hold them: one that begins as a formula does is shown and not worked out.
func cell(words string) string {
	if words != "" && strings.ContainsRune("=+-@\t\r", rune(words[0])) {
		return "'" + words
	}
	return words
}

// file sends body as a file named after the plan's code; data may be read from other sites too.
func (v *view) file(w http.ResponseWriter, kind, ending string, body []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", vi.Slug(v.Doc.Code)+ending))
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_, err := w.Write(body)
	return err
}

// ref names a clause of v, or v itself, in the search.
func (v *view) ref(a plan.Address) string {
	if a == "" {
		return strconv.FormatInt(int64(v.ID), 10)
	}
	return fmt.Sprintf("%d/%s", v.ID, a)
}

// kinds are what a hit is, for the reader.
var kinds = map[string]string{"plan": "Kế hoạch", "clause": "Điểm mục kế hoạch", "text": "Văn bản", "story": "Tin bài"}

// found says how much a search found.
func found(p searchPage) string {
	switch {
	case p.Instead != "":
		return strconv.Itoa(p.Total) + " kết quả gần giống"
	case p.Total == store.MostFound:
		return vi.Figures(store.MostFound) + " kết quả đầu cho «" + p.Query + "»"
	}
	return strconv.Itoa(p.Total) + " kết quả cho «" + p.Query + "»"
}

// listHref is the address of a page of a list that was searched.
func listHref(path, words string, page int) string {
	return path + "?" + url.Values{"q": {words}, "trang": {strconv.Itoa(page)}}.Encode()
}
