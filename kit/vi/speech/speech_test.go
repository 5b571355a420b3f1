package speech

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestATextIsWrittenAsItIsRead(t *testing.T) {
	for _, c := range []struct{ written, read string }{
		{"UBND phường họp ngày 10/10/2025.", "Ủy ban nhân dân phường họp ngày mười tháng mười năm hai nghìn không trăm hai mươi lăm."},
		{"Từ 7h30 ngày 5/4, đến 11:00", "Từ bảy giờ ba mươi phút ngày năm tháng tư, đến mười một giờ"},
		{"Đạt 69,85% với 25.736 người", "Đạt sáu mươi chín phẩy tám mươi lăm phần trăm với hai mươi lăm nghìn bảy trăm ba mươi sáu người"},
		{"Kế hoạch số 15/KH-UBND", "Kế hoạch số mười lăm kế hoạch Ủy ban nhân dân"},
		{"Gọi 0225 3456 789 hoặc tổng đài 1022", "Gọi không hai hai năm ba bốn năm sáu bảy tám chín hoặc tổng đài một không hai hai"},
		{"Vào https://dichvucong.gov.vn/home để nộp", "Vào dichvucong chấm gov chấm vn để nộp"},
		{"Trang của Nhà nước có đuôi .gov.vn, không phải vneid-gov.com", "Trang của Nhà nước có đuôi chấm gov chấm vn, không phải vneid-gov chấm com"},
		{"Cài VNeID mức 2 bằng CCCD", "Cài Vi-en-i-ai-đi mức hai bằng căn cước công dân"},
		{"34/114 xã; 5-7 ngày; 2 km; 50.000đ", "ba mươi tư trên một trăm mười bốn xã; năm đến bảy ngày; hai ki-lô-mét; năm mươi nghìn đồng"},
		{"tháng 7/2025, TP. Hải Phòng", "tháng bảy năm hai nghìn không trăm hai mươi lăm, thành phố Hải Phòng"},
		{"bà con không có số nào", "bà con không có số nào"},
	} {
		if got := Spell(c.written); got != c.read {
			t.Errorf("%s\n got %s\nwant %s", c.written, got, c.read)
		}
	}
}

func TestWhatIsLeftUnreadIsNamed(t *testing.T) {
	if got := Unread("Lớp 5A2 và IOC của phường, IOC."); !slices.Equal(got, []string{"5A2", "IOC"}) {
		t.Errorf("%q", got)
	}
}

// FuzzSpell: no text is broken, and no figure that stood alone is left.
func FuzzSpell(f *testing.F) {
	for _, s := range []string{"10/10/2025", "7h30", "69,85%", "0225.345.6789", "15/KH-UBND", "1.234.567,5 km", "999999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Spell(s)
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q became %q", s, got)
		}
		if strings.ContainsAny(got, "0123456789") {
			t.Errorf("%q left figures: %q", s, got)
		}
	})
}
