package citation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"loa/kit/vi"
)

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

// A Fault is one thing about a cited document that a person must see. It is
// never put right by the program: the paper is signed.
type Fault struct {
	Kind  FaultKind
	Lines [2]int
	Text  string // as printed
	Note  string // in Vietnamese: what is odd, and what to do
}

// A FaultKind is the sort of a fault.
type FaultKind string

// The kinds of faults.
const (
	ImpossibleDate  FaultKind = "impossible-date"
	SymbolOrder     FaultKind = "symbol-order"
	YearMissing     FaultKind = "year-missing"
	YearUnexpected  FaultKind = "year-unexpected"
	YearMismatch    FaultKind = "year-mismatch"
	TwoDates        FaultKind = "two-dates"
	RetiredIssuer   FaultKind = "retired-issuer"
	RetiredBody     FaultKind = "retired-body"
	RetiredHost     FaultKind = "retired-host"
	EndedProgramme  FaultKind = "ended-programme"
	LibraryDate     FaultKind = "library-date"
	LibraryReplaced FaultKind = "library-replaced"
	LibraryEnded    FaultKind = "library-ended"
	YoungerBasis    FaultKind = "younger-basis"
)

// Check says what is odd in themselves about the documents that a paper of day on
// cites, in the order of the paper. The zero day leaves out what depends on it.
func Check(docs []Document, on time.Time) []Fault {
	var faults []Fault
	add := into(&faults)
	for i, d := range docs {
		d.dates(on, add)
		d.symbols(add)
		if k := slices.IndexFunc(docs[:i], func(o Document) bool { return o.Text == d.Text && d.Text != "" && o.Date != d.Date && !local(d.Symbol) }); k >= 0 {
			add(TwoDates, d.Cited[0], "Văn bản %s được dẫn với hai ngày khác nhau (%s và %s). Hãy tra lại ngày ban hành.", d.Text, docs[k].PrintedDate, d.PrintedDate)
		}
	}
	inOrder(faults)
	return faults
}

// Compare says what a library knows otherwise of the documents that a paper of
// day on cites, in the order of the paper: another day, a text that was
// replaced, or one that no longer held.
func Compare(docs []Document, against Lookup, on time.Time) []Fault {
	var faults []Fault
	for _, d := range docs {
		if d.Text != "" {
			d.library(against, on, into(&faults))
		}
	}
	inOrder(faults)
	return faults
}

func into(faults *[]Fault) adder {
	return func(kind FaultKind, c Citation, note string, args ...any) {
		*faults = append(*faults, Fault{kind, c.Lines, c.printed(), fmt.Sprintf(note, args...)})
	}
}

func inOrder(faults []Fault) {
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Lines[0] - b.Lines[0] })
}

// local reports whether each place numbers such papers for itself, so that two of one code are no wonder.
func local(symbol string) bool {
	return strings.Contains(symbol, "UBND") || strings.Contains(symbol, "HĐND") || strings.HasSuffix(symbol, "ĐU")
}

// printed is the citation as far as it was understood, in the paper's order.
func (c Citation) printed() string {
	code := c.Text
	if c.PrintedCode != "" {
		code = c.PrintedCode
	}
	if c.PrintedDate != "" {
		return strings.TrimSpace(code + " ngày " + c.PrintedDate)
	}
	return strings.TrimSpace(code)
}

type adder func(kind FaultKind, c Citation, note string, args ...any)

func (d Document) dates(on time.Time, add adder) {
	for _, c := range d.Cited {
		if c.PrintedDate != "" && c.Date == "" {
			add(ImpossibleDate, c, "Ngày %s không có trong lịch. Hãy tra lại ngày ban hành của văn bản.", c.PrintedDate)
		}
	}
	first := d.Cited[0]
	if issued, ok := day(d.Date); ok {
		if !on.IsZero() && issued.After(on) {
			add(YoungerBasis, first, "Văn bản được dẫn ban hành ngày %s, sau ngày của chính kế hoạch. Hãy tra lại hai ngày này.", vi.ShortDate(issued))
		}
		if b, ok := retired(d.Issuer); ok && !issued.Before(b.since) {
			add(RetiredIssuer, first, "%s đã kết thúc hoạt động từ ngày %s, trước ngày của văn bản này. Hãy tra lại cơ quan ban hành.", d.Issuer, vi.ShortDate(b.since))
		}
	}
	if year := programmeEnd(d.Title); year > 0 && !on.IsZero() && on.Year() > year {
		add(EndedProgramme, first, "Chương trình, giai đoạn của văn bản này chỉ đến năm %d. Hãy xem đã có văn bản của giai đoạn mới chưa.", year)
	}
}

