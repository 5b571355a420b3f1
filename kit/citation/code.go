package citation

import (
	"slices"
	"strings"
)

// A printed is a code as it stands in the paper.
type printed struct {
	number, year string
	segs         []string // canonical
	seps         []byte   // before each segment
	known        []role
	from, to     int
	spaced       bool // white space or a line break inside
	repaired     bool // Đ put back
}

// A role is what a segment of a symbol is known as.
type role int

const (
	unknown role = iota
	docType
	stateBody
	partyBody
	lawTerm
)

// types are the abbreviations of kinds, by their folded form. Where folding
// makes two one (HD hướng dẫn, HĐ hợp đồng; DA dự án, ĐA đề án) the commoner
// stands here and the printed kind decides.
var types = map[string]string{
	"nq": "NQ", "qd": "QĐ", "ct": "CT", "qc": "QC", "qyd": "QyĐ", "tc": "TC", "tb": "TB", "hd": "HD",
	"ctr": "CTr", "cthd": "CTHĐ", "kh": "KH", "pa": "PA", "da": "ĐA", "bc": "BC", "bb": "BB", "ttr": "TTr",
	"cd": "CĐ", "nd": "NĐ", "tt": "TT", "ttlt": "TTLT", "nqlt": "NQLT", "kl": "KL", "cv": "CV", "vbhn": "VBHN",
	"pl": "PL", "l": "L", "gm": "GM", "qdi": "QĐi", "khlt": "KHLT", "hdlt": "HDLT", "qclt": "QCLT", "khhd": "KHHĐ", "qt": "QT",
	// the stroke of Đ as eyes and machines misread it
	"qb": "QĐ", "qp": "QĐ", "nb": "NĐ", "np": "NĐ",
	// and the tail of Q
	"od": "QĐ", "no": "NQ",
}

// kindOf is the kind that a type stands for.
var kindOf = map[string]string{
	"NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "QĐi": "Quy định", "TC": "Thông cáo",
	"TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "CTHĐ": "Chương trình hành động", "KH": "Kế hoạch",
	"PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình", "CĐ": "Công điện",
	"NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "NQLT": "Nghị quyết liên tịch", "KL": "Kết luận",
	"CV": "Công văn", "VBHN": "Văn bản hợp nhất", "PL": "Pháp lệnh", "L": "Lệnh", "GM": "Giấy mời", "QT": "Quy trình",
	"KHLT": "Kế hoạch liên tịch", "HDLT": "Hướng dẫn liên tịch", "QCLT": "Quy chế liên tịch", "KHHĐ": "Kế hoạch hành động",
}

// bodies of the state whose code is fixed; those of ministries and departments begin with B and S.
var stateBodies = map[string]string{
	"ttg": "TTg", "cp": "CP", "ubnd": "UBND", "hdnd": "HĐND", "ctn": "CTN", "vpcp": "VPCP", "ubtvqh": "UBTVQH", "ub": "UB",
	"ubqgcds": "UBQGCĐS", "tandtc": "TANDTC", "vksndtc": "VKSNDTC", "ktnn": "KTNN", "nhnn": "NHNN", "ttcp": "TTCP", "ubdt": "UBDT",
	"vpubnd": "VPUBND", "hdtv": "HĐTV", "qh": "QH", "vpqh": "VPQH", "bhxh": "BHXH",
	"btttt": "BTTTT", "bkhcn": "BKHCN", "bvhttdl": "BVHTTDL", "bnv": "BNV", "btc": "BTC", "bgddt": "BGDĐT", "byt": "BYT", "bxd": "BXD",
	"btnmt": "BTNMT", "bnnptnt": "BNNPTNT", "bnnmt": "BNNMT", "bct": "BCT", "bca": "BCA", "bqp": "BQP", "bng": "BNG", "btp": "BTP",
	"bgtvt": "BGTVT", "bkhdt": "BKHĐT", "bldtbxh": "BLĐTBXH", "bdttg": "BDTTG", "blđtbxh": "BLĐTBXH",
	"stttt": "STTTT", "skhcn": "SKHCN", "svhttdl": "SVHTTDL", "svhtt": "SVHTT", "snv": "SNV", "stc": "STC", "sgddt": "SGDĐT", "syt": "SYT",
	"sxd": "SXD", "stp": "STP", "sct": "SCT", "snnmt": "SNNMT", "stnmt": "STNMT", "sldtbxh": "SLĐTBXH", "skhdt": "SKHĐT", "sgtvt": "SGTVT",
}

