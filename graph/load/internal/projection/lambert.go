package projection

import (
	"fmt"
	"math"
)

// lambert is the Lambert conformal conic projection. Snyder, equations 15-1
// to 15-11, with t = exp(-isometric latitude) and an optional scale factor.
type lambert struct {
	e      float64
	n      float64 // constant of the cone
	scale  float64 // a F k0, meters
	radius float64 // of the parallel of origin, meters
}

// newLambert takes the latitude of origin and both standard parallels, which
// may be equal (the form with one parallel).
func newLambert(ell ellipsoid, v values) (projection, error) {
	p := &lambert{e: ell.eccentricity()}
	m1, m2 := parallelRadius(v.lat1, p.e), parallelRadius(v.lat2, p.e)
	psi1, psi2 := isometric(v.lat1, p.e), isometric(v.lat2, p.e)
	p.n = math.Sin(v.lat1)
	if math.Abs(v.lat1-v.lat2) > sameParallel {
		p.n = (math.Log(m1) - math.Log(m2)) / (psi2 - psi1)
	}
	if err := checkCone(p.n, v); err != nil {
		return nil, err
	}
	p.scale = ell.a * v.scale * m1 / (p.n * math.Exp(-p.n*psi1))
	p.radius = p.scale * math.Exp(-p.n*isometric(v.lat0, p.e))
	if math.IsNaN(p.radius) || math.IsInf(p.radius, 0) {
		return nil, &Error{Err: fmt.Errorf("%w: the latitude of origin is the pole that the map cannot show", ErrParameter), Hint: forms}
	}
	return p, nil
}

// sameParallel is the difference in radians, some micrometers on the ground,
// below which two standard parallels are taken as one.
const sameParallel = 1e-12

// checkCone refuses standard parallels that make no cone.
func checkCone(n float64, v values) error {
	const flat = 1e-9
	if math.Abs(n) > flat && math.Abs(v.lat1) < math.Pi/2 && math.Abs(v.lat2) < math.Pi/2 {
		return nil
	}
	return &Error{Err: fmt.Errorf("%w: the standard parallels %.6g and %.6g make no cone", ErrParameter, v.lat1/degree, v.lat2/degree),
		Hint: "check their signs and units"}
}

func (p *lambert) forward(lon, lat float64) (x, y float64) {
	rho := p.scale * math.Exp(-p.n*isometric(lat, p.e))
	sin, cos := math.Sincos(p.n * lon)
	return rho * sin, p.radius - float64(rho*cos)
}

func (p *lambert) inverse(x, y float64) (lon, lat float64) {
	rho, lon := cone(x, p.radius-y, p.n)
	if rho == 0 {
		return lon, math.Copysign(math.Pi/2, p.n)
	}
	return lon, fromIsometric(-math.Log(rho/p.scale)/p.n, p.e)
}

// cone returns the distance from the apex, signed as n, and the longitude; NaN
// in the gap of the cone unrolled.
func cone(x, y, n float64) (rho, lon float64) {
	rho = math.Copysign(math.Hypot(x, y), n)
	if n < 0 {
		x, y = -x, -y
	}
	lon = math.Atan2(x, y) / n
	const rounding = 1e-9
	if math.Abs(lon) > math.Pi+rounding {
		return math.NaN(), math.NaN()
	}
	return rho, lon
}
