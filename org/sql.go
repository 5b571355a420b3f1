package org

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"loa/kit/vi"
	"loa/platform/refuse"
	"loa/platform/store"
)

// one is the single row of a query; without it, missing.
func one[T any](ctx context.Context, tx *store.Tx, missing string, scan func(*sql.Rows, *T) error, query string, args ...any) (T, error) {
	all, err := store.All(ctx, tx, scan, query, args...)
	if err == nil && len(all) == 0 {
		err = refuse.With(refuse.NotFound, missing)
	}
	if err != nil {
		var none T
		return none, err
	}
	return all[0], nil
}

// list writes $2, $3 … for the ids and gives them as arguments.
func list[ID ~int64](ids []ID) (string, []any) {
	marks, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		marks[i], args[i] = fmt.Sprintf("$%d", i+2), int64(id)
	}
	return strings.Join(marks, ", "), args
}

// Places.

func scanPlace(r *sql.Rows, p *Place) error {
	return r.Scan(&p.Code, &p.Kind, &p.Name, &p.Short, &p.Parent, &p.Seat, &p.Population, &p.AreaHa)
}

// LoadPlace is what the present place knows of the place with this code.
func LoadPlace(ctx context.Context, tx *store.Tx, code store.Place) (Place, error) {
	return one(ctx, tx, "Không tìm thấy đơn vị hành chính này.", scanPlace, `
		SELECT code, kind, name, short_name, parent, seat, population, area_ha FROM org_place WHERE place = $1 AND code = $2`, string(code))
}

// Above is the place above p; the zero Place when p is the nation, or nobody has entered what is above it.
func Above(ctx context.Context, tx *store.Tx, p Place) (Place, error) {
	above, err := LoadPlace(ctx, tx, p.Parent)
	if refuse.Of(err).Kind == refuse.NotFound {
		return Place{}, nil
	}
	return above, err
}

