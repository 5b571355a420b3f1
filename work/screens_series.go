package work

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) seriesRoutes() []web.Route {
	look, manage := ruleOf(Look), ruleOf(Manage)
	return append(d.sheetRoutes([]sheet{
		{"/work/add", manage, d.addForm, d.add},
		{"/work/{id}/repeat", manage, d.repeatForm, d.repeat},
		{"/work/{id}/stop", manage, d.stopForm, d.stop},
		{"/work/{id}/drop", manage, d.dropForm, d.drop},
		{"/work/{id}/serve", manage, d.serveForm, d.serveHere},
	}),
		web.Route{Pattern: "GET /work/series", Rule: look, Handle: d.seriesPage},
		web.Route{Pattern: "POST /work/{id}/next", Rule: manage, Handle: d.nextHere},
		web.Route{Pattern: "POST /work/{id}/urge", Rule: manage, Handle: d.urgeHere},
	)
}

// comingBack is what the page of a task shows of its turns.
type comingBack struct {
	Series
	Turns []Task // the last due first
	Next  string // the name of the turn that opens next; empty when there is none
	Opens org.Day
}

// done is how many of the turns are done.
func (c comingBack) done() (n int) {
	for _, t := range c.Turns {
		if t.State() == Done {
			n++
		}
	}
	return n
}

// comes is how task t comes back; nil when it does not.
func comes(ctx context.Context, tx *store.Tx, t Task, today org.Day) (*comingBack, error) {
	s, found, err := seriesOf(ctx, tx, t.ID)
	if err != nil || !found {
		return nil, err
	}
	c := &comingBack{Series: s}
	if c.Turns, err = turnsOf(ctx, tx, t.ID); err != nil {
		return nil, err
	}
	cal, err := org.CalendarOf(ctx, tx)
	c.look(cal, today)
	return c, err
}

// look finds the turn that opens next.
func (c *comingBack) look(cal org.Calendar, today org.Day) {
	if !c.runs() {
		return
	}
	have := make([]string, len(c.Turns))
	for i, t := range c.Turns {
		have[i] = t.Turn
	}
	if next, ok := c.Rhythm.next(cal, have, today); ok {
		c.Next, c.Opens = next.Name(), next.Opens
	}
}

// seriesView is every task that comes back, and those whose words ask for it.
type seriesView struct {
	Actor  org.Actor
	Today  org.Day
	Series []comingBack
	Tasks  map[TaskID]Task // of the series
	Asking []asking
}

// asking is a task whose words ask it to come back.
type asking struct {
	Task
	Rhythm Rhythm
}

func (d *Desk) seriesPage(w http.ResponseWriter, r *http.Request) error {
	v := seriesView{Actor: org.ActorOf(r.Context()), Today: d.today(), Tasks: map[TaskID]Task{}}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) error {
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		all, err := series(ctx, tx, `1 = 1`)
		if err != nil {
			return err
		}
		bases, err := tasks(ctx, tx, `t.repeats ORDER BY t.id`)
		if err != nil {
			return err
		}
		for _, t := range bases {
			v.Tasks[t.ID] = t
		}
		turns, err := tasks(ctx, tx, `t.series <> 0 ORDER BY t.due_on DESC, t.id DESC`)
		if err != nil {
			return err
		}
		of := map[TaskID][]Task{}
		for _, t := range turns {
			of[t.Series] = append(of[t.Series], t)
		}
		for _, s := range all {
			c := comingBack{Series: s, Turns: of[s.Task]}
			c.look(cal, v.Today)
			v.Series = append(v.Series, c)
		}
		rest, _, err := d.List(ctx, tx, Question{State: Unfinished})
		for _, t := range rest {
			if rhythm, ok := ProposeRhythm(t.Body); ok && t.Series == 0 {
				v.Asking = append(v.Asking, asking{t, rhythm})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, seriesScreen(v))
}

// onTask does a verb that asks for nothing more than the task in the address of r.
func (d *Desk) onTask(w http.ResponseWriter, r *http.Request, do func(context.Context, org.Actor, TaskID) error) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	return goTo(w, r, "/"+TaskID(id).Ref(), do(r.Context(), org.ActorOf(r.Context()), TaskID(id)))
}

func (d *Desk) nextHere(w http.ResponseWriter, r *http.Request) error {
	return d.onTask(w, r, d.OpenNext)
}

