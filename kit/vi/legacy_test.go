package vi

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestTheIcelandicLetterIsTheVietnameseOne(t *testing.T) {
	for seen, want := range map[string]string{
		"QUYẾT ÐỊNH số 12/QÐ-UBND": "QUYẾT ĐỊNH số 12/QĐ-UBND",
		"Đơn/ÐĐơn, ĐÐơn, Ɖơn, ðơn": "Đơn/Đơn, Đơn, Đơn, đơn",
		"Độc lập đã đạt":           "Độc lập đã đạt",
	} {
		if got := Crossed(seen); got != want {
			t.Errorf("%q is %q, want %q", seen, got, want)
		}
	}
}

// The samples were typed from what the two fonts' own tables print.
func TestOldEncodingsAreTurned(t *testing.T) {
	for _, c := range []struct {
		turn      func(string) string
		old, want string
	}{
		{FromTCVN3, "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
		{FromTCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"},
		{FromTCVN3, "ñy ban nh©n d©n ph\u00adêng, sè 15/KH-UBND", "ủy ban nhân dân phường, số 15/KH-UBND"},
		{FromTCVN3, "ph-êng, x-ëng; V¨n hãa-X· héi", "phường, xưởng; Văn hóa-Xã hội"},
		{FromVNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
		{FromVNI, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"},
		{FromVNI, "UÛY BAN NHAÂN DAÂN PHÖÔØNG, taêng cöôøng baét buoäc", "ỦY BAN NHÂN DÂN PHƯỜNG, tăng cường bắt buộc"},
		{FromVNI, "kyõ thuaät soá, baèng chöùng, nhöõng ñieåm môùi", "kỹ thuật số, bằng chứng, những điểm mới"},
	} {
		if got := c.turn(c.old); got != c.want {
			t.Errorf("%q is turned into %q, want %q", c.old, got, c.want)
		}
		if turn := OfText(c.old + " " + c.old); turn == nil && strings.Count(c.old, " ") > 4 {
			t.Errorf("%q is not recognised", c.old)
		} else if turn != nil && turn(c.old) != c.want {
			t.Errorf("%q is taken for another encoding: %q", c.old, turn(c.old))
		}
	}
}

func TestAFontTellsItsEncoding(t *testing.T) {
	for font, want := range map[string]string{".VnTime": "cộng", ".VnTimeH": "CỘNG", ".VnArial Narrow": "cộng", ".VnTimeH,Bold": "CỘNG", "VnTime-Bold": "cộng"} {
		if turn := OfFont(font); turn == nil || turn("céng") != want {
			t.Errorf("%s does not print %s", font, want)
		}
	}
	if turn := OfFont("VNI-Times"); turn == nil || turn("coäng") != "cộng" {
		t.Error("VNI-Times does not print cộng")
	}
	for _, font := range []string{"", "Times New Roman", "Liberation Serif", "Vivaldi", "SVN-Times"} {
		if OfFont(font) != nil {
			t.Errorf("%s is a font of Unicode", font)
		}
	}
}

// TestEveryLetterOfTCVN3IsThere: 67 small letters with marks, and the seven capitals that have places.
func TestEveryLetterOfTCVN3IsThere(t *testing.T) {
	printed := map[rune]bool{}
	for _, r := range fromTCVN3 {
		if printed[r] {
			t.Errorf("%c is printed twice", r)
		}
		printed[r] = true
	}
	for _, r := range "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĂÂĐÊÔƠƯ" {
		if !printed[r] {
			t.Errorf("nothing prints %c", r)
		}
	}
}

func TestUnicodeIsLeftAlone(t *testing.T) {
	for _, s := range []string{"", "Kế hoạch số 15/KH-UBND của Ủy ban nhân dân phường về chuyển đổi số", "plain English text, nothing else", "café, naïve, über, Ærø, señor"} {
		if turn := OfText(s); turn != nil {
			t.Errorf("%q became %q", s, turn(s))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		for _, turn := range []func(string) string{FromTCVN3, FromVNI} {
			if turned := turn(s); !norm.NFC.IsNormalString(turned) || strings.Count(turned, " ") != strings.Count(s, " ") {
				t.Errorf("%q became %q", s, turned)
			}
		}
	})
}
