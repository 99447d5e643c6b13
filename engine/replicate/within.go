package replicate

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// within takes municipality and state x month effects out of a column of a balanced
// panel, exactly and again and again with the same weights: municipalities lie in
// states, so each state is a small problem of its own, and after the municipalities'
// means are taken out a system in its months, factored once. It gives what package panel finds by
// iteration.
type within struct {
	months  int
	states  [][]int // municipalities of each
	weights []float64
	units   []float64 // sum of weights per municipality
	factors []mat.Cholesky
}

// newWithin prepares the sweeps of a panel; nil weights are all 1.
func (p *Panel) newWithin(weights []float64) (*within, error) {
	w := &within{months: p.Months, weights: weights, units: make([]float64, len(p.Municipalities))}
	if weights == nil {
		w.weights = make([]float64, len(p.Homicides))
		for row := range w.weights {
			w.weights[row] = 1
		}
	}
	number := map[int32]int{}
	for m, state := range p.states() {
		i, seen := number[state]
		if !seen {
			i = len(w.states)
			number[state] = i
			w.states = append(w.states, nil)
		}
		w.states[i] = append(w.states[i], m)
		for _, x := range w.of(w.weights, m) {
			w.units[m] += x
		}
	}
	w.factors = make([]mat.Cholesky, len(w.states))
	for i := range w.states {
		if !w.factor(i) {
			return nil, fmt.Errorf("the effects of state %s cannot be told apart", p.Municipalities[w.states[i][0]][:2])
		}
	}
	return w, nil
}

// of returns the rows of a municipality.
func (w *within) of(column []float64, m int) []float64 {
	return column[m*w.months : (m+1)*w.months]
}

// factor factors the system of a state's months, all but the last, whose effect is 0,
// and reports whether that was possible.
func (w *within) factor(state int) bool {
	n := w.months - 1
	a := mat.NewSymDense(n, nil)
	for _, m := range w.states[state] {
		x := w.of(w.weights, m)
		for s := range n {
			a.SetSym(s, s, a.At(s, s)+x[s])
			for t := s; t < n; t++ {
				a.SetSym(s, t, a.At(s, t)-x[s]*x[t]/w.units[m])
			}
		}
	}
	return w.factors[state].Factorize(a)
}

// sweep takes the effects out of a column, in place.
func (w *within) sweep(column []float64) error {
	n := w.months - 1
	right, months := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	for i, members := range w.states {
		right.Zero()
		for _, m := range members {
			x, weight := w.center(column, m), w.of(w.weights, m)
			for t := range n {
				right.SetVec(t, right.AtVec(t)+float64(weight[t]*x[t]))
			}
		}
		if err := w.factors[i].SolveVecTo(months, right); err != nil {
			return err
		}
		for _, m := range members {
			x := w.of(column, m)
			for t := range n {
				x[t] -= months.AtVec(t)
			}
			w.center(column, m)
		}
	}
	return nil
}

// center takes the weighted mean out of a municipality's rows, and returns them.
func (w *within) center(column []float64, m int) []float64 {
	x, weight, sum := w.of(column, m), w.of(w.weights, m), 0.0
	for t := range x {
		sum += float64(weight[t] * x[t])
	}
	for t := range x {
		x[t] -= sum / w.units[m]
	}
	return x
}

// slope regresses y on x, both swept, and returns the estimate and its t with errors
// clustered by municipality, without a correction for small samples.
func (w *within) slope(y, x []float64) (estimate, t float64) {
	xx, xy := 0.0, 0.0
	for row := range x {
		xx += float64(w.weights[row] * x[row] * x[row])
		xy += float64(w.weights[row] * x[row] * y[row])
	}
	estimate = xy / xx
	variance := 0.0
	for m := range w.units {
		score, first := 0.0, m*w.months
		for row := first; row < first+w.months; row++ {
			score += float64(w.weights[row] * x[row] * (y[row] - float64(estimate*x[row])))
		}
		variance += float64(score * score)
	}
	return estimate, estimate * xx / math.Sqrt(variance)
}
