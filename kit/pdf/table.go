package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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

// isData tells a table from a frame around text and from a drawing: words stand in two columns of it.
func (t *table) isData() bool {
	seen := map[int]bool{}
	for i, words := range t.words {
		if len(words) > 0 {
			seen[i%t.columns()] = true
		}
	}
	return len(seen) > 1
}

// lines are the rows of the table that hold words.
func (t *table) lines() []Line {
	var out []Line
	for r := range len(t.ys) - 1 {
		var cells []string
		var words []Word
		last := -1
		for c := range t.columns() {
			i := r*t.columns() + c
			if c > 0 && t.cell[i] == last {
				continue
			}
			last = t.cell[i]
			text := ""
			if t.cell[i] == i {
				for _, row := range rows(t.words[i]) {
					l := setLine(row)
					text += " " + strings.ReplaceAll(l.Text, "\t", " ")
					words = append(words, l.Words...)
				}
			}
			cells = append(cells, strings.TrimSpace(text))
		}
		if len(words) == 0 {
			continue
		}
		l := lineOf(words)
		l.Text, l.Kind, l.Box = strings.Join(cells, "\t"), Row, Box{t.xs[0], t.ys[r], t.xs[len(t.xs)-1], t.ys[r+1]}
		out = append(out, l)
	}
	return out
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
	var head, last *Line // of the table at the end of the page before
	for i := range pages {
		lines := body(&pages[i])
		if len(lines) == 0 || lines[0].Kind != Row {
			head, last = nil, nil
		}
		if head != nil && lines[0].Text == head.Text {
			lines[0].Kind = Running
			lines = lines[1:]
		}
		if last != nil && len(lines) > 0 && lines[0].goesOn(*last) {
			last.Text = joinCells(last.Text, lines[0].Text)
			lines[0].Kind = Rest
			lines = lines[1:]
		}
		n := len(lines)
		if n > 0 && lines[n-1].Kind == Row {
			last = lines[n-1]
			for n > 0 && lines[n-1].Kind == Row {
				n--
			}
			if n > 0 || head == nil {
				head = lines[n]
			}
		} else if n > 0 {
			head, last = nil, nil
		}
	}
}

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
func (l Line) goesOn(before Line) bool {
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
