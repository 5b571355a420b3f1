package main

import (
	"context"
	"fmt"
	"time"

	"loa/org"
	"loa/platform/mail"
	"loa/platform/store"
	"loa/work"
)

// person is e as the register has them. The people of the service centre have a telephone and no mail, so that
// they are called; nobody here can be reached by either.
func (e extra) person(unit org.UnitID) org.Person {
	p := org.Person{Name: e.name, Unit: unit, Email: e.login + "@phulien.example.vn", Purpose: "nhắc việc và liên hệ công vụ"}
	if e.unit == services {
		p.Email, p.Phone = "", "0225 000 00"+fmt.Sprintf("%02d", len(e.login))
	}
	return p
}

// sampleReminders makes the rounds of some mornings of the sample's half-year. The letters are written and go nowhere:
// the ward is mute (see house.desks).
func (h *house) sampleReminders(ctx context.Context, people map[string]org.Actor) error {
	err := h.mail.Save(ctx, samplePlace, int64(people["tuan"].Person), mail.Settings{
		Host: "thu.example.vn", Port: 587, Security: mail.StartTLS, Sender: "nhacviec@phulien.example.vn", SenderName: "Phường Phù Liễn (minh họa)", Site: "https://phulien.example.vn",
	})
	if err != nil {
		return err
	}
	if err := h.sampleCover(ctx, people); err != nil {
		return fmt.Errorf("leave before the new year: %w", err)
	}
	for _, morning := range []time.Time{
		sampleDay(10, 24, 8), sampleDay(10, 28, 8), sampleDay(10, 30, 8), sampleDay(10, 31, 8), sampleDay(11, 3, 8), sampleDay(11, 4, 8), sampleDay(11, 5, 8),
		sampleDay(12, 24, 8), sampleDay(12, 29, 8), sampleDay(12, 30, 8),
	} {
		if err := h.sampleRound(ctx, morning); err != nil {
			return fmt.Errorf("round of %s: %w", morning, err)
		}
	}
	defer h.back(sampleDay(12, 30, 15))()
	return h.work.Called(ctx, people["duc"], people["son"].Unit, "Gặp anh Sơn, hẹn gửi minh chứng trước 11 giờ ngày mai")
}

// sampleCover lets the officer stand in for the head of the culture office in the week before the new year.
func (h *house) sampleCover(ctx context.Context, people map[string]org.Actor) error {
	defer h.back(sampleDay(12, 19, 16))()
	return h.org.Cover(ctx, people["lan"], org.HandOver{From: people["lan"].Person, To: people["duc"].Person, Why: "nghỉ phép năm",
		Span: org.Span{From: "2025-12-22", Through: "2025-12-26"}})
}

func (h *house) sampleRound(ctx context.Context, morning time.Time) error {
	defer h.back(morning)()
	if err := h.work.Remind(ctx, samplePlace, struct{}{}); err != nil {
		return err
	}
	var letters []work.Letter
	err := h.db.Read(ctx, samplePlace, func(tx *store.Tx) (err error) {
		letters, err = work.Waits(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, l := range letters {
		if err := h.work.Post(ctx, samplePlace, l.Key()); err != nil {
			return err
		}
	}
	return nil
}
