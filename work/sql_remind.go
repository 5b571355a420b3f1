package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"loa/org"
	"loa/platform/store"
)

// openParts are the parts that wait for their unit and are due by a day.
func openParts(ctx context.Context, tx *store.Tx, by org.Day) ([]openPart, error) {
	rows, err := tx.Query(ctx, `
		SELECT p.task, p.unit, p.mode, t.due_on FROM work_part p JOIN work_task t ON t.place = p.place AND t.id = p.task
		WHERE p.place = $1 AND p.is_asked AND t.is_asked AND NOT t.repeats AND p.state IN ('todo', 'returned') AND t.due_on <> '' AND t.due_on <= $2
		ORDER BY t.due_on, p.task, p.unit`, string(by))
	return collect(rows, err, func(r *sql.Rows) (p openPart, err error) {
		return p, r.Scan(&p.Task, &p.Unit, &p.Mode, &p.DueOn)
	})
}

// madeRound reports whether the round of day was made.
func madeRound(ctx context.Context, tx *store.Tx, day org.Day) (bool, error) {
	r, err := lastRound(ctx, tx)
	return r.Day >= day, err
}

// endRound writes down what the round of a day did; a second round of a day cannot be written.
func endRound(ctx context.Context, tx *store.Tx, r Round) error {
	_, err := tx.Exec(ctx, `INSERT INTO work_round (place, day, at, parts) VALUES ($1, $2, $3, $4)`, string(r.Day), r.At.UnixMilli(), int64(r.Parts))
	return err
}

// lastRound is the last round of the place; the zero Round when there was none.
func lastRound(ctx context.Context, tx *store.Tx) (r Round, err error) {
	var at int64
	err = tx.QueryRow(ctx, `SELECT day, at, parts FROM work_round WHERE place = $1 ORDER BY day DESC LIMIT 1`).Scan(&r.Day, &at, &r.Parts)
	if errors.Is(err, sql.ErrNoRows) {
		return Round{}, nil
	}
	r.At = instant(at)
	return r, err
}

// putReminder writes r down; false when the step was reminded of before, or the part today.
func putReminder(ctx context.Context, tx *store.Tx, r reminder, day org.Day) (fresh bool, err error) {
	res, err := tx.Exec(ctx, `INSERT INTO work_reminder (place, task, unit, due_on, step, day) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		int64(r.Task), int64(r.Unit), string(r.DueOn), string(r.Step), string(day))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// putNotice writes n; one that stands already, of a unit to be called, stays.
func putNotice(ctx context.Context, tx *store.Tx, n notice, day org.Day) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO work_notice (place, task, unit, due_on, step, person, day, audience, person_name, channel, called_at, called_by_name, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', '') ON CONFLICT DO NOTHING`,
		int64(n.Task), int64(n.Unit), string(n.DueOn), string(n.Step), int64(n.Person), string(day), string(n.Audience), n.Name, string(n.Channel))
	return err
}

// reminding is whether the place reminds; it does until somebody turns it off.
func reminding(ctx context.Context, tx *store.Tx) (s Reminding, err error) {
	var at int64
	err = tx.QueryRow(ctx, `SELECT is_on, changed_at, changed_by_name FROM work_reminding WHERE place = $1`).Scan(&s.IsOn, &at, &s.ChangedBy)
	if errors.Is(err, sql.ErrNoRows) {
		return Reminding{IsOn: true}, nil
	}
	s.ChangedAt = instant(at)
	return s, err
}

