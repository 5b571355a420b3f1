// Package restore gives Vietnamese text its letters back. An engine without
// Vietnamese letters reads «s6», «dé», «tmg», «duge» for số, để, ứng, được; one
// that has them takes tiên for tiền. Both glue words, cut them, and read specks
// of dirt. The package knows the language and nothing of plans or wards.
//
// It is a noisy channel. Each token that was read (token.go) may mean a few
// words: a walk through the vocabulary with the costs of what letters are read
// as finds them (confuse.go); there is a table of such costs for each engine.
// The rows of meanings form a lattice (lattice.go) in which a token may also be
// two words glued, two tokens one word cut, or a speck. The language model
// (kit/vi/ngram) says how likely a row is; the best one is found with a beam,
// twice: what a text says again and again, and how badly it was read, is learned
// in the first pass and used in the second (habit.go). The probability of each
// choice among all rows kept, put right by measurement (sure.go), is what the
// caller gets with it.
//
// Numbers, dates, codes and addresses are never changed, save for the stroke of
// Đ in a code that was read by an engine without it.
//
// The tables (model/) are made by package train, from official texts, an
// encyclopedia, and pages rendered and read again.
package restore

import (
	"strings"
	"unicode"
)

// An Engine is what a text comes from, which decides how its letters go wrong.
type Engine string

const (
	Auto       Engine = ""    // told from the letters
	English    Engine = "eng" // recognised by an engine without Vietnamese letters
	Vietnamese Engine = "vie" // recognised by an engine that has them, or typed
)

// MarkShare is the share of letters only Vietnamese has (ă đ ơ ư, and those of
// U+1EA0 to U+1EF9) among the letters of s: 0.15 to 0.26 in sound Vietnamese,
// 0 where the engine had no such letters.
func MarkShare(s string) float64 {
	marked, letters := 0, 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r >= 0x1EA0 && r <= 0x1EF9 || strings.ContainsRune("ăđơưĂĐƠƯ", r) {
			marked++
		}
	}
	return float64(marked) / float64(max(letters, 1))
}

// SoundShare is the MarkShare from which a text is taken for Vietnamese with its letters.
const SoundShare = 0.05

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

// Options are what is known of a text before it is restored.
type Options struct {
	Engine Engine
	Names  []string // names the text may well contain: the ward, its city, its units
}

// A Word is what was read and what it was taken to mean. Usually both are one
// token. A glued token comes back as several words, the first of which has Seen
// and the others none; a cut word has the tokens it was made of in Seen, joined
// by a blank; a speck has no Text.
type Word struct {
	Seen, Text string
	Sure       float64  // 0 to 1: the probability that Text is right
	Else       []Choice // what else it may be, the likeliest first; none when there is no doubt
}

// A Choice is another reading of a word.
type Choice struct {
	Text string
	Sure float64
}

// Lines restores the lines of one text. Each comes back as its words, in order:
// their Seen, joined by blanks, is the line.
func Lines(lines []string, o Options) [][]Word {
	if o.Engine == Auto {
		o.Engine = Detect(lines)
	}
	r := newReading(lines, o)
	r.pass()
	if r.learn() {
		r.passAgain()
	}
	return r.words()
}

// Line writes a restored line with the blanks, tabs and form feeds that stood between its words.
func Line(line string, words []Word) string {
	var b strings.Builder
	gap := func() string {
		n := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsSpace(r) })
		if n < 0 {
			n = len(line)
		}
		g := line[:n]
		line = line[n:]
		return g
	}
	for _, w := range words {
		before := " "
		if w.Seen != "" {
			before = gap()
			for f := range strings.FieldsSeq(w.Seen) {
				line = strings.TrimPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), f)
			}
		}
		switch {
		case w.Text != "":
			b.WriteString(before + w.Text)
		case strings.TrimSpace(b.String()) == "" || strings.ContainsAny(before, "\t\f"): // what is dropped leaves the place it stood in
			b.WriteString(before)
		}
	}
	b.WriteString(line)
	return b.String()
}
