package report

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"loa/kit/vi"
	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// A sheet is one form at an address of its own: GET draws it, POST does what it asks. What is refused comes back with
// everything that was typed.
type sheet struct {
	path string
	act  Act
	draw func(context.Context, *store.Tx, *http.Request) (page, error)
	send func(*http.Request, org.Actor) (to string, err error)
}

// A page is what a sheet shows.
type page struct {
	Title, Lead string
	Way         []web.Link
	Hidden      []web.Input
	Fields      []web.Input
	Verb, Kind  string // of the button
	Back        string
	Files       bool
	Words       []word // that a field takes, listed under the form
	No          refuse.Refusal
}

// A word is one that a field takes, with what it gives.
type word struct{ Name, Says string }

func (d *Desk) sheetRoutes(sheets []sheet) (routes []web.Route) {
	for _, s := range sheets {
		routes = append(routes,
			web.Route{Pattern: "GET " + s.path, Rule: ruleOf(s.act), Handle: func(w http.ResponseWriter, r *http.Request) error {
				return d.drawSheet(w, r, s, refuse.Refusal{})
			}},
			web.Route{Pattern: "POST " + s.path, Rule: ruleOf(s.act), Handle: func(w http.ResponseWriter, r *http.Request) error {
				if err := parse(r); err != nil {
					return err
				}
				to, err := s.send(r, org.ActorOf(r.Context()))
				if no := refuse.Of(err); err != nil && (no.Kind == refuse.Invalid || no.Kind == refuse.Conflict) {
					return d.drawSheet(w, r, s, no)
				}
				if err == nil {
					http.Redirect(w, r, to, http.StatusSeeOther)
				}
				return err
			}})
	}
	return routes
}

// parse reads the form of r, with or without files.
func parse(r *http.Request) error {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return r.ParseMultipartForm(8 << 20)
	}
	return r.ParseForm()
}

// drawSheet shows the form of s; with a refusal, as it was typed.
func (d *Desk) drawSheet(w http.ResponseWriter, r *http.Request, s sheet, no refuse.Refusal) error {
	var p page
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		p, err = s.draw(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if p.No = no; no.Say != "" {
		status = web.Status(no)
		p.Fields = web.Retyped(p.Fields, r.Form, no)
	}
	return web.Show(w, r, status, formScreen(p))
}

func (d *Desk) sheets() []sheet {
	return []sheet{
		{"/report/open", Write, d.drawOpen, d.sendOpen},
		{"/report/write", Write, d.drawLetter, d.sendLetter},
		{"/report/{id}/rewrite", Write, d.drawLetterAnew, d.sendLetter},
		{"/report/{id}/passage/{passage}", Write, d.drawPassage, d.sendPassage},
		{"/report/{id}/check", Check, d.drawCheck, d.onReport(func(r *http.Request, a org.Actor, id ID) error { return d.Check(r.Context(), a, id) })},
		{"/report/{id}/return", Check, d.drawReturn, d.onReport(func(r *http.Request, a org.Actor, id ID) error {
			return d.Return(r.Context(), a, id, r.FormValue("why"))
		})},
		{"/report/{id}/number", Issuing, d.drawNumber, d.onReport(d.sendNumber)},
		{"/report/{id}/sign", Issuing, d.drawSign, d.onReport(d.sendSign)},
		{"/report/{id}/sign-here", Signing, d.drawSignHere, d.onReport(d.sendSignHere)},
		{"/report/{id}/send", Issuing, d.drawSend, d.onReport(d.sendSend)},
		{"/report/{id}/archive", Issuing, d.drawArchive, d.onReport(func(r *http.Request, a org.Actor, id ID) error { return d.Archive(r.Context(), a, id) })},
		{"/report/calendar/add", Keep, d.drawAddRegime, d.sendRegime},
		{"/report/calendar/regime/{id}", Keep, d.drawRegime, d.sendRegime},
		{"/report/exports/add", Keep, d.drawAddMapping, d.sendMapping},
		{"/report/exports/edit/{id}", Keep, d.drawMapping, d.sendMapping},
	}
}

// onReport does a verb of the report in the address and leads back to it.
func (d *Desk) onReport(do func(*http.Request, org.Actor, ID) error) func(*http.Request, org.Actor) (string, error) {
	return func(r *http.Request, a org.Actor) (string, error) {
		id, err := web.PathID(r, "id")
		if err != nil {
			return "", err
		}
		return "/" + ID(id).Ref(), do(r, a, ID(id))
	}
}

// asked is the report in the address, as the sheet of it begins.
func (d *Desk) asked(ctx context.Context, tx *store.Tx, r *http.Request, title, verb string) (Report, page, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return Report{}, page{}, err
	}
	rep, err := Load(ctx, tx, ID(id))
	back := "/" + rep.ID.Ref()
	return rep, page{Title: title, Verb: verb, Back: back, Way: []web.Link{{Href: "/report", Text: "Báo cáo"}, {Href: back, Text: rep.heading()}, {Text: title}}}, err
}

