package assign

import (
	"cmp"
	"context"
	"fmt"

	"github.com/corredor-geo/corredor/graph"
)

// CheapestWays returns every path that is cheapest at the given prices, or dearer by no more than
// the Tolerance at any arc: all that demand may use where these are the prices of an
// equilibrium. At every node the ways on are taken to be equally likely, so that with
// [Paths.Using] a share above 0 tells that some way uses the arcs, and one of 1 that all do. The
// Cost of the Problem is not used; prices are as in [AllOrNothing].
func CheapestWays(ctx context.Context, p Problem, costs graph.Metric, o PathOptions) (*Paths, error) {
	if err := costs.Check(p.Graph); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCost, err)
	}
	p.Cost = &BPR{FreeFlow: costs}
	n, err := newNetwork(p, Options{Workers: o.Workers})
	if err != nil {
		return nil, err
	}
	prices, own := make([]float64, len(n.arcs)), make([]float64, len(n.arcs))
	n.prices(own, prices)
	tolerance := cmp.Or(o.Tolerance, defaultTolerance)
	g, err := newOrchard(ctx, n, orchardOptions{prices, func(s *search, k int32) bool {
		to := s.dist[n.head[k]]
		return s.dist[n.tail[k]]+prices[k]-to <= tolerance*to
	}})
	if err != nil {
		return nil, err
	}
	for i := range g.trees {
		g.trees[i].share(&n.roots[i], g.spreaders[0].place)
	}
	sumFlows(g.trees, own)
	return newPaths(g, p.Demand, fitted{own, own}), nil
}

// share fills the flows of b: what leaves a place comes in over all of its links alike.
func (b *bush) share(r *root, place []int32) {
	load := make([]float64, len(b.nodes))
	for p, v := range b.nodes {
		place[v] = int32(p)
	}
	for _, t := range r.trips {
		load[place[t.node]] = t.flow
	}
	for p := len(b.nodes) - 1; p > 0; p-- {
		links := b.links[b.first[p]:b.first[p+1]]
		for i := range links {
			links[i].flow = load[p] / float64(len(links))
			load[links[i].tail] += links[i].flow
		}
	}
}