func putPlace(ctx context.Context, tx *store.Tx, p Place) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO org_place (place, code, kind, name, short_name, parent, seat, population, area_ha)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (place, code) DO UPDATE SET kind = excluded.kind, name = excluded.name, short_name = excluded.short_name,
			parent = excluded.parent, seat = excluded.seat, population = excluded.population, area_ha = excluded.area_ha`,
		string(p.Code), string(p.Kind), p.Name, p.Short, string(p.Parent), p.Seat, p.Population, p.AreaHa)
	return err
}

// PlaceChanges is what happened to the places that the present one knows, earliest first.
func PlaceChanges(ctx context.Context, tx *store.Tx) ([]PlaceChange, error) {
	return store.All(ctx, tx, func(r *sql.Rows, c *PlaceChange) error {
		return r.Scan(&c.What, &c.On, &c.FromCode, &c.FromName, &c.ToCode, &c.ToName, &c.Basis)
	}, `SELECT what, changed_on, from_code, from_name, to_code, to_name, basis FROM org_place_change WHERE place = $1 ORDER BY changed_on, id`)
}

func insertPlaceChange(ctx context.Context, tx *store.Tx, c PlaceChange) error {
	id, err := tx.NextID(ctx, "org_place_change")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO org_place_change (place, id, what, changed_on, from_code, from_name, to_code, to_name, basis)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, string(c.What), string(c.On), string(c.FromCode), c.FromName, string(c.ToCode), c.ToName, c.Basis)
	return err
}

// Units.

const unitColumns = `u.id, u.kind, o.name, coalesce(s.name, ''), u.is_asked, u.opened_on, u.closed_on, u.successor, u.level, u.pupils
	FROM org_unit u
	JOIN org_unit_name o ON o.place = u.place AND o.unit = u.id AND o.sort = 'official' AND o.through_on = ''
	LEFT JOIN org_unit_name s ON s.place = u.place AND s.unit = u.id AND s.sort = 'short' AND s.through_on = ''`

func scanUnit(r *sql.Rows, u *Unit) error {
	return r.Scan(&u.ID, &u.Kind, &u.Name, &u.Short, &u.Asked, &u.OpenedOn, &u.ClosedOn, &u.Successor, &u.Level, &u.Pupils)
}

// LoadUnit is unit id as it is today, open or not.
func LoadUnit(ctx context.Context, tx *store.Tx, id UnitID) (Unit, error) {
	return one(ctx, tx, "Không tìm thấy đơn vị này.", scanUnit, `SELECT `+unitColumns+` WHERE u.place = $1 AND u.id = $2`, int64(id))
}

func loadOpenUnit(ctx context.Context, tx *store.Tx, id UnitID) (Unit, error) {
	u, err := LoadUnit(ctx, tx, id)
	if err == nil && !u.IsOpen() {
		err = refuse.With(refuse.Conflict, "«"+u.Name+"» đã kết thúc hoạt động từ "+u.ClosedOn.String()+".")
	}
	return u, err
}

// Units is every unit of the place, open ones first, in the order of kinds and names. With what, only those that
// have a name, of today or before, which holds what (marks and capitals aside).
func Units(ctx context.Context, tx *store.Tx, what string) ([]Unit, error) {
	us, err := store.All(ctx, tx, scanUnit, `SELECT `+unitColumns+` WHERE u.place = $1 AND ($2 = '' OR EXISTS (
			SELECT 1 FROM org_unit_name n WHERE n.place = u.place AND n.unit = u.id AND n.match_key LIKE '%' || $2 || '%'))`, matchKey(what))
	if err != nil {
		return nil, err
	}
	sortUnits(us)
	return us, nil
}

// Heirs is the units that went straight into unit id.
func Heirs(ctx context.Context, tx *store.Tx, id UnitID) ([]Unit, error) {
	return store.All(ctx, tx, scanUnit, `SELECT `+unitColumns+` WHERE u.place = $1 AND u.successor = $2 ORDER BY u.id`, int64(id))
}

// FindUnit is the unit that name stands for today: by any name it has, or had, or that a unit had which went
// into it. Names in use come before names of the past. A unit that was closed without a successor is found last.
func FindUnit(ctx context.Context, tx *store.Tx, name string) (Unit, bool, error) {
	found, err := namesakes(ctx, tx, matchKey(name))
	if err != nil {
		return Unit{}, false, err
	}
	best, bestScore := Unit{}, -1
	for _, n := range found {
		u, err := Heir(ctx, tx, n.unit)
		if err != nil {
			return Unit{}, false, err
		}
		score := 0
		for _, better := range []bool{u.IsOpen(), u.ID == n.unit, n.inUse} {
			score *= 2
			if better {
				score++
			}
		}
		if score > bestScore {
			best, bestScore = u, score
		}
	}
	return best, bestScore >= 0, nil
}

// Heir is the unit that carries on the work of unit id today: itself, or the last of its successors.
func Heir(ctx context.Context, tx *store.Tx, id UnitID) (Unit, error) {
	for {
		u, err := LoadUnit(ctx, tx, id)
		if err != nil || u.Successor == 0 {
			return u, err
		}
		id = u.Successor
	}
}

// namesake is a unit that has or had a name.
type namesake struct {
	unit   UnitID
	isOpen bool
	inUse  bool // the unit still goes by it
}

func namesakes(ctx context.Context, tx *store.Tx, key string) ([]namesake, error) {
	if key == "" {
		return nil, nil
	}
	return store.All(ctx, tx, func(r *sql.Rows, n *namesake) error { return r.Scan(&n.unit, &n.isOpen, &n.inUse) }, `
		SELECT u.id, u.closed_on = '', n.through_on = '' FROM org_unit_name n
		JOIN org_unit u ON u.place = n.place AND u.id = n.unit
		WHERE n.place = $1 AND n.match_key = $2 ORDER BY u.id`, key)
}

func insertUnit(ctx context.Context, tx *store.Tx, u *Unit) error {
	id, err := tx.NextID(ctx, "org_unit")
	if err != nil {
		return err
	}
	u.ID = UnitID(id)
	_, err = tx.Exec(ctx, `
		INSERT INTO org_unit (place, id, kind, is_asked, opened_on, closed_on, successor, level, pupils) VALUES ($1, $2, $3, $4, $5, '', 0, $6, $7)`,
		id, string(u.Kind), u.Asked, string(u.OpenedOn), string(u.Level), u.Pupils)
	return err
}

func updateUnit(ctx context.Context, tx *store.Tx, u Unit) error {
	_, err := tx.Exec(ctx, `UPDATE org_unit SET kind = $3, is_asked = $4, level = $5, pupils = $6 WHERE place = $1 AND id = $2`,
		int64(u.ID), string(u.Kind), u.Asked, string(u.Level), u.Pupils)
	return err
}

// correctOpening moves the first day of u, and with it the first day of the names it began with.
func correctOpening(ctx context.Context, tx *store.Tx, u Unit, on Day) error {
	for _, query := range []string{
		`UPDATE org_unit SET opened_on = $4 WHERE place = $1 AND id = $2 AND opened_on = $3`,
		`UPDATE org_unit_name SET from_on = $4 WHERE place = $1 AND unit = $2 AND from_on = $3`,
		`UPDATE org_unit_change SET changed_on = $4 WHERE place = $1 AND unit = $2 AND changed_on = $3 AND what = 'opened'`,
	} {
		if _, err := tx.Exec(ctx, query, int64(u.ID), string(u.OpenedOn), string(on)); err != nil {
			return err
		}
	}
	// A name that was added after the old first day and before the new one began with the unit too.
	_, err := tx.Exec(ctx, `UPDATE org_unit_name SET from_on = $3 WHERE place = $1 AND unit = $2 AND from_on < $3 AND through_on = ''`, int64(u.ID), string(on))
	return err
}

func setClosed(ctx context.Context, tx *store.Tx, id UnitID, on Day, successor UnitID) error {
	_, err := tx.Exec(ctx, `UPDATE org_unit SET closed_on = $3, successor = $4 WHERE place = $1 AND id = $2`, int64(id), string(on), int64(successor))
	return err
}

// UnitNames is every name unit id has or had, earliest first.
func UnitNames(ctx context.Context, tx *store.Tx, id UnitID) ([]Name, error) {
	return store.All(ctx, tx, func(r *sql.Rows, n *Name) error {
		return r.Scan(&n.Sort, &n.Text, &n.Span.From, &n.Span.Through)
	}, `SELECT sort, name, from_on, through_on FROM org_unit_name WHERE place = $1 AND unit = $2 ORDER BY from_on, id`, int64(id))
}

// NamesOn is the official names of units on day, by number; for today's names give today.
func NamesOn(ctx context.Context, tx *store.Tx, day Day, ids ...UnitID) (map[UnitID]string, error) {
	if len(ids) == 0 {
		return map[UnitID]string{}, nil
	}
	marks, args := list(ids)
	byUnit, err := namesByUnit(ctx, tx, " AND unit IN ("+marks+")", args...)
	out := make(map[UnitID]string, len(byUnit))
	for id, names := range byUnit {
		out[id] = NameOn(names, day)
	}
	return out, err
}

// namesByUnit is every name, of now and of before, of the units that a condition leaves.
func namesByUnit(ctx context.Context, tx *store.Tx, condition string, args ...any) (map[UnitID][]Name, error) {
	out := map[UnitID][]Name{}
	_, err := store.All(ctx, tx, func(r *sql.Rows, _ *struct{}) error {
		var unit UnitID
		var n Name
		err := r.Scan(&unit, &n.Sort, &n.Text, &n.Span.From, &n.Span.Through)
		out[unit] = append(out[unit], n)
		return err
	}, `SELECT unit, sort, name, from_on, through_on FROM org_unit_name WHERE place = $1`+condition+` ORDER BY from_on, id`, args...)
	return out, err
}

func insertName(ctx context.Context, tx *store.Tx, unit UnitID, n Name) error {
	id, err := tx.NextID(ctx, "org_unit_name")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO org_unit_name (place, id, unit, sort, name, match_key, from_on, through_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, int64(unit), string(n.Sort), n.Text, matchKey(n.Text), string(n.Span.From), string(n.Span.Through))
	return err
}

func endName(ctx context.Context, tx *store.Tx, unit UnitID, sort NameSort, through Day) error {
	_, err := tx.Exec(ctx, `UPDATE org_unit_name SET through_on = $4 WHERE place = $1 AND unit = $2 AND sort = $3 AND through_on = ''`,
		int64(unit), string(sort), string(through))
	return err
}

func correctName(ctx context.Context, tx *store.Tx, unit UnitID, name string) error {
	_, err := tx.Exec(ctx, `UPDATE org_unit_name SET name = $3, match_key = $4 WHERE place = $1 AND unit = $2 AND sort = 'official' AND through_on = ''`,
		int64(unit), name, matchKey(name))
	return err
}

// setShort ends the short name in use and begins another; empty: none.
func setShort(ctx context.Context, tx *store.Tx, unit UnitID, short string, on Day) error {
	if err := endName(ctx, tx, unit, Short, on.Add(-1)); err != nil || short == "" {
		return err
	}
	return insertName(ctx, tx, unit, Name{Short, short, Span{From: on}})
}

// UnitChanges is what happened to unit id, earliest first.
func UnitChanges(ctx context.Context, tx *store.Tx, id UnitID) ([]Change, error) {
	return store.All(ctx, tx, scanChange, `
		SELECT unit, what, changed_on, other, note FROM org_unit_change WHERE place = $1 AND unit = $2 ORDER BY changed_on, id`, int64(id))
}

func scanChange(r *sql.Rows, c *Change) error {
	return r.Scan(&c.Unit, &c.What, &c.On, &c.Other, &c.Note)
}

// UnitsOn is the units of the given kinds (all when none) that existed on day, under the names they had then:
// the denominator of a share counted over units.
func UnitsOn(ctx context.Context, tx *store.Tx, day Day, kinds ...UnitKind) ([]Unit, error) {
	all, err := store.All(ctx, tx, scanUnit, `SELECT id, kind, '', '', is_asked, opened_on, closed_on, successor, level, pupils FROM org_unit WHERE place = $1 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	changes, err := store.All(ctx, tx, scanChange, `SELECT unit, what, changed_on, other, note FROM org_unit_change WHERE place = $1 ORDER BY changed_on, id`)
	if err != nil {
		return nil, err
	}
	history := map[UnitID][]Change{}
	for _, c := range changes {
		history[c.Unit] = append(history[c.Unit], c)
	}
	names, err := namesByUnit(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	var out []Unit
	for _, u := range all {
		if OpenOn(history[u.ID], day) && isKind(u.Kind, kinds) {
			u.Name, u.Short = NameOn(names[u.ID], day), shortOn(names[u.ID], day)
			out = append(out, u)
		}
	}
	sortUnits(out)
	return out, nil
}

