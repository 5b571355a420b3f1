// Package ngram is a packed language model: what a word costs after up to three
// words before it. It knows numbers of words only; whose words they are is the
// caller's.
//
// A Model is a tree of contexts, smoothed after Kneser and Ney (modified) and
// pruned; costs are natural logarithms of probabilities, negated and stored in
// steps of 0.08. Build makes one from a text, Write packs it into a file of
// four to five bytes an entry, Read unpacks it into arrays that are searched as
// they lie: eight bytes an entry, nothing to allocate for a question.
package ngram

import "slices"

// Order is the number of words in the longest context, and the word itself.
const Order = 4

// A Word is a word by its number. None stands for no word: shorter contexts are
// filled up with it, and no text contains it.
type Word = uint16

const None Word = 0

// Step is the unit of a stored cost, in nats.
const Step = 0.08

// A Model answers what words cost. It is safe for use by many goroutines.
type Model struct {
	levels [Order]level // levels[0] has a node for each word, by its number
}

// level holds the contexts of one length, those with the same beginning side by side, by their last words.
type level struct {
	word  []Word   // the last word; nil on the first level, where it is the index
	cost  []uint8  // of the last word after the others
	leave []uint8  // what it costs to find nothing below here; nil on the last level
	first []uint32 // where its followers begin on the next level, one more than there are nodes; nil on the last level
}

// A State is the words before, as far as the model knows them: for each length of context the node, or -1.
type State struct{ node [Order - 1]int32 }

// Start is the state in which nothing is known of what came before.
var Start = State{[Order - 1]int32{-1, -1, -1}}

// Words is how many words the model has, None included.
func (m *Model) Words() int { return len(m.levels[0].cost) }

// Cost is what w costs in the state s, in nats.
func (m *Model) Cost(s State, w Word) float32 {
	pair, _ := m.Pair(s, w)
	return m.Raise(s, w, pair)
}

// Pair is what w costs after the last word of s alone, and which pair of words
// the model knows the two as; -1 for one it does not know.
func (m *Model) Pair(s State, w Word) (cost float32, node int32) {
	n := s.node[0]
	if n < 0 {
		return Step * float32(m.levels[0].cost[w]), -1
	}
	if i := m.find(0, n, w); i >= 0 {
		return Step * float32(m.levels[1].cost[i]), i
	}
	return Step * float32(int(m.levels[0].leave[n])+int(m.levels[0].cost[w])), -1
}

// Raise is what w costs in the state s, if it costs pair after the last word of
// s alone: for asking many states that end in one word.
func (m *Model) Raise(s State, w Word, pair float32) float32 {
	steps := 0
	for k := Order - 2; k > 0; k-- {
		n := s.node[k]
		if n < 0 {
			continue
		}
		if i := m.find(k, n, w); i >= 0 {
			return Step * float32(steps+int(m.levels[k+1].cost[i]))
		}
		steps += int(m.levels[k].leave[n])
	}
	return Step*float32(steps) + pair
}

// Next is the state after w has followed s.
func (m *Model) Next(s State, w Word) State {
	next := State{[Order - 1]int32{int32(w), -1, -1}}
	for k := 1; k < Order-1; k++ {
		if s.node[k-1] >= 0 {
			next.node[k] = m.find(k-1, s.node[k-1], w)
		}
	}
	return next
}

// After is the state after a single word, whatever came before it.
func (m *Model) After(w Word) State { return m.Next(Start, w) }

// find is the node of w under node n of level k; -1 when there is none.
func (m *Model) find(k int, n int32, w Word) int32 {
	l := &m.levels[k]
	lo, hi := l.first[n], l.first[n+1]
	words := m.levels[k+1].word
	for lo < hi {
		mid := (lo + hi) / 2
		if words[mid] < w {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < l.first[n+1] && words[lo] == w {
		return int32(lo)
	}
	return -1
}

// Sizes are the numbers of contexts of each length.
func (m *Model) Sizes() (n [Order]int) {
	for k := range m.levels {
		n[k] = len(m.levels[k].cost)
	}
	return n
}

// Equal tells whether two models give the same answers to everything.
func (m *Model) Equal(o *Model) bool {
	for k := range m.levels {
		a, b := &m.levels[k], &o.levels[k]
		if !slices.Equal(a.word, b.word) || !slices.Equal(a.cost, b.cost) || !slices.Equal(a.leave, b.leave) || !slices.Equal(a.first, b.first) {
			return false
		}
	}
	return true
}
