package projection

import (
	"fmt"
	"math"
)

// albers is the Albers equal area conic projection. Snyder, equations 14-1 to
// 14-21.
type albers struct {
	e      float64
	a      float64
	n      float64 // constant of the cone
	c      float64
	radius float64 // of the parallel of origin, meters
	polar  float64 // q of the pole
}

func newAlbers(ell ellipsoid, v values) (projection, error) {
	p := &albers{e: ell.eccentricity(), a: ell.a}
	m1, m2 := parallelRadius(v.lat1, p.e), parallelRadius(v.lat2, p.e)
	q1, q2 := p.q(v.lat1), p.q(v.lat2)
	p.n = math.Sin(v.lat1)
	if math.Abs(v.lat1-v.lat2) > sameParallel {
		p.n = (float64(m1*m1) - float64(m2*m2)) / (q2 - q1)
	}
	if err := checkCone(p.n, v); err != nil {
		return nil, err
	}
	p.c = float64(m1*m1) + float64(p.n*q1)
	p.polar = p.q(math.Pi / 2)
	p.radius = p.rho(v.lat0)
	if p.radius-p.radius != 0 {
		return nil, &Error{Err: fmt.Errorf("%w: the map cannot show its latitude of origin", ErrParameter), Hint: forms}
	}
	return p, nil
}

// q is Snyder's equation 3-12: twice the area from the equator, in a longitude
// of one radian, on an ellipsoid of axis 1.
func (p *albers) q(lat float64) float64 {
	s := math.Sin(lat)
	if p.e == 0 {
		return 2 * s
	}
	return (1 - float64(p.e*p.e)) * (s/(1-float64(p.e*p.e*s*s)) + math.Atanh(p.e*s)/p.e)
}

// rho is the distance of a parallel from the apex in meters, signed as n.
func (p *albers) rho(lat float64) float64 { return p.a * math.Sqrt(p.c-float64(p.n*p.q(lat))) / p.n }

func (p *albers) forward(lon, lat float64) (x, y float64) {
	rho := p.rho(lat)
	sin, cos := math.Sincos(p.n * lon)
	return rho * sin, p.radius - float64(rho*cos)
}

func (p *albers) inverse(x, y float64) (lon, lat float64) {
	rho, lon := cone(x, p.radius-y, p.n)
	r := rho * p.n / p.a
	return lon, p.latitude((p.c - float64(r*r)) / p.n)
}

// latitude inverts q by Newton's method on the sine, which behaves at the
// poles too, where Snyder's iteration 3-16 divides by zero.
func (p *albers) latitude(q float64) float64 {
	const (
		rounding = 1e-12
		steps    = 10
	)
	if math.Abs(q) > p.polar*(1+rounding) {
		return math.NaN()
	}
	goal := max(-1, min(1, q/p.polar)) // sine of the authalic latitude
	if p.e == 0 {
		return math.Asin(goal)
	}
	s := goal
	for range steps {
		w := 1 - float64(p.e*p.e*s*s)
		step := (float64(goal*p.polar) - p.q(math.Asin(s))) * w * w / (2 * (1 - float64(p.e*p.e)))
		s = max(-1, min(1, s+step))
		if math.Abs(step) < 1e-16 {
			break
		}
	}
	return math.Asin(s)
}
