package newsroom

import (
	"context"
	"fmt"
	"time"

	"loa/org"
	"loa/platform/job"
	"loa/platform/store"
)

// An Hour is the time at which a story is to come out or to be taken down.
type Hour struct {
	Story StoryID `json:"story"`
	At    int64   `json:"at"` // Unix milliseconds
}

// Clock is the job that waits for an hour. It does what the story says is due at that hour and nothing else, so
// that it may ring twice, and ring for an hour that was since moved.
var Clock = job.Kind[Hour]{Name: "newsroom_clock"}

// early is how long before its hour the clock may be started anew: less than one attempt of a job may take.
const early = 30 * time.Second

// wake asks for the clock of s at t; the zero time asks for none.
func (d *Desk) wake(ctx context.Context, tx *store.Tx, s Story, t time.Time) error {
	if t.IsZero() {
		return nil
	}
	return Clock.Add(ctx, tx, Hour{s.ID, t.UnixMilli()}, job.At(t))
}

// Ring does what is due at h, and waits for it if h is yet to come.
func (d *Desk) Ring(ctx context.Context, place store.Place, h Hour) error {
	if wait := time.UnixMilli(h.At).Sub(d.Now()); wait > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
	return d.DB.Write(ctx, place, func(tx *store.Tx) error {
		s, err := load(ctx, tx, h.Story)
		if err != nil {
			return err
		}
		was := s
		switch {
		case s.State == Approved && !s.PublishAt.IsZero() && s.PublishAt.UnixMilli() == h.At:
			by := org.Actor{Place: place, Person: s.SetBy, Name: s.SetByName}
			if err := d.publish(ctx, tx, by, &s); err != nil {
				return err
			}
		case s.Live > 0 && !s.EndAt.IsZero() && s.EndAt.UnixMilli() == h.At:
			if err := d.end(ctx, tx, &s); err != nil {
				return err
			}
		default:
			return nil
		}
		return d.put(ctx, tx, was, s)
	})
}

// Resume rings, at every place, for the hours that passed while no program ran, and for those so near that the jobs
// would be late to them after a start.
func (d *Desk) Resume(ctx context.Context) error {
	sites, err := d.DB.Places(ctx)
	if err != nil {
		return err
	}
	for _, site := range sites {
		err := d.DB.Write(ctx, site.Place, func(tx *store.Tx) error {
			hours, err := hoursUntil(ctx, tx, d.Now().Add(early))
			for _, h := range hours {
				if err := Clock.Add(ctx, tx, h); err != nil {
					return err
				}
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("the hours of %s: %w", site.Place, err)
		}
	}
	return nil
}
