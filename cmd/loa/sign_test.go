package main

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"loa/kit/pdf/pdftest"
)

// TestACertificateIsKeptNowhere: a leader signs a report in the browser, first with a wrong password. Neither password,
// nor the file, is afterwards in the database, among the files, in the log or on the page that comes back.
func TestACertificateIsKeptNowhere(t *testing.T) {
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filledSample(t))); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer // slog writes one line at a time, and the server has stopped when it is read
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h, err := build(t.Context(), Data{Data: folder}, choices{log: logger, now: time.Now, easy: true})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- h.serve(ctx, logger, l) }()
	site := walk{&sampleSite{house: h, url: "http://" + l.Addr().String()}, nil}
	file := pdftest.File(t, pdftest.Certificate{Name: "Vũ Thu Hà", From: time.Now().Add(-time.Hour), Through: time.Now().Add(time.Hour)})
	const wrong = "Mật khẩu gõ nhầm 7291"
	thuha := site.signIn(t, "thuha", "localhost")
	var pages bytes.Buffer
	for _, try := range []struct {
		password string
		status   int
	}{{wrong, http.StatusUnprocessableEntity}, {pdftest.Password, http.StatusSeeOther}} {
		res, err := thuha.Do(certificateForm(t, site.url+"/report/2/sign-here", file, try.password))
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != try.status {
			t.Errorf("with the password %q: %s, want %d", try.password, res.Status, try.status)
		}
		if _, err := pages.ReadFrom(res.Body); err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-served; err != nil {
		t.Fatal(err)
	}
	if err := h.db.Close(); err != nil {
		t.Fatal(err)
	}
	secrets := [][]byte{[]byte(wrong), []byte(pdftest.Password), file[len(file)/2:][:64]}
	look := func(where string, b []byte) {
		for _, s := range secrets {
			if bytes.Contains(b, s) {
				t.Errorf("%.20q is in %s", s, where)
			}
		}
	}
	look("the pages", pages.Bytes())
	look("the log", log.Bytes())
	kept := os.DirFS(folder)
	err = fs.WalkDir(kept, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(kept, path)
		look(path, b)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// certificateForm is the form that signs, filled in.
func certificateForm(t *testing.T, to string, file []byte, password string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("certificate", "vu-thu-ha.p12")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := form.WriteField("password", password); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to, &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}
