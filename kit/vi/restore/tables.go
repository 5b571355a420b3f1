package restore

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"sync"

	"loa/kit/vi/ngram"
)

var (
	//go:embed model/words.txt
	wordsFile string
	//go:embed model/titles.bin
	titlesFile string
	//go:embed model/language.bin
	languageFile string
	//go:embed model/codes.txt
	codesFile string
	//go:embed model/hyphens.txt
	hyphensFile string
	//go:embed model/eng-letters.txt
	engLetters string
	//go:embed model/eng-tokens.txt
	engTokens string
	//go:embed model/vie-letters.txt
	vieLetters string
	//go:embed model/vie-tokens.txt
	vieTokens string
)

// A lexicon is the vocabulary with its language model.
type lexicon struct {
	words   []string
	id      map[string]ngram.Word
	written []string // how a word is mostly written; empty for small letters
	title   []byte   // per cent of its uses with a capital
	titles  []byte   // the same in the pairs of the model; asUsual where it is not otherwise
	trie    trie     // of the words, symbols left out
	model   *ngram.Model
}

// A channel is what one engine makes of letters.
type channel struct {
	ops   confusions
	seen  map[string][]meant // whole tokens that were seen often
	known memory
}

// A memory keeps what tokens were found to mean, from one text to the next. Its bound is a few megabytes.
type memory struct {
	mu    sync.Mutex
	found map[string][]candidate
}

const mostRemembered = 8192

// forget empties the memory.
func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.found)
}

// get is what was found for a token, or is now. The caller does not change it.
func (m *memory) get(core string, find func() []candidate) []candidate {
	m.mu.Lock()
	c, ok := m.found[core]
	m.mu.Unlock()
	if ok {
		return c
	}
	c = find()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.found == nil {
		m.found = make(map[string][]candidate, mostRemembered)
	}
	if len(m.found) < mostRemembered {
		m.found[core] = c
	}
	return c
}

// meant is a true token and the cost of its having been read so.
type meant struct {
	text string
	cost float32
}

// ofItself is what the cost of a word by itself counts for where its neighbours are not yet looked at.
const ofItself = 0.7

var language = sync.OnceValue(func() *lexicon {
	model, err := ngram.Read([]byte(languageFile))
	if err != nil {
		panic("restore: " + err.Error()) // the model is part of the program
	}
	x := &lexicon{id: make(map[string]ngram.Word, model.Words()), model: model}
	for line := range strings.Lines(wordsFile) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		id := ngram.Word(len(x.words))
		x.words = append(x.words, f[0])
		x.id[f[0]] = id
		x.title = append(x.title, byte(whole(f[1])))
		x.written = append(x.written, f[2])
		if id >= symbols {
			x.trie.add(f[0], id, ofItself*model.Cost(ngram.Start, id))
		}
	}
	x.trie = x.trie.packed()
	x.titles = bytes.Repeat([]byte{asUsual}, model.Sizes()[1])
	last := uint32(0)
	for b := []byte(titlesFile); len(b) > 1; {
		d, n := binary.Uvarint(b)
		last += uint32(d)
		if _, node := model.Pair(model.After(ngram.Word(last>>16)), ngram.Word(last)); node >= 0 {
			x.titles[node] = b[n]
		}
		b = b[n+1:]
	}
	return x
})

// share is how often, in per cent, a word has a capital as the second of a pair; -1 is no pair.
func (x *lexicon) share(pair int32, id ngram.Word) byte {
	if pair >= 0 && x.titles[pair] != asUsual {
		return x.titles[pair]
	}
	return x.title[id]
}

const asUsual = 0xFF

// channels are what each engine makes of letters.
var channels = map[Engine]func() *channel{
	English:    sync.OnceValue(func() *channel { return readChannel(engLetters, engTokens) }),
	Vietnamese: sync.OnceValue(func() *channel { return readChannel(vieLetters, vieTokens) }),
}

// hyphens are the pairs of words that are written with a hyphen and no blank.
var hyphens = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for pair := range strings.Lines(hyphensFile) {
		m[strings.TrimSuffix(pair, "\n")] = true
	}
	return m
})

// strokes are the parts of codes that have a Đ, by what is left of them without its stroke.
var strokes = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for part := range strings.FieldsSeq(codesFile) {
		m[strings.ReplaceAll(part, "Đ", "D")] = part
	}
	return m
})

func readChannel(letters, tokens string) *channel {
	c := &channel{ops: readConfusions(letters), seen: make(map[string][]meant, 4096)}
	for line := range strings.Lines(tokens) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for _, x := range f[1:] {
			text, cost, _ := strings.Cut(x, " ")
			c.seen[f[0]] = append(c.seen[f[0]], meant{text, nats(cost)})
		}
	}
	return c
}

// whole reads a number of the tables, which are our own: a wrong one is a broken build.
func whole(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("restore: broken table: " + err.Error())
	}
	return n
}

func nats(s string) float32 { return float32(whole(s)) * ngram.Step }

func pairKey(a, b ngram.Word) uint32 { return uint32(a)<<16 | uint32(b) }

// titleCost is the cost of what happens so many per cent of the time, never quite none.
var titleCost = func() (t [101]float32) {
	for i := range t {
		t[i] = -float32(math.Log(min(0.99, max(0.006, float64(i)/100))))
	}
	return t
}()
