package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"

	"github.com/digitorus/pdfsign/verify"
)

// Signed is the digital signatures of a file.
type Signed struct {
	Signatures []Signature
	// IsWhole: the last of them signs everything up to the end; what is added behind a signature can change what is seen.
	IsWhole bool
}

// A Signature is one digital signature.
type Signature struct {
	Name    string // of whom the certificate is made out to
	Issuer  string // who made the certificate out
	IsValid bool   // what it signs is as it was signed
}

// Signatures reads the digital signatures of the file b and holds each against the bytes it signs. Whether a
// certificate can be trusted, and still could when it was used, is not asked: that needs the lists of the authorities.
func Signatures(b []byte) (s Signed, err error) {
	found, err := verify.Verify(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return s, fmt.Errorf("read the signatures: %w", err)
	}
	for _, x := range found.Signers {
		one := Signature{Name: x.Name, IsValid: x.ValidSignature}
		for _, c := range x.Certificates {
			if !c.Certificate.IsCA {
				one.Name, one.Issuer = c.Certificate.Subject.CommonName, c.Certificate.Issuer.CommonName
				break
			}
		}
		s.Signatures = append(s.Signatures, one)
	}
	s.IsWhole = reaches(b)
	return s, nil
}

var byteRange = regexp.MustCompile(`/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]`)

// reaches reports whether some signature signs from the first byte to the last, but for its own place.
func reaches(b []byte) bool {
	for _, m := range byteRange.FindAllSubmatch(b, -1) {
		var n [4]int
		for i := range n {
			v, err := strconv.Atoi(string(m[i+1]))
			if err != nil {
				return false
			}
			n[i] = v
		}
		if rest := bytes.TrimRight(b, "\r\n"); n[0] == 0 && n[2]+n[3] >= len(rest) {
			return true
		}
	}
	return false
}
