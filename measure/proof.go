package measure

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"loa/org"
	"loa/plan"
	"loa/platform/store"
)

// A Proof (dòng minh chứng) is a fact that a target counts, as a list of evidence names it.
type Proof struct {
	Fact
	Target int64  // the key of the target
	Nth    int    // of the target, in the order of the paper
	Who    string // whom or what it counts, as it is called today
	Teller string // who recorded it; empty: the machine saw it
}

// Proofs is every fact that the rules of plan id count within span, by target and day; of the targets that are named,
// or of all. last is the number of the last fact that counts, as an approval keeps it ([Frozen]): what was told later
// is not there, and what it withdrew is; 0 for everything told so far.
func Proofs(ctx context.Context, tx *store.Tx, id plan.ID, span org.Span, last FactID, targets ...int64) ([]Proof, error) {
	if last == 0 {
		var err error
		if last, err = LastFact(ctx, tx); err != nil {
			return nil, err
		}
	}
	args := []any{int64(id), string(span.From), string(span.Through), int64(last)}
	which := ""
	if len(targets) > 0 {
		marks := make([]string, len(targets))
		for i, t := range targets {
			args = append(args, t)
			marks[i] = fmt.Sprintf("$%d", len(args)+1)
		}
		which = " AND r.target IN (" + strings.Join(marks, ", ") + ")"
	}
	proofs, err := store.All(ctx, tx, scanProof, `SELECT r.target, r.nth, `+factColumns+proven+which+` ORDER BY r.nth, f.on_day, f.id`, args...)
	if err != nil {
		return nil, err
	}
	return proofs, call(ctx, tx, proofs)
}

// proven is which facts prove something of a plan. «+ 0» keeps SQLite from walking the facts by their numbers, each
// against all others, where they have better indexes.
const proven = `
		JOIN measure_rule_key k ON k.place = f.place AND k.key = f.key
		JOIN measure_rule r ON r.place = k.place AND r.target = k.target
		WHERE f.place = $1 AND r.plan = $2 AND NOT r.is_dropped AND f.on_day >= $3 AND f.on_day <= $4 AND f.id + 0 <= $5 AND f.state <> 'void'
			AND NOT EXISTS (SELECT 1 FROM measure_fact n WHERE n.place = f.place AND n.voids = f.id AND n.id + 0 <= $5)`

// An Amount is how much was verified of one thing for one target.
type Amount struct {
	Target int64
	Item   string
	Sum    int64
}

// Amounts adds up what the rules of plan id count within span, by target and thing; last is as for [Proofs].
func Amounts(ctx context.Context, tx *store.Tx, id plan.ID, span org.Span, last FactID) ([]Amount, error) {
	if last == 0 {
		var err error
		if last, err = LastFact(ctx, tx); err != nil {
			return nil, err
		}
	}
	return store.All(ctx, tx, func(r *sql.Rows, a *Amount) error { return r.Scan(&a.Target, &a.Item, &a.Sum) },
		`SELECT r.target, f.item, CAST(sum(f.amount) AS BIGINT) FROM measure_fact f`+proven+` AND f.state = 'verified' GROUP BY r.target, f.item ORDER BY r.target, f.item`,
		int64(id), string(span.From), string(span.Through), int64(last))
}

func scanProof(r *sql.Rows, p *Proof) error {
	var at int64
	f := &p.Fact
	err := r.Scan(&p.Target, &p.Nth, &f.ID, &f.Desk, &f.Thing, &f.What, &f.Key, &f.Unit, &f.Person, &f.Item, &f.Part, &f.Day, &f.Amount, &f.Whole, &f.State,
		&f.By, &at, &f.Href, &f.Note, &f.Voids)
	f.At = time.UnixMilli(at)
	return err
}

// call gives proofs the names of their units, people and listed things.
func call(ctx context.Context, tx *store.Tx, proofs []Proof) error {
	var people []org.PersonID
	known := map[org.PersonID]bool{0: true}
	for _, p := range proofs {
		for _, id := range []org.PersonID{p.Person, p.By} {
			if !known[id] {
				known[id] = true
				people = append(people, id)
			}
		}
	}
	names, err := org.PersonNames(ctx, tx, people...)
	if err != nil {
		return err
	}
	units, err := org.Units(ctx, tx, "")
	if err != nil {
		return err
	}
	called := make(map[org.UnitID]string, len(units))
	for _, u := range units {
		called[u.ID] = u.Name
	}
	items, err := itemNames(ctx, tx)
	if err != nil {
		return err
	}
	for i := range proofs {
		p := &proofs[i]
		p.Teller = names[p.By]
		switch {
		case p.Person != 0:
			p.Who = names[p.Person]
		case p.Item != "" && items[p.Item] != "":
			p.Who = items[p.Item]
		default:
			p.Who = called[p.Unit]
		}
	}
	return nil
}

// itemNames is what the things on the named lists of the place are called.
func itemNames(ctx context.Context, tx *store.Tx) (map[string]string, error) {
	all, err := store.All(ctx, tx, func(r *sql.Rows, m *Member) error { return r.Scan(&m.Item, &m.Name) },
		`SELECT item, name FROM measure_member WHERE place = $1 ORDER BY from_on`)
	out := make(map[string]string, len(all))
	for _, m := range all {
		out[m.Item] = m.Name
	}
	return out, err
}
