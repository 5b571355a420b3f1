package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"

	"loa/link"
	"loa/newsroom"
	"loa/org"
	"loa/plan"
	"loa/platform/audit"
	"loa/platform/job"
	"loa/platform/store"
	"loa/watch"
	"loa/work"
)

// The work that the house does by itself, each night; turns are opened each hour, for a machine that sleeps at night.
var (
	sweepAll  = job.Kind[struct{}]{Name: "auth_sweep"}
	copyAudit = job.Kind[struct{}]{Name: "audit_copy"}
	openTurns = job.Kind[struct{}]{Name: "work_turns"}
	tidyWords = job.Kind[struct{}]{Name: "search_tidy"}
)

// jobs registers who does what later.
func (h *house) jobs(log *slog.Logger) {
	h.runner = job.New(h.db, log)
	h.console.Jobs = h.runner
	job.Handle(h.runner, sweepAll, h.sweep)
	job.Handle(h.runner, copyAudit, h.copyAudit)
	job.Handle(h.runner, openTurns, h.openTurns)
	job.Handle(h.runner, tidyWords, func(ctx context.Context, _ store.Place, _ struct{}) error { return h.db.TidySearch(ctx) })
	job.Handle(h.runner, plan.ReadScans, h.plans.ReadScan)
	job.Handle(h.runner, work.MakeRounds, h.work.Remind)
	job.Handle(h.runner, work.SendLetter, h.work.Post)
	job.Handle(h.runner, newsroom.Clock, h.news.Ring)
	job.Handle(h.runner, link.CheckHealth, h.links.Check)
	job.Handle(h.runner, watchPages, h.watchRound(log))
	job.Handle(h.runner, watch.SendLetter, h.watch.Post)
	h.digest.Handle(h.runner)
	job.Every(h.runner, watch.Minutely, watchPages, struct{}{})
	job.Every(h.runner, job.Daily(2, 30, org.Hanoi), sweepAll, struct{}{})
	job.Every(h.runner, job.Daily(3, 0, org.Hanoi), copyAudit, struct{}{})
	job.Every(h.runner, job.Daily(3, 30, org.Hanoi), tidyWords, struct{}{})
	job.Every(h.runner, work.NextRound, work.MakeRounds, struct{}{})
	job.Every(h.runner, job.Hourly, openTurns, struct{}{})
	job.Every(h.runner, job.Hourly, link.CheckHealth, struct{}{})
}

// openTurns opens the turns of tasks that come back.
func (h *house) openTurns(ctx context.Context, place store.Place, _ struct{}) error {
	_, err := h.work.OpenTurns(ctx, place)
	return err
}

// sweep forgets the guesses and sessions that no longer count, files that a phone never sent whole, and addresses that nobody confirmed.
func (h *house) sweep(ctx context.Context, place store.Place, _ struct{}) error {
	return h.db.Write(ctx, place, func(tx *store.Tx) error {
		return errors.Join(h.auth.Sweep(ctx, tx), h.work.Sweep(ctx, tx), h.digest.Sweep(ctx, tx))
	})
}

// mostLog is the most bytes of one copy of a log: some five million entries.
const mostLog = 2 << 30

// copyAudit puts a copy of the whole log of place among the files, from where
// it leaves the machine with the backup. `loa audit verify --against` holds a
// later log against it, which finds even a chain that was computed anew.
func (h *house) copyAudit(ctx context.Context, place store.Place, _ struct{}) error {
	var log bytes.Buffer
	err := h.db.Read(ctx, place, func(tx *store.Tx) error {
		_, err := audit.Export(ctx, tx, &log, 0)
		return err
	})
	if err != nil {
		return fmt.Errorf("export the log of %s: %w", place, err)
	}
	hash, size, err := h.files.Put(ctx, &log, mostLog)
	if err != nil {
		return fmt.Errorf("keep the log of %s: %w", place, err)
	}
	return h.db.Write(ctx, place, func(tx *store.Tx) error {
		return audit.Record(ctx, tx, audit.Entry{At: h.org.Now(), Verb: "copy-audit", Thing: "file/" + string(hash), Detail: fmt.Sprintf("%d byte", size)})
	})
}
