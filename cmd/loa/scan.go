package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"strings"

	"loa/kit/scan"
	"loa/kit/vi/restore"
	"loa/platform/refuse"
)

type scanCommand struct {
	File string `arg:"" help:"Tệp PDF, PNG, JPEG hoặc TIFF; - là đầu vào chuẩn." placeholder:"TỆP"`
	JSON bool   `help:"In JSON: trang, dòng, từ, vị trí và độ tin cậy." name:"json"`
	Raw  bool   `help:"In đúng như máy đọc, không sửa chữ."`
}

// Run reads the words of a scan: pages on standard output, a form feed between two, progress on standard error.
func (c scanCommand) Run(ctx context.Context, in io.Reader, o output) error {
	file, err := readInput(in, c.File, scan.MaxBytes)
	if err != nil {
		return err
	}
	doc, err := scan.Find(ctx).Read(ctx, file, func(p scan.Progress) {
		fmt.Fprintf(o.errs, "Trang %d: xong %d/%d\n", p.Page, p.Done, p.Of)
	})
	if no, ok := errors.AsType[*scan.Unreadable](err); ok {
		return refuse.With(refuse.Invalid, no.Say)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(o.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		return e.Encode(scanOf(doc, c.restored(doc)))
	}
	return printScan(o.out, c.restored(doc))
}

// restored are the lines of each page, mended, or as they were read. What stands
// in another column is another text.
func (c scanCommand) restored(doc scan.Document) [][]string {
	var cells []string
	for _, p := range doc.Pages {
		for _, l := range p.Lines {
			cells = append(cells, strings.Split(l.Text(), "\t")...)
		}
	}
	if !c.Raw {
		for i, words := range restore.Lines(cells, restore.Options{}) {
			cells[i] = restore.Line(cells[i], words)
		}
	}
	pages := make([][]string, len(doc.Pages))
	for i, p := range doc.Pages {
		for _, l := range p.Lines {
			n := 1 + strings.Count(l.Text(), "\t")
			pages[i] = append(pages[i], strings.Join(cells[:n], "\t"))
			cells = cells[n:]
		}
	}
	return pages
}

func printScan(w io.Writer, pages [][]string) error {
	for i, lines := range pages {
		if i > 0 {
			if _, err := io.WriteString(w, "\f"); err != nil {
				return err
			}
		}
		for _, l := range lines {
			if _, err := fmt.Fprintln(w, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// What --json prints. Boxes are left, top, width and height in pixels of a
// picture of the page that is as large as the page says.
type (
	scanJSON struct {
		Kind  scan.Kind  `json:"kind"`
		Pages []pageJSON `json:"pages"`
	}
	pageJSON struct {
		No     int        `json:"page"`
		Way    scan.Way   `json:"from"`
		DPI    int        `json:"dpi"`
		Turn   int        `json:"turned"`
		Skew   float64    `json:"straightened"`
		Width  int        `json:"width"`
		Height int        `json:"height"`
		Sure   float64    `json:"confidence"`
		Lines  []lineJSON `json:"lines"`
	}
	lineJSON struct {
		Text  string     `json:"text"` // restored, unless --raw
		Box   [4]int     `json:"box"`
		Words []wordJSON `json:"words"` // as they were read
	}
	wordJSON struct {
		Text string  `json:"text"`
		Box  [4]int  `json:"box"`
		Sure float64 `json:"confidence"`
	}
)

func scanOf(doc scan.Document, restored [][]string) scanJSON {
	out := scanJSON{Kind: doc.Kind, Pages: []pageJSON{}}
	for i, p := range doc.Pages {
		page := pageJSON{p.No, p.Way, p.DPI, p.Turn, rounded(p.Skew), p.Picture.Width, p.Picture.Height, rounded(p.Sure), []lineJSON{}}
		for k, l := range p.Lines {
			line := lineJSON{restored[i][k], boxJSON(l.Box), []wordJSON{}}
			for _, w := range l.Words {
				line.Words = append(line.Words, wordJSON{w.Text, boxJSON(w.Box), rounded(w.Sure)})
			}
			page.Lines = append(page.Lines, line)
		}
		out.Pages = append(out.Pages, page)
	}
	return out
}

func boxJSON(r image.Rectangle) [4]int { return [4]int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()} }

func rounded(x float64) float64 { return math.Round(x*1000) / 1000 }