// choices are the plans, and the windows of the one that r asks for, else of the first, that have begun.
func (d *Desk) choices(ctx context.Context, tx *store.Tx, r *http.Request) (plans, windows []web.Option, err error) {
	all, err := plan.List(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	for i, s := range all {
		plans = append(plans, web.Option{Value: strconv.FormatInt(int64(s.ID), 10), Text: s.Code + " ngày " + web.Day(s.IssuedOn)})
		if i > 0 && r.FormValue("plan") != strconv.FormatInt(int64(s.ID), 10) {
			continue
		}
		current, err := plan.Current(ctx, tx, s.ID)
		if err != nil {
			return nil, nil, err
		}
		windows = nil
		for _, w := range measure.Windows(measure.PlanWindow(&current.Draft).Span) {
			if w.Span.From <= d.today() {
				windows = append(windows, web.Option{Value: w.Name, Text: capital(w.Title()) + " (" + w.Span.From.String() + " – " + w.Span.Through.String() + ")"})
			}
		}
	}
	if asked := r.FormValue("window"); asked != "" {
		if w, err := measure.ParseWindow(asked); err == nil && !hasOption(windows, asked) {
			windows = append(windows, web.Option{Value: asked, Text: capital(w.Title())})
		}
	}
	return plans, windows, nil
}

func (d *Desk) drawOpen(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	p := page{Title: "Soạn báo cáo", Lead: "Máy soạn câu chữ từ số liệu đã thẩm tra; mỗi con số dẫn đến minh chứng của nó.", Verb: "Soạn", Back: "/report", Way: []web.Link{{Href: "/report", Text: "Báo cáo"}, {Text: "Soạn báo cáo"}}}
	choices, windows, err := d.choices(ctx, tx, r)
	if err != nil {
		return p, err
	}
	regimes, err := Regimes(ctx, tx)
	if err != nil {
		return p, err
	}
	whom := []web.Option{{Value: "0", Text: "Ủy ban nhân dân (báo cáo chung)"}}
	for _, g := range regimes {
		if !g.IsEnded {
			whom = append(whom, web.Option{Value: strconv.FormatInt(int64(g.ID), 10), Text: g.Recipient + ": " + g.Name})
		}
	}
	p.Fields = []web.Input{
		{Name: "plan", Label: "Kế hoạch", Type: "select", Value: r.FormValue("plan"), Options: choices, Required: true},
		{Name: "window", Label: "Kỳ số liệu", Type: "select", Value: r.FormValue("window"), Options: windows, Required: true},
		{Name: "regime", Label: "Gửi ai", Type: "select", Value: r.FormValue("regime"), Options: whom},
	}
	if c := r.FormValue("corrects"); c != "" {
		p.Hidden = append(p.Hidden, web.Input{Name: "corrects", Value: c})
		p.Title, p.Lead = "Soạn báo cáo thay thế", "Báo cáo mới nêu tên báo cáo cũ và các số liệu đã thay đổi; báo cáo cũ vẫn giữ nguyên."
	}
	return p, nil
}

func hasOption(options []web.Option, value string) bool {
	for _, o := range options {
		if o.Value == value {
			return true
		}
	}
	return false
}

func number64(r *http.Request, name string) int64 {
	n, err := strconv.ParseInt(r.FormValue(name), 10, 64)
	if err != nil || n < 0 {
		return 0 // as if it had not been said
	}
	return n
}

func (d *Desk) sendOpen(r *http.Request, a org.Actor) (string, error) {
	w, err := measure.ParseWindow(r.FormValue("window"))
	if err != nil {
		return "", err
	}
	id, err := d.Open(r.Context(), a, Request{Plan: plan.ID(number64(r, "plan")), Window: w, Regime: RegimeID(number64(r, "regime")), Corrects: ID(number64(r, "corrects"))})
	return "/" + id.Ref(), err
}

// letterFields is the form of a letter, with what was written.
func (d *Desk) letterFields(ctx context.Context, tx *store.Tx, p plan.ID, l Letter) ([]web.Input, error) {
	types := make([]web.Option, len(kinds))
	for i, k := range kinds {
		types[i] = web.Option{Value: k.value, Text: vi.Sentence(k.form.Name())}
	}
	all, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	plans := []web.Option{{Value: "0", Text: "Không thuộc kế hoạch nào"}}
	for _, s := range all {
		plans = append(plans, web.Option{Value: strconv.FormatInt(int64(s.ID), 10), Text: s.Code + " ngày " + web.Day(s.IssuedOn)})
	}
	able, err := signers(ctx, tx, d.today())
	if err != nil {
		return nil, err
	}
	var who []web.Option
	for _, s := range able {
		who = append(who, web.Option{Value: strconv.FormatInt(int64(s.person), 10), Text: s.Name + ", " + s.Signer.Post})
	}
	issuer, party := "", PartySigner{}
	if l.Party != nil {
		issuer, party = partyIssues, *l.Party
	}
	lines := func(of []string) string { return strings.Join(of, "\n") }
	return []web.Input{
		{Name: "kind", Label: "Loại văn bản", Type: "select", Value: l.Kind, Options: types},
		{Name: "subject", Label: "Trích yếu", Value: l.Subject, Hint: "Ví dụ: gửi minh chứng thực hiện kế hoạch truyền thông", Required: true},
		{Name: "to", Label: "Kính gửi, mỗi dòng một nơi", Type: "textarea", Value: lines(l.To)},
		{Name: "bases", Label: "Căn cứ, mỗi dòng một căn cứ", Type: "textarea", Value: lines(l.Bases)},
		{Name: "body", Label: "Nội dung, mỗi đoạn một dòng", Type: "textarea", Rows: 12, Value: l.Body, Hint: "Đầu dòng ghi I. hoặc 1. hoặc a) hoặc - để chia mục; số thứ tự được đánh lại cho đúng.", Required: true},
		{Name: "copies", Label: "Nơi nhận, mỗi dòng một nơi", Type: "textarea", Value: lines(l.Copies)},
		{Name: "issuer", Label: "Cơ quan ban hành", Type: "select", Value: issuer, Options: []web.Option{{Text: "Ủy ban nhân dân"}, {Value: partyIssues, Text: "Đảng ủy"}}},
		{Name: "signer", Label: "Người ký, với văn bản của Ủy ban nhân dân", Type: "select", Value: strconv.FormatInt(int64(l.Signer), 10), Options: who},
		{Name: "party_name", Label: "Họ và tên người ký, với văn bản của Đảng ủy", Value: party.Name},
		{Name: "party_post", Label: "Chức vụ người ký, với văn bản của Đảng ủy", Value: party.Post, Hint: "Ví dụ: Phó Bí thư."},
		{Name: "plan", Label: "Lưu trong hồ sơ của", Type: "select", Value: strconv.FormatInt(int64(p), 10), Options: plans},
	}, nil
}

// partyIssues is the choice of the party committee as the issuer.
const partyIssues = "party"

func (d *Desk) drawLetter(ctx context.Context, tx *store.Tx, r *http.Request) (p page, err error) {
	p = page{Title: "Soạn văn bản", Verb: "Lưu dự thảo", Back: "/report", Way: []web.Link{{Href: "/report", Text: "Báo cáo"}, {Text: "Soạn văn bản"}},
		Lead: "Ghi lời văn, máy trình bày đúng thể thức của Nhà nước (Nghị định 30/2020/NĐ-CP) hoặc của Đảng (Hướng dẫn 36-HD/VPTW): lề, cỡ chữ, tiêu đề, thứ tự I, 1, a), đ), khối chữ ký. Lưu xong thì tải được tệp Word, PDF."}
	p.Fields, err = d.letterFields(ctx, tx, plan.ID(number64(r, "plan")), Letter{})
	return p, err
}

func (d *Desk) drawLetterAnew(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	rep, p, err := d.asked(ctx, tx, r, "Sửa văn bản", "Lưu")
	switch {
	case err != nil:
		return p, err
	case rep.Letter == nil:
		return p, errOfFigures
	case rep.State != Draft:
		return p, errClosed
	}
	p.Fields, err = d.letterFields(ctx, tx, rep.Plan, *rep.Letter)
	return p, err
}

func (d *Desk) sendLetter(r *http.Request, a org.Actor) (string, error) {
	var id ID
	if r.PathValue("id") != "" {
		n, err := web.PathID(r, "id")
		if err != nil {
			return "", err
		}
		id = ID(n)
	}
	l := Letter{Kind: r.FormValue("kind"), Subject: r.FormValue("subject"), To: linesOf(r.FormValue("to")),
		Bases: linesOf(r.FormValue("bases")), Body: r.FormValue("body"), Copies: linesOf(r.FormValue("copies")), Signer: org.PersonID(number64(r, "signer"))}
	if r.FormValue("issuer") == partyIssues {
		l.Party = &PartySigner{Post: tidy(r.FormValue("party_post")), Name: tidy(r.FormValue("party_name"))}
	}
	id, err := d.WriteLetter(r.Context(), a, id, plan.ID(number64(r, "plan")), l)
	return "/" + id.Ref(), err
}

func (d *Desk) drawPassage(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	rep, p, err := d.asked(ctx, tx, r, "Sửa đoạn", "Lưu")
	if err != nil {
		return p, err
	}
	_, c, err := d.Read(ctx, tx, rep.ID)
	if err != nil {
		return p, err
	}
	for _, x := range c.Passages {
		if rep.Letter != nil || x.Key != r.PathValue("passage") {
			continue
		}
		p.Back += "#" + x.Key
		p.Lead = "Con số khớp với số liệu đã thẩm tra vẫn dẫn đến minh chứng; con số khác được đánh dấu và cần ghi lý do."
		if x.Ask != "" {
			p.Title, p.Lead = x.Ask, "Máy không có số liệu cho phần này. Để trống thì phần này không có trong báo cáo."
		}
		hint := ""
		if x.Editor != "" && x.Drafted != "" {
			hint = "Máy soạn: «" + x.Drafted + "» Để trống rồi lưu để lấy lại."
		}
		p.Fields = []web.Input{
			{Name: "body", Label: "Nội dung", Type: "textarea", Rows: 8, Value: x.Text, Hint: hint},
			{Name: "why", Label: "Lý do, nguồn của con số gõ tay", Value: x.Why},
		}
		return p, nil
	}
	return p, refuse.With(refuse.NotFound, "Không tìm thấy đoạn này trong báo cáo.")
}

func (d *Desk) sendPassage(r *http.Request, a org.Actor) (string, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return "", err
	}
	key := r.PathValue("passage")
	return "/" + ID(id).Ref() + "#" + key, d.Edit(r.Context(), a, ID(id), key, r.FormValue("body"), r.FormValue("why"))
}

