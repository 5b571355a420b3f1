package restore

import (
	"math"
	"slices"

	"loa/kit/vi/ngram"
)

// What the decoder weighs and how far it looks.
const (
	channelWeight = 1.0 // of the costs of letters against those of words
	endWeight     = 0.8 // of the cost of an end: a point may be a speck
	follows       = 0.9 // nats of a word after another in a known name
	beam          = 28  // states kept at a place
	window        = 12  // nats above the best that a state may cost
	extraWord     = 11  // nats of a word of a name out of its name
)

// A lattice is what the tokens of a run may mean, place by place, and the rows of meanings that were kept.
type lattice struct {
	choices []choice  // by the place where they begin
	begin   []int32   // where the choices of each place begin; one more than there are tokens
	best    []int32   // the choices of the best row, in order
	paid    []float32 // what each of them costs after those before it
}

// A choice is a candidate for the tokens from one place to another.
type choice struct {
	candidate
	from, to int32
	ends     bool    // a sentence ends after it
	price    float32 // all that it costs by itself
	p        float64 // its probability among the rows that were kept
}

// state is a beginning of rows that end in the same words.
type state struct {
	at   ngram.State
	last ngram.Word
	cost float32 // of the cheapest row
	best int32   // its last link
	fw   float32 // of all its rows together
	bw   float32 // of all their ends together
}

// link is a step from one state to another by a choice.
type link struct {
	from, to int32
	choice   int32
	cost     float32
}

// A decoder finds the best row of a lattice; its room is used again for the next.
type decoder struct {
	r      *reading
	states []state
	place  []int32      // where the states of each place begin
	links  []link       // by the place they lead to
	upto   []int32      // where the links of each place end
	lasts  []ngram.Word // the last words of the states of a place
	after  []following  // what its choices cost after each of them
	ahead  [3][]link    // steps to the places from here on, not yet sorted out; to is unused, cost is of the whole row
}

// decode finds the best row and the probability of each choice.
func (d *decoder) decode(l *lattice, starts bool) {
	n := len(l.begin) - 1
	d.states, d.links = d.states[:0], d.links[:0]
	d.place, d.upto = append(d.place[:0], 0), append(d.upto[:0], 0)
	for i := range d.ahead {
		d.ahead[i] = d.ahead[i][:0]
	}
	first := state{at: d.r.lexicon.model.After(edge), last: edge, best: -1}
	if !starts {
		first = state{at: ngram.Start, last: none, best: -1}
	}
	d.states = append(d.states, first)
	for i := 0; ; i++ {
		if i > 0 {
			d.settle(l, i)
		}
		d.place = append(d.place, int32(len(d.states)))
		if i == n {
			break
		}
		d.leave(l, i)
	}
	d.backward(l)
	d.trace(l)
}

// settle makes the states of place i out of the steps that lead there.
func (d *decoder) settle(l *lattice, i int) {
	steps := d.ahead[i%3]
	d.ahead[i%3] = steps[:0]
	least := never
	for _, s := range steps {
		least = min(least, s.cost)
	}
	kept := steps[:0]
	for _, s := range steps {
		if s.cost <= least+window {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b link) int {
		switch {
		case a.cost < b.cost:
			return -1
		case a.cost > b.cost:
			return 1
		}
		return int(a.choice - b.choice)
	})
	first := int32(len(d.states))
	for _, s := range kept {
		at, last := d.next(&d.states[s.from], &l.choices[s.choice])
		to := first
		for ; int(to) < len(d.states); to++ {
			if x := &d.states[to]; x.last == last && x.at == at {
				break
			}
		}
		step := s.cost - d.states[s.from].cost
		if int(to) == len(d.states) {
			if len(d.states)-int(first) >= beam {
				continue
			}
			d.states = append(d.states, state{at: at, last: last, cost: s.cost, best: int32(len(d.links)), fw: never, bw: never})
		}
		x := &d.states[to]
		x.fw = together(x.fw, d.states[s.from].fw+step)
		d.links = append(d.links, link{s.from, to, s.choice, step})
	}
	d.upto = append(d.upto, int32(len(d.links)))
}

// together is the cost of either of two things.
func together(a, b float32) float32 {
	if a > b {
		a, b = b, a
	}
	if b-a > 12 {
		return a
	}
	return a - float32(math.Log1p(math.Exp(float64(a-b))))
}

// backward gives each choice its probability.
func (d *decoder) backward(l *lattice) {
	n := len(d.place) - 2
	all := never
	for s := d.place[n]; s < d.place[n+1]; s++ {
		d.states[s].bw = 0
		all = together(all, d.states[s].fw)
	}
	for _, k := range slices.Backward(d.links) {
		to := &d.states[k.to]
		if to.bw >= never {
			continue
		}
		from := &d.states[k.from]
		from.bw = together(from.bw, k.cost+to.bw)
		if v := from.fw + k.cost + to.bw - all; v < 14 {
			l.choices[k.choice].p += math.Exp(-float64(v))
		}
	}
}

