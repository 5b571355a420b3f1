package report

import (
	"context"
	"fmt"
	"testing"

	"loa/measure"
	"loa/org"
	"loa/platform/store"
	"loa/platform/store/storetest"
)

// manyFacts is what a ward of 60 units tells in half a year.
const manyFacts = 50_000

// busy is the ward of these tests with manyFacts told.
func busy(b *testing.B, db *store.DB) *Desk {
	b.Helper()
	d := ward(b, db)
	rules := rulesOf(b, db)
	facts := make([]measure.Fact, manyFacts)
	for i := range facts {
		f := measure.Fact{Desk: "work", Thing: fmt.Sprintf("bench/%d", i), Key: rules[3].Target, Unit: org.UnitID(i%6 + 1), Day: org.Day("2025-07-16").Add(i % 150),
			Amount: 1, State: []measure.State{measure.Verified, measure.Verified, measure.Verified, measure.Claimed}[i%4], At: now(), Href: fmt.Sprintf("/bench/%d", i), Note: "Tin về chuyển đổi số trên cổng"}
		switch {
		case i%10 < 7: // a story or a bulletin
			f.Item = measure.Channel([]string{"portal", "loudspeaker"}[i%2])
		case i%10 == 7:
			f.Key = rules[7].Target
		case i%10 == 8:
			f.Key = rules[1].Target
		default:
			f.Key = rules[2].Target
		}
		facts[i] = f
	}
	for from := 0; from < manyFacts; from += 5000 {
		write(b, db, func(tx *store.Tx) error { return measure.Record(context.Background(), tx, facts[from:from+5000]...) })
	}
	return d
}

// BenchmarkTheThreeFilesOverFiftyThousandFacts: the bar is 2 s.
func BenchmarkTheThreeFilesOverFiftyThousandFacts(b *testing.B) {
	d := busy(b, storetest.Open(b, schemas...))
	for b.Loop() {
		files, err := d.Compose(context.Background(), phuLien, 1, "2025-H2")
		if err != nil {
			b.Fatal(err)
		}
		if len(files[2].Body) < 1<<20 {
			b.Fatalf("a workbook of %d bytes does not hold the evidence", len(files[2].Body))
		}
	}
}

// BenchmarkTheScreenOverFiftyThousandFacts: what opening a draft costs.
func BenchmarkTheScreenOverFiftyThousandFacts(b *testing.B) {
	db := storetest.Open(b, append(schemas[:len(schemas):len(schemas)], Schema)...)
	d := busy(b, db)
	id := opened(b, d)
	for b.Loop() {
		r, c := read(b, d, id)
		if Departures(c, r.Issue) != nil {
			b.Fatal("departs from its form")
		}
	}
}
