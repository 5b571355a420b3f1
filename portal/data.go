package portal

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"loa/library"
	"loa/measure"
	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

// A dataset is one table that anybody may take away: as CSV, as JSON, and with its dictionary as CSV on the Web has
// it. The catalogue names all of them in the words of DCAT-AP (datacatalogue.go).
type dataset struct {
	Slug    string
	Title   string
	Say     string // what one row is
	Columns []column
	rows    func(*Portal, *http.Request) ([][]string, error)
}

// A column of a dataset.
type column struct {
	Name  string // mucTieu
	Title string
	Say   string
	Type  columnType
}

// A columnType is a type of XML Schema, as CSV on the Web names it. An empty cell is no value, whatever the type.
type columnType string

const (
	aText    columnType = "string"
	aNumber  columnType = "decimal"
	aFact    columnType = "boolean"
	aDay     columnType = "date"
	aMoment  columnType = "dateTime"
	anAnchor columnType = "anyURI"
)

// dataPath is where the open data are.
const dataPath = "/du-lieu"

// reuse is the terms of the open data (Decree 47/2020, articles 17 to 19: free use, the source named, nothing bent).
const reuse = "Được sao chép, chia sẻ, dùng lại tự do và không mất phí; khi dùng phải ghi nguồn và không làm sai lệch nội dung."

var datasets = []dataset{
	{Slug: "ket-qua", Title: "Kết quả thực hiện chỉ tiêu", Say: "Mỗi dòng là một chỉ tiêu của một kế hoạch với kết quả đã được thẩm tra. Con số nói về ít hơn 5 người để trống.", Columns: []column{
		{"ke_hoach", "Kế hoạch", "Số, ký hiệu của kế hoạch.", aText},
		{"thu_tu", "Thứ tự", "Chỉ tiêu thứ mấy trong kế hoạch, đếm từ 1.", aNumber},
		{"muc", "Điểm, mục", "Chỗ nêu chỉ tiêu trong kế hoạch.", aText},
		{"chi_tieu", "Chỉ tiêu", "Lời của kế hoạch.", aText},
		{"muc_de_ra", "Mức đề ra", "Điều kiện để đạt.", aText},
		{"da_tham_tra", "Đã thẩm tra", "Số đã đếm được và có minh chứng; trống khi không nêu được.", aNumber},
		{"tong_so", "Tổng số", "Số phải đếm tới; trống khi chỉ tiêu không có tổng số hoặc không nêu được.", aNumber},
		{"ket_qua", "Kết quả", "Con số để so với mức đề ra, viết như trên trang kết quả; trống khi chưa đo được hoặc không nêu được.", aText},
		{"dat", "Đạt", "true nếu đã đạt mức đề ra; trống khi chưa đo được hoặc không nêu được.", aFact},
		{"dien_giai", "Diễn giải", "Kết quả bằng một câu.", aText},
		{"tinh_den", "Tính đến", "Ngày cuối cùng được tính.", aDay},
		{"trang", "Trang", "Địa chỉ trang kết quả.", anAnchor},
	}, rows: (*Portal).resultRows},
	{Slug: "van-ban", Title: "Thư viện văn bản", Say: "Mỗi dòng là một văn bản mà kế hoạch căn cứ hoặc nhắc đến.", Columns: []column{
		{"so_ky_hieu", "Số, ký hiệu", "Trống khi văn bản được gọi theo tên.", aText},
		{"loai", "Loại", "Loại văn bản.", aText},
		{"co_quan", "Cơ quan ban hành", "Tên đầy đủ; trống khi chưa rõ.", aText},
		{"ngay", "Ngày ban hành", "Trống khi chưa rõ.", aDay},
		{"trich_yeu", "Trích yếu", "Nội dung tóm tắt ghi trên văn bản; trống khi chưa có nguồn nào nêu.", aText},
		{"hieu_luc", "Hiệu lực", "Còn hiệu lực, bị thay thế hay hết hiệu lực, theo nguồn đã đối chiếu.", aText},
		{"da_doi_chieu", "Đã đối chiếu", "true nếu đã đối chiếu với một nguồn khác.", aFact},
		{"noi_dan", "Nơi dẫn", "Số điểm, mục của các kế hoạch dẫn văn bản này.", aNumber},
		{"trang", "Trang", "Địa chỉ trang của văn bản.", anAnchor},
	}, rows: (*Portal).textRows},
	{Slug: "tin-bai", Title: "Tin bài chuyên mục Chuyển đổi số", Say: "Mỗi dòng là một tin bài đang đăng, mới nhất trước.", Columns: []column{
		{"so", "Số", "Số của tin bài; không đổi khi sửa tên.", aNumber},
		{"ten", "Tên", "Tên tin bài.", aText},
		{"tom_tat", "Tóm tắt", "Lời dẫn trên đầu bài.", aText},
		{"noi_dung", "Nội dung tuyên truyền", "Nội dung của kế hoạch mà bài phục vụ.", aText},
		{"tac_gia", "Tác giả", "Tên người viết.", aText},
		{"dang_luc", "Đăng lúc", "Lần đầu, giờ quốc tế (UTC).", aMoment},
		{"sua_luc", "Sửa lúc", "Lần cuối, giờ quốc tế (UTC).", aMoment},
		{"trang", "Trang", "Địa chỉ của tin bài.", anAnchor},
	}, rows: (*Portal).storyRows},
}

