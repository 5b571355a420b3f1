package alert

import (
	"context"
	"net/http"
	"strings"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Routes are the desk's screens.
func (d *Desk) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /alerts", Rule: org.SignedIn, Handle: d.listPage},
		{Pattern: "GET /alerts/new", Rule: org.Holders(lawOf(Write)...), Handle: d.newPage},
		{Pattern: "POST /alerts/new", Rule: org.Holders(lawOf(Write)...), Handle: d.writeHere},
		{Pattern: "POST /alerts/{id}/raise", Rule: org.Holders(lawOf(Raise)...), Handle: d.here(d.Raise)},
		{Pattern: "POST /alerts/{id}/lower", Rule: org.Holders(lawOf(Lower)...), Handle: d.here(d.Lower)},
	}
}

type listPage struct {
	Alerts []Alert
	Actor  org.Actor
	Now    time.Time
}

func (d *Desk) listPage(w http.ResponseWriter, r *http.Request) error {
	p := listPage{Actor: org.ActorOf(r.Context()), Now: d.Now()}
	err := d.DB.Read(r.Context(), p.Actor.Place, func(tx *store.Tx) (err error) {
		p.Alerts, err = latest(r.Context(), tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listScreen(p))
}

// history is when a stands, and who did what with it.
func (a Alert) history() string {
	said := "Từ " + web.Moment(a.From) + " đến " + web.Moment(a.Until) + ". " + a.DrafterName + " soạn"
	if a.RaiserName != "" {
		said += ", " + a.RaiserName + " đưa lên lúc " + web.Moment(a.RaisedAt)
	}
	if a.DownByName != "" {
		said += ", " + a.DownByName + " gỡ lúc " + web.Moment(a.DownAt)
	}
	return said + "."
}

type newPage struct {
	Fields   []web.Input
	MayRaise bool
	No       refuse.Refusal
}

func (d *Desk) newPage(w http.ResponseWriter, r *http.Request) error {
	p := newPage{Fields: fields(r, refuse.Refusal{}), MayRaise: May(org.ActorOf(r.Context()), Raise)}
	return web.Show(w, r, http.StatusOK, newScreen(p))
}

// fields are the form, as it was typed in r.
func fields(r *http.Request, no refuse.Refusal) []web.Input {
	choices := []web.Option{{Value: "", Text: "Chọn mức độ"}}
	for _, row := range severities {
		choices = append(choices, web.Option{Value: string(row.severity), Text: row.name})
	}
	in := []web.Input{
		{Name: "body", Label: "Thông báo", Type: "textarea", Required: true, Hint: "Việc gì, ở đâu, người dân cần làm gì. Không quá 300 ký tự."},
		{Name: "severity", Label: "Mức độ", Type: "select", Options: choices, Required: true},
		{Name: "from_day", Label: "Bắt đầu ngày", Type: "date", Hint: "Bỏ trống là hiện ngay khi đưa lên."},
		{Name: "from_hour", Label: "Bắt đầu giờ", Hint: "Ví dụ 17:30."},
		{Name: "until_day", Label: "Kết thúc ngày", Type: "date", Required: true},
		{Name: "until_hour", Label: "Kết thúc giờ", Required: true, Hint: "Ví dụ 06:00. Đến giờ này thông báo tự hết."},
	}
	for i := range in {
		in[i].Value = r.PostFormValue(in[i].Name)
		if in[i].Name == no.Field {
			in[i].Error = no.Say
		}
	}
	return in
}

func (d *Desk) writeHere(w http.ResponseWriter, r *http.Request) error {
	by := org.ActorOf(r.Context())
	a, err := typed(r)
	if err == nil {
		_, err = d.Write(r.Context(), by, a, r.PostFormValue("raise") != "")
	}
	if no := refuse.Of(err); err != nil && no.Kind == refuse.Invalid {
		p := newPage{Fields: fields(r, no), MayRaise: May(by, Raise), No: no}
		return web.Show(w, r, web.Status(no), newScreen(p))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/alerts", http.StatusSeeOther)
	return nil
}

// typed is the alert that the form of r asks for.
func typed(r *http.Request) (a Alert, err error) {
	a.Body, a.Severity = r.PostFormValue("body"), Severity(r.PostFormValue("severity"))
	if a.From, err = moment(r, "from"); err != nil {
		return a, err
	}
	a.Until, err = moment(r, "until")
	return a, err
}

// moment reads the day and the hour of name; nothing typed is no moment.
func moment(r *http.Request, name string) (time.Time, error) {
	day, hour := strings.TrimSpace(r.PostFormValue(name+"_day")), strings.TrimSpace(r.PostFormValue(name+"_hour"))
	if day == "" && hour == "" {
		return time.Time{}, nil
	}
	on, err := org.ParseDay(name+"_day", day)
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.ParseInLocation("2006-01-02 15:4", string(on)+" "+strings.Replace(hour, "h", ":", 1), org.Hanoi)
	if err != nil {
		return t, refuse.Field(name+"_hour", "Giờ chưa đúng. Hãy ghi giờ và phút, ví dụ 17:30.")
	}
	return t, nil
}

// here does verb on the alert in the address and leads back to the list.
func (d *Desk) here(verb func(context.Context, org.Actor, ID) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := web.PathID(r, "id")
		if err != nil {
			return err
		}
		if err := verb(r.Context(), org.ActorOf(r.Context()), ID(id)); err != nil {
			return err
		}
		http.Redirect(w, r, "/alerts", http.StatusSeeOther)
		return nil
	}
}

// A Wait is a thing of the board that wants somebody's eye.
type Wait struct{ Href, Text, Detail string }

// Watched is what wants the eye of by: drafts that they may put up, and what is up and ends by itself.
func (d *Desk) Watched(ctx context.Context, tx *store.Tx, by org.Actor) (out []Wait, err error) {
	if !May(by, Write) {
		return nil, nil
	}
	if May(by, Raise) {
		waiting, err := drafts(ctx, tx, d.Now())
		if err != nil {
			return nil, err
		}
		for _, a := range waiting {
			out = append(out, Wait{"/alerts", "Thông báo chờ đưa lên: " + a.Body, a.DrafterName + " soạn. Mức độ: " + a.Severity.Name() + "."})
		}
	}
	up, err := standing(ctx, tx, d.Now())
	for _, a := range up {
		out = append(out, Wait{"/alerts", "Đang hiện trên mọi trang: " + a.Body, "Tự hết lúc " + web.Moment(a.Until) + "."})
	}
	return out, err
}

// OnBoard are the alerts that every public page shows at the moment.
func (d *Desk) OnBoard(ctx context.Context, tx *store.Tx) ([]web.Alert, error) {
	up, err := standing(ctx, tx, d.Now())
	out := make([]web.Alert, len(up))
	for i, a := range up {
		out[i] = web.Alert{Label: a.Severity.Name(), Tone: a.Severity.tone(), Say: a.Body, Until: "Đến " + web.Moment(a.Until) + "."}
	}
	return out, err
}
