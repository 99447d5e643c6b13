package replicate

import (
	"cmp"
	"math"
	"slices"

	"github.com/corredor-geo/corredor/graph"
)

// tree holds the shortest ways from every node to the sink under one metric.
type tree struct {
	g     *graph.Graph
	m     graph.Metric
	sink  graph.NodeID
	dist  []float64     // to the sink; +Inf without a way
	next  []graph.ArcID // the lowest first arc of a shortest way, or None
	slack float64       // detours up to this count as ties
}

// newTree computes the ways to the sink beyond the border.
func (a *Archive) newTree(m graph.Metric) *tree { return a.newTreeTo(a.Sink, m) }

// newTreeTo computes the ways to a node by a metric that is the same in both directions.
func (a *Archive) newTreeTo(sink graph.NodeID, m graph.Metric) *tree {
	t := &tree{g: a.Graph, m: m, sink: sink}
	search := graph.NewDijkstra(a.Graph)
	search.Run(m, sink)
	t.dist = make([]float64, a.Graph.NodeCount())
	for n := range t.dist {
		t.dist[n] = search.Distance(graph.NodeID(n))
	}
	t.next = make([]graph.ArcID, len(t.dist))
	for n := range t.next {
		t.next[n] = graph.None
		if math.IsInf(t.dist[n], 1) || graph.NodeID(n) == sink {
			continue
		}
		first, end := a.Graph.OutArcs(graph.NodeID(n))
		for arc := first; arc < end; arc++ {
			if m[arc]+t.dist[a.Graph.Head(arc)] == t.dist[n] {
				t.next[n] = arc
				break
			}
		}
	}
	return t
}

// reaches reports whether there is a way from a node to the sink.
func (t *tree) reaches(n graph.NodeID) bool { return !math.IsInf(t.dist[n], 1) }

// appendPath appends the segments of the way from a node.
func (t *tree) appendPath(path []graph.SegmentID, from graph.NodeID) []graph.SegmentID {
	for n := from; n != t.sink; {
		arc := t.next[n]
		s, _ := t.g.Segment(arc)
		path = append(path, s)
		n = t.g.Head(arc)
	}
	return path
}

// tight calls visit for the arcs out of a node with which some shortest way goes on.
func (t *tree) tight(n graph.NodeID, visit func(graph.SegmentID, graph.NodeID)) {
	if n == t.sink || !t.reaches(n) {
		return
	}
	first, end := t.g.OutArcs(n)
	for arc := first; arc < end; arc++ {
		head := t.g.Head(arc)
		if t.dist[head] < t.dist[n] && t.m[arc]+t.dist[head] <= t.dist[n]+t.slack {
			s, _ := t.g.Segment(arc)
			visit(s, head)
		}
	}
}

// pathCounts returns how many shortest ways lead from some nodes, and from those on their
// ways, to the sink, at most mostPaths; 0 elsewhere.
func (t *tree) pathCounts(from []graph.NodeID) []float64 {
	counts := make([]float64, len(t.dist))
	var order []graph.NodeID
	met := func(n graph.NodeID) {
		if counts[n] == 0 && t.reaches(n) {
			counts[n] = -1
			order = append(order, n)
		}
	}
	for _, n := range from {
		met(n)
	}
	for i := 0; i < len(order); i++ {
		t.tight(order[i], func(_ graph.SegmentID, head graph.NodeID) { met(head) })
	}
	slices.SortFunc(order, func(x, y graph.NodeID) int {
		return cmp.Or(cmp.Compare(t.dist[x], t.dist[y]), cmp.Compare(x, y))
	})
	for _, n := range order {
		counts[n] = 0
		if n == t.sink {
			counts[n] = 1
		}
		t.tight(n, func(_ graph.SegmentID, head graph.NodeID) {
			counts[n] = min(counts[n]+counts[head], mostPaths)
		})
	}
	return counts
}

const mostPaths = 1 << 40 // enough to say: more than one
