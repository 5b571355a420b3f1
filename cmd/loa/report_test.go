package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"loa/kit/docx"
	"loa/kit/dossier"
	"loa/kit/form"
	"loa/kit/pdf"
	"loa/kit/pdf/pdftest"
	"loa/measure"
	"loa/org"
	"loa/platform/blob"
	"loa/platform/store"
	"loa/report"
)

// TestABadScanBecomesASignedReport: the sample's plan, read from its bad OCR, corrected, adopted and worked on for half
// a year, ends in a report that was checked, numbered, signed outside, sent and filed, and in a dossier that proves itself.
func TestABadScanBecomesASignedReport(t *testing.T) {
	ctx := t.Context()
	h := sampleHouse(t, Data{Data: t.TempDir()})
	people := map[string]org.Actor{}
	for i, e := range cast {
		a, err := h.actor(ctx, org.PersonID(i+1))
		if err != nil {
			t.Fatal(err)
		}
		people[e.login] = a
	}
	half, err := measure.ParseWindow("2025-H2")
	if err != nil {
		t.Fatal(err)
	}
	last := measure.FactID(0)
	reading(t, h, func(tx *store.Tx) (err error) {
		last, err = measure.LastFact(ctx, tx)
		return err
	})
	const id report.ID = 1 // the sample's draft of the half-year
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"approve the figures", func() error { _, err := h.measure.Freeze(ctx, people["thuha"], 1, half, last); return err }},
		{"check", func() error { return h.reports.Check(ctx, people["lan"], id) }},
		{"number", func() error {
			return h.reports.Number(ctx, people["yen"], id, report.Issue{Number: 215, Day: "2025-12-16"})
		}},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
	}
	word, page := handed(t, h, id)
	d, err := docx.Parse(bytes.NewReader(word), int64(len(word)))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range form.Decree30.Check(d) {
		t.Errorf("the report departs from its form: %s", x.Line())
	}
	if !strings.Contains(d.Plain(), "Số: 215/BC-UBND") {
		t.Error("the report does not bear its number")
	}
	back := pdftest.Sign(t, page, "Vũ Thu Hà")
	if s, err := pdf.Signatures(back); err != nil || !s.IsWhole {
		t.Fatalf("%+v %v", s, err)
	}
	if err := h.reports.Sign(ctx, people["yen"], id, report.Electronic, bytes.NewReader(back)); err != nil {
		t.Fatal(err)
	}
	if err := h.reports.Send(ctx, people["yen"], id, "Sở Khoa học và Công nghệ thành phố", "trục liên thông văn bản", "2025-12-17"); err != nil {
		t.Fatal(err)
	}
	if err := h.reports.Archive(ctx, people["yen"], id); err != nil {
		t.Fatal(err)
	}
	var zip bytes.Buffer
	if _, _, err := h.reports.Deposit(ctx, people["yen"], 1, &zip); err != nil {
		t.Fatal(err)
	}
	l, _, faults, err := dossier.Check(bytes.NewReader(zip.Bytes()), int64(zip.Len()))
	if err != nil || len(faults) > 0 {
		t.Fatalf("%+v %v", faults, err)
	}
	has := map[string]bool{}
	for _, f := range l.Files {
		has[f.Path] = true
	}
	for _, want := range []string{"01-van-ban-goc/lan-1/15-kh-ubnd.txt", "05-bao-cao/215-2025-12-16/bao-cao-da-ky.pdf"} {
		if !has[want] {
			t.Errorf("the dossier lacks %s", want)
		}
	}
}

func reading(t *testing.T, h *house, fn func(*store.Tx) error) {
	t.Helper()
	if err := h.db.Read(t.Context(), samplePlace, fn); err != nil {
		t.Fatal(err)
	}
}

// handed is the Word file and the page that were handed over to be signed.
func handed(t *testing.T, h *house, id report.ID) (word, page []byte) {
	t.Helper()
	var r report.Report
	reading(t, h, func(tx *store.Tx) (err error) {
		r, err = report.Load(t.Context(), tx, id)
		return err
	})
	return kept(t, h, r.Files.Word), kept(t, h, r.Files.Page)
}

func kept(t *testing.T, h *house, hash blob.Hash) []byte {
	t.Helper()
	f, _, err := h.files.Open(context.Background(), hash)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
