package plan

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"loa/platform/refuse"
)

// A Field is one part of a thing that a person may put right: what it is
// called, what stands there now, and how it is typed.
type Field struct {
	Name, Label, Hint string
	Value             string
	Type              string   // text when empty; also textarea (one long wording), lines (one entry a line), date
	Options           []Option // when it is one of a few
	Rare              bool     // seldom put right: a screen keeps it one press away
	Needed            bool     // cannot be left empty

	set func(string) error
}

// An Option is one of the few values of a field.
type Option struct{ Value, Text string }

// Fields are the parts of t, with their present values; nil when d has no t.
func (d *Draft) Fields(t Thing) []Field {
	switch t {
	case "doc", "doc.issuer", "doc.period", "doc.signer", "doc.recipients":
		return d.headerFields(t)
	case "funding":
		if d.Funding == nil {
			return nil
		}
		return []Field{long("text", "Kinh phí", &d.Funding.Text)}
	}
	if g := d.target(string(t)); g != nil {
		return targetFields(g)
	}
	if b := d.basis(string(t)); b != nil {
		return basisFields(b)
	}
	if a := d.assignment(string(t)); a != nil {
		return []Field{
			needed(text("unit", "Đơn vị được phân công", &a.Unit)),
			choice("mode", "Cách phân công", &a.Mode, Option{"assign", "Giao"}, Option{"request", "Đề nghị"}),
		}
	}
	if i := slices.IndexFunc(d.Units, func(u NamedUnit) bool { return u.ID == string(t) }); i >= 0 {
		return []Field{needed(text("name", "Tên đơn vị", &d.Units[i].Name)), rare(text("short", "Tên viết tắt", &d.Units[i].Short)),
			rare(text("note", "Ghi chú", &d.Units[i].Note))}
	}
	if i := slices.IndexFunc(d.Channels, func(c Channel) bool { return c.ID == string(t) }); i >= 0 {
		return []Field{needed(text("name", "Tên kênh", &d.Channels[i].Name))}
	}
	if i := slices.IndexFunc(d.Campaigns, func(c Campaign) bool { return c.ID == string(t) }); i >= 0 {
		return []Field{needed(text("name", "Tên đợt, ngày", &d.Campaigns[i].Name)), optionalDay("date", "Ngày", &d.Campaigns[i].Date)}
	}
	if c := d.Clause(Address(t)); c != nil {
		return d.clauseFields(c)
	}
	if w, ok := d.wordAt(t); ok {
		return d.wordFields(t, w)
	}
	return nil
}

func (d *Draft) headerFields(t Thing) []Field {
	h := &d.Doc
	switch t {
	case "doc.issuer":
		return []Field{
			needed(text("name", "Cơ quan ban hành", &h.Issuer.Name)),
			choice("level", "Cấp", &h.Issuer.Level, Option{"ward", "Cấp xã"}, Option{"district", "Cấp huyện (trước 7/2025)"}, Option{"city", "Cấp tỉnh"}, Option{"nation", "Trung ương"},
				Option{"party", "Cơ quan Đảng"}, Option{"department", "Sở, ngành"}),
			text("city", "Tỉnh, thành phố", &h.Issuer.City),
		}
	case "doc.period":
		p := Period{}
		if h.Period != nil {
			p = *h.Period
		}
		keep := func(f Field) Field { // the header has a period once somebody says when it is
			set := f.set
			f.set = func(s string) error { err := set(s); h.Period = &p; return err }
			return f
		}
		return []Field{keep(text("text", "Thời gian, theo lời văn", &p.Text)), keep(day("from", "Từ ngày", &p.From)), keep(day("to", "Đến hết ngày", &p.To))}
	case "doc.signer":
		s := Signer{Lines: Span{1, 1}}
		if h.Signer != nil {
			s = *h.Signer
		}
		keep := func(f Field) Field {
			set := f.set
			f.set = func(v string) error { err := set(v); h.Signer = &s; return err }
			return f
		}
		name := needed(text("name", "Họ và tên người ký", &s.Name))
		if len(s.Alternatives) > 0 {
			name.Hint = "Cũng có thể là: " + strings.Join(s.Alternatives, ", ") + "."
		}
		return []Field{keep(text("onBehalf", "Thay mặt", &s.OnBehalf)), keep(text("capacity", "Thẩm quyền ký", &s.Capacity)),
			keep(text("position", "Chức vụ", &s.Position)), keep(name)}
	case "doc.recipients":
		return []Field{recipients(h), archive(h)}
	}
	return []Field{
		needed(text("kindText", "Loại văn bản", &h.KindText)),
		code(h),
		text("place", "Nơi ban hành", &h.Place),
		needed(day("date", "Ngày ban hành", &h.Date)),
		needed(long("title", "Tên văn bản", &h.Title)),
	}
}

