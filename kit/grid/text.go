package grid

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// readText reads a text of cells.
func readText(data []byte) (Table, error) {
	text, err := decode(data)
	if err != nil {
		return Table{}, unreadable("Không đọc được chữ trong tệp. Hãy lưu danh sách thành .xlsx rồi tải lên.", err)
	}
	if strings.ContainsRune(text, 0) {
		return Table{}, unreadable("Tệp này không phải bảng. Hãy tải lên tệp .xlsx hoặc .csv.", nil)
	}
	first := 0
	if sep, rest, ok := declared(text); ok {
		return readCells(rest, sep, 1)
	}
	return readCells(text, separator(text), first)
}

// readCells reads text by sep; before is how many lines stood in front of it.
func readCells(text string, sep rune, before int) (t Table, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = sep, -1, true, true
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, unreadable("Không tách được các ô trong tệp. Hãy lưu danh sách thành .xlsx rồi tải lên.", err)
		}
		line, _ := r.FieldPos(0)
		if err := t.add(line+before, cells); err != nil {
			return t, err
		}
	}
}

// declared is the separator that Excel writes in a first line of its own: sep=;
func declared(text string) (sep rune, rest string, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	mark, found := strings.CutPrefix(strings.TrimRight(line, "\r"), "sep=")
	if !found || len(mark) != 1 || !strings.Contains("\t;,", mark) {
		return 0, text, false
	}
	return rune(mark[0]), rest, true
}

// separator is the sign that one of the first lines has most of, outside quotes: a head has more cells than a sentence has commas.
func separator(text string) rune {
	best, most := ';', 0
	lines := strings.SplitN(text, "\n", headWithin+1)
	for _, sep := range "\t;," {
		for _, line := range lines[:min(len(lines), headWithin)] {
			if n := countOutside(line, sep); n > most {
				best, most = sep, n
			}
		}
	}
	return best
}

func countOutside(line string, sep rune) (n int) {
	quoted := false
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == sep && !quoted:
			n++
		}
	}
	return n
}

// decode turns data into text: by its mark, else as what it can be.
func decode(data []byte) (string, error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		return string(data[3:]), nil
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), isWide(data, 1):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
		if !bytes.HasPrefix(data, []byte("\xFF\xFE")) {
			from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
		}
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		from = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case isWide(data, 0):
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case utf8.Valid(data):
		return string(data), nil
	default:
		from = charmap.Windows1258
	}
	text, err := from.NewDecoder().Bytes(data)
	return string(text), err
}

// isWide reports whether data looks like UTF-16 without a mark: half of the separators and figures are zeros, all on one side.
func isWide(data []byte, side int) bool {
	head := data[:min(len(data), 512)&^1]
	zeros := 0
	for i, b := range head {
		if b == 0 {
			if i%2 != side {
				return false
			}
			zeros++
		}
	}
	return zeros > 0 && zeros >= len(head)/8
}
