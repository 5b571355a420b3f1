package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"loa/kit/vi"
	"loa/measure"
	"loa/org"
	"loa/platform/refuse"
)

// A MappingID is a mapping of a place, counted from 1.
type MappingID int64

// Ref is how the log calls a mapping.
func (id MappingID) Ref() string { return fmt.Sprintf("report/exports/mapping/%d", id) }

// A Mapping (bảng ánh xạ) says which figure of a plan goes into which field of a file that another system reads: the national
// reporting system, the index of digital transformation, that of administrative reform. What it asks for changes from year to year,
// so it is data of the place.
type Mapping struct {
	ID        MappingID
	Version   int // counted from 1; each keeping makes one
	Name      string
	Recipient string // the system
	Format    Format
	Fields    string // a line for each: FIELD = source, see sources
	IsEnded   bool
	Keeper    org.PersonID
	KeptName  string
	KeptAt    time.Time
}

// A Format is how the file of a mapping is written.
type Format string

// The formats: one line of names and one of values; an object; an element with one element for each field.
const (
	CSV  Format = "csv"
	JSON Format = "json"
	XML  Format = "xml"
)

var formats = []struct {
	of         Format
	name, kind string
}{
	{CSV, "CSV (bảng tính)", "text/csv; charset=utf-8"},
	{JSON, "JSON", "application/json; charset=utf-8"},
	{XML, "XML", "application/xml; charset=utf-8"},
}

const (
	mostFields   = 200
	longestField = 100 // letters of a name
)

// A field is one line of a mapping.
type field struct {
	name, source string
	get          func(Source) value
}

// A value is what goes into a field: a text, a number or a yes; nothing is known of it when all are empty.
type value struct {
	text   string
	number *float64
	yes    *bool
}

// String is v as people read it.
func (v value) String() string {
	switch {
	case v.number != nil:
		return vi.Decimal(*v.number, 2)
	case v.yes != nil && *v.yes:
		return "có"
	case v.yes != nil:
		return "không"
	case v.text == "":
		return "(chưa có)"
	}
	return v.text
}

// plain is v as a program reads it.
func (v value) plain() string {
	switch {
	case v.number != nil:
		return strconv.FormatFloat(*v.number, 'f', -1, 64)
	case v.yes != nil:
		return strconv.FormatBool(*v.yes)
	}
	return v.text
}

// sources are the words for what a field may be filled from, with what they give. A text in quotes is itself.
var sources = []struct {
	name, says string
	get        func(Source) value
}{
	{"đơn vị", "tên đơn vị", func(s Source) value { return value{text: s.Place.Name} }},
	{"mã đơn vị", "mã đơn vị hành chính", func(s Source) value { return value{text: string(s.Place.Code)} }},
	{"kế hoạch", "số, ký hiệu của kế hoạch", func(s Source) value { return value{text: s.Plan.Doc.Code} }},
	{"kỳ", "kỳ số liệu", func(s Source) value { return value{text: s.Window.Title()} }},
	{"từ ngày", "ngày đầu kỳ, như 2025-07-01", func(s Source) value { return value{text: string(s.Window.Span.From)} }},
	{"đến ngày", "ngày cuối kỳ", func(s Source) value { return value{text: string(s.Window.Span.Through)} }},
	{"tính đến", "ngày chốt số liệu", func(s Source) value { return value{text: string(s.On)} }},
	{"đã chốt", "có, khi số liệu của kỳ đã được phê duyệt", func(s Source) value { return value{yes: new(s.Frozen != nil)} }},
}

