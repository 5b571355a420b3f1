// Package grid reads a list that somebody keeps in a workbook (XLSX) or in a
// text of cells (CSV), and writes one that they can take away.
//
// Lists come as offices keep them: separated by semicolons, commas or tabs; in
// UTF-8, UTF-16 or Windows-1258; with a title above the heads; with the columns
// in another order, under other names, and with columns nobody asked for. What
// is read is text, row by row, each with the number it has in its own program,
// so that a person finds it again.
//
// A file comes from anybody: what it unpacks to, its rows and its columns are
// bounded, and a broken one is an Unreadable with a sentence for the person,
// never a panic.
package grid

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"loa/kit/vi"
)

// MaxBytes is the most bytes of a file.
const MaxBytes = 8 << 20

// The bounds of what is read: a ward has a few hundred units and a few thousand people on lists.
const (
	maxRows     = 5_000
	maxRowNo    = 20_000 // of the last row, empty ones counted
	maxColumns  = 100
	maxUnpacked = 64 << 20
	headWithin  = 20 // rows in which the heads of the columns must stand
)

// A Row is one row with something in it.
type Row struct {
	No    int // as the program that made the file counts it, from 1
	Cells []string
}

// A Table is the rows of a file, empty ones left out.
type Table struct{ Rows []Row }

// An Unreadable says why a file was not read, in a sentence for the person who sent it.
type Unreadable struct {
	Say string
	err error
}

func (u *Unreadable) Error() string {
	if u.err != nil {
		return u.Say + " (" + u.err.Error() + ")"
	}
	return u.Say
}

func (u *Unreadable) Unwrap() error { return u.err }

func unreadable(say string, err error) error { return &Unreadable{say, err} }

// Read reads a file by what is in it, whatever it is called.
func Read(data []byte) (Table, error) {
	switch {
	case len(data) > MaxBytes:
		return Table{}, unreadable(fmt.Sprintf("Tệp lớn hơn %d MB. Hãy chia danh sách thành nhiều tệp.", MaxBytes>>20), nil)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readWorkbook(data)
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return Table{}, unreadable("Đây là tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy mở tệp rồi lưu thành .xlsx không mật khẩu.", nil)
	}
	return readText(data)
}

// add puts a row onto t, unless nothing is in it.
func (t *Table) add(no int, cells []string) error {
	out := make([]string, 0, min(len(cells), maxColumns))
	last := 0
	for i, c := range cells {
		if c = tidy(c); c != "" {
			if i >= maxColumns {
				return unreadable(fmt.Sprintf("Bảng có hơn %d cột. Hãy chỉ giữ những cột cần nhập.", maxColumns), nil)
			}
			last = i + 1
		}
		if i < maxColumns {
			out = append(out, c)
		}
	}
	switch {
	case last == 0:
		return nil
	case len(t.Rows) == maxRows+headWithin || no > maxRowNo:
		return unreadable("Bảng có hơn "+vi.Figures(maxRows)+" dòng. Hãy chia danh sách thành nhiều tệp.", nil)
	}
	t.Rows = append(t.Rows, Row{no, out[:last]})
	return nil
}

// tidy is a cell in one line, in composed letters.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\uFEFF', r == '\u200B', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// A Column is one that a list is expected to have.
type Column struct {
	Name     string
	Also     []string // other names it goes by
	Required bool
}

// A Head says where the columns of a list stand.
type Head struct {
	Row     int      // where in Rows the heads are
	at      []int    // which cell each column is; -1: the list does not have it
	Ignored []string // the columns that nobody asked for
}

// Has reports whether the list has column i.
func (h Head) Has(i int) bool { return h.at[i] >= 0 }

// Of is the cells of r in the order of the columns that were asked for; what is not there is empty.
func (h Head) Of(r Row) []string {
	out := make([]string, len(h.at))
	for i, at := range h.at {
		if at >= 0 && at < len(r.Cells) {
			out[i] = r.Cells[at]
		}
	}
	return out
}

// Match finds the row with the heads of columns, whatever their order, with or without marks.
func (t Table) Match(columns []Column) (Head, error) {
	if len(t.Rows) == 0 {
		return Head{}, unreadable("Tệp không có dòng nào. Hãy ghi danh sách vào tệp mẫu rồi tải lên.", nil)
	}
	var best Head
	most := 0
	for i, r := range t.Rows[:min(len(t.Rows), headWithin)] {
		h, found := match(r.Cells, columns)
		if found > most {
			best, most = h, found
			best.Row = i
		}
	}
	if most == 0 {
		return Head{}, unreadable("Không tìm thấy dòng tên cột. Hãy dùng tệp mẫu, hoặc ghi dòng đầu là tên cột: "+names(columns)+".", nil)
	}
	for i, c := range columns {
		if c.Required && best.at[i] < 0 {
			return Head{}, unreadable(fmt.Sprintf("Dòng %d là tên cột nhưng thiếu cột «%s». Hãy thêm cột này rồi tải lại.", t.Rows[best.Row].No, c.Name), nil)
		}
	}
	return best, nil
}

func match(cells []string, columns []Column) (h Head, found int) {
	h.at = make([]int, len(columns))
	for i := range h.at {
		h.at[i] = -1
	}
	for at, cell := range cells {
		i := columnNamed(columns, cell)
		switch {
		case i >= 0 && h.at[i] < 0:
			h.at[i] = at
			found++
		case cell != "" && !isOrdinal(cell):
			h.Ignored = append(h.Ignored, cell)
		}
	}
	return h, found
}

func columnNamed(columns []Column, name string) int {
	key := headKey(name)
	if key == "" {
		return -1
	}
	for i, c := range columns {
		if headKey(c.Name) == key {
			return i
		}
		for _, also := range c.Also {
			if headKey(also) == key {
				return i
			}
		}
	}
	return -1
}

// isOrdinal reports whether a column only counts the rows.
func isOrdinal(name string) bool {
	key := headKey(name)
	return key == "stt" || key == "tt" || key == "so thu tu"
}

// headKey is a head without marks, capitals, punctuation and what stands in brackets.
func headKey(s string) string {
	s, _, _ = strings.Cut(s, "(")
	return strings.Join(strings.FieldsFunc(vi.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func names(columns []Column) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Name
	}
	return strings.Join(out, "; ")
}
