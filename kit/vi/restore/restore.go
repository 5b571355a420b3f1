// Package restore reads Vietnamese that an engine without Vietnamese letters
// has read from a scan: «s6», «dé», «tmg», «duge» for số, để, ứng, được. It
// knows the language and nothing of plans or wards.
//
// In such text the tokens survive and the letters do not, so mending it is
// choosing, token by token, the word that was meant: each seen token has a few
// candidates from a table of confusions (confuse.go), and the best row of
// candidates is the one that a table of pairs of words finds likeliest
// (mend.go). Numbers, dates and codes are never changed, save the stroke of Đ.
//
// The tables (model/) were counted from official texts and from pages rendered
// and read again; package train makes those of the words.
package restore

import (
	"strings"
	"unicode"
)

// MarkShare is the share of letters only Vietnamese has (ă đ ơ ư, and those of
// U+1EA0 to U+1EF9) among the letters of s: 0.15 to 0.26 in sound Vietnamese,
// 0 where the engine had no such letters.
func MarkShare(s string) float64 {
	marked, letters := 0, 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r >= 0x1EA0 && r <= 0x1EF9 || strings.ContainsRune("ăđơưĂĐƠƯ", r) {
			marked++
		}
	}
	return float64(marked) / float64(max(letters, 1))
}

// SoundShare is the MarkShare from which a text is taken for Vietnamese with its letters.
const SoundShare = 0.05

// A Word is what was read and what it was taken to mean. Usually both are one
// token. A glued token comes back as several words, the first of which has Seen
// and the others none; a split word has the tokens it was made of in Seen,
// joined by a blank; debris has no Text.
type Word struct {
	Seen, Text string
	Sure       float64  // 0 to 1: the probability that Text is right
	Else       []Choice // what else it may be, the likeliest first; none when there is no doubt
}

// A Choice is another reading of a word.
type Choice struct {
	Text string
	Sure float64
}

// A Mender mends text. It is safe for use by one goroutine at a time.
type Mender struct {
	t     *tables
	extra map[uint32]float32 // pairs of words of known names, by cost
	named []bool             // which words of the tables are second in such a pair
	words []string           // words of known names that the tables lack, after those of the tables
	trie  trie               // of those words
	cands map[string][]candidate
	habit *habits // of the text being mended, in the second pass
	find  search
}

// New returns a Mender that also knows some names, such as «phường Phù Liễn»:
// their words are taken to follow each other as written.
func New(names ...string) *Mender {
	m := &Mender{t: load(), extra: map[uint32]float32{}, cands: map[string][]candidate{}}
	m.named = make([]bool, len(m.t.words))
	m.find.ops = &m.t.ops
	for _, n := range names {
		m.learn(n)
	}
	return m
}

// learn adds the pairs of words of a name.
func (m *Mender) learn(name string) {
	const follows = 0.9 // nats
	last := -1
	for _, f := range strings.Fields(name) {
		w := canonical(strings.ToLower(strings.TrimFunc(f, func(r rune) bool { return !unicode.IsLetter(r) })))
		if w == "" {
			last = -1
			continue
		}
		id := m.id(w)
		if id == 0 {
			id = len(m.t.words) + len(m.words)
			m.words = append(m.words, w)
			m.trie.add(w, id)
		}
		if last >= 0 {
			if k := key(last, id); m.extra[k] == 0 || m.extra[k] > follows {
				m.extra[k] = follows
			}
			if id < len(m.named) {
				m.named[id] = true
			}
		}
		last = id
	}
}

func (m *Mender) id(w string) int {
	if id, ok := m.t.id[w]; ok {
		return id
	}
	for i, x := range m.words {
		if x == w {
			return len(m.t.words) + i
		}
	}
	return 0
}

func (m *Mender) word(id int) string {
	if id < len(m.t.words) {
		return m.t.words[id]
	}
	return m.words[id-len(m.t.words)]
}

// canonical writes hoá as hóa, so that both spellings are one word.
func canonical(w string) string {
	if strings.HasPrefix(w, "q") {
		return w
	}
	for _, p := range tonePlaces {
		if strings.HasSuffix(w, p[0]) {
			return strings.TrimSuffix(w, p[0]) + p[1]
		}
	}
	return w
}

var tonePlaces = [][2]string{
	{"oà", "òa"}, {"oá", "óa"}, {"oả", "ỏa"}, {"oã", "õa"}, {"oạ", "ọa"}, {"oè", "òe"}, {"oé", "óe"}, {"oẻ", "ỏe"}, {"oẽ", "õe"}, {"oẹ", "ọe"},
	{"uỳ", "ùy"}, {"uý", "úy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uỵ", "ụy"},
}
