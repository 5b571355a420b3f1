package work

import (
	"context"

	"loa/plan"
	"loa/platform/store"
)

// A Proven is an evidence that was accepted, with the unit that sent it.
type Proven struct {
	Evidence
	UnitName string
}

// ProvenOf is every accepted evidence for the tasks of plan id, in the order it was sent.
func ProvenOf(ctx context.Context, tx *store.Tx, id plan.ID) ([]Proven, error) {
	accounts, err := Accounts(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	var out []Proven
	for _, a := range accounts {
		for _, p := range a.Parts {
			all, err := evidenceOf(ctx, tx, a.ID, p.Unit)
			if err != nil {
				return nil, err
			}
			for _, e := range all {
				if e.State == Accepted {
					out = append(out, Proven{e, p.Name})
				}
			}
		}
	}
	return out, nil
}
