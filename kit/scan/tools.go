package scan

import (
	"context"
	"os/exec"
	"slices"
	"strings"

	"loa/kit/program"
)

// Tools are the outside programs of this machine.
type Tools struct {
	programs []string // those of needed that are there
	models   []string // of Tesseract
	skip     step     // left out, by benchmarks
}

// needed are the programs, with the Debian packages that bring them.
var needed = []struct {
	name, pkg string
	pdf       bool // for a PDF alone
}{
	{"tesseract", "tesseract-ocr", false},
	{"pdfinfo", "poppler-utils", true},
	{"pdfimages", "poppler-utils", true},
	{"pdftotext", "poppler-utils", true},
	{"pdftoppm", "poppler-utils", true},
}

// Find looks for the programs in PATH and for the models that Tesseract has.
func Find(ctx context.Context) Tools {
	var t Tools
	for _, n := range needed {
		if _, err := exec.LookPath(n.name); err == nil {
			t.programs = append(t.programs, n.name)
		}
	}
	// A Tesseract that cannot name its models has none: Lack says that too.
	out, _ := program.Run(ctx, bounds, "tesseract", "--list-langs")
	t.models = strings.Fields(string(out))
	return t
}

// Lack is a sentence that says what to install before files of kind k can be
// read; it is empty when nothing is missing.
func (t Tools) Lack(k Kind) string {
	var names, packages []string
	miss := func(name, pkg string) {
		names = append(names, name)
		if !slices.Contains(packages, pkg) {
			packages = append(packages, pkg)
		}
	}
	for _, n := range needed {
		if !slices.Contains(t.programs, n.name) && (k == PDF || !n.pdf) {
			miss(n.name, n.pkg)
		}
	}
	if !slices.Contains(t.models, "vie") {
		miss("mô hình tiếng Việt của tesseract", "tesseract-ocr-vie")
	}
	if len(names) == 0 {
		return ""
	}
	return "Máy này chưa có " + strings.Join(names, ", ") + " nên chưa đọc được bản quét. Hãy nhờ quản trị cài thêm (Debian: apt install " +
		strings.Join(packages, " ") + "), hoặc gửi bản .docx."
}

// bounds are those of one run, for one page.
var bounds = program.Bounds{Time: maxTime, Memory: maxMemory, Output: maxPixels*3 + 64}
