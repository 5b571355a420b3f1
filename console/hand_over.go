package console

import (
	"context"
	"net/http"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// The two ways to hand over.
const (
	forSomeDays = "leave"
	forGood     = "move"
)

var handOverOptions = []web.Option{
	{Value: forSomeDays, Text: "Nghỉ phép, đi vắng: có người làm thay đến một ngày"},
	{Value: forGood, Text: "Chuyển công tác, thôi giữ chức vụ: giao hẳn"},
}

// drawHandOver shows what a person does today, which is what moves, and asks to whom.
func (d *Desk) drawHandOver(ctx context.Context, tx *store.Tx, r *http.Request) (form, error) {
	p, f, err := personForm(ctx, tx, r, "Bàn giao việc", "Bàn giao", "wrong")
	if err != nil {
		return f, err
	}
	if f.Moves, err = d.moves(ctx, tx, p.ID); err != nil {
		return f, err
	}
	people, err := personOptions(ctx, tx, p.ID)
	f.Lead = "Việc trong Loa gắn với chức vụ. Bàn giao một lần thì mọi chức vụ của " + p.Name + ", trừ việc quản trị hệ thống khi chỉ đi vắng, và mọi việc đang chờ chuyển sang người nhận; thư nhắc việc cũng vậy. Việc đã làm giữ tên người đã làm, lịch sử nhiệm vụ ghi cả hai tên."
	f.Fields = []web.Input{
		{Name: "kind", Label: "Bàn giao vì", Type: "select", Options: handOverOptions, Required: true},
		{Name: "to", Label: "Người nhận", Type: "select", Options: people, Required: true},
		d.day("from", "Từ ngày", ""),
		{Name: "through", Label: "Đến hết ngày", Type: "date", Hint: "Chỉ khi nghỉ phép, đi vắng; giao hẳn thì bỏ trống."},
		{Name: "why", Label: "Lý do hoặc căn cứ", Hint: "Ví dụ: nghỉ phép năm; Quyết định số 12/QĐ-UBND.", Required: true},
	}
	return f, err
}

// moves is the posts of a person today and what waits for them, in lines.
func (d *Desk) moves(ctx context.Context, tx *store.Tx, person org.PersonID) (lines []web.Link, err error) {
	a, err := org.ActorAt(ctx, tx, person, d.Now())
	if refuse.Of(err).Kind == refuse.NotSignedIn {
		return nil, nil // has left: nothing waits
	} else if err != nil {
		return nil, err
	}
	for _, post := range a.Posts {
		lines = append(lines, web.Link{Text: "Chức vụ: " + org.PostName(post)})
	}
	if me := org.ActorOf(ctx); me.Person != person && !me.Holds(org.Chair, org.ViceChair, org.OfficeHead) {
		return lines, nil // who keeps the registers has no part in what waits
	}
	cards, err := gather(ctx, tx, a, d.Waiting)
	for _, c := range cards {
		lines = append(lines, web.Link{Href: c.Href, Text: c.Title})
	}
	return lines, err
}

func (d *Desk) handOver(r *http.Request, a org.Actor) (done, error) {
	return d.toPerson(r, "Đã bàn giao.", func(id org.PersonID) error {
		span, err := typedSpan(r)
		if err != nil {
			return err
		}
		h := org.HandOver{From: id, To: typedID[org.PersonID](r, "to"), Span: span, Why: r.PostFormValue("why")}
		switch r.PostFormValue("kind") {
		case forSomeDays:
			return d.Org.Cover(r.Context(), a, h)
		case forGood:
			if span.Through != "" {
				return refuse.Field("through", "Giao hẳn thì bỏ trống ngày kết thúc.")
			}
			return d.Org.Succeed(r.Context(), a, h, h.Why)
		}
		return refuse.Field("kind", "Hãy chọn nghỉ phép hay giao hẳn.")
	})
}
