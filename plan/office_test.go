package plan

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The papers of testdata/office were written for these tests; LibreOffice 7.4 made
// the .docx and .pdf of each .fodt (soffice --headless --convert-to pdf F.fodt), and
// the .docx of merged.html, whose .pdf Chromium printed. bare.pdf is plan.pdf without
// the rulings of its tables.
var sameFiles = map[string][]string{
	"plan":   {"../kit/docx/testdata/plan.docx", "../kit/pdf/testdata/plan.pdf", "../kit/pdf/testdata/bare.pdf"},
	"merged": {"../kit/docx/testdata/merged.docx", "../kit/pdf/testdata/merged.pdf"},
	"twenty": {"../kit/docx/testdata/twenty.docx", "../kit/pdf/testdata/long/twenty.pdf"},
}

// lineNumbers are those of a sketch: they differ where one file has a blank line more.
var lineNumbers = regexp.MustCompile(` \d+-\d+\b`)

// TestAPlanIsReadTheSameFromEveryFile: header, tree, targets, bases, who does
// what come out of the Word file and of the PDF as they do of the plain text.
func TestAPlanIsReadTheSameFromEveryFile(t *testing.T) {
	for name, files := range sameFiles {
		want := officeSketch(t, filepath.Join("testdata/office", name+".txt"))
		if strings.Count(want, "\n") < 60 {
			t.Fatalf("%s says little:\n%s", name, want)
		}
		for _, file := range files {
			if got := officeSketch(t, file); got != want {
				t.Errorf("%s\n%s", file, difference(want, got))
			}
		}
	}
}

func officeSketch(t *testing.T, path string) string {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := ReadFile(file, Options{})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return lineNumbers.ReplaceAllString(sketch(d), "")
}

// BenchmarkReadTwentyPages reads a plan of twenty pages from the bytes of its file to the draft.
func BenchmarkReadTwentyPages(b *testing.B) {
	for _, path := range sameFiles["twenty"] {
		file, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strings.TrimPrefix(filepath.Ext(path), "."), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := ReadFile(file, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
