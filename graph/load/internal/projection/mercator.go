package projection

import "math"

// mercator is the Mercator projection of the ellipsoid. Snyder, equations 7-6
// to 7-9; standard parallel by 7-8.
type mercator struct {
	e     float64
	scale float64 // a k0, meters
}

func newMercator(ell ellipsoid, v values) (projection, error) {
	e := ell.eccentricity()
	return &mercator{e: e, scale: ell.a * v.scale * parallelRadius(v.lat1, e)}, nil
}

func (p *mercator) forward(lon, lat float64) (x, y float64) {
	return p.scale * lon, p.scale * isometric(lat, p.e)
}

func (p *mercator) inverse(x, y float64) (lon, lat float64) {
	lon = x / p.scale
	if math.Abs(lon) > maxTurn {
		return math.NaN(), math.NaN()
	}
	return lon, fromIsometric(y/p.scale, p.e)
}

// maxTurn bounds longitudes from the central meridian: a map may go on beyond
// 180 degrees, but not for turns, which are coordinates of something else.
const maxTurn = 2 * math.Pi

// newWebMercator is the projection of web maps (EPSG method 1024): Mercator's
// of the sphere on the semi-major axis, with the latitudes of the ellipsoid.
func newWebMercator(ell ellipsoid, v values) (projection, error) {
	return newMercator(ellipsoid{a: ell.a}, v)
}
