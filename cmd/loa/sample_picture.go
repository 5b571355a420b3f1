package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	imagedraw "image/draw"
	"image/png"
	"math"
)

// The colours of the sample's drawings: ink and the seal's red on warm white.
var (
	inkOfDrawing  = color.RGBA{0x1d, 0x1b, 0x18, 0xff}
	redOfDrawing  = color.RGBA{0xa8, 0x16, 0x1c, 0xff}
	greyOfDrawing = color.RGBA{0xd9, 0xd3, 0xc7, 0xff}
	sheetOfPaper  = color.RGBA{0xfb, 0xf9, 0xf4, 0xff}
)

// A drawing is a picture of the sample ward in the making, 960 × 540.
type drawing struct{ *image.RGBA }

// motifs are what the sample's pictures show; each is drawn, nothing was photographed.
var motifs = map[string]func(drawing){
	"dien-thoai": func(d drawing) {
		d.phone(480, inkOfDrawing)
		for i := range 3 {
			d.box(425, 180+i*60, 535, 196+i*60, greyOfDrawing)
		}
		d.line(440, 380, 470, 410, 14, redOfDrawing)
		d.line(470, 410, 525, 345, 14, redOfDrawing)
	},
	"canh-bao": func(d drawing) {
		d.phone(380, inkOfDrawing)
		d.disc(380, 250, 46, greyOfDrawing)
		d.disc(620, 250, 110, redOfDrawing)
		d.box(606, 180, 634, 275, sheetOfPaper)
		d.disc(620, 310, 17, sheetOfPaper)
	},
	"ma-qr": func(d drawing) {
		d.box(330, 90, 630, 450, inkOfDrawing)
		d.box(342, 102, 618, 438, sheetOfPaper)
		for y := range 9 {
			for x := range 9 {
				if corner := (x < 3 || x > 5) && y < 3 || x < 3 && y > 5; corner || (x*7+y*5+x*y)%3 == 0 {
					d.box(372+x*24, 150+y*24, 394+x*24, 172+y*24, inkOfDrawing)
				}
			}
		}
		d.box(372, 395, 588, 408, redOfDrawing)
	},
	"khoa": func(d drawing) {
		d.disc(480, 230, 110, inkOfDrawing)
		d.disc(480, 230, 78, sheetOfPaper)
		d.box(350, 240, 610, 440, inkOfDrawing)
		d.disc(480, 320, 26, redOfDrawing)
		d.box(470, 320, 490, 390, redOfDrawing)
	},
	"lich": func(d drawing) {
		d.box(320, 100, 640, 440, inkOfDrawing)
		d.box(332, 170, 628, 428, sheetOfPaper)
		for y := range 4 {
			for x := range 7 {
				d.box(350+x*39, 195+y*56, 374+x*39, 219+y*56, greyOfDrawing)
			}
		}
		d.disc(518, 263, 34, redOfDrawing)
		d.disc(518, 263, 24, sheetOfPaper)
		d.box(506, 251, 530, 275, inkOfDrawing)
	},
	"tui": func(d drawing) {
		d.line(420, 200, 450, 120, 12, inkOfDrawing)
		d.line(540, 200, 510, 120, 12, inkOfDrawing)
		d.line(450, 122, 510, 122, 12, inkOfDrawing)
		d.box(360, 195, 600, 445, inkOfDrawing)
		d.disc(480, 320, 62, sheetOfPaper)
		d.line(450, 320, 472, 345, 12, redOfDrawing)
		d.line(472, 345, 515, 292, 12, redOfDrawing)
	},
	"nguoi": func(d drawing) {
		for i, c := range []color.Color{inkOfDrawing, redOfDrawing, inkOfDrawing} {
			x := 270 + i*210
			d.disc(x, 190, 58, c)
			d.disc(x, 380, 100, c)
			d.box(x-110, 385, x+110, 500, sheetOfPaper)
		}
		d.box(200, 385, 760, 400, inkOfDrawing)
		d.box(455, 410, 505, 490, greyOfDrawing)
	},
}

// draw is the picture of a motif, as PNG.
func draw(motif string) ([]byte, error) {
	how, ok := motifs[motif]
	if !ok {
		return nil, fmt.Errorf("the sample has no drawing of %q", motif)
	}
	d := drawing{image.NewRGBA(image.Rect(0, 0, 960, 540))}
	d.box(0, 0, 960, 540, sheetOfPaper)
	d.box(0, 500, 960, 504, inkOfDrawing)
	how(d)
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, d)
	return b.Bytes(), err
}

func (d drawing) box(left, top, right, bottom int, c color.Color) {
	imagedraw.Draw(d.RGBA, image.Rect(left, top, right, bottom), image.NewUniform(c), image.Point{}, imagedraw.Src)
}

func (d drawing) disc(x, y, r int, c color.Color) {
	for j := -r; j <= r; j++ {
		half := int(math.Sqrt(float64(r*r - j*j)))
		d.box(x-half, y+j, x+half+1, y+j+1, c)
	}
}

// line draws with a round pen as wide as 2 × half.
func (d drawing) line(x, y, toX, toY, half int, c color.Color) {
	const steps = 60
	for i := range steps + 1 {
		d.disc(x+(toX-x)*i/steps, y+(toY-y)*i/steps, half/2, c)
	}
}

func (d drawing) phone(x int, c color.Color) {
	d.box(x-85, 80, x+85, 460, c)
	d.box(x-73, 108, x+73, 425, sheetOfPaper)
	d.disc(x, 443, 9, sheetOfPaper)
}
