package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"loa/kit/dossier"
	"loa/kit/form"
	"loa/kit/pdf/pdftest"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

func TestTheLabelsOfATextSayHowDeepItsParagraphsAre(t *testing.T) {
	got := bodyOf("Thực hiện Kế hoạch:\n\nI. Mục đích\n1. Nâng cao nhận thức.\n2. Yêu cầu\na) Đúng hạn;\nđ) đủ\n- một\n+ hai\nIV. Tổ chức")
	for i := range got {
		got[i].Key = ""
	}
	want := []Passage{
		{Text: "Thực hiện Kế hoạch:"}, {Level: form.Part, Title: true, Text: "Mục đích"}, {Level: form.Clause, Text: "Nâng cao nhận thức."}, {Level: form.Clause, Title: true, Text: "Yêu cầu"},
		{Level: form.Point, Text: "Đúng hạn;"}, {Level: form.Point, Text: "đủ"}, {Level: form.Dash, Text: "một"}, {Level: form.Plus, Text: "hai"}, {Level: form.Part, Title: true, Text: "Tổ chức"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// invitation is a letter of these tests.
var invitation = Letter{Kind: "invitation", Subject: " dự hội nghị tập huấn kỹ năng số ", To: []string{"Các trường học trên địa bàn"}, Body: "Ủy ban nhân dân phường mời dự:\n1. Thời gian: 8 giờ 00 ngày 18/12/2025.\n2. Địa điểm: hội trường Ủy ban nhân dân phường.", Signer: 2}

// TestALetterLivesAsAReportDoes: written, changed, checked by another, numbered in the row of its kind, signed, sent,
// filed, and in the dossier of its plan.
func TestALetterLivesAsAReportDoes(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) {
		ctx, d := t.Context(), filed(t, db)
		for field, change := range map[string]func(*Letter){
			"kind": func(l *Letter) { l.Kind = "decree" }, "subject": func(l *Letter) { l.Subject = " " }, "body": func(l *Letter) { l.Body = "1. \n" },
			"to": func(l *Letter) { l.Kind, l.To = "letter", nil }, "signer": func(l *Letter) { l.Signer = 1 },
			"party_name": func(l *Letter) { l.Party = &PartySigner{Post: "Phó Bí thư"} }, "party_post": func(l *Letter) { l.Party = &PartySigner{Name: "Nguyễn Văn Minh Họa"} },
		} {
			l := invitation
			change(&l)
			_, err := d.WriteLetter(ctx, seats["officer"], 0, 1, l)
			if no := refuse.Of(err); err == nil || no.Field != field {
				t.Errorf("a letter with a wrong %s: %v", field, err)
			}
		}
		_, err := d.WriteLetter(ctx, seats["reporter"], 0, 1, invitation)
		refused(t, err, "trưởng phòng")
		id, err := d.WriteLetter(ctx, seats["officer"], 0, 1, invitation)
		if err != nil {
			t.Fatal(err)
		}
		changed := invitation
		changed.Body += "\nĐề nghị dự đúng giờ."
		if _, err := d.WriteLetter(ctx, seats["office-head"], id, 1, changed); err != nil {
			t.Fatal(err)
		}
		refused(t, d.Edit(ctx, seats["officer"], id, "line.1", "Mời", ""), "Không tìm thấy đoạn")
		refused(t, d.Check(ctx, seats["officer"], id), "trưởng phòng")
		if err := d.Check(ctx, seats["office-head"], id); err != nil {
			t.Fatal(err)
		}
		_, err = d.WriteLetter(ctx, seats["officer"], id, 1, invitation)
		refused(t, err, "đã kiểm tra")
		numberedReport(t, d, Issue{7, "2025-12-16"})
		if err := d.Number(ctx, seats["clerk"], id, Issue{7, "2025-12-16"}); err != nil {
			t.Fatalf("the number of a report is another row: %v", err)
		}
		if err := d.SignHere(ctx, seats["vice-chair"], id, Hand{certificate(t, d, func(*pdftest.Certificate) {}), pdftest.Password, nil}); err != nil {
			t.Fatal(err)
		}
		if err := d.Send(ctx, seats["clerk"], id, "Các trường học", "thư điện tử", "2025-12-16"); err != nil {
			t.Fatal(err)
		}
		if err := d.Archive(ctx, seats["clerk"], id); err != nil {
			t.Fatal(err)
		}
		r, c := read(t, d, id)
		if r.code() != "07/GM-UBND" || r.State != Archived || r.Files.Book != "" || c.Signer.Name != "Vũ Thu Hà" || !strings.Contains(c.Passages[3].Text, "đúng giờ") {
			t.Errorf("%+v %+v", r, c)
		}
		paper, _, err := d.Blobs.Put(ctx, strings.NewReader("giấy"), 100)
		if err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx *store.Tx) error { // the paper of these tests lies in files of its own
			_, err := tx.Exec(ctx, `UPDATE plan_paper SET hash = $2 WHERE place = $1`, string(paper))
			return err
		})
		ofParty := invitation
		ofParty.Party = &PartySigner{Post: "Phó Bí thư", Name: "Nguyễn Văn Minh Họa"}
		other, err := d.WriteLetter(ctx, seats["officer"], 0, 0, ofParty)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Check(ctx, seats["office-head"], other); err != nil {
			t.Fatal(err)
		}
		if err := d.Number(ctx, seats["clerk"], other, Issue{7, "2025-12-16"}); err != nil {
			t.Fatal(err)
		}
		if r, c := read(t, d, other); r.code() != "07-GM/ĐU" || c.Signer.Post != "Phó Bí thư" || c.Issuer != "Đảng ủy phường Phù Liễn" || len(c.Superior) != 2 {
			t.Errorf("of the Party: %s %+v", r.code(), c)
		}
		var packed bytes.Buffer
		if _, _, err := d.Deposit(ctx, seats["clerk"], 1, &packed); err != nil {
			t.Fatal(err)
		}
		l, _, faults, err := dossier.Check(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		for _, want := range []string{"05-van-ban/giay-moi-7-2025-12-16/giay-moi-da-ky.pdf", "05-bao-cao/7-2025-12-16/bao-cao.docx"} {
			if !slices.ContainsFunc(l.Files, func(f dossier.File) bool { return f.Path == want }) {
				t.Errorf("%s is not in the dossier", want)
			}
		}
	})
}

