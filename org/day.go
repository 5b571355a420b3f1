package org

import (
	"time"

	"loa/platform/refuse"
	"loa/platform/web"
)

// A Day is a calendar day in Viet Nam, such as 2025-10-10; empty means open-ended.
// Days in this form compare as strings.
type Day string

// Hanoi is the time zone of every day in the program. Viet Nam has kept UTC+7 without summer time since 1975,
// so the zone needs no table of the machine it runs on.
var Hanoi = time.FixedZone("ICT", 7*60*60)

// DayOf is the day in Viet Nam at t.
func DayOf(t time.Time) Day { return Day(t.In(Hanoi).Format(time.DateOnly)) }

// ParseDay reads what a person typed in field: 10/10/2025, or the 2025-10-10 that a browser's date field sends.
func ParseDay(field, s string) (Day, error) {
	for _, form := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006"} {
		if t, err := time.Parse(form, s); err == nil && t.Year() >= 1945 && t.Year() < 2100 {
			return DayOf(t), nil
		}
	}
	return "", refuse.Field(field, "Ngày chưa đúng. Hãy ghi ngày, tháng, năm, ví dụ 10/10/2025.")
}

// Add is the day n days after d; n may be negative. d must not be empty.
func (d Day) Add(n int) Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return Day(t.AddDate(0, 0, n).Format(time.DateOnly))
}

// String is d as people write it: 10/10/2025.
func (d Day) String() string { return web.Day(string(d)) }

// A Span is a run of days, first and last included; an empty Through goes on.
type Span struct{ From, Through Day }

// Covers reports whether d lies in s.
func (s Span) Covers(d Day) bool { return s.From <= d && (s.Through == "" || d <= s.Through) }

// Contains reports whether all of t lies in s.
func (s Span) Contains(t Span) bool {
	return s.From <= t.From && (s.Through == "" || t.Through != "" && t.Through <= s.Through)
}

// IsZero reports whether s has no day at all: it was ended before it began.
func (s Span) IsZero() bool { return s.Through != "" && s.Through < s.From }

// Meets reports whether s and t share a day.
func (s Span) Meets(t Span) bool {
	return !s.IsZero() && !t.IsZero() && (t.Through == "" || s.From <= t.Through) && (s.Through == "" || t.From <= s.Through)
}
