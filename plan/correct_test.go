package plan

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"loa/platform/refuse"
)

// same is how a draft looks when it is kept, which is all that counts.
func same(t fataler, a, b Draft) string {
	t.Helper()
	x, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		t.Fatalf("%v", err)
	}
	y, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		t.Fatalf("%v", err)
	}
	return cmp.Diff(strings.Split(string(x), "\n"), strings.Split(string(y), "\n"))
}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// little is the first and the fourth part of the gold, which have everything in them that a step can meet.
func little(t fataler) Draft {
	d := gold(t.(testing.TB))
	d.Sections = []*Clause{d.Clause("preamble"), d.Clause("I"), d.Clause("IV"), d.Clause("closing")}
	there := map[Address]bool{"": true}
	d.Walk(func(_, c *Clause) { there[c.ID] = true })
	d.References = slices.DeleteFunc(d.References, func(b Basis) bool {
		return slices.ContainsFunc(b.Cited, func(c Citation) bool { return !there[c.Node] })
	})
	for i := range d.Assignments {
		for j := range d.Assignments[i].Tasks {
			k := &d.Assignments[i].Tasks[j]
			k.Themes = slices.DeleteFunc(k.Themes, func(a Address) bool { return !there[a] })
		}
	}
	d.Funding, d.Systems, d.Doubts = nil, nil, d.Doubts[:6]
	_, lines := goldWords(t.(testing.TB))
	d.lines = lines
	return d
}

// aStep draws something that a person might do to r; it need not be possible.
func aStep(t *rapid.T, r *Review) Correction {
	d := &r.Draft
	things := d.things()
	for i := range d.Doubts {
		things = append(things, doubtThing(i))
	}
	for i, w := range d.Unclear() {
		if i%4 == 0 {
			things = append(things, w.Thing)
		}
	}
	c := Correction{
		Person: 1, Name: "Lan", At: time.Unix(1752700000, 0).UTC(),
		Verb:  rapid.SampledFrom([]Verb{Accept, Correct, Split, Merge, Strike, Mark, Undo}).Draw(t, "verb"),
		Thing: rapid.SampledFrom(things).Draw(t, "thing"),
	}
	switch c.Verb {
	case Correct:
		if fs := d.Fields(c.Thing); len(fs) > 0 {
			c.Field = rapid.SampledFrom(fs).Draw(t, "field").Name
		}
		c.Becomes = rapid.SampledFrom([]string{"", "80", "tối thiểu", "  Ủy   ban ", "2025-10-10", "31/2/2025", "ge", "lead", "15/KH-UBND"}).Draw(t, "becomes")
		if rapid.Bool().Draw(t, "answers") && len(d.Doubts) > 0 {
			c.Answers = doubtThing(rapid.IntRange(0, len(d.Doubts)-1).Draw(t, "doubt"))
		}
	case Split:
		if k := d.Clause(Address(c.Thing)); k != nil {
			if w := strings.Fields(k.Text); len(w) > 1 {
				i := rapid.IntRange(1, len(w)-1).Draw(t, "at")
				c.Becomes = strings.Join(w[:i], " ") + "\n" + strings.Join(w[i:], " ")
			}
		}
	case Undo:
		c.Undoes = rapid.IntRange(0, len(r.Steps)+1).Draw(t, "undoes")
	}
	return c
}

// do takes c as the desk does, and reports whether it was possible. What is impossible is refused in a sentence.
func do(t *rapid.T, r *Review, c Correction) bool {
	err := r.complete(&c)
	if err == nil {
		err = r.take(c)
	}
	if err != nil && refuse.Of(err).Kind == refuse.Trouble {
		t.Fatalf("%s %s: %v", c.Verb, c.Thing, err)
	}
	return err == nil
}

// TestEveryPopulationHasAName: a form shows none of them as the program calls it.
func TestEveryPopulationHasAName(t *testing.T) {
	for _, p := range populations {
		if !slices.ContainsFunc(populationOptions, func(o Option) bool { return o.Value == p.name }) {
			t.Errorf("no name for %s", p.name)
		}
	}
}

