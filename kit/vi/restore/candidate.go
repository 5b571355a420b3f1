package restore

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"loa/kit/vi"
	"loa/kit/vi/ngram"
)

// shape is how a candidate is written.
type shape byte

const (
	lower shape = iota
	titled
	capital
	asSeen
)

// candidate is what may have been meant, and the cost of its having been read as it was.
type candidate struct {
	id     ngram.Word
	second ngram.Word // of a token that is two words glued; none otherwise
	cost   float32    // of the letters
	own    float32    // of being no word of the vocabulary
	shape  shape
	text   string // for asSeen, and for two words
	same   bool   // it is what was read
}

const (
	widest          = 56     // candidates of a token
	longestSyllable = 7      // letters: nghiêng
	mostTokens      = 20_000 // different tokens of one text that are looked for; forty pages have three thousand
)

// search are the words a token may mean, the likeliest alone first; kept for the next time it is seen.
func (r *reading) search(core string) []candidate {
	if c, ok := r.found[core]; ok {
		return c
	}
	seen := []rune(core)
	var out []candidate
	if len(seen) < maxSeen && len(r.found) < mostTokens {
		out = slices.Clone(r.inVocabulary(core, seen))
		if len(r.names.words) > 0 {
			r.find.prepare(seen)
			out = append(out, r.find.all([]*trie{&r.names.trie}, r.shapes(seen), never)...)
		}
	}
	if r.o.Engine == English && len(seen) <= 2 && unicode.IsUpper(seen[0]) {
		out = r.initial(seen[0], out)
	}
	if s, ok := strokes()[core]; ok && r.o.Engine == English {
		id := r.id(canonical(s))
		if id == none {
			id = unknown
		}
		out = append(out, candidate{id: id, own: acronymPrice, shape: asSeen, text: s})
	}
	slices.SortFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(r.alone(&a), r.alone(&b)), cmp.Compare(a.id, b.id))
	})
	written := vi.Canon(core)
	have := -1
	for i := range out {
		if r.spell(&out[i]) == written {
			out[i].same, have = true, i
		}
	}
	if len(out) > widest {
		if have >= widest {
			out[widest-1] = out[have]
		}
		out = out[:widest]
	}
	if have < 0 {
		out = append(out, candidate{id: unknown, own: r.strange(core, seen), shape: asSeen, text: core, same: true})
	}
	r.found[core] = out
	return out
}

// inVocabulary are the words of the vocabulary that a token may mean. They are
// the same in every text, and kept for the next.
func (r *reading) inVocabulary(core string, seen []rune) []candidate {
	return r.channel.known.get(core, func() []candidate {
		r.find.prepare(seen)
		known := never
		for _, k := range r.channel.seen[core] {
			if id := r.lexicon.id[strings.ToLower(k.text)]; id != none {
				known = min(known, k.cost+ofItself*r.lexicon.model.Cost(ngram.Start, id))
			}
		}
		out := slices.Clone(r.find.all([]*trie{&r.lexicon.trie}, r.shapes(seen), known))
		out = slices.DeleteFunc(out, func(c candidate) bool { // an acronym is not written in small letters
			return r.lexicon.written[c.id] != "" && c.shape != capital
		})
		r.sharpen(core, out)
		if r.o.Engine == English {
			for i := range out {
				if _, ok := schoolbook[r.lexicon.words[out[i].id]]; ok {
					out[i].own += unofficial
				}
			}
		}
		return out
	})
}

// schoolbook are words that offices write with y: an encyclopedia has both.
var schoolbook = map[string]struct{}{"kí": {}, "kì": {}, "kĩ": {}, "lí": {}, "mĩ": {}, "quí": {}}

// unofficial is what such a spelling costs, in nats, where the letters do not tell.
const unofficial = 2.5

// part are the few words that a part of a token clearly may mean, the likeliest alone first.
func (r *reading) part(core string) []candidate {
	const clearly, few = 10, 4 // nats, all told
	if c, ok := r.parts[core]; ok {
		return c
	}
	seen := []rune(core)
	if len(seen) >= maxSeen {
		return nil
	}
	r.find.prepare(seen)
	r.find.window = clearly
	r.find.within(clearly, []*trie{&r.lexicon.trie, &r.names.trie}, r.shapes(seen))
	out := slices.Clone(r.find.out)
	for i := range out {
		if r.o.Engine != English && r.spell(&out[i]) == core { // its table tells how words go wrong, and not that they are right
			out[i].cost = min(out[i].cost, 0.5)
		}
	}
	slices.SortFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(r.alone(&a), r.alone(&b)), cmp.Compare(a.id, b.id))
	})
	out = out[:min(few, len(out))]
	r.parts[core] = out
	return out
}

