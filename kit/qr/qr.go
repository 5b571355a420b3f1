// Package qr draws addresses as codes that phones photograph.
package qr

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"

	"github.com/boombuler/barcode"
	encode "github.com/boombuler/barcode/qr"
)

// Address is text as a code, size pixels wide, in a data: address for the src of a picture.
func Address(text string, size int) (string, error) {
	code, err := encode.Encode(text, encode.M, encode.Auto)
	if err != nil {
		return "", fmt.Errorf("draw a code: %w", err)
	}
	big, err := barcode.Scale(code, size, size)
	if err != nil {
		return "", fmt.Errorf("draw a code: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, big); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
