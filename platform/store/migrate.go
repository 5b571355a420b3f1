package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed schema/*.sql
var files embed.FS

// own is store's own tables, always the first of the schemas.
var own = Schema{Desk: "store", Files: files}

// desk is one schema on its way up or down.
type desk struct {
	name            string
	goose           *goose.Provider
	version, newest int64 // what the database has, what the program knows
}

// migrate brings all schemas up to date as one step that Rollback can take back.
func (db *DB) migrate(ctx context.Context, schemas []Schema) (err error) {
	unlock, err := db.lockSchema(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()

	desks, err := db.desks(ctx, schemas)
	if err != nil {
		return err
	}
	for _, d := range desks {
		if d.version > d.newest {
			return fmt.Errorf("the database is newer than this program: %s is at version %d, the program knows %d; "+
				"start the newer program, or let it take its last upgrade back first", d.name, d.version, d.newest)
		}
	}
	fresh := desks[0].version == 0
	desks = slices.DeleteFunc(desks, func(d desk) bool { return d.version == d.newest })
	if len(desks) == 0 {
		return nil
	}
	if fresh {
		return up(ctx, desks)
	}
	copied, err := db.copyAside(ctx)
	if err != nil {
		return err
	}
	if err := db.recordStep(ctx, desks); err != nil {
		return err
	}
	if err := up(ctx, desks); err != nil {
		return fmt.Errorf("%w%s", err, copied)
	}
	return nil
}

func up(ctx context.Context, desks []desk) error {
	for _, d := range desks {
		if _, err := d.goose.Up(ctx); err != nil {
			return fmt.Errorf("upgrade the tables of %s: %w", d.name, err)
		}
	}
	return nil
}

// desks asks for the version of every schema; store's own comes first.
func (db *DB) desks(ctx context.Context, schemas []Schema) ([]desk, error) {
	search, err := db.searchSchema()
	if err != nil {
		return nil, fmt.Errorf("read the migrations of the search: %w", err)
	}
	var desks []desk
	for _, s := range append([]Schema{own, search}, schemas...) {
		p, err := db.provider(s)
		if err != nil {
			return nil, fmt.Errorf("read the migrations of %s: %w", s.Desk, err)
		}
		d := desk{name: s.Desk, goose: p}
		if d.version, d.newest, err = p.GetVersions(ctx); err != nil {
			return nil, fmt.Errorf("ask for the version of %s: %w", s.Desk, err)
		}
		desks = append(desks, d)
	}
	return desks, nil
}

func (db *DB) provider(s Schema) (*goose.Provider, error) {
	sub, err := fs.Sub(s.Files, "schema")
	if err != nil {
		return nil, err
	}
	dialect := database.DialectSQLite3
	if db.engine == PostgreSQL {
		dialect = database.DialectPostgres
	}
	versions, err := database.NewStore(dialect, "store_version_"+s.Desk)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithStore(versions), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if s.Desk == searchDesk {
		options = append(options, goose.WithGoMigrations(goose.NewGoMigration(reindexVersion, &goose.GoFunc{RunTx: db.reindex}, nil)))
	}
	return goose.NewProvider(goose.DialectCustom, db.write, sub, options...)
}

// recordStep writes down, before the upgrade, from which version each desk leaves.
func (db *DB) recordStep(ctx context.Context, desks []desk) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("record the upgrade: %w", err)
	}
	defer tx.Rollback() // after Commit it does nothing
	var step int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(step), 0) + 1 FROM store_upgrade`).Scan(&step); err != nil {
		return fmt.Errorf("record the upgrade: %w", err)
	}
	for _, d := range desks {
		_, err := tx.ExecContext(ctx, `INSERT INTO store_upgrade (step, desk, from_version, to_version, upgraded_at) VALUES ($1, $2, $3, $4, $5)`,
			step, d.name, d.version, d.newest, time.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("record the upgrade: %w", err)
		}
	}
	return tx.Commit()
}

// Rollback takes the last upgrade back: every desk of schemas that it changed
// returns to the version it had before, the last one first; what the newer
// tables held is lost with them. On SQLite the file is copied aside first. After
// it the older program may be started; db itself should only be closed. The
// making of the database cannot be taken back.
func (db *DB) Rollback(ctx context.Context, schemas []Schema) (err error) {
	unlock, err := db.lockSchema(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()

	step, from, err := db.lastStep(ctx)
	if err != nil {
		return err
	}
	if len(from) == 0 {
		return errors.New("there is no upgrade to take back")
	}
	desks, err := db.desks(ctx, schemas)
	if err != nil {
		return err
	}
	for name := range from {
		if !slices.ContainsFunc(desks, func(d desk) bool { return d.name == name }) {
			return fmt.Errorf("the last upgrade changed the tables of %s too, whose migrations are not here", name)
		}
	}
	if _, err := db.copyAside(ctx); err != nil {
		return err
	}
	for _, d := range slices.Backward(desks) {
		version, changed := from[d.name]
		if !changed {
			continue
		}
		if _, err := d.goose.DownTo(ctx, version); err != nil {
			return fmt.Errorf("take the tables of %s back to version %d: %w", d.name, version, err)
		}
	}
	if _, err := db.write.ExecContext(ctx, `DELETE FROM store_upgrade WHERE step = $1`, step); err != nil {
		return fmt.Errorf("forget the upgrade: %w", err)
	}
	return nil
}

// lastStep returns the number of the last upgrade and, for each desk it changed, the version before.
func (db *DB) lastStep(ctx context.Context) (int64, map[string]int64, error) {
	rows, err := db.write.QueryContext(ctx, `SELECT step, desk, from_version FROM store_upgrade WHERE step = (SELECT max(step) FROM store_upgrade)`)
	if err != nil {
		return 0, nil, fmt.Errorf("look for the last upgrade: %w", err)
	}
	defer rows.Close()
	var step int64
	from := map[string]int64{}
	for rows.Next() {
		var name string
		var version int64
		if err := rows.Scan(&step, &name, &version); err != nil {
			return 0, nil, fmt.Errorf("look for the last upgrade: %w", err)
		}
		from[name] = version
	}
	return step, from, rows.Err()
}

// copyAside copies a SQLite file before its schema changes and says where, for the sentence of a failure.
func (db *DB) copyAside(ctx context.Context) (string, error) {
	if db.engine != SQLite {
		return "", nil
	}
	file := filepath.Join(filepath.Dir(db.path), "before-"+time.Now().UTC().Format("20060102-150405.000")+".db")
	if err := db.Backup(ctx, file); err != nil {
		return "", err
	}
	return "; the database as it was before is in " + file, nil
}
