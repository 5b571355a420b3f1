package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"loa/platform/refuse"
	"loa/platform/store"
)

const (
	workers   = 20               // jobs at once in one program
	graceful  = 10 * time.Second // for running jobs to end in when the program stops
	keepDone  = 24 * time.Hour
	mostShown = 200 // dead jobs on one screen
)

// A Runner does the jobs of one database. Handlers are registered before Start.
type Runner struct {
	db      *store.DB
	log     *slog.Logger
	pace    pace
	kinds   *river.Workers
	known   map[string]bool
	regular []*river.PeriodicJob
	running queue
}

// New returns a runner of the jobs of db; it logs each failed attempt once.
func New(db *store.DB, log *slog.Logger) *Runner {
	return &Runner{db: db, log: log, pace: production, kinds: river.NewWorkers(), known: map[string]bool{}}
}

// Handle makes do the worker of kind k. It is called with the place the job was asked for in.
// A kind that has a worker already, or whose name is too short to be kept, is the programmer's error and panics.
func Handle[T any](r *Runner, k Kind[T], do func(ctx context.Context, place store.Place, args T) error) {
	r.handle(k.Name, k.Timeout, func(ctx context.Context, m message) error {
		var args T
		if err := json.Unmarshal(m.Args, &args); err != nil {
			return GiveUp(fmt.Errorf("read what the job is told: %w", err))
		}
		return do(ctx, m.Place, args)
	})
}

func (r *Runner) handle(name string, timeout time.Duration, do func(context.Context, message) error) {
	if len(name) < 2 || r.known[name] {
		panic(fmt.Sprintf("job: kind %q has a worker already, or has no name as desk_verb", name))
	}
	r.known[name] = true
	river.AddWorkerArgs(r.kinds, message{kind: name}, river.Worker[message](worker{pace: r.pace, timeout: timeout, do: do}))
}

// Every asks for a job of kind k with args in every enrolled place, each time next comes: next returns the
// first such instant after the one given (see [Hourly] and [Daily]). While the last one of a place is
// unfinished none is added there. An instant at which no program runs is missed.
func Every[T any](r *Runner, next func(time.Time) time.Time, k Kind[T], args T) {
	name := k.Name + "_everywhere"
	r.handle(name, 0, func(ctx context.Context, _ message) error {
		sites, err := r.db.Places(ctx)
		if err != nil {
			return err
		}
		for _, s := range sites {
			err := r.db.Write(ctx, s.Place, func(tx *store.Tx) error { return k.Add(ctx, tx, args, Once("every")) })
			if err != nil {
				return fmt.Errorf("place %s: %w", s.Place, err)
			}
		}
		return nil
	})
	ask := func() (river.JobArgs, *river.InsertOpts) {
		o, m := &river.InsertOpts{}, message{kind: name}
		Once("every")(o, &m)
		return m, o
	}
	r.regular = append(r.regular, river.NewPeriodicJob(schedule(next), ask, &river.PeriodicJobOpts{ID: name}))
}

type schedule func(time.Time) time.Time

func (s schedule) Next(now time.Time) time.Time { return s(now) }

// Hourly is the full hours.
func Hourly(now time.Time) time.Time { return now.Truncate(time.Hour).Add(time.Hour) }

// Daily is hour:minute of each day in where.
func Daily(hour, minute int, where *time.Location) func(time.Time) time.Time {
	return func(now time.Time) time.Time {
		y, m, d := now.In(where).Date()
		at := time.Date(y, m, d, hour, minute, 0, 0, where)
		if !at.After(now) {
			at = time.Date(y, m, d+1, hour, minute, 0, 0, where)
		}
		return at
	}
}

// Start begins to work and returns. When ctx is cancelled no further job is
// taken up, those running have ten seconds to end before their context ends,
// and then Wait returns; the database is closed after that.
func (r *Runner) Start(ctx context.Context) error {
	if len(r.known) == 0 {
		return errors.New("job: nothing to start: no kind has a worker")
	}
	q, err := newQueue(r.db.Engine(), r.db.Raw(), &river.Config{
		Workers:                     r.kinds,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		FetchCooldown:               20 * time.Millisecond,
		FetchPollInterval:           100 * time.Millisecond,
		JobTimeout:                  r.pace.timeout,
		RescueStuckJobsAfter:        r.pace.rescueAfter(),
		SoftStopTimeout:             graceful,
		MaxAttempts:                 attempts,
		CompletedJobRetentionPeriod: keepDone,
		CancelledJobRetentionPeriod: -1, // the dead are dropped by a person
		DiscardedJobRetentionPeriod: -1,
		PeriodicJobs:                r.regular,
		SkipUnknownJobCheck:         true, // one program may ask for what another does
		ErrorHandler:                reporter{r.log},
		Logger:                      slog.New(onlyErrors{r.log.Handler()}),
	})
	if err != nil {
		return err
	}
	if err := q.start(ctx); err != nil {
		return fmt.Errorf("start the jobs: %w", err)
	}
	r.running = q
	return nil
}