func insertChange(ctx context.Context, tx *store.Tx, c Change) error {
	id, err := tx.NextID(ctx, "org_unit_change")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO org_unit_change (place, id, unit, what, changed_on, other, note) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, int64(c.Unit), string(c.What), string(c.On), int64(c.Other), c.Note)
	return err
}

// People.

const personColumns = `id, name, unit, phone, email, purpose, is_active FROM org_person`

func scanPerson(r *sql.Rows, p *Person) error {
	return r.Scan(&p.ID, &p.Name, &p.Unit, &p.Phone, &p.Email, &p.Purpose, &p.Active)
}

// LoadPerson is person id, active or not.
func LoadPerson(ctx context.Context, tx *store.Tx, id PersonID) (Person, error) {
	return one(ctx, tx, "Không tìm thấy người này.", scanPerson, `SELECT `+personColumns+` WHERE place = $1 AND id = $2`, int64(id))
}

// People is everybody registered, in Vietnamese order of given names; with what, those whose name holds it.
func People(ctx context.Context, tx *store.Tx, what string) ([]Person, error) {
	return store.All(ctx, tx, scanPerson, `SELECT `+personColumns+` WHERE place = $1 AND match_key LIKE '%' || $2 || '%' ORDER BY sort_key, id`, nameKey(what))
}

