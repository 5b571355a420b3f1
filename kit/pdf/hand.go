package pdf

import (
	"crypto"
	"crypto/x509"
	"errors"
	"math"
	"slices"
	"strings"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

// A Hand is who signs: a key, and the certificates of it, the person's first.
type Hand struct {
	Key   crypto.Signer
	Chain []*x509.Certificate
}

// Why a certificate file opens for nobody.
var (
	ErrPassword = errors.New("pdf: the password does not open the certificate file")
	ErrNoHand   = errors.New("pdf: no certificate file with a key to sign with")
)

// ReadHand opens a certificate file with its key (PKCS #12: .p12, .pfx), as authorities give them out. Whether the
// certificate is right for what is signed is not asked.
func ReadHand(file []byte, password string) (Hand, error) {
	key, first, others, err := pkcs12.DecodeChain(file, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return Hand{}, ErrPassword
	case err != nil && strings.ContainsFunc(password, func(c rune) bool { return c > math.MaxUint16 }):
		return Hand{}, ErrPassword // no such file can have a password of such letters
	case err != nil:
		return Hand{}, errors.Join(ErrNoHand, err)
	}
	h := Hand{Chain: append([]*x509.Certificate{first}, others...)}
	var signs bool
	if h.Key, signs = key.(crypto.Signer); !signs {
		return Hand{}, ErrNoHand
	}
	if _, err := signatureID(h.Key.Public()); err != nil {
		return Hand{}, errors.Join(ErrNoHand, err)
	}
	// Some programs write the authority's certificate first.
	own := slices.IndexFunc(h.Chain, func(c *x509.Certificate) bool {
		k, ok := c.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
		return ok && k.Equal(h.Key.Public())
	})
	if own < 0 {
		return Hand{}, ErrNoHand
	}
	h.Chain[0], h.Chain[own] = h.Chain[own], h.Chain[0]
	return h, nil
}
