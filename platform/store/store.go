// Package store opens the database, brings its schema up to date, and lends
// out transactions that are bound to one place. It holds no query of any desk.
//
// # One text for two engines
//
// A ward keeps everything in one SQLite file; a city or the nation moves the
// same program to PostgreSQL by its address (see [Open]). Queries are written
// once, in the common subset: numbered placeholders; BIGINT, TEXT and BOOLEAN;
// instants as Unix milliseconds in UTC, days as TEXT such as 2025-10-10; ON
// CONFLICT and RETURNING, but no JSON operators, ILIKE, arrays or now(). What
// cannot be common hides in this package: the full-text search (see [Doc]),
// the way one writer waits for another, and the copy made before an upgrade.
//
// # One place in each transaction
//
// Every table has place as the first column of its primary key, and in every
// query $1 is the place of the transaction; the caller's own arguments start
// at $2. A text that does not use $1, or does not use exactly the arguments it
// was given, or holds a second statement, is refused before it reaches either
// engine, so a query that forgets its place fails in the first test. Ids are
// small numbers counted for each place (see [Tx.NextID]).
//
// # One writer in each place
//
// Writes of one place run one after the other on both engines: SQLite has one
// writing connection, and on PostgreSQL a transaction first takes the lock of
// its place. What fn reads inside a Write is therefore true until it commits,
// and a desk needs no locks of its own. Reads see one moment of the data from
// beginning to end, never wait for a writer and never hold one up. Inside one
// transaction finish reading rows before the next query: PostgreSQL has one
// wire for both.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"loa/platform/refuse"
)

// A Place is the administrative code of a ward, commune, city or the nation (Phù Liễn is 11446).
type Place string

// A Schema is the migrations of one desk: Files holds schema/*.sql with goose's
// annotations, applied in the order of the number each name begins with.
type Schema struct {
	Desk  string // the prefix of the desk's tables
	Files fs.FS
}

// An Engine is the sort of database underneath.
type Engine string

const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// DB is the database of one installation.
type DB struct {
	engine Engine
	write  *sql.DB // SQLite: one connection
	read   *sql.DB
	pool   *pgxpool.Pool // under write; nil on SQLite
	close  func() error
	path   string // of the SQLite file

	changes changes
	wire    *wire // to other programs; nil on SQLite
}

// Tx is one transaction, bound to a place. Every query of the program runs on a
// Tx, so that a desk can join its work to another's without either knowing.
type Tx struct {
	tx     *sql.Tx
	conn   *sql.Conn
	place  Place
	engine Engine

	trace   *Trace   // of who reads; nil when nobody asked
	writes  bool     // it may change tables
	changed []string // the tables that it has changed
}

// Open opens the database at address and brings the schemas up to date, in the
// order given, after store's own. The address is sqlite:PATH (the file and its
// folder are made if absent) or postgres://USER:PASSWORD@HOST/NAME, as
// PostgreSQL's own tools write it. Anything else is refused.
//
// Open fails when a migration fails or when the database was written by a newer
// program; it never serves a schema it does not know. Before it changes an
// existing SQLite file it copies it aside, as before-TIME.db in the same folder.
func Open(ctx context.Context, address string, schemas ...Schema) (*DB, error) {
	db, err := open(ctx, address)
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx, schemas); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func open(ctx context.Context, address string) (*DB, error) {
	engine, path, _ := strings.Cut(address, ":")
	switch {
	case engine == "sqlite" && path != "" && !strings.HasPrefix(path, ":"):
		return openSQLite(ctx, path)
	case (engine == "postgres" || engine == "postgresql") && strings.HasPrefix(path, "//"):
		return openPostgres(ctx, address)
	}
	if u, err := url.Parse(address); err == nil {
		address = u.Redacted()
	} else {
		address = engine + ":…" // it may hold a password
	}
	return nil, refuse.With(refuse.Invalid, fmt.Sprintf("Địa chỉ cơ sở dữ liệu «%s» không đọc được; "+
		"cần dạng sqlite:ĐƯỜNG_DẪN_TỆP (ví dụ sqlite:/var/lib/loa/loa.db) hoặc postgres://NGƯỜI_DÙNG:MẬT_KHẨU@MÁY_CHỦ/TÊN.", address))
}

// Close closes the database.
func (db *DB) Close() error { return db.close() }

// Engine tells which sort of database this is.
func (db *DB) Engine() Engine { return db.engine }

// How long a transaction waits for a connection or for the writer before it.
// A Write inside a Write of the same place would wait for itself for ever.
const patience = 30 * time.Second

var errPatience = fmt.Errorf("store: no connection came free in %v; is there a Write inside a Write?", patience)

// writeAttempts is how often a Write is tried when the engine says that another transaction was in its way.
const writeAttempts = 5

