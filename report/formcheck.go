package report

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"loa/kit/docx"
	"loa/kit/form"
	"loa/platform/refuse"
	"loa/platform/web"
)

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
