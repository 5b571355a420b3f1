// Package measure counts: it owns the facts, the rules and the values. It answers
// Plan I.2 (the targets) for whatever plan is adopted.
//
//	desk verb --Record--> FACT --> TALLY --Fold--> VALUE --> board, report, portal
//	plan.Adopt --Set----> RULE ---------------------^
//
// A fact (số liệu gốc) says that something happened: whose doing, who or what is
// counted, on which day, how much, with the proof to look at. A desk hands it over
// in the transaction of its own verb ([Record]); nobody compiles numbers. Facts are
// only ever added. Of those that speak of the same desk, thing and what the last
// one stands, so that telling a fact twice counts it once, and a correction is a
// later fact. Every desk can list its facts from its own tables, and [Desk.Check]
// holds the two against each other.
//
// Planned, claimed and verified are three different numbers, and only verified
// ones are results.
//
// A rule (cách tính) is the formula of a target: its kind, the population it is
// counted over, the parts each must answer, the threshold. [Desk.Set] makes one for
// each target of an adopted plan, by asking each [Kind] whether it knows the
// formula; a target that none knows stays on the board as not measured, for a
// person to set. A new desk brings facts, a new sort of target brings one file
// with its kind; neither opens the other.
//
// A value (kết quả) is folded from a rule, its population as it was on a day, and
// the facts of a window. Populations have a history: a school that was merged in
// September is in the denominator of August and not in that of October.
package measure

import (
	"context"
	"embed"
	"fmt"
	"time"

	"loa/org"
	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the migrations of the tables of facts and rules.
var Schema = store.Schema{Desk: "measure", Files: files}

// Desk keeps rules and what is recorded by hand. A verb acts at the place of its actor.
type Desk struct {
	DB  *store.DB
	Now func() time.Time
}

// A State is how sure a fact is.
type State string

// The states of a fact.
const (
	Planned  State = "planned"  // dự kiến
	Claimed  State = "claimed"  // đã báo cáo, chờ thẩm tra
	Verified State = "verified" // đã thẩm tra: by a person with the post, or seen by the machine itself
	Void     State = "void"     // không có, đã rút
)

// rank orders states by how sure they are; Void is none at all.
func (s State) rank() int {
	return map[State]int{Planned: 1, Claimed: 2, Verified: 3}[s]
}

// A FactID is a fact of a place, counted from 1 in the order they were recorded.
type FactID int64

// A Fact (số liệu gốc) is one thing that happened, as a desk tells it.
type Fact struct {
	ID FactID // given by Record

	// Desk, Thing and What say which fact it is: the last one told of the same three stands.
	Desk  string // the package that tells it: work
	Thing string // the desk's own thing, as in its address: work/7/evidence/3
	What  string // which of the facts of that thing, where it has several

	Key    int64        // of the target, clause or task of the plan that it answers (plan_key); 0: none
	Unit   org.UnitID   // whose doing
	Person org.PersonID // who is counted: the one who was trained
	Item   string       // what is counted, of a named list: see [Channel]
	Part   string       // the part of the target it answers: see [Campaign]; empty: the whole
	Day    org.Day      // when it happened, not when it was told
	Amount int64        // 1 for what happened once
	Whole  int64        // Amount out of so many: 25736 of 36845 people; 0 for a number of its own
	State  State

	By   org.PersonID // who recorded it; 0: the machine saw it
	At   time.Time    // when, by the clock of the desk
	Href string       // the page where the proof is looked at
	Note string

	Voids FactID // the fact that this one stands instead of; given by Record
}

// Ref is how the log calls a fact.
func (id FactID) Ref() string { return fmt.Sprintf("measure/fact/%d", id) }

// same reports whether f tells what other tells, whoever told it and when.
func (f Fact) same(other Fact) bool {
	return f.content() == other.content()
}

// content is what a fact says of the world.
type content struct {
	which         // desk, thing, what
	key           int64
	unit          org.UnitID
	person        org.PersonID
	item, part    string
	day           org.Day
	amount, whole int64
	state         State
}

// which tells facts apart.
type which struct{ desk, thing, what string }

func (f Fact) which() which { return which{f.Desk, f.Thing, f.What} }

func (f Fact) content() content {
	return content{f.which(), f.Key, f.Unit, f.Person, f.Item, f.Part, f.Day, f.Amount, f.Whole, f.State}
}

// check is an error of the program that tells f, never of a person.
func (f Fact) check() error {
	switch {
	case f.Desk == "" || f.Thing == "":
		return fmt.Errorf("measure: a fact needs its desk and thing: %+v", f)
	case f.At.IsZero():
		return fmt.Errorf("measure: fact %s %s has no time", f.Thing, f.What)
	case f.State == Void:
		return nil
	case f.State.rank() == 0:
		return fmt.Errorf("measure: fact %s %s has no state %q", f.Thing, f.What, f.State)
	case len(f.Day) != len("2025-10-10"):
		return fmt.Errorf("measure: fact %s %s has no day", f.Thing, f.What)
	case f.Amount < 0 || f.Whole < 0:
		return fmt.Errorf("measure: fact %s %s counts below nothing", f.Thing, f.What)
	}
	return nil
}

// Record keeps facts in tx, the transaction of the verb that made them true. A
// fact that stands already is left alone; one that differs from what stands of the
// same desk, thing and what takes its place, and the older one stays as history.
func Record(ctx context.Context, tx *store.Tx, facts ...Fact) error {
	for _, f := range facts {
		if err := f.check(); err != nil {
			return err
		}
		if f.State == Void {
			f = Fact{Desk: f.Desk, Thing: f.Thing, What: f.What, State: Void, By: f.By, At: f.At, Href: f.Href, Note: f.Note}
		}
		if err := record(ctx, tx, f); err != nil {
			return fmt.Errorf("record fact %s %s: %w", f.Thing, f.What, err)
		}
	}
	return nil
}

func record(ctx context.Context, tx *store.Tx, f Fact) error {
	was, found, err := lastOf(ctx, tx, f.which())
	switch {
	case err != nil:
		return err
	case found && was.same(f), !found && f.State == Void:
		return nil
	case found:
		f.Voids = was.ID
		if err := addUp(ctx, tx, was, -1); err != nil {
			return err
		}
	}
	if err := insertFact(ctx, tx, f); err != nil {
		return err
	}
	return addUp(ctx, tx, f, +1)
}

// Withdraw voids the fact of desk, thing and what: it was not so. Without such a fact it does nothing.
func Withdraw(ctx context.Context, tx *store.Tx, f Fact) error {
	f.State = Void
	return Record(ctx, tx, f)
}
