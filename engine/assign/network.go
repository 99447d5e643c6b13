package assign

import (
	"fmt"
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// network is the graph as an algorithm sees it: oriented away from its roots, which
// are the origins, or the destinations when those are fewer. Arcs run in
// compressed rows by tail and have numbers of their own; closed arcs and loops are
// not among them.
type network struct {
	pricing
	graph    *graph.Graph
	reversed bool      // roots are destinations
	thru     int32     // nodes before it only begin and end paths
	first    []int32   // arcs of node v are first[v] .. first[v+1]-1
	tail     []int32   // per arc
	head     []int32   // per arc
	price0   []float64 // per arc of the graph: +Inf where closed
	roots    []root
	demand   float64 // of all roots
	within   float64 // from nodes to themselves
	workers  int
}

func newNetwork(p Problem, o Options) (*network, error) {
	n := &network{graph: p.Graph, thru: int32(p.FirstThru), workers: o.workers()}
	if err := n.addDemand(p); err != nil {
		return nil, err
	}
	open, err := openArcs(p)
	if err != nil {
		return nil, err
	}
	n.price0 = open
	n.addArcs(open)
	n.pricing.fill(p.Cost, o.Objective)
	return n, nil
}

// openArcs returns the price of every arc without flow, +Inf where it is closed.
func openArcs(p Problem) ([]float64, error) {
	arcs := p.Graph.ArcCount()
	curves, known := p.Cost.(curved)
	if known {
		if err := curves.check(arcs); err != nil {
			return nil, err
		}
	}
	if p.Closed != nil && len(p.Closed) != arcs {
		return nil, fmt.Errorf("%w: Closed has %d values for %d arcs", ErrCost, len(p.Closed), arcs)
	}
	open := make([]float64, arcs)
	for i := range open {
		a := graph.ArcID(i)
		if p.Closed != nil && p.Closed[i] {
			open[i] = math.Inf(1)
			continue
		}
		c := curve{base: math.NaN()}
		if known {
			c = curves.curve(a)
			open[i] = c.open()
		} else {
			open[i] = p.Cost.At(a, 0)
			c.base = open[i]
			c.scale = p.Cost.Slope(a, 0)
		}
		if !(open[i] >= 0) || !(c.scale >= 0) || !(c.power >= 0) || !(c.inverse >= 0) {
			s, _ := p.Graph.Segment(a)
			return nil, fmt.Errorf("%w: arc %d (segment %d): base %g, rise %g, power %g, 1/capacity %g; none may be negative", ErrCost, i, s, c.base, c.scale, c.power, c.inverse)
		}
	}
	return open, nil
}

// open returns the price without flow; a price that rises over no capacity is
// closed.
func (c curve) open() float64 {
	if c.scale > 0 && (math.IsInf(c.inverse, 0) || math.IsInf(c.scale, 0)) {
		return math.Inf(1)
	}
	return c.base
}

// addArcs sorts the open arcs by their tail as seen from the roots, and then by number.
func (n *network) addArcs(open []float64) {
	g := n.graph
	nodes := g.NodeCount()
	n.first = make([]int32, nodes+1)
	for v := range nodes {
		n.eachArc(graph.NodeID(v), open, func(a graph.ArcID, far graph.NodeID) {
			n.arcs = append(n.arcs, a)
			n.tail, n.head = append(n.tail, int32(v)), append(n.head, int32(far))
		})
		n.first[v+1] = int32(len(n.arcs))
	}
}

func (n *network) eachArc(v graph.NodeID, open []float64, visit func(a graph.ArcID, far graph.NodeID)) {
	take := func(a graph.ArcID, far graph.NodeID) {
		if !math.IsInf(open[a], 1) && far != v {
			visit(a, far)
		}
	}
	if n.reversed {
		for _, a := range n.graph.InArcs(v) {
			take(a, n.graph.Tail(a))
		}
		return
	}
	first, end := n.graph.OutArcs(v)
	for a := first; a < end; a++ {
		take(a, n.graph.Head(a))
	}
}

// passes tells whether paths from root may go on from node v.
func (n *network) passes(v, root int32) bool { return v >= n.thru || v == root }

// nodes returns how many nodes there are.
func (n *network) nodes() int { return len(n.first) - 1 }

// perArc brings values of the own arcs into the order of the graph's, which elsewhere
// are as others says.
func (n *network) perArc(values, others []float64) []float64 {
	out := make([]float64, n.graph.ArcCount())
	copy(out, others)
	for k, a := range n.arcs {
		out[a] = values[k]
	}
	return out
}
