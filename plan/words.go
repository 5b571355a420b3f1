package plan

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"loa/platform/refuse"
)

// The words of the paper are things of a review of their own: w23.4 is the
// fourth word of line 23. To correct one writes it anew wherever the draft was
// made of it: in the clause, the target, the task, the title, the unit's name.
// Which place of a wording that is, is told by the words around (see [printed]).

// certain is the probability from which a word needs no look of its own.
const certain = 0.9

// longestWord is the most bytes of what a person makes of one word.
const longestWord = 120

// An UnclearWord (chữ chưa chắc) is a word of the paper that may be another, and that the draft has in it.
type UnclearWord struct {
	Thing         Thing
	Line, Page    int
	Before, After string // what stands around it in its line
	Word
}

func wordThing(no, at int) Thing { return Thing("w" + itoa(no) + "." + itoa(at+1)) }

// word is the line and the place in it, from 0, that t names.
func (t Thing) word() (no, at int, ok bool) {
	s, ok := strings.CutPrefix(string(t), "w")
	line, place, cut := strings.Cut(s, ".")
	no, err := strconv.Atoi(line)
	at, err2 := strconv.Atoi(place)
	return no, at - 1, ok && cut && err == nil && err2 == nil
}

// line is the line numbered no; nil when the paper has none. It is shared by copies of d: it is never written to.
func (d *Draft) line(no int) *Line {
	if len(d.lines) == 0 {
		return nil
	}
	i := no - d.lines[0].No
	if i < 0 || i >= len(d.lines) {
		return nil
	}
	return &d.lines[i]
}

// wordAt is the word that t names; a token that was taken for debris is none.
func (d *Draft) wordAt(t Thing) (Word, bool) {
	no, at, ok := t.word()
	l := d.line(no)
	if !ok || l == nil || at < 0 || at >= len(l.Words) || l.Words[at].Text == "" {
		return Word{}, false
	}
	return l.Words[at], true
}

// seen is the word t as it was received; empty when there is none.
func (d *Draft) seen(t Thing) string {
	w, _ := d.wordAt(t)
	return w.Seen
}

// wordFields is the one part of a word that can be put right: how it is written.
func (d *Draft) wordFields(t Thing, w Word) []Field {
	return []Field{{Name: "text", Label: "Chữ", Value: w.Text, Needed: true, set: func(s string) error {
		switch s = squeeze(norm.NFC.String(s)); {
		case s == "":
			return refuse.Field("text", "Hãy gõ chữ đúng vào ô.")
		case len(s) > longestWord:
			return refuse.Field("text", "Mỗi lần chỉ sửa một chữ. Muốn sửa cả câu, hãy sửa lời văn của điểm mục.")
		}
		d.respell(t, s)
		return nil
	}}}
}

// respell writes becomes for the word t, in its line and in everything that was made of it.
func (d *Draft) respell(t Thing, becomes string) {
	no, at, _ := t.word()
	was := make([]string, len(d.Assignments))
	for i, a := range d.Assignments {
		was[i] = a.Unit
	}
	for _, w := range d.wordings() {
		if w.on(no) {
			*w.text = d.printed(w.lines).write(*w.text, spot{no, at}, becomes)
		}
	}
	for i, a := range d.Assignments { // a unit is called the same wherever it is named
		for k := range d.Units {
			if a.Unit != was[i] && strings.EqualFold(d.Units[k].Name, was[i]) {
				d.Units[k].Name = a.Unit
			}
		}
	}
	d.change(no, func(ws []Word) { ws[at].Text = becomes })
}

// change lets fn write to a copy of the words of line no.
func (d *Draft) change(no int, fn func([]Word)) {
	i := no - d.lines[0].No
	d.lines = slices.Clone(d.lines)
	d.lines[i].Words = slices.Clone(d.lines[i].Words)
	fn(d.lines[i].Words)
}

// look marks the words of the lines s as looked at by a person.
func (d *Draft) look(s Span) {
	for no := s[0]; no <= s[1]; no++ {
		if l := d.line(no); l != nil && slices.ContainsFunc(l.Words, Word.unclear) {
			d.change(no, func(ws []Word) {
				for i := range ws {
					ws[i].Sure = 1
				}
			})
		}
	}
}

func (w Word) unclear() bool { return w.Sure < certain && w.Text != "" }

// Unclear is the words that nobody is sure of and that something in d was made
// of, in the order of the paper.
func (d *Draft) Unclear() []UnclearWord {
	unclear := map[spot]bool{} // and whether something was made of it
	var on []int               // the lines they are on
	for _, l := range d.lines {
		for at, w := range l.Words {
			if w.unclear() {
				unclear[spot{l.No, at}] = false
				on = append(on, l.No)
			}
		}
	}
	if len(unclear) == 0 {
		return nil
	}
	rows := map[Span]printed{} // several wordings are made of the same lines
	for _, m := range d.wordings() {
		if !slices.ContainsFunc(on, m.on) {
			continue
		}
		r, ok := rows[m.lines[0]]
		if !ok || len(m.lines) > 1 {
			r = d.printed(m.lines)
		}
		if len(m.lines) == 1 {
			rows[m.lines[0]] = r
		}
		r.mark(*m.text, unclear)
	}
	var all []UnclearWord
	for i := range d.lines {
		l := &d.lines[i]
		for at, w := range l.Words {
			if unclear[spot{l.No, at}] {
				before, after := l.around(at)
				all = append(all, UnclearWord{wordThing(l.No, at), l.No, l.Page, before, after, w})
			}
		}
	}
	return all
}

