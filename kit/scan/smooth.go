package scan

import (
	"image"
	"math"
)

// blur is g through a bell of the given width in pixels.
func blur(g *image.Gray, sigma float64) *image.Gray {
	k := bell(sigma)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	mid := image.NewGray(g.Rect)
	r := len(k) / 2
	line := make([]uint8, w+2*r)
	for y := range h {
		row := g.Pix[y*w:][:w]
		copy(line[r:], row)
		for i := range r {
			line[i], line[w+r+i] = row[0], row[w-1]
		}
		out := mid.Pix[y*w:][:w]
		for x := range out {
			sum := 1 << 15
			for i, f := range k {
				sum += f * int(line[x+i])
			}
			out[x] = uint8(sum >> 16)
		}
	}
	to := image.NewGray(g.Rect)
	sums := make([]int, w)
	for y := range h {
		for x := range sums {
			sums[x] = 1 << 15
		}
		for i, f := range k {
			row := mid.Pix[min(max(y+i-r, 0), h-1)*w:][:w]
			for x, v := range row {
				sums[x] += f * int(v)
			}
		}
		out := to.Pix[y*w:][:w]
		for x, s := range sums {
			out[x] = uint8(s >> 16)
		}
	}
	return to
}

// bell is the weights of a blur, that sum to 1<<16.
func bell(sigma float64) []int {
	r := max(1, int(math.Ceil(2.5*sigma)))
	k := make([]int, 2*r+1)
	f := make([]float64, len(k))
	sum := 0.0
	for i := range f {
		d := float64(i - r)
		f[i] = math.Exp(-d * d / (2 * sigma * sigma))
		sum += f[i]
	}
	rest := 1 << 16
	for i := range k {
		k[i] = int(f[i] / sum * (1 << 16))
		rest -= k[i]
	}
	k[r] += rest
	return k
}

// lanczos is how far, in pixels of the smaller picture, resize looks.
const lanczos = 3

// resize draws g at w by h pixels, smoothly.
func resize(g *image.Gray, w, h int) *image.Gray {
	sw, sh := g.Rect.Dx(), g.Rect.Dy()
	if w == sw && h == sh {
		return g
	}
	across, down := kernels(sw, w), kernels(sh, h)
	mid := make([]int16, w*sh) // 64 steps a level
	for y := range sh {
		row, out := g.Pix[y*sw:][:sw], mid[y*w:][:w]
		for x, k := range across {
			sum := 1 << 9
			for i, f := range k.f {
				sum += f * int(row[k.at+i])
			}
			out[x] = int16(sum >> 10)
		}
	}
	to := image.NewGray(image.Rect(0, 0, w, h))
	sums := make([]int, w)
	for y, k := range down {
		clear(sums)
		for i, f := range k.f {
			for x, v := range mid[(k.at+i)*w:][:w] {
				sums[x] += f * int(v)
			}
		}
		out := to.Pix[y*w:][:w]
		for x, s := range sums {
			out[x] = uint8(min(max((s+1<<21)>>22, 0), 255))
		}
	}
	return to
}

// A kernel is the pixels, from at, that make one of another size, and their weights of 1<<16.
type kernel struct {
	at int
	f  []int
}

func kernels(from, to int) []kernel {
	step := float64(from) / float64(to)
	wide := max(step, 1)
	out := make([]kernel, to)
	for i := range out {
		mid := (float64(i)+0.5)*step - 0.5
		lo, hi := max(0, int(math.Ceil(mid-lanczos*wide))), min(from-1, int(math.Floor(mid+lanczos*wide)))
		f := make([]float64, hi-lo+1)
		sum := 0.0
		for k := range f {
			f[k] = sinc((float64(lo+k)-mid)/wide) * sinc((float64(lo+k)-mid)/wide/lanczos)
			sum += f[k]
		}
		out[i] = kernel{lo, make([]int, len(f))}
		rest := 1 << 16
		for k := range f {
			out[i].f[k] = int(math.Round(f[k] / sum * (1 << 16)))
			rest -= out[i].f[k]
		}
		out[i].f[len(f)/2] += rest
	}
	return out
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}
