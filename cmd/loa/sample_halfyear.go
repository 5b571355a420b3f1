package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"time"

	"loa/org"
	"loa/platform/store"
	"loa/work"
)

// sampleSeed decides, with nothing else, what happens in the sample's half-year.
const sampleSeed = 15

// sampleWard is further units of the sample ward, invented like its people. Each has a head, who sends what the unit did.
var sampleWard = []struct {
	name, head string
	kind       org.UnitKind
}{
	{"Trường Mầm non Sao Mai (minh họa)", "Trần Thị Ngọc Bích", org.School},
	{"Trường Mầm non Họa Mi (minh họa)", "Lương Thị Thắm", org.School},
	{"Trường Tiểu học Phù Lưu (minh họa)", "Nguyễn Văn Toàn", org.School},
	{"Trường Tiểu học Đồng Tâm (minh họa)", "Phan Thị Lệ", org.School},
	{"Trường THCS Bình Minh (minh họa)", "Đào Xuân Trường", org.School},
	{"Trường THCS Sông Đa Độ (minh họa)", "Vũ Thị Hạnh", org.School},
	{"Trường THPT Thiên Văn (minh họa)", "Ngô Quang Huy", org.School},
	{"Trạm Y tế phường (minh họa)", "Bùi Thị Nga", org.HealthStation},
	{"Đoàn Thanh niên phường (minh họa)", "Cao Đức Mạnh", org.Association},
	{"Hội Phụ nữ phường (minh họa)", "Phạm Thị Thu", org.Association},
	{"Tổ dân phố Thượng (minh họa)", "Hoàng Văn Bách", org.Neighbourhood},
	{"Tổ dân phố Trung (minh họa)", "Đinh Thị Lụa", org.Neighbourhood},
	{"Tổ dân phố Hạ (minh họa)", "Lê Văn Khoát", org.Neighbourhood},
}

// sampleNeighbours enters the further units with their heads.
func (h *house) sampleNeighbours(ctx context.Context, operator, chair org.Actor) error {
	for _, n := range sampleWard {
		unit, err := h.org.AddUnit(ctx, operator, org.Unit{Name: n.name, Kind: n.kind, OpenedOn: sampleFrom})
		if err != nil {
			return fmt.Errorf("unit %s: %w", n.name, err)
		}
		head, err := h.org.AddPerson(ctx, operator, org.Person{Name: n.head, Unit: unit})
		if err != nil {
			return fmt.Errorf("enter %s: %w", n.head, err)
		}
		if _, err := h.org.Appoint(ctx, chair, org.Holding{Person: head, Post: org.UnitHead, Unit: unit, Span: org.Span{From: sampleFrom}}); err != nil {
			return fmt.Errorf("appoint %s: %w", n.head, err)
		}
	}
	return nil
}

// sampleDeeds is what units say they did, by what sort of unit they are.
var sampleDeeds = map[org.UnitKind][]string{
	org.School: {
		"Sinh hoạt dưới cờ về kỹ năng số, học sinh hỏi đáp và thực hành tra cứu an toàn.",
		"Ngoại khóa «Em nhận biết lừa đảo trên mạng» cho học sinh các khối.",
		"Tuyên truyền học bạ điện tử trong họp phụ huynh đầu năm học.",
		"Câu lạc bộ STEM trình bày sản phẩm, có gian hướng dẫn dịch vụ công cho phụ huynh.",
		"Lớp học số buổi chiều: soạn thảo, tìm thông tin, bảo vệ mật khẩu.",
	},
	org.Office: {
		"Đưa nội dung chuyển đổi số vào họp giao ban tháng, phân công người theo dõi.",
		"Hướng dẫn người dân nộp hồ sơ trực tuyến tại bộ phận một cửa.",
		"Rà soát, công khai thủ tục hành chính trên bảng tin và cổng thông tin.",
	},
	"": {
		"Tuyên truyền tại cuộc họp của đơn vị, phát tờ hướng dẫn cài VNeID.",
		"Tổ công nghệ số cộng đồng đến từng nhà hướng dẫn thanh toán không tiền mặt.",
		"Sinh hoạt chuyên đề về nhận biết lừa đảo trực tuyến.",
	},
}

