package newsroom

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"loa/kit/vi"
	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

var noStory = refuse.With(refuse.NotFound, "Không tìm thấy tin bài này.")

// collect reads every row through scan.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) (all []T, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

const storyColumns = `id, kind, state, title, theme, last, live, was_live, author, author_name, unit, opened_at, changed_at, assignee, assignee_name, due_on,
	approver, approver_name, published_at, updated_at, publish_at, end_at, set_by, set_by_name, correction, pen, pen_name, pen_at`

func scanStory(r *sql.Rows) (s Story, err error) {
	var opened, changed, published, updated, publish, end, pen int64
	err = r.Scan(&s.ID, &s.Kind, &s.State, &s.Title, &s.Theme, &s.Last, &s.Live, &s.Was, &s.Author, &s.AuthorName, &s.Unit, &opened, &changed, &s.Assignee, &s.AssigneeName, &s.DueOn,
		&s.Approver, &s.ApproverName, &published, &updated, &publish, &end, &s.SetBy, &s.SetByName, &s.Correction, &s.Pen, &s.PenName, &pen)
	s.OpenedAt, s.ChangedAt, s.PublishedAt, s.UpdatedAt = store.Instant(opened), store.Instant(changed), store.Instant(published), store.Instant(updated)
	s.PublishAt, s.EndAt, s.PenAt = store.Instant(publish), store.Instant(end), store.Instant(pen)
	return s, err
}

// stories are those that rest names: a condition, an order.
func stories(ctx context.Context, tx *store.Tx, rest string, args ...any) ([]Story, error) {
	rows, err := tx.Query(ctx, `SELECT `+storyColumns+` FROM newsroom_story WHERE place = $1 AND `+rest, args...)
	return collect(rows, err, scanStory)
}

func load(ctx context.Context, tx *store.Tx, id StoryID) (Story, error) {
	found, err := stories(ctx, tx, `id = $2`, int64(id))
	if err == nil && len(found) == 0 {
		err = noStory
	}
	if err != nil {
		return Story{}, err
	}
	return found[0], nil
}

