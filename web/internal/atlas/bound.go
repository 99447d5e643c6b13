package atlas

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// Bound returns the box of all shapes, seats and routes, and false when there is none.
func (a *Atlas) Bound() (box orb.Bound, ok bool) {
	extend := func(g orb.Geometry) {
		if !ok {
			box, ok = g.Bound(), true
			return
		}
		box = box.Union(g.Bound())
	}
	for _, r := range a.Regions {
		if len(r.Shape) > 0 {
			extend(r.Shape)
		} else if r.HasSeat {
			extend(r.Seat)
		}
	}
	for _, r := range a.Routes {
		if len(r.Line) > 0 {
			extend(r.Line)
		}
	}
	return box, ok
}

// anchor gives a municipality without a seat the middle of its largest polygon,
// to stand for it on the map.
func (r *Region) anchor() {
	if r.HasSeat {
		return
	}
	largest := 0.0
	for _, polygon := range r.Shape {
		if at, area := planar.CentroidArea(polygon); area > largest {
			r.Seat, largest = at, area
		}
	}
	r.HasSeat = largest > 0
}