// sampleReasons are why evidence of the sample ward came back.
var sampleReasons = []string{
	"Ảnh chưa thấy rõ nội dung tuyên truyền; gửi thêm ảnh có phông chữ hoặc tài liệu.",
	"Chưa ghi số người tham gia.",
	"Ngày ghi trong báo cáo không khớp ngày tổ chức; kiểm tra lại.",
}

// A sampleFate is what becomes of one unit's part in one task.
type sampleFate struct {
	sent     time.Time
	who      org.Actor
	shown    work.Shown
	photo    bool
	returned string    // why, the first time
	again    time.Time // it is sent again
	accepted time.Time // zero: it still waits
	finishes bool
	task     work.TaskID
	unit     org.UnitID
	nth      int
}

// sampleHalfYear lets the units of the sample ward do the rest of their work from
// August to December: most send in time, some late, some evidence comes back, some
// still waits, some units send nothing.
func (h *house) sampleHalfYear(ctx context.Context, people map[string]org.Actor) error {
	fates, err := h.sampleFates(ctx, people)
	if err != nil {
		return err
	}
	for i, f := range fates {
		if err := h.sampleFate(ctx, people, f); err != nil {
			return fmt.Errorf("part %d of the half-year, unit %d in task %d: %w", i, f.unit, f.task, err)
		}
	}
	return nil
}

// sampleFates draws what becomes of each part that nobody has begun.
func (h *house) sampleFates(ctx context.Context, people map[string]org.Actor) (fates []sampleFate, err error) {
	chance := rand.New(rand.NewPCG(sampleSeed, sampleSeed))
	err = h.db.Read(ctx, samplePlace, func(tx *store.Tx) error {
		tasks, _, err := h.work.List(ctx, tx, work.Question{Plan: 1})
		if err != nil {
			return err
		}
		slices.SortFunc(tasks, func(a, b work.Task) int { return int(a.ID - b.ID) })
		for _, t := range tasks {
			parts, err := work.Parts(ctx, tx, t.ID)
			if err != nil {
				return err
			}
			for _, p := range parts {
				u, err := org.LoadUnit(ctx, tx, p.Unit)
				if err != nil {
					return err
				}
				who, err := h.sampleSender(ctx, tx, u, people["duc"])
				if err != nil {
					return err
				}
				if p.State == work.Todo && u.Kind != org.External {
					fates = append(fates, drawFate(chance, t, u, who, len(fates)))
				}
			}
		}
		return nil
	})
	fates = slices.DeleteFunc(fates, func(f sampleFate) bool { return f.sent.IsZero() })
	slices.SortStableFunc(fates, func(a, b sampleFate) int { return a.sent.Compare(b.sent) })
	return fates, err
}

// sampleSender is the head of u, or the officer where the ward knows none.
func (h *house) sampleSender(ctx context.Context, tx *store.Tx, u org.Unit, officer org.Actor) (org.Actor, error) {
	people, err := org.PeopleOf(ctx, tx, u.ID)
	if err != nil {
		return officer, err
	}
	for _, p := range people {
		a, err := org.ActorAt(ctx, tx, p.ID, sampleDay(8, 1, 8))
		if err != nil || a.Holds(org.UnitHead) {
			return a, err
		}
	}
	return officer, nil
}

