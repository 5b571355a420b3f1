package restore

import (
	"os"
	"strings"
	"testing"
)

// BenchmarkSeed restores the sample plan as an engine without Vietnamese
// letters read it: cold, with nothing remembered of other texts, and warm.
func BenchmarkSeed(b *testing.B) {
	text, err := os.ReadFile("../../../plan/testdata/phu-lien-15-kh-ubnd.seed.txt")
	if err != nil {
		b.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	pages := float64(len(strings.Fields(string(text)))) / wordsOfPage
	c := channels[English]()
	language()
	for _, name := range []string{"cold", "warm"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if name == "cold" {
					c.known.forget()
				}
				Lines(lines, Options{Engine: English})
			}
			b.ReportMetric(pages*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// wordsOfPage is what is counted as a page of a plan.
const wordsOfPage = 450
