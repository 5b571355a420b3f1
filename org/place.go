package org

import (
	"context"
	"strings"

	"loa/platform/refuse"
	"loa/platform/store"
)

// A PlaceKind is the sort of administrative place (two tiers and the nation since 1 July 2025).
type PlaceKind string

const (
	Ward     PlaceKind = "ward"     // phường
	Commune  PlaceKind = "commune"  // xã
	Zone     PlaceKind = "zone"     // đặc khu
	City     PlaceKind = "city"     // thành phố trực thuộc trung ương
	Province PlaceKind = "province" // tỉnh
	Nation   PlaceKind = "nation"   // cả nước
)

// A Place (đơn vị hành chính) is a ward, a city or the nation. A place keeps rows of itself, of those above
// it and of those it came from; it sees nothing of its neighbours.
type Place struct {
	Code       store.Place
	Kind       PlaceKind
	Name       string      // Phường Phù Liễn
	Short      string      // Phù Liễn
	Parent     store.Place // the place above; empty for the nation
	Seat       string      // address of the committee
	Population int64       // 0: not known
	AreaHa     int64       // hectares; 0: not known
}

// A PlaceChange is one place that became, or became part of, another.
type PlaceChange struct {
	What     What // Merged, Split or Renamed
	On       Day
	FromCode store.Place // empty when the old code is not known
	FromName string
	ToCode   store.Place
	ToName   string
	Basis    string // the resolution; empty when not known
}

// Split is a place that became several (chia tách).
const Split What = "split"

// Found writes what the present place is, where it stands and what it came from. Doing it again changes nothing
// but the facts themselves. It belongs to the set-up of a place; a person changes it with EditPlace.
func (d *Desk) Found(ctx context.Context, tx *store.Tx, places []Place, changes []PlaceChange) error {
	for _, p := range places {
		if err := putPlace(ctx, tx, p); err != nil {
			return err
		}
	}
	known, err := PlaceChanges(ctx, tx)
	if err != nil {
		return err
	}
	has := map[PlaceChange]bool{}
	for _, c := range known {
		has[c] = true
	}
	for _, c := range changes {
		if has[c] {
			continue
		}
		if err := insertPlaceChange(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// EditPlace changes the facts of the present place. Its code and its kind are the nation's to say.
func (d *Desk) EditPlace(ctx context.Context, a Actor, p Place) error {
	return d.write(ctx, a, EditPlace, func(tx *store.Tx, log logger) error {
		was, err := LoadPlace(ctx, tx, tx.Place())
		if err != nil {
			return err
		}
		was.Name, was.Short, was.Seat = strings.TrimSpace(p.Name), strings.TrimSpace(p.Short), strings.TrimSpace(p.Seat)
		was.Population, was.AreaHa = p.Population, p.AreaHa
		if err := was.check(); err != nil {
			return err
		}
		if err := putPlace(ctx, tx, was); err != nil {
			return err
		}
		return log("edit-place", "place/"+string(was.Code), was.Name)
	})
}

// RecordPlaceChange enters that a place went into another, was split or renamed, so that its code leads on.
func (d *Desk) RecordPlaceChange(ctx context.Context, a Actor, c PlaceChange) error {
	return d.write(ctx, a, EditPlace, func(tx *store.Tx, log logger) error {
		c.FromName, c.ToName, c.Basis = strings.TrimSpace(c.FromName), strings.TrimSpace(c.ToName), strings.TrimSpace(c.Basis)
		if err := c.check(d.today()); err != nil {
			return err
		}
		if err := insertPlaceChange(ctx, tx, c); err != nil {
			return err
		}
		return log("record-place-change", "place/"+string(c.ToCode), c.FromName+" → "+c.ToName)
	})
}

func (p Place) check() error {
	switch {
	case p.Name == "":
		return refuse.Field("name", "Hãy ghi tên đơn vị hành chính.")
	case p.Population < 0:
		return refuse.Field("population", "Số dân không thể âm.")
	case p.AreaHa < 0:
		return refuse.Field("area", "Diện tích không thể âm.")
	}
	return nil
}

func (c PlaceChange) check(today Day) error {
	switch {
	case c.What != Merged && c.What != Split && c.What != Renamed:
		return refuse.Field("what", "Hãy chọn việc đã xảy ra.")
	case c.FromName == "":
		return refuse.Field("from_name", "Hãy ghi tên cũ.")
	case c.ToName == "" || c.ToCode == "":
		return refuse.Field("to_code", "Hãy ghi mã và tên của đơn vị mới.")
	case c.FromCode == c.ToCode && c.What != Renamed:
		return refuse.Field("to_code", "Mã mới phải khác mã cũ.")
	}
	return checkPast(c.On, today)
}

// Successors is where the code of a former place leads today: itself when nothing happened to it, several after
// a split. changes may be in any order; a ring of changes is followed once.
func Successors(changes []PlaceChange, code store.Place) []store.Place {
	var out []store.Place
	seen := map[store.Place]bool{}
	var follow func(store.Place)
	follow = func(at store.Place) {
		if seen[at] {
			return
		}
		seen[at] = true
		moved := false
		for _, c := range changes {
			if c.FromCode == at && c.ToCode != at {
				moved = true
				follow(c.ToCode)
			}
		}
		if !moved {
			out = append(out, at)
		}
	}
	follow(code)
	return out
}

// PhuLien is the first ward: what is publicly known of it, of what it came from and of what is above it
// (DOMAIN 0). Its plan 15/KH-UBND is the sample of this program.
func PhuLien() ([]Place, []PlaceChange) {
	places := []Place{
		{Code: "11446", Kind: Ward, Name: "Phường Phù Liễn", Short: "Phù Liễn", Parent: "31",
			Seat: "618 Nguyễn Lương Bằng", Population: 60733, AreaHa: 1846},
		{Code: "31", Kind: City, Name: "Thành phố Hải Phòng", Short: "Hải Phòng", Parent: "VN", Population: 4664124, AreaHa: 319472},
		{Code: "VN", Kind: Nation, Name: "Việt Nam", Short: "Việt Nam"},
	}
	var changes []PlaceChange
	for _, name := range []string{
		"Phường Bắc Hà", "Phường Ngọc Sơn", "Thị trấn Trường Sơn", "Phường Nam Sơn",
		"Phường Đồng Hòa", "Phường Bắc Sơn", "Phường Trần Thành Ngọ", "Phường Văn Đẩu",
	} {
		changes = append(changes, PlaceChange{What: Merged, On: "2025-07-01", FromName: name, ToCode: "11446", ToName: "Phường Phù Liễn"})
	}
	return places, changes
}
