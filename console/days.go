package console

import (
	"context"
	"net/http"
	"strconv"

	"loa/kit/calendar"
	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

// daysPage is on which days the offices work otherwise than from Monday to Friday.
type daysPage struct {
	Changes []org.DayChange // of the place, the last first
	Years   []year          // as the country has them
	MayEdit bool
}

// A year is the days off of the country in one year, and the Saturdays on which offices work.
type year struct {
	Name     string
	Known    bool
	Holidays []calendar.Holiday
	Swapped  []org.Day
}

func (d *Desk) calendarRoutes() []web.Route {
	routes := []web.Route{{Pattern: "GET /settings/days", Rule: seeRegisters, Handle: d.showDays}}
	return append(routes, d.sheetRoutes([]sheet{
		{"/settings/days/change", editDays, d.drawDays, d.changeDays},
		{"/settings/days/day/{day}/restore", editDays, drawRestore, d.restoreDay},
	})...)
}

func (d *Desk) showDays(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	p := daysPage{MayEdit: a.May(org.EditDays)}
	this := d.Now().In(org.Hanoi).Year()
	for _, n := range []int{this, this + 1} {
		name := strconv.Itoa(n)
		y := year{Name: name, Known: calendar.Known(name), Holidays: calendar.Holidays(name)}
		for _, day := range calendar.Swapped(name) {
			y.Swapped = append(y.Swapped, org.Day(day))
		}
		p.Years = append(p.Years, y)
	}
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		p.Changes, err = org.DayChanges(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, daysScreen(p))
}

var daysWay = way("/settings/days", "Ngày nghỉ, ngày làm việc")

// The two things that a day can be.
const (
	dayOff  = "off"
	dayWork = "work"
)

func (d *Desk) drawDays(context.Context, *store.Tx, *http.Request) (form, error) {
	from := d.day("from", "Ngày", "")
	from.Value = ""
	return form{
		Title: "Ghi ngày nghỉ, ngày làm việc", Way: daysWay, Verb: "Ghi", Back: "/settings/days",
		Lead: "Hạn theo ngày làm việc, hạn báo cáo và ngày nhắc việc tính lại ngay theo ngày ghi ở đây. Kỳ sắp tới của việc định kỳ tự chuyển hạn, trừ hạn do người đặt.",
		Fields: []web.Input{
			{Name: "sort", Label: "Cơ quan ở địa phương", Type: "select", Required: true, Options: []web.Option{
				{Value: dayOff, Text: "Nghỉ"}, {Value: dayWork, Text: "Làm việc (làm bù, trực)"},
			}},
			from,
			{Name: "through", Label: "Đến hết ngày", Type: "date", Hint: "Bỏ trống nếu chỉ một ngày. Ngày nào đã đúng như vậy thì giữ nguyên."},
			{Name: "why", Label: "Lý do", Required: true, Hint: "Ví dụ: hoán đổi ngày làm việc theo quyết định của Thủ tướng; mất điện toàn phường."},
			{Name: "basis", Label: "Căn cứ", Hint: "Số và ngày của văn bản, nếu có."},
		},
	}, nil
}

func (d *Desk) changeDays(r *http.Request, a org.Actor) (done, error) {
	s, err := typedSpan(r)
	if err != nil {
		return done{}, err
	}
	return done{Say: "Đã ghi. Hạn và ngày nhắc việc tính theo lịch mới.", To: "/settings/days"}, d.Org.ChangeDays(r.Context(), a, s, org.DayChange{
		Works: r.PostFormValue("sort") == dayWork, Why: r.PostFormValue("why"), Basis: r.PostFormValue("basis"),
	})
}

func drawRestore(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	c, err := org.LoadDayChange(ctx, tx, org.Day(r.PathValue("day")))
	return form{
		Title: "Bỏ ngày đã ghi", Way: daysWay, Verb: "Bỏ ngày này", Kind: "wrong", Back: "/settings/days",
		Lead: "Ngày " + c.On.String() + " (" + c.Sort() + ": " + c.Why + ") trở lại như lịch cả nước. Nhật ký vẫn giữ những gì đã ghi.",
	}, err
}

func (d *Desk) restoreDay(r *http.Request, a org.Actor) (done, error) {
	return done{Say: "Đã bỏ. Ngày này lại theo lịch cả nước.", To: "/settings/days"}, d.Org.RestoreDay(r.Context(), a, org.Day(r.PathValue("day")))
}

func restoreHref(c org.DayChange) string { return "/settings/days/day/" + string(c.On) + "/restore" }