// Write runs fn in a transaction of place that is kept if fn returns nil and
// leaves no trace otherwise. When PostgreSQL gives the transaction up for
// another one, fn runs again from the start: it must touch nothing but tx.
func (db *DB) Write(ctx context.Context, place Place, fn func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := db.transact(ctx, db.write, nil, place, func(tx *Tx) error {
			if err := tx.lock(ctx); err != nil {
				return err
			}
			return fn(tx)
		})
		if err == nil || attempt == writeAttempts || !mayRetry(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(attempt*attempt) * 5 * time.Millisecond):
		}
	}
}

// Read runs fn in a transaction of place that sees one moment of the data and can change nothing.
func (db *DB) Read(ctx context.Context, place Place, fn func(*Tx) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if db.engine == PostgreSQL {
		opts.Isolation = sql.LevelRepeatableRead // what a read transaction of SQLite is anyway
	}
	return db.transact(ctx, db.read, opts, place, fn)
}

func (db *DB) transact(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, place Place, fn func(*Tx) error) error {
	if place == "" {
		return errors.New("store: a transaction needs a place")
	}
	conn, err := lend(ctx, pool)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // after Commit it does nothing
	reads := opts != nil && opts.ReadOnly
	t := &Tx{tx: tx, conn: conn, place: place, engine: db.engine, writes: !reads}
	t.trace, _ = ctx.Value(traceKey{}).(*Trace)
	if err := fn(t); err != nil || reads {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	db.changes.note(place, t.changed)
	db.wire.tell(place, t.changed)
	return nil
}

// lend takes a connection out of pool, waiting no longer than patience.
func lend(ctx context.Context, pool *sql.DB) (*sql.Conn, error) {
	wait, stop := context.WithTimeoutCause(ctx, patience, errPatience)
	defer stop()
	conn, err := pool.Conn(wait)
	if err != nil && ctx.Err() == nil && wait.Err() != nil {
		return nil, context.Cause(wait)
	}
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return conn, nil
}

// mayRetry reports whether err is the engine giving a transaction up for another
// one: serialization_failure or deadlock_detected (PostgreSQL, appendix A).
func mayRetry(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code == "40001" || pg.Code == "40P01")
}

// Place returns the place that tx is bound to.
func (tx *Tx) Place() Place { return tx.place }

// Exec runs a statement; $1 is the place, args are $2 and on.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := fits(query, args); err != nil {
		return nil, err
	}
	tx.note(query)
	return tx.tx.ExecContext(ctx, query, tx.with(args)...)
}

// Query runs a query; $1 is the place, args are $2 and on.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := fits(query, args); err != nil {
		return nil, err
	}
	tx.note(query)
	return tx.tx.QueryContext(ctx, query, tx.with(args)...)
}

// QueryRow runs a query for one row; $1 is the place, args are $2 and on.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *Row {
	if err := fits(query, args); err != nil {
		return &Row{err: err}
	}
	tx.note(query)
	return &Row{row: tx.tx.QueryRowContext(ctx, query, tx.with(args)...)}
}

// All reads every row of a query with scan; the query is closed before the next one may run.
func All[T any](ctx context.Context, tx *Tx, scan func(*sql.Rows, *T) error, query string, args ...any) (out []T, err error) {
	rs, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rs.Close()) }()
	for rs.Next() {
		var v T
		if err := scan(rs, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rs.Err()
}

// A Row is the answer of QueryRow.
type Row struct {
	row *sql.Row
	err error
}

// Scan copies the columns of the row into dest; without a row it returns sql.ErrNoRows.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	return r.row.Scan(dest...)
}

var errNotText = refuse.With(refuse.Invalid, "Nội dung gửi lên có ký tự lạ mà hệ thống không đọc được. Hãy gõ lại thay vì dán, rồi gửi lại.")

// fits refuses a statement that does not go with its arguments, and text that
// only one of the engines would keep: PostgreSQL takes no NUL and nothing that is not UTF-8.
func fits(query string, args []any) error {
	for _, arg := range args {
		v := reflect.ValueOf(arg)
		if v.Kind() == reflect.String && (strings.IndexByte(v.String(), 0) >= 0 || !utf8.ValidString(v.String())) {
			return errNotText
		}
	}
	return check(query, len(args)+1)
}

func (tx *Tx) with(args []any) []any { return append([]any{string(tx.place)}, args...) }

// Engine tells which sort of database tx runs on, for platform/job alone: a desk has one text for both.
func (tx *Tx) Engine() Engine { return tx.engine }

// Raw is what lies under a DB. Only platform/job, which hands it to River, and
// storetest may use it: whoever else does is outside the place of a Tx.
type Raw struct {
	Write *sql.DB       // SQLite: one connection, shared by all writers
	Pool  *pgxpool.Pool // nil on SQLite
}

// Raw opens the door described at [Raw].
func (db *DB) Raw() Raw { return Raw{Write: db.write, Pool: db.pool} }

// Raw returns the transaction and the connection it runs on, for platform/job alone (see [Raw]).
func (tx *Tx) Raw() (*sql.Tx, *sql.Conn) { return tx.tx, tx.conn }
