package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"loa/plan"
	"loa/platform/store"
)

var rewrite = flag.Bool("rewrite", false, "write the sample's corrections anew from the gold of the plan")

// TestTheSampleReviewIsUpToDate: the corrections of the sample ward turn today's
// reading of the bad OCR into the true wording of the plan, each doubt looked at.
func TestTheSampleReviewIsUpToDate(t *testing.T) {
	h, err := build(t.Context(), Data{Data: t.TempDir()}, choices{log: slog.New(slog.DiscardHandler), now: time.Now, easy: true})
	if err != nil {
		t.Fatal(err)
	}
	defer h.db.Close()
	people, err := h.samplePeople(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	paper, err := sampleFiles.ReadFile("sample/15-KH-UBND.txt")
	if err != nil {
		t.Fatal(err)
	}
	id, err := h.plans.Upload(t.Context(), people["lan"], "15-KH-UBND.txt", bytes.NewReader(paper), 0)
	if err != nil {
		t.Fatal(err)
	}
	var reading plan.Draft
	err = h.db.Read(t.Context(), samplePlace, func(tx *store.Tx) error {
		r, err := plan.LoadReview(t.Context(), tx, id)
		reading = r.Reading
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var gold plan.Draft
	b, err := os.ReadFile("../../plan/testdata/phu-lien-15-kh-ubnd.gold.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &gold); err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	io.WriteString(&want, "# What the sample ward's officer corrected in the reading of 15/KH-UBND; written by go test -run SampleReview -rewrite.\n")
	if err := plan.WriteCorrections(&want, answers(reading, gold)); err != nil {
		t.Fatal(err)
	}
	const file = "sample/15-KH-UBND.corrections"
	if *rewrite {
		if err := os.WriteFile(file, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := sampleFiles.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("the reading has changed: write %s anew with -rewrite and read the difference", file)
	}
}

// answers are the steps of somebody who knows what the paper says: every field
// put right, then every doubt looked at.
func answers(reading, gold plan.Draft) []plan.Correction {
	steps := reading.Towards(&gold)
	for i := range reading.Doubts {
		steps = append(steps, plan.Correction{Verb: plan.Accept, Thing: plan.Thing(fmt.Sprintf("?%d", i+1))})
	}
	return steps
}
