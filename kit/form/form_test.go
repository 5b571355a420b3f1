package form

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"loa/kit/docx"
	"loa/kit/typeset"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ward is what papers of the ward of these tests have in common.
func ward(k Kind, symbol, subject string) *Paper {
	return &Paper{
		Kind: k, Issuer: []string{"Ủy ban nhân dân", "phường Phù Liễn"}, Named: "Ủy ban nhân dân phường Phù Liễn",
		Number: 215, Symbol: symbol, Place: "Phù Liễn", Date: "2025-12-15", Subject: subject,
		Signer: Signer{"TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch", "Trần Quang Hưng"},
		Copies: []string{"Sở Khoa học và Công nghệ", "Thường trực Đảng ủy phường", "Chủ tịch, các Phó Chủ tịch UBND phường"}, File: "VT, VHXH",
	}
}

// report is a report with everything that papers have.
func report() *Paper {
	p := ward(Report, "BC-UBND", "kết quả thực hiện công tác truyền thông về chuyển đổi số trên địa bàn phường Phù Liễn 6 tháng cuối năm 2025")
	p.Body = []Item{
		{Text: "Thực hiện Kế hoạch số 15/KH-UBND ngày 16/7/2025, Ủy ban nhân dân phường Phù Liễn báo cáo kết quả như sau (số liệu từng chỉ tiêu tại Phụ lục I, từng đơn vị tại Phụ lục II):"},
		{Level: Part, Title: true, Text: "Công tác chỉ đạo, triển khai"},
		{Level: Clause, Title: true, Text: "Văn bản chỉ đạo"},
		{Text: "Ủy ban nhân dân phường đã ban hành kế hoạch và giao nhiệm vụ cho các cơ quan, đơn vị."},
		{Level: Clause, Title: true, Text: "Kết quả theo chỉ tiêu"},
	}
	for _, s := range []string{"lồng ghép nội dung", "hưởng ứng ngày 10/10", "duy trì chuyên mục", "tập huấn phóng viên", "điển hình được tuyên truyền", "hội nghị, hội thảo", "trường học"} {
		p.Body = append(p.Body, Item{Level: Point, Text: "Chỉ tiêu về " + s + ": đạt mức đề ra."})
	}
	p.Body = append(p.Body,
		Item{Level: Part, Title: true, Text: "Đề xuất, kiến nghị"},
		Item{Level: Dash, Text: "Đề nghị Sở Khoa học và Công nghệ hướng dẫn cách tính chỉ tiêu."},
		Item{Level: Plus, Text: "Trước ngày 15 tháng 01 năm 2026."},
		Item{Text: "Trên đây là báo cáo của Ủy ban nhân dân phường Phù Liễn."})
	grid := &Grid{Heads: []string{"STT", "Chỉ tiêu", "Kết quả"}, Shares: []float64{1, 6, 2}, Center: []bool{true, false, true},
		Rows: [][]string{{"1", "100% cơ quan, đơn vị", "96,5%"}, {"2", "80% trường học", "82%"}}}
	p.Annexes = []Annex{{Title: "Kết quả thực hiện các chỉ tiêu", Landscape: true, Items: []Item{{Grid: grid}}}, {Title: "Nhiệm vụ của từng đơn vị", Landscape: true, Items: []Item{{Grid: grid}}}}
	return p
}

