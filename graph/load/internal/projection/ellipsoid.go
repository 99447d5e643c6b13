package projection

import "math"

// ellipsoid of revolution; a flattening of 0 is a sphere.
type ellipsoid struct {
	a float64 // semi-major axis, meters
	f float64 // flattening
}

// The ellipsoids of the systems known by code. EPSG 7019, 7030, 7008.
var (
	grs80      = ellipsoid{6378137, 1 / 298.257222101}
	wgs84      = ellipsoid{6378137, 1 / 298.257223563}
	clarke1866 = ellipsoid{6378206.4, (6378206.4 - 6356583.8) / 6378206.4}
)

func (e ellipsoid) eccentricity() float64 { return math.Sqrt(e.f * (2 - e.f)) }

// conformal returns the tangent of the conformal latitude of the latitude
// whose tangent is tau, on an ellipsoid of eccentricity e. Karney 2011,
// equations 7-9.
func conformal(tau, e float64) float64 {
	h := math.Hypot(1, tau)
	sigma := math.Sinh(e * math.Atanh(e*tau/h))
	return float64(math.Hypot(1, sigma)*tau) - float64(sigma*h)
}

// geographic inverts conformal by Newton's method, to the last digits in two
// or three steps. Karney 2011, equations 19-21.
func geographic(conf, e float64) float64 {
	const (
		steps     = 5
		tolerance = 1.5e-9 // tenth of the root of the rounding: the next step is exact
		steep     = 70     // where the pole's approximation is the better start
		largest   = 1e8    // beyond it the Newton step cannot be computed
	)
	shrink := 1 - float64(e*e)
	tau := conf / shrink
	if math.Abs(conf) > steep {
		tau = conf * math.Exp(e*math.Atanh(e))
	}
	if !(math.Abs(tau) < largest) {
		return tau
	}
	for range steps {
		have := conformal(tau, e)
		step := (conf - have) * (1 + float64(shrink*tau*tau)) / (shrink * math.Hypot(1, tau) * math.Hypot(1, have))
		tau += step
		if !(math.Abs(step) >= tolerance*max(1, math.Abs(conf))) {
			break
		}
	}
	return tau
}

// isometric returns the isometric latitude: the northing of Mercator's map of
// an ellipsoid of axis 1. Snyder, equation 7-7; infinite at the poles.
func isometric(lat, e float64) float64 {
	if math.Abs(lat) >= math.Pi/2 {
		return math.Inf(sign(lat))
	}
	return math.Asinh(conformal(math.Tan(lat), e))
}

// fromIsometric inverts isometric.
func fromIsometric(psi, e float64) float64 {
	return math.Atan(geographic(math.Sinh(psi), e))
}

// parallelRadius is the radius of the parallel of a latitude on an ellipsoid
// of axis 1. Snyder, equation 14-15.
func parallelRadius(lat, e float64) float64 {
	s := e * math.Sin(lat)
	return math.Cos(lat) / math.Sqrt(1-float64(s*s))
}

func sign(v float64) int {
	if v < 0 {
		return -1
	}
	return 1
}
