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
	if len(lines) == 0 {
		return nil, refuse.With(refuse.Invalid, "Tệp PDF chỉ có ảnh quét, không có chữ. Hãy gửi bản .docx hoặc bản chữ .txt của kế hoạch.")
	}
	return lines, nil
}
