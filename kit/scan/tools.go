package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Tools are the outside programs, by their paths; one that is not there is empty.
type Tools struct {
	tesseract, pdfinfo, pdfimages, pdftoppm string
	shell                                   string   // bounds the memory of the others
	models                                  []string // of Tesseract
	skip                                    step     // for tests
}

// Find looks for the programs in PATH and for the models that Tesseract has.
func Find(ctx context.Context) Tools {
	look := func(name string) string {
		path, err := exec.LookPath(name)
		if err != nil {
			return "" // Lack says it
		}
		return path
	}
	t := Tools{look("tesseract"), look("pdfinfo"), look("pdfimages"), look("pdftoppm"), look("sh"), nil, 0}
	if t.tesseract != "" {
		// A Tesseract that cannot name its models has none: Lack says that too.
		out, _ := t.run(ctx, program{path: t.tesseract, args: []string{"--list-langs"}, most: 1 << 20})
		t.models = strings.Fields(string(out))
	}
	return t
}

// Lack is a sentence that says what to install before files of kind k can be
// read; it is empty when nothing is missing.
func (t Tools) Lack(k Kind) string {
	var names, packages []string
	miss := func(lacks bool, name, pkg string) {
		if !lacks {
			return
		}
		names = append(names, name)
		if !slices.Contains(packages, pkg) {
			packages = append(packages, pkg)
		}
	}
	miss(t.tesseract == "", "tesseract", "tesseract-ocr")
	miss(!slices.Contains(t.models, "vie"), "mô hình tiếng Việt của tesseract", "tesseract-ocr-vie")
	if k == PDF {
		miss(t.pdfinfo == "", "pdfinfo", "poppler-utils")
		miss(t.pdfimages == "", "pdfimages", "poppler-utils")
		miss(t.pdftoppm == "", "pdftoppm", "poppler-utils")
	}
	if len(names) == 0 {
		return ""
	}
	return "Máy này chưa có " + strings.Join(names, ", ") + " nên chưa đọc được bản quét. Hãy nhờ quản trị cài thêm (Debian: apt install " +
		strings.Join(packages, " ") + "), hoặc gửi bản .docx."
}

// A program is one run of an outside program.
type program struct {
	path string
	args []string
	in   []byte
	most int // bytes of its output
}

var errTooMuch = errors.New("wrote more than it may")

// run runs p within the bounds of one page and returns what it wrote.
func (t Tools) run(ctx context.Context, p program) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	path, args := p.path, p.args
	if t.shell != "" {
		path, args = t.shell, append([]string{"-c", `ulimit -v "$0" && exec "$@"`, strconv.Itoa(maxMemory >> 10), p.path}, p.args...)
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.WaitDelay = time.Second
	cmd.Env = append(cmd.Environ(), "OMP_THREAD_LIMIT=1", "LC_ALL=C")
	if p.in != nil {
		cmd.Stdin = bytes.NewReader(p.in)
	}
	out, said := bounded{most: p.most, full: cancel}, bounded{most: 4 << 10, full: func() {}}
	cmd.Stdout, cmd.Stderr = &out, &said
	err := cmd.Run()
	switch {
	case out.over:
		return nil, errTooMuch
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %s", p.path, err, strings.TrimSpace(said.String()))
	}
	return out.Bytes(), nil
}

// bounded keeps what is written to it, up to most bytes; at the first byte more it calls full.
type bounded struct {
	bytes.Buffer
	most int
	full func()
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	kept := p
	if room := b.most - b.Len(); len(p) > room {
		kept = p[:room]
		b.over = true
		b.full()
	}
	b.Buffer.Write(kept)
	return len(p), nil
}
