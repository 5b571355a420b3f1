package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"loa/kit/dossier"
	"loa/kit/vi"
	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/store"
)

// An Enclosure (tài liệu kèm theo) is a file of another desk that belongs into the dossier of a plan.
type Enclosure struct {
	Folder string // 04-minh-chung
	Name   string
	Title  string
	Hash   blob.Hash
}

// Deposit packs the dossier (hồ sơ lưu trữ) of plan id into out and returns its name and the hash of its list: the
// papers it was read from, its versions, tasks, evidence, reports, and what the log says of it (Law on Archives
// 33/2024/QH15). The hash is in the log, so that the dossier proves itself later.
func (d *Desk) Deposit(ctx context.Context, a org.Actor, id plan.ID, out io.Writer) (name, sum string, err error) {
	if err := allowed(a, Deposit); err != nil {
		return "", "", err
	}
	var l dossier.List
	var items []dossier.Item
	err = d.DB.Read(ctx, a.Place, func(tx *store.Tx) error {
		p, err := plan.Current(ctx, tx, id)
		if err != nil {
			return err
		}
		place, err := org.LoadPlace(ctx, tx, tx.Place())
		if err != nil {
			return err
		}
		name = "ho-so-kh-" + vi.Slug(strings.ReplaceAll(p.Doc.Code, "/", "-")) + ".zip"
		l = dossier.List{Title: "Hồ sơ Kế hoạch số " + p.Doc.Code + " ngày " + org.Day(p.Doc.Date).String(), Place: place.Name, Made: d.Now(), By: a.Name}
		items, err = d.gather(ctx, tx, p)
		return err
	})
	if err != nil {
		return "", "", err
	}
	if sum, err = dossier.Write(out, &l, items); err != nil {
		return "", "", fmt.Errorf("pack the dossier of %s: %w", id.Ref(), err)
	}
	return name, sum, d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: "deposit", Thing: id.Ref(), Detail: fmt.Sprintf("hồ sơ %d tệp, mã băm danh mục %s", len(l.Files), sum)})
	})
}

