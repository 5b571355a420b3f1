package web

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// TestAKeptPageArrivesWhole: of any size around what net/http sends at once, one after the other on one connection, with a HEAD between.
func TestAKeptPageArrivesWhole(t *testing.T) {
	size := 0
	header := http.Header{"Content-Type": {"text/plain"}, "Content-Security-Policy": {"default-src 'none'"}}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header.Set("X-Long", strings.Repeat("x", size%7*900))
		k := kept{forms: packed(&recorded{header: header, body: *bytes.NewBuffer(pageOf(size))})}
		k.serve(w, r)
	}))
	server.Listener = Joined(server.Listener)
	server.Config.ConnContext = KeepConn
	server.Start()
	defer server.Close()
	for _, size = range []int{0, 1, 599, 2047, 2048, 2049, 3500, 3700, 3800, 3850, 3900, 3950, 4000, 4095, 4096, 4097, 5000, 9000, 70_000, 1_000_000} {
		for _, method := range []string{http.MethodHead, http.MethodGet, http.MethodGet} {
			ask, err := http.NewRequest(method, server.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			ask.Header.Set("Accept-Encoding", "identity")
			answer, err := server.Client().Do(ask)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(answer.Body)
			if closing := answer.Body.Close(); err != nil || closing != nil {
				t.Fatal(err, closing)
			}
			if method == http.MethodGet && !bytes.Equal(got, pageOf(size)) {
				t.Errorf("%d bytes: %d came", size, len(got))
			}
			for name := range header {
				if len(answer.Header[name]) != 1 || answer.Header.Get(name) != header.Get(name) {
					t.Errorf("%s of %d bytes: %s is %q", method, size, name, answer.Header[name])
				}
			}
			if len(answer.Header["Etag"]) != 1 || len(answer.Header["Date"]) != 1 || answer.ContentLength != int64(size) {
				t.Errorf("%s of %d bytes: %v, %d long", method, size, answer.Header, answer.ContentLength)
			}
		}
	}
}

func pageOf(size int) []byte { return bytes.Repeat([]byte("trang này "), size/9+1)[:size] }

func TestAnAnswerThatWasAnnouncedGoesOutInOneWrite(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	reader, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	c, err := Joined(l).Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()

	ask := httptest.NewRequest(http.MethodGet, "/", nil)
	f := newForm(http.Header{"Content-Length": {"8"}, "X-Kept": {"có"}}, []byte("mộthai"))
	if !expect(ask.WithContext(KeepConn(ask.Context(), c)), &f) {
		t.Fatal("the connection adds no lines")
	}
	write(t, c, "HTTP/1.1 200 OK\r\n\r\nmột")
	if err := reader.SetReadDeadline(time.Now().Add(20 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := reader.Read(make([]byte, 1)); n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("%d bytes went out alone, %v", n, err)
	}
	write(t, c, "hai")
	write(t, c, "HTTP/1.1 204 No Content\r\n\r\n") // of the next, which nobody announced
	if err := reader.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	const want = "HTTP/1.1 200 OK\r\nX-Kept: có\r\n\r\nmộthaiHTTP/1.1 204 No Content\r\n\r\n"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(reader, got); err != nil || string(got) != want {
		t.Fatalf("%q came, %v", got, err)
	}
}

func write(t *testing.T, w io.Writer, s string) {
	t.Helper()
	if n, err := w.Write([]byte(s)); n != len(s) || err != nil {
		t.Fatalf("wrote %d, %v", n, err)
	}
}
