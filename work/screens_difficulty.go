package work

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) difficultyRoutes() []web.Route {
	look := ruleOf(Look)
	return append(d.sheetRoutes([]sheet{
		{"/work/{id}/difficulty/{difficulty}/decide", look, d.decideForm, d.decideHere},
		{"/work/{id}/difficulty/{difficulty}/forward", look, d.forwardForm, d.forwardHere},
		{"/work/{id}/difficulty/{difficulty}/close", look, d.closeForm, d.closeHere},
		{"/work/{id}/difficulty/{difficulty}/reopen", look, d.reopenForm, d.reopenHere},
	}),
		web.Route{Pattern: "GET /work/difficulties", Rule: look, Handle: d.difficultiesPage},
		web.Route{Pattern: "GET /work/difficulties.xlsx", Rule: look, Handle: d.difficultiesXLSX},
		web.Route{Pattern: "GET /work/{id}/difficulty/{difficulty}", Rule: look, Handle: d.difficultyPage},
		web.Route{Pattern: "GET /work/{id}/unit/{unit}/difficulty", Rule: look, Handle: d.raisePage},
		web.Route{Pattern: "POST /work/{id}/unit/{unit}/difficulty", Rule: look, Handle: d.raiseHere},
		web.Route{Pattern: "GET /gui/{secret}/vuong-mac", Rule: web.Anyone, Handle: d.raisePhonePage},
		web.Route{Pattern: "POST /gui/{secret}/vuong-mac", Rule: web.Anyone, Handle: d.raiseByPhone},
	)
}

// A difficultyQuestion narrows the difficulties that somebody may see.
type difficultyQuestion struct {
	State Stage // or late
	Unit  org.UnitID
	Mine  bool // that the asker has to answer
	Words string
	Page  int // from 1; 0 = everything on one page
}

// late narrows to what waits for an answer past its day.
const late Stage = "late"

func askedDifficulties(r *http.Request) difficultyQuestion {
	unit, _ := strconv.ParseInt(r.FormValue("unit"), 10, 64) // anything else asks for every unit
	page, _ := strconv.Atoi(r.FormValue("page"))
	return difficultyQuestion{State: Stage(r.FormValue("state")), Unit: org.UnitID(max(unit, 0)), Mine: r.FormValue("mine") != "", Words: r.FormValue("q"), Page: min(max(page, 1), 1<<20)}
}

func (q difficultyQuestion) query() url.Values {
	v := url.Values{}
	if q.State != "" {
		v.Set("state", string(q.State))
	}
	if q.Unit != 0 {
		v.Set("unit", strconv.FormatInt(int64(q.Unit), 10))
	}
	if q.Mine {
		v.Set("mine", "1")
	}
	if q.Words != "" {
		v.Set("q", q.Words)
	}
	return v
}

// at is the address of q under path.
func (q difficultyQuestion) at(path string) string {
	if v := q.query(); len(v) > 0 {
		return path + "?" + v.Encode()
	}
	return path
}

// difficultiesView is a page of the list.
type difficultiesView struct {
	difficultyQuestion
	Actor org.Actor
	Today org.Day
	Units []org.Unit
	Found []Difficulty
	Total int
}

func (v difficultiesView) page(n int) string {
	q := v.query()
	q.Set("page", strconv.Itoa(n))
	return "/work/difficulties?" + q.Encode()
}

func (v difficultiesView) pages() int { return (v.Total + PageSize - 1) / PageSize }

func (d *Desk) findDifficulties(r *http.Request, q difficultyQuestion) (difficultiesView, error) {
	v := difficultiesView{difficultyQuestion: q, Actor: org.ActorOf(r.Context()), Today: d.today()}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if v.Found, v.Total, err = listDifficulties(ctx, tx, v.Actor, q, v.Today); err != nil {
			return err
		}
		v.Units, err = unitsWithParts(ctx, tx)
		return err
	})
	return v, err
}

func (d *Desk) difficultiesPage(w http.ResponseWriter, r *http.Request) error {
	v, err := d.findDifficulties(r, askedDifficulties(r))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, difficultiesScreen(v))
}

