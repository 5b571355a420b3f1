package pdf

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loa/kit/program"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestPapersAreReadAsPrinted holds the lines of each paper against a golden that
// a person can hold against the paper. LibreOffice made plan.pdf and bare.pdf,
// Chromium merged.pdf, the library go-pdf/fpdf fpdf.pdf.
func TestPapersAreReadAsPrinted(t *testing.T) {
	papers, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(papers) == 0 {
		t.Fatal(papers, err)
	}
	for _, paper := range papers {
		t.Run(filepath.Base(paper), func(t *testing.T) {
			got := show(read1(t, paper))
			golden := strings.TrimSuffix(paper, ".pdf") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("read otherwise than %s:\n%s", golden, got)
			}
		})
	}
}

func read1(t testing.TB, path string) Document {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// show prints a document for people: what a line is stands before it.
func show(d Document) string {
	var b strings.Builder
	for _, p := range d.Pages {
		fmt.Fprintf(&b, "PAGE %d %.0fx%.0f", p.No, p.Width, p.Height)
		if p.Picture > 0 {
			fmt.Fprintf(&b, " picture %.2f", p.Picture)
		}
		if p.Hidden > 0 {
			fmt.Fprintf(&b, " hidden %.2f", p.Hidden)
		}
		if p.Garbled {
			b.WriteString(" garbled")
		}
		b.WriteString("\n")
		for _, l := range p.Lines {
			mark := []byte("     ")
			if l.Bold {
				mark[0] = 'B'
			}
			if l.Italic {
				mark[1] = 'I'
			}
			if l.Centred {
				mark[2] = 'C'
			}
			if l.GoesOn {
				mark[4] = '+'
			}
			mark[3] = " RUNT"[l.Kind]
			fmt.Fprintf(&b, "%s%2.0f %s\n", mark, l.Size, strings.ReplaceAll(l.Text, "\t", " | "))
		}
	}
	return b.String()
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	whole, err := os.ReadFile("testdata/plan.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		say  string
	}{
		"empty":     {nil, sayBroken},
		"text":      {[]byte("Kế hoạch số 15/KH-UBND"), sayBroken},
		"only head": {[]byte("%PDF-1.7\n"), sayBroken},
		"no pages":  {[]byte("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"), sayBroken},
		"torn":      {whole[:2000], sayBroken},
		"too large": {append(whole[:len(whole):len(whole)], make([]byte, MaxBytes)...), sayTooLarge},
	} {
		_, err := Read(t.Context(), c.file)
		u, ok := errors.AsType[*Unreadable](err)
		if !ok || u.Say != c.say {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnEndedContextIsNoRefusal(t *testing.T) {
	b, err := os.ReadFile("testdata/plan.pdf")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, b); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestWithoutPopplerAPersonIsToldWhatToInstall(t *testing.T) {
	b, err := os.ReadFile("testdata/plan.pdf")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", t.TempDir())
	_, err = Read(t.Context(), b)
	u, ok := errors.AsType[*Unreadable](err)
	if !ok || u.Say != sayMissing || !errors.Is(err, program.ErrMissing) {
		t.Errorf("%v", err)
	}
}

// BenchmarkRead reads a plan of twenty pages, with a table over six of them.
func BenchmarkRead(b *testing.B) {
	file, err := os.ReadFile("testdata/long/twenty.pdf")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Read(b.Context(), file); err != nil {
			b.Fatal(err)
		}
	}
}
