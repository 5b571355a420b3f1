package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"loa/kit/vi"
	"loa/kit/vi/ngram"
	"loa/kit/vi/restore"
)

// A source is one file of texts, each of its words counted weight times.
type source struct {
	file     string
	weight   int
	official bool
}

var sources = []source{
	{"congbao-2021-2026.txt", 1, true},
	{"vlc-laws.txt", 1, true},
	{"nq57-nq03-digital-transformation.txt", 4, true},
	{"viwiki.txt", 1, false},
}

// furniture are lines that belong to the page and not to its text.
var furniture = regexp.MustCompile(`CÔNG BÁO|^[\s0-9]*$|^Người ký:|^Email:|^Cơ quan:|^Thời gian ký|^Ký bởi:|http`)

// paragraphs calls fn for each paragraph of the texts of r; those whose name begins one of without are passed over.
func paragraphs(r io.Reader, without map[string]bool, fn func(string)) error {
	var p strings.Builder
	flush := func() {
		if p.Len() > 0 {
			fn(p.String())
		}
		p.Reset()
	}
	left := false
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for sc.Scan() {
		if name, ok := strings.CutPrefix(sc.Text(), "##DOC "); ok {
			flush()
			name, _, _ = strings.Cut(name, " | ")
			left = without[strings.TrimSpace(name)]
			continue
		}
		if left {
			continue
		}
		line := strings.NewReplacer("**", "", "\u00a0", " ", "\\", "").Replace(sc.Text())
		line = strings.TrimLeft(strings.TrimSpace(line), "#*|=> ")
		if line == "" {
			flush()
			continue
		}
		if furniture.MatchString(line) {
			continue
		}
		if p.Len() > 0 {
			p.WriteByte(' ')
		}
		p.WriteString(line)
		if strings.HasSuffix(line, ".") || strings.HasSuffix(line, ";") || strings.HasSuffix(line, ":") || p.Len() > 4000 {
			flush()
		}
	}
	flush()
	return sc.Err()
}

// A lexicon gathers the words of the texts: how often each stands, and how it is written.
type lexicon struct {
	count, titled map[string]int
	capitals      map[string]map[string]int // ways in which a word with several capitals is written
	codes         map[string]int            // parts of documents' codes
	official      map[string]int            // how often a word stands in official texts
	joined        map[string]int            // pairs of words with a hyphen between them
}

func newLexicon() *lexicon {
	return &lexicon{map[string]int{}, map[string]int{}, map[string]map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
}

func (l *lexicon) add(text string, weight int, official bool) {
	for _, s := range restore.Sentences(text) {
		for i, w := range s {
			l.count[w.Symbol] += weight
			if official {
				l.official[w.Symbol] += weight
			}
			if w.Hyphen && i+1 < len(s) {
				l.joined[w.Symbol+" "+s[i+1].Symbol]++
			}
			if w.Symbol == "<code>" {
				for part := range strings.FieldsFuncSeq(w.Written, func(r rune) bool { return !unicode.IsLetter(r) }) {
					l.codes[part] += weight
				}
				continue
			}
			up := 0
			for _, r := range w.Written {
				if unicode.IsUpper(r) {
					up++
				}
			}
			switch {
			case up == 1 && i > 0 && unicode.IsUpper([]rune(w.Written)[0]):
				l.titled[w.Symbol] += weight
			case up > 1 && !vi.IsSyllable(w.Symbol):
				if l.capitals[w.Symbol] == nil {
					l.capitals[w.Symbol] = map[string]int{}
				}
				l.capitals[w.Symbol][w.Written] += weight
			}
		}
	}
}

// words is the vocabulary: symbols first, then by falling count. known are syllables that belong to it in any case.
func (l *lexicon) words(known map[string]bool) []string {
	var list []string
	for w := range known {
		if l.count[w] == 0 {
			l.count[w] = 0
			list = append(list, w)
		}
	}
	for w, n := range l.count {
		if w[0] == '<' || strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) >= 0 || len([]rune(w)) > 14 {
			continue
		}
		if n > 0 && (known[w] || vi.IsSyllable(w) && n >= 4 || l.official[w] >= 20) {
			list = append(list, w)
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		if l.count[a] != l.count[b] {
			return l.count[b] - l.count[a]
		}
		return strings.Compare(a, b)
	})
	return append(slices.Clone(restore.Symbols[:]), list...)
}

