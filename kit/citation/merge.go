package citation

import (
	"cmp"
	"slices"
)

func sortByFirst(docs []Document) {
	slices.SortStableFunc(docs, func(a, b Document) int { return order(a.Cited[0], b.Cited[0]) })
}

func order(a, b Citation) int {
	return cmp.Or(cmp.Compare(a.From.Line, b.From.Line), cmp.Compare(a.From.Byte, b.From.Byte))
}

// settle takes for the document the fullest that its citations say: those that stand for themselves before those inside a title.
func (d *Document) settle() {
	slices.SortStableFunc(d.Cited, order)
	d.Citation = d.Cited[0]
	ranked := slices.Clone(d.Cited)
	slices.SortStableFunc(ranked, func(a, b Citation) int { return cmp.Compare(min(a.Within, 0), min(b.Within, 0)) })
	slices.SortStableFunc(ranked, func(a, b Citation) int { return rank(a) - rank(b) })
	first := ranked[0]
	d.Kind, d.KindInferred, d.Code, d.PrintedCode, d.Half = first.Kind, first.KindInferred, first.Code, first.PrintedCode, first.Half
	d.Confidence = first.Confidence
	d.Issuer, d.IssuerInferred, d.Title, d.Date, d.PrintedDate = "", false, "", "", ""
	for _, c := range ranked {
		if c.Issuer != "" && (d.Issuer == "" || d.IssuerInferred && !c.IssuerInferred) {
			d.Issuer, d.IssuerInferred = c.Issuer, c.IssuerInferred
		}
		if d.Title == "" {
			d.Title = c.Title
		}
		if d.Date == "" && (c.Date != "" || d.PrintedDate == "") {
			d.Date, d.PrintedDate = c.Date, c.PrintedDate
		}
		if d.PrintedCode == "" {
			d.PrintedCode = c.PrintedCode
		}
	}
}

// rank puts citations that stand for themselves and print a whole code first.
func rank(c Citation) int {
	r := 0
	if c.Half {
		r += 4
	}
	if c.KindInferred {
		r += 2
	}
	if c.Within >= 0 {
		r++
	}
	return r
}
