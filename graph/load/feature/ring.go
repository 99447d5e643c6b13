package feature

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// ring is a closed line with what is needed to sort rings into polygons.
type ring struct {
	points []orb.Point
	area   float64 // twice the signed one; clockwise is negative
	box    orb.Bound
}

// polygons sorts the rings of a shape into polygons. The specification marks
// them by direction alone: clockwise ones are outer, the others holes. A hole
// goes to the smallest outer ring around it, one in none becomes a polygon
// and an orphan. The rings are reversed in place to the direction of RFC 7946.
// O(holes x outers) box tests, and point tests where boxes nest.
func polygons(parts [][]orb.Point) (g orb.Geometry, orphans int) {
	var outers, holes []ring
	for _, p := range parts {
		r := newRing(p)
		if r.area > 0 {
			holes = append(holes, r)
			continue
		}
		outers = append(outers, r)
	}
	shape := make(orb.MultiPolygon, len(outers), len(outers)+1)
	for i, r := range outers {
		slices.Reverse(r.points)
		shape[i] = orb.Polygon{r.points}
	}
	for _, h := range holes {
		i := around(h, outers)
		if i < 0 {
			shape = append(shape, orb.Polygon{h.points})
			orphans++
			continue
		}
		slices.Reverse(h.points)
		shape[i] = append(shape[i], h.points)
	}
	if len(shape) == 1 {
		return shape[0], orphans
	}
	return shape, orphans
}

func newRing(points []orb.Point) ring {
	r := ring{points: points, box: orb.MultiPoint(points).Bound()}
	// Relative to the first point, so that small rings far from the origin
	// keep their sign.
	o := points[0]
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		r.area += float64((a[0]-o[0])*(b[1]-o[1])) - float64((b[0]-o[0])*(a[1]-o[1]))
	}
	return r
}

// around returns the smallest outer ring that contains h, -1 when none does.
func around(h ring, outers []ring) int {
	best := -1
	for i, o := range outers {
		if !o.box.Contains(h.box.Min) || !o.box.Contains(h.box.Max) {
			continue
		}
		if best >= 0 && math.Abs(o.area) >= math.Abs(outers[best].area) {
			continue
		}
		if o.contains(h) {
			best = i
		}
	}
	return best
}

// contains decides by the first vertex of h that is not on the boundary; a
// hole all of whose vertices lie on it is inside.
func (r ring) contains(h ring) bool {
	for _, p := range h.points {
		switch r.side(p) {
		case 1:
			return true
		case -1:
			return false
		}
	}
	return true
}

// side is 1 for a point inside, 0 on the boundary, -1 outside, by crossings of
// a ray to the right.
func (r ring) side(p orb.Point) int {
	side := -1
	last := r.points[len(r.points)-1]
	for _, next := range r.points {
		a, b := last, next
		last = next
		if a[1] > b[1] {
			a, b = b, a
		}
		if p[1] < a[1] || p[1] > b[1] {
			continue
		}
		turn := float64((b[0]-a[0])*(p[1]-a[1])) - float64((p[0]-a[0])*(b[1]-a[1]))
		if turn == 0 && p[0] >= min(a[0], b[0]) && p[0] <= max(a[0], b[0]) {
			return 0
		}
		if a[1] <= p[1] && p[1] < b[1] && turn > 0 {
			side = -side
		}
	}
	return side
}