// papers are one of each kind.
func papers() map[string]*Paper {
	letter := ward(Letter, "UBND-VHXH", "gửi minh chứng thực hiện kế hoạch truyền thông về chuyển đổi số")
	letter.Number, letter.Date = 7, "2025-10-02"
	letter.To = []string{"Các phòng, ban, đơn vị thuộc phường", "Các trường học trên địa bàn phường"}
	letter.Body = []Item{{Text: "Thực hiện Kế hoạch số 15/KH-UBND ngày 16/7/2025, Ủy ban nhân dân phường đề nghị các đơn vị gửi minh chứng trước ngày 10/10/2025."}, {Text: "Nhận được Công văn này, đề nghị các đơn vị thực hiện"}}
	plan := ward(Plan, "KH-UBND", "truyền thông về chuyển đổi số năm 2026")
	plan.Bases = []string{"Căn cứ Luật Chuyển đổi số số 148/2025/QH15", "Căn cứ Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị"}
	plan.Body = []Item{{Level: Part, Title: true, Text: "Mục đích, yêu cầu"}, {Level: Clause, Text: "Nâng cao nhận thức của cán bộ và Nhân dân."}, {Level: Clause, Text: "Bám sát nhiệm vụ của phường."}}
	meeting := ward(Invitation, "GM-UBND", "dự hội nghị hưởng ứng Ngày Chuyển đổi số quốc gia")
	meeting.Body = []Item{{Text: "Ủy ban nhân dân phường Phù Liễn trân trọng kính mời: Hiệu trưởng các trường học trên địa bàn."}, {Text: "Thời gian: 8 giờ 00 ngày 10 tháng 10 năm 2025."}, {Text: "Địa điểm: hội trường Ủy ban nhân dân phường."}}
	proposal := ward(Proposal, "TTr-VHXH", "bố trí kinh phí truyền thông về chuyển đổi số")
	proposal.Superior, proposal.Issuer, proposal.Named = []string{"Ủy ban nhân dân phường Phù Liễn"}, []string{"Phòng Văn hóa – Xã hội"}, "Phòng Văn hóa – Xã hội"
	proposal.To, proposal.Signer = []string{"Ủy ban nhân dân phường Phù Liễn"}, Signer{"", "", "Trưởng phòng", "Nguyễn Thị Lan"}
	proposal.Body = []Item{{Text: "Phòng Văn hóa – Xã hội kính trình Ủy ban nhân dân phường xem xét, bố trí kinh phí."}}
	return map[string]*Paper{"report": report(), "letter": letter, "plan": plan, "invitation": meeting, "proposal": proposal}
}

// again writes d as a Word file and reads it back.
func again(t testing.TB, d *typeset.Document) *typeset.Document {
	t.Helper()
	var b bytes.Buffer
	if err := docx.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	back, err := docx.Parse(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func TestEveryKindOfPaperPassesItsOwnRules(t *testing.T) {
	for name, p := range papers() {
		for _, d := range Decree30.Check(again(t, Decree30.Lay(p))) {
			t.Errorf("%s: %s (%s) at «%s»", name, d.Say, d.Article, d.At)
		}
	}
}

func TestAPaperWithoutItsNumberAndDayPasses(t *testing.T) {
	p := report()
	p.Number, p.Date = 0, ""
	for _, d := range Decree30.Check(again(t, Decree30.Lay(p))) {
		t.Errorf("%s (%s) at «%s»", d.Say, d.Article, d.At)
	}
}

func TestThePapersReadAsTheirGolden(t *testing.T) {
	for name, p := range papers() {
		golden := "testdata/" + name + ".txt"
		got := again(t, Decree30.Lay(p)).Plain()
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s:\n%s", name, golden, got)
		}
	}
}

func TestThePointsAreLabelledAsInVietnamese(t *testing.T) {
	plain := Decree30.Lay(report()).Plain()
	for _, label := range []string{"I. CÔNG TÁC", "1. Văn bản", "d) Chỉ tiêu", "đ) Chỉ tiêu", "e) Chỉ tiêu", "g) Chỉ tiêu", "- Đề nghị", "+ Trước"} {
		if !strings.Contains(plain, "\n"+label) {
			t.Errorf("no line begins with %q", label)
		}
	}
}

func TestEveryRuleNamesItsArticle(t *testing.T) {
	for _, r := range []*Rules{Decree30, Guidance36} {
		for e, k := range r.Looks {
			if k.Article == "" || k.Name == "" || k.Set < k.Least || k.Set > k.Most {
				t.Errorf("%s: %s: %+v", r.Name, e, k)
			}
		}
		for _, f := range []Fault{PageSize, Orientation, Margins, Font, Color, PageNumbers, NumberForm, DateForm, BodyAlign, BodyIndent, BodyGap, BodyLine, Numbering, SignerForm, CopyForm, AnnexForm} {
			if r.Articles[f] == "" {
				t.Errorf("%s: no article for %s", r.Name, f)
			}
		}
	}
}

// TestAReportThatLibreOfficeSavedAnewPasses: LibreOffice 7.4 opened a report of ours and saved it in its own way.
func TestAReportThatLibreOfficeSavedAnewPasses(t *testing.T) {
	b, err := os.ReadFile("testdata/libreoffice-report.docx")
	if err != nil {
		t.Fatal(err)
	}
	d, err := docx.Parse(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range Decree30.Check(d) {
		t.Errorf("%s (%s) at «%s»", x.Say, x.Article, x.At)
	}
	if len(d.Sections) != 3 || !strings.Contains(d.Plain(), "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU") {
		t.Errorf("%d sections", len(d.Sections))
	}
}
