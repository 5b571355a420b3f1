package watch

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// Routes are the desk's screens.
func (d *Desk) Routes() []web.Route {
	look, accept := org.Holders(law[Look]...), org.Holders(law[Accept]...)
	return []web.Route{
		{Pattern: "GET /watch", Rule: look, Handle: d.listPage},
		{Pattern: "POST /watch/drill", Rule: org.Holders(law[Drill]...), Handle: d.drillHere},
		{Pattern: "GET /watch/{id}/accept", Rule: accept, Handle: d.acceptPage},
		{Pattern: "POST /watch/{id}/accept", Rule: accept, Handle: d.acceptHere},
	}
}

// listPage is how the watch goes and what it found.
type listPage struct {
	Actor   org.Actor
	RoundAt time.Time
	Pages   int
	IsStill bool // no round was made for too long
	Open    []Finding
	Over    []Finding
}

func (p listPage) drilling() bool {
	return slices.ContainsFunc(p.Open, func(f Finding) bool { return f.What == Practice })
}

// shown is how many findings that are over the page goes back.
const shown = 30

func (d *Desk) listPage(w http.ResponseWriter, r *http.Request) error {
	p := listPage{Actor: org.ActorOf(r.Context())}
	err := d.DB.Read(r.Context(), p.Actor.Place, func(tx *store.Tx) (err error) {
		if p.RoundAt, p.Pages, err = lastRound(r.Context(), tx); err != nil {
			return err
		}
		if p.Open, err = findings(r.Context(), tx, `AND over_at = 0 ORDER BY id DESC`); err != nil {
			return err
		}
		p.Over, err = findings(r.Context(), tx, `AND over_at > 0 ORDER BY id DESC LIMIT $2`, shown)
		return err
	})
	if err != nil {
		return err
	}
	p.IsStill = d.Now().Sub(p.RoundAt) > tooLong
	return web.Show(w, r, http.StatusOK, listScreen(p))
}

func (f Finding) href(below string) string { return "/watch/" + strconv.FormatInt(f.ID, 10) + below }

// end is how f ended.
func (f Finding) end() string {
	if f.OverName == "" {
		return f.Word + " " + web.Moment(f.OverAt) + "."
	}
	return f.OverName + " chấp nhận " + web.Moment(f.OverAt) + ": " + f.Word
}

type acceptPage struct {
	Finding
	Word web.Input
	No   refuse.Refusal
}

func (d *Desk) loadAccept(r *http.Request) (p acceptPage, err error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return p, err
	}
	p.Word = web.Input{Name: "word", Label: "Đã kiểm tra thế nào, vì sao giữ", Type: "textarea", Required: true}
	err = d.DB.Read(r.Context(), org.ActorOf(r.Context()).Place, func(tx *store.Tx) error {
		p.Finding, err = one(r.Context(), tx, id)
		return err
	})
	return p, err
}

func one(ctx context.Context, tx *store.Tx, id int64) (Finding, error) {
	found, err := findings(ctx, tx, `AND id = $2`, id)
	if err != nil {
		return Finding{}, err
	}
	if len(found) == 0 {
		return Finding{}, refuse.With(refuse.NotFound, "Không tìm thấy cảnh báo này.")
	}
	return found[0], nil
}

func (d *Desk) acceptPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadAccept(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, acceptScreen(p))
}

func (d *Desk) acceptHere(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadAccept(r)
	if err != nil {
		return err
	}
	err = d.Accept(r.Context(), org.ActorOf(r.Context()), p.ID, r.FormValue("word"))
	if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
		p.No, p.Word = no, web.Retyped([]web.Input{p.Word}, r.PostForm, no)[0]
		return web.Show(w, r, web.Status(no), acceptScreen(p))
	}
	if err == nil {
		http.Redirect(w, r, "/watch", http.StatusSeeOther)
	}
	return err
}

func (d *Desk) drillHere(w http.ResponseWriter, r *http.Request) error {
	if err := d.Drill(r.Context(), org.ActorOf(r.Context())); err != nil {
		return err
	}
	http.Redirect(w, r, "/watch", http.StatusSeeOther)
	return nil
}

// asks is what the form that ends p asks.
func (p acceptPage) asks() string {
	if p.What == Practice {
		return "Kết thúc diễn tập?"
	}
	return "Giữ nội dung đang có?"
}

// lead is what follows from it.
func (p acceptPage) lead() string {
	if p.What == Practice {
		return "Cảnh báo diễn tập được đóng lại, với tên anh/chị và lời ghi."
	}
	return p.say() + " Từ nay phần mềm coi nội dung đang có là đúng. Tên anh/chị và lý do được ghi vào nhật ký."
}

// verb is the button that ends f.
func (f Finding) verb() string {
	if f.What == Practice {
		return "Kết thúc diễn tập"
	}
	return "Nội dung đang có là đúng"
}

// A Waiting is a thing of this desk that wants somebody's eye.
type Waiting struct{ Href, Text, Detail string }

// Waiting is what wants the eye of by: findings that are not over, and a watch that stands still.
func (d *Desk) Waiting(ctx context.Context, tx *store.Tx, by org.Actor) (out []Waiting, err error) {
	if !May(by, Look) {
		return nil, nil
	}
	open, err := findings(ctx, tx, `AND over_at = 0 ORDER BY id DESC`)
	if err != nil {
		return nil, err
	}
	for _, f := range open {
		out = append(out, Waiting{"/watch", f.say(), "Phát hiện " + web.Moment(f.FoundAt) + ". " + whats[f.What].todo})
	}
	if at, _, err := lastRound(ctx, tx); err != nil {
		return nil, err
	} else if by.Holds(org.Operator) && !at.IsZero() && d.Now().Sub(at) > tooLong {
		out = append(out, Waiting{"/watch", "Việc canh trang công khai đang dừng", "Lần gần nhất " + web.Moment(at) + ". Hãy xem mục việc chạy nền trong Thiết lập."})
	}
	return out, nil
}
