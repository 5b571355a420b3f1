package work

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"loa/org"
	"loa/platform/mail"
	"loa/platform/store"
	"loa/platform/web"
)

func (d *Desk) remindRoutes() []web.Route {
	return slices.Concat([]web.Route{
		{Pattern: "GET /work/reminders", Rule: ruleOf(Look), Handle: d.remindersPage},
		{Pattern: "POST /work/reminders/letters", Rule: ruleOf(Look), Handle: d.wantLetters},
		{Pattern: "GET /work/calls", Rule: ruleOf(Verify), Handle: d.callsPage},
	}, d.sheetRoutes([]sheet{
		{"/work/reminders/switch", ruleOf(Manage), d.switchForm, d.switchReminders},
		{"/work/calls/unit/{unit}/called", ruleOf(Verify), d.calledForm, d.called},
	}))
}

// remindersPage is the ledger of the reminders: everybody's for those who verify, one's own for all others.
type remindersPage struct {
	Reminding
	Actor     org.Actor
	Today     org.Day
	Last      Round
	Task      Task // that the ledger is about; the zero Task: every one
	Unit      org.UnitID
	Units     []org.Unit
	IsMailOn  bool
	IsMute    bool
	WantsMail bool
	Address   string // of the actor
	ToCall    int    // units
	Told      []told
	Total     int
	Page      int

	Everything bool
}

func (p remindersPage) pages() int { return (p.Total + PageSize - 1) / PageSize }

// page is the address of page n of the ledger.
func (p remindersPage) page(n int) string {
	v := url.Values{"page": {strconv.Itoa(n)}}
	if p.Task.ID != 0 {
		v.Set("task", strconv.FormatInt(int64(p.Task.ID), 10))
	}
	if p.Unit != 0 {
		v.Set("unit", strconv.FormatInt(int64(p.Unit), 10))
	}
	return "/work/reminders?" + v.Encode()
}

func (d *Desk) remindersPage(w http.ResponseWriter, r *http.Request) error {
	q := asked(r)
	p := remindersPage{Actor: org.ActorOf(r.Context()), Today: d.today(), Page: q.Page, Unit: q.Unit}
	p.Everything = May(p.Actor, Verify)
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		asks := ledgerQuestion{Unit: p.Unit, Page: p.Page}
		if id, err := strconv.ParseInt(r.FormValue("task"), 10, 64); err == nil && id > 0 {
			if p.Task, err = loadTask(ctx, tx, TaskID(id)); err != nil {
				return err
			}
			asks.Task = p.Task.ID
		}
		if !p.Everything {
			asks.Person = p.Actor.Person
		}
		if p.Told, p.Total, err = ledger(ctx, tx, asks); err != nil {
			return err
		}
		return d.fillReminders(ctx, tx, &p)
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Show(w, r, http.StatusOK, remindersScreen(p))
}

// fillReminders finds what stands around the ledger.
func (d *Desk) fillReminders(ctx context.Context, tx *store.Tx, p *remindersPage) (err error) {
	if p.Reminding, err = reminding(ctx, tx); err != nil {
		return err
	}
	if p.Last, err = lastRound(ctx, tx); err != nil {
		return err
	}
	if p.Units, err = unitsWithParts(ctx, tx); err != nil {
		return err
	}
	s, err := mail.Load(ctx, tx)
	if err != nil {
		return err
	}
	p.IsMailOn, p.IsMute = s.IsOn(), d.Mail.Mute[tx.Place()]
	silent, err := letterless(ctx, tx)
	if err != nil {
		return err
	}
	p.WantsMail = !slices.Contains(silent, p.Actor.Person)
	me, err := org.LoadPerson(ctx, tx, p.Actor.Person)
	if err != nil {
		return err
	}
	p.Address = me.Email
	if p.Everything {
		list, err := toCall(ctx, tx, 0)
		p.ToCall = len(byUnit(list))
		return err
	}
	return nil
}

