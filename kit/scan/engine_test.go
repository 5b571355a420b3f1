package scan

import (
	"image"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
	"1\t1\t0\t0\t0\t0\t0\t0\t2548\t3556\t-1\t\n" +
	"4\t1\t1\t1\t1\t0\t100\t50\t300\t40\t-1\t\n" +
	"5\t1\t1\t1\t1\t1\t100\t50\t90\t40\t96.5\tÐẾ\n" +
	"5\t1\t1\t1\t1\t2\t200\t50\t200\t40\t71\tHOẠCH\n" +
	"5\t1\t1\t1\t1\t3\t420\t50\t20\t40\t95\t \n"

func TestTheTableOfTesseractGivesWordsWithPlaceAndConfidence(t *testing.T) {
	words, err := parseTSV([]byte(table))
	if err != nil {
		t.Fatal(err)
	}
	want := []found{
		{Word{Text: "ĐẾ", Box: image.Rect(100, 50, 190, 90), Sure: 0.965}, 1, 1, 1},
		{Word{Text: "HOẠCH", Box: image.Rect(200, 50, 400, 90), Sure: 0.71}, 1, 1, 1},
	}
	if d := cmp.Diff(want, words, cmp.AllowUnexported(found{})); d != "" {
		t.Error(d)
	}
}

// TestDotsToFillInAreNoWord, and no word is taken for dots.
func TestDotsToFillInAreNoWord(t *testing.T) {
	for text, want := range map[string]bool{
		"ccocrieccerrrreerrrirerrrrrserriee": true, "ccxccccrrrirrrrrr": true, "rrreeerr......": true,
		"..........": false, "nghiêng": false, "accessories": false, "rrr": false, "Eurasia-Asean": false,
	} {
		if isLeader(text) != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
}

func FuzzTheTableNeverPanics(f *testing.F) {
	f.Add([]byte(table))
	f.Add([]byte("5\t1\t1\t1\t1\t1\t1\n"))
	f.Add([]byte("5\t1\t1\t1\t1\t1\t-9223372036854775808\t0\t9223372036854775807\t1\tNaN\tx"))
	f.Fuzz(func(t *testing.T, out []byte) {
		words, err := parseTSV(out)
		if err != nil {
			return
		}
		for _, w := range words {
			if !(w.Sure >= 0 && w.Sure <= 1) {
				t.Errorf("%q is sure by %v", w.Text, w.Sure)
			}
		}
	})
}
