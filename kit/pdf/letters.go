package pdf

import (
	"strings"
	"unicode"

	"loa/kit/vi"
)

// modernise turns words in the fonts of TCVN3 and VNI into Unicode: those whose
// font says so by its name, and a whole page that can be nothing else.
func (p *sheet) modernise() {
	for i := range p.words {
		if turn := vi.OfFont(p.words[i].font); turn != nil {
			p.words[i].Text = turn(p.words[i].Text)
		}
	}
	texts := make([]string, len(p.words))
	for i, w := range p.words {
		texts[i] = w.Text
	}
	if turn := vi.OfText(strings.Join(texts, " ")); turn != nil {
		for i := range p.words {
			p.words[i].Text = turn(p.words[i].Text)
		}
	}
	for i := range p.words {
		p.words[i].Text = vi.Crossed(p.words[i].Text)
	}
}

// garbled tells letters that do not stand for what is printed: places without a
// letter, or words that are no syllables for their signs and foreign letters.
func garbled(words []Word) bool {
	lost, letters, odd, marked := 0, 0, 0, 0
	for _, w := range words {
		beyond := false
		for _, r := range w.Text {
			switch {
			case r == unicode.ReplacementChar || unicode.Is(unicode.Co, r):
				lost++
			case unicode.IsLetter(r):
				letters++
				beyond = beyond || r > unicode.MaxASCII
			}
		}
		if core := strings.TrimFunc(w.Text, func(r rune) bool { return !unicode.IsLetter(r) }); beyond && !strings.ContainsAny(core, "/-.") {
			marked++
			if !vi.IsSyllable(core) {
				odd++
			}
		}
	}
	return lost*50 > letters || marked >= 20 && odd*2 > marked
}
