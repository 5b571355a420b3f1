package plan

import (
	"cmp"
	"slices"
	"strings"
)

// keyed is one thing that carries a key.
type keyed struct {
	kind    string // clause, target, basis, assignment, task
	key     *int64
	address string // as people write it: the clause's address, the target's id, the code of the basis
	wording string // what it is known again by
	same    string // what is the same only in the same thing, such as code and date; may be empty
}

// keys lists everything in d that carries a key, in a fixed order.
func (d *Draft) keys() []keyed {
	var ks []keyed
	d.Walk(func(_, c *Clause) {
		ks = append(ks, keyed{"clause", &c.Key, string(c.ID), strings.TrimSpace(c.Title + " " + c.Text), string(c.ID)})
	})
	for i := range d.Targets {
		t := &d.Targets[i]
		ks = append(ks, keyed{"target", &t.Key, t.ID, t.Subject + " " + t.Measure, ""})
	}
	for i := range d.References {
		b := &d.References[i]
		ks = append(ks, keyed{"basis", &b.Key, b.Code, b.Code, b.Code + " " + b.Date})
	}
	for i := range d.Assignments {
		a := &d.Assignments[i]
		ks = append(ks, keyed{"assignment", &a.Key, string(a.Node), a.Unit, a.Unit})
		for j := range a.Tasks {
			t := &a.Tasks[j]
			ks = append(ks, keyed{"task", &t.Key, t.ID, t.Text, a.Unit})
		}
	}
	return ks
}

// near is how alike two wordings must be to be the same thing said again, from 0 to 1.
const near = 0.6

// Match gives the things of an amended draft the keys of the same things in
// the adopted version old: first those worded the same, then those worded
// nearly the same, the most alike first; each key goes to one thing. Keys that
// now already has are left. What is new keeps key 0.
func Match(old Draft, now *Draft) {
	taken := map[int64]bool{}
	for _, k := range now.keys() {
		if *k.key != 0 {
			taken[*k.key] = true
		}
	}
	type pair struct {
		alike float64
		a, b  int
	}
	olds, news := old.keys(), now.keys()
	var pairs []pair
	bags := map[string][]string{}
	bag := func(s string) []string {
		if bags[s] == nil {
			bags[s] = tokens(s)
		}
		return bags[s]
	}
	for i, a := range olds {
		for j, b := range news {
			if a.kind != b.kind || *b.key != 0 || taken[*a.key] {
				continue
			}
			alike := dice(bag(a.wording), bag(b.wording))
			if alike >= near {
				if a.same != "" && a.same == b.same {
					alike += 0.05 // of two things worded alike, the one at the same place is the same
				}
				pairs = append(pairs, pair{alike, i, j})
			}
		}
	}
	slices.SortStableFunc(pairs, func(p, q pair) int { return cmp.Compare(q.alike, p.alike) })
	for _, p := range pairs {
		a, b := olds[p.a], news[p.b]
		if *b.key == 0 && !taken[*a.key] {
			*b.key = *a.key
			taken[*a.key] = true
		}
	}
}

// tokens are the words of s in order, small, without marks of punctuation.
func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" \n\t.,;:!?()[]“”\"'«»–", r) })
}

// dice is how alike two lists of words are: twice the words they share over the words they have, from 0 to 1.
func dice(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	shared := 0
	for _, w := range b {
		if count[w] > 0 {
			count[w]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a)+len(b))
}
