// Package report writes what a plan came to as an official paper. It answers the
// duty of Plan V.2 to consolidate and report.
//
//	plan, values, evidence, duties --Compose--> COMPOSITION --Paper--> kit/form --> DOCX, PDF
//	                                                 \--Workbook--> XLSX with its evidence
//
// A composition is sentences drafted from what was counted, each number tied to
// its proof ([Tie]); people change the words, and a number of their own is marked
// and explained. All three files are drawn from one composition, so they cannot
// say different numbers.
//
// What is reported is what somebody verified. Where the figures of the window
// were approved (measure.Freeze), the report has those and no others.
//
// What of the work desk it needs comes in as plain data ([Duty]); which days are
// due is in calendar.go.
package report

import (
	"context"
	"time"

	"loa/plan"
	"loa/platform/store"
)

// Desk writes reports. A verb acts at the place of its actor.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// Duties tells of the work desk's tasks of a plan; nil: there is no such desk.
	Duties func(context.Context, *store.Tx, plan.ID) ([]Duty, error)
}
