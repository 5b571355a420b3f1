package org

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loa/kit/grid"
	"loa/kit/vi"
	"loa/platform/refuse"
	"loa/platform/store"
)

// The columns of a list of units.
const (
	unitName = iota
	unitKind
	unitOn
	unitShort
	unitAlias
	unitAsked
	unitLevel
	unitPupils
)

var unitSheet = []grid.Column{
	unitName:   {Name: "Tên đơn vị", Also: []string{"Tên cơ quan, đơn vị", "Cơ quan, đơn vị", "Đơn vị", "Tên cơ quan", "Tên trường", "Tên"}, Required: true},
	unitKind:   {Name: "Loại", Also: []string{"Loại đơn vị", "Loại hình"}},
	unitOn:     {Name: "Hoạt động từ ngày", Also: []string{"Ngày thành lập", "Thành lập", "Từ ngày", "Ngày hoạt động"}},
	unitShort:  {Name: "Tên viết tắt", Also: []string{"Viết tắt"}},
	unitAlias:  {Name: "Tên gọi khác", Also: []string{"Tên khác", "Các tên khác"}},
	unitAsked:  {Name: "Khi phân công", Also: []string{"Giao, đề nghị", "Giao hay đề nghị"}},
	unitLevel:  {Name: "Cấp học", Also: []string{"Bậc học", "Cấp"}},
	unitPupils: {Name: "Số học sinh", Also: []string{"Học sinh", "Số HS", "Sĩ số"}},
}

// unitFields are the columns that the register's own refusals are about.
var unitFields = map[string]string{"name": "Tên đơn vị", "kind": "Loại", "on": "Hoạt động từ ngày", "level": "Cấp học", "pupils": "Số học sinh"}

// kindWords are the words with which lists and names of units say what they are, folded; longer ones first.
var kindWords = []struct {
	words string
	kind  UnitKind
}{
	{"uy ban nhan dan", Committee}, {"ubnd", Committee},
	{"co quan dang", Party}, {"dang uy", Party}, {"ban xay dung dang", Party}, {"uy ban kiem tra", Party}, {"van phong dang", Party},
	{"tram y te", HealthStation}, {"y te", HealthStation},
	{"to dan pho", Neighbourhood}, {"khu pho", Neighbourhood}, {"to dp", Neighbourhood}, {"tdp", Neighbourhood}, {"thon", Neighbourhood}, {"ap", Neighbourhood},
	{"truong", School}, {"mam non", School}, {"nha tre", School},
	{"cong an", Police},
	{"hoi dong", ""}, // it says of what it is the council, not what it is here: a person does
	{"mat tran", Association}, {"uy ban mttq", Association}, {"mttq", Association}, {"doan the", Association}, {"doan thanh nien", Association}, {"hoi", Association}, {"cong doan", Association},
	{"trung tam", ServiceUnit}, {"don vi su nghiep", ServiceUnit}, {"su nghiep", ServiceUnit},
	{"phong", Office}, {"van phong", Office},
	{"co quan ngoai", External}, {"so ", External}, {"ngoai dia phuong", External},
}

// kindOf is the kind that words say, as the name of a kind or as the head of a unit's name; empty when they say none.
func kindOf(words string) UnitKind {
	said := vi.Fold(words)
	for _, k := range unitKinds {
		if vi.Fold(k.name) == said {
			return k.kind
		}
	}
	for _, w := range kindWords {
		if said == strings.TrimSpace(w.words) || strings.HasPrefix(said, strings.TrimSpace(w.words)+" ") {
			return w.kind
		}
	}
	return ""
}

// levelOf is the level of school that words say.
func levelOf(words string) Level {
	said := " " + strings.Join(strings.FieldsFunc(vi.Fold(words), isBetween), " ") + " "
	for _, row := range levels {
		for _, w := range append(row.words, vi.Fold(row.name)) {
			if strings.Contains(said, " "+w+" ") {
				return row.level
			}
		}
	}
	return ""
}

func kindsSaid() string {
	names := make([]string, len(unitKinds))
	for i, k := range unitKinds {
		names[i] = k.name
	}
	return strings.Join(names, "; ")
}

