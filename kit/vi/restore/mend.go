package restore

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const (
	channel = 1.1        // weight of the confusions against the pairs of words
	widest  = 10         // candidates of a token
	longest = 400        // tokens decided at once
	effort  = 12_000_000 // nodes walked for one text; eight pages take two millions, a hundred not ten
)

var (
	address    = regexp.MustCompile(`(?i)^(https?:|www\.)|\.(gov|vn|com|org|net)\b`)
	figures    = regexp.MustCompile(`^[0-9]+([.,:/\-][0-9]+)*%?$`)
	symbol     = regexp.MustCompile(`^[0-9]*[-/.]?[0-9A-ZĐa-zđ&]+([-/.][0-9A-ZĐa-zđ&]+)*[-/]?$`)
	generation = regexp.MustCompile(`^[0-9]G[.,;)]?$`) // 5G
	label      = regexp.MustCompile(`^([IVXivxl1|]{1,5}\.|[A-H]\.|[0-9]{1,2}(\.[0-9]{1,2})*\.?|[a-zđ¢€&]{1,2}\)|[-–—+•*·]+)$`)
)

// debris are signs that the engine put for letters.
const debris = "¢€¥@&$£§°"

// token is one word of a field: «truyền/công» has two.
type token struct {
	line, field int
	before      string // signs before it
	core        string
	after       string // signs after it
	ends        bool   // a sentence ends after it
	choices     []candidate
	chosen      int
}

// Mend mends the lines of one text, in two passes: what the first has read
// again and again makes the second surer. Each line comes back as the words of
// its fields, as many as it had.
func (m *Mender) Mend(lines []string) [][]Word {
	out := make([][]Word, len(lines))
	runs := m.runs(lines, out)
	m.habit = nil
	for _, r := range runs {
		m.decide(r)
	}
	m.habit = m.habits(runs)
	for _, r := range runs {
		m.decide(r)
		for i := range r {
			t := &r[i]
			w := &out[t.line][t.field]
			w.Text += t.before + m.written(t) + t.after
			w.Sure = min(w.Sure, m.sure(r, i))
		}
	}
	return out
}

// runs cuts the lines into rows of tokens that are decided together; labels at the start of lines stay as they are.
func (m *Mender) runs(lines []string, out [][]Word) [][]token {
	var runs [][]token
	var run []token
	flush := func() {
		if len(run) > 0 {
			runs = append(runs, run)
		}
		run = nil
	}
	for i, line := range lines {
		fields := strings.Fields(line)
		shouts := shouting(line)
		out[i] = make([]Word, len(fields))
		for f, seen := range fields {
			out[i][f] = Word{Seen: seen, Sure: 1}
			if f == 0 && label.MatchString(seen) {
				flush()
				out[i][f].Text = seen
				continue
			}
			tokens := m.split(seen)
			m.spare(tokens, shouts)
			for k := range tokens {
				tokens[k].line, tokens[k].field = i, f
			}
			run = append(run, tokens...)
			if len(run) > longest {
				flush()
			}
		}
	}
	flush()
	return runs
}

// habits are the words and pairs of words that one text repeats, with what they cost in it.
type habits struct {
	single []float32
	pair   map[uint32]float32
}

// habits counts what the first pass has chosen. What was chosen once proves nothing about itself.
func (m *Mender) habits(runs [][]token) *habits {
	const weight, ofWord = 0.15, 0.25
	words := make([]int, len(m.t.words)+len(m.words))
	pairs := map[uint32]int{}
	all := 0
	for _, r := range runs {
		before := edge
		for i := range r {
			if len(r[i].choices) == 0 {
				continue
			}
			id := r[i].choices[r[i].chosen].id
			words[id]++
			pairs[key(before, id)]++
			all++
			if before = id; r[i].ends {
				before = edge
			}
		}
	}
	h := &habits{single: make([]float32, len(words)), pair: map[uint32]float32{}}
	for id, n := range words {
		h.single[id] = never
		if n >= 3 && id >= symbols {
			h.single[id] = -float32(math.Log(weight * ofWord * float64(n-1) / float64(all+50)))
		}
	}
	for k, n := range pairs {
		if n >= 2 && k&0xFFFF >= symbols {
			h.pair[k] = -float32(math.Log(weight * (1 - ofWord) * float64(n-1) / float64(max(words[k>>16], n))))
		}
	}
	return h
}

