package scan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkStep reads the pages of testdata with one step left out, and says
// what part of their words is right then.
func BenchmarkStep(b *testing.B) {
	pages := map[string]string{"head.png": headText, "skewed.png": headText, "seal.jpg": sealedText, "seal-grey.jpg": sealedText, "duties.jpg": dutiesTable}
	for _, s := range []struct {
		name string
		skip step
	}{{"all", 0}, {"no-ink", bleachInk}, {"no-seals", whitenSeals}, {"no-paper", evenPaper}, {"no-straight", layStraight}, {"no-rulings", liftRulings}, {"no-letters", smoothLetters}} {
		b.Run(s.name, func(b *testing.B) {
			tools := machine(b)
			tools.skip = s.skip
			for b.Loop() {
				right, all := 0, 0
				for name, want := range pages {
					doc, err := tools.Read(b.Context(), file(b, name), nil)
					if err != nil {
						b.Fatal(err)
					}
					ok, n := recall(strings.Fields(textOf(doc.Pages[0])), strings.Fields(want))
					right, all = right+ok, all+n
				}
				b.ReportMetric(100*float64(right)/float64(all), "%right")
			}
		})
	}
}

// BenchmarkRealScan reads every page of the scans of real papers in the folder
// that LOA_CORPUS names, X.pdf beside its true text X.txt, and says what part of
// the words was read right, before any restoring.
func BenchmarkRealScan(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(os.Getenv("LOA_CORPUS"), "real-scans", "*.pdf"))
	if err != nil || os.Getenv("LOA_CORPUS") == "" || len(files) == 0 {
		b.Skip("LOA_CORPUS names no folder with real-scans in it")
	}
	tools := machine(b)
	for b.Loop() {
		right, all, pages := 0, 0, 0
		for _, f := range files {
			scan, err := os.ReadFile(f)
			if err != nil {
				b.Fatal(err)
			}
			truth, err := os.ReadFile(strings.TrimSuffix(f, ".pdf") + ".txt")
			if err != nil {
				b.Fatal(err)
			}
			doc, err := tools.Read(b.Context(), scan, nil)
			if err != nil {
				b.Fatal(err)
			}
			for _, p := range doc.Pages {
				ok, n := recall(strings.Fields(textOf(p)), strings.Fields(string(truth)))
				right, all = right+ok, all+n
			}
			pages += len(doc.Pages)
		}
		b.ReportMetric(100*float64(right)/float64(all), "%recall")
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(pages), "s/page")
	}
}
