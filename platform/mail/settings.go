package mail

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"net/url"
	"strings"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

// Settings (máy chủ thư) are the server through which a place sends.
type Settings struct {
	Host       string // empty: no letters are sent
	Port       int
	Security   Security
	Login      string // empty when the server asks for none
	Secret     Secret
	Sender     string // the address letters come from
	SenderName string
	Site       string // where links in letters lead, without a slash at the end
}

// A Secret prints as nothing.
type Secret string

func (Secret) String() string       { return "…" }
func (Secret) GoString() string     { return "…" }
func (Secret) LogValue() slog.Value { return slog.StringValue("…") }

// MarshalText keeps a secret out of whatever is written down as text or JSON.
func (Secret) MarshalText() ([]byte, error) { return []byte("…"), nil }

// A Security is how the line to the server is kept from being read.
type Security string

// The ways.
const (
	StartTLS Security = "starttls" // port 587, as a rule
	TLS      Security = "tls"      // port 465
	None     Security = "none"     // a server on this machine
)

// IsOn reports whether letters are sent at all.
func (s Settings) IsOn() bool { return s.Host != "" }

// Domain is what comes after the @ of the sender, for Message-IDs.
func (s Settings) Domain() string { return s.Sender[strings.LastIndex(s.Sender, "@")+1:] }

// Load is the settings of the place; the zero Settings where none were made.
func Load(ctx context.Context, tx *store.Tx) (s Settings, err error) {
	err = tx.QueryRow(ctx, `SELECT host, port, security, login, secret, sender, sender_name, site FROM mail_setting WHERE place = $1`).
		Scan(&s.Host, &s.Port, &s.Security, &s.Login, &s.Secret, &s.Sender, &s.SenderName, &s.Site)
	if errors.Is(err, sql.ErrNoRows) {
		return Settings{}, nil
	}
	return s, err
}

// Save sets the server of place; an empty host turns letters off, an empty secret keeps the one that is there.
func (d *Desk) Save(ctx context.Context, place store.Place, by int64, s Settings) error {
	s.tidy()
	if err := s.check(); err != nil {
		return err
	}
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		was, err := Load(ctx, tx)
		if err != nil {
			return err
		}
		if s.Secret == "" && s.Login == was.Login && s.Host == was.Host {
			s.Secret = was.Secret // a password stays with the server and the name it was given for
		}
		if s.Login != "" && s.Secret == "" {
			return refuse.Field("secret", "Hãy ghi mật khẩu của máy chủ thư; đổi máy chủ hoặc tên đăng nhập thì phải ghi lại.")
		}
		if err := put(ctx, tx, by, d.Now().UnixMilli(), s); err != nil {
			return err
		}
		detail := "không gửi thư"
		if s.IsOn() {
			detail = fmt.Sprintf("%s:%d, %s, %s", s.Host, s.Port, s.Security, s.Sender)
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: by, Verb: "set-mail", Thing: "mail", Detail: detail})
	})
}

func put(ctx context.Context, tx *store.Tx, by, at int64, s Settings) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO mail_setting (place, host, port, security, login, secret, sender, sender_name, site, changed_at, changed_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (place) DO UPDATE SET host = excluded.host, port = excluded.port, security = excluded.security, login = excluded.login, secret = excluded.secret,
			sender = excluded.sender, sender_name = excluded.sender_name, site = excluded.site, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
		s.Host, int64(s.Port), string(s.Security), s.Login, string(s.Secret), s.Sender, s.SenderName, s.Site, at, by)
	return err
}

func (s *Settings) tidy() {
	for _, field := range []*string{&s.Host, &s.Login, &s.Sender, &s.SenderName, &s.Site} {
		*field = strings.Join(strings.Fields(*field), " ")
	}
	s.Site = strings.TrimRight(s.Site, "/")
	if s.Host == "" {
		s.Login, s.Secret = "", ""
	}
}

// check refuses settings that cannot work.
func (s Settings) check() error {
	if s.Host == "" {
		return nil
	}
	switch {
	case strings.ContainsAny(s.Host, " /:@"):
		return refuse.Field("host", "Hãy ghi tên máy chủ, ví dụ smtp.haiphong.gov.vn, không có http:// và số cổng.")
	case s.Port < 1 || s.Port > 65535:
		return refuse.Field("port", "Hãy ghi số cổng, thường là 587 hoặc 465.")
	case s.Security != StartTLS && s.Security != TLS && s.Security != None:
		return refuse.Field("security", "Hãy chọn cách mã hóa đường truyền.")
	case s.Security == None && s.Login != "":
		return refuse.Field("security", "Mật khẩu không được gửi trên đường truyền không mã hóa. Hãy chọn STARTTLS hoặc TLS.")
	}
	if err := CheckAddress("sender", s.Sender); err != nil {
		return err
	}
	u, err := url.Parse(s.Site)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return refuse.Field("site", "Hãy ghi địa chỉ trang, bắt đầu bằng https://, ví dụ https://phulien.haiphong.gov.vn.")
	}
	return nil
}

// CheckAddress refuses what is no address of a mailbox; field is where it was typed.
func CheckAddress(field, address string) error {
	a, err := netmail.ParseAddress(address)
	if err != nil || a.Address != address || !isASCII(address) || strings.ContainsAny(address, "\"(") {
		return refuse.Field(field, "Hãy ghi một địa chỉ thư, ví dụ vhxh@phulien.haiphong.gov.vn.")
	}
	return nil
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > '~' || r <= ' ' }) < 0
}

// Try sends a letter to an address to see whether the settings of place work.
func (d *Desk) Try(ctx context.Context, place store.Place, by int64, to string) error {
	to = strings.TrimSpace(to)
	if err := CheckAddress("to", to); err != nil {
		return err
	}
	if d.Mute[place] {
		return refuse.With(refuse.Conflict, "Phường mẫu không gửi thư ra ngoài.")
	}
	var s Settings
	err := d.DB.Write(ctx, place, func(tx *store.Tx) (err error) {
		if s, err = Load(ctx, tx); err != nil || !s.IsOn() {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: by, Verb: "try-mail", Thing: "mail", Detail: s.Host})
	})
	if err != nil {
		return err
	}
	if !s.IsOn() {
		return errOff
	}
	at := d.Now()
	err = d.send(ctx, s, Letter{
		ID: fmt.Sprintf("try.%s.%d@%s", place, at.UnixNano(), s.Domain()), To: to, At: at,
		Subject: "Thư thử của Loa", Text: "Đây là thư thử. Anh/chị nhận được thư này nghĩa là máy chủ thư đã đặt đúng.\n",
	})
	if err != nil {
		return refuse.With(refuse.Conflict, "Thư thử chưa gửi được. "+Why(err))
	}
	return nil
}