func (d *Desk) urgeHere(w http.ResponseWriter, r *http.Request) error {
	return d.onTask(w, r, func(ctx context.Context, a org.Actor, id TaskID) error {
		return d.Urge(ctx, a, id, r.FormValue("urgent") != "")
	})
}

var everyOptions = func() (options []web.Option) {
	for _, row := range everies {
		options = append(options, web.Option{Value: string(row.every), Text: row.name})
	}
	return options
}()

var weekdayOptions = func() (options []web.Option) {
	for i, name := range weekdays {
		options = append(options, web.Option{Value: strconv.Itoa(i + 1), Text: name})
	}
	return options
}()

// dayOptions are the days of a month: by date, then by working days, which are written with a w before them.
var dayOptions = func() (options []web.Option) {
	add := func(value string, r Rhythm) {
		options = append(options, web.Option{Value: value, Text: capital(dayName(r))})
	}
	for day := 1; day <= 31; day++ {
		add(strconv.Itoa(day), Rhythm{Day: day})
	}
	for _, n := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1, -2, -3} {
		add("w"+strconv.Itoa(n), Rhythm{Day: n, Working: true})
	}
	return options
}()

var monthOptions = func() []web.Option {
	options := []web.Option{{Value: "0", Text: "Tháng cuối kỳ"}}
	for n := 1; n <= 12; n++ {
		options = append(options, web.Option{Value: strconv.Itoa(n), Text: fmt.Sprintf("Tháng thứ %d", n)})
	}
	return options
}()

var shiftOptions = []web.Option{{Value: string(Before), Text: "Lùi về ngày làm việc trước"}, {Value: string(After), Text: "Dời sang ngày làm việc sau"}}

// typed is the fields of a form that say r.
func (r Rhythm) typed() []web.Input {
	weekday, day := "5", strconv.Itoa(max(r.Day, 1))
	if r.Every == Weekly {
		weekday, day = strconv.Itoa(r.Day), "w-1"
	} else if r.Working {
		day = "w" + strconv.Itoa(r.Day)
	}
	return []web.Input{
		{Name: "every", Label: "Lặp lại", Type: "select", Value: string(r.Every), Options: everyOptions},
		{Name: "weekday", Label: "Hạn trong tuần", Type: "select", Value: weekday, Options: weekdayOptions, Hint: "Chỉ dùng khi lặp lại hằng tuần."},
		{Name: "day", Label: "Hạn trong tháng", Type: "select", Value: day, Options: dayOptions, Hint: "Dùng khi lặp lại hằng tháng, hằng quý, 6 tháng hoặc hằng năm."},
		{Name: "month", Label: "Vào tháng nào của kỳ", Type: "select", Value: strconv.Itoa(r.Month), Options: monthOptions, Hint: "Dùng khi lặp lại hằng quý, 6 tháng hoặc hằng năm."},
		{Name: "shift", Label: "Nếu hạn trúng ngày nghỉ", Type: "select", Value: string(r.Shift), Options: shiftOptions},
		{Name: "from", Label: "Từ ngày", Type: "date", Value: string(r.Span.From), Required: true, Autocomplete: "off", Hint: "Kỳ đầu tiên là kỳ có hạn từ ngày này trở đi."},
		{Name: "through", Label: "Đến hết ngày", Type: "date", Value: string(r.Span.Through), Autocomplete: "off", Hint: "Bỏ trống nếu chưa biết khi nào thôi."},
	}
}

