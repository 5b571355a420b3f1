package typeset

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func run(text string, size float64, bold bool) Run {
	return Run{Text: text, Font: Times, Size: size, Bold: bold}
}

// TestWordsAreAsLongAsInTimesNewRoman: the widths are those of the typeface's own tables (2048 to the em).
func TestWordsAreAsLongAsInTimesNewRoman(t *testing.T) {
	for text, em := range map[string]float64{"I": 682, "W": 1933, "Ủ": 1479, "1234567890": 10240, "": 0} {
		want := em / 2048 * 12 * 25.4 / 72
		if got := run(text, 12, false).Width(); math.Abs(got-want) > 0.01 {
			t.Errorf("%q is %.3f mm long, want %.3f", text, got, want)
		}
	}
	if !(run("nhân dân", 14, true).Width() > run("nhân dân", 14, false).Width()) {
		t.Error("bold words are not longer")
	}
}

func anyText(t *rapid.T) *Paragraph {
	p := &Paragraph{First: float64(rapid.IntRange(0, 13).Draw(t, "first")), Left: float64(rapid.IntRange(0, 20).Draw(t, "left"))}
	for range rapid.IntRange(1, 3).Draw(t, "runs") {
		p.Runs = append(p.Runs, run(rapid.StringMatching(`[a-zđăâêôơư ]{0,120}`).Draw(t, "text"), 14, rapid.Bool().Draw(t, "bold")))
	}
	return p
}

func TestBreakingLosesNothingButBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyText(t)
		var b strings.Builder
		for _, l := range p.Break(float64(rapid.IntRange(40, 165).Draw(t, "column"))) {
			for _, r := range l.Runs {
				b.WriteString(r.Text)
			}
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if squeeze(b.String()) != squeeze(p.Text()) {
			t.Fatalf("%q became %q", p.Text(), b.String())
		}
	})
}

func TestNoLineIsLongerThanItsColumn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyText(t)
		column := float64(rapid.IntRange(60, 165).Draw(t, "column"))
		for i, l := range p.Break(column) {
			room := column - p.Left
			if i == 0 {
				room -= p.First
			}
			if l.Width > room+0.1 {
				t.Fatalf("line %d is %.2f mm long in a room of %.2f", i+1, l.Width, room)
			}
		}
	})
}

func TestALineBreakEndsALine(t *testing.T) {
	p := &Paragraph{Runs: []Run{run("một\nhai ba", 14, false)}}
	lines := p.Break(100)
	if len(lines) != 2 || !lines[0].Last || lines[1].Runs[0].Text != "hai " {
		t.Errorf("%+v", lines)
	}
}
