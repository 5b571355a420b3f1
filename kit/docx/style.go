package docx

import (
	"cmp"
	"strings"

	"loa/kit/vi"
)

// A value is an element that says one thing: <w:pStyle w:val="Heading1"/>.
type value struct {
	Val string `xml:"val,attr"`
}

// on reads v as a switch: standing there it is on, unless it says otherwise.
func (v *value) on() bool {
	return v != nil && v.Val != "0" && v.Val != "false" && v.Val != "off" && v.Val != "none"
}

func (v *value) set() bool { return v != nil }

// A number is an element that says a number.
type number struct {
	Val int `xml:"val,attr"`
}

type paragraphProps struct {
	Style   value     `xml:"pStyle"`
	Num     *numProps `xml:"numPr"`
	Outline *number   `xml:"outlineLvl"`
	Break   *value    `xml:"pageBreakBefore"`
}

// numProps says which list a paragraph is in, and at what level; what is absent comes from the style.
type numProps struct {
	Level *number `xml:"ilvl"`
	ID    *number `xml:"numId"`
}

type runProps struct {
	Caps   *value `xml:"caps"`
	Vanish *value `xml:"vanish"`
	Fonts  fonts  `xml:"rFonts"`
}

// fonts are those of a run; the one for Latin letters tells the encoding of old files.
type fonts struct {
	Latin string `xml:"ascii,attr"`
	Theme string `xml:"asciiTheme,attr"` // stands above the other
}

func (f fonts) name() string { return cmp.Or(f.Theme, f.Latin) }

type tableProps struct {
	Style   *value   `xml:"tblStyle"`
	Borders *borders `xml:"tblBorders"`
}

// borders are the lines around a table or a cell.
type borders struct {
	Top     *value `xml:"top"`
	Bottom  *value `xml:"bottom"`
	Left    *value `xml:"left"`
	Inner   *value `xml:"insideH"`
	Between *value `xml:"insideV"`
}

// seen reports whether any of them is drawn.
func (b *borders) seen() bool {
	if b == nil {
		return false
	}
	for _, side := range []*value{b.Top, b.Bottom, b.Left, b.Inner, b.Between} {
		if side.on() && side.Val != "nil" {
			return true
		}
	}
	return false
}

// layout reports whether a table has no borders to be seen, of its own or of its style.
func (b *body) layout(t tableProps) bool {
	if t.Borders != nil || t.Style == nil {
		return !t.Borders.seen()
	}
	if b.byStyle[t.Style.Val] == nil { // a name that programs know by heart
		return strings.EqualFold(t.Style.Val, "TableNormal")
	}
	drawn := false
	b.chain(t.Style.Val, func(s *style) bool {
		drawn = s.T.Borders.seen()
		return s.T.Borders != nil
	})
	return !drawn
}

type stylesPart struct {
	Style []style  `xml:"style"`
	Usual runProps `xml:"docDefaults>rPrDefault>rPr"`
	Plain string   // the style of a paragraph that names none
}

type style struct {
	ID    string         `xml:"styleId,attr"`
	Type  string         `xml:"type,attr"`
	Usual string         `xml:"default,attr"`
	Name  value          `xml:"name"`
	Based value          `xml:"basedOn"`
	P     paragraphProps `xml:"pPr"`
	R     runProps       `xml:"rPr"`
	T     tableProps     `xml:"tblPr"`
}

// maxBased is how long a chain of styles may be; a longer one is a ring.
const maxBased = 20

// chain calls fn for the style and those it is based on, until fn says it has seen enough.
func (b *body) chain(id string, fn func(*style) bool) {
	for range maxBased {
		s := b.byStyle[id]
		if s == nil || fn(s) {
			return
		}
		id = s.Based.Val
	}
}

// caps reports whether the style prints in capitals.
func (b *body) caps(id string) (on bool) {
	b.chain(id, func(s *style) bool {
		on = s.R.Caps.on()
		return s.R.Caps.set()
	})
	return on
}

// decoder is what turns the letters of a run into Unicode; nil where they are.
func (b *body) decoder(named string, run runProps) func(string) string {
	font := run.Fonts.name()
	b.chain(cmp.Or(named, b.styles.Plain), func(s *style) bool {
		font = cmp.Or(font, s.R.Fonts.name())
		return font != ""
	})
	font = cmp.Or(font, b.styles.Usual.Fonts.name())
	decode, known := b.decoders[font]
	if !known {
		decode = vi.OfFont(font)
		b.decoders[font] = decode
	}
	return decode
}

// heading is the level of a heading, from the outline or the built-in name of the style; 0 for none.
func (b *body) heading(p paragraphProps) (level int) {
	outline := p.Outline
	b.chain(p.Style.Val, func(s *style) bool {
		if outline == nil {
			outline = s.P.Outline
		}
		if n, ok := strings.CutPrefix(strings.ToLower(s.Name.Val), "heading "); ok && level == 0 && len(n) == 1 && '1' <= n[0] && n[0] <= '9' {
			level = int(n[0] - '0')
		}
		return outline != nil
	})
	if outline != nil && outline.Val >= 0 && outline.Val < 9 {
		return outline.Val + 1
	}
	return level
}
