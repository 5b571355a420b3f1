package scan

import "bytes"

// Kind is what sort of file it is, by its first bytes.
type Kind string

const (
	PDF  Kind = "pdf"
	PNG  Kind = "png"
	JPEG Kind = "jpeg"
	TIFF Kind = "tiff"
)

// pdfHead is how far into a file its PDF header may begin.
const pdfHead = 1024

// KindOf tells the kind of file; it is empty for one that is not read here.
func KindOf(file []byte) Kind {
	begins := func(s string) bool { return bytes.HasPrefix(file, []byte(s)) }
	switch {
	case begins("\x89PNG\r\n\x1a\n"):
		return PNG
	case begins("\xff\xd8\xff"):
		return JPEG
	case begins("II*\x00"), begins("MM\x00*"):
		return TIFF
	case bytes.Contains(file[:min(len(file), pdfHead)], []byte("%PDF-")):
		return PDF
	}
	return ""
}

// foreign are pictures that are known and not read, with their names.
var foreign = []struct {
	name string
	at   int
	mark string
}{
	{"WebP", 8, "WEBP"}, {"BMP", 0, "BM"}, {"GIF", 0, "GIF8"}, {"HEIC (ảnh iPhone)", 4, "ftyphei"}, {"HEIC (ảnh iPhone)", 4, "ftypmif1"},
	{"AVIF", 4, "ftypavif"}, {"JPEG 2000", 4, "jP  "}, {"DjVu", 0, "AT&TFORM"}, {"BigTIFF", 0, "II+\x00"}, {"BigTIFF", 0, "MM\x00+"},
}

// unknown says what to do with a file whose kind is not read.
func unknown(file []byte) *Unreadable {
	if len(file) == 0 {
		return &Unreadable{Say: "Tệp trống. Hãy chọn lại tệp bản quét."}
	}
	for _, f := range foreign {
		if len(file) >= f.at && bytes.HasPrefix(file[f.at:], []byte(f.mark)) {
			return &Unreadable{Say: "Loa chưa đọc được ảnh " + f.name + ". Hãy lưu lại thành PDF, PNG, JPEG hoặc TIFF rồi gửi lại."}
		}
	}
	return &Unreadable{Say: "Tệp này không phải bản quét. Hãy chọn tệp PDF, PNG, JPEG hoặc TIFF."}
}