// shapes are the ways in which the word of a token may be written.
func (r *reading) shapes(seen []rune) []shape {
	capitals, smalls := 0, 0
	for _, c := range seen {
		if unicode.IsUpper(c) {
			capitals++
		} else if unicode.IsLower(c) {
			smalls++
		}
	}
	switch {
	case capitals >= 2 && capitals > smalls:
		if smalls > 0 {
			return []shape{capital, titled}
		}
		return []shape{capital}
	case r.o.Engine != English:
		if capitals > 0 && unicode.IsUpper(seen[0]) {
			return []shape{titled}
		}
		return []shape{lower}
	case capitals == len(seen):
		return []shape{lower, titled, capital}
	case capitals > 0 || !unicode.IsLower(seen[0]):
		return []shape{lower, titled}
	}
	return []shape{lower}
}

// alone is what a candidate costs without its neighbours.
func (r *reading) alone(c *candidate) float32 {
	k := c.cost
	if int(c.id) < len(r.lexicon.words) {
		k += ofItself * r.lexicon.model.Cost(ngram.Start, c.id)
	}
	if c.shape == titled {
		k++
	}
	return k
}

// strange is what it costs that a token is no word of the vocabulary: the more letters, the more.
func (r *reading) strange(core string, seen []rune) float32 {
	capitals, smalls := 0, 0
	for _, c := range seen {
		if unicode.IsUpper(c) {
			capitals++
		} else if unicode.IsLower(c) {
			smalls++
		}
	}
	switch {
	case r.o.Engine != English:
		n := float32(min(len(seen), 8))
		switch {
		case capitals > 1 && smalls == 0:
			return 2
		case capitals > 0:
			return 1.2 * n
		case vi.IsSyllable(core):
			return 1.6 * n
		case len(seen) > longestSyllable: // it is foreign, or glued
			return n
		}
		return 5 + 1.6*n // few short words in small letters are foreign
	case len(seen) == 1:
		return 10
	case len(seen) >= 3 && capitals == len(seen) && !strings.ContainsAny(core, "AEIOUY") || len(seen) >= 4 && capitals == len(seen),
		len(seen) >= 8 && smalls >= len(seen)-1 && isASCII(core):
		return 6
	}
	cost := 4 + 2.2*float32(len(seen))
	if capitals == 0 { // a strange word is mostly a name
		cost += smallStrange
	}
	return cost
}

const smallStrange = 5

// initial adds what a capital with debris after it, «By», «B¢», «B4», may be the beginning of.
func (r *reading) initial(first rune, out []candidate) []candidate {
	for _, w := range [...]string{"bộ", "bố", "sở", "số", "hỗ", "tổ", "tố", "đề", "đội", "đổi", "về", "là"} {
		id := r.lexicon.id[w]
		if unicode.ToUpper([]rune(w)[0]) != first || slices.ContainsFunc(out, func(c candidate) bool { return c.id == id }) {
			continue
		}
		out = append(out, candidate{id: id, cost: 7, shape: titled})
	}
	return out
}

// sharpen mends the costs with those of the whole token, where it was often seen.
func (r *reading) sharpen(core string, out []candidate) {
	known := r.channel.seen[core]
	if known == nil {
		return
	}
	for i := range out {
		c := &out[i]
		text := r.spell(c)
		hit := false
		for _, k := range known {
			if k.text == text {
				c.cost = -float32(math.Log(0.4*math.Exp(-float64(c.cost)) + 0.6*math.Exp(-float64(k.cost))))
				hit = true
			}
		}
		if !hit && int(c.id) < len(r.lexicon.words) && r.lexicon.model.Cost(ngram.Start, c.id) < 8.5 { // a common word that was never read so
			c.cost += 0.9
		}
	}
}

func (r *reading) id(w string) ngram.Word {
	if id, ok := r.lexicon.id[w]; ok {
		return id
	}
	return r.names.id[w]
}

func (r *reading) word(id ngram.Word) string {
	if n := len(r.lexicon.words); int(id) >= n {
		return r.names.words[int(id)-n]
	}
	return r.lexicon.words[id]
}

// spell writes a candidate.
func (r *reading) spell(c *candidate) string {
	if c.text != "" {
		return c.text
	}
	switch w := r.word(c.id); c.shape {
	case titled:
		rs := []rune(w)
		rs[0] = unicode.ToUpper(rs[0])
		return string(rs)
	case capital:
		return strings.ToUpper(w)
	default:
		return w
	}
}
