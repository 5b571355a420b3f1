package report

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"time"

	"loa/kit/form"
	"loa/kit/pdf"
	"loa/kit/vi"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Hand is what a person signs with here. Nothing of it is kept or written down anywhere: it is there for one request.
type Hand struct {
	Certificate []byte // a file with the key (PKCS #12)
	Password    string
	Picture     []byte // PNG of the signature as on paper (Decree 30/2020, annex I, part II, clause 7); nil: words stand there
}

// The most bytes of what a hand holds, and the most points of a side of its picture.
const (
	maxCertificate = 64 << 10
	maxPicture     = 1 << 20
	maxSide        = 2000
)

// SignHere signs the page of report id that was handed over: PAdES, with the certificate of the person whose name stands
// on it. Nobody else can, and no certificate of another's. It then passes the same check as a page signed outside.
func (d *Desk) SignHere(ctx context.Context, a org.Actor, id ID, h Hand) error {
	if err := allowed(a, Signing); err != nil {
		return err
	}
	mark, err := h.mark()
	if err != nil {
		return err
	}
	hand, err := h.open()
	if err != nil {
		return err
	}
	return d.move(ctx, a, id, "sign", func(tx *store.Tx, r *Report) (string, error) {
		signer, err := r.signer()
		switch {
		case err != nil:
			return "", err
		case r.State == Signed:
			return "", refuse.With(refuse.Conflict, "Văn bản đã có chữ ký.")
		case r.Issue.Number == 0:
			return "", errNoNumber
		case !isName(a.Name, signer):
			return "", notSigner(signer)
		}
		now := d.Now().In(org.Hanoi)
		if err := fit(hand.Chain[0], signer, now); err != nil {
			return "", err
		}
		handed, err := d.bytes(ctx, r.Files.Page)
		if err != nil {
			return "", err
		}
		if mark.Picture == nil {
			mark.Lines = []string{"Ký số: " + signer, now.Format("02/01/2006 15:04:05 -07:00")}
		}
		body, err := pdf.Sign(handed, hand, mark, now)
		if errors.Is(err, pdf.ErrNoPlace) {
			return "", refuse.With(refuse.Conflict, "Tệp giao ký này lập từ trước nên không có chỗ cho chữ ký số. Hãy để văn thư cấp lại số (giữ nguyên số, ngày) để lập tệp mới.")
		}
		if err != nil {
			return "", err
		}
		by, err := signedAs(Electronic, handed, body)
		if err != nil {
			return "", fmt.Errorf("what was signed here is refused: %w", err)
		}
		if r.Files.Signed, _, err = d.Blobs.Put(ctx, bytes.NewReader(body), maxFile); err != nil {
			return "", err
		}
		r.Files.As = Electronic
		return "Ký số tại đây (" + short(r.Files.Signed) + "); chữ ký của " + by + ".", nil
	})
}

func notSigner(signer string) error {
	return refuse.With(refuse.NotAllowed, "Văn bản này do "+signer+" ký. Người khác không ký thay được.")
}

// open reads the certificate file of h.
func (h Hand) open() (pdf.Hand, error) {
	if len(h.Certificate) > maxCertificate {
		return pdf.Hand{}, refuse.Field("certificate", "Tệp này lớn hơn 64 KB nên không phải tệp chứng thư. Hãy chọn tệp .p12 hoặc .pfx.")
	}
	hand, err := pdf.ReadHand(h.Certificate, h.Password)
	switch {
	case errors.Is(err, pdf.ErrPassword):
		return hand, refuse.Field("password", "Mật khẩu không mở được tệp chứng thư. Hãy chọn lại tệp và gõ lại mật khẩu.")
	case err != nil:
		return hand, refuse.Field("certificate", "Tệp này không phải tệp chứng thư có khóa ký. Hãy chọn tệp .p12 hoặc .pfx do cơ quan cấp chứng thư giao; chứng thư trong USB thì ký ngoài chương trình.")
	}
	return hand, nil
}

// mark is what is seen of a signature by h.
func (h Hand) mark() (m pdf.Mark, err error) {
	if h.Picture == nil {
		return m, nil
	}
	head, err := png.DecodeConfig(bytes.NewReader(h.Picture))
	if err != nil || len(h.Picture) > maxPicture || max(head.Width, head.Height) > maxSide {
		return m, errPicture
	}
	var picture image.Image
	if picture, err = png.Decode(bytes.NewReader(h.Picture)); err != nil {
		return m, errPicture
	}
	return pdf.Mark{Picture: picture}, nil
}

var errPicture = refuse.Field("picture", "Ảnh chữ ký phải là tệp PNG, nền trong suốt, không quá 1 MB và 2000 điểm mỗi chiều.")

// fit refuses a certificate with which signer cannot sign at a moment.
func fit(c *x509.Certificate, signer string, at time.Time) error {
	no := func(say string) error { return refuse.Field("certificate", say) }
	day := func(t time.Time) string { return org.DayOf(t).String() }
	switch {
	case c.IsCA:
		return no("Đây là chứng thư của cơ quan cấp chứng thư, không phải của người ký. Hãy chọn tệp chứng thư cá nhân.")
	case !isName(c.Subject.CommonName, signer):
		return no("Chứng thư này cấp cho «" + cmp.Or(c.Subject.CommonName, "không rõ tên") + "», còn người ký văn bản là " + signer + ".")
	case at.Before(c.NotBefore):
		return no("Chứng thư có hiệu lực từ " + day(c.NotBefore) + ", hôm nay chưa dùng được.")
	case at.After(c.NotAfter):
		return no("Chứng thư đã hết hạn ngày " + day(c.NotAfter) + ". Hãy gia hạn, hoặc ký trên giấy.")
	case c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return no("Chứng thư này không dùng để ký (có loại chỉ để mã hóa, xác thực). Hãy chọn chứng thư ký số.")
	}
	return nil
}

// isName reports whether a name, perhaps without marks or in capitals as in certificates, is that of signer.
func isName(name, signer string) bool {
	return signer != "" && tidy(vi.Fold(name)) == tidy(vi.Fold(signer))
}

// signer is the name under r; empty before it was checked.
func (r Report) signer() (string, error) {
	if r.content == "" {
		return "", nil
	}
	var c struct {
		Signer form.Signer `json:"signer"`
	}
	err := json.Unmarshal([]byte(r.content), &c)
	return c.Signer.Name, err
}

// isToSign reports whether r waits for the signature of a, and a is its signer.
func (r Report) isToSign(a org.Actor, signer string) bool {
	return r.State == Checked && r.Issue.Number > 0 && May(a, Signing) && isName(a.Name, signer)
}