// trace follows the best row back.
func (d *decoder) trace(l *lattice) {
	n := len(d.place) - 2
	at := d.place[n]
	for s := at; s < d.place[n+1]; s++ {
		if d.states[s].cost < d.states[at].cost {
			at = s
		}
	}
	l.best, l.paid = l.best[:0], l.paid[:0]
	for d.states[at].best >= 0 {
		k := d.links[d.states[at].best]
		l.best, l.paid = append(l.best, k.choice), append(l.paid, k.cost)
		at = k.from
	}
	slices.Reverse(l.best)
	slices.Reverse(l.paid)
}

// leave looks ahead from the states of place i by its choices.
func (d *decoder) leave(l *lattice, i int) {
	choices := l.choices[l.begin[i]:l.begin[i+1]]
	least := never // of what leads to the next place
	d.lasts, d.after = d.lasts[:0], d.after[:0]
	for s := d.place[i]; s < d.place[i+1]; s++ {
		from := &d.states[s]
		after := d.following(from, choices)
		for k := range choices {
			x := &choices[k]
			cost := from.cost + x.price
			if cost > least+window {
				continue
			}
			if x.id != none {
				a := &after[k]
				v := a.pair
				if int(x.id) < len(d.r.lexicon.words) {
					v = d.r.lexicon.model.Raise(from.at, x.id, v)
				}
				cost += min(v, a.most) + a.title
				if x.second != none {
					cost += d.word(d.r.next(from.at, x.id), x.id, x.second, lower)
				}
				if x.ends {
					cost += endWeight * d.end(from, x)
				}
			}
			if x.to == int32(i+1) {
				least = min(least, cost)
			}
			d.ahead[x.to%3] = append(d.ahead[x.to%3], link{from: s, choice: l.begin[i] + int32(k), cost: cost})
		}
	}
}

// end is what it costs that a sentence ends after a choice.
func (d *decoder) end(s *state, x *choice) float32 {
	at := d.r.next(s.at, x.id)
	if x.second != none {
		at = d.r.next(at, x.second)
	}
	return d.r.lexicon.model.Cost(at, edge)
}

// following is what a choice costs after the last word of a state, whatever came before that.
type following struct{ pair, most, title float32 }

// following gives it for all choices, and remembers it for other states that end in the same word.
func (d *decoder) following(s *state, choices []choice) []following {
	for k, w := range d.lasts {
		if w == s.last {
			return d.after[k*len(choices) : (k+1)*len(choices)]
		}
	}
	d.lasts = append(d.lasts, s.last)
	first := len(d.after)
	for k := range choices {
		c := &choices[k]
		var f following
		if c.id != none {
			f = d.pair(s.at, s.last, c.id, c.shape)
		}
		d.after = append(d.after, f)
	}
	return d.after[first:]
}

// word is what one word costs after others, its capital included.
func (d *decoder) word(at ngram.State, last, id ngram.Word, sh shape) float32 {
	f := d.pair(at, last, id, sh)
	if int(id) < len(d.r.lexicon.words) {
		f.pair = d.r.lexicon.model.Raise(at, id, f.pair)
	}
	return min(f.pair, f.most) + f.title
}

// pair is what one word costs after the last one.
func (d *decoder) pair(at ngram.State, last, id ngram.Word, sh shape) following {
	r := d.r
	f := following{pair: extraWord, most: never}
	known := int(id) < len(r.lexicon.words)
	node := int32(-1)
	if known {
		f.pair, node = r.lexicon.model.Pair(at, id)
	}
	if r.names.named[id] && r.names.pair[pairKey(last, id)] {
		f.most = follows
	}
	if r.habit != nil {
		f.most = r.habit.cost(last, id, f.most)
		f.title -= r.habit.bonus[id]
	}
	if sh > titled || id < symbols || !known {
		return f
	}
	share := byte(90)
	if last != edge {
		share = r.lexicon.share(node, id)
	}
	if sh == lower {
		share = 100 - share
	}
	f.title += 0.7 * titleCost[share]
	return f
}

// next is the state after a choice.
func (d *decoder) next(s *state, c *choice) (ngram.State, ngram.Word) {
	at, last := s.at, s.last
	if c.id != none {
		at, last = d.r.next(at, c.id), c.id
		if c.second != none {
			at, last = d.r.next(at, c.second), c.second
		}
	}
	if c.ends {
		return d.r.edge, edge
	}
	return at, last
}

func (r *reading) next(at ngram.State, id ngram.Word) ngram.State {
	if int(id) >= len(r.lexicon.words) {
		return r.lexicon.model.After(unknown)
	}
	return r.lexicon.model.Next(at, id)
}
