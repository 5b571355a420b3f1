package form

import (
	"strings"
	"testing"

	"loa/kit/typeset"
)

// party is a report of the ward's party committee.
func party() *Paper {
	p := report()
	p.Superior, p.Issuer, p.Named = []string{"Đảng bộ thành phố Hải Phòng"}, []string{"Đảng ủy phường Phù Liễn"}, "Đảng ủy phường Phù Liễn"
	p.Symbol, p.File = "BC/ĐU", "Văn phòng Đảng ủy"
	p.Signer = Signer{"T/M Ban Thường vụ", "", "Phó Bí thư", "Nguyễn Văn Minh Họa"}
	return p
}

func TestAPaperOfThePartyPassesItsOwnRules(t *testing.T) {
	d := again(t, Guidance36.Lay(party()))
	if RulesOf(d) != Guidance36 || RulesOf(again(t, Decree30.Lay(report()))) != Decree30 {
		t.Error("the form of a paper is not recognised")
	}
	for _, x := range Guidance36.Check(d) {
		t.Errorf("%s (%s) at «%s»", x.Say, x.Article, x.At)
	}
	plain := d.Plain()
	for _, says := range []string{"ĐẢNG CỘNG SẢN VIỆT NAM", "Số 215-BC/ĐU", "T/M BAN THƯỜNG VỤ", "- Lưu Văn phòng Đảng ủy.", "(Kèm theo Báo cáo số 215-BC/ĐU"} {
		if !strings.Contains(plain, says) {
			t.Errorf("lacks %q in\n%s", says, plain)
		}
	}
	if strings.Contains(plain, "./.") || strings.Contains(plain, "Độc lập") {
		t.Error("a paper of the Party has marks of the state")
	}
}

func TestMutantsOfThePartysPaperFail(t *testing.T) {
	for _, m := range []struct {
		name   string
		change func(testing.TB, *typeset.Document)
		rule   string
	}{
		{"small title", look("ĐẢNG CỘNG SẢN", size(14)), "country"},
		{"no rule under the title", head(0, 1, func(p []*typeset.Paragraph) []*typeset.Paragraph { return p[:1] }), "motto-rule"},
		{"number of the state", say("Số 215-BC/ĐU", "Số 215/BC-ĐU"), "number-form"},
		{"small body", look("Ủy ban nhân dân phường đã ban hành", size(13)), "body"},
		{"dot for a stroke", say("T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ"), "signer-form"},
	} {
		d := Guidance36.Lay(party())
		m.change(t, d)
		found := Guidance36.Check(again(t, d))
		if len(found) != 1 || found[0].Rule != m.rule {
			t.Errorf("%s: %+v", m.name, found)
		}
	}
}
