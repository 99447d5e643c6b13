package atlas

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"github.com/corredor-geo/corredor/engine"
)

// Dense is a region of highest density of a layer of origins: the smallest area
// that holds a share of the mass.
type Dense struct {
	Layer        int     // index into Layers
	Share, Level float64 // of the mass; the least density in the region
	Area         orb.MultiPolygon
}

// denseOf takes the regions of highest density that the study asks for, per layer
// the largest first.
func denseOf(r *engine.Result) []Dense {
	var list []Dense
	for i, spec := range r.Study.Origins {
		for _, h := range r.Hotspots {
			if h.Layer != spec.Layer {
				continue
			}
			first := len(list)
			for _, region := range h.Regions {
				list = append(list, Dense{i, region.Share, region.Level, region.Area})
			}
			slices.SortStableFunc(list[first:], func(a, b Dense) int { return cmp.Compare(b.Share, a.Share) })
		}
	}
	return list
}
