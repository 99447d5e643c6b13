package graph

import (
	"math"

	"github.com/paulmach/orb"
)

// The WGS84 ellipsoid: semi-major axis in metres and flattening (NIMA TR8350.2).
const (
	semiMajorMeters  = 6378137.0
	flattening       = 1 / 298.257223563
	eccentricity2    = flattening * (2 - flattening)
	semiMinorMeters  = semiMajorMeters * (1 - flattening)
	shortRangeDegree = 0.05 // beyond about 5.5 km the mid-latitude formula loses its 1e-7 north of 60 degrees
)

// Step is the resolution of lengths and weights: 2^-20, about one micrometre or
// one microsecond. Sums of multiples of Step are exact in float64 below 2^33.
const Step = 1.0 / (1 << 20)

// Quantize rounds x to the nearest multiple of [Step]. Infinity stays infinity.
func Quantize(x float64) float64 { return math.Round(x/Step) * Step }

// Distance returns the geodesic distance in metres between two points in
// degrees, on the WGS84 ellipsoid. It is the only distance of the project.
//
// Short edges, which are nearly all, use the radii of curvature of the meridian
// and of the prime vertical at the middle latitude: relative error below 1e-7 up
// to 10 km, in constant time without iteration. Longer ones use the inverse
// formula of T. Vincenty, "Direct and inverse solutions of geodesics on the
// ellipsoid", Survey Review 23(176), 1975, doi:10.1179/sre.1975.23.176.88: error
// below 1 mm, except within about 1 degree of the antipode, where it may not
// converge and half a meridian, right to 0.5 %, is returned. NaN in, NaN out.
func Distance(a, b orb.Point) float64 {
	dLon, dLat := b[0]-a[0], b[1]-a[1]
	if math.Abs(dLon) < shortRangeDegree && math.Abs(dLat) < shortRangeDegree && math.Abs(a[1]) < 85 {
		return midLatitude(a[1], dLon, dLat)
	}
	return vincenty(a, b)
}

// Bugayevskiy and Snyder, "Map Projections", 1995: radii of curvature M and N.
func midLatitude(lat, dLon, dLat float64) float64 {
	const rad = math.Pi / 180
	sin, cos := math.Sincos((lat + dLat/2) * rad)
	w2 := 1 - float64(eccentricity2*sin*sin)
	n := semiMajorMeters / math.Sqrt(w2)
	m := n * (1 - eccentricity2) / w2
	x, y := n*cos*dLon*rad, m*dLat*rad
	return math.Sqrt(float64(x*x) + float64(y*y))
}

// vincenty iterates on the difference in longitude on the auxiliary sphere.
// Symbols are those of the paper.
func vincenty(a, b orb.Point) float64 {
	const rad = math.Pi / 180
	bigL := float64(math.Remainder(b[0]-a[0], 360) * rad)
	sinU1, cosU1 := math.Sincos(math.Atan((1 - flattening) * math.Tan(a[1]*rad)))
	sinU2, cosU2 := math.Sincos(math.Atan((1 - flattening) * math.Tan(b[1]*rad)))
	lambda := bigL
	for range 100 {
		sinL, cosL := math.Sincos(lambda)
		sinSigma := math.Hypot(cosU2*sinL, float64(cosU1*sinU2)-float64(sinU1*cosU2*cosL))
		if sinSigma == 0 {
			return 0
		}
		cosSigma := float64(sinU1*sinU2) + float64(cosU1*cosU2*cosL)
		sigma := math.Atan2(sinSigma, cosSigma)
		sinAlpha := cosU1 * cosU2 * sinL / sinSigma
		cos2Alpha := 1 - float64(sinAlpha*sinAlpha)
		cos2M := 0.0 // on the equator
		if cos2Alpha > 0 {
			cos2M = cosSigma - 2*sinU1*sinU2/cos2Alpha
		}
		c := float64(flattening / 16 * cos2Alpha * (4 + float64(flattening*(4-float64(3*cos2Alpha)))))
		next := bigL + float64((1-c)*flattening*sinAlpha*
			(sigma+float64(c*sinSigma*(cos2M+float64(c*cosSigma*(float64(2*cos2M*cos2M)-1))))))
		if math.Abs(next-lambda) < 1e-12 {
			return vincentyLength(sigma, cos2Alpha, cos2M)
		}
		if math.IsNaN(next) {
			return math.NaN()
		}
		lambda = next
	}
	return math.Pi * semiMinorMeters
}

// vincentyLength turns the angular distance sigma into metres.
func vincentyLength(sigma, cos2Alpha, cos2M float64) float64 {
	const b = semiMinorMeters
	sinSigma, cosSigma := math.Sincos(sigma)
	u2 := cos2Alpha * (semiMajorMeters*semiMajorMeters - b*b) / (b * b)
	bigA := 1 + float64(u2/16384*(4096+float64(u2*(-768+float64(u2*(320-float64(175*u2)))))))
	bigB := u2 / 1024 * (256 + float64(u2*(-128+float64(u2*(74-float64(47*u2))))))
	deltaSigma := bigB * sinSigma * (cos2M + float64(bigB/4*(float64(cosSigma*(float64(2*cos2M*cos2M)-1))-
		float64(bigB/6*cos2M*(float64(4*sinSigma*sinSigma)-3)*(float64(4*cos2M*cos2M)-3)))))
	return b * bigA * (sigma - float64(deltaSigma))
}
