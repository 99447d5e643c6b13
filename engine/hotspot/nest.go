package hotspot

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// shell is a ring that turns counterclockwise, with its holes.
type shell struct {
	polygon orb.Polygon
	bound   orb.Bound
	area    float64
}

// nest gives every hole, a ring that turns clockwise, to the smallest shell
// around it. Rings neither touch nor cross, so one vertex tells. Shells keep
// their order, and so do the holes of each.
func nest(rings []orb.Ring) orb.MultiPolygon {
	var shells []*shell
	for _, r := range rings {
		if r.Orientation() == orb.CCW {
			shells = append(shells, &shell{orb.Polygon{r}, r.Bound(), planar.Area(r)})
		}
	}
	bySize := slices.Clone(shells)
	slices.SortStableFunc(bySize, func(a, b *shell) int { return cmp.Compare(a.area, b.area) })
	for _, r := range rings {
		if r.Orientation() != orb.CW {
			continue
		}
		for _, s := range bySize {
			if s.bound.Contains(r[0]) && planar.RingContains(s.polygon[0], r[0]) {
				s.polygon = append(s.polygon, r)
				break
			}
		}
	}
	var all orb.MultiPolygon
	for _, s := range shells {
		all = append(all, s.polygon)
	}
	return all
}
