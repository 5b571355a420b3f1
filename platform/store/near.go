package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// The words that a place knows, for a search that found too little. Each word is
// kept with all that is left of it when one letter is taken away; two words that
// are one slip of a finger apart have such a rest in common, or one is a rest of
// the other. So looking for near words is a handful of look-ups in one index,
// however many words there are. Words of a document that went stay known: a guess
// that finds nothing is not shown.
const (
	shortestTerm = 2
	longestTerm  = 24
	shortestNear = 4  // letters of a word that is taken for another
	mostNear     = 12 // words that one may stand for
	termsAtOnce  = 128
)

// learn makes the words of ws known at the place.
func (tx *Tx) learn(ctx context.Context, ws []word) error {
	var terms []string
	for _, w := range ws {
		if isTerm(w.folded) {
			terms = append(terms, w.folded)
		}
	}
	slices.Sort(terms) // in one order, so that two writers wait for each other in no ring
	var fresh []string
	for some := range slices.Chunk(slices.Compact(terms), termsAtOnce) {
		added, err := tx.add(ctx, some)
		if err != nil {
			return fmt.Errorf("learn words: %w", err)
		}
		fresh = append(fresh, added...)
	}
	for _, term := range fresh {
		gaps := rests(term)
		args := make([]any, 0, len(gaps)+1)
		args = append(args, term)
		for _, gap := range gaps {
			args = append(args, gap)
		}
		values := ""
		for i := range gaps {
			values += fmt.Sprintf(", ($1, $%d, $2)", i+3)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO store_gap (place, gap, term) VALUES `+values[2:]+` ON CONFLICT DO NOTHING`, args...); err != nil {
			return fmt.Errorf("learn %q: %w", term, err)
		}
	}
	return nil
}

// add returns those of terms that were not known before.
func (tx *Tx) add(ctx context.Context, terms []string) ([]string, error) {
	args := make([]any, termsAtOnce) // always as many, so that the engine has one query to prepare
	for i := range args {
		args[i] = terms[min(i, len(terms)-1)]
	}
	return tx.terms(ctx, addTerms, args...)
}

var addTerms = func() string {
	values := make([]string, termsAtOnce)
	for i := range values {
		values[i] = fmt.Sprintf("($1, $%d)", i+2)
	}
	return `INSERT INTO store_term (place, term) VALUES ` + strings.Join(values, ", ") + ` ON CONFLICT DO NOTHING RETURNING term`
}()

func (tx *Tx) terms(ctx context.Context, query string, args ...any) (found []string, err error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var term string
		if err := rows.Scan(&term); err != nil {
			return nil, err
		}
		found = append(found, term)
	}
	return found, rows.Err()
}

func isTerm(s string) bool {
	return len(s) >= shortestTerm && len(s) <= longestTerm && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// rests are s and what is left of it without one of its letters.
func rests(s string) []string {
	out := []string{s}
	for i := range s {
		out = append(out, s[:i]+s[i+1:])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// widen is q with the words that each of its own may stand for.
func (tx *Tx) widen(ctx context.Context, q query) (query, error) {
	wide := query{marked: q.marked, words: slices.Clone(q.words)}
	for i := range wide.words {
		w := &wide.words[i]
		if !isTerm(w.folded) {
			continue
		}
		near, err := tx.near(ctx, w.folded, i == len(wide.words)-1)
		if err != nil {
			return q, fmt.Errorf("words near %q: %w", w.folded, err)
		}
		w.near = near
	}
	return wide, nil
}

// near are the known words that s may stand for, the likeliest first.
func (tx *Tx) near(ctx context.Context, s string, isLast bool) (out []string, err error) {
	asked := []any{}
	if len(s) >= shortestNear {
		for _, rest := range rests(s) {
			asked = append(asked, rest)
		}
	}
	typed := fromTelex(s)
	if typed != s {
		asked = append(asked, typed)
	}
	if len(asked) > 0 {
		known, err := tx.terms(ctx, `SELECT DISTINCT term FROM store_gap WHERE place = $1 AND gap IN (`+holders(2, len(asked))+`) ORDER BY term`, asked...)
		if err != nil {
			return nil, err
		}
		for _, term := range known {
			if term == typed && typed != s {
				out = slices.Insert(out, 0, term)
			} else if len(s) >= shortestNear && term != s && oneSlip(s, term) {
				out = append(out, term)
			}
		}
	}
	if isLast {
		begun, err := tx.terms(ctx, `SELECT term FROM store_term WHERE place = $1 AND term > $2 AND term < $3 ORDER BY term LIMIT $4`, s, s+"{", mostNear) // { follows z
		if err != nil {
			return nil, err
		}
		for _, term := range begun {
			if !slices.Contains(out, term) {
				out = append(out, term)
			}
		}
	}
	return out[:min(len(out), mostNear)], nil
}

// oneSlip tells whether a and b differ by one letter wrong, left out or too many, or by two that changed places.
func oneSlip(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// fromTelex is what keys of Telex mean without marks when no program took them up: chuyeenr is chuyen, ddooir is doi.
func fromTelex(s string) string {
	toned := strings.TrimRight(s, "sfrxj")
	if toned == "" {
		return s
	}
	s = toned
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == 'w':
		case i > 0 && s[i-1] == c && strings.IndexByte("aeod", c) >= 0:
		case i > 1 && i < len(s)-1 && strings.IndexByte("sfrxj", c) >= 0 && strings.IndexByte("aeiouyw", s[i-1]) >= 0:
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// may tells whether w of a document is one that of was typed for.
func (of word) may(w word) bool { return of.folded == w.folded || slices.Contains(of.near, w.folded) }

// isWide tells whether a word of q may stand for another.
func (q query) isWide() bool {
	return slices.ContainsFunc(q.words, func(w word) bool { return len(w.near) > 0 })
}

// instead is q as h, which it found, spells it.
func (q query) instead(h Hit) string {
	text := h.Title + " \n " + h.Snippet.Text
	all := words(text)
	spelt := make([]string, len(q.words))
	for from := 0; from+len(q.words) <= len(all); from++ {
		together := true
		for i, of := range q.words {
			w := all[from+i]
			together = together && of.may(w)
			if of.may(w) && spelt[i] == "" {
				spelt[i] = w.exact
			}
		}
		if together {
			for i := range q.words {
				spelt[i] = all[from+i].exact
			}
			break
		}
	}
	for i, of := range q.words {
		if spelt[i] != "" {
			continue
		}
		spelt[i] = of.exact
		if at := slices.IndexFunc(all, of.may); at >= 0 {
			spelt[i] = all[at].exact
		}
	}
	return strings.Join(spelt, " ")
}
