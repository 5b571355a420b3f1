package console

import (
	"context"
	"net/http"
	"strings"

	"loa/kit/vi"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// placePage is what is known of the place itself.
type placePage struct {
	Place   org.Place
	Above   []org.Place // the place above first
	Changes []org.PlaceChange
	MayEdit bool
}

func (d *Desk) placeRoutes() []web.Route {
	routes := []web.Route{{Pattern: "GET /settings/place", Rule: seeRegisters, Handle: d.showPlace}}
	return append(routes, d.sheetRoutes([]sheet{
		{"/settings/place/edit", editPlace, drawPlace, d.editPlace},
		{"/settings/place/change", editPlace, d.drawPlaceChange, d.recordPlaceChange},
	})...)
}

func (d *Desk) showPlace(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	p := placePage{MayEdit: a.May(org.EditPlace)}
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		if p.Place, err = ownPlace(ctx, tx); err != nil {
			return err
		}
		for code := p.Place.Parent; code != "" && len(p.Above) < 3; {
			above, err := org.LoadPlace(ctx, tx, code)
			if refuse.Of(err).Kind == refuse.NotFound {
				break // the place above was never described
			} else if err != nil {
				return err
			}
			p.Above, code = append(p.Above, above), above.Parent
		}
		p.Changes, err = org.PlaceChanges(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, placeScreen(p))
}

// ownPlace is the place of tx; one that was enrolled and never described has its code and nothing else.
func ownPlace(ctx context.Context, tx *store.Tx) (org.Place, error) {
	p, err := org.LoadPlace(ctx, tx, tx.Place())
	if refuse.Of(err).Kind == refuse.NotFound {
		return org.Place{Code: tx.Place(), Kind: org.Ward}, nil
	}
	return p, err
}

var placeWay = way("/settings/place", "Địa phương")

func drawPlace(ctx context.Context, tx *store.Tx, _ *http.Request) (form, error) {
	p, err := ownPlace(ctx, tx)
	return form{
		Title: "Sửa thông tin địa phương", Way: placeWay, Verb: "Lưu", Back: "/settings/place",
		Fields: []web.Input{
			{Name: "name", Label: "Tên", Value: p.Name, Hint: "Ví dụ: Phường Phù Liễn.", Required: true},
			{Name: "short", Label: "Tên ngắn", Value: p.Short, Hint: "Ví dụ: Phù Liễn."},
			{Name: "seat", Label: "Trụ sở", Value: p.Seat},
			{Name: "population", Label: "Dân số", Value: countOrEmpty(p.Population), Hint: "Số người, ví dụ 60.733."},
			{Name: "area", Label: "Diện tích (ha)", Value: countOrEmpty(p.AreaHa)},
		},
	}, err
}

func countOrEmpty(n int64) string {
	if n == 0 {
		return ""
	}
	return vi.Figures(n)
}

func (d *Desk) editPlace(r *http.Request, a org.Actor) (done, error) {
	p := org.Place{Name: r.PostFormValue("name"), Short: r.PostFormValue("short"), Seat: r.PostFormValue("seat")}
	var err error
	if p.Population, err = typedCount(r, "population"); err != nil {
		return done{}, err
	}
	if p.AreaHa, err = typedCount(r, "area"); err != nil {
		return done{}, err
	}
	return done{Say: "Đã lưu.", To: "/settings/place"}, d.Org.EditPlace(r.Context(), a, p)
}

func (d *Desk) drawPlaceChange(ctx context.Context, tx *store.Tx, _ *http.Request) (form, error) {
	p, err := ownPlace(ctx, tx)
	return form{
		Title: "Ghi thay đổi địa giới, tên gọi", Way: placeWay, Verb: "Ghi thay đổi", Back: "/settings/place",
		Lead: "Mã và tên cũ từ nay dẫn đến đơn vị mới.",
		Fields: []web.Input{
			{Name: "what", Label: "Việc đã xảy ra", Type: "select", Required: true, Options: []web.Option{
				{Value: string(org.Merged), Text: "Sáp nhập vào"}, {Value: string(org.Split), Text: "Chia tách thành"}, {Value: string(org.Renamed), Text: "Đổi tên thành"},
			}},
			{Name: "from_name", Label: "Tên cũ", Hint: "Ví dụ: Phường Bắc Hà.", Required: true},
			{Name: "from_code", Label: "Mã cũ", Hint: "Mã đơn vị hành chính; bỏ trống nếu chưa biết."},
			{Name: "to_name", Label: "Tên mới", Value: p.Name, Required: true},
			{Name: "to_code", Label: "Mã mới", Value: string(p.Code), Required: true},
			d.day("on", "Từ ngày", ""),
			{Name: "basis", Label: "Căn cứ", Hint: "Số và ngày của nghị quyết."},
		},
	}, err
}

func (d *Desk) recordPlaceChange(r *http.Request, a org.Actor) (done, error) {
	on, err := typedDay(r, "on")
	if err != nil {
		return done{}, err
	}
	code := func(name string) store.Place { return store.Place(strings.TrimSpace(r.PostFormValue(name))) }
	return done{Say: "Đã ghi thay đổi.", To: "/settings/place"}, d.Org.RecordPlaceChange(r.Context(), a, org.PlaceChange{
		What: org.What(r.PostFormValue("what")), On: on, FromName: r.PostFormValue("from_name"), FromCode: code("from_code"),
		ToName: r.PostFormValue("to_name"), ToCode: code("to_code"), Basis: r.PostFormValue("basis"),
	})
}
