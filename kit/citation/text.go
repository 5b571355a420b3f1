package citation

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
)

// A text is all lines as one run of folded runes, each with where it came from.
type text struct {
	lines []Line
	raw   string  // the lines joined by line feeds
	start []int32 // byte in raw where each line starts
	f     []rune  // folded; a line feed between lines
	at    []int32 // byte in raw of each folded rune
	clean bool    // the marks are there: words may be taken at their letters
}

func fold(lines []Line) *text {
	size := 0
	for _, l := range lines {
		size += len(l.Text) + 1
	}
	t := &text{lines: lines, start: make([]int32, len(lines))}
	var b strings.Builder
	b.Grow(size)
	for i, l := range lines {
		t.start[i] = int32(b.Len())
		b.WriteString(strings.ReplaceAll(l.Text, "\n", " "))
		b.WriteByte('\n')
	}
	t.raw = b.String()
	t.f, t.at = make([]rune, 0, size), make([]int32, 0, size)
	letters, marked := 0, 0
	for i, r := range t.raw {
		if letter(r) || 'A' <= r && r <= 'Z' {
			letters++
			if 0x1EA0 <= r && r <= 0x1EF9 || strings.ContainsRune("ăđơưĂĐƠƯ\u0302\u0306\u031b", r) {
				marked++
			}
		}
		if r = vi.FoldRune(r); r >= 0 {
			t.f, t.at = append(t.f, r), append(t.at, int32(i))
		}
	}
	t.clean = marked*20 > letters // true texts have 15 to 25 in 100, ruined ones none
	return t
}

// pos is the place of folded rune i; i may be one behind the last.
func (t *text) pos(i int) Pos {
	b := t.byteAt(i)
	l := sort.Search(len(t.start), func(k int) bool { return int(t.start[k]) > b }) - 1
	if l < 0 {
		return Pos{}
	}
	return Pos{t.lines[l].No, b - int(t.start[l])}
}

func (t *text) byteAt(i int) int {
	if i < len(t.at) {
		return int(t.at[i])
	}
	return len(t.raw)
}

// span is the raw text from folded rune i to j, on one line, in canonical form.
func (t *text) span(i, j int) string {
	if i >= j {
		return ""
	}
	return vi.Canon(strings.Join(strings.Fields(t.raw[t.byteAt(i):t.byteAt(j)]), " "))
}

// capital reports whether folded rune i was printed as a capital.
func (t *text) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(t.raw[t.byteAt(i):])
	return unicode.IsUpper(r)
}

func space(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == 0xA0 }

func digit(r rune) bool { return '0' <= r && r <= '9' }

func letter(r rune) bool { return 'a' <= r && r <= 'z' || r > 0x7F && unicode.IsLetter(r) }

// maxGap is how much white space may stand inside a citation: the blank lines of a page break.
const maxGap = 12

// skip is the first rune at or behind i that is no space, at most maxGap on.
func (t *text) skip(i int) int {
	for k := 0; i < len(t.f) && k < maxGap && space(t.f[i]); k++ {
		i++
	}
	return i
}

const maxWord = 24

// A word is a run of printed runes, less the punctuation around it.
type word struct{ from, to int }

func (w word) empty() bool { return w.from >= w.to }

// next is the word at or behind i; empty at the end and where a run is no word.
func (t *text) next(i int) word {
	i = t.skip(i)
	for i < len(t.f) && opening(t.f[i]) {
		i++
	}
	j := i
	for j < len(t.f) && j-i < maxWord && !space(t.f[j]) && !stop(t.f[j]) {
		j++
	}
	return word{i, j}
}

// prev is the word that ends at or before i (exclusive); empty at the start.
func (t *text) prev(i int) word {
	for k := 0; i > 0 && k < maxGap && space(t.f[i-1]); k++ {
		i--
	}
	for i > 0 && t.f[i-1] == ':' {
		i--
	}
	j := i
	for j > 0 && i-j < maxWord && !space(t.f[j-1]) && !stop(t.f[j-1]) {
		j--
	}
	for j < i && opening(t.f[j]) {
		j++
	}
	return word{j, i}
}

func opening(r rune) bool { return strings.ContainsRune(`("“'‘-–+•*[`, r) }

// stop reports whether r ends a word.
func stop(r rune) bool {
	switch r {
	case ',', ';', ':', '.', '(', ')', '"', '“', '”', '[', ']':
		return true
	}
	return false
}

func (t *text) string(w word) string { return string(t.f[w.from:w.to]) }

// near is how many letters separate w from key (folded ASCII); far when more than most.
func (t *text) near(w word, key string, most int) int {
	n, m := w.to-w.from, len(key)
	if n-m > most || m-n > most || n > maxWord {
		return far
	}
	var row [maxWord + 1]int
	for j := range m + 1 {
		row[j] = j
	}
	for i := range n {
		diagonal := row[0]
		row[0] = i + 1
		least := row[0]
		for j := range m {
			cost := diagonal
			if t.f[w.from+i] != rune(key[j]) {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
			least = min(least, row[j+1])
		}
		if least > most {
			return far
		}
	}
	if row[m] > most {
		return far
	}
	return row[m]
}

const far = 1 << 20

// slack is how many letters of a word may be misread.
func slack(key string) int {
	switch {
	case len(key) <= 1:
		return 0
	case len(key) <= 4:
		return 1
	}
	return 2
}

// phraseAt matches the words of key from i on; it returns where they end and how far off they are.
func (t *text) phraseAt(i int, key []string) (end, off int) { return t.phrase(i, key, 0) }

// phrase is phraseAt that lets each word of three letters and more be so many letters further off.
func (t *text) phrase(i int, key []string, more int) (end, off int) {
	for k, want := range key {
		if k > 0 {
			i = t.bridge(i)
		}
		w := t.next(i)
		if w.empty() || k > 0 && w.from > i {
			return 0, far
		}
		most := slack(want)
		if len(want) > 2 {
			most += more
		}
		d := t.near(w, want, most)
		if off += d; d == far {
			return 0, far
		}
		i, end = w.to, w.to
	}
	return end, off
}

// phraseBefore matches the words of key so that they end at i; it returns where they begin.
func (t *text) phraseBefore(i int, key []string) (start, off int) {
	for k := len(key) - 1; k >= 0; k-- {
		w := t.prev(i)
		if w.empty() {
			return 0, far
		}
		d := t.near(w, key[k], slack(key[k]))
		if off += d; d == far {
			return 0, far
		}
		i, start = w.from, w.from
	}
	return start, off
}

// bridge skips what names have between their words: Văn hóa, Thể thao; Lao động - Thương binh.
func (t *text) bridge(i int) int {
	for k := 0; i < len(t.f) && k < maxGap && (space(t.f[i]) || t.f[i] == ',' || t.f[i] == '-' || t.f[i] == '–'); k++ {
		i++
	}
	return i
}
