package docx

import (
	"strconv"
	"strings"

	"loa/kit/vi"
)

type numberingPart struct {
	Abstract []abstractList `xml:"abstractNum"`
	Num      []struct {
		ID       int    `xml:"numId,attr"`
		Abstract number `xml:"abstractNumId"`
		Override []struct {
			Level int     `xml:"ilvl,attr"`
			Start *number `xml:"startOverride"`
			Lvl   *level  `xml:"lvl"`
		} `xml:"lvlOverride"`
	} `xml:"num"`
}

type abstractList struct {
	ID    int     `xml:"abstractNumId,attr"`
	Style value   `xml:"numStyleLink"` // the levels are those of the list that this style names
	Level []level `xml:"lvl"`
}

type level struct {
	At      int     `xml:"ilvl,attr"`
	Start   *number `xml:"start"`
	Format  value   `xml:"numFmt"`
	Text    value   `xml:"lvlText"`
	Suffix  value   `xml:"suff"`
	Style   value   `xml:"pStyle"`
	Restart *number `xml:"lvlRestart"`
	Legal   *value  `xml:"isLgl"`
}

const levels = 9

// A list is one numbering as paragraphs name it: levels of an abstract list, and where they begin anew.
type list struct {
	abstract int
	level    [levels]*level
	restart  [levels]*number
}

// A counter is how far an abstract list has counted; -1 is not begun.
type counter [levels]int

// settle puts the lists and styles together once both parts are read.
func (b *body) settle() {
	b.byStyle = make(map[string]*style, len(b.styles.Style))
	for i := range b.styles.Style {
		s := &b.styles.Style[i]
		b.byStyle[s.ID] = s
		if s.Type == "paragraph" && s.Usual == "1" {
			b.styles.Plain = s.ID
		}
	}
	abstract := make(map[int]*abstractList, len(b.lists.Abstract))
	for i := range b.lists.Abstract {
		abstract[b.lists.Abstract[i].ID] = &b.lists.Abstract[i]
	}
	byNum := make(map[int]int, len(b.lists.Num))
	for _, n := range b.lists.Num {
		byNum[n.ID] = n.Abstract.Val
	}
	b.byNum = make(map[int]list, len(b.lists.Num))
	for _, n := range b.lists.Num {
		l := list{abstract: n.Abstract.Val}
		a := abstract[l.abstract]
		if a != nil && a.Style.Val != "" && len(a.Level) == 0 {
			if s := b.byStyle[a.Style.Val]; s != nil && s.P.Num != nil && s.P.Num.ID != nil {
				l.abstract = byNum[s.P.Num.ID.Val]
				a = abstract[l.abstract]
			}
		}
		if a != nil {
			for i := range a.Level {
				l.put(&a.Level[i])
			}
		}
		for i := range n.Override {
			o := &n.Override[i]
			if o.Lvl != nil {
				l.put(o.Lvl)
			}
			if 0 <= o.Level && o.Level < levels && o.Start != nil {
				l.restart[o.Level] = o.Start
			}
		}
		b.byNum[n.ID] = l
	}
}

func (l *list) put(v *level) {
	if 0 <= v.At && v.At < levels {
		l.level[v.At] = v
	}
}

// label counts p in its list, if it is in one, and says what it is.
func (b *body) label(p *paragraph, props paragraphProps) {
	p.heading = b.heading(props)
	id, at := b.listOf(props)
	l, ok := b.byNum[id]
	if !ok || at < 0 || at >= levels || l.level[at] == nil {
		return
	}
	text := l.print(at, b.count(id, l, at))
	p.level = at + 1
	if text != "" && !p.blank() { // an empty paragraph is counted too, but says nothing
		p.label = text
		if l.level[at].Suffix.Val != "nothing" {
			p.label += " "
		}
	}
}

