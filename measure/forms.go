package measure

import (
	"context"
	"fmt"
	"net/http"
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

// A form is one thing to do at an address of its own. What cannot be done comes back with all that was typed.
type form struct {
	Title  string
	Lead   string
	Way    []web.Link
	Fields []web.Input
	Verb   string
	Action string
	Back   string
	No     refuse.Refusal
}

// answer sends whoever did something on to where it shows, or draws the form again with what was typed.
func answer(w http.ResponseWriter, r *http.Request, err error, to string, draw func() (form, error)) error {
	if err == nil {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	no := refuse.Of(err)
	if no.Kind != refuse.Invalid && no.Kind != refuse.Conflict {
		return err
	}
	f, err := draw()
	if err != nil {
		return err
	}
	if no.Field == "why" || r.PostForm.Get("why") != "" {
		f.Fields = append(f.Fields, web.Input{Name: "why", Label: "Vì sao con số vẫn đúng", Type: "textarea", Hint: "Câu này đi cùng con số để người thẩm tra đọc."})
	}
	f.No, f.Fields = no, web.Retyped(f.Fields, r.PostForm, no)
	return web.Show(w, r, web.Status(no), formScreen(f))
}

// way is the crumbs to a page below target r.
func way(r Rule, title string) []web.Link {
	return []web.Link{{Href: "/measure", Text: "Kết quả"}, {Href: fmt.Sprintf("/measure/%d", r.Target), Text: "Chỉ tiêu " + strconv.Itoa(r.Nth)}, {Text: title}}
}

// ruleAt is the rule that the address names.
func ruleAt(ctx context.Context, tx *store.Tx, r *http.Request) (Rule, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return Rule{}, err
	}
	return LoadRule(ctx, tx, id)
}

// tellFields is the form of e, an entry of rule r as on day.
func tellFields(ctx context.Context, tx *store.Tx, r Rule, e Entry, on org.Day) ([]web.Input, error) {
	f := r.Formula
	state := ""
	if e.State == Planned {
		state = string(Planned)
	}
	fields := []web.Input{
		{Name: "state", Label: "Việc này", Type: "select", Value: state, Options: []web.Option{{Value: "", Text: "đã diễn ra"}, {Value: string(Planned), Text: "mới dự kiến: không phải kết quả"}}},
		{Name: "on", Label: "Ngày diễn ra, hoặc ngày dự kiến", Type: "date", Value: string(e.Day), Required: true},
	}
	population, err := (&populations{on: on}).of(ctx, tx, f.Population)
	if err != nil {
		return nil, err
	}
	if f.Population.Of != Nothing {
		label := map[Over]string{Units: "Đơn vị", People: "Người", Members: "Mục trong danh sách"}[f.Population.Of]
		fields = append(fields, web.Input{Name: "who", Label: label, Type: "select", Value: e.who(f).value(), Options: choose(population), Required: true})
	}
	if len(f.Parts) > 0 {
		options := []web.Option{{Value: "", Text: "Tất cả các đợt, ngày dưới đây"}}
		for _, p := range f.Parts {
			options = append(options, web.Option{Value: p.Item, Text: p.Name})
		}
		fields = append(fields, web.Input{Name: "part", Label: "Hưởng ứng đợt, ngày", Type: "select", Value: e.Part, Options: options})
	}
	if f.Kind != "share" {
		label := "Số lượng"
		if f.Unit != "" && f.Kind == "count" {
			label += " (" + f.Unit + ")"
		}
		fields = append(fields, web.Input{Name: "amount", Label: label, Value: figureOr(e.Amount), Required: true, Hint: "Số nguyên, ví dụ 3 hoặc 25.736."})
	}
	if f.Kind == "score" {
		fields = append(fields, web.Input{Name: "whole", Label: "Trên tổng số", Value: figureOr(e.Whole), Hint: "Để tính tỷ lệ; bỏ trống nếu số trên là thứ hạng hoặc điểm."})
	}
	return append(fields,
		web.Input{Name: "proof", Label: "Minh chứng", Type: "textarea", Value: e.Proof, Hint: "Số văn bản, tên tin bài, nơi lưu hồ sơ: để người thẩm tra tìm được. Việc mới dự kiến thì chưa cần."},
		web.Input{Name: "link", Label: "Đường dẫn", Type: "url", Value: e.Link}), nil
}

func figureOr(n int64) string {
	if n == 0 {
		return ""
	}
	return vi.Figures(n)
}

// who is the member that e counts.
func (e Entry) who(f *Formula) Member {
	return f.takes(Tally{Unit: e.Unit, Person: e.Person, Item: e.Item})
}

// value is m as the value of a choice: unit/3, person/7, or the item itself.
func (m Member) value() string {
	switch {
	case m.Unit != 0:
		return m.Unit.Ref()
	case m.Person != 0:
		return m.Person.Ref()
	}
	return m.Item
}

func choose(population []Member) []web.Option {
	options := []web.Option{{Value: "", Text: "Hãy chọn"}}
	for _, m := range population {
		text := m.Name
		if m.Where != "" {
			text += ", " + m.Where
		}
		options = append(options, web.Option{Value: m.value(), Text: text})
	}
	return options
}

// typedEntry reads the form of an entry of target.
func typedEntry(r *http.Request, target int64) (e Entry, err error) {
	e = Entry{Target: target, Part: r.FormValue("part"), Proof: r.FormValue("proof"), Link: r.FormValue("link"), Why: r.FormValue("why")}
	if r.FormValue("state") == string(Planned) {
		e.State = Planned
	}
	if e.Day, err = org.ParseDay("on", strings.TrimSpace(r.FormValue("on"))); err != nil {
		return e, err
	}
	for name, into := range map[string]*int64{"amount": &e.Amount, "whole": &e.Whole} {
		if *into, err = wholeNumber(name, r.FormValue(name)); err != nil {
			return e, err
		}
	}
	who := r.FormValue("who")
	if sort, id, ok := strings.Cut(who, "/"); ok && (sort == "unit" || sort == "person") {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return e, refuse.Field("who", "Hãy chọn trong danh sách.")
		}
		if sort == "unit" {
			e.Unit = org.UnitID(n)
		} else {
			e.Person = org.PersonID(n)
		}
		return e, nil
	}
	e.Item = who
	return e, nil
}

