package newsroom

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"loa/org"
	"loa/platform/store"
	"loa/platform/web"
)

// Whoever has a story open is seen by the others who have: the page says so again every fifteen seconds (static/here.js)
// and when it is left. It stands in the database, so that people on different servers see each other. It is no deed:
// neither the history of the story nor the log keeps it. Of a browser that runs no scripts there is the pen alone.

// A Presence (người đang mở bài) is somebody who has a story open now.
type Presence struct {
	Person    org.PersonID
	Name      string
	IsWriting bool // on the page where one writes
}

// presenceLasts is how long somebody is taken to be there after their page last said so: two such words may be lost.
const presenceLasts = 45 * time.Second

// Attend notes that a has story id open, and is the others who have.
func (d *Desk) Attend(ctx context.Context, a org.Actor, id StoryID, writing bool) (others []Presence, err error) {
	err = d.present(ctx, a, id, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM newsroom_presence WHERE place = $1 AND seen_at < $2`, d.Now().Add(-time.Hour).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO newsroom_presence (place, story, person, person_name, is_writing, seen_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (place, story, person) DO UPDATE SET person_name = excluded.person_name, is_writing = excluded.is_writing, seen_at = excluded.seen_at`,
			int64(id), int64(a.Person), a.Name, writing, d.Now().UnixMilli())
		if err != nil {
			return err
		}
		others, err = d.besides(ctx, tx, a, id)
		return err
	})
	return others, err
}

// Leave notes that a has story id open no longer.
func (d *Desk) Leave(ctx context.Context, a org.Actor, id StoryID) error {
	return d.present(ctx, a, id, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM newsroom_presence WHERE place = $1 AND story = $2 AND person = $3`, int64(id), int64(a.Person))
		return err
	})
}

// present does what a, who may see story id, says of being there.
func (d *Desk) present(ctx context.Context, a org.Actor, id StoryID, do func(*store.Tx) error) error {
	if a.Person == 0 {
		return allowed(a, Look)
	}
	return d.DB.Write(ctx, a.Place, func(tx *store.Tx) error {
		s, err := load(ctx, tx, id)
		if err != nil {
			return err
		}
		l, err := LawOf(ctx, tx)
		if err != nil {
			return err
		}
		if !s.maySee(a, l) {
			return noStory
		}
		return do(tx)
	})
}

// besides are those who have story id open now, but for a; who writes first.
func (d *Desk) besides(ctx context.Context, tx *store.Tx, a org.Actor, id StoryID) ([]Presence, error) {
	return store.All(ctx, tx, func(r *sql.Rows, p *Presence) error {
		return r.Scan(&p.Person, &p.Name, &p.IsWriting)
	}, `SELECT person, person_name, is_writing FROM newsroom_presence WHERE place = $1 AND story = $2 AND person <> $3 AND seen_at > $4
		ORDER BY is_writing DESC, person`, int64(id), int64(a.Person), d.Now().Add(-presenceLasts).UnixMilli())
}

// sayPresent is who is there, in a sentence; empty of nobody.
func sayPresent(others []Presence) string {
	if len(others) == 0 {
		return ""
	}
	names := make([]string, len(others))
	for i, o := range others {
		names[i] = o.Name + " (đang xem)"
		if o.IsWriting {
			names[i] = o.Name + " (ở trang viết)"
		}
	}
	return "Cùng mở bài này: " + strings.Join(names, ", ") + "."
}

// hereHere takes what the page of a story says of who has it open.
func (d *Desk) hereHere(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r, "id")
	if err != nil {
		return err
	}
	a := org.ActorOf(r.Context())
	if r.FormValue("gone") != "" {
		if err := d.Leave(r.Context(), a, StoryID(id)); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	others, err := d.Attend(r.Context(), a, StoryID(id), r.FormValue("writing") != "")
	if err != nil {
		return err
	}
	body, err := json.Marshal(struct {
		Say string `json:"say"`
	}{sayPresent(others)})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(body)
	return err
}
