// Package citation finds the legal documents that a text cites, in the words of
// Vietnamese offices: «Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng
// Chính phủ phê duyệt …».
//
// The text may be a bad reading of a scan («Quyét dinh s6 411/QD-⏎TTg ngay
// 31/3/2022 ctia Thu tudng Chinh pha»), so nothing is matched letter by letter.
// What survives every reading is figures, slashes and capitals. The number
// symbol (411/QĐ-TTg) is therefore the anchor: around each one the kind is
// sought backwards, date, issuer and title forwards, on the folded text and by
// nearness of words. Every search looks a bounded way, so the time is linear.
//
// The grammar is that of Decree 30/2020/NĐ-CP, annex III (state) and Guide
// 36-HD/VPTW (party):
//
//	citation = kind ["số"] code {"," | date | issuer} [title]
//	state    = number ["/" year] "/" type "-" body {"-" unit}    749/QĐ-TTg
//	law      = number "/" year "/QH" term                        148/2025/QH15
//	letter   = number "/" body "-" unit                          1273/BTTTT-TTCS
//	party    = number "-" type "/" body                          57-NQ/TW
//	date     = "ngày" d "/" m "/" yyyy | "ngày" d "tháng" m "năm" yyyy
//	issuer   = ["của" | "do"] body
//	title    = ("về" | "về việc" | "ban hành" | "phê duyệt" | …) text
//
// Find reads; Merge makes documents of citations; Check says what is odd about
// them. All three are pure.
package citation

import "time"

// A Line is one line of the paper.
type Line struct {
	No   int // its number in the source; spans speak of it
	Text string
}

// A Pos is a place in the paper: the number of a line and a byte in its text.
type Pos struct{ Line, Byte int }

// A Code is a number symbol (số ký hiệu) taken apart.
type Code struct {
	Number string // as printed: 08
	Year   string // of normative texts: 2024; otherwise empty
	Symbol string // NQ/TU, QĐ-TTg, NĐ-CP, QH15
	Text   string // the whole in its proper order: 08/KH-UBND, 49/2024/NĐ-CP
}

// A Citation is one place that cites one document.
type Citation struct {
	Kind         string // Nghị quyết, Kế hoạch hành động; from the symbol where KindInferred
	KindInferred bool
	Code
	PrintedCode    string // as printed, only where Text mends its order: 71-NQ/CP
	Half           bool   // the paper prints no whole code («Nghị quyết 57»); of a law cited by date alone Text is empty
	Date           string // 2021-10-26; empty when there is none, or none that can be
	PrintedDate    string // the figures of the paper: 26/10/2021
	Issuer         string // Thủ tướng Chính phủ
	IssuerInferred bool   // from the symbol, not from words
	Title          string // what follows về, về việc; with its verb when that is another: phê duyệt …
	Lines          [2]int // first and last line, both included
	From, To       Pos    // where it begins, and the first byte behind it
	Within         int    // index of the citation in whose title this one stands; -1 when in none
	Confidence     float64
}

// Options is what the reader knows beforehand. All may be empty.
type Options struct {
	Ward string // «phường Phù Liễn»: completes «Ủy ban nhân dân phường»
	City string // «thành phố Hải Phòng»: completes «Ủy ban nhân dân thành phố» and «Thành ủy»
}

// Find returns the citations of lines in the order of the paper. The number of
// the paper itself («Số: 15/KH-UBND» at its head) is none.
func Find(lines []Line, opt Options) []Citation {
	p := &parser{text: fold(lines), opt: opt}
	p.heads()
	for k := 0; k < len(p.head); {
		k = p.parse(k, -1)
	}
	return p.found
}

// A Document is one cited document with every place that cites it.
type Document struct {
	Citation            // the fullest of what its citations say; Lines and positions are those of the first
	Cited    []Citation // in the order of the paper
}

// day reads an ISO day; not ok when s is empty or not one.
func day(s string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}