func insertStory(ctx context.Context, tx *store.Tx, s Story) (StoryID, error) {
	id, err := tx.NextID(ctx, "newsroom_story")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO newsroom_story (place, id, kind, state, title, folded, theme, last, live, was_live, author, author_name, unit, opened_at, changed_at, assignee, assignee_name, due_on,
			approver, approver_name, published_at, updated_at, publish_at, end_at, set_by, set_by_name, correction, pen, pen_name, pen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $11, $12, $12, 0, '', '', 0, '', 0, 0, 0, 0, 0, '', '', $13, $14, $15)`,
		id, string(s.Kind), string(s.State), s.Title, vi.Fold(s.Title), s.Theme, s.Last, int64(s.Author), s.AuthorName, int64(s.Unit), store.Millis(s.OpenedAt), int64(s.Pen), s.PenName, store.Millis(s.PenAt))
	return StoryID(id), err
}

func updateStory(ctx context.Context, tx *store.Tx, s Story) error {
	_, err := tx.Exec(ctx, `
		UPDATE newsroom_story SET state = $3, title = $4, folded = $5, theme = $6, last = $7, live = $8, was_live = $9, changed_at = $10, assignee = $11, assignee_name = $12, due_on = $13,
			approver = $14, approver_name = $15, published_at = $16, updated_at = $17, publish_at = $18, end_at = $19, set_by = $20, set_by_name = $21, correction = $22,
			pen = $23, pen_name = $24, pen_at = $25
		WHERE place = $1 AND id = $2`,
		int64(s.ID), string(s.State), s.Title, vi.Fold(s.Title), s.Theme, s.Last, s.Live, s.Was, store.Millis(s.ChangedAt), int64(s.Assignee), s.AssigneeName, string(s.DueOn),
		int64(s.Approver), s.ApproverName, store.Millis(s.PublishedAt), store.Millis(s.UpdatedAt), store.Millis(s.PublishAt), store.Millis(s.EndAt), int64(s.SetBy), s.SetByName, s.Correction,
		int64(s.Pen), s.PenName, store.Millis(s.PenAt))
	return err
}

// hoursUntil are the hours of stories that come by t.
func hoursUntil(ctx context.Context, tx *store.Tx, t time.Time) (hours []Hour, err error) {
	due, err := stories(ctx, tx, `(publish_at > 0 AND publish_at <= $2 AND state = 'approved' OR end_at > 0 AND end_at <= $2 AND live > 0) ORDER BY id`, store.Millis(t))
	for _, s := range due {
		for _, at := range []time.Time{s.PublishAt, s.EndAt} {
			if !at.IsZero() && !at.After(t) {
				hours = append(hours, Hour{s.ID, at.UnixMilli()})
			}
		}
	}
	return hours, err
}

const versionColumns = `story, n, title, summary, body, video, theme, theme_plan, theme_name, theme_slug, saver, saver_name, began_at, saved_at, is_sealed`

func scanVersion(r *sql.Rows) (v Version, err error) {
	var began, saved int64
	err = r.Scan(&v.Story, &v.N, &v.Title, &v.Summary, &v.Body, &v.Video, &v.Theme.Key, &v.Theme.Plan, &v.Theme.Name, &v.Theme.Slug, &v.Saver, &v.SaverName, &began, &saved, &v.Sealed)
	v.BeganAt, v.SavedAt = store.Instant(began), store.Instant(saved)
	return v, err
}

// versions are the texts of a story, the last first.
func versions(ctx context.Context, tx *store.Tx, id StoryID) ([]Version, error) {
	rows, err := tx.Query(ctx, `SELECT `+versionColumns+` FROM newsroom_version WHERE place = $1 AND story = $2 ORDER BY n DESC`, int64(id))
	return collect(rows, err, scanVersion)
}

// version is text n of a story.
func version(ctx context.Context, tx *store.Tx, id StoryID, n int) (Version, error) {
	rows, err := tx.Query(ctx, `SELECT `+versionColumns+` FROM newsroom_version WHERE place = $1 AND story = $2 AND n = $3`, int64(id), n)
	found, err := collect(rows, err, scanVersion)
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy bản này của bài.")
	}
	if err != nil {
		return Version{}, err
	}
	return found[0], nil
}

// putVersion writes a text, new or changed.
func putVersion(ctx context.Context, tx *store.Tx, v Version) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO newsroom_version (place, story, n, title, summary, body, video, theme, theme_plan, theme_name, theme_slug, saver, saver_name, began_at, saved_at, is_sealed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (place, story, n) DO UPDATE SET title = excluded.title, summary = excluded.summary, body = excluded.body, video = excluded.video, theme = excluded.theme,
			theme_plan = excluded.theme_plan, theme_name = excluded.theme_name, theme_slug = excluded.theme_slug, saved_at = excluded.saved_at, is_sealed = excluded.is_sealed`,
		int64(v.Story), v.N, v.Title, v.Summary, v.Body, v.Video, v.Theme.Key, int64(v.Theme.Plan), v.Theme.Name, v.Theme.Slug,
		int64(v.Saver), v.SaverName, store.Millis(v.BeganAt), store.Millis(v.SavedAt), v.Sealed)
	return err
}

// wroteSince are those who wrote in what is not public yet.
func wroteSince(ctx context.Context, tx *store.Tx, s Story) ([]org.PersonID, error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT saver FROM newsroom_version WHERE place = $1 AND story = $2 AND n > $3`, int64(s.ID), s.Was)
	return collect(rows, err, func(r *sql.Rows) (id org.PersonID, err error) { return id, r.Scan(&id) })
}

func addEvent(ctx context.Context, tx *store.Tx, e Event) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO newsroom_event (place, story, n, at, person, person_name, say)
		VALUES ($1, $2, (SELECT coalesce(max(e.n), 0) + 1 FROM newsroom_event e WHERE e.place = $1 AND e.story = $2), $3, $4, $5, $6)`,
		int64(e.Story), store.Millis(e.At), int64(e.Person), e.PersonName, e.Say)
	return err
}

// events are what happened to a story, the last first.
func events(ctx context.Context, tx *store.Tx, id StoryID) ([]Event, error) {
	rows, err := tx.Query(ctx, `SELECT story, at, person, person_name, say FROM newsroom_event WHERE place = $1 AND story = $2 ORDER BY n DESC`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (e Event, err error) {
		var at int64
		err = r.Scan(&e.Story, &at, &e.Person, &e.PersonName, &e.Say)
		e.At = store.Instant(at)
		return e, err
	})
}

