package region

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// ring is a closed chain of points, the first not repeated at the end.
type ring []graph.Point

// cleanRing rounds a ring to the stored resolution, closes it and removes
// points that repeat their neighbour; nil when fewer than three are left.
func cleanRing(from orb.Ring, note func(WarningKind)) ring {
	if len(from) > 0 && from[0] != from[len(from)-1] {
		note(RingUnclosed)
	}
	r := make(ring, 0, len(from))
	for i, p := range from {
		last := i == len(from)-1
		switch q := graph.PointOf(wrap(p)); {
		case last && len(r) > 0 && q == r[0]:
		case len(r) > 0 && q == r[len(r)-1]:
			note(PointRepeated)
		default:
			r = append(r, q)
		}
	}
	if len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	}
	if len(r) < 3 {
		note(RingTooShort)
		return nil
	}
	return r
}

// wrap brings a longitude counted from 0 to 360 into ±180.
func wrap(p orb.Point) orb.Point {
	if p[0] > 180 {
		p[0] -= 360
	} else if p[0] < -180 {
		p[0] += 360
	}
	return p
}

// area2 is twice the signed area in squared units: positive when the ring runs
// counterclockwise.
func (r ring) area2() float64 {
	sum := 0.0
	for i := 1; i+1 < len(r); i++ {
		sum += cross(r[0], r[i], r[i+1])
	}
	return sum
}

// next returns the point after r[i].
func (r ring) next(i int) graph.Point {
	if i+1 == len(r) {
		return r[0]
	}
	return r[i+1]
}

// contains reports whether p, shifted as in predicate.go, is inside by the
// even-odd rule.
func (r ring) contains(p graph.Point) bool {
	inside := false
	for i := range r {
		if rayCrosses(p, r[i], r.next(i)) {
			inside = !inside
		}
	}
	return inside
}

// onBorder reports whether p lies exactly on an edge of the ring.
func (r ring) onBorder(p graph.Point) bool {
	for i := range r {
		if onEdge(r[i], r.next(i), p) {
			return true
		}
	}
	return false
}

func onEdge(a, b, p graph.Point) bool {
	return min(a.Lon, b.Lon) <= p.Lon && p.Lon <= max(a.Lon, b.Lon) &&
		min(a.Lat, b.Lat) <= p.Lat && p.Lat <= max(a.Lat, b.Lat) && turn(a, b, p) == 0
}

// surrounds reports whether inner, which does not cross r, lies inside it. The
// two may touch, so a point of inner off the border decides.
func (r ring) surrounds(inner ring) bool {
	if !r.bound().holds(inner.bound()) {
		return false
	}
	for _, p := range inner {
		if !r.onBorder(p) {
			return r.contains(p)
		}
	}
	for i, p := range inner {
		if m := midpoint(p, inner.next(i)); !r.onBorder(m) {
			return r.contains(m)
		}
	}
	return math.Abs(inner.area2()) < math.Abs(r.area2())
}

func midpoint(a, b graph.Point) graph.Point {
	return graph.Point{
		Lon: int32((int64(a.Lon) + int64(b.Lon)) / 2),
		Lat: int32((int64(a.Lat) + int64(b.Lat)) / 2),
	}
}

// orb returns the closed ring in degrees, counterclockwise or clockwise.
func (r ring) orb(counterclockwise bool) orb.Ring {
	out := make(orb.Ring, 0, len(r)+1)
	for _, p := range r {
		out = append(out, p.Orb())
	}
	out = append(out, out[0])
	if (r.area2() > 0) != counterclockwise {
		out.Reverse()
	}
	return out
}

func (r ring) bound() box {
	b := boxOf(r[0], r[0])
	for _, p := range r[1:] {
		b = b.extend(p)
	}
	return b
}
