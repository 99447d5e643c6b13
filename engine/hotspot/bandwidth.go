package hotspot

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Rule chooses a bandwidth from the points.
type Rule uint8

// The rules. Each goes by the shape of the normal reference: the cross-validations
// look for one factor on it, between 0.05 and 4, over all pairs of at most 10,000
// points, O(points²): some seconds for 2,000. They fail where points are repeated
// so often that the best kernel has no width.
const (
	// NormalReference is a quarter of R's MASS::bandwidth.nrd on each axis.
	NormalReference Rule = iota
	// LeastSquares minimizes the estimated integrated squared error (Rudemo 1982;
	// Bowman 1984, doi:10.1093/biomet/71.2.353). It tends to the small side.
	LeastSquares
	// Likelihood maximizes the likelihood of each point under the density of the
	// others (Duin 1976, doi:10.1109/TC.1976.1674577). Lone points make it wide.
	Likelihood
)

// Bandwidth is the standard deviation of the kernel, or the rule that finds it.
// The zero value is the normal reference in degrees.
type Bandwidth struct {
	// Sigma is in degrees of longitude and latitude; zeros leave it to Rule.
	Sigma [2]float64
	// SigmaKM is in kilometres, the same in every direction; 0 leaves it to Rule.
	SigmaKM float64
	// Kilometres asks the Rule for one bandwidth in kilometres.
	Kilometres bool
	Rule       Rule
}

// nrd returns R's MASS::bandwidth.nrd, the normal reference bandwidth h in the
// unit of x: 4 x 1.06 x min(sd, IQR/1.34) x n^(-1/5), with quartiles of type 7.
// The kernel's sigma is h/4. It is 0 or NaN where x has no spread. O(n log n).
// It weighs by Kish's effective number of points, 1/sum w², and the quantiles
// of A. Akinshin, "Weighted quantile estimators", 2023, arXiv:2304.07265, that
// are type 7 where weights are equal.
func (s *sample) nrd(x []float64) float64 {
	mean, squares, w2 := 0.0, 0.0, 0.0
	for i, v := range x {
		mean += float64(s.weight[i] * v)
	}
	for i, v := range x {
		squares += float64(s.weight[i] * (v - mean) * (v - mean))
		w2 += float64(s.weight[i] * s.weight[i])
	}
	n := 1 / w2
	if s.equal {
		n = float64(len(x))
	}
	sd := math.Sqrt(squares * n / (n - 1))
	q := s.quantiles(x, n)
	return 4 * 1.06 * min(sd, (q[1]-q[0])/1.34) * math.Pow(n, -0.2)
}

// quantiles returns the lower and upper quartile; n is the effective number.
func (s *sample) quantiles(x []float64, n float64) (q [2]float64) {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	for k, p := range [2]float64{0.25, 0.75} {
		at := float64((n - 1) * p) // counted from 0
		if s.equal && len(x) > 0 {
			low := int(at)
			q[k] = x[order[low]]
			if high := x[order[min(low+1, len(x)-1)]]; at > float64(low) {
				h := at - float64(low)
				q[k] = float64((1-h)*q[k]) + float64(h*high)
			}
			continue
		}
		from, below := at/n, 0.0
		for _, i := range order {
			above := below + s.weight[i]
			share := min(max(above-from, 0)*n, 1) - min(max(below-from, 0)*n, 1)
			q[k] += float64(share * x[i])
			below = above
		}
	}
	return q
}

// choose returns the metric whose unit is the bandwidth.
func (b Bandwidth) choose(ctx context.Context, s *sample) (metric, error) {
	m := metric{geographic: b.Kilometres || b.SigmaKM != 0, sigma: b.Sigma}
	given := b.Sigma != [2]float64{}
	if given && m.geographic {
		return m, fmt.Errorf("%w: Sigma is in degrees, and kilometres are asked for; give one of Sigma and SigmaKM", ErrBandwidth)
	}
	if b.SigmaKM != 0 {
		m.sigma, given = [2]float64{b.SigmaKM, b.SigmaKM}, true
	}
	if m.geographic {
		if err := checkLatitudes(s); err != nil {
			return m, err
		}
	}
	if !given {
		if b.Rule > Likelihood {
			return m, fmt.Errorf("%w: no such rule: %d", ErrBandwidth, b.Rule)
		}
		m.sigma = s.reference(m.geographic)
		if !(m.sigma[0] > 0 && m.sigma[1] > 0) {
			return m, fmt.Errorf("%w: the %d points have no spread between their quartiles; give a Sigma", ErrBandwidth, len(s.lon))
		}
	}
	if err := m.check(); err != nil || given || b.Rule == NormalReference {
		return m, err
	}
	factor, err := crossValidate(ctx, s, b.Rule, m)
	m.sigma[0] *= factor
	m.sigma[1] *= factor
	return m, err
}

// reference is the normal reference sigma; in kilometres the geometric mean of
// both axes at the mean latitude.
func (s *sample) reference(kilometres bool) [2]float64 {
	x, y := s.nrd(s.lon)/4, s.nrd(s.lat)/4
	if !kilometres {
		return [2]float64{x, y}
	}
	mean := 0.0
	for i, lat := range s.lat {
		mean += float64(s.weight[i] * lat)
	}
	kx, ky := kmPerDegree(mean)
	both := math.Sqrt(x * kx * y * ky)
	return [2]float64{both, both}
}
