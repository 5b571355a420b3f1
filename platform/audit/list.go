package audit

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"loa/platform/store"
)

// A Filter narrows a list; what is zero narrows nothing.
type Filter struct {
	Person      int64
	Verb, Thing string    // whole words: adopt, plan/3
	From, Until time.Time // From is in, Until is not
}

// A Page is one screenful, from the newest entry down.
type Page struct {
	Before int64 // entries with a smaller number; 0: from the newest
	Size   int   // 1 to 200; 0: 50
}

// List is the entries that filter lets through, the newest first. The next page
// begins Before the ID of the last one; it is empty at the end.
func List(ctx context.Context, tx *store.Tx, filter Filter, page Page) ([]Link, error) {
	if filter.Until.IsZero() {
		filter.Until = endOfTime
	}
	if filter.From.IsZero() {
		filter.From = time.UnixMilli(0)
	}
	if page.Before < 1 {
		page.Before = math.MaxInt64
	}
	if page.Size < 1 || page.Size > 200 {
		page.Size = 50
	}
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM audit_entry
		WHERE place = $1 AND id < $2 AND (person = $3 OR $3 = 0) AND (verb = $4 OR $4 = '') AND (thing = $5 OR $5 = '')
		AND at >= $6 AND at < $7
		ORDER BY id DESC LIMIT $8`,
		page.Before, filter.Person, filter.Verb, filter.Thing, filter.From.UnixMilli(), filter.Until.UnixMilli(), page.Size)
	if err != nil {
		return nil, fmt.Errorf("audit: list: %w", err)
	}
	var list []Link
	return list, each(rows, func(l Link) error { list = append(list, l); return nil })
}

var endOfTime = time.UnixMilli(math.MaxInt64)

// A line is a link as Export writes it. With these eight fields and the place
// anybody can compute the hash again; the package page says how.
type line struct {
	Place  store.Place `json:"place"`
	ID     int64       `json:"id"`
	At     int64       `json:"at"` // Unix milliseconds, UTC
	Person int64       `json:"person"`
	Verb   string      `json:"verb"`
	Thing  string      `json:"thing"`
	Detail string      `json:"detail"`
	Prev   string      `json:"prev"`
	Hash   string      `json:"hash"`
}

// Export writes the entries with numbers greater than after to w, one JSON object
// on a line, in their order, and returns the number of the last one written (after
// itself when there was none). The daily copy that leaves the machine is made with it.
func Export(ctx context.Context, tx *store.Tx, w io.Writer, after int64) (last int64, err error) {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	last = after
	err = walk(ctx, tx, after, func(l Link) error {
		last = l.ID
		return enc.Encode(line{tx.Place(), l.ID, l.At.UnixMilli(), l.Person, l.Verb, l.Thing, l.Detail, l.Prev, l.Hash})
	})
	if err != nil {
		return after, fmt.Errorf("audit: export: %w", err)
	}
	if err := out.Flush(); err != nil {
		return after, fmt.Errorf("audit: export: %w", err)
	}
	return last, nil
}

// Compare holds an earlier copy, as [Export] wrote it, against the chain of today.
// It finds what [Verify] alone cannot: a chain that was computed anew as a whole.
func Compare(ctx context.Context, tx *store.Tx, earlier io.Reader) (Finding, error) {
	f := Finding{Place: tx.Place()}
	copies := json.NewDecoder(earlier)
	for {
		var old line
		if err := copies.Decode(&old); errors.Is(err, io.EOF) {
			return f, nil
		} else if err != nil {
			return f, fmt.Errorf("audit: line %d of the copy: %w", f.Entries+1, err)
		}
		if old.Place != tx.Place() {
			return f, fmt.Errorf("audit: the copy is of place %s, not of %s", old.Place, tx.Place())
		}
		f.Entries++
		f.Last = old.Hash
		var now string
		err := tx.QueryRow(ctx, `SELECT hash FROM audit_entry WHERE place = $1 AND id = $2`, old.ID).Scan(&now)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			f.fault(old.ID, "Mục số %d có trong bản sao nhưng không còn trong nhật ký.", old.ID)
		case err != nil:
			return f, fmt.Errorf("audit: find entry %d: %w", old.ID, err)
		case now != old.Hash:
			f.fault(old.ID, "Mục số %d khác với bản sao đã xuất.", old.ID)
		}
	}
}
