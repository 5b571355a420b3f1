package work

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"math"
	"math/bits"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/kovidgoyal/imaging"
	"github.com/rwcarlsen/goexif/exif"

	"loa/platform/refuse"
)

const (
	mostPixels = 50_000_000 // of a photo, looked at before it is decoded
	widest     = 1920       // of what is kept
	quality    = 82
	nearBits   = 10 // two photos whose prints differ in no more of the 128 bits look alike
	leastShade = 24 // between the darkest and the lightest of a photo that shows something
)

// A picture is a photo drawn anew: turned upright, no wider than needed, and
// without anything its camera or phone wrote into it, the place above all.
type picture struct {
	jpeg  []byte
	print string
}

var decode = []imaging.DecodeOption{imaging.Backends(imaging.GO_IMAGE)} // no outside program is let near a stranger's photo

// redraw makes a picture of a photo as it was sent, or refuses it in a sentence.
func redraw(name string, sent []byte) (picture, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(sent))
	if err != nil {
		return picture{}, refuse.Field("files", "Ảnh «"+name+"» hỏng hoặc chưa tải lên hết. Hãy chọn lại ảnh đó.")
	}
	if head.Width*head.Height > mostPixels {
		return picture{}, refuse.Field("files", "Ảnh «"+name+"» lớn quá 50 triệu điểm ảnh. Hãy chụp lại ở cỡ thường.")
	}
	img, err := imaging.Decode(bytes.NewReader(sent), decode...)
	if err != nil { // a colour profile that nobody can read is no reason to refuse a photo
		img, err = imaging.Decode(bytes.NewReader(sent), append(decode, imaging.ColorSpace(imaging.NO_CHANGE_OF_COLORSPACE))...)
	}
	if err != nil || img == nil {
		return picture{}, refuse.Field("files", "Ảnh «"+name+"» hỏng hoặc chưa tải lên hết. Hãy chọn lại ảnh đó.")
	}
	if b := img.Bounds(); max(b.Dx(), b.Dy()) > widest {
		img = imaging.Fit(img, widest, widest, imaging.CatmullRom)
	}
	var out bytes.Buffer
	if err := imaging.Encode(&out, img, imaging.JPEG, imaging.JPEGQuality(quality)); err != nil {
		return picture{}, fmt.Errorf("draw %q anew: %w", name, err)
	}
	return picture{out.Bytes(), printOf(img)}, nil
}

// spotOf is where a photo says that it was taken; "" when it does not say.
func spotOf(sent []byte) string {
	x, err := exif.Decode(bytes.NewReader(sent))
	if err != nil {
		return "" // most photos carry nothing of the kind
	}
	lat, long, err := x.LatLong()
	if err != nil || !(math.Abs(lat) <= 90 && math.Abs(long) <= 180) {
		return ""
	}
	return fmt.Sprintf("%.6f,%.6f", lat, long)
}

// printOf says in 128 bits what img looks like: for each of 8 × 8 spots, whether
// it is darker than the one to its right and the one below it. A photo that was
// made smaller, brighter or packed harder keeps nearly all of them. A photo that
// shows next to nothing, a wall or a blank sheet, has no print.
func printOf(img image.Image) string {
	const side = 9
	small := imaging.Resize(img, side, side, imaging.Box)
	var shade [side][side]int
	least, most := 255, 0
	for y := range side {
		for x := range side {
			v := int(color.GrayModel.Convert(small.At(small.Bounds().Min.X+x, small.Bounds().Min.Y+y)).(color.Gray).Y)
			shade[y][x], least, most = v, min(least, v), max(most, v)
		}
	}
	if most-least < leastShade {
		return ""
	}
	var print [16]byte
	for y := range side - 1 {
		for x := range side - 1 {
			if shade[y][x] < shade[y][x+1] {
				print[y] |= 1 << x
			}
			if shade[y][x] < shade[y+1][x] {
				print[8+y] |= 1 << x
			}
		}
	}
	return hex.EncodeToString(print[:])
}

// apart is in how many bits two prints differ; 128 when one of them is none.
func apart(a, b string) int {
	x, errA := hex.DecodeString(a)
	y, errB := hex.DecodeString(b)
	if errA != nil || errB != nil || len(x) != 16 || len(y) != 16 {
		return 128
	}
	n := 0
	for i := range x {
		n += bits.OnesCount8(x[i] ^ y[i])
	}
	return n
}

// alike reports whether two photos show the same, going by their prints.
func alike(a, b string) bool { return apart(a, b) <= nearBits }

// The kinds of files that are taken beside photos.
const (
	kindJPEG = "image/jpeg"
	kindPDF  = "application/pdf"
	kindDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	kindXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	kindText = "text/plain; charset=utf-8"
)

// sniff is what a file is, by its bytes and never by its name; a photo of any
// sort is kindJPEG, for that is what it becomes. What is not taken is refused.
func sniff(name string, b []byte) (string, error) {
	switch kind := http.DetectContentType(b); {
	case kind == "image/jpeg", kind == "image/png", kind == "image/webp", kind == "image/gif":
		return kindJPEG, nil
	case kind == kindPDF:
		return kindPDF, nil
	case kind == "application/zip" && bytes.Contains(b, []byte("word/document.xml")):
		return kindDOCX, nil
	case kind == "application/zip" && bytes.Contains(b, []byte("xl/workbook.xml")):
		return kindXLSX, nil
	case strings.HasPrefix(kind, "text/plain") && utf8.Valid(b):
		return kindText, nil
	case len(b) > 12 && string(b[4:8]) == "ftyp" && strings.HasPrefix(string(b[8:12]), "he"):
		return "", refuse.Field("files", "Ảnh «"+name+"» ở dạng HEIC của iPhone. Hãy vào Cài đặt, Camera, Định dạng, chọn «Tương thích nhất» rồi chụp lại, hoặc gửi ảnh dạng JPEG.")
	case strings.HasPrefix(kind, "video/"):
		return "", refuse.Field("files", "«"+name+"» là video. Hãy đăng video lên trang của đơn vị rồi ghi đường dẫn.")
	}
	return "", refuse.Field("files", "Không nhận tệp «"+name+"». Hãy gửi ảnh (JPEG, PNG, WebP), PDF, Word (.docx), Excel (.xlsx) hoặc văn bản thuần.")
}
