package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"github.com/hhrutter/tiff"
)

// pictures is a PNG, JPEG or TIFF file. Only a TIFF has more than one page.
type pictures struct {
	kind Kind
	file []byte
	at   []int64 // of each page of a TIFF: where its directory begins
}

func openPictures(k Kind, file []byte) (source, error) {
	p := pictures{kind: k, file: file, at: []int64{0}}
	if k == TIFF {
		if p.at = directories(file); len(p.at) == 0 {
			return nil, brokenPicture(errNoPage)
		}
	}
	for i := range p.at[:min(len(p.at), maxPages)] {
		c, err := p.config(i)
		if err != nil {
			return nil, brokenPicture(err)
		}
		if c.Width <= 0 || c.Height <= 0 || c.Width > maxPixels/c.Height {
			return nil, &Unreadable{Say: fmt.Sprintf("Ảnh quá lớn (%d × %d điểm ảnh). Hãy quét lại ở 300 dpi rồi gửi lại.", c.Width, c.Height)}
		}
	}
	return p, nil
}

var errNoPage = tiff.FormatError("no directory")

func brokenPicture(err error) error {
	return &Unreadable{"Tệp ảnh đã hỏng hoặc thuộc loại chưa đọc được. Hãy mở thử, lưu lại thành PDF hoặc PNG rồi gửi lại.", err}
}

func (p pictures) pages() int { return len(p.at) }

func (p pictures) close() error { return nil }

func (p pictures) config(i int) (image.Config, error) {
	r := bytes.NewReader(p.file)
	switch p.kind {
	case PNG:
		return png.DecodeConfig(r)
	case JPEG:
		return jpeg.DecodeConfig(r)
	}
	return tiff.DecodeConfigAt(r, p.at[i])
}

func (p pictures) layer(context.Context, int) (Page, bool, error) { return Page{}, false, nil }

func (p pictures) page(_ context.Context, i int) (sheet, error) {
	r := bytes.NewReader(p.file)
	var img image.Image
	var err error
	switch p.kind {
	case PNG:
		img, err = png.Decode(r)
	case JPEG:
		img, err = jpeg.Decode(r)
	default:
		img, err = tiff.DecodeAt(r, p.at[i])
	}
	if err != nil {
		return sheet{}, brokenPicture(err)
	}
	return sheet{flat(img), p.dpi(i)}, nil
}

// dpi is not read of the file: programs write 72 or 96 whatever the scanner did.
func (p pictures) dpi(int) int { return 0 }

// directories are the offsets of the pages of a TIFF, one past the most at most.
func directories(file []byte) []int64 {
	var order binary.ByteOrder = binary.LittleEndian
	if file[0] == 'M' {
		order = binary.BigEndian
	}
	if len(file) < 8 {
		return nil
	}
	var at []int64
	seen := map[uint32]bool{}
	next := order.Uint32(file[4:])
	for next != 0 && !seen[next] && int64(next)+2 <= int64(len(file)) && len(at) <= maxPages {
		seen[next] = true
		at = append(at, int64(next))
		end := int64(next) + 2 + 12*int64(order.Uint16(file[next:]))
		if end+4 > int64(len(file)) {
			break
		}
		next = order.Uint32(file[end:])
	}
	return at
}

// flat is img in grey or in colours on white paper.
func flat(img image.Image) image.Image {
	b := img.Bounds()
	to := image.Rect(0, 0, b.Dx(), b.Dy())
	switch m := img.(type) {
	case *image.Gray:
		if m.Stride == b.Dx() && b.Min == (image.Point{}) {
			return m
		}
	case *image.Paletted:
		if greyPalette(m.Palette) {
			return unpalette(m)
		}
	case *image.Gray16:
		g := image.NewGray(to)
		draw.Draw(g, to, m, b.Min, draw.Src)
		return g
	}
	out := image.NewRGBA(to)
	draw.Draw(out, to, image.White, image.Point{}, draw.Src)
	draw.Draw(out, to, img, b.Min, draw.Over)
	return out
}

func greyPalette(p color.Palette) bool {
	for _, c := range p {
		if r, g, b, a := c.RGBA(); r != g || g != b || a != 0xffff {
			return false
		}
	}
	return true
}

func unpalette(m *image.Paletted) *image.Gray {
	var grey [256]uint8
	for i, c := range m.Palette {
		grey[i] = color.GrayModel.Convert(c).(color.Gray).Y
	}
	b := m.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		row := m.Pix[y*m.Stride:]
		for x := range b.Dx() {
			g.Pix[y*g.Stride+x] = grey[row[x]]
		}
	}
	return g
}
