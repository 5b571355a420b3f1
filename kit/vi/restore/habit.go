package restore

import (
	"math"

	"loa/kit/vi/ngram"
)

// A habit is what one text repeats, with what it costs in it.
type habit struct {
	single []float32          // words
	pair   map[uint32]float32 // pairs of words
	bonus  []float32          // what a word costs less here than elsewhere, since the text is about it
}

// cost is the lesser of what a word costs in the language and in this text.
func (h *habit) cost(last, id ngram.Word, cost float32) float32 {
	if h.single[id] < cost {
		cost = h.single[id]
	}
	if h.single[id] < never {
		if x, ok := h.pair[pairKey(last, id)]; ok && x < cost {
			cost = x
		}
	}
	return cost
}

// learn counts what the first pass has chosen, and tells whether there is
// anything to choose again: a text in which every word was surely read right has
// nothing. What was chosen once proves nothing about itself.
func (r *reading) learn() bool {
	const weight, ofWord, topic = 0.15, 0.25, 0.8
	words := make([]float64, len(r.lexicon.words)+len(r.names.words))
	sure := make([]float64, len(words))
	pairs := map[uint32]float64{}
	all := 0.0
	r.noise.begin()
	doubtful := r.o.Engine == English
	for i := range r.runs {
		x := &r.runs[i]
		last := none
		for _, b := range x.best {
			c := &x.choices[b]
			t := &x.tokens[c.from]
			if t.fixed == nil {
				right := x.right(c)
				r.noise.saw(t.line, right)
				doubtful = doubtful || right < 0.98
			}
			if c.id == none {
				continue
			}
			words[c.id]++
			if c.p > 0.95 {
				sure[c.id]++
			}
			pairs[pairKey(last, c.id)]++
			all++
			if last = c.id; c.second != none {
				last = c.second
			}
			if c.ends {
				last = edge
			}
		}
	}
	r.noise.end()
	h := &habit{single: make([]float32, len(words)), pair: map[uint32]float32{}, bonus: make([]float32, len(words))}
	for id := symbols; int(id) < len(r.lexicon.words); id++ {
		if sure[id] < 3 {
			continue
		}
		usual := math.Exp(-float64(r.lexicon.model.Cost(ngram.Start, id)))
		more := (sure[id] - 1 + 300*usual) / ((all + 300) * usual)
		h.bonus[id] = float32(topic * math.Log(min(max(more, 1), 30)))
	}
	for id, n := range words {
		h.single[id] = never
		if n >= 2 && id >= int(symbols) {
			h.single[id] = -float32(math.Log(weight * ofWord * (n - 1) / (all + 50)))
		}
	}
	for k, n := range pairs {
		if n >= 2 && k&0xFFFF >= uint32(symbols) {
			h.pair[k] = -float32(math.Log(weight * (1 - ofWord) * (n - 1) / max(words[k>>16], n)))
		}
	}
	r.habit = h
	return doubtful
}

// right is the probability that the tokens of c were read right.
func (x *run) right(c *choice) float64 {
	p := 0.0
	for k := x.begin[c.from]; k < x.begin[c.from+1]; k++ {
		if o := &x.choices[k]; o.same {
			p += o.p
		}
	}
	return min(p, 1)
}

// noise is how often an engine that mostly reads right reads wrong: in the text, and in each of its lines.
type noise struct {
	text        float64
	line        []float64
	wrong, seen []float64 // by line, while it is being learned
}

// atFirst is how often such an engine reads wrong, before anything is known of the text.
const atFirst = 0.03

func newNoise(e Engine, lines int) noise {
	n := noise{text: atFirst, line: make([]float64, lines)}
	for i := range n.line {
		n.line[i] = atFirst
	}
	return n
}

func (n *noise) begin() {
	n.wrong, n.seen = make([]float64, len(n.line)), make([]float64, len(n.line))
}

func (n *noise) saw(line int, right float64) {
	n.wrong[line] += 1 - right
	n.seen[line]++
}

func (n *noise) end() {
	const (
		before = 30 // tokens that what is usual counts for in the text
		around = 12 // tokens that the text counts for in a line
		least  = 0.0005
	)
	wrong, seen := atFirst*before*0.3, float64(before)
	for i := range n.line {
		wrong += n.wrong[i]
		seen += n.seen[i]
	}
	n.text = max(wrong/seen, least)
	for i := range n.line {
		w, s := n.wrong[i], n.seen[i]
		for _, k := range []int{i - 1, i + 1} {
			if k >= 0 && k < len(n.line) {
				w, s = w+n.wrong[k]/2, s+n.seen[k]/2
			}
		}
		n.line[i] = max((w+n.text*around)/(s+around), least)
	}
}

// at is how often a token of a line is wrong.
func (n *noise) at(line int) float64 { return min(n.line[line], 0.9) }
