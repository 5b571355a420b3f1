package org

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"loa/kit/grid"
	"loa/kit/vi"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Register is a list of the organisation that can be brought in as a file.
type Register string

// The registers.
const (
	UnitRegister   Register = "units"
	PeopleRegister Register = "people"
)

// matters says who may bring a register in: who may change it row by row.
var matters = map[Register]Matter{UnitRegister: EditUnits, PeopleRegister: EditPeople}

// Columns is what a list for r may have, in the order of its template.
func Columns(r Register) []grid.Column {
	if r == UnitRegister {
		return unitSheet
	}
	return peopleSheet
}

// An IntakeID is an intake of a register of a place, counted from 1.
type IntakeID int64

// An Intake (lần nhập danh sách) is a list that was brought in as a file. Its lines wait, and can be put right, until
// none is wrong; then [Desk.TakeIn] brings all of them into the register at once.
type Intake struct {
	ID       IntakeID
	Register Register
	File     string
	Hash     string   // SHA-256 of the file
	Usual    string   // units: the first day of those that give none; people: what phone and e-mail are for
	Ignored  []string // the columns of the file that nobody asked for
	Lines    []IntakeLine
	By       PersonID
	At       time.Time
	EndedAt  time.Time // zero while it waits
	Outcome  string    // what was taken in; empty when it was given up
}

// Ref is how the log calls i.
func (i Intake) Ref() string { return fmt.Sprintf("bring/%s/%d", i.Register, i.ID) }

// An IntakeLine is one row of the file, its cells in the order of [Columns].
type IntakeLine struct {
	No      int      `json:"no"` // as the file counts it
	Cells   []string `json:"cells"`
	LeftOut bool     `json:"out,omitempty"` // somebody decided to leave it out
}

// A Verdict is what becomes of a line.
type Verdict string

// The verdicts, as screens list them.
const (
	Faulty  Verdict = "wrong"   // it cannot be taken in as it stands
	Fresh   Verdict = "new"     // it adds to the register
	Changed Verdict = "changed" // it changes what the register has
	Same    Verdict = "same"    // the register has it already
	LeftOut Verdict = "out"     // somebody left it out
)

// Verdicts is every verdict, those first that need a person.
func Verdicts() []Verdict { return []Verdict{Faulty, Fresh, Changed, Same, LeftOut} }

// A Flaw is why a line cannot be taken in: the column, and what to do.
type Flaw struct{ Column, Say string }

// A Finding is a line with what becomes of it.
type Finding struct {
	IntakeLine
	Verdict Verdict
	Flaws   []Flaw
	Notes   []string // what a person should know, though the line can stand
	Changes []string // what it does: «Loại: Phòng, văn phòng → Trường học»
}

func (f *Finding) flaw(column, say string) { f.Flaws = append(f.Flaws, Flaw{column, say}) }

func (f *Finding) note(say string) { f.Notes = append(f.Notes, say) }

func (f *Finding) change(what, was, is string) {
	if was == "" {
		f.Changes = append(f.Changes, what+": "+is)
		return
	}
	f.Changes = append(f.Changes, what+": "+was+" → "+is)
}

// refused keeps a no of the register's own law as a flaw of the column it is about.
func (f *Finding) refused(err error, columns map[string]string) error {
	no := refuse.Of(err)
	if no.Kind == refuse.Trouble {
		return err
	}
	f.flaw(columns[no.Field], no.Say)
	return nil
}

// judge gives the line its verdict, once all is known of it.
func (f *Finding) judge(isNew bool) {
	switch {
	case f.LeftOut:
		f.Verdict = LeftOut
	case len(f.Flaws) > 0:
		f.Verdict, f.Changes = Faulty, nil
	case isNew:
		f.Verdict = Fresh
	case len(f.Changes) > 0:
		f.Verdict = Changed
	default:
		f.Verdict = Same
	}
}

// A Preview is what taking in an intake would do to the register as it is now.
type Preview struct {
	Findings []Finding
	Mark     string // of all of it: what was looked at is what is taken in
}

// Count is how many lines have verdict v.
func (p Preview) Count(v Verdict) (n int) {
	for _, f := range p.Findings {
		if f.Verdict == v {
			n++
		}
	}
	return n
}

// With is the lines that have verdict v.
func (p Preview) With(v Verdict) []Finding {
	return slices.DeleteFunc(slices.Clone(p.Findings), func(f Finding) bool { return f.Verdict != v })
}

