package job

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"

	"loa/platform/store"
	"loa/platform/store/storetest"
)

func benchEach(b *testing.B, fn func(b *testing.B, db *store.DB)) {
	for name, db := range map[string]*store.DB{"sqlite": storetest.Open(b), "postgres": storetest.OpenPostgres(b)} {
		if err := Migrate(b.Context(), db); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) { fn(b, db) })
	}
}

func BenchmarkAdd(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		for b.Loop() {
			if err := db.Write(b.Context(), phuLien, func(tx *store.Tx) error { return send.Add(b.Context(), tx, letter{"Lan", 1}) }); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkWork is one job from asking to done, 1,000 at a time.
func BenchmarkWork(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		const jobs = 1000
		for b.Loop() {
			var done atomic.Int64
			all := make(chan struct{})
			r := New(db, slog.New(slog.DiscardHandler))
			Handle(r, send, func(context.Context, store.Place, letter) error {
				if done.Add(1) == jobs {
					close(all)
				}
				return nil
			})
			ctx, stop := context.WithCancel(b.Context())
			if err := r.Start(ctx); err != nil {
				b.Fatal(err)
			}
			for range jobs {
				if err := db.Write(ctx, phuLien, func(tx *store.Tx) error { return send.Add(ctx, tx, letter{"Lan", 1}) }); err != nil {
					b.Fatal(err)
				}
			}
			<-all
			stop()
			r.Wait()
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/jobs, "µs/job")
	})
}
