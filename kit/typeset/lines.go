package typeset

import "strings"

// A Line is one line of a paragraph as it is broken: its pieces from left to right.
type Line struct {
	Runs  []Run
	Width float64
	Last  bool // of the paragraph, or before a line break: it is not stretched
}

// Break breaks p into lines in a column so many millimetres wide. A word that is wider than the column is cut.
func (p *Paragraph) Break(column float64) []Line {
	b := breaker{room: column - p.Left - p.Right - p.First, column: column - p.Left - p.Right}
	for _, r := range p.Runs {
		for i, piece := range strings.Split(r.Text, "\n") {
			if i > 0 {
				b.end(true)
			}
			for _, word := range words(piece) {
				r.Text = word
				b.add(r)
			}
		}
	}
	b.end(true)
	return b.lines
}

// words cuts s behind each blank; a blank belongs to the word before it.
func words(s string) (out []string) {
	from := 0
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' && (i+1 == len(s) || s[i+1] != ' ') {
			out = append(out, s[from:i+1])
			from = i + 1
		}
	}
	if from < len(s) {
		out = append(out, s[from:])
	}
	return out
}

type breaker struct {
	lines  []Line
	now    []Run
	used   float64
	room   float64 // of this line
	column float64 // of the lines after it
}

// add sets a word, on a new line where it does not fit. Words of several looks without a blank between them may part.
func (b *breaker) add(r Run) {
	bare := r
	bare.Text = strings.TrimRight(r.Text, " ")
	wide := bare.Width()
	if b.used+wide > b.room+0.01 && len(b.now) > 0 {
		b.end(false)
	}
	for wide > b.room+0.01 && len(bare.Text) > 1 { // alone, and still too wide
		head := cut(bare, b.room)
		tail := r
		tail.Text = r.Text[len(head.Text):]
		b.now = append(b.now, head)
		b.used += head.Width()
		b.end(false)
		r, bare = tail, tail
		bare.Text = strings.TrimRight(r.Text, " ")
		wide = bare.Width()
	}
	b.now = append(b.now, r)
	b.used += r.Width()
}

// cut is as much of the head of r as fits, one letter at least.
func cut(r Run, room float64) Run {
	end := 0
	for i := range r.Text {
		if i == 0 {
			continue
		}
		head := r
		head.Text = r.Text[:i]
		if end > 0 && head.Width() > room {
			break
		}
		end = i
	}
	if end == 0 {
		end = len(r.Text)
	}
	r.Text = r.Text[:end]
	return r
}

func (b *breaker) end(last bool) {
	runs := b.now
	if n := len(runs); n > 0 {
		runs[n-1].Text = strings.TrimRight(runs[n-1].Text, " ")
	}
	l := Line{Runs: runs, Last: last}
	for _, r := range runs {
		l.Width += r.Width()
	}
	b.lines = append(b.lines, l)
	b.now, b.used, b.room = nil, 0, b.column
}
