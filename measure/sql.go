package measure

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
)

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
	found, err := store.All(ctx, tx, scanFact, `SELECT `+factColumns+`
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

// addUp adds f to the tally of its day, or with sign -1 takes it away; a tally of nothing is not kept.
func addUp(ctx context.Context, tx *store.Tx, f Fact, sign int64) error {
	if f.State == Void {
		return nil
	}
	var left int64
	err := tx.QueryRow(ctx, `
		INSERT INTO measure_tally (place, key, unit, person, item, part, state, on_day, facts, amount, whole)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (place, key, unit, person, item, part, state, on_day) DO UPDATE SET
			facts = measure_tally.facts + excluded.facts, amount = measure_tally.amount + excluded.amount, whole = measure_tally.whole + excluded.whole
		RETURNING facts`,
		f.Key, int64(f.Unit), int64(f.Person), f.Item, f.Part, string(f.State), string(f.Day), sign, sign*f.Amount, sign*f.Whole).Scan(&left)
	if err != nil || left != 0 {
		return err
	}
	_, err = tx.Exec(ctx, `
		DELETE FROM measure_tally WHERE place = $1 AND key = $2 AND unit = $3 AND person = $4 AND item = $5 AND part = $6 AND state = $7 AND on_day = $8`,
		f.Key, int64(f.Unit), int64(f.Person), f.Item, f.Part, string(f.State), string(f.Day))
	return err
}

// dailyTallies is the tallies of keys within span, by key; what is planned, up to the horizon.
func dailyTallies(ctx context.Context, tx *store.Tx, keys []int64, span org.Span, horizon org.Day) (map[int64][]Tally, error) {
	return tallies(ctx, tx, "on_day, facts, amount, whole", "", keys, span, horizon)
}

// firstTallies is, for each key, member, part and state within span, a tally of its first day alone. The day goes out
// behind a letter: SQLite's driver takes a day that is computed for an instant.
func firstTallies(ctx context.Context, tx *store.Tx, keys []int64, span org.Span, horizon org.Day) (map[int64][]Tally, error) {
	return tallies(ctx, tx, "'d' || min(on_day), 0, 0, 0", " GROUP BY key, unit, person, item, part, state", keys, span, horizon)
}

func tallies(ctx context.Context, tx *store.Tx, columns, group string, keys []int64, span org.Span, horizon org.Day) (map[int64][]Tally, error) {
	out := map[int64][]Tally{}
	if len(keys) == 0 {
		return out, nil
	}
	marks, args := make([]string, len(keys)), []any{string(span.From), string(horizon), string(span.Through)}
	for i, k := range keys {
		marks[i], args = fmt.Sprintf("$%d", i+5), append(args, k)
	}
	_, err := store.All(ctx, tx, func(r *sql.Rows, _ *struct{}) error {
		var t Tally
		err := r.Scan(&t.Key, &t.Unit, &t.Person, &t.Item, &t.Part, &t.State, &t.Day, &t.Facts, &t.Amount, &t.Whole)
		t.Day = org.Day(strings.TrimPrefix(string(t.Day), "d"))
		out[t.Key] = append(out[t.Key], t)
		return err
	}, `SELECT key, unit, person, item, part, state, `+columns+` FROM measure_tally
		WHERE place = $1 AND key IN (`+strings.Join(marks, ", ")+`) AND on_day >= $2 AND on_day <= $3
			AND (on_day <= $4 OR state = 'planned')`+group, args...)
	return out, err
}

// mostCompared is how many numbers one is held against; the latest tell most.
const mostCompared = 500

// factsOf is the last of the standing facts that the rule of target counts within span, at most so many, the last day first.
func factsOf(ctx context.Context, tx *store.Tx, target int64, span org.Span, most int) ([]Fact, error) {
	return store.All(ctx, tx, scanFact, `SELECT `+factColumns+`
		JOIN measure_rule_key k ON k.place = f.place AND k.key = f.key
		WHERE f.place = $1 AND k.target = $2 AND f.on_day >= $3 AND f.on_day <= $4 AND`+standing+`
		ORDER BY f.on_day DESC, f.id DESC LIMIT $5`, target, string(span.From), string(span.Through), most)
}

// factsTo is those of the standing facts that the rule of target counts within span up to a day, and what is planned for later:
// so many of them, the last day first, after those left out.
func factsTo(ctx context.Context, tx *store.Tx, target int64, span org.Span, until org.Day, out, most int) (facts []Fact, total int, err error) {
	const where = `
		JOIN measure_rule_key k ON k.place = f.place AND k.key = f.key
		WHERE f.place = $1 AND k.target = $2 AND f.on_day >= $3 AND f.on_day <= $4 AND (f.on_day <= $5 OR f.state = 'planned') AND` + standing
	args := []any{target, string(span.From), string(span.Through), string(until)}
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM measure_fact f`+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	facts, err = store.All(ctx, tx, scanFact, `SELECT `+factColumns+where+` ORDER BY f.on_day DESC, f.id DESC LIMIT $6 OFFSET $7`, append(args, most, out)...)
	return facts, total, err
}

// standingFacts is every fact of the place that stands, in the order they were told.
func standingFacts(ctx context.Context, tx *store.Tx) ([]Fact, error) {
	return store.All(ctx, tx, scanFact, `SELECT `+factColumns+` WHERE f.place = $1 AND`+standing+` ORDER BY f.id`)
}

// sumTallies is every tally of the place.
func sumTallies(ctx context.Context, tx *store.Tx) ([]Tally, error) {
	return store.All(ctx, tx, func(r *sql.Rows, t *Tally) error {
		return r.Scan(&t.Key, &t.Unit, &t.Person, &t.Item, &t.Part, &t.Day, &t.State, &t.Facts, &t.Amount, &t.Whole)
	}, `SELECT key, unit, person, item, part, on_day, state, facts, amount, whole FROM measure_tally WHERE place = $1`)
}

