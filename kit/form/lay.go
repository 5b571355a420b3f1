package form

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"loa/kit/typeset"
	"loa/kit/vi"
)

// Lay lays p out by the rules.
func (r *Rules) Lay(p *Paper) *typeset.Document {
	l := &layer{Rules: r, paper: p, room: r.Width - r.Left.Set - r.Right.Set}
	l.head()
	l.opening()
	l.items(p.Body)
	l.close()
	d := &typeset.Document{Title: l.title(), Sections: []typeset.Section{{Page: l.page(false), Blocks: l.blocks}}}
	for i, a := range p.Annexes {
		d.Sections = append(d.Sections, l.annex(i, a))
	}
	return d
}

type layer struct {
	*Rules
	paper  *Paper
	room   float64
	blocks []typeset.Block
}

func (l *layer) title() string {
	if l.paper.Kind == Letter {
		return "Công văn về việc " + l.paper.Subject
	}
	return vi.Sentence(l.paper.Kind.Name()) + " " + l.paper.Subject
}

func (l *layer) page(landscape bool) typeset.Page {
	p := typeset.Page{Width: l.Width, Height: l.Height, Top: l.Top.Set, Bottom: l.Bottom.Set, Left: l.Left.Set, Right: l.Right.Set,
		Number: typeset.Number{Size: l.PageNumber.Set, Font: l.Font, Align: typeset.Center, HideFirst: true, From: 1}}
	if landscape {
		p.Width, p.Height = p.Height, p.Width
	}
	return p
}

func (l *layer) add(p *typeset.Paragraph) {
	l.blocks = append(l.blocks, typeset.Block{Paragraph: p})
}

// run is words in the look of an element.
func (l *layer) run(e Element, text string) typeset.Run {
	k := l.Looks[e]
	if k.Upper {
		text = vi.Upper(text)
	}
	return typeset.Run{Text: text, Font: l.Font, Size: k.Set, Bold: k.Bold, Italic: k.Italic, Underline: k.Underline}
}

// line is one paragraph of an element as its rules set it.
func (l *layer) line(e Element, text string) *typeset.Paragraph {
	align := l.Looks[e].Align
	if align == "" {
		align = typeset.Left
	}
	return &typeset.Paragraph{Runs: []typeset.Run{l.run(e, text)}, Align: align, Line: 1}
}

// rule is a line so long.
func rule(length, before, after float64) *typeset.Paragraph {
	return &typeset.Paragraph{Rule: math.Round(length*2) / 2, Before: before, After: after}
}

// ruleGap is between words and the rule under them, in points.
const ruleGap = 3

// leftShare is the part of the width that the issuer has beside the name of the country.
const leftShare = 0.37

// head sets the four corners of the first page.
func (l *layer) head() {
	left, right := l.room*leftShare, l.room*(1-leftShare)
	var issuer []*typeset.Paragraph
	for _, s := range l.paper.Superior {
		issuer = append(issuer, l.line(Superior, s))
	}
	for _, s := range l.paper.Issuer {
		issuer = append(issuer, l.line(Issuer, s))
	}
	number := l.line(Number, "Số: "+l.Code(l.paper))
	under := []*typeset.Paragraph{number}
	var country []*typeset.Paragraph
	if l.Party {
		number.Runs[0].Text = "Số " + l.Code(l.paper)
		issuer = append(issuer, &typeset.Paragraph{Runs: []typeset.Run{l.run(Number, "*")}, Align: typeset.Center, Line: 1})
		name := l.line(Country, "Đảng Cộng sản Việt Nam")
		country = append(country, name, rule(name.Width(), ruleGap, 0))
	} else {
		if n := len(issuer); n > 0 {
			issuer = append(issuer, rule(l.shortRule(issuer[n-1], left), ruleGap, 0))
		}
		name, motto := l.fitted(Country, "Cộng hòa xã hội chủ nghĩa Việt Nam", right), l.line(Motto, "Độc lập - Tự do - Hạnh phúc")
		country = append(country, name, motto, rule(motto.Width(), ruleGap, 0))
	}
	if l.paper.Kind == Letter {
		about := l.line(About, "V/v "+l.paper.Subject)
		about.Before = 6
		about.Left = balance(about, left, 0)
		about.Right = about.Left
		under = append(under, about)
	}
	date := l.line(Date, l.paper.dated())
	for _, p := range []*typeset.Paragraph{number, date} {
		p.Before = 8
	}
	l.blocks = append(l.blocks, typeset.Block{Table: &typeset.Table{Columns: []float64{tenth(left), tenth(right)}, Rows: []typeset.Row{
		{Whole: true, Cells: []typeset.Cell{{Paragraphs: issuer}, {Paragraphs: country}}},
		{Whole: true, Cells: []typeset.Cell{{Paragraphs: under}, {Paragraphs: []*typeset.Paragraph{date}}}},
	}}})
}