func TestTheGoldIsInShape(t *testing.T) {
	d := gold(t)
	if err := d.Shape(); err != nil {
		t.Error(err)
	}
	was := gold(t)
	d.renumber()
	if diff := same(t, was, d); diff != "" {
		t.Errorf("the addresses of a well read plan are those of its paper:\n%s", diff)
	}
}

// TestADashWithoutItsLabelKeepsAnAddressOfItsOwn: its neighbour is split in two and takes the number it had.
func TestADashWithoutItsLabelKeepsAnAddressOfItsOwn(t *testing.T) {
	reading := little(t)
	d, err := Apply(reading, []Correction{
		{Step: 1, Verb: Correct, Thing: "I.2.-2", Field: "label", Becomes: ""},
		{Step: 2, Verb: Split, Thing: "I.2.-1", Field: "I.2.-1+", Becomes: halves(reading.Clause("I.2.-1").Text)},
	})
	if err != nil {
		t.Fatal(err)
	}
	d.renumber()
	if err := d.Shape(); err != nil {
		t.Error(err)
	}
}

// halves is text as two wordings, the way a split takes them.
func halves(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:len(words)/2], " ") + "\n" + strings.Join(words[len(words)/2:], " ")
}

func TestWhateverPeopleDoTheDraftStaysInShape(t *testing.T) {
	reading, kept := little(t), little(t)
	rapid.Check(t, func(t *rapid.T) {
		r := Review{Reading: reading, Draft: reading}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			c := aStep(t, &r)
			if !do(t, &r, c) {
				continue
			}
			if err := r.Draft.Shape(); err != nil {
				t.Fatalf("after %s %s %s: %v", c.Verb, c.Thing, c.Becomes, err)
			}
		}
		folded, err := Apply(reading, r.Steps)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if diff := same(t, r.Draft, folded); diff != "" {
			t.Fatalf("the fold of the steps is not what stood on the screen:\n%s", diff)
		}
		if diff := same(t, reading, kept); diff != "" {
			t.Fatalf("a review changed its reading:\n%s", diff)
		}
		folded.renumber()
		if err := folded.Shape(); err != nil {
			t.Fatalf("renumbered: %v", err)
		}
		for _, b := range folded.Blocks() {
			if !folded.has(b.Thing) {
				t.Fatalf("nothing to open for %q: %s", b.Thing, b.Say)
			}
		}
	})
}

func TestToDoAndUndoIsToDoNothing(t *testing.T) {
	reading := little(t)
	rapid.Check(t, func(t *rapid.T) {
		r := Review{Reading: reading, Draft: reading}
		for range rapid.IntRange(0, 4).Draw(t, "before") {
			do(t, &r, aStep(t, &r))
		}
		before, n := r.Draft, len(r.Steps)
		c := aStep(t, &r)
		if c.Verb == Undo || !do(t, &r, c) || len(r.Steps) == n {
			return
		}
		if !do(t, &r, Correction{Verb: Undo, Undoes: len(r.Steps)}) {
			t.Fatalf("%s %s: the last step could not be undone", c.Verb, c.Thing)
		}
		if diff := same(t, before, r.Draft); diff != "" {
			t.Fatalf("%s %s and undo:\n%s", c.Verb, c.Thing, diff)
		}
	})
}

func TestToSplitAndMergeIsToDoNothing(t *testing.T) {
	reading := gold(t)
	splittable := 0
	reading.Walk(func(_, c *Clause) {
		w := strings.Fields(c.Text)
		if len(c.Children) > 0 || len(w) < 2 {
			return
		}
		splittable++
		for _, i := range []int{1, len(w) / 2, len(w) - 1} {
			r := Review{Reading: reading, Draft: reading}
			split := Correction{Verb: Split, Thing: Thing(c.ID), Becomes: strings.Join(w[:i], " ") + "\n" + strings.Join(w[i:], " ")}
			for _, c := range []Correction{split, {Verb: Merge, Thing: Thing(c.ID) + "+"}} {
				if err := r.complete(&c); err != nil {
					t.Fatal(err)
				}
				if err := r.take(c); err != nil {
					t.Fatalf("%s %s: %v", c.Verb, c.Thing, err)
				}
			}
			if diff := same(t, reading, r.Draft); diff != "" {
				t.Fatalf("split %s and merge:\n%s", c.ID, diff)
			}
		}
	})
	if splittable < 40 {
		t.Errorf("only %d clauses were split: the test has gone blind", splittable)
	}
}

