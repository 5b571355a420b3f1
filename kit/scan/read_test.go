package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loa/kit/vi"
)

// machine is the tools of this machine. A developer's may lack them; CI's must not.
func machine(t testing.TB) Tools {
	t.Helper()
	tools := Find(t.Context())
	if lack := tools.Lack(PDF); lack != "" {
		if os.Getenv("CI") != "" {
			t.Fatal(lack)
		}
		t.Skip(lack)
	}
	return tools
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t testing.TB, b []byte) Document {
	t.Helper()
	doc, err := machine(t).Read(t.Context(), b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func textOf(p Page) string {
	var b strings.Builder
	for _, l := range p.Lines {
		b.WriteString(l.Text() + "\n")
	}
	return b.String()
}

const headText = `ỦY BAN NHÂN DÂN	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG AN BÌNH	Độc lập - Tự do - Hạnh phúc
Số: 27/KH-UBND	An Bình, ngày 12 tháng 8 năm 2025
KẾ HOẠCH
Tuyên truyền an toàn giao thông trước cổng trường
Thực hiện chỉ đạo của thành phố về trật tự, an toàn giao thông,
Ủy ban nhân dân phường ban hành kế hoạch với các nội dung sau:
1. Phát thanh hai buổi mỗi tuần về quy tắc qua đường.
2. Treo băng rôn tại tám cổng trường trước ngày 05/9/2025.
`

const sealedText = `Các đơn vị gửi báo cáo kết quả về Văn phòng phường trước ngày 20
tháng cuối quý để tổng hợp, trình Chủ tịch Ủy ban nhân dân phường
xem xét. Quá trình thực hiện có khó khăn thì phản ánh kịp thời bằng
văn bản để được hướng dẫn, tháo gỡ; không tự ý thay đổi nội dung.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nguyễn Thị Mai
`

// same fails unless got has nearly all words of want, and the same columns:
// engines differ by a mark from version to version, and the language mends it.
func same(t *testing.T, want, got string) {
	t.Helper()
	w, g := vi.Fold(want), vi.Fold(got)
	if a, b := strings.Count(w, "\t"), strings.Count(g, "\t"); a != b {
		t.Errorf("%d tabs, not %d, in:\n%s", b, a, got)
	}
	if ok, all := recall(strings.Fields(got), strings.Fields(want)); ok*100 < all*93 {
		t.Errorf("%d of %d words right in:\n%s", ok, all, got)
	}
}

func TestAPageIsReadHoweverItLies(t *testing.T) {
	for name, want := range map[string]struct {
		turn int
		skew float64
	}{"head.png": {}, "turned.png": {turn: 90}, "over.png": {turn: 180}, "skewed.png": {skew: -2.2}, "english-layer.pdf": {}} {
		t.Run(name, func(t *testing.T) {
			doc := read(t, file(t, name))
			if len(doc.Pages) != 1 {
				t.Fatalf("%d pages", len(doc.Pages))
			}
			p := doc.Pages[0]
			same(t, headText, textOf(p))
			if p.Turn != want.turn || p.Skew < want.skew-0.2 || p.Skew > want.skew+0.2 {
				t.Errorf("turned by %d and %.2f", p.Turn, p.Skew)
			}
			if p.No != 1 || p.Way != FromPicture || p.DPI != 200 || p.Sure < 0.8 {
				t.Errorf("page %d by %s at %d dpi, sure by %.2f", p.No, p.Way, p.DPI, p.Sure)
			}
		})
	}
}

func TestWordsLieUnderTheSealAndTheSignature(t *testing.T) {
	for _, name := range []string{"seal.jpg", "seal-grey.jpg"} {
		t.Run(name, func(t *testing.T) { same(t, sealedText, textOf(read(t, file(t, name)).Pages[0])) })
	}
}

func TestAFaxOfTwoPagesIsReadInOrder(t *testing.T) {
	doc := read(t, file(t, "fax.tif"))
	if doc.Kind != TIFF || len(doc.Pages) != 2 {
		t.Fatalf("%s of %d pages", doc.Kind, len(doc.Pages))
	}
	same(t, headText, textOf(doc.Pages[0]))
	if text := textOf(doc.Pages[1]); !strings.HasPrefix(text, "PHÂN CÔNG NHIỆM VỤ\n") {
		t.Errorf("page 2:\n%s", text)
	}
}

func TestABoxIsWhereItsWordIsOnThePicture(t *testing.T) {
	for _, name := range []string{"head.png", "skewed.png", "turned.png"} {
		p := read(t, file(t, name)).Pages[0]
		img, err := jpeg.Decode(bytes.NewReader(p.Picture.JPEG))
		if err != nil {
			t.Fatal(err)
		}
		g, ok := img.(*image.Gray)
		if !ok || g.Rect.Dx() != p.Picture.Width || g.Rect.Dy() != p.Picture.Height {
			t.Fatalf("%s: %T of %v, said to be %d × %d", name, img, img.Bounds(), p.Picture.Width, p.Picture.Height)
		}
		paper := darkness(g, g.Rect)
		for _, l := range p.Lines {
			for _, w := range l.Words {
				if !w.Box.In(l.Box) || !l.Box.In(g.Rect) {
					t.Errorf("%s: %q at %v is not in its line %v", name, w.Text, w.Box, l.Box)
				}
				if darkness(g, w.Box) < 4*paper {
					t.Errorf("%s: there is no ink at %v, where %q is said to be", name, w.Box, w.Text)
				}
			}
		}
	}
}

func darkness(g *image.Gray, r image.Rectangle) float64 {
	sum := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			sum += 255 - int(g.GrayAt(x, y).Y)
		}
	}
	return float64(sum) / float64(max(1, r.Dx()*r.Dy()))
}

