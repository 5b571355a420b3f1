package auth

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"loa/platform/refuse"
)

// The reference implementation of Argon2 (its test.c, version 0x13) gives this string for "password" and "somesalt".
const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"

func newDesk() *Desk { return New(nil, time.Now, rand.Reader) }

func TestHashesAreThoseOfTheReference(t *testing.T) {
	if ok, stale, err := newDesk().matches(t.Context(), reference, "password"); !ok || !stale || err != nil {
		t.Error(ok, stale, err)
	}
	if ok, _, err := newDesk().matches(t.Context(), reference, "Password"); ok || err != nil {
		t.Error(ok, err)
	}
}

func TestTheSameLettersTypedAnotherWayAreTheSamePassword(t *testing.T) {
	d := newDesk()
	d.cost = cost{memory: 64, time: 1, threads: 1}
	h, err := d.hash(t.Context(), norm.NFC.String("mật khẩu dài"))
	if err != nil {
		t.Fatal(err)
	}
	if ok, _, err := d.matches(t.Context(), h, norm.NFD.String("mật khẩu dài")); !ok || err != nil {
		t.Error(ok, err)
	}
	other, err := d.hash(t.Context(), norm.NFC.String("mật khẩu dài"))
	if err != nil || other == h {
		t.Errorf("two hashes without different salt: %v", err)
	}
}

func TestTheCostIsTheOneWeChose(t *testing.T) {
	h, err := newDesk().hash(t.Context(), good)
	if err != nil || !strings.HasPrefix(h, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("%s: %v", h, err)
	}
}

func TestPasswordsThatAreEasyToGuessAreRefused(t *testing.T) {
	for password, want := range map[string]string{
		"ngắn quá":                 "ít nhất 10 ký tự",
		"mậtkhẩu89":                "ít nhất 10 ký tự", // nine letters, however many bytes
		"Matkhau123":               "quá dễ đoán",
		"1234567890":               "quá dễ đoán",
		"9876543210":               "quá dễ đoán",
		"abcdefghijkl":             "quá dễ đoán",
		"aaaaaaaaaaaa":             "quá dễ đoán",
		"121212121212":             "quá dễ đoán",
		"Lan.Nguyen2025":           "không được chứa tên đăng nhập",
		"xin\xffchào cả nhà":       "không đọc được",
		strings.Repeat("lá ", 200): "quá dài",
		"bốn con voi tím":          "",
		"mậtkhẩu890":               "",
		"correct horse":            "",
		"k7wz-29qd-m4hx":           "",
	} {
		err := CheckPassword("lan.nguyen", password)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || kind(err) != refuse.Invalid) {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestTheListOfCommonPasswordsHoldsOnlyWhatOtherRulesLetPass(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(common) {
		p := strings.TrimSpace(line)
		if len(p) < 10 || p != strings.ToLower(p) || seen[p] || CheckPassword("", p) == nil {
			t.Errorf("%q has no place in the list", p)
		}
		seen[p] = true
	}
}

func FuzzParsePHC(f *testing.F) {
	for _, s := range []string{
		reference, "", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ", strings.Replace(reference, "v=19", "v=16", 1),
		strings.Replace(reference, "m=65536", "m=4294967295", 1), strings.Replace(reference, "m=65536", "m=065536", 1),
		strings.Replace(reference, "p=1", "p=300", 1), strings.Replace(reference, "id$", "i$", 1), reference + "\n", strings.ReplaceAll(reference, "$", "$$"),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parsePHC(s)
		if err == nil && (p.String() != s || p.memory > 256*1024 || p.time > 16 || p.threads > 16) {
			t.Errorf("%q was read as %+v", s, p)
		}
	})
}

// FuzzLoginForm: whatever is typed into the two boxes, the rules answer with a
// sentence or let it pass, and what passes is fit to be kept.
func FuzzLoginForm(f *testing.F) {
	f.Add("lan.nguyen", good)
	f.Add(" LAN@phulien.haiphong.gov.vn ", "\x00\xff")
	f.Add("nguyễn", strings.Repeat("a", 10000))
	f.Fuzz(func(t *testing.T, typed, password string) {
		login, err := ParseLogin(typed)
		if err == nil {
			if again, err := ParseLogin(login); err != nil || again != login || len(login) < 3 || len(login) > 64 || login != foldLogin(typed) {
				t.Errorf("%q became %q", typed, login)
			}
		} else if r := refuse.Of(err); r.Kind != refuse.Invalid || !strings.HasSuffix(r.Say, ".") {
			t.Errorf("%q: %v", typed, err)
		}
		if err := CheckPassword(login, password); err != nil && refuse.Of(err).Field != "password" {
			t.Errorf("%q: %v", password, err)
		}
	})
}

func BenchmarkHash(b *testing.B) {
	d := newDesk()
	for b.Loop() {
		if _, err := d.hash(b.Context(), good); err != nil {
			b.Fatal(err)
		}
	}
}
