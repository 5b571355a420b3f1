package report

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"loa/kit/docx"
	"loa/kit/form"
	"loa/kit/pdf"
	"loa/kit/vi"
)

// TestTheHalfYearReadsAsItsGolden: the whole report as people read it.
func TestTheHalfYearReadsAsItsGolden(t *testing.T) {
	c, _ := composed(t)
	got := form.Decree30.Lay(c.Paper(Issue{215, "2025-12-16"})).Plain()
	const file = "testdata/half-year.txt"
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the report reads otherwise than %s:\n%s", file, got)
	}
}

// TestEveryNumberOfADraftIsTiedOrNames: of all numbers that the program writes, each leads to its proof, except those
// that stand in the plan's own words.
func TestEveryNumberOfADraftIsTied(t *testing.T) {
	c, _ := composed(t)
	planned := map[string]bool{"100%": true, "80%": true, "10": true, "7": true, "1": true}
	for _, p := range c.Passages {
		for _, x := range p.Pieces() {
			if x.Loose && !planned[x.Text] {
				t.Errorf("%s: %q is tied to nothing in «%s»", p.Key, x.Text, p.Text)
			}
			if x.Figure != nil && !strings.HasPrefix(x.Figure.Href, "/") {
				t.Errorf("%s: %s leads nowhere", p.Key, x.Figure.Key)
			}
		}
	}
}

func TestOnlyWhatIsVerifiedIsReported(t *testing.T) {
	c, _ := composed(t)
	first := c.Targets[0]
	if first.Verified != 2 || first.Of != 6 || len(first.Missing) != 4 {
		t.Errorf("the first target: %+v", first)
	}
	if last := c.Targets[6]; last.Verified != 2 { // the third school came behind the window
		t.Errorf("the last target: %+v", last)
	}
}

// TestTheThreeFilesSayTheSameNumbers: DOCX, PDF and XLSX are read back and compared.
func TestTheThreeFilesSayTheSameNumbers(t *testing.T) {
	c, proofs := composed(t)
	files, err := c.Files(Issue{215, "2025-12-16"}, proofs, now())
	if err != nil {
		t.Fatal(err)
	}
	word, err := docx.Parse(bytes.NewReader(files[0].Body), int64(len(files[0].Body)))
	if err != nil {
		t.Fatal(err)
	}
	if found := form.Decree30.Check(word); len(found) > 0 {
		t.Errorf("the report departs from its form: %+v", found)
	}
	page, err := pdf.Read(t.Context(), files[1].Body)
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	for _, p := range page.Pages {
		for _, l := range p.Lines {
			printed.WriteString(" " + l.Text)
		}
	}
	paper := strings.Join(strings.Fields(printed.String()), " ")
	for _, p := range c.Passages {
		if p.Title || p.Text == "" {
			continue
		}
		words := strings.TrimRight(p.Text, ".")
		if !strings.Contains(word.Plain(), words) {
			t.Errorf("the Word file lacks «%s»", p.Text)
		}
		if first := strings.Join(strings.Fields(words)[:4], " "); !strings.Contains(paper, first) {
			t.Errorf("the PDF lacks «%s»", first)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(files[2].Body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, row := range c.Targets {
		at := strconv.Itoa(firstRow + i)
		for column, want := range map[string]string{"F": strconv.FormatInt(row.Verified, 10), "G": strconv.FormatInt(row.Of, 10)} {
			kept, err := book.GetCellValue(sheetTargets, column+at)
			if err != nil {
				t.Fatal(err)
			}
			formula, err := book.GetCellFormula(sheetTargets, column+at)
			if err != nil {
				t.Fatal(err)
			}
			if kept != want {
				t.Errorf("%s%s of the workbook is %s; the report says %s", column, at, kept, want)
			}
			if formula == "" {
				continue
			}
			if worked, err := book.CalcCellValue(sheetTargets, column+at); err != nil || worked != want {
				t.Errorf("%s%s works out to %s (%v); the report says %s", column, at, worked, err, want)
			}
		}
		if !strings.Contains(word.Plain(), row.Asks+" | "+vi.Figures(row.Verified)) {
			t.Errorf("annex I lacks target %d", row.Nth)
		}
	}
	rows, err := book.GetRows(sheetProofs)
	if err != nil || len(rows) != len(proofs)+firstRow-1 {
		t.Errorf("%d rows of evidence for %d facts: %v", len(rows), len(proofs), err)
	}
}

func TestTheSameReportIsTheSameFiles(t *testing.T) {
	c, proofs := composed(t)
	one, err := c.Files(Issue{}, proofs, now())
	if err != nil {
		t.Fatal(err)
	}
	two, err := c.Files(Issue{}, proofs, now())
	if err != nil {
		t.Fatal(err)
	}
	for i := range one[:2] { // a workbook names the moment it was written
		if !bytes.Equal(one[i].Body, two[i].Body) {
			t.Errorf("%s differs", one[i].Name)
		}
	}
}
