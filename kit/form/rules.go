// Package form is how official papers look: it lays a paper out by the rules of
// its form (Lay), and reads any paper against them (Check), naming for each
// departure the article it departs from.
//
// The rules are data, one set for each decree, with the day from which it holds:
// Decree 30/2020/NĐ-CP, annex I, for papers of the state, and Guidance
// 36-HD/VPTW of 2018 for those of the Party. A new decree is a new set.
//
// It knows nothing of what a paper says, nor of any ward.
package form

import "loa/kit/typeset"

// An Element (thành phần thể thức) is one of the parts that a paper consists of.
type Element string

// The elements.
const (
	Country    Element = "country"     // Quốc hiệu; of the Party: its title
	Motto      Element = "motto"       // Tiêu ngữ
	Superior   Element = "superior"    // cơ quan chủ quản
	Issuer     Element = "issuer"      // cơ quan ban hành
	Number     Element = "number"      // số, ký hiệu
	Date       Element = "date"        // địa danh và thời gian
	TypeName   Element = "type"        // tên loại
	Subject    Element = "subject"     // trích yếu
	About      Element = "about"       // trích yếu của công văn
	To         Element = "to"          // kính gửi
	Basis      Element = "basis"       // căn cứ ban hành
	Body       Element = "body"        // nội dung
	PartHead   Element = "part-head"   // tiêu đề của phần I, II
	Authority  Element = "authority"   // quyền hạn, chức vụ
	SignerName Element = "signer"      // họ tên người ký
	CopyLabel  Element = "copy-label"  // «Nơi nhận:»
	CopyList   Element = "copy-list"   // những nơi nhận
	AnnexLabel Element = "annex-label" // «Phụ lục I»
	AnnexTitle Element = "annex-title" // tiêu đề phụ lục
	AnnexNote  Element = "annex-note"  // (Kèm theo …)
)

// A Look is how an element is printed.
type Look struct {
	Name         string // in sentences: Quốc hiệu
	Article      string // where the rule stands
	Least, Most  float64
	Set          float64 // the size that Lay uses
	Upper        bool    // in capitals
	Bold, Italic bool
	Underline    bool
	Align        typeset.Align // empty: the rules do not say
}

// A Range is what may stand between two numbers; Set is what Lay uses.
type Range struct{ Least, Most, Set float64 }

// Has reports whether x lies in r, as near as an eye can tell.
func (r Range) Has(x, slack float64) bool { return r.Least-slack <= x && x <= r.Most+slack }

// Rules are one set.
type Rules struct {
	Name  string // as it is cited
	From  string // the first day on which they hold
	Party bool

	Width, Height            float64
	Top, Bottom, Left, Right Range
	Font                     string
	PageNumber               Range
	Indents                  []float64 // of first lines; the first is what Lay uses
	Gap                      float64   // least, between paragraphs
	Line                     Range     // in single lines
	RuleShare                Range     // of a rule to the line above it
	EndMark                  string
	Looks                    map[Element]Look
	Articles                 map[Fault]string // where the other rules stand
}

// A Fault is what can be wrong with a paper beside the look of an element.
type Fault string

// The faults.
const (
	PageSize    Fault = "page-size"
	Orientation Fault = "orientation"
	Margins     Fault = "margins"
	Font        Fault = "font"
	Color       Fault = "color"
	PageNumbers Fault = "page-number"
	Missing     Fault = "missing" // an element is not there; the article is that of the element
	MottoRule   Fault = "motto-rule"
	IssuerRule  Fault = "issuer-rule"
	NumberForm  Fault = "number-form"
	DateForm    Fault = "date-form"
	SubjectRule Fault = "subject-rule"
	BasisForm   Fault = "basis-form"
	BodyAlign   Fault = "body-align"
	BodyIndent  Fault = "body-indent"
	BodyGap     Fault = "body-gap"
	BodyLine    Fault = "body-line"
	Numbering   Fault = "numbering"
	EndMark     Fault = "end-mark"
	SignerForm  Fault = "signer-form"
	CopyForm    Fault = "copy-form"
	AnnexForm   Fault = "annex-form"
)

const annexI = "Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, "

