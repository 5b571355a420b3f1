// Package audit keeps the log that is never edited: who did what to which
// thing, and when. It answers row 114 of FEATURES.md (a log that shows tampering).
//
// Each place has one chain. A link holds an entry, the hash of the link before
// it (prev) and its own hash: the SHA-256 of all it says, place and number
// included. The end of the chain stands once more in audit_head. So nobody can
// change, remove, insert or move an entry, or cut off the end, without [Verify]
// finding the spot.
//
// The chain has no secret key: whoever can write to the database and knows this
// page can compute a whole new chain. Against that stands the copy that [Export]
// writes each day and that leaves the machine: [Compare] holds such a copy
// against the chain of today.
package audit

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"loa/platform/store"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the audit tables' migrations.
var Schema = store.Schema{Desk: "audit", Files: files}

// An Entry is one act.
type Entry struct {
	At     time.Time // when, by the clock of the desk that acts (its Now); kept to the millisecond
	Person int64     // 0 = the program itself
	Verb   string    // the verb of the code: adopt, correct, sign-in
	Thing  string    // plan/3, person/7
	Detail string    // what a reader needs to understand it; never a secret, never more personal data than needed
}

// A Link is an entry in its chain.
type Link struct {
	ID int64 // 1, 2, 3 … in each place, without gaps
	Entry
	Prev string // the hash of the link before it, in hex; empty for the first
	Hash string // its own hash, in hex
}

// Record writes e as the next link of the place's chain, in the transaction of
// the act itself: both are kept or neither. An entry without its time is a fault
// of the caller and stops the act.
func Record(ctx context.Context, tx *store.Tx, e Entry) error {
	if e.At.IsZero() || e.Verb == "" {
		return errors.New("audit: an entry needs At and Verb")
	}
	l := Link{Entry: e}
	l.Verb, l.Thing, l.Detail = clean(e.Verb), clean(e.Thing), clean(e.Detail)
	// Counting up locks the place's head until the act is kept: one link is made at a time.
	err := tx.QueryRow(ctx, `
		INSERT INTO audit_head (place, last, hash) VALUES ($1, 1, '')
		ON CONFLICT (place) DO UPDATE SET last = audit_head.last + 1
		RETURNING last, hash`).Scan(&l.ID, &l.Prev)
	if err != nil {
		return fmt.Errorf("audit: take the next number: %w", err)
	}
	l.Hash = l.sum(tx.Place())
	if _, err := tx.Exec(ctx, `
		INSERT INTO audit_entry (place, id, at, person, verb, thing, detail, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.ID, l.At.UnixMilli(), l.Person, l.Verb, l.Thing, l.Detail, l.Prev, l.Hash); err != nil {
		return fmt.Errorf("audit: record %s: %w", l.Verb, err)
	}
	if _, err := tx.Exec(ctx, `UPDATE audit_head SET hash = $2 WHERE place = $1`, l.Hash); err != nil {
		return fmt.Errorf("audit: move the head: %w", err)
	}
	return nil
}

// clean drops what PostgreSQL does not keep in TEXT, so that both engines hash what they store.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// sum is the hash that l must have in the chain of place. Each field is written
// as its length in bytes, a colon and its bytes, so that no two links are written alike.
func (l Link) sum(place store.Place) string {
	h := sha256.New()
	for _, field := range []string{
		"loa/audit/1", string(place), strconv.FormatInt(l.ID, 10), strconv.FormatInt(l.At.UnixMilli(), 10),
		strconv.FormatInt(l.Person, 10), l.Verb, l.Thing, l.Detail, l.Prev,
	} {
		fmt.Fprintf(h, "%d:%s", len(field), field)
	}
	return hex.EncodeToString(h.Sum(nil))
}
