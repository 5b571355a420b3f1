package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"loa/contact"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
	"loa/watch"
)

// keepers are those who come to the settings at all.
var keepers = []org.Post{org.Operator, org.Chair, org.ViceChair, org.OfficeHead, org.Clerk}

// The rules of the settings. The verbs behind them ask org's law again.
var (
	seeRegisters = org.Holders(keepers...)
	editUnits    = org.Holders(org.Keepers(org.EditUnits)...)
	editPeople   = org.Holders(org.Keepers(org.EditPeople)...)
	editPosts    = org.Holders(append(org.Keepers(org.EditPosts), org.EditorHead)...)
	editDays     = org.Holders(org.Keepers(org.EditDays)...)
	editPlace    = org.Holders(org.Keepers(org.EditPlace)...)
	keepAccounts = org.Holders(org.Operator)
	seeLog       = org.Holders(org.Chair, org.ViceChair, org.Operator)
	seeJobs      = org.Holders(org.Operator)
)

var settingsWay = []web.Link{{Href: "/settings", Text: "Thiết lập"}}

func way(href, text string) []web.Link {
	return append(slices.Clip(settingsWay), web.Link{Href: href, Text: text})
}

func (d *Desk) settingsRoutes() []web.Route {
	return slices.Concat([]web.Route{{Pattern: "GET /settings", Rule: seeRegisters, Handle: d.showSettings}},
		d.unitRoutes(), d.peopleRoutes(), d.intakeRoutes(), d.lendRoutes(), d.placeRoutes(), d.calendarRoutes(), d.logRoutes(), d.jobRoutes(), d.mailRoutes())
}

// A door is one part of the settings.
type door struct{ Href, Title, Text string }

func (d *Desk) showSettings(w http.ResponseWriter, r *http.Request) error {
	a := org.ActorOf(r.Context())
	doors := []door{
		{"/settings/units", "Cơ quan, đơn vị", "Tên, tên gọi khác, sáp nhập, đổi tên, giải thể."},
		{"/settings/people", "Người và chức vụ", "Ai làm ở đâu, giữ chức vụ gì, tài khoản đăng nhập."},
		{"/settings/delegations", "Ủy quyền", "Ai làm thay ai, từ ngày nào đến ngày nào."},
		{"/settings/place", "Địa phương", "Tên, trụ sở, dân số, các đơn vị hành chính trước sáp nhập."},
		{"/settings/days", "Ngày nghỉ, ngày làm việc", "Lịch nghỉ lễ cả nước, ngày hoán đổi, ngày riêng của địa phương."},
	}
	if seeLog.Check(r) == nil {
		doors = append(doors, door{"/settings/audit", "Nhật ký", "Ai đã làm gì, lúc nào; kiểm tra nhật ký không bị sửa."})
	}
	if contact.May(a) {
		doors = append(doors, door{"/contacts", "Đầu mối liên hệ", "Bộ phận một cửa, lịch trực tổ công nghệ số, người phát ngôn."})
	}
	if watch.May(a, watch.Look) {
		doors = append(doors, door{"/watch", "Canh trang công khai", "Trang nào khác đi mà không ai sửa qua phần mềm."})
	}
	if a.Holds(org.Operator) {
		doors = append(doors, door{"/settings/mail", "Thư điện tử", "Máy chủ mà thư nhắc việc gửi qua."})
	}
	if d.Jobs != nil && a.Holds(org.Operator) {
		doors = append(doors, door{"/settings/jobs", "Việc chạy nền bị lỗi", "Việc máy đã thử nhiều lần mà không xong."})
	}
	return d.show(w, r, http.StatusOK, settingsScreen(doors))
}

// pathUnit is the unit that the path of a sheet names.
func pathUnit(ctx context.Context, tx *store.Tx, r *http.Request) (org.Unit, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return org.Unit{}, err
	}
	return org.LoadUnit(ctx, tx, org.UnitID(id))
}

// pathPerson is the person that the path of a sheet names.
func pathPerson(ctx context.Context, tx *store.Tx, r *http.Request) (org.Person, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return org.Person{}, err
	}
	return org.LoadPerson(ctx, tx, org.PersonID(id))
}

