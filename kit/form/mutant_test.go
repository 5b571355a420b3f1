package form

import (
	"slices"
	"strings"
	"testing"

	"loa/kit/typeset"
)

// find is the first paragraph of d that says words.
func find(t testing.TB, d *typeset.Document, words string) *typeset.Paragraph {
	t.Helper()
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if b.Paragraph != nil && strings.Contains(b.Paragraph.Text(), words) {
				return b.Paragraph
			}
			if b.Table == nil {
				continue
			}
			for _, r := range b.Table.Rows {
				for _, c := range r.Cells {
					for _, p := range c.Paragraphs {
						if strings.Contains(p.Text(), words) {
							return p
						}
					}
				}
			}
		}
	}
	t.Fatalf("nothing says %q", words)
	return nil
}

// say changes the words of the paragraph that says words.
func say(words, instead string) func(testing.TB, *typeset.Document) {
	return func(t testing.TB, d *typeset.Document) {
		p := find(t, d, words)
		p.Runs[0].Text = strings.Replace(p.Runs[0].Text, words, instead, 1)
	}
}

// look changes how the paragraph that says words looks.
func look(words string, change func(*typeset.Run)) func(testing.TB, *typeset.Document) {
	return func(t testing.TB, d *typeset.Document) {
		for i := range find(t, d, words).Runs {
			change(&find(t, d, words).Runs[i])
		}
	}
}

func set(words string, change func(*typeset.Paragraph)) func(testing.TB, *typeset.Document) {
	return func(t testing.TB, d *typeset.Document) { change(find(t, d, words)) }
}

// page changes the first section's pages.
func page(change func(*typeset.Page)) func(testing.TB, *typeset.Document) {
	return func(_ testing.TB, d *typeset.Document) { change(&d.Sections[0].Page) }
}

// cell is the paragraphs of a cell of the head.
func head(row, column int, change func([]*typeset.Paragraph) []*typeset.Paragraph) func(testing.TB, *typeset.Document) {
	return func(_ testing.TB, d *typeset.Document) {
		c := &d.Sections[0].Blocks[0].Table.Rows[row].Cells[column]
		c.Paragraphs = change(c.Paragraphs)
	}
}

func size(to float64) func(*typeset.Run) { return func(r *typeset.Run) { r.Size = to } }