func (d *Desk) drawCheck(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	rep, p, err := d.asked(ctx, tx, r, "Kiểm tra xong", "Kiểm tra xong")
	if err != nil {
		return p, err
	}
	p.Title = "Kiểm tra xong " + rep.kind().form.Name() + "?"
	_, c, err := d.Read(ctx, tx, rep.ID)
	p.Kind, p.Lead = "seal", "Câu chữ, số liệu được giữ nguyên từ đây; văn thư cấp số, lãnh đạo ký."
	if err == nil && rep.State == Draft {
		p.No = refuse.Of(c.ready())
		if p.No.Kind == refuse.Trouble {
			p.No = refuse.Refusal{}
		}
	}
	return p, err
}

func (d *Desk) drawReturn(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	_, p, err := d.asked(ctx, tx, r, "Trả lại", "Trả lại")
	p.Lead, p.Kind = "Văn bản trở lại thành dự thảo để sửa.", "wrong"
	p.Fields = []web.Input{{Name: "why", Label: "Lý do", Type: "textarea", Required: true}}
	return p, err
}

func (d *Desk) drawNumber(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	rep, p, err := d.asked(ctx, tx, r, "Cấp số và ngày", "Cấp số")
	p.Lead = "Theo sổ văn bản đi của cơ quan. Các tệp để ký được lập với số và ngày này."
	value := ""
	if rep.Issue.Number > 0 {
		value = strconv.Itoa(rep.Issue.Number)
	}
	p.Fields = []web.Input{
		{Name: "number", Label: "Số", Value: value, Hint: "Ký hiệu /" + symbol + " do máy ghi.", Required: true},
		{Name: "day", Label: "Ngày ban hành", Type: "date", Value: string(max(rep.Issue.Day, d.today())), Required: true},
	}
	return p, err
}

