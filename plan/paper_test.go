package plan

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"os"
	"strings"
	"testing"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// wordFile is a Word file with one paragraph for each line.
func wordFile(t testing.TB, text string) []byte {
	t.Helper()
	var b, body bytes.Buffer
	for line := range strings.Lines(text) {
		fmt.Fprintf(&body, `<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, html.EscapeString(strings.TrimRight(line, "\n")))
	}
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `</w:body></w:document>`,
	} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAWordFileIsReadLikeItsText(t *testing.T) {
	text, err := os.ReadFile("testdata/phu-lien-15-kh-ubnd.gold.txt")
	if err != nil {
		t.Fatal(err)
	}
	head, body, ok := strings.Cut(string(text), "\nI. ")
	if !ok {
		t.Fatal("where does the body begin?")
	}
	for _, p := range strings.Split("I. "+body, "\n\n") { // in a Word file a paragraph is one line
		head += "\n" + strings.ReplaceAll(strings.TrimSpace(p), "\n", " ")
	}
	d, lines, err := ReadFile(wordFile(t, head), Options{File: "a.docx"})
	if err != nil {
		t.Fatal(err)
	}
	if d.Doc.Code != "15/KH-UBND" || len(d.Targets) != 7 || len(lines) < 100 || d.Source.Kind != "docx" {
		t.Errorf("%s, %d targets, %d lines, %s", d.Doc.Code, len(d.Targets), len(lines), d.Source.Kind)
	}
	if _, _, err := ReadFile([]byte("PK\x03\x04 no zip at all"), Options{}); kindOf(err) != refuse.Invalid {
		t.Errorf("a broken word file: %v", err)
	}
}

func TestAReadingTakesTheStepsOfTheOneBefore(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		id := upload(t, d)
		err := d.Correct(t.Context(), minh, id, 0,
			Correction{Verb: Correct, Thing: "T7", Field: "value", Becomes: "90"},
			Correction{Verb: Correct, Thing: "T6", Field: "value", Becomes: "2"},
			Correction{Verb: Accept, Thing: "?2"},
			Correction{Verb: Accept, Thing: "?1"},
			Correction{Verb: Undo, Undoes: 1})
		if err != nil {
			t.Fatal(err)
		}
		better := gold(t) // a reader that no longer doubts the first thing, and finds no sixth target
		better.Doubts = better.Doubts[1:]
		better.Targets = append(better.Targets[:5], better.Targets[6])
		d.Reader = func([]byte, Options) (Draft, []Line, error) { return better, nil, nil }
		next, err := d.ReadAgain(t.Context(), lan, 1)
		if err != nil {
			t.Fatal(err)
		}
		if r := reviewOf(t, d, id); r.State != Dropped || len(r.Steps) != 5 {
			t.Errorf("the old review is %s with %d steps", r.State, len(r.Steps))
		}
		r := reviewOf(t, d, next)
		if len(r.Steps) != 1 || r.Steps[0].Thing != "?1" || r.Steps[0].Person != minh.Person || r.Draft.Doubts[0].Answer == nil || *r.Draft.target("T7").Value != 80 {
			t.Errorf("carried over: %+v", r.Steps)
		}
	})
}

func TestWhatTheReaderIsNotSureOfIsADoubt(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	guess := gold(t)
	guess.Doubts = nil
	guess.Targets[2].Confidence, guess.Targets[3].Confidence = 0.4, 0.9
	guess.Clause("I.2.-3").Confidence = 0.4
	guess.Clause("II.4").Confidence = 0.2
	d.Reader = func([]byte, Options) (Draft, []Line, error) { return guess, nil, nil }
	r := reviewOf(t, d, upload(t, d))
	if len(r.Draft.Doubts) != 2 || r.Draft.Doubts[0].Node != "I.2.-3" || r.Draft.Doubts[1].Node != "II.4" {
		t.Fatalf("%+v", r.Draft.Doubts)
	}
	if bs := r.Draft.Blocks(); len(bs) != 1 || bs[0].Thing != "?1" {
		t.Errorf("a target that was guessed has to be seen: %+v", bs)
	}
}

func TestTheReaderKnowsThePlacesUnits(t *testing.T) {
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		desk := &org.Desk{DB: db, Now: d.Now}
		err := db.Write(t.Context(), ward, func(tx *store.Tx) error {
			places, changes := org.PhuLien()
			if err := desk.Found(t.Context(), tx, places, changes); err != nil {
				return err
			}
			_, err := desk.Begin(t.Context(), tx, org.Person{Name: "Đỗ Anh Tuấn"}, "Văn phòng HĐND và UBND", "")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var got Options
		d.Reader = func(_ []byte, o Options) (Draft, []Line, error) { got = o; return gold(t), nil, nil }
		upload(t, d)
		if !strings.Contains(got.Place, "Phù Liễn") || !strings.Contains(got.City, "Hải Phòng") || len(got.Units) != 1 || got.SHA256 == "" {
			t.Errorf("%+v", got)
		}
	})
}

func TestAPlanWithoutDoubtsIsStillHeldAgainstThePaper(t *testing.T) {
	db := storetest.Open(t, schemas...)
	d := newDesk(t, db)
	clear := gold(t)
	clear.Doubts = nil
	d.Reader = func([]byte, Options) (Draft, []Line, error) { return clear, nil, nil }
	id := upload(t, d)
	blocked := func() (ts []Thing) {
		r := reviewOf(t, d, id)
		for _, b := range r.Blocks() {
			ts = append(ts, b.Thing)
		}
		return ts
	}
	if got := blocked(); len(got) != 8 || got[0] != "doc" || got[7] != "T7" {
		t.Errorf("nobody has looked at anything: %v", got)
	}
	steps := []Correction{{Verb: Correct, Thing: "doc", Field: "place", Becomes: "Phù Liễn phường"}, {Verb: Accept, Thing: "I.2.-1"}, {Verb: Strike, Thing: "T6"}}
	for i := 2; i <= 7; i++ {
		if i != 6 {
			steps = append(steps, Correction{Verb: Accept, Thing: Thing(fmt.Sprint("T", i))})
		}
	}
	if err := d.Correct(t.Context(), lan, id, Anything, steps...); err != nil {
		t.Fatal(err)
	}
	if got := blocked(); len(got) != 0 {
		t.Errorf("all was looked at: %v", got)
	}
	if err := d.Correct(t.Context(), lan, id, Anything, Correction{Verb: Undo, Undoes: 1}); err != nil {
		t.Fatal(err)
	}
	if got := blocked(); len(got) != 1 || got[0] != "doc" {
		t.Errorf("the header's only step was undone: %v", got)
	}
}
