package newsroom

import (
	"context"
	"strings"
	"testing"
	"time"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

func TestATextIsLookedOverAsACarefulColleagueWould(t *testing.T) {
	autumn := time.Date(2025, 10, 10, 0, 0, 0, 0, time.UTC)
	names := Names{Units: []string{"Trung tâm sự nghiệp công"}, People: []string{"Hoàng Văn Sơn"}}
	good := Text{Title: "Cài VNeID", Summary: "Ba bước.", Body: "Mở ứng dụng, làm theo màn hình. Xem https://dichvucong.gov.vn.", Theme: Theme{Key: 1}}
	with := func(change func(*Text)) Text {
		t := good
		change(&t)
		return t
	}
	for _, c := range []struct {
		kind Kind
		text Text
		want string // in a remark; empty: none at all
		must bool
	}{
		{Article, good, "", false},
		{Article, with(func(t *Text) { t.Title = "" }), "chưa có đầu đề", true},
		{Article, with(func(t *Text) { t.Body = "" }), "chưa có chữ nào", true},
		{Article, with(func(t *Text) { t.Theme = Theme{} }), "chọn nội dung", true},
		{Article, with(func(t *Text) { t.Summary = "" }), "chưa có tóm tắt", false},
		{Video, good, "đường dẫn của video", true},
		{Photos, good, "ít nhất một ảnh", true},
		{Article, with(func(t *Text) { t.Title = strings.Repeat("dài ", 30) }), "Đầu đề dài", false},
		{Article, with(func(t *Text) { t.Title = "THÔNG BÁO KHẨN CẤP" }), "viết hoa toàn bộ", false},
		{Article, with(func(t *Text) { t.Body += " chuyen doi so quoc gia la viec chung" }), "thiếu dấu: «chuyen doi so quoc gia la", false},
		{Article, with(func(t *Text) { t.Body += " Ngừơi dân nhớ ngừơi thân." }), "chính tả: «ngừơi»", false},
		{Article, with(func(t *Text) { t.Body += " Trung tâm sụ nghiệp công mở cửa." }), "Danh bạ của phường ghi là «Trung tâm sự nghiệp công»", false},
		{Article, with(func(t *Text) { t.Body += " Ông Hoang Văn Sơn nói." }), "«Hoàng Văn Sơn»", false},
		{Article, with(func(t *Text) { t.Body += " Theo Sở Thông tin và Truyền thông." }), "đã kết thúc hoạt động", false},
		{Article, with(func(t *Text) { t.Body += " Xem [ở đây](http://a.vn)." }), "không được mã hóa", false},
		{Article, with(func(t *Text) { t.Body += "\n\n![](anh:3)" }), "Ảnh số 3 chưa có lời tả", true},
		{Article, with(func(t *Text) { t.Body += "\n\n![Ảnh lớp](anh:3)" }), "ngắn quá", false},
		{Article, with(func(t *Text) { t.Body += " Em Nguyễn Thị An, lớp 4A, được khen." }), "nêu tên trẻ em («Em Nguyễn Thị An»)", false},
		{Article, with(func(t *Text) { t.Body += "\n\n![Các em học sinh ngồi quanh bàn](anh:3)" }), "hình trẻ em", false},
		{Article, with(func(t *Text) { t.Body += " Gọi 0912 345 678." }), "số điện thoại di động", false},
		{Article, with(func(t *Text) { t.Body += " Số 031234567890." }), "số căn cước", false},
	} {
		remarks := Check(c.kind, c.text, names, autumn)
		found := c.want == "" && len(remarks) == 0
		for _, r := range remarks {
			found = found || c.want != "" && strings.Contains(r.Say, c.want) && r.Must == c.must
		}
		if !found {
			t.Errorf("%+v\nis remarked: %+v\nwant %q", c.text, remarks, c.want)
		}
	}
}

func TestNoRemarkIsMadeOfHowTheSampleWrites(t *testing.T) {
	text := Text{Title: "Trả tiền điện, nước", Summary: "Ba cách.", Theme: Theme{Key: 1}, Body: "Mở ứng dụng ngân hàng, chọn «Thanh toán». Giữ biên nhận ba tháng. Ai nhắn tin thì đừng bấm; gọi 156. Cài app VNeID từ App Store hay Google Play, bật OTP."}
	if rs := Check(Article, text, Names{}, time.Now()); len(rs) > 0 {
		t.Errorf("%+v", rs)
	}
}

// A story that leads where the place does not is not submitted; what is only doubtful is said.
func TestAStoryLeadsOnlyWhereItMay(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d, _ := opened(t, db)
		told := 0
		d.OnPublic = append(d.OnPublic, func(context.Context, *store.Tx, StoryID) error { told++; return nil })
		bar := "Tên miền spam.example chưa có trong danh sách."
		d.Judge = func(_ context.Context, _ *store.Tx, hrefs []string) (out []Outlink, err error) {
			for _, href := range hrefs {
				out = append(out, Outlink{Href: href, Host: "spam.example", IsNew: true, Bar: bar, Say: "Trang không còn."})
			}
			return out, nil
		}
		words := text(t, d, "Đường dẫn")
		words.Body = "Xem [ở đây](https://spam.example/a) và [kế hoạch](/ke-hoach/1)."
		id, err := d.Begin(t.Context(), son, Article, words)
		if err != nil {
			t.Fatal(err)
		}
		err = d.Submit(t.Context(), son, id, Submission{})
		if no := refuse.Of(err); err == nil || no.Field != "body" || no.Say != bar {
			t.Fatalf("submitted: %v", err)
		}
		if bar = ""; d.Submit(t.Context(), son, id, Submission{}) != nil {
			t.Fatal("what may stand is refused")
		}
		if told > 0 {
			t.Error("those who hear of public pages heard of a draft")
		}
		if err := d.Approve(t.Context(), thao, id); err != nil {
			t.Fatal(err)
		}
		if err := d.Publish(t.Context(), thao, id, time.Time{}, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if err := d.Correct(t.Context(), son, id, "Sửa giờ."); err != nil {
			t.Fatal(err)
		}
		if told != 1 {
			t.Errorf("heard %d times of one publishing", told)
		}
		if err := d.Withdraw(t.Context(), thao, id, "Sai."); err != nil || told != 2 {
			t.Errorf("heard %d times after the withdrawal (%v)", told, err)
		}
	})
}

func TestAGuideHasWhatItTakesToFollowIt(t *testing.T) {
	whole := "## Cần chuẩn bị\n\n- Thẻ.\n\n1. Mở.\n2. Bấm.\n\n## Hỏi ở đâu\n\nCông an phường."
	for body, want := range map[string]string{
		whole: "",
		strings.Replace(whole, "2. Bấm.", "", 1):               "các bước đánh số",
		strings.Replace(whole, "Cần chuẩn bị", "Mang theo", 1): "mục «Cần chuẩn bị»",
		strings.Replace(whole, "## Hỏi ở đâu", "Hỏi ở đâu", 1): "mục «Hỏi ở đâu»",
	} {
		text := Text{Title: "Cài VNeID", Summary: "Ba bước.", Body: body, Theme: Theme{Key: 1}}
		var said []string
		for _, r := range Check(Guide, text, Names{}, time.Time{}) {
			if r.Must {
				said = append(said, r.Say)
			}
		}
		if got := strings.Join(said, " "); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
		for _, r := range Check(Article, text, Names{}, time.Time{}) {
			if r.Must {
				t.Errorf("an article has to be a guide: %s", r.Say)
			}
		}
	}
}