func (d *Desk) sendNumber(r *http.Request, a org.Actor, id ID) error {
	n, err := strconv.Atoi(strings.TrimSpace(r.FormValue("number")))
	if err != nil {
		return refuse.Field("number", "Hãy ghi số của văn bản trong sổ văn bản đi, ví dụ 215.")
	}
	day, err := org.ParseDay("day", r.FormValue("day"))
	if err != nil {
		return err
	}
	return d.Number(r.Context(), a, id, Issue{n, day})
}

func (d *Desk) drawSign(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	rep, p, err := d.asked(ctx, tx, r, "Nhận bản đã ký", "Nhận")
	p.Lead, p.Files = "Bản ký điện tử phải là chính tệp PDF đã tải ở trang này, có chữ ký số thêm vào. Loa không ký thay ai.", true
	if err == nil && rep.Files.As == Electronic {
		p.Title, p.Lead = takeBack(rep), "Tải bản đã ký ở trang này, ký thêm chữ ký số của cơ quan vào chính tệp ấy rồi nộp ở đây."
		p.Way[len(p.Way)-1].Text = p.Title
		p.Fields = []web.Input{signedFile}
		p.Hidden = []web.Input{{Name: "as", Value: string(Electronic)}}
		return p, nil
	}
	if rep.Issue.Number == 0 && err == nil {
		p.No = refuse.Of(errNoNumber)
	}
	p.Fields = []web.Input{
		{Name: "as", Label: "Cách ký", Type: "select", Value: string(Electronic), Options: []web.Option{{Value: string(Electronic), Text: "Ký số trên tệp PDF"}, {Value: string(OnPaper), Text: "Ký trên giấy, nộp bản quét"}}},
		signedFile,
	}
	return p, err
}

