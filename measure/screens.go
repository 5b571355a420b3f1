package measure

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Routes are the screens for staff.
func (d *Desk) Routes() []web.Route {
	look := ruleOf(Look)
	return []web.Route{
		{Pattern: "GET /measure", Rule: look, Handle: d.board},
		{Pattern: "GET /measure/plan/freeze", Rule: ruleOf(Freeze), Handle: d.freezeForm},
		{Pattern: "POST /measure/plan/freeze", Rule: ruleOf(Freeze), Handle: d.freeze},
		{Pattern: "GET /measure/plan/frozen/{n}", Rule: look, Handle: d.frozen},
		{Pattern: "GET /measure/{id}", Rule: look, Handle: d.target},
		{Pattern: "GET /measure/{id}/tell", Rule: ruleOf(Tell), Handle: d.tellForm},
		{Pattern: "POST /measure/{id}/tell", Rule: ruleOf(Tell), Handle: d.tell},
		{Pattern: "GET /measure/{id}/entry/{entry}", Rule: look, Handle: d.entry},
		{Pattern: "GET /measure/{id}/entry/{entry}/retell", Rule: ruleOf(Tell), Handle: d.retellForm},
		{Pattern: "POST /measure/{id}/entry/{entry}/retell", Rule: ruleOf(Tell), Handle: d.retell},
		{Pattern: "POST /measure/{id}/entry/{entry}/verify", Rule: ruleOf(Verify), Handle: d.verify},
		{Pattern: "POST /measure/{id}/entry/{entry}/return", Rule: ruleOf(Verify), Handle: d.giveBack},
		{Pattern: "GET /measure/{id}/rule", Rule: ruleOf(Tune), Handle: d.tuneForm},
		{Pattern: "POST /measure/{id}/rule", Rule: ruleOf(Tune), Handle: d.tune},
		{Pattern: "GET /measure/{id}/list", Rule: look, Handle: d.list},
		{Pattern: "POST /measure/{id}/list", Rule: ruleOf(Enlist), Handle: d.addMember},
		{Pattern: "POST /measure/{id}/list/end", Rule: ruleOf(Enlist), Handle: d.endMember},
	}
}

// view is what every screen of values is drawn for: a plan, a window, a day.
type view struct {
	Actor  org.Actor
	Plan   plan.Plan
	Window Window
	On     org.Day
	Today  org.Day
}

// query is v as the end of an address; other windows and days by with.
func (v view) query() string {
	q := url.Values{}
	if v.Window.Name != OfPlan {
		q.Set("window", v.Window.Name)
	}
	if v.On != v.Today {
		q.Set("on", string(v.On))
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (v view) href(r Rule) string { return fmt.Sprintf("/measure/%d%s", r.Target, v.query()) }

// paper is where the plan's paper says r.
func (v view) paper(r Rule) string {
	return fmt.Sprintf("/%s/paper/%d?at=%d-%d#l%d", v.Plan.ID.Ref(), v.Plan.Version, r.Lines[0], r.Lines[1], r.Lines[0])
}

// until says up to which day is counted.
func (v view) until() org.Day { return v.Window.Until(v.On) }

// look reads which window and day are asked for; the plan is given.
func (d *Desk) look(r *http.Request, p plan.Plan) (view, error) {
	today := org.DayOf(d.Now())
	v := view{Actor: org.ActorOf(r.Context()), Plan: p, Window: PlanWindow(&p.Draft), On: today, Today: today}
	if name := r.FormValue("window"); name != "" && name != OfPlan {
		w, err := windowAsked(r, name, v.Window)
		if err != nil {
			return v, err
		}
		v.Window = w
	}
	if on := r.FormValue("on"); on != "" {
		day, err := org.ParseDay("on", on)
		if err != nil {
			return v, err
		}
		v.On = min(day, today)
	}
	return v, nil
}

// windowAsked is the window that a form asks for; own days begin as those of the plan.
func windowAsked(r *http.Request, name string, own Window) (Window, error) {
	if name != custom {
		return ParseWindow(name)
	}
	days := own.Span
	for field, into := range map[string]*org.Day{"from": &days.From, "through": &days.Through} {
		if typed := strings.TrimSpace(r.FormValue(field)); typed != "" {
			day, err := org.ParseDay(field, typed)
			if err != nil {
				return own, err
			}
			*into = day
		}
	}
	return Custom(days.From, days.Through)
}

// read runs fn in a reading transaction of the place that was asked.
func (d *Desk) read(r *http.Request, fn func(context.Context, *store.Tx) error) error {
	return d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error { return fn(r.Context(), tx) })
}

// boardPage is a plan with what each of its targets has come to.
type boardPage struct {
	view
	Plans    []plan.Summary
	Results  []Result
	Approved []Frozen
}

func (d *Desk) board(w http.ResponseWriter, r *http.Request) error {
	var page boardPage
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if page.Plans, err = plan.List(ctx, tx); err != nil || len(page.Plans) == 0 {
			return err
		}
		id := page.Plans[0].ID
		if asked := r.FormValue("plan"); asked != "" {
			n, err := strconv.ParseInt(asked, 10, 64)
			if err != nil {
				return refuse.With(refuse.NotFound, "Không tìm thấy kế hoạch này.")
			}
			id = plan.ID(n)
		}
		p, err := plan.Current(ctx, tx, id)
		if err != nil {
			return err
		}
		if page.view, err = d.look(r, p); err != nil {
			return err
		}
		if page.Results, err = Values(ctx, tx, id, page.Window, page.On); err != nil {
			return err
		}
		page.Approved, err = FrozenOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, boardScreen(page))
}