var partyBodies = map[string]string{
	"tw": "TW", "tu": "TU", "hu": "HU", "qu": "QU", "thu": "ThU", "txu": "TXU", "du": "ĐU", "vptw": "VPTW", "ubkttw": "UBKTTW", "bcdtw": "BCĐTW", "dtn": "ĐTN",
}

// stroked are pieces of symbols that hold a Đ, by their folded form.
var stroked = strings.NewReplacer("HDND", "HĐND", "LDTBXH", "LĐTBXH", "GDDT", "GDĐT", "DDQH", "ĐĐQH", "BCD", "BCĐ", "CDS", "CĐS", "KHDT", "KHĐT", "LDLD", "LĐLĐ", "XDD", "XDĐ", "QD", "QĐ")

// codeAt reads the code that starts at i, a figure.
func (t *text) codeAt(i int) (c printed, ok bool) {
	j := i
	for j < len(t.f) && digit(t.f[j]) && j-i <= 6 {
		j++
	}
	if j-i > 6 {
		return c, false
	}
	c.from, c.to, c.number = i, j, string(t.f[i:j])
	if y, end := t.yearAt(j); y != "" {
		c.year, j = y, end
	}
	for len(c.segs) < 6 {
		sep, k, spaced := t.separatorAt(j)
		if sep == 0 || sep == '.' && (len(c.known) == 0 || c.known[len(c.known)-1] != docType) {
			break
		}
		seg, what, end, fixed := t.segmentAt(k)
		if seg == "" || spaced && what == unknown {
			break
		}
		c.segs, c.seps, c.known = append(c.segs, seg), append(c.seps, sep), append(c.known, what)
		if typ, of, glued := strings.Cut(seg, glue); glued {
			c.segs[len(c.segs)-1] = typ
			c.segs, c.seps, c.known = append(c.segs, of), append(c.seps, '-'), append(c.known, stateBody)
		}
		c.spaced, c.repaired = c.spaced || spaced, c.repaired || fixed
		j, c.to = end, end
	}
	return c, len(c.segs) > 0
}

// yearAt reads «/2024» that another separator follows.
func (t *text) yearAt(j int) (year string, end int) {
	if j+5 >= len(t.f) || t.f[j] != '/' {
		return "", j
	}
	y := string(t.f[j+1 : j+5])
	if !strings.HasPrefix(y, "19") && !strings.HasPrefix(y, "20") || !digit(t.f[j+3]) || !digit(t.f[j+4]) {
		return "", j
	}
	if sep, _, _ := t.separatorAt(j + 5); sep != '/' && sep != '-' {
		return "", j
	}
	return y, j + 5
}

// separatorAt reads a slash, hyphen or dot with little white space on one side of it.
func (t *text) separatorAt(j int) (sep byte, next int, spaced bool) {
	k := j
	for k < len(t.f) && k-j < 3 && space(t.f[k]) {
		k++
	}
	if k >= len(t.f) {
		return 0, j, false
	}
	switch t.f[k] {
	case '/':
		sep = '/'
	case '-', '–', '—', '‑', '_':
		sep = '-'
	case '.':
		if k > j {
			return 0, j, false
		}
		sep = '.'
	default:
		return 0, j, false
	}
	n := k + 1
	for sep != '.' && n < len(t.f) && n-k < 4 && space(t.f[n]) {
		n++
	}
	if k > j && n > k+1 {
		return 0, j, false // « - » is a dash
	}
	return sep, n, k > j || n > k+1
}

