package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

const (
	// Each part is there for a fault that was seen without it: immediate, so that two writers never hold half a lock each;
	// UTC and texttotime for River's own tables, whose instants are text; 8 MB of pages, since the 2 MB that are usual are
	// read over and over by a report of half a year.
	sqliteCommon = "_pragma=busy_timeout(10000)&_pragma=cache_size(-8000)&_pragma=foreign_keys(1)&_pragma=synchronous(NORMAL)&_timezone=UTC&_time_format=sqlite&_texttotime=1"
	sqliteWriter = "?_txlock=immediate&_pragma=journal_mode(WAL)&" + sqliteCommon
	sqliteReader = "?mode=ro&_pragma=query_only(1)&" + sqliteCommon

	sqliteReaders = 8
)

// openSQLite opens one connection that writes and a few that can only read.
func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the database: %w", err)
	}
	name := "file:" + (&url.URL{Path: path}).EscapedPath()
	write, err := connectSQLite(name + sqliteWriter)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	read, err := connectSQLite(name + sqliteReader)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), write.Close())
	}
	read.SetMaxOpenConns(sqliteReaders)
	read.SetMaxIdleConns(sqliteReaders)
	db := &DB{engine: SQLite, write: write, read: read, path: path}
	db.close = func() error { return errors.Join(read.Close(), write.Close()) } // the writer last: it folds the log into the file
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), db.Close())
	}
	return db, nil
}

func connectSQLite(name string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(parser{c}), nil
}

// Backup writes the whole database, as it is at one moment, into a new file.
// Readers and writers go on meanwhile. It works on SQLite; the operator of a
// PostgreSQL server has pg_dump.
func (db *DB) Backup(ctx context.Context, file string) error {
	if db.engine != SQLite {
		return errors.New("store: a PostgreSQL database is backed up with pg_dump")
	}
	if _, err := db.write.ExecContext(ctx, `VACUUM INTO $1`, file); err != nil {
		return fmt.Errorf("copy the database to %s: %w", file, err)
	}
	return nil
}
