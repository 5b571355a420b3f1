package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// Two pools, so that writers waiting for one another never keep a reader out.
const (
	postgresWriters = 12
	postgresReaders = 12
)

func openPostgres(ctx context.Context, address string) (*DB, error) {
	lockTimeout := strconv.FormatInt(patience.Milliseconds(), 10)
	pool, write, err := postgresPool(ctx, address, postgresWriters, map[string]string{"lock_timeout": lockTimeout})
	if err != nil {
		return nil, err
	}
	readPool, read, err := postgresPool(ctx, address, postgresReaders, map[string]string{"default_transaction_read_only": "on"})
	if err != nil {
		pool.Close()
		return nil, err
	}
	db := &DB{engine: PostgreSQL, write: write, read: read, pool: pool}
	db.close = func() error {
		if db.wire != nil {
			db.wire.close()
		}
		err := errors.Join(read.Close(), write.Close())
		readPool.Close()
		pool.Close()
		return err
	}
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("reach the PostgreSQL server: %w", err), db.Close())
	}
	db.wire = newWire(pool, &db.changes)
	return db, nil
}

// postgresPool makes a pool of at most size connections (an address with pool_max_conns decides itself).
func postgresPool(ctx context.Context, address string, size int32, settings map[string]string) (*pgxpool.Pool, *sql.DB, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, nil, fmt.Errorf("read the address of the PostgreSQL server: %w", err)
	}
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = size
	}
	config.ConnConfig.RuntimeParams["application_name"] = "loa"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	for name, value := range settings {
		config.ConnConfig.RuntimeParams[name] = value
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, nil, fmt.Errorf("open the PostgreSQL server: %w", err)
	}
	return pool, stdlib.OpenDBFromPool(pool), nil
}

// The first half of our advisory locks' keys ("Loa"); the second is the hash of a place, or 0 for the schema.
const lockFamily = 0x4c6f61

// lock makes the writers of one place wait for each other until the transaction ends. On SQLite they do already.
func (tx *Tx) lock(ctx context.Context) error {
	if tx.engine == SQLite {
		return nil
	}
	hash := fnv.New32a()
	hash.Write([]byte(tx.place))
	if _, err := tx.tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1, $2)`, lockFamily, int32(hash.Sum32())); err != nil {
		return fmt.Errorf("wait for the writer of place %s: %w", tx.place, err)
	}
	return nil
}

// lockSchema lets one program at a time change the schema and returns the way to let go.
func (db *DB) lockSchema(ctx context.Context) (func() error, error) {
	if db.engine == SQLite {
		return func() error { return nil }, nil
	}
	conn, err := lend(ctx, db.write)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1, 0)`, lockFamily); err != nil {
		return nil, errors.Join(fmt.Errorf("wait for the schema: %w", err), conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1, 0)`, lockFamily)
		return errors.Join(err, conn.Close())
	}, nil
}
