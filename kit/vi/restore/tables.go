package restore

import (
	_ "embed"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"
)

var (
	//go:embed model/words.txt
	wordsFile string
	//go:embed model/pairs.bin
	pairsFile string
	//go:embed model/confusions.txt
	confusionsFile string
	//go:embed model/tokens.txt
	tokensFile string
)

// step is the nats of one unit of cost in the tables.
const step = 0.08

// The first words of the vocabulary are symbols.
const (
	unknown = iota
	edge    // of a sentence
	number
	code
	symbols
)

// tables is the model, read once.
type tables struct {
	words  []string
	id     map[string]int
	single []float32 // cost of a word after one it was not seen after
	back   []float32 // cost of leaving a word by a pair not seen
	title  []byte    // per cent of its uses with a capital
	pairs  pairTable
	trie   trie
	ops    confusions
	seen   map[string][]meant
}

// meant is a true token and the cost of its having been read so.
type meant struct {
	text string
	cost float32
}

var load = sync.OnceValue(func() *tables {
	t := &tables{id: make(map[string]int, 8192), seen: make(map[string][]meant, 4608)}
	for line := range strings.Lines(wordsFile) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		id := len(t.words)
		t.words = append(t.words, f[0])
		t.id[f[0]] = id
		t.single = append(t.single, nats(f[1]))
		t.back = append(t.back, nats(f[2]))
		t.title = append(t.title, byte(whole(f[3])))
		if id >= symbols {
			t.trie.add(f[0], id)
		}
	}
	t.trie = t.trie.packed()
	t.pairs = readPairs([]byte(pairsFile))
	t.ops = readConfusions(confusionsFile)
	for line := range strings.Lines(tokensFile) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for _, x := range f[1:] {
			text, cost, _ := strings.Cut(x, " ")
			t.seen[f[0]] = append(t.seen[f[0]], meant{text, nats(cost)})
		}
	}
	return t
})

// whole reads a number of the tables, which are our own: a wrong one is a broken build.
func whole(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("restore: broken table: " + err.Error())
	}
	return n
}

func nats(s string) float32 { return float32(whole(s)) * step }

func key(a, b int) uint32 { return uint32(a)<<16 | uint32(b) }

// pairTable holds the pairs of words seen, in an open hash.
type pairTable []pairOf

type pairOf struct {
	key         uint32
	cost, title byte
}

const pairSlots = 1 << 18

func readPairs(b []byte) pairTable {
	p := make(pairTable, pairSlots)
	for a := 0; len(b) > 0; a++ {
		n, w := binary.Uvarint(b)
		b = b[w:]
		id := 0
		for range n {
			d, w := binary.Uvarint(b)
			id += int(d)
			*p.slot(key(a, id)) = pairOf{key(a, id), b[w], b[w+1]}
			b = b[w+2:]
		}
	}
	return p
}

// slot is where k is, or would be.
func (p pairTable) slot(k uint32) *pairOf {
	i := k * 2654435761 >> (32 - 18)
	for p[i].key != 0 && p[i].key != k {
		i = (i + 1) & (pairSlots - 1)
	}
	return &p[i]
}

// after is the cost of word b following word a, and how often b then has a capital, in per cent.
func (m *Mender) after(a, b int) (cost float32, title byte) {
	cost, title = m.language(a, b)
	if h := m.habit; h != nil && h.single[b] < never {
		cost = min(cost, h.single[b])
		if x, ok := h.pair[key(a, b)]; ok {
			cost = min(cost, x)
		}
	}
	return cost, title
}

// language is after without the habits of one text.
func (m *Mender) language(a, b int) (cost float32, title byte) {
	n := len(m.t.words)
	if b >= n || a >= n || m.named[b] {
		if x := m.extra[key(a, b)]; x > 0 {
			return x, 60
		}
	}
	if a < n && b < n {
		if p := m.t.pairs.slot(key(a, b)); p.key != 0 {
			return float32(p.cost) * step, p.title
		}
	}
	cost = 11
	if b < n {
		cost, title = m.t.single[b], m.t.title[b]
	}
	if b == unknown {
		cost = 7
	}
	if a < n {
		cost += m.t.back[a]
	}
	return cost, title
}
