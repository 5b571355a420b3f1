package restore

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"loa/kit/vi"
	"loa/kit/vi/ngram"
)

// debris are signs that an engine puts for letters.
const debris = "¢€¥@&$£§°"

// parting are the signs that may stand between two words of one field; others are letters read badly.
const parting = "-–_.:;,/()"

func isRead(r rune) bool { return isCore(r) || strings.ContainsRune(debris, r) }

// Core is what of a field that an engine read may stand for letters.
func Core(field string) string {
	_, core, _ := trim(field, isRead)
	return core
}

// token is one word of a field: «truyền/công» has two.
type token struct {
	line, field int
	before      string // signs before it
	core        string
	after       string // signs after it
	ends        bool   // a sentence ends after it
	joins       bool   // the field goes on after it
	fixed       []candidate
	whole       bool // the field has no other
	acronym     bool // it is in capitals, in a line that is not
}

// A run is a row of tokens that are decided together.
type run struct {
	tokens []token
	starts bool // it begins a sentence
	lattice
}

var generation = regexp.MustCompile(`^[0-9]G$`) // 5G

// longest is the most tokens decided at once.
const longest = 400

// runs cuts the lines into runs: a label at the start of a line begins one, a
// blank line ends one unless the sentence goes on. Labels stay as they are.
func (r *reading) cut() {
	var now run
	flush := func() {
		if len(now.tokens) > 0 {
			r.runs = append(r.runs, now)
		}
		now = run{}
	}
	open := false // the last line did not end its sentence
	for i, fields := range r.fields {
		if len(fields) == 0 {
			if !open || i+1 < len(r.fields) && !goesOn(r.fields[i+1]) {
				flush()
			}
			continue
		}
		shouts := shouting(fields)
		for f, seen := range fields {
			if f == 0 && label.MatchString(seen) {
				flush()
				now.starts = true
				continue
			}
			if len(now.tokens) == 0 && len(r.runs) == 0 {
				now.starts = true
			}
			for _, t := range r.split(seen) {
				t.line, t.field = i, f
				t.acronym = !shouts && shapeOf(t.core) == capital
				before := ""
				if n := len(now.tokens); n > 0 {
					now.tokens[n-1].reconsider(&t)
					before = now.tokens[n-1].core
				}
				if n := numeral(before, t.core); n != "" {
					t.fixed = []candidate{{id: unknown, shape: asSeen, text: n, same: n == t.core}}
				}
				now.tokens = append(now.tokens, t)
			}
			if len(now.tokens) > longest {
				flush()
			}
		}
		open = !ends(fields[len(fields)-1])
	}
	flush()
}

// reconsider takes a point before a small letter for a speck, or for a comma.
func (t *token) reconsider(next *token) {
	if c, _ := utf8.DecodeRuneInString(next.core); t.ends && unicode.IsLower(c) && !strings.ContainsAny(t.after, ":;") {
		t.ends = false
	}
}

// goesOn tells a line that does not begin a sentence.
func goesOn(fields []string) bool {
	if len(fields) == 0 {
		return true
	}
	c, _ := utf8.DecodeRuneInString(fields[0])
	return unicode.IsLower(c) && !label.MatchString(fields[0])
}

// calm writes a syllable in which an engine saw capitals and small letters mixed («cỜ») in small ones after the first.
func calm(core string) string {
	_, n := utf8.DecodeRuneInString(core)
	rest := core[n:]
	low := strings.ToLower(rest)
	if low == rest || strings.ToUpper(core) == core || !vi.IsSyllable(core) {
		return core
	}
	return core[:n] + low
}

// shouting tells a line set in capitals, where a word in capitals is no acronym.
func shouting(fields []string) bool {
	capitals, smalls := 0, 0
	for _, f := range fields {
		for _, c := range f {
			if unicode.IsUpper(c) {
				capitals++
			} else if unicode.IsLower(c) {
				smalls++
			}
		}
	}
	return capitals > smalls
}

// split cuts a field into its tokens; none when it has no letter or figure.
func (r *reading) split(field string) []token {
	if c := r.stray(field); c != nil {
		return []token{{core: field, fixed: c, whole: true}}
	}
	before, core, after := trim(field, isRead)
	if core == "" {
		return nil
	}
	core = strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) { // a mark that no letter of this word takes
			return -1
		}
		return c
	}, norm.NFC.String(core))
	if r.o.Engine != English {
		core = calm(core)
	}
	if kindOf(core) != unknown && !r.soiled(core) || len(core) > 200 {
		return []token{{before: before, core: core, after: after, ends: ends(after), fixed: r.fix(core), whole: true}}
	}
	var out []token
	for core != "" {
		i := strings.IndexAny(core, parting)
		if i < 0 {
			i = len(core)
		}
		j := len(core) - len(strings.TrimLeft(core[i:], parting))
		out = append(out, token{core: core[:i], after: core[i:j], joins: true, fixed: r.fix(core[:i])})
		core = core[j:]
	}
	last := &out[len(out)-1]
	last.after, last.ends, last.joins = after, ends(after), false
	out[0].before = before
	out[0].whole = len(out) == 1
	return out
}

// soiled tells a figure among debris, which an engine without Vietnamese letters
// puts for a word: «¢6» for có, «$0» for số.
func (r *reading) soiled(core string) bool {
	if r.o.Engine != English || !strings.ContainsAny(core, debris) {
		return false
	}
	figures := 0
	for _, c := range core {
		if unicode.IsLetter(c) || c == '%' {
			return false
		}
		if unicode.IsDigit(c) {
			figures++
		}
	}
	return figures == 1
}

