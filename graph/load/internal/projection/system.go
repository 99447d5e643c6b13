package projection

import (
	"math"

	"github.com/paulmach/orb"
)

// System is a coordinate system of the plane: a projection with its parameters
// and units on an ellipsoid, or longitude and latitude themselves. It never
// changes, and several goroutines may use it at once.
type System struct {
	name       string
	datum      string
	ellipsoid  ellipsoid
	projection projection // nil: the coordinates are longitude and latitude
	kind       string     // name of the projection
	lon0       float64    // central meridian, radians
	east       float64    // false easting, meters
	north      float64    // false northing, meters
	unit       float64    // meters or, without projection, radians
}

// projection maps between the ellipsoid and the plane. Angles are radians,
// longitudes count from the central meridian, lengths are meters. What lies
// outside comes back as NaN.
type projection interface {
	forward(lon, lat float64) (x, y float64)
	inverse(x, y float64) (lon, lat float64)
}

const degree = math.Pi / 180

// Name returns the name of the system, as its definition has it.
func (s *System) Name() string { return s.name }

// Projection returns the name of the projection, "" for longitude and latitude.
func (s *System) Projection() string { return s.kind }

// Degrees tells whether the coordinates are longitude and latitude in degrees
// already, so that Inverse and Forward change nothing.
func (s *System) Degrees() bool {
	const rounding = 1e-9 // definitions give the degree with 9 to 18 digits
	return s.projection == nil && math.Abs(s.unit/degree-1) < rounding
}

// Inverse returns longitude and latitude in degrees, on the datum of s, of a
// point in the unit of s, easting first. The longitude lies in -180 to 180. It
// fails with ErrDomain where the projection has no point. It takes some
// hundred nanoseconds and does not allocate.
func (s *System) Inverse(p orb.Point) (orb.Point, error) {
	if s.Degrees() {
		return p, nil
	}
	if _, err := checked(p); err != nil || s.projection == nil {
		return checked(orb.Point{p[0] * s.unit / degree, p[1] * s.unit / degree})
	}
	lon, lat := s.projection.inverse(float64(p[0]*s.unit)-s.east, float64(p[1]*s.unit)-s.north)
	return checked(orb.Point{math.Remainder((lon+s.lon0)/degree, 360), lat / degree})
}

// Forward returns the point in the unit of s, easting first, of a longitude
// and latitude in degrees on the datum of s. It fails with ErrDomain where the
// projection shows no such place.
func (s *System) Forward(p orb.Point) (orb.Point, error) {
	if s.Degrees() {
		return p, nil
	}
	if s.projection == nil {
		return checked(orb.Point{p[0] * degree / s.unit, p[1] * degree / s.unit})
	}
	if !(math.Abs(p[1]) <= 90) {
		return p, ErrDomain
	}
	x, y := s.projection.forward(math.Remainder(float64(p[0]*degree)-s.lon0, 2*math.Pi), p[1]*degree)
	return checked(orb.Point{(x + s.east) / s.unit, (y + s.north) / s.unit})
}

// checked refuses what is not finite: the difference with itself is NaN then.
func checked(p orb.Point) (orb.Point, error) {
	if p[0]-p[0] != 0 || p[1]-p[1] != 0 {
		return p, ErrDomain
	}
	return p, nil
}
