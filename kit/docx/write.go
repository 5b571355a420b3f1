package docx

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"

	"loa/kit/typeset"
)

// Write writes d as a Word file. The same document gives the same bytes.
//
// Every run carries its whole look, so that the paper looks the same whatever the
// reader's own styles are.
func Write(out io.Writer, d *typeset.Document) error {
	w := &writer{doc: d}
	w.document()
	z := zip.NewWriter(out)
	for _, part := range append([]part{
		{"[Content_Types].xml", w.contentTypes()},
		{"_rels/.rels", rootLinks},
		{"docProps/core.xml", fmt.Sprintf(core, escape(d.Title))},
		{"word/document.xml", w.text.String()},
		{"word/styles.xml", plainStyles},
		{"word/settings.xml", settings},
		{"word/_rels/document.xml.rels", w.links()},
	}, w.heads...) {
		f, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xmlHead+part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

type part struct{ name, text string }

// A writer puts the main part together, and the parts it points to.
type writer struct {
	doc    *typeset.Document
	text   strings.Builder
	heads  []part   // headers and footers
	kinds  []string // of each: header or footer
	shapes int      // drawings made
	room   float64  // how wide the words may stand here
}

func (w *writer) put(format string, args ...any) { fmt.Fprintf(&w.text, format, args...) }

func (w *writer) document() {
	w.put(`<w:document %s><w:body>`, spaces)
	for i, s := range w.doc.Sections {
		w.room = s.Page.Text()
		tabled := false
		for _, x := range s.Blocks {
			if tabled = x.Table != nil; tabled {
				w.table(x.Table)
			} else {
				w.paragraph(x.Paragraph)
			}
		}
		last := i == len(w.doc.Sections)-1
		if !last { // the format of all but the last section stands in a paragraph that nobody sees
			w.put(`<w:p><w:pPr>%s`, unseenLine)
			w.section(s.Page)
			w.put(`</w:pPr></w:p>`)
			continue
		}
		if tabled {
			w.put(`<w:p><w:pPr>%s</w:pPr></w:p>`, unseenLine)
		}
		w.section(s.Page)
	}
	w.put(`</w:body></w:document>`)
}

// unseenLine is the form of a paragraph one point high.
const unseenLine = `<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>`

func (w *writer) section(p typeset.Page) {
	w.put(`<w:sectPr>`)
	head := "header"
	if p.Number.AtFoot {
		head = "footer"
	}
	if p.Number.Size > 0 {
		w.put(`<w:%sReference w:type="default" r:id="%s"/>`, head, w.head(head, pageNumber(p.Number)))
	}
	if p.Number.HideFirst {
		w.put(`<w:%sReference w:type="first" r:id="%s"/>`, head, w.head(head, `<w:p/>`))
	}
	orient := ""
	if p.Landscape() {
		orient = ` w:orient="landscape"`
	}
	w.put(`<w:type w:val="nextPage"/><w:pgSz w:w="%d" w:h="%d"%s/>`, twips(p.Width), twips(p.Height), orient)
	w.put(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
		twips(p.Top), twips(p.Right), twips(p.Bottom), twips(p.Left), twips(p.Top/2), twips(p.Bottom/2))
	if p.Number.From > 0 {
		w.put(`<w:pgNumType w:start="%d"/>`, p.Number.From)
	}
	if p.Number.HideFirst {
		w.put(`<w:titlePg/>`)
	}
	w.put(`</w:sectPr>`)
}

// head adds a header or footer and returns by what name the main part points to it.
func (w *writer) head(kind, body string) string {
	n := len(w.heads) + 1
	tag := map[string]string{"header": "hdr", "footer": "ftr"}[kind]
	w.heads = append(w.heads, part{fmt.Sprintf("word/%s%d.xml", kind, n), fmt.Sprintf(`<w:%s %s>%s</w:%[1]s>`, tag, spaces, body)})
	w.kinds = append(w.kinds, kind)
	return fmt.Sprintf("h%d", n)
}

// pageNumber is the paragraph with the number of the page.
func pageNumber(n typeset.Number) string {
	look := runLook(typeset.Run{Font: n.Font, Size: n.Size, Bold: n.Bold, Italic: n.Italic})
	run := func(inner string) string { return `<w:r>` + look + inner + `</w:r>` }
	return fmt.Sprintf(`<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="%s"/></w:pPr>`, justification(n.Align)) +
		run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText xml:space="preserve"> PAGE </w:instrText>`) +
		run(`<w:fldChar w:fldCharType="separate"/>`) + run(`<w:t>2</w:t>`) + run(`<w:fldChar w:fldCharType="end"/>`) + `</w:p>`
}

func (w *writer) paragraph(p *typeset.Paragraph) {
	w.put(`<w:p><w:pPr>`)
	if p.KeepNext {
		w.put(`<w:keepNext/>`)
	}
	if p.NewPage {
		w.put(`<w:pageBreakBefore/>`)
	}
	if p.Rule > 0 {
		side := twips((w.room - p.Rule) / 2)
		w.put(`<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>`)
		w.put(`<w:spacing w:before="%d" w:after="%d" w:line="20" w:lineRule="exact"/><w:ind w:left="%d" w:right="%d"/>`, twentieths(p.Before), twentieths(p.After), side, side)
		w.put(`<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>`)
		return
	}
	if p.Bar != nil {
		w.put(`<w:spacing w:before="%d" w:after="%d" w:line="240" w:lineRule="auto"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr>`, twentieths(p.Before), twentieths(p.After))
		w.bar(p.Bar)
		w.put(`</w:p>`)
		return
	}
	w.put(`<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="auto"/>`, twentieths(p.Before), twentieths(p.After), int(math.Round(p.Line*240)))
	first, n := "firstLine", p.First
	if n < 0 {
		first, n = "hanging", -n
	}
	w.put(`<w:ind w:left="%d" w:right="%d" w:%s="%d"/><w:jc w:val="%s"/>`, twips(p.Left), twips(p.Right), first, twips(n), justification(p.Align))
	if p.Outline > 0 {
		w.put(`<w:outlineLvl w:val="%d"/>`, p.Outline-1)
	}
	if len(p.Runs) > 0 {
		w.put(`%s`, runLook(p.Runs[0])) // of the mark at its end, which has a height too
	}
	w.put(`</w:pPr>`)
	for _, r := range p.Runs {
		w.put(`<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>`, runLook(r), escape(r.Text))
	}
	w.put(`</w:p>`)
}

// bar draws b as shapes that stand in the line.
func (w *writer) bar(b *typeset.Bar) {
	w.shapes++
	wide, high := emu(w.room), emu(typeset.BarHeight)
	w.put(`<w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Biểu đồ %[3]d" descr="%s"/>`, wide, high, w.shapes, escape(b.Alt))
	w.put(`<a:graphic xmlns:a="%s"><a:graphicData uri="%s"><wpg:wgp xmlns:wpg="%[2]s"><wpg:cNvGrpSpPr/>`, drawingSpace, groupSpace)
	w.put(`<wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/><a:chOff x="0" y="0"/><a:chExt cx="%[1]d" cy="%[2]d"/></a:xfrm></wpg:grpSpPr>`, wide, high)
	for i, k := range b.Boxes(w.room) {
		line := `<a:ln><a:noFill/></a:ln>`
		if i == 0 {
			line = `<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>`
		}
		w.put(`<wps:wsp xmlns:wps="%s"><wps:cNvPr id="%d" name="Hình %[2]d"/><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>`, shapeSpace, i+1, emu(k.X), emu(k.Y), emu(k.Width), emu(k.Height))
		w.put(`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="%s"/></a:solidFill>%s</wps:spPr><wps:bodyPr/></wps:wsp>`, k.Ink, line)
	}
	w.put(`</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`)
}

// emu are the units of drawings.
func emu(mm float64) int { return int(math.Round(mm * 36000)) }

func (w *writer) table(t *typeset.Table) {
	line := "none"
	if t.Lines {
		line = "single"
	}
	w.put(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>`, twips(t.Width()))
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		w.put(`<w:%s w:val="%s" w:sz="4" w:space="0" w:color="000000"/>`, side, line)
	}
	w.put(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="%d" w:type="dxa"/><w:right w:w="%[1]d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, twips(t.Pad))
	for _, c := range t.Columns {
		w.put(`<w:gridCol w:w="%d"/>`, twips(c))
	}
	w.put(`</w:tblGrid>`)
	outside := w.room
	for i, r := range t.Rows {
		w.put(`<w:tr><w:trPr>`)
		if r.Whole {
			w.put(`<w:cantSplit/>`)
		}
		if i < t.Head {
			w.put(`<w:tblHeader/>`)
		}
		w.put(`</w:trPr>`)
		at := 0
		for _, c := range r.Cells {
			span := max(c.Span, 1)
			wide := 0.0
			for range span {
				if at < len(t.Columns) {
					wide += t.Columns[at]
				}
				at++
			}
			w.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twips(wide))
			if span > 1 {
				w.put(`<w:gridSpan w:val="%d"/>`, span)
			}
			w.put(`</w:tcPr>`)
			w.room = wide - 2*t.Pad
			for _, p := range c.Paragraphs {
				w.paragraph(p)
			}
			if len(c.Paragraphs) == 0 {
				w.put(`<w:p/>`)
			}
			w.put(`</w:tc>`)
		}
		w.put(`</w:tr>`)
	}
	w.put(`</w:tbl>`)
	w.room = outside
}

// runLook is how r looks.
func runLook(r typeset.Run) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:rPr><w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s"/>`, escape(r.Font))
	if r.Bold {
		b.WriteString(`<w:b/><w:bCs/>`)
	}
	if r.Italic {
		b.WriteString(`<w:i/><w:iCs/>`)
	}
	color := r.Color
	if color == "" {
		color = "000000"
	}
	fmt.Fprintf(&b, `<w:color w:val="%s"/>`, escape(color))
	half := int(math.Round(r.Size * 2))
	fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%[1]d"/>`, half)
	if r.Underline {
		b.WriteString(`<w:u w:val="single"/>`)
	}
	b.WriteString(`<w:lang w:val="vi-VN"/></w:rPr>`)
	return b.String()
}

func justification(a typeset.Align) string {
	if a == typeset.Justify {
		return "both"
	}
	return string(a)
}

// twips are twentieths of a point, the unit of the format.
func twips(mm float64) int { return int(math.Round(mm * 1440 / 25.4)) }

func twentieths(points float64) int { return int(math.Round(points * 20)) }

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a strings.Builder takes everything
	}
	return b.String()
}

func (w *writer) contentTypes() string {
	var b strings.Builder
	b.WriteString(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`)
	for _, p := range [][2]string{{"document", "document.main"}, {"styles", "styles"}, {"settings", "settings"}} {
		fmt.Fprintf(&b, `<Override PartName="/word/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"/>`, p[0], p[1])
	}
	for i, h := range w.heads {
		fmt.Fprintf(&b, `<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"/>`, h.name, w.kinds[i])
	}
	b.WriteString(`</Types>`)
	return b.String()
}

const linkKind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

func (w *writer) links() string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	link := func(id, kind, target string) {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s"/>`, id, linkKind, kind, target)
	}
	link("s1", "styles", "styles.xml")
	link("s2", "settings", "settings.xml")
	for i, h := range w.heads {
		link(fmt.Sprintf("h%d", i+1), w.kinds[i], strings.TrimPrefix(h.name, "word/"))
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spaces       = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`
	drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/main"
	groupSpace   = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
	shapeSpace   = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
	rootLinks    = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r1" Type="` + linkKind + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
	core = `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>%s</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>`
	plainStyles = `<w:styles ` + spaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`
	settings = `<w:settings ` + spaces + `><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`
)
