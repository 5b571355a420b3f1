package work

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"github.com/xuri/excelize/v2"

	"loa/org"
	"loa/platform/store"
)

// A sheetColumn is a column of a workbook, with how wide it is.
type sheetColumn struct {
	name  string
	width float64
}

// sheetColumns are the columns of the workbook of tasks.
var sheetColumns = []sheetColumn{
	{"STT", 6}, {"Nhiệm vụ", 60}, {"Kế hoạch", 16}, {"Điểm", 14}, {"Đơn vị", 36}, {"Vai trò", 12}, {"Hình thức", 12}, {"Hạn", 12}, {"Tình trạng", 20}, {"Cập nhật", 12},
}

// xlsx gives out the tasks that are asked for as a workbook, one row for each unit of each task.
func (d *Desk) xlsx(w http.ResponseWriter, r *http.Request) error {
	q := asked(r)
	q.Page = 0
	var body bytes.Buffer
	err := d.read(r, func(ctx context.Context, tx *store.Tx) error {
		tasks, _, err := d.List(ctx, tx, q)
		if err != nil {
			return err
		}
		ids := make([]TaskID, len(tasks))
		for i, t := range tasks {
			ids[i] = t.ID
		}
		ps, err := allParts(ctx, tx, ids, q.Unit)
		if err != nil {
			return err
		}
		place, err := org.LoadPlace(ctx, tx, tx.Place())
		if err != nil {
			return err
		}
		return workbook(&body, "Nhiệm vụ", sheetColumns, sheetRows(place.Name, d.today(), tasks, ps))
	})
	if err != nil {
		return err
	}
	return giveWorkbook(w, &body, "nhiem-vu-"+string(d.today()))
}

// giveWorkbook answers with a workbook to keep under a name.
func giveWorkbook(w http.ResponseWriter, body *bytes.Buffer, name string) error {
	head := w.Header()
	head.Set("Content-Type", kindXLSX)
	head.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.xlsx"`, name))
	head.Set("Cache-Control", "private, no-store")
	_, err := body.WriteTo(w)
	return err
}

// workbook writes rows as the one sheet of a workbook; the first three are its head.
func workbook(out *bytes.Buffer, sheet string, columns []sheetColumn, all [][]any) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	s, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, c := range columns {
		if err := s.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 3, TopLeftCell: "A4", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range all {
		style := wrap
		if i < 3 {
			style = bold
		}
		cells := make([]any, len(row))
		for j, v := range row {
			cells[j] = excelize.Cell{StyleID: style, Value: v}
		}
		if err := s.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	landscape := "landscape"
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape}); err != nil {
		return err
	}
	return f.Write(out)
}

// headRows are the head of a workbook: what it is, a line of room, the names of its columns.
func headRows(title string, columns []sheetColumn) [][]any {
	rows := [][]any{{title}, {}, nil}
	for _, c := range columns {
		rows[2] = append(rows[2], c.name)
	}
	return rows
}

// sheetRows are the rows of the workbook: what it is, a line of room, the heads, and the parts.
func sheetRows(place string, today org.Day, tasks []Task, ps map[TaskID][]Part) [][]any {
	rows := headRows("Nhiệm vụ của "+place+", tính đến ngày "+today.String(), sheetColumns)
	n := 0
	for _, t := range tasks {
		for _, p := range ps[t.ID] {
			n++
			rows = append(rows, []any{n, t.Body, t.PlanCode, t.Address.Point(), p.Name, capital(roleName(p.Role)), modeName(p.Mode), t.DueOn.String(), StateName(p.State), org.DayOf(p.ChangedAt).String()})
		}
	}
	return rows
}
