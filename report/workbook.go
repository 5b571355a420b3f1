package report

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"loa/measure"
)

// The sheets of a workbook.
const (
	sheetTargets = "Chỉ tiêu"
	sheetMembers = "Danh sách"
	sheetUnits   = "Đơn vị"
	sheetProofs  = "Minh chứng"
	sheetChart   = "Biểu đồ"
)

// A column is one column of a sheet.
type column struct {
	name  string
	width float64
	share bool // of a hundred, with two decimals
}

// A workbook is being written.
type workbook struct {
	file                    *excelize.File
	head, bold, wrap, share int
}

// Workbook is c as a workbook with formulas, filters and the list of evidence.
func (c *Composition) Workbook(i Issue, proofs []measure.Proof) (_ []byte, err error) {
	w := &workbook{file: excelize.NewFile()}
	defer func() { err = errors.Join(err, w.file.Close()) }()
	if w.head, err = w.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: "Times New Roman", Size: 12}}); err != nil {
		return nil, err
	}
	if w.bold, err = w.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: "Times New Roman", Size: 12}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return nil, err
	}
	if w.wrap, err = w.file.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 12}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return nil, err
	}
	if w.share, err = w.file.NewStyle(&excelize.Style{NumFmt: 2, Font: &excelize.Font{Family: "Times New Roman", Size: 12}, Alignment: &excelize.Alignment{Vertical: "top"}}); err != nil {
		return nil, err
	}
	members := c.memberRows()
	sheets := []struct {
		name    string
		columns []column
		rows    [][]excelize.Cell
	}{
		{sheetTargets, targetColumns, c.targetCells(len(members))},
		{sheetMembers, memberColumns, members},
		{sheetUnits, unitColumns, c.unitCells()},
		{sheetProofs, proofColumns, proofCells(proofs)},
		{sheetChart, chartColumns, c.chartCells()},
	}
	if len(sheets[len(sheets)-1].rows) == 0 {
		sheets = sheets[:len(sheets)-1]
	}
	for _, sheet := range sheets {
		if err := w.sheet(sheet.name, c.heading(sheet.name, i), sheet.columns, sheet.rows); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", sheet.name, err)
		}
	}
	if err := w.file.DeleteSheet("Sheet1"); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = w.file.Write(&out)
	return out.Bytes(), err
}

// firstRow is the row of the first line under the heads.
const firstRow = 4

func (c *Composition) heading(sheet string, i Issue) string {
	h := fmt.Sprintf("%s: Kế hoạch số %s, %s, số liệu tính đến hết ngày %s", sheet, c.Code, period(c.Window), c.On)
	if i.Number > 0 {
		h += fmt.Sprintf(" (kèm theo Báo cáo số %s)", c.Paper(i).Code())
	}
	return h
}

func (w *workbook) sheet(name, heading string, columns []column, rows [][]excelize.Cell) error {
	if err := w.around(name, columns, len(rows)); err != nil {
		return err
	}
	if name == sheetChart {
		if err := w.chart(len(rows)); err != nil {
			return err
		}
	}
	s, err := w.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	heads := make([]any, len(columns))
	for i, c := range columns {
		if err := s.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
		heads[i] = excelize.Cell{StyleID: w.bold, Value: c.name}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: firstRow - 1, TopLeftCell: fmt.Sprintf("A%d", firstRow), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.SetRow("A1", []any{excelize.Cell{StyleID: w.head, Value: heading}}, excelize.RowOpts{Height: 20}); err != nil {
		return err
	}
	if err := s.SetRow(fmt.Sprintf("A%d", firstRow-1), heads); err != nil {
		return err
	}
	for i, r := range rows {
		cells := make([]any, len(r))
		for k, c := range r {
			c.StyleID = w.wrap
			if columns[k].share {
				c.StyleID = w.share
			}
			cells[k] = c
		}
		if err := s.SetRow(fmt.Sprintf("A%d", firstRow+i), cells, excelize.RowOpts{Height: lineHeight * float64(rowLines(columns, r))}); err != nil {
			return err
		}
	}
	return s.Flush()
}

// lineHeight is the height of a line of a sheet, in points.
const lineHeight = 16

// rowLines is how many lines the fullest cell of r needs: not every program works it out for itself.
func rowLines(columns []column, r []excelize.Cell) int {
	most := 1
	for k, c := range r {
		if words, ok := c.Value.(string); ok {
			most = max(most, 1+int(float64(utf8.RuneCountInString(words))/columns[k].width))
		}
	}
	return min(most, 25) // a row is at most 409 points high
}

// around makes a sheet and what stands around its cells; once they are streamed into it nothing more can be set.
func (w *workbook) around(name string, columns []column, rows int) error {
	if _, err := w.file.NewSheet(name); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(columns), firstRow-1+rows)
	if err != nil {
		return err
	}
	if err := w.file.AutoFilter(name, fmt.Sprintf("A%d:%s", firstRow-1, last), nil); err != nil {
		return err
	}
	fit, landscape, a4, wide, high := true, "landscape", 9, 1, 0
	if err := w.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return w.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &high})
}

