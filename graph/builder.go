package graph

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Direction says which way a segment may be travelled, relative to its shape.
type Direction uint8

// The directions of a segment.
const (
	Both Direction = iota
	Forward
	Backward
)

// ErrTooLarge is returned by [Builder.Build] for a network of 2^30 segments or
// more, or of 2^31-1 nodes or shape points or more.
var ErrTooLarge = errors.New("network too large")

// The limits keep two arcs a segment, and one offset past the last, in int32.
const (
	maxSegments = 1<<30 - 1
	maxNodes    = math.MaxInt32 - 1
)

// Builder collects nodes and segments for a [Graph]. The zero value is ready.
// It is not safe for concurrent use, and may not be used after Build.
type Builder struct {
	g       Graph
	nodes   int
	dirs    []Direction
	located int // nodes with a position
}

// Segment describes one segment to [Builder.AddSegment].
type Segment struct {
	From, To NodeID
	// Via holds the shape points strictly between the two nodes.
	Via []Point
	// LengthMeters replaces the length of the shape when positive; networks
	// without coordinates must give it. Zero-length segments without
	// coordinates set LengthKnown.
	LengthMeters float64
	LengthKnown  bool
	Direction    Direction
	// Values holds the attributes, in the order of AddColumn; missing ones are empty.
	Values []string
}

// AddNode adds a node at a position and returns its number.
func (b *Builder) AddNode(p Point) NodeID {
	b.g.nodes = append(b.g.nodes, p)
	b.located++
	b.nodes++
	return NodeID(b.nodes - 1)
}

// AddNodes adds n nodes without a position, and returns the first. A network
// has positions for all of its nodes or for none. It panics when n is negative.
func (b *Builder) AddNodes(n int) NodeID {
	if n < 0 {
		panic(fmt.Sprintf("graph: AddNodes(%d)", n))
	}
	b.nodes += n
	return NodeID(b.nodes - n)
}

// AddColumn declares an attribute. It panics after the first segment, which
// would have no value in it.
func (b *Builder) AddColumn(name string) {
	if len(b.g.ends) > 0 {
		panic("graph: AddColumn after AddSegment")
	}
	b.g.columns = append(b.g.columns, newColumn(name))
}

// AddSegment adds a segment and returns its number. It panics when a node does
// not exist or a length is negative or not finite: readers check their input.
func (b *Builder) AddSegment(s Segment) SegmentID {
	if s.From < 0 || s.To < 0 || int(s.From) >= b.nodes || int(s.To) >= b.nodes {
		panic(fmt.Sprintf("graph: segment %d-%d names a node that does not exist", s.From, s.To))
	}
	if !(s.LengthMeters >= 0) || math.IsInf(s.LengthMeters, 1) {
		panic(fmt.Sprintf("graph: segment length %v", s.LengthMeters))
	}
	g := &b.g
	g.ends = append(g.ends, [2]NodeID{s.From, s.To})
	b.dirs = append(b.dirs, s.Direction)
	length := s.LengthMeters
	if b.located > 0 && b.located == b.nodes { // else Build reports the mixture
		first := len(g.shape)
		g.firstPoint = append(g.firstPoint, int32(first))
		g.shape = append(append(append(g.shape, g.nodes[s.From]), s.Via...), g.nodes[s.To])
		if length == 0 && !s.LengthKnown {
			length = lineMeters(g.shape[first:])
		}
	}
	g.length = append(g.length, Quantize(length))
	for i, c := range g.columns {
		value := ""
		if i < len(s.Values) {
			value = s.Values[i]
		}
		c.append(value)
	}
	return SegmentID(len(g.ends) - 1)
}

func lineMeters(line []Point) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += Distance(line[i-1].Orb(), line[i].Orb())
	}
	return sum
}

// Build returns the finished network, in time and memory linear in its size.
// Arcs are numbered by tail node, then by segment, forward before backward.
func (b *Builder) Build() (*Graph, error) {
	g := &b.g
	if b.located > 0 && b.located != b.nodes {
		return nil, fmt.Errorf("%d of %d nodes have no position", b.nodes-b.located, b.nodes)
	}
	if b.nodes > maxNodes || len(g.ends) > maxSegments || len(g.shape) > maxNodes {
		return nil, fmt.Errorf("%w: %d nodes, %d segments", ErrTooLarge, b.nodes, len(g.ends))
	}
	if b.located > 0 {
		g.firstPoint = append(g.firstPoint, int32(len(g.shape)))
	}
	for _, c := range g.columns {
		c.finish()
	}
	b.buildOut()
	g.buildIn()
	done := *g
	b.g = Graph{}
	return &done, nil
}

// buildOut sorts the arcs by tail with one counting pass and one placing pass.
func (b *Builder) buildOut() {
	g := &b.g
	g.firstOut = make([]ArcID, b.nodes+1)
	arcs := 0
	b.eachArc(func(tail, _ NodeID, _ arcRef) {
		g.firstOut[tail+1]++
		arcs++
	})
	for n := range b.nodes {
		g.firstOut[n+1] += g.firstOut[n]
	}
	g.head, g.ref = make([]NodeID, arcs), make([]arcRef, arcs)
	next := append([]ArcID(nil), g.firstOut[:b.nodes]...)
	b.eachArc(func(tail, head NodeID, ref arcRef) {
		g.head[next[tail]], g.ref[next[tail]] = head, ref
		next[tail]++
	})
}

func (b *Builder) eachArc(visit func(tail, head NodeID, ref arcRef)) {
	for s, ends := range b.g.ends {
		if b.dirs[s] != Backward {
			visit(ends[0], ends[1], refOf(SegmentID(s), false))
		}
		if b.dirs[s] != Forward {
			visit(ends[1], ends[0], refOf(SegmentID(s), true))
		}
	}
}

func (g *Graph) buildIn() {
	g.firstIn = make([]int32, g.NodeCount()+1)
	for _, head := range g.head {
		g.firstIn[head+1]++
	}
	for n := range g.NodeCount() {
		g.firstIn[n+1] += g.firstIn[n]
	}
	g.inArc = make([]ArcID, len(g.head))
	next := append([]int32(nil), g.firstIn[:g.NodeCount()]...)
	for a, head := range g.head {
		g.inArc[next[head]] = ArcID(a)
		next[head]++
	}
}

// PointsOf converts a line in degrees to stored points.
func PointsOf(line []orb.Point) []Point {
	points := make([]Point, len(line))
	for i, p := range line {
		points[i] = PointOf(p)
	}
	return points
}