// local are parts of the codes of provinces and communes, which the gazette of the state does not print.
var local = []string{"HĐND", "ĐĐBQH", "CTHĐ", "UBQGCĐS", "SGDĐT", "PGDĐT", "BCĐCĐS", "ĐU"}

// stroked are the parts of codes that are written with a Đ more often than without its stroke.
func (l *lexicon) stroked() []string {
	out := slices.Clone(local)
	for part, n := range l.codes {
		if plain := strings.ReplaceAll(part, "Đ", "D"); plain != part && n >= 3 && n > l.codes[plain] {
			out = append(out, part)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// hyphened are the pairs of words that stand with a hyphen between them, and no blank, again and again.
func (l *lexicon) hyphened() []string {
	var out []string
	for pair, n := range l.joined {
		if n >= 3 {
			out = append(out, pair)
		}
	}
	slices.Sort(out)
	return out
}

// written is how a word that is no syllable is mostly written; empty for small letters.
func (l *lexicon) written(w string) string {
	best, most, all := "", 0, 0
	for form, n := range l.capitals[w] {
		all += n
		if n > most || n == most && form > best {
			best, most = form, n
		}
	}
	if all >= 5 && all*5 > l.count[w]*3 {
		return best
	}
	return ""
}

// A text is everything that is counted, with the vocabulary that counts.
type text struct {
	dir     string
	without map[string]bool
	phrases string
}

// each calls fn for every paragraph, with its weight.
func (t text) each(fn func(p string, weight int, official bool)) error {
	for _, s := range sources {
		f, err := os.Open(t.dir + "/" + s.file)
		if err != nil {
			return err
		}
		err = paragraphs(f, t.without, func(p string) { fn(p, s.weight, s.official) })
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", s.file, err)
		}
	}
	if t.phrases == "" {
		return nil
	}
	b, err := os.ReadFile(t.phrases)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		for _, slots := range [][3]string{{"phường", "thành phố", "Thành ủy"}, {"xã", "tỉnh", "Tỉnh ủy"}} {
			fn(strings.NewReplacer("{c}", slots[0], "{t}", slots[1], "{T}", slots[2]).Replace(line), phraseWeight, true)
			if !strings.Contains(line, "{") {
				break
			}
		}
	}
	return nil
}

// phraseWeight is how often each phrase of the list counts.
const phraseWeight = 40

// language counts the text into a language model, and how often the second word of a pair has a capital.
func (t text) language(ids map[string]ngram.Word, cut ngram.Cut) (*ngram.Model, map[uint32][2]int, error) {
	var c ngram.Counter
	titles := map[uint32][2]int{}
	edge := ids["<edge>"]
	err := t.each(func(p string, weight int, _ bool) {
		for _, s := range restore.Sentences(p) {
			row := make([]ngram.Word, 1, len(s)+2)
			row[0] = edge
			for i, w := range s {
				id, ok := ids[w.Symbol]
				if !ok {
					id = ids["<unknown>"]
				}
				if i > 0 && id != ids["<unknown>"] && w.Symbol[0] != '<' && strings.ToUpper(w.Written) != w.Written {
					k := uint32(row[i])<<16 | uint32(id)
					n := titles[k]
					n[0] += weight
					if unicode.IsUpper([]rune(w.Written)[0]) {
						n[1] += weight
					}
					titles[k] = n
				}
				row = append(row, id)
			}
			c.Add(append(row, edge), weight)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	return c.Build(len(ids), cut), titles, nil
}
