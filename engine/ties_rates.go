package engine

import (
	"math"

	"github.com/corredor-geo/corredor/engine/violence"
	"github.com/corredor-geo/corredor/graph/alternative"
)

// ratesOf bounds the mean rate along routes of least cost, per series. NaN where no
// municipality on the way has a rate, or moves without cost close a circle.
func (r *Result) ratesOf(o *alternative.Optimal) (low, high []float64) {
	for _, m := range r.Violence {
		x := newExtremes(r, o, m)
		low, high = append(low, -x.most(-1)), append(high, x.most(1))
	}
	return low, high
}

// extremes looks for the routes along which the mean rate is least and greatest. A mean
// by length is a ratio of two sums over steps. W. Dinkelbach, "On Nonlinear Fractional Programming",
// Management Science 13(7), 1967, doi:10.1287/mnsc.13.7.492: the ratio of the path with
// the greatest sum of (rate - guess) x metres is a better guess, until it is the guess.
type extremes struct {
	optimal *alternative.Optimal
	of      *Result
	measure *violence.Measure
	metres  []float64 // per step, in places that have a rate
	amount  []float64 // per step, rate x metres
}

func newExtremes(r *Result, o *alternative.Optimal, m *violence.Measure) *extremes {
	x := &extremes{o, r, m, make([]float64, len(o.Steps)), make([]float64, len(o.Steps))}
	for i, s := range o.Steps {
		for _, along := range r.stretchesOf(spansOf(s)) {
			if along.Place >= 0 && !math.IsNaN(m.RatePer100k[along.Place]) {
				x.metres[i] += along.Meters
				x.amount[i] += float64(along.Meters * m.RatePer100k[along.Place])
			}
		}
	}
	return x
}

// most is the greatest mean rate of a route, times the sign.
func (x *extremes) most(sign float64) float64 {
	guess := sign * x.mean(x.optimal.Path())
	for !math.IsNaN(guess) {
		path, ok := x.optimal.Greatest(func(step int) float64 { return float64(sign*x.amount[step]) - float64(guess*x.metres[step]) })
		if !ok {
			return math.NaN()
		}
		better := sign * x.mean(path)
		if !(better > guess) {
			break
		}
		guess = better
	}
	return guess
}

// mean is the rate along a path, as it stands in routes.csv.
func (x *extremes) mean(path []int) float64 {
	var steps []alternative.OptimalStep
	for _, s := range path {
		steps = append(steps, x.optimal.Steps[s])
	}
	return x.measure.Along(x.of.stretchesOf(spansOf(steps...))).MeanRatePer100k
}