var signedFile = web.Input{Name: "file", Label: "Tệp PDF", Type: "file", Accept: ".pdf,application/pdf", Required: true}

// takeBack is what taking a signed paper back is called.
func takeBack(r Report) string {
	if r.Files.As == Electronic {
		return "Nhận bản có chữ ký số của cơ quan"
	}
	return "Nhận bản đã ký"
}

func (d *Desk) sendSign(r *http.Request, a org.Actor, id ID) error {
	file, _, err := r.FormFile("file")
	if err != nil {
		return refuse.Field("file", "Hãy chọn tệp PDF đã ký.")
	}
	defer file.Close() // it was only read
	return d.Sign(r.Context(), a, id, SignedAs(r.FormValue("as")), file)
}

func (d *Desk) drawSignHere(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	rep, p, err := d.asked(ctx, tx, r, "Ký số", "Ký")
	if err != nil {
		return p, err
	}
	signer, err := rep.signer()
	if a := org.ActorOf(ctx); signer != "" && !isName(a.Name, signer) {
		p.No = refuse.Of(notSigner(signer))
	}
	p.Kind, p.Files = "seal", true
	p.Lead = "Loa ký vào đúng tệp PDF đã giao ký. Tệp chứng thư và mật khẩu chỉ dùng cho lần ký này, không lưu lại ở đâu. Chứng thư có bị thu hồi hay không thì Loa không hỏi được."
	p.Fields = []web.Input{
		{Name: "certificate", Label: "Tệp chứng thư (.p12, .pfx)", Type: "file", Accept: ".p12,.pfx,application/x-pkcs12", Required: true},
		{Name: "password", Label: "Mật khẩu của tệp chứng thư", Type: "password", Required: true, Autocomplete: "off"},
		{Name: "picture", Label: "Ảnh chữ ký", Type: "file", Accept: ".png,image/png", Hint: "PNG nền trong suốt, mực xanh. Không có ảnh thì chỗ ký ghi tên người ký và giờ ký."},
	}
	return p, err
}

