package hotspot

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// maxLatitude is how far from the equator kilometres are taken: nearer to a
// pole the parallel is no longer nearly straight over a bandwidth.
const maxLatitude = 80

// maxSigmaKM keeps the kernel within the reach of the local metric.
const maxSigmaKM = 500

// metric counts distances in bandwidths.
type metric struct {
	geographic bool
	sigma      [2]float64 // degrees, or kilometres
}

func (m metric) check() error {
	if m.sigma[0] < 0 || m.sigma[1] < 0 || !finite(m.peak()) || !(m.peak() > 0) || !finite(1/m.sigma[0]) || !finite(1/m.sigma[1]) {
		return fmt.Errorf("%w: sigma is %v; both must be positive and finite", ErrBandwidth, m.sigma)
	}
	if m.geographic && m.sigma[0] > maxSigmaKM {
		return fmt.Errorf("%w: sigma is %g km; at most %d km are sensible on a curved surface", ErrBandwidth, m.sigma[0], maxSigmaKM)
	}
	return nil
}

// peak is the density of a single point at that point.
func (m metric) peak() float64 { return 1 / (2 * math.Pi * m.sigma[0] * m.sigma[1]) }

// scale returns how many bandwidths a degree of longitude and one of latitude
// have at a latitude.
func (m metric) scale(lat float64) (x, y float64) {
	if !m.geographic {
		return 1 / m.sigma[0], 1 / m.sigma[1]
	}
	kx, ky := kmPerDegree(lat)
	return kx / m.sigma[0], ky / m.sigma[1]
}

// unitArea is the area of a square degree at a latitude, in the unit of the density.
func (m metric) unitArea(lat float64) float64 {
	if !m.geographic {
		return 1
	}
	kx, ky := kmPerDegree(lat)
	return kx * ky
}

// kmPerDegree returns the length of a degree of the parallel and of the
// meridian, from [graph.Distance] over a step that it takes as straight.
func kmPerDegree(lat float64) (x, y float64) {
	const step, meters = 0.04, 1000.0
	x = graph.Distance(orb.Point{0, lat}, orb.Point{step, lat}) / (step * meters)
	y = graph.Distance(orb.Point{0, lat - step/2}, orb.Point{0, lat + step/2}) / (step * meters)
	return x, y
}

func checkLatitudes(s *sample) error {
	for i, lat := range s.lat {
		if math.Abs(lat) > maxLatitude {
			return fmt.Errorf("%w: latitude %g; kilometres are taken up to %d degrees", ErrPoints, lat, maxLatitude)
		}
		if math.Abs(s.lon[i]) > 360 {
			return fmt.Errorf("%w: longitude %g is no degree", ErrPoints, s.lon[i])
		}
	}
	return nil
}