// sumAnew adds facts up from nothing.
func sumAnew(ctx context.Context, tx *store.Tx, facts []Fact) error {
	if _, err := tx.Exec(ctx, `DELETE FROM measure_tally WHERE place = $1`); err != nil {
		return err
	}
	for _, f := range facts {
		if err := addUp(ctx, tx, f, +1); err != nil {
			return err
		}
	}
	return nil
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
	return rulesWhere(ctx, tx, "r.plan = $2", int64(id))
}

// LoadRule is the rule of target.
func LoadRule(ctx context.Context, tx *store.Tx, target int64) (Rule, error) {
	found, err := rulesWhere(ctx, tx, "r.target = $2", target)
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy chỉ tiêu này.")
	}
	if err != nil {
		return Rule{}, err
	}
	return found[0], nil
}

func rulesWhere(ctx context.Context, tx *store.Tx, condition string, arg int64) ([]Rule, error) {
	out, err := store.All(ctx, tx, scanRule, `SELECT `+ruleColumns+` WHERE r.place = $1 AND `+condition+` ORDER BY r.is_dropped, r.nth, r.target`, arg)
	if err != nil {
		return nil, err
	}
	keys := map[int64][]int64{}
	_, err = store.All(ctx, tx, func(r *sql.Rows, _ *struct{}) error {
		var target, key int64
		err := r.Scan(&target, &key)
		keys[target] = append(keys[target], key)
		return err
	}, `SELECT k.target, k.key FROM measure_rule r JOIN measure_rule_key k ON k.place = r.place AND k.target = r.target
		WHERE r.place = $1 AND `+condition+` ORDER BY k.target, k.key`, arg)
	for i := range out {
		out[i].Keys = keys[out[i].Target]
	}
	return out, err
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
	return store.All(ctx, tx, func(r *sql.Rows, m *Member) error { return r.Scan(&m.Item, &m.Name, &m.From) },
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

// Entries.

const entryColumns = `id, target, unit, person, item, part, on_day, amount, whole, proof, link, state, told_by, told_at, checked_by, checked_at, reason, odd, why FROM measure_entry`

// returned is how a Void entry is called in the table: it can be told again.
const returned = "returned"

func scanEntry(r *sql.Rows, e *Entry) error {
	var state, odd string
	var told, checked int64
	err := r.Scan(&e.ID, &e.Target, &e.Unit, &e.Person, &e.Item, &e.Part, &e.Day, &e.Amount, &e.Whole, &e.Proof, &e.Link, &state,
		&e.By, &told, &e.CheckedBy, &checked, &e.Reason, &odd, &e.Why)
	if odd != "" {
		e.Odd = strings.Split(odd, "\n")
	}
	if e.State = State(state); state == returned {
		e.State = Void
	}
	e.At = time.UnixMilli(told)
	if checked != 0 {
		e.CheckedAt = time.UnixMilli(checked)
	}
	return err
}

// LoadEntry is entry id of target.
func LoadEntry(ctx context.Context, tx *store.Tx, target int64, id EntryID) (Entry, error) {
	found, err := store.All(ctx, tx, scanEntry, `SELECT `+entryColumns+` WHERE place = $1 AND target = $2 AND id = $3`, target, int64(id))
	if err == nil && len(found) == 0 {
		err = refuse.With(refuse.NotFound, "Không tìm thấy số liệu này.")
	}
	if err != nil {
		return Entry{}, err
	}
	return found[0], nil
}

// listEntries is the entries in state, the first recorded first; with no state, all of them.
func listEntries(ctx context.Context, tx *store.Tx, state State) ([]Entry, error) {
	want := string(state)
	if state == Void {
		want = returned
	}
	return store.All(ctx, tx, scanEntry, `SELECT `+entryColumns+` WHERE place = $1 AND ($2 = '' OR state = $2) ORDER BY id`, want)
}

// insertEntry gives e its number; updateEntry then writes the rest.
func insertEntry(ctx context.Context, tx *store.Tx, e *Entry) error {
	id, err := tx.NextID(ctx, "measure_entry")
	if err != nil {
		return err
	}
	e.ID = EntryID(id)
	_, err = tx.Exec(ctx, `
		INSERT INTO measure_entry (place, id, target, unit, person, item, part, on_day, amount, whole, proof, link, state, told_by, told_at, checked_by, checked_at, reason)
		VALUES ($1, $2, $3, 0, 0, '', '', '', 0, 0, '', '', '', 0, 0, 0, 0, '')`, id, e.Target)
	return err
}

func updateEntry(ctx context.Context, tx *store.Tx, e Entry) error {
	state, checked := string(e.State), int64(0)
	if e.State == Void {
		state = returned
	}
	if e.CheckedBy != 0 {
		checked = e.CheckedAt.UnixMilli()
	}
	_, err := tx.Exec(ctx, `
		UPDATE measure_entry SET unit = $4, person = $5, item = $6, part = $7, on_day = $8, amount = $9, whole = $10, proof = $11, link = $12, state = $13,
			told_by = $14, told_at = $15, checked_by = $16, checked_at = $17, reason = $18, odd = $19, why = $20
		WHERE place = $1 AND target = $2 AND id = $3`,
		e.Target, int64(e.ID), int64(e.Unit), int64(e.Person), e.Item, e.Part, string(e.Day), e.Amount, e.Whole, e.Proof, e.Link, state,
		int64(e.By), e.At.UnixMilli(), int64(e.CheckedBy), checked, e.Reason, strings.Join(e.Odd, "\n"), e.Why)
	return err
}
