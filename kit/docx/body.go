package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"loa/kit/vi"
)

// body walks the main part.
type body struct {
	dec     *xml.Decoder
	styles  stylesPart
	lists   numberingPart
	byStyle map[string]*style
	byNum   map[int]list
	counted map[int]*counter // by abstract list
	used    map[int]bool     // lists met
	lines   []Line
	size    int
	page    int // breaks met
	paged   bool
	edged   bool // a cell of the row has borders of its own
}

// A paragraph is its pieces between line breaks, and what it is.
type paragraph struct {
	pieces  []string
	label   string
	level   int
	heading int
	page    int
}

// blank reports whether nothing of it is seen.
func (p paragraph) blank() bool { return strings.TrimSpace(strings.Join(p.pieces, "")) == "" }

// emit makes lines of a paragraph that stands by itself. An empty one stays, as the blank line it is.
func (b *body) emit(p paragraph) error {
	for i, s := range p.pieces {
		l := Line{Page: p.page + 1, Text: strings.TrimRight(s, " \t")}
		if i == 0 {
			l.Text = strings.TrimRight(p.label+s, " \t")
			l.Label, l.Level, l.Heading = strings.TrimSpace(p.label), p.level, p.heading
		}
		if err := b.add(l); err != nil {
			return err
		}
	}
	return nil
}

func (b *body) add(l Line) error {
	if b.size += len(l.Text); b.size > maxText || len(b.lines) >= maxLines {
		return errTooLarge
	}
	l.No = len(b.lines) + 1
	b.lines = append(b.lines, l)
	return nil
}

