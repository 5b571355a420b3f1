package report

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"loa/kit/form"
	"loa/org"
	"loa/plan"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

//go:embed static
var staticFiles embed.FS

// Static is what the desk's screens need beside the shared look.
var Static = web.Shelve("/static/report/", staticFiles)

// Routes are the desk's screens.
func (d *Desk) Routes() []web.Route {
	return slices.Concat(Static.Routes(), []web.Route{
		{Pattern: "GET /report", Rule: ruleOf(Look), Handle: d.listPage},
		{Pattern: "GET /report/{id}", Rule: ruleOf(Look), Handle: d.onePage},
		{Pattern: "GET /report/form", Rule: ruleOf(Look), Handle: d.formForm},
		{Pattern: "POST /report/form", Rule: ruleOf(Look), Handle: d.checkForm},
		{Pattern: "GET /report/{id}/file/{n}", Rule: ruleOf(Look), Handle: d.file},
		{Pattern: "GET /report/plan/dossier/{id}", Rule: ruleOf(Deposit), Handle: d.dossierPage},
		{Pattern: "POST /report/plan/dossier/{id}", Rule: ruleOf(Deposit), Handle: d.dossier},
	}, slices.Concat(d.sheetRoutes(d.sheets()), d.exportRoutes()))
}

// read runs fn in a reading transaction of the place that was asked.
func (d *Desk) read(r *http.Request, fn func(context.Context, *store.Tx) error) error {
	return d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error { return fn(r.Context(), tx) })
}

// An owed is a report that is due, with the report there is.
type owed struct {
	Due
	Plan   plan.ID
	Report *Report
	Late   bool
	Soon   bool
}

// href is where the report is written: the one there is, or the form for a new one.
func (o owed) href() string {
	if o.Report != nil {
		return "/" + o.Report.ID.Ref()
	}
	return "/report/open?" + url.Values{"plan": {strconv.FormatInt(int64(o.Plan), 10)}, "window": {o.Window.Name}, "regime": {strconv.FormatInt(int64(o.Regime.ID), 10)}}.Encode()
}

// The days around today for which reports are shown as due; what is late is always shown.
const (
	daysBack  = 45
	daysAhead = 62
	soon      = 7
)

// owed is every report that is due around today, by the day.
func (d *Desk) owed(ctx context.Context, tx *store.Tx) ([]owed, error) {
	regimes, err := Regimes(ctx, tx)
	if err != nil {
		return nil, err
	}
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	all, err := List(ctx, tx)
	if err != nil {
		return nil, err
	}
	cal, err := org.CalendarOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	today := d.today()
	var out []owed
	for _, s := range plans {
		for _, due := range dues(cal, regimes, spanOf(s)) {
			o := owed{Due: due, Plan: s.ID}
			i := slices.IndexFunc(all, func(r Report) bool {
				return r.Plan == s.ID && r.Window.Span == due.Window.Span && r.Recipient == due.Regime.Recipient
			})
			if i >= 0 {
				o.Report = &all[i]
			}
			gone := o.Report != nil && (o.Report.State == Dispatched || o.Report.State == Archived)
			o.Late, o.Soon = !gone && due.On < today, !gone && due.On >= today && due.On <= today.Add(soon)
			if o.Late || due.On >= today.Add(-daysBack) && due.On <= today.Add(daysAhead) {
				out = append(out, o)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b owed) int {
		if a.On < b.On {
			return -1
		}
		if a.On > b.On {
			return 1
		}
		return 0
	})
	return out, nil
}

// listPage is what is due and every paper there is.
type listPage struct {
	Actor   org.Actor
	Owed    []owed
	Reports []Report
	Letters []Report
	Regimes []Regime
	Plans   []plan.Summary
}

func (d *Desk) listPage(w http.ResponseWriter, r *http.Request) error {
	page := listPage{Actor: org.ActorOf(r.Context())}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if page.Owed, err = d.owed(ctx, tx); err != nil {
			return err
		}
		all, err := List(ctx, tx)
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.Letter != nil {
				page.Letters = append(page.Letters, r)
			} else {
				page.Reports = append(page.Reports, r)
			}
		}
		if page.Regimes, err = Regimes(ctx, tx); err != nil {
			return err
		}
		page.Plans, err = plan.List(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listScreen(page))
}

// onePage is one report: its words, its files and its life.
type onePage struct {
	Actor      org.Actor
	Report     Report
	C          *Composition
	Labels     []string // of its passages
	Events     []Event
	Departures []form.Departure
	Frozen     bool
}

