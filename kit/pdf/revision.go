package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf16"
)

// A revision puts objects behind a file that this package wrote, as PDF lets a file grow: what was there stays byte for
// byte, and what signs it still does.
type revision struct {
	out  []byte
	at   map[int]int // where objects of the file begin
	new  map[int]int // where those begin that were put behind it
	size int         // one more than the highest number of an object
	prev int         // where the last table of objects begins
	root int         // the catalogue
	info int
}

var (
	fileEnd = regexp.MustCompile(`startxref\n(\d{1,10})\n%%EOF\n?$`)
	trailer = regexp.MustCompile(`^trailer\n<<\n/Size (\d{1,8})\n/Root (\d{1,8}) 0 R\n/Info (\d{1,8}) 0 R\n(?:/Prev (\d{1,10})\n)?>>`)
)

// errForeign says that a file was not written by this package, or was changed since.
var errForeign = errors.New("pdf: not a file of this program")

// grow begins a revision of b.
func grow(b []byte) (*revision, error) {
	u := &revision{at: map[int]int{}, new: map[int]int{}}
	end := fileEnd.FindSubmatch(b[max(0, len(b)-64):])
	if end == nil {
		return nil, errForeign
	}
	u.prev = count(end[1])
	for at, before := u.prev, len(b); ; {
		if at >= before { // each table stands in front of the one that names it
			return nil, errForeign
		}
		m, err := u.table(b, at)
		if err != nil {
			return nil, err
		}
		if u.size == 0 {
			u.size, u.root, u.info = count(m[1]), count(m[2]), count(m[3])
		}
		if m[4] == nil {
			break
		}
		at, before = count(m[4]), at
	}
	u.out = slices.Clone(b)
	if u.out[len(u.out)-1] != '\n' {
		u.out = append(u.out, '\n')
	}
	return u, nil
}

// count is the number that digits say.
func count(digits []byte) int {
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		return 0 // none was said
	}
	return n
}

// entryLen is how long a line of a table of objects is.
const entryLen = 20

// table reads the table of objects at at and returns what its trailer says.
func (u *revision) table(b []byte, at int) ([][]byte, error) {
	rest, found := bytes.CutPrefix(b[at:], []byte("xref\n"))
	if !found {
		return nil, errForeign
	}
	for !bytes.HasPrefix(rest, []byte("trailer")) {
		line, after, found := bytes.Cut(rest, []byte("\n"))
		first, many, two := bytes.Cut(line, []byte(" "))
		n, k := count(first), count(many)
		if !found || !two || k < 1 || k > len(after)/entryLen {
			return nil, errForeign
		}
		for i := range k {
			e := after[i*entryLen : (i+1)*entryLen]
			if _, newer := u.at[n+i]; !newer && e[17] == 'n' {
				u.at[n+i] = count(e[:10])
			}
		}
		rest = after[k*entryLen:]
	}
	m := trailer.FindSubmatch(rest)
	if m == nil {
		return nil, errForeign
	}
	return m, nil
}

// object is what object n of the file says; it must hold no stream.
func (u *revision) object(n int) ([]byte, error) {
	at, ok := u.at[n]
	if !ok || at >= len(u.out) {
		return nil, errForeign
	}
	body, ok := bytes.CutPrefix(u.out[at:], fmt.Appendf(nil, "%d 0 obj\n", n))
	if !ok {
		return nil, errForeign
	}
	body, _, ok = bytes.Cut(body, []byte("\nendobj"))
	if !ok || !bytes.HasPrefix(body, []byte("<<")) || !bytes.HasSuffix(body, []byte(">>")) {
		return nil, errForeign
	}
	return body, nil
}

// with is the dictionary d with more in it.
func with(d []byte, more string) string {
	return string(bytes.TrimSuffix(d, []byte(">>"))) + " " + more + ">>"
}

// add puts a new object in.
func (u *revision) add(body string) (n int) {
	n = u.size
	u.size++
	u.put(n, body)
	return n
}

// put says object n anew.
func (u *revision) put(n int, body string) {
	u.new[n] = len(u.out)
	u.out = fmt.Appendf(u.out, "%d 0 obj\n%s\nendobj\n", n, body)
}

// dataObject is the body of an object with data.
func dataObject(head string, packed []byte) string {
	return fmt.Sprintf("<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", head, len(packed), packed)
}

// end is the whole file.
func (u *revision) end() []byte {
	at := len(u.out)
	u.out = append(u.out, "xref\n"...)
	for _, n := range slices.Sorted(maps.Keys(u.new)) {
		u.out = fmt.Appendf(u.out, "%d 1\n%010d 00000 n \n", n, u.new[n])
	}
	return fmt.Appendf(u.out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n", u.size, u.root, u.info, u.prev, at)
}

// textString is s as a string of PDF.
func textString(s string) string {
	out := []byte("<FEFF")
	for _, c := range utf16.Encode([]rune(s)) {
		out = fmt.Appendf(out, "%04X", c)
	}
	return string(out) + ">"
}

// A field is a place where somebody signs.
type field struct {
	page int // from 1
	who  string
	rect [4]float64
}

var kids = regexp.MustCompile(`/Kids \[((?:\d{1,8} 0 R ?)*)\]`)

// withFields is file b, as it was just drawn, with fields that wait for signatures.
func withFields(b []byte, fields []field) ([]byte, error) {
	if len(fields) == 0 {
		return b, nil
	}
	u, err := grow(b)
	if err != nil {
		return nil, err
	}
	catalogue, err := u.object(u.root)
	if err != nil {
		return nil, err
	}
	pages, err := u.refs(catalogue, regexp.MustCompile(`/Pages (\d{1,8} 0 R)`))
	if err != nil {
		return nil, err
	}
	tree, err := u.object(pages[0])
	if err != nil {
		return nil, err
	}
	if pages, err = u.refs(tree, kids); err != nil {
		return nil, err
	}
	all, on := "", map[int]string{}
	for i, f := range fields {
		if f.page < 1 || f.page > len(pages) {
			return nil, errForeign
		}
		page := pages[f.page-1]
		n := u.add(fmt.Sprintf("<</Type /Annot /Subtype /Widget /FT /Sig /F 4 /T (ChuKy%d) /TU %s /P %d 0 R /Rect [%.2f %.2f %.2f %.2f]>>",
			i+1, textString("Chữ ký của "+f.who), page, f.rect[0], f.rect[1], f.rect[2], f.rect[3]))
		all += fmt.Sprintf("%d 0 R ", n)
		on[page] += fmt.Sprintf("%d 0 R ", n)
	}
	for _, page := range slices.Sorted(maps.Keys(on)) {
		body, err := u.object(page)
		if err != nil || bytes.Contains(body, []byte("/Annots")) {
			return nil, errForeign
		}
		u.put(page, with(body, "/Annots ["+on[page]+"]"))
	}
	u.put(u.root, with(catalogue, "/Version /1.7 /AcroForm <</Fields ["+all+"] /SigFlags 3>>"))
	return u.end(), nil
}

// refs are the objects that body names where the first group of where is.
func (u *revision) refs(body []byte, where *regexp.Regexp) (ns []int, err error) {
	m := where.FindSubmatch(body)
	if m == nil {
		return nil, errForeign
	}
	for _, r := range bytes.Split(m[1], []byte(" 0 R")) {
		if r = bytes.TrimSpace(r); len(r) > 0 {
			ns = append(ns, count(r))
		}
	}
	if len(ns) == 0 {
		return nil, errForeign
	}
	return ns, nil
}
