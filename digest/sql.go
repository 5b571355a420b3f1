package digest

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"loa/org"
	"loa/platform/store"
)

func keyOf(ctx context.Context, tx *store.Tx) ([]byte, error) {
	var key string
	err := tx.QueryRow(ctx, `SELECT key FROM digest_key WHERE place = $1`).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return hex.DecodeString(key)
}

func putKey(ctx context.Context, tx *store.Tx, key []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO digest_key (place, key) VALUES ($1, $2)`, hex.EncodeToString(key))
	return err
}

func readers(ctx context.Context, tx *store.Tx, rest string, args ...any) ([]Reader, error) {
	return store.All(ctx, tx, func(r *sql.Rows, x *Reader) error {
		var asked, confirmed int64
		var themes string
		if err := r.Scan(&x.ID, &x.Address, &themes, &asked, &x.Asks, &confirmed, &x.Failed); err != nil {
			return err
		}
		for key := range strings.FieldsSeq(themes) {
			n, err := strconv.ParseInt(key, 10, 64)
			if err != nil {
				return err
			}
			x.Themes = append(x.Themes, n)
		}
		x.AskedAt, x.ConfirmedAt = store.Instant(asked), store.Instant(confirmed)
		return nil
	}, `SELECT id, address, themes, asked_at, asks, confirmed_at, failed FROM digest_reader WHERE place = $1 `+rest, args...)
}

// reader is reader id; the zero Reader when there is none.
func reader(ctx context.Context, tx *store.Tx, id ReaderID) (Reader, error) {
	return first(readers(ctx, tx, `AND id = $2`, int64(id)))
}

func readerAt(ctx context.Context, tx *store.Tx, address string) (Reader, error) {
	return first(readers(ctx, tx, `AND address = $2`, address))
}

func first[T any](all []T, err error) (none T, _ error) {
	if err != nil || len(all) == 0 {
		return none, err
	}
	return all[0], nil
}

func putReader(ctx context.Context, tx *store.Tx, r Reader) error {
	keys := make([]string, len(r.Themes))
	for i, k := range r.Themes {
		keys[i] = strconv.FormatInt(k, 10)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO digest_reader (place, id, address, themes, asked_at, asks, confirmed_at, failed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (place, id) DO UPDATE SET themes = excluded.themes, asked_at = excluded.asked_at, asks = excluded.asks, confirmed_at = excluded.confirmed_at, failed = excluded.failed`,
		int64(r.ID), r.Address, strings.Join(keys, " "), store.Millis(r.AskedAt), int64(r.Asks), store.Millis(r.ConfirmedAt), int64(r.Failed))
	return err
}

func dropReader(ctx context.Context, tx *store.Tx, id ReaderID) error {
	if _, err := tx.Exec(ctx, `DELETE FROM digest_letter WHERE place = $1 AND reader = $2`, int64(id)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM digest_reader WHERE place = $1 AND id = $2`, int64(id))
	return err
}

func dropUnconfirmed(ctx context.Context, tx *store.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM digest_reader WHERE place = $1 AND confirmed_at = 0 AND asked_at <= $2`, before.UnixMilli())
	return err
}

