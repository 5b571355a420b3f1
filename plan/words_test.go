package plan

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// readSeed is the seed as the reader of today reads it, with its lines.
func readSeed(t testing.TB) Draft {
	t.Helper()
	d, lines, err := ReadFile([]byte(seed(t)), Options{File: "seed.txt", Place: "phường Phù Liễn", City: "thành phố Hải Phòng"})
	if err != nil {
		t.Fatal(err)
	}
	d.lines = lines
	return d
}

// goldWords is the gold with the lines of its true text, of which each 17th word
// may be another: «phường» may be phương or phượng, another word itself and «khác».
func goldWords(t testing.TB) (Draft, []Line) {
	t.Helper()
	b, err := os.ReadFile("testdata/phu-lien-15-kh-ubnd.gold.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := Lines(b)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i := range lines {
		for _, f := range strings.Fields(lines[i].Text) {
			w := Word{Seen: f, Text: f, Sure: 1}
			if n++; n%17 == 0 && (i <= 45 || i >= 75) {
				w.Sure, w.Else = 0.5, []string{"khác"}
			}
			if f == "phường" && i > 45 && i < 75 {
				w.Sure, w.Else = 0.5, []string{"phương", "phượng"}
			}
			lines[i].Words = append(lines[i].Words, w)
		}
	}
	d := gold(t)
	d.lines = lines
	return d, lines
}

// TestAWordIsWrittenAnewWhereverItStands puts a word that stands nowhere in
// place of each word of the paper, one at a time: it comes to stand once in the
// wording of its clause, and in no wording of other lines.
func TestAWordIsWrittenAnewWhereverItStands(t *testing.T) {
	reading := readSeed(t)
	all, missed, doubled := 0, 0, 0
	for i := range reading.lines {
		l := &reading.lines[i]
		for at := range l.Words {
			d, err := reading.clone()
			if err != nil {
				t.Fatal(err)
			}
			thing := wordThing(l.No, at)
			w, ok := d.wordAt(thing)
			if !ok || len(core(w.Text)) < 2 || (i+at)%5 > 0 { // each fifth: the rest is alike
				continue
			}
			if err := (Correction{Verb: Correct, Thing: thing, Field: "text", Becomes: "Zzz"}).apply(&d); err != nil {
				t.Fatal(err)
			}
			if got, _ := d.wordAt(thing); got.Text != "Zzz" || got.Sure != 1 {
				t.Fatalf("%s is %+v", thing, got)
			}
			d.Walk(func(_, c *Clause) {
				n := strings.Count(strings.ToLower(c.wording()), "zzz")
				switch own := c.own(); {
				case n > 0 && (l.No < own[0] || l.No > own[1]):
					t.Errorf("%s %q is written into %s, lines %v", thing, w.Text, c.ID, own)
				case own[0] <= l.No && l.No <= own[1]:
					all++
					switch {
					case n == 0:
						missed++
					case n > 1:
						doubled++
					}
				}
			})
		}
	}
	t.Logf("%d words of clauses: %d not in their wording (labels, blanks, side notes), %d written twice", all, missed, doubled)
	if all < 500 || missed*100 > all || doubled > 0 {
		t.Errorf("of %d words %d were not found again and %d were written twice", all, missed, doubled)
	}
}

func TestAWordGoesIntoEverythingMadeOfIt(t *testing.T) {
	d := readSeed(t)
	find := func(no int, text string) Thing {
		t.Helper()
		l := d.line(no)
		i := slices.IndexFunc(l.Words, func(w Word) bool { return core(w.Text) == text })
		if i < 0 {
			t.Fatalf("line %d has no %q: %s", no, text, l.Restored())
		}
		return wordThing(no, i)
	}
	task := d.task("IV.2.-1")
	a := d.Assignments[1]
	for _, tt := range []struct {
		thing Thing
		what  string
		has   func(d *Draft) []string
	}{
		{find(d.Targets[0].Lines[0], "lồng"), "a target and its clause", func(d *Draft) []string {
			return []string{d.Targets[0].Measure, d.Clause(d.Targets[0].Node).Text}
		}},
		{find(task.Lines[0], "chủ"), "a task and its clause", func(d *Draft) []string {
			return []string{d.task("IV.2.-1").Text, d.Clause("IV.2.-1").Text}
		}},
		{find(a.Lines[0], "hóa"), "a unit, its clause and its name in the list", func(d *Draft) []string {
			return []string{d.Assignments[1].Unit, d.Clause(a.Node).wording(), unitNames(d)}
		}},
		{find(d.Doc.TitleLines[0], "truyền"), "the title", func(d *Draft) []string { return []string{d.Doc.Title} }},
	} {
		now, err := d.clone()
		if err != nil {
			t.Fatal(err)
		}
		if err := (Correction{Verb: Correct, Thing: tt.thing, Field: "text", Becomes: "xyz"}).apply(&now); err != nil {
			t.Fatal(err)
		}
		for i, s := range tt.has(&now) {
			if !strings.Contains(strings.ToLower(s), "xyz") {
				t.Errorf("%s, %s: %d is %q", tt.thing, tt.what, i, s)
			}
		}
	}
}