func TestWhatIsNotThereIsRefused(t *testing.T) {
	d := gold(t)
	for _, c := range []Correction{
		{Verb: Accept, Thing: "T99"}, {Verb: Accept, Thing: "?26"}, {Verb: Accept, Thing: "?0"}, {Verb: Accept},
		{Verb: Correct, Thing: "T1", Field: "colour", Becomes: "red"}, {Verb: Correct, Thing: "IX.1", Field: "text"},
		{Verb: Correct, Thing: "T1", Field: "value", Becomes: "nhiều"}, {Verb: Correct, Thing: "doc", Field: "date", Becomes: "30/2/2025"},
		{Verb: Correct, Thing: "doc", Field: "title"}, {Verb: Correct, Thing: "doc", Field: "code", Becomes: "KH-UBND"}, {Verb: Correct, Thing: "T1", Field: "op", Becomes: "!="},
		{Verb: Split, Thing: "I.2", Field: "x", Becomes: "a\nb"}, {Verb: Split, Thing: "I.2.-1", Field: "x", Becomes: "100%"},
		{Verb: Split, Thing: "I.2.-1", Field: "x", Becomes: "khác\nhẳn"}, {Verb: Merge, Thing: "preamble"}, {Verb: Merge, Thing: "I.2.-2", Field: "I.2"},
		{Verb: Strike, Thing: "II.1"}, {Verb: Mark, Thing: "I.2.-1", Field: "T9"}, {Verb: Mark, Thing: "II.1", Field: "T7"}, {Verb: "erase", Thing: "T1"},
	} {
		if _, err := Apply(d, []Correction{c}); err == nil || refuse.Of(err).Kind == refuse.Trouble || !strings.HasSuffix(err.Error(), ".") {
			t.Errorf("%s %s %s %q: %v", c.Verb, c.Thing, c.Field, c.Becomes, err)
		}
	}
}

func TestWhatHangsOnAMergedClauseMovesWithIt(t *testing.T) {
	for _, tt := range []struct {
		name string
		step Correction
		ok   func(d Draft) bool
	}{
		{"a target joins the one before", Correction{Verb: Merge, Thing: "I.2.-2"}, func(d Draft) bool {
			return len(d.Targets) == 6 && d.target("T2") == nil && d.Clause("I.2.-2") == nil && strings.Contains(d.Clause("I.2.-1").Text, "của đơn vị. 100% các cơ quan")
		}},
		{"a task joins the one before", Correction{Verb: Merge, Thing: "IV.2.-5"}, func(d Draft) bool {
			return len(d.Assignments[1].Tasks) == 5 && strings.HasSuffix(d.task("IV.2.-4").Text, "giáo dục.")
		}},
		{"an assignment's tasks go to the unit before", Correction{Verb: Merge, Thing: "IV.3"}, func(d Draft) bool {
			return len(d.Assignments) == 5 && len(d.Assignments[1].Tasks) == 7 && d.assignment("A3") == nil
		}},
		{"citations move", Correction{Verb: Merge, Thing: "II.3.-2"}, func(d Draft) bool {
			return slices.ContainsFunc(d.References, func(b Basis) bool { return b.Code == "749/QĐ-TTg" && b.Cited[0].Node == "II.3.-1" })
		}},
		{"a struck target leaves the tasks that named it", Correction{Verb: Strike, Thing: "T7"}, func(d Draft) bool {
			return len(d.Targets) == 6 && len(d.task("IV.2.-4").Targets) == 0 && d.Clause("I.2.-7").Kind == Paragraph
		}},
		{"a marked clause is a target in its order", Correction{Verb: Mark, Thing: "I.1.b", Field: "T8"}, func(d Draft) bool {
			return d.Targets[0].ID == "T8" && d.Targets[0].Node == "I.1.b"
		}},
		{"a corrected wording is the task's too", Correction{Verb: Correct, Thing: "IV.2.-4", Field: "text", Becomes: "Tối thiểu 80% trường học."}, func(d Draft) bool {
			return d.task("IV.2.-4").Text == "Tối thiểu 80% trường học." && d.Clause("IV.2.-4").Text == d.task("IV.2.-4").Text
		}},
		{"a code is a number and a symbol", Correction{Verb: Correct, Thing: "doc", Field: "code", Becomes: "16 / KH-UBND"}, func(d Draft) bool {
			return d.Doc.Number == "16" && d.Doc.Symbol == "KH-UBND" && d.Doc.Code == "16/KH-UBND"
		}},
	} {
		d, err := Apply(gold(t), []Correction{tt.step})
		if err != nil || !tt.ok(d) || d.Shape() != nil {
			t.Errorf("%s: %v, %v", tt.name, err, d.Shape())
		}
	}
}

