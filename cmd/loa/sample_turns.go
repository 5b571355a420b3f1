package main

import (
	"context"
	"fmt"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/work"
)

// A sampleTurn is something that happened to a turn of one of the sample's tasks that come back.
type sampleTurn struct {
	at   time.Time
	turn string
	who  string // login
	do   func(ctx context.Context, h *house, a org.Actor, id work.TaskID) error
}

// sampleTurns lets two tasks come back: a monthly report that no plan asks for, and the
// stories of the month of digital consumption, a duty of the plan. Some turns are
// done, some are late, of one the evidence waits.
func (h *house) sampleTurns(ctx context.Context, people map[string]org.Actor) error {
	learn, services := people["hong"].Unit, people["son"].Unit
	if err := h.sampleReport(ctx, people["lan"], services, learn); err != nil {
		return fmt.Errorf("the monthly report: %w", err)
	}
	if err := h.sampleStories(ctx, people["lan"]); err != nil {
		return fmt.Errorf("the weekly stories: %w", err)
	}
	report := func(month, note string) work.Shown { return work.Shown{DoneOn: org.Day(month), Note: note} }
	for i, s := range []sampleTurn{
		{sampleDay(8, 14, 10), "2025-08", "hong", sampleSend(learn, report("2025-08-14", "Báo cáo tháng 8: ba buổi tuyên truyền trong sinh hoạt hè."))},
		{sampleDay(8, 14, 15), "2025-08", "lan", sampleAccept(learn, true)},
		{sampleDay(8, 15, 9), "2025-08", "son", sampleSend(services, report("2025-08-15", "Báo cáo tháng 8: 6 tin, bài; 12 buổi phát thanh."))},
		{sampleDay(8, 15, 16), "2025-08", "duc", sampleAccept(services, true)},
		{sampleDay(9, 12, 10), "2025-09", "son", sampleSend(services, report("2025-09-12", "Báo cáo tháng 9: 8 tin, bài; 14 buổi phát thanh."))},
		{sampleDay(9, 15, 8), "2025-09", "duc", sampleAccept(services, true)},
		{sampleDay(10, 3, 16), "2025-W40", "son", sampleSend(services, work.Shown{DoneOn: "2025-10-03", Note: "Hai tin mở đầu Tháng tiêu dùng số.", Link: "https://phulien.example.vn/chuyen-doi-so/thang-tieu-dung-so", Figure: 2, FigureOf: "tin, bài"})},
		{sampleDay(10, 6, 9), "2025-W40", "lan", sampleAccept(services, true)},
		{sampleDay(10, 10, 17), "2025-W41", "son", sampleSend(services, work.Shown{DoneOn: "2025-10-10", Note: "Bài về Ngày Chuyển đổi số quốc gia.", Figure: 1, FigureOf: "bài"})},
		{sampleDay(12, 31, 20), "2025-12", "lan", func(context.Context, *house, org.Actor, work.TaskID) error { return nil }}, // opens what is left
	} {
		if err := h.sampleTurn(ctx, people, s); err != nil {
			return fmt.Errorf("step %d of the sample's turns, %s in %s: %w", i+1, s.who, s.turn, err)
		}
	}
	return nil
}

// sampleReport opens the monthly report of two units and lets it come back.
func (h *house) sampleReport(ctx context.Context, lan org.Actor, units ...org.UnitID) error {
	defer h.back(sampleDay(7, 21, 9))()
	id, err := h.work.Add(ctx, lan, work.NewTask{Body: "Báo cáo kết quả tuyên truyền về chuyển đổi số trong tháng, gửi Phòng Văn hóa - Xã hội trước ngày 15 hằng tháng.", Leads: units})
	if err != nil {
		return err
	}
	var themes []work.About
	err = h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
		p, err := plan.Current(ctx, tx, 1)
		if c := p.Clause("II.5"); c != nil {
			themes = append(themes, work.About{Sort: work.Theme, Key: c.Key})
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := h.work.Serve(ctx, lan, id, themes); err != nil {
		return err
	}
	return h.work.Repeat(ctx, lan, id, work.Rhythm{Every: work.Monthly, Day: 15, Shift: work.Before, Span: org.Span{From: "2025-08-01", Through: "2025-12-31"}})
}

// sampleStories lets the plan's duty of writing stories come back each week of October.
func (h *house) sampleStories(ctx context.Context, lan org.Actor) error {
	defer h.back(sampleDay(9, 26, 9))()
	id, err := h.sampleTask(ctx, "IV.5.-3")
	if err != nil {
		return err
	}
	return h.work.Repeat(ctx, lan, id, work.Rhythm{Every: work.Weekly, Day: 5, Shift: work.Before, Span: org.Span{From: "2025-10-01", Through: "2025-10-31"}})
}

func (h *house) sampleTurn(ctx context.Context, people map[string]org.Actor, s sampleTurn) error {
	defer h.back(s.at)()
	if _, err := h.work.OpenTurns(ctx, samplePlace); err != nil {
		return err
	}
	var tasks []work.Task
	err := h.db.Read(ctx, samplePlace, func(tx *store.Tx) (err error) {
		tasks, _, err = h.work.List(ctx, tx, work.Question{})
		return err
	})
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Turn == s.turn {
			return s.do(ctx, h, people[s.who], t.ID)
		}
	}
	return refuse.With(refuse.NotFound, "Phường mẫu không có kỳ "+s.turn+".")
}
