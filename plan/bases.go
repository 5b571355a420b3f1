package plan

import (
	"time"

	"loa/kit/citation"
	"loa/platform/web"
)

// day is the day of the paper; the zero time when it has none.
func (h Header) day() time.Time {
	t, err := time.Parse(time.DateOnly, h.Date)
	if err != nil { // no date, or none that can be: said by other doubts
		return time.Time{}
	}
	return t
}

// documents are the bases of d as the library is asked about them.
func (d *Draft) documents() []citation.Document {
	var docs []citation.Document
	for _, b := range d.References {
		if len(b.Cited) == 0 {
			continue
		}
		c := citation.Citation{
			Kind: b.Kind, Code: citation.Code{Number: b.Number, Symbol: b.Symbol, Text: b.Code},
			Date: b.Date, PrintedDate: web.Day(b.Date), Issuer: b.Issuer, Title: b.Title, Lines: b.Cited[0].Lines, Within: -1,
		}
		docs = append(docs, citation.Document{Citation: c, Cited: []citation.Citation{c}})
	}
	return docs
}

// compare doubts what the library knows otherwise of docs, which d cites.
func (d *Draft) compare(docs []citation.Document, known citation.Lookup) {
	for _, f := range citation.Compare(docs, known, d.Doc.day()) {
		d.Doubts = append(d.Doubts, Doubt{Kind: string(f.Kind), Lines: f.Lines, Text: f.Text, Note: f.Note})
	}
}
