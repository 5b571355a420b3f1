// Package store opens the database, brings its schema up to date, and lends
// out transactions that are bound to one place. It holds no query of any desk.
//
// There is one SQL text for both engines, SQLite and PostgreSQL: numbered
// placeholders, BIGINT, TEXT and BOOLEAN, instants as Unix milliseconds in UTC,
// days as TEXT such as 2025-10-10. Every table has place as the first column of
// its primary key, and in every query $1 is the place of the transaction: the
// caller's own arguments start at $2. PostgreSQL refuses an argument that the
// text does not use, so a query that forgets its place fails in the first test.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	_ "modernc.org/sqlite"
)

// A Place is the administrative code of a ward, commune, city or the nation (Phù Liễn is 11446).
type Place string

// A Schema is the migrations of one desk: Files holds schema/*.sql, applied in order of name.
type Schema struct {
	Desk  string // the prefix of the desk's tables
	Files fs.FS
}

// DB is the database of one installation.
type DB struct{ sql *sql.DB }

// Tx is one transaction, bound to a place. Every query of the program runs on a
// Tx, so that a desk can join its work to another's without either knowing.
type Tx struct {
	tx    *sql.Tx
	place Place
}

// Open opens the database at url (sqlite:PATH or postgres://…) and brings the schemas up to date.
func Open(ctx context.Context, url string, schemas ...Schema) (*DB, error) {
	path, ok := strings.CutPrefix(url, "sqlite:")
	if !ok {
		return nil, errors.New("store: only sqlite: so far")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	conn, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, err
	}
	conn.SetMaxOpenConns(1)
	db := &DB{sql: conn}
	if err := db.migrate(ctx, schemas); err != nil {
		conn.Close()
		return nil, err
	}
	return db, nil
}

// Close closes the database.
func (db *DB) Close() error { return db.sql.Close() }

// Write runs fn in a transaction of place that is kept if fn returns nil.
func (db *DB) Write(ctx context.Context, place Place, fn func(*Tx) error) error {
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(&Tx{tx, place}); err != nil {
		return err
	}
	return tx.Commit()
}

// Read runs fn in a transaction of place that is always thrown away.
func (db *DB) Read(ctx context.Context, place Place, fn func(*Tx) error) error {
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(&Tx{tx, place})
}

// Place returns the place that tx is bound to.
func (tx *Tx) Place() Place { return tx.place }

// Exec runs a statement; $1 is the place, args are $2 and on.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return tx.tx.ExecContext(ctx, query, tx.with(args)...)
}

// Query runs a query; $1 is the place, args are $2 and on.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.tx.QueryContext(ctx, query, tx.with(args)...)
}

// QueryRow runs a query for one row; $1 is the place, args are $2 and on.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return tx.tx.QueryRowContext(ctx, query, tx.with(args)...)
}

func (tx *Tx) with(args []any) []any { return append([]any{string(tx.place)}, args...) }

// NextID counts the named ids of the place up by one and returns the new one. The first is 1.
func (tx *Tx) NextID(ctx context.Context, name string) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx, `
		INSERT INTO store_counter (place, name, last) VALUES ($1, $2, 1)
		ON CONFLICT (place, name) DO UPDATE SET last = store_counter.last + 1
		RETURNING last`, name).Scan(&id)
	return id, err
}

func (db *DB) migrate(ctx context.Context, schemas []Schema) error {
	if _, err := db.sql.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS store_counter (place TEXT, name TEXT, last BIGINT NOT NULL, PRIMARY KEY (place, name))`); err != nil {
		return err
	}
	if _, err := db.sql.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS store_migration (name TEXT PRIMARY KEY)`); err != nil {
		return err
	}
	for _, s := range schemas {
		names, err := fs.Glob(s.Files, "schema/*.sql")
		if err != nil {
			return err
		}
		sort.Strings(names)
		for _, name := range names {
			var n int
			key := s.Desk + "/" + name
			if err := db.sql.QueryRowContext(ctx, `SELECT count(*) FROM store_migration WHERE name = $1`, key).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				continue
			}
			b, err := fs.ReadFile(s.Files, name)
			if err != nil {
				return err
			}
			up, _, _ := strings.Cut(string(b), "-- +goose Down")
			if _, err := db.sql.ExecContext(ctx, up); err != nil {
				return fmt.Errorf("migration %s: %w", key, err)
			}
			if _, err := db.sql.ExecContext(ctx, `INSERT INTO store_migration (name) VALUES ($1)`, key); err != nil {
				return err
			}
		}
	}
	return nil
}
