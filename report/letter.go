package report

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"loa/kit/form"
	"loa/kit/vi"
	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Letter (văn bản khác) is what a person wrote of a paper that is not made of figures: a công văn, an invitation, a
// submission, a plan. It lives as a report does.
type Letter struct {
	Kind    string       `json:"kind"` // of kinds
	Subject string       `json:"subject"`
	To      []string     `json:"to,omitempty"`
	Bases   []string     `json:"bases,omitempty"`
	Body    string       `json:"body"` // a paragraph a line, with its label
	Copies  []string     `json:"copies,omitempty"`
	Signer  org.PersonID `json:"signer"`
	Party   *PartySigner `json:"party,omitempty"` // nil: the committee of the place issues it, and Signer signs
}

// A PartySigner signs a paper of the party committee of the place, whose posts are in no register here.
type PartySigner struct {
	Post string `json:"post"` // Phó Bí thư
	Name string `json:"name"`
}

// A kind is a type of paper, by what stands behind its numbers.
type kind struct {
	form   form.Kind
	value  string // in a form
	symbol string
	party  string // of the party committee (Guidance 36-HD/VPTW)
}

var kinds = []kind{
	{form.Letter, "letter", "UBND-VHXH", "CV/ĐU"}, {form.Invitation, "invitation", "GM-UBND", "GM/ĐU"}, {form.Proposal, "proposal", "TTr-UBND", "TTr/ĐU"},
	{form.Plan, "plan", "KH-UBND", "KH/ĐU"}, {form.Report, "report", symbol, "BC/ĐU"},
}

// symbolOf is what stands behind the number of l.
func (l Letter) symbolOf(k kind) string {
	if l.Party != nil {
		return k.party
	}
	return k.symbol
}

// formOf are the rules of the form of papers with a symbol.
func formOf(symbol string) *form.Rules {
	if slices.ContainsFunc(kinds, func(k kind) bool { return k.party == symbol }) {
		return form.Guidance36
	}
	return form.Decree30
}

// kindOf is the kind of papers with a symbol.
func kindOf(symbol string) kind {
	return kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.symbol == symbol || k.party == symbol })]
}

// kind is what type of paper c is.
func (c *Composition) kind() kind { return kindOf(cmp.Or(c.Symbol, symbol)) }

// isLetter reports whether c is what a person wrote, without figures, annexes and a workbook.
func (c *Composition) isLetter() bool { return c.Symbol != "" }

var typed = []struct {
	form  *regexp.Regexp
	level form.Level
}{
	{regexp.MustCompile(`^[IVXLC]+\.(?:\s+|$)`), form.Part},
	{regexp.MustCompile(`^\d{1,2}\.(?:\s+|$)`), form.Clause},
	{regexp.MustCompile(`^\p{Ll}\)\s*`), form.Point},
	{regexp.MustCompile(`^[-–]\s*`), form.Dash},
	{regexp.MustCompile(`^\+\s*`), form.Plus},
}

// bodyOf is the paragraphs of a text, one a line; the labels that were typed say how deep each is, and are counted anew.
func bodyOf(text string) (out []Passage) {
	for _, line := range linesOf(text) {
		p := Passage{Key: fmt.Sprintf("line.%d", len(out)+1), Text: line}
		for _, t := range typed {
			if rest := t.form.ReplaceAllString(line, ""); rest != line {
				p.Level, p.Text = t.level, rest
				break
			}
		}
		p.Title = p.Text != "" && (p.Level == form.Part || p.Level == form.Clause && !strings.ContainsAny(p.Text[len(p.Text)-1:], ".;:,"))
		out = append(out, p)
	}
	return out
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

// WriteLetter keeps l, about plan p or, with 0, about none: a new one, or in the place of the words of draft id.
func (d *Desk) WriteLetter(ctx context.Context, a org.Actor, id ID, p plan.ID, l Letter) (ID, error) {
	if err := allowed(a, Write); err != nil {
		return 0, err
	}
	l.Subject = tidy(l.Subject)
	k := slices.IndexFunc(kinds, func(k kind) bool { return k.value == l.Kind })
	switch {
	case k < 0:
		return 0, refuse.Field("kind", "Hãy chọn loại văn bản trong danh sách.")
	case l.Subject == "":
		return 0, refuse.Field("subject", "Hãy ghi trích yếu nội dung.")
	case !slices.ContainsFunc(bodyOf(l.Body), func(p Passage) bool { return p.Text != "" }):
		return 0, refuse.Field("body", "Hãy ghi nội dung văn bản.")
	case kinds[k].form == form.Letter && len(l.To) == 0:
		return 0, refuse.Field("to", "Công văn cần ghi nơi gửi (Kính gửi).")
	case l.Party != nil && l.Party.Name == "":
		return 0, refuse.Field("party_name", "Hãy ghi họ và tên người ký văn bản của Đảng ủy.")
	case l.Party != nil && l.Party.Post == "":
		return 0, refuse.Field("party_post", "Hãy ghi chức vụ người ký, ví dụ Phó Bí thư.")
	}
	err := d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		if p != 0 {
			if _, err := plan.Current(ctx, tx, p); err != nil {
				return err
			}
		}
		if _, err := d.signs(ctx, tx, l); err != nil {
			return err
		}
		if id == 0 {
			r := Report{Plan: p, State: Draft, Symbol: l.symbolOf(kinds[k]), Letter: &l, By: a.Person, ByName: a.Name, OpenedAt: d.Now()}
			if err := insertReport(ctx, tx, &r); err != nil {
				return err
			}
			id = r.ID
			return d.record(ctx, tx, a, id, "open", "Soạn "+r.kind().form.Name()+".")
		}
		r, err := Load(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case r.Letter == nil:
			return errOfFigures
		case r.State != Draft:
			return errClosed
		}
		r.Plan, r.Symbol, r.Letter = p, l.symbolOf(kinds[k]), &l
		if err := updateReport(ctx, tx, r); err != nil {
			return err
		}
		return d.record(ctx, tx, a, id, "edit", "Sửa "+r.kind().form.Name()+".")
	})
	return id, err
}