func putReminding(ctx context.Context, tx *store.Tx, s Reminding) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO work_reminding (place, is_on, changed_at, changed_by_name) VALUES ($1, $2, $3, $4)
		ON CONFLICT (place) DO UPDATE SET is_on = excluded.is_on, changed_at = excluded.changed_at, changed_by_name = excluded.changed_by_name`,
		s.IsOn, s.ChangedAt.UnixMilli(), s.ChangedBy)
	return err
}

// letterless are the people who want no letters.
func letterless(ctx context.Context, tx *store.Tx) ([]org.PersonID, error) {
	rows, err := tx.Query(ctx, `SELECT person FROM work_letterless WHERE place = $1`)
	return collect(rows, err, func(r *sql.Rows) (id org.PersonID, err error) { return id, r.Scan(&id) })
}

func putLetterless(ctx context.Context, tx *store.Tx, person org.PersonID, is bool, at time.Time) error {
	if is {
		_, err := tx.Exec(ctx, `INSERT INTO work_letterless (place, person, since_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, int64(person), at.UnixMilli())
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM work_letterless WHERE place = $1 AND person = $2`, int64(person))
	return err
}

// A call is a part for which a unit is to be called.
type call struct {
	openPart
	State State
	Body  string
	Since org.Day // when it was first to be called
}

// toCall is every part that still waits for a unit that nobody has called since it was last reminded; of unit alone unless it is 0.
func toCall(ctx context.Context, tx *store.Tx, unit org.UnitID) ([]call, error) {
	rows, err := tx.Query(ctx, `
		SELECT n.task, n.unit, p.mode, t.due_on, p.state, t.body, n.day
		FROM work_notice n JOIN work_part p ON p.place = n.place AND p.task = n.task AND p.unit = n.unit JOIN work_task t ON t.place = n.place AND t.id = n.task
		WHERE n.place = $1 AND n.channel = 'call' AND n.called_at = 0 AND n.due_on = t.due_on AND p.is_asked AND t.is_asked AND NOT t.repeats AND p.state IN ('todo', 'returned') AND ($2 = 0 OR n.unit = $2)
		ORDER BY n.unit, t.due_on, n.task, n.day`, int64(unit))
	all, err := collect(rows, err, func(r *sql.Rows) (c call, err error) {
		return c, r.Scan(&c.Task, &c.Unit, &c.Mode, &c.DueOn, &c.State, &c.Body, &c.Since)
	})
	return slices.CompactFunc(all, func(a, b call) bool { return a.openPart == b.openPart }), err
}

func setCalled(ctx context.Context, tx *store.Tx, unit org.UnitID, at time.Time, by, note string) error {
	_, err := tx.Exec(ctx, `UPDATE work_notice SET called_at = $3, called_by_name = $4, note = $5 WHERE place = $1 AND channel = 'call' AND called_at = 0 AND unit = $2`,
		int64(unit), at.UnixMilli(), by, note)
	return err
}

// Letters.

var errNoLetter = errors.New("there is no such letter")

const letterColumns = `person, day, message_id, address, name, state, tries, tried_at, sent_at, why FROM work_letter`

func insertLetter(ctx context.Context, tx *store.Tx, l Letter) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO work_letter (place, person, day, message_id, address, name, state, tries, tried_at, sent_at, why) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, '')`,
		int64(l.Person), string(l.Day), l.MessageID, l.Address, l.Name, string(l.State))
	return err
}

func letters(ctx context.Context, tx *store.Tx, which string, args ...any) ([]Letter, error) {
	rows, err := tx.Query(ctx, `SELECT `+letterColumns+` WHERE place = $1 AND `+which, args...)
	return collect(rows, err, func(r *sql.Rows) (l Letter, err error) {
		var tried, sent int64
		err = r.Scan(&l.Person, &l.Day, &l.MessageID, &l.Address, &l.Name, &l.State, &l.Tries, &tried, &sent, &l.Why)
		if l.TriedAt = instant(tried); sent != 0 {
			l.SentAt = instant(sent)
		}
		return l, err
	})
}

func loadLetter(ctx context.Context, tx *store.Tx, person org.PersonID, day org.Day) (Letter, error) {
	found, err := letters(ctx, tx, `person = $2 AND day = $3`, int64(person), string(day))
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%w: to person %d, of %s", errNoLetter, person, string(day))
	}
	if err != nil {
		return Letter{}, err
	}
	return found[0], nil
}

func updateLetter(ctx context.Context, tx *store.Tx, l Letter) error {
	sent := int64(0)
	if !l.SentAt.IsZero() {
		sent = l.SentAt.UnixMilli()
	}
	_, err := tx.Exec(ctx, `UPDATE work_letter SET state = $4, tries = $5, tried_at = $6, sent_at = $7, why = $8 WHERE place = $1 AND person = $2 AND day = $3`,
		int64(l.Person), string(l.Day), string(l.State), l.Tries, l.TriedAt.UnixMilli(), sent, l.Why)
	return err
}

// An item is one part in a letter.
type item struct {
	reminder
	Audience Audience
	Name     string // to whom, and for whom
	UnitName string
	State    State
	Body     string
	Link     org.Day // the last day a link of the unit opens; empty when it has none
}

// itemsOf is what the letter to person of day tells of: the parts that still wait.
func itemsOf(ctx context.Context, tx *store.Tx, person org.PersonID, day org.Day) ([]item, error) {
	rows, err := tx.Query(ctx, `
		SELECT n.task, n.unit, p.mode, n.due_on, n.step, n.audience, n.person_name, p.state, t.body
		FROM work_notice n JOIN work_part p ON p.place = n.place AND p.task = n.task AND p.unit = n.unit JOIN work_task t ON t.place = n.place AND t.id = n.task
		WHERE n.place = $1 AND n.person = $2 AND n.day = $3 AND p.is_asked AND t.is_asked AND NOT t.repeats AND p.state IN ('todo', 'returned') ORDER BY n.due_on, n.task, n.unit`, int64(person), string(day))
	items, err := collect(rows, err, func(r *sql.Rows) (i item, err error) {
		return i, r.Scan(&i.Task, &i.Unit, &i.Mode, &i.DueOn, &i.Step, &i.Audience, &i.Name, &i.State, &i.Body)
	})
	if err != nil || len(items) == 0 {
		return nil, err
	}
	open, err := links(ctx, tx, `revoked_at = 0 AND through_on >= $2`, string(day))
	if err != nil {
		return nil, err
	}
	names, err := unitNames(ctx, tx)
	for n := range items {
		i := &items[n]
		i.UnitName = names[i.Unit]
		for _, l := range open {
			if l.Task == i.Task && l.Unit == i.Unit {
				i.Link = max(i.Link, l.Through)
			}
		}
	}
	return items, err
}

