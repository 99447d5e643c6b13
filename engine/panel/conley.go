package panel

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/corredor-geo/corredor/graph"
)

// Kernel is how the weight of a pair falls with distance.
type Kernel uint8

// The kernels.
const (
	Bartlett Kernel = iota // 1 - distance/cutoff
	Uniform                // 1; the covariance may not be positive
)

// Conley says which errors are correlated: those of one moment within a
// distance and, with Lags, those of one place at different moments. Rows at
// different places and different moments are not.
type Conley struct {
	// Points are longitude and latitude by row of the Regression.
	Points []orb.Point
	// CutoffKM is the distance in km from which on errors are independent.
	CutoffKM float64
	Kernel   Kernel
	// Times are the moments by row, such as months; nil means one for all.
	Times []int32
	// Lags is how many moments apart errors of one place are correlated, by
	// weight 1 - apart/(Lags+1); 0 means none. A place is its Point.
	Lags int
}

// Conley returns the same fit with standard errors that allow for correlation
// in space. K counts the effects as FixefFull does, and t has n - K degrees of
// freedom, unless TDFValue says otherwise. Distances are graph.Distance.
//
// Time is that of the distances of all pairs of distinct points, each below a
// microsecond (about 2 s for 2,000 points on one processor), and of pairs within
// the cutoff x moments x the square of the number of regressors. It wraps
// ErrShape or ErrValue, and stops with the context. The result is the same on any
// number of processors.
func (r *Result) Conley(ctx context.Context, c Conley) (*Result, error) {
	field, err := c.newField(r.sample.rows, r.scores())
	if err != nil {
		return nil, err
	}
	meat, err := field.meat(ctx)
	if err != nil {
		return nil, err
	}
	other := r.clone()
	other.Kind = conley
	if err := other.count(r.options, nil); err != nil {
		return nil, err
	}
	if err := other.infer(r.options, r.sandwich(meat)); err != nil {
		return nil, err
	}
	return other, nil
}

// Sum returns the sum over all pairs of rows of k(i,j) s_i s_j', for the scores of any
// estimator: the middle of the sandwich. Scores are by row, as Points are, and all as
// long as the first. It is Result.Conley for other models than regressions; errors and time are
// the same.
func (c Conley) Sum(ctx context.Context, scores [][]float64) ([][]float64, error) {
	if len(scores) == 0 {
		return nil, fmt.Errorf("no scores: %w", ErrShape)
	}
	rows := make([]int32, len(scores))
	for i := range rows {
		rows[i] = int32(i)
		if len(scores[i]) != len(scores[0]) {
			return nil, fmt.Errorf("row %d, from 1, has %d scores, the first %d: %w", i+1, len(scores[i]), len(scores[0]), ErrShape)
		}
	}
	field, err := c.newField(rows, scores)
	if err != nil {
		return nil, err
	}
	return field.meat(ctx)
}

// field holds the sums of scores by place and moment.
type field struct {
	c      Conley
	places []orb.Point
	times  []int32
	sums   [][][]float64 // per place and moment; nil where no row is
	width  int
}

