package pdf

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
)

// The signature inside a PDF is CMS (RFC 5652) as PAdES asks for it: the attributes that it signs are what kind of
// content it is, its digest, and the certificate by its hash (RFC 5035); a moment is not among them, for the file says
// it. encoding/asn1 writes it in fewer lines than the libraries for CMS can be talked out of that moment.

var (
	oidData       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}

	oidContentType          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}

	sha256ID = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, Parameters: asn1.NullRawValue}
	rsaID    = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}, Parameters: asn1.NullRawValue}
	ecdsaID  = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}} // with SHA-256
)

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content signedData `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Content      struct{ Type asn1.ObjectIdentifier }
	Certificates asn1.RawValue
	Signers      []signerInfo `asn1:"set"`
}

type signerInfo struct {
	Version    int
	Issuer     issuerAndSerial
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

// cades is the signature of h over what has this SHA-256.
func cades(h Hand, digest []byte) ([]byte, error) {
	id, err := signatureID(h.Key.Public())
	if err != nil {
		return nil, err
	}
	set, err := attributes(h, digest)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(set)
	signature, err := h.Key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	c := h.Chain[0]
	info := contentInfo{Type: oidSignedData, Content: signedData{Version: 1, Digests: []pkix.AlgorithmIdentifier{sha256ID}}}
	info.Content.Content.Type = oidData
	info.Content.Certificates = asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true}
	for _, c := range h.Chain {
		info.Content.Certificates.Bytes = append(info.Content.Certificates.Bytes, c.Raw...)
	}
	inside := append([]byte{0xa0}, set[1:]...) // the same set, by the place it has in the signature
	info.Content.Signers = []signerInfo{{Version: 1, Issuer: issuerAndSerial{asn1.RawValue{FullBytes: c.RawIssuer}, c.SerialNumber}, Digest: sha256ID,
		Attributes: asn1.RawValue{FullBytes: inside}, Algorithm: id, Signature: signature}}
	return asn1.Marshal(info)
}

// attributes are what is signed, as a set.
func attributes(h Hand, digest []byte) ([]byte, error) {
	hash := sha256.Sum256(h.Chain[0].Raw)
	type certID struct{ Hash []byte } // of SHA-256, which needs no name
	var all []attribute
	for _, a := range []struct {
		of    asn1.ObjectIdentifier
		value any
	}{
		{oidContentType, oidData},
		{oidMessageDigest, digest},
		{oidSigningCertificateV2, struct{ Certs []certID }{[]certID{{hash[:]}}}},
	} {
		b, err := asn1.Marshal(a.value)
		if err != nil {
			return nil, err
		}
		all = append(all, attribute{a.of, []asn1.RawValue{{FullBytes: b}}})
	}
	return asn1.MarshalWithParams(all, "set")
}

// signatureID is how a signature of a key is called.
func signatureID(k crypto.PublicKey) (pkix.AlgorithmIdentifier, error) {
	switch k.(type) {
	case *rsa.PublicKey:
		return rsaID, nil
	case *ecdsa.PublicKey:
		return ecdsaID, nil
	}
	return pkix.AlgorithmIdentifier{}, fmt.Errorf("pdf: no signature by a key of %T", k)
}
