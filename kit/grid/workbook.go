package grid

import (
	"bytes"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// readWorkbook reads the first sheet that is shown and has something in it.
func readWorkbook(data []byte) (t Table, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, // nothing is unpacked into files
		ShortDatePattern: "d/m/yyyy",
	})
	if err != nil {
		return t, unreadable("Không mở được tệp Excel này. Hãy mở tệp, lưu lại thành .xlsx rồi tải lên.", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, name := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(name); err != nil || !shown {
			continue
		}
		if t, err = readSheet(f, name); err != nil || len(t.Rows) > 0 {
			return t, err
		}
	}
	return t, nil
}

func readSheet(f *excelize.File, name string) (t Table, err error) {
	rows, err := f.Rows(name)
	if err != nil {
		return t, unreadable("Không đọc được trang «"+name+"» của tệp. Hãy lưu lại thành .xlsx rồi tải lên.", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for no := 1; rows.Next(); no++ {
		cells, err := rows.Columns()
		if err != nil {
			return t, unreadable("Không đọc được trang «"+name+"» của tệp. Hãy lưu lại thành .xlsx rồi tải lên.", err)
		}
		if no > maxRowNo {
			break // a sheet may be formatted down to its last row
		}
		if err := t.add(no, cells); err != nil {
			return t, err
		}
	}
	if err := rows.Error(); err != nil {
		return t, unreadable("Không đọc được hết trang «"+name+"» của tệp. Hãy lưu lại thành .xlsx rồi tải lên.", err)
	}
	return t, nil
}

// A Page is one sheet to be written: its first row is the heads.
type Page struct {
	Name   string
	Widths []float64 // of the columns, in letters
	Rows   [][]string
}

// Write writes pages as a workbook. Every cell is text, so that a phone number keeps its first zero.
func Write(out io.Writer, pages ...Page) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	const text = 49 // Excel's own number for the format «text»
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	plain, err := f.NewStyle(&excelize.Style{Alignment: wrap, NumFmt: text})
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Alignment: wrap, NumFmt: text, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, p := range pages {
		if i == 0 {
			err = f.SetSheetName("Sheet1", p.Name)
		} else {
			_, err = f.NewSheet(p.Name)
		}
		if err != nil {
			return err
		}
		if err := writePage(f, p, bold, plain); err != nil {
			return err
		}
	}
	return f.Write(out)
}

func writePage(f *excelize.File, p Page, bold, plain int) error {
	for i, width := range p.Widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(p.Name, column, column, width); err != nil {
			return err
		}
		if err := f.SetColStyle(p.Name, column, plain); err != nil {
			return err
		}
	}
	for i, row := range p.Rows {
		style := plain
		if i == 0 {
			style = bold
		}
		for j, v := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(p.Name, cell, v); err != nil {
				return err
			}
			if err := f.SetCellStyle(p.Name, cell, cell, style); err != nil {
				return err
			}
		}
	}
	return f.SetPanes(p.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
