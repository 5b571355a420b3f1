package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"loa/kit/grid"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// lists is the screens on which one register is brought in.
type lists struct {
	desk     *Desk
	register org.Register
	rule     web.Rule
}

func (d *Desk) intakeRoutes() []web.Route {
	var out []web.Route
	for _, l := range []lists{{d, org.UnitRegister, editUnits}, {d, org.PeopleRegister, editPeople}} {
		at := listHref(l.register)
		out = append(out,
			web.Route{Pattern: "GET " + at, Rule: l.rule, Handle: l.uploadForm},
			web.Route{Pattern: "POST " + at, Rule: l.rule, Handle: l.upload},
			web.Route{Pattern: "GET " + at + "/template.xlsx", Rule: l.rule, Handle: l.template},
			web.Route{Pattern: "GET " + at + "/{n}", Rule: l.rule, Handle: l.preview},
			web.Route{Pattern: "POST " + at + "/{n}", Rule: l.rule, Handle: l.takeIn},
			web.Route{Pattern: "GET " + at + "/{n}/errors.xlsx", Rule: l.rule, Handle: l.errors},
			web.Route{Pattern: "POST " + at + "/{n}/drop", Rule: l.rule, Handle: l.giveUp},
		)
		out = append(out, d.sheetRoutes([]sheet{{at + "/{n}/line/{line}", l.rule, l.drawLine, l.correctLine}})...)
	}
	return out
}

// listHref is where lists for r are brought in.
func listHref(r org.Register) string { return "/settings/bring/" + string(r) }

func intakeHref(r org.Register, id org.IntakeID) string {
	return listHref(r) + "/" + strconv.FormatInt(int64(id), 10)
}

// intakeWords are the words of the screens for a register.
type intakeWords struct {
	Title, Lead       string
	Home, HomeTitle   string // the register itself
	UsualLabel, Usual string
	UsualHint         string
}

var wordsOf = map[org.Register]intakeWords{
	org.UnitRegister: {"Nhập đơn vị từ tệp", "Tải lên danh sách đơn vị, trường học, tổ dân phố. Chưa có gì vào sổ cho đến khi anh/chị xem trước và bấm nhập.",
		"/settings/units", "Cơ quan, đơn vị", "Ngày hoạt động của đơn vị không ghi ngày", "", "Ví dụ 01/7/2025. Chỉ dùng cho đơn vị mới mà ô «Hoạt động từ ngày» bỏ trống."},
	org.PeopleRegister: {"Nhập người từ tệp", "Tải lên danh sách người, đơn vị, chức vụ, điện thoại, thư điện tử. Chưa có gì vào sổ cho đến khi anh/chị xem trước và bấm nhập.",
		"/settings/people", "Người và chức vụ", "Mục đích dùng số điện thoại, thư điện tử", "nhắc việc và liên hệ công vụ", "Dùng cho những dòng không ghi mục đích. Người được ghi phải biết mục đích này."},
}

// bringPage is where a list is uploaded.
type bringPage struct {
	Register org.Register
	Words    intakeWords
	Usual    string
	Waiting  []org.Intake
	Ended    []org.Intake
	No       refuse.Refusal
}

func (l lists) bringPage(r *http.Request) (bringPage, error) {
	p := bringPage{Register: l.register, Words: wordsOf[l.register]}
	p.Usual = p.Words.Usual
	err := l.read(r, func(ctx context.Context, tx *store.Tx) error {
		all, err := org.Intakes(ctx, tx, l.register)
		for _, i := range all {
			if i.EndedAt.IsZero() {
				p.Waiting = append(p.Waiting, i)
			} else if i.Outcome != "" {
				p.Ended = append(p.Ended, i)
			}
		}
		return err
	})
	return p, err
}

func (l lists) read(r *http.Request, fn func(context.Context, *store.Tx) error) error {
	return l.desk.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error { return fn(r.Context(), tx) })
}

