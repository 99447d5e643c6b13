package engine

import (
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// describePorts fills in prices. The flow of a port is that of its gate.
func (s *solution) describePorts() {
	for i := range s.e.Ports {
		p, gate := &s.e.Ports[i], s.w.gates[i]
		p.Capacity, p.FreeWait, p.Wait = math.NaN(), math.NaN(), math.NaN()
		if gate == graph.None {
			continue
		}
		if s.w.ports.capacity != nil {
			p.Capacity = s.w.ports.capacity[i]
		}
		if p.Open = !s.w.closed[gate]; p.Open {
			p.Equilibrium = s.Flow[gate]
			p.FreeWait, p.Wait = s.w.price(gate, 0), s.Cost[gate]
			p.Unique = s.w.unique(gate, s.Flow[gate]) || s.e.Model != modelEquilibrium
		}
	}
}

// describeSegments fills in flows and prices of roads.
func (s *solution) describeSegments(r *run, shortest, extreme []float64) {
	type sides [2]float64
	most := func(into *sides, side int, x float64) { into[side] = max(into[side], x) }
	flows, free, paid := make([][3]sides, len(s.e.Segments)), make([]sides, len(s.e.Segments)), make([]sides, len(s.e.Segments))
	for i := range s.e.Segments {
		s.e.Segments[i].Capacity, s.e.Segments[i].Unique = math.NaN(), true
	}
	for k, p := range s.w.pieces {
		if p.port >= 0 {
			continue
		}
		road := &s.e.Segments[p.span.Segment]
		if s.w.roads.capacity != nil {
			road.Capacity = s.w.roads.capacity[p.span.Segment]
		}
		for side, a := range s.w.arcs[k] {
			if a == graph.None {
				continue
			}
			for which, flow := range [][]float64{shortest, s.Flow, extreme} {
				most(&flows[p.span.Segment][which], side, flow[a])
			}
			free[p.span.Segment][side] += s.w.price(a, 0)
			paid[p.span.Segment][side] += s.Cost[a]
			road.Unique = road.Unique && (s.w.closed[a] || s.w.unique(a, s.Flow[a]))
		}
	}
	for i := range s.e.Segments {
		road, f := &s.e.Segments[i], flows[i]
		road.Loads = Loads{f[0][0] + f[0][1], f[1][0] + f[1][1], f[2][0] + f[2][1]}
		busier := 0
		if f[1][1] > f[1][0] || directionOf(r.Roads.Graph, graph.SegmentID(i)) == graph.Backward {
			busier = 1
		}
		road.FreeCost, road.Cost = free[i][busier], paid[i][busier]
		road.Unique = road.Unique || s.e.Model == modelLogitPaths
	}
}

// unique reports whether the flow of an arc is the only one of an equilibrium: its price
// changes on both sides of the flow.
func (w *roadway) unique(a graph.ArcID, flow float64) bool {
	s, _ := w.graph.Segment(a)
	l, row := &w.roads, int(w.pieces[s].span.Segment)
	if p := w.pieces[s].port; p >= 0 {
		l, row = &w.ports, p
	}
	if l.rises == nil || !l.rises[row] || l.formula == nil {
		return l.rises != nil && l.rises[row]
	}
	step := float64(flatStep * max(1, flow))
	return w.price(a, flow+step) > w.price(a, flow) && (flow == 0 || w.price(a, max(0, flow-step)) < w.price(a, flow))
}

// flatStep is how far beside a flow, as a part of it, a formula is asked whether it is flat.
const flatStep = 1e-3