// gather is everything that belongs into the dossier of p.
func (d *Desk) gather(ctx context.Context, tx *store.Tx, p plan.Plan) (items []dossier.Item, err error) {
	for _, part := range []func(context.Context, *store.Tx, plan.Plan) ([]dossier.Item, error){d.originals, d.versions, d.duties, d.evidence, d.reports, d.log} {
		more, err := part(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return items, nil
}

// kept is a file of the blobs.
func (d *Desk) kept(at, title string, h blob.Hash) dossier.Item {
	return dossier.Item{Path: at, Title: title, Open: func() (io.ReadCloser, error) {
		f, _, err := d.Blobs.Open(context.Background(), h)
		return f, err
	}}
}

// originals are the papers that the versions were read from.
func (d *Desk) originals(ctx context.Context, tx *store.Tx, p plan.Plan) (items []dossier.Item, err error) {
	papers, err := plan.Originals(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, o := range papers {
		title := fmt.Sprintf("Văn bản gốc của lần ban hành %d, %s nhận lúc %s", o.Version, o.ByName, moment(o.At))
		if len(o.Files) == 0 {
			items = append(items, d.kept(fmt.Sprintf("01-van-ban-goc/lan-%d/%s", o.Version, safe(o.Name)), title, blob.Hash(o.Hash)))
		}
		for i, f := range o.Files {
			items = append(items, d.kept(fmt.Sprintf("01-van-ban-goc/lan-%d/%02d-%s", o.Version, i+1, safe(f.Name)), title, blob.Hash(f.Hash)))
		}
	}
	return items, nil
}

// safe is the name of a file that people gave, as it may stand in a path.
func safe(name string) string {
	ext := path.Ext(name)
	if len(ext) > 6 {
		ext = ""
	}
	return vi.Slug(strings.TrimSuffix(name, ext)) + strings.ToLower(ext)
}

func moment(t time.Time) string { return t.In(org.Hanoi).Format("15:04 02/01/2006") }

// asJSON is v as an item.
func asJSON(at, title string, v any) (dossier.Item, error) {
	b, err := json.MarshalIndent(v, "", " ")
	return dossier.Of(at, title, b), err
}

// versions are the plan as it was adopted each time.
func (d *Desk) versions(ctx context.Context, tx *store.Tx, p plan.Plan) (items []dossier.Item, err error) {
	for n := 1; n <= p.Version; n++ {
		v, err := plan.Version(ctx, tx, p.ID, n)
		if err != nil {
			return nil, err
		}
		it, err := asJSON(fmt.Sprintf("02-ke-hoach/lan-%d.json", n), fmt.Sprintf("Kế hoạch như ban hành lần %d, %s ban hành trong Loa lúc %s", n, v.Adopter, moment(v.AdoptedAt)), v.Draft)
		if err != nil {
			return nil, err
		}
		items = append(items, it)
	}
	return items, nil
}

// duties are the tasks with how far each unit is.
func (d *Desk) duties(ctx context.Context, tx *store.Tx, p plan.Plan) ([]dossier.Item, error) {
	if d.Duties == nil {
		return nil, nil
	}
	all, err := d.Duties(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	it, err := asJSON("03-nhiem-vu/nhiem-vu.json", "Nhiệm vụ và mức độ hoàn thành của từng đơn vị", all)
	return []dossier.Item{it}, err
}

// evidence is the list of facts of all time, and the files behind them.
func (d *Desk) evidence(ctx context.Context, tx *store.Tx, p plan.Plan) ([]dossier.Item, error) {
	proofs, err := measure.Proofs(ctx, tx, p.ID, org.Span{From: "0001-01-01", Through: "9999-12-31"}, 0)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // so that Excel reads it as Unicode
	w := csv.NewWriter(&b)
	rows := [][]string{{"chi_tieu", "so_hieu", "ngay", "ai_noi_nao", "so", "tren_tong_so", "tinh_trang", "noi_dung", "nguoi_ghi", "dia_chi"}}
	for _, f := range proofs {
		rows = append(rows, []string{strconv.Itoa(f.Nth), strconv.FormatInt(int64(f.ID), 10), string(f.Day), f.Who, strconv.FormatInt(f.Amount, 10), strconv.FormatInt(f.Whole, 10), string(f.State), f.Note, f.Teller, f.Href})
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	items := []dossier.Item{dossier.Of("04-minh-chung/so-lieu-goc.csv", fmt.Sprintf("Số liệu gốc của các chỉ tiêu, %d dòng", len(proofs)), b.Bytes())}
	if d.Enclosures == nil {
		return items, nil
	}
	files, err := d.Enclosures(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	for i, e := range files {
		items = append(items, d.kept(fmt.Sprintf("04-minh-chung/%s/%03d-%s", safe(e.Folder), i+1, safe(e.Name)), e.Title, e.Hash))
	}
	return items, nil
}

// reports are the papers that went out about p, with their words and files.
func (d *Desk) reports(ctx context.Context, tx *store.Tx, p plan.Plan) (items []dossier.Item, err error) {
	all, err := List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Plan != p.ID || r.Issue.Number == 0 {
			continue
		}
		name := vi.Slug(r.kind().form.Name())
		at, title := fmt.Sprintf("05-bao-cao/%d-%s/", r.Issue.Number, string(r.Issue.Day)), vi.Sentence(r.kind().form.Name())+" số "+r.code()+" ngày "+r.Issue.Day.String()
		if r.Letter != nil {
			at = fmt.Sprintf("05-van-ban/%s-%d-%s/", name, r.Issue.Number, string(r.Issue.Day))
		}
		items = append(items, dossier.Of(at+"noi-dung.json", title+": nội dung và số liệu", []byte(r.content)),
			d.kept(at+name+".docx", title+": bản Word", r.Files.Word), d.kept(at+name+".pdf", title+": bản giao ký", r.Files.Page))
		if r.Files.Book != "" {
			items = append(items, d.kept(at+"so-lieu.xlsx", title+": bảng tính", r.Files.Book))
		}
		if r.Files.Signed != "" {
			how := map[SignedAs]string{Electronic: ": bản đã ký điện tử", OnPaper: ": bản quét của bản ký giấy"}[r.Files.As]
			items = append(items, d.kept(at+name+"-da-ky.pdf", title+how, r.Files.Signed))
		}
		events, err := eventsOf(ctx, tx, r.ID)
		if err != nil {
			return nil, err
		}
		it, err := asJSON(at+"qua-trinh.json", title+": quá trình", events)
		if err != nil {
			return nil, err
		}
		items = append(items, it)
	}
	return items, nil
}

// mostLog is how many entries of one thing the extract of the log has.
const mostLog = 200

// log is what the audit log says of the plan and its reports.
func (d *Desk) log(ctx context.Context, tx *store.Tx, p plan.Plan) ([]dossier.Item, error) {
	things := []string{p.ID.Ref()}
	all, err := List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Plan == p.ID {
			things = append(things, r.ID.Ref())
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, thing := range things {
		entries, err := audit.List(ctx, tx, audit.Filter{Thing: thing}, audit.Page{Size: mostLog})
		if err != nil {
			return nil, err
		}
		for i := len(entries) - 1; i >= 0; i-- {
			if err := enc.Encode(entries[i]); err != nil {
				return nil, err
			}
		}
	}
	return []dossier.Item{dossier.Of("06-nhat-ky/nhat-ky.jsonl", "Trích nhật ký về kế hoạch và các báo cáo, mỗi dòng một mục", b.Bytes())}, nil
}

// spooled is the dossier of plan id in a temporary file, for it goes out only when it is whole; close removes it.
func (d *Desk) spooled(ctx context.Context, a org.Actor, id plan.ID) (f *os.File, name string, close func() error, err error) {
	f, err = os.CreateTemp("", "loa-dossier-")
	if err != nil {
		return nil, "", nil, err
	}
	close = func() error {
		err := f.Close()
		if rerr := os.Remove(f.Name()); err == nil {
			err = rerr
		}
		return err
	}
	if name, _, err = d.Deposit(ctx, a, id, f); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		if cerr := close(); cerr != nil {
			err = fmt.Errorf("%w (and %w)", err, cerr)
		}
		return nil, "", nil, err
	}
	return f, name, close, nil
}