// now is the register as lists are held against it, with what the lines before did.
type now struct {
	today    Day
	units    map[UnitID]Unit
	named    map[UnitID][]Name
	history  map[UnitID][]Change
	people   []Person
	whose    []personKeys // of people, in the same order
	holdings []Holding
	byName   map[string][]namesake
	called   map[string]int        // names that lines before gave to units, by key: the line
	told     map[PersonID]int      // people that lines before spoke of: the line
	near     map[string]string     // the unit that a name nobody goes by is nearest to
	numbers  map[PersonID]PersonID // of people that lines before added, once the register gave them
}

// personKeys are what people are told apart by.
type personKeys struct{ name, phone, mail string }

func keysOf(p Person) personKeys {
	return personKeys{nameKey(p.Name), digits(p.Phone), strings.ToLower(p.Email)}
}

// index lets units and people be found.
func (n *now) index() {
	for _, p := range n.people {
		n.whose = append(n.whose, keysOf(p))
	}
	n.byName = map[string][]namesake{}
	for id, names := range n.named {
		for _, name := range names {
			key := matchKey(name.Text)
			n.byName[key] = append(n.byName[key], namesake{id, n.units[id].IsOpen(), name.Span.Through == ""})
		}
	}
}

// find is the unit that goes by name, open ones and names in use first.
func (n *now) find(name string) (Unit, namesake, bool) {
	best, score := namesake{}, -1
	for _, c := range n.byName[matchKey(name)] {
		s := 0
		if c.isOpen {
			s += 2
		}
		if c.inUse {
			s++
		}
		if s > score || s == score && c.unit < best.unit {
			best, score = c, s
		}
	}
	return n.units[best.unit], best, score >= 0
}

// heir is the unit that carries on the work of u.
func (n *now) heir(u Unit) Unit {
	for u.Successor != 0 {
		u = n.units[u.Successor]
	}
	return u
}

// unitLine is what becomes of a line of a list of units.
func (n *now) unitLine(f *Finding, usual Day) (act, error) {
	name := f.Cells[unitName]
	was, how, known := n.find(name)
	next := was
	if !known {
		next = Unit{Name: name}
	}
	switch {
	case matchKey(name) == "":
		f.flaw(unitSheet[unitName].Name, "Hãy ghi tên đơn vị.")
	case known && !how.isOpen && was.Successor != 0:
		f.flaw(unitSheet[unitName].Name, "«"+was.Name+"» đã sáp nhập vào «"+n.heir(was).Name+"». Hãy bỏ dòng này hoặc ghi tên mới.")
	case known && !how.isOpen:
		f.flaw(unitSheet[unitName].Name, "«"+was.Name+"» đã kết thúc hoạt động từ "+was.ClosedOn.String()+". Hãy bỏ dòng này, hoặc ghi hoạt động trở lại trước.")
	case known && !how.inUse:
		f.note("Đây là tên cũ của «" + was.Name + "».")
	case known && name != was.Name:
		f.note("Sổ ghi là «" + was.Name + "».")
	}
	n.claim(f, unitSheet[unitName].Name, name)
	n.readUnit(f, &next, known, usual)
	aliases := n.readAliases(f, next, known)
	if known {
		n.compareUnits(f, was, next, aliases)
	} else if len(f.Flaws) == 0 {
		if err := next.check(n.today); err != nil {
			if err := f.refused(err, unitFields); err != nil {
				return nil, err
			}
		}
		f.Changes = unitWords(next, aliases)
	}
	f.judge(!known)
	return n.unitAct(was, next, aliases, known), nil
}

// claim refuses a name that a line before has taken.
func (n *now) claim(f *Finding, column, name string) {
	key := matchKey(name)
	if key == "" {
		return
	}
	if line, taken := n.called[key]; taken && line != f.No {
		f.flaw(column, fmt.Sprintf("«%s» trùng với dòng %d. Hãy bỏ một trong hai dòng.", name, line))
		return
	}
	n.called[key] = f.No
}

