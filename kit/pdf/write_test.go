package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"loa/kit/typeset"
)

var made = time.Date(2025, 12, 15, 3, 0, 0, 0, time.UTC)

func words(s string, bold bool) []typeset.Run {
	return []typeset.Run{{Text: s, Font: typeset.Times, Size: 14, Bold: bold}}
}

// long is a paper of three pages, two upright and one across, with a heading that must not end a page.
func long() *typeset.Document {
	upright := typeset.Page{Width: 210, Height: 297, Top: 20, Bottom: 20, Left: 30, Right: 15, Number: typeset.Number{Size: 14, Align: typeset.Center, HideFirst: true, From: 1}}
	across := upright
	across.Width, across.Height = across.Height, across.Width
	s := typeset.Section{Page: upright}
	add := func(p *typeset.Paragraph) { s.Blocks = append(s.Blocks, typeset.Block{Paragraph: p}) }
	add(&typeset.Paragraph{Runs: words("Độc lập - Tự do - Hạnh phúc", true), Align: typeset.Center, Line: 1})
	add(&typeset.Paragraph{Rule: 60, Before: 3, After: 3})
	for i := range 13 {
		add(&typeset.Paragraph{Runs: words(fmt.Sprintf("Đoạn %d. Ủy ban nhân dân phường đã ban hành kế hoạch, giao nhiệm vụ cho các cơ quan, đơn vị; ", i)+strings.Repeat("các đơn vị đã gửi minh chứng, ", 6), false), Align: typeset.Justify, First: 12.7, After: 6, Line: 1.1})
	}
	add(&typeset.Paragraph{Runs: words("II. ĐỀ XUẤT", true), Align: typeset.Justify, After: 6, Line: 1, KeepNext: true, Outline: 1})
	add(&typeset.Paragraph{Runs: words("Không có.", false), Align: typeset.Justify, Line: 1})
	cell := func(text string) typeset.Cell {
		return typeset.Cell{Paragraphs: []*typeset.Paragraph{{Runs: words(text, false), Line: 1, Align: typeset.Left}}}
	}
	table := &typeset.Table{Columns: []float64{20, 150}, Pad: 1.5, Lines: true, Head: 1, Rows: []typeset.Row{{Whole: true, Cells: []typeset.Cell{cell("STT"), cell("Đơn vị")}}}}
	for i := range 30 {
		table.Rows = append(table.Rows, typeset.Row{Whole: true, Cells: []typeset.Cell{cell(fmt.Sprint(i + 1)), cell(fmt.Sprintf("Trường Tiểu học số %d", i+1))}})
	}
	table.Rows = append(table.Rows, typeset.Row{Cells: []typeset.Cell{cell("31"), cell(strings.Repeat("một ô dài hơn một trang giấy ", 160))}})
	return &typeset.Document{Title: "Báo cáo", Sections: []typeset.Section{s, {Page: across, Blocks: []typeset.Block{{Table: table}}}}}
}

func written(t testing.TB, d *typeset.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d, made); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestADrawnPaperIsReadBackWordForWord(t *testing.T) {
	d := long()
	back, err := Read(t.Context(), written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range back.Pages {
		for _, l := range p.Lines {
			if l.Kind != Running {
				got = append(got, strings.Fields(l.Text)...)
			}
		}
	}
	seen := strings.Join(got, " ")
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if b.Paragraph != nil && !strings.Contains(seen, strings.Join(strings.Fields(b.Paragraph.Text()), " ")) {
				t.Errorf("lost: %s", b.Paragraph.Text())
			}
		}
	}
	if n := strings.Count(seen, "một ô dài hơn một trang giấy"); n < 140 {
		t.Errorf("of the long cell %d of 160 repeats are whole", n)
	}
	if n := strings.Count(seen, "STT"); n < 3 {
		t.Errorf("the head of the table stands %d times", n)
	}
}

func TestPagesAreNumberedFromTheSecondOfEachSection(t *testing.T) {
	back, err := Read(t.Context(), written(t, long()))
	if err != nil {
		t.Fatal(err)
	}
	var numbers []string
	for _, p := range back.Pages {
		first := p.Lines[0].Text
		if len(first) > 3 {
			first = "-"
		}
		numbers = append(numbers, first)
		if (p.Width > p.Height) != (p.No > 2) {
			t.Errorf("page %d is %v by %v", p.No, p.Width, p.Height)
		}
	}
	if got := strings.Join(numbers[:4], " "); got != "- 2 - 2" {
		t.Errorf("numbers of pages: %s", got)
	}
}

func TestAHeadingStaysWithWhatFollows(t *testing.T) {
	for n := range 20 {
		d := long()
		blocks := d.Sections[0].Blocks
		d.Sections[0].Blocks = append(append([]typeset.Block{}, blocks[:2+n%13]...), blocks[15:]...)
		for range n {
			d.Sections[0].Blocks = append([]typeset.Block{blocks[0]}, d.Sections[0].Blocks...)
		}
		back, err := Read(t.Context(), written(t, &typeset.Document{Sections: d.Sections[:1]}))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range back.Pages {
			if last := p.Lines[len(p.Lines)-1].Text; last == "II. ĐỀ XUẤT" {
				t.Errorf("the heading ends page %d", p.No)
			}
		}
	}
}

func TestTheSameDocumentIsDrawnTheSame(t *testing.T) {
	if !bytes.Equal(written(t, long()), written(t, long())) {
		t.Error("two files of one document differ")
	}
}

// BenchmarkWriteFivePages: a report with its annexes.
func BenchmarkWriteFivePages(b *testing.B) {
	d := long()
	for b.Loop() {
		written(b, d)
	}
}