func (d *Desk) sendSignHere(r *http.Request, a org.Actor, id ID) error {
	certificate, err := sent(r, "certificate", maxCertificate)
	if err != nil {
		return err
	}
	if certificate == nil {
		return refuse.Field("certificate", "Hãy chọn tệp chứng thư.")
	}
	picture, err := sent(r, "picture", maxPicture)
	if err != nil {
		return err
	}
	return d.SignHere(r.Context(), a, id, Hand{certificate, r.PostFormValue("password"), picture})
}

// sent is a file of the form, with one byte more than most if it has more; nil for none.
func sent(r *http.Request, name string, most int64) ([]byte, error) {
	f, _, err := r.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() // it was only read
	return io.ReadAll(io.LimitReader(f, most+1))
}

func (d *Desk) drawSend(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	rep, p, err := d.asked(ctx, tx, r, "Ghi việc gửi", "Ghi đã gửi")
	p.Fields = []web.Input{
		{Name: "recipient", Label: "Nơi nhận", Value: rep.Recipient, Required: true},
		{Name: "way", Label: "Cách gửi", Value: "trục liên thông văn bản", Required: true},
		{Name: "on", Label: "Ngày gửi", Type: "date", Value: string(d.today()), Required: true},
	}
	return p, err
}

func (d *Desk) sendSend(r *http.Request, a org.Actor, id ID) error {
	on, err := org.ParseDay("on", r.FormValue("on"))
	if err != nil {
		return err
	}
	return d.Send(r.Context(), a, id, r.FormValue("recipient"), r.FormValue("way"), on)
}

func (d *Desk) drawArchive(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	_, p, err := d.asked(ctx, tx, r, "Lưu hồ sơ", "Lưu hồ sơ")
	p.Lead = "Bản đã ký cùng các tệp của nó nằm trong hồ sơ lưu trữ của kế hoạch."
	return p, err
}

func (d *Desk) drawAddRegime(context.Context, *store.Tx, *http.Request) (page, error) {
	return regimePage(Regime{Frequency: HalfYearly, CutDay: CutDay, DueDay: 16, Since: d.today()}), nil
}

