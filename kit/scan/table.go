package scan

import (
	"image"
	"slices"
	"strconv"
	"strings"
)

// rulingSlack is how far, in parts of an inch, two rulings may miss each other where they should meet.
const rulingSlack = 0.06

// A grid is a ruled table of a picture: its rulings, the columns and rows
// between them, and which of these squares are one cell.
type grid struct {
	across, down []ruling
	xs, ys       []int // the edges of columns and rows
	cell         []int // of each square, row by row: the first square of its cell
}

func (t *grid) columns() int { return len(t.xs) - 1 }

func (t *grid) lines() int { return len(t.ys) - 1 }

func (t *grid) box() image.Rectangle {
	return image.Rect(t.xs[0], t.ys[0], t.xs[t.columns()], t.ys[t.lines()])
}

// liftGrids finds the ruled tables of g and gives g without their rulings; g
// itself when there is no table.
func liftGrids(g *image.Gray, dpi int) (*image.Gray, []*grid) {
	across := rulingsOf(g, dpi, acrossLeast)
	if len(across) < 2 {
		return g, nil
	}
	side := transposed(g)
	tables := grids(across, rulingsOf(side, dpi, downLeast), max(2, int(rulingSlack*float64(dpi))))
	if len(tables) == 0 {
		return g, nil
	}
	for _, t := range tables {
		for _, r := range t.down {
			lift(side, r, dpi)
		}
	}
	clean := transposed(side)
	for _, t := range tables {
		for _, r := range t.across {
			lift(clean, r, dpi)
		}
	}
	return clean, tables
}

// grids are the tables that rulings make: those that meet, with two columns at least.
func grids(across, down []ruling, slack int) []*grid {
	seen := make([]bool, len(across))
	met := make([]bool, len(down))
	var out []*grid
	for first := range across {
		if seen[first] {
			continue
		}
		seen[first] = true
		t := &grid{across: []ruling{across[first]}}
		for next := 0; next < len(t.across); next++ { // each brings those that its crossings bring
			for k, v := range down {
				if met[k] || !meet(t.across[next], v, slack) {
					continue
				}
				met[k] = true
				t.down = append(t.down, v)
				for i, r := range across {
					if !seen[i] && meet(r, v, slack) {
						seen[i] = true
						t.across = append(t.across, r)
					}
				}
			}
		}
		if t.rule(slack) {
			out = append(out, t)
		}
	}
	return out
}

func meet(across, down ruling, slack int) bool {
	return across.from-slack <= down.middle() && down.middle() <= across.to+slack &&
		down.from-slack <= across.middle() && across.middle() <= down.to+slack
}

// rule finds the columns, rows and cells between the rulings of t; it reports whether they are those of a table.
func (t *grid) rule(slack int) bool {
	across, down := t.across, t.down
	t.across, t.down = anchored(across, down, slack), anchored(down, across, slack)
	if len(t.across) < 2 || len(t.down) < 2 {
		return false
	}
	left, right, top, bottom := t.across[0].from, 0, t.down[0].from, 0
	for _, r := range t.across {
		t.ys = append(t.ys, r.middle())
		left, right = min(left, r.from), max(right, r.to)
	}
	for _, r := range t.down {
		t.xs = append(t.xs, r.middle())
		top, bottom = min(top, r.from), max(bottom, r.to)
	}
	// Sides that are not ruled end where the rulings end.
	t.xs, t.ys = edges(append(t.xs, left, right), 2*slack), edges(append(t.ys, top, bottom), 2*slack)
	if t.columns() < 2 || t.columns() > maxColumns || t.columns()*t.lines() < 3 {
		return false
	}
	t.joinSquares()
	return t.rectangular()
}

// anchored are those of rs that end where others cross them, or are an inch long: stems of letters
// that happen to stand one above another do neither.
func anchored(rs, others []ruling, slack int) []ruling {
	ends := func(at int) bool {
		return slices.ContainsFunc(others, func(o ruling) bool { return abs(o.middle()-at) <= slack })
	}
	inch := int(float64(slack) / rulingSlack)
	return slices.DeleteFunc(slices.Clone(rs), func(r ruling) bool { return r.to-r.from < inch && !(ends(r.from) && ends(r.to)) })
}

