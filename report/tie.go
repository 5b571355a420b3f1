package report

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// A Figure (con số) is a number of a report that was counted, with where its proof is.
type Figure struct {
	Key  string `json:"key"`  // t7.done
	Text string `json:"text"` // as it is printed: 66,67%
	Href string `json:"href"` // leads to what it was counted from
}

// A Piece is words of a passage: plain words, a figure, or a number that stands there for no figure.
type Piece struct {
	Text   string
	Figure *Figure
	Loose  bool
}

var (
	numberForm = regexp.MustCompile(`\d+(?:\.\d{3})*(?:,\d+)?%?`)
	// named are the numbers that name something and count nothing: days, months, years, papers, addresses in a plan.
	named = regexp.MustCompile(`(?i)ngày\s+\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{1,2}/\d{4}|\b10/10\b|\d+(?:/\d{4})?/\p{Lu}[\p{L}\d-]*|\d+-\p{Lu}[\p{L}\d/-]*|(?:ngày|tháng|năm|quý|kỳ|phụ lục|điểm|khoản|mục|phần|điều|số)\s+\d+|\b\d+ tháng (?:đầu|cuối)|\p{L}\d+`)
)

// A span is where something stands in a text, in bytes.
type span struct {
	from, to int
	figure   *Figure
}

// Tie finds the figures in text. A number is a figure when it is written as one is; of several that read the same,
// each is taken in turn. Numbers that are neither figures nor names of days and papers are loose.
func Tie(text string, figures []Figure) []Piece {
	var marks []span
	for _, at := range named.FindAllStringIndex(text, -1) {
		marks = append(marks, span{from: at[0], to: at[1]})
	}
	marks = append(marks, figuresIn(text, figures, marks)...)
	loose := map[int]bool{}
	for _, at := range numberForm.FindAllStringIndex(text, -1) {
		if free(marks, at[0], at[1]) {
			loose[at[0]] = true
			marks = append(marks, span{from: at[0], to: at[1]})
		}
	}
	slices.SortFunc(marks, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out []Piece
	plain := func(s string) {
		if s == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Figure == nil && !out[n-1].Loose {
			out[n-1].Text += s
			return
		}
		out = append(out, Piece{Text: s})
	}
	end := 0
	for _, m := range marks {
		plain(text[end:m.from])
		switch s := text[m.from:m.to]; {
		case m.figure != nil:
			out = append(out, Piece{Text: s, Figure: m.figure})
		case loose[m.from]:
			out = append(out, Piece{Text: s, Loose: true})
		default:
			plain(s)
		}
		end = m.to
	}
	plain(text[end:])
	return out
}

// figuresIn finds figures as they are written, the longest first, each standing by itself.
func figuresIn(text string, figures []Figure, taken []span) (marks []span) {
	byLength := slices.Clone(figures)
	slices.SortStableFunc(byLength, func(a, b Figure) int { return cmp.Compare(len(b.Text), len(a.Text)) })
	for i := range byLength {
		f := &byLength[i]
		if f.Text == "" || i > 0 && byLength[i-1].Text == f.Text {
			continue
		}
		turn := i
		for at := 0; ; {
			k := strings.Index(text[at:], f.Text)
			if k < 0 {
				break
			}
			from, to := at+k, at+k+len(f.Text)
			if free(taken, from, to) && free(marks, from, to) && alone(text, from, to) {
				marks = append(marks, span{from, to, &byLength[turn]})
				if turn+1 < len(byLength) && byLength[turn+1].Text == f.Text {
					turn++
				}
			}
			at = to
		}
	}
	return marks
}

func free(marks []span, from, to int) bool {
	return !slices.ContainsFunc(marks, func(m span) bool { return from < m.to && m.from < to })
}

// alone reports whether the number at from is not a part of a longer one, of a day or of the number of a paper.
func alone(text string, from, to int) bool {
	if from > 0 {
		if c := text[from-1]; '0' <= c && c <= '9' || c == '/' {
			return false
		}
		if from > 1 && (text[from-1] == ',' || text[from-1] == '.') && '0' <= text[from-2] && text[from-2] <= '9' {
			return false
		}
	}
	if to < len(text) {
		if c := text[to]; '0' <= c && c <= '9' || c == '/' || c == '%' || c == '-' {
			return false
		}
		if to+1 < len(text) && (text[to] == ',' || text[to] == '.') && '0' <= text[to+1] && text[to+1] <= '9' {
			return false
		}
	}
	return true
}

// loose are the loose numbers of text.
func loose(text string, figures []Figure) (out []string) {
	for _, p := range Tie(text, figures) {
		if p.Loose {
			out = append(out, p.Text)
		}
	}
	return out
}

// byHand are the numbers that a person put into text: loose there, and not among the words that the program drafted.
func byHand(drafted, text string, figures []Figure) (out []string) {
	known := loose(drafted, figures)
	for _, n := range loose(text, figures) {
		if i := slices.Index(known, n); i >= 0 {
			known = slices.Delete(known, i, i+1)
			continue
		}
		out = append(out, n)
	}
	return out
}
