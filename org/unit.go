package org

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"loa/kit/vi"
	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A UnitKind is the sort of body a unit is.
type UnitKind string

const (
	Committee     UnitKind = "committee"     // Ủy ban nhân dân
	Party         UnitKind = "party"         // cơ quan Đảng
	Office        UnitKind = "office"        // phòng, văn phòng
	ServiceUnit   UnitKind = "service-unit"  // đơn vị sự nghiệp, trung tâm
	School        UnitKind = "school"        // trường học
	Neighbourhood UnitKind = "neighbourhood" // tổ dân phố, thôn
	Police        UnitKind = "police"        // công an
	HealthStation UnitKind = "health"        // trạm y tế
	Association   UnitKind = "association"   // Mặt trận, đoàn thể, hội
	External      UnitKind = "external"      // cơ quan ngoài địa phương
)

type kindRow struct {
	kind  UnitKind
	name  string
	asked bool
}

// unitKinds is every kind with its name on screens. asked: outside the committee, so that it is
// asked (đề nghị) and not ordered (giao), unless the unit itself says otherwise (DOMAIN 6).
var unitKinds = []kindRow{
	{Committee, "Ủy ban nhân dân", false},
	{Party, "Cơ quan Đảng", true},
	{Office, "Phòng, văn phòng", false},
	{ServiceUnit, "Trung tâm, đơn vị sự nghiệp", false},
	{School, "Trường học", false},
	{Neighbourhood, "Tổ dân phố, thôn", false},
	{Police, "Công an", true},
	{HealthStation, "Trạm y tế", true},
	{Association, "Mặt trận, đoàn thể, hội", true},
	{External, "Cơ quan ngoài địa phương", true},
}

// UnitKinds is every kind of unit, in the order of screens.
func UnitKinds() []UnitKind {
	out := make([]UnitKind, len(unitKinds))
	for i, k := range unitKinds {
		out[i] = k.kind
	}
	return out
}

// KindName is what k is called in Vietnamese.
func KindName(k UnitKind) string {
	for _, row := range unitKinds {
		if row.kind == k {
			return row.name
		}
	}
	return string(k)
}

// AskedByKind reports whether units of kind k are asked (đề nghị) rather than ordered (giao), as a rule.
func AskedByKind(k UnitKind) bool {
	return slices.ContainsFunc(unitKinds, func(row kindRow) bool { return row.kind == k && row.asked })
}

// A Unit (cơ quan, đơn vị) is a body that can be given work or asked for it.
type Unit struct {
	ID        UnitID
	Kind      UnitKind
	Name      string // the official name of today, or the last one
	Short     string // VHXH; empty when it has none
	Asked     bool   // outside the committee: asked (đề nghị), not ordered (giao)
	OpenedOn  Day
	ClosedOn  Day    // the first day it was no more; empty while open
	Successor UnitID // the unit it went into; 0 for none
	Level     Level  // of a school
	Pupils    int64  // of a school; 0: not known
}

// IsOpen reports whether u exists today.
func (u Unit) IsOpen() bool { return u.ClosedOn == "" }

// Ref is how the log calls u.
func (id UnitID) Ref() string { return fmt.Sprintf("unit/%d", id) }

// A NameSort says what a name is to its unit.
type NameSort string

const (
	Official NameSort = "official" // tên chính thức
	Short    NameSort = "short"    // tên viết tắt
	Alias    NameSort = "alias"    // tên gọi khác
)

// A Name is one name of a unit and the days it was in use.
type Name struct {
	Sort NameSort
	Text string
	Span Span
}

// A Change is one event in the life of a unit.
type Change struct {
	Unit  UnitID
	What  What
	On    Day
	Other UnitID // merged: the unit it went into
	Note  string // the decision, in the words of who entered it
}

// What happened to a unit.
type What string

const (
	Opened   What = "opened"   // thành lập
	Renamed  What = "renamed"  // đổi tên
	Merged   What = "merged"   // sáp nhập vào đơn vị khác
	Closed   What = "closed"   // giải thể
	Reopened What = "reopened" // hoạt động trở lại
)

// AddUnit enters a unit that has existed since u.OpenedOn. Its number comes back.
func (d *Desk) AddUnit(ctx context.Context, a Actor, u Unit) (UnitID, error) {
	err := d.write(ctx, a, EditUnits, func(tx *store.Tx, log logger) error {
		u.Name = strings.TrimSpace(u.Name)
		if err := u.check(d.today()); err != nil {
			return err
		}
		if err := addUnit(ctx, tx, &u); err != nil {
			return err
		}
		return log("add-unit", u.ID.Ref(), u.Name)
	})
	return u.ID, err
}