func unitHref(id org.UnitID) string { return "/settings/units/" + strconv.FormatInt(int64(id), 10) }
func personHref(id org.PersonID) string {
	return "/settings/people/" + strconv.FormatInt(int64(id), 10)
}

// typedID is the number that a select sent; 0 when nothing was chosen.
func typedID[ID ~int64](r *http.Request, name string) ID {
	id, err := strconv.ParseInt(r.PostFormValue(name), 10, 64)
	if err != nil {
		return 0 // the verb says what is missing
	}
	return ID(id)
}

// typedCount is a number of people or hectares; empty is 0.
func typedCount(r *http.Request, name string) (int64, error) {
	s := strings.Map(func(c rune) rune {
		if c == '.' || c == ' ' {
			return -1 // 60.733
		}
		return c
	}, r.PostFormValue(name))
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, refuse.Field(name, "Hãy ghi một số, ví dụ 60.733.")
	}
	return n, nil
}

// typedDay is a day that must be there.
func typedDay(r *http.Request, name string) (org.Day, error) {
	return org.ParseDay(name, strings.TrimSpace(r.PostFormValue(name)))
}

// typedSpan is from, and through if it was filled in.
func typedSpan(r *http.Request) (org.Span, error) {
	from, err := typedDay(r, "from")
	if err != nil {
		return org.Span{}, err
	}
	s := org.Span{From: from}
	if strings.TrimSpace(r.PostFormValue("through")) != "" {
		if s.Through, err = typedDay(r, "through"); err != nil {
			return s, err
		}
		if s.Through < s.From {
			return s, refuse.Field("through", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
		}
	}
	return s, nil
}

func (d *Desk) today() string { return string(org.DayOf(d.Now())) }

// day is a field for a day; today is offered.
func (d *Desk) day(name, label, hint string) web.Input {
	return web.Input{Name: name, Label: label, Type: "date", Value: d.today(), Hint: hint, Required: true}
}

// unitOptions is the open units to choose from.
func unitOptions(ctx context.Context, tx *store.Tx, none string, not org.UnitID) ([]web.Option, error) {
	us, err := org.Units(ctx, tx, "")
	options := []web.Option{{Value: "", Text: none}}
	for _, u := range us {
		if u.IsOpen() && u.ID != not {
			options = append(options, web.Option{Value: strconv.FormatInt(int64(u.ID), 10), Text: u.Name})
		}
	}
	return options, err
}

// personOptions is the people who work here, to choose from.
func personOptions(ctx context.Context, tx *store.Tx, not org.PersonID) ([]web.Option, error) {
	ps, err := org.People(ctx, tx, "")
	options := []web.Option{{Value: "", Text: "Chọn một người"}}
	for _, p := range ps {
		if p.Active && p.ID != not {
			options = append(options, web.Option{Value: strconv.FormatInt(int64(p.ID), 10), Text: p.Name})
		}
	}
	return options, err
}

// perPage is how many rows of a list one page shows.
const perPage = 50

// A pageOf is one page of a list, the number of it and of all.
type pageOf[T any] struct {
	Rows       []T
	Page, All  int // pages, from 1
	Total      int
	Query      string
	ListedFrom string // the address of the list
}

func paged[T any](r *http.Request, rows []T) pageOf[T] {
	p := pageOf[T]{Total: len(rows), Query: r.FormValue("q"), ListedFrom: r.URL.Path}
	p.All = max(1, (len(rows)+perPage-1)/perPage)
	p.Page = pageNumber(r, p.All)
	p.Rows = rows[(p.Page-1)*perPage : min(len(rows), p.Page*perPage)]
	return p
}

// pageNumber is the page asked for, within 1 and most.
func pageNumber(r *http.Request, most int) int {
	n, err := strconv.Atoi(r.FormValue("page"))
	if err != nil {
		return 1 // no page asked for, or nonsense in the address
	}
	return min(max(n, 1), most)
}

// Href is the address of another page of the same list.
func (p pageOf[T]) Href(page int) string { return hrefOfPage(p.ListedFrom, p.Query, page) }
