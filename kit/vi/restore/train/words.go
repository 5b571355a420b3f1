package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"unicode"
)

// A source is one text to count, each of its words counted weight times.
type source struct {
	path   string
	weight int
}

// Symbols that stand for what is not a word.
const (
	edge   = "<s>" // the start or end of a sentence
	number = "<n>"
	code   = "<c>"
)

// counts are the words and pairs of words of the sources.
type counts struct {
	word, titled     map[string]int
	pair, titledPair map[[2]string]int
}

func newCounts() *counts {
	return &counts{word: map[string]int{}, titled: map[string]int{}, pair: map[[2]string]int{}, titledPair: map[[2]string]int{}}
}

var (
	syllable = regexp.MustCompile(`^(ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}(ng|nh|ch|[cmnpt])?$`)
	figures  = regexp.MustCompile(`^[0-9][0-9.,/%\-+]*$`)
	furnish  = regexp.MustCompile(`CÔNG BÁO|^[\s0-9]*$|^Người ký:|^Email:|^Cơ quan:|^Thời gian ký|http|^##DOC`)
)

// add counts one sentence or paragraph.
func (c *counts) add(text string, weight int) {
	prev, start := edge, true
	c.word[edge] += weight
	for _, field := range strings.Fields(text) {
		core := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%' })
		if core == "" {
			continue
		}
		parts := []string{core}
		if !strings.ContainsAny(core, "0123456789") && strings.ToUpper(core) != core {
			parts = strings.FieldsFunc(core, func(r rune) bool { return r == '/' || r == '-' || r == '–' })
		}
		for _, p := range parts {
			w := symbol(p)
			c.word[w] += weight
			c.pair[[2]string{prev, w}] += weight
			if !start && strings.ToUpper(p) != p {
				if unicode.IsUpper([]rune(p)[0]) {
					c.titled[w] += weight
					c.titledPair[[2]string{prev, w}] += weight
				}
			}
			prev, start = w, false
		}
		if strings.ContainsAny(field[strings.LastIndex(field, core)+len(core):], ".;:!?") {
			c.pair[[2]string{prev, edge}] += weight
			c.word[edge] += weight
			prev, start = edge, true
		}
	}
}

func symbol(core string) string {
	switch {
	case figures.MatchString(core):
		return number
	case strings.ContainsAny(core, "0123456789") && strings.ContainsAny(core, "/-"):
		return code
	}
	return oldTone(strings.ToLower(core))
}

// oldTone writes hoá as hóa, so that both spellings are one word.
func oldTone(s string) string {
	if strings.HasPrefix(s, "q") {
		return s
	}
	for _, p := range tonePlaces {
		if strings.HasSuffix(s, p[0]) {
			return strings.TrimSuffix(s, p[0]) + p[1]
		}
	}
	return s
}

var tonePlaces = [][2]string{
	{"oà", "òa"}, {"oá", "óa"}, {"oả", "ỏa"}, {"oã", "õa"}, {"oạ", "ọa"}, {"oè", "òe"}, {"oé", "óe"}, {"oẻ", "ỏe"}, {"oẽ", "õe"}, {"oẹ", "ọe"},
	{"uỳ", "ùy"}, {"uý", "úy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uỵ", "ụy"},
}

// read counts the paragraphs of a corpus file; its wrapped lines are joined.
func (c *counts) read(s source) error {
	f, err := os.Open(s.path)
	if err != nil {
		return err
	}
	defer f.Close()
	var para strings.Builder
	flush := func() {
		c.add(para.String(), s.weight)
		para.Reset()
	}
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for sc.Scan() {
		line := strings.TrimLeft(strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(sc.Text(), "**", ""), "\u00a0", " ")), "#*|> ")
		if line == "" {
			flush()
			continue
		}
		if furnish.MatchString(line) {
			continue
		}
		para.WriteString(line + " ")
		if strings.HasSuffix(line, ".") || strings.HasSuffix(line, ";") || strings.HasSuffix(line, ":") || para.Len() > 4000 {
			flush()
		}
	}
	flush()
	return sc.Err()
}

