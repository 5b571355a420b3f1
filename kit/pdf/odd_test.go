package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// A drawing is a page as a PDF holds it: what it adds to the page's entry and what draws it.
type drawing struct{ entries, content string }

// drawn writes a PDF of pages in a font of that name. Objects after the fonts are the caller's, from 5 on.
func drawn(font, toUnicode string, pages []drawing, objects ...string) []byte {
	all := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/" + font + "/Encoding/WinAnsiEncoding" + toUnicode + ">>", "<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>"}
	all = append(all, objects...)
	var kids []string
	for _, p := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", len(all)+1))
		all = append(all, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</I 5 0 R>>>>/Contents %d 0 R%s>>", len(all)+2, p.entries), stream("", p.content))
	}
	all[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), len(kids))
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, len(all))
	for i, o := range all {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(all)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(all)+1, xref)
	return b.Bytes()
}

func stream(entries, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(content), content)
}

// say draws lines from the upper left, in the letters of Latin-1, after a setting of the text.
func say(setting string, lines ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "BT /F1 14 Tf %s 1 0 0 1 85 740 Tm 18 TL\n", setting)
	for _, l := range lines {
		latin, err := charmap.ISO8859_1.NewEncoder().String(l)
		if err != nil {
			panic(err) // a line of a test is not in Latin-1
		}
		fmt.Fprintf(&b, "<%x> Tj T*\n", latin)
	}
	return b.String() + "ET\n"
}

