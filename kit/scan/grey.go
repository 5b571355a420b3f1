package scan

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
)

// preview makes the picture of a page for a screen.
func preview(small *image.Gray) (Picture, error) {
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
