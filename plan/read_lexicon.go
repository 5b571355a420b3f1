package plan

import (
	"strings"

	"loa/kit/vi"
)

// provinces are the 34 provinces and cities of July 2025 (Resolution 202/2025/QH15).
var provinces = strings.Split("thành phố Hà Nội, thành phố Huế, tỉnh Lai Châu, tỉnh Điện Biên, tỉnh Sơn La, tỉnh Lạng Sơn, tỉnh Quảng Ninh, tỉnh Thanh Hóa, tỉnh Nghệ An, tỉnh Hà Tĩnh, "+
	"tỉnh Cao Bằng, tỉnh Tuyên Quang, tỉnh Lào Cai, tỉnh Thái Nguyên, tỉnh Phú Thọ, tỉnh Bắc Ninh, tỉnh Hưng Yên, thành phố Hải Phòng, tỉnh Ninh Bình, tỉnh Quảng Trị, thành phố Đà Nẵng, tỉnh Quảng Ngãi, "+
	"tỉnh Gia Lai, tỉnh Khánh Hòa, tỉnh Lâm Đồng, tỉnh Đắk Lắk, Thành phố Hồ Chí Minh, tỉnh Đồng Nai, tỉnh Tây Ninh, thành phố Cần Thơ, tỉnh Vĩnh Long, tỉnh Đồng Tháp, tỉnh Cà Mau, tỉnh An Giang", ", ")

// kinds of documents by the folded words that announce them, the longer first.
var kinds = []struct{ fold, slug, text string }{
	{"ke hoach hanh dong", "ke-hoach-hanh-dong", "Kế hoạch hành động"},
	{"chuong trinh hanh dong", "chuong-trinh-hanh-dong", "Chương trình hành động"},
	{"chuong trinh cong tac", "chuong-trinh", "Chương trình công tác"},
	{"ke hoach", "ke-hoach", "Kế hoạch"},
	{"quyet dinh", "quyet-dinh", "Quyết định"},
	{"chuong trinh", "chuong-trinh", "Chương trình"},
	{"nghi quyet", "nghi-quyet", "Nghị quyết"},
	{"chi thi", "chi-thi", "Chỉ thị"},
	{"huong dan", "huong-dan", "Hướng dẫn"},
	{"phuong an", "phuong-an", "Phương án"},
	{"de an", "de-an", "Đề án"},
	{"thong bao", "thong-bao", "Thông báo"},
	{"thong tu lien tich", "thong-tu-lien-tich", "Thông tư liên tịch"},
	{"thong tu", "thong-tu", "Thông tư"},
	{"nghi dinh", "nghi-dinh", "Nghị định"},
	{"bao cao", "bao-cao", "Báo cáo"},
	{"to trinh", "to-trinh", "Tờ trình"},
}

// levels of issuers by a word of their name; the first that stands in it counts.
var levels = []struct{ fold, level string }{
	{"phuong", "ward"}, {"xa", "ward"}, {"dac khu", "ward"}, {"thi tran", "ward"},
	{"huyen", "district"}, {"quan", "district"}, {"thi xa", "district"}, {"thanh pho", "city"}, {"tinh", "city"}, {"tp", "city"},
	{"chinh phu", "nation"}, {"trung uong", "nation"}, {"quoc hoi", "nation"},
}

var placeWords = cues("phường, xã, đặc khu, thị trấn, thị xã, quận, huyện, thành phố, tỉnh")

// sectionCues tell what a part of a plan is for by the words of its heading.
var sectionCues = []struct {
	kind    ClauseKind
	phrases [][]string
}{
	{GeneralObjectives, cues("mục tiêu tổng quát, mục tiêu chung, mục đích chung")},
	{SpecificObjectives, cues("mục tiêu cụ thể, chỉ tiêu cụ thể, các chỉ tiêu, chỉ tiêu")},
	{Assignments, cues("phân công, tổ chức thực hiện, trách nhiệm, giao nhiệm vụ, trách nhiệm thực hiện, nhiệm vụ của các đơn vị, nhiệm vụ của các cơ quan")},
	{AFunding, cues("kinh phí, nguồn kinh phí, nguồn lực thực hiện")},
	{Objectives, cues("mục tiêu, mục đích yêu cầu, mục đích và yêu cầu")},
	{Purpose, cues("mục đích")},
	{Requirement, cues("yêu cầu")},
	{ABasis, cues("căn cứ pháp lý, căn cứ xây dựng, căn cứ")},
	{Themes, cues("nội dung, nhiệm vụ, giải pháp, hình thức")},
}

// sectionKind is the kind a heading announces; empty when it announces none.
func sectionKind(ws passage) ClauseKind {
	head := ws[:min(len(ws), 14)]
	for _, s := range sectionCues {
		at, _ := head.any(s.phrases, 0)
		if at < 0 || at > 3 && !shouts(ws.text()) {
			continue
		}
		if s.kind == Objectives || s.kind == Purpose || s.kind == Requirement || s.kind == ABasis {
			if at > 1 {
				continue
			}
		}
		return s.kind
	}
	return ""
}

// givenNames are syllables of people's names, the commoner of those that fold alike first.
var givenNames = func() map[string][]string {
	m := map[string][]string{}
	for _, n := range strings.Fields(`Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Đinh Lâm Trịnh Mai Trương Tô Cao Phùng Hà Lương Tạ Chu Vương Thái Quách Triệu Nghiêm Tống Kiều Khổng Doãn
Văn Thị Hữu Đức Quang Minh Ngọc Thanh Xuân Thu Hồng Kim Anh Tuấn Dũng Hùng Hưng Cường Thắng Thành Trung Hải Sơn Nam Bình Long Phong Hiếu Hòa Hoa Hạnh Hương Hường Lan Linh Loan Mạnh Nga Nhung Oanh Phúc Phương Phượng Quân Quý Quyết Quyền Sáng Tâm Tân Thảo Thịnh Thủy Thúy Tiến Toàn Trang Trí Trường Tú Tùng Tuyết Vinh Việt Vân Yến Duy Đạt Đông Giang Hiền Hiệp Huy Huyền Hậu Khánh Khoa Kiên Lợi Lộc Lực Nghĩa Nhân Ninh Phú Phước Quốc Tài Thuận Thọ Tín Trọng Bảo Bắc Chiến Chung Chính Công Cúc Diệp Điệp Duyên Gia Hân Hoàn Huệ Ích Liên Luân Luận Lưu Mỹ Nhật Như Ánh Tường Thế Thiện Thông Tiệp Tình Uyên Viết Bích Cẩm Đăng Đại Định`) {
		f := vi.Fold(n)
		m[f] = append(m[f], n)
	}
	return m
}()
