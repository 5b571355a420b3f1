package pdf

import (
	"bytes"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A sheet is a page before its words are set in lines.
type sheet struct {
	no            int
	width, height float64
	words         []Word
	picture       float64
}

// parseWords reads what pdftotext -bbox-layout wrote: an element a line. Its own
// lines and blocks are passed over, for they part what stands side by side.
func parseWords(out []byte) ([]sheet, error) {
	var sheets []sheet
	words := 0
	for line := range bytes.Lines(out) {
		s := strings.TrimSpace(string(line))
		switch {
		case strings.HasPrefix(s, "<page "):
			if len(sheets) == maxPages {
				return nil, errTooLarge
			}
			sheets = append(sheets, sheet{no: len(sheets) + 1, width: size(s, "width"), height: size(s, "height")})
		case strings.HasPrefix(s, "<word ") && len(sheets) > 0:
			p := &sheets[len(sheets)-1]
			_, text, _ := strings.Cut(s, ">")
			text = clean(html.UnescapeString(strings.TrimSuffix(text, "</word>")))
			w := Word{Text: text, Box: Box{size(s, "xMin"), size(s, "yMin"), size(s, "xMax"), size(s, "yMax")}}
			if text == "" || w.Box.X1 < w.Box.X0 || w.Box.Y1 <= w.Box.Y0 {
				continue
			}
			if words++; words > maxWords || len(p.words) == maxPageWords {
				return nil, errTooLarge
			}
			p.words = append(p.words, w)
		}
	}
	if len(sheets) == 0 {
		return nil, &Unreadable{Say: sayBroken}
	}
	return sheets, nil
}

// turn takes the size of the page as it is shown, which pdftohtml tells and
// pdftotext does not, and leaves out the words beside it.
func (p *sheet) turn(width, height float64) {
	if math.Abs(width-p.height) < 2 && math.Abs(height-p.width) < 2 {
		p.width, p.height = p.height, p.width
	}
	p.words = slices.DeleteFunc(p.words, func(w Word) bool { return !p.shows(w.Box) })
}

// shows reports whether the middle of b is on the page.
func (p *sheet) shows(b Box) bool {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	return x >= 0 && x <= p.width && y >= 0 && y <= p.height
}

// A run is a piece of text in one font, as pdftohtml tells it.
type run struct {
	box    Box
	size   float64
	font   string
	bold   string // what of it is bold
	italic string
	all    string
}

// A face is a page as pdftohtml tells it.
type face struct {
	width, height float64
	runs          []run
}

// parseFonts reads what pdftohtml -xml wrote, by the numbers of the pages.
func parseFonts(out []byte) map[int]*face {
	type font struct {
		size float64
		name string
	}
	fonts := map[string]font{}
	pages := map[int]*face{}
	page := &face{}
	for line := range bytes.Lines(out) {
		s := strings.TrimSpace(string(line))
		if i := strings.Index(s, "<page "); i >= 0 { // words about links may stand before it
			s = s[i:]
		}
		switch {
		case strings.HasPrefix(s, "<page "):
			page = &face{width: size(s, "width"), height: size(s, "height")}
			pages[int(size(s, "number"))] = page
		case strings.HasPrefix(s, "<fontspec "):
			_, name, ok := strings.Cut(attr(s, "family"), "+")
			if !ok {
				name = attr(s, "family")
			}
			fonts[attr(s, "id")] = font{size(s, "size"), html.UnescapeString(name)}
		case strings.HasPrefix(s, "<text "):
			f := fonts[attr(s, "font")]
			r := run{size: f.size, font: f.name}
			r.box.X0, r.box.Y0 = size(s, "left"), size(s, "top")
			r.box.X1, r.box.Y1 = r.box.X0+size(s, "width"), r.box.Y0+size(s, "height")
			_, text, _ := strings.Cut(s, ">")
			r.mark(strings.TrimSuffix(text, "</text>"))
			if len(page.runs) < 2*maxPageWords {
				page.runs = append(page.runs, r)
			}
		}
	}
	return pages
}

// mark takes the words of a run out of their marks.
func (r *run) mark(s string) {
	bold, italic := 0, 0
	for s != "" {
		text, rest, _ := strings.Cut(s, "<")
		text = clean(html.UnescapeString(text))
		r.all += text
		if bold > 0 {
			r.bold += text
		}
		if italic > 0 {
			r.italic += text
		}
		tag, after, _ := strings.Cut(rest, ">")
		switch tag {
		case "b":
			bold++
		case "/b":
			bold--
		case "i":
			italic++
		case "/i":
			italic--
		}
		s = after
	}
}

// dress gives the words the fonts of the runs they stand in. A word in no run is hidden.
func dress(sheets []sheet, pages map[int]*face) {
	for i := range sheets {
		p := &sheets[i]
		f := pages[p.no]
		if f == nil {
			continue
		}
		p.turn(f.width, f.height)
		for k := range p.words {
			w := &p.words[k]
			r := find(f.runs, w.Box)
			if r == nil {
				w.Hidden = true
				continue
			}
			w.Size, w.font = r.size, r.font
			w.Bold = strings.Contains(r.bold, w.Text)
			w.Italic = strings.Contains(r.italic, w.Text)
		}
	}
}

// find is the run whose box, in whole points, holds the middle of b; of several the one of its height.
func find(runs []run, b Box) *run {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	var best *run
	off := math.Inf(1)
	for i := range runs {
		r := &runs[i]
		if x < r.box.X0-1.5 || x > r.box.X1+1.5 || y < r.box.Y0-1.5 || y > r.box.Y1+1.5 {
			continue
		}
		if d := math.Abs((r.box.Y1 - r.box.Y0) - (b.Y1 - b.Y0)); d < off {
			best, off = r, d
		}
	}
	return best
}

// cover reads the list of pictures: page, number, type, width and height in
// pixels, and in the 13th and 14th columns the pixels to the inch.
func cover(sheets []sheet, list []byte) {
	for line := range bytes.Lines(list) {
		f := strings.Fields(string(line))
		if len(f) < 14 || f[2] != "image" && f[2] != "stencil" {
			continue
		}
		no := int(number(f[0]))
		w, h, dx, dy := number(f[3]), number(f[4]), number(f[12]), number(f[13])
		if no < 1 || no > len(sheets) || dx <= 0 || dy <= 0 {
			continue
		}
		p := &sheets[no-1]
		if area := p.width * p.height; area > 0 {
			p.picture = min(1, p.picture+w/dx*72*h/dy*72/area)
		}
	}
}

// attr is the value of an attribute of the element that s begins with.
func attr(s, name string) string {
	head, _, _ := strings.Cut(s, ">")
	_, rest, ok := strings.Cut(head, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func size(s, name string) float64 { return number(attr(s, name)) }

// number is a length; what is none counts as nothing.
func number(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1e5 {
		return 0
	}
	return f
}

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st",
	"\u00a0", " ", "\u202f", " ", "\u2007", " ", "\u2010", "-", "\u2011", "-", "\u2212", "-", "\ufeff", "", "\u200b", "", "\u2060", "")

// clean is the text in the letters that people type: composed, without ligatures and without what has no shape.
func clean(s string) string {
	s = ligatures.Replace(strings.ToValidUTF8(s, "\ufffd"))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	if r, n := utf8.DecodeRuneInString(s); n == len(s) && unicode.Is(unicode.Co, r) { // a letter of a font of signs
		if r == 0xf02d {
			return "-"
		}
		return "•"
	}
	return norm.NFC.String(s)
}