func (l lists) uploadForm(w http.ResponseWriter, r *http.Request) error {
	p, err := l.bringPage(r)
	if err != nil {
		return err
	}
	return l.desk.show(w, r, http.StatusOK, bringScreen(p))
}

func (l lists) upload(w http.ResponseWriter, r *http.Request) error {
	name, data, err := uploaded(r)
	if err == nil {
		var id org.IntakeID
		if id, err = l.desk.Org.Bring(r.Context(), org.ActorOf(r.Context()), l.register, name, data, r.FormValue("usual")); err == nil {
			return l.desk.done(w, r, "", intakeHref(l.register, id))
		}
	}
	no, ok := redraw(err)
	if !ok {
		return err
	}
	p, err := l.bringPage(r)
	if err != nil {
		return err
	}
	p.No, p.Usual = no, r.FormValue("usual")
	return l.desk.show(w, r, web.Status(no), bringScreen(p))
}

// uploaded is the one file of a form.
func uploaded(r *http.Request) (name string, data []byte, err error) {
	f, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil, refuse.Field("file", "Hãy chọn tệp .xlsx hoặc .csv.")
	}
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	data, err = io.ReadAll(io.LimitReader(f, grid.MaxBytes+1))
	return head.Filename, data, err
}

func (l lists) template(w http.ResponseWriter, r *http.Request) error {
	return giveSheet(w, map[org.Register]string{org.UnitRegister: "mau-don-vi", org.PeopleRegister: "mau-nguoi"}[l.register], org.Template(l.register))
}

// giveSheet sends a workbook.
func giveSheet(w http.ResponseWriter, name string, pages []grid.Page) error {
	var body bytes.Buffer
	if err := grid.Write(&body, pages...); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name+".xlsx"))
	w.Header().Set("Cache-Control", "no-store")
	_, err := body.WriteTo(w)
	return err
}

// intakePage is a list with what would come of it.
type intakePage struct {
	pageOf[org.Finding]
	Register org.Register
	Words    intakeWords
	Intake   org.Intake
	Preview  org.Preview
	Show     org.Verdict // which lines are listed
	No       refuse.Refusal
}

func (l lists) look(r *http.Request) (p intakePage, err error) {
	id, err := web.PathID(r, "n")
	if err != nil {
		return p, err
	}
	p.Register, p.Words = l.register, wordsOf[l.register]
	err = l.read(r, func(ctx context.Context, tx *store.Tx) error {
		p.Intake, p.Preview, err = l.desk.Org.Look(ctx, tx, org.ActorOf(ctx), l.register, org.IntakeID(id))
		return err
	})
	if p.Show = org.Verdict(r.URL.Query().Get("show")); p.Preview.Count(p.Show) == 0 {
		for _, v := range org.Verdicts() { // those first that need a person
			if p.Show = v; p.Preview.Count(v) > 0 {
				break
			}
		}
	}
	p.pageOf = paged(r, p.Preview.With(p.Show))
	return p, err
}

// href is the page that lists the lines with verdict v.
func (p intakePage) href(v org.Verdict) string {
	return intakeHref(p.Register, p.Intake.ID) + "?show=" + string(v)
}

// Href is another page of the same lines.
func (p intakePage) Href(page int) string { return p.href(p.Show) + "&page=" + strconv.Itoa(page) }

// ignored names the columns that are not used.
func (p intakePage) ignored() string { return "«" + strings.Join(p.Intake.Ignored, "», «") + "»" }

// ready reports whether the list can be taken in as it stands.
func (p intakePage) ready() bool {
	return p.Intake.EndedAt.IsZero() && p.Preview.Count(org.Faulty) == 0 && p.Preview.Count(org.Fresh)+p.Preview.Count(org.Changed) > 0
}

func verdictName(v org.Verdict) string {
	return map[org.Verdict]string{org.Faulty: "Sai", org.Fresh: "Mới", org.Changed: "Thay đổi", org.Same: "Đã có sẵn", org.LeftOut: "Bỏ"}[v]
}

