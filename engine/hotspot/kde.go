package hotspot

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// What can be wrong with the input of [KDE]; test with errors.Is.
var (
	ErrPoints    = errors.New("bad points")
	ErrWeights   = errors.New("bad weights")
	ErrBandwidth = errors.New("bad bandwidth")
	ErrDensity   = errors.New("bad density grid")
)

// Method is how a density is computed.
type Method uint8

// The methods.
const (
	// Auto is Exact while points times nodes of the grid are few (5e8, or 2e7
	// where the bandwidth is in kilometres), and Binned beyond.
	Auto Method = iota
	// Exact adds every point at every node: relative error about 1e-13, in time
	// O(points x nodes).
	Exact
	// Binned spreads the points over a fine grid and convolves it by Fourier
	// transforms: error below [BinnedTolerance], in time O(points + c log c) for
	// the c cells of the fine grid. In kilometres the sum over rows is direct,
	// O(points + c x rows within 8.6 sigma).
	Binned
)

// BinnedTolerance bounds the difference between [Binned] and [Exact] at any
// node, as a share of the peak of the kernel, 1/(2 pi sigmaX sigmaY).
const BinnedTolerance = 4e-5

// KDEOptions says how [KDE] smooths and where. The zero value is the normal
// reference bandwidth on 128 x 128 nodes over the range of the points.
type KDEOptions struct {
	Bandwidth Bandwidth
	// Columns and Rows are the nodes along longitude and latitude, at least 2
	// each; 0 means 128. Their product is at most 2^24.
	Columns, Rows int
	// Limits are the outermost nodes, in degrees. The zero Bound is the range of
	// the points with weight, widened on each side by Margin sigmas.
	Limits orb.Bound
	// Margin is in sigmas; 0 is what kde2d does, 4 keeps 99.99 % of the mass on the grid.
	Margin float64
	Method Method
}

// KDE returns the kernel density of points, in degrees, on a grid of nodes. The
// kernel is the product of two Gaussians and the density integrates to 1 over
// the plane: its unit is 1/degree², or 1/km² where the bandwidth is in
// kilometres. weights has one value for each point; nil weighs all alike. Points
// beyond the limits count for the nodes that they reach.
//
// In degrees the result is that of R's MASS::kde2d on the same limits, with
// kde2d's h four times our sigma. Then any other unit of
// the plane may stand for the degree.
//
// In kilometres u and v are the distances along the parallel and the meridian
// of the middle latitude of point and node, on the WGS84 ellipsoid. With that
// the kernel is within 3e-5 of its peak of that over [graph.Distance] for sigma
// up to 100 km and latitudes up to 40 degrees. Longitudes do not wrap.
//
// The same input gives the same bytes on any number of cores, all of which are
// used. An error wraps [ErrPoints] (none, not finite), [ErrWeights] (negative,
// not finite, all zero, not one for each point), [ErrBandwidth] (no spread, not
// positive), [ErrDensity] (limits or size) or is the cause of ctx's end.
func KDE(ctx context.Context, points []orb.Point, weights []float64, opts KDEOptions) (*Density, error) {
	s, err := newSample(points, weights)
	if err != nil {
		return nil, err
	}
	m, err := opts.Bandwidth.choose(ctx, s)
	if err != nil {
		return nil, err
	}
	d, err := newDensity(s, m, opts)
	if err != nil {
		return nil, err
	}
	if err := d.fill(ctx, s, opts.Method); err != nil {
		return nil, err
	}
	d.accumulate()
	return d, nil
}

// sample is the points that weigh something, with weights that add up to 1.
type sample struct {
	lon, lat, weight []float64
	equal            bool    // all weights are the same
	total            float64 // of the weights as they were given
}

func newSample(points []orb.Point, weights []float64) (*sample, error) {
	if weights != nil && len(weights) != len(points) {
		return nil, fmt.Errorf("%w: %d weights for %d points", ErrWeights, len(weights), len(points))
	}
	if len(points) == 0 {
		return nil, fmt.Errorf("%w: there are none", ErrPoints)
	}
	n := len(points)
	s := &sample{lon: make([]float64, 0, n), lat: make([]float64, 0, n), weight: make([]float64, 0, n), equal: true}
	largest := 0.0
	for i, p := range points {
		if !finite(p[0]) || !finite(p[1]) {
			return nil, fmt.Errorf("%w: point %d is %v; leave out points without a position", ErrPoints, i, p)
		}
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		if !finite(w) || w < 0 {
			return nil, fmt.Errorf("%w: the weight of point %d is %v; a weight is 0 or more", ErrWeights, i, w)
		}
		if w > 0 {
			s.lon, s.lat, s.weight = append(s.lon, p[0]), append(s.lat, p[1]), append(s.weight, w)
			s.equal = s.equal && w == s.weight[0]
			largest = max(largest, w)
		}
	}
	if len(s.weight) == 0 {
		return nil, fmt.Errorf("%w: all %d are zero", ErrWeights, len(points))
	}
	s.normalize(largest)
	return s, nil
}

// normalize divides by the largest weight first, so that the sum cannot overflow.
func (s *sample) normalize(largest float64) {
	sum := 0.0
	for _, w := range s.weight {
		sum += w / largest
	}
	for i, w := range s.weight {
		s.weight[i] = w / largest / sum
	}
	s.total = sum * largest
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// fill computes the nodes.
func (d *Density) fill(ctx context.Context, s *sample, method Method) error {
	const fewPlanar, fewGeographic = 5e8, 2e7
	work, few := float64(len(s.lon))*float64(len(d.values)), fewPlanar
	if d.metric.geographic {
		few = fewGeographic
	}
	if method == Exact || method == Auto && work <= few {
		return d.exact(ctx, s)
	}
	b, err := newBins(d, s)
	if err != nil && method == Auto {
		return d.exact(ctx, s)
	}
	if err != nil {
		return err
	}
	if err := b.spread(ctx, s); err != nil {
		return err
	}
	return b.convolve(ctx, d)
}