// mark names the findings of an intake, so that no others are taken in for them.
func (i Intake) mark(findings []Finding) (string, error) {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode([]any{i.ID, i.Register, i.Hash, i.Usual, findings}); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// Bring reads a file as a list for register r and lets it wait; nothing is in the register yet. usual is what stands
// for cells left empty: the first day of units, or what phone numbers are for.
func (d *Desk) Bring(ctx context.Context, a Actor, r Register, file string, data []byte, usual string) (IntakeID, error) {
	sum := sha256.Sum256(data)
	i := Intake{Register: r, File: strings.TrimSpace(file), Hash: hex.EncodeToString(sum[:]), Usual: strings.TrimSpace(usual), By: a.Person, At: d.Now()}
	if err := a.may(matters[r]); err != nil {
		return 0, err
	}
	if err := i.read(data); err != nil {
		return 0, err
	}
	if err := i.checkUsual(d.today()); err != nil {
		return 0, err
	}
	err := d.write(ctx, a, matters[r], func(tx *store.Tx, log logger) error {
		if err := insertIntake(ctx, tx, &i); err != nil {
			return err
		}
		return log("bring", i.Ref(), fmt.Sprintf("%s, %d dòng", i.File, len(i.Lines)))
	})
	return i.ID, err
}

// read takes the lines out of data.
func (i *Intake) read(data []byte) error {
	table, err := grid.Read(data)
	var head grid.Head
	if err == nil {
		head, err = table.Match(Columns(i.Register))
	}
	if no, ok := errors.AsType[*grid.Unreadable](err); ok {
		return refuse.Field("file", no.Say)
	}
	if err != nil {
		return err
	}
	i.Ignored = head.Ignored
	for _, row := range table.Rows[head.Row+1:] {
		if cells := head.Of(row); strings.Join(cells, "") != "" {
			i.Lines = append(i.Lines, IntakeLine{No: row.No, Cells: cells})
		}
	}
	if len(i.Lines) == 0 {
		return refuse.Field("file", "Dưới dòng tên cột chưa có dòng nào. Hãy ghi danh sách vào rồi tải lại.")
	}
	return nil
}

func (i *Intake) checkUsual(today Day) error {
	switch {
	case i.Usual == "":
	case i.Register == UnitRegister:
		on, err := ParseDay("usual", i.Usual)
		if err != nil {
			return err
		}
		if err := checkPast(on, today); err != nil {
			return refuse.Field("usual", refuse.Of(err).Say)
		}
		i.Usual = string(on)
	case utf8.RuneCountInString(i.Usual) > 200:
		return refuse.Field("usual", "Mục đích dài quá 200 ký tự. Hãy ghi ngắn hơn.")
	}
	return nil
}

// CorrectLine puts line no of a waiting intake right, or leaves it out.
func (d *Desk) CorrectLine(ctx context.Context, a Actor, r Register, id IntakeID, no int, cells []string, out bool) error {
	return d.write(ctx, a, matters[r], func(tx *store.Tx, log logger) error {
		i, err := loadWaiting(ctx, tx, r, id)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(i.Lines, func(l IntakeLine) bool { return l.No == no })
		if at < 0 {
			return refuse.With(refuse.NotFound, "Danh sách không có dòng này.")
		}
		columns := Columns(r)
		for c := range columns {
			if c < len(cells) && utf8.RuneCountInString(cells[c]) > 500 {
				return refuse.Field(fmt.Sprintf("c%d", c), "Ô «"+columns[c].Name+"» dài quá 500 ký tự. Hãy ghi ngắn hơn.")
			}
			if c < len(cells) {
				i.Lines[at].Cells[c] = strings.Join(strings.Fields(cells[c]), " ")
			}
		}
		i.Lines[at].LeftOut = out
		if err := putIntake(ctx, tx, i); err != nil {
			return err
		}
		return log("correct-line", i.Ref(), fmt.Sprintf("dòng %d", no))
	})
}

// GiveUp lets an intake go without taking anything in. Its lines are erased.
func (d *Desk) GiveUp(ctx context.Context, a Actor, r Register, id IntakeID) error {
	return d.write(ctx, a, matters[r], func(tx *store.Tx, log logger) error {
		i, err := loadWaiting(ctx, tx, r, id)
		if err != nil {
			return err
		}
		if err := d.endIntake(ctx, tx, i, ""); err != nil {
			return err
		}
		return log("give-up", i.Ref(), i.File)
	})
}

func (d *Desk) endIntake(ctx context.Context, tx *store.Tx, i Intake, outcome string) error {
	i.EndedAt, i.Outcome, i.Lines = d.Now(), outcome, nil
	return putIntake(ctx, tx, i)
}

// Look is intake id with what taking it in would do now.
func (d *Desk) Look(ctx context.Context, tx *store.Tx, a Actor, r Register, id IntakeID) (Intake, Preview, error) {
	if err := a.may(matters[r]); err != nil {
		return Intake{}, Preview{}, err
	}
	i, err := LoadIntake(ctx, tx, r, id)
	if err != nil {
		return i, Preview{}, err
	}
	_, p, err := d.preview(ctx, tx, a, i)
	return i, p, err
}

// An act brings one line into the register.
type act func(ctx context.Context, tx *store.Tx, log logger) error

// preview is what becomes of each line of i, and how it is done, in the same order.
func (d *Desk) preview(ctx context.Context, tx *store.Tx, a Actor, i Intake) (acts []act, p Preview, err error) {
	now, err := loadNow(ctx, tx, d.today())
	if err != nil {
		return nil, p, err
	}
	for _, l := range i.Lines {
		f, do := Finding{IntakeLine: l}, act(nil)
		switch {
		case l.LeftOut:
			f.judge(false)
		case i.Register == UnitRegister:
			do, err = now.unitLine(&f, Day(i.Usual))
		default:
			do, err = now.personLine(&f, a, i.Usual)
		}
		if err != nil {
			return nil, p, err
		}
		acts, p.Findings = append(acts, do), append(p.Findings, f)
	}
	p.Mark, err = i.mark(p.Findings)
	return acts, p, err
}

// TakeIn brings every line of intake id into the register, all of them or none. mark is that of the preview that was
// looked at: when the register or the lines have changed since so that something else would come of it, it is refused.
func (d *Desk) TakeIn(ctx context.Context, a Actor, r Register, id IntakeID, mark string) error {
	return d.write(ctx, a, matters[r], func(tx *store.Tx, log logger) error {
		i, err := loadWaiting(ctx, tx, r, id)
		if err != nil {
			return err
		}
		acts, p, err := d.preview(ctx, tx, a, i)
		if err != nil {
			return err
		}
		switch wrong := p.Count(Faulty); {
		case wrong > 0:
			return refuse.With(refuse.Conflict, fmt.Sprintf("Còn %d dòng sai. Hãy sửa hoặc bỏ những dòng này, rồi nhập cả danh sách.", wrong))
		case p.Mark != mark:
			return refuse.With(refuse.Conflict, "Sổ hoặc danh sách đã thay đổi sau khi anh/chị xem. Hãy xem lại bản mới dưới đây rồi nhập.")
		case p.Count(Fresh)+p.Count(Changed) == 0:
			return refuse.With(refuse.Conflict, "Không có dòng nào mới hay thay đổi nên không có gì để nhập.")
		}
		for n, do := range acts {
			if v := p.Findings[n].Verdict; v != Fresh && v != Changed {
				continue
			}
			if err := do(ctx, tx, log); err != nil {
				return fmt.Errorf("take in line %d of %s: %w", p.Findings[n].No, i.Ref(), err)
			}
		}
		outcome := fmt.Sprintf("Đã thêm %s, sửa %s; %s dòng đã có sẵn, %s dòng bị bỏ.", vi.Figures(int64(p.Count(Fresh))), vi.Figures(int64(p.Count(Changed))),
			vi.Figures(int64(p.Count(Same))), vi.Figures(int64(p.Count(LeftOut))))
		if err := d.endIntake(ctx, tx, i, outcome); err != nil {
			return err
		}
		return log("take-in", i.Ref(), i.File+": "+outcome)
	})
}

func loadWaiting(ctx context.Context, tx *store.Tx, r Register, id IntakeID) (Intake, error) {
	i, err := LoadIntake(ctx, tx, r, id)
	if err == nil && !i.EndedAt.IsZero() {
		err = refuse.With(refuse.Conflict, "Danh sách này đã được nhập hoặc đã bỏ.")
	}
	return i, err
}
