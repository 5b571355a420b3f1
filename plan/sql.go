package plan

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"loa/platform/store"
)

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func addPaper(ctx context.Context, tx *store.Tx, p Paper) (PaperID, error) {
	id, err := tx.NextID(ctx, "plan_paper")
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO plan_paper (place, id, name, hash, kind, size, refusal, amends, person, person_name, uploaded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		id, p.Name, p.Hash, p.Kind, p.Size, p.Refusal, int64(p.Amends), int64(p.By), p.ByName, p.At.UnixMilli())
	for i, f := range p.Files {
		if err != nil {
			break
		}
		_, err = tx.Exec(ctx, `INSERT INTO plan_file (place, paper, n, name, hash, size) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, int64(i+1), f.Name, f.Hash, f.Size)
	}
	return PaperID(id), err
}

func setRefusal(ctx context.Context, tx *store.Tx, id PaperID, say string) error {
	_, err := tx.Exec(ctx, `UPDATE plan_paper SET refusal = $3 WHERE place = $1 AND id = $2`, int64(id), say)
	return err
}

const paperColumns = `id, name, hash, kind, size, refusal, amends, person, person_name, uploaded_at`

func scanPaper(row interface{ Scan(...any) error }) (Paper, error) {
	var p Paper
	var at int64
	err := row.Scan(&p.ID, &p.Name, &p.Hash, &p.Kind, &p.Size, &p.Refusal, &p.Amends, &p.By, &p.ByName, &at)
	p.At = instant(at)
	return p, err
}

func loadPaper(ctx context.Context, tx *store.Tx, id PaperID) (Paper, error) {
	p, err := scanPaper(tx.QueryRow(ctx, `SELECT `+paperColumns+` FROM plan_paper WHERE place = $1 AND id = $2`, int64(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return p, noPaper
	}
	if err != nil {
		return p, err
	}
	rows, err := tx.Query(ctx, `SELECT name, hash, size FROM plan_file WHERE place = $1 AND paper = $2 ORDER BY n`, int64(id))
	p.Files, err = collect(rows, err, func(r *sql.Rows) (f PaperFile, err error) { return f, r.Scan(&f.Name, &f.Hash, &f.Size) })
	return p, err
}

// listUnread is the papers that could not be read, the last first.
func listUnread(ctx context.Context, tx *store.Tx) ([]Paper, error) {
	rows, err := tx.Query(ctx, `SELECT `+paperColumns+` FROM plan_paper WHERE place = $1 AND refusal <> '' ORDER BY id DESC`)
	return collect(rows, err, func(r *sql.Rows) (Paper, error) { return scanPaper(r) })
}

// collect reads every row through scan.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func addReview(ctx context.Context, tx *store.Tx, r Review) (DraftID, error) {
	id, err := tx.NextID(ctx, "plan_draft")
	if err != nil {
		return 0, err
	}
	reading, err := json.Marshal(r.Reading)
	if err != nil {
		return 0, err
	}
	source, err := json.Marshal(r.Source)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO plan_draft (place, id, paper, amends, base, reading, source, state, steps, person, person_name, opened_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11)`,
		id, int64(r.Paper.ID), int64(r.Amends), int64(r.Base), string(reading), string(source), string(Open), int64(r.By), r.ByName, r.OpenedAt.UnixMilli())
	return DraftID(id), err
}

// loadReview brings the review at id with its steps folded in.
func loadReview(ctx context.Context, tx *store.Tx, id DraftID) (Review, error) {
	r := Review{ID: id}
	var reading, source string
	var at int64
	err := tx.QueryRow(ctx, `
		SELECT paper, amends, base, reading, source, state, person, person_name, opened_at FROM plan_draft WHERE place = $1 AND id = $2`, int64(id)).
		Scan(&r.Paper.ID, &r.Amends, &r.Base, &reading, &source, &r.State, &r.By, &r.ByName, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return r, noDraft
	}
	if err != nil {
		return r, err
	}
	r.OpenedAt = instant(at)
	if r.Paper.ID != 0 {
		if r.Paper, err = loadPaper(ctx, tx, r.Paper.ID); err != nil {
			return r, err
		}
	}
	if err := json.Unmarshal([]byte(reading), &r.Reading); err != nil {
		return r, fmt.Errorf("reading of %s: %w", id.Ref(), err)
	}
	if err := json.Unmarshal([]byte(source), &r.Source); err != nil {
		return r, fmt.Errorf("source of %s: %w", id.Ref(), err)
	}
	r.Reading.lines = r.Source
	if r.Pages, err = listPages(ctx, tx, id); err != nil {
		return r, err
	}
	if r.Steps, err = listSteps(ctx, tx, id); err != nil {
		return r, err
	}
	if r.Draft, err = Apply(r.Reading, r.Steps); err != nil {
		return r, fmt.Errorf("fold %s: %v", id.Ref(), err) // %v: kept steps fitted once, so this is no refusal
	}
	return r, nil
}

func listSteps(ctx context.Context, tx *store.Tx, id DraftID) ([]Correction, error) {
	rows, err := tx.Query(ctx, `
		SELECT step, person, person_name, made_at, verb, thing, field, was, becomes, answers, undoes
		FROM plan_correction WHERE place = $1 AND draft = $2 ORDER BY step`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (Correction, error) {
		var c Correction
		var at int64
		err := r.Scan(&c.Step, &c.Person, &c.Name, &at, &c.Verb, &c.Thing, &c.Field, &c.Was, &c.Becomes, &c.Answers, &c.Undoes)
		c.At = instant(at)
		return c, err
	})
}

func addStep(ctx context.Context, tx *store.Tx, id DraftID, c Correction) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO plan_correction (place, draft, step, person, person_name, made_at, verb, thing, field, was, becomes, answers, undoes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		int64(id), int64(c.Step), int64(c.Person), c.Name, c.At.UnixMilli(), string(c.Verb), string(c.Thing), c.Field, c.Was, c.Becomes,
		string(c.Answers), int64(c.Undoes)); err != nil {
		return err
	}
	return nil
}

