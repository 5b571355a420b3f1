package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"loa/kit/vi"
	"loa/kit/vi/restore"
)

// A pair is a word of a page and what an engine read in its place.
type pair struct{ seen, meant string }

// likeness brings letters that engines confuse to one, so that a reading stays near its word.
var likeness = strings.NewReplacer("0", "o", "6", "o", "9", "o", "@", "o", "$", "s", "5", "s", "1", "l", "i", "l", "|", "l", "!", "l",
	"4", "a", "€", "e", "¢", "e", "¥", "y", "&", "e", "q", "o", "w", "u", "p", "d", "b", "d", "m", "n", "7", "t", "§", "s", "8", "b")

func skeleton(s string) []rune { return []rune(likeness.Replace(vi.Fold(s))) }

// distance is the number of letters to put in, take out or exchange.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			d := diagonal
			if x != y {
				d++
			}
			diagonal = row[j+1]
			row[j+1] = min(d, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// align pairs the fields of a page as read with those of its true text, in
// order; a field without a counterpart is paired with nothing.
func align(seen, meant []string) []pair {
	const gap = 0.75
	n, m := len(seen), len(meant)
	a, b := make([][]rune, n), make([][]rune, m)
	for i, s := range seen {
		a[i] = skeleton(s)
	}
	for j, s := range meant {
		b[j] = skeleton(s)
	}
	band := max(80, max(n, m)-min(n, m)+60)
	cost := make([]float32, (n+1)*(m+1))
	step := make([]byte, (n+1)*(m+1))
	at := func(i, j int) int { return i*(m+1) + j }
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			if i == 0 && j == 0 {
				continue
			}
			best, from := float32(1e9), byte(0)
			if off := j*max(n, 1)/max(m, 1) - i; off <= band && off >= -band {
				if i > 0 {
					best, from = cost[at(i-1, j)]+gap, 1
				}
				if j > 0 {
					if v := cost[at(i, j-1)] + gap; v < best {
						best, from = v, 2
					}
				}
				if i > 0 && j > 0 {
					c := float32(0)
					if seen[i-1] != meant[j-1] {
						c = min(1, 0.02+float32(distance(a[i-1], b[j-1]))/float32(max(len(a[i-1]), len(b[j-1]), 1)))
					}
					if v := cost[at(i-1, j-1)] + c; v <= best {
						best, from = v, 3
					}
				}
			}
			cost[at(i, j)], step[at(i, j)] = best, from
		}
	}
	var out []pair
	for i, j := n, m; i > 0 || j > 0; {
		switch step[at(i, j)] {
		case 1:
			i--
			out = append(out, pair{seen[i], ""})
		case 2:
			j--
			out = append(out, pair{"", meant[j]})
		case 3:
			i, j = i-1, j-1
			out = append(out, pair{seen[i], meant[j]})
		default:
			return nil // outside the band: the two are not one page
		}
	}
	slices.Reverse(out)
	return out
}

// A page is a page that an engine read, beside its true text.
type page struct {
	name        string // of the document
	level       string // clean, office, poor
	seen, meant string
}

// pages reads the pages of a folder that were read by one engine.
func pages(dir, engine string) ([]page, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.ocr-"+engine+".txt"))
	if err != nil {
		return nil, err
	}
	var ps []page
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".ocr-"+engine+".txt")
		dot := strings.LastIndexByte(name, '.')
		p := page{level: name[dot+1:]}
		truth := filepath.Join(dir, name+".truth.txt")
		if _, err := os.Stat(truth); err != nil {
			truth = filepath.Join(dir, name[:dot]+".truth.txt")
		}
		p.name, _, _ = strings.Cut(name, ".")
		for _, x := range []struct {
			path string
			into *string
		}{{f, &p.seen}, {truth, &p.meant}} {
			b, err := os.ReadFile(x.path)
			if err != nil {
				return nil, err
			}
			*x.into = string(b)
		}
		ps = append(ps, p)
	}
	if len(ps) == 0 {
		return nil, fmt.Errorf("no page read by %s in %s", engine, dir)
	}
	return ps, nil
}

// words are the pairs of p that are surely one word each, both neighbours being paired too.
func (p page) words() []pair {
	all := align(strings.Fields(p.seen), strings.Fields(p.meant))
	whole := func(i int) bool { return i < 0 || i >= len(all) || all[i].seen != "" && all[i].meant != "" }
	var out []pair
	for i, x := range all {
		if !whole(i) || !whole(i-1) || !whole(i+1) {
			continue
		}
		seen, meant := restore.Core(x.seen), core(x.meant)
		if n := len([]rune(seen)); n == 0 || n > 12 || len([]rune(meant)) > 9 || !vi.IsSyllable(strings.ToLower(meant)) {
			continue
		}
		a, b := skeleton(seen), skeleton(meant)
		if distance(a, b)*4 > 3*max(len(a), len(b)) {
			continue
		}
		out = append(out, pair{seen, vi.Canon(meant)})
	}
	return out
}

func core(field string) string {
	return strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%' })
}
