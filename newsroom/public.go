package newsroom

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"loa/kit/prose"
	"loa/kit/vi"
	"loa/org"
	"loa/platform/store"
)

// A Piece is a story as the public reads it: the version that was approved, whatever is being written on it.
type Piece struct {
	ID     StoryID
	Kind   Kind
	Title  string
	Lead   string // the summary above it
	Video  string
	Theme  Theme
	Author string
	Unit   org.UnitID
	Body   prose.Doc // of Read alone
	Notes  []Note    // of Read alone
	Cover  int64     // number of its first picture; 0 = none
	sizes  sizes     // of Read alone

	PublishedAt time.Time
	UpdatedAt   time.Time
	Gone        bool // withdrawn or ended: only its notes are left
}

// Href is the address of p in public. Its number alone finds it; the words may change.
func (p Piece) Href() string {
	if slug := vi.Slug(p.Title); slug != "" && !p.Gone {
		return fmt.Sprintf("/tin/%d-%s", p.ID, slug)
	}
	return fmt.Sprintf("/tin/%d", p.ID)
}

// Outside are the addresses beyond this site that p leads its reader to, each once.
func (p Piece) Outside() []string { return beyond(p.Body, p.Video) }

// Day is the day p came out.
func (p Piece) Day() org.Day { return org.DayOf(p.PublishedAt) }

// A Shelf narrows the stories of a place for its readers. The zero Shelf has all of them.
type Shelf struct {
	Themes []int64    // of any of these themes
	Unit   org.UnitID // of this unit
	Kind   Kind       // of this form
	Within org.Span   // that came out on these days

	exemplar ExemplarID // that tell of this one
	words    string     // of the title as it was last written; with marks or without
	ids      []StoryID  // of these
	but      []StoryID  // not of these
}

// Column is page n (from 1) of the public stories on shelf, size a page, the last first, and how many there are in all.
func Column(ctx context.Context, tx *store.Tx, shelf Shelf, n, size int) ([]Piece, int, error) {
	return pieces(ctx, tx, shelf, n, size)
}

// Read is a story as the public reads it. One that never came out is not found.
func Read(ctx context.Context, tx *store.Tx, id StoryID) (Piece, error) {
	s, err := load(ctx, tx, id)
	if err != nil {
		return Piece{}, err
	}
	if s.PublishedAt.IsZero() {
		return Piece{}, noStory
	}
	p := Piece{ID: id, Kind: s.Kind, Author: s.AuthorName, Unit: s.Unit, PublishedAt: s.PublishedAt, UpdatedAt: s.UpdatedAt, Gone: s.Live == 0}
	if p.Notes, err = notesOf(ctx, tx, id); err != nil || p.Gone {
		return p, err
	}
	v, err := version(ctx, tx, id, s.Live)
	if err != nil {
		return p, err
	}
	p.Title, p.Lead, p.Video, p.Theme, p.Body = v.Title, v.Summary, v.Video, v.Theme, prose.Parse(v.Body)
	if pictures := p.Body.Pictures(); len(pictures) > 0 {
		p.Cover = pictures[0].Number
	}
	p.sizes, err = sizesOf(ctx, tx, id, p.Body)
	return p, err
}

// A Month is a month with the stories that came out in it.
type Month struct {
	Name  string // 2025-10
	Count int
}

// Months are the months in which something came out, the last first.
func Months(ctx context.Context, tx *store.Tx) ([]Month, error) { return months(ctx, tx) }

// Span is the days of m.
func (m Month) Span() org.Span {
	first, err := time.Parse("2006-01", m.Name)
	if err != nil {
		return org.Span{}
	}
	return org.Span{From: org.Day(first.Format(time.DateOnly)), Through: org.Day(first.AddDate(0, 1, -1).Format(time.DateOnly))}
}

// Told is how many public stories each theme has, by its key.
func Told(ctx context.Context, tx *store.Tx, within org.Span) (map[int64]int, error) {
	return told(ctx, tx, within)
}

const searchKind = "story"

// String is id as the search calls it.
func (id StoryID) String() string { return strconv.FormatInt(int64(id), 10) }

// doc is s as the public search finds it.
func doc(s Story, v Version) store.Doc {
	body := v.Summary + "\n" + prose.Parse(v.Body).Plain()
	return store.Doc{Kind: searchKind, ID: s.ID.String(), Title: v.Title, Body: body, Href: Piece{ID: s.ID, Title: v.Title}.Href()}
}