// newField adds up scores, which are those of some rows, ascending.
func (c Conley) newField(rows []int32, scores [][]float64) (*field, error) {
	last := int(rows[len(rows)-1])
	switch {
	case len(c.Points) <= last || c.Times != nil && len(c.Times) <= last:
		return nil, fmt.Errorf("%d points and %d times for a regression of %d rows or more: %w", len(c.Points), len(c.Times), last+1, ErrShape)
	case !(c.CutoffKM > 0) || c.Lags < 0 || c.Kernel > Uniform:
		return nil, fmt.Errorf("a cutoff of %g km, %d lags, kernel %d: %w", c.CutoffKM, c.Lags, c.Kernel, ErrValue)
	case c.Lags > 0 && c.Times == nil:
		return nil, fmt.Errorf("%d lags without times: %w", c.Lags, ErrShape)
	}
	f := &field{c: c, width: len(scores[0])}
	place, moment := map[orb.Point]int{}, map[int32]int{}
	for _, row := range rows {
		p := c.Points[row]
		if !(math.Abs(p[0]) <= 360 && math.Abs(p[1]) <= 90) {
			return nil, fmt.Errorf("row %d, from 1, is at %v, which is no longitude and latitude: %w", row+1, p, ErrValue)
		}
		if _, ok := place[p]; !ok {
			place[p] = len(f.places)
			f.places = append(f.places, p)
			f.sums = append(f.sums, nil)
		}
		t := c.time(row)
		if _, ok := moment[t]; !ok {
			moment[t] = 0
			f.times = append(f.times, t)
		}
	}
	slices.Sort(f.times)
	for i, t := range f.times {
		moment[t] = i
	}
	for i, score := range scores {
		row := rows[i]
		f.add(place[c.Points[row]], moment[c.time(row)], score)
	}
	return f, nil
}

func (c Conley) time(row int32) int32 {
	if c.Times == nil {
		return 0
	}
	return c.Times[row]
}

func (f *field) add(place, moment int, score []float64) {
	if f.sums[place] == nil {
		f.sums[place] = make([][]float64, len(f.times))
	}
	if f.sums[place][moment] == nil {
		f.sums[place][moment] = make([]float64, f.width)
	}
	for m, x := range score {
		f.sums[place][moment][m] += x
	}
}

// meat adds up all pairs. Every place has a sum of its own, added in order.
func (f *field) meat(ctx context.Context) ([][]float64, error) {
	byLat := make([]int, len(f.places))
	for i := range byLat {
		byLat[i] = i
	}
	slices.SortFunc(byLat, func(a, b int) int {
		return cmp.Or(cmp.Compare(f.places[a][1], f.places[b][1]), cmp.Compare(a, b))
	})
	parts := make([]pairs, len(f.places))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for at := range byLat {
		work.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			parts[at] = f.around(byLat, at)
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	meat := square(f.width)
	for _, part := range parts {
		add(meat, part, 1)
	}
	return meat, nil
}

// around adds up the pairs of one place with itself and with those further
// north, which count twice.
func (f *field) around(byLat []int, at int) pairs {
	meat := pairs(square(f.width))
	a := byLat[at]
	f.within(meat, a)
	const leastKMPerDegree = 110.5 // of latitude, at the equator
	for _, b := range byLat[at+1:] {
		if (f.places[b][1]-f.places[a][1])*leastKMPerDegree > f.c.CutoffKM {
			break
		}
		km := graph.Distance(f.places[a], f.places[b]) / 1000
		if km >= f.c.CutoffKM {
			continue
		}
		weight := 1.0
		if f.c.Kernel == Bartlett {
			weight = 1 - km/f.c.CutoffKM
		}
		for t := range f.times {
			meat.add(f.sums[a][t], f.sums[b][t], weight)
		}
	}
	return meat
}

// within adds up the pairs of one place: with itself, and over the lags.
func (f *field) within(meat pairs, a int) {
	for t := range f.times {
		meat.add(f.sums[a][t], f.sums[a][t], 0.5) // once
		for later := t + 1; later < len(f.times); later++ {
			apart := int(f.times[later]) - int(f.times[t])
			if apart > f.c.Lags {
				break
			}
			meat.add(f.sums[a][t], f.sums[a][later], 1-float64(apart)/float64(f.c.Lags+1))
		}
	}
}

// pairs is a sum over pairs of sums of scores.
type pairs [][]float64

// add adds a pair, both ways round.
func (m pairs) add(a, b []float64, weight float64) {
	if a == nil || b == nil {
		return
	}
	for i := range a {
		for j := range b {
			m[i][j] += float64(weight * (float64(a[i]*b[j]) + float64(b[i]*a[j])))
		}
	}
}