// rectangular reports whether every cell is a rectangle. Where one is not, rulings were lost.
func (t *grid) rectangular() bool {
	area := map[int]int{}
	for i, c := range t.cell {
		x, y := i%t.columns(), i/t.columns()
		area[c] += (t.xs[x+1] - t.xs[x]) * (t.ys[y+1] - t.ys[y])
	}
	for c, n := range area {
		if b := t.boxOf(c); b.Dx()*b.Dy() != n {
			return false
		}
	}
	return true
}

// maxColumns is the most columns of a table; what has more is squared paper or a drawing.
const maxColumns = 40

// edges are the places of rulings, those nearer than slack being one.
func edges(at []int, slack int) []int {
	slices.Sort(at)
	var out []int
	sum, n := 0, 0
	for i, v := range at {
		if i > 0 && v-at[i-1] > slack {
			out = append(out, sum/n)
			sum, n = 0, 0
		}
		sum, n = sum+v, n+1
	}
	return append(out, sum/n)
}

// joinSquares makes one cell of squares without a ruling between.
func (t *grid) joinSquares() {
	cols := t.columns()
	t.cell = make([]int, cols*t.lines())
	for i := range t.cell {
		t.cell[i] = i
	}
	join := func(a, b int) {
		a, b = t.cell[a], t.cell[b]
		for i, c := range t.cell {
			if c == max(a, b) {
				t.cell[i] = min(a, b)
			}
		}
	}
	for y := range t.lines() {
		for x := range cols {
			if x+1 < cols && !ruled(t.down, t.xs[x:], t.ys[y], t.ys[y+1]) {
				join(y*cols+x, y*cols+x+1)
			}
			if y+1 < t.lines() && !ruled(t.across, t.ys[y:], t.xs[x], t.xs[x+1]) {
				join(y*cols+x, (y+1)*cols+x)
			}
		}
	}
}

// ruled reports whether rulings at the second of three edges, and at no other, cover most of the way along it.
func ruled(rs []ruling, at []int, from, to int) bool {
	near := min(at[1]-at[0], at[2]-at[1]) / 3
	covered := 0
	for _, r := range rs {
		if abs(r.middle()-at[1]) <= max(near, r.bottom-r.top) {
			covered += max(0, min(r.to, to)-max(r.from, from))
		}
	}
	return 2*covered > to-from
}

// A piece is a cell cut out of the picture of a page and set into a column of cells.
type piece struct {
	cell int
	from image.Rectangle // on the page
	to   image.Rectangle // in the column
}

// cut sets the cells of t in which there is ink one below the other, so that
// the engine takes none together with its neighbour, and leaves the page white
// there. Numbers and other short cells share a row: the engine reads a figure
// better among others than alone.
func (t *grid) cut(g *image.Gray, dpi int) (*image.Gray, []piece) {
	margin := dpi / 10
	var pieces []piece
	var short []piece
	wide, high := 0, margin
	set := func(row []piece) {
		tall, x := 0, margin
		for _, p := range row {
			tall = max(tall, p.from.Dy())
		}
		for _, p := range row {
			p.to = p.from.Sub(p.from.Min).Add(image.Pt(x, high+tall-p.from.Dy()))
			pieces = append(pieces, p)
			x = p.to.Max.X + 2*margin
		}
		wide, high = max(wide, x), high+tall+margin
	}
	for i, c := range t.cell {
		if i != c {
			continue
		}
		inside := unruled(g, t.boxOf(c).Inset(max(1, dpi/100)), dpi)
		sweep(g, inside, dpi)
		p := piece{cell: c, from: inked(g, inside)}
		switch {
		case p.from.Dx() < dpi/75 && p.from.Dy() < dpi/20: // a speck
		case p.from.Dx() < dpi/3 && p.from.Dy() < dpi/4:
			if short = append(short, p); len(short) == 12 {
				set(short)
				short = nil
			}
		default:
			set([]piece{p})
		}
	}
	if len(short) > 0 {
		set(short)
	}
	column := image.NewGray(image.Rect(0, 0, wide+margin, high))
	whiten(column, column.Rect)
	for _, p := range pieces {
		for y := range p.from.Dy() {
			copy(column.Pix[(p.to.Min.Y+y)*column.Stride+p.to.Min.X:], g.Pix[(p.from.Min.Y+y)*g.Stride+p.from.Min.X:][:p.from.Dx()])
		}
	}
	whiten(g, t.box().Intersect(g.Rect))
	return column, pieces
}