// drawFate is what becomes of the part of u in t.
func drawFate(chance *rand.Rand, t work.Task, u org.Unit, who org.Actor, nth int) sampleFate {
	f := sampleFate{task: t.ID, unit: u.ID, who: who, nth: nth, finishes: true}
	luck := chance.IntN(100)
	first := sampleDay(8, 4, 8)
	span := int(sampleDay(12, 20, 8).Sub(first).Hours() / 24)
	f.sent = atWork(first.AddDate(0, 0, chance.IntN(span)).Add(time.Duration(chance.IntN(8)) * time.Hour))
	deeds := sampleDeeds[u.Kind]
	if deeds == nil {
		deeds = sampleDeeds[""]
	}
	f.shown = work.Shown{DoneOn: org.DayOf(f.sent), Note: deeds[chance.IntN(len(deeds))], Figure: int64(20 + 5*chance.IntN(60)), FigureOf: "người tham gia"}
	f.photo = chance.IntN(4) == 0
	f.accepted = atWork(f.sent.AddDate(0, 0, 1+chance.IntN(4)))
	switch {
	case luck < 12: // nothing yet
		f.sent = time.Time{}
	case luck < 22: // it waits
		f.sent, f.accepted = atWork(sampleDay(12, 15+chance.IntN(14), 9)), time.Time{}
		f.shown.DoneOn = org.DayOf(f.sent)
	case luck < 34: // it comes back once
		f.returned = sampleReasons[chance.IntN(len(sampleReasons))]
		f.again = atWork(f.accepted.AddDate(0, 0, 2+chance.IntN(5)))
		f.accepted = atWork(f.again.AddDate(0, 0, 1))
	case luck < 44: // there is more to come
		f.finishes = false
	}
	return f
}

// atWork is t, or the next hour of a working day after it.
func atWork(t time.Time) time.Time {
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// sampleFate plays one part through, each step at its time.
func (h *house) sampleFate(ctx context.Context, people map[string]org.Actor, f sampleFate) error {
	var photos []work.Upload
	if f.photo {
		drawn, err := drawPhoto(f.nth)
		if err != nil {
			return err
		}
		photos = append(photos, work.Upload{Name: fmt.Sprintf("anh-%d.jpg", f.nth), Body: bytes.NewReader(drawn)})
	}
	send := func(at time.Time, s work.Shown, photos ...work.Upload) (work.EvidenceID, error) {
		defer h.back(at)()
		return h.work.Send(ctx, f.who, f.task, f.unit, fmt.Sprintf("half-year-%d-%d", f.nth, at.Unix()), s, photos...)
	}
	id, err := send(f.sent, f.shown, photos...)
	if err != nil {
		return err
	}
	verifier := people["lan"]
	if f.nth%3 == 0 && f.who.Person != people["duc"].Person {
		verifier = people["duc"]
	}
	if f.returned != "" {
		back := f.again.AddDate(0, 0, -1)
		if err := h.at(back, func() error { return h.work.Return(ctx, verifier, id, f.returned) }); err != nil {
			return err
		}
		f.shown.Note += " Đã bổ sung theo yêu cầu."
		if id, err = send(f.again, f.shown); err != nil {
			return err
		}
	}
	if f.accepted.IsZero() {
		return nil
	}
	return h.at(f.accepted, func() error { return h.work.Accept(ctx, verifier, id, f.finishes) })
}

// at runs fn while the desks believe it is t.
func (h *house) at(t time.Time, fn func() error) error {
	defer h.back(t)()
	return fn()
}

// drawPhoto draws a picture that stands for a photo: a hall with a banner and rows of seats, no two alike.
func drawPhoto(nth int) ([]byte, error) {
	chance := rand.New(rand.NewPCG(sampleSeed, uint64(nth)))
	shade := func(low, span int) color.Color {
		return color.RGBA{uint8(low + chance.IntN(span)), uint8(low + chance.IntN(span)), uint8(low + chance.IntN(span)), 255}
	}
	d := drawing{image.NewRGBA(image.Rect(0, 0, 640, 480))}
	horizon := 160 + chance.IntN(120)
	d.box(0, 0, 640, horizon, shade(150, 90))
	d.box(0, horizon, 640, 480, shade(90, 90))
	left, top := 40+chance.IntN(200), 30+chance.IntN(40)
	d.box(left, top, left+200+chance.IntN(180), top+50+chance.IntN(50), redOfDrawing)
	for row := range 2 + chance.IntN(4) {
		seat, step := shade(30, 120), 40+chance.IntN(40)
		for x := chance.IntN(step); x < 640; x += step {
			d.box(x, horizon+20+row*60, x+step/2, horizon+54+row*60, seat)
		}
	}
	for range 6 {
		x, y := chance.IntN(600), chance.IntN(horizon)
		d.box(x, y, x+20+chance.IntN(60), y+20+chance.IntN(60), shade(60, 180))
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, d, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}
