package assign

import (
	"context"
	"math"
	"slices"
)

// logitWays spreads the demand of pairs over the efficient paths between origins and gates,
// as a [StochasticEquilibrium] does between fixed ends.
type logitWays struct {
	n              *network
	g              *orchard
	theta          float64
	demand         []Demand  // one per pair
	flows, prices  []float64 // per arc of the network
	target, last   []float64 // what the prices bring about, and its difference from flows at the last step
	pairOf, tripOf [][]int32 // per root and demand of it: the pair, and the trip that it is part of
	placeOf        [][]int32 // per root and demand of it: the place of its far end in the bush
}

// newLogitWays makes the bushes at the prices of the empty network. The demand names every
// pair; its flows are set later.
func newLogitWays(ctx context.Context, ways Problem, o LogitOptions) (*logitWays, error) {
	ways.Demand = slices.Clone(ways.Demand)
	for k := range ways.Demand {
		ways.Demand[k].Flow = 1 // so that none is left out
	}
	n, err := newNetwork(ways, Options{Workers: o.Workers})
	if err != nil {
		return nil, err
	}
	w := &logitWays{n: n, theta: o.Theta, demand: ways.Demand}
	for _, values := range []*[]float64{&w.flows, &w.prices, &w.target, &w.last} {
		*values = make([]float64, len(n.arcs))
	}
	n.prices(w.flows, w.prices)
	if w.g, err = newOrchard(ctx, n, efficient(n, w.prices)); err != nil {
		return nil, err
	}
	for i := range n.roots {
		r := &n.roots[i]
		place := map[int32]int32{}
		for p, v := range w.g.trees[i].nodes {
			place[v] = int32(p)
		}
		trips, places := make([]int32, len(r.demands)), make([]int32, len(r.demands))
		for k, d := range r.demands {
			far := n.farOf(w.demand[d])
			trip, _ := slices.BinarySearchFunc(r.trips, far, func(t trip, node int32) int { return int(t.node - node) })
			trips[k], places[k] = int32(trip), place[far]
		}
		w.pairOf, w.tripOf, w.placeOf = append(w.pairOf, r.demands), append(w.tripOf, trips), append(w.placeOf, places)
	}
	return w, nil
}

// efficient takes the arcs that lead away from the root at the prices.
func efficient(n *network, prices []float64) orchardOptions {
	return orchardOptions{prices, func(s *search, k int32) bool {
		return s.dist[n.tail[k]] < s.dist[n.head[k]]
	}}
}

// reach returns, per pair, the price of all of its ways together: -1/theta times the logarithm
// of the sum of exp(-theta * price) over them (the logsum); 0 for a pair that needs no way.
func (w *logitWays) reach(near []float64) {
	w.n.prices(w.flows, w.prices)
	eachOf(len(w.g.trees), len(w.g.spreaders), func(i, worker int) {
		s := w.g.spreaders[worker]
		s.reach(&w.g.trees[i], w.prices, w.theta)
		for k, pair := range w.pairOf[i] {
			p := w.placeOf[i][k]
			near[pair] = s.near[p]
			if w.theta > 0 {
				near[pair] -= math.Log(s.sum[p]) / w.theta
			}
		}
	})
}

// spread fills target with the flows that demand makes at the prices of the last reach.
func (w *logitWays) spread(demand []float64) {
	for i := range w.n.roots {
		r := &w.n.roots[i]
		for t := range r.trips {
			r.trips[t].flow = 0
		}
		for k, pair := range w.pairOf[i] {
			r.trips[w.tripOf[i][k]].flow += demand[pair]
		}
	}
	w.g.spread(w.prices, w.target, w.theta)
}
