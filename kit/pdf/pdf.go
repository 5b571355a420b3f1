// Package pdf reads the text layer of a PDF that a word processor wrote: pages,
// lines in reading order, words with their places, what is bold, how large
// letters are; tables row by row.
//
// Read runs poppler's programs, each once for the whole file: pdftotext tells
// the words and where they stand, pdftohtml their fonts, pdfimages how much of a
// page is picture, and pdftoppm draws small pictures of the pages that may hold
// tables, for no text program tells where a ruling runs.
//
// A line is a printed line; one that GoesOn belongs to the paragraph of the line
// before it. What stands side by side (the head of a paper, the
// signature) is one line with a tab between. A row of a table, ruled or of three
// aligned columns and more, is one line, its cells parted by tabs, each cell whole
// however many lines it took in print.
// Page numbers and running heads are Running, footnotes are Note: they are kept,
// so that a reader may leave them out.
//
// A layer may lie. Page.Picture, Hidden and Garbled say what speaks against it:
// a picture fills the page, letters that nothing draws (the layer that an office
// scanner puts under its picture), letters that stand for others. Text in the
// old fonts of TCVN3 and VNI, told by their names, is turned into Unicode.
// Whether to trust a layer is for the caller to say.
//
// A file comes from anybody: bytes, pages, words, time and memory are bounded,
// and a file that cannot be read is an Unreadable with a sentence for the person.
//
// Write draws a PDF of a typeset document, without any outside program. Sign puts
// a person's signature into one that Write drew, and Signatures reads those of any.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"loa/kit/program"
)

// A Document is the pages of a file.
type Document struct{ Pages []Page }

// A Page is one page as it is shown, turned as the file asks.
type Page struct {
	No            int     // from 1
	Width, Height float64 // points
	Lines         []Line
	Picture       float64 // the part of the page that pictures cover, 0 to 1
	Hidden        float64 // the part of its words that nothing draws, 0 to 1
	Garbled       bool    // its letters do not stand for what is printed
}

// A Box is a place on a page, in points from its upper left corner.
type Box struct{ X0, Y0, X1, Y1 float64 }

// A Word is what stands between two blanks.
type Word struct {
	Text   string
	Box    Box
	Size   float64 // of its letters, points
	Bold   bool
	Italic bool
	Hidden bool // nothing draws it

	font string
}

// Kind is what a line is on its page.
type Kind int

// The kinds of lines.
const (
	Plain   Kind = iota
	Row          // a row of a table
	Running      // a page number, a running head or foot
	Note         // a footnote
	Rest         // the rest of a row that a page broke; its words are in that row's text
)

// A Line is a printed line, or a row of a table.
type Line struct {
	Text    string // cells, and what stands side by side, parted by tabs
	Words   []Word
	Box     Box
	Kind    Kind
	Size    float64 // of most of its letters
	Bold    bool    // all of it
	Italic  bool    // all of it
	Centred bool    // between the margins of its page
	GoesOn  bool    // with the paragraph of the line before, which may be on the page before

	noted bool // begins as a footnote does
}

// Heading reports whether l is set off as headings are.
func (l Line) Heading() bool { return l.Kind == Plain && l.Bold && !strings.Contains(l.Text, "\t") }

