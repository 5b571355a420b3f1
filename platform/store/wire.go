package store

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A wire tells the other programs on the same PostgreSQL what this one has
// changed, and hears from them. It speaks after the commit, and of many commits at
// once: a notification within each would make all of them wait for one another.
// A program that dies between the two leaves the others with what they keep until
// its own end.
type wire struct {
	pool    *pgxpool.Pool
	changes *changes
	name    string // of this program, to know its own voice

	mu   sync.Mutex
	told map[tableOf]struct{} // not yet said
	wake chan struct{}
	done sync.WaitGroup
	stop context.CancelFunc

	first   sync.Once
	started chan struct{} // closed once the line is open, or could not be opened
}

const (
	wireChannel = "loa_change"
	wirePause   = 50 * time.Millisecond // between two notifications
	wireRetry   = time.Second           // before the line is opened again
	wireLongest = 7_000                 // bytes of a notification; PostgreSQL takes 8,000
)

func newWire(pool *pgxpool.Pool, c *changes) *wire {
	ctx, stop := context.WithCancel(context.Background())
	w := &wire{
		pool: pool, changes: c, name: rand.Text(), told: map[tableOf]struct{}{},
		wake: make(chan struct{}, 1), stop: stop, started: make(chan struct{}),
	}
	c.hear(false)
	w.done.Go(func() { w.listen(ctx) })
	w.done.Go(func() { w.speak(ctx) })
	<-w.started
	return w
}

func (w *wire) start() { w.first.Do(func() { close(w.started) }) }

// close ends both directions; what was not yet said is said.
func (w *wire) close() {
	w.stop()
	w.done.Wait()
}

// tell has the others hear that tables of place have changed.
func (w *wire) tell(place Place, tables []string) {
	if w == nil || len(tables) == 0 {
		return
	}
	w.mu.Lock()
	for _, t := range tables {
		w.told[tableOf{place, t}] = struct{}{}
	}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *wire) speak(ctx context.Context) {
	for ended := false; !ended; {
		select {
		case <-ctx.Done():
			ended = true
		case <-w.wake:
		}
		w.say()
		select {
		case <-ctx.Done():
		case <-time.After(wirePause):
		}
	}
	w.say()
}

// say sends what has gathered. What cannot be sent is dropped: the line is down, and the others, who know it, trust nothing.
func (w *wire) say() {
	w.mu.Lock()
	told := w.told
	w.told = map[tableOf]struct{}{}
	w.mu.Unlock()
	var messages []string
	now := w.name
	for t := range told {
		item := "\n" + string(t.place) + " " + t.table
		if len(now)+len(item) > wireLongest {
			messages = append(messages, now)
			now = w.name
		}
		now += item
	}
	if now != w.name {
		messages = append(messages, now)
	}
	for _, m := range messages {
		ctx, stop := context.WithTimeout(context.Background(), wireRetry)
		_, err := w.pool.Exec(ctx, `SELECT pg_notify($1, $2)`, wireChannel, m)
		stop()
		if err != nil {
			return
		}
	}
}

// listen hears the others, and opens the line again when it breaks.
func (w *wire) listen(ctx context.Context) {
	for ctx.Err() == nil {
		w.hearUntilCut(ctx)
		w.changes.hear(false)
		w.start()
		select {
		case <-ctx.Done():
		case <-time.After(wireRetry):
		}
	}
}

func (w *wire) hearUntilCut(ctx context.Context) {
	conn, err := pgx.ConnectConfig(ctx, w.pool.Config().ConnConfig)
	if err != nil {
		return
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, `LISTEN `+wireChannel); err != nil {
		return
	}
	w.changes.hear(true)
	w.start()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		w.heard(n.Payload)
	}
}

func (w *wire) heard(message string) {
	name, rest, _ := strings.Cut(message, "\n")
	if name == w.name {
		return
	}
	for line := range strings.SplitSeq(rest, "\n") {
		place, table, _ := strings.Cut(line, " ")
		w.changes.note(Place(place), []string{table})
	}
}