// freezeHref is where the window on the screen is approved; empty where it cannot be, or not by this person.
func (p boardPage) freezeHref() string {
	approved := slices.ContainsFunc(p.Approved, func(f Frozen) bool { return f.Window.Span == p.Window.Span })
	if approved || p.Window.Span.Through >= p.Today || !May(p.Actor, Freeze) {
		return ""
	}
	return "/measure/plan/freeze?" + url.Values{"plan": {strconv.FormatInt(int64(p.Plan.ID), 10)}, "window": {p.Window.Name}}.Encode()
}

// met says how many targets are met, of those that can be counted.
func (p boardPage) met() string {
	met, known := 0, 0
	for _, r := range p.Results {
		if r.Value.Known {
			known++
		}
		if r.Value.Met {
			met++
		}
	}
	return fmt.Sprintf("%d trên %d chỉ tiêu đạt mức đề ra; %d chỉ tiêu đã có số để so.", met, len(p.Results), known)
}

// targetPage is one target down to its facts.
type targetPage struct {
	view
	Result
	Facts []told   // a page of them, the last first
	Total int      // of facts
	Page  int      // from 1 on
	Odd   []Oddity // of the last mostCompared, those that look odd
	Quiet []string // who has gone quiet
}

// mostShown is how many facts a page lists.
const mostShown = 100

func (p targetPage) pages() int { return (p.Total + mostShown - 1) / mostShown }

// page is the address of the n-th page of facts.
func (p targetPage) page(n int) string {
	to := p.href(p.Rule)
	if n == 1 {
		return to + "#facts"
	}
	sign := "?"
	if strings.Contains(to, "?") {
		sign = "&"
	}
	return to + sign + "page=" + strconv.Itoa(n) + "#facts"
}

// told is a fact as a row of a list.
type told struct {
	Fact
	Who string // whom or what it counts
	By  string
}

func (d *Desk) target(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	var page targetPage
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error { return d.fill(ctx, tx, r, id, &page) })
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, targetScreen(page))
}

func (d *Desk) fill(ctx context.Context, tx *store.Tx, r *http.Request, id int64, page *targetPage) error {
	rule, err := LoadRule(ctx, tx, id)
	if err != nil {
		return err
	}
	p, err := plan.Current(ctx, tx, rule.Plan)
	if err != nil {
		return err
	}
	if page.view, err = d.look(r, p); err != nil {
		return err
	}
	results, err := Values(ctx, tx, rule.Plan, page.Window, page.On)
	if err != nil {
		return err
	}
	page.Result = Result{Rule: rule}
	if i := slices.IndexFunc(results, func(x Result) bool { return x.Rule.Target == id }); i >= 0 {
		page.Result = results[i]
	}
	facts, err := factsOf(ctx, tx, id, page.Window.Span, mostCompared)
	if err != nil {
		return err
	}
	facts = slices.DeleteFunc(facts, func(f Fact) bool { return f.Day > page.until() && f.State != Planned })
	named, err := name(ctx, tx, facts)
	if err != nil {
		return err
	}
	if err := page.list(ctx, tx, r); err != nil {
		return err
	}
	if rule.Formula == nil {
		return nil
	}
	within, err := frameOf(ctx, tx, rule)
	if err != nil {
		return err
	}
	page.Odd = oddities(rule.Formula, named, within, mostOdd)
	population, err := (&populations{on: page.until()}).of(ctx, tx, page.tellers(rule.Formula))
	page.Quiet = quiet(rule.Formula, facts, population, page.until())
	return err
}

