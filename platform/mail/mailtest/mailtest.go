// Package mailtest is a real SMTP server on this machine, with TLS and
// passwords, that keeps what it is given and can be told to fail.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Login and Secret open every server.
const (
	Login  = "loa"
	Secret = "mat-khau-thu"
)

// A Server takes letters.
type Server struct {
	Port  int
	Roots *x509.CertPool // what a client must believe

	mu    sync.Mutex
	taken []Taken
	fail  func(to string) error
	cut   bool
}

// A Taken is a letter that a server took.
type Taken struct {
	To, ID string
	Whole  string
}

// Start opens a server on a free port that closes when t ends. Over TLS from the first byte if wrapped, by STARTTLS otherwise.
func Start(t testing.TB, wrapped bool) *Server {
	t.Helper()
	pair, roots := certificate(t)
	s := &Server{Roots: roots}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}}
	server.Domain = "localhost"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Port = l.Addr().(*net.TCPAddr).Port
	if wrapped {
		l = tls.NewListener(l, server.TLSConfig)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		for _, err := range []error{server.Close(), l.Close(), <-done} { // server does not know of l yet if it has not begun to serve
			if err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
				t.Error(err)
			}
		}
	})
	return s
}

// Answer lets the server say what fail returns to each letter; nil takes it.
func (s *Server) Answer(fail func(to string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = fail
}

// Cut lets the server break the line in the middle of the next letter's text, or not.
func (s *Server) Cut(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cut = on
}

// Reply is what a server says that does not take a letter.
func Reply(code int, say string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: say}
}

// Taken is every letter so far, in order.
func (s *Server) Taken() []Taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Taken(nil), s.taken...)
}

// A session is one client.
type session struct {
	server *Server
	conn   *smtp.Conn
	known  bool
	to     string
}

func (*session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, login, secret string) error {
		if login != Login || secret != Secret {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}), nil
}

func (s *session) Mail(string, *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.to = to
	if s.server.fail != nil {
		return s.server.fail(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.cut {
		return s.conn.Conn().Close() // a client never sees what comes after
	}
	whole, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := netmail.ReadMessage(strings.NewReader(string(whole)))
	if err != nil {
		return err
	}
	s.server.taken = append(s.server.taken, Taken{To: s.to, ID: strings.Trim(m.Header.Get("Message-Id"), "<>"), Whole: string(whole)})
	return nil
}

func (*session) Reset()        {}
func (*session) Logout() error { return nil }

// certificate is a certificate for this machine, and the authority that gave it: itself.
func certificate(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, plain, plain, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
