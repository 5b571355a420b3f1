package work

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

//go:embed static
var staticFiles embed.FS

// Static is what the desk's screens need beside the shared look.
var Static = web.Shelve("/static/work/", staticFiles)

// Routes are the desk's screens.
func (d *Desk) Routes() []web.Route {
	return slices.Concat(Static.Routes(), []web.Route{
		{Pattern: "GET /work", Rule: ruleOf(Look), Handle: d.listPage},
		{Pattern: "GET /work/board", Rule: ruleOf(Look), Handle: d.boardPage},
		{Pattern: "GET /work/calendar", Rule: ruleOf(Look), Handle: d.calendarPage},
		{Pattern: "GET /work/units", Rule: ruleOf(Look), Handle: d.unitsPage},
		{Pattern: "GET /work/tasks.xlsx", Rule: ruleOf(Look), Handle: d.xlsx},
		{Pattern: "GET /work/{id}", Rule: ruleOf(Look), Handle: d.taskPage},
	}, d.sheetRoutes([]sheet{
		{"/work/{id}/due", ruleOf(Manage), d.dueForm, d.reschedule},
		{"/work/{id}/involve", ruleOf(Manage), d.involveForm, d.involve},
		{"/work/{id}/unit/{unit}/release", ruleOf(Manage), d.releaseForm, d.release},
	}), d.seriesRoutes(), d.difficultyRoutes(), d.evidenceRoutes(), d.linkRoutes(), d.remindRoutes())
}

// ruleOf lets in those who may do act.
func ruleOf(act Act) web.Rule {
	if who := Posts(act); len(who) > 0 {
		return org.Holders(who...)
	}
	return org.SignedIn
}

func (d *Desk) read(r *http.Request, fn func(ctx context.Context, tx *store.Tx) error) error {
	return d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error { return fn(r.Context(), tx) })
}

func (d *Desk) today() org.Day { return org.DayOf(d.Now()) }

// listing is what every view of the tasks shows beside them: the filters, and who asks.
type listing struct {
	Question
	Path    string // of the view
	Actor   org.Actor
	Today   org.Day
	Units   []org.Unit // that have a part somewhere
	Themes  []About
	Tasks   []Task
	Total   int
	Leads   map[TaskID][]string // the units that lead each task
	Mine    map[TaskID]Part     // the part of the unit that is asked about
	Nothing bool                // the place has never had a task
}

// asked is the question in the address of r.
func asked(r *http.Request) Question {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(r.FormValue(name), 10, 64) // anything else asks for everything
		return max(n, 0)
	}
	var within org.Span
	if on, err := org.ParseDay("on", r.FormValue("on")); err == nil {
		within = org.Span{From: on, Through: on}
	}
	return Question{
		Within: within, Unit: org.UnitID(number("unit")), State: State(r.FormValue("state")), Theme: number("theme"), Plan: plan.ID(number("plan")), Series: TaskID(number("series")),
		Due: Due(r.FormValue("due")), Words: r.FormValue("q"), Page: int(min(max(number("page"), 1), 1<<20)),
	}
}

// query is q as it stands in an address, without its page.
func (q Question) query() url.Values {
	v := url.Values{}
	put := func(name, value string) {
		if value != "" && value != "0" {
			v.Set(name, value)
		}
	}
	put("unit", strconv.FormatInt(int64(q.Unit), 10))
	put("state", string(q.State))
	put("theme", strconv.FormatInt(q.Theme, 10))
	put("series", strconv.FormatInt(int64(q.Series), 10))
	put("plan", strconv.FormatInt(int64(q.Plan), 10))
	put("due", string(q.Due))
	put("q", q.Words)
	if q.Within.From == q.Within.Through {
		put("on", string(q.Within.From))
	}
	return v
}

// at is the address of q under another view.
func (q Question) at(path string) string {
	if v := q.query(); len(v) > 0 {
		return path + "?" + v.Encode()
	}
	return path
}

// At is q at the address of a view: /work, /work/units.
func (q Question) At(path string) string { return q.at(path) }

// page is the address of page n of the list.
func (l listing) page(n int) string {
	v := l.query()
	v.Set("page", strconv.Itoa(n))
	return l.Path + "?" + v.Encode()
}

// narrowed reports whether the list leaves out some tasks that are asked for.
func (l listing) narrowed() bool { return len(l.query()) > 0 }