// readRhythm is the rhythm that a form says.
func readRhythm(r *http.Request) (Rhythm, error) {
	out := Rhythm{Every: Every(r.FormValue("every")), Shift: Shift(r.FormValue("shift"))}
	day, field := r.FormValue("weekday"), "weekday"
	if out.Every != Weekly {
		day, field = r.FormValue("day"), "day"
		day, out.Working = strings.CutPrefix(day, "w")
	}
	var err error
	if out.Day, err = strconv.Atoi(day); err != nil {
		return out, refuse.Field(field, "Hãy chọn ngày đến hạn của mỗi kỳ.")
	}
	if out.Every.months() > 1 {
		if out.Month, err = strconv.Atoi(r.FormValue("month")); err != nil {
			return out, refuse.Field("month", "Hãy chọn tháng của kỳ.")
		}
	}
	if out.Span.From, err = org.ParseDay("from", tidy(r.FormValue("from"))); err != nil {
		return out, err
	}
	if s := tidy(r.FormValue("through")); s != "" {
		if out.Span.Through, err = org.ParseDay("through", s); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (d *Desk) repeatForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	t, err := taskOf(ctx, tx, r)
	if err != nil {
		return form{}, err
	}
	s, found, err := seriesOf(ctx, tx, t.ID)
	lead := t.Title() + ". Mỗi kỳ là một nhiệm vụ riêng, có hạn, đơn vị và minh chứng của kỳ ấy; các kỳ được mở tự động khi gần đến hạn."
	if !found {
		if s.Rhythm, found = ProposeRhythm(t.Body); found {
			lead += " Nhịp dưới đây lấy từ lời việc; hãy xem lại trước khi lưu."
		} else {
			s.Rhythm = Rhythm{Every: Monthly, Day: -1, Working: true, Shift: Before}
		}
		s.Rhythm.Span = org.Span{From: d.today(), Through: t.DueOn}
		if t.DueOn < d.today() {
			s.Rhythm.Span.Through = ""
		}
	}
	return form{Title: "Lặp lại", Lead: lead, Way: t.way("Lặp lại"), Verb: "Lưu nhịp", Back: "/" + t.ID.Ref(), Fields: s.Rhythm.typed()}, err
}

func (d *Desk) repeat(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	rhythm, err := readRhythm(r)
	if err != nil {
		return done{}, err
	}
	return done{To: "/" + TaskID(id).Ref()}, d.Repeat(r.Context(), a, TaskID(id), rhythm)
}

// whyForm is a form that asks for nothing but a reason.
func whyForm(t Task, title, lead, verb, hint string) form {
	return form{Title: title, Lead: lead, Way: t.way(strings.TrimSuffix(title, "?")), Verb: verb, Kind: "wrong", Back: "/" + t.ID.Ref(),
		Fields: []web.Input{{Name: "why", Label: "Lý do", Required: true, Hint: hint}}}
}

func (d *Desk) stopForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	t, err := taskOf(ctx, tx, r)
	return whyForm(t, "Thôi lặp lại?", t.Title()+". Không mở thêm kỳ nào nữa; các kỳ đã mở vẫn giữ.", "Thôi lặp lại", "Ví dụ: kế hoạch đã kết thúc."), err
}

func (d *Desk) stop(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	return done{To: "/" + TaskID(id).Ref()}, d.Stop(r.Context(), a, TaskID(id), r.FormValue("why"))
}

func (d *Desk) dropForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	t, err := taskOf(ctx, tx, r)
	return whyForm(t, "Thôi việc này?", t.Title()+". Việc không còn được tính; những gì đã gửi vẫn được giữ.", "Thôi việc này", "Ví dụ: kỳ này cấp trên không yêu cầu."), err
}

func (d *Desk) drop(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	return done{To: "/" + TaskID(id).Ref()}, d.Drop(r.Context(), a, TaskID(id), r.FormValue("why"))
}

// fieldOf is the name of the field that says whether a task serves about.
func fieldOf(about About) string { return fmt.Sprintf("%s-%d", about.Sort, about.Key) }

func (d *Desk) serveForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	t, err := taskOf(ctx, tx, r)
	if err != nil {
		return form{}, err
	}
	now, err := aboutsOf(ctx, tx, t.ID)
	if err != nil {
		return form{}, err
	}
	all, err := servable(ctx, tx, t)
	f := form{Title: "Nội dung, chỉ tiêu mà việc phục vụ", Way: t.way("Nội dung, chỉ tiêu"), Verb: "Lưu", Back: "/" + t.ID.Ref(),
		Lead: t.Title() + ". Minh chứng được công nhận của việc này được tính vào các chỉ tiêu đã chọn, kể cả minh chứng đã gửi."}
	for _, sort := range []AboutSort{Target, Theme} {
		for _, about := range all {
			if about.Sort != sort {
				continue
			}
			label := "Nội dung: " + about.Name
			if sort == Target {
				label = "Chỉ tiêu: " + about.Name
			}
			f.Fields = append(f.Fields, web.Input{Name: fieldOf(about), Label: label, Type: "checkbox", Checked: holds(now, about)})
		}
	}
	return f, err
}

