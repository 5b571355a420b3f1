package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"loa/kit/docx"
	"loa/kit/form"
	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/report"
	"loa/work"
)

type reportCommands struct {
	Compose reportCompose `cmd:"" help:"Soạn báo cáo của một kỳ: DOCX, PDF và bảng tính XLSX."`
	Export  reportExport  `cmd:"" help:"Xuất số liệu của một kỳ theo một biểu (bảng ánh xạ): CSV, JSON hoặc XML."`
	Check   reportCheck   `cmd:"" help:"Kiểm tra thể thức một tệp .docx theo Nghị định 30/2020/NĐ-CP, hoặc Hướng dẫn 36-HD/VPTW với văn bản của Đảng."`
}

type reportCompose struct {
	Data
	Window string `help:"Kỳ số liệu: 2025, 2025-H2, 2025-Q3, 2025-10, hoặc 2025-07-16..2025-12-31." required:"" placeholder:"KỲ"`
	Plan   int64  `help:"Số của kế hoạch trong Loa; để trống thì lấy kế hoạch ban hành sau cùng có kỳ trùng." placeholder:"SỐ"`
	Place  string `help:"Mã đơn vị hành chính, khi dữ liệu có nhiều đơn vị." placeholder:"MÃ"`
	Out    string `help:"Thư mục để tệp." default:"." type:"path" placeholder:"THƯ-MỤC"`
}

// Run writes the three files of the report and names them.
func (c reportCompose) Run(ctx context.Context, o output) (err error) {
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	place, err := onePlace(ctx, db, c.Place)
	if err != nil {
		return err
	}
	desk := &report.Desk{DB: db, Now: time.Now, Duties: duties, Difficulties: difficulties} // it keeps nothing, so it needs no files
	files, err := desk.Compose(ctx, place, plan.ID(c.Plan), c.Window)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(c.Out, f.Name)
		if err := os.WriteFile(name, f.Body, 0o644); err != nil {
			return err
		}
		fmt.Fprintln(o.out, name)
	}
	return nil
}

type reportExport struct {
	Data
	Mapping string `help:"Tên của biểu, như ghi ở trang Xuất số liệu." required:"" placeholder:"TÊN"`
	Window  string `help:"Kỳ số liệu: 2025, 2025-H2, 2025-Q3, 2025-10, hoặc 2025-07-16..2025-12-31." required:"" placeholder:"KỲ"`
	Plan    int64  `help:"Số của kế hoạch trong Loa; để trống thì lấy kế hoạch ban hành sau cùng có kỳ trùng." placeholder:"SỐ"`
	Place   string `help:"Mã đơn vị hành chính, khi dữ liệu có nhiều đơn vị." placeholder:"MÃ"`
	Out     string `help:"Tệp để ghi; để trống thì ra đầu ra chuẩn." type:"path" placeholder:"TỆP"`
}

// Run writes the file of the mapping.
func (c reportExport) Run(ctx context.Context, o output) (err error) {
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	place, err := onePlace(ctx, db, c.Place)
	if err != nil {
		return err
	}
	desk := &report.Desk{DB: db, Now: time.Now}
	f, err := desk.Export(ctx, place, c.Mapping, plan.ID(c.Plan), c.Window)
	if err != nil {
		return err
	}
	if c.Out == "" {
		_, err = o.out.Write(f.Body)
		return err
	}
	return os.WriteFile(c.Out, f.Body, 0o644)
}

// onePlace is the place that was asked for, or the only one there is.
func onePlace(ctx context.Context, db *store.DB, asked string) (store.Place, error) {
	sites, err := db.Places(ctx)
	if err != nil {
		return "", err
	}
	if asked == "" && len(sites) == 1 {
		return sites[0].Place, nil
	}
	for _, s := range sites {
		if string(s.Place) == asked {
			return s.Place, nil
		}
	}
	if asked == "" {
		return "", refuse.With(refuse.Invalid, fmt.Sprintf("Dữ liệu này có %d đơn vị. Hãy nêu mã đơn vị bằng --place.", len(sites)))
	}
	return "", refuse.With(refuse.NotFound, "Dữ liệu này không có đơn vị mã "+asked+".")
}

