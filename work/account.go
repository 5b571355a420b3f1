package work

import (
	"context"

	"loa/plan"
	"loa/platform/store"
)

// An Account is a task with all that a report tells of it: its units, and what of the plan it serves.
type Account struct {
	Task
	Parts  []Part
	Abouts []About
}

// Accounts is every task that plan id asks for, in the order of the paper.
func Accounts(ctx context.Context, tx *store.Tx, id plan.ID) ([]Account, error) {
	found, err := tasks(ctx, tx, `t.plan = $2 AND t.is_asked ORDER BY t.first_line, t.id`, int64(id))
	if err != nil {
		return nil, err
	}
	ids := make([]TaskID, len(found))
	for i, t := range found {
		ids[i] = t.ID
	}
	parts, err := allParts(ctx, tx, ids, 0)
	if err != nil {
		return nil, err
	}
	out := make([]Account, len(found))
	for i, t := range found {
		out[i] = Account{Task: t, Parts: parts[t.ID]}
		if out[i].Abouts, err = aboutsOf(ctx, tx, t.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}