func tenth(mm float64) float64 { return math.Round(mm*10) / 10 }

// fitted is a line of an element in the largest of its sizes in which it stands in one line.
func (l *layer) fitted(e Element, text string, room float64) *typeset.Paragraph {
	p := l.line(e, text)
	for p.Width() > room-1 && p.Runs[0].Size > l.Looks[e].Least {
		p.Runs[0].Size -= 0.5
	}
	return p
}

// shortRule is how long the rule under p is: a share of its last line.
func (l *layer) shortRule(p *typeset.Paragraph, column float64) float64 {
	lines := p.Break(column)
	return lines[len(lines)-1].Width * l.RuleShare.Set
}

// opening is the name of the type and what the paper is about, whom it is for and what it rests on.
func (l *layer) opening() {
	if l.paper.Kind != Letter {
		name := l.line(TypeName, l.paper.Kind.Name())
		name.Before = 14
		l.add(name)
		subject := l.line(Subject, vi.Sentence(l.paper.Subject))
		subject.Left = balance(subject, l.room, 8)
		subject.Right = subject.Left
		l.add(subject)
		if l.Party {
			l.add(&typeset.Paragraph{Runs: []typeset.Run{l.run(Body, "-----")}, Align: typeset.Center, Line: 1, After: 6})
		} else {
			l.add(rule(l.shortRule(subject, l.room), ruleGap, 8))
		}
	}
	l.to()
	for i, b := range l.paper.Bases {
		end := ";"
		if i == len(l.paper.Bases)-1 {
			end = "."
		}
		l.add(l.text(Basis, strings.TrimRight(b, ".;, ")+end))
	}
}

// balance is the indent, no less than least, at which the lines of p are about as long as each other.
func balance(p *typeset.Paragraph, room, least float64) float64 {
	wide := room - 2*least
	n := len(p.Break(wide))
	for at := wide; at > room/3 && len(p.Break(at)) == n; at -= 2 {
		wide = at
	}
	return math.Max(0, math.Floor((room-wide)/2))
}

// to sets whom the paper is for.
func (l *layer) to() {
	if len(l.paper.To) == 0 {
		return
	}
	if len(l.paper.To) == 1 {
		p := l.line(To, "Kính gửi: "+strings.TrimRight(l.paper.To[0], ".;"))
		p.Align, p.Before, p.After = typeset.Center, 12, 8
		l.add(p)
		return
	}
	head := l.line(To, "Kính gửi:")
	head.Left, head.Before = 35, 12
	l.add(head)
	for i, t := range l.paper.To {
		end := ";"
		if i == len(l.paper.To)-1 {
			end = "."
		}
		p := l.line(To, "- "+strings.TrimRight(t, ".;")+end)
		p.Left = 45
		if end == "." {
			p.After = 8
		}
		l.add(p)
	}
}

// text is a paragraph of the body.
func (l *layer) text(e Element, s string) *typeset.Paragraph {
	return &typeset.Paragraph{Runs: []typeset.Run{l.run(e, s)}, Align: typeset.Justify, First: l.Indents[0], After: l.Gap, Line: l.Line.Set}
}

// A counter is how far each level has been numbered.
type counter [Plus + 1]int

// label is what stands in front of the next item of a level.
func (c *counter) label(at Level) string {
	if at == Prose {
		return ""
	}
	c[at]++
	for i := at + 1; i < Level(len(c)); i++ {
		c[i] = 0
	}
	switch at {
	case Part:
		return vi.Roman(c[at]) + ". "
	case Clause:
		return strconv.Itoa(c[at]) + ". "
	case Point:
		return string(vi.Label(c[at])) + ") "
	case Dash:
		return "- "
	case Plus:
		return "+ "
	}
	return ""
}

// Labels are what stands in front of items: I., 1., a), -; empty for prose and tables.
func Labels(items []Item) []string {
	var c counter
	out := make([]string, len(items))
	for i, it := range items {
		if it.Grid == nil {
			out[i] = c.label(it.Level)
		}
	}
	return out
}

func (l *layer) items(items []Item) {
	labels := Labels(items)
	for i, it := range items {
		if it.Grid != nil {
			l.grid(it.Grid, l.room)
			continue
		}
		e := Body
		if it.Level == Part {
			e = PartHead
		}
		p := l.text(e, it.Text)
		p.Runs[0].Text = labels[i] + p.Runs[0].Text
		if it.Title {
			p.Runs[0].Bold, p.KeepNext = true, true
			p.Outline = int(it.Level)
		}
		l.add(p)
	}
}

// gridSize is the size of letters in tables, which no rule sets.
const gridSize = 12

