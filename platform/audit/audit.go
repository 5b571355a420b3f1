// Package audit keeps the log that is never edited: who did what to which thing.
package audit

import (
	"context"
	"embed"

	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the audit table's migrations.
var Schema = store.Schema{Desk: "audit", Files: files}

// An Entry is one act.
type Entry struct {
	Person int64  // 0 = the program itself
	Verb   string // the verb of the code: adopt, correct, sign-in
	Thing  string // plan/3, person/7
	Detail string // what a reader needs to understand it; never a secret, never more personal data than needed
}

// Record writes e as the next link of the place's chain, in the transaction of the act itself.
func Record(ctx context.Context, tx *store.Tx, e Entry) error {
	id, err := tx.NextID(ctx, "audit_entry")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO audit_entry (place, id, person, verb, thing, detail) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, e.Person, e.Verb, e.Thing, e.Detail)
	return err
}
