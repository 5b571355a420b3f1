package measure

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
)

// rows reads every row of a query with scan; the query is closed before the next one may run.
func rows[T any](ctx context.Context, tx *store.Tx, scan func(*sql.Rows, *T) error, query string, args ...any) (out []T, err error) {
	rs, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rs.Close()) }()
	for rs.Next() {
		var v T
		if err := scan(rs, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rs.Err()
}

// Facts.

const factColumns = `f.id, f.desk, f.thing, f.what, f.key, f.unit, f.person, f.item, f.part, f.on_day, f.amount, f.whole, f.state,
	f.recorded_by, f.recorded_at, f.href, f.note, f.voids FROM measure_fact f`

// standing is the condition that no later fact stands instead of f and that f is not void.
const standing = ` f.state <> 'void' AND NOT EXISTS (SELECT 1 FROM measure_fact n WHERE n.place = f.place AND n.voids = f.id)`

func scanFact(r *sql.Rows, f *Fact) error {
	var at int64
	err := r.Scan(&f.ID, &f.Desk, &f.Thing, &f.What, &f.Key, &f.Unit, &f.Person, &f.Item, &f.Part, &f.Day, &f.Amount, &f.Whole, &f.State,
		&f.By, &at, &f.Href, &f.Note, &f.Voids)
	f.At = time.UnixMilli(at)
	return err
}

// lastOf is the last fact told of w.
func lastOf(ctx context.Context, tx *store.Tx, w which) (Fact, bool, error) {
	found, err := rows(ctx, tx, scanFact, `SELECT `+factColumns+`
		WHERE f.place = $1 AND f.desk = $2 AND f.thing = $3 AND f.what = $4 ORDER BY f.id DESC LIMIT 1`, w.desk, w.thing, w.what)
	if err != nil || len(found) == 0 {
		return Fact{}, false, err
	}
	return found[0], true, nil
}

func insertFact(ctx context.Context, tx *store.Tx, f Fact) error {
	id, err := tx.NextID(ctx, "measure_fact")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO measure_fact (place, id, desk, thing, what, key, unit, person, item, part, on_day, amount, whole, state, recorded_by, recorded_at, href, note, voids)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		id, f.Desk, f.Thing, f.What, f.Key, int64(f.Unit), int64(f.Person), f.Item, f.Part, string(f.Day), f.Amount, f.Whole, string(f.State),
		int64(f.By), f.At.UnixMilli(), f.Href, f.Note, int64(f.Voids))
	return err
}

