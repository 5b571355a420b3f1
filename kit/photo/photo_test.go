package photo

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand"
	"testing"
)

// scene is a picture of some boxes, another for each seed.
func scene(seed int64, width, height int) image.Image {
	chance := rand.New(rand.NewSource(seed))
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for range 14 {
		x, y, w, h := chance.Float64(), chance.Float64(), chance.Float64()/2, chance.Float64()/2
		c := color.RGBA{uint8(chance.Intn(256)), uint8(chance.Intn(256)), uint8(chance.Intn(256)), 255}
		for i := int(x * float64(width)); i < int((x+w)*float64(width)) && i < width; i++ {
			for j := int(y * float64(height)); j < int((y+h)*float64(height)) && j < height; j++ {
				img.Set(i, j, c)
			}
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPictureIsKnownAgainThoughItWasChanged(t *testing.T) {
	prints := map[int]string{}
	for seed := range 12 {
		img := scene(int64(seed+1), 640, 480)
		prints[seed] = printOf(img)
		var b bytes.Buffer
		if err := png.Encode(&b, scene(int64(seed+1), 320, 240)); err != nil {
			t.Fatal(err)
		}
		for name, again := range map[string][]byte{"packed harder": asJPEG(t, img, 30), "made smaller, as PNG": b.Bytes()} {
			p, err := Redraw(again)
			if err != nil || !Alike(p.Print, prints[seed]) {
				t.Errorf("picture %d, %s: %d bits apart, %v", seed, name, apart(p.Print, prints[seed]), err)
			}
		}
	}
	for a := range prints {
		for b := range a {
			if Alike(prints[a], prints[b]) {
				t.Errorf("pictures %d and %d are taken for one: %d bits apart", a, b, apart(prints[a], prints[b]))
			}
		}
	}
	blank := printOf(image.NewGray(image.Rect(0, 0, 300, 300)))
	if blank != "" || Alike(blank, blank) {
		t.Error("two blank walls are taken for one picture")
	}
}

func TestACutKeepsTheSpotThatMatters(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 600, 200))
	for x := 500; x < 600; x++ {
		for y := range 200 {
			img.Set(x, y, color.White)
		}
	}
	sent := asJPEG(t, img, 95)
	for x, want := range map[int]bool{90: true, 10: false} {
		p, err := Cut(sent, 80, 80, x, 50)
		if err != nil || p.Width != 80 || p.Height != 80 {
			t.Fatalf("%d × %d: %v", p.Width, p.Height, err)
		}
		got, err := jpeg.Decode(bytes.NewReader(p.JPEG))
		if err != nil {
			t.Fatal(err)
		}
		if r, _, _, _ := got.At(70, 40).RGBA(); (r > 0x8000) != want {
			t.Errorf("around %d%%: the white is there: %v", x, !want)
		}
	}
}

func TestWhatIsNoPictureIsSaidToBeNone(t *testing.T) {
	whole := asJPEG(t, scene(1, 200, 200), 80)
	for name, b := range map[string][]byte{"half": whole[:300], "empty": nil, "a page": []byte("<!DOCTYPE html>")} {
		if _, err := Redraw(b); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if Is([]byte("<svg xmlns='http://www.w3.org/2000/svg'>")) || !Is(whole) || !IsHEIC([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")) {
		t.Error("kinds are mistaken")
	}
}