// list puts the page of facts that r asks for onto page; past the last there is the last.
func (page *targetPage) list(ctx context.Context, tx *store.Tx, r *http.Request) error {
	page.Page, _ = strconv.Atoi(r.FormValue("page")) // what is no number is the first
	for {
		page.Page = min(max(page.Page, 1), 1e6)
		facts, total, err := factsTo(ctx, tx, page.Rule.Target, page.Window.Span, page.until(), (page.Page-1)*mostShown, mostShown)
		if err != nil {
			return err
		}
		if page.Total = total; len(facts) == 0 && total > 0 {
			page.Page = page.pages()
			continue
		}
		page.Facts, err = name(ctx, tx, facts)
		return err
	}
}

// mostOdd is how many odd numbers a page lists: more would be read by nobody.
const mostOdd = 10

// tellers is whom a silence is looked for among: the population of f, or every unit where it is counted over nobody.
func (page *targetPage) tellers(f *Formula) Population {
	if f.Population.Of == Nothing {
		return Population{Of: Units, Kinds: org.UnitKinds()}
	}
	return f.Population
}

// name gives facts the names of their units and people, as they were called on the day.
func name(ctx context.Context, tx *store.Tx, facts []Fact) ([]told, error) {
	var units []org.UnitID
	var people []org.PersonID
	for _, f := range facts {
		if f.Unit != 0 && !slices.Contains(units, f.Unit) {
			units = append(units, f.Unit)
		}
		for _, p := range []org.PersonID{f.Person, f.By} {
			if p != 0 && !slices.Contains(people, p) {
				people = append(people, p)
			}
		}
	}
	names, err := org.PersonNames(ctx, tx, people...)
	if err != nil {
		return nil, err
	}
	all, err := org.Units(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	called := map[org.UnitID]string{}
	for _, u := range all {
		called[u.ID] = u.Name
	}
	out := make([]told, len(facts))
	for i, f := range facts {
		out[i] = told{Fact: f, Who: called[f.Unit], By: names[f.By]}
		if f.Person != 0 {
			out[i].Who = names[f.Person]
		}
	}
	return out, nil
}

// stateName is s on screens.
func stateName(s State) string {
	return map[State]string{Planned: "Dự kiến", Claimed: "Chờ thẩm tra", Verified: "Đã thẩm tra", "": "Chưa có"}[s]
}

func stateTone(s State) string {
	return map[State]string{Claimed: "warn", Verified: "good"}[s]
}

// Big is the value as it stands large beside its sentence.
func (r Result) Big() string {
	f, v := r.Rule.Formula, r.Value
	switch {
	case f == nil:
		return "?"
	case !v.Known:
		return "–"
	case f.Kind == "share":
		return vi.Decimal(v.Figure, 2) + "%"
	case f.Kind == "upkeep" || f.Per != "":
		return fmt.Sprintf("%d/%d", v.Verified, v.Of)
	case v.Whole > 0:
		return vi.Decimal(v.Figure, 2) + "%"
	}
	return vi.Decimal(v.Figure, 2)
}

// window is the choice that stands in the form.
func (v view) window() string {
	if v.Window.isCustom() {
		return custom
	}
	return v.Window.Name
}

// plans are the choices of the plan.
func (p boardPage) plans() []web.Option {
	out := make([]web.Option, len(p.Plans))
	for i, s := range p.Plans {
		out[i] = web.Option{Value: strconv.FormatInt(int64(s.ID), 10), Text: s.Code + " ngày " + web.Day(s.IssuedOn)}
	}
	return out
}

// windows are the choices of the window; one that was typed in the address is among them.
func (v view) windows() []web.Option {
	own := PlanWindow(&v.Plan.Draft)
	out := []web.Option{{Value: OfPlan, Text: "Kỳ của kế hoạch (" + own.Span.From.String() + " – " + own.Span.Through.String() + ")"}}
	known := v.Window.Name == OfPlan
	for _, w := range Windows(own.Span) {
		known = known || w.Name == v.Window.Name
		out = append(out, web.Option{Value: w.Name, Text: capital(w.Title()) + " (" + w.Span.From.String() + " – " + w.Span.Through.String() + ")"})
	}
	if !known && !v.Window.isCustom() {
		out = append(out, web.Option{Value: v.Window.Name, Text: capital(v.Window.Title())})
	}
	return append(out, web.Option{Value: custom, Text: "Từ ngày đến ngày tự chọn"})
}
