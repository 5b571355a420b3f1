package ngram

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
)

// magic begins a packed model; the figure is the version of the form.
const magic = "LOANG1"

var errBroken = errors.New("ngram: broken model file")

// Write packs m.
func (m *Model) Write() []byte {
	b := []byte(magic)
	for k := range m.levels {
		b = binary.AppendUvarint(b, uint64(len(m.levels[k].cost)))
	}
	b = append(b, m.levels[0].cost...)
	for k := 0; k+1 < Order; k++ {
		l, below := &m.levels[k], &m.levels[k+1]
		for n := range l.cost {
			from, to := l.first[n], l.first[n+1]
			b = binary.AppendUvarint(b, uint64(to-from))
			if from == to {
				continue
			}
			b = append(b, l.leave[n])
			last := Word(0)
			for i := from; i < to; i++ {
				b = binary.AppendUvarint(b, uint64(below.word[i]-last))
				last = below.word[i]
			}
			b = append(b, below.cost[from:to]...)
		}
	}
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// Read unpacks what Write packed.
func Read(b []byte) (*Model, error) {
	if len(b) < len(magic)+4 || string(b[:len(magic)]) != magic ||
		crc32.ChecksumIEEE(b[:len(b)-4]) != binary.BigEndian.Uint32(b[len(b)-4:]) {
		return nil, errBroken
	}
	u := unpacker{b: b[len(magic) : len(b)-4]}
	m := &Model{}
	var sizes [Order]int
	for k := range sizes {
		if sizes[k] = u.number(); sizes[k] > 1<<26 {
			return nil, errBroken
		}
	}
	m.levels[0].cost = slices.Clone(u.bytes(sizes[0]))
	for k := 0; k+1 < Order && !u.broken; k++ {
		u.below(&m.levels[k], &m.levels[k+1], sizes[k+1])
	}
	if u.broken || len(u.b) > 0 {
		return nil, errBroken
	}
	return m, nil
}

type unpacker struct {
	b      []byte
	broken bool
}

func (u *unpacker) number() int {
	if len(u.b) > 0 && u.b[0] < 0x80 {
		n := int(u.b[0])
		u.b = u.b[1:]
		return n
	}
	n, w := binary.Uvarint(u.b)
	if w <= 0 || n > 1<<32 {
		u.broken = true
		return 0
	}
	u.b = u.b[w:]
	return int(n)
}

func (u *unpacker) bytes(n int) []byte {
	if n > len(u.b) {
		u.broken = true
		return nil
	}
	b := u.b[:n]
	u.b = u.b[n:]
	return b
}

// below reads the followers of the nodes of a level.
func (u *unpacker) below(l, below *level, size int) {
	l.first = make([]uint32, 1, len(l.cost)+1)
	l.leave = make([]uint8, len(l.cost))
	below.word = make([]Word, 0, size)
	below.cost = make([]uint8, 0, size)
	for n := range l.cost {
		many := u.number()
		if u.broken || many > size-len(below.word) {
			u.broken = true
			return
		}
		if many > 0 {
			leave := u.bytes(1)
			if leave == nil {
				return
			}
			l.leave[n] = leave[0]
			last := 0
			for range many {
				last += u.number()
				below.word = append(below.word, Word(last))
			}
			below.cost = append(below.cost, u.bytes(many)...)
		}
		l.first = append(l.first, uint32(len(below.word)))
	}
	if len(below.word) != size || len(below.cost) != size {
		u.broken = true
	}
}