// mutants are one wrong thing each, with the rule that must name it, and nothing else.
var mutants = []struct {
	name   string
	of     string // a paper of papers; the report when empty
	change func(testing.TB, *typeset.Document)
	rule   string
}{
	{"letter paper", "", page(func(p *typeset.Page) { p.Width, p.Height = 215.9, 279.4 }), "page-size"},
	{"first page across", "", page(func(p *typeset.Page) { p.Width, p.Height = p.Height, p.Width }), "orientation"},
	{"wide left margin", "", page(func(p *typeset.Page) { p.Left = 40 }), "margins"},
	{"narrow right margin", "", page(func(p *typeset.Page) { p.Right = 10 }), "margins"},
	{"high top margin", "", page(func(p *typeset.Page) { p.Top = 15 }), "margins"},
	{"no page numbers", "", func(_ testing.TB, d *typeset.Document) {
		for i := range d.Sections {
			d.Sections[i].Page.Number = typeset.Number{}
		}
	}, "page-number"},
	{"page number at the foot", "", page(func(p *typeset.Page) { p.Number.AtFoot = true }), "page-number"},
	{"page number on the right", "", page(func(p *typeset.Page) { p.Number.Align = typeset.Right }), "page-number"},
	{"small page number", "", page(func(p *typeset.Page) { p.Number.Size = 11 }), "page-number"},
	{"number on page one", "", page(func(p *typeset.Page) { p.Number.HideFirst = false }), "page-number"},
	{"Arial", "", look("Văn bản chỉ đạo", func(r *typeset.Run) { r.Font = "Arial" }), "font"},
	{"red words", "", look("Văn bản chỉ đạo", func(r *typeset.Run) { r.Color = "FF0000" }), "color"},
	{"large name of the country", "", look("CỘNG HÒA", size(15)), "country"},
	{"thin name of the country", "", look("CỘNG HÒA", func(r *typeset.Run) { r.Bold = false }), "country"},
	{"large motto", "", look("Độc lập", size(15)), "motto"},
	{"leaning motto", "", look("Độc lập", func(r *typeset.Run) { r.Italic = true }), "motto"},
	{"no rule under the motto", "", head(0, 1, func(p []*typeset.Paragraph) []*typeset.Paragraph { return p[:2] }), "motto-rule"},
	{"short rule under the motto", "", head(0, 1, func(p []*typeset.Paragraph) []*typeset.Paragraph { p[2].Rule = 20; return p }), "motto-rule"},
	{"issuer in small letters", "", say("ỦY BAN NHÂN DÂN", "Ủy ban nhân dân"), "issuer"},
	{"no rule under the issuer", "", head(0, 0, func(p []*typeset.Paragraph) []*typeset.Paragraph { return p[:2] }), "issuer-rule"},
	{"long rule under the issuer", "", head(0, 0, func(p []*typeset.Paragraph) []*typeset.Paragraph { p[2].Rule = 40; return p }), "issuer-rule"},
	{"thin body above", "proposal", look("PHÒNG VĂN HÓA", size(14)), "issuer"},
	{"fat body above", "proposal", head(0, 0, func(p []*typeset.Paragraph) []*typeset.Paragraph { p[0].Runs[0].Size = 15; return p }), "superior"},
	{"large number", "", look("Số: ", size(14)), "number"},
	{"number without colon", "", say("Số: ", "Số "), "number-form"},
	{"number without zero", "letter", say("Số: 07", "Số: 7"), "number-form"},
	{"number with a blank hyphen", "", say("BC-UBND", "BC - UBND"), "number-form"},
	{"upright date", "", look("Phù Liễn, ngày", func(r *typeset.Run) { r.Italic = false }), "date"},
	{"day without zero", "letter", say("ngày 02", "ngày 2"), "date-form"},
	{"month without zero", "", say("ngày 15 tháng 12 năm 2025", "ngày 15 tháng 1 năm 2026"), "date-form"},
	{"type in small letters", "", say("BÁO CÁO", "Báo cáo"), "type"},
	{"large subject", "", look("Kết quả thực hiện công tác", size(15)), "subject"},
	{"no rule under the subject", "", func(_ testing.TB, d *typeset.Document) {
		b := &d.Sections[0].Blocks
		*b = slices.DeleteFunc(*b, func(x typeset.Block) bool { return x.Paragraph != nil && x.Paragraph.Rule > 0 })
	}, "subject-rule"},
	{"large about", "letter", look("V/v", size(14)), "about"},
	{"nobody it is for", "letter", func(_ testing.TB, d *typeset.Document) {
		b := &d.Sections[0].Blocks
		*b = slices.Delete(*b, 1, 4)
	}, "to"},
	{"upright basis", "plan", look("Căn cứ Luật", func(r *typeset.Run) { r.Italic = false }), "basis"},
	{"basis without semicolon", "plan", say("148/2025/QH15;", "148/2025/QH15."), "basis-form"},
	{"small body", "", look("Ủy ban nhân dân phường đã ban hành", size(12)), "body"},
	{"ragged body", "", set("Ủy ban nhân dân phường đã ban hành", func(p *typeset.Paragraph) { p.Align = typeset.Left }), "body-align"},
	{"no indent", "", set("Ủy ban nhân dân phường đã ban hành", func(p *typeset.Paragraph) { p.First = 0 }), "body-indent"},
	{"tight paragraphs", "", set("Ủy ban nhân dân phường đã ban hành", func(p *typeset.Paragraph) { p.After = 0 }), "body-gap"},
	{"double lines", "", set("Ủy ban nhân dân phường đã ban hành", func(p *typeset.Paragraph) { p.Line = 2 }), "body-line"},
	{"thin part", "", look("I. CÔNG TÁC", func(r *typeset.Run) { r.Bold = false }), "part-head"},
	{"part left out", "", say("II. ĐỀ XUẤT", "III. ĐỀ XUẤT"), "numbering"},
	{"clause twice", "", say("2. Kết quả", "1. Kết quả"), "numbering"},
	{"no đ", "", say("đ) Chỉ tiêu", "e) Chỉ tiêu"), "numbering"},
	{"an f", "", say("g) Chỉ tiêu", "f) Chỉ tiêu"), "numbering"},
	{"no end mark", "", say("Phù Liễn./.", "Phù Liễn."), "end-mark"},
	{"authority in small letters", "", say("KT. CHỦ TỊCH", "KT. Chủ tịch"), "authority"},
	{"authority with a stroke", "", say("KT. CHỦ TỊCH", "K/T CHỦ TỊCH"), "signer-form"},
	{"authority without its dot", "", say("TM. ỦY BAN", "TM ỦY BAN"), "signer-form"},
	{"name with a degree", "", say("Trần Quang Hưng", "ThS. Trần Quang Hưng"), "signer-form"},
	{"thin name", "", look("Trần Quang Hưng", func(r *typeset.Run) { r.Bold = false }), "signer"},
	{"upright copies", "", look("Nơi nhận:", func(r *typeset.Run) { r.Italic = false }), "copy-label"},
	{"large copies", "", look("- Sở Khoa học và Công nghệ;", size(13)), "copy-list"},
	{"copy without a dash", "", say("- Sở Khoa học và Công nghệ;", "Sở Khoa học và Công nghệ;"), "copy-form"},
	{"copy without semicolon", "", say("- Sở Khoa học và Công nghệ;", "- Sở Khoa học và Công nghệ."), "copy-form"},
	{"nothing filed", "", say("- Lưu: VT, VHXH.", "- Văn thư."), "copy-form"},
	{"annexes in figures", "", func(_ testing.TB, d *typeset.Document) { d.Sections[2].Blocks[0].Runs[0].Text = "Phụ lục 2" }, "annex-form"},
	{"annex not spoken of", "", say(" (số liệu từng chỉ tiêu tại Phụ lục I, từng đơn vị tại Phụ lục II)", ""), "annex-form"},
	{"annex title in small letters", "", say("NHIỆM VỤ CỦA TỪNG ĐƠN VỊ", "Nhiệm vụ của từng đơn vị"), "annex-title"},
	{"upright annex note", "", look("(Kèm theo", func(r *typeset.Run) { r.Italic = false }), "annex-note"},
	{"annex on the same page", "", func(_ testing.TB, d *typeset.Document) {
		d.Sections[1].Blocks = append(d.Sections[1].Blocks, d.Sections[2].Blocks...)
		d.Sections = d.Sections[:2]
	}, "annex-form"},
}

