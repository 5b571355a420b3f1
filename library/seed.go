package library

import (
	"context"
	"fmt"
	"slices"

	"loa/org"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

// Whose a text of the seed is.
const (
	nation   store.Place = ""
	haiPhong store.Place = "31"
	phuLien  store.Place = "11446"
)

// notSeen is the source of a text that no other paper at hand cites.
const notSeen = "Kế hoạch số 15/KH-UBND ngày 16/7/2025 của phường Phù Liễn"

// seed is the texts that plan 15/KH-UBND of Phù Liễn rests on, with the wording
// of its paper. Twelve are confirmed: their numbers and days were seen in other
// papers, which Source names. Six are not: 29/KH-UBND, 08/KH-UBND, 31/KH-UBND,
// 89-CTr/TU, 475-KH/TU and 479-KH/TU. Whether any is still in force nobody has
// looked into.
var seed = []struct {
	of store.Place // every place below it is given the text
	Text
}{
	{haiPhong, Text{Kind: "Nghị quyết", Number: "03", Symbol: "NQ/TU", Code: "03-NQ/TU", Issuer: "Ban Thường vụ Thành ủy Hải Phòng", IssuedOn: "2021-10-26", Title: "Chuyển đổi số thành phố Hải Phòng đến năm 2025, định hướng đến năm 2030", Confirmed: true, Source: "Hệ thống pháp luật: Quyết định số 284/QĐ-UBND ngày 24/01/2022"}},
	{haiPhong, Text{Kind: "Quyết định", Number: "284", Symbol: "QĐ-UBND", Code: "284/QĐ-UBND", Issuer: "Ủy ban nhân dân thành phố Hải Phòng", IssuedOn: "2022-01-24", Title: "Chương trình hành động thực hiện Nghị quyết số 03-NQ/TU ngày 26/10/2021 của Ban Thường vụ Thành ủy về chuyển đổi số thành phố Hải Phòng đến năm 2025, định hướng đến năm 2030", Confirmed: true, Source: "Hệ thống pháp luật: Quyết định số 284/QĐ-UBND ngày 24/01/2022"}},
	{haiPhong, Text{Kind: "Kế hoạch", Number: "29", Symbol: "KH-UBND", Code: "29/KH-UBND", Issuer: "Ủy ban nhân dân thành phố Hải Phòng", IssuedOn: "2022-02-09", Title: "Truyền thông về chuyển đổi số trên địa bàn thành phố Hải Phòng giai đoạn 2022-2025", Source: notSeen}},
	{phuLien, Text{Kind: "Kế hoạch", Number: "08", Symbol: "KH-UBND", Code: "08/KH-UBND", Issuer: "Ủy ban nhân dân phường Phù Liễn", IssuedOn: "2025-07-14", Title: "Chuyển đổi số phường Phù Liễn 6 tháng cuối năm 2025", Source: notSeen}},
	{nation, Text{Kind: "Nghị quyết", Number: "57", Symbol: "NQ/TW", Code: "57-NQ/TW", Issuer: "Bộ Chính trị", IssuedOn: "2024-12-22", Title: "Đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia", Confirmed: true, Source: "Kế hoạch số 186/KH-UBND của tỉnh Bắc Ninh"}},
	{nation, Text{Kind: "Nghị quyết", Number: "71", Symbol: "NQ-CP", Code: "71/NQ-CP", Issuer: "Chính phủ", IssuedOn: "2025-04-01", Title: "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị", Confirmed: true, Source: "Kế hoạch số 186/KH-UBND của tỉnh Bắc Ninh"}},
	{nation, Text{Kind: "Nghị quyết", Number: "52", Symbol: "NQ/TW", Code: "52-NQ/TW", Issuer: "Bộ Chính trị", IssuedOn: "2019-09-27", Title: "Một số chủ trương, chính sách chủ động tham gia cuộc cách mạng công nghiệp lần thứ tư", Confirmed: true, Source: "Kế hoạch số 325/KH-UBND của thành phố Hải Phòng"}},
	{nation, Text{Kind: "Nghị quyết", Number: "50", Symbol: "NQ-CP", Code: "50/NQ-CP", Issuer: "Chính phủ", IssuedOn: "2020-04-17", Title: "Ban hành Chương trình hành động thực hiện Nghị quyết số 52-NQ/TW", Confirmed: true, Source: "Kế hoạch số 325/KH-UBND của thành phố Hải Phòng"}},
	{nation, Text{Kind: "Quyết định", Number: "749", Symbol: "QĐ-TTg", Code: "749/QĐ-TTg", Issuer: "Thủ tướng Chính phủ", IssuedOn: "2020-06-03", Title: "Phê duyệt Chương trình chuyển đổi số quốc gia đến năm 2025, định hướng năm 2030", Confirmed: true, Source: "Kế hoạch của xã Thạch Kim dẫn cùng số và ngày"}},
	{nation, Text{Kind: "Quyết định", Number: "942", Symbol: "QĐ-TTg", Code: "942/QĐ-TTg", Issuer: "Thủ tướng Chính phủ", IssuedOn: "2021-06-15", Title: "Phê duyệt Chiến lược phát triển Chính phủ điện tử hướng tới Chính phủ số giai đoạn 2021-2025, định hướng đến năm 2030", Confirmed: true, Source: "Kế hoạch của xã Thạch Kim dẫn cùng số và ngày"}},
	{nation, Text{Kind: "Quyết định", Number: "146", Symbol: "QĐ-TTg", Code: "146/QĐ-TTg", Issuer: "Thủ tướng Chính phủ", IssuedOn: "2022-01-28", Title: "Phê duyệt Đề án “Nâng cao nhận thức, phổ cập kỹ năng và phát triển nguồn nhân lực chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030”", Confirmed: true, Source: "Kế hoạch của xã Thạch Kim dẫn cùng số và ngày"}},
	{nation, Text{Kind: "Quyết định", Number: "411", Symbol: "QĐ-TTg", Code: "411/QĐ-TTg", Issuer: "Thủ tướng Chính phủ", IssuedOn: "2022-03-31", Title: "Phê duyệt Chiến lược quốc gia phát triển kinh tế số và xã hội số đến năm 2025, định hướng đến năm 2030", Confirmed: true, Source: "Kế hoạch của xã Thạch Kim dẫn cùng số và ngày"}},
	{nation, Text{Kind: "Quyết định", Number: "505", Symbol: "QĐ-TTg", Code: "505/QĐ-TTg", Issuer: "Thủ tướng Chính phủ", IssuedOn: "2022-04-22", Title: "Ngày Chuyển đổi số quốc gia", Confirmed: true, Source: "Kế hoạch của xã Thạch Kim dẫn cùng số và ngày"}},
	{nation, Text{Kind: "Quyết định", Number: "964", Symbol: "QĐ-TTg", Code: "964/QĐ-TTg", Issuer: "Thủ tướng Chính phủ", IssuedOn: "2022-08-10", Title: "Phê duyệt Chiến lược An toàn, An ninh mạng quốc gia, chủ động ứng phó với các thách thức từ không gian mạng đến năm 2025, tầm nhìn 2030", Confirmed: true, Source: "Kế hoạch của xã Thạch Kim dẫn cùng số và ngày"}},
	{haiPhong, Text{Kind: "Chương trình hành động", Number: "89", Symbol: "CTr/TU", Code: "89-CTr/TU", Issuer: "Ban Thường vụ Thành ủy Hải Phòng", IssuedOn: "2025-02-25", Title: "", Source: notSeen, Note: "Kế hoạch số 15/KH-UBND của phường Phù Liễn không nêu trích yếu."}},
	{haiPhong, Text{Kind: "Kế hoạch hành động", Number: "475", Symbol: "KH/TU", Code: "475-KH/TU", Issuer: "Ban Thường vụ Thành ủy Hải Phòng", IssuedOn: "2025-05-22", Title: "", Source: notSeen, Note: "Kế hoạch số 15/KH-UBND của phường Phù Liễn không nêu trích yếu."}},
	{haiPhong, Text{Kind: "Kế hoạch", Number: "479", Symbol: "KH/TU", Code: "479-KH/TU", Issuer: "Ban Thường vụ Thành ủy Hải Phòng", IssuedOn: "2025-06-15", Title: "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị", Source: notSeen}},
	{haiPhong, Text{Kind: "Kế hoạch", Number: "31", Symbol: "KH-UBND", Code: "31/KH-UBND", Issuer: "Ủy ban nhân dân thành phố Hải Phòng", IssuedOn: "2025-02-18", Title: "", Source: notSeen, Note: "Kế hoạch số 15/KH-UBND của phường Phù Liễn không nêu trích yếu."}},
}

// Seed gives a place that is enrolled the texts of the nation, of the places above
// it and its own. Texts that are there are left as they are.
func (d *Desk) Seed(ctx context.Context, tx *store.Tx) error {
	above, err := chain(ctx, tx)
	if err != nil {
		return err
	}
	count := 0
	for _, s := range seed {
		if !slices.Contains(above, s.of) {
			continue
		}
		same, err := withCode(ctx, tx, s.Code)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(same, func(t Text) bool { return t.IssuedOn == s.IssuedOn }) {
			continue
		}
		id, err := insert(ctx, tx, s.Text)
		if err != nil {
			return fmt.Errorf("seed %s: %w", s.Code, err)
		}
		if err := d.tell(ctx, tx, id); err != nil {
			return err
		}
		count++
	}
	if count == 0 {
		return nil
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Verb: "seed", Thing: "library", Detail: fmt.Sprintf("%d văn bản ban đầu", count)})
}

// chain is the place of tx and those above it, up to the nation.
func chain(ctx context.Context, tx *store.Tx) ([]store.Place, error) {
	out := []store.Place{nation, tx.Place()}
	for at := tx.Place(); len(out) < 6; {
		p, err := org.LoadPlace(ctx, tx, at)
		if refuse.Of(err).Kind == refuse.NotFound {
			return out, nil // not founded yet: what is known is its own code
		}
		if err != nil {
			return nil, err
		}
		if p.Parent == "" {
			return out, nil
		}
		out, at = append(out, p.Parent), p.Parent
	}
	return out, nil
}
