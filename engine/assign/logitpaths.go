package assign

import (
	"context"
	"fmt"
)

// LogitPaths returns the path flows of a solution of [SolveLogit]: those of Theta at the
// prices of the solution, over the paths that SolveLogit takes. MaxError is the largest
// flow by which its arcs are off their fixed point.
func (s *Solution) LogitPaths(ctx context.Context, p Problem, o LogitOptions) (*Paths, error) {
	n, err := newNetwork(p, Options{Workers: o.Workers})
	if err != nil {
		return nil, err
	}
	if len(s.Flow) != p.Graph.ArcCount() {
		return nil, fmt.Errorf("%w: the solution has %d flows for %d arcs", ErrOptions, len(s.Flow), p.Graph.ArcCount())
	}
	empty, prices := make([]float64, len(n.arcs)), make([]float64, len(n.arcs))
	n.prices(make([]float64, len(n.arcs)), empty)
	g, err := newOrchard(ctx, n, orchardOptions{empty, func(s *search, k int32) bool {
		return s.dist[n.tail[k]] < s.dist[n.head[k]]
	}})
	if err != nil {
		return nil, err
	}
	wanted, own := make([]float64, len(n.arcs)), make([]float64, len(n.arcs))
	for k, a := range n.arcs {
		wanted[k], prices[k] = s.Flow[a], s.Cost[a]
	}
	g.spread(prices, own, o.Theta)
	return newPaths(g, p.Demand, fitted{own, wanted}), nil
}