func (d *Desk) wantLetters(w http.ResponseWriter, r *http.Request) error {
	return goTo(w, r, "/work/reminders", d.WantLetters(r.Context(), org.ActorOf(r.Context()), r.FormValue("want") == "1"))
}

func (d *Desk) switchForm(ctx context.Context, tx *store.Tx, _ *http.Request) (form, error) {
	s, err := reminding(ctx, tx)
	f := form{Title: "Tắt đôn đốc", Verb: "Tắt đôn đốc", Kind: "wrong", Back: "/work/reminders", Way: remindWay("Tắt đôn đốc"),
		Lead: "Không ai được nhắc nữa, trên màn hình này, bằng thư hay bằng điện thoại, cho tới khi bật lại. Việc quá hạn vẫn hiện ở phần Việc của tôi."}
	want := "0"
	if !s.IsOn {
		f.Title, f.Verb, f.Kind, f.Way, want = "Bật đôn đốc", "Bật đôn đốc", "", remindWay("Bật đôn đốc"), "1"
		f.Lead = "Từ buổi sáng làm việc tới, mỗi phần việc được nhắc bước mới nhất; những bước đã qua trong lúc tắt không nhắc bù."
	}
	f.Hidden = []web.Input{{Name: "on", Value: want}}
	return f, err
}

func (d *Desk) switchReminders(r *http.Request, a org.Actor) (done, error) {
	return done{To: "/work/reminders"}, d.SwitchReminders(r.Context(), a, r.FormValue("on") == "1")
}

func remindWay(here string) []web.Link {
	return []web.Link{{Href: "/work", Text: "Nhiệm vụ"}, {Href: "/work/reminders", Text: "Đôn đốc"}, {Text: here}}
}

// A unitCall is everything for which one unit is to be called, and whom to ask for.
type unitCall struct {
	Unit     org.UnitID
	Name     string
	Contacts []org.Seat
	Calls    []call
}

// byUnit puts the calls of each unit together.
func byUnit(list []call) (out []unitCall) {
	for _, c := range list { // in the order of units
		if n := len(out); n == 0 || out[n-1].Unit != c.Unit {
			out = append(out, unitCall{Unit: c.Unit})
		}
		last := &out[len(out)-1]
		last.Calls = append(last.Calls, c)
	}
	return out
}

// since is the day on which u was first to be called.
func (u unitCall) since() org.Day {
	first := u.Calls[0].Since
	for _, c := range u.Calls {
		first = min(first, c.Since)
	}
	return first
}

// callsPage is the list of units to be called, to work through or to print.
type callsPage struct {
	Today    org.Day
	Calendar org.Calendar
	Units    []unitCall
}

