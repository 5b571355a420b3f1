package report

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// KeepMapping enters a mapping, or a new version of one.
func (d *Desk) KeepMapping(ctx context.Context, a org.Actor, m Mapping) (MappingID, error) {
	if err := allowed(a, Keep); err != nil {
		return 0, err
	}
	if err := m.check(); err != nil {
		return 0, err
	}
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		all, err := Mappings(ctx, tx)
		if err != nil {
			return err
		}
		for _, o := range all {
			if o.ID != m.ID && !o.IsEnded && !m.IsEnded && o.Name == m.Name {
				return refuse.Field("name", "Đã có biểu tên này. Hãy đặt tên khác.")
			}
		}
		verb := "keep-mapping"
		if m.ID == 0 {
			id, err := tx.NextID(ctx, "report_mapping")
			if err != nil {
				return err
			}
			m.ID, m.Version, verb = MappingID(id), 1, "add-mapping"
		} else {
			was, err := versionsOf(ctx, tx, m.ID)
			if err != nil {
				return err
			}
			m.Version = was[0].Version + 1
		}
		m.Keeper, m.KeptName, m.KeptAt = a.Person, a.Name, d.Now()
		if err := insertMapping(ctx, tx, m); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: m.ID.Ref(), Detail: fmt.Sprintf("%s, bản %d", m.Name, m.Version)})
	})
	return m.ID, err
}

// Export is the file of the mapping called name over the window called window; no plan: the one last adopted whose period meets it.
func (d *Desk) Export(ctx context.Context, place store.Place, name string, id plan.ID, window string) (f File, err error) {
	w, err := measure.ParseWindow(window)
	if err != nil {
		return f, err
	}
	err = d.DB.Read(ctx, place, func(tx *store.Tx) error {
		all, err := Mappings(ctx, tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(m Mapping) bool { return m.Name == name && !m.IsEnded })
		if i < 0 {
			return refuse.With(refuse.NotFound, "Không có biểu xuất số liệu nào tên «"+name+"».")
		}
		if id == 0 {
			if id, err = planFor(ctx, tx, w); err != nil {
				return err
			}
		}
		f, _, err = d.export(ctx, tx, all[i], id, w)
		return err
	})
	return f, err
}

// export is the file of m, and what stands in it.
func (d *Desk) export(ctx context.Context, tx *store.Tx, m Mapping, id plan.ID, w measure.Window) (File, []Cell, error) {
	s, err := d.load(ctx, tx, id, w, d.today(), false)
	if err != nil {
		return File{}, nil, err
	}
	cells, err := m.cells(s)
	if err != nil {
		return File{}, nil, err
	}
	body, err := encode(m.Format, cells)
	return File{Name: fmt.Sprintf("so-lieu-%d-%s.%s", m.ID, w.Name, m.Format), Body: body}, cells, err
}

func (d *Desk) exportRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /report/exports", Rule: ruleOf(Look), Handle: d.exportsPage},
		{Pattern: "GET /report/exports/mapping/{id}", Rule: ruleOf(Look), Handle: d.exportPage},
		{Pattern: "GET /report/exports/file/{id}", Rule: ruleOf(Look), Handle: d.exportFile},
	}
}

func (d *Desk) exportsPage(w http.ResponseWriter, r *http.Request) error {
	var all []Mapping
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		all, err = Mappings(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, exportsScreen(org.ActorOf(r.Context()), all))
}

// exportPage is a mapping with what it makes of a window.
type exportPage struct {
	Actor    org.Actor
	Versions []Mapping // the last first
	Choice   []web.Input
	Plan     plan.ID // 0: there is none
	Window   measure.Window
	Cells    []Cell
	File     File
}

func (p exportPage) mapping() Mapping { return p.Versions[0] }

func (p exportPage) file() string {
	return fmt.Sprintf("/report/exports/file/%d?%s", p.mapping().ID, url.Values{"plan": {strconv.FormatInt(int64(p.Plan), 10)}, "window": {p.Window.Name}}.Encode())
}

// loadExport reads the mapping, the plan and the window that r asks for; without a plan, the last.
func (d *Desk) loadExport(r *http.Request) (p exportPage, err error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return p, err
	}
	p.Actor = org.ActorOf(r.Context())
	err = d.read(r, func(ctx context.Context, tx *store.Tx) error {
		if p.Versions, err = versionsOf(ctx, tx, MappingID(id)); err != nil {
			return err
		}
		plans, windows, err := d.choices(ctx, tx, r)
		if err != nil || len(plans) == 0 || len(windows) == 0 {
			return err
		}
		asked := func(name string, options []web.Option, otherwise string) string {
			if said := r.FormValue(name); hasOption(options, said) {
				return said
			}
			return otherwise
		}
		chosen, window := asked("plan", plans, plans[0].Value), asked("window", windows, halfYear(windows))
		p.Choice = []web.Input{
			{Name: "plan", Label: "Kế hoạch", Type: "select", Value: chosen, Options: plans},
			{Name: "window", Label: "Kỳ số liệu", Type: "select", Value: window, Options: windows},
		}
		n, err := strconv.ParseInt(chosen, 10, 64)
		if err != nil {
			return err
		}
		p.Plan = plan.ID(n)
		if p.Window, err = measure.ParseWindow(window); err != nil {
			return err
		}
		p.File, p.Cells, err = d.export(ctx, tx, p.mapping(), p.Plan, p.Window)
		return err
	})
	return p, err
}

