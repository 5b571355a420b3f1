package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"loa/platform/store"
)

// A queue is River on one engine.
type queue interface {
	start(ctx context.Context) error
	stopped() <-chan struct{}
	insert(ctx context.Context, tx *store.Tx, m message, opts *river.InsertOpts) error
	list(ctx context.Context, tx *store.Tx, params *river.JobListParams) ([]*rivertype.JobRow, error)
	get(ctx context.Context, tx *store.Tx, id int64) (*rivertype.JobRow, error)
	retry(ctx context.Context, tx *store.Tx, id int64) error
	drop(ctx context.Context, tx *store.Tx, id int64) error
}

// client is River on the engine whose transactions are T; in lends the T under a store.Tx.
type client[T any] struct {
	river *river.Client[T]
	in    func(tx *store.Tx, fn func(T) error) error
}

// newQueue makes the queue of raw; without workers in config it can only insert and look.
func newQueue(engine store.Engine, raw store.Raw, config *river.Config) (queue, error) {
	if engine == store.SQLite {
		return newClient(riversqlite.New(raw.Write), config, inSQLite)
	}
	return newClient(riverpgxv5.New(raw.Pool), config, inPostgres)
}

func newClient[T any](driver riverdriver.Driver[T], config *river.Config, in func(*store.Tx, func(T) error) error) (queue, error) {
	c, err := river.NewClient(driver, config)
	if err != nil {
		return nil, fmt.Errorf("set up the jobs: %w", err)
	}
	return client[T]{river: c, in: in}, nil
}

// The queues that only insert, in a transaction somebody else brings: they hold no connection and no state.
var (
	insertSQLite   = sync.OnceValues(func() (queue, error) { return newQueue(store.SQLite, store.Raw{}, silent()) })
	insertPostgres = sync.OnceValues(func() (queue, error) { return newQueue(store.PostgreSQL, store.Raw{}, silent()) })
)

func inserter(engine store.Engine) (queue, error) {
	if engine == store.SQLite {
		return insertSQLite()
	}
	return insertPostgres()
}

// silent is the configuration of a queue that works nothing; its errors are returned, so it need not log them.
func silent() *river.Config {
	return &river.Config{Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), MaxAttempts: attempts}
}

func (c client[T]) start(ctx context.Context) error { return c.river.Start(ctx) }

func (c client[T]) stopped() <-chan struct{} { return c.river.Stopped() }

func (c client[T]) insert(ctx context.Context, tx *store.Tx, m message, opts *river.InsertOpts) error {
	return c.in(tx, func(t T) error {
		_, err := c.river.InsertTx(ctx, t, m, opts)
		return err
	})
}

func (c client[T]) list(ctx context.Context, tx *store.Tx, params *river.JobListParams) (rows []*rivertype.JobRow, err error) {
	err = c.in(tx, func(t T) error {
		found, err := c.river.JobListTx(ctx, t, params)
		if err != nil {
			return err
		}
		rows = found.Jobs
		return nil
	})
	return rows, err
}

func (c client[T]) get(ctx context.Context, tx *store.Tx, id int64) (row *rivertype.JobRow, err error) {
	err = c.in(tx, func(t T) (err error) {
		row, err = c.river.JobGetTx(ctx, t, id)
		return err
	})
	return row, err
}

func (c client[T]) retry(ctx context.Context, tx *store.Tx, id int64) error {
	return c.in(tx, func(t T) error {
		_, err := c.river.JobRetryTx(ctx, t, id)
		return err
	})
}

func (c client[T]) drop(ctx context.Context, tx *store.Tx, id int64) error {
	return c.in(tx, func(t T) error {
		_, err := c.river.JobDeleteTx(ctx, t, id)
		return err
	})
}

func inSQLite(tx *store.Tx, fn func(*sql.Tx) error) error {
	raw, _ := tx.Raw()
	return fn(raw)
}

// inPostgres reaches through database/sql to the connection that tx has begun on.
func inPostgres(tx *store.Tx, fn func(pgx.Tx) error) error {
	_, conn := tx.Raw()
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the driver under the transaction is %T, not pgx", driver)
		}
		return fn(begun{c.Conn()})
	})
}

// begun is a transaction somebody else began on a connection and somebody else will end.
type begun struct{ *connection }

type connection = pgx.Conn // so that the field is not named as the method Conn

var errBegun = errors.New("job: the transaction belongs to store.Write")

func (begun) Begin(context.Context) (pgx.Tx, error) { return nil, errBegun }
func (begun) Commit(context.Context) error          { return errBegun }
func (begun) Rollback(context.Context) error        { return errBegun }
func (begun) LargeObjects() pgx.LargeObjects        { return pgx.LargeObjects{} }
func (b begun) Conn() *pgx.Conn                     { return b.connection }

// Migrate brings River's own tables up to date. It is run after store.Open, before any Add.
func Migrate(ctx context.Context, db *store.DB) error {
	if db.Engine() == store.SQLite {
		return migrate(ctx, riversqlite.New(db.Raw().Write))
	}
	return migrate(ctx, riverpgxv5.New(db.Raw().Pool))
}

func migrate[T any](ctx context.Context, driver riverdriver.Driver[T]) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: silent().Logger})
	if err != nil {
		return fmt.Errorf("read the migrations of the jobs: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("upgrade the tables of the jobs: %w", err)
	}
	return nil
}
