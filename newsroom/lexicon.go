package newsroom

import (
	"strings"

	"loa/kit/vi"
)

// A subject is what papers call a field of digital transformation and the words by which stories speak of it: a plan
// says «an toàn thông tin mạng», a story says «mật khẩu», «lừa đảo».
type subject struct {
	heads []string // any of these in a theme: it is about this subject
	words []string
}

// subjects are those of plans read so far. They hold for any plan: a theme is about a subject by its own wording.
var subjects = folded([]subject{
	{[]string{"an toàn thông tin", "an ninh mạng"}, []string{"lừa đảo", "mật khẩu", "giả mạo", "giả danh", "mã độc", "vi rút", "mã OTP", "xác thực hai bước", "đường dẫn lạ", "tin nhắn rác", "cuộc gọi rác",
		"chiếm tài khoản", "khóa tài khoản", "tin giả", "trang giả", "cảnh báo", "bảo mật", "chuyển tiền gấp", "làm giả", "kẻ xấu", "hai bước"}},
	{[]string{"chính quyền số"}, []string{"dịch vụ công", "hồ sơ trực tuyến", "nộp hồ sơ", "thủ tục hành chính", "phục vụ hành chính công", "một cửa", "chữ ký số", "ký số", "tra cứu hồ sơ", "mã hồ sơ", "đăng ký khai sinh",
		"tạm trú", "lưu trú", "thông báo lưu trú", "trả kết quả", "làm thủ tục"}},
	{[]string{"kinh tế số"}, []string{"thanh toán", "mã QR", "chuyển khoản", "không tiền mặt", "mua hàng", "bán hàng", "hóa đơn", "doanh nghiệp", "hộ kinh doanh", "hợp tác xã", "tiểu thương", "ngân hàng", "thương mại điện tử",
		"sàn", "tiền điện", "lì xì", "trả tiền", "người bán", "người mua"}},
	{[]string{"xã hội số"}, []string{"trẻ em", "học sinh", "giáo viên", "thầy cô", "phụ huynh", "sức khỏe", "khám bệnh", "bảo hiểm", "định danh điện tử", "VNeID", "người cao tuổi", "gia đình", "văn hóa số", "cho con", "các em", "lương hưu",
		"kỹ năng số", "nhóm lớp"}},
	{[]string{"dữ liệu số", "dữ liệu dùng chung"}, []string{"dữ liệu dân cư", "thông tin dân cư", "dữ liệu mở", "cơ sở dữ liệu", "số hóa giấy tờ", "số hóa", "kho dữ liệu", "làm sạch dữ liệu", "tải về", "bản chụp", "thông tin của mình"}},
	{[]string{"hạ tầng số", "hạ tầng viễn thông"}, []string{"sóng di động", "lõm sóng", "băng thông", "wi-fi", "4G", "5G", "2G", "cáp quang", "nhà mạng", "mạng chung", "phủ sóng", "mất sóng"}},
	{[]string{"nền tảng số", "nền tảng học trực tuyến"}, []string{"nền tảng", "học trực tuyến", "bình dân học vụ số", "phần mềm dùng chung", "dùng chung", "liên thông", "tích hợp, chia sẻ", "bài học", "khóa học"}},
	{[]string{"thể chế số", "DTI", "Par Index"}, []string{"bộ chỉ số", "chấm điểm", "DTI", "cải cách hành chính", "quy chế", "quy định nội bộ", "hài lòng", "thể chế", "xếp hạng"}},
	{[]string{"ngày chuyển đổi số", "tháng tiêu dùng số"}, []string{"10/10", "ngày chuyển đổi số", "tháng tiêu dùng số", "tháng 10", "hưởng ứng", "ngày hội"}},
	{[]string{"điển hình", "mô hình chuyển đổi số"}, []string{"mô hình", "điển hình", "câu chuyện", "tổ công nghệ số", "kinh nghiệm", "cách làm", "gương", "minh họa", "nhân vật", "tấm gương"}},
	{[]string{"người đứng đầu", "trách nhiệm của các cấp ủy"}, []string{"người đứng đầu", "thủ trưởng", "lãnh đạo", "đơn vị", "trách nhiệm", "làm gương", "cấp ủy", "nêu gương"}},
	{[]string{"quy định của pháp luật"}, []string{"nghị quyết", "luật", "nghị định", "quyết định số", "văn bản", "quyền của", "có hiệu lực", "pháp luật"}},
	{[]string{"chỉ đạo, điều hành"}, []string{"kế hoạch của phường", "chuyên mục", "kết quả thực hiện", "chỉ tiêu", "chỉ đạo", "điều hành", "ủy ban nhân dân phường", "sơ kết", "tổng kết"}},
	{[]string{"trên zalo", "làng số"}, []string{"kênh", "zalo", "làng số", "quan tâm", "cẩm nang", "dấu tích"}},
})

func folded(all []subject) []subject {
	for i := range all {
		for _, list := range [][]string{all[i].heads, all[i].words} {
			for j := range list {
				list[j] = spaced(list[j])
			}
		}
	}
	return all
}

// spaced is s without marks, its words between single spaces, so that a word is found as a whole.
func spaced(s string) string {
	words := strings.FieldsFunc(vi.Fold(s), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') })
	return " " + strings.Join(words, " ") + " "
}

// spoken is how much t speaks of the subjects that a theme is about: a word in the title says more than one in the text.
func spoken(theme string, t Text, body string) float64 {
	about, score := spaced(theme), 0.0
	title, summary, text := spaced(t.Title), spaced(t.Summary), spaced(body)
	for _, s := range subjects {
		if !containsAny(about, s.heads) {
			continue
		}
		for _, w := range s.words {
			score += 4*float64(min(strings.Count(title, w), 1)) + 2*float64(min(strings.Count(summary, w), 1)) + float64(min(strings.Count(text, w), 3))
		}
	}
	return score
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
