package org

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"loa/platform/audit"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// BenchmarkAListOfPeople looks at a list of 5,000 people, the longest that is taken, beside a register of as many.
func BenchmarkAListOfPeople(b *testing.B) {
	d := &Desk{DB: storetest.Open(b, audit.Schema, Schema), Now: func() time.Time { return noon }}
	addTestUnit(b, d, operator, "Phòng Văn hóa – Xã hội")
	lines := []string{"Họ tên;Đơn vị;Chức vụ;Từ ngày;Điện thoại"}
	for i := range 5000 {
		lines = append(lines, fmt.Sprintf("Nguyễn Văn %d;Phòng VHXH;;;09%08d", i, i))
	}
	takeIn(b, d, PeopleRegister, bring(b, d, PeopleRegister, "nhắc việc", lines...))
	for i := range lines[1:] {
		lines[i+1] = strings.Replace(lines[i+1], "Nguyễn", "Trần", 1)
		lines[i+1] = strings.Replace(lines[i+1], ";09", ";08", 1)
	}
	id := bring(b, d, PeopleRegister, "nhắc việc", lines...)
	for b.Loop() {
		err := d.DB.Read(context.Background(), ward, func(tx *store.Tx) error {
			_, p, err := d.Look(context.Background(), tx, officeHead, PeopleRegister, id)
			if err == nil && p.Count(Fresh) != 5000 {
				b.Fatalf("%d of 5000", p.Count(Fresh))
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
