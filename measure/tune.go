package measure

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Tune sets by hand how target is counted: one that no kind recognised, or one that the paper leaves open. Facts that
// were told before count by the new rule too; figures that were approved stay as they were.
func (d *Desk) Tune(ctx context.Context, a org.Actor, target int64, f Formula) error {
	if err := allowed(a, Tune); err != nil {
		return err
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		r, err := LoadRule(ctx, tx, target)
		if err != nil {
			return err
		}
		if r.Dropped {
			return refuse.With(refuse.Conflict, "Chỉ tiêu này không còn trong kế hoạch đang có hiệu lực.")
		}
		if was := r.Formula; was != nil {
			f.Subject, f.Measure = was.Subject, was.Measure
			if f.Unit == "" && was.Kind == f.Kind {
				f.Unit = was.Unit
			}
		} else {
			f.Subject, f.Measure = "", r.Said
		}
		f.nameParts(r.Formula)
		if f.Population.Of == Members && f.Population.List == "" {
			f.Population.List = targetList(target)
		}
		if err := f.check(); err != nil {
			return err
		}
		r.Formula, r.IsByHand = &f, true
		if err := putRule(ctx, tx, r, a.Person, d.Now()); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: "tune", Thing: fmt.Sprintf("measure/%d", target),
			Detail: KindNamed(f.Kind).Title() + "; " + f.Asks() + "; " + overWords(f.Population)})
	})
}

// nameParts gives parts that were typed by name the item by which facts call them: that of was, else of a campaign.
func (f *Formula) nameParts(was *Formula) {
	for i, p := range f.Parts {
		if p.Item != "" {
			continue
		}
		f.Parts[i].Item = Campaign(p.Name)
		if was == nil {
			continue
		}
		if j := slices.IndexFunc(was.Parts, func(o Part) bool { return o.Name == p.Name }); j >= 0 {
			f.Parts[i].Item = was.Parts[j].Item
		}
	}
}

// check refuses a formula that cannot count.
func (f *Formula) check() error {
	if KindNamed(f.Kind) == nil {
		return refuse.Field("kind", "Hãy chọn cách đo.")
	}
	if f.Threshold < 0 || f.Threshold > 1e9 || f.Kind == "share" && f.Threshold > 100 {
		return refuse.Field("threshold", "Mức đề ra chưa đúng. Tỷ lệ là số từ 0 đến 100; số lượng là số từ 0 trở lên.")
	}
	if f.Op != plan.AtLeast && f.Op != plan.AtMost && f.Op != plan.Equal {
		return refuse.Field("op", "Hãy chọn cách so với mức đề ra.")
	}
	if f.Within.From != "" && f.Within.IsZero() {
		return refuse.Field("through", "Ngày cuối phải từ ngày đầu trở đi.")
	}
	if len(f.Parts) > mostParts {
		return refuse.Field("parts", "Nhiều nhất 20 phần. Hãy gộp bớt.")
	}
	switch f.Kind {
	case "count", "score":
		f.Population, f.Parts = Population{}, nil
		return nil
	case "upkeep":
		f.Op = plan.AtMost
		if f.Population.Of != Members {
			return refuse.Field("over", "Duy trì đều đặn được đo trên một danh sách riêng, ví dụ các kênh. Hãy chọn danh sách riêng.")
		}
	}
	switch f.Population.Of {
	case Units:
		if len(f.Population.Kinds) == 0 {
			return refuse.Field("over", "Hãy chọn ít nhất một loại cơ quan, đơn vị.")
		}
	case People:
		if len(f.Population.Posts) == 0 {
			return refuse.Field("over", "Hãy chọn ít nhất một chức vụ.")
		}
	case Members:
	default:
		return refuse.Field("over", "Hãy chọn tính trên ai, trên nơi nào.")
	}
	return nil
}

// mostParts is more than any target has asked for.
const mostParts = 20

