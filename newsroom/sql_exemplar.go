package newsroom

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"loa/org"
	"loa/platform/refuse"
	"loa/platform/store"
)

// exemplars are those that rest names: a condition, an order.
func exemplars(ctx context.Context, tx *store.Tx, rest string, args ...any) ([]Exemplar, error) {
	rows, err := tx.Query(ctx, `SELECT id, sort, name, item, unit, criteria, contact, consent, consent_on, recheck_on, from_on, ended_on, ended_why, adder, adder_name
		FROM newsroom_exemplar WHERE place = $1 AND `+rest, args...)
	return collect(rows, err, func(r *sql.Rows) (e Exemplar, err error) {
		return e, r.Scan(&e.ID, &e.Sort, &e.Name, &e.Item, &e.Unit, &e.Criteria, &e.Contact, &e.Consent, &e.ConsentOn, &e.RecheckOn, &e.From, &e.EndedOn, &e.EndedWhy, &e.Adder, &e.AdderName)
	})
}

func exemplar(ctx context.Context, tx *store.Tx, id ExemplarID) (Exemplar, error) {
	found, err := exemplars(ctx, tx, `id = $2`, int64(id))
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy điển hình này.")
	}
	if err != nil {
		return Exemplar{}, err
	}
	return found[0], nil
}

func insertExemplar(ctx context.Context, tx *store.Tx, e Exemplar) (ExemplarID, error) {
	id, err := tx.NextID(ctx, "newsroom_exemplar")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO newsroom_exemplar (place, id, sort, name, item, unit, criteria, contact, consent, consent_on, recheck_on, from_on, ended_on, ended_why, adder, adder_name)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '', $13, $14)`,
		id, string(e.Sort), e.Name, e.Item, int64(e.Unit), e.Criteria, e.Contact, e.Consent, string(e.ConsentOn), string(e.RecheckOn), string(e.From), int64(e.Adder), e.AdderName)
	return ExemplarID(id), err
}

func updateExemplar(ctx context.Context, tx *store.Tx, e Exemplar) error {
	_, err := tx.Exec(ctx, `
		UPDATE newsroom_exemplar SET sort = $3, unit = $4, criteria = $5, contact = $6, consent = $7, consent_on = $8, recheck_on = $9, ended_on = $10, ended_why = $11
		WHERE place = $1 AND id = $2`,
		int64(e.ID), string(e.Sort), int64(e.Unit), e.Criteria, e.Contact, e.Consent, string(e.ConsentOn), string(e.RecheckOn), string(e.EndedOn), e.EndedWhy)
	return err
}

// toldIn are the exemplars that a story tells of.
func toldIn(ctx context.Context, tx *store.Tx, id StoryID) ([]Exemplar, error) {
	return exemplars(ctx, tx, `id IN (SELECT t.exemplar FROM newsroom_tells t WHERE t.place = $1 AND t.story = $2) ORDER BY id`, int64(id))
}

func setTells(ctx context.Context, tx *store.Tx, id StoryID, of []ExemplarID) error {
	if _, err := tx.Exec(ctx, `DELETE FROM newsroom_tells WHERE place = $1 AND story = $2`, int64(id)); err != nil {
		return err
	}
	for _, x := range of {
		if _, err := tx.Exec(ctx, `INSERT INTO newsroom_tells (place, story, exemplar) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, int64(id), int64(x)); err != nil {
			return err
		}
	}
	return nil
}

// storiesOf are the stories that tell of an exemplar, the last first.
func storiesOf(ctx context.Context, tx *store.Tx, id ExemplarID) ([]Story, error) {
	return stories(ctx, tx, `id IN (SELECT t.story FROM newsroom_tells t WHERE t.place = $1 AND t.exemplar = $2) AND state <> 'dropped' ORDER BY id DESC`, int64(id))
}

// piecesOf are the public stories that tell of an exemplar, the last first.
func piecesOf(ctx context.Context, tx *store.Tx, id ExemplarID) ([]Piece, error) {
	found, _, err := pieces(ctx, tx, Shelf{exemplar: id}, 1, PageSize)
	return found, err
}

func addTelling(ctx context.Context, tx *store.Tx, id ExemplarID, by org.PersonID, t Telling) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO newsroom_telling (place, exemplar, n, channel, on_day, proof, person, person_name)
		VALUES ($1, $2, (SELECT coalesce(max(x.n), 0) + 1 FROM newsroom_telling x WHERE x.place = $1 AND x.exemplar = $2), $3, $4, $5, $6, $7)`,
		int64(id), t.Channel, string(t.On), t.Proof, int64(by), t.PersonName)
	return err
}

// tellings are where the exemplars with ids were told of beside the portal, the first first.
func tellings(ctx context.Context, tx *store.Tx, ids ...ExemplarID) (map[ExemplarID][]Telling, error) {
	out := map[ExemplarID][]Telling{}
	if len(ids) == 0 {
		return out, nil
	}
	f := &filter{}
	marks := make([]string, len(ids))
	for i, id := range ids {
		marks[i] = f.arg(int64(id))
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT exemplar, channel, on_day, proof, person_name FROM newsroom_telling WHERE place = $1 AND exemplar IN (%s) ORDER BY exemplar, n`, strings.Join(marks, ", ")), f.args...)
	type row struct {
		id ExemplarID
		Telling
	}
	all, err := collect(rows, err, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.id, &x.Channel, &x.On, &x.Proof, &x.PersonName)
	})
	for _, x := range all {
		out[x.id] = append(out[x.id], x.Telling)
	}
	return out, err
}

// tellsOf are the stories with the exemplars that each tells of.
func tellsOf(ctx context.Context, tx *store.Tx) ([]string, error) {
	return store.All(ctx, tx, func(r *sql.Rows, s *string) error { return r.Scan(s) },
		`SELECT CAST(story AS TEXT) || ' ' || CAST(exemplar AS TEXT) FROM newsroom_tells WHERE place = $1 ORDER BY story, exemplar`)
}
