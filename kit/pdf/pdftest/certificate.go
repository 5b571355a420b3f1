package pdftest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

// Password opens every certificate file of [File].
const Password = "Mật khẩu 2025"

// A Certificate is one that an authority of the tests makes out.
type Certificate struct {
	Name          string
	From, Through time.Time
	Key           crypto.Signer // nil: a new one of P-256
	Usage         x509.KeyUsage // 0: digital signature
	IsCA          bool
}

// Key is a new key of RSA, of so many bits.
func Key(t testing.TB, bits int) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// File is a certificate file (.p12) with c, its key and the authority's certificate.
func File(t testing.TB, c Certificate) []byte {
	t.Helper()
	authority := newKey(t)
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Cơ quan chứng thực thử"}, NotBefore: c.From, NotAfter: c.Through,
		KeyUsage: x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true}
	root = made(t, root, root, authority.Public(), authority)
	if c.Key == nil {
		c.Key = newKey(t)
	}
	if c.Usage == 0 {
		c.Usage = x509.KeyUsageDigitalSignature
	}
	own := made(t, &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: c.Name}, NotBefore: c.From, NotAfter: c.Through,
		KeyUsage: c.Usage, IsCA: c.IsCA, BasicConstraintsValid: true}, root, c.Key.Public(), authority)
	file, err := pkcs12.Modern.Encode(c.Key, own, []*x509.Certificate{root}, Password)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func newKey(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// made is the certificate of template for a key, made out by another.
func made(t testing.TB, template, by *x509.Certificate, key crypto.PublicKey, with crypto.Signer) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, by, key, with)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
