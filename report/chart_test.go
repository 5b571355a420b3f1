package report

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"loa/kit/docx"
)

// inside is one part of a zipped office file.
func inside(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var (
	group = regexp.MustCompile(`(?s)descr="([^"]*)".*?</wpg:wgp>`)
	wide  = regexp.MustCompile(`<wps:spPr><a:xfrm><a:off x="(\d+)" y="0"/><a:ext cx="(\d+)"`)
)

// TestTheBarsAreAsLongAsTheNumbersSay measures what the Word file draws.
func TestTheBarsAreAsLongAsTheNumbersSay(t *testing.T) {
	c, proofs := composed(t)
	files, err := c.Files(Issue{}, proofs, now())
	if err != nil {
		t.Fatal(err)
	}
	drawn := group.FindAllStringSubmatch(inside(t, files[0].Body, "word/document.xml"), -1)
	word, err := docx.Parse(bytes.NewReader(files[0].Body), int64(len(files[0].Body)))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, row := range c.Targets {
		if row.Chart == nil {
			continue
		}
		if n == len(drawn) {
			t.Fatalf("%d bars are drawn, and target %d has one more", n, row.Nth)
		}
		if !strings.Contains(drawn[n][1], row.Result) {
			t.Errorf("target %d: «%s» does not tell %s to who cannot see", row.Nth, drawn[n][1], row.Result)
		}
		if !strings.Contains(word.Plain(), row.charted()) {
			t.Errorf("target %d: the words under the bar are lacking", row.Nth)
		}
		boxes := wide.FindAllStringSubmatch(drawn[n][0], -1)
		whole, asked := float64(row.Of), row.Least/100
		if row.Kind == "count" {
			whole = max(float64(row.Verified), row.Least)
			asked = row.Least / whole
		}
		share := float64(row.Verified) / whole
		frame, mark := size(t, boxes[0][2]), boxes[len(boxes)-1]
		if share > 0 {
			if got := size(t, boxes[1][2]) / frame; math.Abs(got-share) > 0.01 {
				t.Errorf("target %d: %.3f of the bar is filled, the numbers say %.3f", row.Nth, got, share)
			}
		}
		if got := (size(t, mark[1]) + size(t, mark[2])) / frame; math.Abs(got-asked) > 0.01 {
			t.Errorf("target %d: the mark stands at %.3f, asked is %.3f", row.Nth, got, asked)
		}
		n++
	}
	if n == 0 || n != len(drawn) {
		t.Errorf("%d targets have bars, %d are drawn", n, len(drawn))
	}
}

func size(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestTheSheetsHaveTheirFilters: what is set after the cells were streamed would be lost.
func TestTheSheetsHaveTheirFilters(t *testing.T) {
	c, proofs := composed(t)
	book, err := c.Workbook(Issue{}, proofs)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		sheet := inside(t, book, "xl/worksheets/sheet"+strconv.Itoa(n+2)+".xml")
		for _, want := range []string{`<autoFilter ref="$A$3:`, `orientation="landscape"`, `fitToPage="true"`} {
			if !strings.Contains(sheet, want) {
				t.Errorf("sheet %d lacks %s", n+1, want)
			}
		}
	}
}

// TestTheWorkbookDrawsTheBarsOfTheReport: a bar for each target that has one in the paper, as long as the numbers say,
// worked out from the sheet of targets.
func TestTheWorkbookDrawsTheBarsOfTheReport(t *testing.T) {
	c, proofs := composed(t)
	book, err := c.Workbook(Issue{}, proofs)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := firstRow
	for _, row := range c.Targets {
		if row.Chart == nil {
			continue
		}
		for _, col := range []string{"B", "C"} {
			at := col + strconv.Itoa(n)
			kept, err := f.GetCellValue(sheetChart, at, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			counted, err := f.CalcCellValue(sheetChart, at, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			if math.Abs(size(t, kept)-size(t, counted)) > 0.01 {
				t.Errorf("target %d: %s says %s, its formula %s", row.Nth, at, kept, counted)
			}
			if want := 100 * float64(row.Verified) / float64(max(row.Of, 1)); col == "B" && row.Kind == "share" && math.Abs(size(t, kept)-want) > 0.01 {
				t.Errorf("target %d: the bar is %s, want %.2f", row.Nth, kept, want)
			}
		}
		n++
	}
	drawing := inside(t, book, "xl/charts/chart1.xml")
	for _, want := range []string{"'Biểu đồ'!$B$4:$B$" + strconv.Itoa(n-1), "'Biểu đồ'!$C$4:$C$" + strconv.Itoa(n-1)} {
		if !strings.Contains(drawing, want) && !strings.Contains(drawing, strings.ReplaceAll(want, "'", "&#39;")) {
			t.Errorf("the chart does not draw %s", want)
		}
	}
	if n == firstRow || !strings.Contains(inside(t, book, "xl/worksheets/sheet6.xml"), "<drawing ") {
		t.Error("the sheet has no chart")
	}
}
