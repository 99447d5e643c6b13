package replicate

import (
	"math"

	"github.com/corredor-geo/corredor/graph"
)

// core is a network as seen from some of its nodes: dead ends that lead to none of them
// are left out, and what lies between two junctions is one link. Shortest ways
// between the nodes are the same in it.
type core struct {
	whole *graph.Graph
	graph *graph.Graph
	m     graph.Metric
	index []graph.NodeID // of the whole -> of the core; None
	nodes []graph.NodeID // of the core -> of the whole
	roads []chain        // per segment of the core
}

// chain is the arcs of a road in the whole network, in the direction of the segment.
type chain []graph.ArcID

// newCore makes the core of a network around some nodes, by a metric that is the same in
// both directions. Time is linear.
func newCore(g *graph.Graph, m graph.Metric, around []graph.NodeID) *core {
	c := &core{whole: g, index: make([]graph.NodeID, g.NodeCount())}
	p := newPeeling(g, m, around)
	var b graph.Builder
	for n := range c.index {
		c.index[n] = graph.None
		if p.junction(graph.NodeID(n)) {
			c.index[n] = b.AddNodes(1)
			c.nodes = append(c.nodes, graph.NodeID(n))
		}
	}
	for _, n := range c.nodes {
		first, end := g.OutArcs(n)
		for a := first; a < end; a++ {
			if road, to := p.follow(n, a); road != nil {
				length := 0.0
				for _, arc := range road {
					length += m[arc]
				}
				b.AddSegment(graph.Segment{From: c.index[n], To: c.index[to], LengthMeters: length, LengthKnown: true})
				c.roads = append(c.roads, road)
			}
		}
	}
	var err error
	if c.graph, err = b.Build(); err != nil {
		panic("replicate: " + err.Error()) // it is smaller than the whole
	}
	c.m = graph.LengthMetric(c.graph)
	return c
}

// appendPath appends the segments of the whole network on the way from a node to the
// goal of a search of the core: of equal ways the one whose first differing arc is lowest.
func (c *core) appendPath(path []graph.SegmentID, from graph.NodeID, dist []float64) []graph.SegmentID {
	for n := c.index[from]; dist[n] > 0; {
		best, lowest := graph.ArcID(graph.None), graph.ArcID(math.MaxInt32)
		first, end := c.graph.OutArcs(n)
		for a := first; a < end; a++ {
			if arc := c.firstArc(a); arc < lowest && c.m[a]+dist[c.graph.Head(a)] == dist[n] {
				best, lowest = a, arc
			}
		}
		path = c.appendRoad(path, best)
		n = c.graph.Head(best)
	}
	return path
}

// firstArc returns the arc of the whole network that an arc of the core begins with.
func (c *core) firstArc(a graph.ArcID) graph.ArcID {
	s, reversed := c.graph.Segment(a)
	road := c.roads[s]
	if !reversed {
		return road[0]
	}
	last, against := c.whole.Segment(road[len(road)-1])
	return c.whole.ArcOf(last, !against)
}

func (c *core) appendRoad(path []graph.SegmentID, a graph.ArcID) []graph.SegmentID {
	s, reversed := c.graph.Segment(a)
	road := c.roads[s]
	for i := range road {
		if reversed {
			i = len(road) - 1 - i
		}
		segment, _ := c.whole.Segment(road[i])
		path = append(path, segment)
	}
	return path
}

// peeling is a network that loses its dead ends.
type peeling struct {
	g      *graph.Graph
	m      graph.Metric
	kept   []bool  // per node: is to stay
	degree []int32 // per node: open links to nodes that are left
	done   []bool  // per segment: in a road already
}

func newPeeling(g *graph.Graph, m graph.Metric, keep []graph.NodeID) *peeling {
	p := &peeling{g: g, m: m, kept: make([]bool, g.NodeCount()), degree: make([]int32, g.NodeCount()), done: make([]bool, g.SegmentCount())}
	for _, n := range keep {
		p.kept[n] = true
	}
	var ends []graph.NodeID
	for n := range p.degree {
		p.each(graph.NodeID(n), func(graph.ArcID) { p.degree[n]++ })
		if p.degree[n] == 1 && !p.kept[n] {
			ends = append(ends, graph.NodeID(n))
		}
	}
	for len(ends) > 0 {
		n := ends[len(ends)-1]
		ends = ends[:len(ends)-1]
		p.degree[n] = 0
		p.each(n, func(a graph.ArcID) {
			s, _ := g.Segment(a)
			p.done[s] = true
			head := g.Head(a)
			if p.degree[head]--; p.degree[head] == 1 && !p.kept[head] {
				ends = append(ends, head)
			}
		})
	}
	return p
}

// each calls visit for the open arcs out of a node that are in no road yet.
func (p *peeling) each(n graph.NodeID, visit func(graph.ArcID)) {
	first, end := p.g.OutArcs(n)
	for a := first; a < end; a++ {
		if s, _ := p.g.Segment(a); !p.done[s] && !math.IsInf(p.m[a], 1) && p.g.Head(a) != n {
			visit(a)
		}
	}
}

// junction reports whether a road ends at a node.
func (p *peeling) junction(n graph.NodeID) bool {
	return p.kept[n] || p.degree[n] > 2
}

// follow takes the road that begins with an arc, to the next junction. It is nil when it
// was taken before, or leads back to where it began.
func (p *peeling) follow(from graph.NodeID, a graph.ArcID) (road chain, to graph.NodeID) {
	if s, _ := p.g.Segment(a); p.done[s] || math.IsInf(p.m[a], 1) {
		return nil, 0
	}
	for {
		s, _ := p.g.Segment(a)
		p.done[s] = true
		road, to = append(road, a), p.g.Head(a)
		if p.junction(to) {
			break
		}
		p.each(to, func(next graph.ArcID) { a = next }) // of the two, the one not taken
	}
	if to == from {
		return nil, 0
	}
	return road, to
}
