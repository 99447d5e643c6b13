package estimate

import (
	"math"
	"math/rand/v2"
)

// Of a walk: after sweeps through all parameters its steps are fitted, and after some of those the
// temperature falls.
const (
	chains       = 4  // walks, the first of which begin at the starts
	sweeps       = 10 // between two fittings of the steps
	fittings     = 3  // between two temperatures
	coldest      = 1e-7
	varying      = 2.0 // how strongly steps are fitted, as in Corana et al.
	acceptedHigh = 0.6
	acceptedLow  = 0.4
)

// anneal walks from every start and from points spread evenly, and returns the best point of each walk,
// the best first.
func (s *search) anneal(starts [][]float64) []point {
	best := make([]point, max(chains, len(starts)))
	s.each(len(best), func(i int) {
		from := s.halton(i + 1)
		if i < len(starts) {
			from = starts[i]
		}
		w := &walk{search: s, random: rand.New(rand.NewPCG(s.seed, uint64(i)))}
		best[i] = w.run(from, s.effort/len(best))
	})
	return least(best)
}

// walk is one walk at random.
type walk struct {
	*search
	random   *rand.Rand
	here     point
	best     point
	step     []float64 // half the longest step by parameter
	accepted []int     // since the last fitting
	heat     float64
}

// run walks for so many evaluations.
func (w *walk) run(from []float64, evaluations int) point {
	w.here = point{append([]float64(nil), from...), w.at(from)}
	w.best = w.here
	w.step, w.accepted = make([]float64, len(from)), make([]int, len(from))
	for i, p := range w.parameters {
		w.step[i] = p.Reach / 2
	}
	perHeat := fittings * sweeps * len(from)
	heats := max(1, evaluations/perHeat)
	w.heat = w.warm()
	cooling := math.Pow(coldest, 1/float64(heats))
	for range heats {
		for range fittings {
			for range sweeps {
				w.sweep()
			}
			w.fit()
		}
		if w.ended() {
			break
		}
		w.heat *= cooling
		w.here = point{append([]float64(nil), w.best.x...), w.best.f} // go on from the best
	}
	return w.best
}

// warm returns a temperature at which most steps about the start would be taken: their
// usual rise.
func (w *walk) warm() float64 {
	const tries = 12
	sum, n := 0.0, 0.0
	x := append([]float64(nil), w.here.x...)
	for t := range tries {
		i := t % len(x)
		was := x[i]
		x[i] = w.draw(i)
		if f := w.at(x); !math.IsInf(f, 1) && !math.IsInf(w.here.f, 1) {
			sum += math.Abs(f - w.here.f)
			n++
		}
		x[i] = was
	}
	if n == 0 || sum == 0 {
		return 1
	}
	return sum / n
}

// draw returns another value of a parameter, within its bounds.
func (w *walk) draw(i int) float64 {
	p := w.parameters[i]
	x := w.here.x[i] + float64(w.step[i]*(float64(2*w.random.Float64())-1))
	if x < p.Low || x > p.High { // anywhere within the step and the bounds
		low, high := max(p.Low, w.here.x[i]-w.step[i]), min(p.High, w.here.x[i]+w.step[i])
		x = low + float64((high-low)*w.random.Float64())
	}
	return x
}

// sweep tries a step in every parameter.
func (w *walk) sweep() {
	for i := range w.here.x {
		was := w.here.x[i]
		w.here.x[i] = w.draw(i)
		f := w.at(w.here.x)
		if f > w.here.f && w.random.Float64() >= math.Exp((w.here.f-f)/w.heat) {
			w.here.x[i] = was
			continue
		}
		w.here.f = f
		w.accepted[i]++
		if f < w.best.f {
			w.best = point{append([]float64(nil), w.here.x...), f}
		}
	}
}

// fit lengthens steps that are mostly taken, and shortens those that are not.
func (w *walk) fit() {
	for i, p := range w.parameters {
		share := float64(w.accepted[i]) / sweeps
		switch {
		case share > acceptedHigh:
			w.step[i] *= 1 + varying*(share-acceptedHigh)/(1-acceptedHigh)
		case share < acceptedLow:
			w.step[i] /= 1 + varying*(acceptedLow-share)/acceptedLow
		}
		w.step[i] = min(w.step[i], p.Reach)
		w.accepted[i] = 0
	}
}
