package pdf

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loa/kit/pdf/pdftest"
	"loa/kit/typeset"
)

// signable is a paper of two pages; on the second of them somebody signs.
func signable() *typeset.Document {
	d := long()
	d.Sections = d.Sections[:1]
	blocks := &d.Sections[0].Blocks
	*blocks = append(*blocks, typeset.Block{Paragraph: &typeset.Paragraph{Runs: words("Vũ Thu Hà", true), Align: typeset.Center, Before: 70, Line: 1, Signs: "Vũ Thu Hà"}})
	return d
}

func hand(t testing.TB, c pdftest.Certificate) Hand {
	t.Helper()
	c.Name, c.From, c.Through = "Vũ Thu Hà", made.Add(-time.Hour), made.Add(time.Hour)
	h, err := ReadHand(pdftest.File(t, c), pdftest.Password)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// pen is a picture of a signature: a blue stroke that the page shows through.
func pen() image.Image {
	p := image.NewNRGBA(image.Rect(0, 0, 90, 40))
	for x := range 90 {
		p.Set(x, 20, color.NRGBA{20, 40, 200, 200})
	}
	return p
}

// TestAPaperIsSignedInside: another program finds the signature valid, over the whole of the file, and the file sound.
func TestAPaperIsSignedInside(t *testing.T) {
	handed := written(t, signable())
	for _, c := range []struct {
		name string
		key  crypto.Signer
		mark Mark
	}{
		{"RSA-2048 with a picture", pdftest.Key(t, 2048), Mark{Picture: pen()}},
		{"RSA-4096 with lines", pdftest.Key(t, 4096), Mark{Lines: []string{"Ký số: Vũ Thu Hà", "15/12/2025 10:00:00 +07:00"}}},
		{"P-256 with both", nil, Mark{Picture: pen(), Lines: []string{"Ký số: Vũ Thu Hà"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := Sign(handed, hand(t, pdftest.Certificate{Key: c.key}), c.mark, made)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(b, handed) {
				t.Error("what was to be signed was changed")
			}
			if says := pdfsig(t, b); !strings.Contains(says, "Signature is Valid") || !strings.Contains(says, "Total document signed") || !strings.Contains(says, "ETSI.CAdES.detached") || !strings.Contains(says, "Vũ Thu Hà") {
				t.Errorf("pdfsig says %s", says)
			}
			s, err := Signatures(b)
			if err != nil || len(s.Signatures) != 1 || !s.Signatures[0].IsValid || !s.IsWhole || s.Signatures[0].Name != "Vũ Thu Hà" || s.Signatures[0].Issuer != "Cơ quan chứng thực thử" {
				t.Errorf("%+v %v", s, err)
			}
			for _, i := range []int{len(handed) / 2, len(handed) + 10} {
				changed := bytes.Clone(b)
				changed[i] ^= 1
				if s, err := Signatures(changed); err == nil && len(s.Signatures) > 0 && s.Signatures[0].IsValid {
					t.Errorf("byte %d was changed and the signature is valid", i)
				}
			}
			if _, err := Sign(b, hand(t, pdftest.Certificate{}), c.mark, made); !errors.Is(err, ErrNoPlace) {
				t.Errorf("a second signature in the same place: %v", err)
			}
			// The agency signs after the person, with a program of its own.
			if s, err := Signatures(pdftest.Sign(t, b, "Ủy ban nhân dân phường Phù Liễn")); err != nil || len(s.Signatures) != 2 || !s.Signatures[0].IsValid || !s.Signatures[1].IsValid || !s.IsWhole {
				t.Errorf("with a second signature: %+v %v", s, err)
			}
			if _, err := Read(t.Context(), b); err != nil {
				t.Error(err)
			}
		})
	}
}

// pdfsig is what poppler's program says of the signatures of b.
func pdfsig(t *testing.T, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "signed.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdfsig", "-nocert", path).CombinedOutput()
	if err != nil {
		t.Fatalf("pdfsig: %v\n%s", err, out)
	}
	return string(out)
}

func TestOnlyOwnPapersWithAPlaceAreSigned(t *testing.T) {
	h := hand(t, pdftest.Certificate{})
	if _, err := Sign(written(t, long()), h, Mark{}, made); !errors.Is(err, ErrNoPlace) {
		t.Errorf("a paper that nobody signs: %v", err)
	}
	if _, err := Sign([]byte("%PDF-1.7\n%%EOF"), h, Mark{}, made); !errors.Is(err, errForeign) {
		t.Errorf("another's file: %v", err)
	}
}

func TestACertificateFileOpensWithItsPassword(t *testing.T) {
	file := pdftest.File(t, pdftest.Certificate{Name: "Vũ Thu Hà", From: made, Through: made.Add(time.Hour), Usage: x509.KeyUsageContentCommitment})
	h, err := ReadHand(file, pdftest.Password)
	if err != nil || len(h.Chain) != 2 || h.Chain[0].Subject.CommonName != "Vũ Thu Hà" {
		t.Fatalf("%+v %v", h, err)
	}
	for _, wrong := range []string{"", "mat khau", "🔑"} {
		if _, err := ReadHand(file, wrong); !errors.Is(err, ErrPassword) {
			t.Errorf("password %q: %v", wrong, err)
		}
	}
	if _, err := ReadHand(file[:len(file)/2], pdftest.Password); !errors.Is(err, ErrNoHand) {
		t.Errorf("half a file: %v", err)
	}
}

// FuzzSign: what is no file of this program is refused and never signed by half.
func FuzzSign(f *testing.F) {
	h := hand(f, pdftest.Certificate{})
	handed := written(f, signable())
	f.Add(handed)
	f.Add(bytes.Replace(handed, []byte("/Prev "), []byte("/Prev 9"), 1))
	f.Add(slices.Concat(handed, []byte("xref\n0 99999999\ntrailer\n<<\nstartxref\n0\n%%EOF\n")))
	f.Fuzz(func(t *testing.T, b []byte) {
		if out, err := Sign(b, h, Mark{Lines: []string{"Ký số"}}, made); err == nil && !bytes.HasPrefix(out, b) {
			t.Error("what was to be signed was changed")
		}
	})
}
