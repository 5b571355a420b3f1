package docx

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	docxgo "github.com/mmonterroca/docxgo/v2"
	"pgregory.net/rapid"

	"loa/kit/typeset"
)

func written(t rapid.TB, d *typeset.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parsed(t rapid.TB, b []byte) *typeset.Document {
	t.Helper()
	d, err := Parse(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// length draws tenths of a millimetre.
func length(t *rapid.T, least, most int, label string) float64 {
	return float64(rapid.IntRange(least*10, most*10).Draw(t, label)) / 10
}

func anyParagraph(t *rapid.T) *typeset.Paragraph {
	p := &typeset.Paragraph{
		Align: rapid.SampledFrom([]typeset.Align{typeset.Left, typeset.Center, typeset.Right, typeset.Justify}).Draw(t, "align"),
		First: length(t, -5, 10, "first"), Left: length(t, 0, 10, "left"), Right: length(t, 0, 10, "right"),
		Before: float64(rapid.IntRange(0, 24).Draw(t, "before")) / 2, After: float64(rapid.IntRange(0, 24).Draw(t, "after")) / 2,
		Line: float64(rapid.IntRange(100, 150).Draw(t, "line")) / 100, KeepNext: rapid.Bool().Draw(t, "keep"), Outline: rapid.IntRange(0, 3).Draw(t, "outline"),
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "runs") {
		p.Runs = append(p.Runs, typeset.Run{
			Text: rapid.StringMatching(`[A-Za-zđĐăâêôơưÁÀẢẠỹọ0-9 <&>"./;:-]{1,40}`).Draw(t, "text") + "x",
			Font: typeset.Times, Size: float64(rapid.IntRange(22, 30).Draw(t, "size")) / 2,
			Bold: i%2 == 0, Italic: i%2 == 1, Underline: rapid.Bool().Draw(t, "underline"), Color: rapid.SampledFrom([]string{"", "FF0000"}).Draw(t, "color"),
		})
	}
	return p
}

func anyDocument(t *rapid.T) *typeset.Document {
	d := &typeset.Document{}
	for range rapid.IntRange(1, 3).Draw(t, "sections") {
		s := typeset.Section{Page: typeset.Page{Width: 210, Height: 297, Top: 20, Bottom: 20, Left: 30, Right: 15,
			Number: typeset.Number{Size: 14, Font: typeset.Times, Align: typeset.Center, HideFirst: true, From: 1}}}
		if rapid.Bool().Draw(t, "landscape") {
			s.Page.Width, s.Page.Height = s.Page.Height, s.Page.Width
		}
		for range rapid.IntRange(1, 5).Draw(t, "blocks") {
			switch rapid.IntRange(0, 4).Draw(t, "block") {
			case 0:
				table := &typeset.Table{Columns: []float64{20, 60.5, 40}, Pad: 1, Lines: rapid.Bool().Draw(t, "lines"), Head: 1}
				for range rapid.IntRange(1, 3).Draw(t, "rows") {
					row := typeset.Row{Whole: true}
					for range 3 {
						row.Cells = append(row.Cells, typeset.Cell{Paragraphs: []*typeset.Paragraph{anyParagraph(t)}})
					}
					table.Rows = append(table.Rows, row)
				}
				s.Blocks = append(s.Blocks, typeset.Block{Table: table})
			case 1:
				s.Blocks = append(s.Blocks, typeset.Block{Paragraph: &typeset.Paragraph{Rule: 20.5, Before: 2, After: 3}})
			default:
				s.Blocks = append(s.Blocks, typeset.Block{Paragraph: anyParagraph(t)})
			}
		}
		d.Sections = append(d.Sections, s)
	}
	d.Sections[0].Blocks = append(d.Sections[0].Blocks, typeset.Block{Paragraph: anyParagraph(t)}) // a paper has words
	return d
}

func TestWhatIsWrittenLooksTheSameWhenReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDocument(t)
		if diff := cmp.Diff(d, parsed(t, written(t, d))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestTheSameDocumentIsTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDocument(t)
		if !bytes.Equal(written(t, d), written(t, d)) {
			t.Fatal("two files of one document differ")
		}
	})
}

func TestTheWordsOfAWrittenFileAreRead(t *testing.T) {
	d := &typeset.Document{Sections: []typeset.Section{{Page: typeset.Page{Width: 210, Height: 297}, Blocks: []typeset.Block{
		{Paragraph: &typeset.Paragraph{Line: 1, Runs: []typeset.Run{{Text: "BÁO CÁO <1> & \"2\"", Font: typeset.Times, Size: 14}}}},
	}}}}
	if got := read(t, written(t, d)); got != "BÁO CÁO <1> & \"2\"\n" {
		t.Errorf("%q", got)
	}
}

// TestTheLookComesFromTheStyles: a stranger's paragraph says nothing of itself.
func TestTheLookComesFromTheStyles(t *testing.T) {
	styles := `<w:styles ` + ns + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>
		<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
		<w:style w:type="paragraph" w:default="1" w:styleId="Thng"><w:rPr><w:sz w:val="28"/></w:rPr></w:style>
		<w:style w:type="paragraph" w:styleId="Than"><w:basedOn w:val="Thng"/><w:pPr><w:spacing w:before="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/></w:pPr><w:rPr><w:i/></w:rPr></w:style></w:styles>`
	theme := `<a:theme xmlns:a="a"><a:themeElements><a:fontScheme><a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>`
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/styles" Target="styles.xml"/><Relationship Id="b" Type="x/theme" Target="theme/theme1.xml"/></Relationships>`
	body := `<w:p><w:pPr><w:pStyle w:val="Than"/><w:spacing w:after="0"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Kính gửi</w:t></w:r></w:p>`
	d := parsed(t, file(t, body, map[string]string{"word/styles.xml": styles, "word/theme/theme1.xml": theme, "word/_rels/document.xml.rels": rels}))
	want := &typeset.Paragraph{Align: typeset.Justify, First: 12.7, Before: 6, Line: 1.08, Runs: []typeset.Run{{Text: "Kính gửi", Font: "Calibri", Size: 14, Bold: true, Italic: true}}}
	if diff := cmp.Diff(want, d.Sections[0].Blocks[0].Paragraph); diff != "" {
		t.Error(diff)
	}
}

// TestLinesThatAreDrawnAreRules: people draw the line under the motto in three ways.
func TestLinesThatAreDrawnAreRules(t *testing.T) {
	for name, body := range map[string]string{
		"a shape":     `<w:p><w:r><w:drawing><wp:anchor xmlns:wp="wp"><wp:extent cx="1980000" cy="0"/></wp:anchor></w:drawing></w:r></w:p>`,
		"a border":    `<w:p><w:pPr><w:pBdr><w:bottom w:val="single"/></w:pBdr><w:ind w:left="3124" w:right="3118"/></w:pPr></w:p>`,
		"an old line": `<w:p><w:r><w:pict><v:line xmlns:v="v" from="10pt,1pt" to="165.9pt,1pt"/></w:pict></w:r></w:p>`,
	} {
		d := parsed(t, file(t, `<w:p><w:r><w:t>Độc lập</w:t></w:r></w:p>`+body, nil))
		last := d.Sections[0].Blocks[len(d.Sections[0].Blocks)-1]
		if last.Rule < 54 || last.Rule > 56 {
			t.Errorf("%s reads as a line of %v mm", name, last.Rule)
		}
	}
}

// TestAFileOfAnotherProgramIsParsed: its look is that of the program that wrote it.
func TestAFileOfAnotherProgramIsParsed(t *testing.T) {
	doc := docxgo.NewDocument()
	p, err := doc.AddParagraph()
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.AddRun()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.SetText("Độc lập - Tự do - Hạnh phúc"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := doc.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if got := parsed(t, b.Bytes()).Plain(); !strings.Contains(got, "Độc lập - Tự do - Hạnh phúc") {
		t.Errorf("%q", got)
	}
	office, err := os.ReadFile("testdata/libreoffice.docx")
	if err != nil {
		t.Fatal(err)
	}
	d := parsed(t, office)
	if page := d.Sections[0].Page; page.Width < 200 || !strings.Contains(d.Plain(), "a. Đẩy mạnh") {
		t.Errorf("%+v\n%s", page, d.Plain())
	}
}

func FuzzParse(f *testing.F) {
	f.Add(file(f, para("một", 1, 0), numbered(lvl(0, "decimal", "%1."))))
	d := &typeset.Document{Sections: []typeset.Section{{Page: typeset.Page{Width: 210, Height: 297}, Blocks: []typeset.Block{{Paragraph: &typeset.Paragraph{Runs: []typeset.Run{{Text: "một", Font: typeset.Times, Size: 14}}}}}}}}
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, err := Parse(bytes.NewReader(b), int64(len(b))); err == nil && d.Plain() == "" {
			t.Skip() // words without a letter that is seen
		}
	})
}