// shouting tells a line set in capitals, where a word in capitals is no acronym.
func shouting(line string) bool {
	capitals, smalls := 0, 0
	for _, r := range line {
		if unicode.IsUpper(r) {
			capitals++
		} else if unicode.IsLower(r) {
			smalls++
		}
	}
	return capitals > smalls
}

// spare leaves acronyms as they were read. In a line of capitals only what has no vowel is one.
func (m *Mender) spare(tokens []token, shouts bool) {
	for i := range tokens {
		t := &tokens[i]
		n := len(t.core)
		if n < 2 || n > 8 || len(t.choices) < 2 || !isASCII(t.core) || strings.ToUpper(t.core) != t.core {
			continue
		}
		if shouts && strings.ContainsAny(t.core, "AEIOUY") && strokes[t.core] == "" || shouts && n == 2 && t.core != "TT" && t.core != "DU" {
			continue
		}
		t.choices = []candidate{m.asRead(Stroke(t.core))}
	}
}

// asRead is a token taken as it stands.
func (m *Mender) asRead(text string) candidate {
	return candidate{id: m.id(canonical(strings.ToLower(text))), shape: asSeen, text: text}
}

// split cuts a field into its words and finds what each may mean.
func (m *Mender) split(field string) []token {
	core := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' || strings.ContainsRune(debris, r)
	}
	if c := m.stray(field); c != nil {
		return []token{{core: field, choices: c}}
	}
	i, j := strings.IndexFunc(field, core), strings.LastIndexFunc(field, core)
	if i < 0 {
		return []token{{before: field}}
	}
	for j++; j < len(field) && field[j]&0xC0 == 0x80; j++ {
	}
	t := token{before: field[:i], core: field[i:j], after: field[j:]}
	t.ends = strings.ContainsAny(t.after, ".;:!?")
	switch {
	case address.MatchString(t.core), len(t.core) > 60:
		t.choices = []candidate{{id: code, shape: asSeen, text: t.core}}
		return []token{t}
	case isCode(t.core):
		t.choices = []candidate{{id: code, shape: asSeen, text: Stroke(t.core)}}
		return []token{t}
	case figures.MatchString(t.core):
		t.choices = []candidate{{id: number, shape: asSeen, text: t.core}}
		return []token{t}
	}
	cut := strings.IndexAny(t.core, "/-–:")
	if cut <= 0 || cut == len(t.core)-1 {
		t.choices = m.choices(t.core)
		return []token{t}
	}
	var out []token
	rest := t.core
	for rest != "" {
		cut := strings.IndexAny(rest, "/-–:")
		x := token{core: rest}
		if cut >= 0 {
			size := len("/")
			if strings.HasPrefix(rest[cut:], "–") {
				size = len("–")
			}
			x.core, x.after, rest = rest[:cut], rest[cut:cut+size], rest[cut+size:]
			x.ends = x.after == ":"
		} else {
			rest = ""
		}
		if figures.MatchString(x.core) {
			x.choices = []candidate{{id: number, shape: asSeen, text: x.core}}
		} else if x.core != "" {
			x.choices = m.choices(x.core)
		}
		out = append(out, x)
	}
	out[0].before = t.before
	out[len(out)-1].after += t.after
	out[len(out)-1].ends = t.ends
	return out
}

// stray gives the meanings of a lone sign that is often all that is left of a
// short word: «0», «)» or «@» for số, «H)» for hỗ, «5G» for itself.
func (m *Mender) stray(field string) []candidate {
	switch field {
	case "TM.", "KT.", "TL.", "TUQ.", "T/M", "K/T", "T/L", "TT", "PCT", "VT,", "VT":
		return []candidate{{id: unknown, shape: asSeen, text: field}}
	case "0", ")", "@", "s@", "s)":
		return []candidate{{id: number, cost: 3, shape: asSeen, text: field}, {id: m.id("số"), cost: 4}}
	}
	if len(field) == 2 && field[1] == ')' && unicode.IsUpper(rune(field[0])) {
		return append(m.choices(field[:1]+"o"), candidate{id: unknown, cost: 9, shape: asSeen, text: field})
	}
	if generation.MatchString(field) {
		return []candidate{{id: unknown, shape: asSeen, text: field}}
	}
	return nil
}

