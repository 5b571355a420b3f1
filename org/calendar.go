package org

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"loa/kit/calendar"
	"loa/platform/refuse"
	"loa/platform/store"
)

// A Calendar tells on which days the offices of a place work.
type Calendar = calendar.Calendar[Day]

// A DayChange (ngày nghỉ, ngày làm việc riêng) is a day on which the offices of the place go otherwise than the list of
// the country has it: the Prime Minister moved a day, or the ward lost power.
type DayChange struct {
	On     Day
	Works  bool
	Why    string
	Basis  string // the paper that says so; empty for none
	SetBy  PersonID
	Setter string
	SetAt  time.Time
}

// Sort is what c makes of its day, for a screen.
func (c DayChange) Sort() string {
	if c.Works {
		return "Làm việc"
	}
	return "Nghỉ"
}

// mostDays is the longest run of days that is changed at once.
const mostDays = 31

// ChangeDays records that the offices of the place work, or do not, on each day of span, whatever the country's list
// says. Of a run the days that are so already are passed over.
func (d *Desk) ChangeDays(ctx context.Context, a Actor, span Span, c DayChange) error {
	if span.Through == "" {
		span.Through = span.From
	}
	c.Why, c.Basis, c.SetBy, c.Setter, c.SetAt = strings.TrimSpace(c.Why), strings.TrimSpace(c.Basis), a.Person, a.As(law[EditDays]...), d.Now()
	return d.write(ctx, a, EditDays, func(tx *store.Tx, log logger) error {
		if err := c.check(span); err != nil {
			return err
		}
		cal, err := CalendarOf(ctx, tx)
		if err != nil {
			return err
		}
		if err := span.differs(cal, c.Works); err != nil {
			return err
		}
		for c.On = span.From; c.On <= span.Through; c.On = c.On.Add(1) {
			if cal.IsWorking(c.On) == c.Works {
				continue
			}
			if err := d.mayChangeDay(ctx, tx, c.On); err != nil {
				return err
			}
			if err := putDayChange(ctx, tx, c); err != nil {
				return err
			}
			if err := log("change-day", "day/"+string(c.On), c.Sort()+": "+c.Why); err != nil {
				return err
			}
		}
		return d.tellOfDays(ctx, tx, a)
	})
}

// RestoreDay takes back what was recorded of a day: it is again as the country has it.
func (d *Desk) RestoreDay(ctx context.Context, a Actor, on Day) error {
	return d.write(ctx, a, EditDays, func(tx *store.Tx, log logger) error {
		c, err := LoadDayChange(ctx, tx, on)
		if err != nil {
			return err
		}
		if err := d.mayChangeDay(ctx, tx, on); err != nil {
			return err
		}
		if err := deleteDayChange(ctx, tx, on); err != nil {
			return err
		}
		if err := log("restore-day", "day/"+string(on), c.Sort()+": "+c.Why); err != nil {
			return err
		}
		return d.tellOfDays(ctx, tx, a)
	})
}

// tellOfDays lets those hear who keep days that were counted by the calendar.
func (d *Desk) tellOfDays(ctx context.Context, tx *store.Tx, a Actor) error {
	for _, tell := range d.OnDays {
		if err := tell(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}

// mayChangeDay refuses a day that is over and on which something rests.
func (d *Desk) mayChangeDay(ctx context.Context, tx *store.Tx, on Day) error {
	if d.Rests == nil || on >= d.today() {
		return nil
	}
	what, err := d.Rests(ctx, tx, on)
	if err == nil && what != "" {
		err = refuse.Field("from", "Ngày "+on.String()+" đã qua và "+what+" đã dựa vào nó nên không sửa được nữa.")
	}
	return err
}

// check refuses what cannot be recorded of span.
func (c DayChange) check(span Span) error {
	switch {
	case span.From == "":
		return refuse.Field("from", "Hãy ghi ngày, ví dụ 30/4/2026.")
	case span.IsZero():
		return refuse.Field("through", "Ngày cuối phải từ ngày đầu trở đi.")
	case span.Through > span.From.Add(mostDays-1):
		return refuse.Field("through", fmt.Sprintf("Mỗi lần ghi được nhiều nhất %d ngày. Hãy chia ra làm nhiều lần.", mostDays))
	case c.Why == "":
		return refuse.Field("why", "Hãy ghi lý do, ví dụ: hoán đổi ngày làm việc theo quyết định của Thủ tướng.")
	}
	return nil
}

// differs refuses a run of which every day already is what it should become.
func (s Span) differs(cal Calendar, works bool) error {
	for day := s.From; day <= s.Through; day = day.Add(1) {
		if cal.IsWorking(day) != works {
			return nil
		}
	}
	return refuse.Field("from", alreadySo(cal, s, works))
}

// alreadySo says what the days of s are already.
func alreadySo(cal Calendar, s Span, works bool) string {
	which := "Ngày " + s.From.String()
	if s.Through != s.From {
		which = "Các ngày từ " + s.From.String() + " đến " + s.Through.String()
	}
	if works {
		return which + " đã là ngày làm việc. Hãy chọn ngày khác."
	}
	if h, ok := cal.Off(s.From); ok {
		return which + " đã là ngày nghỉ (" + h.Name + "). Hãy chọn ngày khác."
	}
	return which + " đã là ngày nghỉ cuối tuần. Hãy chọn ngày khác."
}

// CalendarOf is the calendar of the present place: the days of the country, as the place has changed them.
func CalendarOf(ctx context.Context, tx *store.Tx) (Calendar, error) {
	changes, err := DayChanges(ctx, tx)
	if err != nil {
		return nil, err
	}
	cal := make(Calendar, len(changes))
	for _, c := range changes {
		cal[c.On] = calendar.Correction{Works: c.Works, Why: c.Why, Source: c.Basis}
	}
	return cal, nil
}

const dayChangeColumns = `on_day, is_work, reason, basis, set_by, setter, set_at FROM org_day WHERE place = $1`

func scanDayChange(r *sql.Rows, c *DayChange) error {
	var at int64
	err := r.Scan(&c.On, &c.Works, &c.Why, &c.Basis, &c.SetBy, &c.Setter, &at)
	c.SetAt = store.Instant(at)
	return err
}

// DayChanges is every day that the place has changed, the last first.
func DayChanges(ctx context.Context, tx *store.Tx) ([]DayChange, error) {
	return store.All(ctx, tx, scanDayChange, `SELECT `+dayChangeColumns+` ORDER BY on_day DESC`)
}

// LoadDayChange is what the place has recorded of day on.
func LoadDayChange(ctx context.Context, tx *store.Tx, on Day) (DayChange, error) {
	return one(ctx, tx, "Ngày này không có gì riêng: đang theo lịch cả nước.", scanDayChange, `SELECT `+dayChangeColumns+` AND on_day = $2`, string(on))
}

func putDayChange(ctx context.Context, tx *store.Tx, c DayChange) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO org_day (place, on_day, is_work, reason, basis, set_by, setter, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (place, on_day) DO UPDATE SET is_work = excluded.is_work, reason = excluded.reason, basis = excluded.basis,
			set_by = excluded.set_by, setter = excluded.setter, set_at = excluded.set_at`,
		string(c.On), c.Works, c.Why, c.Basis, int64(c.SetBy), c.Setter, store.Millis(c.SetAt))
	return err
}

func deleteDayChange(ctx context.Context, tx *store.Tx, on Day) error {
	_, err := tx.Exec(ctx, `DELETE FROM org_day WHERE place = $1 AND on_day = $2`, string(on))
	return err
}
