// Package photo takes in pictures from strangers' cameras: it tells by the bytes
// whether a file is one, draws it anew, upright, no larger than needed and
// without anything the camera wrote into it, the place above all, and says in
// 128 bits what it looks like, so that a picture sent twice is known again.
//
// No outside program is let near what was sent.
package photo

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"math/bits"
	"net/http"

	"github.com/kovidgoyal/imaging"
)

const (
	mostPixels = 50_000_000 // looked at before a picture is decoded
	widest     = 1920       // of what is kept
	quality    = 82
	nearBits   = 10 // two pictures whose prints differ in no more of the 128 bits look alike
	leastShade = 24 // between the darkest and the lightest of a picture that shows something
)

var (
	// ErrBroken is a file that is no picture, or not all of one.
	ErrBroken = errors.New("photo: broken, or not here whole")
	// ErrTooLarge is a picture of more than 50 million points.
	ErrTooLarge = errors.New("photo: more than 50 million points")
)

// A Photo is a picture drawn anew.
type Photo struct {
	JPEG          []byte
	Width, Height int
	Print         string // what it looks like; empty when it shows next to nothing
}

var decoding = []imaging.DecodeOption{imaging.Backends(imaging.GO_IMAGE)}

// Redraw makes a Photo of a picture as it was sent. It takes a hundred megabytes while it lasts.
func Redraw(sent []byte) (Photo, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(sent))
	if err != nil {
		return Photo{}, ErrBroken
	}
	if head.Width*head.Height > mostPixels {
		return Photo{}, ErrTooLarge
	}
	img, err := imaging.Decode(bytes.NewReader(sent), decoding...)
	if err != nil { // a colour profile that nobody can read is no reason to refuse a picture
		img, err = imaging.Decode(bytes.NewReader(sent), append(decoding, imaging.ColorSpace(imaging.NO_CHANGE_OF_COLORSPACE))...)
	}
	if err != nil || img == nil {
		return Photo{}, ErrBroken
	}
	if b := img.Bounds(); max(b.Dx(), b.Dy()) > widest {
		img = imaging.Fit(img, widest, widest, imaging.CatmullRom)
	}
	return pack(img)
}

func pack(img image.Image) (Photo, error) {
	var out bytes.Buffer
	if err := imaging.Encode(&out, img, imaging.JPEG, imaging.JPEGQuality(quality)); err != nil {
		return Photo{}, fmt.Errorf("photo: draw anew: %w", err)
	}
	return Photo{out.Bytes(), img.Bounds().Dx(), img.Bounds().Dy(), printOf(img)}, nil
}

// Cut is a small Photo of a JPEG of ours, width × height, around the spot that matters most: x and y in hundredths of
// its width and height.
func Cut(jpeg []byte, width, height, x, y int) (Photo, error) {
	img, err := imaging.Decode(bytes.NewReader(jpeg), decoding...)
	if err != nil || img == nil {
		return Photo{}, ErrBroken
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if w*height > h*width { // too wide: cut its sides
		w = h * width / height
	} else {
		h = w * height / width
	}
	left := min(max(b.Dx()*x/100-w/2, 0), b.Dx()-w)
	top := min(max(b.Dy()*y/100-h/2, 0), b.Dy()-h)
	cut := imaging.Crop(img, image.Rect(left, top, left+w, top+h).Add(b.Min))
	return pack(imaging.Resize(cut, width, height, imaging.Box))
}

// Is reports whether b begins as a picture of a kind that Redraw reads.
func Is(b []byte) bool {
	switch http.DetectContentType(b) {
	case "image/jpeg", "image/png", "image/webp", "image/gif":
		return true
	}
	return false
}

// IsHEIC reports whether b is a picture as iPhones keep it, which Redraw does not read.
func IsHEIC(b []byte) bool {
	return len(b) > 12 && string(b[4:8]) == "ftyp" && string(b[8:10]) == "he"
}

// printOf says in 128 bits what img looks like: for each of 8 × 8 spots, whether
// it is darker than the one to its right and the one below it. A picture that was
// made smaller, brighter or packed harder keeps nearly all of them. A picture that
// shows next to nothing, a wall or a blank sheet, has no print.
func printOf(img image.Image) string {
	const side = 9
	small := imaging.Resize(img, side, side, imaging.Box)
	var shade [side][side]int
	least, most := 255, 0
	for y := range side {
		for x := range side {
			v := int(color.GrayModel.Convert(small.At(small.Bounds().Min.X+x, small.Bounds().Min.Y+y)).(color.Gray).Y)
			shade[y][x], least, most = v, min(least, v), max(most, v)
		}
	}
	if most-least < leastShade {
		return ""
	}
	var print [16]byte
	for y := range side - 1 {
		for x := range side - 1 {
			if shade[y][x] < shade[y][x+1] {
				print[y] |= 1 << x
			}
			if shade[y][x] < shade[y+1][x] {
				print[8+y] |= 1 << x
			}
		}
	}
	return hex.EncodeToString(print[:])
}

// Alike reports whether two pictures show the same, going by their prints.
func Alike(a, b string) bool { return apart(a, b) <= nearBits }

// apart is in how many bits two prints differ; 128 when one of them is none.
func apart(a, b string) int {
	x, errA := hex.DecodeString(a)
	y, errB := hex.DecodeString(b)
	if errA != nil || errB != nil || len(x) != 16 || len(y) != 16 {
		return 128
	}
	n := 0
	for i := range x {
		n += bits.OnesCount8(x[i] ^ y[i])
	}
	return n
}
