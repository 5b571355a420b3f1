package scan

import (
	"strings"
	"unicode"

	"loa/kit/vi"
)

// recall lays got along a stretch of want, with the fewest differences, and
// counts the words of the stretch and those of them that got has right. Case,
// signs around a word and the place of its tone do not count.
func recall(got, want []string) (right, all int) {
	got, want = cores(got), cores(want)
	width := len(want) + 1
	cost := make([]int, width) // of the row: got so far against want up to here; to begin anywhere is free
	from := make([]uint8, (len(got)+1)*width)
	const pair, extra, missed = 0, 1, 2
	for i, g := range got {
		diagonal := cost[0]
		cost[0]++
		from[(i+1)*width] = extra
		for j, w := range want {
			best, way := diagonal, uint8(pair)
			if g != w {
				best++
			}
			if c := cost[j+1] + 1; c < best {
				best, way = c, extra
			}
			if c := cost[j] + 1; c < best {
				best, way = c, missed
			}
			diagonal, cost[j+1] = cost[j+1], best
			from[(i+1)*width+j+1] = way
		}
	}
	end := 0
	for j, c := range cost {
		if c < cost[end] {
			end = j
		}
	}
	for i, j := len(got), end; i > 0; {
		switch from[i*width+j] {
		case extra:
			i--
		case missed:
			all++
			j--
		default:
			i, j = i-1, j-1
			all++
			if got[i] == want[j] {
				right++
			}
		}
	}
	return right, all
}

// cores are the words as they are compared; what has no letter or figure is left out.
func cores(words []string) []string {
	var out []string
	for _, w := range words {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if w != "" {
			out = append(out, vi.Canon(vi.Lower(w)))
		}
	}
	return out
}
