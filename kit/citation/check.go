package citation

// Known is one document that a library holds under a code.
type Known struct {
	Date       string // ISO; empty when the library does not know it
	Issuer     string
	Title      string
	Confirmed  bool   // number and day were seen in another source
	ReplacedBy string // code of what replaced it
	EndedOn    string // ISO; the last day it held
}

// A Lookup is what a library holds under a code.
type Lookup func(code string) []Known

// ParseCode reads s as one code and nothing else: «57-NQ/TW», «71-NQ/CP» as 71/NQ-CP.
func ParseCode(s string) (Code, bool) {
	t := fold([]Line{{1, s}})
	i := t.skip(0)
	if i >= len(t.f) || !digit(t.f[i]) {
		return Code{}, false
	}
	c, ok := t.codeAt(i)
	if !ok || !c.whole() {
		return Code{}, false
	}
	for j := c.to; j < len(t.f); j++ {
		if !space(t.f[j]) {
			return Code{}, false
		}
	}
	code, _ := c.code("")
	return code, true
}