func (l listing) pages() int { return (l.Total + PageSize - 1) / PageSize }

// listing asks for the tasks of q and what stands around them.
func (d *Desk) listing(r *http.Request, path string, q Question) (listing, error) {
	return d.around(r, path, q, func(ctx context.Context, tx *store.Tx, l *listing) (err error) {
		if l.Tasks, l.Total, err = d.List(ctx, tx, q); err != nil {
			return err
		}
		if err := l.fill(ctx, tx); err != nil || len(l.Tasks) > 0 || l.narrowed() {
			return err
		}
		any, err := anyTask(ctx, tx)
		l.Nothing = !any
		return err
	})
}

// around is what stands around a view of the tasks of q, with what ask puts in the middle.
func (d *Desk) around(r *http.Request, path string, q Question, ask func(context.Context, *store.Tx, *listing) error) (listing, error) {
	l := listing{Question: q, Path: path, Actor: org.ActorOf(r.Context()), Today: d.today()}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if l.Themes, err = themes(ctx, tx); err != nil {
			return err
		}
		if l.Units, err = unitsWithParts(ctx, tx); err != nil {
			return err
		}
		return ask(ctx, tx, &l)
	})
	return l, err
}

// fill finds who leads the tasks on the page, and the parts of the unit that is asked about.
func (l *listing) fill(ctx context.Context, tx *store.Tx) error {
	l.Leads, l.Mine = map[TaskID][]string{}, map[TaskID]Part{}
	ids := make([]TaskID, len(l.Tasks))
	for i, t := range l.Tasks {
		ids[i] = t.ID
	}
	ps, err := partsOfAll(ctx, tx, ids, l.Unit)
	for _, p := range ps {
		if p.Role == Lead {
			l.Leads[p.Task] = append(l.Leads[p.Task], p.Name)
		}
		if p.Unit == l.Unit {
			l.Mine[p.Task] = p
		}
	}
	return err
}

func (d *Desk) listPage(w http.ResponseWriter, r *http.Request) error {
	l, err := d.listing(r, "/work", asked(r))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listScreen(l))
}

// taskPage is everything about one task.
type taskPage struct {
	Task
	Actor   org.Actor
	Today   org.Day
	Parts   []Part
	Gone    []Part // units that no longer have a part
	Abouts  []About
	Events  []Event
	Past    []past       // when it was reminded of
	Comes   *comingBack  // nil when it does not come back
	Trouble []Difficulty // of its units, as far as the actor may see them
	Asks    string       // the rhythm that its words ask for; empty when they ask for none, or it comes back already
}

// caption is what stands above the units of the task.
func (p taskPage) caption() string {
	if p.Repeats {
		return fmt.Sprintf("%d đơn vị", len(p.Parts))
	}
	return p.say()
}

func (d *Desk) taskPage(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	p := taskPage{Actor: org.ActorOf(r.Context()), Today: d.today()}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if p.Task, err = loadTask(ctx, tx, TaskID(id)); err != nil {
			return err
		}
		if p.Abouts, err = aboutsOf(ctx, tx, p.ID); err != nil {
			return err
		}
		if p.Events, err = events(ctx, tx, p.ID); err != nil {
			return err
		}
		if p.Past, err = pastReminders(ctx, tx, p.ID, 0); err != nil {
			return err
		}
		if p.Comes, err = comes(ctx, tx, p.Task, p.Today); err != nil {
			return err
		}
		if r, ok := ProposeRhythm(p.Body); ok && p.Comes == nil && p.Series == 0 {
			p.Asks = r.say()
		}
		if p.Trouble, err = difficultiesIn(ctx, tx, p.Actor, `task = $2`, int64(p.ID)); err != nil {
			return err
		}
		all, err := partsOf(ctx, tx, p.ID)
		for _, part := range all {
			if part.IsAsked {
				p.Parts = append(p.Parts, part)
			} else {
				p.Gone = append(p.Gone, part)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, taskScreen(p))
}

// paper is the address of the lines of the paper that t was read from.
func (t Task) paper() string {
	href := fmt.Sprintf("/%s/paper/%d", t.Plan.Ref(), t.Version)
	if t.Lines[0] > 0 {
		href += fmt.Sprintf("?at=%d-%d#l%d", t.Lines[0], t.Lines[1], t.Lines[0])
	}
	return href
}

// taskOf is the task in the address of r.
func taskOf(ctx context.Context, tx *store.Tx, r *http.Request) (Task, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return Task{}, err
	}
	return loadTask(ctx, tx, TaskID(id))
}

