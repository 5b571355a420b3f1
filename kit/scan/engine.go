package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"strconv"
	"strings"
	"unicode"

	"loa/kit/program"
	"loa/kit/vi"
)

// A found word is one that Tesseract read, with the line it stands in.
type found struct {
	Word
	block, par, line int
}

// A layout is what Tesseract is told of how words lie on a picture: its --psm.
type layout string

const (
	wholePage layout = "3"
	oneBlock  layout = "6"
)

// recognise has Tesseract read g.
func recognise(ctx context.Context, g *image.Gray, dpi int, as layout) ([]found, error) {
	args := []string{"stdin", "stdout", "-l", "vie", "--psm", string(as), "--dpi", strconv.Itoa(dpi), "-c", "tessedit_create_tsv=1"}
	out, err := program.Feed(ctx, bounds, writePGM(g), "tesseract", args...)
	if err != nil {
		return nil, err
	}
	return parseTSV(out)
}

// writePGM is g as a raw PGM, which Tesseract reads without unpacking.
func writePGM(g *image.Gray) []byte {
	b := g.Bounds()
	out := bytes.NewBuffer(make([]byte, 0, b.Dx()*b.Dy()+32))
	fmt.Fprintf(out, "P5\n%d %d\n255\n", b.Dx(), b.Dy())
	for y := range b.Dy() {
		out.Write(g.Pix[y*g.Stride:][:b.Dx()])
	}
	return out.Bytes()
}

var errTSV = errors.New("tesseract: not the table that was asked for")

// parseTSV reads the words of Tesseract's table: level, page, block, paragraph,
// line, word, left, top, width, height, confidence, text.
func parseTSV(out []byte) ([]found, error) {
	var words []found
	for line := range strings.Lines(string(out)) {
		c := strings.SplitN(strings.TrimRight(line, "\r\n"), "\t", 12)
		if c[0] != "5" {
			continue
		}
		if len(c) < 12 {
			return nil, errTSV
		}
		var n [10]int
		for i := range n {
			v, err := strconv.Atoi(c[i])
			if err != nil {
				return nil, errTSV
			}
			n[i] = v
		}
		conf, err := strconv.ParseFloat(c[10], 64)
		if err != nil {
			return nil, errTSV
		}
		text := vi.Crossed(strings.TrimSpace(c[11]))
		if text == "" || !(conf >= 0) { // or not a number
			continue
		}
		if isLeader(text) {
			text = leader
		}
		words = append(words, found{
			Word:  Word{Text: text, Box: image.Rect(n[6], n[7], n[6]+n[8], n[7]+n[9]), Sure: min(conf/100, 1)},
			block: n[2], par: n[3], line: n[4],
		})
	}
	return words, nil
}

// leader stands for a row of dots that leads to what is to be filled in.
const leader = "……"

// isLeader tells a row of dots that was read as a word: «ccocrieccerrrreerrrirerrr».
func isLeader(text string) bool {
	const shortest, letters = 9, "rceisoxnuvatlgk" // the letters that dots are taken for
	n, run, longest := 0, 0, 0
	var last rune
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return false
	}
	for _, c := range strings.ToLower(text) {
		if !strings.ContainsRune(letters+".,…·-_", c) {
			return false
		}
		if run++; c != last {
			run = 1
		}
		last = c
		longest = max(longest, run)
		n++
	}
	return n >= shortest && longest >= 3
}
