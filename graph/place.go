package graph

import (
	"iter"
	"math"

	"github.com/paulmach/orb"
)

// Place is a position on the network: OffsetMeters along a segment from its
// first node. AccessMeters is how far the place is from the point that was
// asked for; it is never part of a path's cost.
type Place struct {
	Segment      SegmentID
	OffsetMeters float64 // between 0 and the segment's length, a multiple of Step
	AccessMeters float64
}

// Span is a piece of a segment travelled from FromMeters to ToMeters, both
// measured from the segment's first node. FromMeters > ToMeters is travel
// against the shape. A route is a list of spans, each beginning where the last ended.
type Span struct {
	Segment              SegmentID
	FromMeters, ToMeters float64
}

// LengthMeters returns the length of the piece.
func (s Span) LengthMeters() float64 { return math.Abs(s.ToMeters - s.FromMeters) }

// ArcSpan returns the whole segment of an arc as a span.
func (g *Graph) ArcSpan(a ArcID) Span {
	s, reversed := g.Segment(a)
	if reversed {
		return Span{Segment: s, FromMeters: g.length[s]}
	}
	return Span{Segment: s, ToMeters: g.length[s]}
}

// PartialCost returns the part of an arc's weight that falls on a span of its
// segment, in proportion to length, rounded to [Step].
func (g *Graph) PartialCost(m Metric, span Span) float64 {
	if span.LengthMeters() == 0 {
		return 0
	}
	a := g.ArcOf(span.Segment, span.FromMeters > span.ToMeters)
	if a == None {
		return math.Inf(1)
	}
	return Quantize(m[a] * (span.LengthMeters() / g.length[span.Segment]))
}

// PartCost prices a part of a segment, in its direction of travel: a multiple of
// [Step], 0 for a part without length, +Inf where it cannot be travelled.
type PartCost func(Span) float64

// Proportional is the price of parts by [Graph.PartialCost].
func (g *Graph) Proportional(m Metric) PartCost {
	return func(s Span) float64 { return g.PartialCost(m, s) }
}

// Exit is a way to leave a place for a node, or to come to it from one.
type Exit struct {
	Node NodeID
	Span Span
	Cost float64
}

// Departures yields the ways from a place to the ends of its segment that the
// segment's direction and its price allow: at most two.
func (g *Graph) Departures(cost PartCost, p Place) iter.Seq[Exit] {
	return g.exits(cost, p, func(end float64) Span { return Span{p.Segment, p.OffsetMeters, end} })
}

// Arrivals yields the ways from the ends of its segment to a place.
func (g *Graph) Arrivals(cost PartCost, p Place) iter.Seq[Exit] {
	return g.exits(cost, p, func(end float64) Span { return Span{p.Segment, end, p.OffsetMeters} })
}

// Direct returns the way from one place to another along their segment, and
// its cost: +Inf when they are on different segments or it is closed that way.
// Departures and Arrivals know only the ways through a node.
func (g *Graph) Direct(cost PartCost, from, to Place) (Span, float64) {
	if from.Segment != to.Segment {
		return Span{}, math.Inf(1)
	}
	span := Span{from.Segment, from.OffsetMeters, to.OffsetMeters}
	return span, cost(span)
}

func (g *Graph) exits(cost PartCost, p Place, spanTo func(end float64) Span) iter.Seq[Exit] {
	return func(yield func(Exit) bool) {
		ends := [2]float64{0, g.length[p.Segment]}
		for i, node := range g.ends[p.Segment] {
			exit := Exit{Node: node, Span: spanTo(ends[i])}
			exit.Cost = cost(exit.Span)
			if !math.IsInf(exit.Cost, 1) && !yield(exit) {
				return
			}
		}
	}
}

// AppendLine appends the geometry of a span to a line in degrees, in order of
// travel. The first point is left out when the line already ends there.
func (g *Graph) AppendLine(line orb.LineString, span Span) orb.LineString {
	shape := g.Shape(span.Segment)
	low, high := min(span.FromMeters, span.ToMeters), max(span.FromMeters, span.ToMeters)
	ruler := g.ruler(span.Segment)
	piece := orb.LineString{ruler.at(low)}
	for i := 1; i < len(shape)-1; i++ {
		if ruler.along[i] > low && ruler.along[i] < high {
			piece = append(piece, shape[i].Orb())
		}
	}
	piece = append(piece, ruler.at(high))
	if span.FromMeters > span.ToMeters {
		piece.Reverse()
	}
	for _, p := range piece {
		if len(line) == 0 || line[len(line)-1] != p {
			line = append(line, p)
		}
	}
	return line
}

// ruler measures positions along one segment. Its scale is the segment's own
// length, which may be given by the data and differ from that of the shape.
type ruler struct {
	points []Point
	along  []float64 // metres from the first node, per shape point
}

func (g *Graph) ruler(s SegmentID) ruler {
	points := g.Shape(s)
	r := ruler{points, make([]float64, len(points))}
	for i := 1; i < len(points); i++ {
		r.along[i] = r.along[i-1] + Distance(points[i-1].Orb(), points[i].Orb())
	}
	last := len(points) - 1
	if shapeMeters := r.along[last]; shapeMeters > 0 {
		scale := g.length[s] / shapeMeters
		for i := range r.along {
			r.along[i] *= scale
		}
	}
	r.along[last] = g.length[s]
	return r
}

// at returns the position at a distance along the segment, rounded as stored.
func (r ruler) at(meters float64) orb.Point {
	for i := 1; i < len(r.along); i++ {
		if meters <= r.along[i] {
			return r.between(i, meters)
		}
	}
	return r.points[len(r.points)-1].Orb()
}

func (r ruler) between(i int, meters float64) orb.Point {
	edge := r.along[i] - r.along[i-1]
	if edge <= 0 || meters >= r.along[i] {
		return r.points[i].Orb()
	}
	if meters <= r.along[i-1] {
		return r.points[i-1].Orb()
	}
	t := (meters - r.along[i-1]) / edge
	a, b := r.points[i-1].Orb(), r.points[i].Orb()
	return PointOf(orb.Point{a[0] + float64(t*(b[0]-a[0])), a[1] + float64(t*(b[1]-a[1]))}).Orb()
}
