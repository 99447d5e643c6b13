package estimate

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// infer fills in the moments, their derivatives and the errors of a step, and returns the
// covariance of the moments.
func (e *estimator) infer(ctx context.Context, step *Step, weights *mat.SymDense) (*mat.SymDense, error) {
	rows, err := e.model.Observations(step.Parameters)
	if err != nil {
		return nil, err
	}
	if len(rows) <= len(e.parameters) {
		return nil, fmt.Errorf("%w: there are %d observations", ErrMoments, len(rows))
	}
	e.result.Observations = len(rows)
	q := weights.SymmetricDim()
	step.Moments = center(rows, q)
	s := covariance(rows, q)
	for i := range q {
		step.MomentErrors = append(step.MomentErrors, math.Sqrt(s.At(i, i)/float64(len(rows))))
	}
	g, err := e.derivatives(step)
	if err != nil {
		return nil, err
	}
	n := float64(len(rows))
	step.Covariance = e.sandwich(step, s, curvature{weights, g, n})
	step.Errors = roots(step.Covariance)
	if e.options.Spatial == nil {
		return s, nil
	}
	pairs, err := e.options.Spatial(ctx, rows)
	if err != nil {
		return nil, err
	}
	spatial := mat.NewSymDense(q, nil)
	for i := range q {
		for j := i; j < q; j++ {
			spatial.SetSym(i, j, (pairs[i][j]+pairs[j][i])/2/n)
		}
	}
	step.SpatialErrors = roots(e.sandwich(step, spatial, curvature{weights, g, n}))
	return s, nil
}

// center takes the means out of the columns, and returns them.
func center(rows [][]float64, columns int) []float64 {
	means := make([]float64, columns)
	for _, row := range rows {
		for j, x := range row {
			means[j] += x
		}
	}
	for j := range means {
		means[j] /= float64(len(rows))
	}
	for _, row := range rows {
		for j := range row {
			row[j] -= means[j]
		}
	}
	return means
}

// covariance is the mean of the products of centred columns.
func covariance(rows [][]float64, columns int) *mat.SymDense {
	s := mat.NewSymDense(columns, nil)
	for _, row := range rows {
		for i, x := range row {
			for j := i; j < columns; j++ {
				s.SetSym(i, j, s.At(i, j)+x*row[j]/float64(len(rows)))
			}
		}
	}
	return s
}

// derivatives fills in those of the moments, by differences to both sides where the bounds allow
// it, and which parameters are at a bound.
func (e *estimator) derivatives(step *Step) (*mat.Dense, error) {
	q := len(step.Moments)
	g := mat.NewDense(q, len(e.parameters), nil)
	for j, p := range e.parameters {
		at := step.Parameters[j]
		step.AtBound = append(step.AtBound, p.atBound(at))
		var means [2][]float64
		var ends [2]float64
		for side := range means {
			x := append([]float64(nil), step.Parameters...)
			x[j] = p.clamp(at + float64(float64(2*side-1)*p.width(at)))
			ends[side] = x[j]
			means[side] = make([]float64, q)
			if err := e.model.Moments(means[side], x); err != nil {
				return nil, err
			}
			e.result.Evaluations++
			step.Evaluations++
		}
		for i := range q {
			g.Set(i, j, (means[1][i]-means[0][i])/(ends[1]-ends[0]))
		}
	}
	for i := range q {
		step.Derivatives = append(step.Derivatives, append([]float64(nil), g.RawRowView(i)...))
	}
	return g, nil
}

// curvature is what the covariance of estimates needs besides that of the moments.
type curvature struct {
	weights     *mat.SymDense
	derivatives *mat.Dense
	n           float64
}

// sandwich returns the covariance of the estimates, given that of the moments. Parameters at a bound are
// taken as known.
func (e *estimator) sandwich(step *Step, s *mat.SymDense, c curvature) [][]float64 {
	out := make([][]float64, len(e.parameters))
	var free []int
	for j := range out {
		out[j] = make([]float64, len(out))
		for k := range out[j] {
			out[j][k] = math.NaN()
		}
		if !step.AtBound[j] {
			free = append(free, j)
		}
	}
	if len(free) == 0 {
		return out
	}
	q, _ := c.derivatives.Dims()
	g := mat.NewDense(q, len(free), nil)
	for k, j := range free {
		g.SetCol(k, mat.Col(nil, j, c.derivatives))
	}
	var wg, information, bread, spread, meat, half, v mat.Dense
	wg.Mul(c.weights, g)
	information.Mul(g.T(), &wg)
	if bread.Inverse(&information) != nil {
		return out // singular, or too near to tell
	}
	spread.Mul(s, &wg)
	meat.Mul(wg.T(), &spread)
	half.Mul(&meat, bread.T())
	v.Mul(&bread, &half)
	for k, j := range free {
		for l, i := range free {
			out[j][i] = v.At(k, l) / c.n
		}
	}
	return out
}

// roots are the standard errors of a covariance, NaN where a variance is negative.
func roots(v [][]float64) []float64 {
	errors := make([]float64, len(v))
	for i := range v {
		errors[i] = math.Sqrt(v[i][i])
	}
	return errors
}

// inverse returns the weights of the second step.
func inverse(s *mat.SymDense, names []string) (*mat.SymDense, error) {
	for i, name := range names {
		if !(s.At(i, i) > 0) {
			return nil, fmt.Errorf("%w: %q is the same for every observation, so that it cannot be weighed by its variance", ErrMoments, name)
		}
	}
	var c mat.Cholesky
	if !c.Factorize(s) {
		return nil, fmt.Errorf("%w: some of them follow from others, so that their covariance has no inverse", ErrMoments)
	}
	w := mat.NewSymDense(len(names), nil)
	if err := c.InverseTo(w); err != nil {
		return nil, fmt.Errorf("%w: their covariance has no inverse: %v", ErrMoments, err)
	}
	return w, nil
}