func askedSince(ctx context.Context, tx *store.Tx, from time.Time) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM digest_reader WHERE place = $1 AND asked_at > $2`, from.UnixMilli()).Scan(&n)
	return n, err
}

// count is how many addresses are confirmed, and how many wait to be.
func count(ctx context.Context, tx *store.Tx) (confirmed, waiting int, err error) {
	err = tx.QueryRow(ctx, `SELECT coalesce(sum(CASE WHEN confirmed_at > 0 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN confirmed_at = 0 THEN 1 ELSE 0 END), 0) FROM digest_reader WHERE place = $1`).
		Scan(&confirmed, &waiting)
	return confirmed, waiting, err
}

// lastIssue is the last issue of the place; the zero Issue when there was none.
func lastIssue(ctx context.Context, tx *store.Tx) (Issue, error) { return first(issues(ctx, tx, 1)) }

// issueAt is the issue of day and the one before it, without their letters; the zero Issue where there was none.
func issueAt(ctx context.Context, tx *store.Tx, day org.Day) (this, last Issue, err error) {
	all, err := store.All(ctx, tx, func(r *sql.Rows, i *Issue) error {
		var at int64
		err := r.Scan(&i.Day, &at)
		i.MadeAt = store.Instant(at)
		return err
	}, `SELECT day, made_at FROM digest_issue WHERE place = $1 AND day <= $2 ORDER BY day DESC LIMIT 2`, string(day))
	all = append(all, Issue{}, Issue{})
	return all[0], all[1], err
}

// issues are the last most issues of the place, with how their letters fare.
func issues(ctx context.Context, tx *store.Tx, most int) ([]Issue, error) {
	return store.All(ctx, tx, func(r *sql.Rows, i *Issue) error {
		var at int64
		err := r.Scan(&i.Day, &at, &i.Stories, &i.Sent, &i.Waiting, &i.Lost)
		i.MadeAt = store.Instant(at)
		return err
	}, `
		SELECT i.day, i.made_at, (SELECT count(*) FROM digest_story s WHERE s.place = i.place AND s.day = i.day),
			coalesce(sum(CASE WHEN l.state = 'sent' THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN l.state IN ('queued', 'sending') THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN l.state IN ('failed', 'unknown') THEN 1 ELSE 0 END), 0)
		FROM digest_issue i LEFT JOIN digest_letter l ON l.place = i.place AND l.day = i.day
		WHERE i.place = $1 GROUP BY i.place, i.day, i.made_at ORDER BY i.day DESC LIMIT $2`, int64(most))
}

func putIssue(ctx context.Context, tx *store.Tx, i Issue) error {
	_, err := tx.Exec(ctx, `INSERT INTO digest_issue (place, day, made_at) VALUES ($1, $2, $3)`, string(i.Day), i.MadeAt.UnixMilli())
	return err
}

func putStory(ctx context.Context, tx *store.Tx, s Story, day org.Day) error {
	_, err := tx.Exec(ctx, `INSERT INTO digest_story (place, story, day, theme) VALUES ($1, $2, $3, $4)`, s.ID, string(day), s.Theme.Key)
	return err
}

// issueOf is in which issue each story was that an issue had, of those that a condition leaves.
func issueOf(ctx context.Context, tx *store.Tx, rest string, args ...any) (map[int64]org.Day, error) {
	type row struct {
		story int64
		day   org.Day
	}
	all, err := store.All(ctx, tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.story, &x.day) }, `SELECT story, day FROM digest_story WHERE place = $1 `+rest, args...)
	out := make(map[int64]org.Day, len(all))
	for _, x := range all {
		out[x.story] = x.day
	}
	return out, err
}

func letter(ctx context.Context, tx *store.Tx, k LetterKey) (Letter, error) {
	return first(store.All(ctx, tx, func(r *sql.Rows, l *Letter) error {
		var tried int64
		err := r.Scan(&l.Reader, &l.Day, &l.State, &l.Tries, &tried, &l.Why)
		l.TriedAt = store.Instant(tried)
		return err
	}, `SELECT reader, day, state, tries, tried_at, why FROM digest_letter WHERE place = $1 AND reader = $2 AND day = $3`, int64(k.Reader), string(k.Day)))
}

func putLetter(ctx context.Context, tx *store.Tx, l Letter) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO digest_letter (place, reader, day, state, tries, tried_at, why) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (place, reader, day) DO UPDATE SET state = excluded.state, tries = excluded.tries, tried_at = excluded.tried_at, why = excluded.why`,
		int64(l.Reader), string(l.Day), string(l.State), int64(l.Tries), store.Millis(l.TriedAt), l.Why)
	return err
}

func dropLetters(ctx context.Context, tx *store.Tx, before org.Day) error {
	_, err := tx.Exec(ctx, `DELETE FROM digest_letter WHERE place = $1 AND day < $2`, string(before))
	return err
}
