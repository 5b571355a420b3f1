package ngram

import (
	"bytes"
	"math"
	"testing"

	"pgregory.net/rapid"
)

const begin Word = 1

// texts draws sentences of words below 12, each beginning with begin.
func texts(t *rapid.T) [][]Word {
	sentence := rapid.Custom(func(t *rapid.T) []Word {
		return append([]Word{begin}, rapid.SliceOfN(rapid.Uint16Range(2, 11), 1, 12).Draw(t, "words")...)
	})
	return rapid.SliceOfN(sentence, 1, 30).Draw(t, "sentences")
}

func build(text [][]Word, cut Cut) *Model {
	var c Counter
	for _, s := range text {
		c.Add(s, 1)
	}
	return c.Build(12, cut)
}

// TestWhatFollowsAddsUpToOne: in every state the probabilities of all words come
// to one, but for the rounding of costs, and for what a cut forgets.
func TestWhatFollowsAddsUpToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts(t)
		off := 0.12
		cut := Cut{}
		if rapid.Bool().Draw(t, "cut") {
			off = 0.35
			cut.Gain = [Order]float64{0, 0, rapid.Float64Range(0, 2).Draw(t, "gain"), rapid.Float64Range(0, 2).Draw(t, "gain4")}
		}
		m := build(text, cut)
		for _, s := range text {
			at := m.After(s[0])
			for _, w := range s[1:] {
				sum := 0.0
				for v := Word(0); v < 12; v++ {
					sum += math.Exp(-float64(m.Cost(at, v)))
				}
				if sum < 1-off || sum > 1+off {
					t.Fatalf("after some of %v: %v", s, sum)
				}
				at = m.Next(at, w)
			}
		}
	})
}

// TestWhatIsPackedComesBack, answer for answer.
func TestWhatIsPackedComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := build(texts(t), Cut{})
		packed := m.Write()
		back, err := Read(packed)
		if err != nil {
			t.Fatal(err)
		}
		if !back.Equal(m) || !bytes.Equal(back.Write(), packed) {
			t.Fatal("another model came back")
		}
	})
}

// TestWhatWasSaidIsLikelier than what was not: the longer the context that was seen, the more it says.
func TestWhatWasSaidIsLikelier(t *testing.T) {
	var c Counter
	for range 20 {
		c.Add([]Word{begin, 2, 3, 4, 5}, 1)
		c.Add([]Word{begin, 6, 3, 4, 7}, 1)
	}
	m := c.Build(12, Cut{})
	after := func(ws ...Word) State {
		s := m.After(begin)
		for _, w := range ws {
			s = m.Next(s, w)
		}
		return s
	}
	if m.Cost(after(2, 3, 4), 5) >= m.Cost(after(6, 3, 4), 5) {
		t.Error("the word three places before says nothing")
	}
	if m.Cost(after(2, 3, 4), 5) >= m.Cost(after(2, 3, 4), 8) {
		t.Error("a word that was seen is no likelier than one that was not")
	}
	if got, want := m.Cost(after(2, 3), 4), m.Raise(after(2, 3), 4, pairOnly(m, after(2, 3), 4)); got != want {
		t.Errorf("raised %v, asked %v", want, got)
	}
}

func pairOnly(m *Model, s State, w Word) float32 {
	c, _ := m.Pair(s, w)
	return c
}

// TestHeavierTextCountsMore: a sentence added with a weight is as one that stands so many times.
func TestHeavierTextCountsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts(t)
		var once, often Counter
		for _, s := range text {
			once.Add(s, 3)
			for range 3 {
				often.Add(s, 1)
			}
		}
		if !once.Build(12, Cut{}).Equal(often.Build(12, Cut{})) {
			t.Fatal("another model")
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(build([][]Word{{begin, 2, 3, 4, 2, 3}}, Cut{}).Write())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := Read(b); err == nil {
			if _, err := Read(m.Write()); err != nil {
				t.Error("what was read cannot be read again")
			}
		}
	})
}