// readUnit puts the cells of f into u. What a cell leaves open stays as it was; a new unit takes what is usual.
func (n *now) readUnit(f *Finding, u *Unit, known bool, usual Day) {
	cell := func(i int) (string, string) { return f.Cells[i], unitSheet[i].Name }
	if said, column := cell(unitKind); said != "" {
		if u.Kind = kindOf(said); u.Kind == "" {
			f.flaw(column, "Không hiểu «"+said+"». Hãy ghi một trong các loại: "+kindsSaid()+".")
		}
	} else if !known {
		if u.Kind = kindOf(u.Name); u.Kind == "" {
			f.flaw(column, "Tên này không cho biết loại. Hãy ghi một trong các loại: "+kindsSaid()+".")
		} else {
			f.note("Loại được hiểu theo tên: " + KindName(u.Kind) + ".")
		}
	}
	if said, column := cell(unitOn); said != "" {
		on, err := ParseDay("on", said)
		if err != nil {
			f.flaw(column, "«"+said+"» không phải ngày. Hãy ghi ngày/tháng/năm, ví dụ 01/7/2025.")
		}
		u.OpenedOn = on
	} else if !known {
		if u.OpenedOn = usual; usual == "" {
			f.flaw(column, "Hãy ghi ngày đơn vị bắt đầu hoạt động: từ ngày đó đơn vị nằm trong mẫu số của các chỉ tiêu.")
		}
	}
	if said, _ := cell(unitShort); said != "" {
		u.Short = said
	}
	n.readAsked(f, u, known)
	n.readSchool(f, u, known)
}

func (n *now) readAsked(f *Finding, u *Unit, known bool) {
	switch said := f.Cells[unitAsked]; vi.Fold(said) {
	case "":
		if !known {
			u.Asked = AskedByKind(u.Kind)
		}
	case "giao":
		u.Asked = false
	case "de nghi":
		u.Asked = true
	default:
		f.flaw(unitSheet[unitAsked].Name, "Không hiểu «"+said+"». Hãy ghi «giao» (trực thuộc UBND) hoặc «đề nghị» (không trực thuộc).")
	}
}

func (n *now) readSchool(f *Finding, u *Unit, known bool) {
	said, count := f.Cells[unitLevel], f.Cells[unitPupils]
	if u.Kind != School {
		if said != "" || count != "" {
			f.note("Cấp học và số học sinh chỉ ghi cho trường học nên được bỏ qua.")
		}
		return
	}
	if said != "" {
		if u.Level = levelOf(said); u.Level == "" {
			f.flaw(unitSheet[unitLevel].Name, "Không hiểu «"+said+"». Hãy ghi mầm non, tiểu học, THCS, THPT hoặc nhiều cấp.")
		}
	} else if !known {
		u.Level = levelOf(u.Name)
	}
	if count == "" {
		return
	}
	x, err := vi.ParseNumber(count)
	if err != nil || x != float64(int64(x)) || x < 0 || x > mostPupils {
		f.flaw(unitSheet[unitPupils].Name, "«"+count+"» không phải số học sinh. Hãy ghi số nguyên từ 0 đến 20.000.")
		return
	}
	u.Pupils = int64(x)
}

// readAliases is the other names of f that u does not go by yet.
func (n *now) readAliases(f *Finding, u Unit, known bool) (out []string) {
	for _, alias := range strings.FieldsFunc(f.Cells[unitAlias], func(r rune) bool { return r == ';' || r == '\n' }) {
		alias = strings.TrimSpace(alias)
		key := matchKey(alias)
		if key == "" || key == matchKey(u.Name) {
			continue
		}
		other := slices.IndexFunc(n.byName[key], func(s namesake) bool { return s.isOpen && s.inUse && s.unit != u.ID })
		own := known && slices.ContainsFunc(n.byName[key], func(s namesake) bool { return s.inUse && s.unit == u.ID })
		switch {
		case other >= 0:
			f.flaw(unitSheet[unitAlias].Name, "«"+alias+"» đã là tên của «"+n.units[n.byName[key][other].unit].Name+"». Hãy bỏ tên này.")
		case !own && !slices.Contains(out, alias):
			n.claim(f, unitSheet[unitAlias].Name, alias)
			out = append(out, alias)
		}
	}
	return out
}

