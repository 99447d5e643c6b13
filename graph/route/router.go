package route

import (
	"context"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// Stop is where a route begins or ends. The zero Stop is nowhere: it reaches
// nothing.
type Stop struct {
	place graph.Place
	node  graph.NodeID
	kind  stopKind
}

type stopKind uint8

const (
	nowhere stopKind = iota
	atPlace
	atNode
)

// At is a stop at a place on a segment.
func At(p graph.Place) Stop { return Stop{place: p, kind: atPlace} }

// AtNode is a stop at a node.
func AtNode(n graph.NodeID) Stop { return Stop{node: n, kind: atNode} }

// Router finds routes over one graph under one metric. It is immutable and safe
// for any number of goroutines.
type Router struct {
	graph     *graph.Graph
	metric    graph.Metric
	hierarchy *cch.Metric[float64]
	part      graph.PartCost
}

// New customizes a hierarchy of g with a metric. The metric must not change
// afterwards. Workers is the number of goroutines, 0 for one a core.
func New(g *graph.Graph, index *cch.Index, m graph.Metric, workers int) *Router {
	return &Router{g, m, cch.Customize(index, m, cch.CustomizeOptions{Workers: workers}), g.Proportional(m)}
}

// Hierarchy returns the hierarchy under the router's metric, to ask other questions
// of. It must not be changed.
func (r *Router) Hierarchy() *cch.Metric[float64] { return r.hierarchy }

// Reweigh returns a router of the same network under another metric. Only the
// triangles of arcs whose weight differs are customized anew, in a copy, so that
// a few closed roads cost a fraction of [New]; r is unchanged. The metric must
// not change afterwards.
func (r *Router) Reweigh(m graph.Metric) *Router {
	var arcs []graph.ArcID
	var weights []float64
	for a, w := range m {
		if w != r.metric[a] {
			arcs, weights = append(arcs, graph.ArcID(a)), append(weights, w)
		}
	}
	h := r.hierarchy.Clone()
	h.Update(arcs, weights)
	return &Router{r.graph, m, h, r.graph.Proportional(m)}
}

// WithParts returns the same router with another price of parts of segments, for
// stops in mid-segment. A whole segment must cost what the metric says. Without
// it a part costs its share of the length.
func (r *Router) WithParts(cost graph.PartCost) *Router {
	return &Router{r.graph, r.metric, r.hierarchy, cost}
}

// Build orders a graph and makes its hierarchy: everything that does not
// depend on a metric. It stops with the context's error.
func Build(ctx context.Context, g *graph.Graph, opts cch.OrderOptions) (*cch.Index, error) {
	order, err := cch.NewOrder(ctx, g, opts)
	if err != nil {
		return nil, err
	}
	return cch.New(g, order), nil
}

// Table is a router with a fixed set of targets. It is immutable and safe for
// any number of goroutines.
type Table struct {
	router   *Router
	targets  []Stop
	arrivals [][]graph.Exit
	columns  *cch.Table[float64]
}

// Table pins the targets of many routes.
func (r *Router) Table(targets []Stop) *Table {
	t := &Table{router: r, targets: targets, arrivals: make([][]graph.Exit, len(targets))}
	for i, stop := range targets {
		t.arrivals[i] = r.exits(stop, true)
	}
	t.columns = r.hierarchy.PinTargets(seedsOf(t.arrivals))
	return t
}

// exits returns the ways from a stop to nodes, or from nodes to it.
func (r *Router) exits(s Stop, arriving bool) []graph.Exit {
	switch {
	case s.kind == atNode:
		return []graph.Exit{{Node: s.node, Span: graph.Span{Segment: graph.None}}}
	case s.kind == nowhere:
		return nil
	case arriving:
		return slices.Collect(r.graph.Arrivals(r.part, s.place))
	}
	return slices.Collect(r.graph.Departures(r.part, s.place))
}

func seedsOf(exits [][]graph.Exit) [][]cch.Seed[float64] {
	seeds := make([][]cch.Seed[float64], len(exits))
	for i, ways := range exits {
		for _, way := range ways {
			seeds[i] = append(seeds[i], cch.Seed[float64]{Node: way.Node, Cost: way.Cost})
		}
	}
	return seeds
}