func TestASplitClauseIsCitedByItsOrderOnceAdopted(t *testing.T) {
	d, err := Apply(gold(t), []Correction{{Verb: Split, Thing: "I.2.-1", Field: "I.2.-1+", Becomes: "100% các cơ quan, đơn vị\nlồng ghép nội dung tuyên truyền về chuyển đổi số tại Kế hoạch thực hiện chương trình công tác của đơn vị."}})
	if err != nil {
		t.Fatal(err)
	}
	d.renumber()
	if d.Clause("I.2.-8") == nil || d.target("T2").Node != "I.2.-3" || d.Clause("I.2.-2").Text[:5] != "lồng"[:5] {
		t.Errorf("%v", d.target("T2").Node)
	}
}

func TestACorrectionsFileSaysWhatItDoes(t *testing.T) {
	file := `
# what the OCR lost
doc.signer.name = Trần Quang Hùng
doc.title = Truyền thông = chuyển đổi số
I.2.-3 text = Cổng Thông tin điện tử phường
T3 op = maintain
T6 unit =
doc.recipients.list = TT ĐU\nTT HĐND
accept ?7
split II.1 = một hai\nba
merge II.2
strike T7
mark I.1.b
`
	cs, err := ParseCorrections(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []Correction{
		{Verb: Correct, Thing: "doc.signer", Field: "name", Becomes: "Trần Quang Hùng"},
		{Verb: Correct, Thing: "doc", Field: "title", Becomes: "Truyền thông = chuyển đổi số"},
		{Verb: Correct, Thing: "I.2.-3", Field: "text", Becomes: "Cổng Thông tin điện tử phường"},
		{Verb: Correct, Thing: "T3", Field: "op", Becomes: "maintain"},
		{Verb: Correct, Thing: "T6", Field: "unit"},
		{Verb: Correct, Thing: "doc.recipients", Field: "list", Becomes: "TT ĐU\nTT HĐND"},
		{Verb: Accept, Thing: "?7"},
		{Verb: Split, Thing: "II.1", Becomes: "một hai\nba"},
		{Verb: Merge, Thing: "II.2"},
		{Verb: Strike, Thing: "T7"},
		{Verb: Mark, Thing: "I.1.b"},
	}
	if diff := cmp.Diff(want, cs); diff != "" {
		t.Error(diff)
	}
	var out strings.Builder
	if err := WriteCorrections(&out, cs); err != nil {
		t.Fatal(err)
	}
	again, err := ParseCorrections(strings.NewReader(out.String()))
	if diff := cmp.Diff(want, again); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, bad := range []string{"T3", "T3 op maintain", "accept", "accept T3 = yes", "a b c = d", "title = x"} {
		if _, err := ParseCorrections(strings.NewReader("T1 op = eq\n" + bad)); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzParseCorrections(f *testing.F) {
	for _, s := range []string{"T3 op = maintain", "doc.signer.name = a", "accept ?7", "split I = a\\nb", "x = y", "  =  "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cs, err := ParseCorrections(strings.NewReader(s))
		if err != nil {
			return
		}
		var out strings.Builder
		if err := WriteCorrections(&out, cs); err != nil {
			t.Fatal(err)
		}
		again, err := ParseCorrections(strings.NewReader(out.String()))
		if err != nil || fmt.Sprint(again) != fmt.Sprint(cs) {
			t.Errorf("%q\nwas  %v\nback %v\n%v", s, cs, again, err)
		}
	})
}
