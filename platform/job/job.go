// Package job does work later: it is asked for in the transaction that gives
// rise to it, kept as a row, and taken up after the commit. What was rolled back
// was never asked for; what was committed is done, however often the program
// dies in between.
//
// A desk declares the kinds of work it has and asks for them with the
// transaction in its hand; cmd/loa registers who does them:
//
//	var Deliver = job.Kind[Delivery]{Name: "channel_deliver"}
//
//	err := Deliver.Add(ctx, tx, Delivery{Parcel: 7}, job.Once("parcel/7"))
//
//	job.Handle(runner, channel.Deliver, channels.Deliver)
//
// # What a worker can count on
//
// It runs for the place of the transaction that asked, at least once and perhaps
// again: a worker is idempotent. An error is tried again after 5 seconds, 15
// seconds, 1 minute and so on (see [backoff]), ten times in all; then the job is
// dead and waits on a screen, where a person sends it round again or drops it
// (see [Runner.Dead]). An error wrapped by [GiveUp] is dead at once. Everything
// a worker does must heed its context: it ends with the kind's timeout, and some
// seconds after the program was told to stop.
//
// # What a kill -9 costs
//
// A job that was running when the program died runs again within two minutes of
// the next start: see [production] for the sum. A kind with a longer timeout
// waits for that timeout instead, because nobody can tell it from one still at
// work.
//
// Underneath is River, on both engines, in its own tables (see [Migrate]). On
// SQLite it shares the one writing connection with everybody else.
package job

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"loa/platform/store"
)

// A Kind is one sort of work; T is what a worker of it is told, kept as JSON:
// small, ids rather than contents.
type Kind[T any] struct {
	Name     string        // desk_verb, as channel_deliver; it is kept with the job, so it never changes
	Timeout  time.Duration // how long one attempt may take; 0: 45 seconds
	Attempts int           // after how many the job is dead; 0: 10
}

// An Option says more about one job.
type Option func(*river.InsertOpts, *message)

// Once makes Add do nothing while a job of the same kind, place and key waits or runs.
func Once(key string) Option {
	return func(o *river.InsertOpts, m *message) {
		m.Key = key
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
			rivertype.JobStateRunning, rivertype.JobStateScheduled,
		}}
	}
}

// At lets the job wait until t.
func At(t time.Time) Option {
	return func(o *river.InsertOpts, _ *message) { o.ScheduledAt = t }
}

// Add asks for a job of kind k in the place of tx, to be taken up after tx was committed.
func (k Kind[T]) Add(ctx context.Context, tx *store.Tx, args T, options ...Option) error {
	body, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("write down a job of kind %s: %w", k.Name, err)
	}
	m := message{kind: k.Name, Place: tx.Place(), Args: body}
	opts := river.InsertOpts{MaxAttempts: k.Attempts, Tags: []string{tag(tx.Place())}}
	for _, option := range options {
		option(&opts, &m)
	}
	q, err := inserter(tx.Engine())
	if err != nil {
		return err
	}
	if err := q.insert(ctx, tx, m, &opts); err != nil {
		return fmt.Errorf("ask for a job of kind %s: %w", k.Name, err)
	}
	return nil
}

// GiveUp marks err as one that no further attempt can mend: the job is dead at once.
func GiveUp(err error) error { return river.JobCancel(err) }

// A message is a job as River keeps it; what is marked unique tells two apart for Once.
type message struct {
	kind  string
	Place store.Place     `json:"place" river:"unique"`
	Key   string          `json:"key" river:"unique"`
	Args  json.RawMessage `json:"args"`
}

func (m message) Kind() string { return m.kind }

// tag is what jobs of a place are found by.
func tag(place store.Place) string { return "place-" + string(place) }

// worker does the jobs of one kind.
type worker struct {
	river.WorkerDefaults[message]
	pace    pace
	timeout time.Duration
	do      func(context.Context, message) error
}

func (w worker) Timeout(*river.Job[message]) time.Duration { return w.timeout }

func (w worker) Work(ctx context.Context, j *river.Job[message]) error { return w.do(ctx, j.Args) }

// NextRetry lets a failed job wait and a job whose program died go on at once:
// what ran for longer than any attempt may was not ended by its worker.
func (w worker) NextRetry(j *river.Job[message]) time.Time {
	now := time.Now()
	if j.AttemptedAt != nil && now.Sub(*j.AttemptedAt) >= max(w.timeout, w.pace.timeout)+w.pace.rescueMargin {
		return now
	}
	return now.Add(w.pace.backoff(j.Attempt))
}

// pace is how patient the machinery is.
type pace struct {
	timeout      time.Duration // of one attempt, unless its kind says otherwise
	rescueMargin time.Duration // after the timeout a running job is taken for dead
	backoff      func(attempt int) time.Duration
}

func (p pace) rescueAfter() time.Duration { return p.timeout + p.rescueMargin }

// production: a job whose program died is taken for dead 60 seconds after it
// began; River looks for such jobs each 30 seconds and for jobs whose time has
// come each 5, as long as one program leads, which after a death is so within 20.
// That makes 95 seconds at most, and leaves 25 for a slow machine.
var production = pace{timeout: 45 * time.Second, rescueMargin: 15 * time.Second, backoff: backoff}

const attempts = 10

// backoff is how long a job waits after its n-th failure; 24 hours in all.
func backoff(n int) time.Duration {
	waits := [...]time.Duration{
		5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute,
		time.Hour, 3 * time.Hour, 6 * time.Hour, 13 * time.Hour,
	}
	return waits[min(max(n, 1), len(waits))-1]
}
