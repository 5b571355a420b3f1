package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loa/newsroom"
	"loa/platform/refuse"
)

// BenchmarkReadersWhileOthersWrite tells how many pages a second 64 readers get from the portal over loopback, and what part of
// that they keep while eight people write stories: each saving every two seconds, as the editor does for who types without a pause,
// and each as often as the database lets them. The bar is 0.8. On two cores the second tells how the cores are shared out.
func BenchmarkReadersWhileOthersWrite(b *testing.B) {
	const lasts = 4 * time.Second
	for _, on := range engines(b) {
		h := sampleHouse(b, on.Data)
		address := onLoopback(b, h)
		b.Run(on.engine, func(b *testing.B) {
			for b.Loop() {
				readFor(b, address, time.Second) // draws the pages
				alone := readFor(b, address, lasts)
				b.ReportMetric(alone, "alone-pages/s")
				for _, pace := range []struct {
					name  string
					pause time.Duration
				}{{"typing", 2 * time.Second}, {"flat-out", 0}} {
					stop, saved := eightWriters(b, h, pace.pause)
					beside := readFor(b, address, lasts)
					stop()
					b.ReportMetric(beside/alone, pace.name+"-kept")
					b.ReportMetric(float64(saved.Load())/lasts.Seconds(), pace.name+"-saves/s")
				}
			}
		})
	}
}

// onLoopback serves h on loopback until b ends.
func onLoopback(b *testing.B, h *house) (address string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- h.serve(ctx, slog.New(slog.DiscardHandler), l) }()
	b.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			b.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// readFor is how many pages a second 64 readers get.
func readFor(b *testing.B, address string, lasts time.Duration) float64 {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(b.Context(), lasts)
	defer cancel()
	var got atomic.Int64
	var readers sync.WaitGroup
	for i := range 64 {
		readers.Go(func() {
			for n := i; ctx.Err() == nil; n++ {
				page := [...]string{"/", "/chuyen-doi-so", "/ke-hoach/1", "/ke-hoach/1/ket-qua"}[n%4]
				if err := readPage(ctx, client, address+page); err == nil {
					got.Add(1)
				} else if ctx.Err() == nil {
					b.Error(err)
					return
				}
			}
		})
	}
	readers.Wait()
	return float64(got.Load()) / lasts.Seconds()
}

func readPage(ctx context.Context, client *http.Client, address string) error {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	ask.Header.Set("Accept-Encoding", "gzip")
	answer, err := client.Do(ask)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, answer.Status)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

// eightWriters lets eight people write on stories of their own until stop is called; saved counts what they saved.
func eightWriters(b *testing.B, h *house, pause time.Duration) (stop func(), saved *atomic.Int64) {
	a, err := h.actor(b.Context(), 4) // the head of the culture office
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	saved = new(atomic.Int64)
	var writers sync.WaitGroup
	for i := range 8 {
		text := newsroom.Text{Title: fmt.Sprintf("Bài thứ %d", i)}
		id, err := h.news.Begin(ctx, a, newsroom.Article, text)
		if err != nil {
			b.Fatal(err)
		}
		writers.Go(func() {
			for saw := 1; ctx.Err() == nil; {
				text.Body += "Thêm một câu nữa. "
				if len(text.Body) > 10_000 {
					text.Body = ""
				}
				n, err := h.news.Save(ctx, a, id, saw, text)
				if err != nil {
					if ctx.Err() == nil {
						b.Error(err)
					}
					return
				}
				saw = n
				saved.Add(1)
				select {
				case <-ctx.Done():
				case <-time.After(pause):
				}
			}
		})
	}
	return func() { cancel(); writers.Wait() }, saved
}

// BenchmarkAWithdrawnStoryIsGone takes story after story off the portal and tells how long it stands on the column's page after the
// verb has ended: at the node that took it off, for which the bar is 100 ms, and on PostgreSQL at another, 2 s.
func BenchmarkAWithdrawnStoryIsGone(b *testing.B) {
	for _, on := range engines(b) {
		nodes := map[string]*house{"same": sampleHouse(b, on.Data)}
		if on.Database != "" {
			nodes["other"] = open(b, on.Data)
		}
		h := nodes["same"]
		a, err := h.actor(b.Context(), 3) // the vice chair
		if err != nil {
			b.Fatal(err)
		}
		next := newsroom.StoryID(0)
		for name, node := range nodes {
			b.Run(on.engine+"/"+name, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					before := column(node)
					err := error(refuse.With(refuse.NotFound, ""))
					for err != nil && next < 60 {
						next++
						err = h.news.Withdraw(b.Context(), a, next, "Bài nhắc lại tin cũ.")
					}
					if err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
					for column(node) == before {
					}
				}
			})
		}
	}
}

// column is the first page of the column, as a reader gets it.
func column(h *house) string {
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/chuyen-doi-so", nil))
	return w.Body.String()
}
