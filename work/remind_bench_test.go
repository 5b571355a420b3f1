package work

import (
	"fmt"
	"testing"
	"time"

	"loa/org"
	"loa/platform/job"
	"loa/platform/mail"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// BenchmarkARound is the first round over 300 tasks of 60 units each, all late.
func BenchmarkARound(b *testing.B) {
	for name, open := range map[string]func(testing.TB, ...store.Schema) *store.DB{"sqlite": storetest.Open, "postgres": storetest.OpenPostgres} {
		b.Run(name, func(b *testing.B) {
			db := open(b, mailSchemas...)
			if err := job.Migrate(b.Context(), db); err != nil {
				b.Fatal(err)
			}
			s := &staffed{}
			s.Desk, _ = opened(b, db)
			s.Mail, s.Now = &mail.Desk{DB: db}, func() time.Time { return s.at }
			write(b, db, ward, func(tx *store.Tx) error {
				for n := range 300 {
					id, err := insertTask(b.Context(), tx, Task{Body: fmt.Sprintf("Việc %d", n), DueOn: "2025-10-01", IsAsked: true, OpenedAt: s.at})
					if err != nil {
						return err
					}
					for u := range 60 {
						if err := putPart(b.Context(), tx, Part{Task: id, Unit: org.UnitID(100 + u), Role: Lead, Mode: "assign", State: Todo, ChangedAt: s.at, IsAsked: true}); err != nil {
							return err
						}
					}
				}
				return nil
			})
			day := org.Day("2025-10-06")
			for b.Loop() {
				s.set(day, "07:30")
				if err := s.Remind(b.Context(), ward, struct{}{}); err != nil {
					b.Fatal(err)
				}
				day = org.Calendar(nil).OnOrAfter(day.Add(1))
			}
		})
	}
}