var errOfFigures = refuse.With(refuse.NotFound, "Báo cáo soạn từ số liệu thì sửa từng đoạn.")

// compose is the letter of r as it stands, issued by the committee of the place.
func (d *Desk) compose(ctx context.Context, tx *store.Tx, r Report) (*Composition, error) {
	place, err := org.LoadPlace(ctx, tx, tx.Place())
	if err != nil {
		return nil, err
	}
	l := *r.Letter
	c := &Composition{Plan: r.Plan, Symbol: r.Symbol, Issuer: "Ủy ban nhân dân " + lower(place.Name), Place: place.Short, Subject: l.Subject, To: l.To, Bases: l.Bases, Copies: l.Copies,
		File: "VT, VHXH", Passages: bodyOf(l.Body)}
	if len(c.Copies) == 0 {
		c.Copies = []string{"Như trên"}
		if len(c.To) == 0 {
			c.Copies = []string{"Lãnh đạo Ủy ban nhân dân"}
		}
	}
	if l.Party != nil {
		c.Issuer, c.File = "Đảng ủy "+lower(place.Name), "Văn phòng Đảng ủy"
		above, err := org.Above(ctx, tx, place)
		if err != nil {
			return nil, err
		}
		if above.Name != "" {
			c.Superior = issuerLines("Đảng bộ " + lower(above.Name))
		}
	}
	if r.Plan != 0 {
		p, err := plan.Current(ctx, tx, r.Plan)
		if err != nil {
			return nil, err
		}
		c.Version, c.Code = p.Version, p.Doc.Code
	}
	c.Signer, err = d.signs(ctx, tx, l)
	if refuse.Of(err).Kind == refuse.Invalid {
		return c, nil // nobody signs until somebody else is chosen
	}
	return c, err
}

// signs is the block under l.
func (d *Desk) signs(ctx context.Context, tx *store.Tx, l Letter) (form.Signer, error) {
	if l.Party != nil {
		return form.Signer{Behalf: "T/M Ban Thường vụ", Post: l.Party.Post, Name: l.Party.Name}, nil
	}
	all, err := signers(ctx, tx, d.today())
	if err != nil {
		return form.Signer{}, err
	}
	i := slices.IndexFunc(all, func(s signer) bool { return s.person == l.Signer })
	if i < 0 {
		return form.Signer{}, refuse.Field("signer", "Hãy chọn người ký: chủ tịch hoặc phó chủ tịch đang giữ chức vụ.")
	}
	return all[i].Signer, nil
}

// A signer may sign for the committee.
type signer struct {
	form.Signer
	person org.PersonID
	post   org.Post
}

// signers are who may sign for the committee on a day: the chair, and the vice chairs in the chair's stead.
func signers(ctx context.Context, tx *store.Tx, on org.Day) (out []signer, err error) {
	held, err := org.AllHoldings(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		s := signer{form.Signer{Behalf: "TM. Ủy ban nhân dân", Post: "Chủ tịch"}, h.Person, h.Post}
		switch {
		case !h.Span.Covers(on), h.Post != org.Chair && h.Post != org.ViceChair:
			continue
		case h.Post == org.ViceChair:
			s.Capacity, s.Signer.Post = "KT. Chủ tịch", "Phó Chủ tịch"
		}
		names, err := org.PersonNames(ctx, tx, h.Person)
		if err != nil {
			return nil, err
		}
		s.Name = names[h.Person]
		out = append(out, s)
	}
	return out, nil
}

// signerOf is who signs what answers for plan p: whoever holds the post under which it was signed.
func signerOf(ctx context.Context, tx *store.Tx, p plan.Plan, on org.Day) (form.Signer, error) {
	s := form.Signer{Behalf: "TM. Ủy ban nhân dân", Capacity: "KT. Chủ tịch", Post: "Phó Chủ tịch"}
	post := org.ViceChair
	if said := p.Doc.Signer; said != nil {
		s = form.Signer{Behalf: said.OnBehalf, Capacity: said.Capacity, Post: said.Position, Name: said.Name}
		if said.Capacity == "" {
			post = org.Chair
		}
	}
	all, err := signers(ctx, tx, on)
	if i := slices.IndexFunc(all, func(x signer) bool { return x.post == post }); i >= 0 {
		s.Name = all[i].Name
	}
	return s, err
}

// title is what the letter is called on screens.
func (l *Letter) title(k form.Kind) string { return vi.Sentence(k.Name()) + ": " + l.Subject }
