package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"loa/kit/scan"
	"loa/platform/refuse"
)

type scanCommand struct {
	File string `arg:"" help:"Tệp PDF, PNG, JPEG hoặc TIFF; - là đầu vào chuẩn." placeholder:"TỆP"`
	JSON bool   `help:"In JSON: trang, dòng, từ, vị trí và độ tin cậy." name:"json"`
	Raw  bool   `help:"In đúng như máy đọc, không sửa chữ."`
}

// Run reads the words of a scan: pages on standard output, a form feed between two, progress on standard error.
func (c scanCommand) Run(ctx context.Context, in io.Reader, o output) error {
	file, err := c.bytes(in)
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
		return e.Encode(doc)
	}
	return printScan(o.out, doc)
}

func printScan(w io.Writer, doc scan.Document) error {
	for i, p := range doc.Pages {
		if i > 0 {
			if _, err := io.WriteString(w, "\f"); err != nil {
				return err
			}
		}
		for _, l := range p.Lines {
			if _, err := fmt.Fprintln(w, l.Text()); err != nil {
				return err
			}
		}
	}
	return nil
}

// bytes is the file, up to the most that is read of one scan.
func (c scanCommand) bytes(in io.Reader) (b []byte, err error) {
	if c.File != "-" {
		f, err := os.Open(c.File)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, refuse.With(refuse.NotFound, "Không có tệp "+c.File+".")
		}
		if err != nil {
			return nil, fmt.Errorf("không mở được %s: %w", c.File, err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		in = f
	}
	b, err = io.ReadAll(io.LimitReader(in, scan.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("không đọc được %s: %w", c.File, err)
	}
	return b, nil
}
