package citation

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func FuzzFind(f *testing.F) {
	for _, name := range []string{"phu-lien-15-kh-ubnd.gold.txt", "phu-lien-15-kh-ubnd.seed.txt"} {
		ls := paper(f, name)
		for i := 0; i+8 < len(ls); i += 8 {
			var b strings.Builder
			for _, l := range ls[i : i+8] {
				b.WriteString(l.Text + "\n")
			}
			f.Add(b.String())
		}
	}
	f.Add("Nghị quyết số 57-NQ/TW\xff\n\u0301 ngày 31/02/2025 của")
	f.Fuzz(func(t *testing.T, s string) {
		ls := lines(s)
		found := Find(ls, phuLien)
		for i, c := range found {
			if c.Lines[0] < 1 || c.Lines[1] < c.Lines[0] || c.Lines[1] > len(ls) {
				t.Errorf("%q: lines %v of %d", c.Text, c.Lines, len(ls))
			}
			if c.From.Byte > len(ls[c.From.Line-1].Text) {
				t.Errorf("%q begins at %v", c.Text, c.From)
			}
			if c.Within >= i {
				t.Errorf("%q stands within a later one", c.Text)
			}
		}
		cited := 0
		for _, d := range Merge(found) {
			cited += len(d.Cited)
		}
		if cited != len(found) {
			t.Errorf("%d citations, %d after merging", len(found), cited)
		}
	})
}

// noise is size bytes of what the grammar is made of, without sense.
func noise(size int) []Line {
	r := rand.New(rand.NewPCG(1, 2))
	bits := []string{"15", "/", "-", "QĐ", "KH-UBND", "TTg", " ", " ", "ngày ", "26/10/2021", "\n", ";", ",", "Luật ", "Nghị quyết ", "số ", "của ", "Chính phủ ", "về ", "thực hiện ", "và ", "57-NQ/TW ", "x", "a) ", "(", "năm 2024"}
	var b strings.Builder
	for b.Len() < size {
		b.WriteString(bits[r.IntN(len(bits))])
	}
	return lines(b.String())
}

// Ten megabytes take 0.6 s on the machine this was written on (BenchmarkNoise); what a test can hold is the shape:
// four times the noise takes four times as long, not sixteen.
func TestTheTimeGrowsWithTheText(t *testing.T) {
	least := func(size int) time.Duration {
		ls := noise(size)
		best := time.Hour
		for range 3 {
			start := time.Now()
			Find(ls, phuLien)
			best = min(best, time.Since(start))
		}
		return best
	}
	var one, four time.Duration
	for range 8 { // a busy machine may spoil a measurement, never so many
		if one, four = least(256<<10), least(1<<20); four < 10*one {
			return
		}
	}
	t.Errorf("256 KB take %v, 1 MB %v", one, four)
}

func BenchmarkFind(b *testing.B) {
	ls := paper(b, "phu-lien-15-kh-ubnd.seed.txt")
	b.SetBytes(17955)
	for b.Loop() {
		Find(ls, phuLien)
	}
}

func BenchmarkNoise(b *testing.B) {
	ls := noise(10 << 20)
	b.SetBytes(10 << 20)
	for b.Loop() {
		Find(ls, phuLien)
	}
}
