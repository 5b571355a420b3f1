package work

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/rwcarlsen/goexif/exif"

	"loa/kit/photo"
	"loa/platform/refuse"
)

// redraw makes a picture of a photo as it was sent, or refuses it in a sentence.
func redraw(name string, sent []byte) (photo.Photo, error) {
	p, err := photo.Redraw(sent)
	switch {
	case errors.Is(err, photo.ErrBroken):
		err = refuse.Field("files", "Ảnh «"+name+"» hỏng hoặc chưa tải lên hết. Hãy chọn lại ảnh đó.")
	case errors.Is(err, photo.ErrTooLarge):
		err = refuse.Field("files", "Ảnh «"+name+"» lớn quá 50 triệu điểm ảnh. Hãy chụp lại ở cỡ thường.")
	}
	return p, err
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
	case photo.Is(b):
		return kindJPEG, nil
	case kind == kindPDF:
		return kindPDF, nil
	case kind == "application/zip" && bytes.Contains(b, []byte("word/document.xml")):
		return kindDOCX, nil
	case kind == "application/zip" && bytes.Contains(b, []byte("xl/workbook.xml")):
		return kindXLSX, nil
	case strings.HasPrefix(kind, "text/plain") && utf8.Valid(b):
		return kindText, nil
	case photo.IsHEIC(b):
		return "", refuse.Field("files", "Ảnh «"+name+"» ở dạng HEIC của iPhone. Hãy vào Cài đặt, Camera, Định dạng, chọn «Tương thích nhất» rồi chụp lại, hoặc gửi ảnh dạng JPEG.")
	case strings.HasPrefix(kind, "video/"):
		return "", refuse.Field("files", "«"+name+"» là video. Hãy đăng video lên trang của đơn vị rồi ghi đường dẫn.")
	}
	return "", refuse.Field("files", "Không nhận tệp «"+name+"». Hãy gửi ảnh (JPEG, PNG, WebP), PDF, Word (.docx), Excel (.xlsx) hoặc văn bản thuần.")
}
