package restore

import "math"

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

// weights make a probability of that of a choice and of the strain around it.
type weights struct{ constant, odds, strain, log float64 }

// trust are the weights of each engine: a logistic regression over 60,000 words
// of 28 rendered pages that the model has not seen, at three levels of damage.
var trust = map[Engine]weights{
	English:    {0.90, 0.43, -0.41, 0.90},
	Vietnamese: {1.51, 0.53, -0.32, -0.53},
}

// sure is the probability that a choice is right. p, its probability among the
// rows that were kept, is too sure of itself: it knows nothing of words that the
// engine did not read at all.
func (r *reading) sure(p, strain float64) float64 {
	w := trust[r.o.Engine]
	p = min(max(p, 1e-3), 1-1e-4)
	z := w.constant + w.odds*math.Log(p/(1-p)) + w.strain*strain + w.log*math.Log1p(strain)
	return 1 / (1 + math.Exp(-z))
}