func readOK(t *testing.T, file []byte) Document {
	t.Helper()
	d, err := Read(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func texts(p Page) string {
	var out []string
	for _, l := range p.Lines {
		out = append(out, l.Text)
	}
	return strings.Join(out, "\n")
}

func TestOldFontsAreReadInUnicode(t *testing.T) {
	tcvn := []string{"Céng hßa x· héi chñ nghÜa ViÖt Nam", "§éc lËp - Tù do - H¹nh phóc", "KÕ ho¹ch sè 15/KH-UBND cña ñy ban"}
	vni := []string{"Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Ñoäc laäp - Töï do - Haïnh phuùc", "Keá hoaïch soá 15/KH-UBND cuûa uûy ban"}
	const want = "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\nKế hoạch số 15/KH-UBND của ủy ban"
	for _, c := range []struct {
		font  string
		lines []string
		want  string
	}{
		{"ABCDEF+.VnTime", tcvn, want},
		{".VnTime,Bold", tcvn, want},
		{".VnTimeH", tcvn, strings.ToUpper(want)},
		{"VNI-Times", vni, want},
		{"Times-Roman", tcvn, want}, // told by the letters alone
		{"Times-Roman", vni, want},
		{"Times-Roman", []string{"Plain text - with 20 % and a dash"}, "Plain text - with 20 % and a dash"},
	} {
		p := readOK(t, drawn(c.font, "", []drawing{{"", say("", c.lines...)}}, "null")).Pages[0]
		if got := texts(p); got != c.want || p.Garbled {
			t.Errorf("%s, garbled %v:\n%s", c.font, p.Garbled, got)
		}
	}
}

func TestWhatSpeaksAgainstALayerIsTold(t *testing.T) {
	image := stream("/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8", strings.Repeat("\xff", 64))
	scan := "q 595 0 0 842 0 0 cm /I Do Q\n"
	lines := []string{"Uy ban nhan dan phuong", "Ke hoach chuyen doi so"}
	cmap := stream("", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <41> <7a> <e041> endbfrange endcmap end end")
	for name, c := range map[string]struct {
		file            []byte
		picture, hidden bool
		garbled         bool
	}{
		"sound":       {drawn("Times-Roman", "", []drawing{{"", say("", lines...)}}, image), false, false, false},
		"scan":        {drawn("Times-Roman", "", []drawing{{"", scan + say("3 Tr", lines...)}}, image), true, true, false},
		"logo":        {drawn("Times-Roman", "", []drawing{{"", "q 90 0 0 90 30 700 cm /I Do Q\n" + say("", lines...)}}, image), false, false, false},
		"lost":        {drawn("Times-Roman", "/ToUnicode 6 0 R", []drawing{{"", say("", lines...)}}, "null", cmap), false, false, true},
		"wrong marks": {drawn("Times-Roman", "", []drawing{{"", say("", slices.Repeat([]string{"hñåi ¤Ðx ½ëq hñåi ¤Ðx"}, 8)...)}}, "null"), false, false, true},
	} {
		p := readOK(t, c.file).Pages[0]
		if p.Picture > 0.9 != c.picture || p.Hidden > 0.9 != c.hidden || p.Garbled != c.garbled {
			t.Errorf("%s: picture %.2f, hidden %.2f, garbled %v:\n%s", name, p.Picture, p.Hidden, p.Garbled, texts(p))
		}
	}
}

func TestAPageIsReadAsItIsTurned(t *testing.T) {
	turned := strings.Replace(say("", "Phu luc kem theo", "dong thu hai"), "1 0 0 1 85 740 Tm", "0 1 -1 0 100 85 Tm", 1)
	p := readOK(t, drawn("Times-Roman", "", []drawing{{"/Rotate 90", turned}}, "null")).Pages[0]
	if texts(p) != "Phu luc kem theo\ndong thu hai" || p.Width != 842 || p.Height != 595 {
		t.Errorf("%.0fx%.0f\n%s", p.Width, p.Height, texts(p))
	}
	if b := p.Lines[0].Box; b.X0 < 80 || b.X0 > 90 || b.Y1 > 120 {
		t.Errorf("%+v", b)
	}
}

func TestAWatermarkIsNoText(t *testing.T) {
	mark := "BT /F2 60 Tf 0.7 0.7 -0.7 0.7 150 550 Tm (MAU) Tj ET\n"
	p := readOK(t, drawn("Times-Roman", "", []drawing{{"", mark + say("", "Ke hoach truyen thong", "nam 2026", "cua phuong")}}, "null")).Pages[0]
	if got := texts(p); got != "Ke hoach truyen thong\nnam 2026\ncua phuong" {
		t.Error(got)
	}
}

func TestWhatRunsAlongTheEdgesIsMarked(t *testing.T) {
	var pages []drawing
	for i := range 5 {
		head := fmt.Sprintf("BT /F1 10 Tf 1 0 0 1 85 810 Tm (Phuong An Bien - trang %d) Tj ET BT /F1 10 Tf 1 0 0 1 290 30 Tm (%d/5) Tj ET\n", i+1, i+1)
		pages = append(pages, drawing{"", head + say("", fmt.Sprintf("Noi dung cua phan %c", 'A'+i), "12")})
	}
	for _, p := range readOK(t, drawn("Times-Roman", "", pages, "null")).Pages {
		var kinds []Kind
		for _, l := range p.Lines {
			kinds = append(kinds, l.Kind)
		}
		if got := fmt.Sprint(kinds); got != fmt.Sprint([]Kind{Running, Plain, Plain, Running}) {
			t.Errorf("page %d: %s\n%s", p.No, got, texts(p))
		}
	}
}

func TestLockedFilesAreRefusedAndRestrictedOnesRead(t *testing.T) {
	locked, err := os.ReadFile("testdata/odd/locked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Read(t.Context(), locked)
	if u, ok := errors.AsType[*Unreadable](err); !ok || u.Say != sayLocked {
		t.Errorf("%v", err)
	}
	if got := texts(read1(t, "testdata/odd/restricted.pdf").Pages[0]); got != "KẾ HOẠCH\nTruyền thông về chuyển đổi số" {
		t.Errorf("%q", got)
	}
}

func TestTooManyPagesAreRefused(t *testing.T) {
	pages := make([]drawing, maxPages+1)
	_, err := Read(t.Context(), drawn("Times-Roman", "", pages, "null"))
	if !errors.Is(err, errTooLarge) {
		t.Errorf("%v", err)
	}
	d := readOK(t, drawn("Times-Roman", "", pages[:maxPages], "null"))
	if len(d.Pages) != maxPages || len(d.Pages[0].Lines) != 0 {
		t.Errorf("%d pages", len(d.Pages))
	}
}

func TestLettersAreThoseThatPeopleType(t *testing.T) {
	for seen, want := range map[string]string{
		"truye\u0302\u0300n": "truyền", "e\ufb03cient": "efficient", "\ufb01le": "file", "Số:\u00a015": "Số: 15", "13\u201060": "13-60",
		"a\u200bb\x07": "ab", "\uf0b7": "•", "\uf02d": "-", "\xff": "\ufffd",
	} {
		if got := clean(seen); got != want {
			t.Errorf("%q is %q, want %q", seen, got, want)
		}
	}
}
