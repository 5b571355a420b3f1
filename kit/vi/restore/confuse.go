package restore

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"loa/kit/vi/ngram"
)

// The alphabet of true letters: 93 small ones, then the same as capitals.
const letters = "abcdđeghiklmnopqrstuvxyfjwzàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

var alphabet = func() map[rune]int {
	a := map[rune]int{}
	for _, r := range letters {
		a[r] = len(a)
	}
	return a
}()

const (
	nLetters = 93
	maxSeen  = 14 // runes of a token that is looked up
	maxChunk = 3  // runes that one or two true letters may have become
)

const (
	never    = float32(math.MaxFloat32 / 4)
	inserted = float32(5.5) // a letter that stands for nothing
	unheard  = float32(8)   // a confusion never seen
)

// confusions say what one or two true letters become, and at what cost.
type confusions struct {
	one map[string][]letterCost // by seen chunk
	two map[string][]letterCost
}

// letterCost is a letter of the alphabet, or a pair of them (first*186+second), and a cost.
type letterCost struct {
	letter int
	cost   float32
}

func readConfusions(file string) confusions {
	c := confusions{map[string][]letterCost{}, map[string][]letterCost{}}
	for line := range strings.Lines(file) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		var of []int
		for _, r := range f[0] {
			l, ok := alphabet[unicode.ToLower(r)]
			if !ok {
				break
			}
			if unicode.IsUpper(r) {
				l += nLetters
			}
			of = append(of, l)
		}
		switch cost := nats(f[2]); len(of) {
		case 1:
			c.one[f[1]] = append(c.one[f[1]], letterCost{of[0], cost})
		case 2:
			c.two[f[1]] = append(c.two[f[1]], letterCost{of[0]*2*nLetters + of[1], cost})
		}
	}
	return c
}

// trie holds words by their letters.
type trie struct{ nodes []trieNode }

type trieNode struct {
	letter     int16
	word       ngram.Word // none for the middle of words
	kid, other int32      // first child, next sibling; 0 for none
	own, least float32    // what the word costs by itself; the least that a word from here on does
}

func (t *trie) add(word string, id ngram.Word, own float32) {
	if len(t.nodes) == 0 {
		t.nodes = append(t.nodes, trieNode{})
	}
	at := int32(0)
	for _, r := range word {
		l, ok := alphabet[r]
		if !ok {
			return
		}
		k := t.nodes[at].kid
		for k != 0 && t.nodes[k].letter != int16(l) {
			k = t.nodes[k].other
		}
		if k == 0 {
			k = int32(len(t.nodes))
			t.nodes = append(t.nodes, trieNode{letter: int16(l), other: t.nodes[at].kid, least: never})
			t.nodes[at].kid = k
		}
		at = k
		t.nodes[at].least = min(t.nodes[at].least, own)
	}
	t.nodes[at].word, t.nodes[at].own = id, own
}

// packed is t with brothers and sisters side by side, as they are visited.
func (t trie) packed() trie {
	if len(t.nodes) == 0 {
		return t
	}
	out := make([]trieNode, 1, len(t.nodes))
	out[0] = t.nodes[0]
	for at := 0; at < len(out); at++ {
		first := out[at].kid // still where it was
		if first == 0 {
			continue
		}
		out[at].kid = int32(len(out))
		for k := first; k != 0; k = t.nodes[k].other {
			n := t.nodes[k]
			if n.other != 0 {
				n.other = int32(len(out) + 1)
			}
			out = append(out, n)
		}
	}
	return trie{out}
}

// row is the cheapest cost of the letters of a path against each prefix of the token; low is the least of them.
type row struct {
	cost [maxSeen + 1]float32
	low  float32
}

type chunkCosts [maxSeen + 1][maxChunk + 1]float32

// search walks a trie for the words that may have been read as one token.
type search struct {
	ops     *confusions
	seen    []rune
	one     [2 * nLetters]chunkCosts
	least   [2 * nLetters]float32 // the least of what each letter costs anywhere
	rest    [maxSeen + 1]float32  // what the runes from here on cost at least, whatever was meant
	touched []int
	two     []chunkCosts                   // costs of the pairs of letters that count for this token
	twoAt   [4 * nLetters * nLetters]int16 // where in two a pair is, from 1
	pairs   []int
	rows    [32]row
	limit   float32
	window  float32
	best    float32
	shape   shape
	trie    *trie
	out     []candidate
}

var (
	noCosts    = evenly([maxChunk + 1]float32{never, never, never, never})
	plainCosts = evenly([maxChunk + 1]float32{unheard, unheard, never, never})
)

func evenly(r [maxChunk + 1]float32) (c chunkCosts) {
	for j := range c {
		c[j] = r
	}
	return c
}

