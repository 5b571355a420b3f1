package portal

import (
	"context"
	"sync"

	"loa/plan"
	"loa/platform/refuse"
	"loa/platform/store"
)

// kept holds plans that were read before. A version of a plan never changes, and
// which version is in force is asked of the database for every page; so what is
// kept is never stale, on however many machines. BenchmarkPages shows what it saves.
type kept struct {
	mu    sync.Mutex
	views map[version]*view
}

// A version names one version of one plan of one place.
type version struct {
	place store.Place
	id    plan.ID
	n     int
}

// most is how many versions are kept, of about 300 kB each.
const most = 64

func (k *kept) find(v version) *view {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.views[v]
}

func (k *kept) add(v version, found *view) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.views == nil || len(k.views) >= most {
		k.views = map[version]*view{}
	}
	k.views[v] = found
}

// current is the version in force of each plan of the place, the last adopted first.
func (p *Portal) current(ctx context.Context, tx *store.Tx) ([]*view, error) {
	all, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	out := make([]*view, len(all))
	for i, s := range all {
		if out[i], err = p.open(ctx, tx, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// find is the version in force of plan id.
func (p *Portal) find(ctx context.Context, tx *store.Tx, id plan.ID) (*view, error) {
	all, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.ID == id {
			return p.open(ctx, tx, s)
		}
	}
	return nil, refuse.With(refuse.NotFound, "Không tìm thấy kế hoạch này.")
}

// latest is the plan that the first page shows, the one adopted last; nil when there is none.
func (p *Portal) latest(ctx context.Context, tx *store.Tx) (*view, error) {
	all, err := plan.List(ctx, tx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return p.open(ctx, tx, all[0])
}

func (p *Portal) open(ctx context.Context, tx *store.Tx, s plan.Summary) (*view, error) {
	which := version{tx.Place(), s.ID, s.Version}
	if v := p.kept.find(which); v != nil {
		return v, nil
	}
	read, err := plan.Version(ctx, tx, s.ID, s.Version)
	if err != nil {
		return nil, err
	}
	v := see(read)
	p.kept.add(which, v)
	return v, nil
}
