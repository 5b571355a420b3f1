package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"loa/org"
	"loa/platform/auth"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// personRow is one person in the list.
type personRow struct {
	Person   org.Person
	Unit     string
	Posts    []string // held today
	HasLogin bool
}

// peoplePage is the list of people.
type peoplePage struct {
	pageOf[personRow]
	MayEdit bool
}

// holdingRow is one post of a person.
type holdingRow struct {
	ID     org.HoldingID
	Post   string
	Unit   string
	Span   org.Span
	Basis  string
	IsOver bool
	May    bool // the actor may end it
}

// personPage is one person with posts and account.
type personPage struct {
	Person     org.Person
	Unit       string
	Holdings   []holdingRow
	Account    auth.Account // zero Login: none
	MayEdit    bool
	MayAppoint bool
	MayHand    bool // hand over what the person does
	MayAccount bool
	IsMe       bool
}

func (d *Desk) peopleRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /settings/people", Rule: seeRegisters, Handle: d.listPeople},
		{Pattern: "GET /settings/people/{id}", Rule: seeRegisters, Handle: d.showPerson},
	}
	return append(routes, d.sheetRoutes([]sheet{
		{"/settings/people/add", editPeople, d.drawAddPerson, d.addPerson},
		{"/settings/people/{id}/edit", editPeople, d.drawEditPerson, d.editPerson},
		{"/settings/people/{id}/leave", editPeople, d.drawLeave, d.leave},
		{"/settings/people/{id}/appoint", editPosts, d.drawAppoint, d.appoint},
		{"/settings/people/{id}/hand-over", seeRegisters, d.drawHandOver, d.handOver},
		{"/settings/people/{id}/relieve/{holding}", editPosts, d.drawRelieve, d.relieve},
		{"/settings/people/{id}/account", keepAccounts, d.drawAccount, d.makeAccount},
		{"/settings/people/{id}/account/password", keepAccounts, d.drawResetPassword, d.resetPassword},
		{"/settings/people/{id}/account/second-factor", keepAccounts, d.drawResetFactor, d.resetFactor},
		{"/settings/people/{id}/account/sign-out", keepAccounts, d.drawSignOutPerson, d.signOutPerson},
		{"/settings/people/{id}/account/disable", keepAccounts, d.drawDisable, d.disable},
		{"/settings/people/{id}/account/enable", keepAccounts, d.drawEnable, d.enable},
	})...)
}

func (d *Desk) listPeople(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	var rows []personRow
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		rows, err = d.personRows(ctx, tx, r.FormValue("q"))
		return err
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, peopleScreen(peoplePage{paged(r, rows), a.May(org.EditPeople)}))
}

// personRows is everybody whose name holds what, with unit, posts of today and whether they can sign in.
func (d *Desk) personRows(ctx context.Context, tx *store.Tx, what string) ([]personRow, error) {
	people, err := org.People(ctx, tx, what)
	if err != nil {
		return nil, err
	}
	holdings, err := org.AllHoldings(ctx, tx)
	if err != nil {
		return nil, err
	}
	accounts, err := auth.Accounts(ctx, tx)
	if err != nil {
		return nil, err
	}
	units := make([]org.UnitID, 0, len(people))
	for _, p := range people {
		units = append(units, p.Unit)
	}
	today := org.DayOf(d.Now())
	names, err := org.NamesOn(ctx, tx, today, units...)
	if err != nil {
		return nil, err
	}
	posts := map[org.PersonID][]string{}
	for _, h := range holdings {
		if h.Span.Covers(today) {
			posts[h.Person] = append(posts[h.Person], org.PostName(h.Post))
		}
	}
	rows := make([]personRow, len(people))
	for i, p := range people {
		rows[i] = personRow{p, names[p.Unit], posts[p.ID], accounts[int64(p.ID)].Login != ""}
	}
	return rows, nil
}

func (d *Desk) showPerson(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	p := personPage{MayEdit: a.May(org.EditPeople), MayAppoint: editPosts.Check(r) == nil, MayAccount: a.Holds(org.Operator)}
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		if p.Person, err = pathPerson(ctx, tx, r); err != nil {
			return err
		}
		p.IsMe = p.Person.ID == a.Person
		p.MayHand = p.Person.Active && (p.IsMe || p.MayAppoint || a.Holds(org.Chair, org.ViceChair))
		p.Holdings, p.Unit, err = d.holdingRows(ctx, tx, a, p.Person)
		if err != nil {
			return err
		}
		accounts, err := auth.Accounts(ctx, tx)
		p.Account = accounts[int64(p.Person.ID)]
		return err
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, personScreen(p))
}

