package vi

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestTheDictionaryOrder(t *testing.T) {
	want := strings.Fields("a à ả ã á ạ an ă ắ â ấ ba ca cha da đa e ê ga gia i ca")[:17]
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, func(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if SortKey("hoà") != SortKey("hòa") || SortKey(norm.NFD.String("Uỷ ban")) != SortKey("Ủy ban") {
		t.Error("the place of the tone or the form makes a difference")
	}
}

func TestKeysCompareAsWords(t *testing.T) {
	word := rapid.StringMatching(`[a-zăâđêôơưáàảãạấệộứ ]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if got, want := strings.Compare(SortKey(a), SortKey(b)), Compare(a, b); got != want {
			t.Fatalf("%q and %q: keys %d, words %d", a, b, got, want)
		}
	})
}

func TestPeopleAreOrderedByGivenName(t *testing.T) {
	want := []string{"Nguyễn Văn An", "Trần Thị An", "Lê Anh", "Bùi Ánh", "Phạm Bình", "Đỗ Đạt", "Trần Quang Hùng", "Trần Quang Hưng", "An Văn Xuân"}
	got := []string{}
	for _, n := range want {
		got = append(got, Upper(n))
	}
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(NameKey(a), NameKey(b)) })
	for i := range got {
		if Name(got[i]) != want[i] {
			t.Fatalf("got %v\nwant %v", got, want)
		}
	}
}

func TestCase(t *testing.T) {
	for _, c := range []struct{ in, upper, lower, sentence, name string }{
		{"ủy ban nhân dân", "ỦY BAN NHÂN DÂN", "ủy ban nhân dân", "Ủy ban nhân dân", "Ủy Ban Nhân Dân"},
		{"đặng thị  hoà", "ĐẶNG THỊ  HOÀ", "đặng thị  hoà", "Đặng thị  hoà", "Đặng Thị Hoà"},
		{"NGUYỄN-LÊ LAN", "NGUYỄN-LÊ LAN", "nguyễn-lê lan", "NGUYỄN-LÊ LAN", "Nguyễn-Lê Lan"},
		{"", "", "", "", ""},
	} {
		in := norm.NFD.String(c.in)
		if Upper(in) != c.upper || Lower(in) != c.lower || Sentence(in) != c.sentence || Name(in) != c.name {
			t.Errorf("%q: %q %q %q %q", c.in, Upper(in), Lower(in), Sentence(in), Name(in))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune(alphabet()))).Draw(t, "s")
		if Lower(Upper(s)) != Lower(s) || Fold(Upper(s)) != Fold(s) || Name(Name(s)) != Name(s) {
			t.Fatalf("%q: %q %q %q", s, Upper(s), Lower(s), Name(s))
		}
	})
}

func TestLabels(t *testing.T) {
	var b strings.Builder
	for r := 'a'; r != 0; r = NextLabel(r) {
		b.WriteRune(r)
	}
	if b.String() != "abcdđeghiklmnopqrstuvxy" {
		t.Errorf("the labels are %s", b.String())
	}
	if NextLabel('D') != 'Đ' || NextLabel('Đ') != 'E' || NextLabel('f') != 0 || NextLabel('y') != 0 || Label(0) != 0 || LabelNumber('Đ') != 5 {
		t.Error("capitals or strangers go wrong")
	}
}

func TestRomanGoesBothWays(t *testing.T) {
	for n := 1; n < 4000; n++ {
		if got, ok := ParseRoman(strings.ToLower(Roman(n))); !ok || got != n {
			t.Fatalf("%d is %s is %d", n, Roman(n), got)
		}
	}
	for _, s := range []string{"", "IIII", "IC", "VX", "I11", "Il", "MMMM", "A", strings.Repeat("M", 1000)} {
		if n, ok := ParseRoman(s); ok {
			t.Errorf("%.20q is %d", s, n)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Tuyên truyền về Thể chế số":  "tuyen-truyen-ve-the-che-so",
		"57-NQ/TW":                    "57-nq-tw",
		"  «Đồ Sơn» – 2025!":          "do-son-2025",
		"…":                           "",
		strings.Repeat("chuyen ", 30): strings.TrimSuffix(strings.Repeat("chuyen-", 11), "-"),
		strings.Repeat("x", 200):      strings.Repeat("x", 80),
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "s")
		if once := Slug(s); Slug(once) != once || len(once) > 80 || strings.Trim(once, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Fatalf("Slug(%q) = %q", s, once)
		}
	})
}