func unitNames(d *Draft) string {
	var b strings.Builder
	for _, u := range d.Units {
		b.WriteString(u.Name + "\n")
	}
	return b.String()
}

func TestTheSignsAndCapitalsAroundAWordStay(t *testing.T) {
	for _, tt := range [][4]string{
		{"phường,", "phường,", "phương,", "phương,"},
		{"phường", "phường,", "phương,", "phương"},
		{"“Phường", "phường", "phương", "“Phương"},
		{"PHƯỜNG", "phường", "phương", "PHƯƠNG"},
		{"phường", "Phường", "Phương", "phương"},
		{"số", "số", "số.", "số."},
		{"số;", "số,", "số.", "số."},
		{"-", "-", "và", "và"},
	} {
		if got := retouched(tt[0], tt[1], tt[2]); got != tt[3] {
			t.Errorf("%s, where %s is now %s: %s; want %s", tt[0], tt[1], tt[2], got, tt[3])
		}
	}
}

// TestToChooseAWordAndUndoIsToDoNothing also when other steps stand between.
func TestToChooseAWordAndUndoIsToDoNothing(t *testing.T) {
	reading, _ := goldWords(t)
	unclear := reading.Unclear()
	rapid.Check(t, func(t *rapid.T) {
		r := Review{Reading: reading, Draft: reading}
		var words []UnclearWord
		for range rapid.IntRange(1, 4).Draw(t, "words") {
			w := rapid.SampledFrom(unclear).Draw(t, "word")
			c := Correction{Verb: Correct, Thing: w.Thing, Field: "text", Becomes: rapid.SampledFrom([]string{"khác", "hai chữ", "Hoa", w.Text + ","}).Draw(t, "becomes")}
			if !do(t, &r, c) {
				t.Fatalf("%s was refused", w.Thing)
			}
			words = append(words, w)
			if left := r.Draft.Unclear(); slices.ContainsFunc(left, func(u UnclearWord) bool { return u.Thing == w.Thing }) {
				t.Fatalf("%s was looked at and is still unclear", w.Thing)
			}
			if err := r.Draft.Shape(); err != nil {
				t.Fatal(err)
			}
		}
		for n := len(r.Steps); n > 0; n-- {
			if !do(t, &r, Correction{Verb: Undo, Undoes: n}) {
				t.Fatalf("step %d was not undone", n)
			}
		}
		if diff := same(t, reading, r.Draft); diff != "" {
			t.Fatalf("%v and back:\n%s", words, diff)
		}
		if got, want := fmt.Sprint(r.Draft.lines), fmt.Sprint(reading.lines); got != want {
			t.Fatal("the words of the paper are not what they were")
		}
	})
}

func TestWhatAPersonLooksAtHasNoUnclearWordsLeft(t *testing.T) {
	d, _ := goldWords(t)
	looked := 0
	r := Review{Reading: d, Draft: d}
	for _, it := range r.Items() {
		if it.Words == 0 || it.Group == TheDoubts {
			continue
		}
		looked++
		now, err := Apply(d, []Correction{{Step: 1, Verb: Accept, Thing: it.Thing}})
		if err != nil {
			t.Fatal(err)
		}
		rr := Review{Reading: d, Draft: now}
		for _, is := range rr.Items() {
			if is.Thing == it.Thing && is.Words > 0 {
				t.Errorf("%s was accepted and %d of its words are unclear still", it.Thing, is.Words)
			}
		}
	}
	if looked == 0 {
		t.Error("no item with unclear words")
	}
}

// TestTheTrueWordsMakeTheTrueWording gives every unclear word the word that
// stands in the true text: no wording comes to be farther from it.
func TestTheTrueWordsMakeTheTrueWording(t *testing.T) {
	b, err := os.ReadFile("testdata/phu-lien-15-kh-ubnd.gold.txt")
	if err != nil {
		t.Fatal(err)
	}
	truth := strings.Split(string(b), "\n")
	d := readSeed(t)
	before := faults(t, &d)
	n := 0
	for _, w := range d.Unclear() {
		l := d.line(w.Line)
		words := strings.Fields(truth[w.Line-1])
		no, at, _ := w.Thing.word()
		if len(words) != len(l.Words) || no != w.Line {
			continue
		}
		if err := (Correction{Verb: Correct, Thing: w.Thing, Field: "text", Becomes: words[at]}).apply(&d); err != nil {
			t.Fatal(err)
		}
		n++
	}
	after := faults(t, &d)
	t.Logf("%d words; wrong words in clauses: %d before, %d after", n, before, after)
	if n == 0 || after > before {
		t.Errorf("%d words put right: %d wrong before, %d after", n, before, after)
	}
}

// faults counts the words of the clauses of d that the gold has not at the same address.
func faults(t testing.TB, d *Draft) int {
	g := gold(t)
	n := 0
	g.Walk(func(_, c *Clause) {
		if k := d.Clause(c.ID); k != nil {
			for _, e := range differing(strings.Fields(c.wording()), strings.Fields(k.wording())) {
				n += e[3] - e[2]
			}
		}
	})
	return n
}