// prepare fills the costs of the token's chunks.
func (s *search) prepare(seen []rune) {
	for _, p := range s.pairs {
		s.twoAt[p] = 0
	}
	s.seen, s.two, s.pairs, s.touched = seen, s.two[:0], s.pairs[:0], s.touched[:0]
	for l := range s.one {
		s.one[l], s.least[l] = plainCosts, unheard
	}
	n := len(seen)
	for j := range n {
		if l, ok := alphabet[unicode.ToLower(seen[j])]; ok {
			if unicode.IsUpper(seen[j]) {
				l += nLetters
			}
			s.one[l][j][1], s.least[l] = 1, min(s.least[l], 1)
			s.touched = append(s.touched, l)
		}
	}
	for j := 0; j <= n; j++ {
		for b := 0; b <= maxChunk && j+b <= n; b++ {
			chunk := string(seen[j : j+b])
			for _, x := range s.ops.one[chunk] {
				s.one[x.letter][j][b], s.least[x.letter] = x.cost, min(s.least[x.letter], x.cost)
				if b > 0 {
					s.touched = append(s.touched, x.letter)
				}
			}
			for _, x := range s.ops.two[chunk] {
				if s.twoAt[x.letter] == 0 {
					s.two = append(s.two, noCosts)
					s.twoAt[x.letter] = int16(len(s.two))
					s.pairs = append(s.pairs, x.letter)
				}
				s.two[s.twoAt[x.letter]-1][j][b] = x.cost
			}
		}
	}
	slices.Sort(s.touched)
	s.touched = slices.Compact(s.touched)
	for _, l := range s.touched { // one strange letter before or after what the letter became
		for j := 0; j <= n; j++ {
			for b := min(maxChunk, n-j); b >= 2; b-- {
				s.one[l][j][b] = min(s.one[l][j][b], min(s.one[l][j][b-1], s.one[l][j+1][b-1])+inserted)
			}
		}
	}
	s.bound()
	s.rows[0] = row{}
	for j := 1; j <= n; j++ {
		s.rows[0].cost[j] = never
	}
}

// bound fills rest, from the end of the token back.
func (s *search) bound() {
	n := len(s.seen)
	s.rest[n] = 0
	for j := n - 1; j >= 0; j-- {
		s.rest[j] = unheard + s.rest[j+1]
		for b := 1; b <= maxChunk && j+b <= n; b++ {
			least := never
			for _, l := range s.touched {
				least = min(least, s.one[l][j][b])
			}
			for i := range s.two {
				least = min(least, s.two[i][j][b])
			}
			s.rest[j] = min(s.rest[j], least+s.rest[j+b])
		}
	}
}

// walk goes down from a node.
func (s *search) walk(x *trieNode, depth, l int, two int16) {
	n := len(s.seen)
	r, parent := &s.rows[depth], &s.rows[depth-1]
	for j := 0; j <= n; j++ {
		r.cost[j] = never
	}
	limit := s.limit - x.least
	s.spread(r, parent, &s.one[l], limit)
	if two > 0 {
		s.spread(r, &s.rows[depth-2], &s.two[two-1], limit)
	}
	r.low = never
	due := never // the least that a word on this path costs
	for j := 0; j <= n; j++ {
		r.low = min(r.low, r.cost[j])
		due = min(due, r.cost[j]+s.rest[j])
	}
	if due > limit {
		return
	}
	if alone := r.cost[n] + x.own; x.word != none && alone < s.limit {
		s.out = append(s.out, candidate{id: x.word, cost: r.cost[n], shape: s.shape})
		if alone < s.best {
			s.best = alone
			s.limit = min(s.limit, s.best+s.window)
		}
	}
	if depth+1 < len(s.rows) {
		s.below(x, depth+1, l)
	}
}

// below walks to the children of a node whose letters may still be worth it; before is the node's own letter.
func (s *search) below(x *trieNode, depth, before int) {
	parent := &s.rows[depth-1]
	capitals := 0
	if s.shape == capital || s.shape == titled && depth == 1 {
		capitals = nLetters
	}
	for k := x.kid; k != 0; {
		kid := &s.trie.nodes[k]
		l := int(kid.letter) + capitals
		two := int16(0)
		if depth >= 2 {
			two = s.twoAt[before*2*nLetters+l]
		}
		if two != 0 || parent.low+s.least[l]+kid.least < s.limit {
			s.walk(kid, depth, l, two)
		}
		k = kid.other
	}
}

// spread adds to a row what a letter, or a pair of them, may have become after each prefix.
func (s *search) spread(to, from *row, costs *chunkCosts, limit float32) {
	n := len(s.seen)
	for j := 0; j <= n; j++ {
		v := from.cost[j]
		if v+s.rest[j] >= limit {
			continue
		}
		c := &costs[j]
		for b := 0; b <= maxChunk && j+b <= n; b++ {
			if w := v + c[b]; w < to.cost[j+b] {
				to.cost[j+b] = w
			}
		}
	}
}

// all finds the words of the tries that the prepared token may mean, in the
// given shapes: those within a window above the cheapest, by what their letters
// and they themselves cost. known is what the token is known to cost, for a beginning.
func (s *search) all(tries []*trie, shapes []shape, known float32) []candidate {
	const window, worst = 7.5, 25
	s.window = window
	for _, limit := range []float32{known + window, 9, 14, 20, worst} {
		if limit > worst {
			continue
		}
		if s.within(limit, tries, shapes); s.best < never {
			if wide := min(s.best+window, worst); wide > limit+1 {
				s.within(wide, tries, shapes)
			}
			break
		}
	}
	return s.out
}

// within finds those that cost less than limit, all told.
func (s *search) within(limit float32, tries []*trie, shapes []shape) {
	s.out, s.best, s.limit = s.out[:0], never, limit
	for _, t := range tries {
		if len(t.nodes) == 0 {
			continue
		}
		s.trie = t
		for _, sh := range shapes {
			s.shape = sh
			s.below(&t.nodes[0], 1, 0)
		}
	}
}