// phrases counts a list of phrases, each line one phrase, with its slots filled.
func (c *counts) phrases(path string, weight int) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		for _, slots := range [][3]string{{"phường", "thành phố", "Thành ủy"}, {"xã", "tỉnh", "Tỉnh ủy"}} {
			r := strings.NewReplacer("{c}", slots[0], "{t}", slots[1], "{T}", slots[2])
			c.add(r.Replace(line), weight)
			if !strings.Contains(line, "{") {
				break
			}
		}
	}
	return nil
}

// words lists the vocabulary: symbols first, then by falling count.
func (c *counts) words(known map[string]bool) []string {
	var list []string
	for w, n := range c.word {
		letters := strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
		if w[0] != '<' && letters && len([]rune(w)) <= 12 && (syllable.MatchString(w) && (n >= 4 || known[w]) || n >= 40) {
			list = append(list, w)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		if c.word[list[i]] != c.word[list[j]] {
			return c.word[list[i]] > c.word[list[j]]
		}
		return list[i] < list[j]
	})
	return append([]string{"<?>", edge, number, code}, list...)
}

const step = 0.08 // nats of one unit of cost

func cost(p float64) byte {
	return byte(min(255, max(0, math.Round(-math.Log(p)/step))))
}

func share(part, all int) byte { return byte(math.Round(100 * float64(part) / float64(max(all, 1)))) }

// write packs the vocabulary and the pairs, smoothed after Kneser and Ney.
func (c *counts) write(dir string, known map[string]bool, atLeast int) error {
	const discount = 0.75
	words := c.words(known)
	id := map[string]int{}
	for i, w := range words {
		id[w] = i
	}
	type follower struct{ id, n, titled int }
	after := make([][]follower, len(words))
	before := make([]int, len(words)) // distinct predecessors
	total := make([]int, len(words))
	kinds := 0
	for p, n := range c.pair {
		a, b := id[p[0]], id[p[1]]
		total[a] += n
		if b == 0 {
			continue
		}
		before[b]++
		kinds++
		if a != 0 {
			after[a] = append(after[a], follower{b, n, c.titledPair[p]})
		}
	}
	continues := func(b int) float64 {
		return (0.9*float64(before[b]) + 0.1) / (0.9*float64(kinds) + 0.1*float64(len(words)))
	}
	list, err := os.Create(filepath.Join(dir, "words.txt"))
	if err != nil {
		return err
	}
	var pack []byte
	kept := 0
	for a, w := range words {
		var rest, lowerRest float64 = 1, 1
		var keep []follower
		spread := discount * float64(len(after[a])) / float64(max(total[a], 1))
		prob := func(f follower) float64 {
			return max(float64(f.n)-discount, 0)/float64(total[a]) + spread*continues(f.id)
		}
		for _, f := range after[a] {
			if f.n >= atLeast {
				keep = append(keep, f)
				rest -= prob(f)
				lowerRest -= continues(f.id)
			}
		}
		sort.Slice(keep, func(i, j int) bool { return keep[i].id < keep[j].id })
		kept += len(keep)
		back := 1.0
		if len(keep) > 0 {
			back = max(rest, 1e-4) / max(lowerRest, 1e-4)
		}
		fmt.Fprintf(list, "%s\t%d\t%d\t%d\n", w, cost(continues(a)), cost(min(back, 1)), share(c.titled[w], c.word[w]))
		pack = binary.AppendUvarint(pack, uint64(len(keep)))
		last := 0
		for _, f := range keep {
			pack = binary.AppendUvarint(pack, uint64(f.id-last))
			last = f.id
			pack = append(pack, cost(prob(f)), share(f.titled, f.n))
		}
	}
	fmt.Println("words", len(words), "pairs", kept, "bytes", len(pack))
	if err := list.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "pairs.bin"), pack, 0o644)
}

// readLines calls fn for each line of r.
func readLines(r io.Reader, fn func(string)) error {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		fn(sc.Text())
	}
	return sc.Err()
}
