package report

import (
	"bytes"
	"context"
	"crypto/x509"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"loa/kit/pdf"
	"loa/kit/pdf/pdftest"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// certificate is the file of a person's certificate, good on the day of these tests but for what change says.
func certificate(t testing.TB, d *Desk, change func(*pdftest.Certificate)) []byte {
	t.Helper()
	c := pdftest.Certificate{Name: "VU THU HA", From: d.Now().AddDate(0, -1, 0), Through: d.Now().AddDate(1, 0, 0)}
	change(&c)
	return pdftest.File(t, c)
}

func TestALeaderSignsHere(t *testing.T) {
	storetest.Each(t, append(slices.Clone(schemas), Schema), func(t *testing.T, db *store.DB) {
		ctx, d := t.Context(), filed(t, db)
		id := opened(t, d)
		freeze(t, db, "2025-H2")
		good := Hand{Certificate: certificate(t, d, func(*pdftest.Certificate) {}), Password: pdftest.Password}
		refused(t, d.SignHere(ctx, seats["vice-chair"], id, good), "Dự thảo")
		if err := d.Check(ctx, seats["office-head"], id); err != nil {
			t.Fatal(err)
		}
		refused(t, d.SignHere(ctx, seats["vice-chair"], id, good), "chưa có số")
		if err := d.Number(ctx, seats["clerk"], id, Issue{7, "2025-12-16"}); err != nil {
			t.Fatal(err)
		}
		if says := waits(t, d, seats["vice-chair"]); !slices.Contains(says, "Ký báo cáo số 07/BC-UBND") {
			t.Errorf("the signer's day says %q", says)
		}
		if says := waits(t, d, chief); slices.Contains(says, "Ký báo cáo số 07/BC-UBND") {
			t.Errorf("another's day says %q", says)
		}
		refused(t, d.SignHere(ctx, seats["clerk"], id, good), "chủ tịch hoặc phó chủ tịch")
		refused(t, d.SignHere(ctx, chief, id, good), "do Vũ Thu Hà ký")
		if err := d.SignHere(ctx, seats["vice-chair"], id, Hand{good.Certificate, good.Password, drawn(t)}); err != nil {
			t.Fatal(err)
		}
		r, _ := read(t, d, id)
		body, err := d.bytes(ctx, r.Files.Signed)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := pdf.Signatures(body); err != nil || r.State != Signed || !s.IsWhole || s.Signatures[0].Name != "VU THU HA" {
			t.Errorf("%+v %v of %+v", s, err, r)
		}
		write(t, db, func(tx *store.Tx) error {
			events, err := eventsOf(ctx, tx, id)
			if last := events[len(events)-1].Say; !strings.Contains(last, "Ký số tại đây") || !strings.Contains(last, "VU THU HA (chứng thư do Cơ quan chứng thực thử cấp)") {
				t.Errorf("the history says %q", last)
			}
			return err
		})
		refused(t, d.SignHere(ctx, seats["vice-chair"], id, good), "đã có chữ ký")

		// The agency signs behind the person, outside.
		refused(t, d.Sign(ctx, seats["clerk"], id, OnPaper, bytes.NewReader(body)), "đã có bản ký")
		handed, err := d.bytes(ctx, r.Files.Page)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, d.Sign(ctx, seats["clerk"], id, Electronic, bytes.NewReader(pdftest.Sign(t, handed, "UBND phường Phù Liễn"))), "khác với tệp đã giao ký")
		if err := d.Sign(ctx, seats["clerk"], id, Electronic, bytes.NewReader(pdftest.Sign(t, body, "UBND phường Phù Liễn"))); err != nil {
			t.Fatal(err)
		}
		if err := d.Send(ctx, seats["clerk"], id, "Sở Khoa học và Công nghệ", "trục liên thông", "2025-12-16"); err != nil {
			t.Fatal(err)
		}
	})
}

// drawn is a picture of a signature.
func drawn(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 300, 120))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// waits is what a's day says that this desk waits for.
func waits(t testing.TB, d *Desk, a org.Actor) (says []string) {
	t.Helper()
	write(t, d.DB, func(tx *store.Tx) error {
		all, err := d.Waiting(context.Background(), tx, a)
		for _, w := range all {
			says = append(says, w.Text)
		}
		return err
	})
	return says
}

func TestAHandThatCannotSign(t *testing.T) {
	at := time.Date(2025, 12, 16, 3, 0, 0, 0, time.UTC)
	file := func(change func(*pdftest.Certificate)) Hand {
		return Hand{Certificate: certificate(t, &Desk{Now: func() time.Time { return at }}, change), Password: pdftest.Password}
	}
	sound := file(func(*pdftest.Certificate) {})
	for _, c := range []struct {
		hand        Hand
		field, says string
	}{
		{Hand{Certificate: sound.Certificate, Password: "sai"}, "password", "không mở được"},
		{Hand{Certificate: []byte("%PDF-1.7"), Password: "x"}, "certificate", "không phải tệp chứng thư"},
		{Hand{Certificate: make([]byte, maxCertificate+1)}, "certificate", "64 KB"},
		{Hand{Certificate: sound.Certificate, Password: sound.Password, Picture: []byte("GIF89a")}, "picture", "PNG"},
		{file(func(c *pdftest.Certificate) { c.IsCA = true }), "certificate", "cơ quan cấp"},
		{file(func(c *pdftest.Certificate) { c.Name = "Phạm Quốc Minh" }), "certificate", "«Phạm Quốc Minh»"},
		{file(func(c *pdftest.Certificate) { c.From = at.Add(48 * time.Hour) }), "certificate", "có hiệu lực từ 18/12/2025"},
		{file(func(c *pdftest.Certificate) { c.Through = at.Add(-time.Hour) }), "certificate", "hết hạn ngày 16/12/2025"},
		{file(func(c *pdftest.Certificate) { c.Usage = x509.KeyUsageKeyEncipherment }), "certificate", "không dùng để ký"},
		{sound, "", ""},
	} {
		_, err := c.hand.mark()
		if err == nil {
			h, opened := c.hand.open()
			if err = opened; err == nil {
				err = fit(h.Chain[0], "Vũ Thu Hà", at)
			}
		}
		if no := refuse.Of(err); no.Field != c.field || !strings.Contains(no.Say, c.says) || c.says == "" && err != nil {
			t.Errorf("refused with %v, want %q", err, c.says)
		}
	}
}
