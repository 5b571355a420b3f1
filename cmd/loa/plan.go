package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"loa/plan"
	"loa/platform/refuse"
)

type planCommands struct {
	Read planRead `cmd:"" help:"Đọc kế hoạch từ tệp .txt (kể cả chữ OCR hỏng), .docx hoặc .pdf có chữ, in bản đọc."`
}

type planRead struct {
	File string `arg:"" help:"Tệp cần đọc; - là đầu vào chuẩn." placeholder:"TỆP"`
	JSON bool   `help:"In JSON theo lược đồ vnplan/1." name:"json"`
}

// Run reads the plan and prints the draft; a file that is no plan is refused.
func (c planRead) Run(in io.Reader, o output) error {
	file, err := c.bytes(in)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(file)
	draft, _, err := plan.ReadFile(file, plan.Options{File: filepath.Base(c.File), SHA256: hex.EncodeToString(sum[:])})
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
func (c planRead) bytes(in io.Reader) (b []byte, err error) {
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
	b, err = io.ReadAll(io.LimitReader(in, plan.MaxText+1))
	if err != nil {
		return nil, fmt.Errorf("không đọc được %s: %w", c.File, err)
	}
	if len(b) > plan.MaxText {
		return nil, refuse.With(refuse.TooLarge, fmt.Sprintf("Tệp lớn hơn %d MB. Kế hoạch dạng chữ chỉ vài trăm KB; hãy chọn lại tệp.", plan.MaxText>>20))
	}
	return b, nil
}
