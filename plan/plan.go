// Package plan is where a signed paper becomes a plan.
//
// It is read (Read: lines in, draft out), checked beside the paper by a person,
// adopted by a post that may, and later amended:
//
//	paper --Upload--> review (the reading + the steps of people) --Adopt--> version 1 --Amend--> review --Adopt--> version 2
//
// A reading is never changed. What a person puts right is a Correction, one
// step, kept for good with who and when; the draft on the screen is the fold of
// the steps over the reading (Apply), and to undo is one more step.
//
// Adopting is one transaction: the version with its keys, the index of keys,
// what other desks do about it (OnAdopt), and the audit. Every clause, target,
// basis, assignment and task has a key, counted per place; an amendment keeps
// the key of what stayed the same or nearly the same in wording (Match), so that
// tasks and evidence outlive a new version. What changed is said in plain
// Vietnamese (Diff).
//
// Rules are in rules.go and know nothing of a database; sql.go holds every query.
package plan

import (
	"context"
	"embed"
	"fmt"
	"time"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the plan desk's tables.
var Schema = store.Schema{Desk: "plan", Files: files}

type (
	// An ID is a plan of a place, counted from 1: /plan/3.
	ID int64
	// A DraftID is one review of a place: /plan/draft/5.
	DraftID int64
	// A PaperID is one uploaded file of a place.
	PaperID int64
)

// Ref is how the log calls a plan.
func (id ID) Ref() string { return fmt.Sprintf("plan/%d", id) }

// Ref is how the log calls a draft.
func (id DraftID) Ref() string { return fmt.Sprintf("plan/draft/%d", id) }

// A Plan is one adopted version of a plan. Its clauses, targets, bases,
// assignments and tasks carry their keys.
type Plan struct {
	ID        ID
	Version   int // 1 as first adopted, one more for each amendment
	AdoptedAt time.Time
	AdoptedBy org.PersonID
	Adopter   string // the adopter's name on that day
	Draft
}

// A Summary is a plan in one line of a list.
type Summary struct {
	ID            ID
	Version       int
	Code, Title   string
	IssuedOn      string
	From, Through string // days; empty when the plan names no period
	AdoptedAt     time.Time
}

// Ref is how the log calls a paper.
func (id PaperID) Ref() string { return fmt.Sprintf("plan/paper/%d", id) }

// A Paper is what was brought in as one document. Its files stay in the blobs whatever becomes of it.
type Paper struct {
	ID      PaperID
	Name    string
	Hash    string // of the file, or of the hashes of all its files
	Kind    string // text, docx; pdf, png, jpeg, tiff: a scan
	Size    int64
	Files   []PaperFile // in the order of the pages, when there are several
	Refusal string      // why it could not be read; empty when it could
	Amends  ID          // 0 = a new plan
	By      org.PersonID
	ByName  string
	At      time.Time
}

// A PaperFile is one file of a paper.
type PaperFile struct {
	Name string
	Hash string // where the blobs keep it
	Size int64
}

// A Picture is what one page of a scan looks like: a JPEG in the blobs.
type Picture struct {
	Page          int // 1-based
	Hash          string
	Width, Height int // pixels, in which the boxes of words are counted
}

// A State is where a review stands.
type State string

// The states of a review.
const (
	Open    State = "open"    // đang soát xét
	Adopted State = "adopted" // đã ban hành
	Dropped State = "dropped" // đã bỏ
)

// A Review is a reading being checked by people.
type Review struct {
	ID       DraftID
	Paper    Paper // the zero Paper when it was started from an adopted version
	Amends   ID    // 0 = a new plan
	Base     int   // the version it amends
	State    State
	By       org.PersonID
	ByName   string
	OpenedAt time.Time
	Reading  Draft
	Source   []Line
	Pages    []Picture // of a scan
	Steps    []Correction
	Draft    Draft // the reading after the steps
}

// Saw is the number of the last step: a form that is drawn from r sends it
// back, so that the desk knows what the person had on the screen.
func (r *Review) Saw() int { return len(r.Steps) }

// Waiting is something that waits for a person, for their day's page.
type Waiting struct {
	Text   string
	Detail string // what is left to do, and of what kind the paper is
	Href   string
	Count  int
}

// Current is the version of plan id that is in force.
func Current(ctx context.Context, tx *store.Tx, id ID) (Plan, error) { return Version(ctx, tx, id, 0) }

// Version is version n of plan id; 0 = the one in force.
func Version(ctx context.Context, tx *store.Tx, id ID, n int) (Plan, error) {
	return loadVersion(ctx, tx, id, n)
}

// List is the plans of the place, the last adopted first.
func List(ctx context.Context, tx *store.Tx) ([]Summary, error) { return listPlans(ctx, tx) }

// History is the versions of plan id, the last first; their drafts are left out.
func History(ctx context.Context, tx *store.Tx, id ID) ([]Plan, error) {
	vs, err := listVersions(ctx, tx, id)
	if err == nil && len(vs) == 0 {
		err = noPlan
	}
	return vs, err
}

// SourceLines is the lines of the paper that version n of plan id was read from, as they were received; 0 = the version in force.
func SourceLines(ctx context.Context, tx *store.Tx, id ID, n int) ([]Line, error) {
	return loadSource(ctx, tx, id, n)
}

// BeingRead reports whether a scan of the place waits to be read or is being read.
func BeingRead(ctx context.Context, tx *store.Tx) (bool, error) {
	rs, err := listReadings(ctx, tx)
	return len(rs) > 0, err
}

var (
	noPlan   = refuse.With(refuse.NotFound, "Không tìm thấy kế hoạch này.")
	noDraft  = refuse.With(refuse.NotFound, "Không tìm thấy bản soát xét này.")
	tooLarge = refuse.With(refuse.TooLarge, "Tệp quá lớn: bản quét nhiều nhất 60 MB, tệp .docx hoặc .txt nhiều nhất 10 MB. Hãy quét lại ở 300 dpi, hoặc tách thành nhiều tệp nhỏ hơn.")
	noPaper  = refuse.With(refuse.NotFound, "Không tìm thấy tệp này.")
)

// LoadReview is a review as it stands: the reading, the steps taken, and the draft they make.
func LoadReview(ctx context.Context, tx *store.Tx, id DraftID) (Review, error) {
	return loadReview(ctx, tx, id)
}
