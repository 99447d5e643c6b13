package atlas

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"github.com/corredor-geo/corredor/graph"
)

// gapMeters is how far apart the drawn borders of two neighbours may lie: layers that
// were simplified or digitised one municipality at a time do not share their corners.
const gapMeters = 500

// surroundings finds what lies beyond an edge that no other region has.
type surroundings struct {
	regions []Region
	boxes   rtree.RTreeG[int]
}

func (a *Atlas) surroundings() *surroundings {
	s := &surroundings{regions: a.Regions}
	for i, r := range a.Regions {
		if len(r.Shape) > 0 {
			box := r.Shape.Bound()
			s.boxes.Insert(box.Min, box.Max, i)
		}
	}
	return s
}

// beyond returns the region that lies across the edge from p to q of a region,
// within gapMeters of its middle, or outside.
func (s *surroundings) beyond(region int, p, q orb.Point) int {
	middle := orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
	// The edge turned by a right angle, in metres.
	east, north := lengthPerDegree(middle)
	dx, dy := -(q[1]-p[1])*north, (q[0]-p[0])*east
	length := math.Hypot(dx, dy)
	if length == 0 {
		return outside
	}
	for _, side := range []float64{1, -1} {
		step := side * gapMeters / length
		if other := s.at(orb.Point{middle[0] + dx*step/east, middle[1] + dy*step/north}, region); other != outside {
			return other
		}
	}
	return outside
}

// at returns the first region but one that a point lies in, or outside.
func (s *surroundings) at(p orb.Point, but int) int {
	found := outside
	s.boxes.Search(p, p, func(_, _ [2]float64, i int) bool {
		if i != but && (found == outside || i < found) && planar.MultiPolygonContains(s.regions[i].Shape, p) {
			found = i
		}
		return true
	})
	return found
}

// lengthPerDegree is the metres of a degree of longitude and of latitude at a point.
func lengthPerDegree(p orb.Point) (east, north float64) {
	const step = 0.01
	return graph.Distance(p, orb.Point{p[0] + step, p[1]}) / step, graph.Distance(p, orb.Point{p[0], p[1] + step}) / step
}
