package portal

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"loa/plan"
)

// gold is the Phù Liễn plan as people read it.
func gold(t testing.TB) plan.Plan {
	t.Helper()
	b, err := os.ReadFile("../plan/testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	p := plan.Plan{ID: 1, Version: 1}
	if err := json.Unmarshal(b, &p.Draft); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTargetsAreSaidInPlainWords(t *testing.T) {
	want := []string{
		"100% | Tất cả các cơ quan, đơn vị đều lồng ghép nội dung tuyên truyền về chuyển đổi số tại Kế hoạch thực hiện chương trình công tác của đơn vị.",
		"100% | Tất cả các cơ quan, đơn vị đều hưởng ứng Ngày Chuyển đổi số quốc gia, Ngày Chuyển đổi số thành phố năm 2024; hưởng ứng và phổ biến Tháng 10 - Tháng tiêu dùng số.",
		"Duy trì | Cổng Thông tin điện tử phường, hệ thống truyền thanh phường, phường tiếp tục duy trì các chuyên mục “Chuyển đổi số”.",
		"100% | Tất cả phóng viên, biên tập viên, cán bộ phụ trách công tác thông tin cơ sở đều được tập huấn kỹ năng viết tin, bài phục vụ công tác tuyên truyền về chuyển đổi số.",
		"100% | Tất cả mô hình chuyển đổi số thành công, gương điển hình về chuyển đổi số đều được tuyên truyền, chia sẻ rộng rãi trên các phương tiện thông tin đại chúng.",
		"Tổ chức | Tổ chức các buổi hội thảo, hội nghị cấp phường về chuyển đổi số.",
		"≥ 80% | Ít nhất 80% các trường học có nội dung tuyên truyền về chuyển đổi số thông qua các buổi học ngoại khóa và các hình thức khác.",
	}
	for i, target := range gold(t).Targets {
		if got := Figure(target) + " | " + Sentence(target); got != want[i] {
			t.Errorf("%s:\n got %s\nwant %s", target.ID, got, want[i])
		}
	}
}

func TestOtherTargetsAreSaidInPlainWords(t *testing.T) {
	twelve, ten, half, many := 12.0, 10.0, 98.5, 1234567.0
	pieces, percent := "tin, bài", "%"
	for want, target := range map[string]plan.Target{
		"≥ 12 tin, bài | Ít nhất 12 tin, bài mỗi tháng.":                              {Kind: plan.Count, Op: plan.AtLeast, Value: &twelve, Unit: &pieces, Subject: "mỗi tháng"},
		"≤ 10% | Nhiều nhất 10% hồ sơ trễ hạn.":                                       {Kind: plan.Percent, Op: plan.AtMost, Value: &ten, Unit: &percent, Subject: "hồ sơ", Measure: "trễ hạn"},
		"98,5% | 98,5% người dân hài lòng, chậm nhất quý IV (trừ khu vực biên giới).": {Kind: plan.Percent, Op: plan.Equal, Value: &half, Unit: &percent, Subject: "người dân", Measure: "hài lòng.", Deadline: "quý IV", Exclusion: "trừ khu vực biên giới"},
		"1.234.567 | 1.234.567 lượt xem.":                                             {Kind: plan.Count, Op: plan.Equal, Value: &many, Subject: "lượt xem"},
		"Làm tốt | Nâng cao nhận thức.":                                               {Kind: plan.Qualitative, Measure: "nâng cao nhận thức"},
	} {
		if got := Figure(target) + " | " + Sentence(target); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestThemesHaveShortNames(t *testing.T) {
	v := see(gold(t))
	want := map[plan.Address]string{
		"II.1":   "Hoạt động chỉ đạo, điều hành các chủ trương của Đảng, chính sách, pháp luật của Nhà nước…",
		"II.5.a": "Thể chế số",
		"II.5.đ": "Bảo đảm an toàn thông tin mạng",
		"II":     "Nội dung tuyên truyền",
	}
	for a, name := range want {
		if got := Name(v.clauses[a]); got != name {
			t.Errorf("%s: got %q, want %q", a, got, name)
		}
	}
	for _, c := range v.allThemes() {
		if n := len([]rune(Name(c))); n == 0 || n > 111 || strings.HasSuffix(Name(c), ":") {
			t.Errorf("%s: %q", c.ID, Name(c))
		}
	}
}

func TestEveryClauseHasAPublicAddress(t *testing.T) {
	v := see(gold(t))
	for a, want := range map[plan.Address]string{
		"II.5.đ":    "/ke-hoach/1/noi-dung/an-toan-thong-tin",
		"II.5.đ.-2": "/ke-hoach/1/noi-dung/an-toan-thong-tin#m-II.5.dd.-2",
		"I.2.-7":    "/ke-hoach/1#m-I.2.-7",
		"IV.2.-3":   "/ke-hoach/1#m-IV.2",
		"preamble":  "/ke-hoach/1/toan-van#m-preamble",
	} {
		if got := v.clause(a); got != want {
			t.Errorf("%s: got %s, want %s", a, got, want)
		}
	}
}

func TestAReaderSeesWhatIsOddAndNotWhatTheCheckerWasAsked(t *testing.T) {
	p := gold(t)
	p.Doubts = []plan.Doubt{
		{Kind: "stale-year", Lines: plan.Span{49, 49}, Note: "Kế hoạch năm 2025 nhưng mục này ghi năm 2024; hãy xác nhận năm."},
		{Kind: "illegible", Lines: plan.Span{49, 49}, Note: "Mờ.", Answer: &plan.Answer{Verb: plan.Correct}},
		{Kind: "duplicate-word", Lines: plan.Span{52, 52}, Note: "Lặp", Answer: &plan.Answer{Verb: plan.Accept}},
	}
	v := see(p)
	if got := v.doubtsAt(plan.Span{48, 50}); len(got) != 1 || remark(got[0]) != "Kế hoạch năm 2025 nhưng mục này ghi năm 2024." {
		t.Errorf("got %v", got)
	}
	if len(v.odd()) != 2 {
		t.Errorf("what was put right is still shown: %v", v.odd())
	}
}

func TestACityIsNamedOnce(t *testing.T) {
	for city, want := range map[string]string{"": "", "Hải Phòng": ", thành phố Hải Phòng", "Thành phố Hải Phòng": ", thành phố Hải Phòng", "Tỉnh Bắc Ninh": ", tỉnh Bắc Ninh"} {
		if got := under(city); got != want {
			t.Errorf("under(%q) = %q, want %q", city, got, want)
		}
	}
}