func (d *Desk) callsPage(w http.ResponseWriter, r *http.Request) error {
	p := callsPage{Today: d.today()}
	err := d.read(r, func(ctx context.Context, tx *store.Tx) error {
		list, err := toCall(ctx, tx, 0)
		if err != nil {
			return err
		}
		if p.Calendar, err = org.CalendarOf(ctx, tx); err != nil {
			return err
		}
		p.Units, err = d.withContacts(ctx, tx, byUnit(list))
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Show(w, r, http.StatusOK, callsScreen(p))
}

// withContacts finds the unit's name and who has a post there today: the head first.
func (d *Desk) withContacts(ctx context.Context, tx *store.Tx, units []unitCall) ([]unitCall, error) {
	if len(units) == 0 {
		return nil, nil
	}
	seats, err := org.SeatsOn(ctx, tx, d.today())
	if err != nil {
		return nil, err
	}
	names, err := unitNames(ctx, tx)
	for i := range units {
		u := &units[i]
		u.Name = names[u.Unit]
		for _, audience := range []Audience{Head, Doer} {
			for _, s := range seats {
				known := slices.ContainsFunc(u.Contacts, func(c org.Seat) bool { return c.Person.ID == s.Person.ID })
				if s.Unit == u.Unit && slices.Contains(officers[audience], s.Post) && !known {
					u.Contacts = append(u.Contacts, s)
				}
			}
		}
	}
	return units, err
}

// contact is whom to ask for, with the number.
func contact(s org.Seat) string {
	if s.Person.Phone == "" {
		return s.Name() + " (chưa có số điện thoại)"
	}
	return s.Name() + ", " + s.Person.Phone
}

func (d *Desk) calledForm(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	id, err := web.PathID(r, "unit")
	if err != nil {
		return form{}, err
	}
	u, err := org.LoadUnit(ctx, tx, org.UnitID(id))
	if err != nil {
		return form{}, err
	}
	list, err := toCall(ctx, tx, u.ID)
	return form{Title: "Đã gọi " + u.Name, Lead: fmt.Sprintf("Ghi vào lịch sử của %d nhiệm vụ: đã gọi ai, người ấy nói gì.", len(list)), Verb: "Ghi đã gọi", Back: "/work/calls",
		Way:    []web.Link{{Href: "/work", Text: "Nhiệm vụ"}, {Href: "/work/calls", Text: "Danh sách gọi điện"}, {Text: u.Name}},
		Fields: []web.Input{{Name: "note", Label: "Nội dung", Type: "textarea", Required: true, Hint: "Ví dụ: gặp cô Hồng, hẹn gửi minh chứng chiều mai."}}}, err
}

func (d *Desk) called(r *http.Request, a org.Actor) (done, error) {
	id, err := web.PathID(r, "unit")
	if err != nil {
		return done{}, err
	}
	return done{To: "/work/calls"}, d.Called(r.Context(), a, org.UnitID(id), r.FormValue("note"))
}

// outcome is what became of x, and how it looks.
func (x told) outcome() (tone, say string) {
	switch {
	case x.Channel == ByPhone && x.CalledAt.IsZero():
		return "warn", "Chờ gọi"
	case x.Channel == ByPhone:
		return "good", "Đã gọi"
	case x.Channel == OnScreen:
		return "", "Trên màn hình"
	}
	switch x.State {
	case Posted:
		return "good", "Đã gửi"
	case Unposted:
		return "bad", "Không gửi được"
	case Needless:
		return "", "Không cần gửi nữa"
	case Sending:
		return "warn", "Đang gửi"
	}
	return "warn", "Chờ gửi"
}

// more is what there is to say about the outcome of x.
func (x told) more() string {
	switch {
	case !x.CalledAt.IsZero():
		return x.CalledBy + ", " + web.Moment(x.CalledAt) + ": " + x.Note
	case x.State == Needless:
		return "Việc đã được gửi minh chứng trước khi thư đi."
	}
	return x.Why
}

// to is who was told.
func (x told) to() string {
	if x.Channel == ByPhone {
		return "Gọi điện cho đơn vị"
	}
	return x.Name
}

func (x told) title() string { return Task{Body: x.Body}.Title() }

// say is p in a sentence without its end: 07/10/2025 (trước hạn 3 ngày, 5 đơn vị).
func (p past) say(units bool) string {
	if !units {
		return fmt.Sprintf("%s (%s)", p.Day, p.Step.say())
	}
	return fmt.Sprintf("%s (%s, %d đơn vị)", p.Day, p.Step.say(), p.Units)
}

// mostPast is how many reminders a page names; the ledger has the others.
const mostPast = 4

// sayPast is ps in a sentence.
func sayPast(ps []past, units bool) string {
	var days []string
	for _, p := range ps[:min(len(ps), mostPast)] {
		days = append(days, p.say(units))
	}
	if n := len(ps) - mostPast; n > 0 {
		days = append(days, fmt.Sprintf("và %d lần trước đó", n))
	}
	return "Đã nhắc: " + strings.Join(days, "; ") + "."
}