// Wait returns when the runner has stopped; at once if it was never started.
func (r *Runner) Wait() {
	if r.running != nil {
		<-r.running.stopped()
	}
}

// A Dead job is one that failed for the last time.
type Dead struct {
	ID       int64
	Kind     string
	Error    string // of the last attempt
	Attempts int
	FailedAt time.Time
}

// dead is the states of a job that failed for the last time: by its count, or by GiveUp.
var dead = []rivertype.JobState{rivertype.JobStateDiscarded, rivertype.JobStateCancelled}

// Dead lists the dead jobs of place, the last first, 200 at most.
func (r *Runner) Dead(ctx context.Context, place store.Place) ([]Dead, error) {
	q, err := inserter(r.db.Engine())
	if err != nil {
		return nil, err
	}
	var rows []*rivertype.JobRow
	err = r.db.Read(ctx, place, func(tx *store.Tx) (err error) {
		rows, err = q.list(ctx, tx, river.NewJobListParams().States(dead...).TagsAll(tag(place)).
			OrderBy(river.JobListOrderByFinalizedAt, river.SortOrderDesc).First(mostShown))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the dead jobs: %w", err)
	}
	list := make([]Dead, len(rows))
	for i, row := range rows {
		list[i] = Dead{ID: row.ID, Kind: row.Kind, Attempts: row.Attempt}
		if n := len(row.Errors); n > 0 {
			list[i].Error = row.Errors[n-1].Error
		}
		if row.FinalizedAt != nil {
			list[i].FailedAt = *row.FinalizedAt
		}
	}
	return list, nil
}

// Retry sends a dead job of place round again, for one more attempt. Any other id is refused.
func (r *Runner) Retry(ctx context.Context, place store.Place, id int64) error {
	return r.bury(ctx, place, id, queue.retry)
}

// Drop removes a dead job of place for good. Any other id is refused.
func (r *Runner) Drop(ctx context.Context, place store.Place, id int64) error {
	return r.bury(ctx, place, id, queue.drop)
}

func (r *Runner) bury(ctx context.Context, place store.Place, id int64, how func(queue, context.Context, *store.Tx, int64) error) error {
	q, err := inserter(r.db.Engine())
	if err != nil {
		return err
	}
	return r.db.Write(ctx, place, func(tx *store.Tx) error {
		row, err := q.get(ctx, tx, id)
		if err != nil && !errors.Is(err, rivertype.ErrNotFound) {
			return fmt.Errorf("look for job %d: %w", id, err)
		}
		if err != nil || !isDead(row, place) {
			return refuse.With(refuse.NotFound, "Không tìm thấy việc này trong danh sách việc lỗi; có thể nó đã được chạy lại hoặc đã bị bỏ.")
		}
		if err := how(q, ctx, tx, id); err != nil {
			return fmt.Errorf("change job %d: %w", id, err)
		}
		return nil
	})
}

func isDead(row *rivertype.JobRow, place store.Place) bool {
	var m message
	if err := json.Unmarshal(row.EncodedArgs, &m); err != nil || m.Place != place {
		return false // not one of ours, or of another place
	}
	return row.State == dead[0] || row.State == dead[1]
}

// reporter logs each failed attempt.
type reporter struct{ log *slog.Logger }

func (r reporter) HandleError(ctx context.Context, row *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	r.log.WarnContext(ctx, "job failed", "kind", row.Kind, "job", row.ID, "attempt", row.Attempt, "of", row.MaxAttempts, "tags", row.Tags, "error", err)
	return nil
}

func (r reporter) HandlePanic(ctx context.Context, row *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	r.log.ErrorContext(ctx, "job panicked", "kind", row.Kind, "job", row.ID, "attempt", row.Attempt, "tags", row.Tags, "panic", value, "trace", trace)
	return nil
}

// onlyErrors lets of River's own log only errors through.
type onlyErrors struct{ slog.Handler }

func (h onlyErrors) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelError && h.Handler.Enabled(ctx, level)
}

func (h onlyErrors) WithAttrs(attrs []slog.Attr) slog.Handler {
	return onlyErrors{h.Handler.WithAttrs(attrs)}
}

func (h onlyErrors) WithGroup(name string) slog.Handler {
	return onlyErrors{h.Handler.WithGroup(name)}
}