// listOf is the list and level of a paragraph: its own, or those of its style. List 0 is none.
func (b *body) listOf(p paragraphProps) (id, at int) {
	at = -1
	take := func(n *numProps) {
		if n == nil {
			return
		}
		if n.ID != nil && id == 0 {
			id = n.ID.Val
		}
		if n.Level != nil && at < 0 {
			at = n.Level.Val
		}
	}
	take(p.Num)
	if p.Num != nil && p.Num.ID != nil && p.Num.ID.Val == 0 {
		return 0, -1 // taken out of the style's list
	}
	named := p.Style.Val
	b.chain(p.Style.Val, func(s *style) bool {
		had := id
		take(s.P.Num)
		if had == 0 && id != 0 {
			named = s.ID
		}
		return id != 0
	})
	if id == 0 {
		return 0, -1
	}
	if at < 0 {
		at = b.byNum[id].levelOf(named)
	}
	return id, at
}

// levelOf is the level that is tied to a style; the first when none is.
func (l list) levelOf(style string) int {
	for i, v := range l.level {
		if v != nil && style != "" && v.Style.Val == style {
			return i
		}
	}
	return 0
}

// count moves the list on by one at level at. Lists of one abstract list count together.
func (b *body) count(id int, l list, at int) *counter {
	c := b.counted[l.abstract]
	if c == nil {
		c = &counter{-1, -1, -1, -1, -1, -1, -1, -1, -1}
		b.counted[l.abstract] = c
	}
	if !b.used[id] {
		b.used[id] = true
		for i, r := range l.restart {
			if r != nil {
				c[i] = r.Val - 1
			}
		}
	}
	for i := range at { // a level that was jumped over counts as begun
		if c[i] == -1 {
			c[i] = l.start(i)
		}
	}
	if c[at] == -1 {
		c[at] = l.start(at)
	} else {
		c[at]++
	}
	for i := at + 1; i < levels; i++ {
		v := l.level[i]
		if v == nil || v.Restart == nil || v.Restart.Val != 0 && at < v.Restart.Val {
			c[i] = -1
		}
	}
	return c
}

func (l list) start(at int) int {
	if r := l.restart[at]; r != nil {
		return r.Val
	}
	if v := l.level[at]; v != nil && v.Start != nil {
		return v.Start.Val
	}
	return 1
}

// print is the label of level at: its text with the numbers put in.
func (l list) print(at int, c *counter) string {
	v := l.level[at]
	if v.Format.Val == "bullet" {
		return bullet(v.Text.Val)
	}
	var b strings.Builder
	text := v.Text.Val
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 == len(text) || text[i+1] < '1' || text[i+1] > '9' {
			b.WriteByte(text[i])
			continue
		}
		i++
		k := int(text[i] - '1')
		format := "decimal"
		if of := l.level[k]; of != nil && !v.Legal.on() {
			format = of.Format.Val
		}
		b.WriteString(figure(format, max(c[k], 0)))
	}
	return strings.TrimSpace(b.String())
}

// figure writes n the way a format of Word does.
func figure(format string, n int) string {
	switch format {
	case "none":
		return ""
	case "upperRoman":
		return vi.Roman(n)
	case "lowerRoman":
		return strings.ToLower(vi.Roman(n))
	case "upperLetter":
		return strings.ToUpper(letters(n))
	case "lowerLetter": // of the English alphabet, as Word prints them: e behind d
		return letters(n)
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "vietnameseCounting", "cardinalText":
		return vi.Words(int64(n))
	}
	return strconv.Itoa(n)
}

// letters is a, b … z, aa, bb … as Word counts on.
func letters(n int) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
}

// bullet is the sign of a bullet as it looks on paper: signs of symbol fonts are dots.
func bullet(text string) string {
	switch text = strings.TrimSpace(text); text {
	case "-", "–", "—", "+", "*", "•", "▪", "●", "○", "■", "♦", "→", "✓":
		return text
	case "\uf02d", "\uf0be": // the hyphens of Symbol
		return "-"
	case "":
		return ""
	}
	return "•"
}

// symbol is a character of a symbol font, written in hexadecimal: F02D is a hyphen.
func symbol(hexadecimal string) string {
	n, err := strconv.ParseUint(hexadecimal, 16, 32)
	if err != nil || n == 0 {
		return ""
	}
	if n >= 0xF020 && n <= 0xF07E {
		n -= 0xF000
	}
	if n >= 0xE000 && n <= 0xF8FF {
		return "•"
	}
	return string(rune(n))
}
