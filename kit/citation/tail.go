package citation

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"loa/kit/vi"
)

// A date is the figures of a date and where they end; end is 0 when there is none.
type date struct {
	day, month, year int
	figures          string // as printed: 03/6/2020; of a date in words put together
	end              int
}

func (d date) iso() string {
	at := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	if at.Day() != d.day || int(at.Month()) != d.month {
		return ""
	}
	return at.Format(time.DateOnly)
}

// dateAt reads a date at i: with «ngày» in figures or words, or bare figures.
func (t *text) dateAt(i int) (d date) {
	w := t.next(i)
	if w.empty() {
		return d
	}
	at := w.from
	named := t.near(w, "ngay", 1) != far
	if named {
		at = t.skip(w.to)
	} else if w.to-w.from > 4 && strings.HasPrefix(t.string(w), "ngay") && digit(t.f[w.from+4]) {
		named, at = true, w.from+4 // ngày03/6/2020
	}
	at = t.skip(at)
	from, ok := at, false
	if d.day, at, ok = t.figures(at, 2); !ok {
		return date{}
	}
	if named {
		if m, end := t.namedPart(at, "thang", 2); end > 0 {
			if y, end := t.namedPart(end, "nam", 4); end > 0 {
				d.month, d.year, d.end = m, y, end
				d.figures = fmt.Sprintf("%d/%d/%d", d.day, m, y)
				return d.within()
			}
			return date{}
		}
	}
	if at, ok = t.dateMark(at); !ok {
		return date{}
	}
	if d.month, at, ok = t.figures(at, 2); !ok {
		return date{}
	}
	if at, ok = t.dateMark(at); !ok {
		return date{}
	}
	if d.year, at, ok = t.figures(at, 4); !ok {
		return date{}
	}
	d.figures, d.end = strings.ReplaceAll(t.span(from, at), " ", ""), at
	return d.within()
}

// within keeps dates that a person may have meant, possible or not: 31/02/2025, but not 99/99/0001.
func (d date) within() date {
	if d.year < 1930 || d.year > 2100 || d.day < 1 || d.day > 39 || d.month < 1 || d.month > 19 {
		return date{}
	}
	return d
}

func (t *text) figures(i, most int) (n, end int, ok bool) {
	j := i
	for j < len(t.f) && digit(t.f[j]) && j-i <= most {
		j++
	}
	if j == i || j-i > most {
		return 0, i, false
	}
	n, err := strconv.Atoi(string(t.f[i:j]))
	return n, j, err == nil
}

// dateMark reads the sign between the figures of a date, with a line break behind it at most.
func (t *text) dateMark(i int) (int, bool) {
	i = t.skip(i)
	if i >= len(t.f) || t.f[i] != '/' && t.f[i] != '-' && t.f[i] != '.' && t.f[i] != '–' {
		return i, false
	}
	return t.skip(i + 1), true
}

// namedPart reads «tháng 10», «năm 2021».
func (t *text) namedPart(i int, name string, digits int) (n, end int) {
	w := t.next(i)
	if w.empty() || t.near(w, name, 1) == far {
		return 0, 0
	}
	n, end, ok := t.figures(t.skip(w.to), digits)
	if !ok {
		return 0, 0
	}
	return n, end
}

// tail is what follows a head: date and issuer in either order, then the title.
type tail struct {
	date   date
	issuer string
	end    int // behind the last of them
}

func (p *parser) tail(h head, limit int) (out tail) {
	t := p.text
	out.end = h.to
	expected := ""
	if len(h.code.segs) > 0 {
		expected = p.fromSymbol(h.code, 0, 0)
	}
	for i := h.to; i < limit; {
		j := i
		for k := 0; j < limit && k < maxGap && (space(t.f[j]) || t.f[j] == ',' || t.f[j] == '('); k++ {
			j++
		}
		if out.date.end == 0 {
			if d := t.dateAt(j); d.end > 0 && d.end <= limit {
				out.date, out.end, i = d, d.end, d.end
				if i < limit && t.f[i] == ')' {
					i++
				}
				continue
			}
		}
		who, end := p.issuerAt(j, limit, j > i && strings.ContainsRune(string(t.f[i:j]), ','), expected)
		if end == 0 {
			break
		}
		out.issuer, out.end, i = who, end, end // printed twice, the later one is the same
	}
	return out
}

// cues are the words a title begins with; only về and its like are no part of it.
var cues = func() (out [][]string) {
	for _, c := range []string{"ve viec", "ve", "v/v", "ban hanh", "phe duyet", "quy dinh", "thuc hien", "trien khai", "huong dan", "sua doi", "tang cuong",
		"thong qua", "cong bo", "day manh", "hop nhat", "bai bo", "dieu chinh", "bo sung", "quan ly", "chi tiet", "thanh lap", "phat dong", "nang cao", "to chuc", "xay dung", "kien toan", "phan cong", "giao"} {
		out = append(out, strings.Fields(c))
	}
	return out
}()