// resultRows is every target of every plan in force.
func (p *Portal) resultRows(r *http.Request) (rows [][]string, err error) {
	err = p.read(r, func(ctx context.Context, tx *store.Tx) error {
		views, err := p.current(ctx, tx)
		if err != nil {
			return err
		}
		for _, v := range views {
			window, today := measure.PlanWindow(&v.Draft), org.Day(p.today())
			results, err := measure.Values(ctx, tx, v.ID, window, today)
			if err != nil {
				return err
			}
			for _, result := range results {
				rows = append(rows, p.resultRow(r, v, measure.Publish(result), window.Until(today)))
			}
		}
		return nil
	})
	return rows, err
}

func (p *Portal) resultRow(r *http.Request, v *view, result measure.Published, until org.Day) []string {
	asks, verified, of, met := "", "", "", ""
	if result.Rule.Formula != nil {
		asks = result.Rule.Formula.Asks()
	}
	if result.Figure != "" {
		verified, met = strconv.FormatInt(result.Verified, 10), strconv.FormatBool(result.Met)
		if result.Of > 0 {
			of = strconv.FormatInt(result.Of, 10)
		}
	}
	return []string{
		v.Doc.Code, strconv.Itoa(result.Rule.Nth), string(result.Rule.Address), result.Rule.Said, asks,
		verified, of, result.Figure, met, result.Say, string(until), p.base(r) + v.below("ket-qua"),
	}
}

func (p *Portal) textRows(r *http.Request) (rows [][]string, err error) {
	err = p.eachText(r, func(t library.Text) {
		rows = append(rows, []string{
			t.Code, t.Kind, t.Issuer, t.IssuedOn, t.Title, force(t), strconv.FormatBool(t.Confirmed), strconv.Itoa(t.Cited), p.base(r) + "/van-ban/" + t.Slug,
		})
	})
	return rows, err
}

func (p *Portal) storyRows(r *http.Request) ([][]string, error) {
	pieces, err := p.everyPiece(r)
	rows := make([][]string, len(pieces))
	for i, s := range pieces {
		rows[i] = []string{
			strconv.FormatInt(int64(s.ID), 10), s.Title, s.Lead, s.Theme.Name, s.Author, stamp(s.PublishedAt), stamp(s.UpdatedAt), p.base(r) + s.Href(),
		}
	}
	return rows, err
}

// A page is one address of the site.
type page struct {
	pattern string
	handle  web.Handler
}

