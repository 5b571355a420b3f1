package main

import (
	"context"
	"fmt"
	"time"

	"loa/org"
	"loa/plan"
	"loa/work"
)

// sampleDifficulties lets the school raise two difficulties: one went to the vice chair and was decided, one waits.
func (h *house) sampleDifficulties(ctx context.Context, people map[string]org.Actor) error {
	hong := people["hong"]
	decided, err := h.sampleRaise(ctx, sampleDay(10, 1, 10), hong, "IV.2.-4", work.Raised{
		Body:  "Trường chỉ có một máy chiếu, không đủ cho các khối cùng chào cờ hưởng ứng Ngày Chuyển đổi số quốc gia.",
		Since: "2025-09-29", Asks: "Đề nghị phường cho mượn một máy chiếu trong ngày 10/10.",
	})
	if err != nil {
		return err
	}
	if err := h.sampleMove(sampleDay(10, 2, 9), func() error {
		return h.work.Forward(ctx, people["lan"], decided, work.Owner{Post: org.ViceChair}, "2025-10-06", "thiết bị do Ủy ban nhân dân quản lý")
	}); err != nil {
		return err
	}
	if err := h.sampleMove(sampleDay(10, 3, 15), func() error {
		return h.work.Decide(ctx, people["thuha"], decided, "Đồng ý cho trường mượn máy chiếu của hội trường phường từ ngày 09/10 đến ngày 11/10. Văn phòng giao máy.")
	}); err != nil {
		return err
	}
	_, err = h.sampleRaise(ctx, sampleDay(12, 22, 14), hong, "IV.2.-3", work.Raised{
		Body:  "Hai giáo viên phụ trách kỹ năng số nghỉ dài ngày, chưa có người dạy thay.",
		Since: "2025-12-15", Asks: "Đề nghị lùi hạn buổi ngoại khóa của khối 3 sang đầu học kỳ II.",
	})
	return err
}

func (h *house) sampleRaise(ctx context.Context, at time.Time, a org.Actor, task plan.Address, r work.Raised) (id work.DifficultyID, err error) {
	err = h.sampleMove(at, func() error {
		t, err := h.sampleTask(ctx, task)
		if err != nil {
			return err
		}
		id, err = h.work.Raise(ctx, a, t, a.Unit, fmt.Sprintf("sample-difficulty-%d", at.Unix()), r)
		return err
	})
	return id, err
}

// sampleMove does something as it was done at a time.
func (h *house) sampleMove(at time.Time, do func() error) error {
	defer h.back(at)()
	return do()
}