// ofTarget are the words for what a field may be filled from of one target: chỉ tiêu 3, số đạt.
var ofTarget = []struct {
	name, says string
	get        func(measure.Result) value
}{
	{"", "kết quả: tỷ lệ phần trăm, hoặc số đếm được", figure},
	{"số đạt", "bao nhiêu đã được thẩm tra", func(r measure.Result) value { return count(r, r.Value.Verified) }},
	{"trên tổng", "trên bao nhiêu", func(r measure.Result) value { return count(r, r.Value.Of) }},
	{"mức", "mức kế hoạch đề ra", func(r measure.Result) value {
		if r.Rule.Formula == nil {
			return value{}
		}
		return value{number: new(r.Rule.Formula.Threshold)}
	}},
	{"đạt", "có, khi đạt mức đề ra", func(r measure.Result) value {
		if r.Rule.Formula == nil || !r.Value.Known {
			return value{}
		}
		return value{yes: new(r.Value.Met)}
	}},
	{"lời", "lời văn của chỉ tiêu", func(r measure.Result) value { return value{text: r.Rule.Said} }},
}

// figure is the result of r as the report has it, to two decimals.
func figure(r measure.Result) value {
	if r.Rule.Formula == nil || !r.Value.Known {
		return value{}
	}
	return value{number: new(math.Round(r.Value.Figure*100) / 100)}
}

func count(r measure.Result, n int64) value {
	if r.Rule.Formula == nil || !r.Value.Known {
		return value{}
	}
	return value{number: new(float64(n))}
}

var (
	targetSource = regexp.MustCompile(`^chi tieu (\d{1,3})(?:\s*,\s*(.+))?$`)
	elementName  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
)

// parseFields reads the lines of a mapping. A line that cannot be read is refused with its number.
func parseFields(lines string, as Format) (fields []field, err error) {
	names := map[string]bool{}
	for i, line := range strings.Split(strings.ReplaceAll(lines, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		no := func(say string) error { return refuse.Field("fields", fmt.Sprintf("Dòng %d: %s", i+1, say)) }
		name, source, ok := strings.Cut(line, "=")
		f := field{name: tidy(name), source: tidy(source)}
		switch {
		case !ok || f.name == "" || f.source == "":
			return nil, no("cần dạng «TÊN TRƯỜNG = nguồn», ví dụ «CT01 = chỉ tiêu 1».")
		case utf8.RuneCountInString(f.name) > longestField:
			return nil, no(fmt.Sprintf("tên trường dài quá %d chữ.", longestField))
		case as == XML && (!elementName.MatchString(f.name) || strings.HasPrefix(strings.ToLower(f.name), "xml")):
			return nil, no("tên trường «" + f.name + "» không đặt được trong XML; chỉ dùng chữ không dấu, số, gạch dưới, và bắt đầu bằng chữ.")
		case names[f.name]:
			return nil, no("tên trường «" + f.name + "» đã có ở trên.")
		}
		if f.get = sourceOf(f.source); f.get == nil {
			return nil, no("chưa hiểu nguồn «" + f.source + "». Các nguồn dùng được ghi ở bên dưới.")
		}
		names[f.name] = true
		if fields = append(fields, f); len(fields) > mostFields {
			return nil, no(fmt.Sprintf("nhiều nhất %d trường.", mostFields))
		}
	}
	if len(fields) == 0 {
		return nil, refuse.Field("fields", "Hãy ghi ít nhất một trường, ví dụ «CT01 = chỉ tiêu 1».")
	}
	return fields, nil
}

// sourceOf is what said names; nil when it names nothing.
func sourceOf(said string) func(Source) value {
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}, {"«", "»"}} {
		if inner, ok := strings.CutPrefix(said, q[0]); ok && strings.HasSuffix(inner, q[1]) {
			text := strings.TrimSuffix(inner, q[1])
			return func(Source) value { return value{text: text} }
		}
	}
	folded := vi.Fold(said)
	for _, s := range sources {
		if vi.Fold(s.name) == folded {
			return s.get
		}
	}
	m := targetSource.FindStringSubmatch(folded)
	if m == nil {
		return nil
	}
	nth, err := strconv.Atoi(m[1])
	if err != nil {
		return nil
	}
	for _, o := range ofTarget {
		if vi.Fold(o.name) == m[2] {
			return func(s Source) value {
				for _, r := range s.Results {
					if r.Rule.Nth == nth {
						return o.get(verified(r))
					}
				}
				return value{}
			}
		}
	}
	return nil
}