// TestEachMutantFailsOnItsOwnRule: of two papers that differ in one thing, one fails, on the rule of that thing and no other.
func TestEachMutantFailsOnItsOwnRule(t *testing.T) {
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			p := papers()["report"]
			if m.of != "" {
				p = papers()[m.of]
			}
			d := Decree30.Lay(p)
			m.change(t, d)
			found := Decree30.Check(again(t, d))
			if len(found) == 0 && m.rule != "" {
				t.Fatalf("passes")
			}
			for _, f := range found {
				if f.Rule != m.rule {
					t.Errorf("%s: %s at «%s»", f.Rule, f.Say, f.At)
				}
				if f.Article == "" || !strings.HasSuffix(f.Say, ".") {
					t.Errorf("%+v is no sentence with an article", f)
				}
			}
		})
	}
}

// TestAPaperThatIsNoneIsSaidToLackEverything: a shopping list has no element of an official paper.
func TestAPaperThatIsNoneIsSaidToLackEverything(t *testing.T) {
	d := &typeset.Document{Sections: []typeset.Section{{Page: typeset.Page{Width: 210, Height: 297, Top: 20, Bottom: 20, Left: 30, Right: 15}, Blocks: []typeset.Block{
		{Paragraph: &typeset.Paragraph{Line: 1, Align: typeset.Justify, First: 10, Runs: []typeset.Run{{Text: "Rau, thịt, cá", Font: typeset.Times, Size: 14}}}},
	}}}}
	var rules []string
	for _, f := range Decree30.Check(d) {
		rules = append(rules, f.Rule)
	}
	for _, want := range []string{"country", "motto", "issuer", "number", "date", "type", "end-mark", "authority", "copy-label"} {
		if !slices.Contains(rules, want) {
			t.Errorf("does not lack %s", want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("Số: 15/BC-UBND", "a) một", "Nơi nhận:")
	f.Fuzz(func(t *testing.T, one, two, three string) {
		d := &typeset.Document{Sections: []typeset.Section{{Blocks: []typeset.Block{
			{Paragraph: &typeset.Paragraph{Runs: []typeset.Run{{Text: one}}}}, {Table: &typeset.Table{Rows: []typeset.Row{{Cells: []typeset.Cell{{Paragraphs: []*typeset.Paragraph{{Runs: []typeset.Run{{Text: two}}}, {Rule: 3}}}}}}}},
			{Paragraph: &typeset.Paragraph{Runs: []typeset.Run{{Text: three}}}},
		}}}}
		Decree30.Check(d)
	})
}
