package engine

import (
	"math"
	"slices"

	"github.com/corredor-geo/corredor/engine/assign"
	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cost"
)

// roadway is the road network as an assignment sees it: segments are cut where origins and
// ports stand, and from every port an arc, its gate, leads to one sink.
type roadway struct {
	graph  *graph.Graph
	pieces []piece          // per segment of graph; those of gates come last
	arcs   [][2]graph.ArcID // per segment of graph: forward and back; None where closed
	origin []graph.NodeID   // per origin of the study; None without a route
	gates  []graph.ArcID    // per port; None where the port is left out
	free   []float64        // per arc: price without flow, as the cost of the study
	closed []bool           // per arc

	problem  assign.Problem
	ports    loads
	roads    loads
	formulas []*cost.FlowFormula // per arc; nil where the price is no formula of x
}

// piece is what a segment of a roadway is: a part of a road, or the gate of a port.
type piece struct {
	span graph.Span // along the road; Segment is None for a gate
	port int        // -1 for a road
}

// newRoadway builds the network and its prices.
func (r *run) newRoadway(e *Equilibrium) (*roadway, error) {
	w := &roadway{}
	var b graph.Builder
	b.AddNodes(r.Roads.Graph.NodeCount())
	node := w.cut(r, &b)
	w.origin = make([]graph.NodeID, len(r.Origins))
	sink := b.AddNodes(1)
	for i, o := range r.Origins {
		if w.origin[i] = graph.None; e.Origins[i].Units > 0 {
			w.origin[i] = node(o.Place)
			w.problem.Demand = append(w.problem.Demand, assign.Demand{From: w.origin[i], To: sink, Flow: e.Origins[i].Units})
		}
	}
	for i, p := range r.Ports {
		if p.Place.AccessMeters <= r.Study.Access.portMaxMeters() {
			b.AddSegment(graph.Segment{From: node(p.Place), To: sink, Direction: graph.Forward, LengthKnown: true})
			w.pieces = append(w.pieces, piece{graph.Span{Segment: graph.None}, i})
		}
	}
	var err error
	if w.graph, err = b.Build(); err != nil {
		return nil, err
	}
	w.index(len(r.Ports))
	w.priceFree(r)
	w.problem.Graph, w.problem.Closed = w.graph, w.closed
	return w, r.price(w, e)
}

// cut adds the pieces of all roads, and returns what finds the node of a place.
func (w *roadway) cut(r *run, b *graph.Builder) (node func(graph.Place) graph.NodeID) {
	g := r.Roads.Graph
	cuts := map[graph.SegmentID][]float64{}
	note := func(p graph.Place) {
		if p.OffsetMeters > 0 && p.OffsetMeters < g.LengthMeters(p.Segment) {
			cuts[p.Segment] = append(cuts[p.Segment], p.OffsetMeters)
		}
	}
	for i, o := range r.Origins {
		if r.Routes[i].Status == Routed {
			note(o.Place)
		}
	}
	for _, p := range r.Ports {
		if p.Place.AccessMeters <= r.Study.Access.portMaxMeters() {
			note(p.Place)
		}
	}
	type spot struct {
		segment graph.SegmentID
		offset  float64
	}
	nodes := map[spot]graph.NodeID{}
	for s := range graph.SegmentID(g.SegmentCount()) {
		direction := directionOf(g, s)
		from, to := g.Ends(s)
		begin := 0.0
		slices.Sort(cuts[s])
		for _, offset := range slices.Compact(cuts[s]) {
			middle := b.AddNodes(1)
			nodes[spot{s, offset}] = middle
			w.add(b, graph.Segment{From: from, To: middle, Direction: direction}, graph.Span{Segment: s, FromMeters: begin, ToMeters: offset})
			from, begin = middle, offset
		}
		w.add(b, graph.Segment{From: from, To: to, Direction: direction}, graph.Span{Segment: s, FromMeters: begin, ToMeters: g.LengthMeters(s)})
	}
	return func(p graph.Place) graph.NodeID {
		from, to := g.Ends(p.Segment)
		switch {
		case p.OffsetMeters <= 0:
			return from
		case p.OffsetMeters >= g.LengthMeters(p.Segment):
			return to
		}
		return nodes[spot{p.Segment, p.OffsetMeters}]
	}
}

func (w *roadway) add(b *graph.Builder, s graph.Segment, span graph.Span) {
	s.LengthMeters, s.LengthKnown = span.LengthMeters(), true
	b.AddSegment(s)
	w.pieces = append(w.pieces, piece{span, -1})
}

func directionOf(g *graph.Graph, s graph.SegmentID) graph.Direction {
	switch {
	case g.ArcOf(s, true) == graph.None:
		return graph.Forward
	case g.ArcOf(s, false) == graph.None:
		return graph.Backward
	}
	return graph.Both
}

// index finds the arcs of every segment and the gates of the ports.
func (w *roadway) index(ports int) {
	w.arcs = make([][2]graph.ArcID, w.graph.SegmentCount())
	for s := range w.arcs {
		w.arcs[s] = [2]graph.ArcID{graph.None, graph.None}
	}
	for a := range graph.ArcID(w.graph.ArcCount()) {
		s, reversed := w.graph.Segment(a)
		if reversed {
			w.arcs[s][1] = a
		} else {
			w.arcs[s][0] = a
		}
	}
	w.gates = make([]graph.ArcID, ports)
	for i := range w.gates {
		w.gates[i] = graph.None
	}
	for s, p := range w.pieces {
		if p.port >= 0 {
			w.gates[p.port] = w.arcs[s][0]
		}
	}
}

// priceFree gives roads the cost of the study, and closes those that it closes.
func (w *roadway) priceFree(r *run) {
	w.free, w.closed = make([]float64, w.graph.ArcCount()), make([]bool, w.graph.ArcCount())
	for s, p := range w.pieces {
		for side, a := range w.arcs[s] {
			if a == graph.None || p.port >= 0 {
				continue
			}
			span := p.span
			if side == 1 {
				span.FromMeters, span.ToMeters = span.ToMeters, span.FromMeters
			}
			w.free[a] = r.cost(r.wholeCost(span))
			w.closed[a] = math.IsInf(w.free[a], 1)
		}
	}
}

// wholeCost returns the cost of a span in the unit of the metric, also of roads without length.
func (r *run) wholeCost(span graph.Span) float64 {
	g := r.Roads.Graph
	if span.LengthMeters() == g.LengthMeters(span.Segment) {
		return r.Metric[g.ArcOf(span.Segment, span.FromMeters > span.ToMeters)]
	}
	return g.PartialCost(r.Metric, span)
}
