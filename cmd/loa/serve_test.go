package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestTheFiguresAreForThisMachineAlone: /metrics answers a program here, and no proxy, neighbour or page in a browser.
func TestTheFiguresAreForThisMachineAlone(t *testing.T) {
	h := fromThisMachine(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, c := range []struct {
		name, from, host, header string
		want                     int
	}{
		{"a program here", "127.0.0.1:5000", "localhost:8080", "", http.StatusOK},
		{"a program here, IPv6", "[::1]:5000", "[::1]:8080", "", http.StatusOK},
		{"a neighbour", "192.0.2.7:5000", "localhost:8080", "", http.StatusNotFound},
		{"a proxy here", "127.0.0.1:5000", "localhost:8080", "X-Forwarded-For", http.StatusNotFound},
		{"a proxy here that says only the scheme", "127.0.0.1:5000", "localhost:8080", "X-Forwarded-Proto", http.StatusNotFound},
		{"a proxy here that keeps the name", "127.0.0.1:5000", "phulien.example", "", http.StatusNotFound},
		{"a page that was rebound", "127.0.0.1:5000", "evil.example:8080", "", http.StatusNotFound},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr, r.Host = c.from, c.host
		if c.header != "" {
			r.Header.Set(c.header, "192.0.2.7")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s is answered %d, want %d", c.name, w.Code, c.want)
		}
	}
}