// addUnit writes u with its names and its first day.
func addUnit(ctx context.Context, tx *store.Tx, u *Unit) error {
	if err := nameIsFree(ctx, tx, 0, u.Name); err != nil {
		return err
	}
	if err := insertUnit(ctx, tx, u); err != nil {
		return err
	}
	from := Span{From: u.OpenedOn}
	if err := insertName(ctx, tx, u.ID, Name{Official, u.Name, from}); err != nil {
		return err
	}
	if u.Short != "" {
		if err := insertName(ctx, tx, u.ID, Name{Short, u.Short, from}); err != nil {
			return err
		}
	}
	if err := insertChange(ctx, tx, Change{Unit: u.ID, What: Opened, On: u.OpenedOn}); err != nil {
		return err
	}
	return addUsualNames(ctx, tx, *u)
}

// addUsualNames lets u be found by the other names that every ward's office of its name goes by.
func addUsualNames(ctx context.Context, tx *store.Tx, u Unit) error {
	for _, alias := range otherNames(u.Name) {
		if err := nameIsFree(ctx, tx, u.ID, alias); refuse.Of(err).Kind == refuse.Conflict {
			continue // another unit answers to it already, and rightly keeps it
		}
		if _, err := addAlias(ctx, tx, u.ID, alias, u.OpenedOn); err != nil {
			return err
		}
	}
	return nil
}

// nameIsFree refuses a name that another open unit goes by.
func nameIsFree(ctx context.Context, tx *store.Tx, self UnitID, name string) error {
	found, err := namesakes(ctx, tx, matchKey(name))
	if err != nil {
		return err
	}
	for _, n := range found {
		if n.unit != self && n.isOpen && n.inUse {
			u, err := LoadUnit(ctx, tx, n.unit)
			if err != nil {
				return err
			}
			return &refuse.Refusal{Kind: refuse.Conflict, Field: "name",
				Say: "Tên này đã là tên của «" + u.Name + "». Hãy chọn tên khác hoặc sửa đơn vị đó."}
		}
	}
	return nil
}