// dataPages are the files of the open data.
func (p *Portal) dataPages() []page {
	pages := []page{{"GET " + dataPath + "/" + catalogueFile, p.catalogue}}
	for _, d := range datasets {
		pages = append(pages,
			page{"GET " + d.file("csv"), p.table(d, dataset.writeCSV)},
			page{"GET " + d.file("json"), p.table(d, dataset.writeJSON)},
			page{"GET " + d.file("csv-metadata.json"), func(w http.ResponseWriter, _ *http.Request) error {
				return writeData(w, "application/csvm+json", d.Slug+".csv-metadata.json", d.schema())
			}})
	}
	return pages
}

// table answers with the rows of d as write writes them.
func (p *Portal) table(d dataset, write func(dataset, http.ResponseWriter, [][]string) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		rows, err := d.rows(p, r)
		if err != nil {
			return err
		}
		return write(d, w, rows)
	}
}

func (d dataset) writeCSV(w http.ResponseWriter, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff") // without which Excel spoils the marks
	out := csv.NewWriter(&b)
	head := make([]string, len(d.Columns))
	for i, c := range d.Columns {
		head[i] = c.Name
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range rows {
		for i, c := range d.Columns {
			if c.Type == aText {
				row[i] = cell(row[i])
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write %s: %w", d.Slug, err)
	}
	return sendData(w, "text/csv; charset=utf-8", d.Slug+".csv", b.Bytes())
}

// writeJSON writes rows as objects in the order of the columns, numbers and facts as themselves, an empty cell as null.
func (d dataset) writeJSON(w http.ResponseWriter, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("[")
	for i, row := range rows {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n{")
		for j, c := range d.Columns {
			if j > 0 {
				b.WriteString(", ")
			}
			value, err := c.json(row[j])
			if err != nil {
				return fmt.Errorf("write %s: %w", d.Slug, err)
			}
			fmt.Fprintf(&b, "%q: %s", c.Name, value)
		}
		b.WriteString("}")
	}
	b.WriteString("\n]\n")
	return sendData(w, "application/json", d.Slug+".json", b.Bytes())
}

func (c column) json(value string) ([]byte, error) {
	switch {
	case value == "":
		return []byte("null"), nil
	case c.Type == aNumber || c.Type == aFact:
		return []byte(value), nil
	}
	return json.Marshal(value)
}

// A tableSchema is the dictionary of a table, as https://www.w3.org/TR/tabular-metadata/ writes it.
type tableSchema struct {
	Context string `json:"@context"`
	URL     string `json:"url"`
	Title   string `json:"dc:title"`
	Say     string `json:"dc:description"`
	Reuse   string `json:"dc:rights"`
	Schema  struct {
		Columns []schemaColumn `json:"columns"`
	} `json:"tableSchema"`
}

type schemaColumn struct {
	Name     string     `json:"name"`
	Titles   []string   `json:"titles"`
	Say      string     `json:"dc:description"`
	DataType columnType `json:"datatype"`
}

func (d dataset) schema() tableSchema {
	s := tableSchema{Context: "http://www.w3.org/ns/csvw", URL: d.Slug + ".csv", Title: d.Title, Say: d.Say, Reuse: reuse}
	for _, c := range d.Columns {
		s.Schema.Columns = append(s.Schema.Columns, schemaColumn{c.Name, []string{c.Name, c.Title}, c.Say, c.Type})
	}
	return s
}

// writeData sends what as JSON.
func writeData[T any](w http.ResponseWriter, kind, name string, what T) error {
	body, err := json.MarshalIndent(what, "", " ")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return sendData(w, kind, name, append(body, '\n'))
}

// sendData sends a file that pages of other sites may read too.
func sendData(w http.ResponseWriter, kind, name string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", name))
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Access-Control-Allow-Origin", "*")
	_, err := w.Write(body)
	return err
}

// dataPage is the open data for people.
type dataPage struct {
	Plans []*view
	Sets  []dataset
	Day   string
}

func (p *Portal) data(w http.ResponseWriter, r *http.Request) error {
	views, err := p.everyPlan(r)
	if err != nil {
		return err
	}
	return show(w, r, dataScreen(dataPage{views, datasets, p.today()}))
}

// file is the address of d in a form: csv, json, csv-metadata.json.
func (d dataset) file(form string) string { return dataPath + "/" + d.Slug + "." + form }
