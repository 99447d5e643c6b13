package assign

import "context"

// BoundedMinimum opens the bounded line search to the tests.
func BoundedMinimum(f func(float64) float64, tolerance float64) float64 { return fminbnd(f, tolerance) }

// Sum opens the sum with its rounding errors carried along.
func Sum(values ...float64) float64 {
	var s accumulator
	for _, x := range values {
		s.add(x)
	}
	return s.value()
}

// LoadBoth loads a network by searches and by a hierarchy, at the prices of the empty network.
func LoadBoth(ctx context.Context, p Problem, workers int) (flows [2][]float64, costs [2]float64, err error) {
	n, err := newNetwork(p, Options{Workers: workers})
	if err != nil {
		return flows, costs, err
	}
	prices := make([]float64, len(n.arcs))
	n.prices(prices, prices)
	for i := range flows {
		flows[i] = make([]float64, len(n.arcs))
		l := newLoader(n)
		if i == 1 {
			if err := l.order(ctx); err != nil {
				return flows, costs, err
			}
		}
		if costs[i], err = l.run(ctx, prices, flows[i]); err != nil {
			return flows, costs, err
		}
	}
	return flows, costs, nil
}