func (l *layer) grid(g *Grid, room float64) {
	t := &typeset.Table{Lines: true, Pad: 1.5, Head: 1}
	whole := 0.0
	for _, s := range g.Shares {
		whole += s
	}
	for _, s := range g.Shares {
		t.Columns = append(t.Columns, math.Floor(room*s/whole*10)/10)
	}
	cell := func(text string, bold bool, align typeset.Align) typeset.Cell {
		var c typeset.Cell
		for line := range strings.SplitSeq(text, "\n") {
			c.Paragraphs = append(c.Paragraphs, &typeset.Paragraph{Runs: []typeset.Run{{Text: line, Font: l.Font, Size: gridSize, Bold: bold}}, Align: align, Line: 1, Before: 1.5, After: 1.5})
		}
		return c
	}
	head := typeset.Row{Whole: true}
	for _, h := range g.Heads {
		head.Cells = append(head.Cells, cell(h, true, typeset.Center))
	}
	t.Rows = append(t.Rows, head)
	for n, r := range g.Rows {
		row := typeset.Row{Whole: true}
		for i, s := range r {
			align := typeset.Left
			if g.Center[i] {
				align = typeset.Center
			}
			row.Cells = append(row.Cells, cell(s, false, align))
		}
		if n < len(g.Bars) {
			last := &row.Cells[len(row.Cells)-1]
			bar := &typeset.Paragraph{Bar: &g.Bars[n], Align: typeset.Left, Line: 1, Before: 3}
			last.Paragraphs = append([]*typeset.Paragraph{bar}, last.Paragraphs...)
		}
		t.Rows = append(t.Rows, row)
	}
	l.blocks = append(l.blocks, typeset.Block{Table: t})
	l.add(&typeset.Paragraph{Runs: []typeset.Run{{Text: " ", Font: l.Font, Size: 6}}, Align: typeset.Left, Line: 1})
}

// signatureGap is the room for a signature, in points.
const signatureGap = 70

// close ends the text and sets who signs and who gets a copy.
func (l *layer) close() {
	for i := len(l.blocks) - 1; i >= 0; i-- {
		p := l.blocks[i].Paragraph
		if p == nil || p.Blank() {
			continue
		}
		last := &p.Runs[len(p.Runs)-1]
		last.Text = strings.TrimRight(last.Text, "./ ") + l.end()
		p.KeepNext = true
		break
	}
	left, right := tenth(l.room*0.46), tenth(l.room*0.54)
	copies := []*typeset.Paragraph{l.line(CopyLabel, "Nơi nhận:")}
	end, filed := ";", "- Lưu: "+l.paper.File+"."
	if l.Party {
		end, filed = ",", "- Lưu "+l.paper.File+"."
	}
	for _, c := range l.paper.Copies {
		copies = append(copies, l.line(CopyList, "- "+strings.TrimRight(c, ".;,")+end))
	}
	copies = append(copies, l.line(CopyList, filed))
	var sign []*typeset.Paragraph
	for _, s := range []string{l.paper.Signer.Behalf, l.paper.Signer.Capacity, l.paper.Signer.Post} {
		if s != "" {
			sign = append(sign, l.line(Authority, s))
		}
	}
	name := l.line(SignerName, l.paper.Signer.Name)
	name.Before, name.Signs = signatureGap, l.paper.Signer.Name
	sign = append(sign, name)
	l.add(&typeset.Paragraph{Runs: []typeset.Run{{Text: " ", Font: l.Font, Size: 6}}, Align: typeset.Left, Line: 1, KeepNext: true})
	l.blocks = append(l.blocks, typeset.Block{Table: &typeset.Table{Columns: []float64{left, right}, Rows: []typeset.Row{
		{Whole: true, Cells: []typeset.Cell{{Paragraphs: copies}, {Paragraphs: sign}}},
	}}})
}

func (l *layer) end() string {
	if l.EndMark == "" {
		return "."
	}
	return l.EndMark
}

// annex sets annex i on pages of its own.
func (l *layer) annex(i int, a Annex) typeset.Section {
	page := l.page(a.Landscape)
	in := &layer{Rules: l.Rules, paper: l.paper, room: page.Text()}
	label := "Phụ lục"
	if len(l.paper.Annexes) > 1 {
		label = fmt.Sprintf("Phụ lục %s", vi.Roman(i+1))
	}
	in.add(in.line(AnnexLabel, label))
	title := in.line(AnnexTitle, a.Title)
	title.Outline = 1
	in.add(title)
	note := in.line(AnnexNote, l.cited(l.paper))
	in.add(note)
	in.add(rule(in.room*0.16, ruleGap, 10))
	in.items(a.Items)
	return typeset.Section{Page: page, Blocks: in.blocks}
}
