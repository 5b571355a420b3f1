package org

import (
	"context"
	"slices"

	"loa/platform/store"
)

// A Seat is a post at a unit and who does its work on a day: the holder, or who stands in for the holder then.
type Seat struct {
	Post    Post
	Unit    UnitID
	Person  Person
	For     PersonID // who lent the post; 0 when the holder sits there
	ForName string
}

// Name is who sits there, and for whom: Bùi Minh Đức, thay Nguyễn Thị Lan.
func (s Seat) Name() string { return standIn(s.Person.Name, s.ForName) }

func standIn(name, holder string) string {
	if holder == "" {
		return name
	}
	return name + ", thay " + holder
}

// SeatsOn is every post that is held on day, highest first.
func SeatsOn(ctx context.Context, tx *store.Tx, day Day) ([]Seat, error) {
	people, err := People(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	byID := make(map[PersonID]Person, len(people))
	for _, p := range people {
		byID[p.ID] = p
	}
	lent, err := Delegations(ctx, tx)
	if err != nil {
		return nil, err
	}
	held, err := AllHoldings(ctx, tx)
	if err != nil {
		return nil, err
	}
	var seats []Seat
	for _, h := range held {
		if !h.Span.Covers(day) {
			continue
		}
		s := Seat{Post: h.Post, Unit: h.Unit, Person: byID[h.Person]}
		for _, d := range lent {
			if d.Holding == h.ID && d.Span.Covers(day) && byID[d.To].Active {
				s.Person, s.For, s.ForName = byID[d.To], h.Person, byID[h.Person].Name
			}
		}
		if s.Person.Active {
			seats = append(seats, s)
		}
	}
	slices.SortStableFunc(seats, func(a, b Seat) int { return rank(a.Post) - rank(b.Post) })
	return seats, nil
}
