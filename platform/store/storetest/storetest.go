// Package storetest opens empty databases for tests, on every engine, and shows
// what is in them.
//
// PostgreSQL comes from the binaries of the machine (Debian's postgresql
// package): each test process that asks for it starts a server of its own in a
// temporary folder, reached by a socket in that folder and by no port, and the
// folder and the server go with the process, however it ends. Without the
// binaries the tests on PostgreSQL are skipped; where CI=true they fail.
package storetest

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"loa/platform/store"
)

var update = flag.Bool("update", false, "write golden files anew")

// Each runs fn once for each engine, on an empty database that holds schemas.
func Each(t *testing.T, schemas []store.Schema, fn func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, Open(t, schemas...)) })
	t.Run("postgres", func(t *testing.T) { fn(t, OpenPostgres(t, schemas...)) })
}

// Open opens an empty SQLite database that is closed and removed when t ends.
func Open(t testing.TB, schemas ...store.Schema) *store.DB {
	t.Helper()
	return open(t, "sqlite:"+filepath.Join(t.TempDir(), "loa.db"), schemas)
}

// OpenPostgres opens an empty database of the process's PostgreSQL server that is closed and removed when t ends.
// Without the binaries of PostgreSQL t is skipped.
func OpenPostgres(t testing.TB, schemas ...store.Schema) *store.DB {
	t.Helper()
	s := running(t)
	return open(t, s.database(t, s.template(t, schemas)), schemas)
}

func open(t testing.TB, address string, schemas []store.Schema) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), address, schemas...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Golden returns the text of file; with the flag -update it first writes got there.
func Golden(t testing.TB, file, got string) string {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	return string(b)
}

// SchemaPage fails t, showing the difference, when the tables that schemas make on each engine
// are not those of the pages folder/schema.sqlite.sql and folder/schema.postgres.sql; -update writes the pages.
func SchemaPage(t *testing.T, folder string, schemas ...store.Schema) {
	t.Helper()
	Each(t, schemas, func(t *testing.T, db *store.DB) {
		file := filepath.Join(folder, "schema."+string(db.Engine())+".sql")
		got := Dump(t, db)
		if diff := cmp.Diff(strings.Split(Golden(t, file, got), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("the migrations and %s part ways (-page +migrations):\n%s", file, diff)
		}
	})
}

// fingerprint tells sets of schemas apart by all that their files hold.
func fingerprint(t testing.TB, schemas []store.Schema) string {
	t.Helper()
	h := sha256.New()
	for _, s := range schemas {
		fmt.Fprintf(h, "desk %s\n", s.Desk)
		err := fs.WalkDir(s.Files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(s.Files, path)
			fmt.Fprintf(h, "file %s %d\n%s", path, len(b), b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}
