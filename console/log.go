package console

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/job"
	"loa/platform/store"
	"loa/platform/web"
)

// logRow is one entry, said in words.
type logRow struct {
	ID     int64
	At     time.Time
	Person string
	Verb   string
	Thing  string
	Detail string
}

// logPage is a part of the log, from the newest down.
type logPage struct {
	Rows    []logRow
	Older   int64 // the page after this one begins before it; 0: there is none
	Finding audit.Finding
	Checked bool // Finding was asked for
	Hidden  bool // entries of the desks' content are told without their detail
}

func (d *Desk) logRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /settings/audit", Rule: seeLog, Handle: d.showLog},
		{Pattern: "POST /settings/audit/verify", Rule: seeLog, Handle: d.verifyLog},
	}
}

func (d *Desk) showLog(w http.ResponseWriter, r *http.Request) error {
	return d.log(w, r, false)
}

func (d *Desk) verifyLog(w http.ResponseWriter, r *http.Request) error {
	return d.log(w, r, true)
}

// log draws a page of the log; with verify, what checking the whole chain found stands above it.
func (d *Desk) log(w http.ResponseWriter, r *http.Request, verify bool) error {
	ctx, a := r.Context(), org.ActorOf(r.Context())
	before, err := strconv.ParseInt(r.FormValue("before"), 10, 64)
	if err != nil {
		before = 0 // from the newest
	}
	p := logPage{Checked: verify, Hidden: !a.Holds(org.Chair, org.ViceChair)}
	if err := d.DB.Read(ctx, a.Place, func(tx *store.Tx) (err error) {
		if verify {
			if p.Finding, err = audit.Verify(ctx, tx); err != nil {
				return err
			}
		}
		return p.fill(ctx, tx, before)
	}); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, logScreen(p))
}

// fill reads one page of entries and the names of those who acted.
func (p *logPage) fill(ctx context.Context, tx *store.Tx, before int64) error {
	links, err := audit.List(ctx, tx, audit.Filter{}, audit.Page{Before: before, Size: perPage})
	if err != nil {
		return err
	}
	var people []org.PersonID
	for _, l := range links {
		people = append(people, org.PersonID(l.Person))
	}
	names, err := org.PersonNames(ctx, tx, people...)
	if err != nil {
		return err
	}
	for _, l := range links {
		row := logRow{l.ID, l.At, names[org.PersonID(l.Person)], verbName(l.Verb), l.Thing, l.Detail}
		if l.Person == 0 {
			row.Person = "Hệ thống"
		}
		if p.Hidden && !isRegister(l.Thing) {
			row.Detail = ""
		}
		p.Rows = append(p.Rows, row)
	}
	if len(links) == perPage {
		p.Older = links[len(links)-1].ID
	}
	return nil
}

// registers are the things an operator keeps; all others are the desks' content, of which the operator has no say and no sight.
var registers = []string{"unit", "person", "account", "delegation", "place", "day", "job", "audit"}

func isRegister(thing string) bool {
	kind, _, _ := strings.Cut(thing, "/")
	for _, r := range registers {
		if kind == r {
			return true
		}
	}
	return false
}

// verbNames says in Vietnamese what the verbs of the code are. A verb that is not here is shown as it is.
var verbNames = map[string]string{
	"sign-in": "đăng nhập", "sign-out": "đăng xuất", "sign-in-failed": "đăng nhập sai", "sign-out-everywhere": "đăng xuất mọi thiết bị",
	"end-session": "kết thúc một phiên", "code-failed": "nhập sai mã xác thực", "setup-failed": "nhập sai mã thiết lập",
	"create-account": "tạo tài khoản", "set-password": "đổi mật khẩu", "reset-password": "cấp mật khẩu tạm",
	"disable-account": "khóa tài khoản", "enable-account": "mở tài khoản", "add-second-factor": "bật xác thực hai bước",
	"remove-second-factor": "gỡ xác thực hai bước", "renew-recovery": "tạo mã khôi phục mới",
	"begin": "thiết lập lần đầu", "add-unit": "thêm đơn vị", "edit-unit": "sửa đơn vị", "rename-unit": "đổi tên đơn vị",
	"correct-unit-name": "sửa tên đơn vị", "add-alias": "thêm tên gọi khác", "merge-unit": "sáp nhập đơn vị", "close-unit": "ghi đơn vị kết thúc",
	"reopen-unit": "ghi đơn vị hoạt động trở lại", "add-person": "thêm người", "edit-person": "sửa thông tin người", "leave": "ghi thôi công tác",
	"appoint": "ghi nhận chức vụ", "relieve": "ghi thôi giữ chức vụ", "succeed": "bàn giao chức vụ", "delegate": "ủy quyền",
	"end-delegation": "kết thúc ủy quyền", "edit-place": "sửa thông tin địa phương", "record-place-change": "ghi thay đổi địa giới",
	"change-day": "ghi ngày nghỉ, ngày làm việc", "restore-day": "bỏ ngày nghỉ, ngày làm việc đã ghi",
	"retry-job": "chạy lại việc nền", "drop-job": "bỏ việc nền", "adopt": "ban hành kế hoạch", "correct": "sửa bản đọc", "amend": "sửa đổi kế hoạch",
	"upload": "tải kế hoạch lên", "discard": "bỏ bản nháp", "set-mail": "đặt máy chủ thư", "try-mail": "gửi thư thử", "remind": "đôn đốc",
	"call": "gọi điện đôn đốc", "redate": "chuyển hạn theo lịch làm việc", "switch-reminders": "bật, tắt đôn đốc", "want-letters": "chọn nhận thư nhắc việc",
}

func verbName(verb string) string {
	if name, ok := verbNames[verb]; ok {
		return name
	}
	return verb
}

// Background work that failed for good.

func (d *Desk) jobRoutes() []web.Route {
	if d.Jobs == nil {
		return nil
	}
	return []web.Route{
		{Pattern: "GET /settings/jobs", Rule: seeJobs, Handle: d.listJobs},
		{Pattern: "POST /settings/jobs/{id}/retry", Rule: seeJobs, Handle: d.bury("retry-job", "Việc sẽ được chạy lại trong giây lát.", (*job.Runner).Retry)},
		{Pattern: "POST /settings/jobs/{id}/drop", Rule: seeJobs, Handle: d.bury("drop-job", "Đã bỏ việc này.", (*job.Runner).Drop)},
	}
}

func (d *Desk) listJobs(w http.ResponseWriter, r *http.Request) error {
	dead, err := d.Jobs.Dead(r.Context(), web.Place(r.Context()))
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, jobsScreen(dead))
}

// bury does verb to the dead job of the path.
func (d *Desk) bury(verb, say string, do func(*job.Runner, context.Context, store.Place, int64) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, a := r.Context(), org.ActorOf(r.Context())
		id, err := web.PathID(r, "id")
		if err != nil {
			return err
		}
		if err := do(d.Jobs, ctx, a.Place, id); err != nil {
			return err
		}
		if err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
			return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: "job/" + strconv.FormatInt(id, 10)})
		}); err != nil {
			return err
		}
		return d.done(w, r, say, "/settings/jobs")
	}
}
