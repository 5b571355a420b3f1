// Package scan reads the words of a paper that comes as a picture: a scanned
// PDF, or PNG, JPEG and TIFF files, of one page or many.
//
// A page of a PDF whose text layer says what is printed is taken from there.
// Any other is drawn at the resolution it was scanned
// with, put upright and straight, cleaned of seals and shadows, and read by
// Tesseract with its Vietnamese model, in several sizes that vote on each word.
// What comes back is words with their places and the engine's
// confidence, in lines as they are printed: what stands side by side (the head
// of a paper, the cells of a table) is one line with tabs between. The rulings of
// a table are taken out and its cells read each by itself; a row is one line,
// with a tab for each column. Where rulings are too broken, it is read as printed.
//
// Tesseract and poppler are outside programs, found by Find; Tools.Lack is the
// sentence for whoever must install them. A file comes from anybody: its bytes,
// pages, pixels, time and memory are bounded, the programs run one per core in
// memory of their own bound, and a file that cannot be read is an Unreadable
// with a sentence for the person, never a panic.
package scan

import (
	"image"
	"strings"
	"time"
)

// A Document is what was read of a file, page by page.
type Document struct {
	Kind  Kind
	Pages []Page
}

// A Page is one page, upright and straight. Boxes are in pixels of its Picture.
type Page struct {
	No      int // from 1
	Way     Way
	DPI     int     // of the picture that was read
	Turn    int     // degrees it was turned to stand upright, clockwise: 0, 90, 180, 270
	Skew    float64 // degrees it was turned to lie straight, clockwise
	Sure    float64 // the mean over its words, 0 to 1
	Lines   []Line
	Picture Picture
}

// Way is how the words of a page were had.
type Way string

const (
	FromPicture Way = "picture" // read by Tesseract
	FromLayer   Way = "layer"   // the text the PDF carries
)

// A Picture shows a page on a screen: grey, small, its letters readable.
type Picture struct {
	Width, Height int
	JPEG          []byte
}

// A Line is the words of one printed row, from left to right.
type Line struct {
	Words []Word
	Box   image.Rectangle
	Tabs  int // how many columns of a table are empty behind its last word
}

// A Word is what stands between two blanks.
type Word struct {
	Text string
	Box  image.Rectangle
	Sure float64 // 0 to 1
	Tabs int     // how many columns further on than the word before it it stands
}

// Text is the words of l with a blank between two, and tabs between two columns;
// a table has one for each of its columns but the first, be they empty or not.
func (l Line) Text() string {
	var b strings.Builder
	for i, w := range l.Words {
		switch {
		case w.Tabs > 0:
			b.WriteString(strings.Repeat("\t", w.Tabs))
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	b.WriteString(strings.Repeat("\t", l.Tabs))
	return b.String()
}

// Progress tells that a page is done.
type Progress struct {
	Page, Of int // which page, of how many
	Done     int // pages done so far
	Way      Way
}

// The bounds of what is read. A plan is a few dozen pages.
const (
	MaxBytes   = 128 << 20
	maxPages   = 200
	maxPixels  = 64 << 20         // of one page: A3 at 400 dpi has half
	maxTime    = 90 * time.Second // of one page in one program
	maxWhole   = 30 * time.Minute
	maxMemory  = 1536 << 20 // bytes of address space, of one program
	pictureDPI = 130
)

// An Unreadable says why a file was not read, in a sentence for the person who sent it.
type Unreadable struct {
	Say string
	err error
}

func (u *Unreadable) Error() string {
	if u.err != nil {
		return u.Say + " (" + u.err.Error() + ")"
	}
	return u.Say
}

func (u *Unreadable) Unwrap() error { return u.err }
