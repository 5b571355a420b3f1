package store

import "context"

// SearchDownTo takes the tables of the search back to a version, as Rollback would.
func (db *DB) SearchDownTo(ctx context.Context, version int64) error {
	s, err := db.searchSchema()
	if err != nil {
		return err
	}
	p, err := db.provider(s)
	if err != nil {
		return err
	}
	_, err = p.DownTo(ctx, version)
	return err
}
