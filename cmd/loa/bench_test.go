package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"loa/platform/store/storetest"
)

// The figures of docs/FIGURES.md: the whole house, over the sample ward's data, on both engines.

// An installation is a place for data on one engine.
type installation struct {
	engine string
	Data
}

// engines are an empty installation on each engine.
func engines(t testing.TB) []installation {
	return []installation{
		{"sqlite", Data{Data: t.TempDir()}},
		{"postgres", Data{Data: t.TempDir(), Database: storetest.Postgres(t)}},
	}
}

// sampleHouse is the sample ward over d, as it stands after the first start.
func sampleHouse(t testing.TB, d Data) *house {
	t.Helper()
	h := open(t, d)
	if err := h.sample(t.Context(), output{t.Output(), t.Output()}); err != nil {
		t.Fatal(err)
	}
	return h
}

// open builds the house over d and closes it when t ends.
func open(t testing.TB, d Data) *house {
	t.Helper()
	h, err := build(t.Context(), d, choices{log: slog.New(slog.DiscardHandler), now: time.Now, easy: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// BenchmarkStart builds the house over data that are there, as each start of the program does. The bar is 300 ms.
func BenchmarkStart(b *testing.B) {
	for _, on := range engines(b) {
		sampleHouse(b, on.Data)
		b.Run(on.engine, func(b *testing.B) {
			for b.Loop() {
				h, err := build(b.Context(), on.Data, choices{log: slog.New(slog.DiscardHandler), now: time.Now, easy: true})
				if err != nil {
					b.Fatal(err)
				}
				if err := h.db.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPage asks for pages from the first middleware to the last byte, packed; those of the staff as the head of the culture office.
func BenchmarkPage(b *testing.B) {
	for _, on := range engines(b) {
		h := sampleHouse(b, on.Data)
		cookie := enter(b, h, "lan")
		for _, path := range []string{"/", "/ke-hoach/1", "/my-day", "/plan/draft/2"} {
			b.Run(on.engine+path, func(b *testing.B) {
				r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
				r.Header.Set("Accept-Encoding", "gzip")
				if !isPublic(path) {
					r.AddCookie(cookie)
				}
				size := 0
				for b.Loop() {
					w := httptest.NewRecorder()
					h.handler.ServeHTTP(w, r)
					if w.Code != http.StatusOK {
						b.Fatal(w.Code)
					}
					size = w.Body.Len()
				}
				b.ReportMetric(float64(size), "bytes/page")
			})
		}
	}
}

// isPublic reports whether path is of the portal, whose addresses are Vietnamese.
func isPublic(path string) bool { return path == "/" || strings.HasPrefix(path, "/ke-hoach") }

// enter signs login in and returns the cookie of the session.
func enter(t testing.TB, h *house, login string) *http.Cookie {
	t.Helper()
	form := url.Values{"login": {login}, "password": {samplePassword}}
	r := httptest.NewRequest(http.MethodPost, "http://localhost/sign-in", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	cookies := w.Result().Cookies()
	if len(cookies) == 0 {
		t.Fatalf("%s could not sign in: %d", login, w.Code)
	}
	return cookies[0]
}
