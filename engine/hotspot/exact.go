package hotspot

import (
	"context"
	"math"
)

// reach is the distance in bandwidths from which exp(-u²/2) is 0 in float64.
const reach = 38.7

// pointsBetweenLooks is how many points are added between looks at the context.
const pointsBetweenLooks = 1024

// exact adds every point at every node, the points in their order at each.
func (d *Density) exact(ctx context.Context, s *sample) error {
	add := d.addPlanar
	if d.metric.geographic {
		add = d.addGeographic
	}
	return eachBand(ctx, d.lat.count, func(lo, hi int) {
		column := make([]float64, d.lon.count)
		for k := range s.lon {
			if k%pointsBetweenLooks == 0 && ctx.Err() != nil {
				return
			}
			add(s, k, [2]int{lo, hi}, column)
		}
		d.scaleRows(lo, hi)
	})
}

// scaleRows multiplies by the kernel's peak. Below 0 is noise of the transforms.
func (d *Density) scaleRows(lo, hi int) {
	peak := d.metric.peak()
	for i, v := range d.values[lo*d.lon.count : hi*d.lon.count] {
		d.values[lo*d.lon.count+i] = max(v, 0) * peak
	}
}

// addPlanar adds point k to some rows: the kernel is a product, so its factor
// along the longitudes is the same in each.
func (d *Density) addPlanar(s *sample, k int, rows [2]int, column []float64) {
	sx, sy := d.metric.scale(0)
	far := (d.lat.at(rows[0]) - s.lat[k]) * sy
	if near := (d.lat.at(rows[1]-1) - s.lat[k]) * sy; far > reach || near < -reach {
		return
	}
	lo, hi := d.lon.window(s.lon[k], reach/sx)
	gauss(column[lo:hi], d.lon, lo, kernel{s.lon[k], sx, s.weight[k]})
	for j := rows[0]; j < rows[1]; j++ {
		v := (d.lat.at(j) - s.lat[k]) * sy
		addScaled(d.values[j*d.lon.count:][lo:hi], math.Exp(-v*v/2), column[lo:hi])
	}
}

// addGeographic measures each row at the middle latitude.
func (d *Density) addGeographic(s *sample, k int, rows [2]int, column []float64) {
	for j := rows[0]; j < rows[1]; j++ {
		lat := d.lat.at(j)
		sx, sy := d.metric.scale((lat + s.lat[k]) / 2)
		v := (lat - s.lat[k]) * sy
		if math.Abs(v) > reach {
			continue
		}
		lo, hi := d.lon.window(s.lon[k], reach/sx)
		gauss(column[lo:hi], d.lon, lo, kernel{s.lon[k], sx, s.weight[k]})
		addScaled(d.values[j*d.lon.count:][lo:hi], math.Exp(-v*v/2), column[lo:hi])
	}
}

// kernel is one axis of a point's kernel.
type kernel struct{ at, scale, weight float64 }

// gauss sets dst to the kernel at the coordinates of an axis from index lo on.
func gauss(dst []float64, a axis, lo int, k kernel) {
	for i := range dst {
		u := (a.at(lo+i) - k.at) * k.scale
		dst[i] = k.weight * math.Exp(-u*u/2)
	}
}

// addScaled adds factor*src to dst. The conversion forbids fused multiply-add,
// so that every processor rounds alike.
func addScaled(dst []float64, factor float64, src []float64) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] += float64(factor * v)
	}
}
