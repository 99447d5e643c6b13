package hotspot

import (
	"context"
	"fmt"
	"math"
)

// maxCrossValidated bounds the points of a cross-validation, which looks at
// every pair some fifty times.
const maxCrossValidated = 10_000

// The search looks at coarseFactors factors of equal ratio, then rounds times
// at fineFactors around the best, and ends with a parabola through the last three.
const (
	leastFactor   = 0.05
	mostFactor    = 4.0
	coarseFactors = 25
	fineFactors   = 9
	fineRounds    = 3
)

// crossValidate returns the factor on the sigma of m that the rule likes best.
// The factor is within 1e-3 of the minimum that it brackets.
func crossValidate(ctx context.Context, s *sample, rule Rule, m metric) (float64, error) {
	if n := len(s.lon); n < 2 || n > maxCrossValidated {
		return 0, fmt.Errorf("%w: cross-validation takes 2 to %d points, not %d; draw some, or give a Sigma", ErrBandwidth, maxCrossValidated, n)
	}
	lo, hi, count := math.Log(leastFactor), math.Log(mostFactor), coarseFactors
	for round := range fineRounds + 1 {
		step := (hi - lo) / float64(count-1)
		loss, err := losses(ctx, s, validation{rule, m, lo, step, count})
		if err != nil {
			return 0, err
		}
		best := 0
		for k, l := range loss {
			if l < loss[best] {
				best = k
			}
		}
		if round > 0 { // a bracket's ends cannot be better than its middle but by rounding
			best = min(max(best, 1), count-2)
		}
		if best == 0 || best == count-1 {
			return 0, fmt.Errorf("%w: the best bandwidth is beyond %g to %g times the normal reference; are points repeated, or too few? Give a Sigma",
				ErrBandwidth, leastFactor, mostFactor)
		}
		center := lo + float64(float64(best)*step)
		if round == fineRounds {
			return math.Exp(center + float64(step*vertex(loss[best-1:best+2]))), nil
		}
		lo, hi, count = center-step, center+step, fineFactors
	}
	panic("unreachable")
}

// vertex is where a parabola through the values at -1, 0 and 1 is least.
func vertex(y []float64) float64 {
	bend := y[0] - 2*y[1] + y[2]
	if !(bend > 0) || math.IsInf(bend, 0) {
		return 0
	}
	return (y[0] - y[2]) / (2 * bend)
}

// validation is a rule and the logarithms of the factors to try.
type validation struct {
	rule     Rule
	unit     metric
	lo, step float64
	count    int
}

// losses returns the loss of each factor: a sum over points, in their order, of
// sums over the others, in theirs.
func losses(ctx context.Context, s *sample, v validation) ([]float64, error) {
	n := len(s.lon)
	terms := make([]float64, n*v.count)
	quarter := make([]float64, v.count) // 1/(4 factor²)
	for k := range quarter {
		quarter[k] = math.Exp(-2*(v.lo+float64(float64(k)*v.step))) / 4
	}
	err := eachBand(ctx, n, func(lo, hi int) {
		for i := lo; i < hi && ctx.Err() == nil; i++ {
			v.terms(terms[i*v.count:][:v.count], s, i, quarter)
		}
	})
	loss := make([]float64, v.count)
	for i := range n {
		for k := range loss {
			loss[k] += float64(s.weight[i] * terms[i*v.count+k])
		}
	}
	return loss, err
}

// terms sets what point i adds to each loss.
//
// Least squares: the integral of f² has pairs with the kernel of twice the
// variance, of which 1/2 is the peak; f without i is what the others have at i.
func (v validation) terms(dst []float64, s *sample, i int, quarter []float64) {
	// Far pairs add nothing: to a sum of terms as large as the peak beyond exp(-40),
	// to a logarithm, which may be of far pairs only, where float64 ends.
	far := 40.0
	if v.rule == Likelihood {
		far = 745
	}
	wide, others := make([]float64, v.count), make([]float64, v.count)
	for j := range s.lon {
		if j == i {
			continue
		}
		x, y := v.unit.scale((s.lat[i] + s.lat[j]) / 2)
		x, y = x*(s.lon[i]-s.lon[j]), y*(s.lat[i]-s.lat[j])
		d2, w := float64(x*x)+float64(y*y), s.weight[j]
		for k, q := range quarter {
			if d2*q > far {
				continue
			}
			e := math.Exp(-d2 * q)
			wide[k] += float64(w * e)
			others[k] += float64(w * e * e)
		}
	}
	for k, q := range quarter {
		peak := 4 * q * v.unit.peak()
		loo := peak * others[k] / (1 - s.weight[i])
		if v.rule == Likelihood {
			dst[k] = -math.Log(loo)
		} else {
			dst[k] = float64(peak/2*(s.weight[i]+wide[k])) - float64(2*loo)
		}
	}
}
