package newsroom

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) exemplarRoutes() []web.Route {
	keep := org.Holders(exemplarKeepers...)
	return slices.Concat([]web.Route{
		{Pattern: "GET /exemplars", Rule: org.SignedIn, Handle: d.exemplarsPage},
		{Pattern: "GET /exemplars/{id}", Rule: org.SignedIn, Handle: d.exemplarPage},
	}, d.sheetRoutes([]sheet{
		{"/exemplars/add", keep, d.addExemplarForm, d.addExemplar},
		{"/exemplars/{id}/edit", keep, d.editExemplarForm, d.editExemplar},
		{"/exemplars/{id}/end", keep, d.endExemplarForm, d.endExemplar},
		{"/exemplars/{id}/tell", keep, d.tellOfForm, d.tellOf},
		{"/newsroom/{id}/exemplars", org.SignedIn, d.tellsForm, d.setTells},
	}))
}

// exemplarLine is an exemplar with where it was told of.
type exemplarLine struct {
	Exemplar
	Pieces   []Piece
	Tellings []Telling
}

// channels are the channels on which it was told of, each once.
func (l exemplarLine) channels() (names []string) {
	if n := len(l.Pieces); n > 0 {
		names = append(names, fmt.Sprintf("Cổng (%d bài)", n))
	}
	for _, t := range l.Tellings {
		if name := channelName(t.Channel); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

type exemplarsPage struct {
	Actor org.Actor
	Today org.Day
	All   []exemplarLine
}

func (d *Desk) exemplarsPage(w http.ResponseWriter, r *http.Request) error {
	p := exemplarsPage{Actor: org.ActorOf(r.Context()), Today: d.today()}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) error {
		all, err := exemplars(ctx, tx, `1 = 1 ORDER BY CASE WHEN ended_on = '' THEN 0 ELSE 1 END, id DESC`)
		if err != nil {
			return err
		}
		p.All, err = linesOf(ctx, tx, all)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, exemplarsScreen(p))
}

func linesOf(ctx context.Context, tx *store.Tx, all []Exemplar) ([]exemplarLine, error) {
	ids := make([]ExemplarID, len(all))
	for i, e := range all {
		ids[i] = e.ID
	}
	told, err := tellings(ctx, tx, ids...)
	if err != nil {
		return nil, err
	}
	lines := make([]exemplarLine, len(all))
	for i, e := range all {
		lines[i] = exemplarLine{Exemplar: e, Tellings: told[e.ID]}
		if lines[i].Pieces, err = piecesOf(ctx, tx, e.ID); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

type exemplarPage struct {
	exemplarLine
	Actor   org.Actor
	Today   org.Day
	Unit    string
	Stories []Story
}

func (p exemplarPage) mayKeep() bool { return mayKeep(p.Actor) == nil && p.EndedOn == "" }

// exemplarOf is the exemplar in the address of r.
func exemplarOf(ctx context.Context, tx *store.Tx, r *http.Request) (Exemplar, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return Exemplar{}, err
	}
	return exemplar(ctx, tx, ExemplarID(id))
}

func (d *Desk) exemplarPage(w http.ResponseWriter, r *http.Request) error {
	p := exemplarPage{Actor: org.ActorOf(r.Context()), Today: d.today()}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) error {
		e, err := exemplarOf(ctx, tx, r)
		if err != nil {
			return err
		}
		lines, err := linesOf(ctx, tx, []Exemplar{e})
		if err != nil {
			return err
		}
		p.exemplarLine = lines[0]
		if p.Stories, err = storiesOf(ctx, tx, e.ID); err != nil {
			return err
		}
		p.Unit, err = unitName(ctx, tx, e.Unit)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, exemplarScreen(p))
}

func (e Exemplar) href(below string) string { return "/" + e.ID.Ref() + below }

func (e Exemplar) way(here string) []web.Link {
	return []web.Link{{Href: "/newsroom", Text: "Tin bài"}, {Href: "/exemplars", Text: "Điển hình"}, {Href: e.href(""), Text: e.Name}, {Text: here}}
}

// exemplarFields is the form of e.
func (d *Desk) exemplarFields(ctx context.Context, tx *store.Tx, e Exemplar) ([]web.Input, error) {
	units, err := org.UnitsOn(ctx, tx, d.today())
	options := []web.Option{{Value: "", Text: "Không thuộc riêng đơn vị nào"}}
	for _, u := range units {
		options = append(options, web.Option{Value: strconv.FormatInt(int64(u.ID), 10), Text: u.Name})
	}
	sorts := []web.Option{}
	for _, s := range exemplarSorts {
		sorts = append(sorts, web.Option{Value: string(s.sort), Text: s.name})
	}
	return []web.Input{
		{Name: "sort", Label: "Loại", Type: "select", Value: string(e.Sort), Options: sorts},
		{Name: "unit", Label: "Đơn vị", Type: "select", Value: keyValue(int64(e.Unit)), Options: options},
		{Name: "criteria", Label: "Vì sao là điển hình", Type: "textarea", Value: e.Criteria, Required: true, Hint: "Làm gì, cho ai, kết quả đo được ra sao. Người đọc thấy phần này."},
		{Name: "contact", Label: "Liên hệ", Value: e.Contact, Hint: "Chỉ tòa soạn thấy."},
		{Name: "consent", Label: "Sự đồng ý", Value: e.Consent, Hint: "Ai đồng ý được kể và bằng cách nào, ví dụ: bà chủ tịch hội ký giấy số 3. Chưa có thì để trống; khi ấy chưa đăng bài về điển hình này được."},
		{Name: "consent_on", Label: "Ngày đồng ý", Type: "date", Value: string(e.ConsentOn)},
		{Name: "recheck_on", Label: "Ngày xem lại", Type: "date", Value: string(e.RecheckOn), Hint: "Đến ngày này, ban biên tập được nhắc xem điển hình còn xứng đáng không. Bỏ trống thì sau sáu tháng."},
	}, err
}

// typedExemplar is the exemplar in the form of r.
func typedExemplar(r *http.Request) (e Exemplar, err error) {
	e = Exemplar{Name: r.FormValue("name"), Sort: ExemplarSort(r.FormValue("sort")), Criteria: r.FormValue("criteria"), Contact: r.FormValue("contact"), Consent: r.FormValue("consent")}
	if s := r.FormValue("unit"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return e, refuse.Field("unit", "Hãy chọn một đơn vị trong danh sách.")
		}
		e.Unit = org.UnitID(n)
	}
	for name, to := range map[string]*org.Day{"consent_on": &e.ConsentOn, "recheck_on": &e.RecheckOn} {
		if s := tidy(r.FormValue(name)); s != "" {
			if *to, err = org.ParseDay(name, s); err != nil {
				return e, err
			}
		}
	}
	return e, nil
}

