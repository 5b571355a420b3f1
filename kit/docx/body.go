package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"loa/kit/vi"
)

// body walks the main part.
type body struct {
	dec      *xml.Decoder
	styles   stylesPart
	lists    numberingPart
	byStyle  map[string]*style
	byNum    map[int]list
	counted  map[int]*counter               // by abstract list
	used     map[int]bool                   // lists met
	decoders map[string]func(string) string // by font
	lines    []Line
	size     int
	page     int // breaks met
	paged    bool
	cell     *cell // that is being read
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
		l := Line{Page: p.page + 1, Text: columns(s)}
		if i == 0 {
			l.Text = strings.TrimRight(p.label+l.Text, " ")
			l.Label, l.Level, l.Heading = strings.TrimSpace(p.label), p.level, p.heading
		}
		if err := b.add(l); err != nil {
			return err
		}
	}
	return nil
}

// columns keeps the tabs of a piece that set words side by side: two or more of
// them, or one between words that could stand alone. Any other is only a blank.
func columns(s string) string {
	if !strings.Contains(s, "\t") {
		return strings.TrimRight(s, " ")
	}
	parts := slices.DeleteFunc(strings.Split(s, "\t"), func(part string) bool { return strings.TrimSpace(part) == "" })
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	if len(parts) > 2 || len(parts) == 2 && strings.Contains(parts[0], " ") && strings.Contains(parts[1], " ") {
		return strings.Join(parts, "\t")
	}
	return strings.Join(parts, " ")
}

// unseen are characters without a shape, and blanks that only forbid a line to break.
var unseen = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u2060", "", "\ufeff", "", "\u00a0", " ", "\u202f", " ", "\u2011", "-")

func (b *body) add(l Line) error {
	l.Text = norm.NFC.String(vi.Crossed(unseen.Replace(l.Text)))
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
			case "tcPr":
				err = b.dec.DecodeElement(&b.cell.props, &el)
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
		p.piece.WriteByte('\t')
	case "softHyphen":
		if b.decoder(p.props.Style.Val, p.run) != nil {
			p.piece.WriteString("ư") // of TCVN3, whose place Word takes for one
		}
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
	if decode := b.decoder(p.props.Style.Val, p.run); decode != nil {
		s = decode(s)
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

func attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
