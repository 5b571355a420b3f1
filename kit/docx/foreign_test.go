package docx

import (
	"bytes"
	"os"
	"testing"
)

// The file was made by LibreOffice 7.4; the labels are those of its own export to plain text.
func TestAFileOfLibreOfficeIsRead(t *testing.T) {
	b, err := os.ReadFile("testdata/libreoffice.docx")
	if err != nil {
		t.Fatal(err)
	}
	want := `ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG PHÙ LIỄN | Độc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND | Phù Liễn, ngày 16 tháng 7 năm 2025
KẾ HOẠCH
I. MỤC TIÊU
I. Mục tiêu tổng quát
a. Đẩy mạnh
b. Đa dạng hóa
II. Mục tiêu cụ thể
a. 100% cơ quan
b. 80% trường học
II. NỘI DUNG
STT | Nội dung
1 | Tập huấn cán bộ

`
	if got := read(t, b); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// BenchmarkReadTwentyPages reads a plan of twenty pages that LibreOffice wrote: 100 clauses and a table of 80 rows.
func BenchmarkReadTwentyPages(b *testing.B) {
	file, err := os.ReadFile("testdata/twenty.docx")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Read(bytes.NewReader(file), int64(len(file))); err != nil {
			b.Fatal(err)
		}
	}
}