var targetColumns = []column{{name: "STT", width: 6}, {name: "Chỉ tiêu", width: 60}, {name: "Cách đo", width: 12}, {name: "Mức đề ra", width: 26}, {name: "Ngưỡng", width: 10}, {name: "Số đạt", width: 10}, {name: "Tổng số", width: 10}, {name: "Tỷ lệ %", width: 10, share: true}, {name: "Đánh giá", width: 14}, {name: "Nơi chưa có kết quả", width: 60}}

func cells(values ...any) []excelize.Cell {
	out := make([]excelize.Cell, len(values))
	for i, v := range values {
		if c, ok := v.(excelize.Cell); ok {
			out[i] = c
			continue
		}
		out[i] = excelize.Cell{Value: v}
	}
	return out
}

// targetCells are the targets. What the list of members tells is counted from it by formula, so that who changes the
// list to try something out sees what it would come to.
func (c *Composition) targetCells(members int) (rows [][]excelize.Cell) {
	kinds := map[string]string{"share": "Tỷ lệ", "count": "Số lượng", "upkeep": "Duy trì", "score": "Xếp hạng, điểm", "": "Chưa có cách đo"}
	for i, t := range c.Targets {
		at := firstRow + i
		done, of, share := excelize.Cell{Value: t.Verified}, excelize.Cell{Value: t.Of}, excelize.Cell{Value: ""}
		if len(t.Members) > 0 {
			range1 := fmt.Sprintf("'%s'!$A$%d:$A$%d", sheetMembers, firstRow, firstRow+members-1)
			range2 := fmt.Sprintf("'%s'!$D$%d:$D$%d", sheetMembers, firstRow, firstRow+members-1)
			done.Formula = fmt.Sprintf(`COUNTIFS(%s,A%d,%s,"Đạt")`, range1, at, range2)
			of.Formula = fmt.Sprintf(`COUNTIF(%s,A%d)`, range1, at)
		}
		verdict := excelize.Cell{Value: yesNo(t.Known, t.Met)}
		if t.Kind == "share" && t.Of > 0 {
			share = excelize.Cell{Value: 100 * float64(t.Verified) / float64(t.Of), Formula: fmt.Sprintf("100*F%d/G%d", at, at)}
		}
		rows = append(rows, cells(t.Nth, t.Said, kinds[t.Kind], t.Asks, t.Least, done, of, share, verdict, join(t.Missing)))
	}
	return rows
}

func join(names []string) string {
	out := ""
	for i, n := range names {
		if i > 0 {
			out += "; "
		}
		out += n
	}
	return out
}

var memberColumns = []column{{name: "Chỉ tiêu", width: 9}, {name: "STT", width: 6}, {name: "Cơ quan, đơn vị, kênh, mô hình", width: 60}, {name: "Kết quả", width: 12}, {name: "Từ ngày", width: 14}, {name: "Còn thiếu", width: 50}}

func (c *Composition) memberRows() (rows [][]excelize.Cell) {
	for _, t := range c.Targets {
		for i, m := range t.Members {
			done, since := "Chưa đạt", ""
			if m.Done {
				done, since = "Đạt", m.Since.String()
			}
			rows = append(rows, cells(t.Nth, i+1, m.Name, done, since, m.Lacks))
		}
	}
	return rows
}

var unitColumns = []column{{name: "STT", width: 6}, {name: "Cơ quan, đơn vị", width: 60}, {name: "Hình thức", width: 12}, {name: "Số việc", width: 10}, {name: "Đã xong", width: 10}, {name: "Đang làm", width: 10}, {name: "Chờ thẩm tra", width: 14}, {name: "Bị trả lại", width: 12}, {name: "Chưa gửi", width: 10}, {name: "Quá hạn", width: 10}}

