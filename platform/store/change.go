package store

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// What was worked out from the database, such as a page, may be kept for as long
// as nothing that it was worked out from has changed. A [Trace] notes which tables
// a piece of work reads, out of the texts of its queries; every Write notes in
// the same way which tables it changes. So whoever keeps a thing need not know who
// changes it, and no verb can forget to say so.
//
// Changes made by another program are heard of on PostgreSQL within a fraction of
// a second (see wire.go). On SQLite no other program serves the same file, but a
// command may write to it: what is kept needs an end of its own for that.

// changes is when the tables of each place last changed, in a count of this process.
type changes struct {
	mu    sync.RWMutex
	clock uint64
	last  map[tableOf]uint64
	floor uint64 // what was read before it may have changed unheard
	deaf  bool   // changes of other programs are not heard at this moment
}

type tableOf struct {
	place Place
	table string
}

func (c *changes) now() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.clock
}

// note takes down that tables of place have changed.
func (c *changes) note(place Place, tables []string) {
	if len(tables) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	if c.last == nil {
		c.last = map[tableOf]uint64{}
	}
	for _, t := range tables {
		c.last[tableOf{place, t}] = c.clock
	}
}

// hear says whether changes of other programs are heard from now on; nothing that was read before is trusted after.
func (c *changes) hear(yes bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	c.floor, c.deaf = c.clock, !yes
}

// A Trace is what some work has read, and when.
type Trace struct {
	db    *DB
	since uint64
	mu    sync.Mutex
	read  map[tableOf]struct{}
}

type traceKey struct{}

// Trace returns a context whose transactions note in the trace what they read.
func (db *DB) Trace(ctx context.Context) (context.Context, *Trace) {
	t := &Trace{db: db, since: db.changes.now(), read: map[tableOf]struct{}{}}
	return context.WithValue(ctx, traceKey{}, t), t
}

// Stands reports whether the work would read the same again: no table that it read has changed since it began.
func (t *Trace) Stands() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := &t.db.changes
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.deaf || t.since < c.floor {
		return false
	}
	if t.since == c.clock {
		return true
	}
	for at := range t.read {
		if c.last[at] > t.since {
			return false
		}
	}
	t.since = c.clock
	return true
}

func (t *Trace) note(place Place, tables []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, table := range tables {
		t.read[tableOf{place, table}] = struct{}{}
	}
}

// note takes down what query reads or changes.
func (tx *Tx) note(query string) {
	if tx.trace == nil && !tx.writes {
		return
	}
	u := useOf(query)
	if tx.trace != nil {
		tx.trace.note(tx.place, u.tables)
	}
	if tx.writes && u.changes {
		for _, t := range u.tables {
			if !slices.Contains(tx.changed, t) {
				tx.changed = append(tx.changed, t)
			}
		}
	}
}

// A use is the tables that a query names, and whether it changes any.
type use struct {
	tables  []string
	changes bool
}

var (
	uses     sync.Map // by text
	usesKept atomic.Int64
)

// mostUses is how many texts are remembered: the program has some hundreds.
const mostUses = 10_000

// useOf reads query. It takes each word with an underscore for the name of a
// table: columns and functions have such words too, and are in nobody's way.
func useOf(query string) use {
	if u, ok := uses.Load(query); ok {
		return u.(use)
	}
	var u use
	for i := 0; i < len(query); {
		rest := query[i:]
		n := max(blank(rest), 0)
		switch {
		case n > 0:
		case rest[0] == '\'' || rest[0] == '"':
			n = quoted(rest)
		default:
			n = wordLength(rest)
			switch w := rest[:n]; {
			case strings.EqualFold(w, "insert"), strings.EqualFold(w, "update"), strings.EqualFold(w, "delete"):
				u.changes = true
			case strings.Contains(w, "_") && !slices.Contains(u.tables, w):
				u.tables = append(u.tables, strings.Clone(w))
			}
			n = max(n, 1)
		}
		i += n
	}
	if usesKept.Load() < mostUses {
		usesKept.Add(1)
		uses.Store(strings.Clone(query), u)
	}
	return u
}

// wordLength is the length of the name or keyword that s begins with.
func wordLength(s string) int {
	for i := range len(s) {
		if c := s[i]; c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return i
		}
	}
	return len(s)
}