// fix are the meanings of what is not to be searched for in the vocabulary:
// numbers, codes, acronyms; nil for words.
func (r *reading) fix(core string) []candidate {
	k := kindOf(core)
	if r.soiled(core) {
		k = unknown
	}
	switch k {
	case unknown:
	case code:
		if !isAddress(core) {
			core = Stroke(core)
		}
		return []candidate{{id: code, shape: asSeen, text: core, same: true}}
	case small:
		return r.figure(core)
	default:
		return []candidate{{id: k, shape: asSeen, text: core, same: true}}
	}
	if len(core) > 60 || generation.MatchString(core) || core == "TTg" || core == "CTr" {
		return []candidate{r.asRead(core)}
	}
	return nil
}

// figure are the meanings of a number of one or two figures: itself, or the word
// that an engine without Vietnamese letters read so («12» for là).
func (r *reading) figure(core string) []candidate {
	const (
		oneOf = 4 // nats: there are many such numbers
		far   = 8 // nats from which a word is not looked at
		is    = 6 // nats of là, whose letters look like a one and another figure
	)
	c := candidate{id: small, shape: asSeen, text: core, same: true}
	if r.o.Engine != English || core[0] == '0' && len(core) == 2 {
		return []candidate{c}
	}
	c.cost = oneOf
	cs := []candidate{c}
	for _, w := range r.search(core) {
		if w.id >= symbols && w.cost < far {
			w.cost++
			cs = append(cs, w)
		}
	}
	if core == "12" || core == "13" { // PLAN-READING 4: no page that the costs were learned from has it
		cs = append(cs, candidate{id: r.lexicon.id["là"], cost: is})
	}
	return cs
}

// asRead is a token taken as it stands.
func (r *reading) asRead(text string) candidate {
	c := candidate{id: r.id(canonical(text)), shape: asSeen, text: text, same: true}
	if c.id == none {
		c.id = unknown
	}
	return c
}

// stray gives the meanings of a lone sign that is often all that is left of a
// short word: «0», «)» or «@» for số, «H)» for hỗ.
func (r *reading) stray(field string) []candidate {
	switch field {
	case "TM.", "KT.", "TL.", "TUQ.", "T/M", "K/T", "T/L", "VT,", "VT":
		return []candidate{{id: unknown, shape: asSeen, text: field, same: true}}
	}
	if r.o.Engine != English {
		return nil
	}
	switch field {
	case "0", ")", "@", "s@", "s)":
		return []candidate{{id: small, cost: 3, shape: asSeen, text: field, same: true}, {id: r.lexicon.id["số"], cost: 4}}
	}
	if len(field) == 2 && field[1] == ')' && unicode.IsUpper(rune(field[0])) {
		return append(r.search(field[:1]+"o"), candidate{id: unknown, cost: 9, shape: asSeen, text: field, same: true})
	}
	return nil
}

// Stroke gives the symbols of a document's code the Đ whose stroke was not read: 284/QD-UBND becomes 284/QĐ-UBND.
func Stroke(code string) string {
	var b strings.Builder
	for code != "" {
		i := strings.IndexFunc(code, func(r rune) bool { return !unicode.IsLetter(r) })
		if i < 0 {
			i = len(code)
		}
		part := code[:i]
		if s, ok := strokes()[part]; ok {
			part = s
		}
		if part == "TI" && strings.HasPrefix(code[i:], "-B") { // thông tư of a bộ
			part = "TT"
		}
		b.WriteString(part)
		code = code[i:]
		for code != "" {
			c, n := utf8.DecodeRuneInString(code)
			if unicode.IsLetter(c) {
				break
			}
			b.WriteString(code[:n])
			code = code[n:]
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for _, r := range s {
		if r >= 0x80 || !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

func shapeOf(text string) shape {
	c, n := utf8.DecodeRuneInString(text)
	switch {
	case !unicode.IsUpper(c):
		return lower
	case len(text) > n && strings.ToUpper(text) == text:
		return capital
	}
	return titled
}

// A gazetteer is what names are known: their words follow each other as written.
type gazetteer struct {
	pair  map[uint32]bool
	named []bool                // which words are second in such a pair
	words []string              // words that the vocabulary lacks, numbered after it
	id    map[string]ngram.Word // of these
	trie  trie
}

func newGazetteer(x *lexicon, names []string) *gazetteer {
	g := &gazetteer{pair: map[uint32]bool{}, named: make([]bool, len(x.words)), id: map[string]ngram.Word{}}
	for _, name := range names {
		last := none
		for f := range strings.FieldsSeq(name) {
			w := canonical(strings.TrimFunc(f, func(r rune) bool { return !unicode.IsLetter(r) }))
			if w == "" {
				last = none
				continue
			}
			id := x.id[w]
			if id == none {
				id = g.id[w]
			}
			if id == none {
				id = ngram.Word(len(x.words) + len(g.words))
				g.words = append(g.words, w)
				g.id[w] = id
				g.named = append(g.named, false)
				g.trie.add(w, id, ofItself*extraWord/2)
			}
			if last != none {
				g.pair[pairKey(last, id)] = true
				g.named[id] = true
			}
			last = id
		}
	}
	return g
}
