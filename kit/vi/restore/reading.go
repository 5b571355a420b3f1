package restore

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/kit/vi/ngram"
)

// A reading is one text while it is being restored.
type reading struct {
	o       Options
	lexicon *lexicon
	channel *channel
	names   *gazetteer
	fields  [][]string
	runs    []run
	found   map[string][]candidate // for whole tokens
	parts   map[string][]candidate // for parts of them
	find    search
	decoder decoder
	edge    ngram.State
	habit   *habit
	noise   noise
}

func newReading(lines []string, o Options) *reading {
	r := &reading{o: o, lexicon: language(), channel: channels[o.Engine](), found: map[string][]candidate{}, parts: map[string][]candidate{}}
	r.find.ops = &r.channel.ops
	r.names = newGazetteer(r.lexicon, o.Names)
	r.decoder.r = r
	r.edge = r.lexicon.model.After(edge)
	r.fields = make([][]string, len(lines))
	for i, l := range lines {
		r.fields[i] = strings.Fields(l)
	}
	r.noise = newNoise(o.Engine, len(lines))
	r.cut()
	return r
}

// pass decides every run.
func (r *reading) pass() {
	for i := range r.runs {
		x := &r.runs[i]
		r.lay(x)
		r.decoder.decode(&x.lattice, x.starts)
	}
}

// passAgain decides every run again, among what had a chance.
func (r *reading) passAgain() {
	for i := range r.runs {
		x := &r.runs[i]
		r.thin(x)
		r.decoder.decode(&x.lattice, x.starts)
	}
}

// thin leaves the choices in the lattice of a run that had a chance, at the prices of today.
func (r *reading) thin(x *run) {
	const chance = 1e-5
	l := &x.lattice
	kept := l.choices[:0]
	at := 0
	for i := range x.tokens {
		end := int(l.begin[i+1])
		l.begin[i] = int32(len(kept))
		for ; at < end; at++ {
			if c := l.choices[at]; c.p > chance || c.same {
				c.p, c.price = 0, r.price(&x.tokens[i], &c.candidate)
				kept = append(kept, c)
			}
		}
	}
	l.begin[len(x.tokens)] = int32(len(kept))
	l.choices = kept
}

// lay fills the lattice of a run.
func (r *reading) lay(x *run) {
	l := &x.lattice
	l.choices, l.begin = l.choices[:0], l.begin[:0]
	for i := range x.tokens {
		l.begin = append(l.begin, int32(len(l.choices)))
		t := &x.tokens[i]
		cs := t.fixed
		if cs == nil {
			cs = r.search(t.core)
		}
		for _, c := range cs {
			l.add(c, i, i+1, r.price(t, &c), t.ends)
		}
		if t.fixed != nil {
			continue
		}
		r.glued(l, i, t, cs)
		if i+1 < len(x.tokens) {
			r.torn(l, i, t, &x.tokens[i+1], cs)
		}
	}
	l.begin = append(l.begin, int32(len(l.choices)))
}

func (l *lattice) add(c candidate, from, to int, price float32, ends bool) {
	l.choices = append(l.choices, choice{candidate: c, from: int32(from), to: int32(to), price: price, ends: ends})
}

// price is what a candidate costs by itself: of a word that was read right by
// an engine that mostly reads right, next to nothing.
func (r *reading) price(t *token, c *candidate) float32 {
	if r.o.Engine == English {
		own := c.own
		if t.acronym {
			if c.id == unknown {
				own = min(own, acronymPrice)
			} else if r.isAcronym(c) && utf8.RuneCountInString(r.spell(c)) < utf8.RuneCountInString(t.core) {
				own += needless
			}
		}
		return channelWeight*c.cost + own
	}
	wrong := r.noise.at(t.line)
	if c.same {
		return c.own - float32(math.Log(1-wrong+wrong*math.Exp(-float64(c.cost))))
	}
	return c.own + channelWeight*c.cost - float32(math.Log(wrong))
}

// isAcronym tells a word that is only ever written in capitals.
func (r *reading) isAcronym(c *candidate) bool {
	return int(c.id) < len(r.lexicon.words) && r.lexicon.written[c.id] != ""
}

// figures is how often engines read figures right: mostly, and less among words that are badly read.
func figures(strain float64) float64 { return 0.98 - 0.02*max(0, strain-4) }

