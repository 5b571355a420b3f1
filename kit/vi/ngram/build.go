package ngram

import (
	"math"
	"slices"
	"sort"
)

// A Counter counts a text. Its zero value is ready.
type Counter struct {
	runs  [][]entry // each sorted by key
	fresh []entry
}

// entry is a row of Order words, four times 16 bits, the last word lowest, and how often it was counted.
type entry struct {
	key uint64
	n   uint32
}

const freshMost = 1 << 23

// Add counts a sentence weight times. Its first word is that which begins every
// sentence: it is counted as a context only.
func (c *Counter) Add(sentence []Word, weight int) {
	key := uint64(0)
	for i, w := range sentence {
		key = key<<16 | uint64(w)
		if i > 0 {
			c.fresh = append(c.fresh, entry{key, uint32(weight)})
		}
	}
	if len(c.fresh) >= freshMost {
		c.settle()
	}
}

func (c *Counter) settle() {
	if len(c.fresh) > 0 {
		c.runs = append(c.runs, sum(c.fresh))
		c.fresh = nil
	}
}

// sum sorts the entries and adds up those of one key.
func sum(es []entry) []entry {
	slices.SortFunc(es, func(a, b entry) int {
		if a.key < b.key {
			return -1
		}
		if a.key > b.key {
			return 1
		}
		return 0
	})
	out := es[:0]
	for _, e := range es {
		if n := len(out); n > 0 && out[n-1].key == e.key {
			out[n-1].n += e.n
		} else {
			out = append(out, e)
		}
	}
	return slices.Clip(out)
}

func (c *Counter) all() []entry {
	c.settle()
	var all []entry
	for _, r := range c.runs {
		all = append(all, r...)
	}
	c.runs = nil
	return sum(all)
}

// Cut says what is left out of a model: a context of k words is kept if it was
// counted at least Least[k-1] times and doing without it would lose Gain[k-1]
// nats or more over the whole text.
type Cut struct {
	Least [Order]uint32
	Gain  [Order]float64
}

// rows are the rows of one length with their counts and probabilities, sorted.
type rows struct {
	entry []entry
	p     []float64 // of the last word after the others, smoothed
	low   []float64 // what the shorter context would give, times the share that is left to it
	keep  []bool
}

// Build makes the model of what was counted, for words below vocabulary. A word never counted gets the cost of the rarest.
func (c *Counter) Build(vocabulary int, cut Cut) *Model {
	var rs [Order]rows
	rs[Order-1].entry = c.all()
	for k := Order - 1; k > 0; k-- { // shorter rows are counted by how many words they were seen after
		var shorter []entry
		var own []entry
		full := uint64(1) << (16 * k)
		for _, e := range rs[k].entry {
			if e.key < full { // begins a sentence: there is no word before
				shorter = append(shorter, e)
				continue
			}
			own = append(own, e)
			shorter = append(shorter, entry{e.key & (full - 1), 1})
		}
		rs[k].entry, rs[k-1].entry = own, sum(shorter)
	}
	rs[0].singles(vocabulary)
	for k := 1; k < Order; k++ {
		rs[k].smooth(&rs[k-1], k)
	}
	for k := Order - 1; k > 0; k-- {
		rs[k].prune(k, cut)
		if k > 1 { // what a longer row stands on stays
			for i, e := range rs[k].entry {
				if rs[k].keep[i] {
					rs[k-1].mark(e.key >> 16)
				}
			}
		}
	}
	return pack(&rs, vocabulary)
}

// singles smooths the single words with the even share of all.
func (r *rows) singles(vocabulary int) {
	all := 0.0
	n := make([]float64, vocabulary)
	for _, e := range r.entry {
		n[e.key] = float64(e.n)
		all += float64(e.n)
	}
	r.entry = make([]entry, vocabulary)
	r.p = make([]float64, vocabulary)
	r.keep = make([]bool, vocabulary)
	const even = 0.5 // count of a word that was never seen
	for w := range r.entry {
		r.entry[w] = entry{uint64(w), uint32(n[w])}
		r.p[w] = (n[w] + even) / (all + even*float64(vocabulary))
		r.keep[w] = true
	}
}

