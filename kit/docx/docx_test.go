package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	docxgo "github.com/mmonterroca/docxgo/v2"
)

const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`

// file packs parts into a Word file; the body is put into a document.
func file(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document `+ns+`><w:body>`+body+`</w:body></w:document>`)
	for name, text := range parts {
		put(name, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func read(t testing.TB, b []byte) string {
	t.Helper()
	ls, err := Read(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, l := range ls {
		out.WriteString(strings.ReplaceAll(l.Text, "\t", " | ") + "\n")
	}
	return out.String()
}

// para is a paragraph of list id at level; id 0 for plain text.
func para(text string, id, level int) string {
	num := ""
	if id > 0 {
		num = fmt.Sprintf(`<w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr>`, level, id)
	}
	return `<w:p>` + num + `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func lvl(at int, format, text string, more ...string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, at, format, strings.Join(more, ""), text)
}

func numbered(lists ...string) map[string]string {
	var abstract, num strings.Builder
	for i, l := range lists {
		fmt.Fprintf(&abstract, `<w:abstractNum w:abstractNumId="%d">%s</w:abstractNum>`, i, l)
		fmt.Fprintf(&num, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i)
	}
	return map[string]string{"word/numbering.xml": `<w:numbering ` + ns + `>` + abstract.String() + num.String() + `</w:numbering>`}
}

func TestTheLabelsOfAPlanComeBack(t *testing.T) {
	plan := lvl(0, "upperRoman", "%1.") + lvl(1, "decimal", "%2.") + lvl(2, "lowerLetter", "%3)") + lvl(3, "bullet", "-")
	deep := lvl(0, "decimal", "%1.") + lvl(1, "decimal", "%1.%2.") + lvl(2, "decimal", "%1.%2.%3")
	body := para("MỤC TIÊU", 1, 0) + para("Mục tiêu tổng quát", 1, 1) + para("Đẩy mạnh", 1, 2) + para("Đa dạng hóa", 1, 2) + para("Mục tiêu cụ thể", 1, 1) +
		para("100% cơ quan", 1, 3) + para("80% trường học", 1, 3) + para("NỘI DUNG", 1, 0) + para("Tuyên truyền", 1, 1) + para("Thể chế số", 1, 2) + para("không đánh số", 0, 0) +
		para("Một", 2, 0) + para("Một một", 2, 1) + para("Một hai", 2, 1) + para("Một hai một", 2, 2) + para("Hai", 2, 0) + para("Hai một", 2, 1)
	want := `I. MỤC TIÊU
1. Mục tiêu tổng quát
a) Đẩy mạnh
b) Đa dạng hóa
2. Mục tiêu cụ thể
- 100% cơ quan
- 80% trường học
II. NỘI DUNG
1. Tuyên truyền
a) Thể chế số
không đánh số
1. Một
1.1. Một một
1.2. Một hai
1.2.1 Một hai một
2. Hai
2.1. Hai một
`
	if got := read(t, file(t, body, numbered(plan, deep))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFormatsRestartsAndStyles(t *testing.T) {
	parts := numbered(lvl(0, "decimalZero", "Điều %1.")+lvl(1, "lowerRoman", "(%2)", `<w:suff w:val="nothing"/>`), lvl(0, "upperLetter", "%1.")+lvl(1, "decimal", "%1.%2", `<w:isLgl/>`),
		lvl(0, "bullet", "\uf0b7"), lvl(0, "upperRoman", "Phần %1.", `<w:pStyle w:val="Part"/>`)+lvl(1, "decimal", "%2.", `<w:pStyle w:val="Item"/>`))
	parts["word/numbering.xml"] = strings.Replace(parts["word/numbering.xml"], `</w:numbering>`,
		`<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>`, 1)
	parts["word/styles.xml"] = `<w:styles ` + ns + `>
		<w:style w:styleId="Part"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr><w:rPr><w:caps/></w:rPr></w:style>
		<w:style w:styleId="Item"><w:name w:val="Item"/><w:basedOn w:val="Part"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr></w:pPr><w:rPr><w:caps w:val="0"/></w:rPr></w:style>
		<w:style w:styleId="Ring"><w:name w:val="r"/><w:basedOn w:val="Ring"/></w:style></w:styles>`
	styled := func(style, text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	body := para("một", 1, 0) + para("khoản", 1, 1) + para("hai", 1, 0) + para("A", 2, 0) + para("nhỏ", 2, 1) + para("B", 2, 0) + para("lại A", 9, 0) + para("tiếp B", 2, 0) +
		para("chấm", 3, 0) + styled("Part", "mục tiêu") + styled("Item", "Chung") + styled("Item", "Riêng") + styled("Part", "nội dung") + styled("Item", "Đầu") + styled("Ring", "vòng") +
		`<w:p><w:pPr><w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>thôi đánh số</w:t></w:r></w:p>`
	want := `Điều 01. một
(i)khoản
Điều 02. hai
A. A
1.1 nhỏ
B. B
A. lại A
B. tiếp B
• chấm
Phần I. MỤC TIÊU
1. Chung
2. Riêng
Phần II. NỘI DUNG
1. Đầu
vòng
thôi đánh số
`
	b := file(t, body, parts)
	if got := read(t, b); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	ls, err := Read(bytes.NewReader(b), int64(len(b)))
	if err != nil || ls[9].Heading != 1 || ls[9].Label != "Phần I." || ls[9].Level != 1 || ls[10].Level != 2 {
		t.Errorf("%+v %v", ls[9:11], err)
	}
}

func TestTablesAreSetAsOnPaper(t *testing.T) {
	cell := func(paras ...string) string {
		s := `<w:tc>`
		for _, p := range paras {
			s += para(p, 0, 0)
		}
		return s + `</w:tc>`
	}
	head := `<w:tbl><w:tblPr><w:tblBorders><w:top w:val="nil"/><w:insideV w:val="none"/></w:tblBorders></w:tblPr><w:tr>` +
		cell("ỦY BAN NHÂN DÂN", "PHƯỜNG PHÙ LIỄN", "Số: 15/KH-UBND") + cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "", "Phù Liễn, ngày 16 tháng 7 năm 2025") + `</w:tr></w:tbl>`
	data := `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tr>` + cell("STT") + cell("Nội dung") + cell("Chủ trì") + `</w:tr><w:tr>` +
		cell("1") + cell("Tập huấn", "cho cán bộ") + cell("") + `</w:tr></w:tbl>`
	edged := `<w:tbl><w:tblPr/><w:tr>` + strings.ReplaceAll(cell("2", "hai")+cell("Hội nghị"), `<w:tc>`, `<w:tc><w:tcPr><w:tcBorders><w:top w:val="single"/></w:tcBorders></w:tcPr>`) + `</w:tr></w:tbl>`
	frame := `<w:tbl><w:tblPr/><w:tr>` + cell("Khung", "hai dòng") + `</w:tr></w:tbl>`
	want := `ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG PHÙ LIỄN | Độc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND | Phù Liễn, ngày 16 tháng 7 năm 2025
KẾ HOẠCH
STT | Nội dung | Chủ trì
1 | Tập huấn cho cán bộ | 
2 hai | Hội nghị
Khung
hai dòng
`
	if got := read(t, file(t, head+para("KẾ HOẠCH", 0, 0)+data+edged+frame, nil)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOnlyWhatIsOnPaperIsRead(t *testing.T) {
	body := `<w:p><w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:tab/><w:t>ba</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>` +
		`<w:del><w:r><w:delText>xóa</w:delText></w:r></w:del><w:ins><w:r><w:t> thêm</w:t></w:r></w:ins><w:r><w:rPr><w:caps/></w:rPr><w:t> hoa ủy</w:t></w:r></w:p>` +
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:t>7</w:t></w:r><w:r><w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F02D"/></w:r></w:p>` +
		`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>ô chữ</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>ô chữ</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>ngoài</w:t></w:r></w:p>` +
		`<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + para("trong ô", 0, 0) + `</w:sdtContent></w:sdt>` +
		`<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:t>trang sau</w:t></w:r></w:p>`
	want := "một\nhai ba thêm HOA ỦY\n7--\nngoài\nô chữ\ntrong ô\n\n\ntrang sau\n"
	b := file(t, body, nil)
	if got := read(t, b); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	ls, err := Read(bytes.NewReader(b), int64(len(b)))
	if err != nil || ls[0].Page != 1 || ls[len(ls)-1].Page != 2 {
		t.Errorf("pages %d and %d: %v", ls[0].Page, ls[len(ls)-1].Page, err)
	}
}

func TestAFileOfAnotherProgramIsRead(t *testing.T) {
	doc := docxgo.NewDocument()
	for _, s := range []string{"KẾ HOẠCH", "Truyền thông về chuyển đổi số"} {
		p, err := doc.AddParagraph()
		if err != nil {
			t.Fatal(err)
		}
		r, err := p.AddRun()
		if err == nil {
			err = r.SetText(s)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var buf bytes.Buffer
	if _, err := doc.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	if got := read(t, buf.Bytes()); got != "KẾ HOẠCH\nTruyền thông về chuyển đổi số\n" {
		t.Errorf("%q", got)
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	whole := file(t, para("chữ", 0, 0), nil)
	bomb := file(t, strings.Repeat(" ", maxPart+1), nil)
	var sheet bytes.Buffer
	z := zip.NewWriter(&sheet)
	if _, err := z.Create("xl/workbook.xml"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	nested := strings.Repeat("<w:tbl><w:tr><w:tc>", 100_000)
	for name, c := range map[string]struct {
		file []byte
		say  string
	}{
		"empty":      {nil, sayBroken},
		"text":       {[]byte("Kế hoạch số 15/KH-UBND"), sayBroken},
		"old":        {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"), sayOld},
		"cut":        {whole[:len(whole)/2], sayBroken},
		"sheet":      {sheet.Bytes(), sayOther},
		"no words":   {file(t, "<w:p/>", nil), sayEmpty},
		"bomb":       {bomb, sayTooLarge},
		"list bomb":  {file(t, para("x", 1, 0), map[string]string{"word/numbering.xml": "<w:numbering " + ns + ">" + strings.Repeat("<w:num/>", maxLists/8) + "</w:numbering>"}), sayTooLarge},
		"nested":     {file(t, nested, nil), sayTooLarge},
		"torn":       {file(t, "<w:p><w:r>", nil), sayBroken},
		"bad lists":  {file(t, para("x", 1, 0), map[string]string{"word/numbering.xml": "<w:numbering"}), sayBroken},
		"bad number": {file(t, para("x", 1, 0), map[string]string{"word/numbering.xml": `<w:numbering ` + ns + `><w:num w:numId="x"/></w:numbering>`}), sayBroken},
	} {
		_, err := Read(bytes.NewReader(c.file), int64(len(c.file)))
		u, ok := errors.AsType[*Unreadable](err)
		if !ok || u.Say != c.say {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(para("a", 1, 0)+para("b", 1, 8), lvl(0, "decimal", "%1.%9")+lvl(8, "lowerLetter", "%9)"), "")
	f.Add(`<w:tbl><w:tr><w:tc>`+para("x", 0, 0)+`</w:tc></w:tr></w:tbl>`, "", `<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>`)
	f.Add(para("a", 1, -1)+para("b", 1, 99), lvl(-1, "bullet", "")+lvl(3, "upperRoman", "%"), "")
	f.Fuzz(func(t *testing.T, body, list, styles string) {
		parts := numbered(list)
		parts["word/styles.xml"] = `<w:styles ` + ns + `>` + styles + `</w:styles>`
		b := file(t, body, parts)
		ls, err := Read(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			if _, ok := errors.AsType[*Unreadable](err); !ok {
				t.Errorf("%v is no refusal", err)
			}
			return
		}
		for i, l := range ls {
			if l.No != i+1 {
				t.Errorf("line %d is numbered %d", i+1, l.No)
			}
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add(file(f, para("chữ", 1, 0), numbered(lvl(0, "decimal", "%1."))))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Read(bytes.NewReader(b), int64(len(b))); err != nil {
			if _, ok := errors.AsType[*Unreadable](err); !ok {
				t.Errorf("%v is no refusal", err)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var body strings.Builder
	for range 400 {
		body.WriteString(para("Tuyên truyền về chuyển đổi số trên địa bàn phường, nâng cao nhận thức của cán bộ, người dân.", 1, 0))
	}
	doc := file(b, body.String(), numbered(lvl(0, "decimal", "%1.")))
	for b.Loop() {
		if _, err := Read(bytes.NewReader(doc), int64(len(doc))); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTabsSetColumnsOrOnlyBlanks(t *testing.T) {
	tabbed := func(s string) string {
		return `<w:p><w:r><w:t xml:space="preserve">` + strings.ReplaceAll(s, "\t", `</w:t><w:tab/><w:t xml:space="preserve">`) + `</w:t></w:r></w:p>`
	}
	body := tabbed("ỦY BAN NHÂN DÂN\t\tCỘNG HÒA XÃ HỘI") + tabbed("\t\tĐộc lập - Tự do") + tabbed("1.\tMở lớp tập huấn\t") + tabbed("Số:\t/KH-UBND") + tabbed("STT\tNội dung\tHạn") + tabbed(" \t ")
	want := "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI\nĐộc lập - Tự do\n1. Mở lớp tập huấn\nSố: /KH-UBND\nSTT | Nội dung | Hạn\n\n"
	if got := read(t, file(t, body, nil)); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestLettersAreThoseThatPeopleType: composed, without soft hyphens and blanks that only keep words together.
func TestLettersAreThoseThatPeopleType(t *testing.T) {
	body := para("truyê\u0300n tha\u00adnh\u00a0xã", 0, 0) + `<w:p><w:r><w:t>chuyển</w:t><w:softHyphen/><w:t> đổi</w:t><w:footnoteReference w:id="2"/><w:commentReference w:id="1"/></w:r></w:p>`
	if got, want := read(t, file(t, body, map[string]string{"word/footnotes.xml": `<w:footnotes ` + ns + `><w:footnote w:id="2">` + para("chú thích", 0, 0) + `</w:footnote></w:footnotes>`})), "truyền thanh xã\nchuyển đổi\n"; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestOldFontsAreReadInUnicode: TCVN3 and VNI, told by the font of a run, of its style, or of the whole file.
func TestOldFontsAreReadInUnicode(t *testing.T) {
	run := func(font, text string) string {
		return `<w:r><w:rPr><w:rFonts w:ascii="` + font + `" w:hAnsi="` + font + `"/></w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
	}
	body := `<w:p>` + run(".VnTimeH", "kÕ ho¹ch ") + run(".VnTime", "sè 15/KH-UBND ") + run("VNI-Times", "cuûa phöôøng ") + run("Times New Roman", "Phù Liễn") + `</w:p>` +
		`<w:p><w:pPr><w:pStyle w:val="Old"/></w:pPr><w:r><w:t>ñy ban nh©n d©n ph</w:t><w:softHyphen/><w:t>êng</w:t></w:r></w:p>` + para("chuyÓn ®æi sè", 0, 0) +
		`<w:p><w:r><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:ascii=".VnTime"/></w:rPr><w:t>xã hội</w:t></w:r></w:p>`
	styles := `<w:styles ` + ns + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Old"><w:name w:val="Old"/><w:basedOn w:val="Normal"/></w:style></w:styles>`
	want := "KẾ HOẠCH số 15/KH-UBND của phường Phù Liễn\nủy ban nhân dân phường\nchuyển đổi số\nxã hội\n"
	if got := read(t, file(t, body, map[string]string{"word/styles.xml": styles})); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestStrictAndMacroFilesAreRead: the strict namespaces of the standard, and a file with macros (.docm).