// halfYear is the first half-year of windows, which most systems ask for; without one, the first.
func halfYear(windows []web.Option) string {
	for _, w := range windows {
		if strings.Contains(w.Value, "-H") {
			return w.Value
		}
	}
	return windows[0].Value
}

func (d *Desk) exportPage(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadExport(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, exportScreen(p))
}

func (d *Desk) exportFile(w http.ResponseWriter, r *http.Request) error {
	p, err := d.loadExport(r)
	if err != nil {
		return err
	}
	if p.Plan == 0 {
		return refuse.With(refuse.NotFound, "Chưa có kế hoạch nào để lấy số liệu.")
	}
	i := slices.IndexFunc(formats, func(f struct {
		of         Format
		name, kind string
	}) bool {
		return f.of == p.mapping().Format
	})
	h := w.Header()
	h.Set("Content-Type", formats[i].kind)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, p.File.Name))
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(p.File.Body)
	return err
}

func (d *Desk) drawAddMapping(context.Context, *store.Tx, *http.Request) (page, error) {
	return mappingPage(Mapping{Format: CSV, Fields: "MA_DON_VI = mã đơn vị\nKY = kỳ\nCT01 = chỉ tiêu 1\nCT01_DAT = chỉ tiêu 1, số đạt\nCT01_TONG = chỉ tiêu 1, trên tổng"}), nil
}

func (d *Desk) drawMapping(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return page{}, err
	}
	versions, err := versionsOf(ctx, tx, MappingID(id))
	if err != nil {
		return page{}, err
	}
	return mappingPage(versions[0]), nil
}

func mappingPage(m Mapping) page {
	p := page{Title: "Thêm biểu xuất số liệu", Verb: "Lưu", Back: "/report/exports", Words: sourceWords(),
		Lead: "Hệ thống khác hỏi trường nào thì ghi tên trường ấy, rồi ghi số liệu nào của kế hoạch vào đó. Chỉ số liệu đã thẩm tra mới được xuất."}
	p.Way = []web.Link{{Href: "/report", Text: "Báo cáo"}, {Href: "/report/exports", Text: "Xuất số liệu"}, {Text: p.Title}}
	if m.ID != 0 {
		p.Title, p.Back = "Sửa biểu: "+m.Name, "/"+m.ID.Ref()
		p.Way = []web.Link{p.Way[0], p.Way[1], {Href: p.Back, Text: m.Name}, {Text: "Sửa"}}
	}
	var as []web.Option
	for _, f := range formats {
		as = append(as, web.Option{Value: string(f.of), Text: f.name})
	}
	p.Fields = []web.Input{
		{Name: "name", Label: "Tên biểu", Value: m.Name, Required: true},
		{Name: "recipient", Label: "Hệ thống nhận", Value: m.Recipient, Hint: "Ví dụ: hệ thống thông tin báo cáo của thành phố."},
		{Name: "format", Label: "Dạng tệp", Type: "select", Value: string(m.Format), Options: as},
		{Name: "fields", Label: "Các trường, mỗi dòng một trường: TÊN = nguồn", Type: "textarea", Rows: 14, Value: m.Fields, Required: true, Hint: "Ví dụ: CT03 = chỉ tiêu 3. Các nguồn dùng được ở cuối trang."},
	}
	if m.ID != 0 {
		p.Fields = append(p.Fields, web.Input{Name: "ended", Label: "Không dùng nữa", Type: "checkbox", Checked: m.IsEnded})
	}
	return p
}

// sourceWords are what a field may be filled from.
func sourceWords() (all []word) {
	for _, o := range ofTarget {
		w := word{"chỉ tiêu 3", o.says}
		if o.name != "" {
			w.Name += ", " + o.name
		}
		all = append(all, w)
	}
	for _, s := range sources {
		all = append(all, word{s.name, s.says})
	}
	return append(all, word{`"Phường"`, "chữ cố định, để trong ngoặc kép"})
}

func (d *Desk) sendMapping(r *http.Request, a org.Actor) (string, error) {
	m := Mapping{Name: r.FormValue("name"), Recipient: r.FormValue("recipient"), Format: Format(r.FormValue("format")), Fields: strings.ReplaceAll(r.FormValue("fields"), "\r\n", "\n"), IsEnded: r.FormValue("ended") != ""}
	if r.PathValue("id") != "" {
		id, err := web.PathID(r, "id")
		if err != nil {
			return "", err
		}
		m.ID = MappingID(id)
	}
	id, err := d.KeepMapping(r.Context(), a, m)
	return "/" + id.Ref(), err
}
