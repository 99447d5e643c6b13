package atlas

import (
	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/graph"
)

// Middle returns the point halfway along a segment and the direction of its line
// there, in degrees clockwise from north. Both are zero without a line.
func (s Segment) Middle() (at orb.Point, bearingDegrees float64) {
	whole := 0.0
	for i := 1; i < len(s.Line); i++ {
		whole += graph.Distance(s.Line[i-1], s.Line[i])
	}
	left := whole / 2
	for i := 1; i < len(s.Line); i++ {
		a, b := s.Line[i-1], s.Line[i]
		d := graph.Distance(a, b)
		if d > 0 && left <= d {
			t := left / d
			return orb.Point{a[0] + float64(t*(b[0]-a[0])), a[1] + float64(t*(b[1]-a[1]))}, graph.Bearing(a, b)
		}
		left -= d
	}
	if len(s.Line) > 0 {
		at = s.Line[0]
	}
	return at, 0
}
