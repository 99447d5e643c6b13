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

// edge is a short straight piece of a line, in degrees.
type edge struct {
	a, b  orb.Point
	scale scale // at its middle
	line  int32 // that it is a piece of
}

// scale is the metres in a degree of longitude and in one of latitude.
type scale struct{ x, y float64 }

// scaleAt returns the scale at a latitude, from [graph.Distance] over a step that
// it takes as straight.
func scaleAt(lat float64) scale {
	const step = 0.04
	return scale{
		graph.Distance(orb.Point{0, lat}, orb.Point{step, lat}) / step,
		graph.Distance(orb.Point{0, lat - step/2}, orb.Point{0, lat + step/2}) / step,
	}
}

// mean is, to 2e-6 over 20 km, the scale halfway between two latitudes.
func (s scale) mean(other scale) scale { return scale{(s.x + other.x) / 2, (s.y + other.y) / 2} }

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
		to := orb.Point{a[0] + float64(k/pieces*(b[0]-a[0])), a[1] + float64(k/pieces*(b[1]-a[1]))}
		x.add(from, to)
		from = to
	}
}

func (x *edgeIndex) add(a, b orb.Point) {
	box := orb.Bound{Min: a, Max: a}.Extend(b)
	x.tree.Insert(box.Min, box.Max, int32(len(x.edges)))
	x.edges = append(x.edges, edge{a, b, scaleAt((a[1] + b[1]) / 2), x.line})
}

// near appends the edges that may come within some metres of a box, in no order
// that callers may depend on.
func (x *edgeIndex) near(buf []edge, box orb.Bound, meters float64) []edge {
	// A degree is shortest, and its share of the metres largest, far from the equator.
	far := min(max(math.Abs(box.Min[1]), math.Abs(box.Max[1]))+1, 89)
	const slack = 1.01
	at := scaleAt(far)
	dx, dy := slack*meters/at.x, slack*meters/at.y
	x.tree.Search([2]float64{box.Min[0] - dx, box.Min[1] - dy}, [2]float64{box.Max[0] + dx, box.Max[1] + dy},
		func(_, _ [2]float64, i int32) bool {
			buf = append(buf, x.edges[i])
			return true
		})
	return buf
}

// distance returns the metres from a point to the edge, on the plane that
// touches the ellipsoid halfway between them.
func (e edge) distance(p orb.Point, at scale) float64 {
	m := e.scale.mean(at)
	ax, ay := float64((e.a[0]-p[0])*m.x), float64((e.a[1]-p[1])*m.y)
	dx, dy := (e.b[0]-e.a[0])*m.x, (e.b[1]-e.a[1])*m.y
	if length2 := float64(dx*dx) + float64(dy*dy); length2 > 0 {
		t := min(max(-(float64(ax*dx)+float64(ay*dy))/length2, 0), 1)
		ax, ay = ax+float64(t*dx), ay+float64(t*dy)
	}
	return math.Hypot(ax, ay)
}

// cut returns the part of a parallel within some metres of the edge, in degrees
// of longitude; false when it is farther. All points within a distance of a
// segment are the discs around its ends and the rectangle between them: convex,
// so the part is one stretch.
func (e edge) cut(p parallel, meters float64) (from, to float64, ok bool) {
	m := e.scale.mean(p.scale)
	ya, yb := float64((e.a[1]-p.lat)*m.y), float64((e.b[1]-p.lat)*m.y)
	if ya > meters && yb > meters || ya < -meters && yb < -meters {
		return 0, 0, false
	}
	dx, dy := float64((e.b[0]-e.a[0])*m.x), yb-ya
	s := stretch{math.Inf(1), math.Inf(-1)}
	s.disc(orb.Point{0, ya}, meters)
	s.disc(orb.Point{dx, yb}, meters)
	if length := math.Sqrt(float64(dx*dx) + float64(dy*dy)); length > 0 {
		nx, ny := float64(-dy/length*meters), float64(dx/length*meters)
		corners := [4]orb.Point{{nx, ya + ny}, {dx + nx, yb + ny}, {dx - nx, yb - ny}, {-nx, ya - ny}}
		for k, corner := range corners {
			s.side(corner, corners[(k+1)%4])
		}
	}
	return e.a[0] + s.from/m.x, e.a[0] + s.to/m.x, s.from <= s.to
}

// stretch is a part of the x axis, in metres.
type stretch struct{ from, to float64 }

func (s *stretch) add(x float64) { s.from, s.to = min(s.from, x), max(s.to, x) }

// disc adds what a disc covers of the axis.
func (s *stretch) disc(at orb.Point, radius float64) {
	if half2 := float64(radius*radius) - float64(at[1]*at[1]); half2 >= 0 {
		half := math.Sqrt(half2)
		s.add(at[0] - half)
		s.add(at[0] + half)
	}
}

// side adds where a side crosses the axis.
func (s *stretch) side(a, b orb.Point) {
	if a[1] > 0 != (b[1] > 0) {
		s.add(a[0] + float64(a[1]/(a[1]-b[1])*(b[0]-a[0])))
	}
}