var difficultyColumns = []sheetColumn{
	{"STT", 6}, {"Đơn vị", 32}, {"Khó khăn, vướng mắc", 50}, {"Từ ngày", 12}, {"Đề nghị", 40}, {"Người trả lời", 28}, {"Hạn trả lời", 12}, {"Tình trạng", 20}, {"Ý kiến giải quyết", 50}, {"Ngày có ý kiến", 14},
}

// difficultiesXLSX gives out the difficulties that are asked for as a workbook.
func (d *Desk) difficultiesXLSX(w http.ResponseWriter, r *http.Request) error {
	q := askedDifficulties(r)
	q.Page = 0
	v, err := d.findDifficulties(r, q)
	if err != nil {
		return err
	}
	rows := headRows("Khó khăn, vướng mắc của các đơn vị, tính đến ngày "+v.Today.String(), difficultyColumns)
	for i, x := range v.Found {
		rows = append(rows, []any{i + 1, x.Name, x.Body, x.Since.String(), x.Asks, x.Owner.Says(), x.DueOn.String(), x.stageName(v.Today), x.Decision, dayIf(x.DecidedAt).String()})
	}
	var body bytes.Buffer
	if err := workbook(&body, "Vướng mắc", difficultyColumns, rows); err != nil {
		return err
	}
	return giveWorkbook(w, &body, "vuong-mac-"+string(v.Today))
}

// stageName is how far x is, in words.
func (x Difficulty) stageName(today org.Day) string {
	if x.Late(today) {
		return "Quá hạn trả lời"
	}
	return x.State.name()
}

// difficultyView is one difficulty as the actor sees it.
type difficultyView struct {
	X      Difficulty
	Task   Task
	Actor  org.Actor
	Today  org.Day
	Events []Event
}

func (v difficultyView) may(m move) bool {
	_, err := v.X.may(v.Actor, m)
	return err == nil
}

// loadDifficulty is the difficulty in the address of r, as the actor of r may see it.
func (d *Desk) loadDifficulty(ctx context.Context, tx *store.Tx, r *http.Request) (v difficultyView, err error) {
	v.Actor, v.Today = org.ActorOf(ctx), d.today()
	id, err := web.PathID(r, "difficulty")
	if err != nil {
		return v, err
	}
	if v.Task, err = taskOf(ctx, tx, r); err != nil {
		return v, err
	}
	if v.X, err = visibleDifficulty(ctx, tx, v.Actor, DifficultyID(id)); err != nil {
		return v, err
	}
	if v.X.Task != v.Task.ID {
		return v, refuse.With(refuse.NotFound, "Không tìm thấy vướng mắc này.")
	}
	return v, nil
}

func (d *Desk) difficultyPage(w http.ResponseWriter, r *http.Request) error {
	var v difficultyView
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		if v, err = d.loadDifficulty(ctx, tx, r); err != nil {
			return err
		}
		v.Events, err = difficultyEvents(ctx, tx, v.X.ID)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, difficultyScreen(v))
}

// href is the address of x.
func (x Difficulty) href() string { return "/" + x.Ref() }

// difficultyForm is a form for one move on the difficulty in the address of r; it is not drawn for those who may not make it.
func (d *Desk) difficultyForm(ctx context.Context, tx *store.Tx, r *http.Request, m move, title, verb string, fields func(difficultyView) []web.Input) (form, error) {
	v, err := d.loadDifficulty(ctx, tx, r)
	if err != nil {
		return form{}, err
	}
	if _, err := v.X.may(v.Actor, m); err != nil && r.Method == http.MethodGet {
		return form{}, err
	}
	way := append(v.Task.way(""), web.Link{Text: title})
	way[2] = web.Link{Href: v.X.href(), Text: "Vướng mắc"}
	return form{Title: title, Lead: v.X.Name + ": " + sentence(cut(v.X.Body)), Way: way, Verb: verb, Back: v.X.href(), Fields: fields(v)}, nil
}

// moved does one move on the difficulty in the address of r.
func moved(r *http.Request, do func(DifficultyID) error) (done, error) {
	id, err := web.PathID(r, "difficulty")
	if err != nil {
		return done{}, err
	}
	to := r.URL.Path[:strings.LastIndexByte(r.URL.Path, '/')]
	return done{To: to}, do(DifficultyID(id))
}

