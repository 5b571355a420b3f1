package console

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

// unitPage is one unit with all that is known of it.
type unitPage struct {
	Unit      org.Unit
	Names     []org.Name
	Changes   []unitChange
	Successor org.Unit // zero: none
	Heirs     []org.Unit
	People    []org.Person
	MayEdit   bool
}

// unitChange is one event, said in words.
type unitChange struct {
	On         org.Day
	Text, Note string
}

// unitsPage is the list.
type unitsPage struct {
	pageOf[org.Unit]
	MayEdit bool
}

func (d *Desk) unitRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /settings/units", Rule: seeRegisters, Handle: d.listUnits},
		{Pattern: "GET /settings/units/{id}", Rule: seeRegisters, Handle: d.showUnit},
	}
	return append(routes, d.sheetRoutes([]sheet{
		{"/settings/units/add", editUnits, d.drawAddUnit, d.addUnit},
		{"/settings/units/{id}/edit", editUnits, d.drawEditUnit, d.editUnit},
		{"/settings/units/{id}/rename", editUnits, d.drawRename, d.rename},
		{"/settings/units/{id}/opening", editUnits, d.drawOpening, d.correctOpening},
		{"/settings/units/{id}/alias", editUnits, d.drawAlias, d.alias},
		{"/settings/units/{id}/merge", editUnits, d.drawMerge, d.merge},
		{"/settings/units/{id}/close", editUnits, d.drawClose, d.close},
		{"/settings/units/{id}/reopen", editUnits, d.drawReopen, d.reopen},
	})...)
}

func hrefOfPage(list, query string, page int) string {
	v := url.Values{"page": {strconv.Itoa(page)}}
	if query != "" {
		v.Set("q", query)
	}
	return list + "?" + v.Encode()
}

func (d *Desk) listUnits(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	var us []org.Unit
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		us, err = org.Units(ctx, tx, r.FormValue("q"))
		return err
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, unitsScreen(unitsPage{paged(r, us), a.May(org.EditUnits)}))
}

func (d *Desk) showUnit(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	p := unitPage{MayEdit: a.May(org.EditUnits)}
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		if p.Unit, err = pathUnit(ctx, tx, r); err != nil {
			return err
		}
		return p.fill(ctx, tx)
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, unitScreen(p))
}

// fill reads what belongs to p.Unit.
func (p *unitPage) fill(ctx context.Context, tx *store.Tx) (err error) {
	if p.Names, err = org.UnitNames(ctx, tx, p.Unit.ID); err != nil {
		return err
	}
	changes, err := org.UnitChanges(ctx, tx, p.Unit.ID)
	if err != nil {
		return err
	}
	for _, c := range changes {
		text := whatHappened[c.What]
		if c.Other != 0 {
			other, err := org.LoadUnit(ctx, tx, c.Other)
			if err != nil {
				return err
			}
			text += " " + other.Name
		}
		p.Changes = append(p.Changes, unitChange{c.On, text, c.Note})
	}
	if p.Unit.Successor != 0 {
		if p.Successor, err = org.LoadUnit(ctx, tx, p.Unit.Successor); err != nil {
			return err
		}
	}
	if p.Heirs, err = org.Heirs(ctx, tx, p.Unit.ID); err != nil {
		return err
	}
	p.People, err = org.PeopleOf(ctx, tx, p.Unit.ID)
	return err
}

var whatHappened = map[org.What]string{
	org.Opened: "Thành lập", org.Renamed: "Đổi tên", org.Merged: "Sáp nhập vào", org.Closed: "Kết thúc hoạt động",
	org.Reopened: "Hoạt động trở lại", org.Split: "Chia tách",
}

func kindOptions() []web.Option {
	options := []web.Option{{Value: "", Text: "Chọn loại"}}
	for _, k := range org.UnitKinds() {
		options = append(options, web.Option{Value: string(k), Text: org.KindName(k)})
	}
	return options
}

var unitsWay = way("/settings/units", "Cơ quan, đơn vị")

// unitForm is a form about the unit of the path.
func unitForm(ctx context.Context, tx *store.Tx, r *http.Request) (org.Unit, form, error) {
	u, err := pathUnit(ctx, tx, r)
	return u, form{Back: unitHref(u.ID), Way: append(unitsWay[:len(unitsWay):len(unitsWay)], web.Link{Href: unitHref(u.ID), Text: u.Name})}, err
}

const noteHint = "Ví dụ: Quyết định số 12/QĐ-UBND ngày 01/8/2025."

