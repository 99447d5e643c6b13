package assign

import (
	"context"
	"math"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// hierarchy finds the paths of a loader on large networks with few trips per root:
// the order is found once, and every iteration customizes anew and asks trip by trip.
type hierarchy struct {
	index *cch.Index
	own   []int32 // per arc of the graph: its number in the network
}

// What things take, in microseconds, measured on the road network of New York
// (264,346 nodes): a node in a search, a node in a customization, a path.
const (
	searchMicros    = 0.12
	customizeMicros = 0.35
	pathMicros      = 60
	leastNodes      = 20_000 // below, the order is not worth while
)

// prepare makes a hierarchy when an iteration is to be much faster by it. Networks with zones
// that may not be crossed have none: what an arc costs depends on the root there.
func (l *loader) prepare(ctx context.Context) error {
	n := l.n
	trips := 0
	for i := range n.roots {
		trips += len(n.roots[i].trips)
	}
	nodes := float64(n.nodes())
	searches := float64(len(n.roots)) * nodes * searchMicros
	if n.nodes() < leastNodes || n.thru > 0 || 2*(float64(trips)*pathMicros+nodes*customizeMicros) > searches {
		return nil
	}
	return l.order(ctx)
}

func (l *loader) order(ctx context.Context) error {
	order, err := cch.NewOrder(ctx, l.n.graph, cch.OrderOptions{Workers: l.n.workers})
	if err != nil {
		return err
	}
	l.hierarchy = &hierarchy{index: cch.New(l.n.graph, order), own: make([]int32, l.n.graph.ArcCount())}
	for k, a := range l.n.arcs {
		l.hierarchy.own[a] = int32(k)
	}
	return nil
}

// customize takes new prices.
func (h *hierarchy) customize(n *network, prices []float64) *cch.Metric[float64] {
	return cch.Customize(h.index, n.perArc(prices, n.price0), cch.CustomizeOptions{Workers: n.workers})
}

// asker asks for paths, on one goroutine.
type asker struct {
	query *cch.Query[float64]
	path  []graph.ArcID
}

// assign adds the trips of r to the flows of the arcs on their paths, and returns what they
// cost together.
func (h *hierarchy) assign(n *network, q *asker, r *root, flows []float64) (cost float64, err error) {
	for _, t := range r.trips {
		from, to := graph.NodeID(r.node), graph.NodeID(t.node)
		if n.reversed {
			from, to = to, from
		}
		price := q.query.Run(from, to)
		if math.IsInf(price, 1) {
			return 0, n.noWay(r, t)
		}
		cost += t.flow * price
		q.path = q.query.AppendPath(q.path[:0])
		for _, a := range q.path {
			flows[h.own[a]] += t.flow
		}
	}
	return cost, nil
}