func TestATextLayerIsTakenForWhatIsPrinted(t *testing.T) {
	doc := read(t, file(t, "../../pdf/testdata/plan.pdf"))
	for _, p := range doc.Pages {
		if p.Way != FromLayer || p.Sure != 1 || len(p.Lines) == 0 || p.Picture.Width == 0 {
			t.Errorf("page %d by %s, %d lines", p.No, p.Way, len(p.Lines))
		}
	}
}

func TestEachPageIsTold(t *testing.T) {
	var told []Progress
	if _, err := machine(t).Read(t.Context(), file(t, "fax.tif"), func(p Progress) { told = append(told, p) }); err != nil {
		t.Fatal(err)
	}
	if len(told) != 2 || told[0].Done != 1 || told[1].Done != 2 || told[0].Of != 2 || told[0].Page+told[1].Page != 3 {
		t.Errorf("%+v", told)
	}
}

// bomb is a PNG of very many pixels in a few bytes.
func bomb() []byte {
	chunk := func(kind string, body []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
		b = append(append(b, kind...), body...)
		return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
	}
	head := binary.BigEndian.AppendUint32(nil, 60_000)
	head = binary.BigEndian.AppendUint32(head, 60_000)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, 8, 0, 0, 0, 0))...)
}

func TestWhatCannotBeReadIsSaidInASentence(t *testing.T) {
	whole, fax := file(t, "english-layer.pdf"), file(t, "fax.tif")
	loop := bytes.Clone(fax) // a directory that is followed by itself
	first := binary.LittleEndian.Uint32(loop[4:])
	binary.LittleEndian.PutUint32(loop[first+2+12*uint32(binary.LittleEndian.Uint16(loop[first:])):], first)
	for name, c := range map[string]struct {
		file []byte
		say  string // begins with
	}{
		"empty":          {nil, "Tệp trống."},
		"text":           {[]byte("Kính gửi các đơn vị"), "Tệp này không phải bản quét."},
		"webp":           {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "Loa chưa đọc được ảnh WebP."},
		"bomb":           {bomb(), "Ảnh quá lớn (60000 × 60000 điểm ảnh)."},
		"broken png":     {file(t, "head.png")[:900], "Tệp ảnh đã hỏng"},
		"broken jpeg":    {file(t, "seal.jpg")[:30], "Tệp ảnh đã hỏng"},
		"broken tiff":    {fax[:len(fax)/2], "Tệp ảnh đã hỏng"},
		"tiff of a head": {[]byte("II*\x00"), "Tệp ảnh đã hỏng"},
		"broken pdf":     {[]byte("%PDF-1.4\nx"), "Tệp PDF đã hỏng"},
		"locked pdf":     {file(t, "../../pdf/testdata/odd/locked.pdf"), "Tệp PDF có đặt mật khẩu."},
		"truncated pdf":  {whole[:200], "Tệp PDF đã hỏng"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := machine(t).Read(t.Context(), c.file, nil)
			no, ok := errors.AsType[*Unreadable](err)
			if !ok || !strings.HasPrefix(no.Say, c.say) || !strings.HasSuffix(no.Say, ".") {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("endless tiff", func(t *testing.T) {
		if n := len(directories(loop)); n != 1 {
			t.Errorf("%d pages", n)
		}
	})
}

func TestAStopIsNoFaultOfTheFile(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := machine(t).Read(ctx, file(t, "head.png"), nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestWhatIsMissingIsNamedWithItsPackages(t *testing.T) {
	all := Tools{models: []string{"vie"}}
	for _, n := range needed {
		all.programs = append(all.programs, n.name)
	}
	if s := all.Lack(PDF); s != "" {
		t.Error(s)
	}
	none := Tools{}
	if s := none.Lack(PDF); !strings.Contains(s, "apt install tesseract-ocr poppler-utils tesseract-ocr-vie)") || !strings.HasSuffix(s, ".") {
		t.Error(s)
	}
	if s := none.Lack(PNG); strings.Contains(s, "poppler") {
		t.Error(s)
	}
	if _, err := none.Read(t.Context(), bomb(), nil); err == nil || !strings.Contains(err.Error(), "tesseract-ocr-vie") {
		t.Error(err)
	}
}

func FuzzKindsAndDirectoriesNeverPanic(f *testing.F) {
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00"))
	f.Add([]byte("MM\x00*\x00\x00\x00\x08"))
	f.Add([]byte("%PDF-"))
	f.Fuzz(func(t *testing.T, b []byte) {
		switch KindOf(b) {
		case "":
			if u := unknown(b); u.Say == "" {
				t.Error("nothing is said")
			}
		case TIFF:
			if n := len(directories(b)); n > maxPages+1 {
				t.Errorf("%d pages", n)
			}
		}
	})
}
