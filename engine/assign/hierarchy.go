package assign

import (
	"context"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// hierarchy finds the paths of a loader on large networks with few trips per root:
// the order is found once, and every iteration customizes anew and loads all trips
// together ([cch.Loading]).
type hierarchy struct {
	index   *cch.Index
	metric  *cch.Metric[float64] // nil before the first run
	loading *cch.Loading[float64]
	weights []float64 // per arc of the graph
	flows   []float64 // per arc of the graph
}

// What things take, in microseconds, measured on the road network of New York
// (264,346 nodes): a node in a search, a node in a customization, a trip.
const (
	searchMicros    = 0.12
	customizeMicros = 0.3
	tripMicros      = 4
	leastNodes      = 20_000 // below, the order is not worth while
)

// prepare makes a hierarchy when an iteration is to be much faster by it. Networks with zones
// that may not be crossed have none: what an arc costs depends on the root there.
func (l *loader) prepare(ctx context.Context) error {
	n := l.n
	nodes := float64(n.nodes())
	searches := float64(len(n.roots)) * nodes * searchMicros
	if n.nodes() < leastNodes || n.thru > 0 || 2*(float64(float64(n.tripCount())*tripMicros)+float64(nodes*customizeMicros)) > searches {
		return nil
	}
	return l.order(ctx)
}

func (n *network) tripCount() int {
	count := 0
	for i := range n.roots {
		count += len(n.roots[i].trips)
	}
	return count
}

func (l *loader) order(ctx context.Context) error {
	n := l.n
	order, err := cch.NewOrder(ctx, n.graph, cch.OrderOptions{Workers: n.workers})
	if err != nil {
		return err
	}
	trips := make([]cch.Trip, 0, n.tripCount())
	for i := range n.roots {
		r := &n.roots[i]
		for _, t := range r.trips {
			from, to := graph.NodeID(r.node), graph.NodeID(t.node)
			if n.reversed {
				from, to = to, from
			}
			trips = append(trips, cch.Trip{From: from, To: to, Flow: t.flow})
		}
	}
	h := &hierarchy{index: cch.New(n.graph, order), weights: slices.Clone(n.price0), flows: make([]float64, n.graph.ArcCount())}
	h.loading = cch.NewLoading[float64](h.index, trips, n.workers)
	l.hierarchy = h
	return nil
}

// load fills flows with those of all trips on cheapest paths, and returns their cost.
func (h *hierarchy) load(n *network, prices, flows []float64) (cost float64, err error) {
	for k, a := range n.arcs {
		h.weights[a] = prices[k]
	}
	if h.metric == nil {
		h.metric = cch.Customize(h.index, h.weights, cch.CustomizeOptions{Workers: n.workers})
	} else {
		h.metric.Replace(h.weights)
	}
	cost, lost, ok := h.loading.Run(h.metric, h.flows)
	if !ok {
		for i := range n.roots {
			r := &n.roots[i]
			if lost < len(r.trips) {
				return 0, n.noWay(r, r.trips[lost])
			}
			lost -= len(r.trips)
		}
	}
	for k, a := range n.arcs {
		flows[k] = h.flows[a]
	}
	return cost, nil
}