func (c *Composition) unitCells() (rows [][]excelize.Cell) {
	for i, u := range c.Units {
		mode, at := "Giao", firstRow+i
		if u.Asked {
			mode = "Đề nghị"
		}
		rows = append(rows, cells(i+1, u.Name, mode, excelize.Cell{Value: u.Whole, Formula: fmt.Sprintf("SUM(E%d:I%d)", at, at)}, u.Done, u.Going, u.Sent, u.Returned, u.Todo, u.Late))
	}
	return rows
}

var proofColumns = []column{{name: "Chỉ tiêu", width: 9}, {name: "Số hiệu", width: 10}, {name: "Ngày", width: 12}, {name: "Ai, nơi nào", width: 50}, {name: "Số", width: 10}, {name: "Trên tổng số", width: 12}, {name: "Tình trạng", width: 16}, {name: "Nội dung, minh chứng", width: 60}, {name: "Người ghi, thẩm tra", width: 26}, {name: "Địa chỉ trong Loa", width: 30}}

// proofCells are the evidence, one fact a row.
func proofCells(proofs []measure.Proof) [][]excelize.Cell {
	states := map[measure.State]string{measure.Planned: "Dự kiến", measure.Claimed: "Chờ thẩm tra", measure.Verified: "Đã thẩm tra"}
	rows := make([][]excelize.Cell, len(proofs))
	for i, p := range proofs {
		var whole any = ""
		if p.Whole > 0 {
			whole = p.Whole
		}
		rows[i] = cells(p.Nth, int64(p.ID), p.Day.String(), p.Who, p.Amount, whole, states[p.State], p.Note, p.Teller, p.Href)
	}
	return rows
}

var chartColumns = []column{{name: "Chỉ tiêu", width: 60}, {name: "Kết quả, % của cả thanh", width: 30, share: true}, {name: "Mức đề ra, % của cả thanh", width: 30, share: true}}

// chartCells are the lengths of the bars of the report, worked out from the sheet of targets: a share is of a hundred,
// a number of the larger of what was reached and what was asked.
func (c *Composition) chartCells() (rows [][]excelize.Cell) {
	for i, t := range c.Targets {
		if t.Chart == nil {
			continue
		}
		done, least, of := fmt.Sprintf("'%s'!F%d", sheetTargets, firstRow+i), fmt.Sprintf("'%s'!E%d", sheetTargets, firstRow+i), fmt.Sprintf("'%s'!G%d", sheetTargets, firstRow+i)
		reached := excelize.Cell{Value: 100 * float64(t.Verified) / float64(max(t.Of, 1)), Formula: fmt.Sprintf("100*%s/MAX(%s,1)", done, of)}
		asked := excelize.Cell{Value: t.Least, Formula: least}
		if t.Kind == "count" {
			whole := max(float64(t.Verified), t.Least)
			reached = excelize.Cell{Value: 100 * float64(t.Verified) / whole, Formula: fmt.Sprintf("100*%s/MAX(%s,%s)", done, done, least)}
			asked = excelize.Cell{Value: 100 * t.Least / whole, Formula: fmt.Sprintf("100*%s/MAX(%s,%s)", least, done, least)}
		}
		rows = append(rows, cells(number(t.Nth)+". "+t.Said, reached, asked))
	}
	return rows
}

// chart draws the bars of the first rows beside them.
func (w *workbook) chart(rows int) error {
	last := firstRow - 1 + rows
	column := func(letter string) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheetChart, letter, firstRow, letter, last)
	}
	series := func(letter, ink string) excelize.ChartSeries {
		return excelize.ChartSeries{Name: fmt.Sprintf("'%s'!$%s$%d", sheetChart, letter, firstRow-1), Categories: column("A"), Values: column(letter),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{ink}}}
	}
	full, ink := 100.0, excelize.Font{Family: "Times New Roman", Size: 11, Color: "202020"}
	return w.file.AddChart(sheetChart, fmt.Sprintf("A%d", last+2), &excelize.Chart{
		Type:      excelize.Bar,
		Series:    []excelize.ChartSeries{series("B", "5B8FC9"), series("C", "202020")},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "Kết quả các chỉ tiêu so với mức đề ra"}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 900, Height: uint(160 + 70*rows)},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: ink},
		YAxis:     excelize.ChartAxis{Maximum: &full, Font: ink},
		Format:    excelize.GraphicOptions{AltText: "Biểu đồ thanh: kết quả và mức đề ra của từng chỉ tiêu, số liệu ở bảng phía trên"},
	})
}