func (d *Desk) drawRegime(ctx context.Context, tx *store.Tx, r *http.Request) (page, error) {
	id, err := web.PathID(r, "id")
	if err != nil {
		return page{}, err
	}
	g, err := LoadRegime(ctx, tx, RegimeID(id))
	return regimePage(g), err
}

func regimePage(g Regime) page {
	p := page{Title: "Thêm chế độ báo cáo", Verb: "Lưu", Back: "/report", Lead: "Ai nhận báo cáo gì, bao lâu một lần, số liệu chốt ngày nào, phải gửi ngày nào. Nghị định 09/2019/NĐ-CP: chốt ngày 14, gửi sau đó ít nhất 01 ngày làm việc."}
	if g.ID != 0 {
		p.Title = "Chế độ báo cáo: " + g.Name
	}
	p.Way = []web.Link{{Href: "/report", Text: "Báo cáo"}, {Text: p.Title}}
	var often []web.Option
	for _, f := range frequencies {
		often = append(often, web.Option{Value: string(f.of), Text: f.name})
	}
	p.Fields = []web.Input{
		{Name: "name", Label: "Tên báo cáo", Value: g.Name, Required: true},
		{Name: "recipient", Label: "Nơi nhận", Value: g.Recipient, Required: true},
		{Name: "frequency", Label: "Tần suất", Type: "select", Value: string(g.Frequency), Options: often},
		{Name: "cut_day", Label: "Ngày chốt số liệu, của tháng cuối kỳ", Type: "number", Min: "1", Max: "31", Value: strconv.Itoa(g.CutDay)},
		{Name: "due_day", Label: "Ngày phải gửi", Type: "number", Min: "1", Max: "31", Value: strconv.Itoa(g.DueDay)},
		{Name: "due_later", Label: "Của tháng", Type: "select", Value: strconv.Itoa(g.DueLater), Options: []web.Option{{Value: "0", Text: "cuối kỳ"}, {Value: "1", Text: "ngay sau kỳ"}, {Value: "2", Text: "thứ hai sau kỳ"}}},
		{Name: "cut_on", Label: "Chỉ với báo cáo một lần: ngày chốt số liệu", Type: "date", Value: string(g.CutOn)},
		{Name: "due_on", Label: "Chỉ với báo cáo một lần: ngày phải gửi", Type: "date", Value: string(g.DueOn)},
		{Name: "since_on", Label: "Áp dụng từ ngày", Type: "date", Value: string(g.Since)},
		{Name: "basis", Label: "Văn bản quy định", Value: g.Basis},
		{Name: "ended", Label: "Không còn áp dụng", Type: "checkbox", Checked: g.IsEnded},
	}
	return p
}

func (d *Desk) sendRegime(r *http.Request, a org.Actor) (string, error) {
	g := Regime{Name: r.FormValue("name"), Recipient: r.FormValue("recipient"), Frequency: Frequency(r.FormValue("frequency")), CutDay: int(min(number64(r, "cut_day"), 99)), DueDay: int(min(number64(r, "due_day"), 99)),
		DueLater: int(min(number64(r, "due_later"), 99)), Basis: r.FormValue("basis"), IsEnded: r.FormValue("ended") != ""}
	if r.PathValue("id") != "" {
		id, err := web.PathID(r, "id")
		if err != nil {
			return "", err
		}
		g.ID = RegimeID(id)
	}
	for _, f := range []struct {
		name string
		to   *org.Day
	}{{"cut_on", &g.CutOn}, {"due_on", &g.DueOn}, {"since_on", &g.Since}} {
		if said := r.FormValue(f.name); said != "" {
			day, err := org.ParseDay(f.name, said)
			if err != nil {
				return "", err
			}
			*f.to = day
		}
	}
	_, err := d.KeepRegime(r.Context(), a, g)
	return "/report#regimes", err
}

func capital(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
