package citation

import (
	"fmt"
	"strings"
	"testing"
)

// show is a citation on one line: kind|code|date|issuer|title, * before what is inferred, > before what is nested.
func show(c Citation) string {
	mark := func(is bool, s string) string {
		if is && s != "" {
			return "*" + s
		}
		return s
	}
	code := c.Text
	if c.PrintedCode != "" {
		code += "(" + c.PrintedCode + ")"
	}
	s := strings.Join([]string{mark(c.KindInferred, c.Kind), code, c.Date, mark(c.IssuerInferred, c.Issuer), c.Title}, "|")
	if c.Within >= 0 {
		s = fmt.Sprintf(">%d ", c.Within) + s
	}
	return s
}

func TestEveryFormIsRead(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		// DOMAIN: state
		{"Căn cứ Nghị định số 49/2024/NĐ-CP ngày 10/5/2024 của Chính phủ quy định về hoạt động thông tin cơ sở;", []string{"Nghị định|49/2024/NĐ-CP|2024-05-10|Chính phủ|quy định về hoạt động thông tin cơ sở"}},
		{"Thông tư số 39/2020/TT-BTTTT ngày 24 tháng 11 năm 2020 của Bộ trưởng Bộ Thông tin và Truyền thông quy định về quản lý đài truyền thanh cấp xã.", []string{"Thông tư|39/2020/TT-BTTTT|2020-11-24|Bộ trưởng Bộ Thông tin và Truyền thông|quy định về quản lý đài truyền thanh cấp xã"}},
		{"Căn cứ Luật Chuyển đổi số số 148/2025/QH15 ngày 11/12/2025;", []string{"Luật|148/2025/QH15|2025-12-11|*Quốc hội|Chuyển đổi số"}},
		{"Căn cứ Luật số 33/2024/QH15;", []string{"Luật|33/2024/QH15||*Quốc hội|"}},
		{"Nghị quyết số 1232/NQ-UBTVQH15 ngày 24/10/2024 của Ủy ban Thường vụ Quốc hội về việc sắp xếp;", []string{"Nghị quyết|1232/NQ-UBTVQH15|2024-10-24|Ủy ban Thường vụ Quốc hội|sắp xếp"}},
		{"Công văn số 1273/BTTTT-TTCS ngày 27/4/2021", []string{"Công văn|1273/BTTTT-TTCS|2021-04-27|*Bộ Thông tin và Truyền thông|"}},
		{"theo 86549/UBND-NCKS và Quyết định số 2323/BTTTT-THH ngày 31/12/2019", []string{"*Công văn|86549/UBND-NCKS||*Ủy ban nhân dân|", "Quyết định|2323/BTTTT-THH|2019-12-31|*Bộ Thông tin và Truyền thông|"}},
		{"Công văn số 478/CATTT-ATHTTT ngày 30/5/2017", []string{"Công văn|478/CATTT-ATHTTT|2017-05-30||"}},
		{"Thông tư liên tịch số 17/2010/TTLT-BTTTT-BNV ngày 27.7.2010", []string{"Thông tư liên tịch|17/2010/TTLT-BTTTT-BNV|2010-07-27|*Bộ Thông tin và Truyền thông|"}},
		{"Quyết định số 4397/QĐ.UBND-CNTM ngày 21/3/2022", []string{"Quyết định|4397/QĐ-UBND-CNTM(4397/QĐ.UBND-CNTM)|2022-03-21|*Ủy ban nhân dân|"}},
		{"Quyết định số 82/2005-QĐ-UBND ngày 1/2/2005", []string{"Quyết định|82/2005/QĐ-UBND(82/2005-QĐ-UBND)|2005-02-01|*Ủy ban nhân dân|"}},
		{"Quyết định số 31/2014/QĐ-UBNDngày 17-11-2021 của UBND tỉnh Bắc Ninh", []string{"Quyết định|31/2014/QĐ-UBND|2021-11-17|Ủy ban nhân dân tỉnh Bắc Ninh|"}},
		// DOMAIN: party
		{"Quy định số 230-QĐ/TW ngày 7/1/2025 của Bộ Chính trị", []string{"Quy định|230-QĐ/TW|2025-01-07|Bộ Chính trị|"}},
		{"Kế hoạch số 01-KH/BCĐTW ngày 21/3/2025 của Ban Chỉ đạo Trung ương", []string{"Kế hoạch|01-KH/BCĐTW|2025-03-21|Ban Chỉ đạo Trung ương|"}},
		{"Quy chế 08-QC/TW, Công văn số 440-CV/BTGDVTU; Hướng dẫn 11-HD/VPTW; Kế hoạch 05-KH/BCD57", []string{"Quy chế|08-QC/TW||*Bộ Chính trị|", "Công văn|440-CV/BTGDVTU|||", "Hướng dẫn|11-HD/VPTW|||", "Kế hoạch|05-KH/BCĐ57|||"}},
		{"Chương trình hành động số 147-CTHĐ/TU; Đề án số 20-ĐA/TU; Kết luận số 187-KL/TW", []string{"Chương trình hành động|147-CTHĐ/TU||*Ban Thường vụ Thành ủy Hải Phòng|", "Đề án|20-ĐA/TU||*Ban Thường vụ Thành ủy Hải Phòng|", "Kết luận|187-KL/TW||*Bộ Chính trị|"}},
		// PLAN-READING 8
		{"Chương trình hành động 89-CTr/TU ngày 25/02/2025", []string{"Chương trình hành động|89-CTr/TU|2025-02-25|*Ban Thường vụ Thành ủy Hải Phòng|"}},
		{"Quyét dinh s6 411/QD-\nTTg ngay 31/3/2022 ctia Thu tudng Chinh pha", []string{"Quyết định|411/QĐ-TTg|2022-03-31|Thủ tướng Chính phủ|"}},
		{"Nghị\nquyết số\n71-NQ/CP ngày 01/4/2025 của Chính\nphủ", []string{"Nghị quyết|71/NQ-CP(71-NQ/CP)|2025-04-01|Chính phủ|"}},
		{"Kế hoạch hành động\n\n\nsố 475-KH/TU", []string{"Kế hoạch hành động|475-KH/TU||*Ban Thường vụ Thành ủy Hải Phòng|"}},
		{"Thực hiện 263/KH-UBND ngày 5/9/2025 của UBND thành phố", []string{"*Kế hoạch|263/KH-UBND|2025-09-05|Ủy ban nhân dân thành phố Hải Phòng|"}},
		{"Nghị quyết 06/TU; Nghị quyết số 57; Đề án 06", []string{"Nghị quyết|06-NQ/TU(06/TU)||*Ban Thường vụ Thành ủy Hải Phòng|", "Nghị quyết|57|||", "Đề án|06|||"}},
		{"Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025; Bộ luật Lao động ngày 20/11/2019;", []string{"Luật||2025-06-16|*Quốc hội|Tổ chức chính quyền địa phương", "Bộ luật||2019-11-20|*Quốc hội|Lao động"}},
		{"Luật Cán bộ, công chức (sửa đổi) ngày 24/6/2025", []string{"Luật||2025-06-24|*Quốc hội|Cán bộ, công chức (sửa đổi)"}},
		{"Quyết định số 12/QĐ-UBND (ngày 03/02/2025) của Chủ tịch UBND phường", []string{"Quyết định|12/QĐ-UBND|2025-02-03|Chủ tịch Ủy ban nhân dân phường Phù Liễn|"}},
		{"Nghị quyết số 57-NQ/TW của Bộ Chính trị, ngày 22/12/2024", []string{"Nghị quyết|57-NQ/TW|2024-12-22|Bộ Chính trị|"}},
		{"Nghị quyết số 57-NQ/TW ngày 22/12/2024 và Nghị quyết số 71/NQ-CP ngày 01/4/2025, Kế hoạch số 12/KH-UBND", []string{"Nghị quyết|57-NQ/TW|2024-12-22|*Bộ Chính trị|", "Nghị quyết|71/NQ-CP|2025-04-01|*Chính phủ|", "Kế hoạch|12/KH-UBND||*Ủy ban nhân dân|"}},
		{"Kế hoạch số 5/KH-UBND ngày 1/1/2025 về thực hiện Nghị quyết số 57-NQ/TW và Nghị quyết số 71/NQ-CP; Quyết định số 7/QĐ-TTg", []string{"Kế hoạch|5/KH-UBND|2025-01-01|*Ủy ban nhân dân|thực hiện Nghị quyết số 57-NQ/TW và Nghị quyết số 71/NQ-CP", ">0 Nghị quyết|57-NQ/TW||*Bộ Chính trị|", ">0 Nghị quyết|71/NQ-CP||*Chính phủ|", "Quyết định|7/QĐ-TTg||*Thủ tướng Chính phủ|"}},
		{"ND số 49/2024/ND-CP, HDND: Nghị quyết số 12/2025/NQ-HDND ngày 31/02/2025", []string{"Nghị định|49/2024/NĐ-CP||*Chính phủ|", "Nghị quyết|12/2025/NQ-HĐND||*Hội đồng nhân dân|"}},
		{"Nghị quyết số 12/2020/NQ-TU", []string{"Nghị quyết|12/2020/NQ-TU||*Ban Thường vụ Thành ủy Hải Phòng|"}},
		// a page break runs through a title; a heading ends it
		{"Quyết định số 7/QĐ-TTg về chuyển đổi số\n\n\nquốc gia; Kế hoạch số 8/KH-UBND về truyền thông\n\nMỤC TIÊU", []string{"Quyết định|7/QĐ-TTg||*Thủ tướng Chính phủ|chuyển đổi số quốc gia", "Kế hoạch|8/KH-UBND||*Ủy ban nhân dân|truyền thông"}},
		// no citations
		{"UBND PHƯỜNG\nSố:15 /KH-UBND Phù Liễn, ngày 16 tháng 7 năm 2025\nKẾ HOẠCH", nil},
		{"ĐẢNG ỦY\nSố 57-NQ/TW\n*", nil},
		{"100% đơn vị; 24/7; 10km/h; 3-5 tin/tuần; báo cáo 6 tháng; kế hoạch 5 năm 2021-2025; dân số 60/KM2; mức độ 4; tháng 10 - Tháng tiêu dùng số; LAN/WAN 5G/4G", nil},
		{"Ngày Pháp luật 9/11, ngày 10/10/2025; pháp luật từ ngày 01/7/2025; Luật sư đoàn; Báo cáo số 3", nil},
	} {
		got := []string(nil)
		for _, f := range Find(lines(c.text), phuLien) {
			got = append(got, show(f))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s\n got  %s\n want %s", c.text, strings.Join(got, "\n      "), strings.Join(c.want, "\n      "))
		}
	}
}