func (d *Desk) addExemplarForm(ctx context.Context, tx *store.Tx, _ *http.Request) (form, error) {
	fields, err := d.exemplarFields(ctx, tx, Exemplar{})
	name := web.Input{Name: "name", Label: "Tên", Required: true, Hint: "Tên được tính trong chỉ tiêu của kế hoạch; sau này không đổi."}
	return form{Title: "Thêm điển hình", Lead: "Mô hình, tập thể, cá nhân đáng học. Có bài trên cổng kể về điển hình thì chỉ tiêu «được tuyên truyền» tự tính.", Verb: "Thêm điển hình", Back: "/exemplars",
		Way: []web.Link{{Href: "/newsroom", Text: "Tin bài"}, {Href: "/exemplars", Text: "Điển hình"}, {Text: "Thêm"}}, Fields: append([]web.Input{name}, fields...)}, err
}

func (d *Desk) addExemplar(r *http.Request, a org.Actor) (done, error) {
	e, err := typedExemplar(r)
	if err != nil {
		return done{}, err
	}
	id, err := d.AddExemplar(r.Context(), a, e)
	return done{To: "/" + id.Ref()}, err
}

func (d *Desk) editExemplarForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	e, err := exemplarOf(ctx, tx, r)
	if err != nil {
		return form{}, err
	}
	fields, err := d.exemplarFields(ctx, tx, e)
	return form{Title: "Sửa điển hình: " + e.Name, Way: e.way("Sửa"), Verb: "Lưu", Back: e.href(""), Fields: fields}, err
}

// onExemplarHere does one verb on the exemplar in the address of r and leads back to it.
func onExemplarHere(r *http.Request, do func(ExemplarID) error) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	return done{To: "/" + ExemplarID(id).Ref()}, do(ExemplarID(id))
}

