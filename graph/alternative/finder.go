package alternative

import (
	"iter"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
	"github.com/corredor-geo/corredor/graph/cch"
)

// Path is a way from the start of a trip to one of its ends.
type Path struct {
	Cost  float64
	Place int           // which end it comes to, by the order given to [Between]
	Arcs  []graph.ArcID // whole arcs, in order of travel
	Spans []graph.Span  // all of the way, with the parts of segments at its ends
}

// LengthMeters returns the length of the whole way.
func (p Path) LengthMeters() float64 {
	sum := 0.0
	for _, s := range p.Spans {
		sum += s.LengthMeters()
	}
	return sum
}

// SharedMeters returns the length of the roads of p that another path takes, too, in
// either direction.
func (p Path) SharedMeters(other Path) float64 {
	used := map[graph.Span]bool{}
	for _, s := range other.Spans {
		used[upright(s)] = true
	}
	sum := 0.0
	for _, s := range p.Spans {
		if used[upright(s)] {
			sum += s.LengthMeters()
		}
	}
	return sum
}

// Finder finds paths over one graph under one metric. It holds the memory of its
// last search, some 40 bytes a node; keep one per goroutine.
type Finder struct {
	graph     *graph.Graph
	metric    graph.Metric
	hierarchy *cch.Metric[float64]
	toward    *cch.Sweep[float64] // least costs from every node to the end of the trip
	trip      Trip
	mark      []int32 // per node: the turn that it was marked in
	turn      int32
	label     map[graph.NodeID]label // of the last search under the costs of toward
}

// New returns a finder. The hierarchy is that of the graph, customized with the metric.
func New(g *graph.Graph, m graph.Metric, hierarchy *cch.Metric[float64]) *Finder {
	return &Finder{graph: g, metric: m, hierarchy: hierarchy, mark: make([]int32, g.NodeCount()),
		toward: hierarchy.NewSweep(cch.SweepOptions{Reverse: true}), label: map[graph.NodeID]label{}}
}

// A step is one move of a path: an arc by its number; a start of the trip, -1 and
// below; or past the arcs an end, and past those a way along one segment. The start
// of all starts and the end of all ends are nodes of their own.
type step int32

const (
	source graph.NodeID = -1
	sink   graph.NodeID = -2
)

func (f *Finder) endStep(i int) step    { return step(f.graph.ArcCount() + i) }
func (f *Finder) directStep(i int) step { return f.endStep(len(f.trip.to) + i) }

// end returns the end or direct way that a step is, and false for others.
func (f *Finder) end(s step) (End, bool) {
	i := int(s) - f.graph.ArcCount()
	switch {
	case i < 0:
		return End{}, false
	case i < len(f.trip.to):
		return f.trip.to[i], true
	}
	return f.trip.direct[i-len(f.trip.to)], true
}

// head returns the node that a step leads to, and its cost.
func (f *Finder) head(s step) (graph.NodeID, float64) {
	if e, ok := f.end(s); ok {
		return sink, e.Cost
	}
	if s < 0 {
		return f.trip.from[-1-s].Node, f.trip.from[-1-s].Cost
	}
	return f.graph.Head(graph.ArcID(s)), f.metric[s]
}

// begin turns to a trip.
func (f *Finder) begin(t Trip) {
	f.trip = t
	f.unmark()
	f.toward.RunSeeds(seedsOf(t.to))
}

// left is the least cost from a node to the end of the trip, or less where only a
// barred segment leads there.
func (f *Finder) left(n graph.NodeID) float64 {
	if n == sink {
		return 0
	}
	if n != source {
		return f.toward.Distance(n)
	}
	least := math.Inf(1)
	for s := range f.steps(source) {
		head, cost := f.head(s)
		least = min(least, cost+f.left(head))
	}
	return least
}

// steps yields the moves from a node: arcs by their number, then ends.
func (f *Finder) steps(n graph.NodeID) iter.Seq[step] {
	return func(yield func(step) bool) {
		switch n {
		case source:
			f.starts(yield)
			return
		case sink:
			return
		}
		first, end := f.graph.OutArcs(n)
		if slices.Contains(f.trip.final, n) {
			first = end
		}
		for a := first; a < end; a++ {
			if !math.IsInf(f.metric[a], 1) && !f.bars(a) && !yield(step(a)) {
				return
			}
		}
		for i, e := range f.trip.to {
			if e.Node == n && !yield(f.endStep(i)) {
				return
			}
		}
	}
}

func (f *Finder) starts(yield func(step) bool) {
	for i := range f.trip.direct {
		if !yield(f.directStep(i)) {
			return
		}
	}
	for i := range f.trip.from {
		if !yield(step(-1 - i)) {
			return
		}
	}
}

func (f *Finder) bars(a graph.ArcID) bool {
	s, _ := f.graph.Segment(a)
	return slices.Contains(f.trip.barred, s)
}

// path makes a Path of the moves from source to sink.
func (f *Finder) path(steps []step) Path {
	var p Path
	for _, s := range steps {
		_, cost := f.head(s)
		p.Cost += cost
		if e, ok := f.end(s); ok {
			p.Place = e.Place
		}
		if s >= 0 && int(s) < f.graph.ArcCount() {
			p.Arcs = append(p.Arcs, graph.ArcID(s))
		}
		if span := f.span(s); span.Segment != graph.None && span.LengthMeters() > 0 {
			p.Spans = append(p.Spans, span)
		}
	}
	if last := f.span(steps[len(steps)-1]); len(p.Spans) == 0 && last.Segment != graph.None {
		p.Spans = append(p.Spans, last)
	}
	return p
}

func (f *Finder) span(s step) graph.Span {
	if e, ok := f.end(s); ok {
		return e.Span
	}
	if s < 0 {
		return f.trip.from[-1-s].Span
	}
	return f.graph.ArcSpan(graph.ArcID(s))
}