// discounts are what is taken off counts of one, two, and more.
func discounts(es []entry) [4]float64 {
	var n [5]float64
	for _, e := range es {
		if e.n < 5 {
			n[e.n]++
		}
	}
	y := n[1] / max(n[1]+2*n[2], 1)
	d := [4]float64{}
	for i := 1; i <= 3; i++ {
		d[i] = min(max(float64(i)-float64(i+1)*y*n[i+1]/max(n[i], 1), 0.3), float64(i)-0.2)
	}
	return d
}

// find is the place of key; it must be there.
func (r *rows) find(key uint64) int {
	i := sort.Search(len(r.entry), func(i int) bool { return r.entry[i].key >= key })
	if i == len(r.entry) || r.entry[i].key != key {
		return -1
	}
	return i
}

func (r *rows) mark(key uint64) {
	if i := r.find(key); i >= 0 {
		r.keep[i] = true
	}
}

// smooth fills p and low of rows of k+1 words from the shorter ones.
func (r *rows) smooth(shorter *rows, k int) {
	d := discounts(r.entry)
	r.p = make([]float64, len(r.entry))
	r.low = make([]float64, len(r.entry))
	r.keep = make([]bool, len(r.entry))
	tail := uint64(1)<<(16*k) - 1
	for i := 0; i < len(r.entry); {
		j, all, off := i, 0.0, 0.0
		for ; j < len(r.entry) && r.entry[j].key>>16 == r.entry[i].key>>16; j++ {
			all += float64(r.entry[j].n)
			off += d[min(r.entry[j].n, 3)]
		}
		left := off / all
		for ; i < j; i++ {
			n := r.entry[i].n
			s := shorter.find(r.entry[i].key & tail)
			p := 0.0
			if s >= 0 {
				p = shorter.p[s]
			}
			r.low[i] = left * p
			r.p[i] = (float64(n)-d[min(n, 3)])/all + left*p
		}
	}
}

// prune keeps the rows that are worth their place.
func (r *rows) prune(k int, cut Cut) {
	for i, e := range r.entry {
		if e.n >= cut.Least[k] && float64(e.n)*math.Log(r.p[i]/max(r.low[i], 1e-12)) >= cut.Gain[k] {
			r.keep[i] = true
		}
	}
}

func steps(p float64) uint8 {
	return uint8(min(255, max(0, math.Round(-math.Log(max(p, 1e-12))/Step))))
}

// pack lays the rows that are kept out as a model.
func pack(rs *[Order]rows, vocabulary int) *Model {
	m := &Model{}
	for k := range rs {
		l, r := &m.levels[k], &rs[k]
		n := 0
		for _, keep := range r.keep {
			if keep {
				n++
			}
		}
		l.cost = make([]uint8, 0, n)
		if k > 0 {
			l.word = make([]Word, 0, n)
		}
		for i, e := range r.entry {
			if !r.keep[i] {
				continue
			}
			l.cost = append(l.cost, steps(r.p[i]))
			if k > 0 {
				l.word = append(l.word, Word(e.key))
			}
		}
	}
	for k := 0; k+1 < Order; k++ {
		m.hang(rs, k)
	}
	return m
}

// hang links the contexts of level k to their followers and works out what leaving them costs.
func (m *Model) hang(rs *[Order]rows, k int) {
	l, r, below := &m.levels[k], &rs[k], &rs[k+1]
	l.first = make([]uint32, 0, len(l.cost)+1)
	l.leave = make([]uint8, 0, len(l.cost))
	tail := uint64(1)<<(16*(k+1)) - 1
	at, kept := 0, uint32(0)
	for i, e := range r.entry {
		if !r.keep[i] {
			continue
		}
		l.first = append(l.first, kept)
		for at < len(below.entry) && below.entry[at].key>>16 < e.key {
			at++
		}
		rest, shorter := 1.0, 1.0
		any := false
		for ; at < len(below.entry) && below.entry[at].key>>16 == e.key; at++ {
			if !below.keep[at] {
				continue
			}
			any = true
			kept++
			rest -= below.p[at]
			if s := r.find(below.entry[at].key & tail); s >= 0 {
				shorter -= r.p[s]
			}
		}
		if !any {
			l.leave = append(l.leave, 0)
			continue
		}
		l.leave = append(l.leave, steps(min(1, max(rest, 1e-5)/max(shorter, 1e-5))))
	}
	l.first = append(l.first, kept)
}
