// Package report writes what a plan came to as an official paper, and keeps it
// through its life. It answers the duty of Plan V.2 to consolidate and report.
//
//	plan, values, evidence, duties --Compose--> COMPOSITION --Paper--> kit/form --> DOCX, PDF
//	                                                 \--Workbook--> XLSX with its evidence
//
//	draft --Check--> checked --Number, Sign--> signed --Send--> sent --Archive--> archived
//	           \--Return--> draft
//
// A composition is sentences drafted from what was counted, each number tied to
// its proof ([Tie]); people change the words, and a number of their own is marked
// and explained. All three files are drawn from one composition, so they cannot
// say different numbers.
//
// What is reported is what somebody verified. A report is checked only once the
// figures of its window were approved (measure.Freeze): it has those and no
// others, and its words are kept as they were. A correction is a new report that
// names the old.
//
// Nobody signs for another. The signer's own certificate file signs the PDF here
// and is forgotten ([Hand]); or the PDF is handed over, and what comes back begins
// with the same bytes and has a signature behind them; a scan of a paper that was
// signed by hand is kept as what it is.
//
// Papers that no figures make ([Letter]) are written by a person, and go the same
// way from draft to archive.
//
// What of the work desk it needs comes in as plain data ([Duty]); which reports
// are due when is pure, in calendar.go.
package report

import (
	"context"
	"embed"
	"fmt"
	"time"

	"loa/kit/form"
	"loa/measure"
	"loa/org"
	"loa/plan"
	"loa/platform/blob"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the report desk's tables.
var Schema = store.Schema{Desk: "report", Files: files}

// Desk writes reports. A verb acts at the place of its actor.
type Desk struct {
	DB    *store.DB
	Now   func() time.Time
	Blobs blob.Store
	// Duties tells of the work desk's tasks of a plan; nil: there is no such desk.
	Duties func(context.Context, *store.Tx, plan.ID) ([]Duty, error)
	// Difficulties tells what was in the way of units within a window; nil: nobody asks them.
	Difficulties func(context.Context, *store.Tx, plan.ID, measure.Window, org.Day) ([]Difficulty, error)
	// Enclosures tells of the files behind the evidence of a plan; nil: there are none.
	Enclosures func(context.Context, *store.Tx, plan.ID) ([]Enclosure, error)
}

func (d *Desk) today() org.Day { return org.DayOf(d.Now()) }

// An ID is a report of a place, counted from 1: /report/3.
type ID int64

// Ref is how the log calls a report.
func (id ID) Ref() string { return fmt.Sprintf("report/%d", id) }

// A State is how far a report is.
type State string

// The states of a report.
const (
	Draft      State = "draft"    // dự thảo
	Checked    State = "checked"  // đã kiểm tra, chờ số và chữ ký
	Signed     State = "signed"   // đã ký
	Dispatched State = "sent"     // đã gửi
	Archived   State = "archived" // đã lưu hồ sơ
)

// A Report (báo cáo) is one paper about a plan and a window; or another paper, which a person wrote.
type Report struct {
	ID        ID
	Plan      plan.ID // 0: a letter about no plan
	Symbol    string  // behind its number: BC-UBND
	Letter    *Letter // what a person wrote; nil for a report of figures, which alone has a window
	Window    measure.Window
	Regime    RegimeID // 0: no regime asks for it
	Recipient string
	Corrects  ID // the report that this one stands instead of; 0 for none
	State     State
	Issue     Issue
	Files     Handed
	By        org.PersonID
	ByName    string
	OpenedAt  time.Time

	content string // the composition, once it was checked
}

// Handed is the files that were handed over to be signed, and what came back: hashes in the blobs.
type Handed struct {
	Word, Page, Book blob.Hash
	Signed           blob.Hash
	As               SignedAs
}

// SignedAs is how the signed paper came back.
type SignedAs string

// The ways.
const (
	Electronic SignedAs = "electronic" // the page handed over, with signatures behind it
	OnPaper    SignedAs = "paper"      // a scan of a paper signed by hand
)

// An Edit is what a person wrote instead of a passage.
type Edit struct {
	Passage string
	Body    string // empty: the program's words again
	Why     string // where a number in it is the person's own
	Editor  string
	By      org.PersonID
	At      time.Time
}

// An Event is something that happened to a report.
type Event struct {
	At   time.Time
	Name string
	Say  string
}

// code is the number of r as it is cited, for a report that has one.
func (r Report) code() string {
	return formOf(r.Symbol).Code(&form.Paper{Number: r.Issue.Number, Symbol: r.Symbol})
}

// kind is what type of paper r is.
func (r Report) kind() kind { return kindOf(r.Symbol) }

// symbol stands behind the number of a report of a people's committee.
const symbol = "BC-UBND"
