package plan

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/kit/vi/restore"
)

// A paper is the source as the reader works on it: every line cut into words,
// mended where the engine that read it had no Vietnamese letters.
type paper struct {
	lines   []paperLine
	garbled bool
	whole   bool // each line is a whole paragraph, as a word processor writes it
	width   int  // runes of a full line
}

type paperLine struct {
	no    int
	raw   string
	text  string // mended
	words []word
	sure  float64 // the mean over the words
}

// A word is one field of a line.
type word struct {
	text string // mended, with its signs
	fold string // without marks, case and signs around: what cues are matched on
	line int
	sure float64
}

func newPaper(lines []Line, o Options) *paper {
	p := &paper{whole: !wrapped(lines), garbled: garbledLines(lines)}
	lines = Restore(lines, o)
	p.lines = make([]paperLine, len(lines))
	for i := range lines {
		l := paperLine{no: lines[i].No, raw: lines[i].Text}
		for _, w := range lines[i].Words {
			if w.Text != "" {
				l.words = append(l.words, word{w.Text, bare(w.Text), l.no, w.Sure})
			}
		}
		texts := make([]string, len(l.words))
		for k, w := range l.words {
			texts[k] = w.text
			l.sure += w.sure / float64(len(l.words))
		}
		l.text = strings.Join(texts, " ")
		p.lines[i] = l
	}
	p.width = fullWidth(p.lines)
	return p
}

// Restore fills in the words of the lines that have none yet: what the letters
// that were read were taken to mean. Nothing else changes.
func Restore(lines []Line, o Options) []Line {
	if !slices.ContainsFunc(lines, func(l Line) bool { return l.Words == nil && strings.TrimSpace(l.Text) != "" }) {
		return lines
	}
	raw := make([]string, len(lines))
	for i, l := range lines {
		raw[i] = l.Text
	}
	lines = slices.Clone(lines)
	for i, ws := range restore.Lines(raw, restore.Options{Names: o.names()}) {
		if lines[i].Words != nil {
			continue
		}
		for _, w := range ws {
			x := Word{Seen: w.Seen, Text: w.Text, Sure: w.Sure}
			for _, e := range w.Else {
				x.Else = append(x.Else, e.Text)
			}
			lines[i].Words = append(lines[i].Words, x)
		}
	}
	return lines
}

// typed takes the words of lines as they stand: somebody has typed them, and no
// engine has read them. Lines without Vietnamese letters were pasted from one
// that did, and are left to Restore.
func typed(lines []Line) []Line {
	if garbledLines(lines) {
		return lines
	}
	for i := range lines {
		for f := range strings.FieldsSeq(lines[i].Text) {
			lines[i].Words = append(lines[i].Words, Word{Seen: f, Text: f, Sure: 1})
		}
	}
	return lines
}

// anyLabel is what a line may begin with that opens a clause, however badly it was read.
var anyLabel = regexp.MustCompile(`^([-–—+•*·]|\(?[0-9IVXivxl|!]{1,5}[.,)/]|[0-9]+\.[0-9.]+|[\p{L}¢€0-9]{1,2}\)|[A-HIVX]\.|Điều |Phần |Chương |Mục )`)

// wrapped tells lines as they broke on paper from whole paragraphs, whatever
// kind of file they come in: of the former, many long ones end in the middle of
// a sentence, and the next goes on without a label.
func wrapped(lines []Line) bool {
	const long, widest = 45, 130 // runes; no line on paper has more than the latter
	width, longs, over := 0, 0, 0
	for _, l := range lines {
		switch n := utf8.RuneCountInString(strings.TrimSpace(l.Text)); {
		case n > widest:
			over++
			longs++
		case n >= long:
			width = max(width, n)
			longs++
		}
	}
	open, full := 0, 0 // long lines that go on; those of them that reach the margin
	last := ""
	for _, l := range lines {
		text := strings.TrimSpace(l.Text)
		if text == "" {
			continue
		}
		if n := utf8.RuneCountInString(last); n >= long && !ends(last) && !anyLabel.MatchString(text) {
			open++
			if n*4 >= width*3 {
				full++
			}
		}
		last = text
	}
	return open*4 > longs || full > 0 && over*20 < longs
}

// garbledLines tells text whose Vietnamese letters are lost.
func garbledLines(lines []Line) bool {
	raw := make([]string, len(lines))
	for i, l := range lines {
		raw[i] = l.Text
	}
	return restore.Detect(raw) == restore.English
}

