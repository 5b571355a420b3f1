// Package work is where a plan becomes work: a task for each duty the plan
// gives, units with a part in it, and the evidence that they did it. It answers
// Plan V (the duties) and the sentence that ends it (what is in the way is
// reported at once).
//
//	plan adopted --Open--> task, with a part for each unit
//	part: todo --Send--> sent --Accept--> done (or going, when more is to come)
//	                          --Return--> returned --Send--> sent …
//
// A task is known by the key of the plan's duty, so an amended plan keeps its
// tasks, their days, their units' states and their evidence; what the plan no
// longer asks for stays, marked, with what was done for it.
//
// A task that comes back (weekly, monthly …) is done in turns: each turn is a task
// of its own with its day, units and evidence, opened in time by a job or by hand,
// and never twice (rhythm.go, series.go).
//
// What a unit says is claimed; what somebody else has looked at and accepted is
// verified, and only that makes a part done. Nobody verifies what they sent
// themselves. Both are told to measure, in the transaction of the verb (facts.go).
//
// A unit without accounts sends by a link: an address with a secret, bound to one
// part, with an end, revocable (link.go).
//
// What is in the way of a unit is a difficulty, with an owner who answers by a day
// (difficulty.go).
//
// Whoever has a part that waits is reminded before its day, on it and after it, by the tables of rules_remind.go: one
// round a working day, one letter a person, each step of a part once. What was told to whom is a ledger. A letter goes
// out at least once and, but for one moment, at most once: where the program dies, or the line breaks, before the
// server's answer is written down, it is sent again with the same Message-ID (remind.go, letter.go).
//
// Rules are in rules.go and know nothing of a database; sql.go holds every query.
package work

import (
	"context"
	"embed"
	"fmt"
	"io"
	"sync"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/blob"
	"loa/platform/mail"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the work desk's tables.
var Schema = store.Schema{Desk: "work", Files: files}

// A TaskID is a task of a place, counted from 1: /work/7.
type TaskID int64

// Ref is how the log calls a task.
func (id TaskID) Ref() string { return fmt.Sprintf("work/%d", id) }

// Desk does the work on tasks. A verb acts at the place of its actor. It must not be copied once it is in use.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
	// Rand makes the secrets of links.
	Rand io.Reader
	// Blobs keep photos and files.
	Blobs blob.Store
	// Mail sends the letters that remind.
	Mail *mail.Desk

	drawing sync.Mutex // held while a photo is drawn anew
}

// A Task (nhiệm vụ) is one duty that is to be done, by one unit or many.
type Task struct {
	ID       TaskID
	Plan     plan.ID // 0 when no plan asks for it
	Version  int     // in which it stands, or last stood
	PlanCode string  // 15/KH-UBND
	Key      int64   // of the plan's duty, the same in every version
	Clause   int64   // key of the clause it stands in
	Address  plan.Address
	Lines    plan.Span
	Body     string  // what is to be done, in the plan's words
	Proposed org.Day // the day the plan gives, or its rhythm; empty when there is none
	DueOn    org.Day // empty when it has no day
	DueBy    string  // who set the day; empty when it is the one proposed
	IsAsked  bool    // false: the plan no longer asks for it
	OpenedAt time.Time
	Repeats  bool   // it is done in turns, each a task of its own
	Series   TaskID // the task that this one is a turn of; 0 for none
	Turn     string // 2025-09; empty for no turn
	IsUrgent bool
	ServedBy string // who set what it serves; empty when the plan says it
	Tally           // of its units
}

// A Tally counts the units that have a part in a task, by how far they are.
type Tally struct{ Units, Returned, Sent, Going, Done int }

// A Part (phần việc) is what one unit has to do with a task, and how far it is.
type Part struct {
	Task      TaskID
	Unit      org.UnitID
	Name      string // of the unit today
	Role      Role
	Mode      plan.Mode
	Via       string // the group by which the plan names it, «các trường học»
	ByHand    bool   // a person named the unit, the plan did not
	State     State
	ChangedAt time.Time
	IsAsked   bool // false: the unit no longer has a part in it
}

// A Role is whether a unit leads a task or supports it.
type Role string

// The roles.
const (
	Lead    Role = "lead"    // chủ trì
	Support Role = "support" // phối hợp
)

// A State is how far a unit is with its part.
type State string

// The states of a part.
const (
	Todo     State = "todo"     // chưa gửi minh chứng
	Sent     State = "sent"     // chờ thẩm tra
	Returned State = "returned" // bị trả lại
	Going    State = "going"    // đã có kết quả được xác nhận, còn làm tiếp
	Done     State = "done"     // đã xong
)

// An About is a theme or target of the plan that a task serves.
type About struct {
	Sort AboutSort
	Key  int64
	Name string
}

// An AboutSort is what sort of thing of the plan an About is.
type AboutSort string

// The sorts.
const (
	Theme  AboutSort = "theme"
	Target AboutSort = "target"
)

// An Event is something that happened to a task, in a sentence.
type Event struct {
	Task       TaskID
	Unit       org.UnitID // 0 = the whole task
	At         time.Time
	Person     org.PersonID
	PersonName string
	Say        string
}

// Load is the task with this id.
func Load(ctx context.Context, tx *store.Tx, id TaskID) (Task, error) { return loadTask(ctx, tx, id) }

// Parts are the parts of the units in task id.
func Parts(ctx context.Context, tx *store.Tx, id TaskID) ([]Part, error) {
	return partsOf(ctx, tx, id)
}
