package plan

import (
	"strings"
	"testing"
)

// TestHeadersOfAllForms: what the header says and no more, in the forms that plans go about in.
func TestHeadersOfAllForms(t *testing.T) {
	const body = "\n\nCăn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ;\n\nI. MỤC TIÊU\n1. Nâng cao nhận thức của người dân.\nII. NỘI DUNG\n1. QUY ĐỊNH CỤ THỂ\n- Tuyên truyền trên hệ thống truyền thanh.\n"
	for name, c := range map[string]struct{ head, want string }{
		"two columns": {"ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ ĐÔNG HẢI\tĐộc lập - Tự do - Hạnh phúc\nSố: 15/KH-UBND\tĐông Hải, ngày 04 tháng 9 năm 2025\n\nKẾ HOẠCH\nTruyền thông về chuyển đổi số năm 2025",
			"ke-hoach|15/KH-UBND|2025-09-04|Đông Hải|Ủy ban nhân dân xã Đông Hải|ward|Truyền thông về chuyển đổi số năm 2025|"},
		"one after the other": {"ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NINH\n-------\nSố: 86/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\nQuảng Ninh, ngày 21 tháng 3 năm 2023\n\nKẾ HOẠCH\nTRUYỀN THÔNG VỀ CHUYỂN ĐỔI SỐ NĂM 2023",
			"ke-hoach|86/KH-UBND|2023-03-21|Quảng Ninh|Ủy ban nhân dân tỉnh Quảng Ninh|city|TRUYỀN THÔNG VỀ CHUYỂN ĐỔI SỐ NĂM 2023|"},
		"one line": {"UBND XÃ TÂN LẬP  Số: 12/KH-UBND\nKẾ HOẠCH\nTuyên truyền phòng chống đuối nước",
			"ke-hoach|12/KH-UBND|||UBND xã Tân Lập|ward|Tuyên truyền phòng chống đuối nước|date-missing"},
		"a department, its name in two lines": {"UBND TỈNH BẮC NINH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ THÔNG TIN\tĐộc lập - Tự do - Hạnh phúc\nVÀ TRUYỀN THÔNG\nSố: 40/KH-STTTT\tBắc Ninh, ngày 02 tháng 02 năm 2024\nKẾ HOẠCH\nTruyền thông năm 2024",
			"ke-hoach|40/KH-STTTT|2024-02-02|Bắc Ninh|Sở Thông tin và Truyền thông|department|Truyền thông năm 2024|"},
		"the party": {"TỈNH ỦY NGHỆ AN\tĐẢNG CỘNG SẢN VIỆT NAM\nBAN TUYÊN GIÁO VÀ DÂN VẬN\n*\tNghệ An, ngày 10 tháng 4 năm 2025\nSố 17-KH/BTGDVTU\nKẾ HOẠCH\ntuyên truyền Nghị quyết số 57-NQ/TW",
			"ke-hoach|17-KH/BTGDVTU|2025-04-10|Nghệ An|Ban Tuyên giáo và Dân vận|party|tuyên truyền Nghị quyết số 57-NQ/TW|"},
		"the front": {"ỦY BAN MTTQ VIỆT NAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ AN PHÚ\tĐộc lập - Tự do - Hạnh phúc\nBAN THƯỜNG TRỰC\nSố: 08/KH-MTTQ-BTT\tAn Phú, ngày 05 tháng 8 năm 2025\nKẾ HOẠCH\nPhối hợp tuyên truyền chuyển đổi số",
			"ke-hoach|08/KH-MTTQ-BTT|2025-08-05|An Phú|Ủy ban MTTQ Việt Nam xã An Phú|ward|Phối hợp tuyên truyền chuyển đổi số|"},
		"number left blank": {"UBND PHƯỜNG HÀ AN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:      /KH-UBND\tHà An, ngày     tháng 9 năm 2025\nKẾ HOẠCH\nTruyền thông về chuyển đổi số",
			"ke-hoach|||Hà An|UBND phường Hà An|ward|Truyền thông về chuyển đổi số|number-blank date-blank"},
		"a web copy": {"KẾ HOẠCH\nCỦA ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH SỐ 07/KH-UBND NGÀY 14 THÁNG 01 NĂM 2022\nTRUYỀN THÔNG VỀ CHUYỂN ĐỔI SỐ",
			"ke-hoach|07/KH-UBND|2022-01-14||Ủy ban nhân dân tỉnh Hà Tĩnh|city|TRUYỀN THÔNG VỀ CHUYỂN ĐỔI SỐ|"},
		"a web copy in one line": {"KẾ HOẠCH SỐ 12/KH-UBND NGÀY 04/01/2025 CỦA UBND XÃ LONG SƠN VỀ TRUYỀN THÔNG NĂM 2025",
			"ke-hoach|12/KH-UBND|2025-01-04||UBND xã Long Sơn|ward|VỀ TRUYỀN THÔNG NĂM 2025|"},
		"a rule of law": {"THÔNG TƯ\nCỦA BỘ TÀI CHÍNH SỐ 07/2010/TT-BTC NGÀY 14 THÁNG 01 NĂM 2010\nHƯỚNG DẪN CHẾ ĐỘ TÀI CHÍNH",
			"thong-tu|07/2010/TT-BTC|2010-01-14||Bộ Tài chính|nation|HƯỚNG DẪN CHẾ ĐỘ TÀI CHÍNH|not-a-plan"},
		"the card of a library": {"Số hiệu:\t123/KH-UBND\nLoại văn bản:\tKế hoạch\nNơi ban hành:\tTỉnh Lào Cai\nNgười ký:\tNguyễn Văn An\nNgày ban hành:\t05/5/2022\nTình trạng:\tĐã biết\nKẾ HOẠCH\nTruyền thông về chuyển đổi số",
			"ke-hoach|123/KH-UBND|2022-05-05||||Truyền thông về chuyển đổi số|issuer-missing"},
		"nothing but a title": {"KẾ HOẠCH\nTruyền thông về chuyển đổi số", "ke-hoach||||||Truyền thông về chuyển đổi số|issuer-missing number-missing date-missing"},
		"no kind":             {"Một số suy nghĩ về truyền thông", "|||||||issuer-missing number-missing date-missing kind-missing"},
	} {
		lines, err := Lines([]byte(c.head + body))
		if err != nil {
			t.Fatal(err)
		}
		d := Read(lines, Options{})
		h := d.Doc
		var doubts []string
		for _, q := range d.Doubts {
			if strings.HasSuffix(q.Kind, "-missing") || strings.HasSuffix(q.Kind, "-blank") || q.Kind == "not-a-plan" {
				doubts = append(doubts, q.Kind)
			}
		}
		if got := strings.Join([]string{h.Kind, h.Code, h.Date, h.Place, h.Issuer.Name, h.Issuer.Level, h.Title, strings.Join(doubts, " ")}, "|"); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// TestADeadlineBeforeThePlanIsADoubt, and one long after its period; reports in the next spring are none.
func TestADeadlineBeforeThePlanIsADoubt(t *testing.T) {
	for by, want := range map[string]bool{"trước ngày 15/12/2024": true, "trước ngày 15/8/2025": true, "trước ngày 15/12/2025": false, "trước ngày 15/01/2026": false, "trước ngày 15/9/2026": true} {
		lines, err := Lines([]byte("UBND XÃ TÂN LẬP\nSố: 23/KH-UBND\nTân Lập, ngày 05 tháng 9 năm 2025\nKẾ HOẠCH\nTuyên truyền năm 2025\n\nI. CHỈ TIÊU\n1. 100% thôn tổ chức tuyên truyền " + by + ".\nII. PHÂN CÔNG\n1. Phòng Văn hóa - Xã hội\n- Báo cáo kết quả " + by + ".\n"))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, q := range Read(lines, Options{}).Doubts {
			if q.Kind == "stale-year" && q.Text == by {
				n++
			}
		}
		if n != map[bool]int{true: 2}[want] {
			t.Errorf("%s: %d doubts", by, n)
		}
	}
}

// TestAShortPostIsSignedFor: «KT. BỘ TRƯỞNG» is in whose stead, «THỨ TRƯỞNG» is who signs.
func TestAShortPostIsSignedFor(t *testing.T) {
	lines, err := Lines([]byte("BỘ Y TẾ\nSố: 1/KH-BYT\nKẾ HOẠCH\nTruyền thông\n\nI. MỤC TIÊU\n1. Nâng cao nhận thức.\n\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\nĐỗ Hoàng Anh Tuấn\n"))
	if err != nil {
		t.Fatal(err)
	}
	if s := Read(lines, Options{}).Doc.Signer; s == nil || s.Capacity != "KT. BỘ TRƯỞNG" || s.Position != "THỨ TRƯỞNG" || s.Name != "Đỗ Hoàng Anh Tuấn" {
		t.Errorf("%+v", s)
	}
}

// TestASecondPartOneIsPartTwoThatLostAStroke: engines see «II.» as «I.».
func TestASecondPartOneIsPartTwoThatLostAStroke(t *testing.T) {
	lines, err := Lines([]byte("KẾ HOẠCH\nTruyền thông năm 2026\n\nI. MỤC TIÊU\n1. Mục tiêu cụ thể\n- Tối thiểu 80% trường học tham gia.\n- Có 12 tin, bài.\nI. NỘI DUNG TUYÊN TRUYỀN\n1. Hạ tầng số.\n2. Kinh tế số.\nIII. PHÂN CÔNG\n1. Công an phường\n- Phối hợp.\n"))
	if err != nil {
		t.Fatal(err)
	}
	d := Read(lines, Options{})
	if c := d.Clause("II"); c == nil || c.PrintedNumeral != "I" || len(c.Children) != 2 {
		t.Errorf("%+v", d.Sections)
	}
	gaps := 0
	for _, q := range d.Doubts {
		if q.Kind == "numeral-gap" || q.Kind == "duplicate-label" {
			gaps++
		}
	}
	if gaps != 1 || d.Clause("III") == nil { // III is the one due
		t.Errorf("%d doubts about numbers: %+v", gaps, d.Doubts)
	}
}