// PeopleOf is everybody who works in unit, in Vietnamese order of given names.
func PeopleOf(ctx context.Context, tx *store.Tx, unit UnitID) ([]Person, error) {
	return store.All(ctx, tx, scanPerson, `SELECT `+personColumns+` WHERE place = $1 AND unit = $2 AND is_active ORDER BY sort_key, id`, int64(unit))
}

// PersonNames is the names of people by number.
func PersonNames(ctx context.Context, tx *store.Tx, ids ...PersonID) (map[PersonID]string, error) {
	if len(ids) == 0 {
		return map[PersonID]string{}, nil
	}
	marks, args := list(ids)
	ps, err := store.All(ctx, tx, scanPerson, `SELECT `+personColumns+` WHERE place = $1 AND id IN (`+marks+`)`, args...)
	out := make(map[PersonID]string, len(ps))
	for _, p := range ps {
		out[p.ID] = p.Name
	}
	return out, err
}

func countPeople(ctx context.Context, tx *store.Tx) (n int64, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM org_person WHERE place = $1`).Scan(&n)
	return n, err
}

// nameKey is a person's name, or a part of one, for searching.
func nameKey(name string) string { return strings.Join(strings.Fields(vi.Fold(name)), " ") }

func insertPerson(ctx context.Context, tx *store.Tx, p *Person) error {
	id, err := tx.NextID(ctx, "org_person")
	if err != nil {
		return err
	}
	p.ID = PersonID(id)
	_, err = tx.Exec(ctx, `
		INSERT INTO org_person (place, id, name, sort_key, match_key, unit, phone, email, purpose, is_active)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id, p.Name, vi.NameKey(p.Name), nameKey(p.Name), int64(p.Unit), p.Phone, p.Email, p.Purpose, p.Active)
	return err
}

