package report

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"loa/kit/docx"
	"loa/kit/form"
	"loa/kit/pdf"
	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/blob"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Request is what a person asks a new report to be about.
type Request struct {
	Plan      plan.ID
	Window    measure.Window
	Regime    RegimeID
	Recipient string
	Corrects  ID
}

// Open begins a report. A window that is not over may be reported on as a draft; it is checked only afterwards.
func (d *Desk) Open(ctx context.Context, a org.Actor, q Request) (ID, error) {
	if err := allowed(a, Write); err != nil {
		return 0, err
	}
	r := Report{Plan: q.Plan, Window: q.Window, Regime: q.Regime, Recipient: strings.TrimSpace(q.Recipient), Corrects: q.Corrects, Symbol: symbol, State: Draft, By: a.Person, ByName: a.Name, OpenedAt: d.Now()}
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		p, err := plan.Current(ctx, tx, q.Plan)
		if err != nil {
			return err
		}
		if !measure.PlanWindow(&p.Draft).Span.Meets(q.Window.Span) {
			return refuse.Field("window", "Kế hoạch không thực hiện trong kỳ này. Hãy chọn kỳ khác.")
		}
		if q.Window.Span.From > d.today() {
			return refuse.Field("window", "Kỳ này chưa bắt đầu. Soạn được từ ngày "+q.Window.Span.From.String()+".")
		}
		if q.Regime != 0 {
			g, err := LoadRegime(ctx, tx, q.Regime)
			if err != nil {
				return err
			}
			r.Recipient = g.Recipient
		}
		if err := mayOpen(ctx, tx, r); err != nil {
			return err
		}
		if err := insertReport(ctx, tx, &r); err != nil {
			return err
		}
		return d.record(ctx, tx, a, r.ID, "open", "Mở báo cáo "+r.Window.Title()+" về Kế hoạch số "+p.Doc.Code+".")
	})
	return r.ID, err
}

// mayOpen refuses a second report of the same window for the same recipient, unless it corrects one that went out.
func mayOpen(ctx context.Context, tx *store.Tx, r Report) error {
	all, err := List(ctx, tx)
	if err != nil {
		return err
	}
	if r.Corrects != 0 {
		i := slices.IndexFunc(all, func(o Report) bool { return o.ID == r.Corrects })
		if i < 0 || all[i].Issue.Number == 0 || all[i].Letter != nil {
			return refuse.With(refuse.Conflict, "Chỉ báo cáo đã có số mới được thay thế bằng báo cáo mới.")
		}
		return nil
	}
	for _, o := range all {
		if o.Plan == r.Plan && o.Window.Span == r.Window.Span && o.Recipient == r.Recipient {
			return refuse.Field("window", "Đã có báo cáo của kỳ này gửi nơi này (báo cáo "+number(int(o.ID))+" trong danh sách). Hãy mở báo cáo ấy; báo cáo đã gửi thì lập báo cáo thay thế.")
		}
	}
	return nil
}

// Read is report id with its composition: as it was checked, or as it stands now with what people wrote.
func (d *Desk) Read(ctx context.Context, tx *store.Tx, id ID) (Report, *Composition, error) {
	r, err := Load(ctx, tx, id)
	if err != nil {
		return r, nil, err
	}
	if r.content != "" {
		var c Composition
		if err := json.Unmarshal([]byte(r.content), &c); err != nil {
			return r, nil, fmt.Errorf("read the content of %s: %w", id.Ref(), err)
		}
		return r, &c, nil
	}
	c, err := d.draft(ctx, tx, r)
	return r, c, err
}