// moveSteps moves the count of an open review's steps from saw to now; false when somebody was first.
func moveSteps(ctx context.Context, tx *store.Tx, id DraftID, saw, now int) (bool, error) {
	return one(tx.Exec(ctx, `UPDATE plan_draft SET steps = $4 WHERE place = $1 AND id = $2 AND state = 'open' AND steps = $3`, int64(id), int64(saw), int64(now)))
}

// moveState moves an open review of so many steps to s; false when somebody was first.
func moveState(ctx context.Context, tx *store.Tx, id DraftID, steps int, s State) (bool, error) {
	return one(tx.Exec(ctx, `UPDATE plan_draft SET state = $4 WHERE place = $1 AND id = $2 AND state = 'open' AND steps = $3`, int64(id), int64(steps), string(s)))
}

// one reports whether a statement changed a row.
func one(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// openOf is the open review of a file with this hash; 0 when there is none.
func openOf(ctx context.Context, tx *store.Tx, hash string) (DraftID, error) {
	var id DraftID
	err := tx.QueryRow(ctx, `
		SELECT d.id FROM plan_draft d JOIN plan_paper p ON p.place = d.place AND p.id = d.paper
		WHERE d.place = $1 AND d.state = 'open' AND p.hash = $2 ORDER BY d.id LIMIT 1`, hash).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// listOpen is the ids of the reviews that are open, the last first.
func listOpen(ctx context.Context, tx *store.Tx) ([]DraftID, error) {
	rows, err := tx.Query(ctx, `SELECT id FROM plan_draft WHERE place = $1 AND state = 'open' ORDER BY id DESC`)
	return collect(rows, err, func(r *sql.Rows) (id DraftID, err error) { return id, r.Scan(&id) })
}

// versionOf is the version of plan id that is in force; 0 when there is no such plan.
func versionOf(ctx context.Context, tx *store.Tx, id ID) (int, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT version FROM plan_plan WHERE place = $1 AND id = $2`, int64(id)).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// planNamed is the plan of the place that has this code and date; 0 when there is none.
func planNamed(ctx context.Context, tx *store.Tx, code, date string) (ID, error) {
	var id ID
	err := tx.QueryRow(ctx, `SELECT id FROM plan_plan WHERE place = $1 AND code = $2 AND issued_on = $3 ORDER BY id LIMIT 1`, code, date).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// addVersion writes p as the version in force.
func addVersion(ctx context.Context, tx *store.Tx, p Plan, from DraftID) error {
	body, err := json.Marshal(p.Draft)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO plan_version (place, plan, version, draft, person, person_name, adopted_at, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		int64(p.ID), int64(p.Version), int64(from), int64(p.AdoptedBy), p.Adopter, p.AdoptedAt.UnixMilli(), string(body)); err != nil {
		return err
	}
	period := Period{}
	if p.Doc.Period != nil {
		period = *p.Doc.Period
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO plan_plan (place, id, version, code, title, issued_on, from_on, through_on, adopted_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (place, id) DO UPDATE SET version = excluded.version, code = excluded.code, title = excluded.title,
			issued_on = excluded.issued_on, from_on = excluded.from_on, through_on = excluded.through_on, adopted_at = excluded.adopted_at`,
		int64(p.ID), int64(p.Version), p.Doc.Code, p.Doc.Title, p.Doc.Date, period.From, period.To, p.AdoptedAt.UnixMilli())
	return err
}

// addKey notes that the thing with key stands in this version of p.
func addKey(ctx context.Context, tx *store.Tx, p Plan, k keyed) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO plan_key (place, id, plan, kind, address, first_version, last_version)
		VALUES ($1, $2, $3, $4, $5, $6, $6)
		ON CONFLICT (place, id) DO UPDATE SET address = excluded.address, last_version = excluded.last_version`,
		*k.key, int64(p.ID), k.kind, k.address, int64(p.Version))
	return err
}

func loadVersion(ctx context.Context, tx *store.Tx, id ID, n int) (Plan, error) {
	p := Plan{ID: id}
	var at int64
	var body string
	err := tx.QueryRow(ctx, `
		SELECT v.version, v.person, v.person_name, v.adopted_at, v.body
		FROM plan_version v JOIN plan_plan p ON p.place = v.place AND p.id = v.plan
		WHERE v.place = $1 AND v.plan = $2 AND v.version = CASE WHEN $3 = 0 THEN p.version ELSE $3 END`, int64(id), int64(n)).
		Scan(&p.Version, &p.AdoptedBy, &p.Adopter, &at, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return p, noPlan
	}
	if err != nil {
		return p, err
	}
	p.AdoptedAt = instant(at)
	if err := json.Unmarshal([]byte(body), &p.Draft); err != nil {
		return p, fmt.Errorf("body of %s: %w", id.Ref(), err)
	}
	return p, nil
}

func listVersions(ctx context.Context, tx *store.Tx, id ID) ([]Plan, error) {
	rows, err := tx.Query(ctx, `SELECT version, person, person_name, adopted_at FROM plan_version WHERE place = $1 AND plan = $2 ORDER BY version DESC`, int64(id))
	return collect(rows, err, func(r *sql.Rows) (Plan, error) {
		p := Plan{ID: id}
		var at int64
		err := r.Scan(&p.Version, &p.AdoptedBy, &p.Adopter, &at)
		p.AdoptedAt = instant(at)
		return p, err
	})
}

func listPlans(ctx context.Context, tx *store.Tx) ([]Summary, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, version, code, title, issued_on, from_on, through_on, adopted_at FROM plan_plan WHERE place = $1 ORDER BY adopted_at DESC, id DESC`)
	return collect(rows, err, func(r *sql.Rows) (Summary, error) {
		var s Summary
		var at int64
		err := r.Scan(&s.ID, &s.Version, &s.Code, &s.Title, &s.IssuedOn, &s.From, &s.Through, &at)
		s.AdoptedAt = instant(at)
		return s, err
	})
}

// draftOf is the review that version n of plan id was adopted from; 0 = the version in force.
func draftOf(ctx context.Context, tx *store.Tx, id ID, n int) (DraftID, error) {
	var draft DraftID
	err := tx.QueryRow(ctx, `
		SELECT v.draft FROM plan_version v JOIN plan_plan p ON p.place = v.place AND p.id = v.plan
		WHERE v.place = $1 AND v.plan = $2 AND v.version = CASE WHEN $3 = 0 THEN p.version ELSE $3 END`, int64(id), int64(n)).Scan(&draft)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, noPlan
	}
	return draft, err
}

func loadSource(ctx context.Context, tx *store.Tx, id ID, n int) ([]Line, error) {
	draft, err := draftOf(ctx, tx, id, n)
	if err != nil {
		return nil, err
	}
	var source string
	if err := tx.QueryRow(ctx, `SELECT source FROM plan_draft WHERE place = $1 AND id = $2`, int64(draft)).Scan(&source); err != nil {
		return nil, err
	}
	var ls []Line
	if err := json.Unmarshal([]byte(source), &ls); err != nil {
		return nil, fmt.Errorf("source of %s: %w", id.Ref(), err)
	}
	return ls, nil
}
