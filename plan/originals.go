package plan

import (
	"context"
	"database/sql"
	"fmt"

	"loa/platform/store"
)

// An Original is the paper that a version of a plan was read from.
type Original struct {
	Version int
	Paper
}

// Originals are the papers of plan id, the first version first; a version that was amended without a paper has none.
func Originals(ctx context.Context, tx *store.Tx, id ID) ([]Original, error) {
	rows, err := tx.Query(ctx, `
		SELECT v.version, d.paper FROM plan_version v JOIN plan_draft d ON d.place = v.place AND d.id = v.draft
		WHERE v.place = $1 AND v.plan = $2 AND d.paper <> 0 ORDER BY v.version`, int64(id))
	all, err := collect(rows, err, func(r *sql.Rows) (o Original, err error) { return o, r.Scan(&o.Version, &o.ID) })
	if err != nil {
		return nil, fmt.Errorf("papers of %s: %w", id.Ref(), err)
	}
	for i := range all {
		if all[i].Paper, err = loadPaper(ctx, tx, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}
