package main

import (
	"math"
	"slices"
	"strings"
)

// A chunk of one or two true letters becomes up to three read ones.
const (
	mostMeant = 2
	mostSeen  = 3
)

// chunks are the probabilities of what true letters are read as.
type chunks map[string]map[string]float64

// learn finds by expectation and maximisation what letters were read as, from pairs of words and how often each stands.
func learn(pairs map[pair]float64, rounds int) chunks {
	type item struct {
		seen, meant []rune
		n           float64
	}
	var data []item
	for p, n := range pairs {
		data = append(data, item{[]rune(p.seen), []rune(p.meant), n})
	}
	slices.SortFunc(data, func(a, b item) int { // sums of floats depend on their order
		if c := strings.Compare(string(a.meant), string(b.meant)); c != 0 {
			return c
		}
		return strings.Compare(string(a.seen), string(b.seen))
	})
	p := chunks(nil)
	for range rounds {
		count := chunks{}
		for _, d := range data {
			expect(d.seen, d.meant, d.n, p, count)
		}
		p = count.shares()
	}
	return p
}

// first is the probability of a chunk before anything was learned.
func first(meant, seen string) float64 {
	v := math.Exp(-2.5 * float64(distance(skeleton(meant), skeleton(seen))))
	if meant == seen {
		v = 1
	}
	if seen == "" {
		v = math.Exp(-5)
	}
	if len([]rune(meant)) == 2 {
		v *= 0.02
	}
	return v
}

// expect adds to count how often each chunk is likely to have been used in one pair of words.
func expect(seen, meant []rune, weight float64, p chunks, count chunks) {
	type arc struct {
		i, j, a, b int
		p          float64
	}
	n, m := len(meant), len(seen)
	forward := make([]float64, (n+1)*(m+1))
	back := make([]float64, (n+1)*(m+1))
	at := func(i, j int) int { return i*(m+1) + j }
	forward[0] = 1
	var arcs []arc
	for i := range n {
		for j := 0; j <= m; j++ {
			if forward[at(i, j)] == 0 {
				continue
			}
			for a := 1; a <= mostMeant && i+a <= n; a++ {
				for b := 0; b <= mostSeen && j+b <= m; b++ {
					if a == 2 && b == 0 {
						continue
					}
					mc, sc := string(meant[i:i+a]), string(seen[j:j+b])
					var v float64
					if p == nil {
						v = first(mc, sc)
					} else {
						v = p[mc][sc]
					}
					if v < 1e-9 {
						continue
					}
					forward[at(i+a, j+b)] += forward[at(i, j)] * v
					arcs = append(arcs, arc{i, j, a, b, v})
				}
			}
		}
	}
	all := forward[at(n, m)]
	if all == 0 {
		return
	}
	back[at(n, m)] = 1
	for _, x := range slices.Backward(arcs) {
		back[at(x.i, x.j)] += back[at(x.i+x.a, x.j+x.b)] * x.p
	}
	for _, x := range arcs {
		e := forward[at(x.i, x.j)] * x.p * back[at(x.i+x.a, x.j+x.b)] / all
		if e < 1e-6 {
			continue
		}
		mc, sc := string(meant[x.i:x.i+x.a]), string(seen[x.j:x.j+x.b])
		if count[mc] == nil {
			count[mc] = map[string]float64{}
		}
		count[mc][sc] += e * weight
	}
}

// shares turns counts into probabilities. Pairs of letters compete with single ones and are held back.
func (c chunks) shares() chunks {
	p := chunks{}
	for meant, row := range c {
		all := 1.0
		keys := sortedKeys(row)
		for _, seen := range keys {
			all += row[seen]
		}
		p[meant] = map[string]float64{}
		for _, seen := range keys {
			v := row[seen]
			if v < 0.3 {
				continue
			}
			v /= all
			if len([]rune(meant)) == 2 {
				v *= 0.25
			}
			p[meant][seen] = v
		}
	}
	return p
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// rows are the chunks as lines of a table: true letters, read letters, cost.
func (c chunks) rows() []string {
	var out []string
	for _, meant := range sortedKeys(c) {
		for _, seen := range sortedKeys(c[meant]) {
			if v := c[meant][seen]; v > 3e-5 && seen != "\t" {
				out = append(out, meant+"\t"+seen+"\t"+figure(v))
			}
		}
	}
	return out
}

// habits are whole words that were read in one way again and again: what was read, then what was meant with its cost.
func habits(pairs map[pair]float64, least float64) []string {
	all := map[string]float64{}
	by := map[string][]pair{}
	for p, n := range pairs {
		all[p.meant] += n
		if n >= least {
			by[p.seen] = append(by[p.seen], p)
		}
	}
	var out []string
	for _, seen := range sortedKeys(by) {
		ps := by[seen]
		slices.SortFunc(ps, func(a, b pair) int { return strings.Compare(a.meant, b.meant) })
		line := seen
		for _, p := range ps {
			line += "\t" + p.meant + " " + figure(pairs[p]/(all[p.meant]+2))
		}
		out = append(out, line)
	}
	return out
}
