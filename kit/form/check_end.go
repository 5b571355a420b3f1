package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"loa/kit/vi"
)

// ending is the end of the text, the signature and the copies.
func (c *checker) ending() {
	if n := len(c.body); n > 0 && c.EndMark != "" {
		if text := c.body[n-1].Text(); !strings.HasSuffix(strings.TrimSpace(text), c.EndMark) {
			c.fault(EndMark, text, "Cuối nội dung không có dấu «%s».", c.EndMark)
		}
	}
	c.signature()
	c.copyList()
}

var (
	capacities = []string{"TM.", "KT.", "TL.", "TUQ.", "Q."}
	partyOnes  = []string{"T/M", "K/T", "T/L"}
	degrees    = regexp.MustCompile(`^(TS|ThS|GS|PGS|BS|KS|CN)\b\.?`)
	dotless    = regexp.MustCompile(`^(TM|KT|TL|TUQ|Q)\s`)
)

// signature is the authority, in capitals, and the name, the last line that is not.
func (c *checker) signature() {
	if len(c.sign) == 0 {
		c.need(Authority, nil)
		return
	}
	name := -1
	for i, s := range c.sign {
		if s.Text() != vi.Upper(s.Text()) {
			name = i
		}
	}
	for i, s := range c.sign {
		if i == name {
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(s.Text()), "(") {
			continue // a note on how it is signed
		}
		c.look(Authority, s)
		c.authority(s.Text())
	}
	if name < 0 {
		c.need(SignerName, nil)
		return
	}
	c.look(SignerName, c.sign[name])
	if text := strings.TrimSpace(c.sign[name].Text()); degrees.MatchString(text) {
		c.fault(SignerForm, text, "Trước họ tên người ký có học hàm, học vị; không được ghi.")
	}
}

func (c *checker) authority(text string) {
	text = strings.TrimSpace(text)
	if c.Party {
		if slices.ContainsFunc(capacities, func(p string) bool { return strings.HasPrefix(text, p) }) {
			c.fault(SignerForm, text, "Văn bản của Đảng ghi quyền hạn bằng gạch chéo: T/M, K/T, T/L.")
		}
		return
	}
	switch {
	case slices.ContainsFunc(partyOnes, func(p string) bool { return strings.HasPrefix(text, p) }):
		c.fault(SignerForm, text, "Quyền hạn ghi bằng gạch chéo; văn bản hành chính ghi TM., KT., TL., TUQ., Q.")
	case dotless.MatchString(text):
		c.fault(SignerForm, text, "Sau chữ viết tắt quyền hạn không có dấu chấm; phải ghi TM., KT., TL., TUQ., Q.")
	}
}

// copyList is «Nơi nhận:» and the list under it.
func (c *checker) copyList() {
	if len(c.copies) == 0 {
		c.need(CopyLabel, nil)
		return
	}
	c.look(CopyLabel, c.copies[0])
	if text := strings.TrimSpace(c.copies[0].Text()); !strings.HasSuffix(text, ":") {
		c.fault(CopyForm, text, "Sau từ «Nơi nhận» không có dấu hai chấm.")
	}
	list := c.copies[1:]
	for i, s := range list {
		c.look(CopyList, s)
		if c.Party {
			continue // how the Party ends these lines is not in its table
		}
		text := strings.TrimSpace(s.Text())
		if !strings.HasPrefix(text, "-") && !strings.HasPrefix(text, "–") {
			c.fault(CopyForm, text, "Đầu dòng nơi nhận không có gạch đầu dòng.")
		}
		final := i == len(list)-1
		switch {
		case !final && !strings.HasSuffix(text, ";"):
			c.fault(CopyForm, text, "Cuối dòng nơi nhận không có dấu chấm phẩy.")
		case final && !strings.Contains(text, "Lưu:"):
			c.fault(CopyForm, text, "Dòng cuối của nơi nhận không phải dòng «Lưu:».")
		case final && !strings.HasSuffix(text, "."):
			c.fault(CopyForm, text, "Cuối dòng «Lưu:» không có dấu chấm.")
		}
	}
	if len(list) == 0 {
		c.fault(CopyForm, c.copies[0].Text(), "Dưới «Nơi nhận» không có nơi nào.")
	}
}

// checkAnnexes are the annexes: each on pages of its own, counted in Roman numerals, named in the text.
func (c *checker) checkAnnexes() {
	if len(c.annexes) == 0 {
		return
	}
	if !slices.ContainsFunc(c.body, func(s spot) bool { return strings.Contains(fold(s.Text()), "phu luc") }) {
		c.fault(AnnexForm, "", "Nội dung văn bản không chỉ dẫn về phụ lục kèm theo.")
	}
	for i, a := range c.annexes {
		c.look(AnnexLabel, a.label)
		text := a.label.Text()
		if !a.ownPage {
			c.fault(AnnexForm, text, "Phụ lục không bắt đầu trên trang riêng.")
		}
		if want := "Phụ lục " + vi.Roman(i+1); len(c.annexes) > 1 && strings.TrimSpace(text) != want {
			c.fault(AnnexForm, text, "Văn bản có nhiều phụ lục thì đánh số bằng chữ số La Mã; phải là «%s».", want)
		}
		c.annexHead(a)
	}
}

func (c *checker) annexHead(a annex) {
	lines := words(a.after)
	titled, noted := false, false
	for _, s := range lines {
		text := strings.TrimSpace(s.Text())
		switch {
		case strings.HasPrefix(fold(text), "(kem theo"), strings.HasPrefix(fold(text), "(ban hanh kem theo"):
			c.look(AnnexNote, s)
			noted = true
		case noted:
			return
		case !titled || capital(text):
			c.look(AnnexTitle, s)
			titled = true
		default:
			c.fault(AnnexForm, a.label.Text(), "Phụ lục không có dòng chỉ dẫn «(Kèm theo …)».")
			return
		}
	}
	if !noted {
		c.fault(AnnexForm, a.label.Text(), "Phụ lục không có dòng chỉ dẫn «(Kèm theo …)».")
	}
}

// capital reports whether s is written in capitals.
func capital(s string) bool {
	return strings.IndexFunc(s, unicode.IsLower) < 0
}