func updatePerson(ctx context.Context, tx *store.Tx, p Person) error {
	_, err := tx.Exec(ctx, `
		UPDATE org_person SET name = $3, sort_key = $4, match_key = $5, unit = $6, phone = $7, email = $8, purpose = $9, is_active = $10
		WHERE place = $1 AND id = $2`,
		int64(p.ID), p.Name, vi.NameKey(p.Name), nameKey(p.Name), int64(p.Unit), p.Phone, p.Email, p.Purpose, p.Active)
	return err
}

// Posts.

const holdingColumns = `id, person, post, unit, from_on, through_on, basis FROM org_holding`

func scanHolding(r *sql.Rows, h *Holding) error {
	return r.Scan(&h.ID, &h.Person, &h.Post, &h.Unit, &h.Span.From, &h.Span.Through, &h.Basis)
}

func loadHolding(ctx context.Context, tx *store.Tx, id HoldingID) (Holding, error) {
	return one(ctx, tx, "Không tìm thấy chức vụ này.", scanHolding, `SELECT `+holdingColumns+` WHERE place = $1 AND id = $2`, int64(id))
}

// Holdings is every post person holds, held or will hold, earliest first.
func Holdings(ctx context.Context, tx *store.Tx, person PersonID) ([]Holding, error) {
	return store.All(ctx, tx, scanHolding, `SELECT `+holdingColumns+` WHERE place = $1 AND person = $2 ORDER BY from_on, id`, int64(person))
}

// AllHoldings is every post anybody holds, held or will hold, earliest first.
func AllHoldings(ctx context.Context, tx *store.Tx) ([]Holding, error) {
	return store.All(ctx, tx, scanHolding, `SELECT `+holdingColumns+` WHERE place = $1 ORDER BY from_on, id`)
}

func holdersOf(ctx context.Context, tx *store.Tx, p Post) ([]Holding, error) {
	return store.All(ctx, tx, scanHolding, `SELECT `+holdingColumns+` WHERE place = $1 AND post = $2 ORDER BY from_on, id`, string(p))
}

