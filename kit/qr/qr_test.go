package qr

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"strings"
	"testing"
)

func TestACodeIsAPictureOfTheSizeAskedFor(t *testing.T) {
	address, err := Address("https://phulien.example.vn/duyet/aaaaaaaaaaaaaaaaaaaaaaaaaa", 320)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(address, "data:image/png;base64,"))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil || picture.Bounds().Dx() != 320 || picture.Bounds().Dy() != 320 {
		t.Errorf("%v, %v", picture.Bounds(), err)
	}
	if _, err := Address(strings.Repeat("x", 8000), 320); err == nil {
		t.Error("8,000 letters were drawn")
	}
}