// draft composes r anew and puts in what people wrote.
func (d *Desk) draft(ctx context.Context, tx *store.Tx, r Report) (*Composition, error) {
	if r.Letter != nil {
		return d.compose(ctx, tx, r)
	}
	s, err := d.load(ctx, tx, r.Plan, r.Window, d.today(), r.Corrects != 0)
	if err != nil {
		return nil, err
	}
	s.Recipient = r.Recipient
	if r.Corrects != 0 {
		old, err := Load(ctx, tx, r.Corrects)
		if err != nil {
			return nil, err
		}
		s.Corrects = "Báo cáo số " + old.code() + " ngày " + old.Issue.Day.String()
	}
	c := Compose(s)
	edits, err := editsOf(ctx, tx, r.ID)
	if err != nil {
		return nil, err
	}
	c.edit(edits)
	return &c, nil
}

// edit puts what people wrote into c, the first first.
func (c *Composition) edit(edits []Edit) {
	for _, e := range edits {
		i := slices.IndexFunc(c.Passages, func(p Passage) bool { return p.Key == e.Passage })
		if i < 0 {
			continue // what it was about is not in the report any more
		}
		p := &c.Passages[i]
		if p.Editor == "" {
			p.Drafted = p.Text
		}
		if e.Body == "" {
			p.Text, p.Why, p.Editor, p.Drafted = p.Drafted, "", "", ""
			continue
		}
		p.Text, p.Why, p.Editor = e.Body, e.Why, e.Editor
	}
}

// Edit writes body instead of a passage of report id. Numbers that nothing proves need a reason. An empty body takes
// the program's words again.
func (d *Desk) Edit(ctx context.Context, a org.Actor, id ID, passage, body, why string) error {
	if err := allowed(a, Write); err != nil {
		return err
	}
	body, why = tidy(body), tidy(why)
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		r, c, err := d.Read(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.State != Draft {
			return errClosed
		}
		i := slices.IndexFunc(c.Passages, func(p Passage) bool { return p.Key == passage })
		if i < 0 || r.Letter != nil {
			return refuse.With(refuse.NotFound, "Không tìm thấy đoạn này trong báo cáo.")
		}
		p := c.Passages[i]
		drafted := p.Text
		if p.Editor != "" {
			drafted = p.Drafted
		}
		if numbers := byHand(drafted, body, p.Figures); len(numbers) > 0 && why == "" {
			return refuse.Field("why", "Con số "+strings.Join(numbers, "; ")+" không lấy từ số liệu đã thẩm tra. Hãy ghi lý do, nguồn của con số.")
		}
		if body == drafted {
			body = ""
		}
		if err := insertEdit(ctx, tx, id, Edit{passage, body, why, a.Name, a.Person, d.Now()}); err != nil {
			return err
		}
		say := "Sửa đoạn «" + head(cmp.Or(drafted, body), 8) + "»."
		if body == "" {
			say = "Lấy lại lời máy soạn ở đoạn «" + head(drafted, 8) + "»."
		}
		return d.record(ctx, tx, a, id, "edit", say)
	})
}

var errClosed = refuse.With(refuse.Conflict, "Văn bản đã kiểm tra nên không sửa được nữa. Cần sửa thì trả lại thành dự thảo.")

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// Check closes report id: its words and figures are kept as they are now.
func (d *Desk) Check(ctx context.Context, a org.Actor, id ID) error {
	if err := allowed(a, Check); err != nil {
		return err
	}
	return d.move(ctx, a, id, "check", func(tx *store.Tx, r *Report) (string, error) {
		if r.By == a.Person {
			return "", refuse.With(refuse.NotAllowed, "Anh/chị là người soạn văn bản này. Hãy nhờ người khác kiểm tra.")
		}
		c, err := d.draft(ctx, tx, *r)
		if err != nil {
			return "", err
		}
		if err := c.ready(); err != nil {
			return "", err
		}
		if found := Departures(c, Issue{}); len(found) > 0 {
			return "", refuse.With(refuse.Conflict, "Văn bản chưa đúng thể thức: "+found[0].Say)
		}
		content, err := json.Marshal(c)
		r.content = string(content)
		return "Kiểm tra xong, chờ số và chữ ký.", err
	})
}