// recipients is the list under «Nơi nhận», one a line; an entry that stays keeps its place on the paper.
func recipients(h *Header) Field {
	texts := make([]string, len(h.Recipients))
	all := Span{}
	for i, r := range h.Recipients {
		texts[i] = r.Text
		if i == 0 {
			all = r.Lines
		}
		all = Span{min(all[0], r.Lines[0]), max(all[1], r.Lines[1])}
	}
	return Field{Name: "list", Label: "Nơi nhận, mỗi nơi một dòng", Type: "lines", Value: strings.Join(texts, "\n"), set: func(s string) error {
		old := h.Recipients
		h.Recipients = []Recipient{}
		for i, line := range lines(s) {
			r := Recipient{Text: line, Lines: all}
			if was := slices.IndexFunc(old, func(o Recipient) bool { return o.Text == line }); was >= 0 {
				r = old[was]
			} else if i < len(old) {
				r.Lines = old[i].Lines
			}
			h.Recipients = append(h.Recipients, r)
		}
		return nil
	}}
}

func archive(h *Header) Field {
	r := Recipient{}
	if h.Archive != nil {
		r = *h.Archive
	}
	f := rare(text("archive", "Lưu", &r.Text))
	set := f.set
	f.set = func(s string) error { err := set(s); h.Archive = &r; return err }
	return f
}

// code is the number and symbol in one, 15/KH-UBND or 57-NQ/TW (Decree 30/2020, annex I, part II.3).
func code(h *Header) Field {
	return Field{Name: "code", Label: "Số, ký hiệu", Hint: "Chẳng hạn 15/KH-UBND.", Value: h.Code, set: func(s string) error {
		c := strings.ReplaceAll(squeeze(norm.NFC.String(s)), " ", "")
		number, symbol, ok := cutCode(c)
		if !ok {
			return refuse.Field("code", "Số, ký hiệu phải có dạng như 15/KH-UBND hoặc 57-NQ/TW.")
		}
		h.Code, h.Number, h.Symbol = c, number, symbol
		return nil
	}}
}

// cutCode parts 15/KH-UBND into its number and its symbol.
func cutCode(c string) (number, symbol string, ok bool) {
	i := strings.IndexFunc(c, func(r rune) bool { return r < '0' || r > '9' })
	if i <= 0 || i+1 >= len(c) || c[i] != '/' && c[i] != '-' {
		return "", "", false
	}
	return c[:i], c[i+1:], true
}

var (
	clauseOptions = []Option{{"objectives", "Mục tiêu"}, {"general-objectives", "Mục tiêu tổng quát"}, {"objective", "Mục tiêu chung"},
		{"specific-objectives", "Mục tiêu cụ thể"}, {"target", "Chỉ tiêu"}, {"themes", "Nội dung tuyên truyền"}, {"theme", "Chủ đề"}, {"theme-item", "Ý của chủ đề"},
		{"funding", "Kinh phí"}, {"assignments", "Phân công"}, {"assignment", "Phân công cho một đơn vị"}, {"task", "Nhiệm vụ"}, {"preamble", "Phần căn cứ"},
		{"basis", "Căn cứ"}, {"reference", "Văn bản được dẫn"}, {"purpose", "Mục đích"}, {"requirement", "Yêu cầu"}, {"part", "Phần"}, {"article", "Điều"}, {"paragraph", "Đoạn văn"}, {"closing", "Đoạn kết"}}
	targetOptions     = []Option{{"percent", "Tỷ lệ phần trăm"}, {"count", "Số lượng"}, {"rank", "Xếp hạng"}, {"activity", "Có tổ chức"}, {"continuous", "Duy trì"}, {"qualitative", "Định tính"}}
	opOptions         = []Option{{"eq", "bằng"}, {"ge", "ít nhất (tối thiểu)"}, {"le", "nhiều nhất (tối đa)"}, {"maintain", "duy trì"}, {"achieve", "đạt"}}
	populationOptions = []Option{{"", "chưa rõ"}, {"agencies", "cơ quan, đơn vị"}, {"channels", "kênh thông tin"}, {"people", "cán bộ, phóng viên"}, {"models", "mô hình, gương điển hình"},
		{"events", "hội nghị, hội thảo"}, {"schools", "trường học"}, {"households", "hộ gia đình"}, {"citizens", "người dân"}, {"neighbourhoods", "tổ dân phố, thôn"}, {"enterprises", "doanh nghiệp"},
		{"procedures", "thủ tục, hồ sơ"}}
	roleOptions = []Option{{"lead", "Chủ trì"}, {"coordinate", "Phối hợp"}, {"perform", "Thực hiện"}, {"report", "Báo cáo"}, {"target", "Nhắc lại chỉ tiêu"}}
)

func (d *Draft) clauseFields(c *Clause) []Field {
	title := long("title", "Tiêu đề", &c.Title)
	words := long("text", "Lời văn", &c.Text)
	title.Rare = c.Title == "" && c.Text != ""
	words.Rare = c.Text == "" && c.Title != ""
	fs := []Field{title, words, rare(text("label", "Ký hiệu in trên giấy", &c.Label)), rare(choice("kind", "Là", &c.Kind, clauseOptions...))}
	if c.Kind == ATheme {
		fs = append(fs, rare(text("slug", "Địa chỉ trên trang công khai", &c.Slug)))
	}
	k := d.task(c.ID)
	if k == nil {
		return fs
	}
	fs[1].set = func(s string) error { // the clause and the task in it have one wording
		c.Text = squeeze(norm.NFC.String(s))
		k.Text = c.Text
		return nil
	}
	return append(fs, choice("role", "Vai trò của đơn vị", &k.Role, roleOptions...), rare(day("deadline", "Hạn", &k.Deadline)), rare(text("note", "Ghi chú", &k.Note)))
}

