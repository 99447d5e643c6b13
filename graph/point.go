package graph

import (
	"math"

	"github.com/paulmach/orb"
)

// unitsPerDegree is the resolution of stored coordinates: 1e-7 degree, 11 mm.
const unitsPerDegree = 1e7

// Point is a WGS84 position in units of 1e-7 degree. Two places are the same
// vertex of the network exactly when their Points are equal.
type Point struct {
	Lon, Lat int32
}

// PointOf rounds an orb point (degrees, lon lat) to the stored resolution. The
// caller has checked that it is finite and within ±180, ±90 degrees.
func PointOf(p orb.Point) Point {
	return Point{
		Lon: int32(math.Round(p[0] * unitsPerDegree)),
		Lat: int32(math.Round(p[1] * unitsPerDegree)),
	}
}

// Orb returns the point in degrees.
func (p Point) Orb() orb.Point {
	return orb.Point{float64(p.Lon) / unitsPerDegree, float64(p.Lat) / unitsPerDegree}
}
