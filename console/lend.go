package console

import (
	"context"
	"net/http"
	"strconv"

	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

// lendRow is one delegation in words.
type lendRow struct {
	ID       org.DelegationID
	From, To string
	Post     string
	Span     org.Span
	Why      string
	State    string // đang hiệu lực, chưa đến ngày, đã hết
	Tone     string
	MayEnd   bool
}

// lendPage is the list of delegations that an actor may see: their own; all of them for those who keep the settings.
type lendPage struct {
	pageOf[lendRow]
	MayLend bool
}

func (d *Desk) lendRoutes() []web.Route {
	routes := []web.Route{{Pattern: "GET /settings/delegations", Rule: org.SignedIn, Handle: d.listLends}}
	return append(routes, d.sheetRoutes([]sheet{
		{"/settings/delegations/add", org.SignedIn, d.drawLend, d.lend},
		{"/settings/delegations/cover", org.SignedIn, d.drawCover, d.cover},
		{"/settings/delegations/{id}/end", org.SignedIn, d.drawEndLend, d.endLend},
	})...)
}

func (d *Desk) listLends(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	var rows []lendRow
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		rows, err = d.lendRows(ctx, tx, a)
		return err
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, lendsScreen(lendPage{paged(r, rows), len(a.Posts) > 0}))
}

// lendRows is the delegations a may see, latest first.
func (d *Desk) lendRows(ctx context.Context, tx *store.Tx, a org.Actor) ([]lendRow, error) {
	all, err := org.Delegations(ctx, tx)
	if err != nil {
		return nil, err
	}
	var people []org.PersonID
	for _, dl := range all {
		people = append(people, dl.From, dl.To)
	}
	names, err := org.PersonNames(ctx, tx, people...)
	if err != nil {
		return nil, err
	}
	var rows []lendRow
	today := org.DayOf(d.Now())
	for _, dl := range all {
		mine := dl.From == a.Person || dl.To == a.Person
		if !mine && !a.Holds(keepers...) {
			continue
		}
		row := lendRow{ID: dl.ID, From: names[dl.From], To: names[dl.To], Post: org.PostName(dl.Post), Span: dl.Span, Why: dl.Why}
		switch {
		case !dl.EndedAt.IsZero():
			row.State = "Kết thúc sớm"
		case dl.Span.Through < today:
			row.State = "Đã hết"
		case dl.Span.From > today:
			row.State, row.Tone = "Chưa đến ngày", "warn"
		default:
			row.State, row.Tone = "Đang hiệu lực", "good"
		}
		row.MayEnd = row.Tone != "" && (mine || a.Holds(org.Chair, org.ViceChair))
		rows = append(rows, row)
	}
	return rows, nil
}

var lendWay = way("/settings/delegations", "Ủy quyền")

// holdingOptions is the posts that a may lend: their own, and for the leaders those of others.
func (d *Desk) holdingOptions(ctx context.Context, tx *store.Tx, a org.Actor) ([]web.Option, error) {
	all, err := org.AllHoldings(ctx, tx)
	if err != nil {
		return nil, err
	}
	var people []org.PersonID
	for _, h := range all {
		people = append(people, h.Person)
	}
	names, err := org.PersonNames(ctx, tx, people...)
	options := []web.Option{{Value: "", Text: "Chọn chức vụ"}}
	today := org.DayOf(d.Now())
	for _, h := range all {
		over := h.Span.IsZero() || h.Span.Through != "" && h.Span.Through < today
		mine := h.Person == a.Person
		if over || !mine && (h.Post == org.Chair || !a.Holds(org.Chair, org.ViceChair)) {
			continue
		}
		options = append(options, web.Option{Value: strconv.FormatInt(int64(h.ID), 10), Text: org.PostName(h.Post) + " – " + names[h.Person]})
	}
	return options, err
}

