package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"loa/measure"
	"loa/newsroom"
	"loa/platform/refuse"
	"loa/platform/store"
	"loa/work"
)

// factSources are the desks that tell facts, each with the list of them from its own tables.
var factSources = []measure.Source{
	{Desk: "measure", Facts: measure.Entries},
	{Desk: "work", Facts: work.Facts},
	{Desk: "newsroom", Facts: newsroom.Facts},
}

type measureCommands struct {
	Rebuild measureRebuild `cmd:"" help:"Tính lại mọi số liệu gốc từ bảng của từng bàn làm việc."`
}

type measureRebuild struct {
	Data
	Check bool `help:"Chỉ đối chiếu và nêu chỗ khác, không sửa gì."`
}

// Run recomputes the facts of every place, or with Check says where they differ from what the desks have.
func (c measureRebuild) Run(ctx context.Context, o output) (err error) {
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	sites, err := db.Places(ctx)
	if err != nil {
		return err
	}
	desk, differences := measure.Desk{DB: db, Now: time.Now}, 0
	for _, site := range sites {
		if !c.Check {
			err := db.Write(ctx, site.Place, func(tx *store.Tx) error { return desk.Rebuild(ctx, tx, 0, factSources) })
			if err != nil {
				return fmt.Errorf("rebuild the facts of %s: %w", site.Place, err)
			}
		}
		err := db.Read(ctx, site.Place, func(tx *store.Tx) error {
			found, err := measure.Check(ctx, tx, factSources)
			for _, d := range found {
				fmt.Fprintf(o.out, "%s: %s: %s\n", site.Place, d.Which, d.Say)
			}
			differences += len(found)
			fmt.Fprintf(o.out, "%s: %d chỗ khác\n", site.Place, len(found))
			return err
		})
		if err != nil {
			return fmt.Errorf("check the facts of %s: %w", site.Place, err)
		}
	}
	if differences > 0 {
		return refuse.With(refuse.Conflict, "Số liệu không khớp với bảng của các bàn làm việc; chỗ khác được nêu ở trên. Chạy «loa measure rebuild» để tính lại.")
	}
	return nil
}
