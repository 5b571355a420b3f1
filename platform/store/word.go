package store

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"loa/kit/vi"
)

const (
	maxWord      = 64      // runes of one word that are kept
	maxIndexed   = 200_000 // bytes of a body that are indexed; PostgreSQL holds 1 MB of words for one document
	maxTitle     = 2_000   // bytes of a title that are indexed
	maxQuery     = 32      // words of a query that are looked for
	snippetWords = 32
)

// A word is one run of letters and digits of a text.
type word struct {
	from, to int      // bytes of the text, which is in NFC
	folded   string   // chuyen
	exact    string   // chuyển; the tone where vi.Canon puts it
	near     []string // of a query: other folded words that may have been meant
}

// words cuts text, in NFC, into its words: «57-NQ/TW» is 57, nq and tw.
func words(text string) []word {
	var found []word
	for from := 0; from < len(text); {
		start := strings.IndexFunc(text[from:], inWord)
		if start < 0 {
			break
		}
		from += start
		to := len(text)
		if end := strings.IndexFunc(text[from:], func(r rune) bool { return !inWord(r) }); end >= 0 {
			to = from + end
		}
		if w := newWord(text, from, to); w.folded != "" { // not marks alone
			found = append(found, w)
		}
		from = to
	}
	return found
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func newWord(text string, from, to int) word {
	w := word{from: from, to: to}
	w.folded = cut(vi.Fold(text[from:to]), maxWord)
	w.exact = cut(vi.Canon(strings.ToLower(text[from:to])), maxWord)
	return w
}

func (w word) hasMarks() bool { return w.exact != w.folded }

// cut returns at most n runes of s.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// clean returns at most limit bytes of text as both engines take them: in NFC, with one space between words.
func clean(text string, limit int) string {
	text = text[:min(len(text), limit)]
	text = strings.ReplaceAll(strings.ToValidUTF8(text, " "), "\x00", " ")
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}

// A query is the words somebody looks for.
type query struct {
	words  []word
	marked bool // typed with marks: exact spelling comes first
}

func parseQuery(text string) query {
	q := query{words: words(clean(text, 100*maxQuery))}
	q.words = q.words[:min(len(q.words), maxQuery)]
	q.marked = slices.ContainsFunc(q.words, word.hasMarks)
	return q
}

func (q query) matches(w word) bool {
	return slices.ContainsFunc(q.words, func(of word) bool { return of.may(w) })
}

// A Range is the runes From to To of a text, To left out.
type Range struct{ From, To int }

// A Passage is a piece of a document with the places that matched.
type Passage struct {
	Text  string
	Marks []Range // in order, apart from each other
}

// A Part is a piece of a Passage that matched, or one that did not.
type Part struct {
	Text   string
	Marked bool
}

// Parts cuts p at the ends of its marks, for the page that shows it.
func (p Passage) Parts() []Part {
	var parts []Part
	text, at := []rune(p.Text), 0
	for _, m := range p.Marks {
		if at < m.From {
			parts = append(parts, Part{Text: string(text[at:m.From])})
		}
		parts = append(parts, Part{Text: string(text[m.From:m.To]), Marked: true})
		at = m.To
	}
	if at < len(text) {
		parts = append(parts, Part{Text: string(text[at:])})
	}
	return parts
}

// passage is the stretch of body where most of the query stands.
func (q query) passage(body string) Passage {
	all := words(body)
	first := q.densest(all)
	last := min(first+snippetWords, len(all))
	if first == last {
		return Passage{}
	}
	from, to := 0, len(body)
	var b strings.Builder
	if first > 0 {
		from = all[first].from
		b.WriteString("… ")
	}
	if last < len(all) {
		to = all[last-1].to
	}
	p := Passage{}
	runes := len([]rune(b.String()))
	add := func(s string) {
		b.WriteString(s)
		runes += len([]rune(s))
	}
	for _, w := range all[first:last] {
		add(body[from:w.from])
		if q.matches(w) {
			p.Marks = joined(p.Marks, b.String(), Range{runes, runes + len([]rune(body[w.from:w.to]))})
		}
		add(body[w.from:w.to])
		from = w.to
	}
	add(body[from:to])
	p.Text = b.String()
	if last < len(all) {
		p.Text += " …"
	}
	return p
}

// joined adds m to marks; words with one space between them are one mark. Text is what stands before m.
func joined(marks []Range, text string, m Range) []Range {
	if n := len(marks); n > 0 && marks[n-1].To == m.From-1 && strings.HasSuffix(text, " ") {
		marks[n-1].To = m.To
		return marks
	}
	return append(marks, m)
}

// densest is the first word of the stretch of all that holds most different words of q, a few words before its first match.
func (q query) densest(all []word) int {
	seen := map[string]int{} // forms of the query inside the stretch
	count := func(w word, by int) {
		for _, of := range q.words {
			if !of.may(w) {
				continue
			}
			seen[of.folded] += by
			if of.exact == w.exact {
				seen["="+of.exact] += by
			}
			return
		}
	}
	best, most := 0, 0
	for i, w := range all {
		count(w, 1)
		if i >= snippetWords {
			count(all[i-snippetWords], -1)
		}
		different := 0
		for _, n := range seen {
			if n > 0 {
				different++
			}
		}
		if different > most {
			best, most = max(0, i-snippetWords+1), different
		}
	}
	for i := best; i < min(best+snippetWords, len(all)); i++ {
		if q.matches(all[i]) {
			return max(0, min(i-4, len(all)-snippetWords))
		}
	}
	return 0
}
