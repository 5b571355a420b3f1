package plan

import (
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
)

// A column is what one column of a table of work holds.
type column int

const (
	otherColumn column = iota
	rowNumber
	content
	leader
	partner
	deadline
	product
)

var columnCues = []struct {
	column  column
	phrases []string
}{
	{rowNumber, []string{"stt", "tt"}},
	{leader, []string{"chu tri", "thuc hien", "don vi thuc hien", "phu trach"}},
	{partner, []string{"phoi hop"}},
	{deadline, []string{"thoi gian", "thoi han", "tien do", "han hoan thanh"}},
	{product, []string{"san pham", "ket qua", "ghi chu"}},
	{content, []string{"noi dung", "nhiem vu", "cong viec", "hoat dong"}},
}

// isRow tells a line that can only be a row: several cells, or one that takes the whole row («II. TẬP HUẤN» and a tab).
func isRow(raw string) bool { return strings.Count(raw, "\t") > 1 || strings.HasSuffix(raw, "\t") }

// cells are the cells of a line of a table, with the words of each.
func cells(l *paperLine) []passage {
	raw, sep := l.raw, "\t"
	if strings.Count(raw, "|") >= 2 {
		raw, sep = strings.Trim(raw, "| "), "|"
	} else if strings.Count(raw, sep) < 2 {
		return nil
	}
	var out []passage
	at := 0
	for _, c := range strings.Split(raw, sep) {
		n := 0
		for _, f := range strings.Fields(c) {
			if f != "|" {
				n++
			}
		}
		for at < len(l.words) && l.words[at].text == "|" {
			at++
		}
		if at+n > len(l.words) {
			return nil
		}
		out = append(out, l.words[at:at+n])
		at += n
	}
	return out
}

// tableHead are the columns of a line that names them; nil when it is no head of a table of work.
func tableHead(row []passage) []column {
	if len(row) < 3 {
		return nil
	}
	cols := make([]column, len(row))
	seen := map[column]bool{}
	for i, c := range row {
		f := c.fold()
		for _, k := range columnCues {
			if slices.ContainsFunc(k.phrases, func(p string) bool { return f == p || len(p) > 3 && strings.Contains(f, p) }) {
				cols[i], seen[k.column] = k.column, true
				break
			}
		}
	}
	if !seen[content] || !seen[leader] && !seen[partner] && !seen[deadline] {
		return nil
	}
	return cols
}

// tableRow reads the head or a row of a table of work. A row is a clause of its own.
func (g *grower) tableRow(l *paperLine) bool {
	row := cells(l)
	if row == nil {
		if g.table != nil && strings.ContainsAny(l.raw, "\t|") { // «II / TẬP HUẤN», the name of the rows below
			g.paragraph(l)
			return true
		}
		return false
	}
	if head := tableHead(row); head != nil {
		for i := range head {
			if len(row[i]) == 0 && i < len(g.table) { // a head of two rows
				head[i] = g.table[i]
			}
		}
		g.table = head
		return true
	}
	if g.table == nil || len(row) < 3 {
		return false
	}
	for len(g.stack) > 0 && g.stack[len(g.stack)-1].style >= byName {
		g.stack = g.stack[:len(g.stack)-1]
	}
	n := &node{clause: &Clause{Kind: ATask}, row: map[column]passage{}}
	for i, c := range row {
		if i < len(g.table) {
			n.row[g.table[i]] = append(n.row[g.table[i]], c...)
		}
	}
	n.clause.Label = n.row[rowNumber].text()
	if len(n.row[content]) == 0 {
		return false
	}
	g.attach(n)
	n.clause.ID = g.address(n, mark{})
	g.open(n, l, n.row[content])
	return true
}

// rows makes assignments of the rows of tables: each row is a task of its leading unit.
func (r *reader) rows() {
	tabled := map[string]int{} // the assignment of a unit
	for _, n := range r.nodes {
		if n.row == nil {
			continue
		}
		n.clause.Kind = ATask
		who := n.row[leader]
		if len(who) == 0 {
			continue
		}
		found := namings(who)
		name, id := nameText(who), ""
		if len(found) > 0 && found[0].at == 0 {
			id = r.unit(found[0], true)
		} else {
			id = r.strangeUnit(name)
		}
		k, ok := tabled[id]
		if !ok {
			k = len(r.d.Assignments)
			tabled[id] = k
			r.d.Assignments = append(r.d.Assignments, Assignment{ID: fmt.Sprint("A", k+1), Node: n.clause.ID, Lines: Span{n.first, n.last}, Unit: name, UnitID: id, Mode: Assign, Confidence: 0.8})
		}
		a := &r.d.Assignments[k]
		a.Lines[1] = n.last
		t := Task{ID: string(n.clause.ID), Node: n.clause.ID, Lines: Span{n.first, n.last}, Role: Lead, Verbs: verbsOf(n.words), Text: n.words.text(), Confidence: 0.8}
		for _, f := range namings(n.row[partner]) {
			t.Partners = append(t.Partners, r.unit(f, false))
		}
		if by := n.row[deadline].text(); by != "" {
			t.Deadline, t.by = lastDay(by, r.planYear()), by
			t.Note = "Thời gian: " + by + "."
		}
		if what := n.row[product].text(); what != "" {
			t.Note = strings.TrimSpace(t.Note + " Sản phẩm: " + what + ".")
		}
		a.Tasks = append(a.Tasks, t)
	}
}

// isAnnex tells the line with which an annex begins.
func isAnnex(l *paperLine) bool {
	return len(l.words) <= 4 && shouts(l.text) && strings.HasPrefix(vi.Fold(l.text), "phu luc")
}

// isForm tells the line with which a form begins that is to be filled in: «Mẫu số 01», «Biểu mẫu 2».
func isForm(l *paperLine) bool {
	f := l.fold()
	return len(l.words) <= 8 && startsUpper(l.text) && (strings.HasPrefix(f, "mau so ") || strings.HasPrefix(f, "bieu mau ") || strings.HasPrefix(f, "phu luc ") && len(l.words) <= 4)
}
