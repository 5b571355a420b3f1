package vi

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// text draws Vietnamese-looking text: words of the language between letters of anything.
var text = rapid.OneOf(
	rapid.StringOfN(rapid.SampledFrom([]rune(alphabet())), 0, 40, -1),
	rapid.StringOf(rapid.RuneFrom([]rune("aăâeêioôơuưyđĐ .,0123"), unicode.Latin, unicode.Greek, unicode.Cyrillic)),
)

func alphabet() string {
	var b strings.Builder
	for _, row := range forms {
		b.WriteString(string(row[:]))
	}
	return b.String() + "bcdđghklmnpqrstvx BCDĐGHKLMNPQRSTVX ,.-/0123456789"
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Đồ Sơn":                    "do son",
		"CHUYỂN ĐỔI SỐ":             "chuyen doi so",
		norm.NFD.String("Uỷ ban ạ"): "uy ban a",
		"15/KH-UBND":                "15/kh-ubnd",
		"đã gấp":                    "da gap",
		"Ångström ø ß œ":            "angstrom ø ß œ",
		"ΆΈ Й":                      "αε и",
		"":                          "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldSettlesAndIgnoresTheForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "s")
		f := Fold(s)
		if Fold(f) != f {
			t.Fatalf("Fold(%q) = %q folds on to %q", s, f, Fold(f))
		}
		nfc, nfd := norm.NFC.String(s), norm.NFD.String(s)
		if Fold(nfc) != Fold(nfd) {
			t.Fatalf("%q: NFC %q, NFD %q", s, Fold(nfc), Fold(nfd))
		}
	})
}

func TestFoldKeepsTheRunesOfNFC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune(alphabet()))).Draw(t, "s")
		in, out := []rune(s), []rune(Fold(s))
		if len(in) != len(out) {
			t.Fatalf("%q has %d runes, folded %d", s, len(in), len(out))
		}
		for i, r := range in {
			if out[i] != FoldRune(r) {
				t.Fatalf("rune %d of %q: %q", i, s, out[i])
			}
		}
	})
}

func TestTheTablesAgreeWithUnicode(t *testing.T) {
	marks := []rune{0, 0x300, 0x301, 0x309, 0x303, 0x323}
	for _, row := range forms {
		for i, r := range row {
			if want := []rune(norm.NFC.String(string(row[0]) + string(marks[i:i+1])))[0]; i > 0 && r != want {
				t.Errorf("%c with tone %d is %c, want %c", row[0], i, r, want)
			}
			if bare, tone := Split(r); bare != row[0] || tone != Tone(i) || Join(bare, tone) != r {
				t.Errorf("%c splits into %c and %d", r, bare, tone)
			}
		}
	}
	strip := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)))
	for r := rune(0xC0); r < 0x1F00; r++ {
		if r == 0x250 {
			r = 0x1E00
		}
		want, _, err := transform.String(strip, strings.ToLower(string(r)))
		if err != nil {
			t.Fatal(err)
		}
		if r == 'Đ' || r == 'đ' {
			want = "d"
		}
		if got := Fold(string(r)); got != want {
			t.Errorf("Fold(%c %U) = %q, want %q", r, r, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Đồ Sơn", "Uỷ ban", norm.NFD.String("Nguyễn Thị Hoà"), "\xff\xfe", "한글 ガ", "\u0300a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := Fold(s)
		if !utf8.ValidString(out) {
			t.Errorf("Fold(%q) = %q is not UTF-8", s, out)
		}
		if again := Fold(out); again != out {
			t.Errorf("Fold(%q) = %q folds on to %q", s, out, again)
		}
	})
}

var page = strings.Repeat("Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ phê duyệt Chương trình chuyển đổi số quốc gia. ", 200)

func BenchmarkFold(b *testing.B) {
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		Fold(page)
	}
}

// BenchmarkFoldByChain is the way through x/text that Fold replaces; it also leaves đ alone.
func BenchmarkFoldByChain(b *testing.B) {
	b.SetBytes(int64(len(page)))
	chain := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), runes.Map(unicode.ToLower))
	for b.Loop() {
		if _, _, err := transform.String(chain, page); err != nil {
			b.Fatal(err)
		}
	}
}