// wholeNumber reads a number without parts, as people write it; nothing is 0.
func wholeNumber(field, s string) (int64, error) {
	if s = strings.TrimSpace(s); s == "" {
		return 0, nil
	}
	x, err := vi.ParseNumber(s)
	if err != nil || x != float64(int64(x)) || x < 0 || x > 1e15 {
		return 0, refuse.Field(field, "Hãy ghi một số nguyên, ví dụ 3 hoặc 25.736.")
	}
	return int64(x), nil
}

// tellPage is the form in which e of the rule at r is told.
func (d *Desk) tellPage(r *http.Request, title, verb string, entry func(context.Context, *store.Tx, Rule) (Entry, error)) (f form, err error) {
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		rule, err := ruleAt(ctx, tx, r)
		if err != nil {
			return err
		}
		if rule.Formula == nil {
			return refuse.With(refuse.Conflict, "Chỉ tiêu này chưa có cách tính nên chưa ghi số liệu được. Hãy đặt cách tính trước.")
		}
		e, err := entry(ctx, tx, rule)
		if err != nil {
			return err
		}
		on := org.DayOf(d.Now())
		if p, err := plan.Current(ctx, tx, rule.Plan); err != nil {
			return err
		} else if own := PlanWindow(&p.Draft); own.Span.Through < on {
			on = own.Span.Through
		}
		f = form{Title: title, Lead: rule.Said, Way: way(rule, title), Verb: verb, Action: r.URL.Path, Back: fmt.Sprintf("/measure/%d", rule.Target)}
		f.Fields, err = tellFields(ctx, tx, rule, e, on)
		return err
	})
	return f, err
}

func (d *Desk) newEntry(r *http.Request) (form, error) {
	return d.tellPage(r, "Ghi số liệu bằng tay", "Gửi thẩm tra", func(context.Context, *store.Tx, Rule) (Entry, error) { return Entry{}, nil })
}

func (d *Desk) tellForm(w http.ResponseWriter, r *http.Request) error {
	f, err := d.newEntry(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formScreen(f))
}

func (d *Desk) tell(w http.ResponseWriter, r *http.Request) error {
	target, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	e, err := typedEntry(r, target)
	if err == nil {
		e.ID, err = d.Tell(r.Context(), org.ActorOf(r.Context()), e)
	}
	return answer(w, r, err, e.href(), func() (form, error) { return d.newEntry(r) })
}

// oldEntry is the form of an entry that was returned.
func (d *Desk) oldEntry(r *http.Request) (form, error) {
	id, err := web.PathID(r, "entry")
	if err != nil {
		return form{}, err
	}
	return d.tellPage(r, "Sửa số liệu", "Gửi lại", func(ctx context.Context, tx *store.Tx, rule Rule) (Entry, error) {
		return LoadEntry(ctx, tx, rule.Target, EntryID(id))
	})
}

