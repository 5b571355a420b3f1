// Package plan is where a signed paper becomes a plan: it is read (Read), checked
// beside the paper by a person (the review), adopted by a post that may (Adopt),
// and later amended, each version keeping the keys of what it kept.
package plan

import (
	"time"

	"loa/org"
)

// An ID is a plan of a place, counted from 1: /plan/3.
type ID int64

// A Plan is one adopted version of a plan. Its clauses, targets, bases,
// assignments and tasks carry their keys.
type Plan struct {
	ID        ID
	Version   int // 1 as first adopted, one more for each amendment
	AdoptedAt time.Time
	AdoptedBy org.PersonID
	Draft
}