func (d *Desk) editExemplar(r *http.Request, a org.Actor) (done, error) {
	return onExemplarHere(r, func(id ExemplarID) error {
		e, err := typedExemplar(r)
		if err != nil {
			return err
		}
		return d.EditExemplar(r.Context(), a, id, e)
	})
}

func (d *Desk) endExemplarForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	e, err := exemplarOf(ctx, tx, r)
	return form{Title: "Thôi coi «" + e.Name + "» là điển hình?", Lead: "Điển hình rời danh sách và trang công khai từ hôm nay. Những bài đã đăng vẫn được tính.", Way: e.way("Thôi"), Verb: "Thôi coi là điển hình", Kind: "wrong", Back: e.href(""),
		Fields: []web.Input{{Name: "why", Label: "Lý do", Required: true}}}, err
}

func (d *Desk) endExemplar(r *http.Request, a org.Actor) (done, error) {
	return onExemplarHere(r, func(id ExemplarID) error { return d.EndExemplar(r.Context(), a, id, r.FormValue("why")) })
}

func (d *Desk) tellOfForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	e, err := exemplarOf(ctx, tx, r)
	options := []web.Option{{Value: "", Text: "Chọn kênh"}}
	for _, c := range tellingChannels {
		options = append(options, web.Option{Value: c.kind, Text: c.name})
	}
	return form{Title: "Ghi nơi đã kể về «" + e.Name + "»", Lead: "Ngoài cổng thông tin. Bài trên cổng tự được ghi.", Way: e.way("Đã kể ở đâu"), Verb: "Ghi", Back: e.href(""),
		Fields: []web.Input{
			{Name: "channel", Label: "Kênh", Type: "select", Options: options, Required: true},
			{Name: "on", Label: "Ngày", Type: "date", Value: string(d.today()), Required: true},
			{Name: "proof", Label: "Xem lại ở đâu", Required: true, Hint: "Đường dẫn, số báo, giờ phát."},
		}}, err
}

func (d *Desk) tellOf(r *http.Request, a org.Actor) (done, error) {
	return onExemplarHere(r, func(id ExemplarID) error {
		t := Telling{Channel: r.FormValue("channel"), Proof: r.FormValue("proof")}
		if s := tidy(r.FormValue("on")); s != "" {
			on, err := org.ParseDay("on", s)
			if err != nil {
				return err
			}
			t.On = on
		}
		return d.TellOf(r.Context(), a, id, t)
	})
}

// tellsField is the name of the field for exemplar id.
func tellsField(id ExemplarID) string { return fmt.Sprintf("exemplar-%d", id) }

func (d *Desk) tellsForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, err := d.openStory(ctx, tx, r)
	if err != nil {
		return form{}, err
	}
	if err := p.mayTell(p.Actor); err != nil {
		return form{}, err
	}
	told, err := toldIn(ctx, tx, p.ID)
	if err != nil {
		return form{}, err
	}
	all, err := exemplars(ctx, tx, `ended_on = '' ORDER BY id`)
	f := form{Title: "Bài kể về điển hình nào", Lead: "Chỉ tiêu về điển hình được tính khi bài lên cổng.", Way: p.way("Điển hình"), Verb: "Lưu", Back: p.href("")}
	for _, e := range all {
		label := e.Name
		if e.Consent == "" {
			label += " (chưa có sự đồng ý)"
		}
		f.Fields = append(f.Fields, web.Input{Name: tellsField(e.ID), Label: label, Type: "checkbox", Checked: slices.ContainsFunc(told, func(x Exemplar) bool { return x.ID == e.ID })})
	}
	if len(all) == 0 {
		f.Lead = "Danh sách điển hình còn trống. Hãy thêm ở trang Điển hình."
	}
	return f, err
}

func (d *Desk) setTells(r *http.Request, a org.Actor) (done, error) {
	return on(r, func(id StoryID) error {
		var of []ExemplarID
		for name := range r.PostForm {
			var n int64
			if _, err := fmt.Sscanf(name, "exemplar-%d", &n); err == nil {
				of = append(of, ExemplarID(n))
			}
		}
		slices.Sort(of)
		return d.SetExemplars(r.Context(), a, id, of)
	})
}