// Departures are where c would depart from the form of official papers.
func Departures(c *Composition, i Issue) []form.Departure {
	var b bytes.Buffer
	if err := docx.Write(&b, formOf(c.Symbol).Lay(c.Paper(i))); err != nil {
		return nil // a buffer takes everything
	}
	back, err := docx.Parse(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return []form.Departure{{Rule: "file", Say: "Tệp Word của văn bản không đọc lại được."}}
	}
	return formOf(c.Symbol).Check(back)
}

// Return gives report id back to be written on.
func (d *Desk) Return(ctx context.Context, a org.Actor, id ID, why string) error {
	if err := allowed(a, Check); err != nil {
		return err
	}
	if why = tidy(why); why == "" {
		return refuse.Field("why", "Hãy ghi lý do để người soạn biết cần sửa gì.")
	}
	return d.move(ctx, a, id, "return", func(_ *store.Tx, r *Report) (string, error) {
		if r.Issue.Number != 0 {
			return "", refuse.With(refuse.Conflict, "Văn bản đã có số nên không trả lại được. Cần sửa thì lập văn bản thay thế.")
		}
		r.content = ""
		return "Trả lại. Lý do: " + strings.TrimSuffix(why, ".") + ".", nil
	})
}

// Number gives report id its number and day, as the register of the office has them, and makes the files that are
// handed over to be signed.
func (d *Desk) Number(ctx context.Context, a org.Actor, id ID, i Issue) error {
	if err := allowed(a, Issuing); err != nil {
		return err
	}
	switch {
	case i.Number < 1 || i.Number > 99999:
		return refuse.Field("number", "Hãy ghi số của văn bản trong sổ văn bản đi, ví dụ 215.")
	case i.Day > d.today():
		return refuse.Field("day", "Ngày ban hành không thể ở sau hôm nay.")
	}
	return d.move(ctx, a, id, "number", func(tx *store.Tx, r *Report) (string, error) {
		if r.Files.Signed != "" {
			return "", refuse.With(refuse.Conflict, "Văn bản đã ký nên không đổi số được nữa.")
		}
		if i.Day <= r.Window.Span.Through {
			return "", refuse.Field("day", "Ngày ban hành phải sau ngày chốt số liệu "+r.Window.Span.Through.String()+".")
		}
		other, err := numbered(ctx, tx, i.Number, r.Symbol, string(i.Day)[:4])
		if err != nil {
			return "", err
		}
		if other != 0 && other != id {
			return "", refuse.Field("number", fmt.Sprintf("Số này đã cấp cho văn bản %d trong danh sách. Hãy xem lại sổ văn bản đi.", other))
		}
		r.Issue = i
		if err := d.hand(ctx, tx, r); err != nil {
			return "", err
		}
		return "Cấp số " + r.code() + " ngày " + i.Day.String() + "; các tệp để ký đã sẵn sàng.", nil
	})
}

