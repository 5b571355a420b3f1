package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"loa/kit/docx"
	"loa/kit/form"
	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/web"
)

// What stands here keeps nothing: it lays out a paper that a person wrote, and looks at the form of any paper.

// kinds are the papers that can be written beside reports, with what their numbers end in.
var kinds = []struct {
	kind   form.Kind
	value  string
	symbol string
}{{form.Letter, "letter", "UBND-VHXH"}, {form.Invitation, "invitation", "GM-UBND"}, {form.Proposal, "proposal", "TTr-UBND"}, {form.Plan, "plan", "KH-UBND"}, {form.Report, "report", "BC-UBND"}}

var typed = []struct {
	form  *regexp.Regexp
	level form.Level
}{
	{regexp.MustCompile(`^[IVXLC]+\.\s+`), form.Part},
	{regexp.MustCompile(`^\d{1,2}\.\s+`), form.Clause},
	{regexp.MustCompile(`^\p{Ll}\)\s*`), form.Point},
	{regexp.MustCompile(`^[-–]\s*`), form.Dash},
	{regexp.MustCompile(`^\+\s*`), form.Plus},
}

// bodyOf is the paragraphs of a text, one a line; the labels that were typed say how deep each is, and are counted anew.
func bodyOf(text string) (items []form.Item) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		it := form.Item{Text: line}
		for _, t := range typed {
			if rest := t.form.ReplaceAllString(line, ""); rest != line {
				it.Level, it.Text = t.level, rest
				break
			}
		}
		it.Title = it.Level == form.Part || it.Level == form.Clause && !strings.ContainsAny(it.Text[len(it.Text)-1:], ".;:,")
		items = append(items, it)
	}
	return items
}

