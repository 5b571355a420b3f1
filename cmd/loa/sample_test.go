package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"loa/kit/prose"
	"loa/newsroom"
	"loa/plan"
	"loa/platform/store"
)

var rewrite = flag.Bool("rewrite", false, "write the sample's corrections anew from the gold of the plan")

// TestTheSampleReviewIsUpToDate: the corrections of the sample ward turn today's
// reading of the bad OCR into the true wording of the plan.
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
	if err := plan.WriteCorrections(&want, reading.Towards(&gold)); err != nil {
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

// TestTheStoriesOfTheSampleAreWellWritten: a careful colleague has nothing to remark on them but whom to ask, and the one
// address, which the plan itself gives, whose ministry is no more: the sample's dead link.
func TestTheStoriesOfTheSampleAreWellWritten(t *testing.T) {
	stories, err := sampleStories()
	if err != nil {
		t.Fatal(err)
	}
	if len(stories) < 50 {
		t.Fatalf("%d stories: the file is not read whole", len(stories))
	}
	names := newsroom.Names{Units: []string{office, committee, culture, services, school}}
	for _, e := range cast {
		names.People = append(names.People, e.name)
	}
	for _, s := range stories {
		s.Theme.Key = 1
		if s.motif != "" {
			s.Body += "\n\n" + prose.Figure{Number: 1, Alt: s.alt, Caption: "Ảnh: Loa vẽ"}.Mark()
		}
		for _, r := range newsroom.Check(s.kind, s.Text, names, s.day) {
			if !r.AsksConsent && !strings.Contains(r.Say, "https://dx.mic.gov.vn") {
				t.Errorf("%s: %s", s.Title, r.Say)
			}
		}
	}
}