// numberedReport is a report of figures that has a number.
func numberedReport(t *testing.T, d *Desk, i Issue) ID {
	t.Helper()
	id := opened(t, d)
	freeze(t, d.DB, "2025-H2")
	if err := d.Check(t.Context(), seats["office-head"], id); err != nil {
		t.Fatal(err)
	}
	if err := d.Number(t.Context(), seats["clerk"], id, i); err != nil {
		t.Fatal(err)
	}
	return id
}

// TestEveryKindOfLetterIsInTheForm: each passes the checker, with and without what may be left out.
func TestEveryKindOfLetterIsInTheForm(t *testing.T) {
	for _, k := range kinds {
		for _, bases := range [][]string{nil, {"Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025"}} {
			c := &Composition{Symbol: k.symbol, Issuer: "Ủy ban nhân dân phường Phù Liễn", Place: "Phù Liễn", Subject: "gửi minh chứng", To: invitation.To, Bases: bases, Copies: []string{"Như trên"}, File: "VT, VHXH",
				Signer: form.Signer{Behalf: "TM. Ủy ban nhân dân", Capacity: "KT. Chủ tịch", Post: "Phó Chủ tịch", Name: "Vũ Thu Hà"}, Passages: bodyOf(invitation.Body)}
			of := *c
			of.Symbol, of.Superior, of.Issuer, of.File = k.party, issuerLines("Đảng bộ thành phố Hải Phòng"), "Đảng ủy phường Phù Liễn", "Văn phòng Đảng ủy"
			of.Signer = form.Signer{Behalf: "T/M Ban Thường vụ", Post: "Phó Bí thư", Name: "Nguyễn Văn Minh Họa"}
			if found := Departures(&of, Issue{7, "2025-12-16"}); len(found) > 0 {
				t.Errorf("%s of the Party: %+v", k.form.Name(), found)
			}
			for _, i := range []Issue{{}, {7, "2025-12-16"}} {
				if found := Departures(c, i); len(found) > 0 {
					t.Errorf("%s, number %d: %+v", k.form.Name(), i.Number, found)
				}
			}
		}
	}
}
