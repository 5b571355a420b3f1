package form

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"loa/kit/typeset"
	"loa/kit/vi"
)

// A Kind (loại văn bản) is a type of paper that Loa writes.
type Kind string

// The kinds, by their abbreviations in numbers.
const (
	Report     Kind = "BC"
	Plan       Kind = "KH"
	Letter     Kind = "" // a công văn has no abbreviation
	Invitation Kind = "GM"
	Proposal   Kind = "TTr"
)

// Name is what k is called: báo cáo.
func (k Kind) Name() string { return names[k] }

var names = map[Kind]string{Report: "báo cáo", Plan: "kế hoạch", Letter: "công văn", Invitation: "giấy mời", Proposal: "tờ trình"}

// typeNames are the names of the types of papers of article 7 of Decree 30/2020/NĐ-CP and of the Party, folded.
var typeNames = []string{
	"nghi quyet", "quyet dinh", "chi thi", "quy che", "quy dinh", "thong cao", "thong bao", "huong dan", "chuong trinh", "ke hoach", "phuong an", "de an", "du an",
	"bao cao", "bien ban", "to trinh", "hop dong", "cong dien", "ban ghi nho", "ban thoa thuan", "giay uy quyen", "giay moi", "giay gioi thieu", "giay nghi phep",
	"phieu gui", "phieu chuyen", "phieu bao", "ket luan", "loi keu goi", "chuong trinh hanh dong",
}

func isTypeName(s string) bool { return slices.Contains(typeNames, strings.TrimSpace(vi.Fold(s))) }

// A Paper is an official paper before it is laid out.
type Paper struct {
	Kind     Kind
	Superior []string // the body above, where the form shows it; a people's committee shows none
	Issuer   []string // ỦY BAN NHÂN DÂN / PHƯỜNG PHÙ LIỄN
	Named    string   // the issuer in sentences: Ủy ban nhân dân phường Phù Liễn
	Number   int      // 0: not given yet
	Symbol   string   // behind the number: BC-UBND
	Place    string   // Phù Liễn
	Date     string   // 2025-12-15; empty: not given yet
	Subject  string
	To       []string // Kính gửi
	Bases    []string
	Body     []Item
	Signer   Signer
	Copies   []string // nơi nhận
	File     string   // what stands behind «Lưu»: VT, VHXH
	Annexes  []Annex
}

// A Signer is the block above and below a signature.
type Signer struct {
	Behalf   string // TM. ỦY BAN NHÂN DÂN
	Capacity string // KT. CHỦ TỊCH
	Post     string // PHÓ CHỦ TỊCH
	Name     string
}

// A Level is how deep an item stands; Lay numbers the items.
type Level int

// The levels.
const (
	Prose  Level = iota // a paragraph without a label
	Part                // I.
	Clause              // 1.
	Point               // a)
	Dash                // -
	Plus                // +
)

// An Item is a paragraph or a table of the body.
type Item struct {
	Level Level
	Title bool // a heading, without a sentence of its own
	Text  string
	Grid  *Grid
}

// A Grid is a table.
type Grid struct {
	Heads  []string
	Shares []float64 // of the width, one a column
	Center []bool    // columns set in the middle: numbers and short words
	Rows   [][]string
	Bars   []typeset.Bar // of the rows, above the words of the last column; none: no column is drawn
}

// An Annex (phụ lục) is pages of their own behind the paper.
type Annex struct {
	Title     string
	Landscape bool
	Items     []Item
}

// Code is the number and symbol as papers of the state are cited: 15/BC-UBND; with blanks for a number that is not given yet.
func (p *Paper) Code() string { return Decree30.Code(p) }

// Code is the number and symbol of p: 15/BC-UBND; of the Party 15-BC/ĐU.
func (r *Rules) Code(p *Paper) string {
	sign := "/"
	if r.Party {
		sign = "-"
	}
	if p.Number == 0 {
		return "      " + sign + p.Symbol
	}
	return fmt.Sprintf("%02d%s%s", p.Number, sign, p.Symbol)
}

// dated is the place and the day: Phù Liễn, ngày 15 tháng 12 năm 2025.
func (p *Paper) dated() string { return p.Place + ", " + longDate(p.Date) }

func longDate(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "ngày      tháng      năm         "
	}
	return vi.LongDate(t)
}

// cited is p as its annexes name it.
func (r *Rules) cited(p *Paper) string {
	return fmt.Sprintf("(Kèm theo %s số %s %s của %s)", vi.Sentence(p.Kind.Name()), r.Code(p), longDate(p.Date), p.Named)
}