// holdingRows is the posts of p, and the name of p's unit.
func (d *Desk) holdingRows(ctx context.Context, tx *store.Tx, a org.Actor, p org.Person) ([]holdingRow, string, error) {
	held, err := org.Holdings(ctx, tx, p.ID)
	if err != nil {
		return nil, "", err
	}
	today := org.DayOf(d.Now())
	units := []org.UnitID{p.Unit}
	for _, h := range held {
		units = append(units, h.Unit)
	}
	names, err := org.NamesOn(ctx, tx, today, units...)
	if err != nil {
		return nil, "", err
	}
	var rows []holdingRow
	for _, h := range held {
		over := h.Span.IsZero() || h.Span.Through != "" && h.Span.Through < today
		rows = append(rows, holdingRow{h.ID, org.PostName(h.Post), names[h.Unit], h.Span, h.Basis, over, !over && p.ID != a.Person})
	}
	return rows, names[p.Unit], nil
}

var peopleWay = way("/settings/people", "Người và chức vụ")

// personForm is a form about the person of the path.
func personForm(ctx context.Context, tx *store.Tx, r *http.Request, title, verb, kind string) (org.Person, form, error) {
	p, err := pathPerson(ctx, tx, r)
	return p, form{Title: title, Verb: verb, Kind: kind, Back: personHref(p.ID),
		Way: append(peopleWay[:len(peopleWay):len(peopleWay)], web.Link{Href: personHref(p.ID), Text: p.Name})}, err
}

func personFields(ctx context.Context, tx *store.Tx, p org.Person) ([]web.Input, error) {
	units, err := unitOptions(ctx, tx, "Chọn đơn vị", 0)
	unit := ""
	if p.Unit != 0 {
		unit = strconv.FormatInt(int64(p.Unit), 10)
	}
	return []web.Input{
		{Name: "name", Label: "Họ và tên", Value: p.Name, Required: true},
		{Name: "unit", Label: "Đơn vị công tác", Type: "select", Value: unit, Options: units, Required: true},
		{Name: "phone", Label: "Điện thoại", Type: "tel", Value: p.Phone},
		{Name: "email", Label: "Thư điện tử", Type: "email", Value: p.Email},
		{Name: "purpose", Label: "Mục đích dùng số điện thoại, thư điện tử", Value: p.Purpose,
			Hint: "Người được ghi phải biết mục đích này, ví dụ: nhắc việc và liên hệ công vụ."},
	}, err
}

func typedPerson(r *http.Request) org.Person {
	return org.Person{Name: r.PostFormValue("name"), Unit: typedID[org.UnitID](r, "unit"),
		Phone: r.PostFormValue("phone"), Email: r.PostFormValue("email"), Purpose: r.PostFormValue("purpose")}
}

func (d *Desk) drawAddPerson(ctx context.Context, tx *store.Tx, _ *http.Request) (form, error) {
	fields, err := personFields(ctx, tx, org.Person{})
	return form{Title: "Thêm người", Lead: "Chức vụ và tài khoản đăng nhập được ghi ở bước sau.", Way: peopleWay,
		Verb: "Thêm người", Back: "/settings/people", Fields: fields}, err
}

func (d *Desk) addPerson(r *http.Request, a org.Actor) (done, error) {
	id, err := d.Org.AddPerson(r.Context(), a, typedPerson(r))
	return done{Say: "Đã thêm người.", To: personHref(id)}, err
}

func (d *Desk) drawEditPerson(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Sửa thông tin", "Lưu", "")
	if err != nil {
		return f, err
	}
	f.Fields, err = personFields(ctx, tx, p)
	return f, err
}

func (d *Desk) editPerson(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	p := typedPerson(r)
	p.ID = org.PersonID(id)
	return done{Say: "Đã lưu.", To: personHref(p.ID)}, d.Org.EditPerson(r.Context(), a, p)
}

func (d *Desk) drawLeave(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Ghi thôi công tác", "Ghi thôi công tác", "wrong")
	f.Lead = p.Name + " thôi giữ mọi chức vụ, hết mọi ủy quyền và không đăng nhập được nữa. Tên vẫn còn trên những việc đã làm. Muốn chuyển việc cho người khác, hãy bàn giao trước."
	f.Fields = []web.Input{d.day("on", "Từ ngày", "")}
	return f, err
}

