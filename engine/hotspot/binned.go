package hotspot

import (
	"context"
	"fmt"
	"math"
)

const (
	// binsPerSigma is the resolution of the bins. Cubic interpolation of a
	// Gaussian is wrong by at most 3 x 0.5625/24 / binsPerSigma^4 of its peak on an
	// axis (the fourth derivative at 0 is 3, the stencil's polynomial at most
	// 0.5625); the second axis adds as much times 1.25, the norm of the
	// interpolation. That gives BinnedTolerance.
	binsPerSigma = 8
	// binReach is the distance in bandwidths at which the kernel is cut: 1e-16 of its peak.
	binReach = 8.6
	// stencil is how many bins around a point's cell take a part of it.
	stencil = 4
	// maxBins bounds the fine grid, and its transforms in kilometres, which keep
	// several numbers for each bin.
	maxBins, maxBinsKM = 1 << 26, 1 << 23
)

// fineAxis is an axis of bins: each step of the grid has refine of them, and pad
// lie before and after, for the points beyond the limits.
type fineAxis struct {
	grid        axis
	pad, refine int
	count       int
	reach       int // of the kernel, in bins
}

func (a fineAxis) step() float64 { return a.grid.step() / float64(a.refine) }

// position of a coordinate, in bins.
func (a fineAxis) position(x float64) float64 {
	return (x-a.grid.lo)/a.step() + float64(a.pad)
}

// bins is the points spread over a fine grid: linear binning (M. P. Wand, "Fast
// computation of multivariate kernel estimators", 1994,
// doi:10.1080/10618600.1994.10474656) with cubic weights in place of linear
// ones, so that what the convolution sums is the cubic interpolation of the kernel.
type bins struct {
	lon, lat fineAxis
	weight   []float64 // by row from the south
}

// newBins lays out the fine grid: fine for the least bandwidth on the grid, and
// padded for the widest.
func newBins(d *Density, s *sample) (*bins, error) {
	b, limit := &bins{}, float64(maxBins)
	if d.metric.geographic {
		limit = maxBinsKM
	}
	// The meridian's degree varies by 1 %, and is longest at the pole.
	_, sy := d.metric.scale(maxLatitude)
	var rows, columns float64
	b.lat, rows = newFineAxis(d.lat, s.lat, [2]float64{sy, sy * 0.985})
	if !(rows <= limit) {
		return nil, fmt.Errorf("%w: binning needs %.3g rows, %d in a bandwidth; use Exact, or nearer Limits", ErrDensity, rows, binsPerSigma)
	}
	pad := float64(float64(b.lat.pad) * b.lat.step())
	from, to := d.lat.lo-pad, d.lat.hi+pad
	most, _ := d.metric.scale(min(max(0, from), to)) // nearest to the equator
	least, _ := d.metric.scale(min(max(-from, to), maxLatitude))
	b.lon, columns = newFineAxis(d.lon, s.lon, [2]float64{most, least})
	if !(rows*columns <= limit) {
		return nil, fmt.Errorf("%w: binning needs %.3g x %.3g bins, %d in a bandwidth, and has %g; use Exact, or nearer Limits",
			ErrDensity, columns, rows, binsPerSigma, limit)
	}
	b.weight = make([]float64, b.lon.count*b.lat.count)
	return b, nil
}

// newFineAxis takes the most and the least bandwidths in a degree. It returns
// the number of bins as a float, too, which cannot overflow.
func newFineAxis(grid axis, x []float64, scale [2]float64) (fineAxis, float64) {
	lo, hi := x[0], x[0]
	for _, v := range x {
		lo, hi = min(lo, v), max(hi, v)
	}
	refine := max(1, math.Ceil(grid.step()*scale[0]*binsPerSigma))
	reach := binReach / scale[1]
	beyond := max(0, min(grid.lo-lo, reach), min(hi-grid.hi, reach))
	step := grid.step() / refine
	pad := math.Ceil(beyond/step) + stencil
	count := float64(float64(grid.count-1)*refine) + 1 + float64(2*pad)
	if !(count <= maxBins) {
		return fineAxis{}, count
	}
	wide := min(count, math.Ceil(reach/step))
	return fineAxis{grid, int(pad), int(refine), int(count), int(wide)}, count
}

// part is the share of a point in four bins from the first on.
type part struct {
	first int32
	share [stencil]float64
}

// cubic returns the weights of Lagrange interpolation; false beyond the bins.
func (a fineAxis) cubic(x float64) (part, bool) {
	u := a.position(x)
	if !(u >= 1 && u < float64(a.count-2)) {
		return part{}, false
	}
	cell := math.Floor(u)
	t := u - cell
	return part{int32(cell) - 1, [stencil]float64{
		-t * (t - 1) * (t - 2) / 6,
		(t + 1) * (t - 1) * (t - 2) / 2,
		-(t + 1) * t * (t - 2) / 2,
		(t + 1) * t * (t - 1) / 6,
	}}, true
}

// spread gives every bin its weight. A row is filled by one goroutine, its
// points in their order, so that sums do not depend on the number of cores.
func (b *bins) spread(ctx context.Context, s *sample) error {
	start, order := b.byRow(s)
	width := b.lon.count
	return eachBand(ctx, b.lat.count, func(lo, hi int) {
		for first := max(lo-stencil+1, 0); first < hi && ctx.Err() == nil; first++ {
			for _, k := range order[start[first]:start[first+1]] {
				y, _ := b.lat.cubic(s.lat[k])
				x, inside := b.lon.cubic(s.lon[k])
				if !inside {
					continue
				}
				for row := max(first, lo); row < min(first+stencil, hi); row++ {
					w := s.weight[k] * y.share[row-first]
					cells := b.weight[row*width+int(x.first):][:stencil]
					for c, share := range x.share {
						cells[c] += float64(w * share)
					}
				}
			}
		}
	})
}

// byRow sorts the points by the first row that they touch: those of row r are
// order[start[r]:start[r+1]], in their order.
func (b *bins) byRow(s *sample) (start, order []int32) {
	rows := make([]int32, len(s.lat))
	start = make([]int32, b.lat.count+2)
	for k, lat := range s.lat {
		rows[k] = -1
		if y, inside := b.lat.cubic(lat); inside {
			rows[k] = y.first
			start[y.first+2]++
		}
	}
	for r := 2; r < len(start); r++ {
		start[r] += start[r-1]
	}
	order = make([]int32, start[len(start)-1])
	for k, r := range rows {
		if r >= 0 {
			order[start[r+1]] = int32(k)
			start[r+1]++
		}
	}
	return start, order
}