func (d *Desk) decideForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	return d.difficultyForm(ctx, tx, r, toDecide, "Cho ý kiến giải quyết", "Lưu ý kiến", func(v difficultyView) []web.Input {
		return []web.Input{{Name: "decision", Label: "Ý kiến giải quyết", Type: "textarea", Rows: 6, Required: true, Hint: "Đơn vị đề nghị: " + sentence(cut(v.X.Asks))}}
	})
}

func (d *Desk) decideHere(r *http.Request, a org.Actor) (done, error) {
	return moved(r, func(id DifficultyID) error { return d.Decide(r.Context(), a, id, unix(r.FormValue("decision"))) })
}

func (d *Desk) closeForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	return d.difficultyForm(ctx, tx, r, toClose, "Đóng vướng mắc", "Đóng lại", func(difficultyView) []web.Input {
		return []web.Input{{Name: "note", Label: "Ghi chú", Hint: "Ví dụ: đã được cấp máy, không còn vướng."}}
	})
}

func (d *Desk) closeHere(r *http.Request, a org.Actor) (done, error) {
	return moved(r, func(id DifficultyID) error { return d.Close(r.Context(), a, id, r.FormValue("note")) })
}

func (d *Desk) reopenForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	return d.difficultyForm(ctx, tx, r, toReopen, "Mở lại vướng mắc", "Mở lại", func(difficultyView) []web.Input {
		return []web.Input{{Name: "why", Label: "Vì sao vẫn còn vướng", Type: "textarea", Required: true, Hint: "Người trả lời đọc câu này; hạn trả lời tính lại từ hôm nay."}}
	})
}

func (d *Desk) reopenHere(r *http.Request, a org.Actor) (done, error) {
	return moved(r, func(id DifficultyID) error { return d.Reopen(r.Context(), a, id, r.FormValue("why")) })
}

// value is how a form says o.
func (o Owner) value() string {
	if o.Unit == 0 {
		return string(o.Post)
	}
	return fmt.Sprintf("%s-%d", o.Post, o.Unit)
}

// owners are who may be asked to answer: the leaders, the office, and the head of each unit.
func (d *Desk) owners(ctx context.Context, tx *store.Tx) ([]Owner, error) {
	out := []Owner{{Post: org.OfficeHead}, {Post: org.ViceChair}, {Post: org.Chair}}
	units, err := org.UnitsOn(ctx, tx, d.today())
	for _, u := range units {
		out = append(out, Owner{Post: org.UnitHead, Unit: u.ID, Name: u.Name})
	}
	return out, err
}

func (d *Desk) forwardForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	owners, err := d.owners(ctx, tx)
	if err != nil {
		return form{}, err
	}
	var options []web.Option
	for _, o := range owners {
		options = append(options, web.Option{Value: o.value(), Text: o.Says()})
	}
	return d.difficultyForm(ctx, tx, r, toForward, "Chuyển hoặc đổi hạn", "Lưu", func(v difficultyView) []web.Input {
		return []web.Input{
			{Name: "owner", Label: "Người trả lời", Type: "select", Value: v.X.Owner.value(), Options: options, Hint: "Ai đang giữ hoặc được ủy quyền chức vụ này thì thấy việc."},
			{Name: "due", Label: "Hạn trả lời", Type: "date", Value: string(max(v.X.DueOn, v.Today)), Required: true, Autocomplete: "off"},
			{Name: "why", Label: "Lý do", Hint: "Ví dụ: vượt thẩm quyền của phòng."},
		}
	})
}

func (d *Desk) forwardHere(r *http.Request, a org.Actor) (done, error) {
	due, err := org.ParseDay("due", tidy(r.FormValue("due")))
	if err != nil {
		return done{}, err
	}
	var owners []Owner
	err = d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		owners, err = d.owners(ctx, tx)
		return err
	})
	if err != nil {
		return done{}, err
	}
	for _, o := range owners {
		if o.value() == r.FormValue("owner") {
			return moved(r, func(id DifficultyID) error { return d.Forward(r.Context(), a, id, o, due, r.FormValue("why")) })
		}
	}
	return done{}, refuse.Field("owner", "Hãy chọn người trả lời trong danh sách.")
}