// compareUnits says what f changes of a unit, and holds it against the law of the register.
func (n *now) compareUnits(f *Finding, was, next Unit, aliases []string) {
	if next.Kind != was.Kind && next.Kind != "" {
		f.change(unitSheet[unitKind].Name, KindName(was.Kind), KindName(next.Kind))
	}
	if next.OpenedOn != was.OpenedOn && next.OpenedOn != "" {
		if err := mayOpen(was, n.history[was.ID], n.named[was.ID], next.OpenedOn, n.today); err != nil {
			f.flaw(unitSheet[unitOn].Name, refuse.Of(err).Say)
		}
		f.change(unitSheet[unitOn].Name, was.OpenedOn.String(), next.OpenedOn.String())
	}
	if next.Short != was.Short {
		f.change(unitSheet[unitShort].Name, was.Short, next.Short)
	}
	if next.Asked != was.Asked {
		f.change(unitSheet[unitAsked].Name, askedWord(was.Asked), askedWord(next.Asked))
	}
	if next.Level != was.Level {
		f.change(unitSheet[unitLevel].Name, LevelName(was.Level), LevelName(next.Level))
	}
	if next.Pupils != was.Pupils {
		f.change(unitSheet[unitPupils].Name, countWord(was.Pupils), vi.Figures(next.Pupils))
	}
	if len(aliases) > 0 {
		f.change(unitSheet[unitAlias].Name, "", strings.Join(aliases, "; "))
	}
}

// unitWords says what a new unit is.
func unitWords(u Unit, aliases []string) []string {
	out := []string{KindName(u.Kind) + ", hoạt động từ " + u.OpenedOn.String() + ", " + askedWord(u.Asked)}
	if u.Short != "" {
		out = append(out, "Viết tắt: "+u.Short)
	}
	if u.Level != "" {
		out = append(out, "Cấp học: "+LevelName(u.Level))
	}
	if u.Pupils != 0 {
		out = append(out, vi.Figures(u.Pupils)+" học sinh")
	}
	if len(aliases) > 0 {
		out = append(out, "Tên gọi khác: "+strings.Join(aliases, "; "))
	}
	return out
}

func askedWord(asked bool) string {
	if asked {
		return "đề nghị"
	}
	return "giao"
}

func countWord(n int64) string {
	if n == 0 {
		return ""
	}
	return vi.Figures(n)
}

// unitAct writes what became of a line about a unit.
func (n *now) unitAct(was, next Unit, aliases []string, known bool) act {
	return func(ctx context.Context, tx *store.Tx, log logger) error {
		if !known {
			if err := addUnit(ctx, tx, &next); err != nil {
				return err
			}
			if err := addAliases(ctx, tx, next, aliases, next.OpenedOn); err != nil {
				return err
			}
			return log("add-unit", next.ID.Ref(), next.Name)
		}
		if err := next.checkWhat(); err != nil {
			return err
		}
		if err := updateUnit(ctx, tx, next); err != nil {
			return err
		}
		if next.OpenedOn != was.OpenedOn {
			if err := correctOpening(ctx, tx, was, next.OpenedOn); err != nil {
				return err
			}
			if err := log("correct-opening", was.ID.Ref(), openingDetail(was, next.OpenedOn, "")); err != nil {
				return err
			}
		}
		if next.Short != was.Short {
			if err := setShort(ctx, tx, was.ID, next.Short, n.today); err != nil {
				return err
			}
		}
		if err := addAliases(ctx, tx, next, aliases, n.today); err != nil {
			return err
		}
		return log("edit-unit", was.ID.Ref(), was.Name)
	}
}

func addAliases(ctx context.Context, tx *store.Tx, u Unit, aliases []string, on Day) error {
	for _, alias := range aliases {
		if _, err := addAlias(ctx, tx, u.ID, alias, on); err != nil {
			return err
		}
	}
	return nil
}