// addUp adds f to the tally of its day, or with sign -1 takes it away.
func addUp(ctx context.Context, tx *store.Tx, f Fact, sign int64) error {
	if f.State == Void {
		return nil
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO measure_tally (place, key, on_day, unit, person, item, part, state, facts, amount, whole)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (place, key, on_day, unit, person, item, part, state) DO UPDATE SET
			facts = measure_tally.facts + excluded.facts, amount = measure_tally.amount + excluded.amount, whole = measure_tally.whole + excluded.whole`,
		f.Key, string(f.Day), int64(f.Unit), int64(f.Person), f.Item, f.Part, string(f.State), sign, sign*f.Amount, sign*f.Whole)
	return err
}

// planTallies is the tallies that the rules of a plan count within span, each as often as there are rules that count it.
func planTallies(ctx context.Context, tx *store.Tx, id plan.ID, span org.Span) (map[int64][]Tally, error) {
	out := map[int64][]Tally{}
	_, err := rows(ctx, tx, func(r *sql.Rows, _ *struct{}) error {
		var target int64
		var t Tally
		err := r.Scan(&target, &t.Key, &t.Unit, &t.Person, &t.Item, &t.Part, &t.Day, &t.State, &t.Facts, &t.Amount, &t.Whole)
		out[target] = append(out[target], t)
		return err
	}, `SELECT k.target, t.key, t.unit, t.person, t.item, t.part, t.on_day, t.state, t.facts, t.amount, t.whole
		FROM measure_rule r
		JOIN measure_rule_key k ON k.place = r.place AND k.target = r.target
		JOIN measure_tally t ON t.place = k.place AND t.key = k.key
		WHERE r.place = $1 AND r.plan = $2 AND t.on_day >= $3 AND t.on_day <= $4 AND t.facts > 0
		ORDER BY k.target, t.on_day`, int64(id), string(span.From), string(span.Through))
	return out, err
}

// factsOf is the standing facts that the rule of target counts within span, the last day first.
func factsOf(ctx context.Context, tx *store.Tx, target int64, span org.Span) ([]Fact, error) {
	return rows(ctx, tx, scanFact, `SELECT `+factColumns+`
		JOIN measure_rule_key k ON k.place = f.place AND k.key = f.key
		WHERE f.place = $1 AND k.target = $2 AND f.on_day >= $3 AND f.on_day <= $4 AND`+standing+`
		ORDER BY f.on_day DESC, f.id DESC`, target, string(span.From), string(span.Through))
}

// Rules.

const ruleColumns = `r.target, r.plan, r.nth, r.address, r.first_line, r.last_line, r.said, r.read, r.formula, r.is_by_hand, r.is_dropped FROM measure_rule r`

func scanRule(rs *sql.Rows, r *Rule) error {
	var read, formula string
	err := rs.Scan(&r.Target, &r.Plan, &r.Nth, &r.Address, &r.Lines[0], &r.Lines[1], &r.Said, &read, &formula, &r.IsByHand, &r.Dropped)
	if err != nil {
		return err
	}
	if r.Read, err = formulaOf(read); err != nil {
		return err
	}
	r.Formula, err = formulaOf(formula)
	return err
}

func formulaOf(text string) (*Formula, error) {
	if text == "" {
		return nil, nil
	}
	f := &Formula{}
	if err := json.Unmarshal([]byte(text), f); err != nil {
		return nil, fmt.Errorf("read the formula %q: %w", text, err)
	}
	return f, nil
}

func (f *Formula) text() (string, error) {
	if f == nil {
		return "", nil
	}
	b, err := json.Marshal(f)
	return string(b), err
}

// Rules is the rules of plan id in the order of the paper; those of targets that an amendment dropped come last.
func Rules(ctx context.Context, tx *store.Tx, id plan.ID) ([]Rule, error) {
	return withKeys(ctx, tx, `WHERE r.place = $1 AND r.plan = $2 ORDER BY r.is_dropped, r.nth, r.target`, int64(id))
}

// LoadRule is the rule of target.
func LoadRule(ctx context.Context, tx *store.Tx, target int64) (Rule, error) {
	found, err := withKeys(ctx, tx, `WHERE r.place = $1 AND r.target = $2`, target)
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy chỉ tiêu này.")
	}
	if err != nil {
		return Rule{}, err
	}
	return found[0], nil
}

func withKeys(ctx context.Context, tx *store.Tx, where string, arg int64) ([]Rule, error) {
	out, err := rows(ctx, tx, scanRule, `SELECT `+ruleColumns+` `+where, arg)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Keys, err = rows(ctx, tx, func(r *sql.Rows, k *int64) error { return r.Scan(k) },
			`SELECT key FROM measure_rule_key WHERE place = $1 AND target = $2 ORDER BY key`, out[i].Target)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// putRule writes r in the stead of what stood there.
func putRule(ctx context.Context, tx *store.Tx, r Rule, by org.PersonID, at time.Time) error {
	read, err := r.Read.text()
	if err != nil {
		return err
	}
	formula, err := r.Formula.text()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO measure_rule (place, target, plan, nth, address, first_line, last_line, said, read, formula, is_by_hand, is_dropped, set_by, set_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (place, target) DO UPDATE SET nth = excluded.nth, address = excluded.address, first_line = excluded.first_line,
			last_line = excluded.last_line, said = excluded.said, read = excluded.read, formula = excluded.formula,
			is_by_hand = excluded.is_by_hand, is_dropped = excluded.is_dropped, set_by = excluded.set_by, set_at = excluded.set_at`,
		r.Target, int64(r.Plan), r.Nth, string(r.Address), r.Lines[0], r.Lines[1], r.Said, read, formula, r.IsByHand, r.Dropped, int64(by), at.UnixMilli())
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM measure_rule_key WHERE place = $1 AND target = $2`, r.Target); err != nil {
		return err
	}
	for _, k := range r.Keys {
		if _, err := tx.Exec(ctx, `INSERT INTO measure_rule_key (place, target, key) VALUES ($1, $2, $3)`, r.Target, k); err != nil {
			return err
		}
	}
	return nil
}

// Lists.

// members is what stands on list on day; on the empty day, whatever ever stood there.
func members(ctx context.Context, tx *store.Tx, list string, on org.Day) ([]Member, error) {
	return rows(ctx, tx, func(r *sql.Rows, m *Member) error { return r.Scan(&m.Item, &m.Name, &m.From) },
		`SELECT item, name, from_on FROM measure_member
		WHERE place = $1 AND list = $2 AND ($3 = '' OR from_on <= $3 AND (through_on = '' OR through_on >= $3)) ORDER BY from_on, item`, list, string(on))
}

// putMember lets m stand on list from its day on; it keeps its first day when it stood there before.
func putMember(ctx context.Context, tx *store.Tx, list string, m Member) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO measure_member (place, list, item, name, from_on, through_on) VALUES ($1, $2, $3, $4, $5, '')
		ON CONFLICT (place, list, item) DO UPDATE SET name = excluded.name, through_on = ''`, list, m.Item, m.Name, string(m.From))
	return err
}

func endMember(ctx context.Context, tx *store.Tx, list, item string, through org.Day) error {
	_, err := tx.Exec(ctx, `UPDATE measure_member SET through_on = $4 WHERE place = $1 AND list = $2 AND item = $3`, list, item, string(through))
	return err
}