func TestStrictAndMacroFilesAreRead(t *testing.T) {
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range map[string]string{
		"_rels/.rels":               `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="word/main.xml"/></Relationships>`,
		"word/_rels/main.xml.rels":  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/numbering" Target="lists.xml"/><Relationship Id="rId2" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>`,
		"word/main.xml":             `<w:document ` + ns + ` w:conformance="strict"><w:body>` + para("Mục tiêu", 1, 0) + `</w:body></w:document>`,
		"word/lists.xml":            numbered(lvl(0, "upperRoman", "%1."))["word/numbering.xml"],
		"word/vbaProject.bin":       "\xD0\xCF\x11\xE0",
		"word/header1.xml":          `<w:hdr ` + ns + `>` + para("đầu trang", 0, 0) + `</w:hdr>`,
		"word/embeddings/sheet.bin": "x",
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, strict.Replace(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, buf.Bytes()); got != "I. Mục tiêu\n" {
		t.Errorf("%q", got)
	}
}

// TestTablesInTablesAndChanges: what stands in a table of a cell is text of that cell, moved rows are where they went.
func TestTablesInTablesAndChanges(t *testing.T) {
	grid := `<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>`
	inner := `<w:tbl>` + grid + `<w:tr><w:tc>` + para("trong", 0, 0) + `</w:tc><w:tc>` + para("ô", 0, 0) + `</w:tc></w:tr></w:tbl>`
	body := `<w:tbl>` + grid + `<w:tr><w:tc>` + para("1", 0, 0) + `</w:tc><w:tc>` + para("ngoài", 0, 0) + inner + para("sau", 0, 0) + `</w:tc></w:tr>` +
		`<w:sdt><w:sdtPr/><w:sdtContent><w:tr><w:tc>` + para("2", 0, 0) + `</w:tc><w:sdt><w:sdtContent><w:tc>` + para("có khung", 0, 0) + `</w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>` +
		`<w:p><w:moveFrom w:id="1"><w:r><w:t>chỗ cũ</w:t></w:r></w:moveFrom><w:moveTo w:id="2"><w:r><w:t>chỗ mới</w:t></w:r></w:moveTo></w:p>` +
		`<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>12/3/2026</w:t></w:r></w:fldSimple><w:hyperlink><w:r><w:t> liên kết</w:t></w:r></w:hyperlink></w:p>`
	want := "1 | ngoài trong ô sau\n2 | có khung\nchỗ mới\n12/3/2026 liên kết\n"
	if got := read(t, file(t, body, nil)); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestTheHeadIsALayoutWhateverIsDrawn: a head with borders, and tables whose style draws none or some.
func TestTheHeadIsALayoutWhateverIsDrawn(t *testing.T) {
	table := func(style string, cells ...string) string {
		return `<w:tbl><w:tblPr><w:tblStyle w:val="` + style + `"/></w:tblPr><w:tr><w:tc>` + strings.Join(cells, `</w:tc><w:tc>`) + `</w:tc></w:tr></w:tbl>`
	}
	styles := `<w:styles ` + ns + `><w:style w:type="table" w:styleId="a"><w:name w:val="bare"/></w:style>` +
		`<w:style w:type="table" w:styleId="b"><w:name w:val="ruled"/><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr></w:style>` +
		`<w:style w:type="table" w:styleId="c"><w:name w:val="ruled too"/><w:basedOn w:val="b"/></w:style></w:styles>`
	left, right := para("một", 0, 0)+para("hai", 0, 0), para("Ba", 0, 0)+para("Độc lập - Tự do - Hạnh phúc", 0, 0)
	b := file(t, table("TableGrid", left, right)+table("a", left, left)+table("b", left, left)+table("c", left, left), map[string]string{"word/styles.xml": styles})
	want := "một | Ba\nhai | Độc lập - Tự do - Hạnh phúc\nmột | một\nhai | hai\nmột hai | một hai\nmột hai | một hai\n"
	if got := read(t, b); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestMergedCellsAreSaidInEveryRow: what a joined cell says holds for each of its
// rows, and the columns after one that spans several keep their places.
func TestMergedCellsAreSaidInEveryRow(t *testing.T) {
	cell := func(props, text string) string {
		return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + para(text, 0, 0) + `</w:tc>`
	}
	const first, more, two, all = `<w:vMerge w:val="restart"/>`, `<w:vMerge/>`, `<w:gridSpan w:val="2"/>`, `<w:gridSpan w:val="5"/>`
	row := func(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }
	table := `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>` +
		row(cell(first, "TT"), cell(first, "Nhiệm vụ"), cell(two, "Đơn vị"), cell(first, "Hạn")) +
		row(cell(more, ""), cell(more, ""), cell("", "Chủ trì"), cell("", "Phối hợp"), cell(more, "chữ cũ")) +
		row(cell(all, "A. CHUẨN BỊ")) +
		row(cell(first, "1"), cell("", "In tờ gấp"), cell(first, "Phòng Văn hóa"), cell("", "Tổ dân phố"), cell("", "Tháng 3")) +
		row(cell(more, ""), cell("", "Phát tờ gấp"), cell(more, ""), cell("", "Đoàn phường"), cell("", "Tháng 4")) +
		row(cell("", "2"), cell(`<w:gridSpan w:val="4"/>`, "Việc khác")) +
		`<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>` + cell("", "Thiếu ô đầu") + cell("", "Công an") + cell("", "") + cell("", "") + `</w:tr>` +
		`<w:tr><w:trPr><w:del w:id="1"/></w:trPr>` + cell("", "3") + cell("", "hàng đã xóa") + `</w:tr></w:tbl>`
	want := `TT | Nhiệm vụ | Đơn vị |  | Hạn
 | Nhiệm vụ | Chủ trì | Phối hợp | Hạn
A. CHUẨN BỊ | 
1 | In tờ gấp | Phòng Văn hóa | Tổ dân phố | Tháng 3
 | Phát tờ gấp | Phòng Văn hóa | Đoàn phường | Tháng 4
2 | Việc khác
 | Thiếu ô đầu | Công an |  | 
`
	if got := read(t, file(t, table, nil)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	wide := `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>` + row(cell(`<w:gridSpan w:val="2000000000"/>`, "a"), cell("", "b")) + `</w:tbl>`
	b := file(t, wide, nil)
	if _, err := Read(bytes.NewReader(b), int64(len(b))); !errors.Is(err, errTooLarge) {
		t.Errorf("a cell over two thousand million columns: %v", err)
	}
}
