package plan

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"loa/kit/vi"
)

// An ending is what stands below the body: who signed, who receives.
type ending struct {
	body       int // the last line of the body
	signer     *Signer
	recipients []Recipient
	archive    *Recipient
	doubts     []Doubt
}

// longRecipient is more words than any line of recipients has.
const longRecipient = 40

var (
	onBehalf  = regexp.MustCompile(`^\W*(TM|T/M|TUM|T\.M)[.\s]*$|^\W*(TM|T/M)\.`)
	capacity  = regexp.MustCompile(`^\W*(KT|K/T|TL|T/L|TUQ|Q)\.?$`)
	posts     = cues("phó chủ tịch, chủ tịch, phó giám đốc, giám đốc, phó trưởng phòng, trưởng phòng, phó bí thư thường trực, phó bí thư, bí thư, phó trưởng ban thường trực, phó trưởng ban, trưởng ban, phó chánh văn phòng, chánh văn phòng, thứ trưởng, bộ trưởng, thủ tướng, phó chủ tịch thường trực, phó hiệu trưởng, hiệu trưởng, ủy viên thường trực, cục trưởng, chi cục trưởng, phó cục trưởng")
	receivers = cues("nơi nhận")
)

// readTail reads what stands below the body that begins at from, down to the line last.
func (p *paper) readTail(from, last int) ending {
	e := ending{body: last}
	start := p.tailStart(from, last)
	if start == 0 {
		return e
	}
	e.body = start - 1
	for e.body > from && p.line(e.body).blank() {
		e.body--
	}
	s := &Signer{Lines: Span{start, start}}
	post := false
	listed := false
	for no := start; no <= last; no++ {
		l := p.line(no)
		if l.blank() {
			continue
		}
		if no > start && p.another(l) {
			break
		}
		left := l.right()
		if left < len(l.words) && s.Name == "" && p.isName(l.words[left:]) && signCue(l.words) < 0 {
			p.name(s, l.words[left:], l)
		}
		if i := signCue(l.words); i >= 0 {
			left = i
			right := passage(l.words[i:])
			s.Lines[1] = no
			text := strings.TrimLeft(right.text(), "_—–-*. ")
			switch {
			case onBehalf.MatchString(text) || onBehalf.MatchString(right[0].text):
				s.OnBehalf = "TM. " + strings.TrimLeft(right[1:].text(), ". ")
				if strings.HasPrefix(right[0].text, "T/M") {
					s.OnBehalf = strings.TrimSpace(right.text())
				}
			case capacity.MatchString(right[0].text) || strings.HasPrefix(right[0].fold, "kt"):
				s.Capacity = text
			case s.Position == "":
				s.Position = text
				post = true
			}
		}
		leftWords := passage(l.words[:left])
		if at, n := leftWords.any(receivers, 0); at >= 0 {
			listed = true
			leftWords = leftWords[at+n:]
		}
		text := leftWords.text()
		switch {
		case left < len(l.words) && left == 0, text == "":
		case (post || listed) && left == len(l.words) && s.Name == "" && no > start+1 && p.isName(leftWords):
			p.name(s, leftWords, l)
			if len(s.Alternatives) > 0 {
				e.doubts = append(e.doubts, Doubt{Kind: "uncertain-name", Lines: Span{no, no}, Text: leftWords[len(leftWords)-1].text,
					Note: "Mất dấu tên người ký: có thể là " + strings.Join(append([]string{s.Name}, s.Alternatives...), " hoặc ") + "; hãy chọn theo bản ký."})
			}
		case p.illegible(l, left):
			e.strange(p, l, start, no)
		case strings.Contains(leftWords.fold(), "luu"):
			_, rest, found := strings.Cut(text, ":")
			if !found {
				rest = strings.TrimLeft(strings.TrimLeft(text, "-–—_ "), "Lưu")
			}
			e.archive = &Recipient{Text: clean(rest), Lines: Span{no, no}}
		default:
			t := clean(strings.TrimLeft(text, "-–—_+•* "))
			if t != "" && (listed && no != start || strings.ContainsAny(text[:1], "-_+*")) && len(leftWords) <= longRecipient && e.archive == nil {
				e.recipients = append(e.recipients, Recipient{Text: t, Lines: Span{no, no}})
			}
		}
	}
	if s.Name != "" || s.Position != "" || s.OnBehalf != "" {
		e.signer = s
	}
	return e
}

func (ws passage) fold() string {
	f := make([]string, len(ws))
	for i, w := range ws {
		f[i] = w.fold
	}
	return strings.Join(f, " ")
}

