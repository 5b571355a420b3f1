package mail_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"loa/platform/audit"
	"loa/platform/mail"
	"loa/platform/mail/mailtest"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

const ward = store.Place("11446")

var (
	schemas = []store.Schema{audit.Schema, mail.Schema}
	morning = time.Date(2025, 10, 10, 7, 30, 0, 0, time.FixedZone("ICT", 7*3600))
	letter  = mail.Letter{ID: "nhac.11446.2025-10-10.4@phulien.example.vn", To: "hong@truong.example.vn", Name: "Mai Thị Hồng", Subject: "Nhắc việc: 3 việc đến hạn",
		Text: "Kính gửi chị Hồng,\n", HTML: "<p>Kính gửi chị Hồng,</p>", At: morning, Stop: "https://phulien.example.vn/work/reminders"}
)

// desk is a desk whose ward sends through s.
func desk(t *testing.T, db *store.DB, s *mailtest.Server, security mail.Security) *mail.Desk {
	t.Helper()
	d := &mail.Desk{DB: db, Now: func() time.Time { return morning }, Roots: s.Roots}
	if err := d.Save(t.Context(), ward, 1, settings(s, security)); err != nil {
		t.Fatal(err)
	}
	return d
}

func settings(s *mailtest.Server, security mail.Security) mail.Settings {
	return mail.Settings{Host: "localhost", Port: s.Port, Security: security, Login: mailtest.Login, Secret: mailtest.Secret,
		Sender: "nhacviec@phulien.example.vn", SenderName: "Phường Phù Liễn", Site: "https://phulien.example.vn/"}
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	for security, wrapped := range map[mail.Security]bool{mail.StartTLS: false, mail.TLS: true} {
		s := mailtest.Start(t, wrapped)
		d := desk(t, storetest.Open(t, schemas...), s, security)
		if err := d.Send(t.Context(), ward, letter); err != nil {
			t.Fatalf("%s: %v", security, err)
		}
		taken := s.Taken()
		if len(taken) != 1 || taken[0].To != letter.To || taken[0].ID != letter.ID {
			t.Fatalf("%s: the server took %+v", security, taken)
		}
		subject, parts := opened(t, taken[0].Whole)
		if subject != letter.Subject || strings.TrimSpace(parts["text/plain"]) != "Kính gửi chị Hồng," || strings.TrimSpace(parts["text/html"]) != letter.HTML {
			t.Errorf("%s: %q, %q", security, subject, parts)
		}
	}
}

// opened is the subject of a letter and its parts by their type.
func opened(t *testing.T, whole string) (subject string, parts map[string]string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return subject, parts
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		kind, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		parts[kind] = string(b)
	}
}

func TestAServersAnswerSaysWhetherToTryAgain(t *testing.T) {
	s := mailtest.Start(t, false)
	d := desk(t, storetest.Open(t, schemas...), s, mail.StartTLS)
	for _, c := range []struct {
		name  string
		fail  func(string) error
		cut   bool
		never bool
		why   string
	}{
		{name: "busy", fail: func(string) error { return mailtest.Reply(451, "try later") }, why: "451"},
		{name: "unknown", fail: func(string) error { return mailtest.Reply(550, "no such user") }, never: true, why: "550"},
		{name: "cut", cut: true, why: "đứt"},
	} {
		s.Answer(c.fail)
		s.Cut(c.cut)
		err := d.Send(t.Context(), ward, letter)
		if err == nil || mail.Never(err) != c.never || !strings.Contains(mail.Why(err), c.why) {
			t.Errorf("%s: never %v, why %q, %v", c.name, mail.Never(err), mail.Why(err), err)
		}
	}
	s.Answer(nil)
	s.Cut(false)
	if len(s.Taken()) != 0 {
		t.Errorf("a letter was taken that was refused: %+v", s.Taken())
	}
	if err := d.Send(t.Context(), ward, letter); err != nil || len(s.Taken()) != 1 || s.Taken()[0].ID != letter.ID {
		t.Errorf("tried again: %v, %+v", err, s.Taken())
	}
}

