// Package storetest opens empty databases for tests, on every engine, and shows what is in them.
package storetest

import (
	"testing"

	"loa/platform/store"
)

// Each runs fn once for each engine, on an empty database that holds schemas.
func Each(t *testing.T, schemas []store.Schema, fn func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, Open(t, schemas...)) })
}

// Open opens an empty SQLite database that is closed and removed when t ends.
func Open(t testing.TB, schemas ...store.Schema) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+t.TempDir()+"/loa.db", schemas...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
