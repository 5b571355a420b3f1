package vi

import (
	"encoding/hex"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collators are kept for reuse: a collator may not be shared, and making one costs more than using it.
var collators = sync.Pool{New: func() any {
	return &collator{Collator: collate.New(language.Vietnamese)}
}}

type collator struct {
	*collate.Collator
	buf collate.Buffer
}

// SortKey is a text whose bytes are in the order of a Vietnamese dictionary
// (a ă â b c d đ …, then the tones ngang huyền hỏi ngã sắc nặng), so that any
// database puts rows right with ORDER BY on a column that holds it: hexadecimal
// figures, for PostgreSQL may compare anything else by the rules of its own
// language. Keys are for comparing with each other, not for keeping across
// versions of the program. Where the tone stands makes no difference.
func SortKey(s string) string {
	c := collators.Get().(*collator)
	defer collators.Put(c)
	c.buf.Reset()
	return hex.EncodeToString(c.KeyFromString(&c.buf, Canon(s)))
}

// Compare is -1, 0 or 1 as a stands before, with or behind b in a dictionary.
func Compare(a, b string) int {
	c := collators.Get().(*collator)
	defer collators.Put(c)
	return c.CompareString(Canon(a), Canon(b))
}

// NameKey is the SortKey of a person's name as lists of people are ordered: by
// the given name, which stands last, then by family name and middle names.
func NameKey(name string) string {
	words := strings.Fields(Name(name))
	if len(words) == 0 {
		return ""
	}
	given := words[len(words)-1]
	// 00 parts the two, as no key holds it at an even place before a longer one would differ.
	return SortKey(given) + "00" + SortKey(strings.Join(words[:len(words)-1], " "))
}
