package portal

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image/png"
	"net/http"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"loa/newsroom"
	"loa/platform/store"
)

const (
	guidesPath = "/huong-dan"
	mostGuides = 200
)

// guidesPage is everything that people can do step by step.
type guidesPage struct{ All []newsroom.Piece }

func (p *Portal) guides(w http.ResponseWriter, r *http.Request) error {
	var page guidesPage
	err := p.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		page.All, _, err = newsroom.Column(ctx, tx, newsroom.Shelf{Kind: newsroom.Guide}, 1, mostGuides)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, guidesScreen(page))
}

// codeOf is address as a code to be photographed from paper, one dot a pixel, as a data: address.
func codeOf(address string) (string, error) {
	code, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("draw the code of a page: %w", err)
	}
	const dot = 4 // pixels
	side := code.Bounds().Dx() * dot
	if code, err = barcode.Scale(code, side, side); err != nil {
		return "", fmt.Errorf("draw the code of a page: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, code); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
