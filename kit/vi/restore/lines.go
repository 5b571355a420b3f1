package restore

import "strings"

// An Engine is what a text came from, which decides how its letters go wrong.
type Engine string

const (
	Auto       Engine = ""     // told from the letters
	English    Engine = "eng"  // recognised by an engine without Vietnamese letters
	Vietnamese Engine = "vie"  // recognised by an engine that knows Vietnamese
	Sound      Engine = "none" // right already
)

// Options are what is known of a text before it is restored.
type Options struct {
	Engine Engine
	Names  []string // names the text may well contain: the ward, its city, its units
}

// Lines restores the lines of one text. Each comes back as its words, in
// order: their Seen, joined by blanks, is the line.
func Lines(lines []string, o Options) [][]Word {
	if o.Engine == Auto {
		o.Engine = Detect(lines)
	}
	if o.Engine == English {
		return New(o.Names...).Mend(lines)
	}
	out := make([][]Word, len(lines))
	for i, l := range lines {
		for _, f := range strings.Fields(l) {
			out[i] = append(out[i], Word{Seen: f, Text: f, Sure: 1})
		}
	}
	return out
}

// Detect tells the engine from the letters of the first tens of thousands of runes.
func Detect(lines []string) Engine {
	var all strings.Builder
	for _, l := range lines {
		if all.Len() < 1<<16 {
			all.WriteString(l)
		}
	}
	if MarkShare(all.String()) < SoundShare {
		return English
	}
	return Vietnamese
}

// Text joins restored words to a line.
func Text(words []Word) string {
	var b strings.Builder
	for _, w := range words {
		if w.Text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}
