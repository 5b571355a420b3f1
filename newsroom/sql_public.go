package newsroom

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"loa/kit/prose"
	"loa/org"
	"loa/platform/store"
)

// filtered is the condition of a shelf on public stories.
func (s Shelf) filtered() *filter {
	f := &filter{}
	f.add("s.live > 0")
	if len(s.Themes) > 0 {
		f.add("v.theme IN (%s)", marks(f, s.Themes))
	}
	if len(s.ids) > 0 {
		f.add("s.id IN (%s)", marks(f, s.ids))
	}
	if len(s.but) > 0 {
		f.add("s.id NOT IN (%s)", marks(f, s.but))
	}
	f.words("s.folded", s.words)
	if s.Unit != 0 {
		f.add("s.unit = %s", f.arg(int64(s.Unit)))
	}
	if s.Kind != "" {
		f.add("s.kind = %s", f.arg(string(s.Kind)))
	}
	if s.exemplar != 0 {
		f.add("EXISTS (SELECT 1 FROM newsroom_tells t WHERE t.place = s.place AND t.story = s.id AND t.exemplar = %s)", f.arg(int64(s.exemplar)))
	}
	if s.Within != (org.Span{}) {
		from, until := hoursOf(s.Within)
		f.add("s.published_at >= %s AND s.published_at < %s", f.arg(from), f.arg(until))
	}
	return f
}

// marks are those of one more argument of f for each key.
func marks[K ~int64](f *filter, keys []K) string {
	out := make([]string, len(keys))
	for i, key := range keys {
		out[i] = f.arg(int64(key))
	}
	return strings.Join(out, ", ")
}

// hoursOf is the first instant of span and the one after its last.
func hoursOf(span org.Span) (from, until int64) {
	at := func(d org.Day) int64 {
		t, err := time.ParseInLocation(time.DateOnly, string(d), org.Hanoi)
		if err != nil {
			return 0
		}
		return t.UnixMilli()
	}
	if until = 1 << 62; span.Through != "" {
		until = at(span.Through.Add(1))
	}
	return at(span.From), until
}

const publicRows = ` FROM newsroom_story s JOIN newsroom_version v ON v.place = s.place AND v.story = s.id AND v.n = s.live WHERE s.place = $1 AND `

func pieces(ctx context.Context, tx *store.Tx, shelf Shelf, n, size int) ([]Piece, int, error) {
	f := shelf.filtered()
	var total int
	if err := tx.QueryRow(ctx, `SELECT count(*)`+publicRows+f.String(), f.args...).Scan(&total); err != nil || total == 0 {
		return nil, 0, err
	}
	rows, err := tx.Query(ctx, `SELECT s.id, s.kind, v.title, v.summary, v.body, v.video, v.theme, v.theme_plan, v.theme_name, v.theme_slug, s.author_name, s.unit, s.published_at, s.updated_at`+
		publicRows+f.String()+fmt.Sprintf(` ORDER BY s.published_at DESC, s.id DESC LIMIT %s OFFSET %s`, f.arg(size), f.arg((max(n, 1)-1)*size)), f.args...)
	found, err := collect(rows, err, func(r *sql.Rows) (p Piece, err error) {
		var published, updated int64
		var body string
		err = r.Scan(&p.ID, &p.Kind, &p.Title, &p.Lead, &body, &p.Video, &p.Theme.Key, &p.Theme.Plan, &p.Theme.Name, &p.Theme.Slug, &p.Author, &p.Unit, &published, &updated)
		p.PublishedAt, p.UpdatedAt = store.Instant(published), store.Instant(updated)
		if p.Body = prose.Parse(body); len(p.Body.Pictures()) > 0 {
			p.Cover = p.Body.Pictures()[0].Number
		}
		return p, err
	})
	return found, total, err
}

func months(ctx context.Context, tx *store.Tx) (out []Month, err error) {
	rows, err := tx.Query(ctx, `SELECT published_at FROM newsroom_story WHERE place = $1 AND live > 0 ORDER BY published_at DESC`)
	all, err := collect(rows, err, func(r *sql.Rows) (at int64, err error) { return at, r.Scan(&at) })
	for _, at := range all {
		name := string(org.DayOf(store.Instant(at)))[:len("2025-10")]
		if n := len(out); n > 0 && out[n-1].Name == name {
			out[n-1].Count++
			continue
		}
		out = append(out, Month{name, 1})
	}
	return out, err
}

func told(ctx context.Context, tx *store.Tx, within org.Span) (map[int64]int, error) {
	f := Shelf{Within: within}.filtered()
	rows, err := tx.Query(ctx, `SELECT v.theme, count(*)`+publicRows+f.String()+` GROUP BY v.theme`, f.args...)
	type row struct {
		theme int64
		n     int
	}
	all, err := collect(rows, err, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.theme, &x.n) })
	out := map[int64]int{}
	for _, x := range all {
		out[x.theme] = x.n
	}
	return out, err
}
