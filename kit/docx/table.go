package docx

import (
	"encoding/xml"
	"slices"
	"strings"

	"loa/kit/vi"
)

// A cell is its paragraphs, and how it is joined with others.
type cell struct {
	props      cellProps
	paragraphs []paragraph
}

type cellProps struct {
	Span    *number  `xml:"gridSpan"`
	Merge   *value   `xml:"vMerge"`
	Borders *borders `xml:"tcBorders"`
}

const (
	maxColumns  = 63 // as many as Word allows
	dataColumns = 4  // no layout of a paper has so many
)

// span is how many columns c takes.
func (c cell) span() int {
	if c.props.Span == nil {
		return 1
	}
	return min(max(1, c.props.Span.Val), maxColumns)
}

// goesOn reports whether c is one with the cell above it.
func (c cell) goesOn() bool { return c.props.Merge != nil && c.props.Merge.Val != "restart" }

// edged reports whether c has borders of its own.
func (c cell) edged() bool { return c.props.Borders.seen() }

// isHead tells the cells of the head and of the foot of a paper, which are a layout whatever is drawn around them.
func (c cell) isHead() bool {
	return slices.ContainsFunc(c.pieces(), func(s string) bool {
		s = vi.Fold(s)
		return strings.HasPrefix(s, "doc lap") && strings.Contains(s, "tu do") || strings.HasPrefix(s, "noi nhan")
	})
}

type rowProps struct {
	Before  number    `xml:"gridBefore"` // columns left out at its head
	Deleted *struct{} `xml:"del"`
}

// A grid is a table while its rows are read.
type grid struct {
	layout bool
	above  [maxColumns]string // what the row above says in each column
}

// table reads a table whose start was read. One in a cell is only more text of that cell.
func (b *body) table(depth int, take func(paragraph) error) error {
	if depth >= maxDepth {
		return errTooLarge
	}
	var g grid
	return b.children("tbl", func(el xml.StartElement) error {
		switch el.Name.Local {
		case "tblPr":
			var props tableProps
			err := b.dec.DecodeElement(&props, &el)
			g.layout = b.layout(props)
			return err
		case "tr":
			return b.row(depth, &g, take)
		case "del", "moveFrom":
			return b.dec.Skip()
		}
		return nil
	})
}

// children calls fn at the start of each element up to the end of the one called until. What fn does not read is gone into.
func (b *body) children(until string, fn func(xml.StartElement) error) error {
	for {
		tok, err := b.dec.Token()
		if err != nil {
			return err
		}
		switch el := tok.(type) {
		case xml.StartElement:
			if err := fn(el); err != nil {
				return err
			}
		case xml.EndElement:
			if el.Name.Local == until {
				return nil
			}
		}
	}
}

// row reads one row of a table.
func (b *body) row(depth int, g *grid, take func(paragraph) error) error {
	var cells []cell
	var props rowProps
	page := b.page
	err := b.children("tr", func(el xml.StartElement) error {
		switch el.Name.Local {
		case "tc":
			c, err := b.readCell(depth)
			cells = append(cells, c)
			return err
		case "trPr":
			return b.dec.DecodeElement(&props, &el)
		case "sdtPr", "del":
			return b.dec.Skip()
		}
		return nil
	})
	columns := props.Before.Val
	for _, c := range cells {
		columns += c.span()
	}
	layout := columns < dataColumns && (g.layout && !slices.ContainsFunc(cells, cell.edged) || slices.ContainsFunc(cells, cell.isHead))
	switch {
	case err != nil:
		return err
	case props.Deleted != nil:
		return nil
	case depth > 0:
		return each(cells, take)
	case len(cells) == 1 && (layout || cells[0].span() == 1): // only a frame around paragraphs
		return each(cells, b.emit)
	case layout:
		return b.sideBySide(cells, page)
	}
	return b.data(cells, min(max(0, props.Before.Val), maxColumns), g, page)
}

func (b *body) readCell(depth int) (cell, error) {
	var c cell
	outer := b.cell
	b.cell = &c
	err := b.blocks("tc", depth+1, func(p paragraph) error { c.paragraphs = append(c.paragraphs, p); return nil })
	b.cell = outer
	return c, err
}

// each hands on the paragraphs of cells.
func each(cells []cell, take func(paragraph) error) error {
	for _, c := range cells {
		for _, p := range c.paragraphs {
			if err := take(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// pieces are the printed pieces of c that say something.
func (c cell) pieces() []string {
	var out []string
	for _, p := range c.paragraphs {
		for k, s := range p.pieces {
			if k == 0 {
				s = p.label + s
			}
			if s = strings.TrimSpace(strings.ReplaceAll(s, "\t", " ")); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// sideBySide makes lines of the cells of a layout: the first pieces of all cells, the second, and so on.
func (b *body) sideBySide(cells []cell, page int) error {
	columns := make([][]string, len(cells))
	longest := 0
	for i, c := range cells {
		columns[i] = c.pieces()
		longest = max(longest, len(columns[i]))
	}
	for k := range longest {
		parts := make([]string, len(columns))
		for i, c := range columns {
			if k < len(c) {
				parts[i] = c[k]
			}
		}
		if err := b.add(Line{Page: page + 1, Text: strings.Trim(strings.Join(parts, "\t"), "\t"), Row: true}); err != nil {
			return err
		}
	}
	return nil
}

// data makes the line of a row of data, a place for each column. A cell joined
// with the one above says the same, but for the first column: a number counts
// one row. A cell over several columns leaves the others empty; one that takes
// the rest of the row ends it, with a tab behind one that is all of it.
func (b *body) data(cells []cell, before int, g *grid, page int) error {
	row := make([]string, before, maxColumns)
	said := false
	for i, c := range cells {
		at := len(row)
		if at+c.span() > maxColumns {
			return errTooLarge
		}
		text := strings.Join(c.pieces(), " ")
		said = said || text != "" && !c.goesOn()
		switch {
		case !c.goesOn():
			g.above[at] = text
		case at == 0:
			text = ""
		default:
			text = g.above[at]
		}
		row = append(row, text)
		if i < len(cells)-1 {
			row = append(row, make([]string, c.span()-1)...)
		}
	}
	if !said {
		return nil
	}
	if len(row) == 1 {
		row = append(row, "")
	}
	return b.add(Line{Page: page + 1, Text: strings.Join(row, "\t"), Row: true})
}
