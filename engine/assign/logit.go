package assign

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"time"
)

// LogitOptions adjusts how demand spreads by price, as in a [StochasticEquilibrium].
type LogitOptions struct {
	// Theta is how much prices matter, per unit of price: at 0 all paths are alike, and the
	// larger it is, the nearer the result to the user equilibrium among the paths that
	// it takes. At least 0.
	Theta float64
	// Gap is the change at which to stop: the sum over the arcs of |flow that the prices
	// bring about - flow|, over the sum of the flows. 0 means 1e-6.
	Gap           float64
	MaxIterations int // 0 means 10,000
	Workers       int // 0 means one per core; the result does not depend on it
	// Start holds the flow of each arc at whose prices to begin; nil means none.
	Start []float64
	// Trace, when set, is called after each iteration, with the change as the relative
	// gap. There is no lower bound (NaN).
	Trace func(Iteration)
}

// Constants of the self-regulated averaging: what a step divides by grows by grown when the
// change has grown, and by shrunk when it has not.
const (
	grown  = 1.8
	shrunk = 0.3
)

// solveLogit finds the [StochasticEquilibrium]. The averages of flows are self-regulated
// (Liu, He and He 2009). Errors and the end of the context are as in [Solve].
func solveLogit(ctx context.Context, p Problem, o LogitOptions) (*Solution, error) {
	if !(o.Theta >= 0) || math.IsInf(o.Theta, 1) || !(o.Gap >= 0) {
		return nil, fmt.Errorf("%w: theta %g, gap %g; neither may be negative", ErrOptions, o.Theta, o.Gap)
	}
	if err := checkStart(p, o.Start); err != nil {
		return nil, err
	}
	base := Options{
		Algorithm: Logit, Objective: StochasticEquilibrium, Theta: o.Theta,
		Gap: cmp.Or(o.Gap, 1e-6), MaxIterations: o.MaxIterations, Workers: o.Workers, Start: o.Start, Trace: o.Trace,
	}
	if base.MaxIterations <= 0 {
		base.MaxIterations = 10_000
	}
	n, err := newNetwork(p, base)
	if err != nil {
		return nil, err
	}
	g, err := logitOrchard(ctx, n)
	if err != nil {
		return nil, err
	}
	s := newSolver(n, base)
	s.bound = math.NaN()
	s.average(ctx, g, o.Theta)
	return s.solution(p), nil
}

// logitOrchard has a bush of the paths that lead away from each root without flow.
func logitOrchard(ctx context.Context, n *network) (*orchard, error) {
	empty := make([]float64, len(n.arcs))
	n.prices(empty, empty)
	return newOrchard(ctx, n, orchardOptions{empty, func(s *search, k int32) bool {
		return s.dist[n.tail[k]] < s.dist[n.head[k]]
	}})
}

// average moves the flows towards those that their prices bring about, by ever
// shorter steps.
func (s *solver) average(ctx context.Context, g *orchard, theta float64) {
	target := make([]float64, len(s.flows))
	g.spread(s.prices, s.flows, theta)
	divisor, before := 1.0, math.Inf(1)
	for {
		s.n.prices(s.flows, s.prices)
		g.spread(s.prices, target, theta)
		change, total := 0.0, 0.0
		for k, y := range target {
			change += math.Abs(y - s.flows[k])
			total += s.flows[k]
		}
		if s.noteChange(change, total) {
			return
		}
		if ctx.Err() != nil {
			s.interrupted = true
			return
		}
		if change >= before {
			divisor += grown
		} else {
			divisor += shrunk
		}
		before = change
		for k, y := range target {
			s.flows[k] += (y - s.flows[k]) / divisor
		}
		s.state.Step = 1 / divisor
	}
}

func (s *solver) noteChange(change, total float64) (stop bool) {
	it := &s.state
	it.Number++
	it.Objective, it.LowerBound = s.n.objective(s.flows), math.NaN()
	it.RelativeGap, it.AverageExcessCost = 0, math.NaN()
	if change > 0 {
		it.RelativeGap = change / total
	}
	it.Seconds = time.Since(s.begun).Seconds()
	if s.o.Trace != nil {
		s.o.Trace(*it)
	}
	s.converged = it.RelativeGap <= s.o.Gap
	return s.converged || it.Number >= s.o.MaxIterations
}
