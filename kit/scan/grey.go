package scan

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
)

// grey is a page without its colours.
func grey(img image.Image) *image.Gray {
	switch m := img.(type) {
	case *image.Gray:
		return m
	case *image.RGBA:
		g := image.NewGray(m.Rect)
		for i, j := 0, 0; j < len(g.Pix); i, j = i+4, j+1 {
			g.Pix[j] = uint8((299*uint32(m.Pix[i]) + 587*uint32(m.Pix[i+1]) + 114*uint32(m.Pix[i+2]) + 500) / 1000)
		}
		return g
	}
	panic("scan: a sheet is neither grey nor in colours")
}

// preview makes the picture of a page for a screen.
func preview(g *image.Gray, scale float64) (Picture, error) {
	small := shrink(g, scale)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, small, &jpeg.Options{Quality: 70}); err != nil {
		return Picture{}, err
	}
	return Picture{small.Rect.Dx(), small.Rect.Dy(), b.Bytes()}, nil
}

// shrink makes g smaller; each pixel is the mean of those it stands for.
func shrink(g *image.Gray, scale float64) *image.Gray {
	if scale >= 1 {
		return g
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	sw, sh := max(1, int(math.Round(float64(w)*scale))), max(1, int(math.Round(float64(h)*scale)))
	out := image.NewGray(image.Rect(0, 0, sw, sh))
	left := make([]int, sw+1)
	for x := range left {
		left[x] = x * w / sw
	}
	sums := make([]int, sw)
	for y := range sh {
		y0, y1 := y*h/sh, max((y+1)*h/sh, y*h/sh+1)
		clear(sums)
		for yy := y0; yy < y1; yy++ {
			row := g.Pix[yy*g.Stride:][:w]
			for x := range sums {
				for _, v := range row[left[x]:left[x+1]] {
					sums[x] += int(v)
				}
			}
		}
		for x, s := range sums {
			out.Pix[y*sw+x] = uint8(s / max(1, (left[x+1]-left[x])*(y1-y0)))
		}
	}
	return out
}