// cueAt matches a cue at i; title is where the title begins.
func (t *text) cueAt(i int) (title int, ok bool) {
	w := t.next(i)
	if w.empty() || t.separated(i, w.from) {
		return 0, false
	}
	for _, c := range cues {
		end, off := t.phraseAt(i, c)
		if off == far || off > 0 && (t.clean || len(c) == 1) || off > len(c) {
			continue
		}
		if c[0] == "ve" || c[0] == "v/v" {
			return t.skip(end), true
		}
		return w.from, true
	}
	return 0, false
}

// title is the text from i to j as a title: one line, canonical, without what separates it from the next.
func (t *text) title(i, j int) string {
	return strings.TrimRight(t.span(i, j), " ,;.:-–")
}

// maxTitle is how many letters a title may have.
const maxTitle = 900

// titleEnd scans a title from i and lets nested parse the heads inside it; it returns where the title ends and the next head.
func (p *parser) titleEnd(i, k, self int) (end, next int) {
	t := p.text
	limit := min(len(t.f), i+maxTitle)
	untitled := false // the nested citation parsed last has no title of its own
	depth := 0
	from := i
	for i < limit {
		if k < len(p.head) && p.head[k].from <= i {
			at := p.head[k].from
			if tie := t.tie(from, at); tie == joined || tie == listed && !untitled {
				return t.trim(from, at), k
			}
			nested := len(p.found)
			k = p.parse(k, self)
			untitled = p.found[nested].Title == ""
			i, from = p.end, p.end
			continue
		}
		switch r := t.f[i]; r {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return i, k
			}
		case ';', ':':
			return i, k
		case '.':
			if t.sentenceEnds(i) {
				return i, k
			}
		case ',':
			if t.bodyAfter(i+1) || t.inForce(i+1) {
				return i, k
			}
		case '\n':
			if t.newStart(i) {
				return i, k
			}
		}
		i++
	}
	return t.trim(from, limit), k
}

// A tie is how a head hangs on what stands before it in a title.
type tie int

const (
	inside tie = iota // về thực hiện Nghị quyết …
	joined            // …, Nghị quyết …; … và Kế hoạch …: behind words of the title
	listed            // the same, right behind another citation
)

// tie looks at what stands between i and the head at j.
func (t *text) tie(i, j int) tie {
	k := t.trim(i, j)
	switch {
	case k == j || !t.separated(k, j):
		return inside
	case k == i:
		return listed
	}
	return joined
}

// separated reports whether anything but white space stands between i and j.
func (t *text) separated(i, j int) bool {
	for ; i < j; i++ {
		if !space(t.f[i]) {
			return true
		}
	}
	return false
}

// trim is the end of the text from i to j without a trailing «và» and separators.
func (t *text) trim(i, j int) int {
	for j > i && (space(t.f[j-1]) || t.f[j-1] == ',') {
		j--
	}
	if w := t.prev(j); w.from >= i && t.string(w) == "va" {
		j = w.from
	}
	for j > i && (space(t.f[j-1]) || t.f[j-1] == ',') {
		j--
	}
	return j
}

// sentenceEnds reports whether the full stop at i ends a sentence: not TP. nor 1.5.
func (t *text) sentenceEnds(i int) bool {
	if i+1 < len(t.f) && !space(t.f[i+1]) && t.f[i+1] != '/' && t.f[i+1] != '"' && t.f[i+1] != '”' {
		return false
	}
	w := t.prev(i)
	return t.string(w) != "tp" && t.string(w) != "tx"
}

// newStart reports whether something new begins behind the line feed at i: a label, or after blank lines a capital.
func (t *text) newStart(i int) bool {
	j, feeds := i, 0
	for j < len(t.f) && space(t.f[j]) {
		if t.f[j] == '\n' {
			feeds++
		}
		j++
	}
	if j >= len(t.f) {
		return true
	}
	if feeds > 1 && t.capital(j) {
		return true
	}
	switch t.f[j] {
	case '-', '–', '+', '•', '*', '_':
		return true
	}
	if _, off := t.phraseAt(j, []string{"can", "cu"}); off == 0 && t.capital(j) {
		return true
	}
	k := j
	for k < len(t.f) && k-j < 5 && (letter(t.f[k]) || digit(t.f[k])) {
		k++
	}
	if k == j || k+1 >= len(t.f) || !space(t.f[k+1]) {
		return false
	}
	return t.f[k] == ')' || t.f[k] == '.' && (digit(t.f[j]) || t.capital(j) && k-j <= 4 && roman(t.f[j:k]))
}

// inForce reports whether «có hiệu lực» follows, which is about the document and no more its title.
func (t *text) inForce(i int) bool {
	_, off := t.phraseAt(i, []string{"co", "hieu", "luc"})
	return off <= 1
}

func roman(rs []rune) bool {
	for _, r := range rs {
		if !strings.ContainsRune("ivxl1", r) {
			return false
		}
	}
	return true
}

func foldString(s string) string { return vi.Fold(s) }
