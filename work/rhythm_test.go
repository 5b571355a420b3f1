package work

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"loa/org"
	"loa/platform/refuse"
)

// counted is the turns of r, one a line.
func counted(r Rhythm) string {
	var b strings.Builder
	for t := range r.turns(nil) {
		fmt.Fprintf(&b, "%s: hạn %s, mở %s\n", t.Name(), string(t.Due), string(t.Opens))
	}
	return b.String()
}

func TestTurnsFallDueOnWorkingDays(t *testing.T) {
	for _, c := range []struct {
		name string
		r    Rhythm
		want string
	}{
		{"each Friday over the National Day", Rhythm{Every: Weekly, Day: 2, Shift: Before, Span: org.Span{From: "2025-08-25", Through: "2025-09-10"}},
			"tuần 25/8–31/8/2025: hạn 2025-08-26, mở 2025-08-23\ntuần 1/9–7/9/2025: hạn 2025-08-29, mở 2025-08-26\ntuần 8/9–14/9/2025: hạn 2025-09-09, mở 2025-09-06\n"},
		{"no turn in the week of Tết", Rhythm{Every: Weekly, Day: 5, Shift: After, Span: org.Span{From: "2026-02-09", Through: "2026-03-01"}},
			"tuần 9/2–15/2/2026: hạn 2026-02-13, mở 2026-02-09\ntuần 23/2–1/3/2026: hạn 2026-02-27, mở 2026-02-23\n"},
		{"the 15th, moved before a Saturday", Rhythm{Every: Monthly, Day: 15, Shift: Before, Span: org.Span{From: "2025-10-16", Through: "2025-12-31"}},
			"tháng 11/2025: hạn 2025-11-14, mở 2025-11-01\ntháng 12/2025: hạn 2025-12-15, mở 2025-12-01\n"},
		{"the last of February", Rhythm{Every: Monthly, Day: 31, Shift: After, Span: org.Span{From: "2026-02-01", Through: "2026-03-31"}},
			"tháng 1/2026: hạn 2026-02-02, mở 2026-01-01\ntháng 2/2026: hạn 2026-03-02, mở 2026-02-01\ntháng 3/2026: hạn 2026-03-31, mở 2026-03-01\n"},
		{"the third working day", Rhythm{Every: Monthly, Day: 3, Working: true, Shift: Before, Span: org.Span{From: "2025-09-01", Through: "2025-10-31"}},
			"tháng 9/2025: hạn 2025-09-05, mở 2025-08-29\ntháng 10/2025: hạn 2025-10-03, mở 2025-09-26\n"},
		{"the last working day", Rhythm{Every: Monthly, Day: -1, Working: true, Shift: Before, Span: org.Span{From: "2025-08-01", Through: "2025-08-31"}},
			"tháng 8/2025: hạn 2025-08-29, mở 2025-08-01\n"},
		{"the quarter", Rhythm{Every: Quarterly, Day: 15, Shift: Before, Span: org.Span{From: "2025-07-16", Through: "2025-12-31"}},
			"quý III/2025: hạn 2025-09-15, mở 2025-07-01\nquý IV/2025: hạn 2025-12-15, mở 2025-10-01\n"},
		{"the half-year", Rhythm{Every: HalfYearly, Month: 6, Day: 6, Shift: After, Span: org.Span{From: "2025-07-16", Through: "2026-06-30"}},
			"6 tháng cuối năm 2025: hạn 2025-12-08, mở 2025-07-01\n6 tháng đầu năm 2026: hạn 2026-06-08, mở 2026-01-01\n"},
		{"the year", Rhythm{Every: Yearly, Month: 11, Day: 25, Shift: Before, Span: org.Span{From: "2025-07-16", Through: "2026-12-31"}},
			"năm 2025: hạn 2025-11-25, mở 2025-01-01\nnăm 2026: hạn 2026-11-25, mở 2026-01-01\n"},
	} {
		if err := c.r.check(nil); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := counted(c.r); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// drawRhythm is any rhythm that check lets stand.
func drawRhythm(t *rapid.T) Rhythm {
	row := everies[rapid.IntRange(0, len(everies)-1).Draw(t, "every")]
	r := Rhythm{Every: row.every, Shift: rapid.SampledFrom([]Shift{Before, After}).Draw(t, "shift")}
	if row.months == 0 {
		r.Day = rapid.IntRange(1, 7).Draw(t, "weekday")
	} else if r.Month = rapid.IntRange(0, row.months).Draw(t, "month"); rapid.Bool().Draw(t, "working") {
		r.Working, r.Day = true, rapid.SampledFrom([]int{-3, -2, -1, 1, 2, 3, 10}).Draw(t, "nth")
	} else {
		r.Day = rapid.IntRange(1, 31).Draw(t, "day")
	}
	r.Span.From = org.Day("2024-11-01").Add(rapid.IntRange(0, 700).Draw(t, "from"))
	r.Span.Through = r.Span.From.Add(rapid.IntRange(0, 800).Draw(t, "long"))
	return r
}

func TestTurnsAreInOrderEachOnceWithinTheirSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRhythm(t)
		seen, last := map[string]bool{}, Turn{}
		for turn := range r.turns(nil) {
			switch {
			case seen[turn.Key]:
				t.Fatalf("%s comes twice", turn.Key)
			case !r.Span.Covers(turn.Due), turn.Due < last.Due, turn.Opens < last.Opens, turn.Opens >= turn.Due:
				t.Fatalf("%+v after %+v within %+v", turn, last, r.Span)
			case !org.Calendar(nil).IsWorking(turn.Due):
				t.Fatalf("%s is due on %s, a day off", turn.Key, turn.Due)
			case strings.Contains(turn.Name(), "-"):
				t.Fatalf("%s is called %s", turn.Key, turn.Name())
			}
			seen[turn.Key], last = true, turn
		}
	})
}

