package store

import (
	"hash/fnv"
	"strconv"
	"strings"
)

// A tier is one way in which a document may answer a query.
type tier struct {
	words    []word
	exact    bool // those with marks are spelt like that
	title    bool // they stand in the title
	together bool // each two neighbours stand one after the other somewhere
}

// tiers are the ways to answer q, the best first; the last takes in all others.
func (q query) tiers() (out []tier) {
	ways := []tier{{title: true, together: true}, {together: true}, {title: true}, {}}
	if q.isWide() {
		ways = ways[2:]
	} else if q.marked {
		ways = append([]tier{{exact: true, title: true, together: true}, {exact: true, together: true}, {exact: true}}, ways...)
	}
	for i := range ways {
		ways[i].words = q.words
	}
	return ways
}

// The index holds terms, and of a term nothing but which documents hold it: not where, nor how often. What a search ranks by is
// made a term of its own: a word without its marks, the same with them, two words that stand one after the other, each again when it stands in the title.
// So each tier is a conjunction of terms, whose lists an engine merges and stops at the first thousand; an index of positions is
// three times as slow where most documents hold every word. No word holds one of these signs, and FTS5 takes none for a space.
const (
	exactSign = "×" // spelt like this
	titleSign = "¶" // in the title
	nextSign  = "·" // between two that stand one after the other
	placeSign = "¦" // of a place

	maxTerms = 1_000_000 // bytes of the terms of one document; PostgreSQL holds a little more
)

// sign tells p from other places; those few that share one are told apart by their documents.
func (p Place) sign() string {
	h := fnv.New32a()
	h.Write([]byte(p))
	return strconv.FormatUint(uint64(h.Sum32()), 36) + placeSign
}

// terms are what the index holds of the words of a text, each once, after sign. Of a text that has too many the last pairs are left out.
func terms(sign string, title, body []word) []string {
	var held []string
	left := maxTerms
	seen := map[string]bool{}
	add := func(parts ...string) {
		term := sign + strings.Join(parts, "")
		if !seen[term] && left >= len(term) {
			seen[term] = true
			left -= len(term)
			held = append(held, term)
		}
	}
	in := []struct {
		mark string
		ws   []word
	}{{titleSign, title}, {"", title}, {"", body}}
	for _, text := range in {
		for _, w := range text.ws {
			add(text.mark, w.folded)
			if w.hasMarks() {
				add(text.mark, exactSign, w.exact)
			}
		}
	}
	for _, text := range in {
		for i := 1; i < len(text.ws); i++ {
			add(text.mark, text.ws[i-1].folded, nextSign, text.ws[i].folded)
		}
	}
	return held
}

// wanted are the terms, after sign, of which a document must hold one of each list to answer t.
func (t tier) wanted(sign string) (all [][]string) {
	if t.title {
		sign += titleSign
	}
	paired := t.together && len(t.words) > 1
	for i, w := range t.words {
		if paired && i > 0 {
			all = append(all, []string{sign + t.words[i-1].folded + nextSign + w.folded})
		}
		switch {
		case t.exact && w.hasMarks():
			all = append(all, []string{sign + exactSign + w.exact})
		case !paired:
			forms := []string{sign + w.folded}
			for _, near := range w.near {
				forms = append(forms, sign+near)
			}
			all = append(all, forms)
		}
	}
	return all
}

// conjunction joins terms: or between those of a list, and between lists.
func conjunction(terms [][]string, quote, or, and string) string {
	all := make([]string, len(terms))
	for i, list := range terms {
		all[i] = "(" + quote + strings.Join(list, quote+or+quote) + quote + ")" // letters, digits and our signs: no quotes
	}
	return strings.Join(all, and)
}