// EditUnit changes what has no history: kind, short name, whether the unit is asked or ordered, what a school is.
func (d *Desk) EditUnit(ctx context.Context, a Actor, u Unit) error {
	return d.write(ctx, a, EditUnits, func(tx *store.Tx, log logger) error {
		was, err := LoadUnit(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		if err := u.checkWhat(); err != nil {
			return err
		}
		if err := updateUnit(ctx, tx, u); err != nil {
			return err
		}
		if u.Short = strings.TrimSpace(u.Short); u.Short != was.Short {
			if err := setShort(ctx, tx, u.ID, u.Short, d.today()); err != nil {
				return err
			}
		}
		return log("edit-unit", u.ID.Ref(), was.Name)
	})
}

// CorrectOpening puts right the first day of unit id, which is in the denominators from then on. What a unit did
// before the day it is now said to have begun stays as it was recorded.
func (d *Desk) CorrectOpening(ctx context.Context, a Actor, id UnitID, on Day, note string) error {
	return d.write(ctx, a, EditUnits, func(tx *store.Tx, log logger) error {
		u, err := LoadUnit(ctx, tx, id)
		if err != nil {
			return err
		}
		history, err := UnitChanges(ctx, tx, id)
		if err != nil {
			return err
		}
		names, err := UnitNames(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayOpen(u, history, names, on, d.today()); err != nil {
			return err
		}
		if err := correctOpening(ctx, tx, u, on); err != nil {
			return err
		}
		return log("correct-opening", id.Ref(), openingDetail(u, on, note))
	})
}

// openingDetail is the line of the log about a corrected first day.
func openingDetail(u Unit, on Day, note string) string {
	detail := u.Name + ": " + u.OpenedOn.String() + " → " + on.String()
	if note = strings.TrimSpace(note); note != "" {
		detail += " (" + note + ")"
	}
	return detail
}

// Rename gives unit id a new official name from day on. Papers of earlier days keep the old one.
// A new name for the very day the old one began corrects a slip and leaves no history.
func (d *Desk) Rename(ctx context.Context, a Actor, id UnitID, name string, on Day, note string) error {
	return d.write(ctx, a, EditUnits, func(tx *store.Tx, log logger) error {
		u, err := loadOpenUnit(ctx, tx, id)
		if err != nil {
			return err
		}
		name = strings.TrimSpace(name)
		names, err := UnitNames(ctx, tx, id)
		if err != nil {
			return err
		}
		now := officialOf(names)
		if err := mayRename(now, name, on, d.today()); err != nil {
			return err
		}
		if err := nameIsFree(ctx, tx, id, name); err != nil {
			return err
		}
		if on == now.Span.From {
			if err := correctName(ctx, tx, id, name); err != nil {
				return err
			}
			return log("correct-unit-name", id.Ref(), u.Name+" → "+name)
		}
		if err := endName(ctx, tx, id, Official, on.Add(-1)); err != nil {
			return err
		}
		if err := insertName(ctx, tx, id, Name{Official, name, Span{From: on}}); err != nil {
			return err
		}
		if err := insertChange(ctx, tx, Change{Unit: id, What: Renamed, On: on, Note: note}); err != nil {
			return err
		}
		return log("rename-unit", id.Ref(), u.Name+" → "+name)
	})
}

// AddAlias makes unit id findable by one more name.
func (d *Desk) AddAlias(ctx context.Context, a Actor, id UnitID, alias string) error {
	return d.write(ctx, a, EditUnits, func(tx *store.Tx, log logger) error {
		if _, err := loadOpenUnit(ctx, tx, id); err != nil {
			return err
		}
		added, err := addAlias(ctx, tx, id, alias, d.today())
		if err != nil || !added {
			return err
		}
		return log("add-alias", id.Ref(), strings.TrimSpace(alias))
	})
}

// addAlias reports whether alias was new to the unit.
func addAlias(ctx context.Context, tx *store.Tx, id UnitID, alias string, on Day) (bool, error) {
	alias = strings.TrimSpace(alias)
	if err := checkName("alias", alias); err != nil {
		return false, err
	}
	if err := nameIsFree(ctx, tx, id, alias); err != nil {
		no := refuse.Of(err)
		if no.Field == "name" {
			no.Field = "alias"
			return false, &no
		}
		return false, err
	}
	names, err := UnitNames(ctx, tx, id)
	if err != nil {
		return false, err
	}
	for _, n := range names {
		if n.Span.Through == "" && matchKey(n.Text) == matchKey(alias) {
			return false, nil
		}
	}
	return true, insertName(ctx, tx, id, Name{Alias, alias, Span{From: on}})
}

// Merge takes units into another from day on: they are no more, and every name they had leads to it.
func (d *Desk) Merge(ctx context.Context, a Actor, from []UnitID, into UnitID, on Day, note string) error {
	return d.write(ctx, a, EditUnits, func(tx *store.Tx, log logger) error {
		if len(from) == 0 {
			return refuse.Field("from", "Hãy chọn ít nhất một đơn vị được sáp nhập.")
		}
		heir, err := loadOpenUnit(ctx, tx, into)
		if err != nil {
			return err
		}
		for _, id := range from {
			if id == into {
				return refuse.Field("into", "Đơn vị không thể sáp nhập vào chính nó. Hãy chọn đơn vị khác.")
			}
			u, err := d.endUnit(ctx, tx, Change{Unit: id, What: Merged, On: on, Other: into, Note: note})
			if err != nil {
				return err
			}
			if err := log("merge-unit", id.Ref(), u.Name+" → "+heir.Name); err != nil {
				return err
			}
		}
		return nil
	})
}

// Close ends unit id from day on, without a successor.
func (d *Desk) Close(ctx context.Context, a Actor, id UnitID, on Day, note string) error {
	return d.write(ctx, a, EditUnits, func(tx *store.Tx, log logger) error {
		u, err := d.endUnit(ctx, tx, Change{Unit: id, What: Closed, On: on, Note: note})
		if err != nil {
			return err
		}
		return log("close-unit", id.Ref(), u.Name)
	})
}

// endUnit closes the open unit c speaks of.
func (d *Desk) endUnit(ctx context.Context, tx *store.Tx, c Change) (Unit, error) {
	u, err := loadOpenUnit(ctx, tx, c.Unit)
	if err != nil {
		return u, err
	}
	if err := d.mayHappen(ctx, tx, c); err != nil {
		return u, err
	}
	if err := setClosed(ctx, tx, c.Unit, c.On, c.Other); err != nil {
		return u, err
	}
	return u, insertChange(ctx, tx, c)
}

// Reopen lets a closed or merged unit exist again from day on, under its last name.
func (d *Desk) Reopen(ctx context.Context, a Actor, id UnitID, on Day, note string) error {
	return d.write(ctx, a, EditUnits, func(tx *store.Tx, log logger) error {
		u, err := LoadUnit(ctx, tx, id)
		if err != nil {
			return err
		}
		if u.IsOpen() {
			return refuse.With(refuse.Conflict, "Đơn vị này đang hoạt động.")
		}
		c := Change{Unit: id, What: Reopened, On: on, Note: note}
		if err := d.mayHappen(ctx, tx, c); err != nil {
			return err
		}
		if err := nameIsFree(ctx, tx, id, u.Name); err != nil {
			return err
		}
		if err := setClosed(ctx, tx, id, "", 0); err != nil {
			return err
		}
		if err := insertChange(ctx, tx, c); err != nil {
			return err
		}
		return log("reopen-unit", id.Ref(), u.Name)
	})
}

// mayHappen holds c against what happened to the unit before.
func (d *Desk) mayHappen(ctx context.Context, tx *store.Tx, c Change) error {
	before, err := UnitChanges(ctx, tx, c.Unit)
	if err != nil {
		return err
	}
	return follows(before, c.On, d.today())
}

// A NamedUnit is a body as a plan names it; org knows nothing else of plans.
type NamedUnit struct {
	Name    string
	Kind    string // a kind of vnplan/1: committee, party, office, service-unit, service-centre, school-group, group, city-department, external
	Short   string
	IsAsked bool // the plan asks it (đề nghị)
}

// planKinds are the kinds of vnplan/1 as kinds of units. A group («các trường học») is no unit.
var planKinds = map[string]UnitKind{
	"committee": Committee, "party": Party, "office": Office, "service-unit": ServiceUnit, "service-centre": ServiceUnit,
	"city-department": External, "external": External, "school": School, "neighbourhood": Neighbourhood,
	"police": Police, "health": HealthStation, "association": Association,
}

// FromPlan finds the units that a plan in force from day names, and adds those that are new. The numbers
// come back in the order of units, 0 for a group such as «các trường học». Doing it again changes nothing.
func (d *Desk) FromPlan(ctx context.Context, tx *store.Tx, by PersonID, on Day, units []NamedUnit) ([]UnitID, error) {
	ids := make([]UnitID, len(units))
	for i, n := range units {
		kind, ok := planKinds[n.Kind]
		if !ok {
			continue
		}
		u, found, err := FindUnit(ctx, tx, n.Name)
		if err != nil {
			return nil, fmt.Errorf("find unit %q of the plan: %w", n.Name, err)
		}
		if !found {
			u = Unit{Kind: kind, Name: capital(plain(n.Name)), Short: n.Short, Asked: n.IsAsked || AskedByKind(kind), OpenedOn: on}
			if err := d.addFromPlan(ctx, tx, by, &u); err != nil {
				return nil, fmt.Errorf("add unit %q of the plan: %w", n.Name, err)
			}
		}
		ids[i] = u.ID
	}
	return ids, nil
}

// addFromPlan adds u for the plan that names it.
func (d *Desk) addFromPlan(ctx context.Context, tx *store.Tx, by PersonID, u *Unit) error {
	if err := addUnit(ctx, tx, u); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{At: d.Now(), Person: int64(by), Verb: "add-unit", Thing: u.ID.Ref(), Detail: u.Name})
}

// sortUnits puts open units first, then the order of kinds, then Vietnamese order of names.
func sortUnits(us []Unit) {
	keys := make(map[UnitID]string, len(us)) // a key costs more than all the comparing with it
	for _, u := range us {
		keys[u.ID] = vi.SortKey(u.Name)
	}
	slices.SortStableFunc(us, func(a, b Unit) int {
		if a.IsOpen() != b.IsOpen() {
			if a.IsOpen() {
				return -1
			}
			return 1
		}
		return cmp.Or(kindRank(a.Kind)-kindRank(b.Kind), strings.Compare(keys[a.ID], keys[b.ID]))
	})
}

func kindRank(k UnitKind) int {
	return slices.IndexFunc(unitKinds, func(row kindRow) bool { return row.kind == k })
}

func isKind(k UnitKind, kinds []UnitKind) bool { return len(kinds) == 0 || slices.Contains(kinds, k) }
