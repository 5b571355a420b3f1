package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
)

// A table is the cells of a grid. Places without a wall between them are one cell, that of the first of them.
type table struct {
	grid
	cell  []int    // the first place of the cell that a place belongs to
	words [][]Word // by first places
}

func (t *table) columns() int { return len(t.xs) - 1 }

// lay finds which places of g are one cell.
func lay(g grid) *table {
	rows, columns := len(g.ys)-1, len(g.xs)-1
	t := &table{grid: g, cell: make([]int, rows*columns), words: make([][]Word, rows*columns)}
	for i := range t.cell {
		t.cell[i] = i
	}
	for i := range t.cell {
		r, c := i/columns, i%columns
		if c+1 < columns && !wall(g.down, g.xs[c+1], g.ys[r], g.ys[r+1]) {
			t.join(i, i+1)
		}
		if r+1 < rows && !wall(g.across, g.ys[r+1], g.xs[c], g.xs[c+1]) {
			t.join(i, i+columns)
		}
	}
	for i := range t.cell {
		t.cell[i] = t.first(i)
	}
	return t
}

func (t *table) first(i int) int {
	for t.cell[i] != i {
		i = t.cell[i]
	}
	return i
}

func (t *table) join(i, k int) {
	i, k = t.first(i), t.first(k)
	t.cell[max(i, k)] = min(i, k)
}

// take puts a word in the cell it stands in; false when it stands in none.
func (t *table) take(w Word) bool {
	c, ok := place(t.xs, (w.Box.X0+w.Box.X1)/2)
	r, ok2 := place(t.ys, w.middle())
	if !ok || !ok2 {
		return false
	}
	i := t.cell[r*t.columns()+c]
	t.words[i] = append(t.words[i], w)
	return true
}

// place is between which two of the edges x lies.
func place(edges []float64, x float64) (int, bool) {
	i, _ := slices.BinarySearch(edges, x)
	return i - 1, i > 0 && i < len(edges)
}

// isData tells a table from a frame around text and from a drawing, for words
// stand in two columns of it; and from the head and the foot of a paper, which
// are none whatever is drawn around them.
func (t *table) isData() bool {
	seen := map[int]bool{}
	for i, words := range t.words {
		if len(words) > 0 {
			seen[i%t.columns()] = true
		}
		text := vi.Fold(t.text(i))
		if t.columns() < 4 && (strings.Contains(text, "doc lap - tu do") || strings.HasPrefix(text, "noi nhan")) {
			return false
		}
	}
	return len(seen) > 1
}

// lines are the rows of the table that hold words, a place for each column. A
// cell over several rows says the same in each, but for the first column: a
// number counts one row. One over several columns leaves the others empty; one
// that takes the rest of the row ends it, with a tab behind one that is all of it.
func (t *table) lines() []Line {
	var out []Line
	said := map[int]string{}
	for r := range len(t.ys) - 1 {
		var row []string
		var words []Word
		for c, end := 0, 0; c < t.columns(); c = end {
			i := r*t.columns() + c
			for end = c + 1; end < t.columns() && t.cell[r*t.columns()+end] == t.cell[i]; {
				end++
			}
			if t.cell[i] == i {
				said[i] = t.text(i)
				words = append(words, t.words[i]...)
			}
			text := said[t.cell[i]]
			if c == 0 && t.cell[i] != i {
				text = ""
			}
			row = append(row, text)
			if end < t.columns() {
				row = append(row, make([]string, end-c-1)...)
			}
		}
		if len(words) == 0 {
			continue
		}
		if len(row) == 1 {
			row = append(row, "")
		}
		l := lineOf(words)
		l.Text, l.Kind, l.Box = strings.Join(row, "\t"), Row, Box{t.xs[0], t.ys[r], t.xs[len(t.xs)-1], t.ys[r+1]}
		out = append(out, l)
	}
	return out
}

// text is the words of a cell in one line, and puts them in order.
func (t *table) text(cell int) string {
	var texts []string
	var words []Word
	for _, row := range rows(t.words[cell]) {
		l := setLine(row)
		texts = append(texts, strings.ReplaceAll(l.Text, "\t", " "))
		words = append(words, l.Words...)
	}
	t.words[cell] = words
	return strings.Join(texts, " ")
}

// tables finds the tables of a page, and which of its words stand in none.
func (p *sheet) tables(drawn picture) ([]Line, []Word) {
	across, down := drawn.strokes()
	rest := p.words
	var lines []Line
	for _, g := range grids(across, down) {
		t := lay(g)
		var outside []Word
		for _, w := range rest {
			if !t.take(w) {
				outside = append(outside, w)
			}
		}
		if t.isData() {
			lines, rest = append(lines, t.lines()...), outside
		}
	}
	return lines, rest
}

// goOn follows tables over the pages. A head that is printed again is Running;
// the rest of a row that a page broke is Rest, and its words are in the row.
func goOn(pages []Page) {
	var table []*Line // at the end of the page before, its rows from the first page on
	for i := range pages {
		lines := body(&pages[i])
		n := 0
		for n < len(lines) && lines[n].Kind == Row {
			n++
		}
		rows := lines[:n]
		for k := 0; len(rows) > 0 && k < min(maxHead, len(table)) && rows[0].Text == table[k].Text; k++ {
			rows[0].Kind = Running
			rows = rows[1:]
		}
		if len(table) > 0 && len(rows) > 0 && rows[0].goesOn(table[len(table)-1]) {
			last := table[len(table)-1]
			last.Text = joinCells(last.Text, rows[0].Text)
			rows[0].Kind = Rest
			rows = rows[1:]
		}
		switch {
		case n == len(lines):
			table = append(table, rows...)
		default:
			for n = len(lines); n > 0 && lines[n-1].Kind == Row; {
				n--
			}
			table = lines[n:]
		}
	}
}

// maxHead is the most rows that the head of a table has.
const maxHead = 3

// body is the lines of a page but for what runs along its edges.
func body(p *Page) []*Line {
	var out []*Line
	for i := range p.Lines {
		if l := &p.Lines[i]; l.Kind == Plain || l.Kind == Row {
			out = append(out, l)
		}
	}
	return out
}

// goesOn reports whether row l goes on with row before: nothing begins it, and the words of a cell are in the middle of a sentence.
func (l Line) goesOn(before *Line) bool {
	cells := strings.Split(l.Text, "\t")
	return l.Kind == Row && len(cells) > 1 && cells[0] == "" && len(cells) == strings.Count(before.Text, "\t")+1 &&
		slices.ContainsFunc(cells, startsLow)
}

// startsLow reports whether s begins with a small letter.
func startsLow(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

func joinCells(a, b string) string {
	more := strings.Split(b, "\t")
	cells := strings.Split(a, "\t")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i] + " " + more[i])
	}
	return strings.Join(cells, "\t")
}