// isCode tells 284/QD-UBND from «công/công».
func isCode(core string) bool {
	if !strings.ContainsAny(core, "/-") || !symbol.MatchString(core) {
		return false
	}
	capitals, digits := 0, 0
	for _, r := range core {
		if unicode.IsUpper(r) {
			capitals++
		}
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits > 0 && capitals > 0 || capitals >= 3
}

var strokes = map[string]string{"QD": "QĐ", "ND": "NĐ", "HDND": "HĐND", "DU": "ĐU", "BCD": "BCĐ", "CTHD": "CTHĐ", "DA": "ĐA", "LDTBXH": "LĐTBXH", "UBQGCDS": "UBQGCĐS", "GDDT": "GDĐT", "BGDDT": "BGDĐT", "SGDDT": "SGDĐT"}

// Stroke gives the symbols of a document's code the Đ whose stroke was not read: 284/QD-UBND becomes 284/QĐ-UBND.
func Stroke(code string) string {
	var b strings.Builder
	for code != "" {
		i := strings.IndexFunc(code, func(r rune) bool { return !unicode.IsLetter(r) })
		if i < 0 {
			i = len(code)
		}
		part := code[:i]
		if s, ok := strokes[part]; ok {
			part = s
		}
		b.WriteString(part)
		code = code[i:]
		for code != "" && !unicode.IsLetter([]rune(code)[0]) {
			r := []rune(code)[0]
			b.WriteRune(r)
			code = code[len(string(r)):]
		}
	}
	return b.String()
}

// choices are the words a token may mean, the likeliest alone first; kept for the next time it is seen.
func (m *Mender) choices(core string) []candidate {
	if c, ok := m.cands[core]; ok {
		return c
	}
	seen := []rune(core)
	capitals, smalls := 0, 0
	for _, r := range seen {
		if unicode.IsUpper(r) {
			capitals++
		} else if unicode.IsLower(r) {
			smalls++
		}
	}
	var out []candidate
	if len(seen) < maxSeen && m.find.steps < effort {
		shapes := []shape{small}
		switch {
		case capitals >= 2 && capitals > smalls:
			shapes = []shape{capital}
			if smalls > 0 {
				shapes = append(shapes, titled)
			}
		case capitals == len(seen):
			shapes = []shape{small, titled, capital}
		case capitals > 0 || !unicode.IsLower(seen[0]):
			shapes = []shape{small, titled}
		}
		m.find.prepare(seen)
		known := never
		for _, k := range m.t.seen[core] {
			known = min(known, k.cost)
		}
		out = slices.Clone(m.find.all([]*trie{&m.t.trie, &m.trie}, shapes, known))
	}
	m.sharpen(core, out)
	if len(seen) <= 2 && unicode.IsUpper(seen[0]) {
		out = m.initial(seen[0], out)
	}
	alone := func(c candidate) float32 {
		k := c.cost
		if c.id < len(m.t.words) {
			k += 0.7 * m.t.single[c.id]
		}
		if c.shape == titled {
			k++
		}
		return k
	}
	slices.SortFunc(out, func(a, b candidate) int {
		switch x, y := alone(a), alone(b); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return a.id - b.id
	})
	out = out[:min(len(out), widest)]
	itself := 4 + 2.2*float32(len(seen))
	switch {
	case len(seen) == 1:
		itself = 10
	case strings.HasSuffix(core, "TTg"), core == "CTr":
		itself = 0
	case acronym(core, capitals, len(seen)), len(seen) >= 8 && smalls >= len(seen)-1 && isASCII(core):
		itself = 6
	}
	out = append(out, candidate{id: unknown, cost: itself, shape: asSeen, text: core})
	m.cands[core] = out
	return out
}

// initial adds what a capital with debris after it, «By», «B¢», «B4», may be the beginning of.
func (m *Mender) initial(first rune, out []candidate) []candidate {
	for _, w := range strings.Fields("bộ bố sở số hỗ tổ tố đề đội đổi về là") {
		id := m.id(w)
		if unicode.ToUpper([]rune(w)[0]) != first || slices.ContainsFunc(out, func(c candidate) bool { return c.id == id }) {
			continue
		}
		out = append(out, candidate{id: id, cost: 7, shape: titled})
	}
	return out
}

// sharpen mends the costs with those of the whole token, where it was often seen.
func (m *Mender) sharpen(core string, out []candidate) {
	known := m.t.seen[core]
	if known == nil {
		return
	}
	for i := range out {
		c := &out[i]
		text := m.spell(*c)
		hit := false
		for _, k := range known {
			if k.text == text {
				c.cost = -float32(math.Log(0.4*math.Exp(-float64(c.cost)) + 0.6*math.Exp(-float64(k.cost))))
				hit = true
			}
		}
		if !hit && c.id < len(m.t.words) && m.t.single[c.id] < 8.5 { // a common word that was never read so
			c.cost += 0.9
		}
	}
}

func acronym(core string, capitals, n int) bool {
	return n >= 3 && capitals == n && !strings.ContainsAny(strings.ToLower(core), "aeiouy") || n >= 4 && capitals == n
}

func isASCII(s string) bool {
	for _, r := range s {
		if r >= 0x80 || !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// spell writes a candidate.
func (m *Mender) spell(c candidate) string {
	switch c.shape {
	case asSeen:
		return c.text
	case titled:
		rs := []rune(m.word(c.id))
		rs[0] = unicode.ToUpper(rs[0])
		return string(rs)
	case capital:
		return strings.ToUpper(m.word(c.id))
	}
	return m.word(c.id)
}

func (m *Mender) written(t *token) string {
	if len(t.choices) == 0 {
		return t.core
	}
	return m.spell(t.choices[t.chosen])
}

// decide chooses a candidate for each token: the cheapest row by confusions and pairs of words.
func (m *Mender) decide(run []token) {
	type state struct {
		cost float32
		from int
	}
	var at []int // tokens with choices
	for i := range run {
		if len(run[i].choices) > 0 {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return
	}
	states := make([][]state, len(at))
	for k, i := range at {
		t := &run[i]
		states[k] = make([]state, len(t.choices))
		start := k == 0 || run[at[k-1]].ends
		for c := range t.choices {
			x := &t.choices[c]
			own := channel * x.cost
			best := state{never, 0}
			if k == 0 {
				best.cost = m.step(edge, x, start) + own
			} else {
				before := run[at[k-1]].choices
				for b := range states[k-1] {
					id := before[b].id
					if start {
						id = edge
					}
					if v := states[k-1][b].cost + m.step(id, x, start); v < best.cost {
						best = state{v, b}
					}
				}
				best.cost += own
			}
			if t.ends {
				end, _ := m.after(x.id, edge)
				best.cost += end / 2
			}
			states[k][c] = best
		}
	}
	last := len(at) - 1
	best := 0
	for c := range states[last] {
		if states[last][c].cost < states[last][best].cost {
			best = c
		}
	}
	for k := last; k >= 0; k-- {
		run[at[k]].chosen = best
		best = states[k][best].from
	}
}

// step is the cost of a candidate after a word, with that of its capital.
func (m *Mender) step(before int, c *candidate, start bool) float32 {
	cost, title := m.after(before, c.id)
	if c.shape > titled || c.id == unknown {
		return cost
	}
	if start {
		title = 90
	}
	if c.shape == titled {
		return cost + 0.7*titleCost[title]
	}
	return cost + 0.7*titleCost[100-title]
}

// titleCost is the cost of what happens so many per cent of the time, never quite none.
var titleCost = func() (t [101]float32) {
	for i := range t {
		t[i] = -float32(math.Log(min(0.99, max(0.006, float64(i)/100))))
	}
	return t
}()

// sure weighs the choice of token i against its other candidates, its neighbours being what they are.
func (m *Mender) sure(run []token, i int) float64 {
	t := &run[i]
	if len(t.choices) < 2 {
		return 1
	}
	before, after := edge, edge
	if i > 0 && !run[i-1].ends && len(run[i-1].choices) > 0 {
		before = run[i-1].choices[run[i-1].chosen].id
	}
	if i+1 < len(run) && !t.ends && len(run[i+1].choices) > 0 {
		after = run[i+1].choices[run[i+1].chosen].id
	}
	weigh := func(c *candidate) float64 {
		left, _ := m.after(before, c.id)
		right, _ := m.after(c.id, after)
		return float64(channel*c.cost + left + right)
	}
	mine, all := t.choices[t.chosen], 0.0
	least := weigh(&mine)
	for c := range t.choices {
		if t.choices[c].id == mine.id {
			continue
		}
		all += math.Exp(least - weigh(&t.choices[c]))
	}
	return 1 / (1 + all)
}
