package plan

import (
	"os"
	"testing"

	"loa/kit/scan"
)

// TestATableOfDutiesIsReadFromAScanAsFromItsWordFile: duties.jpg is a page with
// the text of duties.docx as an office scanner gives it, 200 dpi and grey.
func TestATableOfDutiesIsReadFromAScanAsFromItsWordFile(t *testing.T) {
	tools := scan.Find(t.Context())
	if lack := tools.Lack(scan.JPEG); lack != "" {
		if os.Getenv("CI") != "" {
			t.Fatal(lack)
		}
		t.Skip(lack)
	}
	page, err := os.ReadFile("../kit/scan/testdata/duties.jpg")
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := ReadScan(t.Context(), tools, page, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Assignments) != 4 {
		t.Errorf("%d units have work", len(d.Assignments))
	}
	want := officeSketch(t, "../kit/scan/testdata/duties.docx")
	if got := lineNumbers.ReplaceAllString(sketch(d), ""); got != want {
		t.Error(difference(want, got))
	}
}