type reportCheck struct {
	File string `arg:"" help:"Tệp .docx; - là đầu vào chuẩn." placeholder:"TỆP"`
}

// maxChecked is the most bytes of a file whose form is checked.
const maxChecked = 32 << 20

// Run names every departure from the form, with its article; a paper without any passes in silence.
func (c reportCheck) Run(in io.Reader, o output) error {
	b, err := readInput(in, c.File, maxChecked)
	if err != nil {
		return err
	}
	if len(b) > maxChecked {
		return refuse.With(refuse.TooLarge, fmt.Sprintf("Tệp lớn hơn %d MB. Hãy chọn lại tệp.", maxChecked>>20))
	}
	d, err := docx.Parse(bytes.NewReader(b), int64(len(b)))
	if bad, ok := errors.AsType[*docx.Unreadable](err); ok {
		return refuse.With(refuse.Invalid, bad.Say)
	}
	if err != nil {
		return err
	}
	rules := form.RulesOf(d)
	found := rules.Check(d)
	for _, x := range found {
		fmt.Fprintln(o.out, x.Line())
	}
	if len(found) > 0 {
		return refuse.With(refuse.Invalid, fmt.Sprintf("Văn bản có %d chỗ chưa đúng thể thức theo %s; các chỗ ấy được nêu ở trên.", len(found), rules.Name))
	}
	return nil
}

// duties tells the report desk what the work desk knows of plan id.
func duties(ctx context.Context, tx *store.Tx, id plan.ID) ([]report.Duty, error) {
	all, err := work.Accounts(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	var out []report.Duty
	for _, a := range all {
		var themes []int64
		for _, about := range a.Abouts {
			if about.Sort == work.Theme {
				themes = append(themes, about.Key)
			}
		}
		for _, p := range a.Parts {
			out = append(out, report.Duty{Task: int64(a.ID), Body: a.Body, Unit: p.Unit, UnitName: p.Name, Asked: p.Mode == plan.Request,
				Progress: progress[p.State], Due: a.DueOn, Themes: themes})
		}
	}
	return out, nil
}

// progress is what the report desk calls the states of the work desk.
var progress = map[work.State]report.Progress{work.Todo: report.Todo, work.Sent: report.Sent, work.Returned: report.Returned, work.Going: report.Going, work.Done: report.Done}

// difficulties tells the report desk what was in the way of units within w, with tasks of plan id.
func difficulties(ctx context.Context, tx *store.Tx, id plan.ID, w measure.Window, on org.Day) ([]report.Difficulty, error) {
	tasks, err := work.Accounts(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	all, _, err := work.Difficulties(ctx, tx, w, on)
	if err != nil {
		return nil, err
	}
	var out []report.Difficulty
	for _, x := range all {
		if !slices.ContainsFunc(tasks, func(a work.Account) bool { return a.ID == x.Task }) {
			continue
		}
		out = append(out, report.Difficulty{UnitName: x.Name, Body: x.Body, Since: x.Since, Asks: x.Asks, Owner: x.Owner.Says(), Decision: x.Decision, IsClosed: x.State == work.Closed})
	}
	return out, nil
}

// enclosures are the files behind the accepted evidence of plan id, as its dossier takes them.
func enclosures(ctx context.Context, tx *store.Tx, id plan.ID) ([]report.Enclosure, error) {
	all, err := work.ProvenOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	var out []report.Enclosure
	for _, e := range all {
		for _, f := range e.Files {
			out = append(out, report.Enclosure{Folder: e.UnitName, Name: f.Name, Hash: blob.Hash(f.Hash),
				Title: fmt.Sprintf("Minh chứng của %s, việc %d, làm ngày %s, %s công nhận", e.UnitName, e.Task, e.DoneOn, e.VerifierName)})
		}
	}
	return out, nil
}
