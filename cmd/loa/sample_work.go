package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/work"
)

// sampleDay is an hour in the sample's half-year, the time for which its plan was made.
func sampleDay(month time.Month, day, hour int) time.Time {
	return time.Date(2025, month, day, hour, 0, 0, 0, org.Hanoi)
}

// back lets the desks that keep the register, the plan and its work believe it is t; calling what comes back ends that.
func (h *house) back(t time.Time) (forth func()) {
	register, plans, tasks, stories, links := h.org.Now, h.plans.Now, h.work.Now, h.news.Now, h.links.Now
	at := func() time.Time { return t }
	h.org.Now, h.plans.Now, h.work.Now, h.news.Now, h.links.Now = at, at, at, at, at
	return func() {
		h.org.Now, h.plans.Now, h.work.Now, h.news.Now, h.links.Now = register, plans, tasks, stories, links
	}
}

// A sampleStep is something that happened to a task of the sample ward.
type sampleStep struct {
	at   time.Time
	task plan.Address
	who  string // login
	do   func(ctx context.Context, h *house, a org.Actor, id work.TaskID) error
}

// sampleSecret opens the sample's link for as long as a link may live: like the password, it is there for all to see.
const sampleSecret = "aaaaaaaaaaaaaaaaaaaaaaaaaa"

// sampleLink gives the school a link for one of its tasks, made today.
func (h *house) sampleLink(ctx context.Context, people map[string]org.Actor) error {
	chance := h.work.Rand
	h.work.Rand = bytes.NewReader(make([]byte, 16))
	defer func() { h.work.Rand = chance }()
	id, err := h.sampleTask(ctx, "IV.2.-4")
	if err != nil {
		return err
	}
	_, err = h.work.MakeLink(ctx, people["lan"], id, people["hong"].Unit, org.DayOf(h.work.Now()).Add(365))
	return err
}

// sampleWork lets the units of the sample ward do some of their work: evidence is
// sent, returned, sent again and accepted, and some waits to be verified. One
// photo was used twice.
func (h *house) sampleWork(ctx context.Context, people map[string]org.Actor) error {
	learn, services, finance := people["hong"].Unit, people["son"].Unit, people["lan"].Unit
	for i, s := range []sampleStep{
		{sampleDay(7, 18, 9), "IV.2.-6", "lan", sampleDue("2025-10-31", "kịp tổng kết Tháng tiêu dùng số")},
		{sampleDay(7, 28, 10), "IV.4.-1", "son", sampleSend(services, work.Shown{DoneOn: "2025-07-25", Note: "Mở chuyên mục «Chuyển đổi số» và đăng ba tin đầu tiên.", Link: "https://phulien.example.vn/chuyen-doi-so", Figure: 3, FigureOf: "tin, bài"})},
		{sampleDay(7, 29, 8), "IV.4.-1", "lan", sampleAccept(services, false)},
		{sampleDay(8, 20, 15), "IV.2.-1", "lan", sampleSend(finance, work.Shown{DoneOn: "2025-08-19", Note: "Hội nghị triển khai kế hoạch với các đơn vị.", Figure: 42, FigureOf: "người dự"}, "hoi-nghi.jpg")},
		{sampleDay(8, 21, 9), "IV.2.-1", "thuha", sampleAccept(finance, true)},
		{sampleDay(9, 15, 16), "IV.2.-3", "hong", sampleSend(learn, work.Shown{DoneOn: "2025-09-15", Note: "Buổi ngoại khóa kỹ năng số, khối 4 và 5."}, "buoi-hoc.jpg")},
		{sampleDay(9, 16, 10), "IV.2.-3", "duc", sampleReturn(learn, "Chưa ghi số học sinh tham gia; gửi thêm ảnh một lớp")},
		{sampleDay(9, 18, 9), "IV.2.-3", "hong", sampleSend(learn, work.Shown{DoneOn: "2025-09-15", Note: "Buổi ngoại khóa kỹ năng số, khối 4 và 5; bổ sung số học sinh.", Figure: 186, FigureOf: "học sinh"}, "buoi-hoc.jpg", "lop-hoc.jpg")},
		{sampleDay(9, 19, 9), "IV.2.-3", "lan", sampleAccept(learn, true)},
		{sampleDay(10, 10, 15), "IV.2.-4", "hong", sampleSend(learn, work.Shown{DoneOn: "2025-10-10", Note: "Chào cờ hưởng ứng Ngày Chuyển đổi số quốc gia.", Figure: 640, FigureOf: "học sinh"}, "lop-hoc.jpg")},
		{sampleDay(10, 13, 11), "IV.5.-1", "son", sampleSend(services, work.Shown{DoneOn: "2025-10-10", Note: "Treo băng rôn, phát thanh hai buổi hưởng ứng 10/10.", Figure: 2, FigureOf: "buổi phát thanh"})},
	} {
		if err := h.sampleStep(ctx, people, s); err != nil {
			return fmt.Errorf("step %d of the sample's work, %s at %s: %w", i+1, s.who, s.task, err)
		}
	}
	return nil
}

