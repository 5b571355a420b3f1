package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"loa/kit/pdf"
	"loa/kit/program"
)

// A pdfFile is a PDF in a private folder, drawn by poppler.
type pdfFile struct {
	dir    string
	path   string
	sheet  []pdfPage
	layers []pdf.Page
}

// A pdfPage is what poppler says of one page before drawing it.
type pdfPage struct {
	width, height float64 // points
	dpi           int     // of the picture that covers it; 0 when none does
	colour        bool
}

const (
	drawDPI = 300 // of a page that no picture covers
	maxDPI  = 450 // what a finer scan is drawn at is drawDPI
)

func openPDF(ctx context.Context, file []byte) (_ source, err error) {
	dir, err := os.MkdirTemp("", "loa-scan-")
	if err != nil {
		return nil, err
	}
	f := &pdfFile{dir: dir, path: filepath.Join(dir, "paper.pdf")}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.close())
		}
	}()
	if err := os.WriteFile(f.path, file, 0o600); err != nil {
		return nil, err
	}
	info, err := program.Run(ctx, bounds, "pdfinfo", "-f", "1", "-l", strconv.Itoa(maxPages), f.path)
	if err != nil {
		return nil, refusedPDF(err)
	}
	if err := f.describe(string(info)); err != nil {
		return nil, err
	}
	list, err := program.Run(ctx, bounds, "pdfimages", "-list", "-l", strconv.Itoa(maxPages), f.path)
	if err != nil {
		return nil, refusedPDF(err)
	}
	f.layers = layers(ctx, file)
	return f, f.images(string(list))
}

// refusedPDF says why poppler would not open a file.
func refusedPDF(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case strings.Contains(err.Error(), "Incorrect password"):
		return &Unreadable{"Tệp PDF có đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.", err}
	}
	return &Unreadable{"Tệp PDF đã hỏng hoặc thiếu phần cuối. Hãy mở thử, lưu hoặc quét lại rồi gửi lại.", err}
}

// describe reads the number and sizes of pages from what pdfinfo says.
func (f *pdfFile) describe(info string) error {
	for line := range strings.Lines(info) {
		key, value, _ := strings.Cut(line, ":")
		words := strings.Fields(key)
		switch {
		case key == "Pages":
			n, err := strconv.Atoi(strings.TrimSpace(value))
			if err != nil || n <= 0 {
				return &Unreadable{Say: "Tệp PDF không có trang nào. Hãy chọn lại tệp."}
			}
			f.sheet = make([]pdfPage, n)
		case len(words) == 3 && words[0] == "Page" && words[2] == "size":
			n, err := strconv.Atoi(words[1])
			if err != nil || n < 1 || n > len(f.sheet) {
				continue
			}
			p := &f.sheet[n-1]
			if _, err := fmt.Sscanf(strings.TrimSpace(value), "%f x %f pts", &p.width, &p.height); err != nil {
				return refusedPDF(err)
			}
		}
	}
	if len(f.sheet) == 0 {
		return &Unreadable{Say: "Tệp PDF không có trang nào. Hãy chọn lại tệp."}
	}
	return nil
}

// images reads from pdfimages' list which picture covers each page.
func (f *pdfFile) images(list string) error {
	for line := range strings.Lines(list) {
		c := strings.Fields(line)
		if len(c) < 14 {
			continue
		}
		n, err := strconv.Atoi(c[0])
		if err != nil || n < 1 || n > len(f.sheet) {
			continue
		}
		w, errW := strconv.Atoi(c[3])
		h, errH := strconv.Atoi(c[4])
		dpi, errD := strconv.Atoi(c[12])
		if errW != nil || errH != nil || errD != nil || dpi <= 0 {
			continue
		}
		if w > 0 && h > maxPixels/w {
			return &Unreadable{Say: fmt.Sprintf("Ảnh ở trang %d quá lớn (%d × %d điểm ảnh). Hãy quét lại ở 300 dpi rồi gửi lại.", n, w, h)}
		}
		p := &f.sheet[n-1]
		covers := float64(w)*float64(h)/float64(dpi*dpi)*72*72 > 0.1*p.width*p.height
		if !covers {
			continue
		}
		p.dpi = max(p.dpi, dpi)
		p.colour = p.colour || c[5] != "gray" && c[6] != "1"
	}
	return nil
}

func (f *pdfFile) pages() int { return len(f.sheet) }

func (f *pdfFile) close() error { return os.RemoveAll(f.dir) }

// page draws one page at the resolution of its picture.
func (f *pdfFile) page(ctx context.Context, i int) (sheet, error) {
	p := f.sheet[i]
	dpi := p.dpi
	if dpi == 0 || dpi > maxDPI {
		dpi = drawDPI
	}
	dpi = max(dpi, 72)
	if area := p.width * p.height / 72 / 72; area*float64(dpi)*float64(dpi) > maxPixels {
		dpi = int(math.Sqrt(maxPixels / area))
	}
	img, err := f.draw(ctx, i, dpi, p.colour)
	return sheet{img, dpi}, err
}

// draw has poppler draw a page.
func (f *pdfFile) draw(ctx context.Context, i, dpi int, colour bool) (image.Image, error) {
	n := strconv.Itoa(i + 1)
	args := []string{"-r", strconv.Itoa(dpi), "-f", n, "-l", n}
	if !colour {
		args = append(args, "-gray")
	}
	out, err := program.Run(ctx, bounds, "pdftoppm", append(args, f.path)...)
	if err != nil {
		return nil, err
	}
	return readPNM(out)
}

// layer is page i by the text it carries, if that is sound.
func (f *pdfFile) layer(ctx context.Context, i int) (Page, bool, error) {
	if i >= len(f.layers) || !sound(f.layers[i]) {
		return Page{}, false, nil
	}
	p := fromLayer(f.layers[i], pictureDPI)
	img, err := f.draw(ctx, i, pictureDPI, false)
	if err != nil {
		return Page{}, false, err
	}
	p.Picture, err = preview(grey(img, false))
	return p, err == nil, err
}

var errPNM = errors.New("pdftoppm drew no picture")

// readPNM reads a raw PGM or PPM, as poppler writes it.
func readPNM(b []byte) (image.Image, error) {
	var magic string
	var w, h, most int
	r := bytes.NewReader(b)
	if _, err := fmt.Fscanf(r, "%s\n%d %d\n%d\n", &magic, &w, &h, &most); err != nil {
		return nil, errors.Join(errPNM, err)
	}
	body := b[len(b)-r.Len():]
	if w <= 0 || h <= 0 || most != 255 || w > maxPixels/h {
		return nil, errPNM
	}
	switch {
	case magic == "P5" && len(body) >= w*h:
		return &image.Gray{Pix: body[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}, nil
	case magic == "P6" && len(body) >= 3*w*h:
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		for i, j := 0, 0; j < 3*w*h; i, j = i+4, j+3 {
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = body[j], body[j+1], body[j+2], 255
		}
		return img, nil
	}
	return nil, errPNM
}