func TestAWrongPasswordAndAnUnknownServerAreNotTheLettersFault(t *testing.T) {
	s := mailtest.Start(t, false)
	d := desk(t, storetest.Open(t, schemas...), s, mail.StartTLS)
	wrong := settings(s, mail.StartTLS)
	wrong.Secret = "khong-phai-mat-khau"
	if err := d.Save(t.Context(), ward, 1, wrong); err != nil {
		t.Fatal(err)
	}
	err := d.Send(t.Context(), ward, letter)
	if err == nil || mail.Never(err) || !strings.Contains(mail.Why(err), "mật khẩu") || strings.Contains(fmt.Sprint(err), "khong-phai") {
		t.Errorf("wrong password: %v", err)
	}
	d.Roots = nil // a certificate that nobody vouches for
	if err := d.Send(t.Context(), ward, letter); err == nil || mail.Never(err) {
		t.Errorf("unknown authority: %v", err)
	}
	if len(s.Taken()) != 0 {
		t.Error("a letter went out")
	}
}

func TestASecretIsShownNowhere(t *testing.T) {
	s := settings(&mailtest.Server{Port: 587}, mail.StartTLS)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "settings", s, "secret", s.Secret)
	asJSON, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{log.String(), string(asJSON), fmt.Sprintf("%v %+v %#v %s", s, s, s, s.Secret)} {
		if strings.Contains(text, mailtest.Secret) {
			t.Errorf("the secret stands in %s", text)
		}
	}
}

func TestSettingsThatCannotWorkAreRefused(t *testing.T) {
	good := settings(&mailtest.Server{Port: 587}, mail.StartTLS)
	storetest.Each(t, schemas, func(t *testing.T, db *store.DB) {
		d := &mail.Desk{DB: db, Now: func() time.Time { return morning }}
		for field, spoil := range map[string]func(*mail.Settings){
			"host":     func(s *mail.Settings) { s.Host = "https://smtp.example.vn" },
			"port":     func(s *mail.Settings) { s.Port = 0 },
			"security": func(s *mail.Settings) { s.Security = mail.None },
			"sender":   func(s *mail.Settings) { s.Sender = "phường@" },
			"site":     func(s *mail.Settings) { s.Site = "phulien" },
			"secret":   func(s *mail.Settings) { s.Secret = "" },
		} {
			s := good
			spoil(&s)
			if no := refuse.Of(d.Save(t.Context(), ward, 1, s)); no.Field != field {
				t.Errorf("%s: %+v", field, no)
			}
		}
		if err := d.Save(t.Context(), ward, 1, good); err != nil {
			t.Fatal(err)
		}
		kept := good
		kept.Secret, kept.SenderName = "", "Phù Liễn"
		if err := d.Save(t.Context(), ward, 1, kept); err != nil {
			t.Errorf("the password is asked for again though nothing changed: %v", err)
		}
		if err := d.Save(t.Context(), ward, 1, mail.Settings{}); err != nil {
			t.Errorf("turn letters off: %v", err)
		}
		if no := refuse.Of(d.Send(t.Context(), ward, letter)); no.Kind != refuse.Conflict {
			t.Errorf("sent though letters are off: %+v", no)
		}
	})
}

func TestAMutePlaceSendsNothing(t *testing.T) {
	s := mailtest.Start(t, false)
	d := desk(t, storetest.Open(t, schemas...), s, mail.StartTLS)
	d.Mute = map[store.Place]bool{ward: true}
	if err := d.Send(t.Context(), ward, letter); err != nil || len(s.Taken()) != 0 {
		t.Errorf("%v, %d letters went out", err, len(s.Taken()))
	}
	if no := refuse.Of(d.Try(t.Context(), ward, 1, "a@example.vn")); no.Kind != refuse.Conflict {
		t.Errorf("the trial went out: %+v", no)
	}
}

func TestATrialLetterIsSentAndItsFailureIsSaid(t *testing.T) {
	s := mailtest.Start(t, false)
	d := desk(t, storetest.Open(t, schemas...), s, mail.StartTLS)
	if err := d.Try(t.Context(), ward, 1, "lan@phulien.example.vn"); err != nil || len(s.Taken()) != 1 {
		t.Fatalf("%v, %d letters", err, len(s.Taken()))
	}
	s.Answer(func(string) error { return mailtest.Reply(550, "no such user") })
	if no := refuse.Of(d.Try(t.Context(), ward, 1, "lan@phulien.example.vn")); no.Kind != refuse.Conflict || !strings.Contains(no.Say, "550") {
		t.Errorf("%+v", no)
	}
	if no := refuse.Of(d.Try(t.Context(), ward, 1, "lan")); no.Field != "to" {
		t.Errorf("%+v", no)
	}
}
