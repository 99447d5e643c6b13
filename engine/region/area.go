package region

import (
	"math"

	"github.com/paulmach/orb"
)

// The WGS84 ellipsoid, as in package graph (NIMA TR8350.2).
const (
	semiMajorMeters = 6378137.0
	flattening      = 1 / 298.257223563
	eccentricity2   = flattening * (2 - flattening)
	degree          = math.Pi / 180
)

// AreaKM2 returns the area of polygons in square kilometres on the WGS84
// ellipsoid, holes subtracted, whatever the winding. Edges are straight in
// longitude and latitude. It agrees with an equal-area projection to better
// than 1e-6. Linear in the number of points. The polygons must be free of
// overlaps and self-crossings, as those of a [Layer] are.
func AreaKM2(area orb.MultiPolygon) float64 {
	sum := 0.0
	for _, polygon := range area {
		for i, ring := range polygon {
			meters2 := math.Abs(ringMeters2(ring))
			if i > 0 {
				meters2 = -meters2
			}
			sum += meters2
		}
	}
	return sum / 1e6
}

// ringMeters2 is the signed area inside a closed ring: the integral of the
// authalic height over longitude.
//
// The equal-area cylinder maps latitude to height a²/2·q(lat), q of equation
// 3-12 in J. P. Snyder, "Map Projections: a Working Manual", USGS Professional
// Paper 1395, 1987, doi:10.3133/pp1395. Simpson's rule follows the curve that a
// straight edge in degrees becomes on the cylinder.
func ringMeters2(ring orb.Ring) float64 {
	if len(ring) < 3 {
		return 0
	}
	const straight = 0.02 // degrees of latitude within which q bends by less than 1e-8
	sum, q1 := 0.0, authalicQ(ring[0][1])
	for i := 1; i < len(ring); i++ {
		q2 := authalicQ(ring[i][1])
		mean := (q1 + q2) / 2
		if math.Abs(ring[i][1]-ring[i-1][1]) > straight {
			mean = (q1 + q2 + float64(4*authalicQ((ring[i][1]+ring[i-1][1])/2))) / 6
		}
		sum -= float64(mean * (ring[i][0] - ring[i-1][0]) * degree)
		q1 = q2
	}
	return sum * semiMajorMeters * semiMajorMeters / 2
}

func authalicQ(lat float64) float64 {
	e := math.Sqrt(eccentricity2)
	sin := math.Sin(lat * degree)
	return (1 - eccentricity2) * (sin/(1-float64(eccentricity2*sin*sin)) + math.Atanh(e*sin)/e)
}
