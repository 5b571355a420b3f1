package main

import (
	"encoding/binary"
	"slices"
)

// packTitles packs the pairs of words whose second word has a capital clearly
// more or less often than share, its usual per cent: keys as differences, and
// the per cent in the pair.
func packTitles(titles map[uint32][2]int, share []int) []byte {
	var keys []uint32
	for k, n := range titles {
		usual := share[k&0xFFFF]
		if here := 100 * n[1] / n[0]; n[0] >= 5 && (here > usual+25 || here < usual-25) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var b []byte
	last := uint32(0)
	for _, k := range keys {
		b = binary.AppendUvarint(b, uint64(k-last))
		b = append(b, byte(100*titles[k][1]/titles[k][0]))
		last = k
	}
	return b
}