// strange notes a line of the tail that cannot be read; as a recipient when a dash begins it.
func (e *ending) strange(p *paper, l *paperLine, start, no int) {
	if strings.HasPrefix(strings.TrimSpace(l.raw), "-") {
		e.recipients = append(e.recipients, Recipient{Text: clean(strings.TrimLeft(l.text, "-–—_ ")), Lines: Span{no, no}, Illegible: true})
	}
	const note = "Không đọc được (thường do dấu hoặc chữ ký đè lên); hãy xem bản giấy."
	if k := len(e.doubts) - 1; k >= 0 && e.doubts[k].Kind == "illegible" && e.doubts[k].Lines[1] >= no-1 {
		e.doubts[k].Lines[1] = no
		return
	}
	e.doubts = append(e.doubts, Doubt{Kind: "illegible", Lines: Span{no, no}, Note: note})
}

// tailStart is the line where the body has ended: after «./.», at «Nơi nhận» or
// at the first words of a signature; 0 when there is no tail. Forms may follow
// the tail, so that it need not be among the last lines.
func (p *paper) tailStart(from, last int) int {
	low := max(from, last-70)
	for no := from; no <= last; no++ {
		l := p.line(no)
		if l.blank() {
			continue
		}
		if no >= low && strings.HasSuffix(strings.TrimSpace(l.text), "./.") {
			for next := no + 1; next <= last; next++ {
				if !p.line(next).blank() {
					return next
				}
			}
			return 0
		}
		if at, _ := passage(l.words).any(receivers, 0); at == 0 && (no >= low || strings.HasPrefix(strings.TrimLeft(passage(l.words[2:]).text(), " :"), "-") || strings.HasSuffix(l.words[1].text, ":") && len(l.words) < 9) {
			return no
		}
		if i := signCue(l.words); i >= 0 && (onBehalf.MatchString(l.words[i].text) || capacity.MatchString(l.words[i].text)) {
			return no
		}
	}
	return 0
}

// another tells the first line of what is no longer the tail: a form or another document, with its own motto, kind or number.
func (p *paper) another(l *paperLine) bool {
	if motto(l.words) >= 0 || isForm(l) {
		return true
	}
	slug, _, _ := kindLine(l)
	return slug != "" && len(l.words) <= 6
}

// signCue is where the words of a signature block begin in a line; -1 when they do not.
func signCue(ws []word) int {
	for i, w := range ws {
		if onBehalf.MatchString(w.text) && i+1 < len(ws) && shouts(ws[i+1].text+"AA") || capacity.MatchString(w.text) && i+1 < len(ws) && shouts(ws[i+1].text+"AA") {
			return i
		}
		for _, p := range posts {
			if passage(ws).at(i, p) && allShout(ws[i:i+len(p)]) && i+len(p) >= len(ws)-1 {
				return i
			}
		}
	}
	return -1
}

// allShout tells words every one of which is in capitals and goes on to the next.
func allShout(ws []word) bool {
	for i, w := range ws {
		if strings.ToUpper(w.text) != w.text || i+1 < len(ws) && closesName(w.text) {
			return false
		}
	}
	return true
}

// isName tells a line of two to five words that may be a person's name.
func (p *paper) isName(ws passage) bool {
	var names passage
	for _, w := range ws {
		if w.fold != "" {
			names = append(names, w)
		}
	}
	if len(names) < 2 || len(names) > 5 || strings.ContainsAny(ws.text(), ":;/0123456789") || strings.HasPrefix(ws.text(), "-") {
		return false
	}
	for _, w := range names {
		_, known := givenNames[w.fold]
		if !known && (p.garbled || !startsUpper(w.text) || shouts(w.text)) { // «CHỦ TỊCH UBND TỈNH» is nobody's name
			return false
		}
	}
	return startsUpper(names[0].text)
}

// name reads the signer's name. Where the marks are lost, each syllable is the
// commonest name that folds so; the last one's rivals are kept.
func (p *paper) name(s *Signer, ws passage, l *paperLine) {
	var parts []string
	for i, w := range ws {
		if w.fold == "" {
			continue
		}
		known := givenNames[w.fold]
		if !p.garbled || len(known) == 0 {
			parts = append(parts, strings.Trim(w.text, ",.*_"))
			continue
		}
		parts = append(parts, known[0])
		if i == len(ws)-1 && len(known) > 1 {
			for _, k := range known[1:] {
				s.Alternatives = append(s.Alternatives, strings.Join(append(slices.Clone(parts[:len(parts)-1]), k), " "))
			}
			s.Confidence = "low"
		}
	}
	s.Name = strings.Join(parts, " ")
	s.Lines[1] = l.no
}

// illegible tells a line, left of the signature, that is no Vietnamese: debris of a seal or a hand.
func (p *paper) illegible(l *paperLine, left int) bool {
	if strings.Contains(l.text, "⟦") {
		return true
	}
	if !p.garbled {
		return strings.IndexFunc(l.text, unicode.IsLetter) < 0
	}
	words, strange := 0, 0
	for _, w := range l.words[:left] {
		if strings.Trim(w.text, "-–—_") == "" {
			continue
		}
		words++
		if w.fold == "" || strings.ContainsAny(w.text, `?'‘’"><»«ﬁﬂ>|\`) || w.sure < 0.2 && !vi.IsSyllable(w.text) {
			strange++
		}
	}
	return words > 0 && strange*4 >= words
}