// linesOf is the lines of a text that have words.
func linesOf(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = tidy(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// letter is the paper that the form r asks for, issued by the committee of the place.
func (d *Desk) letter(ctx context.Context, tx *store.Tx, r *http.Request) (*form.Paper, error) {
	place, err := org.LoadPlace(ctx, tx, tx.Place())
	if err != nil {
		return nil, err
	}
	name := "Ủy ban nhân dân " + lower(place.Name)
	p := &form.Paper{Issuer: issuerLines(name), Named: name, Place: place.Short, Subject: tidy(r.FormValue("subject")), To: linesOf(r.FormValue("to")), Bases: linesOf(r.FormValue("bases")),
		Body: bodyOf(r.FormValue("body")), Copies: linesOf(r.FormValue("copies")), File: "VT, VHXH"}
	known := false
	for _, k := range kinds {
		if k.value == r.FormValue("kind") {
			p.Kind, p.Symbol, known = k.kind, k.symbol, true
		}
	}
	switch {
	case !known:
		return nil, refuse.Field("kind", "Hãy chọn loại văn bản trong danh sách.")
	case p.Subject == "":
		return nil, refuse.Field("subject", "Hãy ghi trích yếu nội dung.")
	case len(p.Body) == 0:
		return nil, refuse.Field("body", "Hãy ghi nội dung văn bản.")
	case p.Kind == form.Letter && len(p.To) == 0:
		return nil, refuse.Field("to", "Công văn cần ghi nơi gửi (Kính gửi).")
	}
	if len(p.Copies) == 0 {
		p.Copies = []string{"Như trên"}
		if len(p.To) == 0 {
			p.Copies = []string{"Lãnh đạo Ủy ban nhân dân"}
		}
	}
	p.Signer, err = signerOf(ctx, tx, plan.Plan{}, d.today())
	return p, err
}

func (d *Desk) writeForm(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, formScreen(letterPage()))
}

func letterPage() page {
	var choices []web.Option
	for _, k := range kinds {
		choices = append(choices, web.Option{Value: k.value, Text: vi.Sentence(k.kind.Name())})
	}
	return page{
		Title: "Soạn văn bản theo thể thức", Verb: "Tải tệp Word", Back: "/report", Way: []web.Link{{Href: "/report", Text: "Báo cáo"}, {Text: "Soạn văn bản"}},
		Lead: "Ghi lời văn, máy trình bày theo Nghị định 30/2020/NĐ-CP: lề, cỡ chữ, quốc hiệu, thứ tự I, 1, a), đ), khối chữ ký. Loa không lưu văn bản này.",
		Fields: []web.Input{
			{Name: "kind", Label: "Loại văn bản", Type: "select", Options: choices},
			{Name: "subject", Label: "Trích yếu", Hint: "Ví dụ: gửi minh chứng thực hiện kế hoạch truyền thông", Required: true},
			{Name: "to", Label: "Kính gửi, mỗi dòng một nơi", Type: "textarea"},
			{Name: "bases", Label: "Căn cứ, mỗi dòng một căn cứ", Type: "textarea"},
			{Name: "body", Label: "Nội dung, mỗi đoạn một dòng", Type: "textarea", Rows: 12, Hint: "Đầu dòng ghi I. hoặc 1. hoặc a) hoặc - để chia mục; số thứ tự được đánh lại cho đúng.", Required: true},
			{Name: "copies", Label: "Nơi nhận, mỗi dòng một nơi", Type: "textarea"},
		},
	}
}

// write gives out the paper that was written, or the form again with what was typed.
func (d *Desk) write(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	var p *form.Paper
	err := d.read(r, func(ctx context.Context, tx *store.Tx) (err error) {
		p, err = d.letter(ctx, tx, r)
		return err
	})
	if no := refuse.Of(err); err != nil {
		if no.Kind != refuse.Invalid {
			return err
		}
		f := letterPage()
		f.No, f.Fields = no, web.Retyped(f.Fields, r.PostForm, no)
		return web.Show(w, r, web.Status(no), formScreen(f))
	}
	var body bytes.Buffer
	if err := docx.Write(&body, form.Decree30.Lay(p)); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", fileKinds[0].kind)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.docx"`, vi.Slug(p.Kind.Name()+" "+head(p.Subject, 8))))
	h.Set("Cache-Control", "private, no-store")
	_, err = body.WriteTo(w)
	return err
}

// checkedPage is what was found in the form of a paper.
type checkedPage struct {
	page
	Name  string // of the file; empty while none was looked at
	Rules string
	Found []form.Departure
}

func (d *Desk) formForm(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, checkedScreen(checkedPage{page: checkPage()}))
}

func checkPage() page {
	return page{
		Title: "Kiểm tra thể thức văn bản", Verb: "Kiểm tra", Back: "/report", Files: true, Way: []web.Link{{Href: "/report", Text: "Báo cáo"}, {Text: "Kiểm tra thể thức"}},
		Lead:   "Chọn một tệp Word bất kỳ; máy nêu từng chỗ chưa đúng kèm điều khoản. Văn bản của Đảng được kiểm tra theo Hướng dẫn 36-HD/VPTW. Loa không lưu tệp này.",
		Fields: []web.Input{{Name: "file", Label: "Tệp Word (.docx)", Type: "file", Accept: ".docx", Required: true}},
	}
}

// maxPaper is the most bytes of a file whose form is looked at.
const maxPaper = 32 << 20

// checkForm says what is wrong with the form of the file that was sent.
func (d *Desk) checkForm(w http.ResponseWriter, r *http.Request) error {
	p := checkedPage{page: checkPage()}
	err := p.look(r)
	if no := refuse.Of(err); err != nil {
		if no.Kind != refuse.Invalid && no.Kind != refuse.TooLarge {
			return err
		}
		p.No, p.Fields = no, web.Retyped(p.Fields, nil, no)
		return web.Show(w, r, web.Status(no), checkedScreen(p))
	}
	return web.Show(w, r, http.StatusOK, checkedScreen(p))
}

// look reads the file of the form r and holds it against its rules.
func (p *checkedPage) look(r *http.Request) error {
	if err := parse(r); err != nil {
		return err
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return refuse.Field("file", "Hãy chọn tệp Word cần kiểm tra.")
	}
	defer file.Close() // it was only read
	body, err := io.ReadAll(io.LimitReader(file, maxPaper+1))
	if err != nil {
		return err
	}
	if len(body) > maxPaper {
		return refuse.With(refuse.TooLarge, "Tệp lớn hơn 32 MB. Hãy chọn lại tệp.")
	}
	doc, err := docx.Parse(bytes.NewReader(body), int64(len(body)))
	if bad, ok := errors.AsType[*docx.Unreadable](err); ok {
		return refuse.Field("file", bad.Say)
	}
	if err != nil {
		return err
	}
	rules := form.RulesOf(doc)
	p.Name, p.Rules, p.Found = head.Filename, rules.Name, rules.Check(doc)
	return nil
}