// The bounds of what is read. A plan is a few dozen pages.
const (
	MaxBytes     = 64 << 20
	maxPages     = 300
	maxWords     = 400_000
	maxPageWords = 10_000
	maxTime      = time.Minute // of all
	maxMemory    = 1 << 30     // of one program
	maxOutput    = 64 << 20    // of one program
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

const (
	sayBroken   = "Tệp này không phải tệp PDF hoặc đã hỏng. Hãy xuất lại PDF từ văn bản gốc, hoặc gửi bản .docx."
	sayLocked   = "Tệp PDF có đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại, hoặc gửi bản .docx."
	sayTooLarge = "Tệp PDF quá lớn, không thể là một bản kế hoạch. Hãy kiểm tra và chọn lại tệp."
	sayTooSlow  = "Tệp PDF đọc quá lâu nên máy đã dừng. Hãy xuất lại PDF từ văn bản gốc, hoặc gửi bản .docx."
	sayMissing  = "Máy chủ chưa cài chương trình đọc PDF. Hãy nhờ quản trị cài poppler-utils (Debian: apt install poppler-utils), hoặc gửi bản .docx."
)

var errTooLarge = &Unreadable{Say: sayTooLarge}

// Read reads the text layer of a PDF. A page without one has no lines. An error
// is an *Unreadable, the end of ctx, or trouble with the temporary file; one that
// wraps program.ErrMissing means that poppler is not installed.
func Read(ctx context.Context, file []byte) (Document, error) {
	if len(file) > MaxBytes {
		return Document{}, errTooLarge
	}
	if !strings.Contains(string(file[:min(len(file), 1024)]), "%PDF-") {
		return Document{}, &Unreadable{Say: sayBroken}
	}
	dir, err := os.MkdirTemp("", "loa-pdf-")
	if err != nil {
		return Document{}, fmt.Errorf("a place for the PDF: %w", err)
	}
	defer os.RemoveAll(dir) // what stays is the system's to sweep
	path := filepath.Join(dir, "paper.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return Document{}, fmt.Errorf("a place for the PDF: %w", err)
	}
	inside, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	d, err := read(inside, path)
	if err != nil && inside.Err() != nil && ctx.Err() == nil {
		err = &Unreadable{sayTooSlow, err}
	}
	return d, err
}

func read(ctx context.Context, path string) (Document, error) {
	last := fmt.Sprint(maxPages + 1)
	var words, fonts, pictures []byte
	var wordsErr, fontsErr, picturesErr error
	var all sync.WaitGroup
	all.Go(func() { words, wordsErr = poppler(ctx, "pdftotext", "-bbox-layout", "-l", last, path, "-") })
	all.Go(func() {
		fonts, fontsErr = poppler(ctx, "pdftohtml", "-xml", "-i", "-nodrm", "-zoom", "1", "-l", last, "-stdout", path)
	})
	all.Go(func() { pictures, picturesErr = poppler(ctx, "pdfimages", "-list", "-l", last, path) })
	all.Wait()
	if wordsErr != nil {
		return Document{}, wordsErr
	}
	sheets, err := parseWords(words)
	if err != nil {
		return Document{}, err
	}
	// The words are there without fonts, pictures and rulings: a program that fails at them costs only what it tells.
	if fontsErr == nil {
		dress(sheets, parseFonts(fonts))
	}
	for i := range sheets {
		sheets[i].modernise()
	}
	if picturesErr == nil {
		cover(sheets, pictures)
	}
	drawn, _ := draw(ctx, path, sheets)
	if ctx.Err() != nil {
		return Document{}, ctx.Err()
	}
	d := Document{Pages: make([]Page, len(sheets))}
	for i := range sheets {
		d.Pages[i] = sheets[i].page(drawn[i])
	}
	settle(d.Pages)
	return d, nil
}

// settle finds what only the pages together tell.
func settle(pages []Page) {
	markRunning(pages)
	markNotes(pages)
	goOn(pages)
	markGoingOn(pages)
}

// poppler runs one of its programs within the bounds, and finds the sentence for what went wrong.
func poppler(ctx context.Context, name string, args ...string) ([]byte, error) {
	out, err := program.Run(ctx, program.Bounds{Time: maxTime, Memory: maxMemory, Output: maxOutput}, name, args...)
	if err == nil || ctx.Err() != nil {
		return out, ctx.Err()
	}
	if f, ok := errors.AsType[*program.Failure](err); ok && strings.Contains(f.Said, "assword") {
		return nil, &Unreadable{sayLocked, err}
	}
	for cause, say := range map[error]string{program.ErrMissing: sayMissing, program.ErrTime: sayTooSlow, program.ErrOutput: sayTooLarge} {
		if errors.Is(err, cause) {
			return nil, &Unreadable{say, err}
		}
	}
	return nil, &Unreadable{sayBroken, err}
}