// callInstead lets the units that the letter to person of day was about, as their own, be called.
func callInstead(ctx context.Context, tx *store.Tx, person org.PersonID, day org.Day) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO work_notice (place, task, unit, due_on, step, person, day, audience, person_name, channel, called_at, called_by_name, note)
		SELECT n.place, n.task, n.unit, n.due_on, n.step, 0, n.day, 'doer', '', 'call', 0, '', '' FROM work_notice n
		WHERE n.place = $1 AND n.person = $2 AND n.day = $3 AND n.channel = 'mail' AND n.audience IN ('doer', 'head')
			AND NOT EXISTS (SELECT 1 FROM work_notice o JOIN work_letter l ON l.place = o.place AND l.person = o.person AND l.day = o.day
				WHERE o.place = n.place AND o.task = n.task AND o.unit = n.unit AND o.due_on = n.due_on AND o.step = n.step AND o.channel = 'mail' AND o.audience IN ('doer', 'head') AND l.state = 'sent')
		ON CONFLICT DO NOTHING`, int64(person), string(day))
	return err
}

// A told is one line of the ledger.
type told struct {
	Day      org.Day
	Task     TaskID
	Unit     org.UnitID
	Step     Step
	Person   org.PersonID
	Name     string
	Channel  Channel
	Address  string
	State    LetterState // of the letter
	Why      string
	CalledAt time.Time
	CalledBy string
	Note     string
	Body     string
	UnitName string
}

// A ledgerQuestion narrows the ledger.
type ledgerQuestion struct {
	Task   TaskID
	Unit   org.UnitID
	Person org.PersonID
	Page   int // from 1
}

// ledger is what was told to whom, the last first, and how many lines there are in all.
func ledger(ctx context.Context, tx *store.Tx, q ledgerQuestion) ([]told, int, error) {
	const from = ` FROM work_notice n LEFT JOIN work_letter l ON n.channel = 'mail' AND l.place = n.place AND l.person = n.person AND l.day = n.day
		JOIN work_task t ON t.place = n.place AND t.id = n.task
		WHERE n.place = $1 AND ($2 = 0 OR n.task = $2) AND ($3 = 0 OR n.unit = $3) AND ($4 = 0 OR n.person = $4)`
	args := []any{int64(q.Task), int64(q.Unit), int64(q.Person)}
	var total int
	if err := tx.QueryRow(ctx, `SELECT count(*)`+from, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := tx.Query(ctx, `SELECT n.day, n.task, n.unit, n.step, n.person, n.person_name, n.channel, coalesce(l.address, ''), coalesce(l.state, ''), coalesce(l.why, ''), n.called_at, n.called_by_name, n.note, t.body`+
		from+` ORDER BY n.day DESC, n.task, n.unit, n.person LIMIT $5 OFFSET $6`, append(args, PageSize, (max(q.Page, 1)-1)*PageSize)...)
	all, err := collect(rows, err, func(r *sql.Rows) (x told, err error) {
		var called int64
		err = r.Scan(&x.Day, &x.Task, &x.Unit, &x.Step, &x.Person, &x.Name, &x.Channel, &x.Address, &x.State, &x.Why, &called, &x.CalledBy, &x.Note, &x.Body)
		if called != 0 {
			x.CalledAt = instant(called)
		}
		return x, err
	})
	if err != nil || len(all) == 0 {
		return all, total, err
	}
	names, err := unitNames(ctx, tx)
	for i := range all {
		all[i].UnitName = names[all[i].Unit]
	}
	return all, total, err
}

// A past is a day on which parts of a task were reminded of.
type past struct {
	Day   org.Day
	Step  Step
	Units int
}

// pastReminders is when the parts of a task, or that of unit, were reminded of, the last first.
func pastReminders(ctx context.Context, tx *store.Tx, task TaskID, unit org.UnitID) ([]past, error) {
	rows, err := tx.Query(ctx, `
		SELECT day, max(step), count(*) FROM work_reminder WHERE place = $1 AND task = $2 AND ($3 = 0 OR unit = $3) GROUP BY day ORDER BY day DESC`, int64(task), int64(unit))
	return collect(rows, err, func(r *sql.Rows) (p past, err error) { return p, r.Scan(&p.Day, &p.Step, &p.Units) })
}
