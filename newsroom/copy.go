package newsroom

import (
	"context"
	"database/sql"
	"fmt"

	"loa/kit/prose"
	"loa/org"
	"loa/platform/blob"
	"loa/platform/store"
)

// A Copy is what the public reads of a story, as the tables have it: all of it and nothing else, so that a hash of it
// tells whether the page is as it was. Of a story that was taken down the notes are left.
type Copy struct {
	ID        StoryID
	Kind      Kind
	Live      int
	Title     string
	Summary   string
	Body      string
	Video     string
	Theme     Theme
	Author    string
	Unit      org.UnitID
	Published int64
	Updated   int64
	Notes     []string
	Pictures  []string
	Files     []blob.Hash `json:"-"` // of the pictures, which name them
}

// Copies are what the public reads of every story of the place, by number; with an id, of that story alone.
func Copies(ctx context.Context, tx *store.Tx, id StoryID) ([]Copy, error) {
	rows, err := tx.Query(ctx, `
		SELECT s.id, s.kind, s.live, s.author_name, s.unit, s.published_at, s.updated_at, coalesce(v.title, ''), coalesce(v.summary, ''), coalesce(v.body, ''), coalesce(v.video, ''),
			coalesce(v.theme, 0), coalesce(v.theme_plan, 0), coalesce(v.theme_name, ''), coalesce(v.theme_slug, '')
		FROM newsroom_story s LEFT JOIN newsroom_version v ON v.place = s.place AND v.story = s.id AND v.n = s.live AND s.live > 0
		WHERE s.place = $1 AND (s.published_at > 0 OR s.live > 0) AND ($2 = 0 OR s.id = $2) ORDER BY s.id`, int64(id))
	out, err := collect(rows, err, func(r *sql.Rows) (c Copy, err error) {
		return c, r.Scan(&c.ID, &c.Kind, &c.Live, &c.Author, &c.Unit, &c.Published, &c.Updated, &c.Title, &c.Summary, &c.Body, &c.Video, &c.Theme.Key, &c.Theme.Plan, &c.Theme.Name, &c.Theme.Slug)
	})
	if err != nil {
		return nil, err
	}
	at := make(map[StoryID]*Copy, len(out))
	for i := range out {
		at[out[i].ID] = &out[i]
	}
	if err := addNotes(ctx, tx, id, at); err != nil {
		return nil, err
	}
	return out, addPictures(ctx, tx, id, at)
}

func addNotes(ctx context.Context, tx *store.Tx, id StoryID, at map[StoryID]*Copy) error {
	type row struct {
		story StoryID
		say   string
	}
	rows, err := tx.Query(ctx, `SELECT story, n, sort, at, say FROM newsroom_note WHERE place = $1 AND ($2 = 0 OR story = $2) ORDER BY story, n`, int64(id))
	all, err := collect(rows, err, func(r *sql.Rows) (x row, err error) {
		var n, when int64
		var sort, say string
		err = r.Scan(&x.story, &n, &sort, &when, &say)
		x.say = fmt.Sprint(n, " ", sort, " ", when, " ", say)
		return x, err
	})
	for _, x := range all {
		if c := at[x.story]; c != nil {
			c.Notes = append(c.Notes, x.say)
		}
	}
	return err
}

func addPictures(ctx context.Context, tx *store.Tx, id StoryID, at map[StoryID]*Copy) error {
	type row struct {
		story       StoryID
		n           int64
		hash, small blob.Hash
		credit      string
	}
	rows, err := tx.Query(ctx, `SELECT story, id, hash, small, credit FROM newsroom_picture WHERE place = $1 AND ($2 = 0 OR story = $2) ORDER BY story, id`, int64(id))
	all, err := collect(rows, err, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.story, &x.n, &x.hash, &x.small, &x.credit)
	})
	for _, x := range all {
		if c := at[x.story]; c != nil && c.Live > 0 && inBody(c.Body, x.n) {
			c.Pictures = append(c.Pictures, fmt.Sprint(x.n, " ", x.hash, " ", x.small, " ", x.credit))
			c.Files = append(c.Files, x.hash, x.small)
		}
	}
	return err
}

// inBody reports whether picture n stands in a text.
func inBody(body string, n int64) bool {
	for _, f := range prose.Parse(body).Pictures() {
		if f.Number == n {
			return true
		}
	}
	return false
}
