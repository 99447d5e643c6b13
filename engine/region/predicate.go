package region

import (
	"cmp"

	"github.com/corredor-geo/corredor/graph"
)

// All predicates work on the stored integers, so they are exact. Degenerate
// cases do not exist for them: the road is shifted, in thought, by the vector
// (e², e) with e > 0 smaller than any number, that is north and much less east.
// No polygon vertex then lies on a road and no road vertex on a border, and a
// road drawn along a border belongs to the municipality north of it (east of
// it where the border runs exactly north).
// H. Edelsbrunner, E. P. Mücke, "Simulation of simplicity", ACM Transactions on
// Graphics 9(1), 1990, doi:10.1145/77635.77639.

// turn is the sign of the cross product (b-a) x (c-a): 1 when c is left of the
// line from a to b, -1 right of it, 0 on it. Coordinates within ±180, ±90
// degrees keep each product below 2^63; their difference might not.
func turn(a, b, c graph.Point) int {
	left := (int64(b.Lon) - int64(a.Lon)) * (int64(c.Lat) - int64(a.Lat))
	right := (int64(b.Lat) - int64(a.Lat)) * (int64(c.Lon) - int64(a.Lon))
	return cmp.Compare(left, right)
}

// shiftTurn is the sign of the cross product (b-a) x (e², e).
func shiftTurn(a, b graph.Point) int {
	if d := cmp.Compare(b.Lon, a.Lon); d != 0 {
		return d
	}
	return cmp.Compare(a.Lat, b.Lat)
}

// sideOfBorder says on which side of the border edge a-b the shifted road point
// p lies: 1 left, -1 right, never 0 when a != b.
func sideOfBorder(a, b, p graph.Point) int {
	if s := turn(a, b, p); s != 0 {
		return s
	}
	return shiftTurn(a, b)
}

// sideOfRoad says on which side of the shifted road edge p-q the border vertex
// a lies: 1 left, -1 right, never 0 when p != q.
func sideOfRoad(p, q, a graph.Point) int {
	if s := turn(p, q, a); s != 0 {
		return s
	}
	return -shiftTurn(p, q)
}

// crosses reports whether the shifted road edge p-q crosses the border edge a-b.
func crosses(p, q, a, b graph.Point) bool {
	return sideOfBorder(a, b, p) != sideOfBorder(a, b, q) && sideOfRoad(p, q, a) != sideOfRoad(p, q, b)
}

// crossingShare is where the road edge p-q, known to cross the border edge a-b,
// does so: 0 at p, 1 at q. The same border digitised in the other direction
// gives the same bits, so neighbours meet exactly.
func crossingShare(p, q, a, b graph.Point) float64 {
	fromP, fromQ := cross(a, b, p), cross(a, b, q)
	return min(max(fromP/(fromP-fromQ), 0), 1)
}

// cross is the cross product (b-a) x (c-a), exact below 2^53 (edges of up to
// about nine degrees).
func cross(a, b, c graph.Point) float64 {
	dx, dy := float64(b.Lon)-float64(a.Lon), float64(b.Lat)-float64(a.Lat)
	return float64(dx*(float64(c.Lat)-float64(a.Lat))) - float64(dy*(float64(c.Lon)-float64(a.Lon)))
}

// rayCrosses reports whether the ray that runs east from the shifted point p
// crosses the border edge a-b.
func rayCrosses(p, a, b graph.Point) bool {
	if (a.Lat > p.Lat) == (b.Lat > p.Lat) {
		return false
	}
	if a.Lat > b.Lat {
		a, b = b, a
	}
	return sideOfBorder(a, b, p) > 0
}