const (
	gluePrice    = 7 // nats of a blank that was not read
	acronymPrice = 5 // nats of a word in capitals that the vocabulary lacks, where others are not in capitals
	needless     = 5 // nats of a known acronym that has fewer letters than were read: engines make up none
	tearPrice    = 7 // nats of a blank where there is none, by an engine that reads everything wrong
	amongWrong   = 3 // nats of either, among the words that the other engine reads wrong
	poor         = 5 // nats from which a word is badly explained
)

// blank is what it costs that a blank is read wrong.
func (r *reading) blank(price float32) float32 {
	if r.o.Engine == English {
		return price
	}
	return amongWrong
}

// cheapest is the least that the letters of the candidates cost.
func cheapest(cs []candidate) float32 {
	best := never
	for i := range cs {
		if cs[i].id != unknown {
			best = min(best, cs[i].cost)
		}
	}
	return best
}

// glued adds the pairs of words that a badly explained token may be.
func (r *reading) glued(l *lattice, at int, t *token, cs []candidate) {
	seen := []rune(t.core)
	if len(seen) < 4 || len(seen) > 16 || !t.whole {
		return
	}
	if r.o.Engine == English {
		if cheapest(cs) < poor+float32(len(seen)) {
			return
		}
	} else if vi.IsSyllable(t.core) || r.id(canonical(t.core)) != none {
		return
	}
	var found []candidate
	for i := 1; i < len(seen); i++ {
		left, right := string(seen[:i]), string(seen[i:])
		as, bs := r.part(left), r.part(right)
		for _, a := range as {
			for _, b := range bs {
				if !r.side(a.id, b.id) {
					continue
				}
				found = append(found, candidate{id: a.id, second: b.id, cost: a.cost + b.cost + r.blank(gluePrice), shape: a.shape, text: r.spell(&a) + " " + r.spell(&b)})
			}
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		if a.cost < b.cost {
			return -1
		}
		if a.cost > b.cost {
			return 1
		}
		return strings.Compare(a.text, b.text)
	})
	for _, c := range found[:min(6, len(found))] {
		l.add(c, at, at+1, r.price(t, &c), t.ends)
	}
}

// side tells two words that stand side by side in some text, or in a known name.
func (r *reading) side(a, b ngram.Word) bool {
	if n := len(r.lexicon.words); int(a) >= n || int(b) >= n {
		return r.names.pair[pairKey(a, b)]
	}
	_, pair := r.lexicon.model.Pair(r.lexicon.model.After(a), b)
	return pair >= 0
}

// torn adds the words that two tokens may be together, where at least one of them is badly explained.
func (r *reading) torn(l *lattice, at int, t, u *token, cs []candidate) {
	if !t.whole || !u.whole || t.after != "" || u.before != "" || u.fixed != nil || t.line != u.line {
		return
	}
	n := len([]rune(t.core)) + len([]rune(u.core))
	if n > 8 {
		return
	}
	if r.o.Engine == English {
		if cheapest(cs) < poor && cheapest(r.search(u.core)) < poor {
			return
		}
	} else if vi.IsSyllable(t.core) && vi.IsSyllable(u.core) {
		return
	}
	for _, c := range r.search(t.core + u.core) {
		if c.id == unknown || c.cost > float32(n) {
			continue
		}
		c.same = false
		c.cost += r.blank(tearPrice)
		l.add(c, at, at+2, r.price(t, &c), u.ends)
	}
}

// words are the lines as they were decided.
func (r *reading) words() [][]Word {
	out := make([][]Word, len(r.fields))
	for i, fields := range r.fields {
		out[i] = make([]Word, 0, len(fields))
		for _, f := range fields {
			out[i] = append(out[i], Word{Seen: f, Text: r.lone(f), Sure: 1})
		}
	}
	if r.o.Engine == English {
		for i, text := range labels(r.fields) {
			out[i][0].Text = text
		}
	}
	for i := range r.runs {
		r.write(&r.runs[i], out)
	}
	for i := range out {
		out[i] = slices.DeleteFunc(out[i], func(w Word) bool { return w.Seen == "" })
		out[i] = parted(out[i])
	}
	return out
}

// lone gives a field without a word: nothing, if only dirt makes its signs.
func (r *reading) lone(field string) string {
	if r.dirty() && strings.Trim(field, "_|~^`°.,'") == "" && !strings.Contains(field, "..") {
		return ""
	}
	return field
}

