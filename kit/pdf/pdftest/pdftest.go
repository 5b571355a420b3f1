// Package pdftest signs PDFs in tests, as a program for signatures does outside.
package pdftest

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	lib "github.com/digitorus/pdf"
	"github.com/digitorus/pdfsign/sign"
)

// Sign is b signed with a certificate of its own, made out to name.
func Sign(t testing.TB, b []byte, name string) []byte {
	t.Helper()
	key := newKey(t)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature}
	cert := made(t, template, template, key.Public(), key)
	r, err := lib.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = sign.Sign(bytes.NewReader(b), &out, r, int64(len(b)), sign.SignData{
		Signature: sign.SignDataSignature{Info: sign.SignDataSignatureInfo{Name: name, Date: time.Now()}, CertType: sign.ApprovalSignature},
		Signer:    key, DigestAlgorithm: crypto.SHA256, Certificate: cert,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
