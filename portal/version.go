package portal

import (
	"context"
	"time"

	"loa/plan"
	"loa/platform/store"
)

// versionsPage is the life of a plan: each version and what it changed.
type versionsPage struct {
	*view
	Versions []past // the last first
}

type past struct {
	Number    int
	AdoptedAt time.Time
	Adopter   string
	Changes   []plan.Change // against the one before
}

// compared reads the versions of plan id, the last first, each with what it changed.
func compared(ctx context.Context, tx *store.Tx, id plan.ID) ([]past, error) {
	history, err := plan.History(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	var out []past
	var newer plan.Plan
	for i, h := range history {
		full, err := plan.Version(ctx, tx, id, h.Version)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out[i-1].Changes = plan.Diff(full.Draft, newer.Draft)
		}
		out = append(out, past{Number: h.Version, AdoptedAt: h.AdoptedAt, Adopter: h.Adopter})
		newer = full
	}
	return out, nil
}