func (d *Desk) onePage(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	page := onePage{Actor: org.ActorOf(r.Context())}
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		if page.Report, page.C, err = d.Read(ctx, tx, ID(id)); err != nil {
			return err
		}
		page.Events, err = eventsOf(ctx, tx, ID(id))
		return err
	})
	if err != nil {
		return err
	}
	page.Frozen, page.Labels = page.C.Frozen != 0, page.C.labels()
	page.Departures = Departures(page.C, page.Report.Issue)
	return web.Show(w, r, http.StatusOK, oneScreen(page))
}

// mayWrite reports whether the words can be changed now, by this person.
func (p onePage) mayWrite() bool { return p.Report.State == Draft && May(p.Actor, Write) }

// files are the kinds of files there are of the report, before it is signed.
func (p onePage) files() []fileKind {
	if p.Report.Letter != nil {
		return fileKinds[:2]
	}
	return fileKinds[:3]
}

// todo says what comes next and who does it.
func (p onePage) todo() string {
	switch r := p.Report; {
	case r.State == Draft && r.Letter == nil && !p.Frozen && r.Corrects == 0:
		return "Số liệu trong dự thảo còn thay đổi đến khi lãnh đạo chốt số liệu của kỳ; sau đó trưởng phòng kiểm tra báo cáo."
	case r.State == Draft:
		return "Đọc lại, sửa lời nếu cần, rồi trưởng phòng hoặc lãnh đạo kiểm tra."
	case r.State == Checked && r.Issue.Number == 0:
		return "Văn thư cấp số và ngày theo sổ văn bản đi."
	case r.State == Checked:
		return "Lãnh đạo ký số tại đây bằng tệp chứng thư. Chứng thư trong USB thì tải tệp PDF để ký ngoài chương trình, rồi văn thư nhận bản đã ký về đây."
	case r.State == Signed:
		return "Văn thư gửi đi và ghi lại nơi nhận, ngày gửi."
	case r.State == Dispatched:
		return "Gửi thêm nơi khác nếu có, rồi lưu hồ sơ."
	}
	return "Đã lưu hồ sơ."
}

// heading is what a report is called on screens.
func (r Report) heading() string {
	if r.Letter != nil {
		return r.Letter.title(r.kind().form)
	}
	h := "Báo cáo " + r.Window.Title()
	if r.Recipient != "" {
		h += " gửi " + r.Recipient
	}
	return h
}

// dossierPage asks once more before the dossier of a plan is packed.
func (d *Desk) dossierPage(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	var p plan.Plan
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		p, err = plan.Current(ctx, tx, plan.ID(id))
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, dossierScreen(p))
}

// dossier gives out the dossier of a plan.
func (d *Desk) dossier(w http.ResponseWriter, r *http.Request) (err error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	f, name, done, err := d.spooled(r.Context(), org.ActorOf(r.Context()), plan.ID(id))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	h.Set("Cache-Control", "private, no-store")
	_, err = io.Copy(w, f)
	return err
}

type fileKind struct{ name, kind string }

// The files of a report, by their numbers in addresses.
var fileKinds = []fileKind{
	{"Word (DOCX)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"PDF", "application/pdf"},
	{"Bảng tính (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"Bản đã ký (PDF)", "application/pdf"},
}

var errNoFile = refuse.With(refuse.NotFound, "Không tìm thấy tệp này.")

// file gives out one of the files: as handed over to be signed once there is a number, before that as the report stands now.
func (d *Desk) file(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	n, err := web.PathID(r, "n")
	if err != nil || n > int64(len(fileKinds)) {
		return errNoFile
	}
	f, err := d.fileOf(r, ID(id), int(n)-1)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", fileKinds[n-1].kind)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, f.Name))
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(f.Body)
	return err
}

func (d *Desk) fileOf(r *http.Request, id ID, n int) (f File, err error) {
	var report Report
	var made []File
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		var c *Composition
		if report, c, err = d.Read(ctx, tx, id); err != nil {
			return err
		}
		if f.Name = c.fileName(report.Issue) + []string{".docx", ".pdf", ".xlsx", "-da-ky.pdf"}[n]; n == 3 || report.Files.Page != "" {
			return nil
		}
		proofs, err := d.proofs(ctx, tx, c)
		if err != nil {
			return err
		}
		made, err = c.Files(report.Issue, proofs, d.Now())
		return err
	})
	if err != nil {
		return f, err
	}
	if made != nil && n >= len(made) {
		return f, errNoFile
	}
	if made != nil {
		f.Name, f.Body = "du-thao-"+f.Name, made[n].Body
		return f, nil
	}
	hash := []blob.Hash{report.Files.Word, report.Files.Page, report.Files.Book, report.Files.Signed}[n]
	if hash == "" {
		return f, errNoFile
	}
	f.Body, err = d.bytes(r.Context(), hash)
	return f, err
}
