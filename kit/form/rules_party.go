package form

import "loa/kit/typeset"

const annex3 = "Hướng dẫn số 36-HD/VPTW, Phụ lục 3, mục "

// Guidance36 is the form of papers of the Party. The sizes are those of its annex 3; the margins and the list of
// copies are from practice, and so are given room.
var Guidance36 = &Rules{
	Name: "Hướng dẫn số 36-HD/VPTW", From: "2018-04-03", Party: true,
	Width: 210, Height: 297,
	Top: Range{20, 25, 20}, Bottom: Range{20, 25, 20}, Left: Range{30, 35, 30}, Right: Range{15, 20, 20},
	Font: typeset.Times, PageNumber: Range{13, 14, 14},
	Indents: []float64{12.7, 10}, Gap: 6, Line: Range{1, 1.5, 1.1}, RuleShare: Range{1.0 / 3, 1.0 / 2, 0.42},
	Looks: map[Element]Look{
		Country:    {Name: "Tiêu đề «Đảng Cộng sản Việt Nam»", Article: annex3 + "1", Least: 15, Most: 15, Set: 15, Upper: true, Bold: true, Align: typeset.Center},
		Superior:   {Name: "Tên cơ quan cấp trên trực tiếp", Article: annex3 + "2", Least: 14, Most: 14, Set: 14, Upper: true, Align: typeset.Center},
		Issuer:     {Name: "Tên cơ quan ban hành", Article: annex3 + "2", Least: 14, Most: 14, Set: 14, Upper: true, Bold: true, Align: typeset.Center},
		Number:     {Name: "Số và ký hiệu", Article: annex3 + "3", Least: 14, Most: 14, Set: 14, Align: typeset.Center},
		Date:       {Name: "Địa danh và ngày, tháng, năm", Article: annex3 + "4", Least: 14, Most: 14, Set: 14, Italic: true, Align: typeset.Center},
		TypeName:   {Name: "Tên loại văn bản", Article: annex3 + "5", Least: 15, Most: 16, Set: 16, Upper: true, Bold: true, Align: typeset.Center},
		Subject:    {Name: "Trích yếu nội dung", Article: annex3 + "5", Least: 14, Most: 15, Set: 14, Bold: true, Align: typeset.Center},
		About:      {Name: "Trích yếu nội dung công văn", Article: annex3 + "5", Least: 12, Most: 12, Set: 12, Italic: true, Align: typeset.Center},
		To:         {Name: "Nơi gửi (Kính gửi)", Article: annex3 + "6", Least: 14, Most: 15, Set: 14},
		Basis:      {Name: "Căn cứ ban hành", Article: annex3 + "6", Least: 14, Most: 15, Set: 14},
		Body:       {Name: "Nội dung văn bản", Article: annex3 + "6", Least: 14, Most: 15, Set: 14},
		PartHead:   {Name: "Tiêu đề phần, mục lớn", Article: annex3 + "6", Least: 14, Most: 15, Set: 14, Upper: true, Bold: true},
		Authority:  {Name: "Quyền hạn, chức vụ của người ký", Article: annex3 + "7", Least: 14, Most: 14, Set: 14, Upper: true, Bold: true, Align: typeset.Center},
		SignerName: {Name: "Họ và tên người ký", Article: annex3 + "7", Least: 14, Most: 14, Set: 14, Bold: true, Align: typeset.Center},
		CopyLabel:  {Name: "Từ «Nơi nhận»", Article: annex3 + "9", Least: 12, Most: 14, Set: 14, Underline: true},
		CopyList:   {Name: "Những nơi nhận", Article: annex3 + "9", Least: 11, Most: 14, Set: 12},
		AnnexLabel: {Name: "Từ «Phụ lục»", Article: annex3 + "6", Least: 14, Most: 15, Set: 14, Bold: true, Align: typeset.Center},
		AnnexTitle: {Name: "Tiêu đề phụ lục", Article: annex3 + "6", Least: 14, Most: 15, Set: 14, Upper: true, Bold: true, Align: typeset.Center},
		AnnexNote:  {Name: "Chỉ dẫn kèm theo văn bản của phụ lục", Article: annex3 + "6", Least: 13, Most: 15, Set: 14, Italic: true, Align: typeset.Center},
	},
	Articles: map[Fault]string{
		PageSize:    "Hướng dẫn số 36-HD/VPTW, phần phông chữ, khổ giấy, định lề",
		Orientation: "Hướng dẫn số 36-HD/VPTW, phần phông chữ, khổ giấy, định lề",
		Margins:     "Hướng dẫn số 36-HD/VPTW, phần phông chữ, khổ giấy, định lề",
		Font:        "Hướng dẫn số 36-HD/VPTW, phần phông chữ, khổ giấy, định lề",
		Color:       "Hướng dẫn số 36-HD/VPTW, phần phông chữ, khổ giấy, định lề",
		PageNumbers: "Hướng dẫn số 36-HD/VPTW, phần số trang",
		MottoRule:   annex3 + "1",
		NumberForm:  annex3 + "3",
		DateForm:    annex3 + "4",
		BasisForm:   annex3 + "6",
		BodyAlign:   annex3 + "6",
		BodyIndent:  annex3 + "6",
		BodyGap:     annex3 + "6",
		BodyLine:    annex3 + "6",
		Numbering:   annex3 + "6",
		SignerForm:  annex3 + "7",
		CopyForm:    annex3 + "9",
		AnnexForm:   "Hướng dẫn số 36-HD/VPTW, phần phụ lục",
	},
}

// RulesOf are the rules that d is to be held against: those of the Party for a paper that bears its title.
func RulesOf(d *typeset.Document) *Rules {
	if r := take(d); r.country != nil && fold(r.country.Text()) == "dang cong san viet nam" {
		return Guidance36
	}
	return Decree30
}