func addNote(ctx context.Context, tx *store.Tx, id StoryID, n Note) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO newsroom_note (place, story, n, sort, at, say)
		VALUES ($1, $2, (SELECT coalesce(max(x.n), 0) + 1 FROM newsroom_note x WHERE x.place = $1 AND x.story = $2), $3, $4, $5)`,
		int64(id), string(n.Sort), store.Millis(n.At), n.Say)
	return err
}

// notesOf are what the public was told of a story, the first first.
func notesOf(ctx context.Context, tx *store.Tx, id StoryID) ([]Note, error) {
	rows, err := tx.Query(ctx, `SELECT sort, at, say FROM newsroom_note WHERE place = $1 AND story = $2 ORDER BY n`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (n Note, err error) {
		var at int64
		err = r.Scan(&n.Sort, &at, &n.Say)
		n.At = store.Instant(at)
		return n, err
	})
}

func servesOf(ctx context.Context, tx *store.Tx, id StoryID) ([]served, error) {
	rows, err := tx.Query(ctx, `SELECT target, item FROM newsroom_serves WHERE place = $1 AND story = $2 ORDER BY target, item`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (x served, err error) { return x, r.Scan(&x.target, &x.item) })
}

func setServes(ctx context.Context, tx *store.Tx, id StoryID, serves []served) error {
	if _, err := tx.Exec(ctx, `DELETE FROM newsroom_serves WHERE place = $1 AND story = $2`, int64(id)); err != nil {
		return err
	}
	for _, x := range serves {
		if _, err := tx.Exec(ctx, `INSERT INTO newsroom_serves (place, story, target, item) VALUES ($1, $2, $3, $4)`, int64(id), x.target, x.item); err != nil {
			return err
		}
	}
	return nil
}

// LawOf is what the place of tx has set of its own.
func LawOf(ctx context.Context, tx *store.Tx) (Law, error) {
	rows, err := tx.Query(ctx, `SELECT verb, post FROM newsroom_law WHERE place = $1 ORDER BY verb, post`)
	type row struct {
		verb Verb
		post org.Post
	}
	all, err := collect(rows, err, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.verb, &x.post) })
	l := Law{}
	for _, x := range all {
		l[x.verb] = append(l[x.verb], x.post)
	}
	return l, err
}

func setLaw(ctx context.Context, tx *store.Tx, verb Verb, posts []org.Post) error {
	if _, err := tx.Exec(ctx, `DELETE FROM newsroom_law WHERE place = $1 AND verb = $2`, string(verb)); err != nil {
		return err
	}
	for _, p := range posts {
		if _, err := tx.Exec(ctx, `INSERT INTO newsroom_law (place, verb, post) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, string(verb), string(p)); err != nil {
			return err
		}
	}
	return nil
}

// A filter is a condition in the making, with its arguments from $2 on.
type filter struct {
	where []string
	args  []any
}

// arg is the mark of one more argument.
func (f *filter) arg(v any) string {
	f.args = append(f.args, v)
	return fmt.Sprintf("$%d", len(f.args)+1)
}

func (f *filter) add(format string, marks ...any) {
	f.where = append(f.where, fmt.Sprintf(format, marks...))
}

func (f *filter) words(column, words string) {
	for _, w := range strings.Fields(vi.Fold(words)) {
		f.add("%s LIKE %s", column, f.arg("%"+strings.NewReplacer("%", "", "_", "").Replace(w)+"%"))
	}
}

func (f *filter) String() string { return strings.Join(f.where, " AND ") }

// list is page q.Page of the stories that q asks for, what changed last first, and how many there are.
func list(ctx context.Context, tx *store.Tx, q Question) ([]Story, int, error) {
	f := &filter{}
	switch q.State {
	case "":
		f.add("state <> 'dropped'")
	case Unfinished:
		f.add("state IN ('draft', 'review', 'approved')")
	default:
		f.add("state = %s", f.arg(string(q.State)))
	}
	if q.Kind != "" {
		f.add("kind = %s", f.arg(string(q.Kind)))
	}
	if q.Theme != 0 {
		f.add("theme = %s", f.arg(q.Theme))
	}
	if q.Mine != 0 {
		mine := f.arg(int64(q.Mine))
		f.add("(author = %s OR assignee = %s)", mine, mine)
	}
	if q.Only != 0 {
		f.add("(author = %s OR live > 0)", f.arg(int64(q.Only)))
	}
	f.words("folded", q.Words)
	var total int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM newsroom_story WHERE place = $1 AND `+f.String(), f.args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	rest := f.String() + fmt.Sprintf(" ORDER BY changed_at DESC, id DESC LIMIT %s OFFSET %s", f.arg(PageSize), f.arg((max(q.Page, 1)-1)*PageSize))
	found, err := stories(ctx, tx, rest, f.args...)
	return found, total, err
}