// write puts what was chosen for the tokens of a run into the words of their fields.
func (r *reading) write(x *run, out [][]Word) {
	begun := [2]int{-1, -1}
	for i, b := range x.best {
		c := x.figures(&x.choices[b])
		t := &x.tokens[c.from]
		w := &out[t.line][t.field]
		if at := [2]int{t.line, t.field}; at != begun {
			w.Text, begun = "", at
		}
		last := &x.tokens[c.to-1]
		text := c.text
		switch {
		case c.id == none:
			text = ""
		case c.same && c.shape != asSeen:
			text = t.core // with its tone where it was
		case text == "":
			text = r.spell(&c.candidate)
		}
		before := t.before
		if t.field > 0 { // at the start of a line it may be a bullet
			before = r.sign(before)
		}
		w.Text += before + text + r.joint(x, c, last)
		p, others := x.rivals(r, c)
		if t.fixed != nil { // what is not looked for is as sure as the engine's figures mostly are
			w.Sure = min(w.Sure, p, figures(x.strain(i)))
		} else {
			w.Sure = min(w.Sure, x.evidence(r, i, c, p).sure(trust[r.o.Engine]))
		}
		if t.whole {
			for _, o := range others {
				w.Else = append(w.Else, Choice{before + o.Text + r.sign(last.after), o.Sure})
			}
		}
		if c.to > c.from+1 {
			u := &out[last.line][last.field]
			w.Seen += " " + u.Seen
			u.Seen = ""
		}
	}
}

// dirty tells a text in which specks of dirt are to be expected.
func (r *reading) dirty() bool { return r.o.Engine == English || r.noise.text > 0.02 }

// sign gives the signs around a word without those that only dirt makes.
func (r *reading) sign(s string) string {
	if s == "" || !r.dirty() {
		return s
	}
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune("_|~^`°", c) {
			return -1
		}
		return c
	}, s)
}

// joint gives the signs after the word of a choice: a blank in place of a speck
// that an engine took for a hyphen or a point between two words that follow each other.
func (r *reading) joint(x *run, c *choice, last *token) string {
	if !last.joins || !r.dirty() || strings.Contains(last.after, "/") || int(c.to) >= len(x.tokens) {
		return r.sign(last.after)
	}
	next := none
	for _, b := range x.best {
		if x.choices[b].from == c.to {
			next = x.choices[b].id
		}
	}
	this := c.id
	if this < symbols || next < symbols || !r.side(this, next) ||
		hyphens()[r.word(this)+" "+r.word(next)] || r.lexicon.model.Cost(r.lexicon.model.After(this), next) > likely {
		return last.after
	}
	return " "
}

// likely is the cost, in nats, up to which a word is taken to follow another without a sign between them.
const likely = 10

// figures is a choice, or the number that it took for a word without being quite sure.
func (x *run) figures(c *choice) *choice {
	const quite = 0.9
	first := &x.choices[x.begin[c.from]]
	if first.id == small && first.same && !c.same && c.p < quite {
		return first
	}
	return c
}

// rivals are the probability of a choice, and the others between the same places that it may be.
func (x *run) rivals(r *reading, c *choice) (p float64, others []Choice) {
	mine := r.spell(&c.candidate)
	for k := x.begin[c.from]; k < x.begin[c.from+1]; k++ {
		o := &x.choices[k]
		text := r.spell(&o.candidate)
		switch {
		case o.to == c.to && text == mine:
			p += o.p
		case o.p >= 0.01 && o.to == c.to:
			others = append(others, Choice{text, o.p})
		}
	}
	slices.SortStableFunc(others, func(a, b Choice) int {
		if a.Sure > b.Sure {
			return -1
		}
		if a.Sure < b.Sure {
			return 1
		}
		return 0
	})
	return min(p, 1), others[:min(5, len(others))]
}

// parted cuts the words that are two.
func parted(ws []Word) []Word {
	for i := 0; i < len(ws); i++ {
		left, right, two := strings.Cut(ws[i].Text, " ")
		if !two {
			continue
		}
		w := ws[i]
		w.Text, w.Else = left, nil
		ws[i] = w
		ws = slices.Insert(ws, i+1, Word{Text: right, Sure: w.Sure})
	}
	return ws
}