func noteField() web.Input { return web.Input{Name: "note", Label: "Căn cứ", Hint: noteHint} }

func (d *Desk) drawAddUnit(context.Context, *store.Tx, *http.Request) (form, error) {
	return form{Title: "Thêm đơn vị", Way: unitsWay, Verb: "Thêm đơn vị", Back: "/settings/units", Fields: []web.Input{
		{Name: "name", Label: "Tên đơn vị", Required: true, Hint: "Tên đầy đủ trong quyết định, ví dụ Trường Tiểu học Bắc Hà."},
		{Name: "short", Label: "Tên viết tắt", Hint: "Ví dụ VHXH."},
		{Name: "kind", Label: "Loại đơn vị", Type: "select", Options: kindOptions(), Required: true},
		{Name: "asked", Label: "Không trực thuộc UBND: ghi «đề nghị» thay cho «giao» khi phân công", Type: "checkbox"},
		d.day("on", "Hoạt động từ ngày", ""),
		levelField(""), pupilsField(0),
	}}, nil
}

func levelField(level org.Level) web.Input {
	options := []web.Option{{Value: "", Text: "Không phải trường học, hoặc chưa rõ"}}
	for _, l := range org.Levels() {
		options = append(options, web.Option{Value: string(l), Text: org.LevelName(l)})
	}
	return web.Input{Name: "level", Label: "Cấp học", Type: "select", Value: string(level), Options: options}
}

func pupilsField(n int64) web.Input {
	return web.Input{Name: "pupils", Label: "Số học sinh", Value: countOrEmpty(n), Hint: "Chỉ ghi cho trường học."}
}

func (d *Desk) addUnit(r *http.Request, a org.Actor) (done, error) {
	on, err := typedDay(r, "on")
	if err != nil {
		return done{}, err
	}
	u, err := typedUnit(r)
	if err != nil {
		return done{}, err
	}
	u.OpenedOn = on
	id, err := d.Org.AddUnit(r.Context(), a, u)
	return done{Say: "Đã thêm đơn vị.", To: unitHref(id)}, err
}

func typedUnit(r *http.Request) (org.Unit, error) {
	pupils, err := typedCount(r, "pupils")
	return org.Unit{Name: r.PostFormValue("name"), Short: r.PostFormValue("short"), Kind: org.UnitKind(r.PostFormValue("kind")),
		Asked: r.PostForm.Has("asked"), Level: org.Level(r.PostFormValue("level")), Pupils: pupils}, err
}

func (d *Desk) drawEditUnit(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	u, f, err := unitForm(ctx, tx, r)
	f.Title, f.Verb = "Sửa đơn vị", "Lưu"
	f.Lead = "Đổi tên, sáp nhập và giải thể có mục riêng vì cần ghi ngày."
	f.Fields = []web.Input{
		{Name: "short", Label: "Tên viết tắt", Value: u.Short},
		{Name: "kind", Label: "Loại đơn vị", Type: "select", Value: string(u.Kind), Options: kindOptions(), Required: true},
		{Name: "asked", Label: "Không trực thuộc UBND: ghi «đề nghị» thay cho «giao» khi phân công", Type: "checkbox", Checked: u.Asked},
		levelField(u.Level), pupilsField(u.Pupils),
	}
	return f, err
}

func (d *Desk) editUnit(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	u, err := typedUnit(r)
	if err != nil {
		return done{}, err
	}
	u.ID = org.UnitID(id)
	return done{Say: "Đã lưu.", To: unitHref(u.ID)}, d.Org.EditUnit(r.Context(), a, u)
}

func (d *Desk) drawOpening(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	u, f, err := unitForm(ctx, tx, r)
	f.Title, f.Verb = "Sửa ngày bắt đầu", "Lưu ngày"
	f.Lead = "Sổ ghi «" + u.Name + "» hoạt động từ " + u.OpenedOn.String() + ". Từ ngày đúng, đơn vị nằm trong mẫu số của các chỉ tiêu. Số đã chốt không thay đổi."
	f.Fields = []web.Input{{Name: "on", Label: "Hoạt động từ ngày", Type: "date", Value: string(u.OpenedOn), Required: true}, noteField()}
	return f, err
}

func (d *Desk) correctOpening(r *http.Request, a org.Actor) (done, error) {
	return onDay(r, "Đã sửa ngày bắt đầu.", func(id org.UnitID, on org.Day, note string) error {
		return d.Org.CorrectOpening(r.Context(), a, id, on, note)
	})
}

