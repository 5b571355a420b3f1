package link

import (
	"context"
	"fmt"
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
	ask, keep := org.Holders(law[Ask]...), org.Holders(keepers...)
	return []web.Route{
		{Pattern: "GET /links", Rule: org.SignedIn, Handle: d.listPage},
		{Pattern: "GET /links/ask", Rule: ask, Handle: d.askPage},
		{Pattern: "POST /links/ask", Rule: ask, Handle: d.askHere},
		{Pattern: "POST /links/host/{host}/allow", Rule: keep, Handle: d.allowHere},
		{Pattern: "GET /links/host/{host}/bar", Rule: keep, Handle: d.barPage},
		{Pattern: "POST /links/host/{host}/bar", Rule: keep, Handle: d.barHere},
	}
}

// listPage is where the place's pages lead, what of it is out of order, and which hosts they may lead to.
type listPage struct {
	Actor  org.Actor
	Hosts  []Host
	Sick   []mending
	Links  int
	Opened time.Time // the last time a link was opened; zero: never
}

// lead is how many links there are and when one was opened last.
func (p listPage) lead() string {
	s := fmt.Sprintf("Trang công khai đang dẫn tới %d chỗ bên ngoài. Mỗi đường dẫn được mở thử mỗi tuần một lần", p.Links)
	if p.Opened.IsZero() {
		return s + "."
	}
	return s + ", lần gần nhất " + web.Moment(p.Opened) + "."
}

// A mending is a page with links that are out of order.
type mending struct {
	Page, Title, Href string
	Links             []Health
}

func (d *Desk) listPage(w http.ResponseWriter, r *http.Request) error {
	p := listPage{Actor: org.ActorOf(r.Context())}
	err := d.DB.Read(r.Context(), p.Actor.Place, func(tx *store.Tx) (err error) {
		if p.Hosts, err = hosts(r.Context(), tx, ""); err != nil {
			return err
		}
		all, err := uses(r.Context(), tx)
		p.add(all)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listScreen(p))
}

// add counts the links of the public pages and puts those that ail to their pages.
func (p *listPage) add(all []use) {
	p.Links = len(all)
	for _, u := range all {
		if u.CheckedAt.After(p.Opened) {
			p.Opened = u.CheckedAt
		}
		if !u.ails() {
			continue
		}
		if n := len(p.Sick); n == 0 || p.Sick[n-1].Page != u.Page {
			p.Sick = append(p.Sick, mending{Page: u.Page, Title: u.Title, Href: u.Href})
		}
		last := &p.Sick[len(p.Sick)-1]
		last.Links = append(last.Links, u.Health)
	}
}

// mayAllow reports whether the reader may allow h: it waits or is barred, and they did not ask for it themselves.
func (p listPage) mayAllow(h Host) bool {
	return May(p.Actor, Allow) && h.State != Allowed && (h.State != Asked || h.Asker != p.Actor.Person)
}

// history is who asked for h and who decided.
func (h Host) history() string {
	s := h.AskerName + " đề nghị " + web.Moment(h.AskedAt)
	if h.ByName != "" {
		s += "; " + h.ByName + map[State]string{Asked: " đã xem lần trước", Allowed: " cho phép ", Barred: " chặn "}[h.State]
		if h.State != Asked {
			s += web.Moment(h.At)
		}
		if h.Word != "" {
			s += ": " + strings.TrimSuffix(h.Word, ".")
		}
	}
	return s
}

// A form is a form of this desk.
type form struct {
	Title, Lead, Verb, Kind string
	Fields                  []web.Input
	No                      refuse.Refusal
}

func (d *Desk) askPage(w http.ResponseWriter, r *http.Request) error {
	f := asking()
	f.Fields[0].Value = HostOf(r.FormValue("url"))
	return web.Show(w, r, http.StatusOK, formScreen(f))
}

func asking() form {
	return form{Title: "Đề nghị dẫn tới một trang khác", Verb: "Gửi đề nghị",
		Lead: "Trang của cơ quan nhà nước và báo chí quốc gia dẫn tới được ngay. Trang khác cần người có thẩm quyền, không phải người đề nghị, xem và cho phép một lần.",
		Fields: []web.Input{
			{Name: "host", Label: "Tên miền hoặc địa chỉ trang", Required: true, Hint: "Ví dụ: evn.com.vn. Cho phép một tên miền là cho phép cả các tên miền con của nó."},
			{Name: "why", Label: "Trang của ai, vì sao người đọc cần đến đó", Type: "textarea", Required: true, Hint: "Không quá 300 ký tự."},
		}}
}

func (d *Desk) askHere(w http.ResponseWriter, r *http.Request) error {
	err := d.Ask(r.Context(), org.ActorOf(r.Context()), r.FormValue("host"), r.FormValue("why"))
	return d.after(w, r, asking(), err)
}

func (d *Desk) allowHere(w http.ResponseWriter, r *http.Request) error {
	if err := d.Allow(r.Context(), org.ActorOf(r.Context()), r.PathValue("host"), r.FormValue("word")); err != nil {
		return err
	}
	return d.after(w, r, form{}, nil)
}

func (d *Desk) barPage(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("host")
	err := d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error {
		return exists(r.Context(), tx, name)
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formScreen(barring(name)))
}

func exists(ctx context.Context, tx *store.Tx, name string) error {
	found, err := hosts(ctx, tx, name)
	if err == nil && len(found) == 0 {
		return refuse.With(refuse.NotFound, "Không tìm thấy tên miền này.")
	}
	return err
}

func barring(name string) form {
	return form{Title: "Chặn " + name, Verb: "Chặn", Kind: "wrong",
		Lead:   "Từ nay không bài nào dẫn tới " + name + " được trình. Bài đang đăng giữ nguyên đường dẫn cho đến khi được đính chính.",
		Fields: []web.Input{{Name: "word", Label: "Lý do", Type: "textarea", Required: true, Hint: "Người viết thấy câu này."}}}
}

func (d *Desk) barHere(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("host")
	return d.after(w, r, barring(name), d.Bar(r.Context(), org.ActorOf(r.Context()), name, r.FormValue("word")))
}

// after leads back to the list, or shows f again as it was typed with why it could not be taken.
func (d *Desk) after(w http.ResponseWriter, r *http.Request, f form, err error) error {
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
		f.No, f.Fields = no, web.Retyped(f.Fields, r.PostForm, no)
		return web.Show(w, r, web.Status(no), formScreen(f))
	}
	if err == nil {
		http.Redirect(w, r, "/links", http.StatusSeeOther)
	}
	return err
}
