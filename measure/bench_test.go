package measure

import (
	"context"
	"fmt"
	"testing"

	"loa/org"
	"loa/plan"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// manyFacts is what a ward of 60 units tells in half a year: mostly stories and bulletins, then evidence of units.
const manyFacts = 50_000

// busy is the ward of these tests, larger, with manyFacts told.
func busy(b *testing.B, db *store.DB) (*Desk, plan.Plan) {
	b.Helper()
	d, p := ward(b, db)
	register := &org.Desk{DB: db, Now: now}
	for i := range 53 {
		u := org.Unit{Kind: []org.UnitKind{org.School, org.Office, org.Neighbourhood}[i%3], Name: fmt.Sprintf("Đơn vị số %d", i+10), OpenedOn: "2025-07-01"}
		if _, err := register.AddUnit(b.Context(), chief, u); err != nil {
			b.Fatal(err)
		}
	}
	days := days("2025-07-16", "2025-12-31")
	facts := make([]Fact, manyFacts)
	for i := range facts {
		f := did(fmt.Sprintf("bench/%d", i), 3, org.UnitID(i%60+1), org.Day("2025-07-16").Add(i%days))
		f.State = []State{Verified, Verified, Verified, Claimed}[i%4]
		switch {
		case i%10 < 7: // a story or a bulletin
			f.Unit, f.Item = 3, Channel([]string{"portal", "loudspeaker"}[i%2])
		case i%10 == 7:
			f.Key = 7
		case i%10 == 8:
			f.Key = 1
		default:
			f.Key, f.Part = 2, p.Campaigns[i%3].Name
		}
		facts[i] = f
	}
	for from := 0; from < manyFacts; from += 5000 {
		write(b, db, func(tx *store.Tx) error { return Record(b.Context(), tx, facts[from:from+5000]...) })
	}
	if db.Engine() == store.PostgreSQL { // a server does it by itself within a minute; that of the tests does not
		if _, err := db.Raw().Write.ExecContext(b.Context(), "VACUUM ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
	return d, p
}

// eachEngine runs a benchmark on both engines.
func eachEngine(b *testing.B, fn func(b *testing.B, db *store.DB)) {
	b.Run("sqlite", func(b *testing.B) { fn(b, storetest.Open(b, schemas...)) })
	b.Run("postgres", func(b *testing.B) { fn(b, storetest.OpenPostgres(b, schemas...)) })
}

// BenchmarkAllTargetsOfAWard: the bar is 10 ms.
func BenchmarkAllTargetsOfAWard(b *testing.B) {
	eachEngine(b, func(b *testing.B, db *store.DB) {
		_, p := busy(b, db)
		w := PlanWindow(&p.Draft)
		for b.Loop() {
			err := db.Read(context.Background(), phuLien, func(tx *store.Tx) error {
				rs, err := Values(context.Background(), tx, p.ID, w, "2025-12-31")
				if err == nil && rs[6].Value.Verified == 0 {
					b.Fatal("nothing counted")
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAFactUntilItsValueShowsIt: the bar is 100 ms.
func BenchmarkAFactUntilItsValueShowsIt(b *testing.B) {
	eachEngine(b, func(b *testing.B, db *store.DB) {
		_, p := busy(b, db)
		w, n := PlanWindow(&p.Draft), int64(0)
		for b.Loop() {
			n++
			f := did(fmt.Sprintf("event/%d", n), 6, 1, "2025-10-10")
			if err := db.Write(context.Background(), phuLien, func(tx *store.Tx) error { return Record(context.Background(), tx, f) }); err != nil {
				b.Fatal(err)
			}
			err := db.Read(context.Background(), phuLien, func(tx *store.Tx) error {
				rs, err := Values(context.Background(), tx, p.ID, w, "2025-12-31")
				if err == nil && rs[5].Value.Verified != n {
					b.Fatalf("counted %d of %d", rs[5].Value.Verified, n)
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