// Decree30 is the form of administrative papers.
var Decree30 = &Rules{
	Name: "Nghị định số 30/2020/NĐ-CP", From: "2020-03-05",
	Width: 210, Height: 297,
	Top: Range{20, 25, 20}, Bottom: Range{20, 25, 20}, Left: Range{30, 35, 30}, Right: Range{15, 20, 15},
	Font: typeset.Times, PageNumber: Range{13, 14, 14},
	Indents: []float64{12.7, 10}, Gap: 6, Line: Range{1, 1.5, 1.1}, RuleShare: Range{1.0 / 3, 1.0 / 2, 0.42},
	EndMark: "./.",
	Looks: map[Element]Look{
		Country:    {Name: "Quốc hiệu", Article: annexI + "Mục II, khoản 1, điểm a", Least: 12, Most: 13, Set: 13, Upper: true, Bold: true, Align: typeset.Center},
		Motto:      {Name: "Tiêu ngữ", Article: annexI + "Mục II, khoản 1, điểm b", Least: 13, Most: 14, Set: 14, Bold: true, Align: typeset.Center},
		Superior:   {Name: "Tên cơ quan chủ quản", Article: annexI + "Mục II, khoản 2", Least: 12, Most: 13, Set: 13, Upper: true, Align: typeset.Center},
		Issuer:     {Name: "Tên cơ quan ban hành", Article: annexI + "Mục II, khoản 2", Least: 12, Most: 13, Set: 13, Upper: true, Bold: true, Align: typeset.Center},
		Number:     {Name: "Số, ký hiệu", Article: annexI + "Mục II, khoản 3", Least: 13, Most: 13, Set: 13, Align: typeset.Center},
		Date:       {Name: "Địa danh và thời gian", Article: annexI + "Mục II, khoản 4", Least: 13, Most: 14, Set: 14, Italic: true, Align: typeset.Center},
		TypeName:   {Name: "Tên loại văn bản", Article: annexI + "Mục II, khoản 5", Least: 13, Most: 14, Set: 14, Upper: true, Bold: true, Align: typeset.Center},
		Subject:    {Name: "Trích yếu nội dung", Article: annexI + "Mục II, khoản 5", Least: 13, Most: 14, Set: 14, Bold: true, Align: typeset.Center},
		About:      {Name: "Trích yếu nội dung công văn", Article: annexI + "Mục II, khoản 5", Least: 12, Most: 13, Set: 12, Align: typeset.Center},
		To:         {Name: "Nơi gửi (Kính gửi)", Article: annexI + "Mục II, khoản 9", Least: 13, Most: 14, Set: 14},
		Basis:      {Name: "Căn cứ ban hành", Article: annexI + "Mục II, khoản 6", Least: 13, Most: 14, Set: 14, Italic: true},
		Body:       {Name: "Nội dung văn bản", Article: annexI + "Mục II, khoản 6", Least: 13, Most: 14, Set: 14},
		PartHead:   {Name: "Tiêu đề phần, mục lớn", Article: annexI + "Mục II, khoản 6", Least: 13, Most: 14, Set: 14, Upper: true, Bold: true},
		Authority:  {Name: "Quyền hạn, chức vụ của người ký", Article: annexI + "Mục II, khoản 7", Least: 13, Most: 14, Set: 14, Upper: true, Bold: true, Align: typeset.Center},
		SignerName: {Name: "Họ và tên người ký", Article: annexI + "Mục II, khoản 7", Least: 13, Most: 14, Set: 14, Bold: true, Align: typeset.Center},
		CopyLabel:  {Name: "Từ «Nơi nhận»", Article: annexI + "Mục II, khoản 9", Least: 12, Most: 12, Set: 12, Bold: true, Italic: true},
		CopyList:   {Name: "Những nơi nhận", Article: annexI + "Mục II, khoản 9", Least: 11, Most: 11, Set: 11},
		AnnexLabel: {Name: "Từ «Phụ lục»", Article: annexI + "Mục III, khoản 1", Least: 14, Most: 14, Set: 14, Bold: true, Align: typeset.Center},
		AnnexTitle: {Name: "Tiêu đề phụ lục", Article: annexI + "Mục III, khoản 1", Least: 13, Most: 14, Set: 14, Upper: true, Bold: true, Align: typeset.Center},
		AnnexNote:  {Name: "Chỉ dẫn kèm theo văn bản của phụ lục", Article: annexI + "Mục III, khoản 1", Least: 13, Most: 14, Set: 14, Italic: true, Align: typeset.Center},
	},
	Articles: map[Fault]string{
		PageSize:    annexI + "Mục I, khoản 1",
		Orientation: annexI + "Mục I, khoản 2",
		Margins:     annexI + "Mục I, khoản 3",
		Font:        annexI + "Mục I, khoản 4",
		Color:       annexI + "Mục I, khoản 4",
		PageNumbers: annexI + "Mục I, khoản 7",
		MottoRule:   annexI + "Mục II, khoản 1, điểm b",
		IssuerRule:  annexI + "Mục II, khoản 2",
		NumberForm:  annexI + "Mục II, khoản 3",
		DateForm:    annexI + "Mục II, khoản 4",
		SubjectRule: annexI + "Mục II, khoản 5",
		BasisForm:   annexI + "Mục II, khoản 6",
		BodyAlign:   annexI + "Mục II, khoản 6",
		BodyIndent:  annexI + "Mục II, khoản 6",
		BodyGap:     annexI + "Mục II, khoản 6",
		BodyLine:    annexI + "Mục II, khoản 6",
		Numbering:   annexI + "Mục II, khoản 6",
		EndMark:     "Nghị định số 30/2020/NĐ-CP, Phụ lục III (các mẫu văn bản)",
		SignerForm:  annexI + "Mục II, khoản 7",
		CopyForm:    annexI + "Mục II, khoản 9",
		AnnexForm:   annexI + "Mục III, khoản 1",
	},
}
