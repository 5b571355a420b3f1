package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

type auditCommands struct {
	Verify auditVerify `cmd:"" help:"Kiểm tra chuỗi nhật ký; chỉ rõ dòng bị sửa, bị xóa hoặc bị đổi chỗ."`
}

type auditVerify struct {
	Data
	Against string `help:"Bản sao nhật ký trước đây để đối chiếu." type:"existingfile" placeholder:"TỆP"`
}

// Run verifies the chain of every place and names each spot where one does not hold.
func (c auditVerify) Run(ctx context.Context, o output) (err error) {
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	sites, err := db.Places(ctx)
	if err != nil {
		return err
	}
	broken := 0
	for _, site := range sites {
		err := db.Read(ctx, site.Place, func(tx *store.Tx) error {
			found, err := c.look(ctx, tx)
			if err != nil {
				return err
			}
			fmt.Fprintf(o.out, "%s: %s\n", site.Place, found.Say())
			for _, f := range found.Faults {
				fmt.Fprintf(o.out, "%s: %s\n", site.Place, f.Say)
			}
			if !found.Whole() {
				broken++
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("verify the log of %s: %w", site.Place, err)
		}
	}
	if broken > 0 {
		return refuse.With(refuse.Conflict, "Nhật ký không còn nguyên vẹn; các dòng sai được nêu ở trên.")
	}
	return nil
}

// look verifies the chain of the place of tx by itself, or against an earlier copy.
func (c auditVerify) look(ctx context.Context, tx *store.Tx) (found audit.Finding, err error) {
	if c.Against == "" {
		return audit.Verify(ctx, tx)
	}
	earlier, err := os.Open(c.Against)
	if err != nil {
		return audit.Finding{}, err
	}
	defer func() { err = errors.Join(err, earlier.Close()) }()
	return audit.Compare(ctx, tx, earlier)
}

type storeCommands struct {
	Rollback storeRollback `cmd:"" help:"Lùi lần nâng cấp cơ sở dữ liệu gần nhất; SQLite được sao ra trước."`
}

type storeRollback struct{ Data }

// Run takes the last upgrade of the database back, so that the older program can be started again.
func (c storeRollback) Run(ctx context.Context) (err error) {
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Rollback(ctx, schemas)
}
