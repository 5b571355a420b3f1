package grid

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

var unitList = []Column{
	{Name: "Tên đơn vị", Also: []string{"Tên trường"}, Required: true},
	{Name: "Loại"},
	{Name: "Hoạt động từ ngày", Also: []string{"Ngày thành lập"}},
}

var wanted = [][]string{{"Trường Tiểu học Bắc Hà", "Trường học", "1/7/2025"}, {"Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng", ""}}

// read is the rows of data below its heads, in the order of unitList.
func read(t testing.TB, data []byte) ([][]string, Head, error) {
	t.Helper()
	table, err := Read(data)
	if err != nil {
		return nil, Head{}, err
	}
	h, err := table.Match(unitList)
	if err != nil {
		return nil, h, err
	}
	var out [][]string
	for _, r := range table.Rows[h.Row+1:] {
		out = append(out, h.Of(r))
	}
	return out, h, nil
}

func TestAListIsReadHoweverItIsKept(t *testing.T) {
	semicolons := "Danh sách đơn vị, năm 2025\n\nSTT;TEN DON VI;Ngày thành lập;Ghi chú;Loại (phòng, trường)\n1;Trường Tiểu học Bắc Hà;1/7/2025;cũ;Trường học\n2;Phòng Kinh tế, Hạ tầng và Đô thị;;;Phòng\n"
	commas := "Tên trường,Loại,Hoạt động từ ngày\nTrường Tiểu học Bắc Hà,Trường học,1/7/2025\n\"Phòng Kinh tế, Hạ tầng và Đô thị\",Phòng,\n"
	encoded := func(e encoding.Encoding, s string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, data := range map[string][]byte{
		"semicolons":             []byte(semicolons),
		"commas":                 []byte(commas),
		"tabs":                   []byte(strings.ReplaceAll(semicolons, ";", "\t")),
		"lines of Windows":       []byte(strings.ReplaceAll(commas, "\n", "\r\n")),
		"a mark of UTF-8":        append([]byte("\xEF\xBB\xBF"), commas...),
		"letters taken apart":    []byte(norm.NFD.String(commas)),
		"UTF-16":                 encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), commas),
		"UTF-16, big end first":  encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), commas),
		"UTF-16 without a mark":  encoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), commas),
		"Windows-1258":           in1258(t, commas),
		"a separator of its own": []byte("sep=;\r\n" + semicolons),
	} {
		got, _, err := read(t, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	_, h, err := read(t, []byte(semicolons))
	if err != nil || cmp.Diff([]string{"Ghi chú"}, h.Ignored) != "" {
		t.Errorf("ignored %q, %v", h.Ignored, err)
	}
}

// in1258 writes s as Windows does in Viet Nam: letters of the code page, tones as marks behind them.
func in1258(t *testing.T, s string) []byte {
	t.Helper()
	var out []byte
	for _, r := range s {
		one := string(r)
		if b, err := charmap.Windows1258.NewEncoder().Bytes([]byte(one)); err == nil {
			out = append(out, b...)
			continue
		}
		apart := []rune(norm.NFD.String(one)) // the letter, its shape, its tone; the tone alone is a mark of the page
		tone := len(apart) - 1
		for i, m := range apart {
			if strings.ContainsRune("\u0300\u0309\u0303\u0301\u0323", m) {
				tone = i
			}
		}
		base := norm.NFC.String(string(append(append([]rune{}, apart[:tone]...), apart[tone+1:]...)))
		b, err := charmap.Windows1258.NewEncoder().Bytes([]byte(base + string(apart[tone])))
		if err != nil {
			t.Fatalf("%q: %v", r, err)
		}
		out = append(out, b...)
	}
	return out
}

func TestARowKeepsTheNumberThatItsOwnProgramShows(t *testing.T) {
	table, err := Read([]byte("Tên đơn vị;Loại\n\nA;x\n\"B\nb\";x\nC;x\n"))
	if err != nil {
		t.Fatal(err)
	}
	var nos []int
	for _, r := range table.Rows {
		nos = append(nos, r.No)
	}
	if diff := cmp.Diff([]int{1, 3, 4, 6}, nos); diff != "" {
		t.Error(diff)
	}
}

func TestAWorkbookIsReadWithItsDaysAndNumbers(t *testing.T) {
	f := excelize.NewFile()
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	own := "yyyy-mm-dd"
	other, err := f.NewStyle(&excelize.Style{CustomNumFmt: &own})
	if err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{"A3": "Tên đơn vị", "B3": "Hoạt động từ ngày", "C3": "Loại", "A4": "Trường A", "B4": 45853, "C4": 912345678, "A5": "Trường B", "B5": 45853} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	for cell, style := range map[string]int{"B4": day, "B5": other} {
		if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, _, err := read(t, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"Trường A", "912345678", "15/7/2025"}, {"Trường B", "", "2025-07-15"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, Page{Name: "Đơn vị", Widths: []float64{30, 12, 12}, Rows: append([][]string{{"Tên đơn vị", "Loại", "Hoạt động từ ngày"}}, wanted...)},
		Page{Name: "Giải thích", Rows: [][]string{{"Cột", "Cách ghi"}, {"=1+1", "chữ"}}}); err != nil {
		t.Fatal(err)
	}
	got, _, err := read(t, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCannotBeReadIsSaidInASentence(t *testing.T) {
	bomb := func(size int64) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("xl/worksheets/sheet1.xml")
		if err != nil {
			t.Fatal(err)
		}
		for chunk := make([]byte, 1<<20); size > 0; size -= int64(len(chunk)) {
			if _, err := w.Write(chunk); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"nothing":              {nil, "Tệp không có dòng nào."},
		"a picture":            {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "Tệp này không phải bảng."},
		"an old workbook":      {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 ..."), ".xls"},
		"no heads":             {[]byte("Trường A;1\nTrường B;2\n"), "Không tìm thấy dòng tên cột."},
		"a column short":       {[]byte("Loại;Ngày thành lập\nTrường học;1/7/2025\n"), "thiếu cột «Tên đơn vị»"},
		"too many rows":        {[]byte("Tên đơn vị;Loại\n" + strings.Repeat("A;b\n", maxRows+headWithin)), "5.000 dòng"},
		"too many columns":     {[]byte("Tên đơn vị" + strings.Repeat(";x", maxColumns) + "\n"), "100 cột"},
		"too large":            {make([]byte, MaxBytes+1), "8 MB"},
		"a workbook cut short": {[]byte("PK\x03\x04 and then nothing"), "Không mở được tệp Excel này."},
		"a bomb":               {bomb(maxUnpacked + 1<<20), "Không mở được tệp Excel này."},
	} {
		_, _, err := read(t, c.data)
		if no, ok := errors.AsType[*Unreadable](err); !ok || !strings.Contains(no.Say, c.say) || !strings.HasSuffix(no.Say, ".") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzRead holds that no file brings the reader down, and that rows come in their order within the bounds.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"a;b\n1;2", "sep=,\na,b", "\xFF\xFEa\x00;\x00", "\"a;b", "PK\x03\x04", "a\tb\r\nc"} {
		f.Add([]byte(s))
	}
	var b bytes.Buffer
	if err := Write(&b, Page{Name: "A", Rows: [][]string{{"Tên đơn vị"}, {"x"}}}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read(data)
		if _, ok := errors.AsType[*Unreadable](err); err != nil && !ok {
			t.Fatal(err)
		}
		last := 0
		for _, r := range table.Rows {
			if r.No <= last || len(r.Cells) == 0 || len(r.Cells) > maxColumns {
				t.Fatalf("row %d after %d with %d cells", r.No, last, len(r.Cells))
			}
			last = r.No
		}
		if _, err := table.Match(unitList); err != nil {
			if _, ok := errors.AsType[*Unreadable](err); !ok {
				t.Fatal(err)
			}
		}
	})
}
