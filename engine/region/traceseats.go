package region

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// stepMeters bounds the pieces in which an edge is looked at. A straight line
// in degrees leaves the shortest line by less than 0.3 m over this length at
// the latitudes of Mexico, so when both ends have the same nearest seat, the
// rest has it too: the cells of a Voronoi diagram are convex.
const stepMeters = 5000

// followSeats walks the shape and cuts it where the nearest seat changes.
func (t *tracer) followSeats(shape []graph.Point) {
	here := t.l.seats.nearest(shape[0].Orb())
	t.enter(here)
	for i := 1; i < len(shape); i++ {
		if shape[i-1] == shape[i] {
			continue
		}
		edge := seatEdge{t: t, index: i, from: shape[i-1].Orb(), to: shape[i].Orb()}
		steps := max(1, math.Ceil(graph.Distance(edge.from, edge.to)/stepMeters))
		for k := 1.0; k <= steps; k++ {
			share := k / steps
			there := t.l.seats.nearest(edge.at(share))
			edge.cut(stretch{(k - 1) / steps, share, here, there})
			here = there
		}
	}
	t.advance(t.along[len(t.along)-1])
}

// seatEdge is one edge of the shape, the one that ends at shape point index.
type seatEdge struct {
	t        *tracer
	index    int
	from, to orb.Point
}

func (e seatEdge) at(share float64) orb.Point {
	return orb.Point{e.from[0] + float64(share*(e.to[0]-e.from[0])), e.from[1] + float64(share*(e.to[1]-e.from[1]))}
}

// stretch is a part of an edge, and the regions nearest to its ends.
type stretch struct {
	low, high float64 // shares of the edge
	from, to  int32
}

// cut enters the regions of a stretch. Where the bisector of the two end seats
// crosses the edge, either these two are the nearest and the crossing is the
// border, or a third seat is nearer and parts the stretch in two.
func (e seatEdge) cut(s stretch) {
	if s.from == s.to {
		return
	}
	share := e.bisect(s)
	middle := e.t.l.seats.nearest(e.at(share))
	const smallest = 1e-9 // of an edge: micrometres, below the resolution of positions
	if middle == s.from || middle == s.to || s.high-s.low < smallest {
		e.t.advance(e.t.position(e.index, share))
		e.t.enter(s.to)
		return
	}
	e.cut(stretch{s.low, share, s.from, middle})
	e.cut(stretch{share, s.high, middle, s.to})
}

// bisect returns where the seats of the two ends are equally far.
func (e seatEdge) bisect(s stretch) float64 {
	from, to := e.t.l.seats.place[s.from], e.t.l.seats.place[s.to]
	low, high := s.low, s.high
	const halvings = 40 // of 5 km: below a micrometre
	for range halvings {
		middle := (low + high) / 2
		at := onEllipsoid(e.at(middle))
		if at.distance2(from) <= at.distance2(to) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