func holds(all []About, about About) bool {
	for _, a := range all {
		if a.Sort == about.Sort && a.Key == about.Key {
			return true
		}
	}
	return false
}

func (d *Desk) serveHere(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	var serves []About
	for name := range r.PostForm {
		sort, number, _ := strings.Cut(name, "-")
		if key, err := strconv.ParseInt(number, 10, 64); err == nil && (AboutSort(sort) == Theme || AboutSort(sort) == Target) {
			serves = append(serves, About{Sort: AboutSort(sort), Key: key})
		}
	}
	return done{To: "/" + TaskID(id).Ref()}, d.Serve(r.Context(), a, TaskID(id), serves)
}

func (d *Desk) addForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	units, err := org.UnitsOn(ctx, tx, d.today())
	who := unitChoices(units)
	return form{Title: "Việc ngoài kế hoạch", Lead: "Việc không kế hoạch nào giao, như việc cấp trên yêu cầu thêm. Việc lặp lại thì lưu rồi bấm «Lặp lại».",
		Way: []web.Link{{Href: "/work", Text: "Nhiệm vụ"}, {Text: "Việc ngoài kế hoạch"}}, Verb: "Mở việc", Back: "/work", Fields: []web.Input{
			{Name: "body", Label: "Việc cần làm", Type: "textarea", Required: true, Hint: "Ví dụ: Báo cáo kết quả tuyên truyền về chuyển đổi số trong tháng."},
			{Name: "lead", Label: "Chủ trì", Type: "select", Options: append([]web.Option{{Value: "", Text: "Chọn đơn vị"}}, who...), Required: true},
			{Name: "support", Label: "Phối hợp", Type: "select", Options: append([]web.Option{{Value: "", Text: "Không có"}}, who...), Hint: "Thêm từng đơn vị nữa ở trang của việc, sau khi mở."},
			{Name: "due", Label: "Hạn", Type: "date", Hint: "Ví dụ: 31/10/2025. Bỏ trống nếu việc không có hạn.", Autocomplete: "off"},
			{Name: "urgent", Label: "Việc gấp", Type: "checkbox"},
		}}, err
}

// unitChoices are all units of a kind as one choice, then each unit.
func unitChoices(units []org.Unit) (options []web.Option) {
	for _, kind := range org.UnitKinds() {
		if n := len(unitsOfKind(units, kind)); n > 1 {
			options = append(options, web.Option{Value: "kind-" + string(kind), Text: fmt.Sprintf("Mọi đơn vị loại «%s» (%d)", org.KindName(kind), n)})
		}
	}
	for _, u := range units {
		options = append(options, web.Option{Value: strconv.FormatInt(int64(u.ID), 10), Text: u.Name})
	}
	return options
}

func unitsOfKind(units []org.Unit, kind org.UnitKind) (ids []org.UnitID) {
	for _, u := range units {
		if u.Kind == kind {
			ids = append(ids, u.ID)
		}
	}
	return ids
}

// chosenUnits is what a choice of unitChoices stands for.
func chosenUnits(field, choice string, units []org.Unit) ([]org.UnitID, error) {
	if choice == "" {
		return nil, nil
	}
	if kind, ok := strings.CutPrefix(choice, "kind-"); ok {
		return unitsOfKind(units, org.UnitKind(kind)), nil
	}
	id, err := strconv.ParseInt(choice, 10, 64)
	if err != nil {
		return nil, refuse.Field(field, "Hãy chọn một đơn vị trong danh sách.")
	}
	return []org.UnitID{org.UnitID(id)}, nil
}

func (d *Desk) add(r *http.Request, a org.Actor) (done, error) {
	var units []org.Unit
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		units, err = org.UnitsOn(ctx, tx, d.today())
		return err
	})
	if err != nil {
		return done{}, err
	}
	n := NewTask{Body: r.FormValue("body"), IsUrgent: r.FormValue("urgent") != ""}
	if n.Leads, err = chosenUnits("lead", r.FormValue("lead"), units); err != nil {
		return done{}, err
	}
	if n.Supports, err = chosenUnits("support", r.FormValue("support"), units); err != nil {
		return done{}, err
	}
	if s := tidy(r.FormValue("due")); s != "" {
		if n.DueOn, err = org.ParseDay("due", s); err != nil {
			return done{}, err
		}
	}
	id, err := d.Add(r.Context(), a, n)
	return done{To: "/" + id.Ref()}, err
}