// tuneFields is the form of r's formula.
func tuneFields(r Rule) []web.Input {
	f := Formula{Op: plan.AtLeast, Threshold: 1, Kind: "count"}
	if r.Formula != nil {
		f = *r.Formula
	}
	over := string(f.Population.Of)
	if f.Population.List == Exemplars {
		over = Exemplars
	}
	fields := []web.Input{
		{Name: "kind", Label: "Cách đo", Type: "select", Value: f.Kind, Options: kindOptions()},
		{Name: "op", Label: "So với mức đề ra", Type: "select", Value: string(f.Op), Options: []web.Option{
			{Value: string(plan.AtLeast), Text: "từ mức này trở lên"}, {Value: string(plan.AtMost), Text: "nhiều nhất mức này"}, {Value: string(plan.Equal), Text: "đạt mức này"}}},
		{Name: "threshold", Label: "Mức đề ra", Value: vi.Decimal(f.Threshold, 2), Required: true,
			Hint: "Tỷ lệ: phần trăm. Số lượng: số. Duy trì: số ngày liền nhiều nhất không có tin, bài."},
		{Name: "unit", Label: "Đơn vị tính", Value: f.Unit, Hint: "Chỉ dùng cho số lượng và số đo, ví dụ: lượt người, tin, %."},
		{Name: "per", Label: "Mức tính cho", Type: "select", Value: f.Per, Hint: "Chỉ dùng cho số lượng.", Options: []web.Option{
			{Value: "", Text: "cả kỳ"}, {Value: "week", Text: "mỗi tuần"}, {Value: "month", Text: "mỗi tháng"}, {Value: "quarter", Text: "mỗi quý"}}},
		{Name: "over", Label: "Tính trên", Type: "select", Value: over, Options: []web.Option{
			{Value: "", Text: "không tính trên ai (số lượng, số đo)"}, {Value: string(Units), Text: "cơ quan, đơn vị thuộc các loại chọn dưới đây"},
			{Value: string(People), Text: "người giữ các chức vụ chọn dưới đây"}, {Value: Exemplars, Text: "mô hình, gương điển hình của địa phương"},
			{Value: string(Members), Text: "danh sách riêng của chỉ tiêu này"}}},
	}
	names := make([]string, len(f.Parts))
	for i, p := range f.Parts {
		names[i] = p.Name
	}
	fields = append(fields,
		web.Input{Name: "parts", Label: "Mỗi nơi, mỗi người cần có đủ", Type: "textarea", Value: strings.Join(names, "\n"),
			Hint: "Chỉ dùng cho tỷ lệ: mỗi dòng một đợt, một ngày hoặc một việc. Bỏ trống nếu chỉ cần một việc."},
		web.Input{Name: "from", Label: "Chỉ tính từ ngày", Type: "date", Value: string(f.Within.From), Hint: "Bỏ trống nếu tính cả kỳ của kế hoạch."},
		web.Input{Name: "through", Label: "Chỉ tính đến hết ngày", Type: "date", Value: string(f.Within.Through)})
	for _, k := range org.UnitKinds() {
		fields = append(fields, web.Input{Name: "unit-kind", ID: "f-unit-kind-" + string(k), Label: "Loại đơn vị: " + org.KindName(k), Type: "checkbox", Value: string(k),
			Checked: slices.Contains(f.Population.Kinds, k)})
	}
	for _, p := range org.Posts() {
		fields = append(fields, web.Input{Name: "post", ID: "f-post-" + string(p), Label: "Chức vụ: " + org.PostName(p), Type: "checkbox", Value: string(p),
			Checked: slices.Contains(f.Population.Posts, p)})
	}
	return fields
}

func kindOptions() []web.Option {
	out := make([]web.Option, len(kinds))
	for i, k := range kinds {
		out[i] = web.Option{Value: k.Name(), Text: k.Title()}
	}
	return out
}

// typedFormula reads the form of a formula.
func typedFormula(r *http.Request) (f Formula, err error) {
	f = Formula{Kind: r.FormValue("kind"), Op: plan.Op(r.FormValue("op")), Per: r.FormValue("per"), Unit: strings.TrimSpace(r.FormValue("unit"))}
	for line := range strings.Lines(r.FormValue("parts")) {
		if name := strings.Join(strings.Fields(line), " "); name != "" {
			f.Parts = append(f.Parts, Part{Name: name})
		}
	}
	for field, into := range map[string]*org.Day{"from": &f.Within.From, "through": &f.Within.Through} {
		if typed := strings.TrimSpace(r.FormValue(field)); typed != "" {
			if *into, err = org.ParseDay(field, typed); err != nil {
				return f, err
			}
		}
	}
	if f.Threshold, err = vi.ParseNumber(strings.TrimSuffix(strings.TrimSpace(r.FormValue("threshold")), "%")); err != nil {
		return f, refuse.Field("threshold", "Mức đề ra phải là số, ví dụ 80 hoặc 99,5.")
	}
	if f.Kind != "count" || perWords[f.Per] == "" {
		f.Per = ""
	}
	switch over := r.FormValue("over"); over {
	case Exemplars:
		f.Population = Population{Of: Members, List: Exemplars}
	default:
		f.Population = Population{Of: Over(over)}
	}
	switch f.Population.Of {
	case Units:
		for _, k := range org.UnitKinds() {
			if slices.Contains(r.Form["unit-kind"], string(k)) {
				f.Population.Kinds = append(f.Population.Kinds, k)
			}
		}
	case People:
		for _, p := range org.Posts() {
			if slices.Contains(r.Form["post"], string(p)) {
				f.Population.Posts = append(f.Population.Posts, p)
			}
		}
	}
	return f, nil
}

func (d *Desk) tunePage(r *http.Request) (f form, err error) {
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		rule, err := ruleAt(ctx, tx, r)
		if err != nil {
			return err
		}
		const title = "Đặt cách tính"
		f = form{Title: title, Lead: rule.Said, Way: way(rule, title), Verb: "Đặt cách tính", Action: r.URL.Path, Back: fmt.Sprintf("/measure/%d", rule.Target), Fields: tuneFields(rule)}
		return nil
	})
	return f, err
}

func (d *Desk) tuneForm(w http.ResponseWriter, r *http.Request) error {
	f, err := d.tunePage(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formScreen(f))
}

func (d *Desk) tune(w http.ResponseWriter, r *http.Request) error {
	target, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	f, err := typedFormula(r)
	if err == nil {
		err = d.Tune(r.Context(), org.ActorOf(r.Context()), target, f)
	}
	return answer(w, r, err, fmt.Sprintf("/measure/%d", target), func() (form, error) { return d.tunePage(r) })
}
