package exposure

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
	"github.com/tidwall/rtree"

	"github.com/corredor-geo/corredor/graph"
)

const (
	// toleranceDegrees is how far a line may be moved to have fewer points: 11 m.
	toleranceDegrees = 1e-4
	// longestMeters bounds an edge, so that one metric serves all of it.
	longestMeters = 5000
)

// edge is a short straight piece of a line, in degrees, with the metres in a degree
// of longitude and of latitude at its middle.
type edge struct {
	a, b   orb.Point
	kx, ky float64
	line   int32 // that it is a piece of
}

// metresPerDegree returns the length of a degree of the parallel and of the
// meridian at a latitude, from [graph.Distance] over a step that it takes as straight.
func metresPerDegree(lat float64) (kx, ky float64) {
	const step = 0.04
	kx = graph.Distance(orb.Point{0, lat}, orb.Point{step, lat}) / step
	ky = graph.Distance(orb.Point{0, lat - step/2}, orb.Point{0, lat + step/2}) / step
	return kx, ky
}

// edgeIndex finds the edges of lines near a box.
type edgeIndex struct {
	edges []edge
	tree  rtree.RTreeG[int32]
	line  int32 // that is being added
}

func newEdgeIndex(lines []orb.LineString) *edgeIndex {
	x := &edgeIndex{}
	for number, line := range lines {
		x.line = int32(number)
		if len(line) == 1 {
			x.add(line[0], line[0])
		}
		thin := simplify.DouglasPeucker(toleranceDegrees).LineString(line.Clone())
		for i := 1; i < len(thin); i++ {
			x.split(thin[i-1], thin[i])
		}
	}
	return x
}

// split adds the pieces of a long edge, straight in degrees as roads are.
func (x *edgeIndex) split(a, b orb.Point) {
	pieces := max(1, math.Ceil(graph.Distance(a, b)/longestMeters))
	from := a
	for k := 1.0; k <= pieces; k++ {
		to := orb.Point{a[0] + k/pieces*(b[0]-a[0]), a[1] + k/pieces*(b[1]-a[1])}
		x.add(from, to)
		from = to
	}
}

func (x *edgeIndex) add(a, b orb.Point) {
	kx, ky := metresPerDegree((a[1] + b[1]) / 2)
	box := orb.Bound{Min: a, Max: a}.Extend(b)
	x.tree.Insert(box.Min, box.Max, int32(len(x.edges)))
	x.edges = append(x.edges, edge{a, b, kx, ky, x.line})
}

// near appends the edges that may come within some metres of a box, in no order
// that callers may depend on.
func (x *edgeIndex) near(buf []edge, box orb.Bound, meters float64) []edge {
	// A degree is shortest, and its share of the metres largest, far from the equator.
	far := min(max(math.Abs(box.Min[1]), math.Abs(box.Max[1]))+1, 89)
	kx, ky := metresPerDegree(far)
	const slack = 1.01
	dx, dy := slack*meters/kx, slack*meters/ky
	x.tree.Search([2]float64{box.Min[0] - dx, box.Min[1] - dy}, [2]float64{box.Max[0] + dx, box.Max[1] + dy},
		func(_, _ [2]float64, i int32) bool {
			buf = append(buf, x.edges[i])
			return true
		})
	return buf
}

// distance returns the metres from a point to the edge, on the plane that
// touches the ellipsoid halfway between them.
func (e edge) distance(p orb.Point, kx, ky float64) float64 {
	mx, my := (e.kx+kx)/2, (e.ky+ky)/2
	ax, ay := (e.a[0]-p[0])*mx, (e.a[1]-p[1])*my
	dx, dy := (e.b[0]-e.a[0])*mx, (e.b[1]-e.a[1])*my
	if length2 := dx*dx + dy*dy; length2 > 0 {
		t := min(max(-(ax*dx+ay*dy)/length2, 0), 1)
		ax, ay = ax+t*dx, ay+t*dy
	}
	return math.Hypot(ax, ay)
}

// cut returns the part of a parallel within some metres of the edge, in degrees
// of longitude; false when it is farther. All points within a distance of a
// segment are the discs around its ends and the rectangle between them: convex,
// so the part is one stretch.
func (e edge) cut(p parallel, meters float64) (from, to float64, ok bool) {
	mx, my := (e.kx+p.kx)/2, (e.ky+p.ky)/2
	ya, yb := (e.a[1]-p.lat)*my, (e.b[1]-p.lat)*my
	if ya > meters && yb > meters || ya < -meters && yb < -meters {
		return 0, 0, false
	}
	dx, dy := (e.b[0]-e.a[0])*mx, yb-ya
	s := stretch{math.Inf(1), math.Inf(-1)}
	s.disc(0, ya, meters)
	s.disc(dx, yb, meters)
	if length := math.Sqrt(dx*dx + dy*dy); length > 0 {
		nx, ny := -dy/length*meters, dx/length*meters
		s.side(0+nx, ya+ny, dx+nx, yb+ny)
		s.side(0-nx, ya-ny, dx-nx, yb-ny)
		s.side(0+nx, ya+ny, 0-nx, ya-ny)
		s.side(dx+nx, yb+ny, dx-nx, yb-ny)
	}
	return e.a[0] + s.from/mx, e.a[0] + s.to/mx, s.from <= s.to
}

// stretch is a part of the x axis, in metres.
type stretch struct{ from, to float64 }

func (s *stretch) add(x float64) { s.from, s.to = min(s.from, x), max(s.to, x) }

func (s *stretch) disc(x, y, radius float64) {
	if half2 := radius*radius - y*y; half2 >= 0 {
		half := math.Sqrt(half2)
		s.add(x - half)
		s.add(x + half)
	}
}

// side adds where a side crosses the axis.
func (s *stretch) side(x1, y1, x2, y2 float64) {
	if y1 > 0 != (y2 > 0) {
		s.add(x1 + y1/(y1-y2)*(x2-x1))
	}
}
