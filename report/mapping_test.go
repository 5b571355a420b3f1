package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

const indexFields = `MA = mã đơn vị
Từ = từ ngày
den_ngay = DEN NGAY
CHOT = đã chốt
CT1 = chỉ tiêu 1
CT1_DAT = chỉ tiêu 1, số đạt
CT1_TONG = chi tieu 1, tren tong
CT1_MUC = chỉ tiêu 1, mức
CT1_OK = chỉ tiêu 1, đạt
CT5 = chỉ tiêu 5
CT6 = chỉ tiêu 6
CT99 = chỉ tiêu 99
GHI_CHU = "=1+1 <&> ""
`

// TestAMappingHasTheFiguresOfTheReport reads the file of each format back and holds it against the rows of the report.
func TestAMappingHasTheFiguresOfTheReport(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) {
		d := ward(t, db)
		files, err := d.Compose(t.Context(), phuLien, 0, "2025-H2")
		if err != nil || len(files) == 0 {
			t.Fatal(err)
		}
		want := map[string]string{"MA": "11446", "den_ngay": "2025-12-14", "CHOT": "false", "CT1": "33.33", "CT1_DAT": "2", "CT1_TONG": "6", "CT1_MUC": "100", "CT1_OK": "false",
			"CT5": "", "CT6": "2", "CT99": "", "GHI_CHU": `=1+1 <&> "`}
		for _, f := range formats {
			fields := indexFields
			if f.of == XML {
				fields = strings.Replace(fields, "Từ = ", "TU = ", 1)
			}
			id, err := d.KeepMapping(t.Context(), seats["officer"], Mapping{Name: "Biểu " + string(f.of), Recipient: "Hệ thống thử", Format: f.of, Fields: fields})
			if err != nil {
				t.Fatal(err)
			}
			file, err := d.Export(t.Context(), phuLien, "Biểu "+string(f.of), 0, "2025-H2")
			if err != nil {
				t.Fatal(err)
			}
			if file.Name != fmt.Sprintf("so-lieu-%d-2025-H2.%s", id, f.of) {
				t.Error(file.Name)
			}
			got, err := readBack(f.of, file.Body)
			if err != nil {
				t.Fatalf("%s: %v\n%s", f.of, err, file.Body)
			}
			for name, value := range want {
				if name == "GHI_CHU" && f.of == CSV {
					value = "'" + value
				}
				if got[name] != value {
					t.Errorf("%s: %s is %q, want %q", f.of, name, got[name], value)
				}
			}
		}
	})
}

// readBack is a file of a mapping as another program reads it.
func readBack(f Format, body []byte) (map[string]string, error) {
	out := map[string]string{}
	switch f {
	case CSV:
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) != 2 {
			return nil, fmt.Errorf("%d rows, %w", len(rows), err)
		}
		for i, name := range rows[0] {
			out[name] = rows[1][i]
		}
		return out, nil
	case JSON:
		var fields map[string]any
		err := json.Unmarshal(body, &fields)
		for name, v := range fields {
			switch v := v.(type) {
			case float64:
				out[name] = strconv.FormatFloat(v, 'f', -1, 64)
			case nil:
				out[name] = ""
			default:
				out[name] = fmt.Sprint(v)
			}
		}
		return out, err
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	name := ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			name = token.Name.Local
			out[name] = ""
		case xml.CharData:
			out[name] += string(token)
		case xml.EndElement:
			name = ""
		}
	}
}

// TestWhateverANameHoldsTheFileReadsBack in CSV and JSON, with one field for each name.
func TestWhateverANameHoldsTheFileReadsBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[^\x00-\x1f=]{1,20}`), 1, 5, func(s string) string { return harmless(tidy(s)) }).Draw(rt, "names")
		text := rapid.String().Draw(rt, "text")
		var cells []Cell
		for _, n := range names {
			if tidy(n) == "" {
				continue // no mapping has such a name
			}
			cells = append(cells, Cell{Name: tidy(n), value: value{text: text}})
		}
		if len(cells) == 0 {
			return
		}
		for _, f := range []Format{CSV, JSON} {
			body, err := encode(f, cells)
			if err != nil {
				rt.Fatal(err)
			}
			got, err := readBack(f, body)
			if err != nil || len(got) != len(cells) {
				rt.Fatalf("%s: %d of %d fields, %v\n%s", f, len(got), len(cells), err, body)
			}
		}
	})
}

func TestAMappingThatCannotBeReadIsRefusedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		fields string
		as     Format
		say    string
	}{
		{"", CSV, "ít nhất một trường"},
		{"CT1 = chỉ tiêu 1\nCT2", CSV, "Dòng 2: cần dạng"},
		{"CT1 = chỉ tiêu một", CSV, "Dòng 1: chưa hiểu nguồn «chỉ tiêu một»"},
		{"CT1 = chỉ tiêu 1, số gì", JSON, "chưa hiểu nguồn"},
		{"A = kỳ\n\nA = đơn vị", CSV, "Dòng 3: tên trường «A» đã có"},
		{"Kỳ báo cáo = kỳ", XML, "không đặt được trong XML"},
		{"xmlthing = kỳ", XML, "không đặt được trong XML"},
		{strings.Repeat("x", 101) + " = kỳ", CSV, "dài quá 100"},
	} {
		m := Mapping{Name: "Biểu", Format: c.as, Fields: c.fields}
		if no := refuse.Of(m.check()); no.Kind != refuse.Invalid || !strings.Contains(no.Say, c.say) {
			t.Errorf("%q as %s: %q, want %q", c.fields, c.as, no.Say, c.say)
		}
	}
}
