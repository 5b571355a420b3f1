package plan

import (
	"context"
	"errors"
	"fmt"

	"loa/kit/pdf"
	"loa/platform/refuse"
)

// pdfLines is the paragraphs and rows of tables of a PDF that a word processor
// wrote: what is printed but for page numbers and footnotes. A PDF of scanned pages is refused.
func pdfLines(ctx context.Context, file []byte) ([]Line, error) {
	d, err := pdf.Read(ctx, file)
	if no, ok := errors.AsType[*pdf.Unreadable](err); ok {
		return nil, refuse.With(refuse.Invalid, no.Say)
	}
	if err != nil {
		return nil, fmt.Errorf("read a PDF: %w", err)
	}
	lines := typed(layerLines(d))
	if len(lines) == 0 {
		return nil, refuse.With(refuse.Invalid, "Tệp PDF chỉ có ảnh quét, không có chữ. Hãy gửi bản .docx hoặc bản chữ .txt của kế hoạch.")
	}
	return lines, nil
}

// soundLayer is the lines of a PDF whose text can be trusted on every page;
// false for one that has to be read from its pictures: it is a scan, with or
// without the layer that office scanners put under it.
func soundLayer(ctx context.Context, file []byte) ([]Line, bool) {
	d, err := pdf.Read(ctx, file)
	if err != nil {
		return nil, false // what is wrong with the file is said by whoever reads the pictures
	}
	for _, p := range d.Pages {
		if p.Garbled || p.Hidden > 0.2 || p.Picture > 0.7 {
			return nil, false
		}
	}
	lines := typed(layerLines(d))
	return lines, len(lines) > 0 && !garbledLines(lines)
}

// layerLines is the paragraphs and rows of d.
func layerLines(d pdf.Document) []Line {
	var lines []Line
	for _, p := range d.Pages {
		for _, l := range p.Lines {
			switch {
			case l.Kind != pdf.Plain && l.Kind != pdf.Row:
			case l.GoesOn && len(lines) > 0:
				lines[len(lines)-1].Text += " " + l.Text
			default:
				lines = append(lines, Line{No: len(lines) + 1, Page: p.No, Text: l.Text})
			}
		}
	}
	return lines
}