func (d *Desk) retellForm(w http.ResponseWriter, r *http.Request) error {
	f, err := d.oldEntry(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formScreen(f))
}

func (d *Desk) retell(w http.ResponseWriter, r *http.Request) error {
	target, id, err := entryAt(r)
	if err != nil {
		return err
	}
	e, err := typedEntry(r, target)
	e.ID = id
	if err == nil {
		err = d.Retell(r.Context(), org.ActorOf(r.Context()), e)
	}
	return answer(w, r, err, e.href(), func() (form, error) { return d.oldEntry(r) })
}

func entryAt(r *http.Request) (target int64, id EntryID, err error) {
	if target, err = web.PathID(r, "id"); err != nil {
		return 0, 0, err
	}
	n, err := web.PathID(r, "entry")
	return target, EntryID(n), err
}

// entryPage is one entry with its proof and what may be done with it.
type entryPage struct {
	Rule      Rule
	Entry     Entry
	Who       string
	Part      string
	By        string
	CheckedBy string
	MayJudge  bool // the reader may verify or return it
	Own       bool // the reader recorded it
	MayRetell bool
	No        refuse.Refusal
	Reason    string // as typed
}

func (d *Desk) entryPage(r *http.Request) (page entryPage, err error) {
	target, id, err := entryAt(r)
	if err != nil {
		return page, err
	}
	a := org.ActorOf(r.Context())
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		if page.Rule, err = LoadRule(ctx, tx, target); err != nil {
			return err
		}
		if page.Entry, err = LoadEntry(ctx, tx, target, id); err != nil {
			return err
		}
		return page.name(ctx, tx)
	})
	page.Own = page.Entry.By == a.Person
	page.MayJudge = May(a, Verify)
	page.MayRetell = May(a, Tell) && (page.Entry.State == Void || page.Entry.State == Planned)
	return page, err
}

// name finds the words for the numbers of the entry.
func (page *entryPage) name(ctx context.Context, tx *store.Tx) error {
	e, f := page.Entry, page.Rule.Formula
	rows, err := name(ctx, tx, []Fact{e.fact(), {By: e.By}})
	if err != nil {
		return err
	}
	page.Who, page.By = rows[0].Who, rows[1].By
	if e.CheckedBy != 0 {
		page.CheckedBy = rows[0].By
	}
	if f == nil {
		return nil
	}
	if f.Population.Of == Members {
		list, err := members(ctx, tx, f.Population.List, "")
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(list, func(m Member) bool { return m.Item == e.Item }); i >= 0 {
			page.Who = list[i].Name
		}
	}
	if i := slices.IndexFunc(f.Parts, func(p Part) bool { return p.Item == e.Part }); i >= 0 {
		page.Part = f.Parts[i].Name
	} else if len(f.Parts) > 0 {
		page.Part = "tất cả: " + partNames(f.Parts)
	}
	return nil
}

func (d *Desk) entry(w http.ResponseWriter, r *http.Request) error {
	page, err := d.entryPage(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, entryScreen(page))
}

func (d *Desk) verify(w http.ResponseWriter, r *http.Request) error {
	target, id, err := entryAt(r)
	if err != nil {
		return err
	}
	return d.judged(w, r, d.Verify(r.Context(), org.ActorOf(r.Context()), target, id))
}

func (d *Desk) giveBack(w http.ResponseWriter, r *http.Request) error {
	target, id, err := entryAt(r)
	if err != nil {
		return err
	}
	return d.judged(w, r, d.Return(r.Context(), org.ActorOf(r.Context()), target, id, r.FormValue("reason")))
}

// judged shows the entry as it stands after a judgement, or why there is none.
func (d *Desk) judged(w http.ResponseWriter, r *http.Request, err error) error {
	no := refuse.Of(err)
	if err != nil && no.Kind != refuse.Invalid && no.Kind != refuse.Conflict && no.Kind != refuse.NotAllowed {
		return err
	}
	page, loadErr := d.entryPage(r)
	if loadErr != nil {
		return loadErr
	}
	if err == nil {
		http.Redirect(w, r, page.Entry.href(), http.StatusSeeOther)
		return nil
	}
	page.No, page.Reason = no, r.FormValue("reason")
	return web.Show(w, r, web.Status(no), entryScreen(page))
}

// wrong is the sentence about one field.
func (p entryPage) wrong(field string) string {
	if p.No.Field == field {
		return p.No.Say
	}
	return ""
}