func targetFields(t *Target) []Field {
	return []Field{
		choice("kind", "Loại chỉ tiêu", &t.Kind, targetOptions...),
		choice("op", "So sánh", &t.Op, opOptions...),
		number("value", "Con số", t),
		optional("unit", "Đơn vị tính", &t.Unit),
		needed(long("measure", "Việc được đo", &t.Measure)),
		long("subject", "Đo trên đối tượng nào", &t.Subject),
		choice("population", "Nhóm đối tượng", &t.Population, populationOptions...),
		rare(text("deadline", "Hạn", &t.Deadline)),
		rare(text("exclusion", "Trừ", &t.Exclusion)),
	}
}

func basisFields(b *Basis) []Field {
	return []Field{
		needed(text("kind", "Loại văn bản", &b.Kind)),
		{Name: "code", Label: "Số, ký hiệu", Value: b.Code, set: func(s string) error {
			c := strings.ReplaceAll(squeeze(norm.NFC.String(s)), " ", "")
			n, y, ok := cutCode(c)
			if !ok {
				return refuse.Field("code", "Số, ký hiệu phải có dạng như 284/QĐ-UBND hoặc 57-NQ/TW.")
			}
			b.Code, b.Number, b.Symbol = c, n, y
			return nil
		}},
		day("date", "Ngày ban hành", &b.Date),
		text("issuer", "Cơ quan ban hành", &b.Issuer),
		long("title", "Trích yếu", &b.Title),
	}
}

func text[S ~string](name, label string, p *S) Field {
	return Field{Name: name, Label: label, Value: string(*p), set: func(s string) error { *p = S(squeeze(norm.NFC.String(s))); return nil }}
}

func long[S ~string](name, label string, p *S) Field {
	f := text(name, label, p)
	f.Type = "textarea"
	return f
}

func rare(f Field) Field {
	f.Rare = true
	return f
}

// needed refuses to leave f empty.
func needed(f Field) Field {
	set := f.set
	f.Needed = true
	f.set = func(s string) error {
		if strings.TrimSpace(s) == "" {
			return refuse.Field(f.Name, "“"+f.Label+"” không được để trống.")
		}
		return set(s)
	}
	return f
}

func choice[S ~string](name, label string, p *S, options ...Option) Field {
	return Field{Name: name, Label: label, Value: string(*p), Options: options, set: func(s string) error {
		if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == s }) {
			return refuse.Field(name, "“"+s+"” không phải một lựa chọn của “"+label+"”.")
		}
		*p = S(s)
		return nil
	}}
}

// day takes 2025-07-16, as a browser sends it, and 16/7/2025, as people write it.
func day(name, label string, p *string) Field {
	return Field{Name: name, Label: label, Type: "date", Value: *p, set: func(s string) error {
		s = strings.TrimSpace(s)
		for _, form := range []string{"2006-01-02", "2/1/2006"} {
			if at, err := time.Parse(form, s); err == nil {
				*p = at.Format("2006-01-02")
				return nil
			}
		}
		if s == "" {
			*p = ""
			return nil
		}
		return refuse.Field(name, "“"+label+"” phải là một ngày có thật, viết như 16/7/2025.")
	}}
}

func optional(name, label string, p **string) Field {
	s := ""
	if *p != nil {
		s = **p
	}
	f := text(name, label, &s)
	set := f.set
	f.set = func(v string) error { err := set(v); *p = present(s); return err }
	return f
}

func optionalDay(name, label string, p **string) Field {
	s := ""
	if *p != nil {
		s = **p
	}
	f := day(name, label, &s)
	set := f.set
	f.set = func(v string) error {
		if err := set(v); err != nil {
			return err
		}
		*p = present(s)
		return nil
	}
	return f
}

func present(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// number is a target's value, written 80 or 80,5.
func number(name, label string, t *Target) Field {
	f := Field{Name: name, Label: label}
	if t.Value != nil {
		f.Value = figure(*t.Value)
	}
	f.set = func(s string) error {
		s = strings.TrimSpace(s)
		if s == "" {
			t.Value, t.ValueInferred = nil, false
			return nil
		}
		v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		if err != nil || v < 0 || v > 1e12 {
			return refuse.Field(name, "“"+label+"” phải là một số, viết như 80 hoặc 80,5.")
		}
		t.Value, t.ValueInferred = &v, false
		return nil
	}
	return f
}

// figure writes a number the Vietnamese way: 80,5.
func figure(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
}

// lines are the lines of s that say something.
func lines(s string) []string {
	var out []string
	for _, l := range strings.Split(norm.NFC.String(s), "\n") {
		if l = squeeze(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}