// A Cell is a field of a file with what goes into it.
type Cell struct {
	Name, Source string
	value
}

// cells is what m makes of s.
func (m Mapping) cells(s Source) ([]Cell, error) {
	fields, err := parseFields(m.Fields, m.Format)
	cells := make([]Cell, len(fields))
	for i, f := range fields {
		cells[i] = Cell{f.name, f.source, f.get(s)}
	}
	return cells, err
}

// encode writes cells in format f.
func encode(f Format, cells []Cell) ([]byte, error) {
	var out bytes.Buffer
	var err error
	switch f {
	case CSV:
		err = encodeCSV(&out, cells)
	case XML:
		err = encodeXML(&out, cells)
	default:
		err = encodeJSON(&out, cells)
	}
	return out.Bytes(), err
}

func encodeCSV(out *bytes.Buffer, cells []Cell) error {
	out.WriteString("\ufeff") // without it Excel reads the marks of Vietnamese as something else
	names, values := make([]string, len(cells)), make([]string, len(cells))
	for i, c := range cells {
		names[i], values[i] = harmless(c.Name), c.plain()
		if c.number == nil {
			values[i] = harmless(values[i])
		}
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if err := w.WriteAll([][]string{names, values}); err != nil {
		return err
	}
	if len(values) == 1 && values[0] == "" { // an empty line would be no line
		out.Truncate(out.Len() - len("\r\n"))
		out.WriteString("\"\"\r\n")
	}
	return nil
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// encodeJSON writes an object whose fields stand in the order of the mapping.
func encodeJSON(out *bytes.Buffer, cells []Cell) error {
	out.WriteString("{")
	for i, c := range cells {
		var v any
		switch {
		case c.number != nil:
			v = *c.number
		case c.yes != nil:
			v = *c.yes
		case c.text != "":
			v = c.text
		}
		name, err := json.Marshal(c.Name)
		if err != nil {
			return err
		}
		said, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteString(",")
		}
		fmt.Fprintf(out, "\n  %s: %s", name, said)
	}
	out.WriteString("\n}\n")
	return nil
}

func encodeXML(out *bytes.Buffer, cells []Cell) error {
	out.WriteString(xml.Header)
	e := xml.NewEncoder(out)
	e.Indent("", "  ")
	root := xml.StartElement{Name: xml.Name{Local: "report"}}
	if err := e.EncodeToken(root); err != nil {
		return err
	}
	for _, c := range cells {
		if err := e.EncodeElement(c.plain(), xml.StartElement{Name: xml.Name{Local: c.Name}}); err != nil {
			return err
		}
	}
	if err := e.EncodeToken(root.End()); err != nil {
		return err
	}
	if err := e.Close(); err != nil {
		return err
	}
	out.WriteString("\n")
	return nil
}

// check reads m as somebody wrote it.
func (m *Mapping) check() error {
	m.Name, m.Recipient = tidy(m.Name), tidy(m.Recipient)
	switch {
	case m.Name == "":
		return refuse.Field("name", "Hãy đặt tên cho biểu, ví dụ «Chỉ số chuyển đổi số cấp xã».")
	case utf8.RuneCountInString(m.Name) > 200 || utf8.RuneCountInString(m.Recipient) > 200:
		return refuse.Field("name", "Tên dài quá 200 chữ.")
	case m.Format != CSV && m.Format != JSON && m.Format != XML:
		return refuse.Field("format", "Hãy chọn dạng tệp.")
	case len(m.Fields) > 40_000:
		return refuse.Field("fields", "Bảng dài quá. Hãy chia thành nhiều biểu.")
	}
	_, err := parseFields(m.Fields, m.Format)
	return err
}