func (h *house) sampleStep(ctx context.Context, people map[string]org.Actor, s sampleStep) error {
	defer h.back(s.at)()
	id, err := h.sampleTask(ctx, s.task)
	if err != nil {
		return err
	}
	return s.do(ctx, h, people[s.who], id)
}

// sampleTask is the task at a clause of the sample's plan.
func (h *house) sampleTask(ctx context.Context, at plan.Address) (work.TaskID, error) {
	var tasks []work.Task
	err := h.db.Read(ctx, samplePlace, func(tx *store.Tx) (err error) {
		tasks, _, err = h.work.List(ctx, tx, work.Question{Plan: 1})
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, t := range tasks {
		if t.Address == at {
			return t.ID, nil
		}
	}
	return 0, refuse.With(refuse.NotFound, "Kế hoạch mẫu không có việc ở điểm "+string(at)+".")
}

func sampleDue(day org.Day, why string) func(context.Context, *house, org.Actor, work.TaskID) error {
	return func(ctx context.Context, h *house, a org.Actor, id work.TaskID) error {
		return h.work.Reschedule(ctx, a, id, day, why)
	}
}

func sampleSend(unit org.UnitID, s work.Shown, photos ...string) func(context.Context, *house, org.Actor, work.TaskID) error {
	return func(ctx context.Context, h *house, a org.Actor, id work.TaskID) error {
		var files []work.Upload
		for _, name := range photos {
			b, err := sampleFiles.ReadFile("sample/" + name)
			if err != nil {
				return err
			}
			files = append(files, work.Upload{Name: name, Body: bytes.NewReader(b)})
		}
		_, err := h.work.Send(ctx, a, id, unit, fmt.Sprintf("sample-%d-%d-%d", id, unit, h.work.Now().Unix()), s, files...)
		return err
	}
}

func sampleAccept(unit org.UnitID, finishes bool) func(context.Context, *house, org.Actor, work.TaskID) error {
	return func(ctx context.Context, h *house, a org.Actor, id work.TaskID) error {
		e, err := h.waiting(ctx, id, unit)
		if err != nil {
			return err
		}
		return h.work.Accept(ctx, a, e, finishes)
	}
}

func sampleReturn(unit org.UnitID, reason string) func(context.Context, *house, org.Actor, work.TaskID) error {
	return func(ctx context.Context, h *house, a org.Actor, id work.TaskID) error {
		e, err := h.waiting(ctx, id, unit)
		if err != nil {
			return err
		}
		return h.work.Return(ctx, a, e, reason)
	}
}

// waiting is the evidence of unit for a task that nobody has decided on.
func (h *house) waiting(ctx context.Context, id work.TaskID, unit org.UnitID) (found work.EvidenceID, err error) {
	err = h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
		all, err := work.EvidenceOf(ctx, tx, id, unit)
		for _, e := range all {
			if e.State == work.Claimed {
				found = e.ID
			}
		}
		return err
	})
	return found, err
}
