package restore

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/kit/vi/ngram"
)

// The first words of the vocabulary are symbols: what the language model counts in place of what was written.
const (
	none    ngram.Word = iota
	unknown            // a word that is not in the vocabulary
	edge               // of a sentence
	small              // a number of one or two figures
	year               // 1900 to 2099
	day                // 16/7/2025
	percent            // 80%
	number             // any other
	code               // 15/KH-UBND, an address on the net
	symbols
)

// Symbols are the names of the first words in the file of the vocabulary.
var Symbols = [symbols]string{"<none>", "<unknown>", "<edge>", "<small>", "<year>", "<day>", "<percent>", "<number>", "<code>"}

// joints hold words together that the language model counts one by one: «chính trị - xã hội», «truyền/công».
const joints = "/-–:"

// isCore tells what belongs to a word, and not to the signs around it.
func isCore(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' }

// trim cuts the signs around a field off; core is empty when there is nothing else.
func trim(field string, is func(rune) bool) (before, core, after string) {
	i := strings.IndexFunc(field, is)
	if i < 0 {
		return field, "", ""
	}
	j := strings.LastIndexFunc(field, is)
	_, n := utf8.DecodeRuneInString(field[j:])
	return field[:i], field[i : j+n], field[j+n:]
}

// ends tells signs after a word that end a sentence, or a part of one that stands for itself.
func ends(after string) bool { return strings.ContainsAny(after, ".;:!?") }

// A Counted is a word of running text as the language model counts it.
type Counted struct {
	Symbol  string // small letters, or one of Symbols
	Written string
	Hyphen  bool // a hyphen and no blank joins it to the next
}

// Sentences cuts a paragraph into sentences, and these into words.
func Sentences(text string) [][]Counted {
	var all [][]Counted
	var one []Counted
	for _, field := range strings.Fields(text) {
		_, core, after := trim(field, isCore)
		for core != "" {
			part, rest, hyphen := core, "", false
			if kindOf(core) == unknown {
				if i := strings.IndexAny(core, joints); i > 0 {
					_, n := utf8.DecodeRuneInString(core[i:])
					part, rest, hyphen = core[:i], core[i+n:], core[i] != '/' && core[i] != ':'
				}
			}
			core = strings.TrimLeft(rest, joints)
			one = append(one, Counted{symbolOf(part), part, hyphen})
		}
		if ends(after) && len(one) > 0 {
			all = append(all, one)
			one = nil
		}
	}
	if len(one) > 0 {
		all = append(all, one)
	}
	return all
}

func symbolOf(core string) string {
	if k := kindOf(core); k != unknown {
		return Symbols[k]
	}
	return canonical(core)
}

// canonical is the form in which a word stands in the vocabulary.
func canonical(w string) string { return vi.Canon(strings.ToLower(w)) }

// kindOf tells numbers, dates and codes from words: unknown is a word.
func kindOf(core string) ngram.Word {
	figures, letters, capitals, joins, slashes := 0, 0, 0, 0, 0
	for _, r := range core {
		switch {
		case '0' <= r && r <= '9':
			figures++
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				capitals++
			}
		case r == '/':
			slashes++
			joins++
		case r == '-':
			joins++
		}
	}
	switch {
	case letters == 0 && figures > 0:
		switch {
		case strings.HasSuffix(core, "%"):
			return percent
		case slashes == 2:
			return day
		case figures == len(core) && figures <= 2:
			return small
		case figures == len(core) && figures == 4 && (core[:2] == "19" || core[:2] == "20"):
			return year
		}
		return number
	case isAddress(core):
		return code
	case joins > 0 && letters > 0 && (figures > 0 && capitals > 0 || capitals >= 3) && allCode(core):
		return code
	}
	return unknown
}

// allCode tells what a document's code is made of.
func allCode(core string) bool {
	for _, r := range core {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/-.&,_", r) {
			return false
		}
	}
	return true
}

// isAddress tells an address on the net or of mail.
func isAddress(core string) bool {
	low := strings.ToLower(core)
	if strings.HasPrefix(low, "http:") || strings.HasPrefix(low, "https:") || strings.HasPrefix(low, "www.") {
		return true
	}
	for _, end := range [...]string{".gov", ".vn", ".com", ".org", ".net"} {
		if i := strings.Index(low, end); i > 0 {
			if r, _ := utf8.DecodeRuneInString(low[i+len(end):]); !unicode.IsLetter(r) {
				return true
			}
		}
	}
	return false
}
