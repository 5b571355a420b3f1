package main

import (
	"context"
	"fmt"
	"time"

	"loa/measure"
	"loa/org"
	"loa/platform/store"
)

// A sampleEntry is one number recorded by hand in the sample ward, invented like its people.
type sampleEntry struct {
	nth    int    // of the target, in the order of the paper
	on     string // day of 2025
	who    string // unit, login, or item of a list
	part   string
	amount int64
	proof  string
	then   string // verified when empty; claimed, returned, planned
}

// sampleEntries are what the officer recorded in half a year; the head of the office or the vice chair looked at most of it.
var sampleEntries = []sampleEntry{
	{7, "10-08", school, "", 1, "Buổi ngoại khóa «Em học kỹ năng số», kế hoạch số 21 của trường", ""},
	{6, "10-10", "", "", 1, "Hội nghị hưởng ứng Ngày Chuyển đổi số quốc gia, giấy mời số 44", ""},
	{6, "09-12", "", "", 1, "Hội thảo tổ công nghệ số cộng đồng", "returned"},
	{6, "12-18", "", "", 1, "Hội nghị tổng kết, dự kiến", "planned"},
	{6, "11-20", "", "", 1, "Hội nghị tập huấn thanh toán số, giấy mời số 61", "claimed"},
	{1, "07-28", culture, "", 1, "Chương trình công tác quý III, mục 4", ""},
	{1, "07-30", services, "", 1, "Kế hoạch công tác tháng 8, mục 2", ""},
	{1, "08-04", "Phòng Kinh tế, Hạ tầng và Đô thị", "", 1, "Chương trình công tác quý III, mục 7", ""},
	{1, "08-15", school, "", 1, "Kế hoạch năm học, phần IV", "claimed"},
	{2, "10-10", culture, "", 1, "Báo cáo kết quả số 58, ảnh lưu tại phòng", ""},
	{2, "10-10", services, measure.Campaign("Ngày Chuyển đổi số quốc gia"), 1, "Phóng sự phát thanh ngày 10/10", ""},
	{2, "10-15", services, measure.Campaign("Tháng tiêu dùng số"), 1, "Chuyên mục hằng ngày trong tháng 10", "claimed"},
	{4, "09-05", "son", "", 1, "Giấy chứng nhận lớp viết tin số 04", ""},
	{4, "09-05", "thao", "", 1, "Giấy chứng nhận lớp viết tin số 05", ""},
	{4, "09-05", "duc", "", 1, "Giấy chứng nhận lớp viết tin số 06", "claimed"},
}

// sampleFacts lets the people of the sample ward record what came of the plan, through the verbs that anybody uses.
func (h *house) sampleFacts(ctx context.Context, people map[string]org.Actor) error {
	targets, err := h.sampleTargets(ctx)
	if err != nil {
		return err
	}
	for _, e := range append(sampleEntries, weeklyItems()...) {
		if err := h.sampleEntry(ctx, people, targets[e.nth], e); err != nil {
			return fmt.Errorf("record «%s»: %w", e.proof, err)
		}
	}
	return h.sampleFreeze(ctx, people["thuha"])
}

// sampleFreeze lets the vice chair approve the figures of the third quarter.
func (h *house) sampleFreeze(ctx context.Context, a org.Actor) error {
	quarter, err := measure.ParseWindow("2025-Q3")
	if err != nil {
		return err
	}
	last := measure.FactID(0)
	err = h.db.Read(ctx, samplePlace, func(tx *store.Tx) (err error) {
		last, err = measure.LastFact(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := h.measure.Freeze(ctx, a, 1, quarter, last); err != nil {
		return fmt.Errorf("approve the figures of the quarter: %w", err)
	}
	return nil
}

// weeklyItems is the column on the loudspeakers, silent for most of September; that on the portal is counted by the newsroom.
func weeklyItems() (out []sampleEntry) {
	for week, day := 0, org.Day("2025-07-18"); day < "2025-12-31"; week, day = week+1, day.Add(7) {
		if week%2 == 0 && (day < "2025-09-01" || day > "2025-09-20") {
			out = append(out, sampleEntry{3, string(day[5:]), measure.Channel("loudspeaker"), "", 2, "Chuyên mục «Chuyển đổi số» trên loa, tuần " + fmt.Sprint(week+1), ""})
		}
	}
	return out
}

// sampleTargets is the keys of the targets of the first plan, by their order in the paper.
func (h *house) sampleTargets(ctx context.Context) (map[int]int64, error) {
	targets := map[int]int64{}
	err := h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
		rules, err := measure.Rules(ctx, tx, 1)
		for _, r := range rules {
			targets[r.Nth] = r.Target
		}
		return err
	})
	return targets, err
}

// sampleEntry records e and lets another person judge it.
func (h *house) sampleEntry(ctx context.Context, people map[string]org.Actor, target int64, e sampleEntry) error {
	entry := measure.Entry{Target: target, Part: e.part, Day: org.Day("2025-" + e.on), Amount: e.amount, Proof: e.proof + " (minh họa)"}
	if p, ok := people[e.who]; ok {
		entry.Person = p.Person
	} else if e.nth == 3 || e.nth == 5 {
		entry.Item = e.who
	} else if e.who != "" {
		err := h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
			u, _, err := org.FindUnit(ctx, tx, e.who)
			entry.Unit = u.ID
			return err
		})
		if err != nil {
			return err
		}
	}
	if e.then == "planned" { // when it was, its day had not come
		entry.State = measure.Planned
		later := h.measure.Now
		defer func() { h.measure.Now = later }()
		h.measure.Now = func() time.Time { return sampleDay(12, 1, 9) }
	}
	id, err := h.measure.Tell(ctx, people["duc"], entry)
	if err != nil {
		return err
	}
	switch e.then {
	case "claimed", "planned":
		return nil
	case "returned":
		return h.measure.Return(ctx, people["lan"], target, id, "Thiếu giấy mời và ảnh. Hãy bổ sung số giấy mời.")
	}
	return h.measure.Verify(ctx, people["lan"], target, id)
}