// normative are the kinds whose codes carry a year (Law on Promulgation of Legal Documents).
var normative = []string{"Nghị định", "Thông tư", "Thông tư liên tịch"}

func (d Document) symbols(add adder) {
	for _, c := range d.Cited {
		if c.PrintedCode != "" && !c.Half {
			add(SymbolOrder, c, "Ký hiệu được in là %s; đúng thể thức là %s. Hãy sửa khi dẫn lại.", c.PrintedCode, c.Text)
		}
	}
	first := d.Cited[0]
	switch {
	case d.Year == "" && !d.Half && slices.Contains(normative, d.Kind):
		add(YearMissing, first, "%s là văn bản quy phạm pháp luật, số ký hiệu phải có năm ban hành. Hãy tra lại số ký hiệu.", d.Kind)
	case d.Year != "" && d.Date != "" && !strings.HasPrefix(d.Date, d.Year):
		add(YearMismatch, first, "Số ký hiệu ghi năm %s nhưng ngày ban hành là %s. Hãy tra lại.", d.Year, d.PrintedDate)
	case d.Year != "" && d.Symbol == "QĐ-TTg" && len(d.Number) >= 3:
		// The Prime Minister issues fewer than a hundred normative decisions a year; the individual ones carry no year.
		add(YearUnexpected, first, "Quyết định cá biệt của Thủ tướng Chính phủ không ghi năm trong số ký hiệu: %s/QĐ-TTg. Hãy tra lại.", d.Number)
	}
}

func (d Document) library(against Lookup, on time.Time, add adder) {
	known := against(d.Text)
	if len(known) == 0 {
		return
	}
	first := d.Cited[0]
	same := slices.IndexFunc(known, func(k Known) bool { return d.Date == "" || k.Date == "" || k.Date == d.Date })
	if same < 0 {
		if k := known[0]; !local(d.Symbol) {
			sure := "chưa được xác nhận"
			if k.Confirmed {
				sure = "đã được xác nhận"
			}
			at, _ := day(k.Date) // no day was ruled out by same
			add(LibraryDate, first, "Thư viện ghi văn bản này ban hành ngày %s (%s). Hãy đối chiếu với bản gốc.", vi.ShortDate(at), sure)
		}
		return
	}
	k := known[same]
	if k.ReplacedBy != "" {
		add(LibraryReplaced, first, "Thư viện ghi văn bản này đã được thay thế bởi %s. Hãy xem có cần dẫn văn bản mới không.", k.ReplacedBy)
	}
	if ended, ok := day(k.EndedOn); ok && !on.IsZero() && on.After(ended) {
		add(LibraryEnded, first, "Thư viện ghi văn bản này hết hiệu lực sau ngày %s. Hãy xem còn được dẫn không.", vi.ShortDate(ended))
	}
}

// programmeEnd is the last year of what a title plans: «đến năm 2025», «giai
// đoạn 2021-2025»; not the year it only looks forward to («định hướng đến năm
// 2030», «tầm nhìn 2030»). 0 for none.
func programmeEnd(title string) int {
	t := fold([]Line{{1, title}})
	last := 0
	for i := 0; i+4 <= len(t.f); i++ {
		if !digit(t.f[i]) || i > 0 && digit(t.f[i-1]) || i+4 < len(t.f) && digit(t.f[i+4]) {
			continue
		}
		year, err := strconv.Atoi(string(t.f[i : i+4]))
		if err != nil || year < 2000 || year > 2100 {
			continue
		}
		nam := t.prev(i)
		switch {
		case i > 0 && (t.f[i-1] == '-' || t.f[i-1] == '–') && i > 1 && digit(t.f[i-2]):
			last = max(last, year)
		case nam.empty() || t.near(nam, "nam", 1) == far:
		default:
			den := t.prev(nam.from)
			if ahead := t.prev(den.from); !den.empty() && t.near(den, "den", 1) != far && (ahead.empty() || t.near(ahead, "huong", 2) == far) {
				last = max(last, year)
			}
		}
	}
	return last
}