func (d *Desk) leave(r *http.Request, a org.Actor) (done, error) {
	return d.toPerson(r, "Đã ghi thôi công tác.", func(id org.PersonID) error {
		on, err := typedDay(r, "on")
		if err != nil {
			return err
		}
		if err := d.Org.Leave(r.Context(), a, id, on); err != nil {
			return err
		}
		if err := d.Auth.Disable(r.Context(), int64(a.Person), int64(id)); refuse.Of(err).Kind != refuse.NotFound {
			return err
		}
		return nil // had no account
	})
}

// toPerson does something to the person of the path.
func (d *Desk) toPerson(r *http.Request, say string, do func(org.PersonID) error) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	return done{Say: say, To: personHref(org.PersonID(id))}, do(org.PersonID(id))
}

func postOptions(a org.Actor) []web.Option {
	options := []web.Option{{Value: "", Text: "Chọn chức vụ"}}
	for _, p := range org.Posts() {
		if org.MayAppoint(a, p) || a.Holds(org.Operator) {
			options = append(options, web.Option{Value: string(p), Text: org.PostName(p)})
		}
	}
	return options
}

func (d *Desk) drawAppoint(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Ghi nhận chức vụ", "Ghi nhận", "")
	if err != nil {
		return f, err
	}
	units, err := unitOptions(ctx, tx, "Đơn vị đang công tác", 0)
	f.Lead = "Chức vụ quyết định " + p.Name + " được làm gì trong hệ thống, từ ngày đến ngày ghi dưới đây."
	if a := org.ActorOf(ctx); !slices.ContainsFunc(org.Posts(), func(p org.Post) bool { return org.MayAppoint(a, p) }) {
		f.Lead += " Người quản trị hệ thống chỉ ghi khi địa phương chưa có ai ghi được; sau đó Chủ tịch, Phó Chủ tịch UBND hoặc trưởng phòng ghi."
	}
	f.Fields = []web.Input{
		{Name: "post", Label: "Chức vụ", Type: "select", Options: postOptions(org.ActorOf(ctx)), Required: true},
		{Name: "unit", Label: "Tại đơn vị", Type: "select", Options: units},
		d.day("from", "Từ ngày", ""),
		{Name: "through", Label: "Đến hết ngày", Type: "date", Hint: "Bỏ trống nếu chưa định ngày kết thúc."},
		{Name: "basis", Label: "Căn cứ", Hint: noteHint},
	}
	return f, err
}

func (d *Desk) appoint(r *http.Request, a org.Actor) (done, error) {
	return d.toPerson(r, "Đã ghi nhận chức vụ.", func(id org.PersonID) error {
		span, err := typedSpan(r)
		if err != nil {
			return err
		}
		_, err = d.Org.Appoint(r.Context(), a, org.Holding{Person: id, Post: org.Post(r.PostFormValue("post")),
			Unit: typedID[org.UnitID](r, "unit"), Span: span, Basis: r.PostFormValue("basis")})
		return err
	})
}

func (d *Desk) drawRelieve(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Ghi thôi giữ chức vụ", "Ghi thôi giữ chức vụ", "wrong")
	if err != nil {
		return f, err
	}
	rows, _, err := d.holdingRows(ctx, tx, org.ActorOf(ctx), p)
	for _, h := range rows {
		if strconv.FormatInt(int64(h.ID), 10) == r.PathValue("holding") {
			f.Lead = p.Name + " thôi giữ chức vụ " + h.Post + ", " + h.Unit + ". Những gì đã ủy quyền từ chức vụ này cũng hết."
		}
	}
	f.Fields = []web.Input{d.day("on", "Từ ngày", "Từ ngày này không còn giữ chức vụ.")}
	return f, err
}

func (d *Desk) relieve(r *http.Request, a org.Actor) (done, error) {
	return d.toPerson(r, "Đã ghi thôi giữ chức vụ.", func(org.PersonID) error {
		holding, err := web.PathID(r, "holding")
		if err != nil {
			return err
		}
		on, err := typedDay(r, "on")
		if err != nil {
			return err
		}
		return d.Org.Relieve(r.Context(), a, org.HoldingID(holding), on)
	})
}