// bare is a word without marks, case and the signs around it.
func bare(s string) string {
	return strings.TrimFunc(vi.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%' })
}

// fullWidth is the length of the longer lines: nine in ten are not longer.
func fullWidth(lines []paperLine) int {
	var count [200]int
	n := 0
	for _, l := range lines {
		if w := utf8.RuneCountInString(l.text); w > 20 {
			count[min(w, len(count)-1)]++
			n++
		}
	}
	for w, c := range count {
		if n -= c; n <= 0 || n*10 <= len(lines)/2 {
			return max(w, 40)
		}
	}
	return 80
}

// line is the line numbered no; lines are numbered without holes.
func (p *paper) line(no int) *paperLine { return &p.lines[no-p.lines[0].no] }

func (l *paperLine) blank() bool { return len(l.words) == 0 }

func (l *paperLine) fold() string {
	f := make([]string, 0, len(l.words))
	for _, w := range l.words {
		if w.fold != "" {
			f = append(f, w.fold)
		}
	}
	return strings.Join(f, " ")
}

// full tells a line that reaches the right margin, so that its sentence may go on.
func (p *paper) full(l *paperLine) bool {
	return !p.whole && utf8.RuneCountInString(l.text)*100 >= p.width*78
}

// right is the word with which the right one of two columns begins: after a
// tab or a wide gap. It is the number of words when the line has one column.
func (l *paperLine) right() int {
	left, _, two := cutColumns(l.raw)
	n := len(strings.Fields(left))
	if !two || n > len(l.words) {
		return len(l.words)
	}
	return n
}

func cutColumns(raw string) (left, right string, two bool) {
	trimmed := strings.TrimRight(raw, " \t")
	i := max(strings.LastIndex(trimmed, "\t"), strings.LastIndex(trimmed, "    "))
	if i < 0 {
		return raw, "", false
	}
	return trimmed[:i], strings.TrimSpace(trimmed[i:]), true
}

// shouts tells a line set in capitals.
func shouts(s string) bool {
	up, low := 0, 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			up++
		} else if unicode.IsLower(r) {
			low++
		}
	}
	return up > 2*low && up >= 3
}

// A passage is the words of a clause, in order, wherever its lines break.
type passage []word

func (ws passage) text() string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

func (ws passage) span() Span {
	if len(ws) == 0 {
		return Span{}
	}
	return Span{ws[0].line, ws[len(ws)-1].line}
}

func (ws passage) sure() Confidence {
	if len(ws) == 0 {
		return 1
	}
	s := 0.0
	for _, w := range ws {
		s += w.sure
	}
	return Confidence(int(100*s/float64(len(ws)))) / 100
}

// find is the first place at or after from where the phrase, folded and split, stands; -1 when nowhere.
func (ws passage) find(phrase []string, from int) int {
	for i := max(from, 0); i+len(phrase) <= len(ws); i++ {
		if ws.at(i, phrase) {
			return i
		}
	}
	return -1
}

// at tells whether the phrase stands at i.
func (ws passage) at(i int, phrase []string) bool {
	if i < 0 || i+len(phrase) > len(ws) {
		return false
	}
	for k, f := range phrase {
		if ws[i+k].fold != f {
			return false
		}
	}
	return true
}

// any is the first of the phrases found, with its place and length; at the same place the longer one.
func (ws passage) any(phrases [][]string, from int) (at, n int) {
	at = -1
	for _, p := range phrases {
		if i := ws.find(p, from); i >= 0 && (at < 0 || i < at || i == at && len(p) > n) {
			at, n = i, len(p)
		}
	}
	return at, n
}

// cues splits phrases, written with marks, into folded words.
func cues(list string) [][]string {
	var out [][]string
	for _, s := range strings.Split(list, ",") {
		if f := strings.Fields(vi.Fold(s)); len(f) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// ends tells what closes a word: one of .;:!? past quotes and brackets.
func ends(s string) bool {
	s = strings.TrimRight(s, `"”»')]`)
	return s != "" && strings.ContainsRune(".;:!?", rune(s[len(s)-1]))
}

// clean takes the closing signs off a text.
func clean(s string) string { return strings.TrimRight(strings.TrimSpace(s), ",;:. ") }