func (d *Desk) lendFields(people []web.Option) []web.Input {
	return []web.Input{
		{Name: "to", Label: "Ủy quyền cho", Type: "select", Options: people, Required: true},
		d.day("from", "Từ ngày", ""),
		{Name: "through", Label: "Đến hết ngày", Type: "date", Required: true},
		{Name: "why", Label: "Lý do", Hint: "Ví dụ: nghỉ phép, đi công tác.", Required: true},
	}
}

func (d *Desk) drawLend(ctx context.Context, tx *store.Tx, _ *http.Request) (form, error) {
	a := org.ActorOf(ctx)
	holdings, err := d.holdingOptions(ctx, tx, a)
	if err != nil {
		return form{}, err
	}
	people, err := personOptions(ctx, tx, 0)
	return form{
		Title: "Ủy quyền một chức vụ", Way: lendWay, Verb: "Ủy quyền", Back: "/settings/delegations",
		Lead:   "Người được ủy quyền làm được những gì chức vụ cho phép, trong thời hạn ghi dưới đây. Người ủy quyền vẫn giữ chức vụ. Chức vụ được ủy quyền thì không ủy quyền tiếp.",
		Fields: append([]web.Input{{Name: "holding", Label: "Chức vụ", Type: "select", Options: holdings, Required: true}}, d.lendFields(people)...),
	}, err
}

func (d *Desk) lend(r *http.Request, a org.Actor) (done, error) {
	span, err := typedSpan(r)
	if err != nil {
		return done{}, err
	}
	_, err = d.Org.Delegate(r.Context(), a, org.Delegation{Holding: typedID[org.HoldingID](r, "holding"),
		To: typedID[org.PersonID](r, "to"), Span: span, Why: r.PostFormValue("why")})
	return done{Say: "Đã ghi ủy quyền.", To: "/settings/delegations"}, err
}

func (d *Desk) drawCover(ctx context.Context, tx *store.Tx, _ *http.Request) (form, error) {
	a := org.ActorOf(ctx)
	f := form{
		Title: "Nghỉ phép, đi vắng", Way: lendWay, Verb: "Ủy quyền tất cả", Back: "/settings/delegations",
		Lead: "Ủy quyền mọi chức vụ của người vắng mặt trong một lần, trừ việc quản trị hệ thống. Việc đang chờ cũng chuyển sang người làm thay.",
	}
	people, err := personOptions(ctx, tx, 0)
	if a.Holds(org.Chair, org.ViceChair) {
		f.Fields = append(f.Fields, web.Input{Name: "person", Label: "Người vắng mặt", Type: "select", Options: people,
			Value: strconv.FormatInt(int64(a.Person), 10), Required: true})
	}
	f.Fields = append(f.Fields, d.lendFields(people)...)
	return f, err
}

func (d *Desk) cover(r *http.Request, a org.Actor) (done, error) {
	span, err := typedSpan(r)
	if err != nil {
		return done{}, err
	}
	h := org.HandOver{From: a.Person, To: typedID[org.PersonID](r, "to"), Span: span, Why: r.PostFormValue("why")}
	if id := typedID[org.PersonID](r, "person"); id != 0 {
		h.From = id // the verb refuses what a may not lend
	}
	return done{Say: "Đã ghi ủy quyền.", To: "/settings/delegations"}, d.Org.Cover(r.Context(), a, h)
}

func (d *Desk) drawEndLend(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	f := form{Title: "Kết thúc ủy quyền", Way: lendWay, Verb: "Kết thúc", Kind: "wrong", Back: "/settings/delegations"}
	rows, err := d.lendRows(ctx, tx, org.ActorOf(ctx))
	for _, row := range rows {
		if strconv.FormatInt(int64(row.ID), 10) == r.PathValue("id") {
			f.Lead = row.To + " thôi làm thay " + row.From + " (" + row.Post + ") ngay bây giờ."
		}
	}
	return f, err
}

func (d *Desk) endLend(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return done{}, err
	}
	return done{Say: "Đã kết thúc ủy quyền.", To: "/settings/delegations"}, d.Org.EndDelegation(r.Context(), a, org.DelegationID(id))
}
