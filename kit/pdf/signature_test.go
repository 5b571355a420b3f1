package pdf

import (
	"bytes"
	"testing"

	"loa/kit/pdf/pdftest"
)

func TestASignatureIsReadAndHeldAgainstItsBytes(t *testing.T) {
	handed := written(t, long())
	if s, err := Signatures(handed); err == nil {
		t.Errorf("an unsigned file has %+v", s)
	}
	b := pdftest.Sign(t, handed, "Vũ Thu Hà")
	if !bytes.HasPrefix(b, handed) {
		t.Fatal("the program for signatures changed what it signed")
	}
	s, err := Signatures(b)
	if err != nil || len(s.Signatures) != 1 || s.Signatures[0].Name != "Vũ Thu Hà" || !s.Signatures[0].IsValid || !s.IsWhole {
		t.Fatalf("%+v %v", s, err)
	}
	second, err := Signatures(pdftest.Sign(t, b, "Ủy ban nhân dân phường Phù Liễn"))
	if err != nil || len(second.Signatures) != 2 || !second.IsWhole {
		t.Errorf("two signatures: %+v %v", second, err)
	}
	changed := bytes.Clone(b)
	changed[len(handed)/2] ^= 1
	if s, err := Signatures(changed); err == nil && len(s.Signatures) > 0 && s.Signatures[0].IsValid {
		t.Error("a changed file has a valid signature")
	}
	if s, err := Signatures(append(bytes.Clone(b), "\n99 0 obj\n<< >>\nendobj\n"...)); err == nil && s.IsWhole {
		t.Error("what was added behind the signature is not seen")
	}
}

func FuzzSignatures(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n/ByteRange [0 1 2 3]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := Signatures(b); err == nil && len(s.Signatures) > 0 && s.Signatures[0].IsValid {
			t.Error("chance signed a file")
		}
	})
}