// unclearOn is the unclear words on the lines of t.
func (d *Draft) unclearOn(all []UnclearWord, t Thing) []UnclearWord {
	lines := d.place(t)
	var some []UnclearWord
	for _, w := range all {
		if lines.meets(Span{w.Line, w.Line}) {
			some = append(some, w)
		}
	}
	return some
}

// around is the words of l before and after the one at.
func (l *Line) around(at int) (before, after string) {
	return wordsText(l.Words[:at]), wordsText(l.Words[at+1:])
}

// Restored is the line as it was taken to mean, with what people made of its words; as it was read where nothing is known of them.
func (l *Line) Restored() string {
	if l.Words == nil {
		return l.Text
	}
	return wordsText(l.Words)
}

func wordsText(ws []Word) string {
	var b strings.Builder
	for _, w := range ws {
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

// A wording is a text in a draft and the lines it was made of.
type wording struct {
	text  *string
	lines []Span
}

// on reports whether w was made of words of line no.
func (w wording) on(no int) bool {
	return slices.ContainsFunc(w.lines, func(s Span) bool { return s[0] <= no && no <= s[1] })
}

// wordings are all texts of d that say what the paper says.
func (d *Draft) wordings() []wording {
	var ws []wording
	add := func(lines Span, texts ...*string) {
		for _, t := range texts {
			ws = append(ws, wording{t, []Span{lines}})
		}
	}
	h := &d.Doc
	add(h.TitleLines, &h.Title)
	add(h.TitleLines.over(h.CodeLines), &h.KindText)
	add(h.DateLines, &h.Place)
	add(h.Issuer.Lines, &h.Issuer.Name, &h.Issuer.City)
	if h.Period != nil && h.Period.Lines != nil {
		add(*h.Period.Lines, &h.Period.Text)
	}
	if s := h.Signer; s != nil {
		add(s.Lines, &s.OnBehalf, &s.Capacity, &s.Position, &s.Name)
	}
	for i := range h.Recipients {
		add(h.Recipients[i].Lines, &h.Recipients[i].Text)
	}
	if h.Archive != nil {
		add(h.Archive.Lines, &h.Archive.Text)
	}
	d.Walk(func(_, c *Clause) { add(c.own(), &c.Title, &c.Text) })
	for i := range d.Targets {
		t := &d.Targets[i]
		add(t.Lines, &t.Subject, &t.Measure, &t.Exclusion, &t.OpCue)
		if t.Unit != nil {
			add(t.Lines, t.Unit)
		}
	}
	for i := range d.Assignments {
		a := &d.Assignments[i]
		add(d.place(Thing(a.ID)), &a.Unit)
		for k := range a.Tasks {
			add(a.Tasks[k].Lines, &a.Tasks[k].Text)
		}
	}
	if f := d.Funding; f != nil {
		add(f.Lines, &f.Text)
		for i := range f.Sources {
			add(f.Lines, &f.Sources[i])
		}
	}
	for i := range d.Doubts {
		add(d.Doubts[i].Lines, &d.Doubts[i].Text)
	}
	return append(ws, d.named()...)
}

// named are the wordings that stand in several places of the paper.
func (d *Draft) named() []wording {
	var ws []wording
	for i := range d.References {
		b := &d.References[i]
		var lines []Span
		for _, c := range b.Cited {
			lines = append(lines, c.Lines)
		}
		ws = append(ws, wording{&b.Title, lines}, wording{&b.Kind, lines})
		if !b.IssuerInferred {
			ws = append(ws, wording{&b.Issuer, lines})
		}
	}
	for i := range d.Channels {
		ws = append(ws, wording{&d.Channels[i].Name, d.Channels[i].Lines})
	}
	for i := range d.Systems {
		ws = append(ws, wording{&d.Systems[i].Name, d.Systems[i].Lines})
	}
	for i := range d.Campaigns {
		ws = append(ws, wording{&d.Campaigns[i].Name, d.Campaigns[i].Lines})
	}
	return ws
}

// A spot is a word of the paper: its line and its place in it, from 0.
type spot struct{ no, at int }

// A printed row is the words of some lines one after the other, with an empty
// one where lines do not follow each other. A word of the paper that stands for
// several, «và các», is several.
type printed struct {
	words, cores []string
	of           []spot
}

func (d *Draft) printed(lines []Span) printed {
	var r printed
	add := func(word string, of spot) {
		r.words, r.cores, r.of = append(r.words, word), append(r.cores, core(word)), append(r.of, of)
	}
	for i, s := range lines {
		if i > 0 {
			add("", spot{})
		}
		for no := s[0]; no <= s[1]; no++ {
			l := d.line(no)
			if l == nil {
				continue
			}
			for at, w := range l.Words {
				for _, f := range strings.Fields(w.Text) {
					add(f, spot{no, at})
				}
			}
		}
	}
	return r
}

// at is where in r the word s stands: n words from from; n is 0 when it does not.
func (r printed) at(s spot) (from, n int) {
	from = slices.Index(r.of, s)
	for from >= 0 && from+n < len(r.of) && r.of[from+n] == s {
		n++
	}
	return from, n
}

// mark notes in unclear the words of r that text has.
func (r printed) mark(text string, unclear map[spot]bool) {
	var cores []string
	for i, s := range r.of {
		if done, is := unclear[s]; !is || done || i > 0 && r.of[i-1] == s {
			continue
		}
		if cores == nil {
			cores = coresOf(strings.Fields(text))
		}
		from, n := r.at(s)
		unclear[s] = len(r.find(cores, from, n)) > 0
	}
}

const mostAround = 4 // words on each side by which a place is known

// find is the places in text of the n words of r from from. Where the paper has
// the same words twice, a place belongs to those with the most words around
// alike, and where that does not tell, to the first of them that has none yet. A
// place without any word alike beside it is none, unless it is the whole text.
// text is the cores of its words.
func (r printed) find(text []string, from, n int) []int {
	var at []int
	taken := map[int]bool{}
	for i := 0; i+n <= len(text); i++ {
		if !slices.Equal(text[i:i+n], r.cores[from:from+n]) {
			continue
		}
		may, around := r.rivals(text, i, n)
		is := may[max(0, slices.IndexFunc(may, func(p int) bool { return !taken[p] }))]
		taken[is] = true
		if is == from && (around > 0 || len(text) == n) {
			at = append(at, i)
		}
	}
	return at
}

// rivals is the places in r of the words text[i:i+n] that have the most words around alike, and how many those are.
func (r printed) rivals(text []string, i, n int) (may []int, around int) {
	around = -1
	for p := 0; p+n <= len(r.cores); p++ {
		if !slices.Equal(text[i:i+n], r.cores[p:p+n]) {
			continue
		}
		switch a := r.alike(text, i, p, n); {
		case a > around:
			may, around = []int{p}, a
		case a == around:
			may = append(may, p)
		}
	}
	return may, around
}

// alike counts the words around text[i:i+n] that are those around the n words of r from p.
func (r printed) alike(text []string, i, p, n int) int {
	count := 0
	for k := 1; k <= min(mostAround, i, p) && text[i-k] == r.cores[p-k]; k++ {
		count++
	}
	i, p = i+n-1, p+n-1
	for k := 1; k <= min(mostAround, len(text)-1-i, len(r.cores)-1-p) && text[i+k] == r.cores[p+k]; k++ {
		count++
	}
	return count
}

// write is text with becomes in place of the word s, wherever it has it.
func (r printed) write(text string, s spot, becomes string) string {
	from, n := r.at(s)
	words := strings.Fields(text)
	if n == 0 {
		return text
	}
	at := r.find(coresOf(words), from, n)
	if len(at) == 0 {
		return text
	}
	was := strings.Join(r.words[from:from+n], " ")
	for _, i := range slices.Backward(at) {
		words = slices.Replace(words, i, i+n, retouched(strings.Join(words[i:i+n], " "), was, becomes))
	}
	return strings.Join(words, " ")
}

// retouched is becomes as it stands where now stood for was: with the signs
// around it that were kept, dropped or added there, and its capitals.
func retouched(now, was, becomes string) string {
	if now == was {
		return becomes
	}
	lead, word, tail := cutSigns(now)
	wasLead, wasWord, wasTail := cutSigns(was)
	newLead, newWord, newTail := cutSigns(becomes)
	if newLead != wasLead {
		lead = newLead
	}
	if newTail != wasTail {
		tail = newTail
	}
	first, size := utf8.DecodeRuneInString(newWord)
	switch {
	case word == strings.ToUpper(wasWord) && utf8.RuneCountInString(word) > 1:
		newWord = strings.ToUpper(newWord)
	case capital(word) && !capital(wasWord):
		newWord = string(unicode.ToUpper(first)) + newWord[size:]
	case !capital(word) && capital(wasWord):
		newWord = string(unicode.ToLower(first)) + newWord[size:]
	}
	return lead + newWord + tail
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// cutSigns parts s into the signs before it, itself, and the signs after it; signs alone are a word.
func cutSigns(s string) (lead, word, tail string) {
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%' }
	word = strings.TrimLeftFunc(s, sign)
	if word == "" {
		return "", s, ""
	}
	lead = s[:len(s)-len(word)]
	trimmed := strings.TrimRightFunc(word, sign)
	return lead, trimmed, word[len(trimmed):]
}

// core is what two spellings of a word at different places of a sentence have in common.
func core(s string) string {
	_, word, _ := cutSigns(s)
	return strings.ToLower(word)
}

func coresOf(words []string) []string {
	cores := make([]string, len(words))
	for i, w := range words {
		cores[i] = core(w)
	}
	return cores
}
