package org

import (
	"context"
	"strings"
	"testing"

	"loa/platform/audit"
	"loa/platform/refuse"
	"loa/platform/store"
)

func TestAPlaceSaysOnWhichDaysItsOfficesWork(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		ctx, told := t.Context(), 0
		d.OnDays = append(d.OnDays, func(context.Context, *store.Tx, Actor) error { told++; return nil })
		change := func(from, through Day, works bool) error {
			return d.ChangeDays(ctx, chair, Span{from, through}, DayChange{Works: works, Why: " Mất điện ", Basis: "Thông báo 12/TB-UBND"})
		}
		if err := change("2025-10-10", "2025-10-13", false); err != nil { // a Friday, a weekend, a Monday
			t.Fatal(err)
		}
		if err := change("2025-10-18", "", true); err != nil {
			t.Fatal(err)
		}
		changes := read(t, d, ward, DayChanges)
		if len(changes) != 3 || changes[0].On != "2025-10-18" || !changes[0].Works || changes[2].Why != "Mất điện" || changes[2].SetBy != chair.Person || !changes[2].SetAt.Equal(noon) {
			t.Fatalf("%+v", changes)
		}
		cal := read(t, d, ward, CalendarOf)
		for day, want := range map[Day]bool{"2025-10-09": true, "2025-10-10": false, "2025-10-13": false, "2025-10-14": true, "2025-10-18": true, "2025-10-19": false} {
			if cal.IsWorking(day) != want {
				t.Errorf("%s: working is %v", day, !want)
			}
		}
		if other := read(t, d, "11447", CalendarOf); len(other) != 0 {
			t.Errorf("another place has %v", other)
		}
		if err := d.RestoreDay(ctx, chair, "2025-10-10"); err != nil {
			t.Fatal(err)
		}
		if cal = read(t, d, ward, CalendarOf); !cal.IsWorking("2025-10-10") || cal.IsWorking("2025-10-13") {
			t.Errorf("after one day was restored: %v", cal)
		}
		if err := d.RestoreDay(ctx, chair, "2025-10-10"); refuse.Of(err).Kind != refuse.NotFound {
			t.Error(err)
		}
		if told != 3 {
			t.Errorf("told %d times", told)
		}
		verbs := ""
		for _, e := range read(t, d, ward, func(ctx context.Context, tx *store.Tx) ([]audit.Link, error) {
			return audit.List(ctx, tx, audit.Filter{Thing: "day/2025-10-10"}, audit.Page{})
		}) {
			verbs += e.Verb + " "
		}
		if verbs != "restore-day change-day " {
			t.Errorf("the log has %q", verbs)
		}
	})
}

func TestADayThatCannotBeChangedIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *Desk) {
		d.Rests = func(_ context.Context, _ *store.Tx, on Day) (string, error) {
			if on <= "2025-09-14" {
				return "số liệu quý III năm 2025", nil
			}
			return "", nil
		}
		for _, c := range []struct {
			who           Actor
			from, through Day
			works         bool
			why, field    string
			say           string
		}{
			{chair, "", "", false, "x", "from", "Hãy ghi ngày"},
			{chair, "2025-10-10", "2025-10-09", false, "x", "through", "Ngày cuối"},
			{chair, "2025-10-10", "2025-11-10", false, "x", "through", "nhiều nhất 31 ngày"},
			{chair, "2025-10-10", "", false, " ", "why", "Hãy ghi lý do"},
			{chair, "2025-10-11", "2025-10-12", false, "x", "from", "đã là ngày nghỉ cuối tuần"},
			{chair, "2026-04-30", "", false, "x", "from", "đã là ngày nghỉ (Ngày Chiến thắng"},
			{chair, "2025-10-10", "", true, "x", "from", "đã là ngày làm việc"},
			{chair, "2025-09-10", "", false, "x", "from", "số liệu quý III năm 2025 đã dựa vào"},
			{Actor{Place: ward, Person: 7, Posts: []Post{Reporter}}, "2025-10-10", "", false, "x", "", "không có quyền"},
		} {
			err := d.ChangeDays(t.Context(), c.who, Span{c.from, c.through}, DayChange{Works: c.works, Why: c.why})
			if no := refuse.Of(err); no.Field != c.field || !strings.Contains(no.Say, c.say) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		if changes := read(t, d, ward, DayChanges); len(changes) != 0 {
			t.Errorf("%+v", changes)
		}
		if err := d.ChangeDays(t.Context(), chair, Span{From: "2025-09-15"}, DayChange{Why: "Mất điện"}); err != nil {
			t.Errorf("a day that is over and on which nothing rests: %v", err)
		}
	})
}