// raiseForm is the form of a difficulty, as it was typed.
type raiseForm struct {
	Once, Body, Since, Asks, Sender string
	ByLink                          bool
	No                              refuse.Refusal
}

func (f raiseForm) wrong(field string) string {
	if f.No.Field == field {
		return f.No.Say
	}
	return ""
}

func readRaise(r *http.Request) (f raiseForm, raised Raised, err error) {
	f = raiseForm{Once: r.FormValue("once"), Body: unix(r.FormValue("body")), Since: r.FormValue("since"), Asks: unix(r.FormValue("asks")), Sender: tidy(r.FormValue("sender"))}
	if len(f.Once) < 10 || len(f.Once) > 100 {
		f.Once = rand.Text()
	}
	raised = Raised{Body: f.Body, Asks: f.Asks}
	if tidy(f.Since) != "" {
		raised.Since, err = org.ParseDay("since", tidy(f.Since))
	}
	return f, raised, err
}

// raiseView is the page on which a unit raises a difficulty.
type raiseView struct {
	Task Task
	Part Part
	Form raiseForm
}

func (d *Desk) raisePage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPart(r)
	if err != nil {
		return err
	}
	if !p.mayRaise() {
		return refuse.With(refuse.NotAllowed, "Chỉ người của đơn vị, hoặc phòng Văn hóa - Xã hội nêu thay, được nêu vướng mắc của đơn vị này.")
	}
	return web.Show(w, r, http.StatusOK, raiseScreen(raiseView{p.Task, p.Part, raiseForm{Once: rand.Text(), Since: p.Today.String()}}))
}

// mayRaise reports whether the actor may raise a difficulty of the part.
func (p partPage) mayRaise() bool {
	return maySend(p.Actor, p.Part.Unit) && p.Task.IsAsked && p.Part.IsAsked
}

func (d *Desk) raiseHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPart(r)
	if err != nil {
		return err
	}
	f, raised, err := readRaise(r)
	var id DifficultyID
	if err == nil {
		id, err = d.Raise(r.Context(), p.Actor, p.Task.ID, p.Part.Unit, f.Once, raised)
	}
	if no, again := web.Again(r, err); again {
		f.No = no
		return web.Show(w, r, web.Status(no), raiseScreen(raiseView{p.Task, p.Part, f}))
	}
	return goTo(w, r, Difficulty{ID: id, Task: p.Task.ID}.href(), err)
}

// phoneRaise is the page behind a link on which a unit raises a difficulty.
type phoneRaise struct {
	phone
	Raise  raiseForm
	Raised []Difficulty // of the part, what waits for an answer first
}

func (d *Desk) loadPhoneRaise(r *http.Request) (p phoneRaise, err error) {
	if p.phone, err = d.loadPhone(r); err != nil {
		return p, err
	}
	err = d.DB.Read(r.Context(), web.Place(r.Context()), func(tx *store.Tx) (err error) {
		p.Raised, err = difficulties(r.Context(), tx, `task = $2 AND unit = $3`, int64(p.Task.ID), int64(p.Part.Unit))
		return err
	})
	return p, err
}

func (p phoneRaise) show(w http.ResponseWriter, r *http.Request, status int) error {
	p.Raise.ByLink = true
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	return web.Show(w, r, status, phoneRaiseScreen(p))
}

func (d *Desk) raisePhonePage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPhoneRaise(r)
	if err != nil {
		return err
	}
	p.Raise = raiseForm{Once: rand.Text(), Since: p.Today.String()}
	return p.show(w, r, http.StatusOK)
}

func (d *Desk) raiseByPhone(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadPhoneRaise(r)
	if err != nil {
		return err
	}
	var raised Raised
	if p.Raise, raised, err = readRaise(r); err == nil {
		_, err = d.RaiseByLink(r.Context(), web.Place(r.Context()), r.PathValue("secret"), p.Raise.Sender, p.Raise.Once, raised)
	}
	if no, again := web.Again(r, err); again {
		p.Raise.No = no
		return p.show(w, r, web.Status(no))
	}
	return goTo(w, r, r.URL.Path, err)
}
