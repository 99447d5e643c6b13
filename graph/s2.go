package graph

import (
	"github.com/golang/geo/s2"
	"github.com/paulmach/orb"
)

// S2Point places an orb point (degrees, lon lat) on the unit sphere of s2.
func S2Point(p orb.Point) s2.Point {
	return s2.PointFromLatLng(s2.LatLngFromDegrees(p[1], p[0]))
}

// OrbPoint returns the degrees (lon lat) of a point on the unit sphere.
func OrbPoint(p s2.Point) orb.Point {
	ll := s2.LatLngFromPoint(p)
	return orb.Point{ll.Lng.Degrees(), ll.Lat.Degrees()}
}