// segmentAt reads one segment of a symbol: capitals, or anything that is a known type or body.
func (t *text) segmentAt(i int) (seg string, what role, end int, fixed bool) {
	j := i
	for j < len(t.f) && j-i < 20 && (letter(t.f[j]) || j > i && digit(t.f[j])) {
		j++
	}
	if j == i || j-i == 20 {
		return "", unknown, i, false
	}
	low := string(t.f[i:j])
	raw := t.raw[t.byteAt(i):t.byteAt(j)]
	if seg, what = segment(low); what != unknown {
		return seg, what, j, seg != raw
	}
	for cut := j - 1; cut > i+1; cut-- { // QĐ-UBNDngày: the next word is glued on
		if t.capital(cut) {
			break
		}
		if seg, what = segment(string(t.f[i:cut])); what != unknown {
			return seg, what, cut, true
		}
	}
	capitals, small := 0, 0
	for k := i; k < j; k++ {
		switch {
		case t.capital(k):
			capitals++
		case !digit(t.f[k]):
			small++
		}
	}
	if capitals < 2 || !t.capital(i) {
		return "", unknown, i, false
	}
	if seg = raw; small == 0 && !strings.ContainsRune(raw, 'Đ') {
		seg = stroked.Replace(strings.ToUpper(low))
	}
	return seg, unknown, j, seg != raw
}

// glue stands between a type and a body that the paper prints as one word.
const glue = "\x00"

// segment is a known segment by its folded form.
func segment(low string) (string, role) {
	if s, ok := types[low]; ok {
		return s, docType
	}
	if s, ok := stateBodies[low]; ok {
		return s, stateBody
	}
	if s, ok := partyBodies[low]; ok {
		return s, partyBody
	}
	name := strings.TrimRight(low, "0123456789")
	if term := low[len(name):]; term != "" {
		switch name {
		case "qh", "oh", "0h":
			return "QH" + term, lawTerm
		case "ubtvqh":
			return "UBTVQH" + term, stateBody
		}
		return "", unknown
	}
	for cut := 2; cut < len(low)-1 && cut <= 4; cut++ { // TTBLĐTBXH: the hyphen went with the line break
		if typ, of := types[low[:cut]], stateBodies[low[cut:]]; typ != "" && of != "" {
			return typ + glue + of, docType
		}
	}
	if len(low) > 3 && (strings.HasSuffix(low, "tw") || strings.HasSuffix(low, "tu")) {
		return stroked.Replace(strings.ToUpper(low)), partyBody
	}
	return "", unknown
}

// whole reports whether c is a code that needs no kind word to be believed.
func (c printed) whole() bool {
	if len(c.segs) == 0 {
		return false
	}
	if c.known[0] == lawTerm {
		return c.year != ""
	}
	if len(c.segs) < 2 {
		return false
	}
	switch c.known[0] {
	case docType:
		return !c.spaced || c.known[1] != unknown
	case stateBody, partyBody:
		return !c.spaced && c.seps[0] == '/' && c.known[1] != stateBody
	}
	return false
}

// code puts c in its proper order; mended when the paper has it otherwise.
func (c printed) code(kind string) (out Code, mended bool) {
	segs := slices.Clone(c.segs)
	if segs[0] == "ĐA" && kind == "Dự án" {
		segs[0] = "DA"
	}
	out = Code{Number: c.number, Year: c.year}
	seps := slices.Clone(c.seps)
	for i, s := range seps {
		if s == '.' {
			seps[i] = '-'
		}
	}
	if len(segs) > 1 && c.known[0] == docType {
		switch c.known[1] {
		case stateBody:
			seps[0] = '/'
			for i := 1; i < len(seps); i++ {
				seps[i] = '-'
			}
		case partyBody:
			if c.year == "" {
				seps[0], seps[1] = '-', '/'
			}
		}
	}
	out.Symbol = join(segs, seps)
	out.Text = c.head() + string(seps[0]) + out.Symbol
	return out, !slices.Equal(seps, c.seps)
}

// printed is c as the paper has it, but for the stroke of Đ and white space.
func (c printed) printed() string { return c.head() + string(c.seps[0]) + join(c.segs, c.seps) }

func (c printed) head() string {
	if c.year != "" {
		return c.number + "/" + c.year
	}
	return c.number
}

func join(segs []string, seps []byte) string {
	var b strings.Builder
	for i, s := range segs {
		if i > 0 {
			b.WriteByte(seps[i])
		}
		b.WriteString(s)
	}
	return b.String()
}

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