// hand makes the files of r and keeps them.
func (d *Desk) hand(ctx context.Context, tx *store.Tx, r *Report) error {
	_, c, err := d.Read(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	proofs, err := d.proofs(ctx, tx, c)
	if err != nil {
		return err
	}
	made, err := c.Files(r.Issue, proofs, d.Now())
	if err != nil {
		return err
	}
	to := []*blob.Hash{&r.Files.Word, &r.Files.Page, &r.Files.Book}
	for k, f := range made {
		if *to[k], _, err = d.Blobs.Put(ctx, bytes.NewReader(f.Body), maxFile); err != nil {
			return err
		}
	}
	return nil
}

// maxFile is the most bytes of a file of a report.
const maxFile = 64 << 20

// proofs is the evidence of c, as its figures were counted; a letter has none.
func (d *Desk) proofs(ctx context.Context, tx *store.Tx, c *Composition) ([]measure.Proof, error) {
	if c.isLetter() {
		return nil, nil
	}
	last := measure.FactID(0)
	if c.Frozen != 0 && c.Corrects == "" {
		f, err := measure.LoadFrozen(ctx, tx, c.Frozen)
		if err != nil {
			return nil, err
		}
		last = f.Last
	}
	return measure.Proofs(ctx, tx, c.Plan, org.Span{From: c.Window.Span.From, Through: c.On}, last)
}

// Sign takes the signed report back: the page that was handed over with signatures behind it, or a scan of the paper
// that was signed by hand. The program checks that it is the page and that the signatures sign it; whether their
// certificates can be trusted is for the program that signed to say. A page with a person's signature may come back
// once more with the agency's behind it.
func (d *Desk) Sign(ctx context.Context, a org.Actor, id ID, as SignedAs, file io.Reader) error {
	if err := allowed(a, Issuing); err != nil {
		return err
	}
	body, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return err
	}
	if len(body) > maxFile {
		return refuse.With(refuse.TooLarge, "Tệp lớn hơn 64 MB. Hãy chọn lại tệp đã ký.")
	}
	return d.move(ctx, a, id, "sign", func(tx *store.Tx, r *Report) (string, error) {
		if r.Issue.Number == 0 {
			return "", errNoNumber
		}
		if r.State == Signed && (as != Electronic || r.Files.As != Electronic) {
			return "", refuse.Field("as", "Văn bản đã có bản ký. Sau đó chỉ nhận thêm chính tệp đã ký điện tử có chữ ký số của cơ quan.")
		}
		handed, err := d.bytes(ctx, r.toSign())
		if err != nil {
			return "", err
		}
		by, err := signedAs(as, handed, body)
		if err != nil {
			return "", err
		}
		hash, _, err := d.Blobs.Put(ctx, bytes.NewReader(body), maxFile)
		if err != nil {
			return "", err
		}
		r.Files.Signed, r.Files.As = hash, as
		if as == Electronic {
			return "Nhận bản đã ký điện tử (" + short(hash) + "), đúng là tệp đã giao ký; chữ ký của " + by + ".", nil
		}
		return "Nhận bản quét của bản ký giấy (" + short(hash) + "); máy không đối chiếu được nội dung bản quét.", nil
	})
}

var errNoNumber = refuse.With(refuse.Conflict, "Văn bản chưa có số. Hãy để văn thư cấp số và ngày trước khi ký.")

// toSign is the file that the next signature goes behind.
func (r Report) toSign() blob.Hash {
	if r.Files.As == Electronic {
		return r.Files.Signed
	}
	return r.Files.Page
}

func short(h blob.Hash) string { return "mã băm " + string(h[:12]) + "…" }

// signedAs says who signed the file that came back, and refuses one that is not the signed form of what was handed over.
func signedAs(as SignedAs, handed, body []byte) (by string, err error) {
	switch {
	case !bytes.HasPrefix(body, []byte("%PDF-")):
		return "", refuse.Field("file", "Tệp này không phải PDF. Hãy chọn bản PDF đã ký hoặc bản quét PDF.")
	case as == OnPaper:
		return "", nil
	case as != Electronic:
		return "", refuse.Field("as", "Hãy chọn cách ký.")
	case bytes.Equal(body, handed):
		return "", refuse.Field("file", "Đây là tệp tải từ trang này, chưa có chữ ký mới. Hãy chọn tệp sau khi ký.")
	case !bytes.HasPrefix(body, handed):
		return "", refuse.Field("file", "Nội dung tệp khác với tệp đã giao ký. Hãy ký đúng tệp PDF tải từ trang này, không in hay lưu lại bằng chương trình khác.")
	}
	signed, err := pdf.Signatures(body)
	if err != nil || len(signed.Signatures) == 0 { // what the reader stumbles over is no signature either
		return "", refuse.Field("file", "Không đọc được chữ ký số nào trong tệp. Hãy chọn tệp sau khi ký.")
	}
	if !signed.IsWhole {
		return "", refuse.Field("file", "Sau chữ ký còn phần được thêm vào mà không ai ký. Hãy chọn đúng tệp do phần mềm ký xuất ra.")
	}
	var names []string
	for _, s := range signed.Signatures {
		if !s.IsValid {
			return "", refuse.Field("file", "Chữ ký của "+s.Name+" không khớp với nội dung tệp. Hãy ký lại tệp PDF tải từ trang này.")
		}
		names = append(names, s.Name+" (chứng thư do "+s.Issuer+" cấp)")
	}
	return strings.Join(names, "; "), nil
}

