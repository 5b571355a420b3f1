package vi

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestToneStyles(t *testing.T) {
	for _, c := range []struct{ old, new string }{
		{"CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI"},
		{"Ủy ban nhân dân", "Uỷ ban nhân dân"},
		{"khỏe, xóa, thủy, Tòa", "khoẻ, xoá, thuỷ, Toà"},
		{"hoàn toàn, thoát, quỳnh, huỳnh, tuýp", "hoàn toàn, thoát, quỳnh, huỳnh, tuýp"},
		{"quý, quá, già, giếng, gì, gìn", "quý, quá, già, giếng, gì, gìn"},
		{"khuỷu, ngoái, ngoéo, mùa, bìa, cửa, thuở", "khuỷu, ngoái, ngoéo, mùa, bìa, cửa, thuở"},
		{"chuyển đổi, người, rượu, tuyết", "chuyển đổi, người, rượu, tuyết"},
		{"Québec, Léon, café, Đức-Hòa/QĐ", "Québec, Léon, café, Đức-Hoà/QĐ"},
	} {
		if got := NewStyle(c.old); got != c.new {
			t.Errorf("NewStyle(%q) = %q, want %q", c.old, got, c.new)
		}
		if got := OldStyle(norm.NFD.String(c.new)); got != c.old {
			t.Errorf("OldStyle(%q) = %q, want %q", c.new, got, c.old)
		}
	}
	if got := Canon("hòan tòan qúy gìa"); got != "hoàn toàn quý già" {
		t.Errorf("misplaced tones came out as %q", got)
	}
}

func TestCanonSettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "s")
		c := Canon(s)
		if Canon(c) != c || Canon(norm.NFD.String(s)) != c || Canon(NewStyle(s)) != c {
			t.Fatalf("Canon(%q) = %q does not settle", s, c)
		}
		if utf8.RuneCountInString(c) != utf8.RuneCountInString(norm.NFC.String(s)) || Fold(c) != Fold(s) {
			t.Fatalf("Canon(%q) = %q is another text", s, c)
		}
	})
}

func FuzzCanon(f *testing.F) {
	for _, s := range []string{"hoà", "Uỷ ban", "qúy gìa", "\xff\u0301", "khuỷu"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Canon(s)
		if Canon(c) != c || Canon(NewStyle(s)) != c {
			t.Errorf("Canon(%q) = %q does not settle", s, c)
		}
		IsSyllable(s)
	})
}

func TestIsSyllable(t *testing.T) {
	for _, s := range []string{"nghiêng", "Phù", "Liễn", "CHUYỂN", "quốc", "quýt", "giếng", "gì", "gìn", "giữ", "ý", "yêu", "uỷ", "ủy", "khuya", "xoong", "thuở", "kỹ", "được", "ếch", "đ" + "ô", "oanh", "hoà", "hòa", "các", "sạch"} {
		if !IsSyllable(s) {
			t.Errorf("%q is a syllable", s)
		}
	}
	for _, s := range []string{"", "b", "cac", "càc", "sãch", "kộng", "ghan", "nge", "ngha", "qua1", "wifi", "Léon", "hhoa", "thuóng", "đừơng", "tyên", "ce", "quq", "aa", "UBND", "nghiêngg", "hóạ"} {
		if IsSyllable(s) {
			t.Errorf("%q is no syllable", s)
		}
	}
}