func (d *Desk) drawRename(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	u, f, err := unitForm(ctx, tx, r)
	f.Title, f.Verb = "Đổi tên đơn vị", "Đổi tên"
	f.Lead = "Văn bản và báo cáo của những ngày trước vẫn giữ tên cũ. Tên cũ vẫn tìm được."
	f.Fields = []web.Input{
		{Name: "name", Label: "Tên mới", Value: u.Name, Required: true},
		d.day("on", "Từ ngày", "Ghi đúng ngày bắt đầu của tên hiện nay nếu chỉ sửa lỗi gõ."),
		noteField(),
	}
	return f, err
}

func (d *Desk) rename(r *http.Request, a org.Actor) (done, error) {
	return onDay(r, "Đã đổi tên đơn vị.", func(id org.UnitID, on org.Day, note string) error {
		return d.Org.Rename(r.Context(), a, id, r.PostFormValue("name"), on, note)
	})
}

// onDay does to the unit of the path what needs a day and a note.
func onDay(r *http.Request, say string, do func(org.UnitID, org.Day, string) error) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	on, err := typedDay(r, "on")
	if err != nil {
		return done{}, err
	}
	return done{Say: say, To: unitHref(org.UnitID(id))}, do(org.UnitID(id), on, r.PostFormValue("note"))
}

func (d *Desk) drawAlias(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	_, f, err := unitForm(ctx, tx, r)
	f.Title, f.Verb = "Thêm tên gọi khác", "Thêm tên"
	f.Lead = "Khi kế hoạch hoặc báo cáo ghi tên này, hệ thống hiểu là đơn vị này."
	f.Fields = []web.Input{{Name: "alias", Label: "Tên gọi khác", Required: true}}
	return f, err
}

func (d *Desk) alias(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	return done{Say: "Đã thêm tên gọi khác.", To: unitHref(org.UnitID(id))}, d.Org.AddAlias(r.Context(), a, org.UnitID(id), r.PostFormValue("alias"))
}

func (d *Desk) drawMerge(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	u, f, err := unitForm(ctx, tx, r)
	if err != nil {
		return f, err
	}
	options, err := unitOptions(ctx, tx, "Chọn đơn vị nhận", u.ID)
	f.Title, f.Verb, f.Kind = "Sáp nhập vào đơn vị khác", "Sáp nhập", "wrong"
	f.Lead = "«" + u.Name + "» kết thúc từ ngày ghi dưới đây. Mọi tên của đơn vị này từ nay dẫn đến đơn vị nhận; báo cáo cũ giữ nguyên."
	f.Fields = []web.Input{
		{Name: "into", Label: "Sáp nhập vào", Type: "select", Options: options, Required: true},
		d.day("on", "Từ ngày", ""),
		noteField(),
	}
	return f, err
}

func (d *Desk) merge(r *http.Request, a org.Actor) (done, error) {
	return onDay(r, "Đã ghi việc sáp nhập.", func(id org.UnitID, on org.Day, note string) error {
		return d.Org.Merge(r.Context(), a, []org.UnitID{id}, typedID[org.UnitID](r, "into"), on, note)
	})
}

func (d *Desk) drawClose(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	u, f, err := unitForm(ctx, tx, r)
	f.Title, f.Verb, f.Kind = "Ghi đơn vị kết thúc hoạt động", "Ghi kết thúc", "wrong"
	f.Lead = "Từ ngày này «" + u.Name + "» không còn được giao việc và không tính vào mẫu số của các chỉ tiêu. Có thể ghi hoạt động trở lại."
	f.Fields = []web.Input{d.day("on", "Từ ngày", ""), noteField()}
	return f, err
}

func (d *Desk) close(r *http.Request, a org.Actor) (done, error) {
	return onDay(r, "Đã ghi đơn vị kết thúc hoạt động.", func(id org.UnitID, on org.Day, note string) error {
		return d.Org.Close(r.Context(), a, id, on, note)
	})
}

func (d *Desk) drawReopen(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	_, f, err := unitForm(ctx, tx, r)
	f.Title, f.Verb = "Ghi đơn vị hoạt động trở lại", "Ghi hoạt động trở lại"
	f.Fields = []web.Input{d.day("on", "Từ ngày", ""), noteField()}
	return f, err
}

func (d *Desk) reopen(r *http.Request, a org.Actor) (done, error) {
	return onDay(r, "Đã ghi đơn vị hoạt động trở lại.", func(id org.UnitID, on org.Day, note string) error {
		return d.Org.Reopen(r.Context(), a, id, on, note)
	})
}