func TestARhythmThatCannotBeIsRefusedAtItsField(t *testing.T) {
	good := Rhythm{Every: Monthly, Day: 15, Shift: Before, Span: org.Span{From: "2025-09-01", Through: "2025-12-31"}}
	for field, spoil := range map[string]func(*Rhythm){
		"every": func(r *Rhythm) { r.Every = "hour" }, "weekday": func(r *Rhythm) { r.Every, r.Day = Weekly, 8 }, "day": func(r *Rhythm) { r.Day = 32 },
		"month": func(r *Rhythm) { r.Every, r.Month = Quarterly, 4 }, "shift": func(r *Rhythm) { r.Shift = "" }, "from": func(r *Rhythm) { r.Span.From = "" },
		"through": func(r *Rhythm) { r.Span.Through = "2025-09-10" },
	} {
		r := good
		spoil(&r)
		if err := r.check(nil); refuse.Of(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := good.check(nil); err != nil {
		t.Error(err)
	}
}

// TestTheWordsOfADutySayItsRhythm: the sentences are of plans in plan/testdata, or of the kind; none stands for «they ask for none».
func TestTheWordsOfADutySayItsRhythm(t *testing.T) {
	const none = ""
	for body, want := range map[string]string{
		"Phát thanh tối thiểu 02 tin, bài mỗi tuần trên hệ thống truyền thanh":                      "Hằng tuần, hạn thứ Sáu; trúng ngày nghỉ thì lùi về ngày làm việc trước.",
		"Gửi tin về Ban Biên tập vào thứ Tư hằng tuần.":                                             "Hằng tuần, hạn thứ Tư; trúng ngày nghỉ thì lùi về ngày làm việc trước.",
		"Đăng ít nhất 01 tin/tuần trên Cổng thông tin điện tử.":                                     "Hằng tuần, hạn thứ Sáu; trúng ngày nghỉ thì lùi về ngày làm việc trước.",
		"Định kỳ báo cáo trước ngày 15 hằng tháng về Phòng Văn hóa - Xã hội.":                       "Hằng tháng, hạn ngày 15; trúng ngày nghỉ thì lùi về ngày làm việc trước.",
		"Trước ngày 05 hàng tháng, cơ quan tổng hợp số liệu.":                                       "Hằng tháng, hạn ngày 5; trúng ngày nghỉ thì lùi về ngày làm việc trước.",
		"Hằng tháng phát ít nhất 08 bản tin trên đài truyền thanh phường":                           "Hằng tháng, hạn ngày làm việc cuối cùng.",
		"Báo cáo vào ngày làm việc đầu tiên của mỗi tháng":                                          "Hằng tháng, hạn ngày làm việc đầu tiên.",
		"Báo cáo định kỳ tháng, quý, 6 tháng, năm theo quy định":                                    "Hằng tháng, hạn ngày làm việc cuối cùng.",
		"Gửi báo cáo vào ngày cuối tháng, hằng tháng":                                               "Hằng tháng, hạn ngày cuối tháng; trúng ngày nghỉ thì lùi về ngày làm việc trước.",
		"Định kỳ hằng quý báo cáo Trưởng Ban Chỉ đạo qua Sở Thông tin và Truyền thông.":             "Hằng quý, hạn ngày làm việc cuối cùng của tháng cuối quý.",
		"Định kỳ 06 tháng báo cáo kết quả thực hiện":                                                "6 tháng một lần, hạn ngày làm việc cuối cùng của tháng cuối kỳ 6 tháng.",
		"Báo cáo hằng năm về Ủy ban nhân dân trước ngày 15/11; tham mưu kế hoạch":                   "Hằng năm, hạn ngày 15 tháng 11; trúng ngày nghỉ thì lùi về ngày làm việc trước.",
		"Kinh phí theo kế hoạch hằng năm của các cơ quan, địa phương.":                              none,
		"Hưởng ứng Tháng 10 - Tháng tiêu dùng số":                                                   none,
		"Truyền thông 6 tháng cuối năm 2025":                                                        none,
		"Báo cáo kết quả trước ngày 25/12/2025.":                                                    none,
		"Bố trí kinh phí theo quý định, mời các trưởng thôn":                                        none,
		"Hằng tháng đăng tin; riêng ngày 10/10/2025 tổ chức lễ hưởng ứng":                           "Hằng tháng, hạn ngày làm việc cuối cùng.",
		"Tổng hợp kết quả; tham mưu báo cáo Ủy ban nhân dân phường và Sở theo quy định.":            none,
		"Duy trì chuyên mục, mỗi tháng đăng 04 tin, bài. Trước ngày 20/12 báo cáo tổng kết đợt thi": "Hằng tháng, hạn ngày làm việc cuối cùng.",
	} {
		got := none
		if r, ok := ProposeRhythm(body); ok {
			got = r.say()
			r.Span = org.Span{From: "2025-07-16"}
			if err := r.check(nil); err != nil {
				t.Errorf("%s: %v", body, err)
			}
		}
		if got != want {
			t.Errorf("%s:\n%q, want\n%q", body, got, want)
		}
	}
}
