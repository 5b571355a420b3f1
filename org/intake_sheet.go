package org

import (
	"strings"

	"loa/kit/grid"
)

// widths of columns in a workbook, in letters.
const (
	narrow = 16
	wide   = 40
)

// examples are lines as they may be written, in the order of the columns.
var examples = map[Register][][]string{
	UnitRegister: {
		{"Trường Tiểu học Hoa Phượng", "Trường học", "05/9/2019", "THHP", "Tiểu học Hoa Phượng", "giao", "Tiểu học", "612"},
		{"Tổ dân phố số 4", "Tổ dân phố, thôn", "01/7/2025", "", "Khu 4", "giao", "", ""},
		{"Công an phường", "Công an", "01/7/2025", "", "", "đề nghị", "", ""},
	},
	PeopleRegister: {
		{"Nguyễn Thị Bưởi", "Phòng Văn hóa – Xã hội", "Công chức Văn hóa – Xã hội", "01/7/2025", "0912 345 678", "buoi@coquan.gov.vn", "nhắc việc và liên hệ công vụ"},
		{"Trần Văn Cam", "Trường Tiểu học Hoa Phượng", "Thủ trưởng đơn vị", "15/8/2025", "", "", ""},
		{"Lê Thị Chanh", "Tổ dân phố số 4", "Phóng viên, cộng tác viên", "01/8/2025", "0987 654 321", "", "nhắc việc"},
	},
}

// explanations say how each column is written, in the order of the columns.
var explanations = map[Register][]string{
	UnitRegister: {
		"Bắt buộc. Tên đầy đủ trong quyết định. Đơn vị đã có trong sổ, kể cả theo tên gọi khác, thì được sửa chứ không thêm lần nữa.",
		"Một trong: %. Bỏ trống thì hiểu theo tên: Trường…, Tổ dân phố…, Trạm y tế…",
		"Ngày/tháng/năm, ví dụ 01/7/2025. Từ ngày này đơn vị nằm trong mẫu số của các chỉ tiêu. Đơn vị đã có trong sổ mà ghi ngày khác thì ngày trong sổ được sửa.",
		"Có thể bỏ trống.",
		"Những tên khác mà văn bản hay dùng; nhiều tên cách nhau bằng dấu chấm phẩy.",
		"giao (trực thuộc UBND) hoặc đề nghị (không trực thuộc). Bỏ trống thì theo loại đơn vị.",
		"Chỉ ghi cho trường học: mầm non, tiểu học, THCS, THPT hoặc nhiều cấp.",
		"Chỉ ghi cho trường học: số nguyên, ví dụ 612.",
	},
	PeopleRegister: {
		"Bắt buộc. Họ và tên đầy đủ. Người đã có trong sổ (cùng tên, cùng đơn vị hoặc cùng số điện thoại) thì được sửa chứ không thêm lần nữa.",
		"Bắt buộc. Tên đơn vị như trong sổ; tên gọi khác và tên cũ cũng tìm được.",
		"Có thể bỏ trống. Một trong: %. Hiệu trưởng, tổ trưởng, giám đốc trung tâm được hiểu là Thủ trưởng đơn vị. Nhiều chức vụ cách nhau bằng dấu chấm phẩy.",
		"Ngày/tháng/năm. Bắt buộc khi có chức vụ.",
		"Từ 8 đến 15 chữ số.",
		"Theo mẫu ten@coquan.gov.vn.",
		"Số điện thoại, thư điện tử dùng vào việc gì. Người được ghi phải biết. Bỏ trống thì dùng câu ghi khi tải tệp lên.",
	},
}

// registerTitle is what a list for r is called.
func registerTitle(r Register) string {
	if r == UnitRegister {
		return "Đơn vị"
	}
	return "Người"
}

// Template is an empty list for r to fill in, with examples and what each column means.
func Template(r Register) []grid.Page {
	columns := Columns(r)
	heads, explained := headsOf(columns), [][]string{{"Cột", "Cách ghi"}}
	choices := kindsSaid()
	if r == PeopleRegister {
		choices = namesOf(Posts())
	}
	for i, c := range columns {
		explained = append(explained, []string{c.Name, strings.Replace(explanations[r][i], "%", choices, 1)})
	}
	explained = append(explained, []string{"Thứ tự cột", "Tùy ý. Cột lạ được bỏ qua. Tên cột có dấu hay không đều được."})
	widths := widthsOf(columns)
	return []grid.Page{
		{Name: registerTitle(r), Widths: widths, Rows: [][]string{heads}},
		{Name: "Ví dụ", Widths: widths, Rows: append([][]string{heads}, examples[r]...)},
		{Name: "Cách ghi", Widths: []float64{24, 100}, Rows: explained},
	}
}

// FlawColumn is the column that the sheet of errors adds to those of the list; a list that comes back with it is read without it.
const FlawColumn = "Lỗi"

// Flaws is the lines of i as they stand, with what is wrong in a column of its own.
func Flaws(i Intake, p Preview) []grid.Page {
	columns := Columns(i.Register)
	page := grid.Page{Name: registerTitle(i.Register), Widths: append([]float64{wide * 1.5}, widthsOf(columns)...), Rows: [][]string{append([]string{FlawColumn}, headsOf(columns)...)}}
	for _, f := range p.Findings {
		if f.Verdict == LeftOut {
			continue
		}
		says := make([]string, len(f.Flaws))
		for n, flaw := range f.Flaws {
			says[n] = flaw.Column + ": " + flaw.Say
		}
		page.Rows = append(page.Rows, append([]string{strings.Join(says, " ")}, f.Cells...))
	}
	return []grid.Page{page}
}

func headsOf(columns []grid.Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Name
	}
	return out
}

func widthsOf(columns []grid.Column) []float64 {
	out := make([]float64, len(columns))
	for i := range columns {
		if out[i] = narrow; i == 0 || columns[i].Required {
			out[i] = wide
		}
	}
	return out
}
