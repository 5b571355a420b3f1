package citation

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"loa/kit/vi"
)

// reference is one entry of "references" in the gold of the sample document.
type reference struct {
	Kind, Number, Symbol, Code, PrintedCode, Date, Issuer, Title string
	IssuerInferred                                               bool
	Cited                                                        []struct {
		Lines [2]int
		Role  string
	}
}

func gold(t *testing.T) []reference {
	t.Helper()
	b, err := os.ReadFile("../../plan/testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ References []reference }
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.References) != 18 {
		t.Fatalf("the gold has %d references", len(doc.References))
	}
	return doc.References
}

func paper(t testing.TB, name string) []Line {
	t.Helper()
	b, err := os.ReadFile("../../plan/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return lines(string(b))
}

func lines(text string) []Line {
	var out []Line
	for i, s := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		out = append(out, Line{i + 1, s})
	}
	return out
}

var phuLien = Options{Ward: "phường Phù Liễn", City: "thành phố Hải Phòng"}

func TestThePlanOfPhuLienIsReadToTheLast(t *testing.T) {
	for _, c := range []struct {
		file  string
		exact bool // the wording too, which a ruined reading has lost
	}{{"phu-lien-15-kh-ubnd.gold.txt", true}, {"phu-lien-15-kh-ubnd.seed.txt", false}} {
		t.Run(c.file, func(t *testing.T) {
			found := Find(paper(t, c.file), phuLien)
			if len(found) != 28 {
				t.Errorf("%d citations, want 28", len(found))
			}
			docs := Merge(found)
			if len(docs) != 18 {
				t.Errorf("%d documents, want 18", len(docs))
			}
			cited := 0
			for _, want := range gold(t) {
				i := slices.IndexFunc(docs, func(d Document) bool { return d.Text == want.Code && d.Date == want.Date })
				if i < 0 {
					t.Errorf("%s of %s is not found", want.Code, want.Date)
					continue
				}
				cited += compare(t, docs[i], want, c.exact)
			}
			t.Logf("documents %d/18, citations with exact lines and nesting %d/28", len(docs), cited)
		})
	}
}

func compare(t *testing.T, got Document, want reference, exact bool) (cited int) {
	t.Helper()
	code := want.Code
	check := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s %s %q, want %q", code, what, got, want)
		}
	}
	if got.Kind != want.Kind || got.Number != want.Number || got.Symbol != want.Symbol || got.PrintedCode != want.PrintedCode {
		t.Errorf("%s: kind %q number %q symbol %q printed %q", want.Code, got.Kind, got.Number, got.Symbol, got.PrintedCode)
	}
	check("issuer", got.Issuer, want.Issuer)
	if got.IssuerInferred != want.IssuerInferred {
		t.Errorf("%s: issuer inferred %v", code, got.IssuerInferred)
	}
	if exact {
		check("title", vi.Canon(strings.ToLower(got.Title)), vi.Canon(strings.ToLower(want.Title))) // the gold mends the case of «Nghị Quyết»
	}
	for _, w := range want.Cited {
		if slices.ContainsFunc(got.Cited, func(c Citation) bool { return c.Lines == w.Lines && (c.Within >= 0) == (w.Role == "within-title") }) {
			cited++
		} else {
			t.Errorf("%s is not cited on lines %v as %s; got %v", want.Code, w.Lines, w.Role, got.spans())
		}
	}
	if len(got.Cited) != len(want.Cited) {
		t.Errorf("%s: cited on %v, want %d times", want.Code, got.spans(), len(want.Cited))
	}
	return cited
}

func (d Document) spans() (out [][3]int) {
	for _, c := range d.Cited {
		out = append(out, [3]int{c.Lines[0], c.Lines[1], c.Within})
	}
	return out
}