func whiten(g *image.Gray, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := g.Pix[y*g.Stride:]
		for x := r.Min.X; x < r.Max.X; x++ {
			row[x] = 255
		}
	}
}

// boxOf is the box of a cell.
func (t *grid) boxOf(cell int) image.Rectangle {
	var box image.Rectangle
	cols := t.columns()
	for i, c := range t.cell {
		if x, y := i%cols, i/cols; c == cell {
			box = box.Union(image.Rect(t.xs[x], t.ys[y], t.xs[x+1], t.ys[y+1]))
		}
	}
	return box
}

// inked is the part of r with ink in it, and the soft edges of the ink.
func inked(g *image.Gray, r image.Rectangle) image.Rectangle {
	const soft = 3
	r = r.Intersect(g.Rect)
	var ink image.Rectangle
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if g.Pix[y*g.Stride+x] < letterInk {
				ink = ink.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if ink.Empty() {
		return ink
	}
	return ink.Inset(-soft).Intersect(r)
}

// sort puts the words of a column of cells into their cells, where they stand on the page.
func (t *grid) sort(words []found, pieces []piece) [][]found {
	in := make([][]found, len(t.cell))
	for _, w := range words {
		middle := w.Box.Min.Add(w.Box.Max).Div(2)
		i := slices.IndexFunc(pieces, func(p piece) bool { return middle.In(p.to) })
		if i < 0 || scrap(w.Text) {
			continue
		}
		p := pieces[i]
		w.Box = w.Box.Add(p.from.Min.Sub(p.to.Min)).Intersect(p.from)
		in[p.cell] = append(in[p.cell], w)
	}
	return in
}

// scrap reports whether text is dust.
func scrap(text string) bool { return strings.Trim(text, "_¬~`°^=¦.'‘’") == "" }

// linesOf are the lines of t with these words in its cells.
func (t *grid) linesOf(in [][]found) []Line {
	return counted(t.rowsOf(in))
}

// counted mends a number in the first column that stands between the one before
// and the one after it and is read as another sign; it stays doubtful.
func counted(lines []Line) []Line {
	const doubtful = 0.5
	var numbers []*Word
	for _, l := range lines {
		if len(l.Words) > 1 && l.Words[1].Tabs > 0 {
			numbers = append(numbers, &l.Words[0])
		}
	}
	for i := 1; i+1 < len(numbers); i++ {
		before, err := strconv.Atoi(numbers[i-1].Text)
		after, errAfter := strconv.Atoi(numbers[i+1].Text)
		w := numbers[i]
		n := strconv.Itoa(before + 1)
		if err == nil && errAfter == nil && after == before+2 && w.Text != n && len([]rune(w.Text)) <= len(n) {
			w.Text, w.Sure = n, min(w.Sure, doubtful)
		}
	}
	return lines
}

// numbers counts the words when they are all numbers.
func numbers(words []found) int {
	for _, w := range words {
		if strings.Trim(w.Text, "0123456789.") != "" {
			return 0
		}
	}
	return len(words)
}

// rowsOf are the rows of t, one line each. What a cell says is in its first
// column, and again in each further row but for the first column of the table:
// a number counts one row. A cell that takes the rest of a row ends it. Rows
// beside several numbers in one cell are not ruled: they are where their words lie.
func (t *grid) rowsOf(in [][]found) []Line {
	var out []Line
	cols := t.columns()
	said := make([][]Word, len(t.cell))
	for i, words := range in {
		said[i] = printed(words)
	}
	t.countColumns(said)
	for y := 0; y < t.lines(); y++ {
		if first := y * cols; t.cell[first] == first && numbers(in[first]) > 1 { // the rows beside these numbers are not ruled
			last := y
			for last+1 < t.lines() && t.cell[(last+1)*cols] == first {
				last++
			}
			out = append(out, rows(slices.Concat(in[first:(last+1)*cols]...))...)
			y = last
			continue
		}
		var l Line
		begun, tabs := false, 0
		for x := range cols {
			i := y*cols + x
			c := t.cell[i]
			if x > 0 && t.cell[i-1] == c && t.lastIn(y, c) == cols-1 {
				break
			}
			if x > 0 {
				tabs++
			}
			if x > 0 && t.cell[i-1] == c || x == 0 && c/cols < y {
				continue
			}
			begun = begun || c/cols == y && len(said[c]) > 0
			for k, w := range said[c] {
				if x == 0 && len(said[c]) == 1 {
					w.Text = number(w.Text)
				}
				if k == 0 {
					w.Tabs, tabs = tabs, 0
				}
				l.Words = append(l.Words, w)
				l.Box = l.Box.Union(w.Box)
			}
		}
		if begun {
			l.Tabs = tabs
			if len(l.Words) > 0 && t.lastIn(y, t.cell[y*cols]) == cols-1 {
				l.Tabs = 1
			}
			out = append(out, l)
		}
	}
	return out
}

// countColumns mends the row below the heads that counts the columns, (1) (2)
// (3): engines take its small slanted figures for other signs, @ and ø above
// all. What it puts in their place stays doubtful.
func (t *grid) countColumns(said [][]Word) {
	const few, longest, doubtful = 4, 6, 0.5
	for y := range t.lines() {
		row := slices.Compact(slices.Clone(t.cell[y*t.columns():][:t.columns()]))
		signs, others := 0, 0
		for k, c := range row {
			text := ""
			for _, w := range said[c] {
				text += w.Text
			}
			inner, closed := strings.CutSuffix(text, ")")
			inner, open := strings.CutPrefix(inner, "(")
			n, err := strconv.Atoi(inner)
			switch {
			case c/t.columns() != y, len([]rune(text)) > longest, open && closed && err == nil && n != k+1:
				others++
			case strings.ContainsAny(text, "()@®©øØ"):
				signs++
			}
		}
		if len(row) < few || 2*signs < len(row) || 4*others > len(row) {
			continue
		}
		for k, c := range row {
			if said[c] == nil || c/t.columns() != y {
				continue
			}
			w := said[c][0]
			if n := "(" + strconv.Itoa(k+1) + ")"; w.Text != n || len(said[c]) > 1 {
				for _, other := range said[c][1:] {
					w.Box = w.Box.Union(other.Box)
				}
				w.Text, w.Sure = n, min(w.Sure, doubtful)
				said[c] = []Word{w}
			}
		}
	}
}

// number is what stands alone in the first column of a table. Roman numbers look like other signs.
func number(text string) string {
	switch text {
	case "|":
		return "I"
	case "H", "||":
		return "II"
	}
	return text
}

// lastIn is the last column of the cell c in row y.
func (t *grid) lastIn(y, c int) int {
	last := -1
	for x := range t.columns() {
		if t.cell[y*t.columns()+x] == c {
			last = x
		}
	}
	return last
}

// printed is the words of one cell, line after line.
func printed(words []found) []Word {
	var strips []strip
	for len(words) > 0 {
		n := 1
		for n < len(words) && sameLine(words[0], words[n]) {
			n++
		}
		strips = append(strips, stripOf(words[:n]))
		words = words[n:]
	}
	var out []Word
	for _, row := range level(strips) {
		for _, s := range row {
			for _, w := range s.words {
				out = append(out, w.Word)
			}
		}
	}
	return out
}

// among puts the rows of tables between the lines of the page that are above and below.
func among(lines, ruled []Line) []Line {
	if len(ruled) == 0 {
		return lines
	}
	top := ruled[0].Box.Min.Y
	at := slices.IndexFunc(lines, func(l Line) bool { return (l.Box.Min.Y+l.Box.Max.Y)/2 > top })
	if at < 0 {
		at = len(lines)
	}
	return slices.Insert(lines, at, ruled...)
}
