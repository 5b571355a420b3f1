package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"loa/library"
	"loa/org"
	"loa/platform/store"
)

type placeCommands struct {
	Add  placeAdd  `cmd:"" help:"Thêm một phường, xã, đặc khu."`
	List placeList `cmd:"" help:"Liệt kê các đơn vị."`
}

type placeAdd struct {
	Data
	Code string `arg:"" help:"Mã hành chính, ví dụ 11446." placeholder:"MÃ"`
	Name string `arg:"" help:"Tên đầy đủ, ví dụ \"Phường Phù Liễn\"." placeholder:"TÊN"`
	Host string `help:"Tên miền của cổng, khi một dữ liệu có nhiều đơn vị." placeholder:"TÊN-MIỀN"`
}

var placeCode = regexp.MustCompile(`^[0-9]{5}$`)

// Run founds a ward, with the library that every place begins with. Its people come in by the set-up page.
func (c placeAdd) Run(ctx context.Context, o output) (err error) {
	if !placeCode.MatchString(c.Code) {
		return usageError{"MÃ là mã hành chính cấp xã gồm 5 chữ số, ví dụ 11446; giá trị đang đặt là «" + c.Code + "»."}
	}
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	code := store.Place(c.Code)
	places, changes := []org.Place{{Code: code, Kind: org.Ward, Name: c.Name, Short: c.Name}}, []org.PlaceChange(nil)
	if code == samplePlace { // what is publicly known of Phù Liễn
		places, changes = org.PhuLien()
	}
	err = db.Write(ctx, code, func(tx *store.Tx) error {
		if err := tx.Enroll(ctx, c.Host); err != nil {
			return err
		}
		if err := (&org.Desk{DB: db}).Found(ctx, tx, places, changes); err != nil {
			return err
		}
		return (&library.Desk{DB: db, Now: time.Now}).Seed(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("add %s: %w", c.Code, err)
	}
	fmt.Fprintf(o.out, "Đã thêm %s (%s). Chạy «loa serve» để nhận mã thiết lập tài khoản đầu tiên.\n", c.Name, c.Code)
	return nil
}

type placeList struct{ Data }

// Run lists the places with the hosts they answer to.
func (c placeList) Run(ctx context.Context, o output) (err error) {
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	sites, err := db.Places(ctx)
	for _, s := range sites {
		fmt.Fprintf(o.out, "%s\t%s\n", s.Place, s.Host)
	}
	return err
}
