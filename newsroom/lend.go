package newsroom

import (
	"context"

	"loa/platform/store"
)

// A Lent is a public picture that others may show too, when they name its source.
type Lent struct {
	Story  Piece
	Number int64
	Alt    string
	Credit string
	Rights string // why, in words
}

// Lendable are the pictures of the latest stories that the place may pass on: its own, the state's and openly licensed
// ones, the newest first, most at the most. What somebody allowed the ward alone to show is not among them.
func Lendable(ctx context.Context, tx *store.Tx, most int) (out []Lent, err error) {
	const looked = 60 // stories
	stories, _, err := pieces(ctx, tx, Shelf{}, 1, looked)
	if err != nil {
		return nil, err
	}
	for _, s := range stories {
		if len(s.Body.Pictures()) == 0 {
			continue
		}
		some, err := lendableOf(ctx, tx, s)
		if out = append(out, some...); err != nil || len(out) >= most {
			return out[:min(len(out), most)], err
		}
	}
	return out, nil
}

func lendableOf(ctx context.Context, tx *store.Tx, s Piece) (out []Lent, err error) {
	kept, err := picturesOf(ctx, tx, s.ID)
	for _, f := range s.Body.Pictures() {
		for _, p := range kept {
			if p.ID == f.Number && p.Rights != ByPermission {
				out = append(out, Lent{Story: s, Number: p.ID, Alt: f.Alt, Credit: p.Credit, Rights: p.Rights.name()})
			}
		}
	}
	return out, err
}

func (r Rights) name() string {
	for _, row := range rightsNames {
		if row.rights == r {
			return row.name
		}
	}
	return ""
}
