package graph

import (
	"iter"

	"github.com/paulmach/orb"
)

// NodeID, ArcID and SegmentID number the parts of a [Graph] from 0.
type (
	NodeID    int32
	ArcID     int32
	SegmentID int32
)

// None is the absent node, arc or segment.
const None = -1

// Graph is a directed road network. It is immutable and safe for any number of
// goroutines. Build one with a [Builder].
type Graph struct {
	nodes    []Point  // empty when the network has no coordinates
	firstOut []ArcID  // arcs of node n are firstOut[n] .. firstOut[n+1]-1
	head     []NodeID // per arc
	ref      []arcRef // per arc
	firstIn  []int32  // arcs into node n are inArc[firstIn[n]:firstIn[n+1]]
	inArc    []ArcID

	ends       [][2]NodeID // per segment: from, to
	length     []float64   // metres per segment
	firstPoint []int32     // points of segment s are shape[firstPoint[s]:firstPoint[s+1]]
	shape      []Point
	columns    []*Column
}

// arcRef is the segment of an arc, and whether the arc runs against it.
type arcRef int32

func refOf(s SegmentID, reversed bool) arcRef {
	if reversed {
		return arcRef(s)<<1 | 1
	}
	return arcRef(s) << 1
}

// NodeCount returns the number of nodes.
func (g *Graph) NodeCount() int { return max(0, len(g.firstOut)-1) }

// ArcCount returns the number of arcs; a two-way segment has two.
func (g *Graph) ArcCount() int { return len(g.head) }

// SegmentCount returns the number of segments.
func (g *Graph) SegmentCount() int { return len(g.ends) }

// HasCoordinates reports whether nodes and segments have positions. Networks
// from benchmark files may lack them; they cannot be snapped to or drawn.
func (g *Graph) HasCoordinates() bool { return len(g.nodes) > 0 }

// Node returns the position of a node. It panics without coordinates.
func (g *Graph) Node(n NodeID) Point { return g.nodes[n] }

// OutArcs returns the range first <= a < end of the arcs that leave n.
func (g *Graph) OutArcs(n NodeID) (first, end ArcID) { return g.firstOut[n], g.firstOut[n+1] }

// InArcs returns the arcs that enter n, in ascending order. Do not modify it.
func (g *Graph) InArcs(n NodeID) []ArcID { return g.inArc[g.firstIn[n]:g.firstIn[n+1]] }

// Head returns the node at which arc a ends.
func (g *Graph) Head(a ArcID) NodeID { return g.head[a] }

// Tail returns the node at which arc a begins.
func (g *Graph) Tail(a ArcID) NodeID {
	ends := g.ends[g.ref[a]>>1]
	return ends[g.ref[a]&1]
}

// Segment returns the segment of arc a, and whether a runs against the
// direction in which the segment's shape is stored.
func (g *Graph) Segment(a ArcID) (s SegmentID, reversed bool) {
	return SegmentID(g.ref[a] >> 1), g.ref[a]&1 == 1
}

// Ends returns the first and last node of a segment.
func (g *Graph) Ends(s SegmentID) (from, to NodeID) { return g.ends[s][0], g.ends[s][1] }

// LengthMeters returns the length of a segment, a multiple of [Step].
func (g *Graph) LengthMeters(s SegmentID) float64 { return g.length[s] }

// Shape returns the points of a segment from its first node to its last, at
// least two. Do not modify it. It is empty without coordinates.
func (g *Graph) Shape(s SegmentID) []Point {
	if len(g.firstPoint) == 0 {
		return nil
	}
	return g.shape[g.firstPoint[s]:g.firstPoint[s+1]]
}

// ArcOf returns the lowest arc of segment s in the given direction, or [None]
// when the segment is closed that way. It looks at every arc of one node.
func (g *Graph) ArcOf(s SegmentID, reversed bool) ArcID {
	want := refOf(s, reversed)
	first, end := g.OutArcs(g.ends[s][want&1])
	for a := first; a < end; a++ {
		if g.ref[a] == want {
			return a
		}
	}
	return None
}

// TotalLengthMeters returns the summed length of all segments, each once.
func (g *Graph) TotalLengthMeters() float64 {
	sum := 0.0
	for _, meters := range g.length {
		sum += meters
	}
	return sum
}

// Bound returns the box around all shapes, in degrees; empty without coordinates.
func (g *Graph) Bound() orb.Bound {
	if !g.HasCoordinates() {
		return orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	}
	first := g.nodes[0].Orb()
	bound := orb.Bound{Min: first, Max: first}
	for _, p := range g.nodes {
		bound = bound.Extend(p.Orb())
	}
	for _, p := range g.shape {
		bound = bound.Extend(p.Orb())
	}
	return bound
}

// Columns returns the attributes of the segments, in the order of the Builder.
func (g *Graph) Columns() iter.Seq[*Column] {
	return func(yield func(*Column) bool) {
		for _, c := range g.columns {
			if !yield(c) {
				return
			}
		}
	}
}

// Column returns the attribute of that name, or nil. A nil Column may be read:
// it has no value anywhere.
func (g *Graph) Column(name string) *Column {
	for _, c := range g.columns {
		if c.name == name {
			return c
		}
	}
	return nil
}