// blocks hands the paragraphs up to the end of the element called until to take, in order; tables outside of tables go to lines themselves.
func (b *body) blocks(until string, depth int, take func(paragraph) error) error {
	if depth > maxDepth {
		return errTooLarge
	}
	for {
		tok, err := b.dec.Token()
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch el := tok.(type) {
		case xml.StartElement:
			switch el.Name.Local {
			case "p":
				err = b.paragraph(depth, take)
			case "tbl":
				err = b.table(depth, take)
			case "tcBorders":
				var edges borders
				err = b.dec.DecodeElement(&edges, &el)
				b.edged = b.edged || edges.seen()
			case "del", "moveFrom", "Fallback", "sectPr", "sdtPr":
				err = b.dec.Skip()
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			if el.Name.Local == until {
				return nil
			}
		}
	}
}

// An open paragraph is one whose start was read and whose end was not.
type open struct {
	paragraph
	depth int
	props paragraphProps
	run   runProps
	piece strings.Builder
	boxes []paragraph // text boxes that hang on it
}

// paragraph reads one paragraph, whose start was read, and hands it to take; then the text boxes that hang on it.
func (b *body) paragraph(depth int, take func(paragraph) error) error {
	p := open{paragraph: paragraph{page: b.page}, depth: depth}
	for {
		tok, err := b.dec.Token()
		if err != nil {
			return err
		}
		switch el := tok.(type) {
		case xml.StartElement:
			if err := b.within(&p, el); err != nil {
				return err
			}
		case xml.EndElement:
			if el.Name.Local == "p" {
				return b.shut(&p, take)
			}
		}
	}
}

// within reads what begins inside p with el.
func (b *body) within(p *open, el xml.StartElement) error {
	switch el.Name.Local {
	case "pPr":
		return b.dec.DecodeElement(&p.props, &el)
	case "rPr":
		p.run = runProps{}
		return b.dec.DecodeElement(&p.run, &el)
	case "r":
		p.run = runProps{}
	case "t":
		return b.text(p, el)
	case "tab", "ptab":
		p.piece.WriteByte(' ')
	case "noBreakHyphen":
		p.piece.WriteByte('-')
	case "sym":
		p.piece.WriteString(symbol(attr(el, "char")))
	case "br":
		if attr(el, "type") == "page" {
			b.page, b.paged = b.page+1, true
		}
		p.cut()
	case "cr":
		p.cut()
	case "lastRenderedPageBreak":
		b.page, b.paged = b.page+1, true
		if p.piece.Len() == 0 && len(p.pieces) == 0 {
			p.page = b.page
		}
	case "txbxContent":
		return b.blocks("txbxContent", p.depth+1, func(q paragraph) error { p.boxes = append(p.boxes, q); return nil })
	case "del", "moveFrom", "Fallback", "instrText", "delText", "sdtPr", "rubyPr", "rt":
		return b.dec.Skip()
	}
	return nil
}

// text reads words of p, in the capitals that its form makes of them.
func (b *body) text(p *open, el xml.StartElement) error {
	var s string
	if err := b.dec.DecodeElement(&s, &el); err != nil || p.run.Vanish.on() {
		return err
	}
	if p.run.Caps.on() || !p.run.Caps.set() && b.caps(p.props.Style.Val) {
		s = vi.Upper(s)
	}
	p.piece.WriteString(s)
	return nil
}

// cut ends a line inside p.
func (p *open) cut() {
	p.pieces = append(p.pieces, p.piece.String())
	p.piece.Reset()
}

// shut hands p, whose end was read, to take.
func (b *body) shut(p *open, take func(paragraph) error) error {
	p.cut()
	if p.props.Break.on() {
		b.paged = true
		if len(b.lines) > 0 && p.page == b.page {
			b.page++
			p.page = b.page
		}
	}
	b.label(&p.paragraph, p.props)
	if err := take(p.paragraph); err != nil {
		return err
	}
	for _, q := range p.boxes {
		if q.blank() {
			continue
		}
		if err := take(q); err != nil {
			return err
		}
	}
	return nil
}

// table reads a table whose start was read. One in a cell is only more text of that cell.
func (b *body) table(depth int, take func(paragraph) error) error {
	if depth >= maxDepth {
		return errTooLarge
	}
	var props tableProps
	for {
		tok, err := b.dec.Token()
		if err != nil {
			return err
		}
		switch el := tok.(type) {
		case xml.StartElement:
			switch el.Name.Local {
			case "tblPr":
				err = b.dec.DecodeElement(&props, &el)
			case "tr":
				err = b.row(depth, props.layout(), take)
			case "del":
				err = b.dec.Skip()
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			if el.Name.Local == "tbl" {
				return nil
			}
		}
	}
}

// row reads one row of a table.
func (b *body) row(depth int, layout bool, take func(paragraph) error) error {
	var cells [][]paragraph
	page := b.page
	b.edged = false
	for {
		tok, err := b.dec.Token()
		if err != nil {
			return err
		}
		switch el := tok.(type) {
		case xml.StartElement:
			switch el.Name.Local {
			case "tc":
				var cell []paragraph
				if err := b.blocks("tc", depth+1, func(p paragraph) error { cell = append(cell, p); return nil }); err != nil {
					return err
				}
				cells = append(cells, cell)
			case "trPr", "del":
				if err := b.dec.Skip(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			if el.Name.Local != "tr" {
				continue
			}
			if depth > 0 {
				return each(cells, take)
			}
			return b.setRow(cells, layout && !b.edged, page)
		}
	}
}

// each hands on the paragraphs of a table inside a cell.
func each(cells [][]paragraph, take func(paragraph) error) error {
	for _, cell := range cells {
		for _, p := range cell {
			if err := take(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// setRow makes lines of a row: of a layout side by side, of data one. A single cell is only a frame around paragraphs.
func (b *body) setRow(cells [][]paragraph, layout bool, page int) error {
	if len(cells) == 1 {
		return each(cells, b.emit)
	}
	columns := make([][]string, len(cells))
	longest := 0
	for i, cell := range cells {
		for _, p := range cell {
			for k, s := range p.pieces {
				if k == 0 {
					s = p.label + s
				}
				if s = strings.TrimSpace(strings.ReplaceAll(s, "\t", " ")); s != "" {
					columns[i] = append(columns[i], s)
				}
			}
		}
		if !layout && len(columns[i]) > 0 {
			columns[i] = []string{strings.Join(columns[i], " ")}
		}
		longest = max(longest, len(columns[i]))
	}
	for k := range longest {
		parts := make([]string, len(columns))
		for i, c := range columns {
			if k < len(c) {
				parts[i] = c[k]
			}
		}
		text := strings.Join(parts, "\t")
		if layout {
			text = strings.Trim(text, "\t")
		}
		if err := b.add(Line{Page: page + 1, Text: text, Row: true}); err != nil {
			return err
		}
	}
	return nil
}

func attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
