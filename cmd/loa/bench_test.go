package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"loa/org"
	"loa/platform/store"
	"loa/platform/store/storetest"
	"loa/work"
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

// BenchmarkAVerbUntilThePublicSeesIt accepts an evidence and asks for the public page of results, which counts it. The bar is 100 ms.
func BenchmarkAVerbUntilThePublicSeesIt(b *testing.B) {
	for _, on := range engines(b) {
		h := sampleHouse(b, on.Data)
		lan, duc, tuan := actorOf(b, h, "lan"), actorOf(b, h, "duc"), actorOf(b, h, "tuan")
		task, err := h.sampleTask(b.Context(), "IV.2.-4")
		if err != nil {
			b.Fatal(err)
		}
		unit, err := h.org.AddUnit(b.Context(), tuan, org.Unit{Kind: org.School, Name: "Trường Tiểu học thứ hai", OpenedOn: sampleFrom})
		if err == nil {
			err = h.work.Involve(b.Context(), lan, task, unit, work.Support)
		}
		if err != nil {
			b.Fatal(err)
		}
		results := func() string {
			w := httptest.NewRecorder()
			h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/ke-hoach/1/ket-qua", nil))
			if w.Code != http.StatusOK {
				b.Fatal(w.Code)
			}
			return w.Body.String()
		}
		before, n := results(), 0
		b.Run(on.engine, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				n++
				e, err := h.work.Send(b.Context(), lan, task, unit, fmt.Sprintf("number-of-form-%d", n), work.Shown{DoneOn: "2025-10-10", Note: "Chào cờ"})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if err := h.work.Accept(b.Context(), duc, e, false); err != nil {
					b.Fatal(err)
				}
				if results() == before {
					b.Fatal("the public page does not show it")
				}
			}
		})
	}
}

// actorOf is somebody of the sample ward, as they hold their posts today.
func actorOf(t testing.TB, h *house, login string) (a org.Actor) {
	t.Helper()
	i := slices.IndexFunc(cast, func(e extra) bool { return e.login == login })
	err := h.db.Read(t.Context(), samplePlace, func(tx *store.Tx) (err error) {
		a, err = org.ActorAt(t.Context(), tx, org.PersonID(i+1), h.org.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
