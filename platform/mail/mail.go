// Package mail sends letters by SMTP through the server that a place has set.
//
// A desk that sends keeps its own list of letters and asks for one at a time,
// from a job and never inside a transaction:
//
//	err := letters.Send(ctx, place, mail.Letter{ID: "…", To: "…", …})
//
// # What a sender can count on
//
// Without an error the server has taken the letter. An error for which [Never]
// holds is the server's last word on this letter (a reply of 5xx to it); any
// other (no connection, 4xx, a cut in the middle of the text, a password that
// is not taken) may be gone in an hour, so it is worth another try.
//
// SMTP has no way to ask what became of a letter: when the line breaks after the
// text and before the server's answer, nobody knows whether it was taken. Then,
// and when the program dies in that moment, the letter is sent again, with the
// same Message-ID, by which most mail programs show it once. At all other times
// a letter that went out is known to have gone.
//
// # Secrets
//
// The password of the server is a [Secret]: it prints as nothing in logs, errors
// and pages. It never goes over a line that is not encrypted.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"embed"
	"errors"
	"fmt"
	"net/textproto"
	"time"

	gomail "github.com/wneessen/go-mail"

	"loa/platform/refuse"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the mail settings.
var Schema = store.Schema{Desk: "mail", Files: files}

// patience is how long connecting may take, and how long each step after it.
const patience = 10 * time.Second

// Desk sends the letters of every place and keeps their settings.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// Roots are the authorities whose certificates are believed; nil: those of the machine.
	Roots *x509.CertPool
	// Mute holds the places whose letters are written and go nowhere: the sample ward.
	Mute map[store.Place]bool
}

// A Letter (thư) is one message to one person, in plain text and in HTML.
type Letter struct {
	ID       string // the Message-ID without its brackets; the same letter sent again has the same
	To       string // address
	Name     string
	Subject  string
	Text     string
	HTML     string // empty: text alone
	At       time.Time
	Stop     string // an address where the reader stops such letters; may be empty
	OneClick bool   // a POST to Stop stops them, without a page and a cookie (RFC 8058)
}

// errOff is said when a place has set no server.
var errOff = refuse.With(refuse.Conflict, "Địa phương chưa đặt máy chủ thư. Hãy nhờ người quản trị đặt ở Thiết lập, mục Thư điện tử.")

// Send hands l to the server of place.
func (d *Desk) Send(ctx context.Context, place store.Place, l Letter) error {
	var s Settings
	if err := d.DB.Read(ctx, place, func(tx *store.Tx) (err error) {
		s, err = Load(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	if !s.IsOn() {
		return errOff
	}
	if d.Mute[place] {
		return nil
	}
	return d.send(ctx, s, l)
}

func (d *Desk) send(ctx context.Context, s Settings, l Letter) error {
	m, err := s.message(l)
	if err != nil {
		return &failure{say: "Địa chỉ thư không dùng được.", never: true, cause: err}
	}
	c, err := gomail.NewClient(s.Host, s.options(d.Roots)...)
	if err != nil {
		return fmt.Errorf("mail: set up: %w", err)
	}
	err = c.DialAndSendWithContext(ctx, m)
	if m.IsDelivered() {
		return nil // what went wrong in parting changes nothing
	}
	return failed(err)
}

// message is l as it goes over the line.
func (s Settings) message(l Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(m.FromFormat(s.SenderName, s.Sender), m.AddToFormat(l.Name, l.To)); err != nil {
		return nil, err
	}
	m.Subject(l.Subject)
	m.SetMessageIDWithValue(l.ID)
	m.SetDateWithValue(l.At)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers
	if l.Stop != "" {
		m.SetListUnsubscribe("<" + l.Stop + ">")
		if l.OneClick {
			m.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
		}
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	if l.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	}
	return m, nil
}

func (s Settings) options(roots *x509.CertPool) []gomail.Option {
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(patience), gomail.WithoutNoop(),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: roots, MinVersion: tls.VersionTLS12})}
	switch s.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case None:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.Login != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.Login), gomail.WithPassword(string(s.Secret)))
	}
	return options
}

// A failure is a letter that was not taken, and why.
type failure struct {
	say   string // for people
	never bool
	cause error
}

func (f *failure) Error() string { return "mail: " + f.cause.Error() }
func (f *failure) Unwrap() error { return f.cause }

// failed sorts what go-mail met.
func failed(err error) error {
	if err == nil {
		return nil
	}
	reply, _ := errors.AsType[*textproto.Error](err)
	sent, onLetter := errors.AsType[*gomail.SendError](err)
	code := sent.ErrorCode()
	if reply != nil {
		code = reply.Code
	}
	f := &failure{say: "Không nối được với máy chủ thư.", cause: err}
	switch {
	case code >= 530 && code <= 535: // of the account, not of the letter
		f.say = "Máy chủ thư không nhận tên đăng nhập hoặc mật khẩu."
	case onLetter && code >= 500:
		f.never, f.say = true, fmt.Sprintf("Máy chủ thư không nhận thư gửi đến địa chỉ này (mã %d).", code)
	case code >= 400:
		f.say = fmt.Sprintf("Máy chủ thư tạm chưa nhận (mã %d).", code)
	case onLetter:
		f.say = "Đường truyền đứt khi đang gửi."
	}
	return f
}

// Never reports whether err is the server's last word on a letter: no other try can mend it.
func Never(err error) bool {
	f, ok := errors.AsType[*failure](err)
	return ok && f.never
}

// Why says in a sentence why a letter was not taken.
func Why(err error) string {
	if f, ok := errors.AsType[*failure](err); ok {
		return f.say
	}
	return refuse.Of(err).Say
}