func (l lists) preview(w http.ResponseWriter, r *http.Request) error {
	p, err := l.look(r)
	if err != nil {
		return err
	}
	return l.desk.show(w, r, http.StatusOK, intakeScreen(p))
}

func (l lists) takeIn(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "n")
	if err != nil {
		return err
	}
	err = l.desk.Org.TakeIn(r.Context(), org.ActorOf(r.Context()), l.register, org.IntakeID(id), r.PostFormValue("mark"))
	if err == nil {
		return l.desk.done(w, r, "Đã nhập danh sách vào sổ.", intakeHref(l.register, org.IntakeID(id)))
	}
	no, ok := redraw(err)
	if !ok {
		return err
	}
	p, err := l.look(r)
	if err != nil {
		return err
	}
	p.No = no
	return l.desk.show(w, r, web.Status(no), intakeScreen(p))
}

func (l lists) errors(w http.ResponseWriter, r *http.Request) error {
	p, err := l.look(r)
	if err != nil {
		return err
	}
	return giveSheet(w, fmt.Sprintf("danh-sach-%d-loi", p.Intake.ID), org.Flaws(p.Intake, p.Preview))
}

func (l lists) giveUp(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "n")
	if err != nil {
		return err
	}
	if err := l.desk.Org.GiveUp(r.Context(), org.ActorOf(r.Context()), l.register, org.IntakeID(id)); err != nil {
		return err
	}
	return l.desk.done(w, r, "Đã bỏ danh sách. Không có gì vào sổ.", listHref(l.register))
}

// drawLine is the form in which one line is put right or left out.
func (l lists) drawLine(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	id, err := web.PathID(r, "n")
	if err != nil {
		return form{}, err
	}
	i, p, err := l.desk.Org.Look(ctx, tx, org.ActorOf(ctx), l.register, org.IntakeID(id))
	if err != nil {
		return form{}, err
	}
	words := wordsOf[l.register]
	for _, f := range p.Findings {
		if strconv.Itoa(f.No) != r.PathValue("line") {
			continue
		}
		out := form{Title: fmt.Sprintf("Sửa dòng %d", f.No), Verb: "Lưu dòng này", Back: intakeHref(l.register, i.ID),
			Way: append(way(words.Home, words.HomeTitle), web.Link{Href: listHref(l.register), Text: words.Title}, web.Link{Href: intakeHref(l.register, i.ID), Text: i.File}), Fields: lineFields(l.register, f)}
		return out, nil
	}
	return form{}, refuse.With(refuse.NotFound, "Danh sách không có dòng này.")
}

// lineFields is a field for each column, with what is wrong with it.
func lineFields(r org.Register, f org.Finding) []web.Input {
	columns := org.Columns(r)
	fields := make([]web.Input, 0, len(columns)+1)
	for i, c := range columns {
		in := web.Input{Name: fmt.Sprintf("c%d", i), Label: c.Name, Value: f.Cells[i], Required: c.Required}
		for _, flaw := range f.Flaws {
			if flaw.Column == c.Name {
				in.Error = flaw.Say
			}
		}
		fields = append(fields, in)
	}
	return append(fields, web.Input{Name: "out", Label: "Bỏ dòng này, không nhập", Type: "checkbox", Checked: f.LeftOut})
}

func (l lists) correctLine(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "n")
	if err != nil {
		return done{}, err
	}
	line, err := web.PathID(r, "line")
	if err != nil {
		return done{}, err
	}
	cells := make([]string, len(org.Columns(l.register)))
	for i := range cells {
		cells[i] = r.PostFormValue(fmt.Sprintf("c%d", i))
	}
	say := fmt.Sprintf("Đã lưu dòng %d.", line)
	return done{Say: say, To: intakeHref(l.register, org.IntakeID(id))},
		l.desk.Org.CorrectLine(r.Context(), a, l.register, org.IntakeID(id), int(line), cells, r.PostForm.Has("out"))
}