func insertHolding(ctx context.Context, tx *store.Tx, h *Holding) error {
	id, err := tx.NextID(ctx, "org_holding")
	if err != nil {
		return err
	}
	h.ID = HoldingID(id)
	_, err = tx.Exec(ctx, `INSERT INTO org_holding (place, id, person, post, unit, from_on, through_on, basis) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, int64(h.Person), string(h.Post), int64(h.Unit), string(h.Span.From), string(h.Span.Through), h.Basis)
	return err
}

func setThrough(ctx context.Context, tx *store.Tx, id HoldingID, through Day) error {
	_, err := tx.Exec(ctx, `UPDATE org_holding SET through_on = $3 WHERE place = $1 AND id = $2`, int64(id), string(through))
	return err
}

// Delegations.

const delegationColumns = `id, holding, lender, borrower, post, from_on, through_on, why, made_by, ended_at FROM org_delegation`

func scanDelegation(r *sql.Rows, d *Delegation) error {
	var ended int64
	err := r.Scan(&d.ID, &d.Holding, &d.From, &d.To, &d.Post, &d.Span.From, &d.Span.Through, &d.Why, &d.MadeBy, &ended)
	if ended != 0 {
		d.EndedAt = time.UnixMilli(ended)
	}
	return err
}

// Delegations is every delegation of the place, latest first.
func Delegations(ctx context.Context, tx *store.Tx) ([]Delegation, error) {
	return store.All(ctx, tx, scanDelegation, `SELECT `+delegationColumns+` WHERE place = $1 ORDER BY from_on DESC, id DESC`)
}

func loadDelegation(ctx context.Context, tx *store.Tx, id DelegationID) (Delegation, error) {
	return one(ctx, tx, "Không tìm thấy lần ủy quyền này.", scanDelegation, `SELECT `+delegationColumns+` WHERE place = $1 AND id = $2`, int64(id))
}

func insertDelegation(ctx context.Context, tx *store.Tx, d *Delegation) error {
	id, err := tx.NextID(ctx, "org_delegation")
	if err != nil {
		return err
	}
	d.ID = DelegationID(id)
	_, err = tx.Exec(ctx, `
		INSERT INTO org_delegation (place, id, holding, lender, borrower, post, from_on, through_on, why, made_by, ended_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)`,
		id, int64(d.Holding), int64(d.From), int64(d.To), string(d.Post), string(d.Span.From), string(d.Span.Through), d.Why, int64(d.MadeBy))
	return err
}

func endDelegation(ctx context.Context, tx *store.Tx, id DelegationID, through Day, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE org_delegation SET through_on = $3, ended_at = $4 WHERE place = $1 AND id = $2`,
		int64(id), string(through), at.UnixMilli())
	return err
}

// heldOn is every post person may use on day: held, or lent by somebody who holds it that day.
func heldOn(ctx context.Context, tx *store.Tx, person PersonID, day Day) ([]Held, error) {
	return store.All(ctx, tx, func(r *sql.Rows, h *Held) error { return r.Scan(&h.Post, &h.Unit, &h.For, &h.ForName) }, `
		SELECT h.post, h.unit, CASE WHEN h.person = $2 THEN 0 ELSE h.person END, CASE WHEN h.person = $2 THEN '' ELSE p.name END
		FROM org_holding h JOIN org_person p ON p.place = h.place AND p.id = h.person
		WHERE h.place = $1 AND h.from_on <= $3 AND (h.through_on = '' OR h.through_on >= $3)
		AND (h.person = $2 OR EXISTS (SELECT 1 FROM org_delegation d WHERE d.place = h.place AND d.holding = h.id
			AND d.borrower = $2 AND d.from_on <= $3 AND d.through_on >= $3))
		ORDER BY h.id`, int64(person), string(day))
}

// A Copy is all that public pages say of the place, its units and who leads them, of every day: what they say of one
// day changes with the day, without a verb.
type Copy struct {
	Place       Place
	Units       []Unit
	Names       []string
	People      []string
	Holdings    []Holding
	Delegations []Delegation
}

// CopyOf is the copy of the place of tx.
func CopyOf(ctx context.Context, tx *store.Tx) (c Copy, err error) {
	if c.Place, err = LoadPlace(ctx, tx, tx.Place()); err != nil {
		return c, err
	}
	if c.Units, err = Units(ctx, tx, ""); err != nil {
		return c, err
	}
	text := func(r *sql.Rows, s *string) error { return r.Scan(s) }
	if c.Names, err = store.All(ctx, tx, text, `SELECT CAST(unit AS TEXT) || ' ' || from_on || ' ' || through_on || ' ' || name FROM org_unit_name WHERE place = $1 ORDER BY unit, from_on, name`); err != nil {
		return c, err
	}
	if c.People, err = store.All(ctx, tx, text, `SELECT CAST(id AS TEXT) || ' ' || name FROM org_person WHERE place = $1 ORDER BY id`); err != nil {
		return c, err
	}
	if c.Holdings, err = AllHoldings(ctx, tx); err != nil {
		return c, err
	}
	c.Delegations, err = Delegations(ctx, tx)
	for i := range c.Delegations {
		c.Delegations[i].EndedAt = c.Delegations[i].EndedAt.UTC()
	}
	return c, err
}
