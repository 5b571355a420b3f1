package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"loa/kit/scan"
	"loa/plan"
	"loa/platform/refuse"
)

type planCommands struct {
	Read planRead `cmd:"" help:"Đọc kế hoạch từ bản quét (PDF, PNG, JPEG, TIFF), tệp .txt (kể cả chữ OCR hỏng) hoặc .docx, in bản đọc."`
}

type planRead struct {
	File string `arg:"" help:"Tệp cần đọc; - là đầu vào chuẩn." placeholder:"TỆP"`
	JSON bool   `help:"In JSON theo lược đồ vnplan/1." name:"json"`
}

// Run reads the plan and prints the draft; a file that is no plan is refused.
func (c planRead) Run(ctx context.Context, in io.Reader, o output) error {
	file, err := c.bytes(in)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(file)
	options := plan.Options{File: filepath.Base(c.File), SHA256: hex.EncodeToString(sum[:])}
	var draft plan.Draft
	if scan.KindOf(file) != "" {
		draft, _, err = plan.ReadScan(ctx, scan.Find(ctx), file, options, func(p scan.Progress) {
			fmt.Fprintf(o.errs, "Trang %d: xong %d/%d\n", p.Page, p.Done, p.Of)
		})
	} else {
		draft, _, err = plan.ReadFile(file, options)
	}
	if err != nil {
		return err
	}
	if !c.JSON {
		return plan.Print(o.out, draft)
	}
	e := json.NewEncoder(o.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(draft)
}

// bytes is the file, up to the most that is read of one paper.
func (c planRead) bytes(in io.Reader) ([]byte, error) {
	b, err := readInput(in, c.File, plan.MaxScan)
	if err != nil {
		return nil, err
	}
	if most := c.most(b); len(b) > most {
		return nil, refuse.With(refuse.TooLarge, fmt.Sprintf("Tệp lớn hơn %d MB. Kế hoạch dạng chữ chỉ vài trăm KB, bản quét vài MB; hãy chọn lại tệp.", most>>20))
	}
	return b, nil
}

// most is the most bytes of a file of the kind of b.
func (planRead) most(b []byte) int {
	if scan.KindOf(b) != "" {
		return plan.MaxScan
	}
	return plan.MaxText
}