// bytes is a file of the desk, whole.
func (d *Desk) bytes(ctx context.Context, h blob.Hash) (_ []byte, err error) {
	f, _, err := d.Blobs.Open(ctx, h)
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	return io.ReadAll(f)
}

// Send records that the signed report went to a recipient.
func (d *Desk) Send(ctx context.Context, a org.Actor, id ID, recipient, way string, on org.Day) error {
	if err := allowed(a, Issuing); err != nil {
		return err
	}
	recipient, way = tidy(recipient), tidy(way)
	switch {
	case recipient == "":
		return refuse.Field("recipient", "Hãy ghi nơi nhận.")
	case way == "":
		return refuse.Field("way", "Hãy ghi cách gửi, ví dụ trục liên thông văn bản, thư điện tử.")
	case on > d.today():
		return refuse.Field("on", "Ngày gửi không thể ở sau hôm nay.")
	}
	return d.move(ctx, a, id, "send", func(_ *store.Tx, r *Report) (string, error) {
		if on < r.Issue.Day {
			return "", refuse.Field("on", "Ngày gửi không thể trước ngày ban hành "+r.Issue.Day.String()+".")
		}
		return "Gửi " + recipient + " ngày " + on.String() + ", qua " + way + ".", nil
	})
}

// Archive files the report.
func (d *Desk) Archive(ctx context.Context, a org.Actor, id ID) error {
	if err := allowed(a, Issuing); err != nil {
		return err
	}
	return d.move(ctx, a, id, "archive", func(*store.Tx, *Report) (string, error) { return "Lưu vào hồ sơ của kế hoạch.", nil })
}

// move does one verb of the life of report id: what do changes is kept, and its sentence goes into the history.
func (d *Desk) move(ctx context.Context, a org.Actor, id ID, verb string, do func(*store.Tx, *Report) (string, error)) error {
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		r, err := Load(ctx, tx, id)
		if err != nil {
			return err
		}
		to, err := r.next(verb)
		if err != nil {
			return err
		}
		say, err := do(tx, &r)
		if err != nil {
			return err
		}
		r.State = to
		if err := updateReport(ctx, tx, r); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, verb, say)
	})
}

// record adds a sentence to the history of a report and a line to the audit.
func (d *Desk) record(ctx context.Context, tx *store.Tx, a org.Actor, id ID, verb, say string) error {
	if err := insertEvent(ctx, tx, id, d.Now(), a.Person, a.Name, say); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: verb, Thing: id.Ref(), Detail: say})
}

// KeepRegime enters a regime, or changes one.
func (d *Desk) KeepRegime(ctx context.Context, a org.Actor, r Regime) (RegimeID, error) {
	if err := allowed(a, Keep); err != nil {
		return 0, err
	}
	r.Name, r.Recipient, r.Basis = tidy(r.Name), tidy(r.Recipient), tidy(r.Basis)
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		cal, err := org.CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		if err := r.check(cal); err != nil {
			return err
		}
		if r.ID != 0 {
			if _, err := LoadRegime(ctx, tx, r.ID); err != nil {
				return err
			}
		}
		if err := putRegime(ctx, tx, &r); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(a.Person), Verb: "keep-regime", Thing: r.ID.Ref(), Detail: r.Name + ", gửi " + r.Recipient})
	})
	return r.ID, err
}
