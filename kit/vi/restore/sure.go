package restore

import (
	"math"
	"unicode/utf8"
)

// evidence is what is known of one choice when it is asked how sure it is.
type evidence struct {
	p      float64 // its probability among the rows that were kept
	strain float64 // see strain
	price  float64 // nats of its letters
	paid   float64 // nats of it altogether, after the words before it
	core   string  // as it was read
	topic  float64 // nats that it costs less because the text is about it
}

// weights make a probability of the evidence.
type weights struct{ constant, odds, strain, logStrain, price, paid, letters, topic float64 }

// trust are the weights of each engine: a logistic regression over 60,000 words
// of 28 rendered pages that the model has not seen, at three levels of damage.
var trust = map[Engine]weights{
	English:    {2.57, 0.36, -0.09, -0.67, -0.08, -0.08, 0.38, 0.60},
	Vietnamese: {4.10, 0.39, 0.14, -3.02, -0.01, -0.10, 0.87, 0.60},
}

// sure is the probability that a choice is right. Its probability among the rows
// that were kept is too sure of itself: it knows nothing of words that the engine
// did not read at all.
func (e evidence) sure(w weights) float64 {
	p := min(max(e.p, 1e-3), 1-1e-4)
	z := w.constant + w.odds*math.Log(p/(1-p)) + w.strain*e.strain + w.logStrain*math.Log1p(e.strain) +
		w.price*min(e.price, 15) + w.paid*min(e.paid, 20) + w.letters*math.Log(float64(max(utf8.RuneCountInString(e.core), 1))) + w.topic*e.topic
	return 1 / (1 + math.Exp(-z))
}

// evidence is that of the i-th choice of the best row.
func (x *run) evidence(r *reading, i int, c *choice, p float64) evidence {
	e := evidence{p: p, strain: x.strain(i), price: float64(c.price), paid: float64(x.paid[i]), core: x.tokens[c.from].core}
	if r.habit != nil {
		e.topic = float64(r.habit.bonus[c.id])
	}
	return e
}

// strain is what the words around the i-th of the best row cost, each: a few
// nats in sound text, many where the engine read dirt, or a line under a seal.
func (l *lattice) strain(i int) float64 {
	const around, most = 3, 25
	from, to := max(0, i-around), min(len(l.paid), i+around+1)
	sum := 0.0
	for _, c := range l.paid[from:to] {
		sum += min(float64(c), most)
	}
	return max(0, sum/float64(to-from)) // words that the text is about may cost less than nothing
}