// way leads down to a page below task t.
func (t Task) way(here string) []web.Link {
	return []web.Link{{Href: "/work", Text: "Nhiệm vụ"}, {Href: "/" + t.ID.Ref(), Text: fmt.Sprintf("Nhiệm vụ %d", t.ID)}, {Text: here}}
}

func (d *Desk) dueForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	t, err := taskOf(ctx, tx, r)
	lead := "Kế hoạch không ghi hạn."
	if t.Proposed != "" {
		lead = "Hạn theo kế hoạch là " + t.Proposed.String() + "."
	}
	return form{Title: "Đổi hạn", Lead: t.Title() + ". " + lead, Way: t.way("Đổi hạn"), Verb: "Lưu hạn", Back: "/" + t.ID.Ref(), Fields: []web.Input{
		{Name: "due", Label: "Hạn", Type: "date", Value: string(t.DueOn), Hint: "Ví dụ: 31/10/2025. Bỏ trống nếu việc không có hạn.", Autocomplete: "off"},
		{Name: "why", Label: "Lý do", Hint: "Đơn vị và lịch sử nhiệm vụ sẽ thấy lý do này."},
	}}, err
}

func (d *Desk) reschedule(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	due := org.Day("")
	if s := tidy(r.FormValue("due")); s != "" {
		if due, err = org.ParseDay("due", s); err != nil {
			return done{}, err
		}
	}
	return done{To: "/" + TaskID(id).Ref()}, d.Reschedule(r.Context(), a, TaskID(id), due, r.FormValue("why"))
}

func (d *Desk) involveForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	t, err := taskOf(ctx, tx, r)
	if err != nil {
		return form{}, err
	}
	units, err := org.UnitsOn(ctx, tx, d.today())
	options := []web.Option{{Value: "", Text: "Chọn đơn vị"}}
	for _, u := range units {
		options = append(options, web.Option{Value: strconv.FormatInt(int64(u.ID), 10), Text: u.Name})
	}
	return form{Title: "Thêm đơn vị", Lead: t.Title() + ".", Way: t.way("Thêm đơn vị"), Verb: "Thêm đơn vị", Back: "/" + t.ID.Ref(), Fields: []web.Input{
		{Name: "unit", Label: "Đơn vị", Type: "select", Options: options, Required: true, Hint: "Đơn vị chưa có trong danh sách thì thêm ở Thiết lập, mục Cơ quan, đơn vị."},
		{Name: "role", Label: "Vai trò", Type: "select", Value: string(Support), Options: []web.Option{{Value: string(Lead), Text: "Chủ trì"}, {Value: string(Support), Text: "Phối hợp"}}},
	}}, err
}

func (d *Desk) involve(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	unit, err := strconv.ParseInt(r.FormValue("unit"), 10, 64)
	if err != nil {
		return done{}, refuse.Field("unit", "Hãy chọn một đơn vị trong danh sách.")
	}
	return done{To: "/" + TaskID(id).Ref()}, d.Involve(r.Context(), a, TaskID(id), org.UnitID(unit), Role(r.FormValue("role")))
}

func (d *Desk) releaseForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	t, err := taskOf(ctx, tx, r)
	if err != nil {
		return form{}, err
	}
	unit, err := web.PathID(r, "unit")
	if err != nil {
		return form{}, err
	}
	p, err := partOf(ctx, tx, t.ID, org.UnitID(unit))
	return form{Title: "Cho " + p.Name + " thôi tham gia?", Lead: "Đơn vị không còn được tính trong nhiệm vụ này. Những gì đã gửi vẫn được giữ.", Way: t.way("Thôi tham gia"),
		Verb: "Cho thôi tham gia", Kind: "wrong", Back: "/" + t.ID.Ref(),
		Fields: []web.Input{{Name: "why", Label: "Lý do", Required: true, Hint: "Ví dụ: đơn vị đã sáp nhập."}}}, err
}

func (d *Desk) release(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	unit, err := web.PathID(r, "unit")
	if err != nil {
		return done{}, err
	}
	return done{To: "/" + TaskID(id).Ref()}, d.Release(r.Context(), a, TaskID(id), org.UnitID(unit), r.FormValue("why"))
}
